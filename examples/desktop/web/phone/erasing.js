// The factory reset from the phone: first the list of what will be lost, then a
// confirmation that is good for a minute.

import { button, h, say } from "../dom.js";
import * as words from "../words.js";
import { confirmation } from "./confirm.js";
import { group } from "./form.js";

const LOSSES = {
  network: (n) => words.count(n, "Wi-Fi network", "Wi-Fi networks"),
  controllers: (n) => `${words.count(n, "controller")}, which must pair again`,
  settings: (n) => words.count(n, "setting"),
  recordings: (n) => words.count(n, "recording"),
};

/** `begin(doing, line)` asks the camera. */
export function erasing(begin) {
  const sure = () => void begin("Confirming the factory reset", "controller confirm");
  const second = confirmation({ title: "Confirm the factory reset", label: "Erase everything", sure });
  const part = confirmation({ title: "Confirm the reset of a part", label: "Erase that", sure });

  function scope(label, name, box) {
    const element = button(label, async () => {
      element.disabled = true;
      const told = await begin("Asking what a reset would erase", `controller reset ${name}`);
      element.disabled = false;
      if (told !== null) box.open(items(told.losses ?? []), element);
    }, { class: "btn small danger" });
    return element;
  }

  function items(losses) {
    if (losses.length === 0) return ["nothing: no user’s data is on it"];
    return losses.map(({ kind, count }) => {
      const which = h("span", { class: "quiet" });
      const name = button("Which?", async () => {
        const told = await begin("Asking what these are called", `controller losses ${kind}`);
        if (told === null) return;
        say(which, `: ${told.listed.join(", ") || "they have no names"}`);
        name.remove();
      }, { class: "btn small link", "aria-label": `Which ${kind}?` });
      return [LOSSES[kind]?.(count) ?? `${kind}: ${count}`, which, " ", name];
    });
  }

  return {
    panel: h("section", { "aria-label": "Factory reset" },
      h("div", { class: "row spread" }, h("h3", {}, "Start over"), scope("Factory reset…", "everything", second)), second.panel,
      group("Only a part of it",
        h("div", { class: "row" }, scope("Forget the network…", "forget-network", part), scope("All but the network…", "keep-network", part)),
        part.panel)),
  };
}

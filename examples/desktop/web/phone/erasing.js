// The factory reset from the phone: first the list of what will be lost, then a
// confirmation that is good for a minute.

import { button, h, say } from "../dom.js";
import * as words from "../words.js";

const CONFIRM_MS = 60_000;

const LOSSES = {
  network: (n) => words.count(n, "Wi-Fi network", "Wi-Fi networks"),
  controllers: (n) => `${words.count(n, "controller")}, which must pair again`,
  settings: (n) => words.count(n, "setting"),
  recordings: (n) => words.count(n, "recording"),
};

/** `begin(doing, line)` asks the camera. */
export function erasing(page, begin) {
  let stage = "idle"; // idle → asked → listed
  let until = 0;
  let timer = 0;

  const first = button("Factory reset…", request, { class: "btn small danger" });
  const list = h("ul", { class: "losses" });
  const left = h("span", { class: "quiet" });
  const confirm = button("Erase everything", sure, { class: "btn danger solid" });
  const second = h("div", { class: "confirm", hidden: true, role: "group", "aria-label": "Confirm the factory reset" },
    h("p", {}, "This will be lost:"), list,
    h("div", { class: "row" }, confirm, button("Keep it", () => close(true)), left));

  async function request() {
    stage = "asked";
    first.disabled = true;
    if (!(await begin("Asking what a reset would erase", "controller reset everything"))) close(false);
  }

  async function sure() {
    close(true);
    await begin("Confirming the factory reset", "controller confirm");
  }

  function close(giveFocus) {
    stage = "idle";
    clearInterval(timer);
    second.hidden = true;
    first.disabled = false;
    if (giveFocus) first.focus();
  }

  function open(losses) {
    stage = "listed";
    const items = losses.map((item) => LOSSES[item.kind]?.(item.count) ?? `${item.kind}: ${item.count}`);
    list.replaceChildren(...(items.length ? items : ["nothing: no user’s data is on it"]).map((text) => h("li", {}, text)));
    second.hidden = false;
    until = performance.now() + CONFIRM_MS;
    clearInterval(timer);
    timer = setInterval(count, 500);
    count();
    confirm.focus();
  }

  function count() {
    const rest = Math.ceil((until - performance.now()) / 1000);
    if (rest <= 0) return close(false);
    say(left, `${rest} s left`);
  }

  return {
    panel: h("section", { "aria-label": "Factory reset" },
      h("div", { class: "row spread" }, h("h3", {}, "Start over"), first), second),
    phone(told) {
      if (stage === "asked" && told.reply === "done") open(told.losses ?? []);
      else if (stage === "asked" && told.reply !== "pending") close(false);
    },
  };
}

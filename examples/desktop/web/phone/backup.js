// The settings in a file, and back from it: what it changes is shown before it
// is changed.

import { button, h, say } from "../dom.js";
import { confirmation } from "./confirm.js";

/** The layout of the file, which camctl reads and writes too. */
const VERSION = 1;
/** Far longer than a file of all settings. */
const LONGEST = 1 << 20;

/** `begin(doing, line)` asks the camera; `onChange()` when it has been given settings. */
export function backup(page, begin, onChange) {
  let lines = [];

  const words = h("p", { class: "note", role: "status" });
  const save = button("Export settings", async () => {
    const told = await begin("Reading what is set", "controller settings");
    if (told === null) return;
    const content = JSON.stringify({ "camera-settings": VERSION, settings: told.settings }, null, 2);
    const address = URL.createObjectURL(new Blob([content + "\n"], { type: "application/json" }));
    h("a", { href: address, download: "camera-settings.json" }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
    say(words, `Saved as camera-settings.json: ${Object.keys(told.settings).length} settings, and no secret.`);
  }, { class: "btn small" });
  const file = h("input", { type: "file", accept: ".json,application/json", class: "hidden", tabindex: -1, "aria-label": "A file of settings" });
  const open = button("Import settings…", () => file.click(), { class: "btn small" });
  const confirm = confirmation({ title: "Confirm the settings of a file", says: "This changes:", label: "Change them", keep: "Keep what is set", sure: () => void send() });

  file.addEventListener("change", async () => {
    const chosen = file.files[0];
    if (!chosen) return;
    say(words, `Reading ${chosen.name}…`);
    const content = chosen.size > LONGEST ? null : await chosen.text();
    file.value = "";
    if (content === null) return say(words, `${chosen.name} is too long for a file of settings.`);
    if ((await begin("Reading what is set", "controller settings")) === null) return say(words, "Nothing was changed: the camera does not say what is set.");
    const answer = await page.ask({ settings: content });
    if (!answer.ok) return say(words, `${answer.error?.message ?? "No answer."} Nothing was changed.`);
    const { changes, unchanged } = answer.settings;
    lines = changes;
    if (changes.length === 0) return say(words, "The camera has all of these settings already.");
    say(words, unchanged ? `${unchanged} of its settings are so already.` : "");
    confirm.open(changes.map(({ setting, from, to }) => `${setting}: ${from ?? "default"} → ${to}`), open);
  });

  async function send() {
    for (const [at, { setting, line }] of lines.entries()) {
      if ((await begin(`Setting ${setting}`, line)) === null) {
        say(words, `The camera refuses ${setting}. ${at ? "The settings before it in the file are changed." : "Nothing was changed."}`);
        return onChange();
      }
    }
    say(words, `${lines.length} settings are changed.`);
    onChange();
  }

  return { elements: [h("div", { class: "row" }, save, open, file), words, confirm.panel] };
}

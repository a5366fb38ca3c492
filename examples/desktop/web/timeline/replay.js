// Export of what was done here as a story, and import of a story to play it.

import * as clock from "../clock.js";
import { button, h, say } from "../dom.js";
import { shown } from "../lines.js";
import { parse, play } from "../scenario.js";
import { count, time } from "../words.js";

export function replay(page) {
  let isPlaying = false;
  let isStopped = false;

  const save = button("Export .scenario", exported, { title: "Holds the passwords that were typed.", disabled: true });
  const file = h("input", { type: "file", accept: ".scenario,text/plain", class: "hidden", tabindex: -1, "aria-label": "A .scenario file" });
  const open = button("Play a .scenario…", () => file.click());
  const stop = button("Stop", () => (isStopped = true), { class: "btn small" });
  const bar = h("progress", { value: 0, max: 1, "aria-label": "Story" });
  const words = h("span", { class: "replay-words", role: "status" });
  const panel = h("div", { class: "replay", hidden: true }, bar, words, stop);

  file.addEventListener("change", async () => {
    const story = file.files[0];
    if (!story || isPlaying) return;
    const lines = parse(await story.text());
    file.value = "";
    await run(story.name, lines);
  });

  async function run(name, lines) {
    isPlaying = true;
    isStopped = false;
    panel.hidden = false;
    stop.hidden = false;
    bar.hidden = false;
    open.disabled = true;
    save.disabled = true;
    const step = (done, of, line) => {
      bar.max = Math.max(1, of);
      bar.value = done;
      say(words, `${name}: line ${Math.min(done + 1, of)} of ${of} · ${shown(line).slice(0, 60)}`);
    };
    const wrong = await play(lines, page, step, () => isStopped);
    isPlaying = false;
    tellCount();
    open.disabled = false;
    stop.hidden = true;
    bar.hidden = true;
    say(words, wrong === null ? `${name}: all ${lines.length} lines are played.` : `${name}: ended at “${shown(wrong.line).slice(0, 80)}”: ${wrong.message}.`);
  }

  /** What was not done cannot be exported. */
  function tellCount() {
    save.disabled = isPlaying || page.record.deeds().length === 0;
  }

  function exported() {
    const text = page.record.text(clock.now());
    const address = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
    h("a", { href: address, download: "page.scenario" }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
    panel.hidden = false;
    stop.hidden = true;
    bar.hidden = true;
    say(words, `Saved as page.scenario: ${count(parse(text).length, "line")}, ${time(clock.now(), 0)} of the camera’s time. It holds the passwords that were typed.`);
  }


  return {
    buttons: h("div", { class: "row push" }, save, open, file),
    panel,
    count: tellCount,
    connection(state) {
      if (state !== "open") isStopped = true;
    },
  };
}

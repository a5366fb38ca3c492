// Export of what was done here as a story, and import of a story to play it.

import * as clock from "../clock.js";
import { button, h, say } from "../dom.js";
import { parse, play } from "../scenario.js";

export function replay(page) {
  let isPlaying = false;
  let isStopped = false;

  const save = button("Export .scenario", exported, { title: "Holds the passwords that were typed." });
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
    const step = (done, of, line) => {
      bar.max = Math.max(1, of);
      bar.value = done;
      say(words, `${name}: line ${Math.min(done + 1, of)} of ${of} · ${line.slice(0, 60)}`);
    };
    const wrong = await play(lines, page.line, step, () => isStopped);
    isPlaying = false;
    open.disabled = false;
    stop.hidden = true;
    bar.hidden = true;
    say(words, wrong === null ? `${name}: all ${lines.length} lines are played.` : `${name}: ended at “${wrong.line.slice(0, 80)}”: ${wrong.message}.`);
  }

  function exported() {
    const text = page.record.text(clock.now());
    const address = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
    h("a", { href: address, download: "page.scenario" }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }

  const count = () => {
    save.disabled = page.record.count() === 0;
  };
  count();

  return {
    buttons: h("div", { class: "row push" }, save, open, file),
    panel,
    hello: count,
    done: count,
    connection(state) {
      if (state !== "open") isStopped = true;
    },
  };
}

// What happened, in words, newest first. The same words as on the terminal;
// single blinks and degrees would be too much to read.

import { eachFrame, h } from "./dom.js";
import { shown } from "./lines.js";
import * as words from "./words.js";

const MOST = 200;

export function log(root) {
  const list = h("ol", { class: "log", tabindex: 0, "aria-label": "What happened, newest first" });
  root.append(list);
  let fresh = [];
  let cue = "";

  const draw = eachFrame(() => {
    list.prepend(...fresh.slice(-MOST).reverse());
    fresh = [];
    while (list.children.length > MOST) list.lastChild.remove();
  });

  function add(t_ms, text, kind) {
    fresh.push(h("li", { class: kind }, h("time", {}, words.time(t_ms, 2)), h("span", {}, text)));
    if (fresh.length > MOST) fresh.shift();
    draw();
  }

  return {
    hello(hello) {
      fresh = [];
      cue = "";
      list.replaceChildren();
      const { changes, messages, done } = hello.past ?? {};
      const all = [[changes, change], [messages, message], [done, deed]].flatMap(([ring, add]) =>
        (ring?.items ?? []).map((item) => ({ t_ms: item.t_ms, add: () => add(item) })));
      for (const item of all.sort((a, b) => a.t_ms - b.t_ms)) item.add();
    },
    change,
    message,
    done: deed,
  };

  function change(change) {
    const said = [];
    if (change.state) said.push(words.state(change.state));
    if (change.led && change.led.meaning !== cue) {
      cue = change.led.meaning;
      said.push(`LED ${words.led(change.led)}: ${cue}`);
    }
    if (change.radio) said.push(words.radio(change.radio));
    if (change.eyes) said.push(words.eyes(change.eyes));
    if (change.reset && change.reset !== "idle") said.push(`reset: ${change.reset}`);
    if (change.fault) said.push(words.fault(change.fault));
    if (change.button) said.push(`button ${change.button}`);
    if (change.flash?.op === "erase") said.push(`flash: erase ${change.flash.region} at 0x${change.flash.addr.toString(16).padStart(4, "0")}`);
    if (said.length) add(change.t_ms, said.join(" · "), "seen");
  }

  function message(message) {
    const to = message.from === "app" ? "app → camera" : "camera → app";
    add(message.t_ms, `${to}: ${message.kind}, ${message.bytes} bytes`, "message");
  }

  function deed({ t_ms, line }) {
    add(t_ms, shown(line), "done");
  }
}

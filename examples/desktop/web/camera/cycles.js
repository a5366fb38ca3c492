// A model that is reset by switching it on and off: how many short starts there
// were in a row.

import * as clock from "../clock.js";
import { h, say } from "../dom.js";
import * as words from "../words.js";

export function cycles() {
  const [title, advice] = [h("b"), h("span")];
  const dots = h("div", { class: "starts", "aria-hidden": "true" });
  const panel = h("div", { class: "holding", hidden: true }, h("p", { class: "starts-words" }, title, " ", advice), dots);

  let times = null; // { count, within_ms }
  let starts = 0;
  let since = null; // when the last of them was; none while it may not be followed by another
  let isOff = false;

  function change({ state, t_ms }) {
    if (times === null || state === undefined) return;
    if (state === "off" && since !== null && t_ms - since >= times.within_ms) starts = 0;
    const isStart = isOff && state !== "off";
    isOff = state === "off";
    if (isStart) [starts, since] = [starts + 1, t_ms];
    // A restart is nobody's hand, and a reset ends the row.
    if (state === "restarting" || state === "resetting") [starts, since] = [0, null];
    show();
  }

  function show() {
    if (times === null) return;
    if (!isOff && since !== null && clock.now() - since >= times.within_ms) [starts, since] = [0, null];
    const { count, within_ms } = times;
    const short = `pull the plug within ${words.time(within_ms, 0)}`;
    say(title, starts === 0 ? "Reset by the plug" : `${words.count(starts, "start")} of ${count}`);
    if (starts === 0) say(advice, `${count} starts in a row are a factory reset: ${short} of each`);
    else if (!isOff) say(advice, `${short} of it to go on`);
    else say(advice, starts + 1 === count ? "plug it in now: factory reset" : "plug it in");
    [...dots.children].forEach((dot, at) => dot.classList.toggle("done", at < starts));
  }
  setInterval(() => document.hidden || show(), 250);

  return {
    panel,
    hello(hello) {
      times = hello.profile?.power_cycles ?? null;
      panel.hidden = times === null;
      dots.replaceChildren(...Array.from({ length: times?.count ?? 0 }, () => h("i")));
      [starts, since, isOff] = [0, null, true];
      for (const past of hello.past?.changes.items ?? []) change(past);
      show();
    },
    change,
  };
}

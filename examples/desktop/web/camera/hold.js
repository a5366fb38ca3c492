// Pressing and holding the reset button, by mouse, touch or keyboard, and the
// gauge that says what releasing it now would do.

import * as clock from "../clock.js";
import { eachFrame, h, s, say, tick } from "../dom.js";
import { held } from "./held.js";

/** The stretches of a hold, as this model has them. */
function zonesOf(times) {
  const { setup_from_ms, setup_until_ms, reset_from_ms, hold_ms_max, stuck_ms } = times;
  const zones = [
    { from: 0, to: setup_from_ms, name: "nothing", now: "release now: nothing happens", kind: "none" },
    { from: setup_from_ms, to: setup_until_ms, name: "setup mode", now: "release now: setup mode", kind: "setup" },
    { from: setup_until_ms, to: reset_from_ms, name: "nothing", now: "release now: nothing happens, but factory reset is near", kind: "gap" },
    { from: reset_from_ms, to: hold_ms_max, name: "reset", now: "release now: factory reset", kind: "reset" },
    { from: hold_ms_max, to: stuck_ms, name: "too long", now: "held too long: releasing does nothing", kind: "none" },
  ];
  return zones.filter((zone) => zone.to > zone.from);
}

// What matters happens in the first seconds, so stretches are about equally
// wide, however long they last.
const WIDTHS = { none: 20, setup: 22, gap: 20, reset: 20 };

const seconds = (ms) => String(Math.round(ms / 100) / 10);

export function hold(page) {
  const capture = { class: "hole", tabindex: 0, role: "button", "aria-label": "Reset button: press and hold" };
  const hole = s("g", { ...capture, transform: "translate(230 221)" },
    s("circle", { class: "target", r: 24 }), s("circle", { class: "well", r: 8.5 }), s("circle", { class: "pin", r: 5 }),
    s("text", { class: "engraved", y: 25, "aria-hidden": "true" }, "RESET"));
  const bar = h("button", { type: "button", class: "btn hold" }, "Press and hold: reset button");
  const keep = h("input", { type: "checkbox" });

  const [title, advice] = [h("b"), h("span")];
  const words = h("p", { class: "hold-words" }, title, " ", advice);
  const needle = h("div", { class: "needle" });
  const track = h("div", { class: "track" });
  const gauge = h("div", { class: "gauge", "aria-hidden": "true" }, track, needle);
  let zones = [];

  let isMine = false; // pressed by this page
  const button = held();
  let last = { title: "Reset button", advice: "hold it, watch the LED, and let go" };

  function press() {
    if (isMine) return;
    isMine = true;
    show();
    void send("button down");
  }

  function release() {
    if (!isMine || keep.checked) return;
    isMine = false;
    show();
    void send("button up");
  }

  async function send(line) {
    const answer = await page.line(line);
    if (answer.ok) return;
    isMine = false;
    last = { title: "The button could not be moved", advice: answer.error?.message ?? "no answer" };
    show();
  }

  for (const element of [hole, bar]) {
    element.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      // A button that is kept pressed comes up by the next press.
      if (isMine) {
        keep.checked = false;
        return release();
      }
      element.setPointerCapture?.(event.pointerId);
      press();
    });
    for (const end of ["pointerup", "pointercancel", "lostpointercapture", "blur"]) {
      element.addEventListener(end, release);
    }
    element.addEventListener("keydown", (event) => {
      if (event.key !== " " && event.key !== "Enter") return;
      event.preventDefault();
      if (event.repeat) return;
      if (isMine) {
        keep.checked = false;
        return release();
      }
      press();
    });
    element.addEventListener("keyup", (event) => {
      if (event.key !== " " && event.key !== "Enter") return;
      event.preventDefault();
      release();
    });
    element.addEventListener("contextmenu", (event) => event.preventDefault());
  }
  keep.addEventListener("change", release);
  // A button must not stay down because the page was left.
  addEventListener("pagehide", () => {
    keep.checked = false;
    release();
  });

  function show() {
    const { since, isVoid, hasFired } = button.now();
    hole.classList.toggle("down", isMine || since !== null);
    bar.classList.toggle("down", isMine || since !== null);
    gauge.classList.toggle("down", since !== null);
    if (since === null) {
      say(title, isMine ? "Pressed…" : last.title);
      say(advice, last.advice);
      delete words.dataset.kind;
      return;
    }
    const ms = clock.now() - since;
    const zone = zones.find((zone) => ms < zone.to);
    needle.style.left = `${position(ms)}%`;
    say(title, `Held ${(ms / 1000).toFixed(1)} s`);
    if (hasFired) say(advice, "the factory reset has begun");
    else if (isVoid) say(advice, button.hasPower() ? "it was down when the camera started: it counts for nothing" : "without power it counts for nothing");
    else say(advice, zone?.now ?? "the button is stuck: releasing clears the fault");
    words.dataset.kind = (!isVoid && zone?.kind) || "none";
    again();
  }
  const again = eachFrame(show);

  /** Where a hold of that long stands, in percent of the gauge. */
  function position(held) {
    let left = 0;
    for (const zone of zones) {
      if (held < zone.to) return left + (zone.width * Math.max(0, held - zone.from)) / (zone.to - zone.from);
      left += zone.width;
    }
    return 100;
  }

  function scale(times) {
    zones = zonesOf(times);
    const whole = zones.reduce((sum, zone) => sum + WIDTHS[zone.kind], 0);
    for (const zone of zones) zone.width = (WIDTHS[zone.kind] * 100) / whole;
    track.replaceChildren(...zones.map((zone) => {
      const element = h("div", { class: `zone ${zone.kind}` },
        h("span", { class: "zone-name" }, zone.name), h("span", { class: "zone-from" }, seconds(zone.from)));
      element.style.width = `${zone.width}%`;
      return element;
    }));
  }

  const panel = h("div", { class: "holding" }, words, gauge,
    h("div", { class: "row" }, bar, tick("keep it pressed", keep)));

  return {
    hole,
    panel,
    hello(hello) {
      const times = hello.profile?.button;
      for (const element of [hole, panel]) element.toggleAttribute("hidden", !times);
      if (times) scale(times);
      button.hello(hello);
      show();
    },
    connection(state) {
      if (state !== "open") {
        button.forget();
        isMine = false;
        show();
      }
    },
    change(change) {
      const ended = button.change(change);
      // A bounce of the contact is not worth a word.
      if (ended !== null && ended.ms > 30) {
        const zone = ended.isVoid ? null : zones.find((zone) => ended.ms < zone.to);
        last = { title: `Released after ${(ended.ms / 1000).toFixed(1)} s`, advice: ended.hasFired ? "factory reset" : after(zone) };
      }
      if (change.button || change.state) show();
    },
  };
}

function after(zone) {
  switch (zone?.kind) {
    case "setup": return "setup mode";
    case "reset": return "factory reset";
    default: return "nothing happens";
  }
}

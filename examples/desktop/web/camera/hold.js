// Pressing and holding the reset button, by mouse, touch or keyboard, and the
// gauge that says what releasing it now would do.

import * as clock from "../clock.js";
import { eachFrame, h, s, say, tick } from "../dom.js";

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
const WIDTHS = { none: 20, setup: 27, gap: 18, reset: 20 };

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
  let downSince = null; // on the camera's clock
  let hasFired = false; // some models reset while the button is held
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
    const isDown = isMine || downSince !== null;
    hole.classList.toggle("down", isDown);
    bar.classList.toggle("down", isDown);
    gauge.classList.toggle("down", downSince !== null);
    if (downSince === null) {
      say(title, isMine ? "Pressed…" : last.title);
      say(advice, last.advice);
      return;
    }
    const held = clock.now() - downSince;
    const zone = zones.find((zone) => held < zone.to);
    needle.style.left = `${position(held)}%`;
    say(title, `Held ${(held / 1000).toFixed(1)} s`);
    say(advice, hasFired ? "the factory reset has begun" : zone?.now ?? "the button is stuck: releasing clears the fault");
    words.dataset.kind = zone?.kind ?? "none";
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
      downSince = null;
    },
    connection(state) {
      if (state !== "open") {
        downSince = null;
        isMine = false;
        show();
      }
    },
    change(change) {
      if (change.button === "down" && downSince === null) {
        downSince = change.t_ms;
        hasFired = false;
      }
      if (change.state === "resetting" && downSince !== null && change.button !== "up") hasFired = true;
      if (change.button === "up" && downSince !== null) {
        const held = change.t_ms - downSince;
        const zone = zones.find((zone) => held < zone.to);
        // A bounce of the contact is not worth a word.
        if (held > 30) last = { title: `Released after ${(held / 1000).toFixed(1)} s`, advice: hasFired ? "factory reset" : after(zone) };
        downSince = null;
        delete words.dataset.kind;
      }
      if (change.button) show();
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

// Turning the head by hand: on and on while a button is held, by a step, and
// how fast. The camera stops by itself when it hears nothing for a lease, so a
// page that is gone turns nothing.

import { h } from "../dom.js";
import { group, number } from "./form.js";

/** On the camera's clock. */
const LEASE_MS = 1_000;
/** How much of a lease may pass before it is renewed. */
const RENEW = 0.4;
const LOOK_AGAIN_MS = 30;
/** How long a press lasts that has no end of its own: that of a screen reader, say. */
const NUDGE_MS = 250;

const WAYS = [
  { name: "up", arrow: "▲", pan: 0, tilt: 1 },
  { name: "left", arrow: "◀", pan: -1, tilt: 0 },
  { name: "right", arrow: "▶", pan: 1, tilt: 0 },
  { name: "down", arrow: "▼", pan: 0, tilt: -1 },
];

/**
 * `begin(doing, line)` asks the camera, `isWaiting()` while it has not answered, `busyFor_s()` says for how long it is busy with
 * something else if that is why it has refused, and else 0; `onTurn()` before the head turns.
 */
export function drive(page, begin, isWaiting, busyFor_s, onTurn) {
  const speed = number("Speed, %", 1, 100, 100);
  const step = { pan: number("Across, °", -340, 340, 10, { step: "any" }), tilt: number("Up, °", -180, 180, 0, { step: "any" }) };
  let held = null; // { way, element, isOver }
  let leaseMax_ms = LEASE_MS;

  /** As a line says it; nothing leaves it to the camera. */
  const limit = () => (speed.input.value === "100" || !speed.input.checkValidity() ? "" : ` speed ${speed.input.value}`);

  const velocity = (share) => (share === 0 ? "hold" : String(share * (speed.input.checkValidity() ? Number(speed.input.value) : 100)));

  /** A faster clock makes a lease shorter for whoever renews it. */
  function lease() {
    const times = Math.max(1, page.hello?.speed ?? 1);
    const ms = Math.round(Math.min(leaseMax_ms, LEASE_MS * times));
    return { ms, renewEvery_ms: (ms * RENEW) / (page.hello?.speed ?? 1) };
  }

  function start(way, element) {
    if (held) return;
    held = { way, element };
    element.classList.add("down");
    onTurn();
    void turn(held);
  }

  function end() {
    held?.element.classList.remove("down");
    held = null;
  }

  /**
   * Renews the lease for as long as it is held. While the camera is busy with something else, a parked head is written down as
   * turned, say, it is asked again when that is over; what else is refused is not, until it is pressed again.
   */
  async function turn(mine) {
    const { name, pan, tilt } = mine.way;
    let isTurning = false;
    while (held === mine) {
      const { ms, renewEvery_ms } = lease();
      const began = performance.now();
      const told = await begin(`Turning ${name} while you hold`, `controller move-on ${velocity(pan)} ${velocity(tilt)} ${ms}ms`);
      isTurning = told !== null;
      const again_ms = isTurning ? renewEvery_ms : (busyFor_s() * 1_000) / (page.hello?.speed ?? 1);
      if (again_ms === 0) return;
      while (held === mine && (isWaiting() || performance.now() - began < again_ms)) await moment();
    }
    // Who presses another one meanwhile has it turned that way.
    if (held === null && isTurning) await begin("Stopping the head", "controller stop");
  }

  const moment = () => new Promise((done) => setTimeout(done, LOOK_AGAIN_MS));
  const isKey = ({ key }) => key === " " || key === "Enter";

  function hold(way) {
    const element = h("button", { type: "button", class: `btn hold turn turn-${way.name}`, "aria-label": `Hold to turn ${way.name}` }, way.arrow);
    element.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      element.setPointerCapture?.(event.pointerId);
      start(way, element);
    });
    element.addEventListener("keydown", (event) => {
      if (!isKey(event)) return;
      event.preventDefault();
      if (!event.repeat) start(way, element);
    });
    element.addEventListener("keyup", (event) => {
      if (!isKey(event)) return;
      event.preventDefault();
      end();
    });
    // Keys and pointers are heard above; neither makes a click without a place.
    element.addEventListener("click", (event) => {
      if (event.detail !== 0 || held) return;
      start(way, element);
      setTimeout(end, NUDGE_MS);
    });
    for (const kind of ["pointerup", "pointercancel", "lostpointercapture", "blur"]) element.addEventListener(kind, end);
    element.addEventListener("contextmenu", (event) => event.preventDefault());
    return element;
  }
  addEventListener("pagehide", end);
  document.addEventListener("visibilitychange", () => document.hidden && end());

  const by = h("form", {
    class: "row fields",
    onsubmit: (event) => {
      event.preventDefault();
      onTurn();
      void begin("Turning the head by that", `controller move-by ${Number(step.pan.input.value)} ${Number(step.tilt.input.value)}${limit()}`);
    },
  }, step.pan.element, step.tilt.element, h("button", { class: "btn small" }, "Turn by that"));

  return {
    panel: group("By hand",
      h("div", { class: "by-hand" },
        h("div", { class: "ways", role: "group", "aria-label": "Hold to turn" }, WAYS.map(hold)),
        speed.element),
      h("p", { class: "note" }, "It turns for as long as you hold, and no longer."), by),
    limit,
    hello({ profile }) {
      leaseMax_ms = profile?.motion?.lease_ms_max ?? LEASE_MS;
    },
    connection: (state) => state !== "open" && end(),
  };
}

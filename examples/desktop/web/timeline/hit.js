// What stands at a place of the timeline, in words; and which event is next.

import { shown } from "../lines.js";
import * as words from "../words.js";
import { at, timeAt } from "./draw.js";
import { lastUntil } from "./store.js";

const NEAR = 7; // pixels

/** The words for what is at `x`, `y`; `null` for nothing. */
export function hit(store, view, plan, x, y) {
  const row = plan.rows.find((row) => y >= row.top - 4 && y <= row.top + row.height + 4);
  if (!row || x < view.left) return null;
  const t = Math.min(timeAt(view, x), view.now);
  const said = SAY[row.name](store.rows, t, view);
  // Before the first event of a row nothing is known of it.
  return said ? { t: said.t ?? t, text: said.text } : null;
}

const until = (row, t) => row[lastUntil(row, t)];

/** The points near `t`, as one sentence. */
function points(row, t, view, say) {
  const reach = (NEAR * (view.to - view.from)) / view.width;
  const near = row.slice(Math.max(0, lastUntil(row, t - reach)), lastUntil(row, t + reach) + 1).filter((item) => Math.abs(item.t - t) <= reach);
  if (near.length === 0) return null;
  const texts = near.slice(0, 4).map(say);
  if (near.length > 4) texts.push(`and ${near.length - 4} more`);
  return { t: near[0].t, text: texts.join("\n") };
}

const SAY = {
  button: (rows, t) => ({ text: `button ${until(rows.button, t)?.value ?? "up"}` }),
  led(rows, t) {
    const cue = until(rows.cue, t);
    return cue && { text: `LED ${words.led(cue)}: ${cue.meaning}` };
  },
  state(rows, t) {
    const state = until(rows.state, t);
    const reset = until(rows.reset, t)?.value ?? "idle";
    const fault = until(rows.fault, t)?.value ?? "none";
    const more = [reset === "idle" ? "" : `reset: ${reset}`, fault === "none" ? "" : words.fault(fault)];
    return state && { text: [words.state(state.value), ...more].filter(Boolean).join("\n") };
  },
  radio(rows, t) {
    const radio = until(rows.radio, t);
    return radio && { text: words.radio(radio.value) };
  },
  servo(rows, t) {
    const pose = until(rows.servo, t);
    return pose && { text: `head ${words.degrees(pose.pan_cdeg)} across, ${words.degrees(pose.tilt_cdeg)} up` };
  },
  flash: (rows, t, view) => points(rows.flash, t, view, (op) => `${op.op} ${op.region} 0x${op.addr.toString(16).padStart(4, "0")}`),
  messages: (rows, t, view) => points(rows.messages, t, view, (message) =>
    `${message.from} → ${message.from === "app" ? "camera" : "app"}: ${message.kind}, ${message.bytes} bytes${message.sealed && message.kind !== "sealed" ? ", sealed" : ""}`),
  lines: (rows, t, view) => points(rows.lines, t, view, ({ line }) => shown(line)),
};

/** The event before or after `t`, over all rows that are shown. */
export function neighbour(store, plan, t, step) {
  let best = null;
  for (const { name } of plan.rows) {
    const row = store.rows[name === "led" ? "cue" : name];
    const place = step > 0 ? lastUntil(row, t) + 1 : lastUntil(row, t - 0.001);
    const item = row[place];
    if (item && (best === null || (item.t - best.t) * step < 0)) best = { t: item.t, name };
  }
  return best;
}

/** The words for an event that the keyboard has gone to. */
export function sayAt(store, view, plan, event) {
  const row = plan.rows.find((row) => row.name === event.name);
  return hit(store, view, plan, at(view, event.t) + 0.01, row.top + row.height / 2);
}

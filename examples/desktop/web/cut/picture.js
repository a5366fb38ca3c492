// What the camera did around a cut, on a small timeline.

import { h } from "../dom.js";
import { draw, layout, theme } from "../timeline/draw.js";
import { store } from "../timeline/store.js";

const LEFT = 46;
/** What is shown after the last state: there is no more to see. */
const AFTER_MS = 2_500;

/** A canvas, and `show(healed)`, which draws on it; `null` hides it. */
export function picture() {
  const canvas = h("canvas", { class: "timeline small", role: "img", "aria-label": "What the camera did around the cut", hidden: true });
  const plan = layout(["led", "state", "flash"]);
  let shown = null;

  function paint() {
    if (shown === null || canvas.clientWidth === 0) return;
    const past = store();
    for (const change of shown.changes) past.change(change);
    const from = shown.changes[0].t_ms;
    const to = shown.changes.findLast((change) => change.state).t_ms + AFTER_MS;
    const room = (to - from) * 0.02;
    const scale = devicePixelRatio || 1;
    canvas.style.height = `${plan.height}px`;
    canvas.width = Math.round(canvas.clientWidth * scale);
    canvas.height = Math.round(plan.height * scale);
    const context = canvas.getContext("2d");
    context.setTransform(scale, 0, 0, scale, 0, 0);
    const view = { from: from - room, to: to + room, left: LEFT, width: canvas.clientWidth - LEFT, now: to + room, cut: shown.cut_ms };
    draw(context, past, view, plan, theme(canvas));
  }
  new ResizeObserver(paint).observe(canvas);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);

  return {
    canvas,
    show(healed) {
      shown = healed?.changes?.length ? healed : null;
      canvas.hidden = shown === null;
      paint();
    },
  };
}

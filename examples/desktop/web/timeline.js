// The timeline: all that happened, on one time axis. It follows now until
// somebody looks back.

import * as clock from "./clock.js";
import { button, h, isCalm, say } from "./dom.js";
import { replay } from "./timeline/replay.js";
import { draw, layout, theme, timeAt, at } from "./timeline/draw.js";
import { hit, neighbour, sayAt } from "./timeline/hit.js";
import { store } from "./timeline/store.js";
import * as words from "./words.js";

const NARROWEST_MS = 200;
const WIDEST_MS = 4 * 3_600_000;

export function timeline(root, page) {
  const past = store();
  const plan = layout(["lines", "button", "led", "state", "radio", "servo", "flash", "messages"]);

  const canvas = h("canvas", { class: "timeline", tabindex: 0, role: "img",
    "aria-label": "Timeline. Arrow keys go from event to event, plus and minus zoom, End follows now.", "aria-describedby": "timeline-said" });
  const tip = h("div", { class: "tip", hidden: true });
  const said = h("p", { id: "timeline-said", class: "hidden", "aria-live": "polite" });
  const follow = button("Follow now", () => back(), { "aria-pressed": "true" });
  const shows = h("span", { class: "quiet", role: "status" });
  const missing = h("p", { class: "note" });
  const play = replay(page);
  root.append(
    h("div", { class: "row" }, button("−", () => zoom(1.6), { "aria-label": "Show more time" }),
      button("+", () => zoom(1 / 1.6), { "aria-label": "Show less time" }), follow, shows, play.buttons),
    play.panel, missing,
    h("div", { class: "canvas-box" }, canvas, tip), said,
    legend());

  let span = 30_000;
  let end = null; // null: now
  let cursor; // where the keyboard is
  let colors = null;
  const context = canvas.getContext("2d");

  function view() {
    const width = canvas.clientWidth;
    const left = width < 520 ? 62 : 78;
    const now = clock.now();
    // The first moments begin on the left, and fill the picture.
    const to = end ?? Math.max(now + span * 0.03, span * 0.98);
    return { from: to - span, to, left, width: width - left, now, cursor };
  }

  function paint() {
    const scale = devicePixelRatio || 1;
    const width = canvas.clientWidth;
    if (width === 0) return;
    const [w, ht] = [Math.round(width * scale), Math.round(plan.height * scale)];
    if (canvas.width !== w || canvas.height !== ht) {
      canvas.width = w;
      canvas.height = ht;
      canvas.style.height = `${plan.height}px`;
    }
    colors ??= theme(canvas);
    context.setTransform(scale, 0, 0, scale, 0, 0);
    draw(context, past, view(), plan, colors);
  }

  // Painted smoothly while it is in sight; rarely else, and for those who want calm.
  let isSeen = true;
  let isStale = true;
  let paintedAt = 0;
  new IntersectionObserver(([entry]) => (isSeen = entry.isIntersecting), { rootMargin: "200px" }).observe(canvas);
  new ResizeObserver(() => (isStale = true)).observe(canvas);
  for (const query of ["(prefers-color-scheme: dark)", "(prefers-contrast: more)"]) {
    matchMedia(query).addEventListener("change", () => {
      colors = null;
      isStale = true;
    });
  }
  (function loop(at) {
    requestAnimationFrame(loop);
    const pause = isCalm() || !isSeen ? 1_000 : 33;
    const isDue = (isStale && isSeen) || (end === null && at - paintedAt > pause);
    if (!isDue) return;
    isStale = false;
    paintedAt = at;
    paint();
  })(0);

  function back() {
    end = null;
    cursor = undefined;
    tip.hidden = true;
    follow.setAttribute("aria-pressed", "true");
    isStale = true;
  }

  function stay(to) {
    const now = clock.now();
    if (to >= now) return back();
    // Nobody looks at what was before it all began.
    const first = Math.min(past.first(), now);
    end = Math.max(to, first + span * 0.98);
    follow.setAttribute("aria-pressed", "false");
    isStale = true;
  }

  /** Makes the stretch longer or shorter; what is at `x` stays there. */
  function zoom(factor, x) {
    const before = view();
    const next = Math.min(WIDEST_MS, Math.max(NARROWEST_MS, span * factor));
    const fixed = end === null || x === undefined ? null : timeAt(before, x);
    if (fixed !== null) end = fixed + (end - fixed) * (next / span);
    span = next;
    isStale = true;
    tellSpan();
  }

  const tellSpan = () => say(shows, `shows ${words.time(span, span < 10_000 ? 1 : 0)}`);
  tellSpan();

  function tell(found, x, y) {
    tip.hidden = found === null;
    if (found === null) return;
    tip.replaceChildren(h("b", {}, words.time(found.t, 3)), h("span", {}, found.text));
    const half = tip.offsetWidth / 2;
    tip.style.left = `${Math.min(canvas.clientWidth - half, Math.max(half, x))}px`;
    tip.style.top = `${y}px`;
  }

  // A wheel that scrolls the page does not zoom what comes under it.
  let scrolledAt = 0;
  addEventListener("scroll", () => (scrolledAt = performance.now()), { passive: true });
  canvas.addEventListener("wheel", (event) => {
    if (performance.now() - scrolledAt < 350) return;
    event.preventDefault();
    const isSideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
    const by = event.deltaX || event.deltaY;
    if (isSideways) stay(view().to + (by * span) / canvas.clientWidth);
    else zoom(Math.exp(Math.max(-200, Math.min(200, event.deltaY)) / 400), event.offsetX);
  }, { passive: false });

  let drag = null;
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    drag = { x: event.offsetX, to: view().to, isFar: false };
  });
  canvas.addEventListener("pointermove", (event) => {
    if (drag) {
      const by = event.offsetX - drag.x;
      drag.isFar ||= Math.abs(by) > 4;
      if (drag.isFar) {
        stay(drag.to - (by * span) / view().width);
        tip.hidden = true;
        return;
      }
    }
    tell(hit(past, view(), plan, event.offsetX, event.offsetY), event.offsetX, event.offsetY);
  });
  canvas.addEventListener("pointerup", (event) => {
    if (drag && !drag.isFar) tell(hit(past, view(), plan, event.offsetX, event.offsetY), event.offsetX, event.offsetY);
    drag = null;
  });
  canvas.addEventListener("pointercancel", () => (drag = null));
  canvas.addEventListener("pointerleave", () => (tip.hidden = true));
  canvas.addEventListener("blur", () => {
    cursor = undefined;
    tip.hidden = true;
    isStale = true;
  });

  canvas.addEventListener("keydown", (event) => {
    const keys = {
      ArrowLeft: () => go(-1), ArrowRight: () => go(1),
      "+": () => zoom(1 / 1.6), "=": () => zoom(1 / 1.6), "-": () => zoom(1.6),
      End: back, Escape: back,
    };
    if (!keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    keys[event.key]();
  });

  function go(step) {
    const event = neighbour(past, plan, cursor ?? view().now, step);
    if (event === null) return step > 0 ? back() : undefined;
    cursor = event.t;
    const shown = view();
    if (cursor < shown.from || cursor > shown.to || end === null) stay(Math.min(cursor + span * 0.4, clock.now() - 1));
    const found = sayAt(past, view(), plan, event);
    if (found) {
      const row = plan.rows.find((row) => row.name === event.name);
      tell(found, at(view(), cursor), row.top + row.height);
      say(said, `${words.time(found.t, 2)}: ${found.text}`);
    }
    isStale = true;
  }

  return {
    hello(hello) {
      past.clear();
      const { changes, messages, done } = hello.past ?? {};
      for (const change of changes?.items ?? []) past.change(change);
      for (const message of messages?.items ?? []) past.message(message);
      for (const deed of done?.items ?? []) past.deed(deed);
      say(missing, changes?.lost ? `What was before ${words.time(changes.items[0]?.t_ms ?? 0, 0)} is forgotten.` : "");
      back();
      play.count();
    },
    change(change) {
      past.change(change);
      isStale ||= end === null && !isCalm();
    },
    message: (message) => past.message(message),
    done(deed) {
      past.deed(deed);
      play.count();
    },
    connection: (state) => play.connection(state),
  };
}

function legend() {
  const key = (kind, text) => h("li", {}, h("i", { class: `key ${kind}` }), text);
  return h("ul", { class: "legend" }, key("pan", "across"), key("tilt", "up"), key("journal", "journal"), key("user", "user region"),
    key("erase", "wide: erase"), key("app", "▲ from the phone"), key("cam", "▼ from the camera"));
}

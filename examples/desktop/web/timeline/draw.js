// Draws the rows of a timeline onto a canvas. The same for the big one and for
// the small one of “cut anywhere”.

import { lastUntil } from "./store.js";

export const ROWS = {
  lines: { name: "done", height: 16 },
  button: { name: "button", height: 16 },
  led: { name: "LED", height: 24 },
  state: { name: "state", height: 26 },
  radio: { name: "radio", height: 20 },
  servo: { name: "servo", height: 38 },
  flash: { name: "flash", height: 30 },
  messages: { name: "messages", height: 24 },
};
const GAP = 9;
const AXIS = 24;

/** Where each row begins, and how high all is. */
export function layout(names) {
  let top = 6;
  const rows = names.map((name) => {
    const row = { name, top, height: ROWS[name].height };
    top += row.height + GAP;
    return row;
  });
  return { rows, height: top + AXIS };
}

/** The colours of the page, for the canvas. */
export function theme(element) {
  const style = getComputedStyle(element);
  const get = (name) => style.getPropertyValue(`--${name}`).trim();
  const names = ["card", "ink", "soft", "line", "edge", "span", "accent", "led-blue", "led-white", "led-amber", "led-red", "led-off", "journal", "user", "factory", "danger"];
  return Object.fromEntries(names.map((name) => [name, get(name)]));
}

/**
 * `view`: { from, to, left, width, now }, times in milliseconds, the rest in pixels.
 * Returns nothing; `hit` finds again what was drawn.
 */
export function draw(context, store, view, plan, colors) {
  const { left, width } = view;
  context.clearRect(0, 0, left + width, plan.height);
  axis(context, view, plan, colors);
  for (const row of plan.rows) {
    context.fillStyle = colors.soft;
    context.font = "12px system-ui, sans-serif";
    context.textBaseline = "middle";
    context.fillText(ROWS[row.name].name, 0, row.top + row.height / 2, left - 6);
    context.save();
    context.beginPath();
    context.rect(left, 0, width, plan.height);
    context.clip();
    DRAW[row.name](context, store.rows, view, row, colors);
    context.restore();
  }
  if (view.cursor !== undefined) mark(context, at(view, view.cursor), plan, colors.ink, [2, 3]);
  if (view.cut !== undefined) mark(context, at(view, view.cut), plan, colors.danger, [4, 3]);
}

export const at = (view, t) => view.left + ((t - view.from) / (view.to - view.from)) * view.width;
export const timeAt = (view, x) => view.from + ((x - view.left) / view.width) * (view.to - view.from);

function mark(context, x, plan, color, dash) {
  context.save();
  context.strokeStyle = color;
  context.setLineDash(dash);
  context.beginPath();
  context.moveTo(x, 0);
  context.lineTo(x, plan.height - AXIS + 4);
  context.stroke();
  context.restore();
}

/** The items of a row that are in sight, with the instant where each ends. */
function* seen(row, view) {
  const end = Math.min(view.to, view.now);
  for (let i = Math.max(0, lastUntil(row, view.from)); i < row.length && row[i].t <= end; i++) {
    yield [row[i], Math.min(row[i + 1]?.t ?? end, end)];
  }
}

function bar(context, view, from, to, y, height, least = 0.6) {
  const x = Math.max(at(view, from), view.left - 8);
  const right = Math.min(at(view, to), view.left + view.width + 8);
  context.fillRect(x, y, Math.max(right - x, least), height);
}

function frame(context, view, from, to, y, height, color) {
  const x = at(view, from);
  context.strokeStyle = color;
  context.lineWidth = 1;
  context.strokeRect(x + 0.5, y + 0.5, Math.max(at(view, to) - x - 1, 0.5), height - 1);
}

/** A bar with its word inside, where there is room. */
function named(context, view, from, to, row, word, colors) {
  const x = Math.max(at(view, from), view.left);
  const right = Math.min(at(view, to), view.left + view.width);
  context.fillStyle = colors.span;
  context.beginPath();
  context.roundRect(x, row.top, Math.max(right - x - 1.5, 0.8), row.height, 4);
  context.fill();
  context.fillStyle = colors.ink;
  context.font = "12px system-ui, sans-serif";
  if (context.measureText(word).width + 12 < right - x) context.fillText(word, x + 6, row.top + row.height / 2 + 0.5);
}

const DRAW = {
  button(context, rows, view, row, colors) {
    context.fillStyle = colors.line;
    context.fillRect(view.left, row.top + row.height - 1, view.width, 1);
    context.fillStyle = colors.ink;
    for (const [span, to] of seen(rows.button, view)) {
      if (span.value === "down") bar(context, view, span.t, to, row.top, row.height);
    }
  },

  led(context, rows, view, row, colors) {
    // First what it tells, as a pale band; then each blink, where it can be seen.
    context.save();
    for (const [cue, to] of seen(rows.cue, view)) {
      const isDark = cue.pattern === "off";
      context.globalAlpha = isDark ? 1 : 0.28;
      context.fillStyle = isDark ? colors.line : colors[`led-${cue.color}`] ?? colors.soft;
      const [y, height] = isDark ? [row.top + row.height - 1, 1] : [row.top, row.height];
      bar(context, view, cue.t, to, y, height);
      if (cue.color === "white") frame(context, view, cue.t, to, y, height, colors.edge);
    }
    context.restore();
    const isFine = view.width / (view.to - view.from) > 1 / 120;
    for (const [blink, to] of seen(rows.led, view)) {
      if (blink.value === "off" || (!isFine && to - blink.t < 400)) continue;
      context.fillStyle = colors[`led-${blink.value}`] ?? colors.soft;
      bar(context, view, blink.t, to, row.top + 3, row.height - 6, 1);
      // White on white paper is seen by its edge.
      if (blink.value === "white") frame(context, view, blink.t, to, row.top + 3, row.height - 6, colors.edge);
    }
  },

  state(context, rows, view, row, colors) {
    for (const [span, to] of seen(rows.state, view)) named(context, view, span.t, to, row, span.value, colors);
    context.fillStyle = colors["led-amber"];
    for (const [span, to] of seen(rows.reset, view)) {
      if (span.value !== "idle") bar(context, view, span.t, to, row.top + row.height - 3, 3, 2);
    }
    context.fillStyle = colors["led-red"];
    for (const [span, to] of seen(rows.fault, view)) {
      if (span.value !== "none") bar(context, view, span.t, to, row.top, 3, 2);
    }
  },

  radio(context, rows, view, row, colors) {
    for (const [span, to] of seen(rows.radio, view)) {
      if (span.value !== "off") named(context, view, span.t, to, row, span.value, colors);
    }
  },

  servo(context, rows, view, row, colors) {
    const middle = row.top + row.height / 2;
    context.fillStyle = colors.line;
    context.fillRect(view.left, middle, view.width, 1);
    for (const [axis, color] of [["pan_cdeg", colors.accent], ["tilt_cdeg", colors.user]]) {
      context.strokeStyle = color;
      context.lineWidth = 1.6;
      context.beginPath();
      let isFirst = true;
      for (const [pose, to] of seen(rows.servo, view)) {
        const y = middle - (pose[axis] / 18_000) * row.height;
        // A head that rests stays where it is until it moves on.
        context[isFirst ? "moveTo" : "lineTo"](at(view, pose.t), y);
        if (to - pose.t > 60) context.lineTo(at(view, to - 20), y);
        isFirst = false;
      }
      context.stroke();
    }
  },

  flash(context, rows, view, row, colors) {
    const half = row.height / 2 - 1;
    for (const [op] of seen(rows.flash, view)) {
      const isUser = op.region === "user";
      context.fillStyle = colors[op.region] ?? colors.soft;
      const y = row.top + (isUser ? half + 2 : 0);
      if (op.op === "erase") context.fillRect(at(view, op.t) - 1.5, y, 4, half);
      else context.fillRect(at(view, op.t) - 0.5, y + half * 0.4, 1.2, half * 0.6);
    }
  },

  messages(context, rows, view, row, colors) {
    const middle = row.top + row.height / 2;
    context.fillStyle = colors.line;
    context.fillRect(view.left, middle, view.width, 1);
    for (const [message] of seen(rows.messages, view)) {
      const x = at(view, message.t);
      const rise = (message.from === "app" ? -1 : 1) * Math.min(row.height / 2, 5 + message.bytes / 24);
      context.fillStyle = message.from === "app" ? colors.accent : colors.user;
      context.beginPath();
      context.moveTo(x - 3.5, middle);
      context.lineTo(x + 3.5, middle);
      context.lineTo(x, middle + rise);
      context.fill();
    }
  },

  lines(context, rows, view, row, colors) {
    context.fillStyle = colors.accent;
    for (const [line] of seen(rows.lines, view)) {
      context.beginPath();
      context.arc(at(view, line.t), row.top + row.height / 2, 3.2, 0, 7);
      context.fill();
    }
  },
};

const STEPS = [10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000];

function axis(context, view, plan, colors) {
  const room = ((view.to - view.from) * 84) / view.width;
  const step = STEPS.find((step) => step >= room) ?? 7_200_000;
  const y = plan.height - AXIS + 13;
  context.font = "12px system-ui, sans-serif";
  context.textBaseline = "middle";
  for (let t = Math.ceil(Math.max(0, view.from) / step) * step; t <= view.to; t += step) {
    const x = at(view, t);
    context.fillStyle = colors.line;
    context.fillRect(x, 0, 1, plan.height - AXIS + 4);
    context.fillStyle = colors.soft;
    if (x + 40 < view.left + view.width) context.fillText(label(t, step), x + 1, y);
  }
}

function label(t, step) {
  const digits = step < 100 ? 2 : step < 1_000 ? 1 : 0;
  const minutes = Math.floor(t / 60_000);
  const seconds = ((t % 60_000) / 1_000).toFixed(digits);
  return minutes ? `${minutes}:${seconds.padStart(digits ? 3 + digits : 2, "0")}` : `${seconds} s`;
}

// What the timeline remembers: a list of values or of points for each row,
// oldest first, of bounded length.

const MOST = { led: 20_000, servo: 8_000, default: 4_000 };

/** Rows whose value holds until the next one. */
const SPANS = ["button", "state", "radio", "reset", "fault"];

export function store() {
  const rows = {};
  const clear = () => {
    for (const name of [...SPANS, "led", "cue", "servo", "flash", "messages", "lines"]) rows[name] = [];
  };
  clear();

  function push(name, item) {
    const row = rows[name];
    row.push(item);
    const most = MOST[name] ?? MOST.default;
    if (row.length > most * 1.2) row.splice(0, row.length - most);
  }

  /** A value that did not change is no news. */
  function value(name, t, value) {
    if (rows[name].at(-1)?.value !== value) push(name, { t, value });
  }

  function change(change) {
    const t = change.t_ms;
    for (const name of SPANS) {
      if (change[name] !== undefined) value(name, t, change[name]);
    }
    if (change.led) {
      const { color, pattern, on, meaning } = change.led;
      value("led", t, on ? color : "off");
      const last = rows.cue.at(-1);
      if (last?.pattern !== pattern || last?.meaning !== meaning) push("cue", { t, color, pattern, meaning });
    }
    if (change.servo) push("servo", { t, ...change.servo });
    if (change.flash) push("flash", { t, ...change.flash });
  }

  return {
    rows,
    clear,
    change,
    message: (message) => push("messages", { t: message.t_ms, ...message }),
    deed: ({ t_ms, line }) => push("lines", { t: t_ms, line }),
    first: () => Math.min(...Object.values(rows).map((row) => row[0]?.t ?? Infinity)),
  };
}

/** The place of the last item that is not later than `t`; −1 when all are. */
export function lastUntil(row, t) {
  let low = 0;
  let high = row.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (row[middle].t <= t) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

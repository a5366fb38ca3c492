// Times of the week, as many as a schedule has room for; none is always.

import { button, h } from "../dom.js";

const MOST = 8;
const DAYS = ["daily", "Mon-Fri", "Sat-Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const WORDS = { daily: "every day", "Mon-Fri": "Monday to Friday", "Sat-Sun": "at the weekend" };
const USUAL = "daily 22:00-06:00";

/** `name`: what these times are of. */
export function times(name) {
  const rows = h("ul", { class: "times" });
  const none = h("p", { class: "note" }, "Always: it has no times.");
  const add = button("Add a time", () => {
    append(USUAL);
    rows.lastChild.querySelector("select").focus();
  }, { class: "btn small" });
  const panel = h("div", { class: "schedule", role: "group", "aria-label": `${name} times` }, h("span", { class: "label" }, `${name} at these times`), none, rows, h("div", { class: "row" }, add));

  function append(entry) {
    const [days, span] = entry.split(" ");
    const [from, until] = span.split("-");
    // Days that this list does not have stay as they are.
    const known = DAYS.includes(days) ? DAYS : [days, ...DAYS];
    const day = h("select", { "aria-label": `${name} on` }, known.map((value) => h("option", { value, selected: value === days }, WORDS[value] ?? value.replaceAll(",", ", "))));
    // The end of the day is no time of it.
    const time = (label, value) => h("input", { type: "time", required: true, "aria-label": `${name} ${label}`, value: value === "24:00" ? "00:00" : value });
    const [begins, ends] = [time("from", from), time("until", until)];
    const row = h("li", {}, day, begins, h("span", { "aria-hidden": "true" }, "–"), ends,
      button("✕", () => {
        row.remove();
        show();
        add.focus();
      }, { class: "btn small", "aria-label": `Remove this time: ${name}` }));
    rows.append(row);
    show();
  }

  function show() {
    none.hidden = rows.children.length > 0;
    add.disabled = rows.children.length >= MOST;
  }

  const entries = () => [...rows.children].map((row) => {
    const [day, from, until] = [...row.querySelectorAll("select, input")].map(({ value }) => value);
    return `${day} ${from}-${until === "00:00" ? "24:00" : until}`;
  });

  return {
    element: panel,
    /** What the camera has; `undefined`: its default, which is always. */
    fill(entries = []) {
      rows.replaceChildren();
      entries.forEach(append);
      show();
    },
    entries,
    /** As a line says them. */
    words: () => entries().map((entry) => `"${entry}"`).join(" ") || "always",
  };
}

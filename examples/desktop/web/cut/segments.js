// A choice of one, side by side.

import { h } from "../dom.js";

/** `options`: pairs of a value and its words; `onChoose(value)`. */
export function segments(label, name, options, chosen, onChoose) {
  const inputs = new Map();
  const panel = h("div", { class: "segments", role: "radiogroup", "aria-label": label }, options.map(([value, text]) => {
    const input = h("input", { type: "radio", name, value, onchange: () => onChoose(value) });
    input.checked = value === chosen;
    inputs.set(value, input);
    return h("label", {}, input, h("span", {}, text));
  }));
  return {
    panel,
    allow(value, is) {
      const input = inputs.get(value);
      input.disabled = !is;
      input.title = is ? "" : "It has not happened yet.";
    },
  };
}

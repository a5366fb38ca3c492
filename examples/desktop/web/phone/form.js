// What the phone's forms are made of: labelled inputs, and groups that open.

import { field, h } from "../dom.js";

/** A group that opens; `onOpen()` when it does. */
export const group = (title, ...children) =>
  h("details", { class: "group" }, h("summary", {}, title), h("div", { class: "group-body", role: "group", "aria-label": title }, ...children));

export const labelled = (label, input) => ({ input, element: field(label, input) });

export const text = (label, value, props = {}) =>
  labelled(label, h("input", { type: "text", autocomplete: "off", spellcheck: "false", maxlength: 48, required: true, value, ...props }));

export const number = (label, min, max, value, props = {}) =>
  labelled(label, h("input", { type: "number", min, max, value, required: true, ...props }));

/** `options`: pairs of a value and its words, or one object of them where none is a whole number, which would come first. */
export const choice = (label, options) => {
  const pairs = Array.isArray(options) ? options : Object.entries(options);
  return labelled(label, h("select", {}, pairs.map(([value, words]) => h("option", { value }, words))));
};

/** One of so many places, from 0. */
export const place = (label, most = 8) => choice(label, Array.from({ length: most }, (_, at) => [at, at]));

/**
 * Forms and buttons that ask the camera: `begin(doing, line)` does, and comes back with what the phone knows then, or `null`
 * when nothing came of it.
 */
export function asking(begin) {
  /** Fields and the button that sends them; Enter does too. `heard(told)` follows, when it is done. */
  function form(fields, label, doing, line, more = [], heard = undefined) {
    const send = h("button", { class: "btn small" }, label);
    const submit = (event) => {
      event.preventDefault();
      void asked(send, doing, line(), heard);
    };
    return h("form", { class: "row fields", onsubmit: submit }, fields.map(({ element }) => element), send, more);
  }

  function ask(label, doing, line, heard = undefined, props = {}) {
    const element = h("button", { type: "button", class: "btn small", ...props, onclick: () => void asked(element, doing, line(), heard) }, label);
    return element;
  }

  async function asked(element, doing, line, heard) {
    if (line === null) return;
    element.setAttribute("aria-busy", "true");
    const told = await begin(doing, line);
    element.removeAttribute("aria-busy");
    if (told !== null) heard?.(told);
  }

  return { form, ask };
}

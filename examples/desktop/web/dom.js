// Small helpers to make elements. Nothing here sets a `style` attribute, so a
// strict Content-Security-Policy can stay strict.

const SVG = "http://www.w3.org/2000/svg";

/** An HTML element. `on` functions are listeners, the rest are attributes. */
export function h(tag, props = {}, ...children) {
  return fill(document.createElement(tag), props, children);
}

/** An SVG element. */
export function s(tag, props = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), props, children);
}

function fill(element, props, children) {
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** Sets the text only when it is another one: screen readers stay calm. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** A button. */
export function button(label, onclick, props = {}) {
  return h("button", { type: "button", class: "btn", ...props, onclick }, label);
}

/** What a slider stands at, inside its label: an `output` there would be what the label is of. */
export const reading = () => h("span", { class: "reading" });

/** A field with its label above it. */
export function field(label, input, props = {}) {
  return h("label", { class: "field", ...props }, h("span", {}, label), input);
}

/** A box to tick with its label beside it. */
export function tick(label, input) {
  return h("label", { class: "tick" }, input, h("span", {}, label));
}

/** Whether the reader asked for little motion. */
const calm = matchMedia("(prefers-reduced-motion: reduce)");
export const isCalm = () => calm.matches;

/** Runs at most once a frame, however often it is asked for. */
export function eachFrame(draw) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      draw();
    });
  };
}

// What cannot be taken back is asked once more: what will be lost, and a
// minute to say yes.

import { button, h, say } from "../dom.js";

const CONFIRM_MS = 60_000;

/** `title`: what the box is about; `label`: the button that does it, and calls `sure()`. */
export function confirmation({ title, says = "This will be lost:", label, keep = "Keep it", sure }) {
  let until = 0;
  let timer = 0;
  let opener = null;

  const words = h("p", {}, says);
  const list = h("ul", { class: "losses" });
  const left = h("span", { class: "quiet" });
  const yes = button(label, () => {
    close(true);
    sure();
  }, { class: "btn danger solid" });
  const panel = h("div", { class: "confirm", hidden: true, role: "group", "aria-label": title },
    words, list, h("div", { class: "row" }, yes, button(keep, () => close(true)), left));
  panel.addEventListener("keydown", (event) => event.key === "Escape" && close(true));

  function close(givesFocus) {
    clearInterval(timer);
    if (panel.hidden) return;
    panel.hidden = true;
    if (opener) opener.disabled = false;
    if (givesFocus) opener?.focus();
  }

  function count() {
    const rest = Math.ceil((until - performance.now()) / 1000);
    if (rest <= 0) return close(false);
    say(left, `${rest} s left`);
  }

  return {
    panel,
    close,
    /** `items`: what will be lost, as text or elements. `from`: the button that gets the focus back. */
    open(items, from) {
      opener = from;
      opener.disabled = true;
      list.replaceChildren(...items.map((item) => h("li", {}, item)));
      panel.hidden = false;
      until = performance.now() + CONFIRM_MS;
      clearInterval(timer);
      timer = setInterval(count, 500);
      count();
      yes.focus();
    },
  };
}

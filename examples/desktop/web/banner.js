// A calm line on top while the camera's program does not answer.

import { button, h, say } from "./dom.js";

export function banner(root, page) {
  const words = h("p");
  root.append(words, button("Try now", () => page.hurry(), { class: "btn small" }));
  let timer = 0;

  const show = (text) => {
    say(words, text);
    root.hidden = false;
  };

  return {
    connection(state) {
      clearTimeout(timer);
      document.body.classList.toggle("is-away", state !== "open");
      if (state === "open") root.hidden = true;
      else if (state === "refused") {
        show("The camera’s program is there, but does not know this page: open the address that it prints now.");
      } else {
        // A short gap is nobody's business.
        timer = setTimeout(() => show("The camera’s program does not answer. This page tries again by itself."), 600);
      }
    },
  };
}

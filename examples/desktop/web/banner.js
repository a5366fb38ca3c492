// A calm line on top while the camera's program does not answer.

import { button, h, say } from "./dom.js";

export function banner(root, page) {
  const words = h("p");
  const again = button("Try now", () => {
    say(words, "Trying…");
    page.hurry();
  }, { class: "btn small" });
  root.append(words, again);
  let timer = 0;

  const show = (text, isFinal) => {
    say(words, text);
    again.hidden = isFinal;
    root.hidden = false;
  };

  return {
    connection(state) {
      clearTimeout(timer);
      document.body.classList.toggle("is-away", state !== "open");
      if (state === "open") root.hidden = true;
      else if (state === "restarted") {
        show("camera-desktop was restarted: open the new address that it prints. What this page shows is from before.", true);
      } else if (state === "refused") {
        show("This address lacks its token: open the whole address that camera-desktop prints.", true);
      } else {
        // A short gap is nobody's business.
        timer = setTimeout(() => show("The camera’s program does not answer. This page tries again by itself.", false), 600);
      }
    },
  };
}

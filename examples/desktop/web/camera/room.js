// The room as the camera's sensors find it: what moves, how bright it is, what
// the microphone hears. And in words, what the camera makes of it.

import { button, field, h, reading, say, tick } from "../dom.js";

/** Where something may move, as lines of a story write it. */
const PLACES = {
  left: "0 0 333 1000",
  middle: "333 0 667 1000",
  right: "667 0 1000 1000",
  everywhere: "everywhere",
};
const STIRS_MS = 500;
const SEND_MS = 120;

/** `tellOf(answer)` says why something did not happen. */
export function room(page, tellOf) {
  const eyes = h("ul", { class: "eyes", "aria-label": "What the camera sees with" });

  const places = Object.keys(PLACES).map((name) => {
    const element = button(name, async () => {
      element.classList.add("stirs");
      setTimeout(() => element.classList.remove("stirs"), STIRS_MS);
      tellOf(await page.line(`sensor motion ${PLACES[name]}`));
    }, { class: "btn small place", "aria-label": `Something moves: ${name}` });
    return element;
  });

  const light = h("input", { type: "range", min: 0, max: 100, step: 5, value: 100, "aria-label": "Light in the room" });
  const percent = reading();
  const microphone = h("input", { type: "checkbox", role: "switch", checked: true });

  const microphoneTick = tick("microphone hears", microphone);

  let isSending = false;
  let isOld = false;
  light.addEventListener("input", () => {
    show();
    isOld = true;
    void send();
  });
  microphone.addEventListener("change", async () => {
    const isGood = microphone.checked;
    show();
    const answer = await page.line(`sensor microphone ${isGood ? "good" : "deaf"}`);
    if (!answer.ok) microphone.checked = !isGood;
    show();
    tellOf(answer);
  });

  /** One line on the way at a time: the last wish wins. */
  async function send() {
    if (isSending || !isOld) return;
    isSending = true;
    isOld = false;
    tellOf(await page.line(`sensor light ${light.value}`));
    setTimeout(() => {
      isSending = false;
      void send();
    }, SEND_MS);
  }

  function show() {
    say(percent, `${light.value} %`);
    microphoneTick.classList.toggle("is-off", !microphone.checked);
    light.setAttribute("aria-valuetext", `${light.value} percent`);
  }

  function draw({ lens, recording, night_light }) {
    const chips = [
      [lens === "open", `lens ${lens}`],
      [recording, recording ? "recording" : "not recording"],
      [night_light > 0, night_light > 0 ? `night light ${night_light} %` : "night light off"],
    ];
    eyes.replaceChildren(...chips.map(([is, text]) => h("li", { class: "chip", "data-on": String(is) }, text)));
  }

  show();
  return {
    eyes,
    panel: h("div", { class: "room", role: "group", "aria-label": "The room" },
      h("div", { class: "stirring" }, h("span", { class: "quiet" }, "Something moves"), h("div", { class: "row places" }, places)),
      h("div", { class: "row spread" },
        field(["Light ", percent], light, { class: "field grow" }), microphoneTick)),
    /** Whoever did it: other pages and stories change the room too. */
    done(line) {
      const [, what, value] = /^sensor (light|microphone) (\S+)/.exec(line) ?? [];
      if (what === "microphone") microphone.checked = value === "good";
      if (what === "light" && !isOld && !isSending) light.value = value;
      show();
    },
    change({ eyes }) {
      if (eyes) draw(eyes);
    },
  };
}

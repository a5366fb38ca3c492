// Cut anywhere: replays the last reset or setup in the server, pulls the plug at
// one flash operation, plugs it in again, and shows how the camera heals.

import { button, h, say } from "./dom.js";
import { draw, layout, theme } from "./timeline/draw.js";
import { store } from "./timeline/store.js";
import * as words from "./words.js";

const MOMENTS = { before: "before it", half: "in the middle", after: "after it" };

export function cut(root, page) {
  let of = 0;
  let moment = "half";
  let isBusy = false;
  let isOld = false;
  let isTryingAll = false;
  let asked = null;
  let shown = null;
  /** What is known already: "unit moment" → how it ended. */
  let ends = new Map();

  const intro = h("p", { class: "quiet" }, "Reset the camera, or set it up: then the plug can be pulled at each of its flash operations.");
  const slider = h("input", { type: "range", min: 1, max: 1, value: 1, "aria-label": "Flash operation where the plug is pulled" });
  const output = h("output", {});
  const choice = h("div", { class: "segments", role: "radiogroup", "aria-label": "Moment" }, Object.entries(MOMENTS).map(([name, text]) => {
    const input = h("input", { type: "radio", name: "moment", value: name, onchange: () => {
      moment = name;
      drawDots();
      void ask();
    } });
    input.checked = name === moment;
    return h("label", {}, input, h("span", {}, text));
  }));
  const dots = h("div", { class: "dots", role: "img" });
  const all = button("Try every one", tryAll, { class: "btn small" });
  const bar = h("div", { class: "busy", hidden: true }, h("span"));
  const canvas = h("canvas", { class: "timeline small", role: "img", "aria-label": "What the camera did around the cut" });
  const result = h("p", { class: "cut-words", role: "status" });
  const facts = h("p", { class: "quiet" });
  const body = h("div", { hidden: true },
    h("div", { class: "row spread" }, h("label", { class: "grow" }, h("span", { class: "quiet" }, "Pull the plug at ", output), slider)),
    choice, h("div", { class: "row spread" }, dots, all), bar, canvas, result, facts);
  root.append(intro, body);

  slider.addEventListener("input", () => {
    tellWhere();
    void ask();
  });

  function tellWhere() {
    say(output, `flash operation ${slider.value} of ${of}`);
    slider.setAttribute("aria-valuetext", `operation ${slider.value} of ${of}`);
    [...dots.children].forEach((dot, at) => dot.classList.toggle("here", at + 1 === Number(slider.value)));
  }

  /** Tries one cut, and comes back when it is known how it ends. */
  async function attempt() {
    asked = { unit: Number(slider.value), moment };
    const answer = await page.ask({ cut: asked });
    if (!answer.ok) say(result, `That could not be tried: ${answer.error?.message ?? "no answer"}.`);
    return answer.ok;
  }

  /** One question at a time: the last choice wins. */
  async function ask() {
    isOld = true;
    if (isBusy || of === 0) return;
    busy(true);
    while (isOld) {
      isOld = false;
      await attempt();
    }
    busy(false);
  }

  async function tryAll() {
    if (isTryingAll || isBusy) {
      isTryingAll = false;
      return;
    }
    isTryingAll = true;
    busy(true);
    say(all, "Stop");
    for (let unit = 1; unit <= of && isTryingAll; unit++) {
      slider.value = unit;
      tellWhere();
      if (!(await attempt())) break;
      // Time to see it, and for the page to draw it.
      await new Promise((done) => setTimeout(done, 40));
    }
    isTryingAll = false;
    busy(false);
    say(all, "Try every one");
    const good = Array.from({ length: of }, (_, at) => ends.get(`${at + 1} ${moment}`)).filter((end) => end === "good").length;
    if (good === of) say(result, `Cut at each of ${of} operations, ${MOMENTS[moment]}: the camera came back whole every time.`);
  }

  function busy(is) {
    isBusy = is;
    bar.hidden = !is;
  }

  /** How many operations there are to choose from. */
  async function count() {
    const answer = await page.ask({ cuts: true });
    if (!answer.ok) return;
    const told = answer.cuts ?? answer.of;
    const n = typeof told === "object" ? told?.of : told;
    if (Number.isInteger(n)) has(n);
  }

  function has(n) {
    if (n === of) return;
    of = n;
    ends = new Map();
    shown = null;
    intro.hidden = n > 0;
    body.hidden = n === 0;
    slider.max = Math.max(1, n);
    slider.value = Math.ceil(n / 2);
    dots.replaceChildren(...Array.from({ length: n }, () => h("i", { class: "dot-unit" })));
    drawDots();
    tellWhere();
    say(result, "Move the slider to pull the plug.");
    say(facts, "");
    canvas.hidden = true;
  }

  function drawDots() {
    [...dots.children].forEach((dot, at) => {
      const end = ends.get(`${at + 1} ${moment}`);
      dot.dataset.end = end ?? "none";
    });
    const tried = [...ends.keys()].filter((key) => key.endsWith(` ${moment}`)).length;
    dots.setAttribute("aria-label", `${tried} of ${of} operations tried ${MOMENTS[moment]}`);
  }

  function paint() {
    if (shown === null || canvas.clientWidth === 0) return;
    const past = store();
    for (const change of shown) past.change(change);
    const plan = layout(["led", "state", "flash"]);
    const from = shown[0].t_ms;
    const to = Math.max(shown.at(-1).t_ms, from + 100);
    // The cut is where the power goes: the first “off” after it was on.
    const off = shown.find((change, at) => at > 0 && change.state === "off");
    const room = (to - from) * 0.02;
    const left = 46;
    const scale = devicePixelRatio || 1;
    canvas.style.height = `${plan.height}px`;
    canvas.width = Math.round(canvas.clientWidth * scale);
    canvas.height = Math.round(plan.height * scale);
    const context = canvas.getContext("2d");
    context.setTransform(scale, 0, 0, scale, 0, 0);
    const view = { from: from - room, to: to + room, left, width: canvas.clientWidth - left, now: to + room, cut: off?.t_ms };
    draw(context, past, view, plan, theme(canvas));
  }
  new ResizeObserver(paint).observe(canvas);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);

  let timer = 0;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(count, 600);
  };

  return {
    hello(_, isNew) {
      if (isNew) has(0);
      busy(false);
      soon();
    },
    connection(state) {
      if (state === "open") return;
      isTryingAll = false;
      clearTimeout(timer);
    },
    change(change) {
      if (change.state === "online" || change.state === "unprovisioned" || change.state === "setup") soon();
    },
    cuts: (told) => has(typeof told === "object" ? told.of ?? 0 : Number(told) || 0),
    cut(told) {
      if (Number.isInteger(told.of)) has(told.of);
      if (!told.end) return;
      const isGood = told.end.secrets === false || told.end.secrets === undefined;
      ends.set(`${told.chosen} ${told.moment ?? asked?.moment ?? moment}`, isGood ? "good" : "bad");
      drawDots();
      say(result, told.end.words ?? `It came back: ${words.state(told.end.state)}.`);
      const secret = isGood ? "no secret is left behind in the flash" : "A SECRET IS LEFT in the flash";
      say(facts, `It ends ${words.state(told.end.state)}, epoch ${told.end.epoch}, and ${secret}.`);
      result.dataset.kind = isGood ? "good" : "bad";
      shown = told.changes?.length ? told.changes : null;
      canvas.hidden = shown === null;
      paint();
    },
  };
}

// Cut anywhere: replays a story in the server, pulls the plug at one flash
// operation, plugs it in again, and shows how the camera heals.

import * as clock from "./clock.js";
import { button, h, reading, say } from "./dom.js";
import { segments } from "./cut/segments.js";
import { STORIES, stories } from "./cut/stories.js";
import { picture } from "./cut/picture.js";
import * as words from "./words.js";

const MOMENTS = { before: "before it", half: "in the middle", after: "after it" };
const LOOK_AGAIN_MS = 1_000;

export function cut(root, page) {
  const told = stories(page.record);
  let story = "guide";
  let text; // of that story; the guide's is in the server
  let of = 0;
  let moment = "half";
  let isBusy = false;
  let isOld = false;
  let isTryingAll = false;
  /** What is known already: “unit moment” → how it ended. */
  let ends = new Map();

  const chooser = segments("Story", "story", STORIES.map(({ name, label }) => [name, label]), story, choose);
  const slider = h("input", { type: "range", min: 1, max: 1, value: 1, "aria-label": "Flash operation where the plug is pulled" });
  const output = reading();
  const choice = segments("Moment", "moment", Object.entries(MOMENTS), moment, (name) => {
    moment = name;
    drawDots();
    void ask();
  });
  const dots = h("div", { class: "dots", role: "img" });
  const all = button("Try every one", tryAll, { class: "btn small" });
  const bar = h("progress", { max: 1, hidden: true, "aria-label": "Replay" });
  const shown = picture();
  const result = h("p", { class: "cut-words", role: "status" });
  const facts = h("p", { class: "quiet" });
  const differs = h("p", { class: "note" });
  const body = h("div", {},
    chooser.panel,
    h("div", { class: "row spread" }, h("label", { class: "grow" }, h("span", { class: "quiet" }, "Pull the plug at ", output), slider)),
    choice.panel, h("div", { class: "row spread" }, dots, all), bar, shown.canvas, result, facts, differs);
  root.append(body);
  tellWhere();

  slider.addEventListener("input", () => {
    tellWhere();
    void ask();
  });

  function tellWhere() {
    say(output, of === 0 ? "…" : `flash operation ${slider.value} of ${of}`);
    slider.setAttribute("aria-valuetext", `operation ${slider.value} of ${of}`);
    [...dots.children].forEach((dot, at) => dot.classList.toggle("here", at + 1 === Number(slider.value)));
  }

  const named = () => STORIES.find(({ name }) => name === story).label;

  /** Asks the server for a replay; `null` when it is not played, and says why. */
  async function replay(what) {
    const answer = await page.ask({ ...what, story: text }, (share) => {
      bar.value = share;
      if (share < 1) say(result, `Replaying ${named()}: ${Math.round(share * 100)} %…`);
    });
    if (answer.ok) return answer.cut;
    result.dataset.kind = "bad";
    say(result, `${named()} could not be replayed: ${answer.error?.message ?? "no answer"}.`.replace(/^./, (first) => first.toUpperCase()));
    return null;
  }

  /** Tries one cut, and comes back when it is known how it ends. */
  async function attempt() {
    const asked = { unit: Number(slider.value), moment };
    const mine = text;
    const healed = await replay({ cut: asked });
    if (healed && text === mine) show(asked, healed);
    return healed !== null;
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
    if (of > 0 && good === of) say(result, `Cut at each of ${of} operations, ${MOMENTS[moment]}: the camera came back whole every time.`);
  }

  function busy(is) {
    isBusy = is;
    bar.hidden = !is;
    // Nobody knows yet how far it is.
    bar.removeAttribute("value");
    body.setAttribute("aria-busy", is);
  }

  function choose(name) {
    story = name;
    text = told.text(name, clock.now()) ?? undefined;
    isTryingAll = false;
    has(0);
    void count();
  }

  /** How many operations the story has to choose from. */
  async function count() {
    const mine = text;
    busy(true);
    const whole = await replay({});
    if (mine !== text) return;
    busy(false);
    if (whole === null) return;
    has(whole.of);
    result.removeAttribute("data-kind");
    say(result, "Move the slider to pull the plug.");
    const otherwise = whole.differs === null ? "" : `It cannot be replayed in full: in the replay, ${whole.differs}. What is cut is the replay.`;
    say(differs, [story === "guide" ? "" : page.record.caveat(), otherwise].filter(Boolean).join(" "));
  }

  function has(n) {
    of = n;
    ends = new Map();
    shown.show(null);
    slider.max = Math.max(1, n);
    slider.value = Math.max(1, Math.ceil(n / 2));
    slider.disabled = n === 0;
    all.disabled = n === 0;
    dots.replaceChildren(...Array.from({ length: n }, () => h("i", { class: "dot-unit" })));
    drawDots();
    tellWhere();
    say(result, n === 0 ? `Replaying ${named()}…` : "");
    say(facts, "");
    say(differs, "");
  }

  function drawDots() {
    [...dots.children].forEach((dot, at) => {
      dot.dataset.end = ends.get(`${at + 1} ${moment}`) ?? "none";
    });
    const tried = [...ends.keys()].filter((key) => key.endsWith(` ${moment}`)).length;
    dots.setAttribute("aria-label", `${tried} of ${of} operations tried ${MOMENTS[moment]}`);
  }

  function show(asked, healed) {
    const { end } = healed;
    const isGood = end.secrets === false;
    ends.set(`${asked.unit} ${asked.moment}`, isGood ? "good" : "bad");
    drawDots();
    say(result, end.words);
    const erased = isGood ? "nothing that was to be erased is left in the flash" : "A SECRET IS LEFT in the flash";
    say(facts, `Now: ${words.state(end.state)}; ${end.epoch ? `${words.count(end.epoch, "reset")} in its life, and ${erased}` : "it was never reset"}.`);
    result.dataset.kind = isGood ? "good" : "bad";
    shown.show(healed);
  }

  /** Which stories there are; one that has grown meanwhile is another one. */
  function offer() {
    for (const { name } of STORIES) chooser.allow(name, name === "guide" || told.text(name, clock.now()) !== null);
  }

  let timer = 0;
  const soon = () => {
    timer ||= setTimeout(() => {
      timer = 0;
      offer();
    }, LOOK_AGAIN_MS);
  };
  setInterval(() => document.hidden || offer(), 5 * LOOK_AGAIN_MS);

  return {
    hello(hello) {
      told.begin(hello.past?.changes.items ?? []);
      offer();
      if (of === 0) choose(story);
    },
    connection(state) {
      if (state === "open") return;
      isTryingAll = false;
      busy(false);
    },
    change(change) {
      told.change(change);
      if (change.state) soon();
    },
  };
}

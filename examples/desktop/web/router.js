// The router: which networks are in the air. Every change is one line,
// `router set`, with all the networks that are on.

import { button, h, say } from "./dom.js";
import { routerSet } from "./lines.js";
import { bandOf, form, nameOf } from "./router/form.js";

const RESTART_MS = 5_000;

export function router(root, page) {
  /** Networks in the air, and those that were there since this page was opened. */
  let networks = [];
  let isRestarting = false;
  let restartTimer = 0;

  const list = h("ul", { class: "networks" });
  const note = h("p", { class: "note", role: "status" });
  const bar = h("progress", { max: RESTART_MS, value: 0, hidden: true, "aria-label": "Router restarts" });
  const restartButton = button("Restart router", restart);
  const editor = h("form", { class: "editor", hidden: true });
  root.append(list, editor,
    h("div", { class: "row" }, button("Add a network", () => edit(null)), restartButton), bar, note);

  const on = () => networks.filter((point) => !point.isOff);

  /** Puts `next` into the air; when that fails, all is as before. */
  async function set(next, words) {
    const before = networks;
    networks = next;
    draw();
    say(note, "…");
    const answer = await page.line(routerSet(on()));
    if (!answer.ok) {
      networks = before;
      draw();
    }
    say(note, answer.ok ? words : `The router did not take that: ${answer.error?.message ?? "no answer"}.`);
    return answer.ok;
  }

  async function restart() {
    if (isRestarting) return;
    isRestarting = true;
    restartButton.disabled = true;
    bar.hidden = false;
    say(note, "Restarting: every network is gone for 5 s.");
    // Who leaves in the middle of it must not take the networks along.
    const answer = await page.line(routerSet([]), routerSet(on()));
    if (!answer.ok) return restarted(`The router did not restart: ${answer.error?.message ?? "no answer"}.`);
    draw();
    const began = performance.now();
    restartTimer = setInterval(async () => {
      const gone = performance.now() - began;
      bar.value = gone;
      if (gone < RESTART_MS) return;
      clearInterval(restartTimer);
      const answer = await page.line(routerSet(on()), "");
      restarted(answer.ok ? "The router is back." : "The router could not come back: press “Restart router” again.");
    }, 100);
  }

  function restarted(words) {
    isRestarting = false;
    restartButton.disabled = false;
    bar.hidden = true;
    say(note, words);
    draw();
  }

  let drawn = "";
  /** Draws the list anew only when it is another one, and leaves the focus where it was. */
  function draw() {
    const wanted = JSON.stringify([networks, isRestarting]);
    if (wanted === drawn) return;
    drawn = wanted;
    const pressable = () => [...list.querySelectorAll("input, button")];
    const focused = pressable().indexOf(document.activeElement);
    list.replaceChildren(...networks.map(row));
    if (networks.length === 0) list.append(h("li", { class: "quiet" }, "No network anywhere."));
    pressable()[focused]?.focus({ preventScroll: true });
  }

  /** The network at that place of the list, where it stays: the server tells each anew after every change. */
  const put = (place, made) => networks.map((point, at) => at === place ? made : point);

  function row(point, place) {
    const isOn = !point.isOff && !isRestarting;
    const toggle = h("input", { type: "checkbox", role: "switch", "aria-label": `${nameOf(point)} is on`,
      onchange: () => {
        void set(put(place, { ...point, isOff: !point.isOff }), `${nameOf(point)} is ${point.isOff ? "on" : "off"}.`);
      } });
    toggle.checked = !point.isOff;
    toggle.disabled = isRestarting;
    return h("li", { class: isOn ? "network" : "network is-off" },
      toggle,
      h("div", { class: "network-name" }, h("b", {}, nameOf(point)), h("span", { class: "quiet" }, about(point))),
      button("Edit", () => edit(point, place), { class: "btn small", "aria-label": `Edit ${nameOf(point)}` }));
  }

  function edit(point, place) {
    editor.replaceChildren(...form(point, save, remove, () => close()));
    editor.hidden = false;
    editor.querySelector("input").focus();

    async function save(made) {
      const next = point === null ? [...networks, made] : put(place, made);
      if (await set(next, `${nameOf(made)} is saved.`)) close();
    }
    async function remove() {
      if (await set(networks.filter((_, at) => at !== place), `${nameOf(point)} is removed.`)) close();
    }
  }

  function close() {
    editor.hidden = true;
    editor.replaceChildren();
  }

  /** What is not in the air any more stays in the list, switched off, and in its place. */
  function take(told) {
    const fresh = [...told];
    const known = networks.map(() => null);
    for (const isSame of SAME) {
      networks.forEach((point, place) => {
        const at = known[place] ? -1 : fresh.findIndex((other) => isSame(point, other));
        if (at >= 0) [known[place]] = fresh.splice(at, 1);
      });
    }
    networks = [...networks.map((point, place) => known[place] ?? { ...point, isOff: true }), ...fresh];
    draw();
  }

  return {
    hello: (hello) => isRestarting || take(hello.router?.network ?? []),
    /** Somebody else has changed the networks. */
    router: (told) => isRestarting || take(told.network ?? []),
  };
}

/** Which of those known is the one that is told, the surest first: a router has one name on both bands. */
const SAME = [
  (known, told) => !known.isOff && nameOf(known) === nameOf(told) && bandOf(known) === bandOf(told),
  (known, told) => nameOf(known) === nameOf(told) && bandOf(known) === bandOf(told),
  (known, told) => nameOf(known) === nameOf(told),
];

function about(point) {
  const words = [`${bandOf(point)} GHz`, point.security ?? "wpa2", `${point.rssi ?? -50} dBm`.replace("-", "−")];
  if (point.hidden) words.push("hidden");
  if (point.dhcp === false) words.push("no addresses");
  if (point.internet === false) words.push("no internet");
  return words.join(" · ");
}

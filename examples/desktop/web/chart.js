// The states of the camera, the one it is in, and the ways it has taken so far:
// drawn over the ways there are, as exploring the machine has found them.

import { h, s, say } from "./dom.js";
import * as words from "./words.js";

const PLACES = {
  off: [62, 30], starting: [190, 30], broken: [318, 30],
  restarting: [62, 108], unprovisioned: [190, 108], connecting: [318, 108],
  resetting: [62, 186], setup: [190, 186], joining: [318, 186],
  online: [190, 258],
};
const [WIDTH, HEIGHT] = [110, 34];
/** Where the power comes and goes, a state of the machine begins and ends. */
const place = (name) => (name === "[*]" || name === "restart" ? "off" : name);

export function chart(root) {
  const ways = s("g", { class: "ways" });
  const edges = s("g", { class: "edges" });
  const nodes = new Map(Object.entries(PLACES).map(([name, [x, y]]) => [name,
    s("g", { class: "node", transform: `translate(${x} ${y})`, "data-state": name },
      s("title", {}, words.state(name)),
      s("rect", { x: -WIDTH / 2, y: -HEIGHT / 2, width: WIDTH, height: HEIGHT, rx: HEIGHT / 2 }),
      s("text", { y: 4.5 }, name))]));
  const picture = s("svg", { class: "chart", viewBox: "0 -20 380 308", role: "img", "aria-label": "States of the camera", "aria-describedby": "chart-trail" },
    s("defs", {}, ["tip", "tip-new"].map((id) =>
      s("marker", { id, viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" }, s("path", { d: "M0 0.5L7.5 4L0 7.5Z" })))),
    ways, edges, [...nodes.values()]);
  const trail = h("p", { id: "chart-trail", class: "note quiet" });
  root.append(picture, trail);
  possible().then((found) => ways.append(...found.map(({ from, to, by }) =>
    s("path", { class: "way", d: way(PLACES[from], PLACES[to]) }, s("title", {}, `${from} → ${to}: ${by}`)))));

  let now = null;
  let passed = [];
  const seen = new Map(); // "from to" → { line, title, times }

  function go(to) {
    if (now !== null) edge(now, to);
    nodes.get(now)?.classList.remove("live");
    nodes.get(to)?.classList.add("live");
    now = to;
    passed = [...passed, to].slice(-5);
    picture.setAttribute("aria-label", `States of the camera; now: ${words.state(to)}`);
    say(trail, passed.length > 1 ? `The last ways: ${passed.join(" → ")}` : `Now: ${words.state(to)}`);
  }

  function edge(from, to) {
    const name = `${from} ${to}`;
    if (!PLACES[from] || !PLACES[to]) return;
    for (const other of seen.values()) {
      other.line.classList.remove("last");
      other.line.setAttribute("marker-end", "url(#tip)");
    }
    if (!seen.has(name)) {
      const title = s("title", {});
      const line = s("path", { class: "edge", d: way(PLACES[from], PLACES[to]) }, title);
      edges.append(line);
      seen.set(name, { line, title, times: 0 });
    }
    const it = seen.get(name);
    it.times += 1;
    it.title.textContent = `${from} → ${to}, ${words.count(it.times, "time")}`;
    it.line.classList.add("last");
    it.line.setAttribute("marker-end", "url(#tip-new)");
  }

  return {
    hello(hello) {
      nodes.get(now)?.classList.remove("live");
      now = null;
      passed = [];
      seen.clear();
      edges.replaceChildren();
      for (const change of hello.past?.changes.items ?? []) this.change(change);
    },
    change(change) {
      if (change.state && change.state !== now) go(change.state);
    },
  };
}

/** The ways of the generated diagram, between the places where the page shows its states. */
async function possible() {
  const diagram = await (await fetch("whole.mmd")).text();
  return [...diagram.matchAll(/^ *(\S+) --> (\S+)(?: : (.*))?$/gm)].map(([, from, to, by = "power on"]) =>
    ({ from: place(from), to: place(to), by: to === "restart" ? `${by}, and it restarts` : by }));
}

/** A curve from the rim of one box to the rim of another; there and back differ. */
function way([x1, y1], [x2, y2]) {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const length = Math.hypot(dx, dy);
  const bow = bowOf(Math.abs(dx), Math.abs(dy));
  const middle = [(x1 + x2) / 2 - (dy / length) * bow, (y1 + y2) / 2 + (dx / length) * bow];
  const [a, b] = [rim([x1, y1], middle, 1), rim([x2, y2], middle, 4)];
  return `M${a.join(" ")}Q${middle.map((v) => v.toFixed(1)).join(" ")} ${b.join(" ")}`;
}

/** How far a way bows out: around a box that is in between, which is wider than high. It comes half as far as this. */
function bowOf(across, down) {
  if (across === 0 && down > 90) return WIDTH + 8;
  return down === 0 && across > 140 ? 2 * HEIGHT + 12 : 13;
}

/** Where the way towards a point leaves the box, with a little space. */
function rim([x, y], [tx, ty], space) {
  const [dx, dy] = [tx - x, ty - y];
  const scale = Math.min((WIDTH / 2 + space) / Math.max(Math.abs(dx), 0.01), (HEIGHT / 2 + space) / Math.max(Math.abs(dy), 0.01));
  return [(x + dx * scale).toFixed(1), (y + dy * scale).toFixed(1)];
}

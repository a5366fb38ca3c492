// The flash: three regions as grids of cells, coloured and lettered by what
// they hold. One cell is 128 bytes, two lines are one sector.

import { button, field, h, isCalm, say } from "./dom.js";
import { CELLS } from "./words.js";

const CELL = 128;
const SECTOR_CELLS = 32;
const REGIONS = [
  { name: "factory", cells: 32, about: "written once, never again" },
  { name: "journal", cells: 64, about: "survives a reset" },
  { name: "user", cells: 64, about: "what a reset erases" },
];

export function flash(root, page) {
  const grids = new Map();
  root.append(...REGIONS.map((region) => {
    const cells = Array.from({ length: region.cells }, () => h("i", { class: "cell", "data-holds": "." }));
    const sectors = [];
    for (let from = 0; from < cells.length; from += SECTOR_CELLS) {
      sectors.push(h("div", { class: "sector" }, cells.slice(from, from + SECTOR_CELLS)));
    }
    const grid = h("div", { class: "cells", role: "img", "aria-label": `${region.name} region` }, sectors);
    grids.set(region.name, { grid, cells, map: ".".repeat(region.cells) });
    return h("div", { class: "region" }, h("h3", {}, region.name, h("span", { class: "quiet" }, ` ${region.about}`)), grid);
  }));
  const legend = h("ul", { class: "legend" }, Object.entries(CELLS).map(([letter, words]) =>
    h("li", {}, h("i", { class: "cell", "data-holds": letter }, letter === "." ? "" : letter), words)));
  const said = h("p", { class: "note quiet" }, "Nothing was written yet.");
  const torn = tear(page);
  root.append(legend, said, torn.panel);

  // A flash that works hard is told of at most four times a second.
  let timer = 0;
  let ops = [];
  function summary() {
    timer = 0;
    const last = ops.at(-1);
    if (ops.length === 0) return;
    say(said, ops.length === 1 ? `${last.op} ${last.region} at ${hex(last.addr)}` : `${ops.length} operations, the last: ${last.op} ${last.region} at ${hex(last.addr)}`);
    ops = [];
  }

  function shown(name, map) {
    const region = grids.get(name);
    if (!region || region.map === map) return;
    for (let at = 0; at < region.cells.length; at++) {
      const holds = map[at] ?? ".";
      if (holds === region.map[at]) continue;
      const cell = region.cells[at];
      cell.dataset.holds = holds;
      cell.textContent = holds === "." ? "" : holds;
      cell.title = `${name} ${hex(at * CELL)}: ${CELLS[holds] ?? "unknown"}`;
    }
    region.map = map;
    region.grid.setAttribute("aria-label", `${name} region: ${inventory(map)}`);
  }

  /** Marks cells for a moment, one after the other. */
  function stir(cells, kind) {
    if (isCalm()) return;
    cells.forEach((cell, at) => {
      cell.classList.remove("wiped", "written");
      cell.style.animationDelay = `${at * 9}ms`;
      // Reading a size makes the browser begin the animation anew.
      if (at === 0) void cell.offsetWidth;
      cell.classList.add(kind);
    });
  }
  root.addEventListener("animationend", (event) => event.target.classList.remove("wiped", "written"));

  return {
    hello(hello) {
      if (hello.flash) show(hello.flash);
      const last = hello.past?.changes.items.findLast((change) => change.flash)?.flash;
      if (last) say(said, `The last: ${last.op} ${last.region} at ${hex(last.addr)}`);
    },
    flash: show,
    change(change) {
      torn.change(change);
      if (!change.flash) return;
      ops.push(change.flash);
      timer ||= setTimeout(summary, 250);
      const region = grids.get(change.flash.region);
      if (!region) return;
      const at = Math.floor(change.flash.addr / CELL);
      if (change.flash.op === "erase") stir(region.cells.slice(at, at + SECTOR_CELLS), "wiped");
      else stir(region.cells.slice(at, at + 1), "written");
    },
  };

  function show(maps) {
    for (const { name } of REGIONS) if (typeof maps[name] === "string") shown(name, maps[name]);
  }
}

const hex = (addr) => `0x${addr.toString(16).padStart(4, "0")}`;

/** “2 seal, 62 blank”. */
function inventory(map) {
  const counts = new Map();
  for (const letter of map) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  return [...counts].map(([letter, n]) => `${n} ${CELLS[letter] ?? "unknown"}`).join(", ");
}

/** Pulls the plug at an operation that is still to come. */
function tear(page) {
  const op = h("input", { type: "number", min: 1, max: 999, value: 3, inputmode: "numeric" });
  const moment = h("select", {}, ["before", "half", "after"].map((name) => h("option", { value: name }, { before: "before it", half: "in the middle", after: "after it" }[name])));
  moment.value = "half";
  const note = h("p", { class: "note", role: "status" });
  let isArmed = false;
  const arm = button("Arm", async () => {
    const answer = await page.line(`power cut-at-flash-op ${Math.max(1, Math.trunc(Number(op.value)) || 1)} ${moment.value}`);
    isArmed = answer.ok;
    say(note, answer.ok ? "Armed: now reset the camera, or set it up." : `Not armed: ${answer.error?.message ?? "no answer"}.`);
  });
  const panel = h("details", { class: "tear" }, h("summary", {}, "Pull the plug at a flash operation to come"),
    h("div", { class: "row fields" }, field("The … -th from now", op), field("Moment", moment), arm), note);
  return {
    panel,
    change({ state }) {
      if (!isArmed || state !== "off") return;
      isArmed = false;
      say(note, "The plug was pulled there: plug it in, and watch.");
    },
  };
}

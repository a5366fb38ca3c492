// What was done to the camera, as a `.scenario`: exported, and played again.

import * as clock from "./clock.js";
import { routerSet } from "./lines.js";

const MOST_DEEDS = 10_000;

/** Writes down each line that happened, whoever said it. */
export function recorder() {
  let deeds = []; // { t_ms, ms, line, reply }
  let lost = 0;
  let beginning = { networks: [], used: false, code: "", model: "", profile: "" };

  return {
    begin(hello) {
      deeds = [...(hello.past?.done.items ?? [])];
      lost = hello.past?.done.lost ?? 0;
      const { router, used = false } = hello.beginning ?? {};
      beginning = { networks: router?.network ?? [], used, code: hello.code ?? "", model: hello.model ?? "", profile: hello.profile.name };
    },
    note(deed) {
      deeds.push(deed);
      if (deeds.length <= MOST_DEEDS) return;
      deeds.shift();
      lost += 1;
    },
    deeds: () => deeds,
    /** Why a story of this camera is not all there is to it; `""`: it is. */
    caveat() {
      if (lost) return "The beginning of its story is forgotten.";
      return beginning.used ? "This camera had been used before its program began; the replay is of a new one." : "";
    },
    /** The story up to `until`, and `ending`, lines that follow it. */
    text: (until, ending = []) => write({ ...beginning, lost }, deeds.filter((deed) => deed.t_ms < until), until, ending),
  };
}

function write(beginning, deeds, until, ending) {
  const out = [
    `# Done to ${beginning.model}, ${new Date().toISOString().slice(0, 16)}Z.`,
    "# It holds the passwords that were typed. It begins with a camera fresh from the factory.",
  ];
  if (beginning.used) out.push("# That camera had been used before; a fresh one may do otherwise.");
  if (beginning.lost) out.push(`# Its beginning is missing: ${beginning.lost} lines are forgotten.`);
  out.push("", `profile ${beginning.profile}`, routerSet(beginning.networks), "power on");
  let t_ms = 0;
  for (const deed of deeds) {
    advance(out, deed.t_ms - t_ms);
    if (deed.reply) out.push(`expect reply ${deed.reply} within 2s`);
    // Some lines let time pass themselves.
    t_ms = Math.max(t_ms, deed.t_ms + deed.ms);
    out.push(portable(deed.line, beginning.code));
  }
  advance(out, until - t_ms);
  return [...out, ...ending].join("\n") + "\n";
}

function advance(out, ms) {
  if (ms >= 1) out.push(`advance ${Math.round(ms)}`);
}

/** The next camera has another label: its own code is just `pair`. */
function portable(line, code) {
  const digits = (text) => text.replace(/\D/g, "");
  const typed = /^controller pair (\S+)$/.exec(line);
  return typed && digits(typed[1]) === digits(code) ? "controller pair" : line;
}

/** The lines of a story that do something. */
export const parse = (text) =>
  text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line && !line.startsWith("#"));

/**
 * Plays a story, line by line. `page.line(line)` answers, `onStep(done, of, line)`
 * follows. Comes back with `null`, or with what went wrong.
 */
export async function play(lines, page, onStep, isStopped) {
  // The camera's time, as of its last answer: the page's clock is only about right.
  let known = { t_ms: clock.now(), at: performance.now() };
  const now = () => known.t_ms + (performance.now() - known.at) * (page.hello?.speed ?? 1);
  let due = now(); // when the next line happens
  let isAsked = false; // this page's phone, and no other
  const isPending = () => isAsked && page.phone.reply === "pending";
  const moment = () => new Promise((done) => setTimeout(done, 20));

  for (const [at, line] of lines.entries()) {
    if (isStopped()) return { line, message: "stopped" };
    onStep(at, lines.length, line);
    if (line.startsWith("controller ")) isAsked = !ANOTHER.test(line);
    if (OF_REPLY.test(line)) await heard();
    const began = now();
    const ms = milliseconds(line);
    const answer = ms === null ? await say(line) : await wait(ms);
    if (!answer.ok) return { line, message: answer.error?.message ?? "it did not happen" };
    if (/^(button trace|expect)\s/.test(line)) due += Math.max(0, answer.t_ms - began);
    // A hold is no shorter because it began late.
    if (line.startsWith("button ")) due = Math.max(due, answer.t_ms);
  }
  onStep(lines.length, lines.length, "");
  return null;

  async function say(line) {
    const answer = await page.line(line);
    if (answer.ok) known = { t_ms: answer.t_ms, at: performance.now() };
    return answer;
  }

  /** However long it takes: the phone gives up by itself. What follows in the story comes as much later. */
  async function heard() {
    if (!isPending()) return;
    while (isPending() && !isStopped()) await moment();
    due = Math.max(due, now());
  }

  /** The phone's messages take real time, so they get it before time jumps. */
  async function wait(ms) {
    due += ms;
    while (isPending() && now() < due && !isStopped()) await moment();
    const rest = Math.round(due - now());
    return rest >= 1 ? say(`advance ${rest}`) : { ok: true };
  }
}

const ANOTHER = /^controller\s+[2-9]/;

/** What is seen of the phone once it has its reply. */
const OF_REPLY = /^expect\s+(?!reply\s+pending)(reply|receipt|heard|not-heard|listed|not-listed|losses|found)\s/;

const UNITS = { "": 1, ms: 1, s: 1_000, min: 60_000 };

/** How long an `advance` is; `null` for another line. What is wrong with one, the camera's program says. */
function milliseconds(line) {
  const found = /^advance\s+(\d+)(ms|s|min)?\s*(#.*)?$/.exec(line);
  return found && Number(found[1]) * UNITS[found[2] ?? ""];
}

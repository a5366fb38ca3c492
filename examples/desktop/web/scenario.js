// What was done on this page, as a `.scenario`: exported, and played again.

import { routerSet } from "./lines.js";

const MOST_LINES = 5_000;

/** Writes down each line that happened. */
export function recorder() {
  let lines = [];
  let beginning = { t_ms: 0, networks: [], code: "", model: "" };

  return {
    /** A camera is met for the first time, or another one than before. */
    begin(hello) {
      lines = [];
      // A page that was there from the start can tell the story from the start;
      // a later one lets the new camera come up first.
      const t_ms = hello.now_ms < 60_000 ? 0 : hello.now_ms - 10_000;
      const networks = hello.router?.network ?? [];
      beginning = { t_ms, networks, code: hello.code ?? "", model: hello.model ?? "" };
    },
    note(t_ms, line) {
      // These are not deeds: time is written down between the deeds.
      if (/^\s*(advance|expect)\b/.test(line)) return;
      lines.push({ t_ms, line });
      if (lines.length > MOST_LINES) lines.shift();
    },
    count: () => lines.length,
    text: (now) => write(beginning, lines, now),
  };
}

function write(beginning, lines, now) {
  const out = [
    `# Done on the page of ${beginning.model}, ${new Date().toISOString().slice(0, 16)}Z.`,
    "# It holds the passwords that were typed. It begins with a camera fresh from the factory.",
    "",
    routerSet(beginning.networks),
    "power on",
  ];
  let t_ms = beginning.t_ms;
  for (const deed of lines) {
    advance(out, deed.t_ms - t_ms);
    t_ms = Math.max(t_ms, deed.t_ms);
    out.push(portable(deed.line, beginning.code));
  }
  // What came of the last deed belongs to the story.
  advance(out, Math.min(now - t_ms, 10_000));
  return out.join("\n") + "\n";
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
 * Plays a story, line by line. `send(line)` answers, `onStep(done, of, line)` follows.
 * Comes back with `null`, or with what went wrong.
 */
export async function play(lines, send, onStep, isStopped) {
  for (const [at, line] of lines.entries()) {
    if (isStopped()) return { line, message: "stopped" };
    onStep(at, lines.length, line);
    const answer = await send(line);
    if (!answer.ok) return { line, message: answer.error?.message ?? "it did not happen" };
  }
  onStep(lines.length, lines.length, "");
  return null;
}

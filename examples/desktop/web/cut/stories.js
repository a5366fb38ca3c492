// The stories that can be cut: the guide's, and what was done to this camera
// up to the end of its last reset or setup.

/** A camera that has just been reset or set up still writes for a moment. */
const SETTLE_MS = 3_000;
const MOST_STATES = 1_000;

export const STORIES = [
  { name: "guide", label: "the guide’s reset" },
  { name: "reset", label: "your last reset" },
  { name: "setup", label: "your last setup" },
];

/** On the way from the command to erase to a camera that works again. */
const ERASING = ["resetting", "restarting", "starting", "off", "broken"];

/** Follows the states of the camera, and knows the stories in them. */
export function stories(record) {
  let states = []; // { t, value }

  function change({ t_ms, state }) {
    if (state === undefined || states.at(-1)?.value === state) return;
    states.push({ t: t_ms, value: state });
    if (states.length > MOST_STATES) states.shift();
  }

  /** When the last setup was done: online, but not merely again. */
  const setupAt = (at) => states[at].value === "online" && states[at - 1]?.value === "joining";

  function resetAt(at) {
    if (ERASING.includes(states[at].value)) return false;
    for (let before = at - 1; before >= 0 && ERASING.includes(states[before].value); before--) {
      if (states[before].value === "resetting") return true;
    }
    return false;
  }

  /** The end of the last one that is over at `now`; `null`: there is none. */
  function endOf(isThere, now) {
    for (let at = states.length - 1; at >= 0; at--) {
      if (!isThere(at)) continue;
      const next = record.deeds().find((deed) => deed.t_ms > states[at].t)?.t_ms ?? Infinity;
      const until = Math.min(states[at].t + SETTLE_MS, next);
      if (until <= now) return until;
    }
    return null;
  }

  /** What must be seen at the end, where it is not about to change. */
  function ending(until) {
    const state = states.findLast((state) => state.t <= until);
    return until - state.t < SETTLE_MS / 2 ? [] : [`expect state ${state.value} within 10s`];
  }

  return {
    begin(changes) {
      states = [];
      changes.forEach(change);
    },
    change,
    /** The text of that story; `undefined`: the guide's, `null`: it has not happened yet. */
    text(name, now) {
      if (name === "guide") return undefined;
      const until = endOf(name === "reset" ? resetAt : setupAt, now);
      // A replay that is asked for twice is the same: no date, no label.
      return until === null ? null : record.text(until, ending(until)).replace(/^#.*\n/gm, "");
    },
  };
}

// How long the button has been down, and whether that counts: the camera must
// have power all along, and not start anew in between.

export function held() {
  let now = begun();
  let state = null; // the camera's
  let up = null; // how the last hold ended, while the plug may still undo that
  let debounce_ms = 0;

  /** What is known of a hold: since when on the camera's clock, whether it counts for nothing, and whether the reset is on. */
  function begun(since = null) {
    return { since, isVoid: false, hasFired: false };
  }

  /** Says how a hold has ended, if one has. */
  function change({ button, state: next = state, t_ms }) {
    let ended = null;
    if (button === "down" && now.since === null) now = { ...begun(t_ms), isVoid: state === "off" };
    if (button === "up" && now.since !== null) {
      ended = up = { ...now, t_ms, ms: t_ms - now.since };
      now = begun();
    }
    const hasStarted = state === "restarting" && next !== state && next !== "resetting";
    if (next === "off" || hasStarted) now.isVoid = now.since !== null;
    // It is not seen to be up before its contact has settled.
    if (next === "off" && up !== null && t_ms - up.t_ms < debounce_ms) ended = up = { ...up, isVoid: true };
    if (next === "resetting" && state !== next && now.since !== null) now.hasFired = true;
    state = next;
    return ended;
  }

  return {
    change,
    now: () => now,
    hasPower: () => state !== "off",
    /** All anew: what was before is in the past that a page is told. */
    hello({ profile, past }) {
      [now, state, up, debounce_ms] = [begun(), null, null, profile?.button?.debounce_ms ?? 0];
      for (const was of past?.changes.items ?? []) change(was);
    },
    forget: () => (now = begun()),
  };
}

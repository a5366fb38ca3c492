// The camera's time between two messages: it runs on by itself, and every
// message that knows better corrects it.

let base = 0;
let since = performance.now();
let speed = 1;

export const now = () => base + (performance.now() - since) * speed;

function set(ms) {
  base = ms;
  since = performance.now();
}

/** The truth, at this instant. */
export function start(ms, newSpeed) {
  if (Number.isFinite(newSpeed) && newSpeed > 0) speed = newSpeed;
  set(ms);
}

/** An event happened then: it is at least that late. */
export function atLeast(ms) {
  if (ms > now()) set(ms);
}

/** An answer was given then, just now. */
export function about(ms) {
  if (Math.abs(ms - now()) > 250 * speed) set(ms);
}

// What stories say when they are wrong.

export function check(is, what) {
  if (!is) throw new Error(what);
}

export function near(is, should, tolerance, what) {
  check(Math.abs(is - should) <= tolerance, `${what}: ${is} instead of ${should} ±${tolerance}`);
}

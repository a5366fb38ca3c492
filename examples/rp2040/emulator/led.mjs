// What the profile's LED shows, as [red, green, blue]: camera-fsm's profile/reference.rs, brightness 200 of 255.

export const DARK = [0, 0, 0], BLUE = [0, 0, 200], WHITE = [200, 200, 200], AMBER = [200, 94, 0], RED = [200, 0, 0];

export const same = (a, b) => String(a) === String(b);

// When, from then on, the LED takes that colour: milliseconds.
export function becomes(board, color, from) {
  return board.led.filter((change) => change.ms >= from && same(change.color, color)).map((change) => change.ms);
}

// How long each flash of that colour lasts, and from one to the next.
export function rhythm(board, color, from, to = Infinity) {
  const changes = board.led.filter((change) => change.ms >= from && change.ms <= to);
  const flashes = [];
  changes.forEach((change, i) => {
    if (same(change.color, color) && changes[i + 1]) flashes.push([change.ms, changes[i + 1].ms - change.ms]);
  });
  return flashes.map(([ms, lasts], i) => ({ lasts, every: (flashes[i + 1]?.[0] ?? NaN) - ms }));
}

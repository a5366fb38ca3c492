// Holds what an emulated LED has shown against what the machine itself would have. The board may be late by the time
// that its flash was busy, and by what a frame takes on the radio's line; never early.

import { check } from './check.mjs';
import { DARK, same } from './led.mjs';

const TICK_MS = 1.1;
// A Start is 130 bytes, at 115 200 baud.
const RADIO_MS = 20;

// When the machine's life began that started then: as soon as there was entropy; the first dip of the LED says when.
export function begins(bench, board, from) {
  const dip = board.led.find(({ ms, color }) => ms > from + 200 && same(color, DARK)).ms;
  return dip - bench.timeline(1_000)[1].ms;
}

// `from` and `to` are instants since the first power on. Gives the greatest lateness that was neither flash nor radio.
export function holds(board, machine, from, to) {
  const shown = board.led.filter(({ ms }) => ms >= from && ms < to);
  const should = [];
  for (const { ms, led } of machine) {
    if (!should.length || !same(should.at(-1).led, led)) should.push({ ms, led });
  }
  const expected = should.filter(({ ms }) => ms >= from && ms < to);
  const story = (list, key) => list.map((change) => `${change.ms.toFixed(0)}:${change[key]}`).join(' ');
  let worst = 0;
  expected.forEach(({ ms, led }, i) => {
    const seen = shown[i];
    const text = `\n  shown  ${story(shown.slice(i), 'color')}\n  should ${story(expected.slice(i), 'led')}`;
    if (!seen) return check(to - ms < TICK_MS + RADIO_MS, `it never becomes ${led}:${text}`);
    check(same(seen.color, led), `it becomes ${seen.color} instead of ${led}:${text}`);
    const late = seen.ms - ms;
    const excused = board.flash.busyMs(from, seen.ms) + RADIO_MS * board.radio.jobs.length;
    check(late > -TICK_MS && late < TICK_MS + excused, `${led} at ${seen.ms} instead of ${ms}:${text}`);
    worst = Math.max(worst, late - excused);
  });
  return { changes: expected.length, worst };
}

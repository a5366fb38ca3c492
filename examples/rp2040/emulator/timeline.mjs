// Holds what an emulated LED has shown against what the machine itself would have. The board is never early, and late by a
// tick at most, and by what is left of a flash operation that is in flight when the machine would have changed it.

import { check } from './check.mjs';
import { DARK, same } from './led.mjs';

// A millisecond, and what the core takes for the step.
export const TICK_MS = 1.1;
// The machine's life begins before the store is mounted, and a blank one formatted: only then can it show anything.
const START_MS = 15;
// A chip that starts is dark at once.
const AT_ONCE_MS = 0.5;

// When the machine's life began that started then: as soon as there was entropy; the first dip of the LED says when.
export function begins(bench, board, from) {
  const dip = board.led.find(({ ms, color }) => ms > from + 200 && same(color, DARK)).ms;
  return dip - bench.timeline(1_000)[1].ms;
}

// How late that was, which was due at `due`: the flash operation in flight then does not count.
export function lateMs(board, due, ms) {
  const late = ms - due;
  return late < 0 ? late : Math.max(0, late - board.flash.leftMs(due));
}

// Holds a life of the board, from one instant to another since the first power on, against the machine's to which happens
// what `events` says: instants and words of the bench. Gives how many changes the LED has made, and the greatest lateness.
export function holds(bench, board, from, to, events) {
  const began = Math.floor(begins(bench, board, from));
  const words = events.map((word) => (typeof word === 'number' ? Math.max(0, word - began) : word));
  const life = bench.timeline(Math.floor(to - began), ...words).filter(({ restarts }) => restarts === 0);
  const should = life.filter(({ led }, i) => !i || !same(led, life[i - 1].led)).map(({ ms, led }) => ({ ms: ms + began, led }));
  const shown = board.led.filter(({ ms }) => ms > from + AT_ONCE_MS && ms < to);
  const story = (list, key) => list.map((change) => `${change.ms.toFixed(0)}:${change[key]}`).join(' ');
  let worst = 0;
  should.forEach(({ ms, led }, i) => {
    const seen = shown[i];
    const text = `\n  shown  ${story(shown.slice(i), 'color')}\n  should ${story(should.slice(i), 'led')}`;
    if (!seen) return check(to - ms < TICK_MS, `it never becomes ${led}:${text}`);
    check(same(seen.color, led), `it becomes ${seen.color} instead of ${led}:${text}`);
    const late = lateMs(board, ms, seen.ms);
    check(late > -TICK_MS && late < (i ? TICK_MS : START_MS), `${led} at ${seen.ms} instead of ${ms}:${text}`);
    if (i) worst = Math.max(worst, late);
  });
  check(!(shown[should.length]?.ms < to - TICK_MS), `it changes once more: ${story(shown.slice(should.length), 'color')}`);
  return { changes: should.length, worst };
}

import { bits } from '../chip/chip.mjs';
import { check, near } from '../check.mjs';
import { BLUE, becomes } from '../led.mjs';

export const faults = {
  'a firmware that hangs is restarted by the watchdog'(bench) {
    const board = bench.boardInSetup();
    // In a corner of the RAM it waits for interrupts, for ever: there are none any more.
    const corner = 0x20041000;
    board.m.writeUint32(corner, 0xe7fdbf30); // wfi; b .-2
    Object.assign(board.m.core, { waiting: false, enabledInterrupts: 0, PC: corner });
    const hung = board.ms;
    board.run(10_000, () => board.starts.length > 1);
    check(board.starts.at(-1).why === 'watchdog', `starts: ${JSON.stringify(board.starts)}`);
    // Fed at most 4 s before.
    near(board.starts.at(-1).ms - hung, 6_000, 2_010, 'it bites after ms');
    board.run(6_000);
    check(becomes(board, BLUE, board.starts.at(-1).ms).length > 0, 'setup opens again');
    return `after ${(board.starts[1].ms - hung).toFixed(0)} ms`;
  },

  'a camera whose entropy is stuck does not start'(bench) {
    const board = bench.board();
    board.random = () => 1;
    board.powerOn();
    board.run(1_000);
    check(board.led.every(({ color }) => String(color) === '0,0,0'), 'its LED stays dark');
    check(board.radio.jobs.length === 0, 'its radio is silent');
    check(board.starts.length > 1, 'it tries again');
    return `${board.starts.length} starts in 1 s, none of which gets as far as the LED`;
  },

  'a seed is carried from start to start, and no two are alike'(bench) {
    const board = bench.board();
    const seeds = [];
    for (let start = 1; start <= 3; start++) {
      board.random = bits(1); // a source that says the same after every start
      board.powerOn();
      board.run(1_000);
      board.powerOff();
      const places = board.flash.carriedSeed();
      const used = places.filter((place) => !place.every((byte) => byte === 0xff));
      check(used.length === start, `${used.length} seeds after ${start} starts`);
      seeds.push(Buffer.from(used.at(-1)).toString('hex'));
    }
    check(new Set(seeds).size === 3, `seeds: ${seeds}`);
    return `${seeds.map((seed) => seed.slice(0, 8)).join(', ')}…`;
  },

  'without a radio it says so'(bench) {
    const board = bench.board({ radio: false });
    board.powerOn();
    board.run(10_000);
    check(board.starts.length === 1, 'it runs');
    const colors = [...new Set(board.led.map(({ color }) => String(color)))];
    return `LED: ${colors.join(' | ')}`;
  },
};

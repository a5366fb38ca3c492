import { PIN } from '../board.mjs';
import { check, near } from '../check.mjs';
import { BLUE, becomes, rhythm, same } from '../led.mjs';

export const boot = {
  'boots, opens setup by itself, and blinks as the profile says'(bench) {
    const board = bench.board();
    board.powerOn();
    board.run(8_000);
    const jobs = board.radio.jobs.map(({ job }) => job);
    check(jobs.includes('start-ap'), `radio: ${jobs}`);
    check(board.radio.jobs.every(({ ap }) => ap === 'SpotPT-A1B2'), `its network is ${board.radio.jobs[0].ap}`);
    const flashes = rhythm(board, BLUE, 4_000, 7_500);
    check(flashes.length >= 3, `it blinks: ${JSON.stringify(board.led)}`);
    for (const { lasts } of flashes) near(lasts, 500, 1.1, 'a flash lasts');
    for (const { every } of flashes.slice(0, -1)) near(every, 1_000, 1.1, 'a flash every');
    return `setup after ${becomes(board, BLUE, 100)[0].toFixed(0)} ms, ${flashes.length} flashes of 500 ms every 1000 ms`;
  },

  'the LED is as bright as the profile says, on the pins of the table'(bench) {
    const board = bench.boardInSetup();
    check([PIN.red, PIN.green, PIN.blue].every((pin) => board.m.gpio[pin].functionSelect === 4), 'the pins are PWM');
    board.run(2_000, () => String(board.color()) === String(BLUE));
    board.run(5);
    for (const pin of [PIN.red, PIN.green, PIN.blue]) board.watch(pin);
    board.run(100);
    check(board.edges[PIN.red].every(([, level]) => !level), 'red is dark');
    check(board.edges[PIN.green].every(([, level]) => !level), 'green is dark');
    const edges = board.edges[PIN.blue].filter(([, level], i, all) => i === 0 || level !== all[i - 1][1]);
    const rises = edges.filter(([, level]) => level);
    const high = edges.slice(1).reduce((sum, [ms], i) => sum + (edges[i][1] ? ms - edges[i][0] : 0), 0);
    const share = high / (edges.at(-1)[0] - edges[0][0]);
    near(share, 200 / 255, 0.005, 'its share of the time');
    near((rises.at(-1)[0] - rises[0][0]) / (rises.length - 1), 1.021, 0.0005, 'its period in ms');
    return `blue is on for ${(100 * share).toFixed(1)} % of 1.021 ms`;
  },

  'an addressable LED shows the same, in pulses as its data sheet wants them'(bench) {
    const board = bench.boardInSetup();
    board.press();
    board.run(6_000);
    board.release();
    board.run(1_000);
    // What is written anew within a millisecond is one change of the LED.
    const last = board.strip.filter(({ ms }, i, all) => !(all[i + 1]?.ms - ms < 1));
    const shown = last.filter(({ color }, i, all) => i === 0 || !same(color, all[i - 1].color));
    check(shown.length > 20, `it changes ${shown.length} times`);
    for (const { ms, color } of shown) {
      const led = board.led.filter((change) => change.ms <= ms).at(-1);
      check(same(color, led.color), `at ${ms.toFixed(1)} ms it is ${color} instead of ${led.color}`);
    }
    const within = (ns, min, max) => ns >= min && ns <= max;
    const highs = board.strip.flatMap(({ highs }) => highs);
    check(highs.every((ns) => within(ns, 200, 500) || within(ns, 650, 950)), 'a pulse is neither 0 nor 1');
    return `${shown.length} changes; pulses of ${[...new Set(highs.map(Math.round))].sort((a, b) => a - b).join(' and ')} ns`;
  },
};

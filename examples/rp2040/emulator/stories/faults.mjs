import { App } from '../app.mjs';
import { bits } from '../chip/chip.mjs';
import { check, near } from '../check.mjs';
import { BLUE, DARK, RED, becomes, same } from '../led.mjs';
import { holds } from '../timeline.mjs';
import { settled } from './wire.mjs';

// What the machine shows for a radio that does not work, in each FAULT_MS: Cue::of_fault in camera-fsm's led/mod.rs.
const RADIO_DIPS = 4, FAULT_MS = 5_000;

// How often a steady red LED dips in a round of a fault, of the rounds from then on.
function dips(board, from) {
  const changes = board.led.filter(({ ms }) => ms >= from);
  const long = changes.findIndex(({ ms, color }, i) => same(color, RED) && changes[i + 1]?.ms - ms > 1_000);
  const round = changes.slice(long + 1).filter(({ ms }) => ms < changes[long + 1]?.ms + FAULT_MS - 1);
  return round.every(({ color }) => same(color, RED) || same(color, DARK)) ? round.filter(({ color }) => same(color, DARK)).length : NaN;
}

// Types at the console, and gives what it says in the next half second.
function terminal(board) {
  let text = '';
  board.usb.open(1);
  board.usb.lines[1].onBytes = (bytes) => (text += String.fromCharCode(...bytes));
  board.run(10);
  return (typed) => {
    text = '';
    board.usb.send(1, Buffer.from(`${typed}\r`));
    board.run(500);
    return text;
  };
}

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

  async 'without a radio it says so: LED, console and who asks are told the same'(bench) {
    const board = bench.board({ radio: false });
    board.powerOn();
    board.run(20_000);
    check(board.starts.length === 1, 'it runs');
    const { changes, worst } = holds(bench, board, 0, board.ms, [0, 'no-radio']);
    check(dips(board, 8_000) === RADIO_DIPS, `its LED says another fault: ${dips(board, 8_000)} dips`);
    const console = terminal(board);
    const status = console('status');
    for (const line of ['state: unprovisioned', 'LED: hardware fault', 'fault: radio', 'signal: 0 dBm', 'setup window: 0 s']) {
      check(status.includes(line), `it does not say '${line}': ${status}`);
    }
    const why = console('diagnose');
    check(why.includes('Its radio does not start.'), why);
    const app = new App(board, bench.bench);
    try {
      const hello = await app.ask('reach');
      check(hello.includes('setup_open: false'), hello);
      const told = await app.ask('pair');
      check(told.includes('why: WindowClosed'), told);
    } finally {
      app.end();
    }
    return `${RADIO_DIPS} dips, fault: radio; ${changes} changes of the LED as the machine's, ${worst.toFixed(2)} ms late at the worst`;
  },

  async 'a radio that is gone is told its owner, who tries to set it up; it is never online'(bench) {
    const { board: before, app, image } = await settled(bench);
    const board = bench.board({ image, radio: false });
    board.powerOn();
    board.run(3_000);
    await app.goTo(board);
    const looks = await app.ask('status');
    check(looks.includes('state: connecting') && looks.includes('fault: none'), looks);
    board.press();
    board.run(2_500);
    board.release();
    await app.pass(1_000);
    const status = await app.ask('status');
    for (const word of ['state: connecting', 'color: red, pattern: solid-with-counted-dips', 'fault: radio', 'rssi_dbm: 0', 'window_s: 0']) {
      check(status.includes(word), `it does not say '${word}': ${status}`);
    }
    await app.pass(12_000);
    check(dips(board, board.ms - 8_000) === RADIO_DIPS, `its LED says another fault: ${dips(board, board.ms - 8_000)} dips`);
    const steady = board.led.filter(({ ms, color }, i, all) => same(color, BLUE) && (all[i + 1]?.ms ?? board.ms) - ms > 1_000);
    check(!steady.length, `its LED is blue as if it was online: ${JSON.stringify(steady)}`);
    await app.goTo(before);
    return `connecting, then fault: radio and ${RADIO_DIPS} dips`;
  },
};

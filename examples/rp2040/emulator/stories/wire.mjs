import { App } from '../app.mjs';
import { PIN } from '../board.mjs';
import { check, near } from '../check.mjs';
import { PASSWORD } from '../coprocessor.mjs';
import { Frames, frame } from '../frames.mjs';
import { BLUE, DARK, WHITE, becomes, same } from '../led.mjs';
import { isNowhere } from '../left.mjs';
import { isReset } from './button.mjs';

// The widths of a servo's pulses since then, in microseconds.
function pulses(board, pin, from) {
  const edges = board.edges[pin].filter(([ms], i, all) => ms >= from && all[i][1] !== all[i - 1]?.[1]);
  return edges.flatMap(([ms, level], i) => (level && edges[i + 1] ? [(edges[i + 1][0] - ms) * 1e3] : []));
}

const PERIOD_MS = 20.001, HEAD_MS = 20, TICK_MS = 1.1;

// Holds every pulse since `began` against the machine's, whose changes are [ms, pan, tilt] from the order on, for one and
// the same instant of the order. A pulse is as wide as the machine says within a tick of its own, which does not fall on
// the board's, and the period before: the timer takes a new width over when it begins anew. Gives how many there were.
function turns(board, began, changes) {
  const seen = [PIN.pan, PIN.tilt].flatMap((pin, axis) => {
    const edges = board.edges[pin].filter(([ms], i, all) => ms >= began && all[i][1] !== all[i - 1]?.[1]);
    return edges.flatMap(([ms, level], i) => (level && edges[i + 1] ? [{ axis, ms, us: (edges[i + 1][0] - ms) * 1e3 }] : []));
  });
  const first = seen.find(({ us, axis }) => Math.abs(us - changes[0][axis + 1]) > 0.5).ms - changes[1][0];
  const says = (ms, axis) => (changes.findLast((change) => change[0] <= ms) ?? changes[0])[axis + 1];
  const isIts = ({ axis, ms, us }, ordered) => {
    const widths = [];
    for (let late = -HEAD_MS; late <= PERIOD_MS + TICK_MS; late += 0.5) widths.push(says(ms - ordered - late, axis));
    return us > Math.min(...widths) - 0.02 && us < Math.max(...widths) + 0.02;
  };
  let furthest = { ms: 0 };
  for (let ordered = first; ordered > first - PERIOD_MS - TICK_MS; ordered -= 0.5) {
    const wrong = seen.find((pulse) => !isIts(pulse, ordered));
    if (!wrong) return seen.length;
    if (wrong.ms > furthest.ms) furthest = wrong;
  }
  throw new Error(`axis ${furthest.axis}: ${furthest.us.toFixed(2)} µs at ${furthest.ms.toFixed(1)} ms are not the machine's`);
}

// All stories here go on with one board: pairing costs an emulator a dozen seconds.
function paired(bench) {
  return (bench.paired ??= pair(bench));
}

async function pair(bench) {
  const board = bench.boardInSetup();
  const app = new App(board, bench.bench);
  check((await app.ask('reach')).startsWith('Hello'), 'it greets');
  const began = board.ms;
  const told = await app.ask('pair', 30_000);
  check(told.startsWith('Enrolled'), told);
  return { board, app, began, ended: board.ms };
}

// The same board on its network, with something to lose.
export function settled(bench) {
  return (bench.settled ??= settle(bench));
}

async function settle(bench) {
  const { board, app } = await paired(bench);
  board.run(5_000);
  const told = await app.ask(`provision home ${PASSWORD}`, 30_000);
  check(told.includes('Done'), told);
  return { board, app, image: board.flash.image.slice() };
}

export const wire = {
  async 'the LED goes on blinking while it computes a pairing'(bench) {
    const { board, began, ended } = await paired(bench);
    const changes = board.led.filter(({ ms }) => ms >= began - 500 && ms <= ended);
    const apart = changes.slice(1).map(({ ms }, i) => ms - changes[i].ms);
    check(apart.length >= 3, `only ${apart.length} changes`);
    for (const ms of apart) near(ms, 500, 1.1, 'on and off for ms');
    return `${apart.length} half periods in ${(ended - began).toFixed(0)} ms`;
  },

  async 'pairs over USB, and moves the head: pulses to the microsecond'(bench) {
    const { board, app, began: pairs, ended } = await paired(bench);
    const before = pulses(board, PIN.pan, board.ms - 200);
    check(before.every((us) => Math.abs(us - 1_500) < 0.02), `at home: ${before}`);
    const began = board.ms;
    const told = await app.ask('move 3000 -1000');
    check(told.includes('Moving'), told);
    board.run(3_000);
    const [pan, tilt] = [PIN.pan, PIN.tilt].map((pin) => pulses(board, pin, began));
    // 1500 µs + 30° of 500 µs a quarter turn, −10° of 1000 µs: whole microseconds, cut off towards the middle.
    near(pan.at(-1), 1_666, 0.02, 'pan ends at µs');
    near(tilt.at(-1), 1_389, 0.02, 'tilt ends at µs');
    check(pan.every((us) => Math.abs(us - Math.round(us)) < 0.02), 'every pulse is of whole µs');
    const compared = turns(board, began, bench.head(3_000, -1_000));
    return `paired in ${(ended - pairs).toFixed(0)} ms; ${compared} pulses are the machine's, up to ${pan.at(-1).toFixed(3)} µs`;
  },

  async 'sets up over USB: its LED tells when it is on the network'(bench) {
    const { board, app, image } = await settled(bench);
    const status = await app.ask('status');
    check(status.includes('state: online'), status);
    check(board.radio.jobs.some(({ job }) => job === 'join-trial'), 'the radio joins');
    check(Buffer.from(image).includes(PASSWORD), 'the password is stored');
    isNowhere(board, PASSWORD, 'once it is stored');
    return `${board.radio.jobs.map(({ job }) => job).join(', ')}`;
  },

  async 'a password that no router takes is nowhere afterwards'(bench) {
    const { board, app } = await settled(bench);
    const wrong = [...PASSWORD].reverse().join('');
    board.run(2_000); // the flash takes what it was given before
    const told = await app.ask(`provision home ${wrong}`, 60_000);
    check(/auth ?failure/i.test(told), told);
    board.run(5_000);
    isNowhere(board, wrong, 'once it was refused');
    check(!Buffer.from(board.flash.image).includes(wrong), 'it is not stored');
    check(same(board.color(), BLUE), 'it is on its network again');
    isNowhere(board, PASSWORD, 'on its network again');
    return told.slice(0, 60);
  },

  async 'a power cycle later it joins by itself'(bench) {
    const { image } = await settled(bench);
    const board = bench.board({ image });
    board.powerOn();
    board.run(3_000);
    check(board.radio.jobs.map(({ job }) => job).join() === 'join-stored', JSON.stringify(board.radio.jobs));
    check(same(board.color(), BLUE), 'it is solid blue');
    return `online after ${becomes(board, BLUE, 0).at(-1).toFixed(0)} ms`;
  },

  async 'somebody walks by: the LED shows it at once'(bench) {
    const { board, app } = await settled(bench);
    const told = await app.ask('walk 60');
    check(told.includes('Done'), told);
    // Between two of the walk test's double flashes it is dark.
    board.run(6_000, () => same(board.color(), BLUE));
    board.run(1_500);
    check(same(board.color(), DARK), 'it is dark while nothing moves');
    const moves = board.ms;
    board.drive(PIN.pir, true);
    board.run(300);
    board.drive(PIN.pir, false);
    const [shows] = becomes(board, BLUE, moves);
    check(shows - moves < 400, `it shows after ${shows - moves} ms`);
    board.run(3_000);
    // Somebody who goes on moving keeps the camera awake for a moment, twice a second.
    board.drive(PIN.pir, true);
    board.run(2_000);
    let awake = 0;
    board.run(2_000, () => void (awake += !board.m.core.waiting));
    board.drive(PIN.pir, false);
    check(awake < 100, `it does not sleep: ${awake}`);
    await app.ask('walk 0');
    board.run(4_000);
    return `blue ${(shows - moves).toFixed(1)} ms after the sensor`;
  },

  async 'a controller by UART is greeted too, and a break hangs up'(bench) {
    const { board } = await paired(bench);
    const uart = board.m.uart[0];
    const [frames, heard] = [new Frames(), []];
    uart.onByte = (byte) => heard.push(...frames.feed([byte]));
    // No hello: that is refused. The break makes the next one another controller's first word.
    uart.feed(frame(0x25, 1));
    board.run(500);
    check(heard.length === 1, `it answers: ${JSON.stringify(heard)}`);
    uart.feedBreak();
    board.run(100);
    uart.feed(frame(0x25, 2));
    board.run(500);
    check(heard.length === 2, `it answers after a break: ${JSON.stringify(heard)}`);
    return heard.map(({ kind, id }) => `${kind.toString(16)}/${id}`).join(', ');
  },

  'who opens the USB line right after somebody has closed it is another controller'(bench) {
    const board = bench.boardInSetup();
    const [{ usb }, frames, heard] = [board, new Frames(), []];
    const comes = () => {
      usb.open(0);
      usb.lines[0].onBytes = (bytes) => heard.push(...frames.feed(bytes));
      usb.send(0, frame(0x01, 1, [1, 1, 0]));
    };
    comes();
    board.run(100);
    usb.close(0);
    comes();
    board.run(100);
    check(heard.length === 2, `both are greeted: ${JSON.stringify(heard)}`);
    return heard.map(({ kind }) => kind.toString(16)).join(', ');
  },

  async 'identifies itself in white'(bench) {
    const { board, app } = await paired(bench);
    const began = board.ms;
    await app.ask('identify 5');
    board.run(2_000);
    check(becomes(board, WHITE, began).length >= 2, 'it flashes white');
    return `${becomes(board, WHITE, began).length} white flashes`;
  },

  'a console answers on the second USB line, and restarts the camera'(bench) {
    const board = bench.boardInSetup();
    let text = '';
    board.usb.open(1);
    board.usb.lines[1].onBytes = (bytes) => (text += String.fromCharCode(...bytes));
    board.run(10);
    board.usb.send(1, Buffer.from('support\r'));
    board.run(500);
    check(text.includes('serial: BENCH001'), JSON.stringify(text));
    const asked = board.ms;
    board.usb.send(1, Buffer.from('restart\r'));
    check(board.run(2_000, () => board.starts.length > 1), 'it restarts within two seconds');
    return `${text.split('\r\n').slice(0, 3).join('; ')}; restarts after ${(board.ms - asked).toFixed(0)} ms`;
  },

  async 'a reset over the wire leaves no secret in the flash, and none in RAM'(bench) {
    const { board, app } = await settled(bench);
    const list = await app.ask('reset');
    check(list.includes('LossList'), list);
    const told = await app.ask('confirm');
    check(told.includes('Done'), told);
    check(board.run(10_000, () => board.starts.at(-1).why === 'restart'), 'it restarts');
    board.run(5_000);
    check(!Buffer.from(board.flash.image).includes(PASSWORD), 'the password is gone');
    isNowhere(board, PASSWORD, 'after the reset, in RAM that was never without power');
    check(isReset(board), 'all is gone');
    return `restarted at ${board.starts.at(-1).ms.toFixed(0)} ms`;
  },
};

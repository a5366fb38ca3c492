import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beside } from '../cable.mjs';
import { check } from '../check.mjs';
import { AGAIN_MS } from '../again.mjs';
import { ENDED, JOB_MS, LINK_LOST } from '../coprocessor.mjs';
import { Frames, frame } from '../frames.mjs';
import { CLOSED, CONNECTED } from '../guests.mjs';
import { BLUE, same } from '../led.mjs';
import { isNowhere } from '../left.mjs';
import { isReset } from './button.mjs';
import { PASSWORD } from '../coprocessor.mjs';
import { settled } from './wire.mjs';

const HELLO = frame(0x01, 1, [1, 1, 0]), HELLO_TOO = 0x81, REFUSED = 0xff, BUSY = 4;

// Somebody on the radio's network: what it has heard, and whether the camera has hung up.
function guest(board) {
  const [frames, it] = [new Frames(), { heard: [], isOver: false }];
  const hears = (bytes, done) => {
    it.heard.push(...frames.feed(bytes));
    done();
  };
  return Object.assign(it, board.radio.guests.connect(hears, () => (it.isOver = true)));
}

// What the radio is told to do since.
const told = (board, since) => board.radio.jobs.slice(since).map(({ job, ap }) => `${job} ${ap}`.trim());

// A camera that has been set up, with power, and its network.
async function atHome(bench) {
  const { image } = await settled(bench);
  const board = bench.board({ image });
  board.powerOn();
  board.run(3_000);
  check(same(board.color(), BLUE), 'it is online');
  return board;
}

export const radio = {
  'a radio that starts anew while the camera is set up opens the temporary network again'(bench) {
    const board = bench.boardInSetup();
    const opened = told(board, 0);
    check(opened.length === 1 && opened[0].startsWith('start-ap'), `it is open: ${opened}`);
    const gone = guest(board);
    board.run(100);
    board.radio.restart();
    board.run(1_000);
    check(gone.isOver, 'who was there is gone');
    check(told(board, 1).join() === opened[0], `it is opened again: ${told(board, 1)}`);
    check(board.radio.said[CLOSED] === 1, 'its start is answered at once');
    const next = guest(board);
    next.send(HELLO);
    board.run(500);
    check(next.heard[0]?.kind === HELLO_TOO, 'who comes then is greeted');
    return told(board, 0).join(', ');
  },

  async 'a radio that starts anew at home joins again'(bench) {
    const board = await atHome(bench);
    const before = board.radio.jobs.length;
    board.radio.restart();
    board.run(JOB_MS + 1_000);
    check(told(board, before).join().startsWith('join-stored'), `it is told to join: ${told(board, before)}`);
    check(same(board.color(), BLUE), 'it is online again');
    return told(board, 0).map((job) => job.split(' ')[0]).join(', ');
  },

  async 'what the radio\'s line loses is said again: that a job has ended, that the network is gone'(bench) {
    const { image } = await settled(bench);
    const board = bench.board({ image });
    board.powerOn();
    board.radio.spoils = ENDED;
    board.run(3_000);
    check(same(board.color(), BLUE), 'it is online, although it was not told at first');
    check(board.radio.said[ENDED] === 2, `it is told once more: ${board.radio.said[ENDED]}`);
    board.radio.spoils = LINK_LOST;
    const [before, lost] = [board.radio.jobs.length, board.ms];
    board.radio.loseLink();
    board.run(AGAIN_MS / 2);
    check(told(board, before).length === 0, 'it does not know');
    board.run(JOB_MS + 1_000);
    check(told(board, before).join().startsWith('join-stored'), `it joins again: ${told(board, before)}`);
    check(board.radio.said[LINK_LOST] === 2, 'it is told once more');
    return `joins again ${(board.radio.jobs.at(-1).ms - lost).toFixed(0)} ms after it was lost`;
  },

  // It was told to the radio, and nothing keeps it: it is read from the flash again whenever it is wanted.
  async 'a password that the radio was told is nowhere in RAM, neither at home nor when it was told again'(bench) {
    const board = await atHome(bench);
    isNowhere(board, PASSWORD, 'at home');
    const before = board.radio.jobs.length;
    board.radio.loseLink();
    board.run(JOB_MS + 3_000);
    check(told(board, before).join().startsWith('join-stored'), `it joins again: ${told(board, before)}`);
    isNowhere(board, PASSWORD, 'once it has joined again');
    check(Buffer.from(board.flash.image).includes(PASSWORD), 'it is in the flash');
    return `${board.m.sram.length} bytes`;
  },

  'who connects while the camera does not listen is asked for again, and goes on as one'(bench) {
    const board = bench.boardInSetup();
    const { uart } = board.radio;
    const hears = uart.onByte;
    // The first answer does not come through.
    uart.onByte = () => {};
    const it = guest(board);
    board.run(AGAIN_MS / 2);
    uart.onByte = hears;
    it.send(HELLO);
    board.run(500);
    check(it.heard.map(({ kind }) => kind).join() === String(HELLO_TOO) && !it.isOver, `it is greeted: ${JSON.stringify(it.heard)}`);
    // The radio has not heard the answer yet, and asks again: both count on.
    board.radio.guests.all.get(it.id).say(CONNECTED, [0xb4, 0x0b]);
    it.send(frame(0x25, 2));
    board.run(500);
    check(it.heard.length === 2 && !it.isOver, `it goes on: ${JSON.stringify(it.heard)}`);
    return it.heard.map(({ kind }) => kind.toString(16)).join(', ');
  },

  'who comes over the radio is greeted; two have a place, a third is told that it is busy'(bench) {
    const board = bench.boardInSetup();
    const all = [1, 2, 3].map(() => guest(board));
    all.forEach(({ send }) => send(HELLO));
    board.run(500);
    check(all.map(({ isOver }) => isOver).join() === 'false,false,true', 'the third one is hung up on');
    check(all.map(({ heard }) => heard.length).join() === '1,1,1', `they are answered: ${JSON.stringify(all)}`);
    check(all.map(({ heard }) => heard[0].kind).join() === [HELLO_TOO, HELLO_TOO, REFUSED].join(), 'by a Hello, or not');
    check(all[2].heard[0].body[0] === BUSY, 'because it is busy');
    // Who goes makes room.
    all[0].end();
    const fourth = guest(board);
    fourth.send(HELLO);
    board.run(500);
    check(fourth.heard.length === 1, 'the next one is greeted');
    return all.map(({ heard }) => heard[0].kind.toString(16)).join(', ');
  },

  'a piece that is lost on the radio\'s line ends that connection, and no other'(bench) {
    const board = bench.boardInSetup();
    const [torn, whole] = [guest(board), guest(board)];
    board.run(100);
    board.radio.guests.all.get(torn.id).sent += 5; // of which the camera knows nothing
    [torn, whole].forEach(({ send }) => send(HELLO));
    board.run(500);
    check(torn.isOver && !whole.isOver, 'it is over');
    check(whole.heard.length === 1, 'the other one is answered');
    return `${whole.heard.length} answer`;
  },

  async 'camctl over the radio, by TCP, pairs, sets up and resets it'(bench) {
    const board = bench.boardInSetup();
    const address = await board.radio.guests.listen();
    const keys = mkdtempSync(join(tmpdir(), 'camera-keys-'));
    const said = [];
    const camctl = async (args, typed) => {
      const { code, text } = await beside(board, bench.camctl, ['--keys', keys, '--timeout', '300', ...args], typed);
      check(code === 0, `camctl ${args.join(' ')}: ${text}`);
      said.push(text.trim().split('\n').at(-1));
      return text;
    };
    try {
      await camctl(['--connect', address, 'pair', '--code', '1234-5678-9018']);
      await camctl(['setup', '--ssid', 'home', '--password-stdin'], `${PASSWORD}\n`);
      board.radio.tellTime(1_795_420_800);
      check((await camctl(['status'])).includes('online'), said.at(-1));
      check((await camctl(['time'])).includes('2026-11-23'), said.at(-1));
      await camctl(['reset', '--yes']);
      check(board.run(10_000, () => board.starts.length > 1), 'it restarts');
      board.run(3_000);
      check(isReset(board), 'the reset is whole');
    } finally {
      board.radio.guests.close();
      rmSync(keys, { recursive: true });
    }
    return said.join(' ');
  },
};

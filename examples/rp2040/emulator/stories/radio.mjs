import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beside } from '../cable.mjs';
import { check } from '../check.mjs';
import { Frames, frame } from '../frames.mjs';
import { isReset } from './button.mjs';
import { PASSWORD } from './wire.mjs';

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

export const radio = {
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

import { check } from '../check.mjs';
import { BLUE, becomes } from '../led.mjs';
import { isReset } from './button.mjs';
import { PASSWORD } from '../coprocessor.mjs';
import { settled } from './wire.mjs';

// A camera on its network is held for 7 s; power fails in the n-th operation of that kind of its reset, and comes back.
async function cut(bench, kind, nth) {
  const { image } = await settled(bench);
  const board = bench.board({ image });
  board.powerOn();
  board.run(4_000);
  board.press();
  board.run(7_000);
  board.flash.cut = { kind, nth };
  board.release();
  board.run(5_000, () => !board.m);
  if (board.m) return null; // there was no such operation
  board.run(500);
  board.powerOn();
  board.run(8_000);
  return board;
}

async function cutInReset(bench, kind, nth) {
  const board = await cut(bench, kind, nth);
  check(board, 'power failed');
  check(isReset(board), 'the reset is finished after the cut');
  check(!Buffer.from(board.flash.image).includes(PASSWORD), 'the password is gone');
  check(becomes(board, BLUE, board.starts.at(-1).ms).length > 0, 'setup opens after it');
  return `starts: ${board.starts.map(({ ms, why }) => `${why} at ${ms.toFixed(0)}`).join(', ')} ms`;
}

export const power = {
  'power fails inside the first erase of a reset': (bench) => cutInReset(bench, 'erase', 1),
  'power fails inside the second erase of a reset': (bench) => cutInReset(bench, 'erase', 2),
  'power fails inside the second write of a reset': (bench) => cutInReset(bench, 'program', 2),

  async 'power fails inside each operation of a reset in turn: all or nothing'(bench) {
    let nth = 0, undone = 0;
    for (let board; (board = await cut(bench, 'any', nth + 1)); nth++) {
      const knows = Buffer.from(board.flash.image).includes(PASSWORD);
      check(knows !== isReset(board), `operation ${nth + 1}: it is half reset`);
      check(!knows || undone === nth, `operation ${nth + 1}: a reset that had begun is undone`);
      undone += knows;
    }
    check(nth > 4, `only ${nth} operations`);
    return `${nth} operations, ${undone} of them before the reset counts`;
  },

  async 'power fails inside the write that begins a reset: as if nobody had held the button'(bench) {
    const board = await cut(bench, 'program', 1);
    check(board?.starts.length === 2, 'it starts once, and stays');
    check(Buffer.from(board.flash.image).includes(PASSWORD), 'it knows its network');
    check(board.radio.jobs.at(-1).job === 'join-stored', 'it joins');
    return 'on its network again';
  },
};

import { check } from '../check.mjs';
import { BLUE, becomes } from '../led.mjs';
import { isReset } from './button.mjs';

// A reset by 7 s of holding, in which power fails in the n-th operation of that kind, and comes back.
function cutInReset(bench, kind, nth) {
  const board = bench.boardInSetup();
  // Something to lose: bytes that no log would make, in both sectors.
  board.press();
  board.run(7_000);
  board.flash.cut = { kind, nth };
  board.release();
  board.run(4_000, () => !board.m);
  check(!board.m, 'power failed');
  const cutAt = board.flash.operations.at(-1);
  board.run(500);
  board.powerOn();
  board.run(8_000);
  check(isReset(board), 'the reset is finished after the cut');
  check(becomes(board, BLUE, board.starts.at(-1).ms).length > 0, 'setup opens after it');
  const why = board.starts.map(({ why }) => why).join(', ');
  return `cut at ${cutAt.ms.toFixed(0)} ms in the ${kind} of ${cutAt.bytes} bytes; starts: ${why}`;
}

export const power = {
  'power fails inside the first erase of a reset': (bench) => cutInReset(bench, 'erase', 1),
  'power fails inside the second erase of a reset': (bench) => cutInReset(bench, 'erase', 2),
  'power fails inside the write that begins a reset': (bench) => {
    // Half of that record: as if the button had never been held.
    const board = bench.boardInSetup();
    board.press();
    board.run(7_000);
    board.flash.cut = { kind: 'program', nth: 1 };
    board.release();
    board.run(4_000, () => !board.m);
    check(!board.m, 'power failed');
    board.powerOn();
    board.run(5_000);
    check(board.starts.length === 2, 'it starts once, and stays');
    check(becomes(board, BLUE, board.starts[1].ms).length > 0, 'setup opens');
    return 'a camera as before';
  },
  'power fails inside the second write of a reset': (bench) => cutInReset(bench, 'program', 2),
};

// How deep the stack of each image has been, in bytes: while it starts, at rest, and at its deepest then, a line for each, as in
// `recorded`.
//
//   node stack.mjs IMAGE…    CAMERA_BENCH: as for run.mjs
//
// The last one has a radio, so that its setup opens: an app pairs with it. The others know that app by its key. Then each
// is reset by its button.

import { App } from './app.mjs';
import { Bench } from './bench.mjs';
import { check } from './check.mjs';

const images = process.argv.slice(2);

// `asks` is what an app wants of it.
async function stack(bench, board, asks) {
  const start = bench.boardInSetup().stackBytes();
  board.paintStack();
  board.run(10_000);
  const rest = board.stackBytes();
  await asks();
  board.press();
  board.run(7_000);
  board.release();
  const { m } = board; // the chip that it restarts from
  check(board.run(5_000, () => board.starts.length > 1), 'the reset restarts it');
  return `start:${start};rest:${rest};deepest:${board.stackBytes(m)}`;
}

const full = new Bench(images.at(-1), process.env.CAMERA_BENCH);
const first = full.boardInSetup();
const app = new App(first, process.env.CAMERA_BENCH);
let kept;
const lines = [await stack(full, first, async () => {
  await app.ask('reach');
  const told = await app.ask('pair', 30_000);
  check(told.startsWith('Enrolled'), told);
  kept = first.flash.store().slice();
})];
for (const image of images.slice(0, -1).reverse()) {
  const bench = new Bench(image, process.env.CAMERA_BENCH);
  const board = bench.board();
  board.flash.store().set(kept);
  board.powerOn();
  board.run(4_000);
  lines.unshift(await stack(bench, board, async () => {
    await app.goTo(board);
    // One that nobody can reach says no.
    await app.ask('move 3000 -1000');
    await app.pass(1_000);
  }));
}
console.log(lines.join('\n'));
app.end();

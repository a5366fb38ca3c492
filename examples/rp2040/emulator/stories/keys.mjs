import { check } from '../check.mjs';
import { settled } from './wire.mjs';

const SESSION_OPEN = 0x84, KEY_BYTES = 32;

// Starts a board with that image of the flash and that noise, has the app come by its key, and gives the key that the
// board makes for the session alone: the first bytes of its half of the handshake, which travel in the clear.
async function sessionKey(bench, app, image, seed) {
  const board = bench.board({ image, seed });
  board.powerOn();
  board.run(3_000);
  const before = app.frames.length;
  await app.goTo(board);
  const answer = app.frames.slice(before).find(({ kind }) => kind === SESSION_OPEN);
  check(answer, 'it opens no session');
  return Buffer.from(answer.body.slice(0, KEY_BYTES)).toString('hex');
}

export const keys = {
  // All else is the same of these two starts, also the seed that is carried in the flash.
  async 'of two starts that differ in the noise of the chip alone, each makes keys of its own'(bench) {
    const { app, image } = await settled(bench);
    const before = app.board;
    const [one, same, other] = [
      await sessionKey(bench, app, image, 3),
      await sessionKey(bench, app, image, 3),
      await sessionKey(bench, app, image, 5),
    ];
    await app.goTo(before);
    check(one === same, `what differs is not the noise: ${one} and ${same}`);
    check(one !== other, `both make ${one}`);
    return `${one.slice(0, 8)}… and ${other.slice(0, 8)}…`;
  },
};

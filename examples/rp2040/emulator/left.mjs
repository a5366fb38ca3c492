// What is left of a secret in a chip: its RAM, which is static data and the stack down to where it has ever come, and the
// buffers of its USB controller.

import { check } from './check.mjs';

// So many of its characters one after the other are found.
const PART = 4;

// Holds that no part of it is there: not where it was kept, and not where it was moved from.
export function isNowhere(board, secret, when) {
  const { m, staticRam } = board;
  const memories = [[0x20000000, m.sram], [0x50100000, m.usbDPRAM]];
  for (const [begins, bytes] of memories) {
    const memory = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let at = 0; at + PART <= secret.length; at++) {
      const found = memory.indexOf(secret.slice(at, at + PART));
      const where = found < staticRam ? 'static' : `stack, ${bytes.length - found} deep`;
      check(found < 0, `${when}: '${secret.slice(at, at + PART)}' is at 0x${(begins + found).toString(16)} (${where})`);
    }
  }
}

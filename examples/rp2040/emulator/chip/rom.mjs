// A boot ROM of our own: what firmware looks up in the real one, by the datasheet (2.8.3). The functions have no code:
// the emulator does what they do when the core arrives at them.

// Each lies at FUNCTIONS + 4 * its index.
const FUNCTIONS = 0x400;
const NAMES = ['IF', 'EX', 'RE', 'RP', 'FC', 'CX', 'MC', 'C4', 'MS', 'S4'];
const LOOKUP = 0x80, TABLE = 0x100, NO_DATA = 0x1f0;

// rom_table_lookup(table, code): a list of (code, address) halfwords that ends with a zero.
const LOOKUP_CODE = [
  0x8802, // loop: ldrh r2, [r0]
  0x2a00, //       cmp  r2, #0
  0xd004, //       beq  none
  0x428a, //       cmp  r2, r1
  0xd004, //       beq  found
  0x3004, //       adds r0, #4
  0xe7f8, //       b    loop
  0x0000,
  0x2000, // none: movs r0, #0
  0x4770, //       bx   lr
  0x8840, // found: ldrh r0, [r0, #2]
  0x4770, //       bx   lr
];
const BX_LR = 0x4770, FOR_EVER = 0xe7fe;

export function stubRom() {
  const bytes = new Uint8Array(16 * 1024);
  const view = new DataView(bytes.buffer);
  const half = (at, value) => view.setUint16(at, value, true);
  view.setUint32(0, 0x20041f00, true);
  view.setUint32(4, 0x41, true);
  half(0x40, FOR_EVER);
  bytes[0x13] = 2; // version
  half(0x14, TABLE);
  half(0x16, NO_DATA);
  half(0x18, LOOKUP | 1);
  LOOKUP_CODE.forEach((code, at) => half(LOOKUP + 2 * at, code));
  NAMES.forEach((name, at) => {
    half(TABLE + 4 * at, name.charCodeAt(0) | (name.charCodeAt(1) << 8));
    half(TABLE + 4 * at + 2, (FUNCTIONS + 4 * at) | 1);
    half(FUNCTIONS + 4 * at, BX_LR);
  });
  return new Uint32Array(bytes.buffer);
}

// The name of the function that begins at `pc`, if one does.
export function romFunction(pc) {
  return pc >= FUNCTIONS && pc < FUNCTIONS + 4 * NAMES.length ? NAMES[(pc - FUNCTIONS) >> 2] : undefined;
}

// The flash chip: NOR cells, the times of a W25Q16JV, and power that can fail in the middle.

export const FLASH_BYTES = 2 << 20;
const SECTOR = 4096, PAGE = 256;
const USER = FLASH_BYTES - 2 * SECTOR;
const ERASE_NS = 45e6, PROGRAM_NS = 4e5;

export class Flash {
  image = new Uint8Array(FLASH_BYTES).fill(0xff);
  // Every operation since power was first on: { ms, kind, at, bytes, ns }.
  operations = [];
  // Power fails in the n-th operation of that kind from now on: { kind, nth, share }; 'any' is every kind. `share` of it is
  // done then: 0, a half (else), or 1.
  cut = null;
  // So often the first sector of the user's region will not erase: a cell of it stays programmed, also where all were blank.
  worn = 0;

  constructor(fail, now) {
    this.fail = fail;
    this.now = now;
  }

  // Both give how long it takes, in nanoseconds, and whether power failed in the middle of it.
  erase(at, bytes) {
    if (at % SECTOR || bytes % SECTOR) this.fail(`erase of ${bytes} at ${at.toString(16)}: not aligned`);
    const cut = this.begin('erase', at, bytes);
    if (at === USER && this.worn > 0) {
      this.worn -= 1;
      this.image[at + bytes - 1] = 0;
    } else this.image.fill(0xff, at, at + bytes * (cut?.share ?? 1));
    return this.took((bytes / SECTOR) * ERASE_NS, cut);
  }

  program(at, data) {
    if (at % PAGE || data.length % PAGE) this.fail(`program of ${data.length} at ${at.toString(16)}: not aligned`);
    const cut = this.begin('program', at, data.length);
    // Half of the bits that fall, byte by byte: the torn page of a real cut.
    const falls = { 0: () => false, 1: () => true }[cut?.share ?? 1] ?? ((i) => i % 2 === 0);
    data.forEach((byte, i) => (this.image[at + i] &= falls(i) ? byte : 0xff));
    return this.took((data.length / PAGE) * PROGRAM_NS, cut);
  }

  begin(kind, at, bytes) {
    if (at + bytes > FLASH_BYTES) this.fail(`${kind} outside of the flash: ${at.toString(16)}`);
    this.operations.push({ ms: this.now(), kind, at, bytes, ns: 0 });
    if (this.cut?.kind !== kind && this.cut?.kind !== 'any') return null;
    this.cut.nth -= 1;
    if (this.cut.nth > 0) return null;
    const { share = 0.5 } = this.cut;
    this.cut = null;
    return { share };
  }

  took(ns, cut) {
    const operation = this.operations.at(-1);
    operation.ns = ns * (cut?.share ?? 1);
    return { ns: operation.ns, cut: Boolean(cut) };
  }

  // What is left of the operation in flight at that instant, in milliseconds.
  leftMs(at) {
    const inFlight = this.operations.find(({ ms, ns }) => ms <= at && at < ms + ns / 1e6);
    return inFlight ? inFlight.ms + inFlight.ns / 1e6 - at : 0;
  }

  // The sector before the store, in places of a seed each: camera_app::entropy.
  carriedSeed() {
    const sector = this.image.subarray(FLASH_BYTES - 6 * SECTOR, FLASH_BYTES - 5 * SECTOR);
    return Array.from({ length: SECTOR / 32 }, (_, i) => sector.slice(32 * i, 32 * (i + 1)));
  }

  // The store as camera_app::layout has it: a sector of the factory's, and two regions of two each.
  store() {
    return this.image.subarray(FLASH_BYTES - 5 * SECTOR);
  }

  journal() {
    return this.image.subarray(FLASH_BYTES - 4 * SECTOR, USER);
  }

  user() {
    return this.image.subarray(USER);
  }
}

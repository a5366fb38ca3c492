// An RP2040 at power on: rp2040js, with what it lacks put right from outside.

import { BasePeripheral, RP2040 } from 'rp2040js';
import { stubRom } from './rom.mjs';
import { Pl011 } from './uart.mjs';
import { UsbHost } from './usb.mjs';

const VECTORS = 0x10000100;
const IRQ_UART0 = 20;
// The pins of both UARTs, transmitter first, by the table of README.md.
const LINES = [[0, 1], [4, 5]];
export const NOISE = 0x5a;

// Registers that remember what was written, and no more.
class Registers extends BasePeripheral {
  constructor(m, name, values = {}) {
    super(m, name);
    this.values = values;
  }
  readUint32(offset) {
    return this.values[offset] ?? 0;
  }
  writeUint32(offset, value) {
    this.values[offset] = value >>> 0;
  }
}

// The ring oscillator, whose random bit comes from a generator that repeats.
class Rosc extends Registers {
  constructor(m, random) {
    super(m, 'ROSC', { 0x18: 0x80001000 });
    this.random = random;
  }
  readUint32(offset) {
    return offset === 0x1c ? this.random() : super.readUint32(offset);
  }
}

// `fail` takes a sentence: something happened that must not.
export function chip({ flash, random, watchdog, fail }) {
  const m = new RP2040();
  m.logger = {
    debug() {},
    info: (_, text) => text === 'SEV' && (m.core.eventRegistered = true),
    warn: (name, text) => fail(`${name}: ${text}`),
    error: (name, text) => fail(`${name}: ${text}`),
  };
  m.onBreak = (code) => fail(`breakpoint ${code} at ${m.core.PC.toString(16)}`);
  m.peripherals[0x14000] = new Registers(m, 'XIP_CTRL', { 8: 3 });
  m.peripherals[0x40018] = new Registers(m, 'IO_QSPI');
  m.peripherals[0x40060] = new Rosc(m, random);
  m.peripherals[0x40064] = new Registers(m, 'VREG_AND_CHIP_RESET', { 8: 0x100 });
  for (const n of [0, 1]) m.uart[n] = m.peripherals[0x40034 + 4 * n] = new Pl011(m, `UART${n}`, IRQ_UART0 + n, LINES[n]);
  const usb = new UsbHost(m);
  m.loadBootrom(stubRom());
  m.flash.set(flash.image);
  m.sram.fill(NOISE); // what a chip that was just switched on holds
  // As the second boot stage leaves it.
  m.core.VTOR = VECTORS;
  m.core.SP = m.readUint32(VECTORS);
  m.core.PC = m.readUint32(VECTORS + 4) & ~1;
  const dog = m.peripherals[0x40058];
  if (watchdog) {
    dog.reason = watchdog.reason;
    dog.scratchData.set(watchdog.scratch);
  }
  return { m, usb, dog };
}

// A small generator (xorshift32) of bits. Where it is stands in a field, for whoever goes back to it.
export function bits(seed) {
  const next = () => {
    next.x ^= next.x << 13;
    next.x ^= next.x >>> 17;
    next.x ^= next.x << 5;
    return (next.x >>> 16) & 1;
  };
  next.x = seed | 1;
  return next;
}

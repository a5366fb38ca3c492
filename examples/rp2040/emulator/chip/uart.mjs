// A PL011 with the times of its baud rate: the stock one has neither, and its transmit interrupt never ends.

import { BasePeripheral } from 'rp2040js';

const DR = 0x00, RSR = 0x04, FR = 0x18, IBRD = 0x24, FBRD = 0x28, LCR_H = 0x2c, CR = 0x30, IFLS = 0x34;
const IMSC = 0x38, RIS = 0x3c, MIS = 0x40, ICR = 0x44, DMACR = 0x48;
const RX = 1 << 4, TX = 1 << 5, RX_TIMEOUT = 1 << 6, BREAK = 1 << 9;
const DEPTH = 32, BITS = 10;
// What the other side of every line speaks, and by how much it may be off; the function of a pin that is a UART's.
const BAUD = 115_200, TOLERANCE = 0.02, UART = 2, ENABLED = 1;

export class Pl011 extends BasePeripheral {
  onByte = () => {};

  // `pins`: where the other side is.
  constructor(m, name, irq, pins) {
    super(m, name);
    this.irq = irq;
    this.pins = pins;
    this.registers = { [LCR_H]: 0, [CR]: 0x300, [IFLS]: 0x12, [IMSC]: 0, [IBRD]: 0, [FBRD]: 0, [DMACR]: 0 };
    this.raw = 0;
    this.rx = [];
    this.tx = [];
    this.incoming = [];
    this.shifts = m.clock.createAlarm(() => this.shifted());
    this.arrives = m.clock.createAlarm(() => this.arrived());
    this.idles = m.clock.createAlarm(() => this.rx.length && this.raise(RX_TIMEOUT));
  }

  get byteNs() {
    const divisor = this.registers[IBRD] + this.registers[FBRD] / 64 || 1;
    return (BITS * 16 * divisor * 1e9) / this.rp2040.clkPeri;
  }

  // Bytes that the other side sends, one after the other in their own time.
  feed(bytes) {
    const isQuiet = this.incoming.length === 0;
    this.incoming.push(...bytes);
    if (isQuiet && this.incoming.length) this.arrives.schedule(this.byteNs);
  }

  // The other side holds the line low for longer than a byte.
  feedBreak() {
    this.receive(0x700); // break, framing error
  }

  // On other pins, or in another time, nobody understands anybody.
  hold() {
    if (!(this.registers[CR] & ENABLED)) return;
    const isOff = this.pins.filter((pin) => this.rp2040.gpio[pin].functionSelect !== UART);
    if (isOff.length) this.error(`GP${isOff.join(' and GP')} is not its`);
    const baud = (BITS * 1e9) / this.byteNs;
    if (Math.abs(baud / BAUD - 1) > TOLERANCE) this.error(`${baud.toFixed(0)} baud instead of ${BAUD}`);
  }

  arrived() {
    this.hold();
    this.receive(this.incoming.shift());
    if (this.incoming.length) this.arrives.schedule(this.byteNs);
  }

  receive(word) {
    if (this.rx.length < DEPTH) this.rx.push(word);
    if (word & 0x400) this.raise(BREAK);
    if (this.rx.length >= DEPTH / 2) this.raise(RX);
    this.idles.schedule(3.2 * this.byteNs);
  }

  shifted() {
    this.onByte(this.tx.shift());
    if (this.tx.length) this.shifts.schedule(this.byteNs);
    if (this.tx.length <= DEPTH / 2) this.raise(TX);
  }

  raise(bits) {
    this.raw |= bits;
    this.update();
  }

  update() {
    this.rp2040.setInterrupt(this.irq, (this.raw & this.registers[IMSC]) !== 0);
  }

  readUint32(offset) {
    switch (offset) {
      case DR: {
        const word = this.rx.shift() ?? 0;
        if (this.rx.length < DEPTH / 2) this.raw &= ~RX;
        if (!this.rx.length) this.raw &= ~RX_TIMEOUT;
        this.update();
        return word;
      }
      case FR: {
        const rx = (this.rx.length ? 0 : 1 << 4) | (this.rx.length >= DEPTH ? 1 << 6 : 0);
        const tx = (this.tx.length ? 1 << 3 : 1 << 7) | (this.tx.length >= DEPTH ? 1 << 5 : 0);
        return rx | tx;
      }
      case RSR: return 0;
      case RIS: return this.raw;
      case MIS: return this.raw & this.registers[IMSC];
      default: return offset in this.registers ? this.registers[offset] : super.readUint32(offset);
    }
  }

  writeUint32(offset, value) {
    switch (offset) {
      case DR:
        this.hold();
        if (this.tx.length < DEPTH) this.tx.push(value & 0xff);
        if (this.tx.length === 1) this.shifts.schedule(this.byteNs);
        if (this.tx.length > DEPTH / 2) this.raw &= ~TX;
        this.update();
        return;
      case RSR: return;
      case ICR:
        this.raw &= ~value;
        this.update();
        return;
      default:
        if (!(offset in this.registers)) return super.writeUint32(offset, value);
        this.registers[offset] = value;
        this.update();
    }
  }
}

// A Pico on a bench: power, a button to press, an LED and servo pulses to look at, and the lines to its peers. Time is
// virtual, and the same story always takes the same course.

import { readFileSync } from 'node:fs';
import { GPIOPinState } from 'rp2040js';
import { NOISE, bits, chip } from './chip/chip.mjs';
import { Flash } from './chip/flash.mjs';
import { romFunction } from './chip/rom.mjs';
import { strip } from './chip/strip.mjs';

// The table of README.md.
export const PIN = { button: 15, pir: 14, red: 16, green: 17, blue: 18, strip: 19, pan: 20, tilt: 21, nightLight: 22 };

const RAM = 0x20000000;

// Writes of the colours one after the other are one change, also when a line's task interrupts them.
const AT_ONCE_MS = 0.5;

export class Board {
  // Milliseconds and [red, green, blue] of every change of the LED, 0 to 255 each.
  led = [];
  // The same of the first LED of the strip, with the pulses that told it, in nanoseconds.
  strip = [];
  // Milliseconds and level of every edge of a pin, by its number.
  edges = {};
  // Every start: { ms, why }.
  starts = [];
  levels = { [PIN.button]: true, [PIN.pir]: false };

  // `image`: what the whole flash holds, else that ELF and that factory record.
  constructor(elf, { factory, image, seed = 1 } = {}) {
    this.flash = new Flash((what) => this.fail(what), () => this.ms);
    this.random = bits(seed);
    this.staticRam = load(elf, this.flash.image);
    if (factory) this.flash.store().set(factory);
    if (image) this.flash.image.set(image);
    this.before = 0; // nanoseconds of the chips before this one
  }

  get ms() {
    return (this.before + (this.m ? this.m.clock.nanos : 0)) / 1e6;
  }

  fail(what) {
    const pc = this.m?.core.PC.toString(16);
    throw new Error(`${what} (at ${this.ms.toFixed(3)} ms, pc ${pc})`);
  }

  powerOn() {
    this.start('power');
  }

  powerOff() {
    const { image } = this.flash;
    if (Buffer.compare(this.m.flash.subarray(0, image.length), image)) this.fail('the flash was written like RAM');
    this.before += this.m.clock.nanos;
    this.m = null;
    this.wakesAt = null;
  }

  // Every reset is a new chip with the same flash, and one that keeps its power keeps its RAM.
  start(why, watchdog) {
    const ram = watchdog && this.m.sram;
    if (this.m) this.powerOff();
    this.starts.push({ ms: this.ms, why });
    const { m, usb, dog } = chip({ flash: this.flash, random: () => this.random(), watchdog, fail: (what) => this.fail(what) });
    [this.m, this.usb, this.xip] = [m, usb, true];
    if (ram) m.sram.set(ram);
    dog.onWatchdogTrigger = () => {
      dog.alarm.enable = false; // else it triggers for ever
      this.bitten = { reason: dog.reason, scratch: dog.scratchData };
    };
    for (const [pin, level] of Object.entries(this.levels)) m.gpio[pin].setInputValue(level);
    for (const pin of [PIN.pan, PIN.tilt]) this.watch(pin);
    this.watchLed();
    strip(m, PIN.strip, (color, highs) => this.strip.push({ ms: this.ms, color, highs }));
    this.onStart?.();
  }

  // Records the edges of a pin from now on.
  watch(pin) {
    this.edges[pin] ??= [];
    this.m.gpio[pin].addListener((state) => this.edges[pin].push([this.ms, state === GPIOPinState.High]));
  }

  // The LED is what its three channels are told; that the pins follow is a story of its own.
  watchLed() {
    const pwm = this.m.pwm;
    const write = pwm.writeUint32.bind(pwm);
    this.see([0, 0, 0]);
    pwm.writeUint32 = (offset, value) => {
      write(offset, value);
      if (offset % 0x14 === 0x0c && offset < 2 * 0x14) this.see(this.color());
    };
  }

  color() {
    const [first, second] = this.m.pwm.channels;
    const duties = [first.cc & 0xffff, first.cc >>> 16, second.cc & 0xffff];
    return duties.map((duty, i) => Math.round((255 * duty) / (i < 2 ? first : second).top));
  }

  see(color) {
    const last = this.led.at(-1);
    if (last && String(last.color) === String(color)) return;
    if (last && this.ms - last.ms < AT_ONCE_MS) last.color = color;
    else this.led.push({ ms: this.ms, color });
  }

  // How deep the stack has been since the start, or since it was painted, in bytes.
  stackBytes({ sram } = this.m) {
    let at = this.staticRam;
    while (sram[at] === NOISE) at++;
    return sram.length - at;
  }

  paintStack() {
    this.m.sram.fill(NOISE, this.staticRam, this.m.core.SP - RAM);
  }

  drive(pin, level) {
    this.levels[pin] = level;
    this.m?.gpio[pin].setInputValue(level);
  }

  press() {
    this.drive(PIN.button, false);
  }

  release() {
    this.drive(PIN.button, true);
  }

  // Lets time pass: `ms` of it, or less when `until` becomes true. Gives what `until` said last.
  run(ms, until) {
    const end = this.ms + ms;
    let look = this.ms;
    while (this.ms < end - 1e-6) {
      if (until && this.ms >= look) {
        if (until()) return true;
        look = this.ms + 0.1;
      }
      if (this.m) this.step(end);
      else this.before += (end - this.ms) * 1e6;
    }
    return until ? until() : true;
  }

  step(end) {
    const { core, clock, clkSys } = this.m;
    if (core.waiting) {
      const next = clock.nextAlarm ? clock.nanosToNextAlarm : Infinity;
      clock.tick(Math.max(0, Math.min(next, (end - this.ms) * 1e6)));
      if (core.interruptsUpdated && core.checkForInterrupts()) core.waiting = false;
    } else {
      const called = romFunction(core.PC);
      if (called) this.call(called);
      else {
        if (!this.xip && core.PC >>> 24 === 0x10) this.fail('code runs from the flash while it is busy');
        clock.tick((core.executeInstruction() * 1e9) / clkSys);
      }
    }
    if (this.bitten) {
      const watchdog = this.bitten;
      this.bitten = null;
      this.start(watchdog.reason & 2 ? 'restart' : 'watchdog', watchdog);
    }
  }

  // A function of the ROM.
  call(name) {
    const { m, flash } = this;
    const [to, from, count] = m.core.registers;
    const byte = (at) => m.readUint8(at);
    let took = { ns: 0, cut: false };
    switch (name) {
      case 'EX': this.xip = false; break;
      case 'RE': took = flash.erase(to, from); break;
      case 'RP': took = flash.program(to, Uint8Array.from({ length: count }, (_, i) => byte(from + i))); break;
      case 'MC': case 'C4': for (let i = 0; i < count; i++) m.writeUint8(to + i, byte(from + i)); break;
      case 'MS': case 'S4': for (let i = 0; i < count; i++) m.writeUint8(to + i, from & 0xff); break;
      case 'FC': this.xip = true; break; // the second boot stage follows, from RAM
    }
    if (name === 'RE' || name === 'RP') m.flash.set(flash.image);
    if (took.ns) m.clock.tick(took.ns);
    if (took.cut) return this.powerOff();
    m.core.PC = m.core.LR & ~1;
  }
}

// Where an ELF says its parts lie in the flash; gives how much of the RAM it takes from the start.
function load(path, flash) {
  const elf = readFileSync(path);
  const headers = elf.readUInt32LE(28);
  let ram = 0;
  for (let i = 0; i < elf.readUInt16LE(44); i++) {
    const at = headers + 32 * i;
    const fields = [0, 4, 8, 12, 16, 20].map((field) => elf.readUInt32LE(at + field));
    const [kind, offset, runsAt, address, bytes, inRam] = fields;
    if (kind !== 1) continue;
    if (bytes) flash.set(elf.subarray(offset, offset + bytes), address - 0x10000000);
    if (runsAt >>> 24 === 0x20) ram = Math.max(ram, runsAt + inRam - RAM);
  }
  return ram;
}

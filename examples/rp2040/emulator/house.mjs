// The board in the house of a `.scenario` story: power, pins and flash are here, and so is time. What happens when, and what
// the networks and the controllers say, is the bench's: examples/app/examples/bench/story.
//
// Each line of the bench's is answered by one: what has happened since the last.

import { Board, PIN } from './board.mjs';
import { Frames, frame } from './frames.mjs';
import { CONNECTED, Guests } from './guests.mjs';

const START = 0x60, TAKEN = 0x61;
// Changes of the colours one after the other are one of the LED; a console that says nothing for so long has said all.
const SETTLES_MS = 0.6, SAID_ALL_MS = 3;
// The longest that is waited for anything: a start with its line over USB, a console, and a watchdog that bites.
const READY_MS = 3_000, ANSWERS_MS = 3_000, BITES_MS = 9_000;
// What the light sensor's pin reads in daylight, and in the dark: examples/rp2040/src/light.rs.
const BRIGHT = 400, DARK = 3_200;

// One whose servos' pulses are looked at as they are, and not kept.
class Watched extends Board {
  pulses = { [PIN.pan]: 0, [PIN.tilt]: 0 };
  turnedAt = 0;
  rose = {};

  watch(pin) {
    this.rose[pin] = undefined;
    this.m.gpio[pin].addListener((state) => {
      if (state === 1) this.rose[pin] = this.ms;
      else if (this.rose[pin] !== undefined) this.pulse(pin, Math.round(1e3 * (this.ms - this.rose[pin])));
    });
  }

  pulse(pin, us) {
    if (this.pulses[pin] === us) return;
    this.pulses[pin] = us;
    this.turnedAt = this.ms;
  }
}

// An erase is over once the store has read the sector back, which takes a Pico that long.
const READ_BACK_MS = 0.8;

export class House {
  links = {};
  light = BRIGHT;

  constructor(bench) {
    this.board = new Watched(bench.elf, { factory: bench.factory });
    this.guests = new Guests(() => this.uart);
    this.board.onStart = () => this.plug();
    this.forget();
  }

  // What is told is told once.
  forget() {
    this.told = { flash: this.board.flash.operations.length, led: this.settled, starts: this.board.starts.length, turnedAt: this.board.turnedAt, isOn: Boolean(this.board.m) };
    this.news = { orders: [], came: [], closed: [], text: '' };
  }

  // Another chip has started.
  plug() {
    const { m } = this.board;
    this.uart = m.uart[1];
    this.frames = new Frames();
    this.uart.onByte = (byte) => this.frames.feed([byte]).forEach((came) => this.heard(came));
    m.adc.channelValues[0] = this.light;
  }

  // The camera says something on its radio's line.
  heard(came) {
    if (came.kind >= CONNECTED) this.guests.heard(came);
    if (came.kind !== START) return;
    this.uart.feed(frame(TAKEN, came.id));
    const took = (frame(START, came.id, came.body).length + 1) * this.uart.byteNs;
    this.news.orders.push({ ms: this.board.ms - took / 1e6, id: came.id, body: hex(came.body) });
  }

  line(words) {
    const [word, ...args] = words.split(' ');
    const more = this[`do_${word}`](...args);
    const { board, news, told } = this;
    const answer = {
      ms: board.ms,
      is_on: Boolean(board.m),
      starts: board.starts.length,
      led: board.led.slice(told.led, this.settled).map(({ ms, color }) => [ms, color]),
      flash: board.flash.operations.slice(told.flash).map(({ kind, ms, ns }) => [ms, ms + ns / 1e6 + (kind === 'erase' ? READ_BACK_MS : 0)]),
      pulses_us: [board.pulses[PIN.pan], board.pulses[PIN.tilt]],
      turned_at_ms: board.turnedAt,
      night_light: this.nightLight(),
      ...news,
      ...more,
    };
    this.forget();
    return answer;
  }

  // Whether there is something to tell.
  get isNews() {
    const { board, news, told } = this;
    return (
      news.orders.length > 0 || news.came.length > 0 || news.closed.length > 0 ||
      Boolean(board.m) !== told.isOn || board.starts.length !== told.starts || board.turnedAt !== told.turnedAt ||
      this.settled > told.led
    );
  }

  // How many changes of the LED are whole: the last one may still be written.
  get settled() {
    const { led, ms } = this.board;
    return led.length - (led.at(-1)?.ms > ms - SETTLES_MS ? 1 : 0);
  }

  do_run(ms) {
    this.board.run(Number(ms), () => this.isNews);
  }

  do_power(level) {
    if (level === 'on' && !this.board.m) this.board.powerOn();
    if (level === 'off' && this.board.m) this.board.powerOff();
  }

  do_pin(name, level) {
    this.board.drive(PIN[name], level === 'high');
  }

  do_light(percent) {
    this.light = DARK + ((BRIGHT - DARK) * percent) / 100;
    if (this.board.m) this.board.m.adc.channelValues[0] = this.light;
  }

  // In a corner of the RAM it waits for interrupts, for ever: there are none any more.
  do_hang() {
    const { board } = this;
    const corner = 0x20041000;
    board.m.writeUint32(corner, 0xe7fdbf30); // wfi; b .-2
    Object.assign(board.m.core, { waiting: false, enabledInterrupts: 0, PC: corner });
    const before = board.starts.length;
    if (!board.run(BITES_MS, () => board.starts.length > before)) board.fail('its watchdog does not bite');
  }

  do_cut(nth, share) {
    this.board.flash.cut = { kind: 'any', nth: Number(nth), share: Number(share) };
  }

  do_worn(times) {
    this.board.flash.worn = Number(times);
  }

  do_flip(at) {
    this.board.flash.store()[at] ^= 1;
  }

  do_radio(bytes) {
    this.uart.feed(Buffer.from(bytes, 'hex'));
  }

  do_connect(phone) {
    const hears = (bytes, done) => {
      this.news.came.push([Number(phone), hex(bytes)]);
      done();
    };
    const hangUp = () => {
      this.links[phone] = null;
      this.news.closed.push(Number(phone));
    };
    this.links[phone] = this.guests.connect(hears, hangUp);
  }

  do_say(phone, bytes) {
    this.links[phone]?.send([...Buffer.from(bytes, 'hex')]);
  }

  do_close(phone) {
    this.links[phone]?.end();
    this.links[phone] = null;
  }

  // Types at the console, and waits for what it says; it says nothing where power fails.
  do_type(command) {
    const { board } = this;
    board.run(READY_MS, () => !board.m || board.usb.isReady);
    if (!board.m) return;
    const { usb } = board;
    if (this.console !== usb) {
      this.console = usb;
      usb.open(1);
      usb.lines[1].onBytes = (bytes) => {
        this.news.text += String.fromCharCode(...bytes);
        this.saidAt = board.ms;
      };
    }
    const asked = board.ms;
    this.saidAt = asked;
    usb.send(1, Buffer.from(`${command}\r`));
    board.run(ANSWERS_MS, () => !board.m || board.usb !== usb || (this.news.text.endsWith('\r\n') && board.ms > this.saidAt + SAID_ALL_MS));
    return { asked_ms: asked };
  }

  do_store() {
    return { store: hex(this.board.flash.store()) };
  }

  do_holds(...secrets) {
    const image = Buffer.from(this.board.flash.image);
    return { holds: secrets.some((secret) => image.includes(Buffer.from(secret, 'hex'))) };
  }

  // In percent.
  nightLight() {
    const { m } = this.board;
    if (!m) return 0;
    const { cc, top } = m.pwm.channels[3];
    return Math.round((100 * (cc & 0xffff)) / top);
  }
}

const hex = (bytes) => Buffer.from(bytes).toString('hex');

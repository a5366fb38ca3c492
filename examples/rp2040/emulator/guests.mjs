// Controllers by TCP, over the radio's line: SPEC.md, section 19. A connection is whatever is read from and written to, such
// as a socket of this computer.

import { createServer } from 'node:net';
import { Again } from './again.mjs';
import { frame } from './frames.mjs';

export const CONNECTED = 0x66, CLOSED = 0x6a;
const ACCEPTED = 0x67, BYTES = 0x68, ARRIVED = 0x69;
const ROOM = 1460, PIECE = 112, WRAPS = 0x10000, TELLS = 3;

export function varint(number) {
  return number < 0x80 ? [number] : [(number % 0x80) + 0x80, ...varint(Math.floor(number / 0x80))];
}

// The number, and what stands behind it.
function number(body) {
  const end = body.findIndex((byte) => byte < 0x80) + 1;
  return [body.slice(0, end).reduceRight((sum, byte) => sum * 0x80 + (byte & 0x7f), 0), body.slice(end)];
}

class Guest {
  // How much it may send, and what of both directions is counted.
  room = 0;
  sent = 0;
  arrived = 0;
  came = 0;
  waiting = [];

  constructor(clock, say, { hears, hangUp }, nobody) {
    Object.assign(this, { say, hears, hangUp });
    this.asks = new Again(clock, () => this.say(CONNECTED, varint(ROOM)), TELLS, nobody);
  }

  // The controller says that.
  send(bytes) {
    this.waiting.push(...bytes);
    this.go();
  }

  go() {
    for (;;) {
      const may = this.room - ((this.sent - this.arrived + WRAPS) % WRAPS);
      const piece = this.waiting.splice(0, Math.min(may, PIECE));
      if (!piece.length) return;
      this.say(BYTES, [...varint(this.sent), ...varint(piece.length), ...piece]);
      this.sent = (this.sent + piece.length) % WRAPS;
    }
  }

  heard(kind, body) {
    const [first, rest] = number(body);
    this.asks.end();
    if (kind === ACCEPTED) this.room = first;
    if (kind === ARRIVED) this.arrived = first;
    if (kind === BYTES && !this.takes(first, number(rest)[1])) return false;
    this.go();
    return kind !== CLOSED;
  }

  takes(at, bytes) {
    if (at !== this.came) return false;
    this.came = (at + bytes.length) % WRAPS;
    this.hears(bytes, () => this.say(ARRIVED, varint(this.came)));
    return true;
  }
}

export class Guests {
  all = new Map();
  last = 0;

  // `uart()`: the line to the camera, as it is now.
  constructor(uart) {
    this.uart = uart;
  }

  // Somebody connects. `hears(bytes, done)` is told what the camera says, `hangUp()` that it is over; gives what it says by.
  connect(hears, hangUp) {
    const id = ++this.last;
    const say = (kind, body) => this.uart().feed(frame(kind, id, body));
    const guest = new Guest(this.uart().rp2040.clock, say, { hears, hangUp }, () => this.hangUp(id));
    this.all.set(id, guest);
    return { id, send: (bytes) => guest.send(bytes), end: () => this.forget(id) && say(CLOSED) };
  }

  heard({ kind, id, body }) {
    if (kind === CLOSED && id === 0) return this.over();
    const guest = this.all.get(id);
    if (!guest && kind !== CLOSED) this.uart().feed(frame(CLOSED, id));
    if (guest && !guest.heard(kind, body)) this.hangUp(id);
  }

  // That one is over, if it is not yet.
  forget(id) {
    this.all.get(id)?.asks.end();
    return this.all.delete(id);
  }

  hangUp(id) {
    const guest = this.all.get(id);
    if (this.forget(id)) guest.hangUp();
  }

  // All of them are.
  over() {
    [...this.all.keys()].forEach((id) => this.hangUp(id));
  }

  // Lets programs of this computer connect; gives the address.
  async listen() {
    this.server = createServer((socket) => {
      const guest = this.connect(
        (bytes, done) => socket.write(Uint8Array.from(bytes), done),
        () => socket.end(),
      );
      socket.on('data', (bytes) => guest.send(bytes));
      socket.on('close', () => guest.end());
      socket.on('error', () => {});
    });
    await new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `127.0.0.1:${this.server.address().port}`;
  }

  close() {
    this.over();
    this.server.close();
  }
}

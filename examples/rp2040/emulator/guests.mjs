// Controllers by TCP, over the radio's line: SPEC.md, section 19. A connection is whatever is read from and written to, such
// as a socket of this computer.

import { createServer } from 'node:net';
import { frame } from './frames.mjs';

const CONNECTED = 0x66, ACCEPTED = 0x67, BYTES = 0x68, ARRIVED = 0x69, CLOSED = 0x6a;
const ROOM = 1460, PIECE = 112, WRAPS = 0x10000;

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

  constructor(say, { hears, hangUp }) {
    Object.assign(this, { say, hears, hangUp });
    this.say(CONNECTED, varint(ROOM));
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
    const guest = new Guest((kind, body) => this.uart().feed(frame(kind, id, body)), { hears, hangUp });
    this.all.set(id, guest);
    return { id, send: (bytes) => guest.send(bytes), end: () => this.all.delete(id) && this.uart().feed(frame(CLOSED, id)) };
  }

  heard({ kind, id, body }) {
    if (kind === CLOSED && id === 0) return this.over();
    const guest = this.all.get(id);
    if (!guest && kind !== CLOSED) this.uart().feed(frame(CLOSED, id));
    if (!guest || guest.heard(kind, body)) return;
    this.all.delete(id);
    guest.hangUp();
  }

  // All of them are.
  over() {
    const all = [...this.all.values()];
    this.all.clear();
    all.forEach((guest) => guest.hangUp());
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

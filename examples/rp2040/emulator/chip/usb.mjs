// A USB host on the other end of the cable: it enumerates the device and opens its serial lines (CDC-ACM). Each buffer
// stays the controller's until a packet has really passed; the stock host says so when it is armed, and firmware spins.

const AVAILABLE = 1 << 10, STALL = 1 << 11, FULL = 1 << 15, LENGTH = 0x3ff;
// Registers that the stock controller lacks; firmware clears them all before it begins.
const LACKING = new Set([0x48, 0x5c, 0x7c, 0x80, 0x84, 0x88, 0x8c, 0x98]);
const PACKET_NS = 60e3;
const DTR = 1;

export class UsbHost {
  // The lines that the device has, in its order: { number, in, out, goes, onBytes }.
  lines = [];
  isReady = false;

  constructor(m) {
    this.m = m;
    this.usb = m.usbCtrl;
    this.requests = [];
    this.current = null;
    const write = this.usb.writeUint32.bind(this.usb);
    this.usb.writeUint32 = (offset, value) => (LACKING.has(offset) && value === 0 ? undefined : write(offset, value));
    this.usb.DPRAMUpdated = (offset, value) => this.armed(offset, value);
    this.usb.onUSBEnabled = () => this.usb.resetDevice();
    this.usb.onResetReceived = () => this.enumerate();
  }

  // Opens that line, as a terminal does.
  open(at) {
    this.control([0x21, 0x20, 0, 0, this.lines[at].number, 0, 7, 0], [0x00, 0xc2, 1, 0, 0, 0, 8]);
    this.control([0x21, 0x22, DTR, 0, this.lines[at].number, 0, 0, 0]);
    this.lines[at].isOpen = true;
    this.later(() => this.lines[at].asked?.());
  }

  close(at) {
    this.lines[at].isOpen = false;
    this.control([0x21, 0x22, 0, 0, this.lines[at].number, 0, 0, 0]);
  }

  send(at, bytes) {
    const line = this.lines[at];
    line.goes.push(...bytes);
    this.poll(line);
  }

  enumerate() {
    if (this.lines.length) return;
    this.control([0x80, 6, 0, 1, 0, 0, 64, 0]);
    this.control([0x00, 5, 1, 0, 0, 0, 0, 0]);
    this.control([0x80, 6, 0, 2, 0, 0, 255, 0], [], (bytes) => this.describe(bytes));
    this.control([0x00, 9, 1, 0, 0, 0, 0, 0], [], () => (this.isReady = true));
  }

  // A communication interface's number goes with the data interface that follows it.
  describe(bytes) {
    let number = 0;
    for (let at = 0; at < bytes.length; at += bytes[at]) {
      const [, type, a, b, , klass] = bytes.slice(at, at + 6);
      if (type === 4 && klass === 2) number = a;
      if (type === 4 && klass === 10) this.lines.push({ number, goes: [], onBytes: () => {} });
      const line = this.lines.at(-1);
      if (type === 5 && b === 2 && line) line[a & 0x80 ? 'in' : 'out'] = a & 0x0f;
    }
  }

  control(setup, data = [], then = () => {}) {
    this.requests.push({ setup, data: [...data], then, got: [], length: setup[6] | (setup[7] << 8) });
    if (!this.current) this.next();
  }

  next() {
    this.current = this.requests.shift() ?? null;
    if (this.current) this.later(() => this.usb.sendSetupPacket(Uint8Array.from(this.current.setup)));
    else this.lines.forEach((line) => this.poll(line));
  }

  later(what) {
    this.m.clock.createAlarm(what).schedule(PACKET_NS);
  }

  // The device has given a buffer to its controller.
  armed(offset, value) {
    if (offset < 0x80 || offset > 0xfc) return;
    const endpoint = (offset - 0x80) >> 3;
    const isOut = (offset & 4) !== 0;
    if (endpoint === 0 && value & STALL && this.current) return this.ended();
    if (!(value & AVAILABLE)) return;
    if (!isOut) return this.later(() => this.ask(endpoint, value));
    if (endpoint === 0 && !this.current) return;
    if (endpoint === 0) return this.later(() => this.give(0, this.controlOut(value & LENGTH)));
    const line = this.lines.find((line) => line.out === endpoint);
    if (line) this.poll(line);
  }

  controlOut(room) {
    const isIn = this.current?.setup[0] & 0x80;
    if (isIn) this.later(() => this.ended());
    return isIn ? [] : (this.current?.data.splice(0, room) ?? []);
  }

  ended() {
    const done = this.current;
    this.current = null;
    if (done) done.then(done.got);
    if (!this.current) this.next();
  }

  // As Linux does, it asks a line for bytes only while somebody has it open.
  ask(endpoint, value) {
    const line = this.lines.find((line) => line.in === endpoint);
    if (!line || line.isOpen) return this.take(endpoint, value);
    line.asked = () => {
      line.asked = null;
      this.take(endpoint, value);
    };
  }

  take(endpoint, value) {
    const length = value & LENGTH;
    const at = this.bufferOf(endpoint, false);
    const bytes = [...this.m.usbDPRAM.slice(at, at + length)];
    this.control32(0x80 + 8 * endpoint, value & ~(AVAILABLE | FULL));
    this.usb.indicateBufferReady(endpoint, false);
    if (endpoint) return this.lines.find((line) => line.in === endpoint)?.onBytes(bytes);
    this.current?.got.push(...bytes);
    if (this.current && !(this.current.setup[0] & 0x80)) this.ended();
  }

  // Gives that line a packet, if there is one and the device has room. As on Linux, what somebody writes follows the opening,
  // and whatever was asked before it: of a line that was just closed, the device would drop it with the rest.
  poll(line) {
    const at = 0x84 + 8 * line.out;
    if (this.current || line.isGiving || !line.goes.length || !(this.m.usbDPRAMView.getUint32(at, true) & AVAILABLE)) return;
    line.isGiving = true;
    this.later(() => {
      line.isGiving = false;
      const room = this.m.usbDPRAMView.getUint32(at, true) & LENGTH;
      this.give(line.out, line.goes.splice(0, room));
    });
  }

  give(endpoint, bytes) {
    const at = 0x84 + 8 * endpoint;
    const value = this.m.usbDPRAMView.getUint32(at, true);
    this.m.usbDPRAM.set(bytes, this.bufferOf(endpoint, true));
    this.control32(at, (value & ~(AVAILABLE | LENGTH)) | FULL | bytes.length);
    this.usb.indicateBufferReady(endpoint, true);
  }

  control32(at, value) {
    this.m.usbDPRAMView.setUint32(at, value, true);
  }

  bufferOf(endpoint, isOut) {
    if (!endpoint) return 0x100;
    return this.m.usbDPRAMView.getUint32(8 + 8 * (endpoint - 1) + (isOut ? 4 : 0), true) & 0xffc0;
  }
}

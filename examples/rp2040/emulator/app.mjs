// The app at the other end of the USB cable: camera-proto's controller in a process of its own, and this carries its
// bytes. Its time is the board's.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Frames } from './frames.mjs';

const STEP_MS = 2, FINDS_MS = 5_000;

export class App {
  // What it was told, newest last.
  told = [];
  came = [];
  // The frames in it, newest last.
  frames = [];
  // What the boards before this one have lived longer, in milliseconds.
  ahead = 0;

  constructor(board, bench) {
    this.board = board;
    this.process = spawn(bench, ['app'], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.lines = createInterface({ input: this.process.stdout })[Symbol.asyncIterator]();
  }

  // Does that, and lets time pass until it is told something, which comes back.
  async ask(words, ms = 10_000) {
    const before = this.told.length;
    await this.line(words);
    await this.pass(ms, () => this.told.length > before);
    if (this.told.length === before) throw new Error(`${words}: nothing came of it in ${ms} ms`);
    return this.told[before];
  }

  async pass(ms, until = () => false) {
    const end = this.board.ms + ms;
    while (!until() && this.board.ms < end) {
      this.board.run(STEP_MS, () => this.came.length > 0);
      const hex = Buffer.from(this.came.splice(0)).toString('hex');
      await this.line(hex ? `hear ${hex}` : 'tick');
    }
  }

  // The cable is put into another board, which knows it by its key: the controller finds its way in by itself.
  async goTo(board) {
    if (this.open === this.board.usb) this.open.close(0);
    this.board.run(5);
    this.ahead += this.board.ms - board.ms;
    this.board = board;
    this.came = [];
    await this.line('lost');
    await this.pass(FINDS_MS);
  }

  async line(words) {
    this.process.stdin.write(`${Math.floor(this.board.ms + this.ahead)} ${words}\n`);
    const { value } = await this.lines.next();
    const { connect, send, told } = JSON.parse(value);
    if (connect) this.connect();
    if (send) this.board.usb.send(0, Buffer.from(send, 'hex'));
    if (told) this.told.push(told);
  }

  connect() {
    if (!this.board.run(500, () => this.board.usb.isReady)) throw new Error('there is no line over USB');
    this.open = this.board.usb;
    this.open.open(0);
    const frames = new Frames();
    this.open.lines[0].onBytes = (bytes) => {
      this.came.push(...bytes);
      this.frames.push(...frames.feed(bytes));
    };
    this.board.run(5);
  }

  end() {
    this.process.kill();
  }
}

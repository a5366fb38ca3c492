import { check } from '../check.mjs';
import { TICK_MS, begins, lateMs } from '../timeline.mjs';

// How often it is asked, and what a question and its answer take, in milliseconds.
const ASKS_MS = 10, ANSWER_MS = 8;

// Somebody who asks the console for the state, again and again.
class Watcher {
  // Every change: { ms, state }.
  seen = [];
  text = '';
  asksAt = 0;

  constructor(board) {
    this.board = board;
  }

  for(ms) {
    this.board.run(ms, () => this.ask());
  }

  ask() {
    const { usb, ms } = this.board;
    if (!usb.isReady || ms < this.asksAt) return;
    if (this.usb !== usb) this.open(usb);
    this.asksAt = ms + ASKS_MS;
    usb.send(1, Buffer.from('status\r'));
  }

  // Every restart is another chip, and another connection.
  open(usb) {
    this.usb = usb;
    this.text = '';
    usb.open(1);
    usb.lines[1].onBytes = (bytes) => {
      this.text = (this.text + String.fromCharCode(...bytes)).slice(-200);
      const state = [...this.text.matchAll(/state: (.*)\r/g)].at(-1)?.[1];
      if (state && state !== this.seen.at(-1)?.state) this.seen.push({ ms: this.board.ms, state });
    };
  }
}

export const state = {
  'its state, asked at the console, is the machine\'s through a reset'(bench) {
    const board = bench.board();
    board.powerOn();
    const watcher = new Watcher(board);
    watcher.for(10_000);
    board.press();
    watcher.for(7_000);
    board.release();
    watcher.for(8_000);
    // The machine's own board takes no time at all: a life of it begins with each start of this one.
    const lives = board.starts.flatMap(({ ms }, life) => {
      const began = Math.floor(begins(bench, board, ms));
      const presses = life ? [] : [10_000 - began, 'down', 17_000 - began, 'up'];
      const changes = bench.timeline(Math.ceil(board.ms - began), ...presses).filter(({ restarts }) => restarts === 0);
      const told = changes.map((change) => ({ ms: change.ms + began, state: change.state }));
      // While it changes the flash, the console waits: what lasts no longer than that is not told there.
      return life === board.starts.length - 1 ? told : told.slice(0, -1);
    });
    const should = lives.filter(({ state }, i) => state !== lives[i - 1]?.state);
    const story = (list) => list.map(({ ms, state }) => `${state} at ${ms.toFixed(0)}`).join(', ');
    const text = `${story(watcher.seen)}; should be ${story(should)}`;
    check(watcher.seen.map(({ state }) => state).join() === should.map(({ state }) => state).join(), text);
    let worst = 0;
    watcher.seen.forEach(({ ms }, i) => {
      // Nobody has its console open before it is on the bus.
      if (board.starts.some((start) => ms > start.ms && ms - start.ms < 500)) return;
      const late = lateMs(board, should[i].ms, ms);
      check(late > -TICK_MS && late < TICK_MS + ASKS_MS + ANSWER_MS, `late by ${late}: ${text}`);
      worst = Math.max(worst, late);
    });
    return `${story(watcher.seen)}; told ${worst.toFixed(1)} ms late at the worst, when asked every ${ASKS_MS} ms`;
  },
};

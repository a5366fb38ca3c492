// The Wi-Fi chip on UART1, as SPEC.md has it in section 19, with a house around: each job takes JOB_MS,
// from the first byte of the order to the last one of the answer.

import { Again } from './again.mjs';
import { Frames, frame } from './frames.mjs';
import { CLOSED, Guests, varint } from './guests.mjs';

export const JOB_MS = 300;
export const ENDED = 0x63, LINK_LOST = 0x64;
const START = 0x60, TAKEN = 0x61, TIME = 0x65;
const JOBS = ['start-ap', 'stop-ap', 'scan', 'join-trial', 'join-stored', 'off'];
const STAYS = ['scan', 'stop-ap']; // on the network that it is on
const DONE = [0], JOINED = [1, 1, 0xcc]; // with internet, −52 dBm
const FAILED = (refusal) => [3, refusal, 0, 0, 0];
const AUTH_FAILURE = 22;

// As long as one may be, and each part of it is found once, in no order that anything else has: what is left of it somewhere
// is seen.
export const PASSWORD = 'xo-IM7D1JTr8BXhu5HNjs9AlECc2SZFzmKbGeqy6pPgnYa3kRO0VQUftw4vdLiW';

export class Coprocessor {
  // Every job: { ms, job, ap }.
  jobs = [];
  // Who comes by TCP.
  guests = new Guests(() => this.uart);
  // How often each kind was said, and the kind whose next frame gets a wrong bit on the line.
  said = {};
  spoils = null;

  constructor(board, { password = PASSWORD } = {}) {
    this.board = board;
    this.password = password;
  }

  // Belongs to a chip: call it at every start of the board.
  plug() {
    this.uart = this.board.m.uart[1];
    this.forget();
  }

  // The chip itself starts anew.
  restart() {
    this.working.cancel();
    this.unanswered.forEach((again) => again.end());
    this.guests.over();
    this.forget();
    this.insist('start', CLOSED, 0);
  }

  // It knows nothing.
  forget() {
    const frames = new Frames();
    // What is said until it is answered: the end of a job by its id, that it has started, that it has lost its network.
    this.unanswered = new Map();
    this.job = null;
    this.working = this.board.m.clock.createAlarm(() => this.insist(this.job.id, ENDED, this.job.id, this.job.outcome));
    this.uart.onByte = (byte) => frames.feed([byte]).forEach((came) => this.heard(came));
  }

  heard(came) {
    if (came.kind === START) this.start(came);
    else if (came.kind === TAKEN) this.answered(came.id, ...(came.id ? [] : ['start', 'lost']));
    else if (came.kind === CLOSED && came.id === 0) this.cameraStarted();
    else this.guests.heard(came);
  }

  cameraStarted() {
    this.working.cancel();
    this.answered(...this.unanswered.keys());
    this.job = null;
    this.guests.over();
  }

  start({ id, body }) {
    const job = JOBS[body[0]];
    this.say(TAKEN, id);
    if (this.job?.id === id && this.job.body.every((byte, at) => byte === body[at])) return; // said again
    if (this.job) this.answered(this.job.id);
    this.answered('start', ...(STAYS.includes(job) ? [] : ['lost']));
    const ap = body.slice(2, 2 + body[1]);
    this.jobs.push({ ms: this.board.ms, job, ap: String.fromCharCode(...ap) });
    this.job = { id, body, outcome: this.outcome(job, body.slice(2 + body[1])) };
    const [order, answer] = [[0, ...frame(START, id, body)], frame(ENDED, id, this.job.outcome)];
    this.working.schedule(JOB_MS * 1e6 - (order.length + answer.length) * this.uart.byteNs);
  }

  outcome(job, network) {
    if (!job.startsWith('join')) return DONE;
    return String.fromCharCode(...network).includes(this.password) ? JOINED : FAILED(AUTH_FAILURE);
  }

  say(kind, id, body) {
    const bytes = frame(kind, id, body);
    if (this.spoils === kind) {
      this.spoils = null;
      bytes[2] ^= 0x10;
    }
    this.said[kind] = (this.said[kind] ?? 0) + 1;
    this.uart.feed(bytes);
  }

  insist(what, kind, id, body) {
    this.unanswered.get(what)?.end();
    this.unanswered.set(what, new Again(this.board.m.clock, () => this.say(kind, id, body)));
  }

  answered(...whats) {
    for (const what of whats) {
      this.unanswered.get(what)?.end();
      this.unanswered.delete(what);
      if (this.job?.id === what) this.job = null;
    }
  }

  tellTime(unixS) {
    this.say(TIME, 0, varint(unixS));
  }

  loseLink() {
    this.insist('lost', LINK_LOST, 0);
  }
}

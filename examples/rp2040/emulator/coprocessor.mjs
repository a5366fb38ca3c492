// The Wi-Fi chip on UART1, as SPEC.md has it in section 19, with a house around: each job takes JOB_MS,
// from the first byte of the order to the last one of the answer.

import { Frames, frame } from './frames.mjs';
import { Guests, varint } from './guests.mjs';

export const JOB_MS = 300;
const START = 0x60, TAKEN = 0x61, HEARD = 0x62, ENDED = 0x63, LINK_LOST = 0x64, TIME = 0x65;
const JOBS = ['start-ap', 'stop-ap', 'scan', 'join-trial', 'join-stored', 'off'];
const DONE = [0], JOINED = [1, 1, 0xcc]; // with internet, −52 dBm
const FAILED = (refusal) => [3, refusal, 0, 0, 0];
const AUTH_FAILURE = 22;

export class Coprocessor {
  // Every job: { ms, job, ap }.
  jobs = [];
  // Who comes by TCP.
  guests = new Guests(() => this.uart);

  constructor(board, { password = 'correct-horse' } = {}) {
    this.board = board;
    this.password = password;
  }

  // Belongs to a chip: call it at every start of the board.
  plug() {
    const uart = this.board.m.uart[1];
    const frames = new Frames();
    this.uart = uart;
    this.working = this.board.m.clock.createAlarm(() => this.uart.feed(this.answer));
    uart.onByte = (byte) => frames.feed([byte]).forEach((came) => (came.kind === START ? this.start(came) : this.guests.heard(came)));
  }

  start({ id, body }) {
    const ap = body.slice(2, 2 + body[1]);
    const network = body.slice(2 + body[1]);
    const job = JOBS[body[0]];
    this.jobs.push({ ms: this.board.ms, job, ap: String.fromCharCode(...ap) });
    this.uart.feed(frame(TAKEN, id));
    this.answer = frame(ENDED, id, this.outcome(job, network));
    const order = [0, ...frame(START, id, body)];
    this.working.schedule(JOB_MS * 1e6 - (order.length + this.answer.length) * this.uart.byteNs);
  }

  outcome(job, network) {
    if (!job.startsWith('join')) return DONE;
    return String.fromCharCode(...network).includes(this.password) ? JOINED : FAILED(AUTH_FAILURE);
  }

  tellTime(unixS) {
    this.uart.feed(frame(TIME, 0, varint(unixS)));
  }

  loseLink() {
    this.uart.feed(frame(LINK_LOST, 0));
  }
}

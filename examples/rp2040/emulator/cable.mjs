// A cable from the board's USB to this computer: a pseudo-terminal that programs open as they would /dev/ttyACM0. The
// board's time is the computer's, or slower where that cannot keep up.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const AT_ONCE_MS = 20;

// Lets a program run, and the board beside it, and gives what it has printed. `typed` is what it reads.
export async function beside(board, program, args, typed = '') {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.end(typed);
  let [text, ended] = ['', false];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (text += data));
  child.on('close', (code) => (ended = { code }));
  let last = performance.now();
  while (!ended) {
    const now = performance.now();
    const behind = now - last;
    board.run(Math.min(behind, AT_ONCE_MS));
    last = now;
    // When it computes it cannot keep up, and does not wait as well.
    await new Promise((resolve) => (behind > AT_ONCE_MS ? setImmediate(resolve) : setTimeout(resolve, 1)));
  }
  return { code: ended.code, text };
}

export class Cable {
  constructor(board, bench) {
    this.board = board;
    this.process = spawn(bench, ['pty'], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.lines = createInterface({ input: this.process.stdout });
  }

  // Gives the name of the line.
  async plug() {
    const [name] = await once(this.lines, 'line');
    this.lines.on('line', (line) => (line === 'closed' ? this.closed() : this.came(Buffer.from(line, 'hex'))));
    return name;
  }

  came(bytes) {
    const { usb } = this.board;
    if (!usb.isReady) return; // it restarts: nobody is there
    if (this.open !== usb) {
      this.open = usb;
      usb.open(0);
      usb.lines[0].onBytes = (bytes) => this.process.stdin.write(`${Buffer.from(bytes).toString('hex')}\n`);
    }
    usb.send(0, bytes);
  }

  closed() {
    if (this.open && this.open === this.board.usb) this.open.close(0);
    this.open = null;
  }

  // Whoever opens the line before it is known to be closed goes on with the connection of whoever had it before.
  async isClosed() {
    while (this.open) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  unplug() {
    this.process.kill();
  }
}

// What every story starts from: a board with a factory record, and what plays the world around it.

import { execFileSync } from 'node:child_process';
import { Board } from './board.mjs';
import { Coprocessor } from './coprocessor.mjs';

export class Bench {
  constructor(elf, bench, camctl) {
    this.elf = elf;
    this.bench = bench;
    this.camctl = camctl;
    this.factory = Buffer.from(this.ask('factory').trim(), 'hex');
  }

  ask(...words) {
    return execFileSync(this.bench, words.map(String), { encoding: 'utf8' });
  }

  // What the machine shows: see examples/app/examples/bench/timeline.rs.
  timeline(...words) {
    return JSON.parse(this.ask('timeline', ...words));
  }

  // How the machine turns the head: see examples/app/examples/bench/head.rs.
  head(pan, tilt) {
    return JSON.parse(this.ask('head', pan, tilt));
  }

  // A board without power. `radio: false`: nobody is on its radio's line.
  board({ radio = true, ...options } = {}) {
    const board = new Board(this.elf, { factory: this.factory, ...options });
    if (radio) {
      board.radio = new Coprocessor(board);
      board.onStart = () => board.radio.plug();
    }
    return board;
  }

  // One that has just opened its setup by itself.
  boardInSetup(options) {
    const board = this.board(options);
    board.powerOn();
    board.run(4_000);
    return board;
  }
}

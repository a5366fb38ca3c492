// Tells stories of the machine (`.scenario`) on the board: one line each, and exit code 1 if one goes wrong.
//
//   node scenarios.mjs [--all] [--anew] FILE…     CAMERA_ELF, CAMERA_BENCH: as for run.mjs
//
// With --all one that is not for this board is passed over; else it is a wrong one, too.
// Time is virtual, and whoever does the same sees the same. So where a story begins as one before it, what that one has
// seen so far is told, and the board is made what it was then: the same by design. With --anew none is.

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { Bench } from './bench.mjs';
import { House } from './house.mjs';
import { rememberAll } from './rewind.mjs';

const args = process.argv.slice(2);
const [isAll, isAnew] = ['--all', '--anew'].map((flag) => args.includes(flag));
const files = args.filter((word) => !word.startsWith('--'));
const bench = new Bench(process.env.CAMERA_ELF, process.env.CAMERA_BENCH);
const stories = files.map((file) => ({ file, name: basename(file, '.scenario'), lines: linesOf(file) }));

// As the bench counts them.
function linesOf(file) {
  return readFileSync(file, 'utf8').split('\n').map((line) => line.trim()).filter((line) => line && !line.startsWith('#'));
}

const shared = (one, other) => {
  const differs = one.findIndex((line, at) => line !== other[at]);
  return differs < 0 ? one.length : differs;
};

// Beginnings that are told again: { lines, told: what was said and answered, house, back }.
const beginnings = [];

class Teller {
  constructor(story, rest) {
    this.story = story;
    // After how many lines another story goes on in its own way.
    this.forks = new Set(isAnew ? [] : rest.map(({ lines }) => shared(story.lines, lines)).filter((count) => count > 0));
    this.told = [];
    this.known = beginnings.filter(({ lines }) => shared(lines, story.lines) === lines.length).at(-1);
    this.house = this.known ? null : new House(bench);
  }

  answer(words) {
    const known = this.known?.told[this.told.length];
    if (known) {
      if (known[0] !== words) throw new Error(`it begins as another story, and goes another way: ${words} instead of ${known[0]}`);
      this.told.push(known);
      return known[1];
    }
    if (!this.house) {
      this.house = this.known.house;
      this.known.back();
    }
    const answer = JSON.stringify(this.house.line(words));
    this.told.push([words, answer]);
    return answer;
  }

  // That many lines have been told.
  mark(count) {
    if (!this.forks.has(count) || this.told.length <= (this.known?.told.length ?? 0)) return;
    const lines = this.story.lines.slice(0, count);
    beginnings.push({ lines, told: this.told.slice(), house: this.house, back: rememberAll(this.house) });
    beginnings.sort((one, other) => one.lines.length - other.lines.length);
  }

  async tell() {
    const bench = spawn(process.env.CAMERA_BENCH, ['story', this.story.file], { stdio: ['pipe', 'pipe', 'inherit'] });
    try {
      for await (const line of createInterface({ input: bench.stdout })) {
        const [word, ...rest] = line.split(' ');
        if (process.env.TRACE === 'lines' && word !== 'run') console.log(`${this.house?.board.ms.toFixed(1)}  ${line.slice(0, 200)}`);
        if (['told', 'cannot', 'wrong'].includes(word)) return [word, rest.join(' ')];
        if (word === 'mark') this.mark(Number(rest[0]));
        else bench.stdin.write(`${this.answer(line)}\n`);
      }
      return ['wrong', 'the bench has ended'];
    } catch (error) {
      return ['wrong', process.env.TRACE ? error.stack : error.message];
    } finally {
      bench.kill();
    }
  }
}

const all = { told: [], cannot: [], wrong: [] };
for (const [at, story] of stories.entries()) {
  const began = process.cpuUsage();
  const rest = stories.slice(at + 1);
  const [how, said] = await new Teller(story, rest).tell();
  all[how].push(`${story.name}: ${said}`);
  // Nobody begins like that any more.
  for (let known = beginnings.length - 1; known >= 0; known--) {
    const { lines } = beginnings[known];
    if (!rest.some((other) => shared(lines, other.lines) === lines.length)) beginnings.splice(known, 1);
  }
  const { user, system } = process.cpuUsage(began);
  const mark = { told: 'ok     ', cannot: '-      ', wrong: 'FAILED ' }[how];
  console.log(`${mark} ${story.name}: ${said} [${((user + system) / 1e6).toFixed(1)} s]`);
}
console.log(`told ${all.told.length} of ${stories.length}; not: ${all.cannot.join('; ')}`);
process.exit(all.wrong.length || (!isAll && all.cannot.length) ? 1 : 0);

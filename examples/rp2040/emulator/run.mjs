// Tells every story, or those whose name holds a word given: one line each, and exit code 1 if one fails.
//
//   CAMERA_ELF    the release image
//   CAMERA_BENCH  the bench: cargo build -p camera-app --example bench
//   CAMERA_CTL    the controller: cargo build -p camera-desktop --bin camctl

import { Bench } from './bench.mjs';
import { boot } from './stories/boot.mjs';
import { bringup } from './stories/bringup.mjs';
import { button } from './stories/button.mjs';
import { camctl } from './stories/camctl.mjs';
import { power } from './stories/power.mjs';
import { radio } from './stories/radio.mjs';
import { state } from './stories/state.mjs';
import { faults } from './stories/faults.mjs';
import { wire } from './stories/wire.mjs';
import { idle } from './stories/idle.mjs';
import { keys } from './stories/keys.mjs';

const bench = new Bench(process.env.CAMERA_ELF, process.env.CAMERA_BENCH, process.env.CAMERA_CTL);
const wanted = process.argv.slice(2);
const stories = { ...boot, ...bringup, ...button, ...state, ...faults, ...wire, ...power, ...radio, ...camctl, ...idle, ...keys };
// Longer than any story takes on a slow machine: one that waits for ever fails, and the others are told.
const STORY_MS = 900_000;

function within(ms, story) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(reject, ms, new Error(`it is not over after ${ms / 60_000} min`));
  });
  return Promise.race([story, late]).finally(() => clearTimeout(timer));
}

let failed = 0;
for (const [name, tell] of Object.entries(stories)) {
  if (wanted.length && !wanted.some((word) => name.includes(word))) continue;
  const began = process.cpuUsage();
  let said;
  try {
    said = `ok      ${name}: ${await within(STORY_MS, tell(bench))}`;
  } catch (error) {
    failed += 1;
    said = `FAILED  ${name}: ${process.env.TRACE ? error.stack : error.message}`;
  }
  const { user, system } = process.cpuUsage(began);
  console.log(`${said} [${((user + system) / 1e6).toFixed(1)} s]`);
}
// And not only once all whom a failed story has left talking have hung up.
process.exit(failed ? 1 : 0);

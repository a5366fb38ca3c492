// The page, by clicks and keys, in headless Chromium.
//
//   npm ci && node story.mjs PATH/TO/camera-desktop [WORDS OF A TEST]

import assert from "node:assert/strict";

import * as cuts from "./cuts.mjs";
import * as feedback from "./feedback.mjs";
import * as held from "./held.mjs";
import { launch, openPage, shown, startCamera, stopAll, within } from "./harness.mjs";
import * as life from "./life.mjs";
import * as looks from "./looks.mjs";
import * as past from "./past.mjs";
import * as room from "./room.mjs";
import * as router from "./router.mjs";
import * as told from "./told.mjs";
import * as turning from "./turning.mjs";
import * as who from "./who.mjs";

/** Longer than any test takes on a slow machine: one that waits for ever fails, and the others are tried. */
const TEST_MS = 600_000;
const AFTER_MS = 120_000;

const [program, words = ""] = process.argv.slice(2);
const browser = await launch();
const camera = await startCamera(program);
const errors = [];

/** What every test gets: one camera, and pages of it whose console must stay silent. */
const world = {
  program,
  browser,
  camera,
  open: (options, url = camera.ready.http) => openPage(browser, url, errors, options),
};

const tests = Object.entries({ ...life.tests, ...held.tests, ...room.tests, ...router.tests, ...turning.tests, ...who.tests, ...told.tests, ...looks.tests, ...past.tests, ...cuts.tests, ...feedback.tests })
  .filter(([name]) => name.includes(words));
let [passed, failed] = [0, 0];
for (const [name, test] of tests) {
  const began = performance.now();
  try {
    await within(TEST_MS, "the test", test(world));
    assert.deepEqual(errors.splice(0), [], "the console");
    passed += 1;
    console.log(`ok: ${name} (${((performance.now() - began) / 1_000).toFixed(1)} s)`);
  } catch (error) {
    failed += 1;
    const now = await within(AFTER_MS, "what the pages show", shown(browser)).catch(String);
    console.log(`FAILED: ${name}\n${error.stack}\n${now}`);
    // The next one begins without what this one has left.
    const left = Promise.allSettled([...browser.contexts().map((context) => context.close()), stopAll(camera)]);
    await within(AFTER_MS, "what the test has left goes", left).catch(console.log);
    errors.length = 0;
  }
}
await within(AFTER_MS, "all that was started ends", Promise.all([browser.close(), stopAll()])).catch((error) => {
  failed += 1;
  console.log(`FAILED: the end\n${error.stack}`);
});
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);

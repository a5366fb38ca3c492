// The page, by clicks and keys, in headless Chromium.
//
//   npm ci && node story.mjs PATH/TO/camera-desktop [WORDS OF A TEST]

import assert from "node:assert/strict";

import * as cuts from "./cuts.mjs";
import * as feedback from "./feedback.mjs";
import * as held from "./held.mjs";
import { launch, openPage, shown, startCamera, stopAll } from "./harness.mjs";
import * as life from "./life.mjs";
import * as looks from "./looks.mjs";
import * as past from "./past.mjs";
import * as room from "./room.mjs";
import * as router from "./router.mjs";
import * as told from "./told.mjs";
import * as turning from "./turning.mjs";
import * as who from "./who.mjs";

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
let failed = 0;
for (const [name, test] of tests) {
  const began = performance.now();
  try {
    await test(world);
    assert.deepEqual(errors.splice(0), [], "the console");
    console.log(`ok: ${name} (${((performance.now() - began) / 1_000).toFixed(1)} s)`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED: ${name}\n${error.stack}\n${await shown(browser)}`);
    // The next one begins without what this one has left.
    for (const context of browser.contexts()) await context.close();
    await stopAll(camera);
    errors.length = 0;
  }
}
await browser.close();
await stopAll();
console.log(`${tests.length - failed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);

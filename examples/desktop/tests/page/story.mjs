// The page, by clicks and keys, in headless Chromium: the whole story, the plug
// pulled in the middle of a reset, ten cuts, two pages at once, and axe-core.
//
//   npm ci && node story.mjs PATH/TO/camera-desktop
//
// Without Chromium it says so and ends well, except in CI.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { chromium } from "playwright-core";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const ARGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
const PATIENCE_MS = 30_000;

if (!existsSync(CHROMIUM)) {
  console.log(`skipped: there is no ${CHROMIUM}; install chromium, or say CHROMIUM=…`);
  process.exit(process.env.CI ? 1 : 0);
}

const state = mkdtempSync(join(tmpdir(), "camera-page-"));
const camera = spawn(process.argv[2], [
  "--state", state, "--listen", "127.0.0.1:0", "--http", "127.0.0.1:0", "--json", "--speed", "3",
], { stdio: ["ignore", "pipe", "inherit"] });
const ready = await new Promise((resolve) => {
  createInterface({ input: camera.stdout }).on("line", (line) => {
    const event = JSON.parse(line);
    if (event.event === "ready") resolve(event);
  });
});

const browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGS });
const errors = [];

async function open(options = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.goto(ready.http);
  return page;
}

const sees = (page, selector, text) => page.waitForFunction(
  ([selector, text]) => document.querySelector(selector)?.textContent.toLowerCase().includes(text),
  [selector, text.toLowerCase()],
);
const click = (page, name) => page.getByRole("button", { name, exact: true }).click();
const meaning = (page, text) => sees(page, ".meaning", text);
const phone = (page, text) => sees(page, ".bubble-words", text);

// Without motion: half-way through a fade no contrast is right.
async function audit(name, options) {
  const page = await open({ reducedMotion: "reduce", bypassCSP: true, ...options });
  await page.locator("#cut input[type=range]").waitFor();
  const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run());
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  const found = serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(", ")}`);
  assert.deepEqual(found, [], `${name}: axe`);
  await page.context().close();
}

async function setUp(page) {
  await meaning(page, "setup mode");
  await click(page, "Pair");
  await phone(page, "Pairing with the label code: done");
  await click(page, "Scan");
  await phone(page, "Listening for networks: done");
  await page.getByRole("button", { name: /HomeNet/ }).filter({ hasText: "channel" }).click();
  await page.getByLabel("Password").first().fill("Correct horse");
  await click(page, "Set up");
  await phone(page, "password is wrong");
  await page.getByLabel("Password").first().fill("correct horse");
  await click(page, "Set up");
  await phone(page, "Setting up the Wi-Fi: done");
  await meaning(page, "ready");
}

async function holdUntil(page, words) {
  const button = page.getByRole("button", { name: "Press and hold: reset button" });
  await button.focus();
  await page.keyboard.down("Space");
  await sees(page, ".hold-words", words);
  await meaning(page, words);
  await page.keyboard.up("Space");
}

const tests = {
  async "the whole story by clicks and keys"() {
    const page = await open();
    await setUp(page);
    await holdUntil(page, "release now: factory reset");
    await meaning(page, "setup mode");
    await page.context().close();
  },
  async "two pages show one camera, and the plug is pulled in a reset"() {
    const [one, two] = [await open(), await open({ colorScheme: "dark", viewport: { width: 390, height: 800 } })];
    await holdUntil(one, "release now: factory reset");
    await click(two, "Pull the plug");
    await meaning(one, "no power");
    await click(one, "Plug it in");
    await meaning(two, "setup mode");
    await Promise.all([one.context().close(), two.context().close()]);
  },
  async "axe-core finds nothing serious"() {
    await audit("light", {});
    await audit("dark", { colorScheme: "dark" });
    await audit("phone", { viewport: { width: 390, height: 800 } });
  },
  async "ten cuts heal"() {
    const page = await open();
    const slider = page.locator("#cut input[type=range]");
    await slider.waitFor();
    const of = Number(await slider.getAttribute("max"));
    assert.ok(of > 50, `${of} flash operations`);
    for (let cut = 1; cut <= 10; cut += 1) {
      // The result of the cut before must not pass for this one's.
      await page.evaluate(() => { document.querySelector(".cut-words").textContent = ""; });
      await slider.fill(String(Math.floor((of * cut) / 10)));
      await page.waitForFunction(() => /Untouched|Finished|Not set up yet/.test(document.querySelector(".cut-words").textContent));
      assert.equal(await page.locator(".cut-words").getAttribute("data-kind"), "good", `cut ${cut}`);
    }
    await page.context().close();
  },
  async "without its token the page shows nothing"() {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(new URL("/", ready.http).href);
    await page.waitForFunction(() => document.body.textContent.includes("prints"));
    await context.close();
    // Chromium itself logs the socket that was refused; here nobody listens.
  },
};

let failed = 0;
for (const [name, test] of Object.entries(tests)) {
  try {
    await test();
    assert.deepEqual(errors, [], "the console");
    console.log(`ok: ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED: ${name}\n${error.stack}`);
  }
}
await browser.close();
camera.kill("SIGTERM");
const code = await new Promise((resolve) => camera.on("exit", resolve));
rmSync(state, { recursive: true });
if (code !== 0) failed += 1;
console.log(`${Object.keys(tests).length - failed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);

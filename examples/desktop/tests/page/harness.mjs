// A camera-desktop, headless Chromium, and what a person does with both.

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";

import { chromium } from "playwright-core";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const ARGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
/** How long something may take on a machine that is busy with others. */
const PATIENCE_MS = 60_000;
/** How many times slower than it is Chromium shall be: for who looks for what depends on being quick. */
const SLOWER = Number(process.env.SLOWER ?? 1);

/** Without Chromium it says so and ends well, except in CI. */
export async function launch() {
  if (!existsSync(CHROMIUM)) {
    console.log(`skipped: there is no ${CHROMIUM}; install chromium, or say CHROMIUM=…`);
    process.exit(process.env.CI ? 1 : 0);
  }
  return chromium.launch({ executablePath: CHROMIUM, args: ARGS, timeout: 3 * PATIENCE_MS });
}

/** What a promise comes to, within that time: what has no end of its own has one here. */
export async function within(ms, what, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not within ${ms / 1_000} s`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

const running = new Set();
// However this program comes to its end, no camera outlives it; killed it cannot see to that.
process.on("exit", () => running.forEach(({ kill }) => kill()));

/** Stops what a test that failed has left running, but for `kept`. */
export const stopAll = (kept = null) => Promise.all([...running].filter((camera) => camera !== kept).map((camera) => camera.stop()));

/** Starts a camera; its folder is `state`, or a new one that goes with it unless it is kept. */
export async function startCamera(program, { state, http = "127.0.0.1:0", speed = "3", profile = "reference" } = {}) {
  const folder = state ?? mkdtempSync(join(tmpdir(), "camera-page-"));
  const child = spawn(program, [
    "--state", folder, "--listen", "127.0.0.1:0", "--http", http, "--json", "--speed", speed, "--profile", profile,
  ], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => child.on("exit", (code, signal) => resolve(code ?? signal)).on("error", resolve));
  const kill = () => child.kill("SIGKILL");
  const camera = { folder, stop, forget, kill };
  running.add(camera);
  camera.ready = await within(PATIENCE_MS, "camera-desktop is ready", new Promise((resolve, reject) => {
    ended.then((how) => reject(new Error(`camera-desktop ended with ${how}`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (line.startsWith('{"event":"ready"')) resolve(JSON.parse(line));
    });
  }));
  return camera;

  function forget() {
    rmSync(folder, { recursive: true });
  }

  async function stop({ keep = state !== undefined } = {}) {
    child.kill("SIGTERM");
    const how = await within(PATIENCE_MS, "camera-desktop ends", ended).catch((late) => {
      kill();
      return late.message;
    });
    running.delete(camera);
    if (!keep) forget();
    if (how !== 0) throw new Error(`after SIGTERM camera-desktop ended with ${how}`);
  }
}

/** Opens the page in a browser context of its own; what its console complains of goes to `errors`. */
export async function openPage(browser, url, errors, options = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  page.on("pageerror", (error) => errors.push(String(error)));
  if (SLOWER > 1) await (await context.newCDPSession(page)).send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  await page.goto(url);
  return page;
}

export const close = (page) => page.context().close();

/** Waits for these words there; says what was there instead. */
export async function sees(page, selector, text) {
  const isThere = ([selector, text]) => document.querySelector(selector)?.textContent.toLowerCase().includes(text);
  await page.waitForFunction(isThere, [selector, text.toLowerCase()]).catch(async () => {
    throw new Error(`${selector}: “${text}” is not in “${await page.locator(selector).first().textContent()}”`);
  });
}

/** What all open pages show now, for who wonders why a test has failed. */
export async function shown(browser) {
  const pages = browser.contexts().flatMap((context) => context.pages());
  const texts = await Promise.all(pages.map((page) => page.evaluate(() => {
    const text = (selector) => `${selector}: ${[...document.querySelectorAll(selector)].slice(0, 12).map((one) => one.innerText.replaceAll("\n", " ")).join(" | ")}`;
    return ["#banner", "#top", ".bubble", ".hold-words", ".replay-words", ".cut-words", ".log li"].map(text).join("\n  ");
  }).catch(String)));
  return texts.map((text, at) => `page ${at + 1}\n  ${text}`).join("\n");
}

/** What the log says, newest first. A line is drawn in the frame after what it tells of: who wants to see it waits for it. */
export const log = (page) => page.locator(".log").textContent();

/** Does something again and again, a moment apart, until it says that this was enough. */
export async function until(done) {
  const deadline = performance.now() + PATIENCE_MS;
  while (!await done()) {
    if (performance.now() > deadline) throw new Error(`not within ${PATIENCE_MS} ms`);
    await pause(100);
  }
}

export const click = (page, name) => page.getByRole("button", { name, exact: true }).click();
export const meaning = (page, text) => sees(page, ".meaning", text);
export const phone = (page, text) => sees(page, ".bubble-words", text);

/** A new camera is paired with, and put on the home's network. */
export async function setUp(page, password = "correct horse") {
  await meaning(page, "setup mode");
  await click(page, "Pair");
  await phone(page, "Pairing with the label code: done");
  await click(page, "Scan");
  await phone(page, "Listening for networks: done");
  await page.getByRole("button", { name: /HomeNet/ }).filter({ hasText: "channel" }).click();
  await page.getByLabel("Password").first().fill(password);
  await click(page, "Set up");
}

export async function online(page) {
  await phone(page, "Setting up the Wi-Fi: done");
  await meaning(page, "ready");
}

/** Holds the reset button until the page says these words, and the LED too unless it has others. */
export async function holdUntil(page, words, led = words) {
  const button = page.getByRole("button", { name: "Press and hold: reset button" });
  await button.focus();
  await page.keyboard.down("Space");
  await sees(page, ".hold-words", words);
  await meaning(page, led);
  await page.keyboard.up("Space");
}

/** A camera of its own on the home's network, and a phone that is connected to it. */
export async function connected(world, options = {}) {
  const camera = await startCamera(world.program);
  const page = await world.open(options, camera.ready.http);
  await setUp(page);
  await online(page);
  await click(page, "Connect");
  await phone(page, "Connecting with its key: done");
  return { camera, page };
}

export async function end({ camera, page }) {
  await close(page);
  await camera.stop();
}

/** Opens groups of the phone's, from the outside in, by keys. */
export async function opens(page, ...titles) {
  for (const title of titles) {
    const summary = page.locator("#phone summary", { hasText: new RegExp(`^${title}`) });
    if (await summary.evaluate(({ parentElement }) => parentElement.open)) continue;
    await summary.focus();
    await page.keyboard.press("Enter");
  }
}

let played = 0;

/**
 * Plays these lines of a story on that page. Time passes at once, however slow this machine is, and what is expected is seen
 * by the camera's program: it lets the camera's time run on until then, and nothing that is still on its way comes in between.
 */
export async function plays(page, title, lines) {
  const name = `${title}-${++played}`; // what is said of the one before is not said of this one
  const buffer = Buffer.from(`${lines.join("\n")}\n`);
  await page.locator("#timeline input[type=file]").setInputFiles({ name: `${name}.scenario`, mimeType: "text/plain", buffer });
  const isOver = (name) => RegExp(`^${name}.scenario: (all|ended)`).test(document.querySelector(".replay-words").textContent);
  await page.waitForFunction(isOver, name); // played, or not
  await sees(page, ".replay-words", `${name}.scenario: all ${lines.length} lines are played`);
}

/** What the page would export now: its text, and where it is while the page is open. */
export async function exported(page) {
  const [download] = await Promise.all([page.waitForEvent("download"), click(page, "Export .scenario")]);
  const path = await download.path();
  return { path, text: readFileSync(path, "utf8") };
}

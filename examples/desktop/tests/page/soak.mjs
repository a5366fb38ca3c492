// Keeps one page open over a lively story for as long as is said, and fails on
// any complaint of the console, and on memory that grows.
//
//   npm ci && node soak.mjs PATH/TO/camera-desktop [MINUTES] [SEED]
//
// Deeds come at random from the seed: holds of any length, setups with right
// and wrong passwords, moves, settings, resets, the plug, the room, the router,
// cuts, exports, and stories that are played.

import { click, launch, openPage, startCamera } from "./harness.mjs";

const [program, minutes = "60", seed = "1"] = process.argv.slice(2);
const MINUTE_MS = 60_000;
/** The page's lists are full by then; from here on nothing may grow. */
const WARM = 0.4;
const GROWTH = { heap_mb: 8, nodes: 1_500, listeners: 400 };
const MOST_HEAP_MB = 96;

const random = mulberry(Number(seed));
const pick = (list) => list[Math.floor(random() * list.length)];
const camera = await startCamera(program, { speed: "10" });
const browser = await launch();
const errors = [];
const page = await openPage(browser, camera.ready.http, errors, { viewport: { width: 1280, height: 900 } });
page.setDefaultTimeout(5_000);
// Chromium says this on the console too; once more, in case it stops doing so.
await page.evaluate(() => addEventListener("securitypolicyviolation", (event) => console.error(`CSP: ${event.violatedDirective}`)));
const devtools = await page.context().newCDPSession(page);
await devtools.send("Performance.enable");

const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const button = (name) => page.getByRole("button", { name, exact: true });

// What the phone can do is behind groups that open.
for (const group of await page.locator("#phone .group, #phone .access").all()) await group.evaluate((group) => (group.open = true));

const DEEDS = {
  async hold() {
    await button("Press and hold: reset button").focus();
    await page.keyboard.down("Space");
    await pause(50 + random() * 900);
    await page.keyboard.up("Space");
  },
  pair: () => click(page, "Pair"),
  connect: () => page.getByRole("button", { name: /^(Connect|Hang up)$/ }).click(),
  scan: () => click(page, "Scan"),
  async setup() {
    await page.getByLabel("Network", { exact: true }).fill(pick(["HomeNet", "HomeNet", "HomeNet", "Nowhere"]));
    await page.getByLabel("Password").first().fill(pick(["correct horse", "correct horse", "wrong"]));
    await click(page, "Set up");
  },
  ask: () => click(page, pick(["Status", "Blink 10 s", "Receipt", "Controllers", "Watch", "Restart", "Home", "For support", "Its time", "What is wrong?", "Invite", "Turn by that"])),
  async turn() {
    await button(`Hold to turn ${pick(["left", "right", "up", "down"])}`).hover();
    await page.mouse.down();
    await pause(50 + random() * 900);
    await page.mouse.up();
  },
  async move() {
    const box = await page.locator(".pad").boundingBox();
    await page.mouse.click(box.x + random() * box.width, box.y + random() * box.height);
  },
  async settings() {
    const settings = page.locator(".settings");
    if (!await settings.evaluate((details) => details.open)) await settings.locator("> summary").click();
    const [label, value, name] = pick([
      ["Privacy mode", "on", "Set privacy"], ["Privacy mode", "off", "Set privacy"], ["Privacy mode", "off", "Set privacy"],
      ["Record", "continuous", "Set recording"], ["Recordings go", "local", "Set storage"], ["Night light", "on", "Set night light"],
      ["Preset", "1", "Save where it looks"], ["Preset", "1", "Go to preset"], ["Zone", "2", "Set zone"],
      ["Preset", "0", "Start patrol"], ["Preset", "0", "Start walk test"], ["Preset", "0", "What is wrong?"],
    ]);
    await page.getByRole("combobox", { name: label, exact: true }).selectOption(value);
    await click(page, name);
  },
  async room() {
    await page.getByRole("slider", { name: "Light in the room" }).fill(pick(["0", "5", "60", "100"]));
    await page.getByRole("button", { name: /^Something moves/ }).nth(Math.floor(random() * 4)).click();
  },
  async play() {
    const story = ["button down", "advance 500ms", "button up", "controller status", "expect reply done within 1s"].join("\n");
    await page.locator("#timeline input[type=file]").setInputFiles({ name: "soak.scenario", mimeType: "text/plain", buffer: Buffer.from(story) });
    await page.waitForFunction(() => /played|ended/.test(document.querySelector(".replay-words").textContent));
  },
  async erase() {
    await click(page, "Factory reset…");
    await click(page, pick(["Erase everything", "Keep it"]));
  },
  async plug() {
    await page.locator(".plug-btn").click();
    await pause(random() * 500);
    await page.locator(".plug-btn").click();
  },
  async jam() {
    const name = pick(["Jam pan servo", "Jam tilt servo"]);
    await page.getByRole("button", { name }).click();
    await pause(random() * 800);
    await page.getByRole("button", { name }).click();
  },
  async network() {
    const networks = page.locator("#router").getByRole("switch");
    await networks.first().click();
    await pause(random() * 1_000);
    await networks.first().click();
  },
  async router() {
    await click(page, "Restart router");
    await button("Restart router").and(page.locator(":enabled")).waitFor({ timeout: 8_000 });
  },
  async cut() {
    const stories = page.locator("input[name=story]:enabled");
    await stories.nth(Math.floor(random() * (await stories.count()))).evaluate((story) => story.click());
    await page.locator("#cut input[type=range]:enabled").waitFor();
    const slider = page.locator("#cut input[type=range]");
    await slider.fill(String(1 + Math.floor(random() * Number(await slider.getAttribute("max")))));
  },
  async look() {
    await page.getByRole("button", { name: pick([/Show more time/, /Show less time/, /Follow now/]) }).click();
    const canvas = page.locator("#timeline canvas");
    const { width, height } = await canvas.boundingBox();
    await canvas.hover({ position: { x: random() * width, y: random() * height } });
    await page.keyboard.press(pick(["ArrowLeft", "ArrowRight", "End"]));
  },
  async export() {
    const saved = page.waitForEvent("download");
    await click(page, "Export .scenario");
    await (await saved).delete();
  },
};

async function measure() {
  await devtools.send("HeapProfiler.collectGarbage");
  const { metrics } = await devtools.send("Performance.getMetrics");
  const get = (name) => metrics.find((metric) => metric.name === name).value;
  return { heap_mb: get("JSHeapUsedSize") / 2 ** 20, nodes: get("Nodes"), listeners: get("JSEventListeners") };
}

const began = performance.now();
const length = Number(minutes) * MINUTE_MS;
const samples = [];
let done = 0;
let impossible = 0;
const counts = {};
while (performance.now() - began < length && errors.length === 0) {
  const name = pick(Object.keys(DEEDS));
  // What cannot be done now, such as a reset nobody is paired for, is not done.
  await DEEDS[name]().then(() => (counts[name] = (counts[name] ?? 0) + 1), () => (impossible += 1));
  done += 1;
  await pause(50 + random() * 450);
  const passed = performance.now() - began;
  if (passed > (samples.length + 1) * Math.min(MINUTE_MS, length / 20)) {
    const sample = await measure();
    samples.push(sample);
    console.log(`${(passed / MINUTE_MS).toFixed(1)} min, ${done} deeds: ${sample.heap_mb.toFixed(1)} MB, ${sample.nodes} nodes, ${sample.listeners} listeners`);
  }
}

const failures = [...errors];
const warm = samples.slice(Math.floor(samples.length * WARM));
const half = Math.ceil(warm.length / 2);
for (const [what, most] of Object.entries(GROWTH)) {
  const most_of = (some) => Math.max(...some.map((sample) => sample[what]));
  const grown = most_of(warm.slice(half)) - most_of(warm.slice(0, half));
  if (!(grown <= most)) failures.push(`${what} has grown by ${grown.toFixed(1)}`);
}
if (warm.some(({ heap_mb }) => heap_mb > MOST_HEAP_MB)) failures.push(`the heap is above ${MOST_HEAP_MB} MB`);
const alive = await page.locator(".time").textContent();
await browser.close();
await camera.stop();
const lasted = ((performance.now() - began) / MINUTE_MS).toFixed(0);
console.log(`${lasted} min, ${done} deeds (${impossible} of them not possible then), the camera's time ${alive}: ${JSON.stringify(counts)}`);
console.log(failures.length === 0 ? "passed" : `FAILED:\n${failures.join("\n")}`);
process.exit(failures.length === 0 ? 0 : 1);

/** A small generator of random numbers from 0 to 1. */
function mulberry(a) {
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

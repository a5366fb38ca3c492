// A camera's life on the page, and who may see it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import { click, close, holdUntil, log, meaning, online, opens, phone, plays, sees, setUp, startCamera, until } from "./harness.mjs";

/** In a reset the intent is written first, in five operations. */
const FIRST_ERASE = 6;

// Without motion: half-way through a fade no contrast is right.
async function audit(world, name, options) {
  const page = await world.open({ reducedMotion: "reduce", bypassCSP: true, ...options });
  await page.locator("#cut input[type=range]:enabled").waitFor();
  for (const group of await page.locator("details").all()) await group.evaluate((group) => (group.open = true));
  for (const add of await page.getByRole("button", { name: "Add a time" }).all()) await add.click();
  await click(page, "Add a network");
  const nameless = await page.locator("input, select").evaluateAll((inputs) => inputs.filter((input) => input.labels.length === 0 && !input.getAttribute("aria-label")).map((input) => input.outerHTML));
  assert.deepEqual(nameless, [], `${name}: inputs without a name`);
  const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run());
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  const found = serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(", ")}`);
  assert.deepEqual(found, [], `${name}: axe`);
  const cut = await page.locator(".zone-name").evaluateAll((names) => names.filter((name) => name.scrollWidth > name.clientWidth).map((name) => name.textContent));
  assert.deepEqual(cut, [], `${name}: names of the gauge that are cut`);
  const wide = await page.evaluate(() => Math.max(
    document.documentElement.scrollWidth - innerWidth, ...[...document.querySelectorAll(".panel")].map((panel) => panel.scrollWidth - panel.clientWidth)));
  assert.ok(wide <= 0, `${name}: ${wide} px too wide`);
  await close(page);
}

export const tests = {
  async "the whole story by clicks and keys"(world) {
    const page = await world.open();
    await setUp(page, "Correct horse");
    await phone(page, "password is wrong");
    await page.getByLabel("Password").first().fill("correct horse");
    await click(page, "Set up");
    await online(page);
    // The link goes with the camera's own network; what was done stays said.
    await sees(page, ".badge", "paired, not connected");
    await phone(page, "Setting up the Wi-Fi: done");
    await click(page, "Connect");
    await phone(page, "Connecting with its key: done");
    await opens(page, "More to ask");
    await click(page, "Receipt");
    await phone(page, "It was never reset.");
    // The chart has every way of the machine's own, and lights where it is.
    const diagram = await page.evaluate(async () => (await fetch("whole.mmd")).text());
    assert.equal(await page.locator(".chart .way").count(), diagram.match(/-->/g).length);
    assert.equal(await page.locator(".chart .live").getAttribute("data-state"), "online");
    await holdUntil(page, "release now: factory reset");
    await meaning(page, "setup mode");
    await close(page);
  },

  async "the plug is pulled in the middle of an erase, and the camera heals"(world) {
    const camera = await startCamera(world.program);
    const page = await world.open({}, camera.ready.http);
    await setUp(page);
    await online(page);
    await page.locator(".tear summary").click();
    await page.getByLabel("from now").fill(String(FIRST_ERASE));
    await click(page, "Arm");
    await sees(page, ".tear .note", "armed");
    await holdUntil(page, "release now: factory reset");
    await meaning(page, "no power");
    // The log has the newest first: since the release the first sector was begun, and nothing after it.
    const since = async () => (await log(page)).split("button up")[0];
    await until(async () => (await since()).includes("no power"));
    const said = await since();
    assert.ok(said.includes("reset: erasing") && said.includes("erase user at 0x0000"), said);
    assert.ok(!said.includes("0x1000") && !said.includes("reset: checking"), said);
    await sees(page, ".tear .note", "was pulled there");
    await click(page, "Plug it in");
    await meaning(page, "setup mode");
    await sees(page, ".log", "reset: receipt");
    await page.locator("[aria-label='user region: 1 seal, 63 blank']").waitFor();
    await close(page);
    await camera.stop();
  },

  async "a model that resets while its button is held says that it has begun"(world) {
    const camera = await startCamera(world.program, { profile: "single-color" });
    const page = await world.open({}, camera.ready.http);
    await setUp(page);
    await online(page);
    // Its LED has one colour, in words too.
    assert.doesNotMatch(await page.locator(".log").textContent(), /blue|amber|red/);
    await holdUntil(page, "the factory reset has begun", "");
    await sees(page, ".hold-words", "s factory reset");
    await close(page);
    await camera.stop();
  },

  async "a model without a button shows none, and is reset by its plug"(world) {
    // A start is short for ten seconds of the camera's: so slow that a busy machine, too, pulls the plug by then.
    const camera = await startCamera(world.program, { profile: "buttonless", speed: "0.1" });
    const page = await world.open({}, camera.ready.http);
    const passes = (time) => plays(page, time, ["advance 1s", `advance ${time}`]);
    // Its first start is a long one, and belongs to no row.
    await passes("20s");
    await meaning(page, "setup mode");
    assert.equal(await page.getByRole("button", { name: /reset button/i }).count(), 0);
    // Nobody is told to press what is not there.
    await click(page, "Pair");
    await phone(page, "Pairing with the label code: done");
    await click(page, "Pair");
    await sees(page, ".bubble-next", "factory-reset it as its maker describes");
    await sees(page, ".starts-words", "5 starts in a row are a factory reset");
    for (let start = 1; start <= 5; start += 1) {
      await click(page, "Pull the plug");
      await meaning(page, "no power");
      if (start > 1) await sees(page, ".starts-words", start === 5 ? "plug it in now: factory reset" : "plug it in");
      if (start === 4) {
        // How long the plug is out does not matter, nor whether a page was there.
        await passes("1min");
        const late = await world.open({}, camera.ready.http);
        await sees(late, ".starts-words", "3 starts of 5");
        await close(late);
      }
      await click(page, "Plug it in");
      if (start < 5) await sees(page, ".starts-words", `${start} ${start === 1 ? "start" : "starts"} of 5`);
    }
    await passes("30s");
    await sees(page, ".log", "reset: receipt");
    await meaning(page, "setup mode");
    await sees(page, ".starts-words", "5 starts in a row are a factory reset");
    await close(page);
    await camera.stop();
  },

  async "two pages show one camera, and the plug is pulled while it restarts after a reset"(world) {
    const camera = await startCamera(world.program);
    const [one, two] = [await world.open({}, camera.ready.http), await world.open({ colorScheme: "dark", viewport: { width: 390, height: 800 } }, camera.ready.http)];
    await meaning(one, "setup mode");
    await holdUntil(one, "release now: factory reset");
    // A plug that is pulled before the contact has settled takes the reset along.
    await sees(two, ".log", "reset: ");
    await click(two, "Pull the plug");
    await meaning(one, "no power");
    await click(one, "Plug it in");
    await meaning(two, "setup mode");
    await Promise.all([close(one), close(two)]);
    await camera.stop();
  },

  async "axe-core finds nothing serious, and nothing is too wide"(world) {
    await audit(world, "light", {});
    await audit(world, "dark", { colorScheme: "dark" });
    await audit(world, "phone", { viewport: { width: 390, height: 800 } });
    await audit(world, "small phone, dark", { colorScheme: "dark", viewport: { width: 320, height: 640 } });
  },

  async "without its token the page shows nothing"(world) {
    // Chromium itself logs the socket that was refused; here nobody listens.
    const context = await world.browser.newContext();
    const page = await context.newPage();
    await page.goto(new URL("/", world.camera.ready.http).href);
    await sees(page, "#banner", "open the whole address that camera-desktop prints");
    assert.equal(await page.locator(".log li").count(), 0);
    await context.close();
  },
};

// A camera's life on the page, and who may see it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import { click, close, holdUntil, meaning, online, phone, sees, setUp } from "./harness.mjs";

// Without motion: half-way through a fade no contrast is right.
async function audit(world, name, options) {
  const page = await world.open({ reducedMotion: "reduce", bypassCSP: true, ...options });
  await page.locator("#cut input[type=range]:enabled").waitFor();
  await page.locator(".settings summary").click();
  const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run());
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  const found = serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(", ")}`);
  assert.deepEqual(found, [], `${name}: axe`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
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
    // The chart has every way of the machine's own, and lights where it is.
    const diagram = await page.evaluate(async () => (await fetch("whole.mmd")).text());
    assert.equal(await page.locator(".chart .way").count(), diagram.match(/-->/g).length);
    assert.equal(await page.locator(".chart .live").getAttribute("data-state"), "online");
    await holdUntil(page, "release now: factory reset");
    await meaning(page, "setup mode");
    await close(page);
  },

  async "two pages show one camera, and the plug is pulled in a reset"(world) {
    const [one, two] = [await world.open(), await world.open({ colorScheme: "dark", viewport: { width: 390, height: 800 } })];
    await holdUntil(one, "release now: factory reset");
    await click(two, "Pull the plug");
    await meaning(one, "no power");
    await click(one, "Plug it in");
    await meaning(two, "setup mode");
    await Promise.all([close(one), close(two)]);
  },

  async "axe-core finds nothing serious, and nothing is too wide"(world) {
    await audit(world, "light", {});
    await audit(world, "dark", { colorScheme: "dark" });
    await audit(world, "phone", { viewport: { width: 390, height: 800 } });
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

// What one sees: the timeline under the pointer and at the keys, and a page for who wants little motion.

import assert from "node:assert/strict";

import { click, close, connected, end, meaning, phone, sees, startCamera, until } from "./harness.mjs";

/** Moves a pointer all over the timeline; what is said of what it finds there. */
const found = (canvas) => canvas.evaluate((canvas) => {
  const box = canvas.getBoundingClientRect();
  const tip = document.querySelector(".tip");
  const said = new Set();
  for (let clientY = box.top; clientY < box.bottom; clientY += 10) {
    for (let clientX = box.left; clientX < box.right; clientX += 5) {
      canvas.dispatchEvent(new PointerEvent("pointermove", { clientX, clientY, bubbles: true }));
      if (!tip.hidden) said.add(tip.lastChild.textContent);
    }
  }
  return [...said];
});

const span = (page) => page.getByText(/^shows /).textContent();

/** Of “shows 2:02”, or of “41 s”. */
const seconds = (text) => text.match(/\d+/g).reduce((all, part) => 60 * all + Number(part), 0);

const follows = (page) => page.getByRole("button", { name: "Follow now" }).getAttribute("aria-pressed");

export const tests = {
  async "the timeline says what is under the pointer and at the keys, zooms, and stays where one looks"(world) {
    const { camera, page } = await connected(world);
    await click(page, "Status");
    await phone(page, "Asking how it is: done");
    const canvas = page.locator("#timeline canvas");
    // All of it is in sight, however long it took, and stands still.
    for (const _ of [1, 2, 3]) await page.getByRole("button", { name: "Show more time" }).click();
    assert.equal(await span(page), "shows 2:02");
    while (seconds(await span(page)) < 1.3 * seconds(await page.locator(".time").textContent())) await page.getByRole("button", { name: "Show more time" }).click();
    const whole = await span(page);
    await canvas.press("ArrowLeft");
    await sees(page, "#timeline-said", ": ");
    assert.equal(await follows(page), "false");
    // Of what lies close together it names a few: which they are depends on how quick all of it was.
    const said = await found(canvas);
    for (const words of [
      /^controller setup HomeNet …$/m, /^button up$/, /^LED blue, blinking: setup mode/, /^LED blue, solid: ready$/, /^setup mode$/, /^online$/,
      /^on the network$/, /^head 0\.0° across, 0\.0° up$/, /^(program|erase) user 0x/m, /^(app|camera) → (app|camera): \w+, \d+ bytes/m,
    ]) assert.ok(said.some((text) => words.test(text)), `${words} is not in ${said.join(" | ")}`);
    assert.ok(!said.join().includes("correct horse"));

    await canvas.hover({ position: { x: 300, y: 100 } });
    await page.locator(".tip").waitFor();
    // A wheel that has just scrolled the page does not zoom yet.
    await until(async () => {
      await page.mouse.wheel(0, -100);
      return (await span(page)) !== whole;
    });
    await canvas.press("End");
    assert.equal(await follows(page), "true");
    // So close that nothing else is near the last question and its answer.
    for (let times = 0; times < 8; times += 1) await canvas.press("+");
    await until(async () => {
      await canvas.press("ArrowLeft");
      const near = await found(canvas);
      return [/^app → camera: \w+, \d+ bytes, sealed$/m, /^camera → app: \w+, \d+ bytes, sealed$/m].every((words) => near.some((text) => words.test(text)));
    });
    await canvas.press("End");
    // So little is in sight that there is something before it.
    const box = await canvas.boundingBox();
    await page.mouse.move(box.x + 300, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(box.x + 700, box.y + 60, { steps: 4 });
    await page.mouse.up();
    assert.equal(await follows(page), "false");
    await end({ camera, page });
  },

  async "who wants little motion sees a steady LED, and nothing that moves by itself"(world) {
    const camera = await startCamera(world.program);
    const [page, lively] = [await world.open({ reducedMotion: "reduce" }, camera.ready.http), await world.open({}, camera.ready.http)];
    for (const one of [page, lively]) {
      await meaning(one, "setup mode");
      await one.evaluate(() => {
        window.colors = new Set();
        const look = () => document.querySelectorAll(".dot, .lamp").forEach(({ dataset }) => window.colors.add(dataset.color));
        look();
        new MutationObserver(look).observe(document.body, { subtree: true, attributeFilter: ["data-color"] });
      });
    }
    const colors = (one) => one.evaluate(() => [...window.colors].sort());
    const time = () => page.locator(".time").textContent();
    for (let seconds = 0; seconds < 4; seconds += 1) {
      const before = await time();
      await until(async () => (await time()) !== before);
    }
    await until(async () => String(await colors(lively)) === "blue,off");
    assert.deepEqual(await colors(page), ["blue"]);
    await sees(page, ".led-look", "LED blue, blinking");
    assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
    await Promise.all([close(page), close(lively)]);
    await camera.stop();
  },
};

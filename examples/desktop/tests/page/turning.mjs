// The head is turned by hand: while a button is held, by a step, and no longer than somebody wants.

import assert from "node:assert/strict";

import { click, close, connected, end, opens, phone, plays, sees, until } from "./harness.mjs";

const way = (page, name) => page.getByRole("button", { name: `Hold to turn ${name}` });

/** Where the head points, in degrees. */
async function pose(page) {
  const [, across, up] = /head (\S+)° across, (\S+)° up/.exec((await page.locator(".pose").textContent()).replaceAll("−", "-"));
  return [Number(across), Number(up)];
}

/** It stands, and far from any end stop. */
async function stands(page) {
  let before = null;
  await until(async () => {
    const now = await pose(page);
    const same = before !== null && now.every((angle, axis) => angle === before[axis]);
    before = now;
    if (same) return true;
    await page.waitForTimeout(150);
    return false;
  });
  assert.ok(Math.abs(before[0]) < 165 && before[1] < 85, `it has gone on to ${before}`);
  return before;
}

/** Brings the head straight ahead, so that there is a way to go. */
async function home(page) {
  await click(page, "Home");
  await until(async () => String(await pose(page)) === "0,0");
}

/** So slow that the head is far from its end stop when a lease ends, even on a machine that is busy. */
async function slowly(page) {
  await opens(page, "By hand");
  await page.getByRole("group", { name: "By hand" }).getByLabel("Speed, %").fill("2");
}

/** It comes to rest in the camera's own time, and far from its end stops: nothing else has held it up. */
async function rests(page) {
  await plays(page, "rests", ["expect moving no within 10s", "expect pan -165..165", "expect tilt -90..85"]);
}

/** Its page is gone from one instant to the next, and has no time for a goodbye. */
async function crash(page) {
  const devtools = await page.context().newCDPSession(page);
  const gone = page.waitForEvent("crash");
  // Who is gone does not answer.
  devtools.send("Page.crash").catch(() => {});
  await gone;
}

const beyond = (page, axis, degrees) => until(async () => Math.abs((await pose(page))[axis]) > degrees);

export const tests = {
  async "r60 the head turns while a button is held by mouse, finger or key, and stops when it is let go"(world) {
    const { camera, page } = await connected(world, { hasTouch: true });
    await slowly(page);

    await way(page, "left").hover();
    await page.mouse.down();
    await sees(page, ".bubble-words", "Turning left while you hold");
    await beyond(page, 0, 20);
    // The lease is renewed for as long as it is held.
    await until(async () => (await page.locator(".log").textContent()).match(/move-on -2 hold/g).length > 2);
    await page.mouse.up();
    await phone(page, "Stopping the head: done");
    assert.ok((await stands(page))[0] < -20);

    await home(page);
    await way(page, "up").focus();
    await page.keyboard.down("Space");
    await beyond(page, 1, 20);
    await page.keyboard.up("Space");
    await phone(page, "Stopping the head: done");
    assert.ok((await stands(page))[1] > 20);

    // Who presses by other means turns it a bit.
    await home(page);
    await way(page, "left").evaluate((button) => button.click());
    await beyond(page, 0, 1);
    await phone(page, "Stopping the head: done");

    await home(page);
    await way(page, "right").scrollIntoViewIfNeeded();
    const box = await way(page, "right").boundingBox();
    const touch = await page.context().newCDPSession(page);
    const touchPoints = [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }];
    await touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints });
    await beyond(page, 0, 20);
    await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    await phone(page, "Stopping the head: done");
    assert.ok((await stands(page))[0] > 20);
    await end({ camera, page });
  },

  async "r62 when the page goes while a button is held, the head stops by itself"(world) {
    const { camera, page } = await connected(world);
    const other = await world.open({}, camera.ready.http);
    await slowly(page);
    await way(page, "left").hover();
    await page.mouse.down();
    await beyond(other, 0, 5);
    await crash(page);
    await rests(other);
    // Nobody has said so: that was the lease.
    assert.doesNotMatch(await other.locator(".log").textContent(), /controller stop/);
    await close(page);

    // Who closes a page in order may have time for a word, or not: it stops either way.
    const next = await world.open({}, camera.ready.http);
    await slowly(next);
    await way(next, "right").hover();
    await next.mouse.down();
    await sees(other, ".log", "move-on 2 hold");
    await close(next);
    await rests(other);
    await end({ camera, page: other });
  },

  async "the head turns by a step, as fast as it is told, and says how surely it stands there"(world) {
    const { camera, page } = await connected(world);
    await opens(page, "By hand", "More to ask");
    const step = page.getByRole("group", { name: "By hand" });
    await step.getByLabel("Across, °").fill("12.5");
    await step.getByLabel("Up, °").fill("-5");
    await page.keyboard.press("Enter");
    await phone(page, "Turning the head by that: done");
    await until(async () => String(await pose(page)) === "12.5,-5");
    await step.getByLabel("Speed, %").fill("10");
    await click(page, "Turn by that");
    await phone(page, "Turning the head by that: done");
    await sees(page, ".log", "controller move-by 12.5 -5 speed 10");
    await until(async () => String(await pose(page)) === "25,-10");
    await click(page, "Where exactly?");
    await sees(page, ".facts", "25.0° across, −10.0° up");
    await sees(page, ".facts", "give or take");
    // At its end stop it says so, and is not asked again and again.
    await step.getByLabel("Across, °").fill("340");
    await click(page, "Turn by that");
    await phone(page, "That value is outside its range.");
    await step.getByLabel("Speed, %").fill("100");
    await page.locator(".aims input").first().fill("17000");
    await until(async () => (await pose(page))[0] === 170);
    await way(page, "right").focus();
    await page.keyboard.down("Enter");
    await phone(page, "The head stands at its end stop.");
    await page.keyboard.up("Enter");
    assert.equal((await page.locator(".log").textContent()).match(/move-on 100 hold/g).length, 1);
    await end({ camera, page });
  },

  async "what is asked while the camera is busy waits for it"(world) {
    const { camera, page } = await connected(world);
    await click(page, "Scan");
    await click(page, "Status");
    await phone(page, "Asking how it is: done");
    await sees(page, ".facts", "online");
    await end({ camera, page });
  },
};

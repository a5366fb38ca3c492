// The head is turned by hand: while a button is held, by a step, and no longer than somebody wants.

import assert from "node:assert/strict";

import { click, close, connected, end, log, online, opens, phone, plays, sees, setUp, startCamera, until } from "./harness.mjs";

const way = (page, name) => page.getByRole("button", { name: `Hold to turn ${name}` });

/** Where the head points, in degrees, as far as the page has heard; nowhere before it has heard anything. */
async function pose(page) {
  const found = /head (\S+)° across, (\S+)° up/.exec((await page.locator(".pose").textContent()).replaceAll("−", "-"));
  return found ? [Number(found[1]), Number(found[2])] : [NaN, NaN];
}

/** It comes to rest there in the camera's own time: far from its end stops nothing else has held it up. */
const rests = (page, pan = "-165..165", tilt = "-25..85") =>
  plays(page, "rests", ["expect moving no within 10s", `expect pan ${pan}`, `expect tilt ${tilt}`]);

/** Brings the head straight ahead, so that there is a way to go. */
async function home(page) {
  await click(page, "Home");
  await phone(page, "Turning the head straight ahead: done");
  await rests(page, "0", "0");
  await until(async () => String(await pose(page)) === "0,0");
}

/** So slow that the head is far from its end stops when it rests, even on a machine that is busy. */
async function slowly(page, percent = "2") {
  await opens(page, "By hand");
  await page.getByRole("group", { name: "By hand" }).getByLabel("Speed, %").fill(percent);
}

const beyond = (page, axis, degrees) => until(async () => Math.abs((await pose(page))[axis]) > degrees);

/** Its page is gone from one instant to the next, and has no time for a goodbye. */
async function crash(page) {
  const devtools = await page.context().newCDPSession(page);
  const gone = page.waitForEvent("crash");
  // Who is gone does not answer.
  devtools.send("Page.crash").catch(() => {});
  await gone;
}

export const tests = {
  async "r60 the head turns while a button is held by mouse, finger or key, and stops when it is let go"(world) {
    const { camera, page } = await connected(world, { hasTouch: true });
    await slowly(page);

    await way(page, "left").hover();
    await page.mouse.down();
    await sees(page, ".bubble-words", "Turning left while you hold");
    await beyond(page, 0, 5);
    // The lease is renewed for as long as it is held.
    await until(async () => (await log(page)).split("move-on -2 hold").length > 3);
    await page.mouse.up();
    await phone(page, "Stopping the head: done");
    await rests(page, "-165..-5");

    await home(page);
    await way(page, "up").focus();
    await page.keyboard.down("Space");
    await beyond(page, 1, 5);
    await page.keyboard.up("Space");
    await phone(page, "Stopping the head: done");
    await rests(page, "0", "5..85");

    await home(page);
    await way(page, "right").scrollIntoViewIfNeeded();
    const box = await way(page, "right").boundingBox();
    const touch = await page.context().newCDPSession(page);
    const touchPoints = [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }];
    await touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints });
    await beyond(page, 0, 5);
    await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    await phone(page, "Stopping the head: done");
    await rests(page, "5..165");

    // Who presses by other means turns it a bit: how far depends on how soon the camera hears of it.
    await home(page);
    await slowly(page, "20");
    await way(page, "left").evaluate((button) => button.click());
    await phone(page, "Stopping the head: done");
    await rests(page, "-165..-0.01");
    await end({ camera, page });
  },

  async "r61 a head that is parked turns while a button is held, too: what the camera is busy with is waited for"(world) {
    const camera = await startCamera(world.program, { profile: "buttonless" });
    const page = await world.open({}, camera.ready.http);
    await setUp(page);
    await online(page);
    await click(page, "Connect");
    await phone(page, "Connecting with its key: done");
    await slowly(page);
    await plays(page, "parked", ["expect moving no within 60s", "expect pan 0", "advance 90s"]);
    await way(page, "left").focus();
    await page.keyboard.down("Space");
    await beyond(page, 0, 1);
    await page.keyboard.up("Space");
    await phone(page, "Stopping the head: done");
    await rests(page, "-165..-1");
    await end({ camera, page });
  },

  async "r61 who lets go while a parked head is not ready does not turn it later"(world) {
    // So slow that the second for which the camera is busy is as long as anybody needs.
    const camera = await startCamera(world.program, { profile: "buttonless", speed: "0.01" });
    const page = await world.open({}, camera.ready.http);
    await plays(page, "set up", [
      "expect state setup within 30s", "controller 2 pair", "expect reply done within 30s",
      'controller 2 setup HomeNet "correct horse"', "expect reply done within 60s", "advance 5s", "expect state online",
      "controller 2 connect", "expect reply done within 30s", "controller 2 invite user 10min", "expect reply done within 10s", "controller pair invited", "expect reply done within 30s",
      "expect moving no within 60s", "advance 90s",
    ]);
    await slowly(page);
    await way(page, "left").hover();
    await page.mouse.down();
    await phone(page, "The camera is busy");
    await page.mouse.up();
    await plays(page, "later", ["advance 5s", "expect moving no", "expect pan 0"]);
    assert.equal((await log(page)).split("move-on -2 hold").length, 2);
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
    assert.doesNotMatch(await log(other), /controller stop/);
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
    await rests(page, "12.5", "-5");
    await step.getByLabel("Speed, %").fill("10");
    await click(page, "Turn by that");
    await phone(page, "Turning the head by that: done");
    await sees(page, ".log", "controller move-by 12.5 -5 speed 10");
    await rests(page, "25", "-10");
    await click(page, "Where exactly?");
    await sees(page, ".facts", "25.0° across, −10.0° up");
    await sees(page, ".facts", "give or take");
    // At its end stop it says so, and is not asked again and again.
    await step.getByLabel("Across, °").fill("340");
    await click(page, "Turn by that");
    await phone(page, "That value is outside its range.");
    await step.getByLabel("Speed, %").fill("100");
    await page.locator(".aims input").first().fill("17000");
    await phone(page, "Turning the head: done");
    await rests(page, "170", "-10");
    await way(page, "right").focus();
    await page.keyboard.down("Enter");
    await phone(page, "The head stands at its end stop.");
    await page.keyboard.up("Enter");
    await sees(page, ".log", "move-on 100 hold");
    assert.equal((await log(page)).split("move-on 100 hold").length - 1, 1);
    await end({ camera, page });
  },

  async "what was told before an answer, and comes after it, is not taken for the camera's reply"(world) {
    const { camera, page } = await connected(world);
    // Whoever carries the messages lets the answer to a question overtake what was told before, and keeps back what follows.
    let [told, isOvertaken, kept] = [null, false, []];
    let release;
    await page.routeWebSocket(/\/ws/, (socket) => {
      const toPage = (text) => (isOvertaken ? kept.push(text) : socket.send(text));
      release = () => {
        isOvertaken = false;
        kept.splice(0).forEach(toPage);
      };
      const server = socket.connectToServer();
      server.onMessage((text) => {
        const { hello, phone, answer } = JSON.parse(text);
        toPage(text);
        if (answer?.phone?.reply === "pending") {
          socket.send(JSON.stringify({ phone: told }));
          isOvertaken = true;
        }
        told = phone ?? hello?.phone ?? told;
      });
    });
    await page.reload();
    await sees(page, ".badge", "connected");
    await click(page, "Status");
    await until(() => isOvertaken);
    // The page has heard all of that once it answers.
    await page.evaluate(() => new Promise((done) => setTimeout(done)));
    assert.equal(await page.locator(".bubble-words").textContent(), "Asking how it is…");
    release();
    await phone(page, "Asking how it is: done");
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

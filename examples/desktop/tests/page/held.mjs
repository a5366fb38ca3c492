// A hold that power or a restart takes away, and what a page leaves behind when it goes.

import assert from "node:assert/strict";

import { click, close, log, meaning, online, plays, sees, setUp, startCamera, until } from "./harness.mjs";

const held = (page, text) => sees(page, ".hold-words", text);
const keep = (page) => page.getByLabel("keep it pressed");

async function press(page) {
  await page.getByRole("button", { name: "Press and hold: reset button" }).focus();
  await page.keyboard.down("Space");
}

export const tests = {
  async "a button that is held without power, or while power comes, promises nothing"(world) {
    const camera = await startCamera(world.program);
    const page = await world.open({}, camera.ready.http);
    await setUp(page);
    await online(page);
    await page.locator(".plug").click();
    await meaning(page, "no power");
    await keep(page).check();
    await press(page);
    await page.keyboard.up("Space");
    await held(page, "without power it counts for nothing");
    await click(page, "Status");
    await sees(page, ".bubble", "Then press “Connect”.");
    await click(page, "Plug it in");
    await held(page, "it was down when the camera started: it counts for nothing");
    await meaning(page, "ready");
    await keep(page).uncheck();
    await held(page, "nothing happens");

    // Power goes while it is held, and comes again.
    await keep(page).check();
    await press(page);
    await page.keyboard.up("Space");
    await held(page, "release now: factory reset");
    await page.locator(".plug").click();
    await held(page, "without power it counts for nothing");
    await click(page, "Plug it in");
    await keep(page).uncheck();
    await held(page, "nothing happens");
    await meaning(page, "ready");
    await close(page);
    await camera.stop();
  },

  async "the button is held by a real mouse and a real finger, on the bar and on the camera"(world) {
    // So slow that a busy machine, too, lets go before the hold becomes another one: another page lets the time pass.
    const camera = await startCamera(world.program, { speed: "0.05" });
    const [page, other] = [await world.open({ hasTouch: true, viewport: { width: 390, height: 800 } }, camera.ready.http), await world.open({}, camera.ready.http)];
    await plays(other, "set up", [
      "expect state setup within 30s", "controller 2 pair", "expect reply done within 30s",
      'controller 2 setup HomeNet "correct horse"', "expect reply done within 60s", "advance 5s", "expect state online",
    ]);
    await meaning(page, "ready");
    const bar = page.getByRole("button", { name: "Press and hold: reset button" });
    await bar.hover();
    await page.mouse.down();
    await held(page, "Held ");
    await plays(other, "short", ["advance 2200ms"]);
    await held(page, "release now: setup mode");
    // A hand that slips off the button holds it still.
    await page.mouse.move(5, 5);
    await plays(other, "still", ["advance 100ms"]);
    await held(page, "release now: setup mode");
    await page.mouse.up();
    await held(page, "Released after 2.");
    await plays(other, "setup", ["expect state setup within 5s"]);
    await meaning(page, "setup mode");

    const hole = page.locator(".hole .target");
    await hole.scrollIntoViewIfNeeded();
    const box = await hole.boundingBox();
    const touch = await page.context().newCDPSession(page);
    const touchPoints = [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }];
    await touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints });
    await held(page, "Held ");
    await plays(other, "long", ["advance 5500ms"]);
    await held(page, "release now: factory reset");
    await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    await held(page, "Released after ");
    await plays(other, "reset", ["expect epoch 1 within 30s"]);
    await sees(page, ".log", "reset: receipt");
    await Promise.all([close(page), close(other)]);
    await camera.stop();
  },

  async "a release that the plug cuts before its contact has settled does nothing"(world) {
    // So slow that both lines come within the debounce, on a busy machine, too.
    const camera = await startCamera(world.program, { speed: "0.01" });
    const page = await world.open({}, camera.ready.http);
    const settled = ["advance 30s", "expect state setup"];
    await plays(page, "wait", settled);
    await plays(page, "cut", ["button down", "advance 6s", "button up", "power off"]);
    await held(page, "Released after 6.0 s");
    await held(page, "nothing happens");
    // And so says the camera.
    await plays(page, "again", ["power on", "advance 20s", "expect state setup", "expect receipt none"]);
    // Once it has settled, it counts.
    await plays(page, "settled", ["button down", "advance 6s", "button up", "advance 100ms", "power off"]);
    await held(page, "factory reset");
    await plays(page, "once more", ["power on", "advance 60s", "expect state setup within 60s", "expect epoch 1"]);
    await close(page);
    await camera.stop();
  },

  async "a page that comes while the button is held shows for how long"(world) {
    const camera = await startCamera(world.program);
    const page = await world.open({}, camera.ready.http);
    await meaning(page, "setup mode");
    await press(page);
    await held(page, "release now: factory reset");
    const late = await world.open({}, camera.ready.http);
    await held(late, "held ");
    const words = await late.locator(".hold-words").textContent();
    assert.ok(/Held ([\d.]+) s/.exec(words)?.[1] >= 5, words);
    await close(late);
    await close(page);
    await camera.stop();
  },

  async "a page that goes in the middle of a router's restart does not take the networks along"(world) {
    const camera = await startCamera(world.program);
    const page = await world.open({}, camera.ready.http);
    const other = await world.open({}, camera.ready.http);
    for (const one of [page, other]) await sees(one, "#router-body", "HomeNet");
    await click(page, "Restart router");
    await sees(other, ".log", "router set");
    await close(page);
    await until(async () => (await log(other)).split("router set").length > 2);
    await until(async () => (await other.locator(".network.is-off").count()) === 0);
    assert.equal(await other.locator(".network").count(), 3);
    await close(other);
    await camera.stop();
  },
};

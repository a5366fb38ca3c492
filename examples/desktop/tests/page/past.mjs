// What was: for a page that comes late, for a file, and when the program is gone.

import assert from "node:assert/strict";

import { close, exported, holdUntil, meaning, online, opens, plays, sees, setUp, startCamera, until } from "./harness.mjs";

/** What the log tells of LED and states, oldest first, without times. */
const seen = (page) => page.evaluate(() =>
  [...document.querySelectorAll(".log .seen span")].map((entry) => entry.textContent).reverse()
    .flatMap((text) => text.split(" · ")).filter((text) => !/^(button|flash)/.test(text)));

/** Both pages show the same in the end: each draws in its own time. */
async function agree(one, other) {
  await until(async () => String(await seen(one)) === String(await seen(other))).catch(() => {});
  assert.deepEqual(await seen(one), await seen(other));
}

const deeds = (text) => text.split("\n").filter((line) => line && !/^(#|advance)/.test(line));

export const tests = {
  async "a late page shows and exports the whole story, and another camera plays it again"(world) {
    const camera = await startCamera(world.program);
    const page = await world.open({}, camera.ready.http);
    await setUp(page);
    await online(page);
    // The camera's own network goes when it likes: a hold at that moment might come before it or after it.
    // So it gets some seconds for that, here and where the story is played again.
    await until(async () => (await seen(page)).at(-1) === "on the network");
    const time = () => page.locator(".time").textContent();
    for (let changes = 0; changes < 8; changes++) {
      const before = await time();
      await until(async () => (await time()) !== before);
    }
    await holdUntil(page, "release now: factory reset");
    await meaning(page, "setup mode");

    const late = await world.open({}, camera.ready.http);
    await sees(late, ".log", "reset: erasing");
    await agree(late, page);
    const story = await exported(late);
    await sees(late, ".replay-words", "saved as page.scenario");
    assert.deepEqual(deeds(story.text), deeds((await exported(page)).text));
    for (const line of ["controller pair", "controller scan", 'controller setup HomeNet "correct horse"', "button down", "button up"]) {
      assert.ok(story.text.includes(`\n${line}\n`), `${line} in\n${story.text}`);
    }
    await close(page);

    const other = await startCamera(world.program);
    const again = await world.open({}, other.ready.http);
    await meaning(again, "setup mode");
    await again.locator("#timeline input[type=file]").setInputFiles(story.path);
    await sees(again, ".replay-words", "lines are played");
    await meaning(again, "setup mode");
    await agree(again, late);
    await Promise.all([close(late), close(again)]);
    await Promise.all([camera.stop(), other.stop()]);
  },

  async "a story that expects replies of the phone is played, however slow the phone is"(world) {
    const camera = await startCamera(world.program);
    const page = await world.open({}, camera.ready.http);
    const story = ["power on", "expect state setup within 30s", "controller 2 pair wrong", "expect reply WrongCode within 10s", "controller pair", "expect reply done within 1s",
      "controller receipt", "expect reply done within 1s", "expect receipt none", "controller setup Nowhere \"none at all\"",
      "expect reply NetworkNotFound within 1s"];
    await plays(page, "replies", story);
    const { text } = await exported(page);
    assert.match(text, /controller pair\nadvance \d+\nexpect reply done within 2s\ncontroller receipt\n/);
    await close(page);
    await camera.stop();
  },

  async "a story with a line that is none ends there, and says so"(world) {
    const page = await world.open();
    await sees(page, "#router-body", "HomeNet");
    for (const line of ["nonsense", "advance 1h", "advance soon"]) {
      const buffer = Buffer.from(`advance 1s\n${line}\n`);
      await page.locator("#timeline input[type=file]").setInputFiles({ name: "wrong.scenario", mimeType: "text/plain", buffer });
      await sees(page, ".replay-words", `ended at “${line}”`);
    }
    await close(page);
  },

  async "a program that was restarted under a page says what to do, and its new page begins afresh"(world) {
    const first = await startCamera(world.program);
    const { host } = new URL(first.ready.http);
    // Chromium itself logs the sockets that are refused; here nobody listens.
    const context = await world.browser.newContext();
    const page = await context.newPage();
    await page.goto(first.ready.http);
    await meaning(page, "setup mode");
    await first.stop({ keep: true });
    await sees(page, "#banner", "does not answer");
    const second = await startCamera(world.program, { state: first.folder, http: host });
    assert.equal(new URL(second.ready.http).host, host);
    await sees(page, "#banner", "was restarted: open the new address");
    assert.equal(await page.getByRole("button", { name: "Try now" }).isVisible(), false);
    await page.goto(second.ready.http);
    await meaning(page, "setup mode");
    assert.equal(await page.locator("#banner").isVisible(), false);
    await context.close();
    await second.stop();
    first.forget();
  },

  async "a story that is far too long is refused in words, and the page stays connected"(world) {
    const page = await world.open();
    const buffer = Buffer.from(`button up\ncontroller set name "${"a".repeat(6_000_000)}"\n`);
    await page.locator("#timeline input[type=file]").setInputFiles({ name: "long.scenario", mimeType: "text/plain", buffer });
    await sees(page, ".replay-words", "that is longer than 4 MiB, which the camera’s program does not read");
    assert.ok(await page.locator("#banner").isHidden());
    await plays(page, "short", ["button up"]);
    // Nor is a setting's file of that length.
    await opens(page, "Settings", "Defaults, and a file");
    await page.getByLabel("A file of settings").setInputFiles({ name: "long.json", mimeType: "application/json", buffer });
    await sees(page, ".settings", "long.json is too long for a file of settings.");
    await close(page);
  },
};

// Cut anywhere: in the guide's story, and in one's own.

import assert from "node:assert/strict";

import { close, holdUntil, meaning, online, sees, setUp, startCamera } from "./harness.mjs";

const slider = (page) => page.locator("#cut input[type=range]:enabled");
const idle = (page) => page.waitForFunction(() => document.querySelector("#cut-body > [aria-busy=false]"));
const told = (page) => page.locator(".cut-words").textContent();

/** Pulls the plug in `count` places all over the story; how it ends each time. */
async function cutIn(page, count) {
  await slider(page).waitFor();
  await idle(page);
  const of = Number(await slider(page).getAttribute("max"));
  const ends = [];
  for (let cut = 1; cut <= count; cut += 1) {
    // The result of the cut before must not pass for this one's.
    await page.evaluate(() => { document.querySelector(".cut-words").textContent = ""; });
    await slider(page).fill(String(Math.floor((of * cut) / count)));
    const heals = () => /^(Untouched|Finished|Not set up yet|As new)/.test(document.querySelector(".cut-words").textContent);
    await page.waitForFunction(heals).catch(async (why) => assert.fail(`cut ${cut} of ${count}: “${await told(page)}”: ${why.message}`));
    assert.equal(await page.locator(".cut-words").getAttribute("data-kind"), "good", `cut ${cut}`);
    ends.push((await told(page)).split(":")[0]);
  }
  return { of, ends: [...new Set(ends)] };
}

async function choose(page, story) {
  // A story is offered when the camera has settled after it.
  await page.locator(`input[name=story][value=${story}]:enabled`).check({ force: true });
  await slider(page).waitFor();
  await idle(page);
}

export const tests = {
  async "the guide is the story of the model that is shown"(world) {
    for (const profile of ["deliberate", "buttonless", "single-color"]) {
      const camera = await startCamera(world.program, { profile });
      const page = await world.open({}, camera.ready.http);
      await slider(page).waitFor();
      await idle(page);
      assert.equal(await page.locator("#cut .note").textContent(), "", `${profile}: it is replayed in full`);
      await slider(page).press("End");
      await sees(page, ".cut-words", "Finished: everything is erased");
      await close(page);
      await camera.stop();
    }
  },

  async "ten cuts of the guide heal"(world) {
    const page = await world.open();
    const { of, ends } = await cutIn(page, 10);
    assert.ok(of > 50, `${of} flash operations`);
    assert.deepEqual([ends[0], ends.at(-1)], ["As new", "Finished"]);
    await close(page);
  },

  async "one's own reset and setup are cut, and heal"(world) {
    const camera = await startCamera(world.program);
    const page = await world.open({}, camera.ready.http);
    await setUp(page);
    await online(page);
    await choose(page, "setup");
    const setup = await cutIn(page, 12);
    assert.deepEqual(setup.ends, ["As new", "Not set up yet", "Untouched"]);
    await holdUntil(page, "release now: factory reset");
    await meaning(page, "setup mode");
    await choose(page, "reset");
    assert.equal(await page.locator("#cut .note").textContent(), "", "it is replayed in full");
    const reset = await cutIn(page, 12);
    assert.ok(reset.of > setup.of, `${reset.of} operations, ${setup.of} of them before the reset`);
    assert.ok(reset.ends.includes("Untouched") && reset.ends.at(-1) === "Finished", reset.ends.join());
    await close(page);
    await camera.stop();
  },

  async "a story that cannot be replayed in full says so"(world) {
    // A camera that was set up in an earlier run of its program.
    const first = await startCamera(world.program);
    const page = await world.open({}, first.ready.http);
    await setUp(page);
    await online(page);
    await close(page);
    await first.stop({ keep: true });
    const second = await startCamera(world.program, { state: first.folder });
    const late = await world.open({}, second.ready.http);
    await meaning(late, "ready");
    await holdUntil(late, "release now: factory reset");
    await meaning(late, "setup mode");
    await choose(late, "reset");
    await sees(late, "#cut .note", "had been used before");
    await close(late);
    await second.stop();
    first.forget();
  },
};

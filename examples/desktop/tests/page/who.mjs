// Who may control the camera: invited, renamed, raised, revoked; and no code is written down.

import assert from "node:assert/strict";

import { click, connected, end, exported, meaning, online, opens, phone, plays, sees, startCamera, until } from "./harness.mjs";

const CODE = /^\d{4}-\d{4}-\d{4}$/;
const people = (page) => page.locator(".controllers summary").allInnerTexts();

async function list(page) {
  await opens(page, "Who may control it");
  await phone(page, "Listing its controllers: done");
}

/** Shows a code, and hides it again. */
async function reveal(page, name) {
  const show = page.getByRole("button", { name });
  const code = show.locator("xpath=..").locator(".code");
  assert.equal(await code.textContent(), "", "before somebody wants to see it");
  await show.focus();
  await page.keyboard.press("Enter");
  await until(async () => CODE.test(await code.textContent()));
  const shown = await code.textContent();
  await page.keyboard.press("Enter");
  assert.equal(await code.textContent(), "");
  return shown;
}

/** Nothing that is kept or shown has the code. */
async function isNowhere(page, code) {
  const { text: story } = await exported(page);
  for (const text of [story, await page.locator("body").textContent()]) {
    assert.ok(!text.replaceAll("-", "").includes(code.replaceAll("-", "")), text);
  }
  return story;
}

export const tests = {
  async "r40 r45 a phone finds the camera, and takes the texts of the label's and the network's QR codes"(world) {
    const camera = await startCamera(world.program);
    const page = await world.open({}, camera.ready.http);
    await meaning(page, "setup mode");
    await opens(page, "Find it, or scan a QR code");
    const find = async (words) => {
      await click(page, "Find cameras");
      await sees(page, ".nearby", words);
    };
    await find("in a network of its own, waits to be set up");

    const field = page.getByLabel("Label code");
    const digits = (await field.inputValue()).replaceAll("-", "");
    await field.fill("");
    const scan = async (text) => {
      await page.getByLabel("Text of a QR code").fill(text);
      await page.keyboard.press("Enter");
    };
    await scan("a poem");
    await phone(page, "This is not a label's QR code");
    await scan(`CAMERA:1:S%70%6F%74 PT-1:VCB90D4B7A:${digits}`);
    await phone(page, "The label of Spot PT-1, serial number VCB90D4B7A.");
    assert.equal((await field.inputValue()).replaceAll("-", ""), digits);
    await page.keyboard.press("Enter");
    await phone(page, "Pairing with the label code: done");

    await scan("WIFI:T:WPA2;S:HomeNet;P:correct horse;;");
    await phone(page, "The network HomeNet.");
    await page.keyboard.press("Enter");
    await online(page);
    await find("in this phone’s network");
    const { text: story } = await exported(page);
    assert.ok(!story.includes("CAMERA:") && !story.includes("WIFI:"), story);
    await end({ camera, page });
  },

  async "r49 an owner invites somebody, renames them, makes them an owner and takes the key away"(world) {
    const { camera, page } = await connected(world);
    await list(page);
    assert.deepEqual(await people(page), ["story owner · this phone"]);
    await opens(page, "Invite somebody");
    await click(page, "Invite");
    await phone(page, "Inviting somebody: done");
    const code = await reveal(page, "Show the invitation’s code");
    await isNowhere(page, code);

    await plays(page, "guest", ["controller 2 pair invited", "expect reply done within 30s"]);
    // It is used: there is nothing to show any more.
    await click(page, "Status");
    await phone(page, "Asking how it is: done");
    assert.ok(await page.getByRole("button", { name: "Show the invitation’s code" }).isHidden());
    await click(page, "Controllers");
    await phone(page, "Listing its controllers: done");
    assert.deepEqual(await people(page), ["story owner · this phone", "story user"]);
    await page.locator(".controllers summary").nth(1).focus();
    await page.keyboard.press("Enter");
    await page.getByLabel("Name of story").last().fill("tablet");
    await page.keyboard.press("Enter");
    await phone(page, "Renaming it: done");
    assert.deepEqual(await people(page), ["story owner · this phone", "tablet user"]);
    const theirs = page.locator(".controllers li").nth(1);
    const open = () => theirs.locator("summary").click();
    await open();
    await theirs.getByRole("button", { name: "Make it an owner" }).click();
    await phone(page, "Making it an owner: done");
    assert.deepEqual(await people(page), ["story owner · this phone", "tablet owner"]);

    await open();
    const away = theirs.getByRole("button", { name: "Revoke…" });
    await away.focus();
    await page.keyboard.press("Enter");
    const confirm = page.getByRole("group", { name: "Confirm that a key is taken away" });
    assert.match(await confirm.textContent(), /the key of tablet, owner/);
    await page.keyboard.press("Escape");
    assert.ok(await confirm.isHidden() && await away.evaluate((button) => button === document.activeElement));
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await phone(page, "Taking the key away: done");
    await until(async () => (await people(page)).length === 1);

    // The last owner stays one, and goes only with a reset.
    await page.locator(".controllers summary").click();
    await click(page, "Make it a user");
    await click(page, "Be a user");
    await phone(page, "That is the camera’s last owner.".replace("’", "'"));
    await end({ camera, page });
  },

  async "r49 an invitation that is typed in lets this phone in, and what it may not do is said"(world) {
    const { camera, page } = await connected(world);
    await opens(page, "Who may control it", "Invite somebody", "By an invitation");
    await click(page, "Invite");
    await phone(page, "Inviting somebody: done");
    const code = await reveal(page, "Show the invitation’s code");
    await page.getByLabel("Code of the invitation").fill(code);
    await page.keyboard.press("Enter");
    await phone(page, "Pairing with the invitation: done");
    assert.equal(await page.getByLabel("Code of the invitation").inputValue(), "");
    await click(page, "Controllers");
    await until(async () => (await people(page)).some((one) => one.includes("user · this phone")));
    await click(page, "Invite");
    await phone(page, "This controller may not do that.");
    assert.match(await isNowhere(page, code), /^controller pair invited$/m);

    // A code that is none.
    await page.getByLabel("Code of the invitation").fill("1234");
    await page.keyboard.press("Enter");
    await phone(page, "That is not a label code");
    await end({ camera, page });
  },

  async "r49 another pairing code is shown only to who wants to see it, and the label's is out"(world) {
    const { camera, page } = await connected(world);
    await opens(page, "Who may control it", "The pairing code");
    await click(page, "Another pairing code…");
    assert.match(await page.getByRole("group", { name: "Confirm another code" }).textContent(), /the code on the label/);
    await page.keyboard.press("Enter");
    await phone(page, "Giving it another code: done");
    const code = await reveal(page, "Show the new code");
    await page.getByLabel("Label code").fill(code);
    await click(page, "Pair");
    await page.locator(".bubble[data-kind=bad]").waitFor();
    await page.getByLabel("Label code").fill("");
    assert.match(await isNowhere(page, code), /^controller change-code$[^]*^controller pair changed$/m);
    await end({ camera, page });
  },

  async "r49 a phone that gives its own key back is not paired any more"(world) {
    const { camera, page } = await connected(world);
    await opens(page, "Who may control it", "Invite somebody");
    await page.getByRole("combobox", { name: "As", exact: true }).selectOption("owner");
    await click(page, "Invite");
    await phone(page, "Inviting somebody: done");
    await click(page, "Watch");
    await sees(page, ".motion", "Watching.");
    await plays(page, "guest", ["controller 2 pair invited", "expect reply done within 30s", "controller 2 set privacy on", "expect reply done within 10s"]);
    await sees(page, ".motion", "The setting privacy is another one");
    await plays(page, "name", ["controller 2 rename me tablet", "expect reply done within 10s"]);
    await sees(page, ".motion", "tablet is called otherwise");
    await click(page, "Controllers");
    await until(async () => (await people(page)).length === 2);
    await page.locator(".controllers summary", { hasText: "this phone" }).click();
    await page.locator(".controllers li", { hasText: "this phone" }).getByRole("button", { name: "Revoke…" }).click();
    await click(page, "Take the key away");
    await sees(page, ".badge", "not paired");
    await end({ camera, page });
  },
};

// The router's networks: switched, changed, added with all that one has, and removed.

import assert from "node:assert/strict";

import { click, close, end, meaning, phone, sees, startCamera, until } from "./harness.mjs";

export const tests = {
  async "what is switched in the router's list is switched in the air, also of two networks with one name"(world) {
    const camera = await startCamera(world.program);
    const page = await world.open({}, camera.ready.http);
    await meaning(page, "setup mode");
    const inAir = async () => {
      // A page that comes late knows only what is in the air.
      const late = await world.open({}, camera.ready.http);
      await meaning(late, "setup mode");
      const names = await late.locator(".network-name").allInnerTexts();
      await close(late);
      return names.map((text) => text.split(" GHz")[0].replace("\n", " "));
    };
    const toggle = async (name, told) => {
      await page.getByRole("switch", { name: `${name} is on` }).first().click();
      await sees(page, "#router .note", told);
    };
    await toggle("HomeNet", "HomeNet is off");
    assert.deepEqual(await inAir(), ["HomeNet 5G 5", "Neighbour 2.4"]);
    await toggle("HomeNet", "HomeNet is on");
    assert.deepEqual(await inAir(), ["HomeNet 2.4", "HomeNet 5G 5", "Neighbour 2.4"]);
    await toggle("HomeNet 5G", "HomeNet 5G is off");
    await click(page, "Edit Neighbour");
    await page.getByRole("textbox", { name: "Name" }).fill("HomeNet");
    await page.getByRole("combobox", { name: "Band, GHz" }).selectOption("5");
    await click(page, "Save");
    await sees(page, "#router .note", "HomeNet is saved");
    assert.deepEqual(await inAir(), ["HomeNet 2.4", "HomeNet 5"]);
    await toggle("HomeNet", "HomeNet is off");
    assert.deepEqual(await inAir(), ["HomeNet 5"]);
    await end({ camera, page });
  },

  async "a network is added with all that it has, joined by its hidden name, and removed"(world) {
    const camera = await startCamera(world.program);
    const page = await world.open({}, camera.ready.http);
    await meaning(page, "setup mode");
    await click(page, "Add a network");
    const [name, password] = ['Küche "1"', 'p@ss wörd\\"x'];
    const editor = page.locator(".editor");
    await editor.getByRole("textbox", { name: "Name" }).fill(name);
    await editor.getByRole("textbox", { name: "Password" }).fill(password);
    await editor.getByRole("combobox", { name: "Security" }).selectOption("wpa3");
    await editor.getByRole("slider", { name: "Signal at the camera" }).fill("-60");
    await editor.getByLabel("internet").uncheck();
    await editor.getByLabel("hidden name").check();
    await click(page, "Save");
    await sees(page, "#router-body", `${name}2.4 GHz · wpa3 · −60 dBm · hidden · no internet`);

    await click(page, "Pair");
    await phone(page, "Pairing with the label code: done");
    await page.getByLabel("Network", { exact: true }).fill(name);
    await page.getByLabel("Password").first().fill(password);
    for (const [box, told] of [
      [null, "The camera does not hear that network."], ["hidden", "That network has no internet."], ["also without internet", "Setting up the Wi-Fi: done"],
    ]) {
      if (box) await page.locator("#phone").getByLabel(box, { exact: true }).check();
      await click(page, "Set up");
      await phone(page, told);
    }
    await meaning(page, "ready");

    await click(page, `Edit ${name}`);
    await click(page, "Remove");
    await sees(page, "#router .note", `${name} is removed`);
    await until(async () => (await page.locator(".network").count()) === 3);
    await meaning(page, "looking for Wi-Fi");
    await end({ camera, page });
  },
};

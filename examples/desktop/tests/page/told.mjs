// What the camera says of itself, what a reset would take, and the settings in a file.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { click, connected, end, exported, meaning, online, opens, phone, sees, startCamera } from "./harness.mjs";

const facts = (page, text) => sees(page, ".facts", text);

async function openSettings(page, ...groups) {
  await opens(page, "Settings");
  await phone(page, "Reading what is set: done");
  await opens(page, ...groups);
}

const fileInput = (page) => page.getByLabel("A file of settings");
const given = (settings) => ({ name: "camera.json", mimeType: "application/json", buffer: Buffer.from(settings) });

export const tests = {
  async "r81 the camera says who it is, what it can do and what time it has"(world) {
    const { camera, page } = await connected(world);
    await opens(page, "More to ask");
    await click(page, "For support");
    await facts(page, camera.ready.serial);
    await facts(page, "wrong codes");
    await click(page, "What it can do");
    await facts(page, "−170.0° to 170.0°");
    await click(page, "Its time");
    await facts(page, "it does not know");
    await openSettings(page, "Name, LED and time");
    await click(page, "Set the time");
    await phone(page, "Telling it the time: done");
    await click(page, "Its time");
    await facts(page, `${new Date().getUTCFullYear()}-`);
    await click(page, "What is wrong?");
    await sees(page, ".findings", "It finds nothing wrong.");
    await end({ camera, page });
  },

  async "r33 a reset names what it would take, and a part of it takes only that"(world) {
    const { camera, page } = await connected(world);
    await click(page, "Factory reset…");
    const lost = "[aria-label='Confirm the factory reset'] .losses";
    await sees(page, lost, "1 Wi-Fi network");
    await click(page, "Which network?");
    await sees(page, lost, "1 Wi-Fi network: HomeNet");
    await click(page, "Keep it");
    await opens(page, "Only a part of it");
    await click(page, "Forget the network…");
    const part = page.getByRole("group", { name: "Confirm the reset of a part" });
    await part.waitFor();
    assert.doesNotMatch(await part.textContent(), /controller/);
    await page.keyboard.press("Enter");
    await meaning(page, "setup mode");
    await sees(page, ".log", "reset: receipt");
    await click(page, "Connect");
    await phone(page, "Connecting with its key: done");
    await opens(page, "More to ask");
    await click(page, "Receipt");
    await facts(page, "of forget network, by controller");
    await end({ camera, page });
  },

  async "r55 settings go into a file and come back from it, shown before they are changed"(world) {
    const { camera, page } = await connected(world);
    await openSettings(page, "Seeing and recording", "Alerts and zones", "Presets and patrol", "Name, LED and time", "Defaults, and a file");
    await page.getByLabel("Name of the camera").fill("Küche \"1\"");
    await page.keyboard.press("Enter");
    await phone(page, "Setting its name: done");
    await page.getByLabel("As bright as, %").fill("70");
    await click(page, "Set night light");
    await phone(page, "Setting the night light: done");
    await page.getByLabel("Sensitivity, %", { exact: true }).fill("65");
    await page.getByRole("combobox", { name: "While the head points" }).selectOption("0");
    await page.getByLabel("Left, %").fill("12.5");
    await click(page, "Set zone");
    await phone(page, "Setting a zone: done");
    const preset = page.getByRole("group", { name: "Presets and patrol" });
    await preset.getByLabel("Across, °").fill("-45.07");
    await click(page, "Save where it looks");
    await phone(page, "Saving a preset: done");
    assert.equal(await page.getByRole("combobox", { name: "Preset", exact: true }).locator("option").first().textContent(), "0: window");
    await page.getByLabel("Presets to visit").fill("0 0:120");
    await click(page, "Set patrol");
    await phone(page, "Setting the patrol: done");
    for (const at of [0, 1]) {
      await page.getByRole("group", { name: "Alert times" }).getByRole("button", { name: "Add a time" }).click();
      await page.getByRole("combobox", { name: "Alert on" }).nth(at).selectOption(["Mon-Fri", "Sat-Sun"][at]);
    }
    await page.getByLabel("Alert from").nth(1).fill("00:00");
    await page.getByLabel("Alert until").nth(1).fill("00:00");
    await click(page, "Set alert times");
    await phone(page, "Setting when to alert: done");

    const [download] = await Promise.all([page.waitForEvent("download"), click(page, "Export settings")]);
    const file = readFileSync(await download.path(), "utf8");
    assert.deepEqual(JSON.parse(file), { "camera-settings": 1, settings: {
      "alert-schedule": ["Mon-Fri 22:00-06:00", "Sat-Sun 00:00-24:00"],
      name: "Küche \"1\"",
      "night-vision": { mode: "auto", brightness: 70, sensitivity: 50 },
      patrol: [{ preset: 0, dwell_s: 30 }, { preset: 0, dwell_s: 120 }],
      "preset 0": { name: "window", pan: -4507, tilt: 0 },
      "zone 0": { name: "door", preset: 0, left: 125, top: 0, right: 1000, bottom: 1000, sensitivity: 65 },
    } });

    // Back to the default, and back from the file.
    const cleared = page.getByRole("combobox", { name: "Of what is set" });
    for (const name of ["zone 0", "alert-schedule", "name"]) {
      await cleared.selectOption(name);
      await click(page, "Back to its default");
      await phone(page, "Setting it to its default: done");
    }
    assert.equal(await page.getByLabel("Left, %").inputValue(), "0");
    await fileInput(page).setInputFiles(given(file));
    const confirm = page.getByRole("group", { name: "Confirm the settings of a file" });
    await confirm.waitFor();
    const changes = await confirm.getByRole("listitem").allInnerTexts();
    assert.equal(changes.length, 3, changes.join("; "));
    assert.ok(changes.includes("alert-schedule: default → Mon-Fri 22:00-06:00; Sat-Sun 00:00-24:00"), changes.join("; "));
    await page.keyboard.press("Enter");
    await sees(page, ".settings", "3 settings are changed.");
    await phone(page, "Reading what is set: done");
    assert.equal(await page.getByLabel("Left, %").inputValue(), "12.5");
    assert.equal(await page.getByLabel("Name of the camera").inputValue(), "Küche \"1\"");
    await fileInput(page).setInputFiles(given(file));
    await sees(page, ".settings", "The camera has all of these settings already.");

    await fileInput(page).setInputFiles(given("{\"camera-settings\": 1, \"settings\": {\n\"privacy\": \"on\"\n}}"));
    await sees(page, ".settings", "Line 2 of the file is refused: privacy: invalid type");
    await sees(page, ".settings", "Nothing was changed.");
    await end({ camera, page });
  },

  async "r42 a network is set up by one access point, its security and the band it was seen on"(world) {
    const camera = await startCamera(world.program);
    const page = await world.open({}, camera.ready.http);
    await meaning(page, "setup mode");
    await click(page, "Pair");
    await phone(page, "Pairing with the label code: done");
    await opens(page, "More about the network");
    await page.getByLabel("Network", { exact: true }).fill("Far away");
    const band = page.getByRole("combobox", { name: "Seen by this phone on" });
    await band.selectOption("5");
    await click(page, "Set up");
    await phone(page, "That network was seen on a band the camera cannot use.");
    await click(page, "Scan");
    await phone(page, "Listening for networks: done");
    await page.getByRole("button", { name: /HomeNet/ }).filter({ hasText: "channel" }).click();
    await page.getByLabel("Password").first().fill("correct horse");
    await band.selectOption("2.4");
    await page.getByRole("combobox", { name: "Security" }).selectOption("wpa2");
    await page.getByLabel("only this access point").check();
    await click(page, "Set up");
    await online(page);
    assert.match((await exported(page)).text, /^controller setup HomeNet "correct horse" security wpa2 seen-on 2.4 at 02:ca:3e:2a:00:00$/m);
    await end({ camera, page });
  },
};

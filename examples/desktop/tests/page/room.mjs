// What happens in the room, and what the phone sets, by clicks and keys.

import assert from "node:assert/strict";

import { click, close, connected, end, meaning, opens, phone, sees, until } from "./harness.mjs";

const openSettings = async (page) => {
  await opens(page, "Settings");
  await phone(page, "Reading what is set: done");
  await opens(page, "Seeing and recording", "Alerts and zones", "Presets and patrol", "Name, LED and time", "Tests");
};

async function set(page, label, value, button, doing) {
  await page.getByRole("combobox", { name: label, exact: true }).selectOption(value);
  await click(page, button);
  await phone(page, `${doing}: done`);
}

const light = (page) => page.getByRole("slider", { name: "Light in the room" });
const part = (page, name) => page.getByRole("button", { name: `Something moves: ${name}` });

/** Somebody walks there, and again: for a second after the light has changed, the camera believes nothing it sees (R50). */
const walks = (page, places, told) => until(async () => {
  for (const place of places) await part(page, place).click();
  return (await page.locator(".motion").textContent()).includes(told);
});

export const tests = {
  async "what moves in the room is told to the phone, and in the dark the night light is on"(world) {
    const { camera, page } = await connected(world);
    await click(page, "Watch");
    await sees(page, ".motion", "Watching.");
    await part(page, "everywhere").focus();
    await page.keyboard.press("Enter");
    await sees(page, ".motion", "Motion in the picture");

    await sees(page, ".eyes", "lens opennot recordingnight light off");
    await light(page).fill("5");
    await sees(page, ".eyes", "night light 100 %");
    await sees(page, ".log", "lens open, night light 100 %");
    // Another page shows the same room.
    const other = await world.open({}, camera.ready.http);
    await sees(other, ".eyes", "night light 100 %");
    assert.equal(await light(other).inputValue(), "5");
    await light(other).focus();
    await other.keyboard.press("End");
    await sees(page, ".eyes", "night light off");
    assert.equal(await light(page).inputValue(), "100");
    await close(other);

    await openSettings(page);
    await page.getByLabel("Right, %").fill("33");
    await click(page, "Set zone");
    await phone(page, "Setting a zone: done");
    await walks(page, ["right", "left"], "Motion in zone 0");
    await end({ camera, page });
  },

  async "privacy shuts the lens, and recordings begin and end"(world) {
    const { camera, page } = await connected(world);
    await openSettings(page);
    await set(page, "Recordings go", "local", "Set storage", "Setting where recordings go");
    await set(page, "Record", "continuous", "Set recording", "Setting when it records");
    await page.locator(".chip", { hasText: /^recording$/ }).waitFor();
    await set(page, "Privacy mode", "on", "Set privacy", "Setting privacy");
    await sees(page, ".eyes", "lens shutnot recording");
    await page.locator(".drawing .lid").waitFor();
    await click(page, "What is wrong?");
    await sees(page, ".findings", "Privacy mode is on.");
    await set(page, "Privacy mode", "off", "Set privacy", "Setting privacy");
    await sees(page, ".eyes", "lens openrecording");
    await click(page, "What is wrong?");
    await sees(page, ".findings", "It finds nothing wrong.");
    await end({ camera, page });
  },

  async "settings show what is set, whoever has set it, and the status tells how the camera is"(world) {
    const { camera, page } = await connected(world);
    await openSettings(page);
    const select = (name) => page.getByRole("combobox", { name, exact: true });
    assert.equal(await select("Privacy mode").inputValue(), "off");
    await set(page, "Privacy mode", "on", "Set privacy", "Setting privacy");
    await set(page, "Record", "motion", "Set recording", "Setting when it records");
    await page.getByLabel("Status LED, %").fill("40");
    await click(page, "Set LED");
    await phone(page, "Setting the status LED: done");
    await set(page, "Zone", "2", "Set zone", "Setting a zone");
    await page.getByLabel("Right, %").fill("33");
    await click(page, "Set zone");
    await phone(page, "Setting a zone: done");
    await page.getByRole("group", { name: "Alert times" }).getByRole("button", { name: "Add a time" }).click();
    await page.getByLabel("Alert from").fill("20:30");
    await page.getByRole("combobox", { name: "Alert on" }).selectOption("Mon-Fri");
    await click(page, "Set alert times");
    await phone(page, "Setting when to alert: done");

    // What was just set is what the flash is told to hold.
    const user = page.locator("[aria-label^='user region']");
    await until(async () => (await user.getAttribute("aria-label")).includes(" setting"));
    assert.match(await user.getAttribute("aria-label"), /controller’s key, \d network/);

    await page.getByRole("combobox", { name: "Zone", exact: true }).selectOption("0");
    assert.equal(await page.getByLabel("Right, %").inputValue(), "100");

    const late = await world.open({}, camera.ready.http);
    await openSettings(late);
    const shown = async (name) => late.getByRole("combobox", { name, exact: true }).inputValue();
    assert.deepEqual(await Promise.all(["Privacy mode", "Record", "Alert on", "Recordings go"].map(shown)), ["on", "motion", "Mon-Fri", "none"]);
    assert.deepEqual(await Promise.all(["Alert from", "Alert until"].map((name) => late.getByLabel(name).inputValue())), ["20:30", "06:00"]);
    assert.equal(await late.getByLabel("Status LED, %").inputValue(), "40");
    await late.getByRole("combobox", { name: "Zone", exact: true }).selectOption("2");
    assert.equal(await late.getByLabel("Right, %").inputValue(), "33");
    await click(late, "Status");
    await sees(late, ".facts", "online");
    await sees(late, ".facts", "−48 dBm");
    await close(late);
    await end({ camera, page });
  },

  async "a patrol goes from preset to preset until it is stopped"(world) {
    const { camera, page } = await connected(world);
    const head = (degrees) => sees(page, ".pose", `head ${degrees}° across`);
    await openSettings(page);
    await click(page, "Save where it looks");
    await phone(page, "Saving a preset: done");
    await page.locator(".aims input").first().fill("3000");
    await head("30.0");
    await page.getByRole("combobox", { name: "Preset", exact: true }).selectOption("1");
    await click(page, "Save where it looks");
    await phone(page, "Saving a preset: done");
    await page.getByLabel("Seconds at each").fill("3");
    await click(page, "Set patrol");
    await phone(page, "Setting the patrol: done");
    await click(page, "Start patrol");
    await phone(page, "Starting the patrol: done");
    await head("0.0");
    await head("30.0");
    await click(page, "Stop patrol");
    await phone(page, "Stopping the patrol: done");
    await page.getByRole("combobox", { name: "Preset", exact: true }).selectOption("0");
    await click(page, "Go to preset");
    await head("0.0");
    // The sliders of the phone say where it is, whoever has turned it.
    await sees(page, ".aims .reading", "0.0°");
    await page.getByRole("button", { name: "Jam pan servo" }).click();
    await page.locator(".aims input").first().fill("8000");
    await page.locator(".bubble[data-kind=bad]").waitFor();
    // The aim is where it stands: both are told as it comes to rest.
    await until(async () => {
      const aim = await page.locator(".aims .reading").first().textContent();
      return (await page.locator(".pose").textContent()).startsWith(`head ${aim} across`);
    });
    await end({ camera, page });
  },

  async "tests show on the LED and by sound, and the phone tells the time"(world) {
    const { camera, page } = await connected(world);
    await openSettings(page);
    await page.getByLabel("Seconds to walk").fill("300");
    await page.keyboard.press("Enter");
    await sees(page, ".led-look", "short blips in pairs");
    await click(page, "End walk test");
    await meaning(page, "ready");

    await click(page, "Test the sound");
    await phone(page, "Playing a tone, and listening: done");
    await page.getByLabel("microphone hears").focus();
    await page.keyboard.press("Space");
    await click(page, "Test the sound");
    await page.locator(".bubble[data-kind=bad]").waitFor();

    for (const [button, doing] of [
      ["Set the time", "Telling it the time"], ["Set time zone", "Setting the time zone"],
      ["Set alert times", "Setting when to alert"], ["Set recording times", "Setting when to record"],
      ["Set LED", "Setting the status LED"], ["Set night light", "Setting the night light"],
    ]) {
      await click(page, button);
      await phone(page, `${doing}: done`);
    }
    await end({ camera, page });
  },
};

// Makes the README's pictures from the page.
//
//   npm ci && node pictures.mjs PATH/TO/camera-desktop FOLDER
//
// The page is driven to the same point each time, without motion, and what is
// different on each run, the serial and the label, is given fixed words.

import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { click, close, holdUntil, launch, meaning, online, openPage, phone, setUp, startCamera } from "./harness.mjs";

const [program, folder] = process.argv.slice(2);
/** In the reset of the guide: the user region is being erased. */
const UNIT = 94;

mkdirSync(folder, { recursive: true });
const browser = await launch();
const camera = await startCamera(program, { speed: "2" });
const errors = [];

async function open(colorScheme, scale) {
  const page = await openPage(browser, camera.ready.http, errors, {
    colorScheme, reducedMotion: "reduce", deviceScaleFactor: scale, viewport: { width: 1240, height: 900 },
  });
  await page.locator("#cut input[type=range]:enabled").waitFor();
  return page;
}

/** Every run has another serial and another label. */
const settle = (page) => page.evaluate(() => {
  document.querySelector(".serial").textContent = "serial VC00000001";
  document.querySelector("#phone input[inputmode=numeric]").value = "0000-0000-0000";
  document.activeElement?.blur();
  scrollTo(0, 0);
});

async function cutAt(page, unit) {
  await page.locator("#cut input[type=range]").fill(String(unit));
  await page.locator(".cut-words[data-kind=good]").waitFor();
}

/** At the scale that keeps each file below 300 KB. */
async function shoot(scheme, scale, take, name) {
  const page = await open(scheme, scale);
  await meaning(page, "setup mode");
  await cutAt(page, UNIT);
  await settle(page);
  await take(page, join(folder, `${name}-${scheme}.png`));
  await close(page);
}

const first = await open("light", 1);
await setUp(first);
await online(first);
await click(first, "Connect");
await phone(first, "Connecting with its key: done");
await first.locator(".aims input").first().fill("4000");
await first.waitForFunction(() => document.querySelector(".pose").textContent.includes("40.0° across"));
await holdUntil(first, "release now: factory reset");
await meaning(first, "setup mode");
await close(first);

for (const scheme of ["light", "dark"]) {
  await shoot(scheme, 0.65, (page, path) => page.screenshot({ path, fullPage: true }), "page");
  await shoot(scheme, 1.5, (page, path) => page.locator("#cut").screenshot({ path }), "cut");
}

await browser.close();
await camera.stop();
for (const error of errors) console.error(error);
process.exit(errors.length ? 1 : 0);

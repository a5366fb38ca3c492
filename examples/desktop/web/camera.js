// The camera: its picture, the words of its LED, the button, the plug, the servos,
// and the room before its lens.

import { button, eachFrame, h, say } from "./dom.js";
import { cycles } from "./camera/cycles.js";
import { drawing } from "./camera/drawing.js";
import { hold } from "./camera/hold.js";
import { room } from "./camera/room.js";
import * as words from "./words.js";

export function camera(root, page) {
  const holding = hold(page);
  const row = cycles();
  const picture = drawing(holding.hole);
  const meaning = h("p", { class: "led-meaning" });
  const look = h("p", { class: "led-look" });
  const trouble = h("p", { class: "trouble", hidden: true });
  const pose = h("p", { class: "quiet pose" });
  const note = h("p", { class: "note", role: "status" });

  const plug = button("Pull the plug", togglePower, { class: "btn plug-btn" });
  const jams = { pan: jam("pan"), tilt: jam("tilt") };
  const around = room(page, tellOf);

  root.append(
    h("div", { class: "stage" }, picture.root,
      h("div", { class: "led-words" }, meaning, look, trouble, pose, around.eyes)),
    holding.panel,
    row.panel,
    h("div", { class: "row tools" }, plug, jams.pan, jams.tilt),
    around.panel,
    note,
  );

  // By mouse or finger, as the button below it, which keys reach, too.
  picture.plug.addEventListener("click", togglePower);

  let isOn = true;
  async function togglePower() {
    const line = isOn ? "power off" : "power on";
    // The picture moves at once; the camera confirms it.
    power(!isOn);
    tellOf(await page.line(line));
  }

  function power(on) {
    isOn = on;
    picture.power(on);
    say(plug, on ? "Pull the plug" : "Plug it in");
    plug.classList.toggle("primary", !on);
  }

  function jam(axis) {
    const element = button(`Jam ${axis}`, async () => {
      const isStalled = element.getAttribute("aria-pressed") !== "true";
      element.setAttribute("aria-pressed", isStalled);
      const answer = await page.line(`servo ${isStalled ? "stall" : "free"} ${axis}`);
      if (!answer.ok) element.setAttribute("aria-pressed", !isStalled);
      tellOf(answer);
    }, { "aria-pressed": "false", "aria-label": `Jam ${axis} servo` });
    return element;
  }

  function tellOf(answer) {
    say(note, answer.ok ? "" : `That did not happen: ${answer.error?.message ?? "no answer"}.`);
  }

  const turn = eachFrame(() => {
    const { pan_cdeg = 0, tilt_cdeg = 0 } = page.view.servo ?? {};
    picture.point(pan_cdeg, tilt_cdeg);
    say(pose, `head ${words.degrees(pan_cdeg)} across, ${words.degrees(tilt_cdeg)} up`);
  });

  return {
    hello(hello) {
      holding.hello(hello);
      row.hello(hello);
      for (const deed of hello.past?.done.items ?? []) this.done(deed);
    },
    connection: holding.connection,
    /** Whoever did it: other pages and stories jam servos too. */
    done({ line }) {
      around.done(line);
      const jammed = /^servo (stall|free) (pan|tilt)/.exec(line);
      if (jammed) jams[jammed[2]].setAttribute("aria-pressed", jammed[1] === "stall");
    },
    now: change,
    change,
  };

  function change(change, view) {
    holding.change(change);
    row.change(change);
    around.change(change);
    if (change.eyes) picture.shut(change.eyes.lens === "shut");
    if (change.led) {
      picture.light(change.led);
      say(meaning, sentence(change.led.meaning));
      say(look, `LED ${words.led(change.led)}`);
      look.dataset.color = change.led.color;
    }
    if (change.state) power(change.state !== "off");
    if (change.servo) turn();
    if (change.fault || change.state) {
      const isBroken = view.state !== "off" && view.fault !== "none";
      trouble.hidden = !isBroken;
      say(trouble, isBroken ? `Fault: ${words.fault(view.fault)}` : "");
    }
  }
}

const sentence = (text = "") => text.charAt(0).toUpperCase() + text.slice(1);

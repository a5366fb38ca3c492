// The bar that stays in sight: LED, what it means, state and the camera's time.

import * as clock from "./clock.js";
import { h, isCalm, say } from "./dom.js";
import * as words from "./words.js";

export function header(root) {
  const dot = h("span", { class: "dot", "aria-hidden": "true" });
  const meaning = h("span", { class: "meaning" }, "connecting…");
  const look = h("span", { class: "look" });
  const name = h("h1", {}, "Camera");
  const serial = h("span", { class: "serial" });
  const state = h("span", { class: "pill" }, "…");
  const time = h("span", { class: "time", title: "the camera’s time" });
  const live = h("p", { class: "hidden", role: "status" });
  root.append(
    h("div", { class: "who" }, name, serial),
    h("div", { class: "led-line" }, dot, h("span", {}, meaning, look)),
    h("div", { class: "now" }, state, time),
    live,
  );

  let spoken = "";
  let timer = 0;
  /** Screen readers hear what the LED means, but not every step of a hold. */
  function speak(text) {
    if (text === spoken) return;
    spoken = text;
    clearTimeout(timer);
    timer = setTimeout(() => say(live, spoken), 700);
  }

  setInterval(() => document.hidden || say(time, words.time(clock.now(), 0)), 250);

  return {
    now: change,
    change,
    hello(hello) {
      say(name, hello.model ?? "Camera");
      say(serial, `serial ${hello.serial ?? "unknown"}`);
      document.title = `${hello.model ?? "Camera"} · virtual camera`;
    },
  };

  function change(change, view) {
    const led = view.led;
    if (change.led && led) {
      dot.dataset.color = led.on || (isCalm() && led.pattern !== "off") ? led.color : "off";
      say(meaning, led.meaning ?? "");
      say(look, `LED ${words.led(led)}`);
    }
    if (change.state) {
      say(state, words.state(view.state));
      state.dataset.state = view.state;
    }
    if (change.led || change.state) speak(`${words.state(view.state)}. LED ${words.led(led)}: ${led?.meaning ?? ""}`);
  }
}

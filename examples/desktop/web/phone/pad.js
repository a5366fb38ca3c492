// Where the head should look: a small pad for the pointer, and two sliders that
// say the same for the keyboard.

import { button, field, h, s, say } from "../dom.js";
import { angle } from "../lines.js";
import * as words from "../words.js";

const SIZE = { width: 200, height: 132 };

/** `begin(doing, line)` asks the camera, and comes back when it has heard. */
export function pad(page, begin) {
  let limits = { pan: { min_cdeg: -17_000, max_cdeg: 17_000 }, tilt: { min_cdeg: -3_000, max_cdeg: 9_000 } };
  let wanted = { pan: 0, tilt: 0 };
  let isAsking = false;
  let isOld = false;
  let isDragged = false;

  const head = s("circle", { class: "pad-head", r: 6 });
  const aim = s("path", { class: "pad-aim", d: "M-9 0H9M0 -9V9" });
  const zero = s("path", { class: "pad-zero" });
  const area = s("svg", { class: "pad", viewBox: `0 0 ${SIZE.width} ${SIZE.height}`, "aria-hidden": "true" },
    s("rect", { ...SIZE, rx: 10 }), zero, head, aim);
  const sliders = { pan: slider("pan", "Across"), tilt: slider("tilt", "Up") };

  function slider(axis, name) {
    const input = h("input", { type: "range", step: 100 });
    const output = h("output", {});
    input.addEventListener("input", () => want({ ...wanted, [axis]: Number(input.value) }));
    return { input, output, field: field([`${name} `, output], input) };
  }

  const x = (pan) => ((pan - limits.pan.min_cdeg) / (limits.pan.max_cdeg - limits.pan.min_cdeg)) * SIZE.width;
  const y = (tilt) => (1 - (tilt - limits.tilt.min_cdeg) / (limits.tilt.max_cdeg - limits.tilt.min_cdeg)) * SIZE.height;

  function want(next) {
    wanted = next;
    draw();
    isOld = true;
    void send();
  }

  /** One move on the way at a time: the last wish wins. */
  async function send() {
    if (isAsking || !isOld) return;
    isAsking = true;
    isOld = false;
    await begin("Turning the head", `controller move ${angle(wanted.pan)} ${angle(wanted.tilt)}`);
    setTimeout(() => {
      isAsking = false;
      void send();
    }, 120);
  }

  function follow(event) {
    const box = area.getBoundingClientRect();
    const share = (value, size) => Math.min(1, Math.max(0, value / size));
    const across = share(event.clientX - box.left, box.width);
    const down = share(event.clientY - box.top, box.height);
    const between = ({ min_cdeg, max_cdeg }, at) => Math.round((min_cdeg + (max_cdeg - min_cdeg) * at) / 100) * 100;
    want({ pan: between(limits.pan, across), tilt: between(limits.tilt, 1 - down) });
  }
  area.addEventListener("pointerdown", (event) => {
    area.setPointerCapture(event.pointerId);
    isDragged = true;
    follow(event);
  });
  area.addEventListener("pointermove", (event) => isDragged && follow(event));
  for (const end of ["pointerup", "pointercancel"]) area.addEventListener(end, () => (isDragged = false));

  function draw() {
    aim.setAttribute("transform", `translate(${x(wanted.pan)} ${y(wanted.tilt)})`);
    for (const axis of ["pan", "tilt"]) {
      sliders[axis].input.value = wanted[axis];
      say(sliders[axis].output, words.degrees(wanted[axis]));
      sliders[axis].input.setAttribute("aria-valuetext", words.degrees(wanted[axis]));
    }
  }

  const home = button("Home", () => {
    wanted = { pan: 0, tilt: 0 };
    draw();
    void begin("Turning the head straight ahead", "controller home");
  }, { class: "btn small" });
  const stop = button("Stop", () => {
    isOld = false;
    void begin("Stopping the head", "controller stop");
  }, { class: "btn small" });

  return {
    panel: h("div", { class: "moves" }, area,
      h("div", { class: "aims" }, sliders.pan.field, sliders.tilt.field, h("div", { class: "row" }, home, stop))),
    hello(hello) {
      limits = { ...limits, ...hello.profile?.motion };
      for (const axis of ["pan", "tilt"]) {
        sliders[axis].input.min = limits[axis].min_cdeg;
        sliders[axis].input.max = limits[axis].max_cdeg;
      }
      zero.setAttribute("d", `M${x(0)} 0V${SIZE.height}M0 ${y(0)}H${SIZE.width}`);
      const { pan_cdeg = 0, tilt_cdeg = 0 } = hello.view?.servo ?? {};
      wanted = { pan: pan_cdeg, tilt: tilt_cdeg };
      draw();
    },
    change(change) {
      if (change.servo) head.setAttribute("transform", `translate(${x(change.servo.pan_cdeg)} ${y(change.servo.tilt_cdeg)})`);
    },
  };
}

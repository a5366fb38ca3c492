// Where the head should look: a small pad for the pointer, and two sliders that
// say the same for the keyboard.

import { button, field, h, reading, s, say } from "../dom.js";
import { angle } from "../lines.js";
import * as words from "../words.js";

const SIZE = { width: 200, height: 132 };

/** `begin(doing, line)` asks the camera, and comes back when it has answered; `limit()` says how fast, as a line does. */
export function pad(begin, limit) {
  let limits = { pan: { min_cdeg: -17_000, max_cdeg: 17_000 }, tilt: { min_cdeg: -3_000, max_cdeg: 9_000 } };
  let pose = { pan: 0, tilt: 0 };
  let wanted = pose;
  let isMine = false; // on its way to where this page wants it
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
    const output = reading();
    input.addEventListener("input", () => want({ ...wanted, [axis]: Number(input.value) }));
    return { input, output, field: field([`${name} `, output], input) };
  }

  const x = (pan) => ((pan - limits.pan.min_cdeg) / (limits.pan.max_cdeg - limits.pan.min_cdeg)) * SIZE.width;
  const y = (tilt) => (1 - (tilt - limits.tilt.min_cdeg) / (limits.tilt.max_cdeg - limits.tilt.min_cdeg)) * SIZE.height;

  function want(next) {
    aimAt(next);
    isOld = true;
    void send();
  }

  function aimAt(next) {
    wanted = next;
    isMine = true;
    draw();
  }

  /** Nobody on this page wants it elsewhere: the aim is where the head is, whoever turns it. */
  function letGo() {
    isMine = false;
    wanted = pose;
    draw();
  }

  /** One move on the way at a time: the last wish wins. */
  async function send() {
    if (isAsking || !isOld) return;
    isAsking = true;
    isOld = false;
    await begin("Turning the head", `controller move ${angle(wanted.pan)} ${angle(wanted.tilt)}${limit()}`);
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
    aimAt({ pan: 0, tilt: 0 });
    void begin("Turning the head straight ahead", "controller home");
  }, { class: "btn small" });
  const stop = button("Stop", () => {
    isOld = false;
    letGo();
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
      pose = { pan: pan_cdeg, tilt: tilt_cdeg };
      letGo();
    },
    change({ servo, state }) {
      if (servo) {
        pose = { pan: servo.pan_cdeg, tilt: servo.tilt_cdeg };
        head.setAttribute("transform", `translate(${x(pose.pan)} ${y(pose.tilt)})`);
        isMine &&= isDragged || pose.pan !== wanted.pan || pose.tilt !== wanted.tilt;
      }
      // Without power it goes nowhere.
      if (state === "off" || state === "restarting" || (servo && !isMine)) letGo();
    },
    /** What was asked is not done, or somebody turns it otherwise. */
    letGo,
  };
}

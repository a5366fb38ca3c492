// The camera as a picture: ball head, base with LED and reset hole, cord and plug.

import { isCalm, s } from "../dom.js";
import { disc, ring, spot } from "./head.js";

const RADIUS = 74;
const HEAD = "translate(180 104)";

/** The picture, and functions that change what it shows. */
export function drawing(hole) {
  const part = (name, props = {}) => s("path", { class: name, ...props });
  const back = part("shell-back");
  const front = part("shell-front");
  const seam = part("seam");
  const face = part("face");
  const glass = part("glass");
  const iris = part("iris");
  const lid = part("lid");
  const glint = s("circle", { class: "glint", r: 5 });
  const vents = [-14, 0, 14].map(() => s("circle", { class: "vent", r: 2.6 }));

  const head = s("g", { transform: HEAD },
    s("circle", { class: "shell-back", r: RADIUS }), back, front, seam, face, glass, iris, glint, lid, ...vents,
    s("circle", { class: "shade", r: RADIUS, fill: "url(#ball)" }));

  const halo = s("circle", { class: "halo", cx: 131, cy: 221, r: 40 });
  const lamp = s("circle", { class: "lamp", cx: 131, cy: 221, r: 7 });

  const cord = s("path", { class: "cord" });
  const plug = s("g", { class: "plug" },
    s("rect", { x: 0, y: -11, width: 24, height: 22, rx: 6 }),
    s("path", { class: "pins", d: "M24 -5h9M24 5h9" }));

  const root = s("svg", { class: "drawing", viewBox: "0 0 380 290", role: "group", "aria-label": "The camera" },
    s("defs", {},
      s("radialGradient", { id: "ball", cx: "38%", cy: "30%", r: "75%" },
        s("stop", { offset: "0", class: "ball-light" }), s("stop", { offset: ".55", class: "ball-clear" }),
        s("stop", { offset: "1", class: "ball-dark" })),
      ["blue", "white", "amber", "red"].map((color) => s("radialGradient", { id: `glow-${color}`, class: `glow ${color}` },
        s("stop", { offset: "0" }), s("stop", { offset: ".45" }), s("stop", { offset: "1" })))),
    s("ellipse", { class: "floor", cx: 180, cy: 262, rx: 128, ry: 9 }),
    cord,
    s("g", { class: "socket", transform: "translate(346 206)" },
      s("rect", { x: -12, y: -30, width: 40, height: 60, rx: 9 }),
      s("circle", { cx: 8, cy: -5, r: 2.4 }), s("circle", { cx: 8, cy: 5, r: 2.4 })),
    plug,
    s("path", { class: "neck", d: "M138 158 Q180 186 222 158 L232 194 H128Z" }),
    head,
    s("path", { class: "base", d: "M112 188 H248 Q268 188 272 208 L280 246 Q282 260 266 260 H94 Q78 260 80 246 L88 208 Q92 188 112 188Z" }),
    s("path", { class: "edge", d: "M112 188 H248 Q268 188 272 208" }),
    halo, lamp,
    s("text", { class: "engraved", x: 131, y: 246, "aria-hidden": "true" }, "STATUS"),
    hole);

  let shown = { pan: null, tilt: null };
  /** Points the head. */
  function point(pan, tilt) {
    if (shown.pan === pan && shown.tilt === tilt) return;
    shown = { pan, tilt };
    front.setAttribute("d", disc(pan, tilt, 82, RADIUS));
    seam.setAttribute("d", ring(pan, tilt, 82, RADIUS));
    face.setAttribute("d", disc(pan, tilt, 40, RADIUS));
    glass.setAttribute("d", disc(pan, tilt, 25, RADIUS));
    iris.setAttribute("d", disc(pan, tilt, 11, RADIUS));
    lid.setAttribute("d", disc(pan, tilt, 27, RADIUS));
    put(glint, spot(pan, tilt, -10, 10, RADIUS));
    // The vents are on the back.
    vents.forEach((vent, at) => put(vent, spot(pan + 18_000, -tilt, (at - 1) * 14, 0, RADIUS)));
  }

  function put(element, where) {
    element.toggleAttribute("hidden", where === null);
    element.classList.toggle("gone", where === null);
    if (where === null) return;
    element.setAttribute("cx", where[0].toFixed(1));
    element.setAttribute("cy", where[1].toFixed(1));
  }

  /** Lights the LED. Without motion its rhythm is steady; the words tell it. */
  function light(led) {
    const isLit = led.on || (isCalm() && led.pattern !== "off");
    const color = isLit ? led.color : "off";
    lamp.dataset.color = color;
    halo.dataset.color = color;
  }

  function power(isOn) {
    const x = isOn ? 312 : 286;
    const y = isOn ? 206 : 240;
    plug.classList.toggle("out", !isOn);
    cord.classList.toggle("out", !isOn);
    plug.style.transform = `translate(${x}px, ${y}px) rotate(${isOn ? 0 : 24}deg)`;
    cord.setAttribute("d", isOn ? "M276 236 C300 246 296 206 312 206" : "M276 236 C282 250 274 244 288 241");
    root.classList.toggle("unplugged", !isOn);
  }

  /** In privacy nothing looks out. */
  const shut = (is) => root.classList.toggle("shut", is);

  point(0, 0);
  light({ on: false, pattern: "off" });
  power(true);
  return { root, plug, point, light, power, shut };
}

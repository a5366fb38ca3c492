// The page: one connection, one view of the camera, and the panels around it.

import * as clock from "./clock.js";
import { connect } from "./socket.js";
import { recorder } from "./scenario.js";
import { banner } from "./banner.js";
import { header } from "./header.js";
import { camera } from "./camera.js";
import { router } from "./router.js";
import { phone } from "./phone.js";
import { chart } from "./chart.js";
import { timeline } from "./timeline.js";
import { flash } from "./flash.js";
import { cut } from "./cut.js";
import { log } from "./log.js";
import * as words from "./words.js";

const page = {
  hello: null,
  /** The last of every key that a change can have. */
  view: {},
  /** What the phone has heard last. */
  phone: {},
  record: recorder(),
  line,
  ask: (what, onProgress) => link.ask(what, onProgress),
  hurry: () => link.hurry(),
};

const at = (id) => document.getElementById(id);
const panels = [
  header(at("top"), page),
  banner(at("banner"), page),
  camera(at("camera-body"), page),
  phone(at("phone-body"), page),
  router(at("router-body"), page),
  chart(at("chart-body"), page),
  timeline(at("timeline-body"), page),
  flash(at("flash-body"), page),
  cut(at("cut-body"), page),
  log(at("log-body"), page),
];

const link = connect(hear, (state, waitMs) => tell("connection", state, waitMs));

/** Everything that a panel can be told: it listens to what it has a function for. */
function tell(what, ...about) {
  for (const panel of panels) panel[what]?.(...about);
}

function hear(message) {
  if (message.hello) hello(message.hello);
  if (message.change) change(message.change);
  if (message.phone) phoneSays(message.phone);
  if (message.done) {
    page.record.note(message.done);
    tell("done", message.done);
  }
  for (const what of ["flash", "message", "router"]) {
    if (message[what]) tell(what, message[what]);
  }
}

/** All that was and is, from the server: what this page knew is forgotten. Panels that remember take it from `hello.past`. */
function hello(hello) {
  const { before, changes } = hello.past ?? {};
  if (before) changes.items.unshift(before);
  page.hello = hello;
  page.view = { button: "up", reset: "idle", fault: "none", ...hello.view };
  page.phone = hello.phone ?? {};
  delete page.view.flash;
  clock.start(hello.now_ms, hello.speed);
  words.know(hello.profile);
  page.record.begin(hello);
  tell("hello", hello);
  tell("now", { ...page.view, t_ms: hello.now_ms }, page.view);
}

function change(change) {
  clock.atLeast(change.t_ms);
  for (const [key, value] of Object.entries(change)) {
    if (key !== "flash" && key !== "t_ms") page.view[key] = value;
  }
  tell("change", change, page.view);
}

/** What an answer has overtaken is not news any more. */
function phoneSays(told) {
  if (told.nth < page.phone.nth) return;
  page.phone = told;
  tell("phone", told);
}

/**
 * Sends a control line. `ifGone` is the line that the server says for this page if it is gone before it sends another one
 * for that; an empty one takes it back.
 */
async function line(text, ifGone = undefined) {
  const answer = await link.ask({ line: text, if_gone: ifGone });
  if (Number.isFinite(answer.t_ms)) clock.about(answer.t_ms);
  if (answer.phone) page.phone = answer.phone;
  return answer;
}

// The phone: a controller of the camera. Its real protocol runs in the server;
// each button here is one line of a story.

import { button, field, h, say, tick } from "./dom.js";
import { quote, quoteHex } from "./lines.js";
import { pad } from "./phone/pad.js";
import { erasing } from "./phone/erasing.js";
import { settings } from "./phone/settings.js";
import * as words from "./words.js";

export function phone(root, page) {
  let told = { reply: "done", networks: [], losses: [], receipt: null, controllers: 0, has_key: false, linked: false, watching: false, noticed: null, findings: [] };
  let verb = null; // { doing, result, isAsked }, while this page waits

  // What the phone's screen says on top, about the last thing it was asked.
  const bubble = h("div", { class: "bubble", role: "status" },
    h("p", { class: "bubble-words" }, "This phone does not know the camera yet."), h("p", { class: "bubble-next quiet" }));
  const bar = h("div", { class: "busy", hidden: true }, h("span"));
  const badge = h("span", { class: "badge" }, "not paired");

  const code = h("input", { type: "text", inputmode: "numeric", autocomplete: "off", maxlength: 20 });
  const pair = ask("Pair", "Pairing with the label code", () =>
    code.value.trim() === "" ? "controller pair" : `controller pair ${code.value.replace(/\s+/g, "")}`);
  const connect = ask("Connect", "Connecting with its key", () => "controller connect");
  const scan = ask("Scan", "Listening for networks", () => "controller scan", { class: "btn small" });
  const heard = h("ul", { class: "heard" });

  const ssid = h("input", { type: "text", autocomplete: "off", spellcheck: "false", maxlength: 64, required: true });
  const password = h("input", { type: "text", autocomplete: "off", spellcheck: "false", maxlength: 64 });
  const hidden = h("input", { type: "checkbox" });
  const noInternet = h("input", { type: "checkbox" });
  let chosen = null; // { ssid, ssid_hex }
  const setup = ask("Set up", "Setting up the Wi-Fi", setupLine, { class: "btn primary" });

  const status = ask("Status", "Asking how it is", () => "controller status", { class: "btn small" });
  const identify = ask("Blink 10 s", "Asking it to blink", () => "controller identify 10", { class: "btn small" });
  const restart = ask("Restart", "Asking it to restart", () => "controller restart", { class: "btn small" });
  const receipt = ask("Receipt", "Reading the receipt of the last reset", () => "controller receipt",
    { class: "btn small" }, () => told.receipt === null ? "It was never reset." : null);
  const controllers = ask("Controllers", "Listing its controllers", () => "controller controllers", { class: "btn small" });
  const watch = ask("Watch", "Asking it to tell what moves", () => "controller watch", { class: "btn small" });
  const motion = h("p", { class: "motion", role: "status" });
  const facts = h("dl", { class: "facts", hidden: true });
  const moves = pad(page, begin);
  const erase = erasing(page, begin);
  const settle = settings(page, begin);

  root.append(
    h("div", { class: "phone-top" }, badge, bubble, bar, motion),
    h("section", { "aria-label": "Pair" },
      h("h3", {}, "Pair"), h("div", { class: "row fields" }, field("Label code", code), pair, connect)),
    h("section", { "aria-label": "Wi-Fi" },
      h("div", { class: "row spread" }, h("h3", {}, "Wi-Fi"), scan), heard,
      h("div", { class: "pair" }, field("Network", ssid), field("Password", password)),
      h("div", { class: "row ticks" }, setup, tick("hidden", hidden), tick("also without internet", noInternet))),
    h("section", { "aria-label": "Move" }, h("h3", {}, "Move"), moves.panel),
    h("section", { "aria-label": "Ask the camera" },
      h("h3", {}, "Ask the camera"), h("div", { class: "row" }, status, identify, restart, receipt, controllers, watch), facts),
    settle.panel,
    erase.panel,
  );

  /** A button that asks the camera something. `result()` has other words than “done”, or none. */
  function ask(label, doing, line, props = {}, result = undefined) {
    const element = button(label, async () => {
      const text = line();
      if (text === null) return;
      element.setAttribute("aria-busy", "true");
      await begin(doing, text, result);
      element.removeAttribute("aria-busy");
    }, props);
    return element;
  }

  /** Shows at once that it is being asked, and how that ends. */
  async function begin(doing, line, result = () => null) {
    const mine = { doing, result, isAsked: false };
    verb = mine;
    show();
    const answer = await page.line(line);
    if (verb !== mine) return answer.ok;
    if (answer.ok) {
      mine.isAsked = true;
      hear(answer.phone);
    } else {
      verb = null;
      tellOf(sentence(answer.error?.message ?? "no answer"), "", "bad");
    }
    return answer.ok;
  }

  /** The camera has answered, or it is not there. */
  function heardOf() {
    // What was heard before the camera was asked is about something else.
    if (verb !== null && !verb.isAsked) return;
    if (told.reply !== "pending") {
      const isGood = told.reply === "done";
      const isOffline = told.reply === "offline";
      const text = told.message || (isGood ? known() : isOffline ? "The camera cannot be reached." : told.reply);
      const always = page.hello?.profile.button ? " The button always works." : "";
      const again = told.has_key ? " Then press “Connect”." : "";
      const next = told.next || (isOffline ? `Is it plugged in, and its radio up?${again}${always}` : "");
      tellOf(isGood && verb ? verb.result() ?? `${verb.doing}: done.` : text, isGood ? "" : next, isGood ? "good" : "bad");
      verb = null;
      if (!isGood) moves.refused();
    }
    show();
    erase.phone(told);
    settle.phone(told);
  }

  const known = () => told.has_key ? "This phone has a key of the camera." : "This phone does not know the camera yet.";

  function setupLine() {
    if (ssid.value === "") {
      ssid.reportValidity();
      return null;
    }
    const name = chosen && chosen.ssid === ssid.value ? quoteHex(chosen.ssid_hex) : quote(ssid.value);
    const secret = password.value === "" ? '""' : quote(password.value);
    return `controller setup ${name} ${secret}${hidden.checked ? " hidden" : ""}${noInternet.checked ? " allow-no-internet" : ""}`;
  }

  function tellOf(text, next, kind) {
    bubble.dataset.kind = kind;
    say(bubble.firstChild, text);
    say(bubble.lastChild, next);
    bar.hidden = kind !== "busy";
  }

  function show() {
    say(badge, told.linked ? "connected" : told.has_key ? "paired, not connected" : "not paired");
    badge.dataset.kind = told.linked ? "good" : "none";
    const isNext = (element, is) => element.classList.toggle("primary", is);
    isNext(pair, !told.has_key && !told.linked);
    isNext(connect, told.has_key && !told.linked);
    if (verb) tellOf(`${verb.doing}…`, told.reply === "pending" ? (told.message ?? "") : "", "busy");
  }

  function drawHeard() {
    heard.replaceChildren(...(told.networks ?? []).map((network) => {
      const name = network.ssid || `0x${network.ssid_hex}`;
      const about = `${network.security} · channel ${network.channel} · ${network.rssi_dbm} dBm`.replace("-", "−");
      const choose = () => {
        chosen = { ssid: name, ssid_hex: network.ssid_hex };
        ssid.value = name;
        hidden.checked = false;
        for (const other of heard.querySelectorAll("button")) other.setAttribute("aria-pressed", other === element);
        password.focus();
      };
      const element = button([h("b", {}, name), h("span", { class: "quiet" }, about)], choose,
        { class: "btn heard-btn", "aria-pressed": String(chosen?.ssid_hex === network.ssid_hex) });
      return h("li", {}, element);
    }));
  }

  function drawFacts() {
    const rows = [];
    if (told.controllers) rows.push(["controllers", String(told.controllers)]);
    for (const [name, value] of Object.entries(told.receipt ?? {})) rows.push([`receipt: ${name}`, plain(value)]);
    if (told.status && !told.linked) rows.push(["as it was", "before the link was lost"]);
    if (told.status) rows.push(...statusRows(told.status));
    facts.hidden = rows.length === 0;
    facts.replaceChildren(...rows.flatMap(([name, value]) =>
      [h("dt", {}, name.replaceAll("_", " ")), h("dd", {}, value)]));
  }

  /** What moved last, and whether this phone would be told. */
  function drawMotion() {
    const { noticed, watching } = told;
    const where = noticed?.zone === null ? "in the picture" : `in zone ${noticed?.zone}`;
    const test = noticed?.walk_test ? ", in a walk test" : "";
    const last = noticed ? `Motion ${where} at ${words.time(noticed.t_ms)}${test}.` : "";
    say(motion, [watching ? "Watching." : "", last].filter((part) => part).join(" "));
  }

  return {
    hello(hello) {
      if (code.value === "") code.value = hello.code ?? "";
      moves.hello(hello);
      verb = null;
      if (hello.phone) hear(hello.phone);
    },
    now: moves.change,
    change: moves.change,
    connection(state) {
      if (state !== "open" && verb) {
        verb = null;
        tellOf("The phone’s program is gone for a moment.", "", "bad");
      }
    },
    phone: hear,
  };

  function hear(now) {
    const before = told;
    told = { ...told, ...now };
    if (JSON.stringify(before.networks) !== JSON.stringify(told.networks)) drawHeard();
    drawFacts();
    drawMotion();
    heardOf();
  }
}

/** The answer to “Status”, for people. */
function statusRows({ state, led, pan, tilt, fault, reset, last_setup, rssi_dbm, window_s, uptime_s, epoch }) {
  return [
    ["state", words.state(state)],
    ["LED", words.led(led)],
    ["head", `${words.degrees(pan)} across, ${words.degrees(tilt)} up`],
    ["Wi-Fi signal", rssi_dbm === 0 ? "no network" : `${rssi_dbm} dBm`.replace("-", "−")],
    ["fault", words.fault(fault)],
    ["reset", reset],
    ["last setup", last_setup === "None" ? "did not fail" : last_setup],
    ["setup window", window_s === 0 ? "closed" : `open for ${window_s} s`],
    ["running for", `${uptime_s} s`],
    ["resets in its life", String(epoch)],
  ];
}

const sentence = (text) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
const plain = (value) => (typeof value === "object" ? JSON.stringify(value) : String(value));

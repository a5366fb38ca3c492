// The phone: a controller of the camera. Its real protocol runs in the server;
// each button here is one line of a story.

import { button, field, h, say, tick } from "./dom.js";
import { quote, quoteHex } from "./lines.js";
import { access } from "./phone/access.js";
import { drive } from "./phone/drive.js";
import { erasing } from "./phone/erasing.js";
import { facts } from "./phone/facts.js";
import { finding } from "./phone/finding.js";
import { asking, choice, group, text } from "./phone/form.js";
import { news } from "./phone/news.js";
import { pad } from "./phone/pad.js";
import { settings } from "./phone/settings.js";
import * as words from "./words.js";

/** What interrupts whatever the camera is asked: it is about the link itself. */
const OF_LINK = /^controller (pair|connect|disconnect)\b/;

const SECURITIES = { "": "as the camera hears it", open: "open", wep: "WEP", wpa: "WPA", wpa2: "WPA2", wpa3: "WPA3", "wpa2-wpa3": "WPA2 and WPA3", enterprise: "enterprise" };
const BANDS = [["", "not known"], ["2.4", "2.4 GHz"], ["5", "5 GHz"], ["6", "6 GHz"]];

export function phone(root, page) {
  let told = { reply: "done", networks: [], losses: [], receipt: null, controllers: [], has_key: false, linked: false, watching: false, noticed: null, findings: [] };
  let verb = null; // { doing, line, result, isAsked, done }, while this page waits
  let waits = null; // the same, until the camera has answered; the last wish wins
  let heardLast = ""; // what the bubble is about, while nothing new is heard

  // What the phone's screen says on top, about the last thing it was asked.
  const bubble = h("div", { class: "bubble", role: "status" },
    h("p", { class: "bubble-words" }, "This phone does not know the camera yet."), h("p", { class: "bubble-next quiet" }));
  const bar = h("div", { class: "busy", hidden: true }, h("span"));
  const badge = h("span", { class: "badge" }, "not paired");

  const { form, ask } = asking(begin);
  const code = h("input", { type: "text", inputmode: "numeric", autocomplete: "off", maxlength: 20 });
  const pair = ask("Pair", "Pairing with the label code", () =>
    code.value.trim() === "" ? "controller pair" : `controller pair ${code.value.replace(/\s+/g, "")}`, undefined, { class: "btn" });
  const connect = ask("Connect", "Connecting with its key", () => "controller connect", undefined, { class: "btn" });
  const hangUp = ask("Hang up", "Hanging up", () => "controller disconnect", undefined, { class: "btn", hidden: true });
  const invitation = text("Code of the invitation", "", { inputmode: "numeric", maxlength: 20 });
  const scan = ask("Scan", "Listening for networks", () => "controller scan");
  const heard = h("ul", { class: "heard" });

  const ssid = h("input", { type: "text", autocomplete: "off", spellcheck: "false", maxlength: 64, required: true });
  const password = h("input", { type: "text", autocomplete: "off", spellcheck: "false", maxlength: 64 });
  const hidden = h("input", { type: "checkbox" });
  const noInternet = h("input", { type: "checkbox" });
  const security = choice("Security", SECURITIES);
  const band = choice("Seen by this phone on", BANDS);
  const onlyThis = h("input", { type: "checkbox" });
  let chosen = null; // { ssid, ssid_hex, bssid }
  const setup = ask("Set up", "Setting up the Wi-Fi", setupLine, undefined, { class: "btn primary" });

  const said = facts();
  const asks = (label, doing, line, what) => ask(label, doing, () => line, (told) => said.show(what, told));
  const status = asks("Status", "Asking how it is", "controller status", "status");
  const identify = ask("Blink 10 s", "Asking it to blink", () => "controller identify 10");
  const restart = ask("Restart", "Asking it to restart", () => "controller restart");
  const receipt = h("button", { type: "button", class: "btn small", onclick: () => void readReceipt() }, "Receipt");
  const watch = ask("Watch", "Asking it to tell what moves", () => "controller watch");
  const findings = h("ul", { class: "findings" });
  const diagnose = ask("What is wrong?", "Asking what is wrong", () => "controller diagnose", drawFindings);
  const support = h("button", { type: "button", class: "btn small", onclick: () => void readSupport() }, "For support");
  const abilities = asks("What it can do", "Asking what it can do", "controller abilities", "abilities");
  const time = asks("Its time", "Asking what time it has", "controller time", "time");
  const where = asks("Where exactly?", "Asking where the head points", "controller position", "position");
  const motion = h("p", { class: "motion", role: "status" });
  const hand = drive(page, begin, () => verb !== null || told.waiting, () => (told.reply === "Busy" ? told.retry_s : 0), () => moves.letGo());
  const moves = pad(begin, hand.limit);
  const erase = erasing(begin);
  const who = access(page, begin);
  const settle = settings(page, begin, hand.limit);
  const found = finding(page, (words, next, isGood) => tellOf(words, next, isGood ? "good" : "bad"), {
    onLabel: (label) => {
      code.value = label.code;
      pair.focus();
    },
    onWifi: (wifi) => {
      chosen = { ssid: wifi.ssid, ssid_hex: wifi.ssid_hex };
      [ssid.value, password.value, security.input.value] = [wifi.ssid, wifi.password, wifi.security ?? ""];
      [hidden.checked, onlyThis.checked] = [wifi.hidden, false];
      setup.focus();
    },
  });

  root.append(
    h("div", { class: "phone-top" }, badge, bubble, bar, motion),
    h("section", { "aria-label": "Pair" },
      h("h3", {}, "Pair"), h("div", { class: "row fields" }, field("Label code", code), pair, connect, hangUp),
      group("By an invitation", form([invitation], "Pair by invitation", "Pairing with the invitation",
        () => `controller pair invited ${invitation.input.value.replace(/\s+/g, "")}`, [], () => (invitation.input.value = ""))),
      found),
    h("section", { "aria-label": "Wi-Fi" },
      h("div", { class: "row spread" }, h("h3", {}, "Wi-Fi"), scan), heard,
      h("div", { class: "pair" }, field("Network", ssid), field("Password", password)),
      h("div", { class: "row ticks" }, setup, tick("hidden", hidden), tick("also without internet", noInternet)),
      group("More about the network", h("div", { class: "pair" }, security.element, band.element), tick("only this access point of those that were heard", onlyThis))),
    h("section", { "aria-label": "Move" }, h("h3", {}, "Move"), moves.panel, hand.panel),
    h("section", { "aria-label": "Ask the camera" },
      h("h3", {}, "Ask the camera"), h("div", { class: "row" }, status, identify, diagnose, watch),
      group("More to ask", h("div", { class: "row" }, support, abilities, time, where, receipt, restart)), findings, said.panel),
    h("section", { "aria-label": "Who may control it" }, who.panel),
    settle.panel,
    erase.panel,
  );

  /**
   * Shows at once that it is being asked, and how that ends; comes back with what the phone knows then, or with `null` when
   * nothing came of it. The camera answers one thing at a time: the last wish waits for it. `result()` has other words
   * than “done”, or none.
   */
  function begin(doing, line, result = () => null) {
    return new Promise((done) => {
      const mine = { doing, line, result, isAsked: false, done };
      if ((verb === null && !told.waiting) || OF_LINK.test(line)) return void send(mine);
      waits?.done(null);
      waits = mine;
      show();
    });
  }

  async function send(mine) {
    verb?.done(null);
    verb = mine;
    show();
    const answer = await page.line(mine.line);
    if (verb !== mine) return;
    if (answer.ok) {
      mine.isAsked = true;
      hear(answer.phone);
    } else {
      end(null);
      tellOf(sentence(answer.error?.message ?? "no answer"), "", "bad");
      sendWhatWaits();
    }
  }

  function end(told) {
    const ended = verb;
    verb = null;
    ended?.done(told);
  }

  function sendWhatWaits() {
    if (waits === null || verb !== null || told.waiting) return;
    const next = waits;
    waits = null;
    void send(next);
  }

  function forget() {
    waits?.done(null);
    waits = null;
    end(null);
  }

  /** The camera has answered, or it is not there. */
  function heardOf() {
    // What was heard before the camera was asked is about something else.
    if (verb !== null && !verb.isAsked) return;
    if (told.reply !== "pending") tellReply();
    show();
    settle.phone(told);
    who.phone(told);
    sendWhatWaits();
  }

  /** What was told once stays, whatever else is heard: that a link is lost, or that something moves. */
  function tellReply() {
    const { reply, message, next, has_key } = told;
    const isGood = reply === "done";
    const heardNow = JSON.stringify([reply, message, next, has_key]);
    if (verb === null && heardNow === heardLast) return;
    heardLast = heardNow;
    if (isGood) tellOf(verb ? verb.result() ?? `${verb.doing}: done.` : known(), "", "good");
    else {
      const isOffline = reply === "offline";
      const always = page.hello?.profile.button ? " The button always works." : "";
      const again = has_key ? " Then press “Connect”." : "";
      const help = isOffline ? `Is it plugged in, and its radio up?${again}${always}` : "";
      tellOf(message || (isOffline ? "The camera cannot be reached." : reply), next || help, "bad");
      moves.letGo();
    }
    end(isGood ? told : null);
  }

  const known = () => told.has_key ? "This phone has a key of the camera." : "This phone does not know the camera yet.";

  function setupLine() {
    if (ssid.value === "") {
      ssid.reportValidity();
      return null;
    }
    const isHeard = chosen && chosen.ssid === ssid.value;
    const options = [
      security.input.value && `security ${security.input.value}`, hidden.checked && "hidden", noInternet.checked && "allow-no-internet",
      band.input.value && `seen-on ${band.input.value}`, onlyThis.checked && isHeard && `at ${chosen.bssid}`,
    ].filter((option) => option);
    const name = isHeard ? quoteHex(chosen.ssid_hex) : quote(ssid.value);
    const secret = password.value === "" ? '""' : quote(password.value);
    return ["controller setup", name, secret, ...options].join(" ");
  }

  async function readReceipt() {
    const was = await begin("Reading the receipt of the last reset", "controller receipt", () => told.receipt === null ? "It was never reset." : null);
    if (was !== null) said.show("receipt", was);
  }

  /** Who it is and how it fares, as support asks. */
  async function readSupport() {
    const doing = "Asking what support would ask";
    if ((await begin(doing, "controller info")) === null) return;
    const was = await begin(doing, "controller support");
    if (was !== null) said.show("support", was);
  }

  function drawFindings({ findings: found = [] }) {
    const lines = found.length === 0 ? ["It finds nothing wrong."] : found.map(({ symptom, cause, remedy }) => `${symptom} ${cause} ${remedy}`);
    findings.replaceChildren(...lines.map((line) => h("li", {}, line)));
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
    hangUp.hidden = !told.linked;
    connect.hidden = told.linked;
    if (waits) tellOf(`${waits.doing}…`, "First the camera finishes what it was asked before.", "busy");
    else if (verb) tellOf(`${verb.doing}…`, told.reply === "pending" ? (told.message ?? "") : "", "busy");
  }

  function drawHeard() {
    heard.replaceChildren(...(told.networks ?? []).map((network) => {
      const name = network.ssid || `0x${network.ssid_hex}`;
      const about = `${network.security} · channel ${network.channel} · ${network.rssi_dbm} dBm`.replace("-", "−");
      const choose = () => {
        chosen = { ssid: name, ssid_hex: network.ssid_hex, bssid: network.bssid };
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

  return {
    hello(hello) {
      if (code.value === "") code.value = hello.code ?? "";
      moves.hello(hello);
      hand.hello(hello);
      forget();
      heardLast = "";
      if (hello.phone) hear(hello.phone);
    },
    now: moves.change,
    change: moves.change,
    connection(state) {
      hand.connection(state);
      if (state !== "open" && (verb || waits)) {
        forget();
        tellOf("The phone’s program is gone for a moment.", "", "bad");
      }
    },
    phone: hear,
  };

  function hear(now) {
    const before = told;
    told = { ...told, ...now };
    if (JSON.stringify(before.networks) !== JSON.stringify(told.networks)) drawHeard();
    said.phone(told);
    say(motion, news(told));
    heardOf();
  }
}

const sentence = (text) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

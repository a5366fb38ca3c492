// The camera's settings and tests, each one line of a story. The camera knows
// what is set: it is asked when the settings are opened.

import { button, field, h, say, tick } from "../dom.js";
import { angle, quote } from "../lines.js";

const PLACES = 8;
const HOURS = 24;
const UNREAD = "The camera was not asked: connect, and open this again to see what is set.";

/** `begin(doing, line)` asks the camera. */
export function settings(page, begin) {
  const findings = h("ul", { class: "findings" });
  let isDiagnosing = false;
  let isReading = false;
  let isLinked = false;
  let set = {}; // what is not at its default
  let isSetting = null; // [name, value], while the camera is asked to

  const privacy = choice("Privacy mode", { off: "off", on: "on: lens shut" });
  const recording = choice("Record", { off: "never", continuous: "always", motion: "when something moves", scheduled: "at its times" });
  const storage = choice("Recordings go", { none: "nowhere", local: "to the camera", cloud: "to the cloud", both: "to both" });
  const night = choice("Night light", { auto: "when it is dark", on: "always on", off: "always off" });
  const brightness = number("Status LED, %", 0, 100, 100);
  const dark = h("input", { type: "checkbox" });
  const zoneTime = text("Time zone (POSIX)", posixOfHere());

  const recordTimes = span("Record");
  const alertTimes = span("Alert");
  const zone = { place: place("Zone"), name: text("Name of the zone", "door"), edges: ["Left", "Top", "Right", "Bottom"].map((edge, at) => number(`${edge}, %`, 0, 100, at < 2 ? 0 : 100)) };
  const preset = { place: place("Preset"), name: text("Name of the preset", "window") };
  const stops = text("Presets to visit", "0 1");
  const dwell = number("Seconds at each", 1, 3600, 30);
  const walk = number("Seconds to walk", 1, 600, 120);
  const tone = number("Seconds of tone", 1, 5, 2);

  const unread = h("p", { class: "note" }, UNREAD);
  for (const { place, fill } of [{ place: zone.place, fill: fillZone }, { place: preset.place, fill: fillPreset }]) {
    place.input.addEventListener("change", fill);
  }

  const panel = h("section", { "aria-label": "Settings" },
    h("details", { class: "settings", ontoggle: (event) => event.target.open && void read() }, h("summary", {}, "Settings"), unread,
      group("Seeing and recording",
        form([privacy], "Set privacy", "Setting privacy", () => `controller set privacy ${privacy.input.value}`),
        form([recording], "Set recording", "Setting when it records", () => `controller set recording ${recording.input.value}`),
        hours(recordTimes, "Set recording times", "Setting when to record", "recording-times"),
        form([storage], "Set storage", "Setting where recordings go", () => `controller set storage ${storage.input.value}`),
        form([night], "Set night light", "Setting the night light", () => `controller set night-vision ${night.input.value}`)),
      group("Alerts",
        hours(alertTimes, "Set alert times", "Setting when to alert", "alerts"),
        form([zone.place, zone.name, ...zone.edges], "Set zone", "Setting a zone", zoneLine)),
      group("The head",
        form([preset.place, preset.name], "Save where it looks", "Saving a preset", presetLine,
          [ask("Go to preset", "Turning to the preset", () => `controller preset ${preset.place.input.value}`)]),
        form([stops, dwell], "Set patrol", "Setting the patrol", patrolLine, [
          ask("Start patrol", "Starting the patrol", () => "controller patrol start"),
          ask("Stop patrol", "Stopping the patrol", () => "controller patrol stop")])),
      group("Status LED and time",
        form([brightness, { element: tick("dark while all is well", dark) }], "Set LED", "Setting the status LED",
          () => `controller set status-led ${brightness.input.value}${dark.checked ? " night" : ""}`),
        form([zoneTime], "Set time zone", "Setting the time zone", () => `controller set time-zone ${quote(zoneTime.input.value)}`,
          [ask("Set the time", "Telling it the time", () => `controller time ${Math.floor(Date.now() / 1000)}`)])),
      group("Tests",
        form([walk], "Start walk test", "Starting a walk test", () => `controller walk-test ${walk.input.value}s`,
          [ask("End walk test", "Ending the walk test", () => "controller walk-test 0")]),
        form([tone], "Test the sound", "Playing a tone, and listening", () => `controller audio-test ${tone.input.value}`),
        h("div", { class: "row" }, ask("What is wrong?", "Asking what is wrong", () => {
          isDiagnosing = true;
          return "controller diagnose";
        })), findings)));

  async function read() {
    if (!isLinked) return say(unread, UNREAD);
    isReading = true;
    if (!(await begin("Reading what is set", "controller settings"))) isReading = false;
  }

  /** Shows what the camera has; where it has none, the default. */
  function fill() {
    say(unread, "");
    privacy.input.value = set.privacy ? "on" : "off";
    recording.input.value = set.recording ?? "off";
    storage.input.value = set.storage ?? "none";
    night.input.value = set["night-vision"]?.mode ?? "auto";
    brightness.input.value = set["status-led"]?.brightness ?? 100;
    dark.checked = set["status-led"]?.night ?? false;
    zoneTime.input.value = set["time-zone"] ?? posixOfHere();
    fillHours(recordTimes, set["recording-schedule"]);
    fillHours(alertTimes, set["alert-schedule"]);
    fillZone();
    fillPreset();
    if (set.patrol?.length) {
      stops.input.value = set.patrol.map((stop) => stop.preset).join(" ");
      dwell.input.value = set.patrol[0].dwell_s;
    }
  }

  function fillZone() {
    const { name = "door", left = 0, top = 0, right = 1000, bottom = 1000 } = set[`zone ${zone.place.input.value}`] ?? {};
    zone.name.input.value = name;
    [left, top, right, bottom].forEach((edge, at) => (zone.edges[at].input.value = Math.round(edge / 10)));
  }

  function fillPreset() {
    preset.name.input.value = set[`preset ${preset.place.input.value}`]?.name ?? "window";
  }

  function zoneLine() {
    const edges = zone.edges.map(({ input }) => Math.round(Number(input.value) * 10));
    const [left, top, right, bottom] = edges;
    isSetting = [`zone ${zone.place.input.value}`, { name: zone.name.input.value, left, top, right, bottom }];
    return `controller set zone ${zone.place.input.value} ${quote(zone.name.input.value)} ${edges.join(" ")}`;
  }

  function presetLine() {
    const { pan_cdeg = 0, tilt_cdeg = 0 } = page.view.servo ?? {};
    isSetting = [`preset ${preset.place.input.value}`, { name: preset.name.input.value }];
    return `controller set preset ${preset.place.input.value} ${quote(preset.name.input.value)} ${angle(pan_cdeg)} ${angle(tilt_cdeg)}`;
  }

  function patrolLine() {
    const visits = stops.input.value.split(/[\s,]+/).filter((stop) => stop);
    return `controller set patrol ${visits.map((stop) => `${stop} ${dwell.input.value}s`).join(" ")}`;
  }

  function hours([from, to], label, doing, setting) {
    return form([from, to], label, doing, () => `controller set ${setting} ${from.input.value} ${to.input.value}`);
  }

  /** Fields and the button that sends them; Enter does too. */
  function form(fields, label, doing, line, more = []) {
    const send = h("button", { class: "btn small" }, label);
    return h("form", {
      class: "row fields",
      onsubmit: (event) => {
        event.preventDefault();
        void asked(send, doing, line());
      },
    }, fields.map(({ element }) => element), send, more);
  }

  function ask(label, doing, line) {
    const element = button(label, () => void asked(element, doing, line()), { class: "btn small" });
    return element;
  }

  async function asked(element, doing, line) {
    element.setAttribute("aria-busy", "true");
    const isBegun = await begin(doing, line);
    if (!isBegun) [isDiagnosing, isSetting] = [false, null];
    element.removeAttribute("aria-busy");
  }

  return {
    panel,
    phone(told) {
      isLinked = told.linked;
      if (isReading && told.reply !== "pending") {
        isReading = false;
        if (told.reply === "done") {
          set = told.settings ?? {};
          fill();
        }
      }
      if (isSetting && told.reply !== "pending") {
        if (told.reply === "done") set[isSetting[0]] = isSetting[1];
        isSetting = null;
      }
      if (!isDiagnosing || told.reply === "pending") return;
      isDiagnosing = false;
      const found = told.reply === "done" ? told.findings ?? [] : null;
      const lines = found?.length === 0 ? ["It finds nothing wrong."] : (found ?? []).map(({ symptom, cause, remedy }) => `${symptom} ${cause} ${remedy}`);
      findings.replaceChildren(...lines.map((line) => h("li", {}, line)));
    },
  };
}

const group = (title, ...children) => h("div", { class: "group", role: "group", "aria-label": title }, h("h4", {}, title), children);

const labelled = (label, input) => ({ input, element: field(label, input) });

const text = (label, value) =>
  labelled(label, h("input", { type: "text", autocomplete: "off", spellcheck: "false", maxlength: 48, required: true, value }));

const number = (label, min, max, value) => labelled(label, h("input", { type: "number", min, max, value, required: true }));

const choice = (label, options) =>
  labelled(label, h("select", {}, Object.entries(options).map(([value, words]) => h("option", { value }, words))));

const range = (most) => Array.from({ length: most }, (_, at) => String(at));

const place = (label) => choice(label, Object.fromEntries(range(PLACES).map((at) => [at, at])));

function hour(label, value) {
  const made = choice(label, Object.fromEntries(range(HOURS).map((at) => [at, `${at}:00`])));
  made.input.value = value;
  return made;
}

const span = (what) => [hour(`${what} from`, 22), hour(`${what} until`, 6)];

/** One span of whole hours is what this page can set. */
function fillHours([from, to], schedule) {
  const [, first, last] = (schedule?.length === 1 && /(\d+):00-(\d+):00$/.exec(schedule[0])) || [];
  if (first === undefined || Number(last) >= HOURS) return;
  from.input.value = Number(first);
  to.input.value = Number(last);
}

/** The browser's offset, without its summer time: `<+01>-1`. POSIX counts westwards. */
function posixOfHere() {
  const west_min = new Date().getTimezoneOffset();
  if (west_min === 0) return "UTC0";
  const [hours, minutes] = [Math.floor(Math.abs(west_min) / 60), Math.abs(west_min) % 60].map((part) => String(part).padStart(2, "0"));
  const rest = minutes === "00" ? "" : `:${minutes}`;
  return `<${west_min > 0 ? "-" : "+"}${hours}${rest.slice(1)}>${west_min > 0 ? "" : "-"}${Number(hours)}${rest}`;
}

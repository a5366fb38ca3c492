// The camera's settings and tests, each one line of a story. The camera knows
// what is set: it is asked when the settings are opened.

import { h, say, tick } from "../dom.js";
import { angle, quote } from "../lines.js";
import { backup } from "./backup.js";
import { asking, choice, group, number, place, text } from "./form.js";
import { times } from "./times.js";

const PLACES = 8;
const UNREAD = "The camera was not asked: connect, and open this again to see what is set.";

/** `begin(doing, line)` asks the camera; `limit()` says how fast the head turns, as a line does. */
export function settings(page, begin, limit) {
  const { form, ask } = asking(begin);
  let isLinked = false;
  let set = {}; // what is not at its default

  const name = text("Name of the camera", "Camera", { maxlength: 32 });
  const privacy = choice("Privacy mode", { off: "off", on: "on: lens shut" });
  const recording = choice("Record", { off: "never", continuous: "always", motion: "when something moves", scheduled: "at its times" });
  const storage = choice("Recordings go", { none: "nowhere", local: "to the camera", cloud: "to the cloud", both: "to both" });
  const night = {
    mode: choice("Night light", { auto: "when it is dark", on: "always on", off: "always off" }),
    brightness: number("As bright as, %", 1, 100, 100), sensitivity: number("How soon it is dark, %", 1, 100, 50),
  };
  const brightness = number("Status LED, %", 1, 100, 100);
  const dark = h("input", { type: "checkbox" });
  const zoneTime = text("Time zone (POSIX)", posixOfHere());

  const recordTimes = times("Record");
  const alertTimes = times("Alert");
  const zone = {
    place: place("Zone"), name: text("Name of the zone", "door", { maxlength: 16 }),
    edges: ["Left", "Top", "Right", "Bottom"].map((edge, at) => number(`${edge}, %`, 0, 100, at < 2 ? 0 : 100, { step: 0.1 })),
    sensitivity: number("Sensitivity, %", 1, 100, 50),
    preset: choice("While the head points", [["", "anywhere"], ...Array.from({ length: PLACES }, (_, at) => [at, `to preset ${at}`])]),
  };
  const preset = {
    place: place("Preset"), name: text("Name of the preset", "window", { maxlength: 16 }),
    pan: number("Across, °", -340, 340, "", { step: 0.01, required: false, placeholder: "as now" }),
    tilt: number("Up, °", -180, 180, "", { step: 0.01, required: false, placeholder: "as now" }),
  };
  const stops = text("Presets to visit", "0 1", { title: "Those with another time: 1:120" });
  const dwell = number("Seconds at each", 1, 65535, 30);
  const walk = number("Seconds to walk", 1, 600, 120);
  const tone = number("Seconds of tone", 1, 5, 2);
  const cleared = choice("Of what is set", {});

  const unread = h("p", { class: "note" }, UNREAD);
  for (const { place, fill } of [{ place: zone.place, fill: fillZone }, { place: preset.place, fill: fillPreset }]) {
    place.input.addEventListener("change", fill);
  }

  const file = backup(page, begin, read);
  const send = (what) => `controller set ${what}`;
  const panel = h("section", { "aria-label": "Settings" },
    h("details", { class: "settings", ontoggle: ({ target, currentTarget }) => target === currentTarget && target.open && void read() }, h("summary", {}, "Settings"), unread,
      group("Seeing and recording",
        setting([privacy], "Set privacy", "Setting privacy", () => ["privacy", privacy.input.value === "on"], () => `privacy ${privacy.input.value}`),
        setting([recording], "Set recording", "Setting when it records", () => ["recording", recording.input.value], () => `recording ${recording.input.value}`),
        setting([recordTimes], "Set recording times", "Setting when to record", () => ["recording-schedule", recordTimes.entries()], () => `recording-times ${recordTimes.words()}`),
        setting([storage], "Set storage", "Setting where recordings go", () => ["storage", storage.input.value], () => `storage ${storage.input.value}`),
        setting([night.mode, night.brightness, night.sensitivity], "Set night light", "Setting the night light", () => ["night-vision", nightNow()],
          () => `night-vision ${night.mode.input.value} brightness ${night.brightness.input.value} sensitivity ${night.sensitivity.input.value}`)),
      group("Alerts and zones",
        setting([alertTimes], "Set alert times", "Setting when to alert", () => ["alert-schedule", alertTimes.entries()], () => `alerts ${alertTimes.words()}`),
        setting([zone.place, zone.name, ...zone.edges, zone.sensitivity, zone.preset], "Set zone", "Setting a zone", zoneNow, zoneLine)),
      group("Presets and patrol",
        setting([preset.place, preset.name, preset.pan, preset.tilt], "Save where it looks", "Saving a preset", presetNow, presetLine,
          [ask("Go to preset", "Turning to the preset", () => `controller preset ${preset.place.input.value}${limit()}`)]),
        setting([stops, dwell], "Set patrol", "Setting the patrol", () => ["patrol", visits()],
          () => `patrol ${visits().map((visit) => `${visit.preset} ${visit.dwell_s}s`).join(" ")}`, [
            ask("Start patrol", "Starting the patrol", () => "controller patrol start"),
            ask("Stop patrol", "Stopping the patrol", () => "controller patrol stop")])),
      group("Name, LED and time",
        setting([name], "Set name", "Setting its name", () => ["name", name.input.value], () => `name ${quote(name.input.value)}`),
        setting([brightness, { element: tick("dark while all is well", dark) }], "Set LED", "Setting the status LED",
          () => ["status-led", { brightness: Number(brightness.input.value), night: dark.checked }],
          () => `status-led ${brightness.input.value}${dark.checked ? " night" : ""}`),
        setting([zoneTime], "Set time zone", "Setting the time zone", () => ["time-zone", zoneTime.input.value], () => `time-zone ${quote(zoneTime.input.value)}`,
          [ask("Set the time", "Telling it the time", () => `controller time ${Math.floor(Date.now() / 1000)}`)])),
      group("Tests",
        form([walk], "Start walk test", "Starting a walk test", () => `controller walk-test ${walk.input.value}s`,
          [ask("End walk test", "Ending the walk test", () => "controller walk-test 0")]),
        form([tone], "Test the sound", "Playing a tone, and listening", () => `controller audio-test ${tone.input.value}`)),
      group("Defaults, and a file",
        form([cleared], "Back to its default", "Setting it to its default", () => (cleared.input.value ? `controller clear ${cleared.input.value}` : null), [], () => {
          delete set[cleared.input.value];
          fill();
        }),
        file.elements)));
  fillCleared();

  /** A form that changes a setting: `now()` is its name and its value, as the camera tells them; `line()` says it. */
  function setting(fields, label, doing, now, line, more = []) {
    let sent = null;
    const asked = () => {
      sent = now();
      return send(line());
    };
    return form(fields, label, doing, asked, more, () => {
      set[sent[0]] = sent[1];
      fillPlaces();
      fillCleared();
    });
  }

  async function read() {
    if (!isLinked) return say(unread, UNREAD);
    const told = await begin("Reading what is set", "controller settings");
    if (told === null) return;
    set = told.settings ?? {};
    fill();
  }

  /** Shows what the camera has; where it has none, the default. */
  function fill() {
    say(unread, "");
    name.input.value = set.name ?? "Camera";
    privacy.input.value = set.privacy ? "on" : "off";
    recording.input.value = set.recording ?? "off";
    storage.input.value = set.storage ?? "none";
    night.mode.input.value = set["night-vision"]?.mode ?? "auto";
    night.brightness.input.value = set["night-vision"]?.brightness ?? 100;
    night.sensitivity.input.value = set["night-vision"]?.sensitivity ?? 50;
    brightness.input.value = set["status-led"]?.brightness ?? 100;
    dark.checked = set["status-led"]?.night ?? false;
    zoneTime.input.value = set["time-zone"] ?? posixOfHere();
    recordTimes.fill(set["recording-schedule"]);
    alertTimes.fill(set["alert-schedule"]);
    fillPlaces();
    fillZone();
    fillPreset();
    if (set.patrol?.length) {
      const usual = set.patrol[0].dwell_s;
      stops.input.value = set.patrol.map(({ preset, dwell_s }) => (dwell_s === usual ? preset : `${preset}:${dwell_s}`)).join(" ");
      dwell.input.value = usual;
    }
    fillCleared();
  }

  function fillCleared() {
    const names = Object.keys(set).sort();
    cleared.input.replaceChildren(...(names.length ? names : ["nothing is set"]).map((name) => h("option", { value: names.length ? name : "" }, name)));
  }

  /** What the places are called, where they are set. */
  function fillPlaces() {
    for (const [kind, { input }] of [["zone", zone.place], ["preset", preset.place]]) {
      [...input.options].forEach((option, at) => say(option, [at, set[`${kind} ${at}`]?.name].filter((part) => part !== undefined).join(": ")));
    }
  }

  function fillZone() {
    const { name = "door", left = 0, top = 0, right = 1000, bottom = 1000, sensitivity = 50, preset = "" } = set[`zone ${zone.place.input.value}`] ?? {};
    zone.name.input.value = name;
    [left, top, right, bottom].forEach((edge, at) => (zone.edges[at].input.value = edge / 10));
    zone.sensitivity.input.value = sensitivity;
    zone.preset.input.value = preset;
  }

  function fillPreset() {
    preset.name.input.value = set[`preset ${preset.place.input.value}`]?.name ?? "window";
    preset.pan.input.value = preset.tilt.input.value = "";
  }

  const nightNow = () => ({ mode: night.mode.input.value, brightness: Number(night.brightness.input.value), sensitivity: Number(night.sensitivity.input.value) });

  function zoneNow() {
    const [left, top, right, bottom] = zone.edges.map(({ input }) => Math.round(Number(input.value) * 10));
    const at = zone.preset.input.value === "" ? {} : { preset: Number(zone.preset.input.value) };
    return [`zone ${zone.place.input.value}`, { name: zone.name.input.value, ...at, left, top, right, bottom, sensitivity: Number(zone.sensitivity.input.value) }];
  }

  function zoneLine() {
    const [title, { name, left, top, right, bottom, sensitivity, preset }] = zoneNow();
    return `${title} ${quote(name)} ${left} ${top} ${right} ${bottom}${preset === undefined ? "" : ` at ${preset}`} sensitivity ${sensitivity}`;
  }

  /** Where no degrees are given, the head points there now. */
  function presetNow() {
    const { pan_cdeg = 0, tilt_cdeg = 0 } = page.view.servo ?? {};
    const given = ({ input }, now) => (input.value === "" ? now : Math.round(Number(input.value) * 100));
    return [`preset ${preset.place.input.value}`, { name: preset.name.input.value, pan: given(preset.pan, pan_cdeg), tilt: given(preset.tilt, tilt_cdeg) }];
  }

  function presetLine() {
    const [title, { name, pan, tilt }] = presetNow();
    return `${title} ${quote(name)} ${angle(pan)} ${angle(tilt)}`;
  }

  function visits() {
    const visits = stops.input.value.split(/[\s,]+/).filter((visit) => visit);
    return visits.map((visit) => {
      const [preset, dwell_s = dwell.input.value] = visit.split(":");
      return { preset, dwell_s };
    });
  }

  return {
    panel,
    phone(told) {
      isLinked = told.linked;
    },
  };
}

/** The browser's offset, without its summer time: `<+01>-1`. POSIX counts westwards. */
function posixOfHere() {
  const west_min = new Date().getTimezoneOffset();
  if (west_min === 0) return "UTC0";
  const [hours, minutes] = [Math.floor(Math.abs(west_min) / 60), Math.abs(west_min) % 60].map((part) => String(part).padStart(2, "0"));
  const rest = minutes === "00" ? "" : `:${minutes}`;
  return `<${west_min > 0 ? "-" : "+"}${hours}${rest.slice(1)}>${west_min > 0 ? "" : "-"}${Number(hours)}${rest}`;
}

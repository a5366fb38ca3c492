// What the camera has said of itself, as rows for people.

import { h } from "../dom.js";
import * as words from "../words.js";

/** Shows one thing at a time: what was asked last. */
export function facts() {
  const panel = h("dl", { class: "facts", hidden: true });
  let shown = null; // the name of what is shown

  function draw(told) {
    const rows = shown === null || !told[shown] ? [] : ROWS[shown](told[shown], told);
    panel.hidden = rows.length === 0;
    panel.replaceChildren(...rows.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
  }

  return {
    panel,
    show(what, told) {
      shown = what;
      draw(told);
    },
    phone: draw,
  };
}

const degrees = (pan, tilt) => `${words.degrees(pan)} across, ${words.degrees(tilt)} up`;
const seconds = (s) => words.time(s * 1_000, 0);
const rssi = (dbm) => (dbm === 0 ? "no network" : `${dbm} dBm`.replace("-", "−"));
const moment = (unix_s) => new Date(unix_s * 1_000).toISOString().slice(0, 19).replace("T", " ") + " UTC";

const ROWS = {
  status: ({ state, led, pan, tilt, fault, reset, last_setup, rssi_dbm, window_s, uptime_s, epoch }, { linked }) => [
    ...(linked ? [] : [["as it was", "before the link was lost"]]),
    ["state", words.state(state)],
    ["LED", words.led(led)],
    ["head", degrees(pan, tilt)],
    ["Wi-Fi signal", rssi(rssi_dbm)],
    ["fault", words.fault(fault)],
    ["reset", reset],
    ["last setup", last_setup ?? "did not fail"],
    ["setup window", window_s === 0 ? "closed" : `open for ${window_s} s`],
    ["running for", seconds(uptime_s)],
    ["resets in its life", String(epoch)],
  ],
  receipt: ({ epoch, count, cause, scope }) => [
    ["last reset", `of ${scope.replace("-", " ")}, by ${cause}`],
    ["resets in its life", String(count)],
    ["epoch", String(epoch)],
  ],
  support: ({ uptime_s, first_setup_s, resets, last_reset, fault, last_setup, rssi_dbm, controllers, wrong_codes }, { info }) => [
    ...(info ? [
      ["name", info.name || "none"], ["model", info.model], ["serial number", info.serial], ["firmware", info.firmware],
      ["made on", String(info.made_on).replace(/^(\d{4})(\d\d)(\d\d)$/, "$1-$2-$3")],
    ] : []),
    ["first set up", first_setup_s === null ? "not known" : moment(first_setup_s)],
    ["running for", seconds(uptime_s)],
    ["resets", last_reset ? `${resets}, the last by ${last_reset}` : String(resets)],
    ["fault", words.fault(fault)],
    ["last setup", last_setup ?? "did not fail"],
    ["Wi-Fi signal", rssi(rssi_dbm)],
    ["controllers", String(controllers)],
    ["wrong codes", String(wrong_codes)],
  ],
  abilities: ({ can, pan, tilt, stream_uri }) => [
    ["it can", can.map((name) => name.replace("-", " ")).join(", ")],
    ["turns across", pan.map(words.degrees).join(" to ")],
    ["turns up", tilt.map(words.degrees).join(" to ")],
    ["its pictures", stream_uri || "it says of none"],
  ],
  time: ({ utc }) => [["its time", utc ?? "it does not know"]],
  position: ({ pan, tilt, uncertainty, moving }) => [
    ["head", degrees(pan, tilt)],
    ["give or take", words.degrees(uncertainty)],
    ["it", moving ? "moves" : "stands"],
  ],
};

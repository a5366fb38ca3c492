// What one network of the router is: its name, and the fields to change it.

import { button, field, h, reading, say, tick } from "../dom.js";

const SECURITIES = ["open", "wep", "wpa", "wpa2", "wpa3", "wpa2-wpa3", "enterprise"];

export const nameOf = (point) => point.ssid || `0x${point.ssid_hex ?? ""}`;
export const bandOf = (point) => String(point.band ?? "2.4");

/** The fields of a network; `point` is null for a new one. `save(made)` gets what was typed. */
export function form(point, save, remove, cancel) {
  const now = point ?? { ssid: "", password: "", security: "wpa2", band: "2.4", rssi: -55, dhcp: true, internet: true, hidden: false };
  const text = (value, props = {}) => {
    const input = h("input", { type: "text", autocomplete: "off", spellcheck: "false", ...props });
    input.value = value ?? "";
    return input;
  };
  const choice = (values, value) => {
    const select = h("select", {}, values.map((name) => h("option", {}, name)));
    select.value = value;
    return select;
  };
  const box = (value) => {
    const input = h("input", { type: "checkbox" });
    input.checked = value;
    return input;
  };
  const ssid = text(now.ssid, { required: !now.ssid_hex, maxlength: 32 });
  const password = text(now.password, { maxlength: 64 });
  const security = choice(SECURITIES, now.security ?? "wpa2");
  const band = choice(["2.4", "5"], bandOf(now));
  const rssi = h("input", { type: "range", min: -95, max: -30 });
  rssi.value = now.rssi ?? -50;
  const loudness = reading();
  const tellLoudness = () => say(loudness, `${rssi.value} dBm${rssi.value < -85 ? ", too weak" : ""}`.replace("-", "−"));
  rssi.addEventListener("input", tellLoudness);
  tellLoudness();
  const [dhcp, internet, hidden] = [box(now.dhcp !== false), box(now.internet !== false), box(Boolean(now.hidden))];

  const made = () => {
    // A name that is no text stays as it is until another one is typed.
    const name = ssid.value === (now.ssid ?? "") && now.ssid_hex ? { ssid: now.ssid, ssid_hex: now.ssid_hex } : { ssid: ssid.value };
    return { ...name, password: security.value === "open" ? "" : password.value, security: security.value,
      band: band.value, rssi: Number(rssi.value), dhcp: dhcp.checked, internet: internet.checked,
      hidden: hidden.checked, isOff: now.isOff };
  };
  const submit = h("button", { type: "submit", class: "btn primary" }, "Save");
  const buttons = h("div", { class: "row" }, submit, button("Cancel", cancel),
    point && button("Remove", remove, { class: "btn danger" }));
  submit.addEventListener("click", (event) => {
    event.preventDefault();
    if (submit.form.reportValidity()) void save(made());
  });
  return [
    h("h3", {}, point ? `Edit ${nameOf(point)}` : "Add a network"),
    field("Name", ssid),
    field("Password", password),
    h("div", { class: "pair" }, field("Security", security), field("Band, GHz", band)),
    h("label", { class: "field" }, h("span", {}, "Signal at the camera ", loudness), rssi),
    h("div", { class: "row ticks" }, tick("gives addresses (DHCP)", dhcp), tick("internet", internet), tick("hidden name", hidden)),
    buttons,
  ];
}

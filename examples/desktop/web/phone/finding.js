// What the phone finds by itself: cameras nearby, and what a QR code says. A phone would scan that; here it is pasted.

import { button, h } from "../dom.js";
import { group, text } from "./form.js";

/** `tell(words, next, isGood)` says how it went; `onLabel` and `onWifi` are told what a QR code said. */
export function finding(page, tell, { onLabel, onWifi }) {
  const list = h("ul", { class: "findings" });
  const find = button("Find cameras", () => void look(), { class: "btn small" });
  const scanned = text("Text of a QR code", "", { maxlength: 512 });
  const read = h("form", { class: "row fields", onsubmit: (event) => void scan(event) }, scanned.element, h("button", { class: "btn small" }, "Read it"));
  const panel = group("Find it, or scan a QR code", h("div", { class: "row" }, find), list, read);

  async function look() {
    const { cameras = [] } = await page.ask({ find: true });
    const lines = cameras.length === 0 ? ["None is found. Is it plugged in, and its radio up?"] : cameras.map(about);
    list.replaceChildren(...lines.map((line) => h("li", {}, line)));
  }

  async function scan(event) {
    event.preventDefault();
    const answer = await page.ask({ qr: scanned.input.value });
    if (!answer.ok) return void tell(answer.error?.message ?? "No answer.", "It says CAMERA:1:… on a label, and WIFI:… for a network.", false);
    scanned.input.value = "";
    const { label, wifi } = answer.qr;
    if (label) {
      onLabel(label);
      tell(`The label of ${label.model}, serial number ${label.serial}.`, "Press “Pair”.", true);
    } else {
      onWifi(wifi);
      tell(`The network ${wifi.ssid}.`, "Press “Set up”.", true);
    }
  }

  return panel;
}

const about = ({ name, model, setup, own_network }) =>
  `${name}: ${model}, ${own_network ? "in a network of its own" : "in this phone’s network"}${setup ? ", waits to be set up" : ""}`;

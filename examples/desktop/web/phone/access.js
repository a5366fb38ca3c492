// Who may control the camera: the list, and what an owner does about it.

import { button, h, say } from "../dom.js";
import { quote } from "../lines.js";
import { confirmation } from "./confirm.js";
import { asking, choice, group, number, text } from "./form.js";

/** `begin(doing, line)` asks the camera; `page.ask` its program, which shows the codes that this phone has made up. */
export function access(page, begin) {
  const { form, ask } = asking(begin);
  let known = []; // the list, as the camera told it last
  let drawn = "";
  let revoking = null; // the place in the list

  const list = h("ul", { class: "controllers" });
  const refresh = ask("Controllers", "Listing its controllers", () => "controller controllers");
  const role = choice("As", { user: "user", owner: "owner" });
  const minutes = number("Minutes", 1, 1092, 10);
  const invitation = secret("Show the invitation’s code", "invitation",
    "It lets one controller in, once: “Pair”, “By an invitation”, or camctl pair --invitation.");
  const takeBack = ask("Take it back", "Taking the invitation back", () => "controller invite nobody");
  const changed = secret("Show the new code", "changed-code", "Write it down. A factory reset returns to the code on the label.");

  const revoke = confirmation({
    title: "Confirm that a key is taken away", label: "Take the key away",
    sure: () => void change("Taking the key away", `controller revoke ${whom(revoking)}`),
  });
  const demote = confirmation({
    title: "Confirm to be an owner no more", label: "Be a user", keep: "Stay an owner",
    sure: () => void change("Making it a user", "controller role me user"),
  });
  const recode = confirmation({
    title: "Confirm another code", label: "Change the code", keep: "Keep the old one",
    sure: () => void begin("Giving it another code", "controller change-code"),
  });
  const changeCode = button("Another pairing code…", () =>
    recode.open(["the code on the label: nobody pairs with it, until a factory reset"], changeCode), { class: "btn small danger" });

  const panel = h("details", { class: "access", ontoggle: (event) => event.target.open && isLinked && void begin("Listing its controllers", "controller controllers") },
    h("summary", {}, "Who may control it"), h("div", { class: "group-body" }, h("div", { class: "row" }, refresh), list, revoke.panel, demote.panel,
      group("Invite somebody",
        form([role, minutes], "Invite", "Inviting somebody", () => `controller invite ${role.input.value} ${minutes.input.value}min`, [takeBack],
          () => invitation.hide()), invitation.panel),
      group("The pairing code", h("div", { class: "row" }, changeCode), recode.panel, changed.panel)));
  let isLinked = false;

  const whom = (at) => (known[at]?.is_you ? "me" : String(at));

  /** What it changes is listed anew. */
  async function change(doing, line) {
    const told = await begin(doing, line);
    if (told?.linked) await begin(doing, "controller controllers");
  }

  function draw() {
    list.replaceChildren(...known.map((one, at) => {
      const name = text(`Name of ${one.name}`, one.name, { maxlength: 24 });
      const isOwner = one.role === "owner";
      const away = button("Revoke…", () => {
        revoking = at;
        revoke.open([`the key of ${one.name}, ${one.role}${one.is_you ? ": this phone’s own" : ""}, which must be invited to come back`], away);
      }, { class: "btn small danger" });
      const other = button(isOwner ? "Make it a user" : "Make it an owner", () => {
        if (one.is_you && isOwner) return demote.open(["what only an owner may do: another owner must give it back"], other);
        void change(isOwner ? "Making it a user" : "Making it an owner", `controller role ${whom(at)} ${isOwner ? "user" : "owner"}`);
      }, { class: "btn small" });
      const rename = h("form", {
        class: "row fields",
        onsubmit: (event) => {
          event.preventDefault();
          void change("Renaming it", `controller rename ${whom(at)} ${quote(name.input.value)}`);
        },
      }, name.element, h("button", { class: "btn small" }, "Rename"));
      const summary = h("summary", {}, h("b", {}, one.name), h("span", { class: "quiet" }, ` ${one.role}${one.is_you ? " · this phone" : ""}`));
      return h("li", {}, h("details", { class: "controller" }, summary, h("div", { class: "group-body" }, rename, h("div", { class: "row" }, other, away))));
    }));
  }

  /** A code that is shown only while somebody wants to see it. */
  function secret(label, which, about) {
    const words = h("output", { class: "code" });
    const note = h("p", { class: "note" }, about);
    const show = button(label, async () => {
      if (!words.hidden) return hide();
      say(words, "…");
      words.hidden = false;
      const answer = await page.ask({ reveal: which });
      say(words, answer.ok ? answer.code : "There is no such code any more.");
      show.setAttribute("aria-expanded", "true");
    }, { class: "btn small", "aria-expanded": "false" });
    const box = h("div", { class: "secret", hidden: true }, h("div", { class: "row" }, show, words), note);

    function hide() {
      words.hidden = true;
      words.textContent = "";
      show.setAttribute("aria-expanded", "false");
    }
    hide();
    return {
      panel: box,
      hide,
      exists(is) {
        if (!is) hide();
        box.hidden = !is;
      },
    };
  }

  return {
    panel,
    phone(told) {
      isLinked = told.linked;
      invitation.exists(told.gave?.invitation ?? false);
      changed.exists(told.gave?.code ?? false);
      const now = JSON.stringify(told.controllers ?? []);
      if (now === drawn) return;
      [drawn, known] = [now, told.controllers ?? []];
      revoke.close(false);
      demote.close(false);
      draw();
    },
  };
}

// What the camera tells the phone unasked, as sentences.

import * as words from "../words.js";

/** What moved or changed last, and whether this phone would be told. */
export function news({ noticed, news, watching }) {
  const where = noticed?.zone === null ? "in the picture" : `in zone ${noticed?.zone}`;
  const test = noticed?.walk_test ? ", in a walk test" : "";
  const last = noticed ? `Motion ${where} at ${words.time(noticed.t_ms)}${test}.` : "";
  return [watching ? "Watching." : "", last, changed(news)].filter((part) => part).join(" ");
}

const CHANGES = { enrolled: "may control it now", revoked: "may not control it any more", changed: "is called otherwise, or may do more or less" };

function changed(news) {
  if (!news) return "";
  const { controller, setting } = news;
  const what = setting ? `The setting ${setting.name} is another one` : `${controller.name} ${CHANGES[controller.change] ?? controller.change}`;
  return `${what}, at ${words.time(news.t_ms)}.`;
}

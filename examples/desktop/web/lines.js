// Control lines: words of the `.scenario` grammar, quoted where they must be.

const PLAIN = /^[A-Za-z0-9_.:@-]+$/;

/** A word of a line; what a line cannot hold as it stands becomes `\xNN`. */
export function quote(text) {
  if (PLAIN.test(text)) return text;
  const safe = text.replace(/[\\"]|\p{C}/gu, (character) =>
    character === '"' || character === "\\" ? `\\${character}` : escapeBytes(character));
  return `"${safe}"`;
}

function escapeBytes(character) {
  const bytes = new TextEncoder().encode(character);
  return [...bytes].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");
}

/** A network's name: any 1 to 32 bytes, as pairs of hex digits. */
export function quoteHex(hex) {
  const text = textOfHex(hex);
  return text === null ? `"${hex.replace(/../g, "\\x$&")}"` : quote(text);
}

/** The text that these bytes are, or `null` when they are none. */
export function textOfHex(hex) {
  const bytes = Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return /\p{C}/u.test(text) ? null : text;
  } catch {
    return null;
  }
}

/** Centidegrees, as lines write angles. */
export const angle = (cdeg) => String(Math.round(cdeg) / 100);

/** A network as `router set` reads it: one name, and only what it knows. */
export function network(point) {
  const isText = point.ssid_hex === undefined || textOfHex(point.ssid_hex) !== null;
  const name = isText && point.ssid ? { ssid: point.ssid } : { ssid_hex: point.ssid_hex };
  const { password, security, band, rssi, dhcp, internet, hidden } = point;
  return { ...name, password, security, band, rssi, dhcp, internet, hidden };
}

/** The line that puts these networks into the air. */
export const routerSet = (networks) =>
  `router set ${JSON.stringify({ network: networks.map(network) })}`;

/** A line as it is shown: without the passwords and the invitations' codes in it. */
export const shown = (line) => line.replace(/^(controller setup (?:"(?:[^"\\]|\\.)*"|\S+) |controller (?:\d )?pair invited |router set ).*$/, "$1…");

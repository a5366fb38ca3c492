// Names from the wire as words for people. An unknown name is shown as it is.

const STATES = {
  off: "no power",
  starting: "starting",
  unprovisioned: "new, waiting to be set up",
  setup: "setup mode",
  joining: "trying the network it was given",
  connecting: "looking for its network",
  online: "online",
  resetting: "erasing everything",
  restarting: "restarting",
  broken: "its storage is broken",
};

const RHYTHMS = {
  off: "dark",
  solid: "solid",
  "solid-with-dip": "solid, with a short dip",
  alternating: "flashing in two colours",
  blinking: "blinking",
  "short-blips": "short blips",
  "quick-blinking": "blinking quickly",
  "solid-with-quick-dips": "solid, with quick dips",
  rapid: "blinking rapidly",
  "slow-blips": "slow blips",
  "double-flashing": "flashing in pairs",
  flashing: "flashing",
  "solid-with-counted-dips": "solid, with dips to count",
  "triple-flashing": "flashing in threes",
  "rare-blips": "a short blip now and then",
  "double-blips": "short blips in pairs",
  "solid-with-double-dips": "solid, with dips in pairs",
};

const FAULTS = {
  none: "nothing is broken",
  "button-stuck": "the button is stuck",
  store: "the storage does not work",
  servo: "a servo is stuck",
  "user-data": "the user's data is damaged",
  "factory-data": "the factory data is damaged",
  radio: "the radio does not start",
  "reset-timeout": "a reset took too long",
  "crash-loop": "it has crashed again and again",
  part: "a part of it does not work",
};

const RADIOS = {
  off: "radio off",
  ap: "its own network is up",
  joining: "joining a network",
  station: "on the network",
  "ap+station": "on the network, its own still up",
};

export const CELLS = {
  ".": "blank",
  s: "seal",
  f: "factory data",
  r: "reset record",
  a: "wrong-code count",
  n: "network",
  c: "controller’s key",
  t: "setting",
  k: "other that is kept",
  o: "old or torn",
};

export const STATE_NAMES = Object.keys(STATES);
export const state = (name) => STATES[name] ?? name;
export const rhythm = (name) => RHYTHMS[name] ?? name;
export const fault = (name) => FAULTS[name] ?? name;
export const radio = (name) => RADIOS[name] ?? name;

/** The colour of an LED that has but one. */
let onlyColor = null;
export const know = (profile) => (onlyColor = profile?.only_color ?? null);

/** The LED in words: colour, rhythm. Its meaning comes with it from the camera. */
export function led(led) {
  if (!led || led.pattern === "off" || led.color === "off") return "dark";
  if (led.pattern !== "alternating") return `${led.color}, ${rhythm(led.pattern)}`;
  return onlyColor ? `${onlyColor}, quick flashes` : "blue and white, flashing in turn";
}

/** What the camera does with what it sees. */
export function eyes({ lens, recording, night_light }) {
  const night = night_light > 0 ? `, night light ${night_light} %` : "";
  return `lens ${lens}${recording ? ", recording" : ""}${night}`;
}

/** A time on the camera's clock. */
export function time(ms, digits = 1) {
  // Rounded first: nobody wants to read 0:60.
  const unit = 10 ** (3 - digits);
  const seconds = (Math.floor(Math.max(0, ms) / unit) * unit) / 1000;
  if (seconds < 60) return `${seconds.toFixed(digits)} s`;
  const minutes = Math.floor(seconds / 60);
  const rest = (seconds - minutes * 60).toFixed(digits);
  const padded = rest.padStart(digits ? 3 + digits : 2, "0");
  if (minutes < 60) return `${minutes}:${padded}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${padded}`;
}

export const degrees = (cdeg) => `${(cdeg / 100).toFixed(1).replace("-", "−")}°`;

/** “1 network”, “2 networks”. */
export const count = (n, one, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;

// An addressable LED (WS2812) on a pin of the PIO. The stock PIO runs by the host's clock; here its machine does all that
// it can as soon as it is given a word, and the LED reads the pulses that come of it, by its data sheet.

const CLKDIV = 0x00;
// Above it a pulse is a 1: the data sheet's are 0.2 to 0.5 and 0.65 to 0.95 µs.
const ONE_NS = 575;

// `onColor` is given [red, green, blue] and the widths of the pulses in nanoseconds.
export function strip(m, pin, onColor) {
  const pio = m.pio[0];
  const machine = pio.machines[0];
  pio.run = () => {};
  const write = machine.writeFIFO.bind(machine);
  machine.writeFIFO = (word) => {
    write(word);
    const tickNs = ((machine.readUint32(CLKDIV) >>> 8) / 256) * (1e9 / m.clkSys);
    const highs = pulses(pio, machine, pin).map((ticks) => ticks * tickNs);
    for (let at = 0; at + 24 <= highs.length; at += 24) onColor(color(highs.slice(at, at + 24)), highs);
  };
}

// How long each pulse is, in ticks, until the machine waits for its next word.
function pulses(pio, machine, pin) {
  const widths = [];
  let rose = null;
  for (let steps = 0; steps < 10_000; steps++) {
    const [before, at] = [level(pio, pin), machine.cycles];
    machine.step();
    const now = level(pio, pin);
    // What an instruction sets stands from its begin.
    if (now && !before) rose = at;
    if (!now && before) widths.push(at - rose);
    if (machine.waiting && !machine.waitDelay) break;
  }
  return widths;
}

const level = (pio, pin) => (pio.pinDirections & pio.pinValues & (1 << pin)) !== 0;

function color(highs) {
  const byte = (at) => highs.slice(at, at + 8).reduce((sum, ns) => 2 * sum + (ns > ONE_NS ? 1 : 0), 0);
  const [green, red, blue] = [0, 8, 16].map(byte);
  return [red, green, blue];
}

// Frames as SPEC.md of camera-proto has them, written again from there: COBS, CRC-16, kind and id.

export function crc16(bytes) {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let i = 0; i < 8; i++) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
  }
  return crc;
}

export function frame(kind, id, body = []) {
  const data = [kind, id & 0xff, id >> 8, ...body];
  const crc = crc16(data);
  data.push(crc & 0xff, crc >> 8);
  const out = [0];
  let code = 0;
  for (const byte of data) {
    if (byte) out.push(byte);
    else {
      out[code] = out.length - code;
      code = out.length;
      out.push(0);
    }
  }
  out[code] = out.length - code;
  return [...out, 0];
}

// Takes bytes, and gives the frames that end in them: { kind, id, body }. What is no frame is dropped.
export class Frames {
  came = [];

  feed(bytes) {
    const frames = [];
    for (const byte of bytes) {
      if (byte) this.came.push(byte);
      else frames.push(parse(this.came.splice(0)));
    }
    return frames.filter(Boolean);
  }
}

function parse(stuffed) {
  const data = [];
  for (let at = 0; at < stuffed.length; at += stuffed[at]) {
    if (at) data.push(0);
    data.push(...stuffed.slice(at + 1, at + stuffed[at]));
  }
  if (data.length < 5) return null;
  const crc = data.at(-2) | (data.at(-1) << 8);
  if (crc !== crc16(data.slice(0, -2))) return null;
  return { kind: data[0], id: data[1] | (data[2] << 8), body: data.slice(3, -2) };
}

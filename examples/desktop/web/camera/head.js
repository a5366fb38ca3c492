// The head is a ball: its lens, its seam and its vents are circles on it,
// turned by pan and tilt and seen from the front.

const RADIANS = Math.PI / 18_000;
const STEPS = 48;

/** Where the lens points: right, up, towards the reader. */
function direction(pan_cdeg, tilt_cdeg) {
  const [pan, tilt] = [pan_cdeg * RADIANS, tilt_cdeg * RADIANS];
  return [Math.sin(pan) * Math.cos(tilt), Math.sin(tilt), Math.cos(pan) * Math.cos(tilt)];
}

/** Two directions across the lens: to its right, and up. */
function across(pan_cdeg, tilt_cdeg) {
  const [pan, tilt] = [pan_cdeg * RADIANS, tilt_cdeg * RADIANS];
  return [
    [Math.cos(pan), 0, -Math.sin(pan)],
    [-Math.sin(pan) * Math.sin(tilt), Math.cos(tilt), -Math.cos(pan) * Math.sin(tilt)],
  ];
}

/** Points of the circle that lies `degrees` around where the lens points. */
function circle(pan, tilt, degrees) {
  const axis = direction(pan, tilt);
  const [right, up] = across(pan, tilt);
  const [near, far] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return Array.from({ length: STEPS }, (_, step) => {
    const turn = (2 * Math.PI * step) / STEPS;
    return axis.map((a, i) => near * a + far * (Math.cos(turn) * right[i] + Math.sin(turn) * up[i]));
  });
}

const place = ([x, y], radius) => `${(x * radius).toFixed(1)},${(-y * radius).toFixed(1)}`;

/** The circle as a filled shape. What lies behind is pushed to the rim. */
export function disc(pan, tilt, degrees, radius) {
  const points = circle(pan, tilt, degrees);
  if (points.every(([, , z]) => z <= 0)) return "";
  const seen = points.map(([x, y, z]) => {
    if (z >= 0) return [x, y];
    const rim = Math.hypot(x, y) || 1;
    return [x / rim, y / rim];
  });
  return `M${seen.map((point) => place(point, radius)).join("L")}Z`;
}

/** The part of the circle that is in front, as a line. */
export function ring(pan, tilt, degrees, radius) {
  const points = circle(pan, tilt, degrees);
  let path = "";
  let isDrawing = false;
  for (let step = 0; step <= STEPS; step++) {
    const point = points[step % STEPS];
    const isSeen = point[2] >= 0;
    if (isSeen) path += (isDrawing ? "L" : "M") + place(point, radius);
    isDrawing = isSeen;
  }
  return path;
}

/** A spot on the ball, `right` and `up` degrees off the lens; `null` when behind. */
export function spot(pan, tilt, right, up, radius) {
  const axis = direction(pan, tilt);
  const [r, u] = across(pan, tilt);
  const [a, b] = [Math.tan((right * Math.PI) / 180), Math.tan((up * Math.PI) / 180)];
  const point = axis.map((value, i) => value + a * r[i] + b * u[i]);
  const length = Math.hypot(...point);
  const [x, y, z] = point.map((value) => value / length);
  return z > 0.05 ? [x * radius, -y * radius] : null;
}

//! A room as a camera on a shelf sees it: a wall with a window, pictures and a
//! curtain, a sofa, planks on the floor; and whoever is in it.
//!
//! Lengths are metres, brightness is linear, as a part of what the sensor holds.
//! Nothing but +, −, × , ÷ and √, so that every machine draws the same.

/// Pixels across and down: a cell is ten by ten of them.
pub(crate) const WIDTH: usize = 160;
pub(crate) const HEIGHT: usize = 120;

/// Pixels that a metre has, a metre away.
const FOCAL: f32 = 110.0;
/// The line of the picture that is as high as the camera.
const HORIZON: f32 = 35.0;
const CAMERA_HEIGHT_M: f32 = 1.6;
/// Where the floor ends.
const WALL_M: f32 = 12.0;

/// A sine, nearly: 0 at 0, 1 at a quarter, −1 at three.
pub(crate) fn wave(turns: f32) -> f32 {
    let part = turns - turns.floor();
    match part < 0.5 {
        true => 16.0 * part * (0.5 - part),
        false => -16.0 * (part - 0.5) * (1.0 - part),
    }
}

/// A grain of the floor or the wall, from −1 to 1.
fn grain(x: i32, y: i32) -> f32 {
    let mixed = (x as u32).wrapping_mul(0x9E37_79B1) ^ (y as u32).wrapping_mul(0x85EB_CA77);
    let mixed = (mixed ^ (mixed >> 15)).wrapping_mul(0x2C1B_3C6D);
    (mixed >> 16) as f32 / 32_768.0 - 1.0
}

/// Who or what moves.
#[derive(Clone, Copy)]
pub(crate) enum Who {
    Person,
    Cat,
    Ball,
}

/// Somebody at a place: to the right of the middle, and away from the camera.
#[derive(Clone, Copy)]
pub(crate) struct Actor {
    pub(crate) who: Who,
    pub(crate) right_m: f32,
    pub(crate) away_m: f32,
    /// How often its legs have swung.
    pub(crate) steps: f32,
}

/// What a room reflects with nobody in it; `sway` pixels to the right hangs the
/// curtain.
pub(crate) fn empty(sway: f32) -> Vec<f32> {
    let mut picture = vec![0.0; WIDTH * HEIGHT];
    for (at, pixel) in picture.iter_mut().enumerate() {
        let (x, y) = ((at % WIDTH) as f32, (at / WIDTH) as f32);
        *pixel = reflects(x, y, sway) * vignette(x, y);
    }
    picture
}

/// A lens is darker in its corners.
fn vignette(x: f32, y: f32) -> f32 {
    let (x, y) = ((x - 80.0) / 100.0, (y - 60.0) / 100.0);
    1.0 - 0.35 * (x * x + y * y)
}

fn reflects(x: f32, y: f32, sway: f32) -> f32 {
    let fine = grain(x as i32, y as i32);
    let floor_line = HORIZON + CAMERA_HEIGHT_M * FOCAL / WALL_M;
    // The curtain hangs from its rail: below it sways more.
    let hang = (y - 4.0) / 46.0;
    let left_edge = 106.0 + sway * hang;
    if (4.0..50.0).contains(&y) && (left_edge..left_edge + 22.0).contains(&x) {
        return 0.30 + 0.12 * wave((x - sway * hang) / 6.0);
    }
    if (8.0..36.0).contains(&y) && (128.0..156.0).contains(&x) {
        return 1.3;
    }
    if (62.0..88.0).contains(&y) && (4.0..44.0).contains(&x) {
        let cushion = if (x as i32 - 4) % 13 == 0 { 0.5 } else { 1.0 };
        return 0.09 * cushion + 0.01 * fine;
    }
    if y < floor_line {
        let picture =
            (12.0..32.0).contains(&y) && ((20.0..36.0).contains(&x) || (60.0..84.0).contains(&x));
        let paint = if picture {
            0.15 + 0.10 * grain(x as i32 / 4, y as i32 / 4)
        } else {
            0.38
        };
        return paint + 0.02 * fine;
    }
    let away_m = CAMERA_HEIGHT_M * FOCAL / (y - HORIZON);
    let right_m = (x - 80.0) * away_m / FOCAL;
    let plank = (right_m * 5.0).floor() as i32;
    0.22 + 0.05 * grain(plank, (away_m * 0.7) as i32) + 0.02 * fine
}

impl Actor {
    /// Draws it into a picture, and calls for every pixel that it changes.
    pub(crate) fn draw(&self, picture: &mut [f32], mut touched: impl FnMut(usize, usize)) {
        let metre = FOCAL / self.away_m;
        let middle = 80.0 + self.right_m * metre;
        let feet = HORIZON + CAMERA_HEIGHT_M * metre;
        for y in 0..HEIGHT {
            for x in 0..WIDTH {
                let across = (x as f32 + 0.5 - middle) / metre;
                let up = (feet - y as f32 - 0.5) / metre;
                if across.abs() > 0.7 || !(-0.2..1.9).contains(&up) {
                    continue;
                }
                let pixel = &mut picture[y * WIDTH + x];
                let dark = vignette(x as f32, y as f32);
                match self.who.reflects(across, up, self.steps) {
                    Some(reflected) => *pixel = reflected * dark,
                    None if self.who.shades(across, up) => *pixel *= 0.8,
                    None => continue,
                }
                touched(x, y);
            }
        }
    }
}

impl Who {
    fn reflects(self, across: f32, up: f32, steps: f32) -> Option<f32> {
        match self {
            Self::Person => person(across, up, steps),
            Self::Cat => cat(across, up, steps),
            Self::Ball => ball(across, up, steps),
        }
    }

    /// A soft shadow on the floor.
    fn shades(self, across: f32, up: f32) -> bool {
        let wide = match self {
            Self::Person => 0.45,
            Self::Cat => 0.35,
            Self::Ball => 0.15,
        };
        is_within(across, up, (wide, wide / 4.0))
    }
}

fn is_within(x: f32, y: f32, (wide, high): (f32, f32)) -> bool {
    (x / wide) * (x / wide) + (y / high) * (y / high) < 1.0
}

fn person(across: f32, up: f32, steps: f32) -> Option<f32> {
    let swing = wave(steps);
    // Lit from the left.
    let shade = 1.0 - across;
    if is_within(across, up - 1.62, (0.10, 0.13)) {
        return Some(if up > 1.66 { 0.06 } else { 0.34 * shade });
    }
    if (0.85..1.48).contains(&up) {
        let arm = 0.25 * swing * (1.48 - up);
        if across.abs() < 0.19 {
            return Some(0.20 * shade);
        }
        if (across - arm).abs() < 0.24 {
            return Some(0.24 * shade);
        }
    }
    let stride = 0.35 * swing * (0.85 - up) / 0.85;
    let leg = (0.0..=0.85)
        .contains(&up)
        .then(|| (across - stride).abs().min((across + stride).abs()));
    leg.filter(|leg| *leg < 0.08).map(|_| 0.10 * shade)
}

fn cat(across: f32, up: f32, steps: f32) -> Option<f32> {
    let head = is_within(across - 0.27, up - 0.27, (0.07, 0.07));
    let body = is_within(across, up - 0.21, (0.25, 0.09));
    let tail =
        (-0.45..-0.2).contains(&across) && (up - 0.28 - 0.06 * wave(steps / 3.0)).abs() < 0.02;
    let leg = |hip: f32| (across - hip - 0.06 * wave(steps) * (0.2 - up) / 0.2).abs() < 0.025;
    let legs = (0.0..0.2).contains(&up) && (leg(-0.18) || leg(0.18));
    (head || body || tail || legs).then_some(0.09 + 0.2 * (up - 0.2))
}

fn ball(across: f32, up: f32, steps: f32) -> Option<f32> {
    let stripe = wave(steps + across * 2.0) > 0.0;
    let paint = if stripe { 0.6 } else { 0.3 };
    let lit = 0.7 + 2.0 * (up - 0.11);
    is_within(across, up - 0.11, (0.11, 0.11)).then_some(paint * lit)
}

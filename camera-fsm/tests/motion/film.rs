//! Films of the room: who walks through, what the light does, and the sensor
//! that takes them; some looks a second, each drawn at 160 × 120 with the noise
//! of its light, and averaged down to cells as a board does.

use camera_fsm::motion_detection::grid::{COLUMNS, Cells, Luma, ROWS};

use crate::random::{Normal, Random};
use crate::room::{Actor, HEIGHT, WIDTH, Who, empty, wave};

/// Looks in which every film shows but its room.
pub(crate) const STILL: u32 = 24;

/// What the light does, from the end of the still looks on.
#[derive(Clone, Copy)]
pub(crate) enum Light {
    Steady,
    /// By so much darker and brighter again, every 20 s.
    Cloud(f32),
    /// Darker by so much every second.
    Dusk(f32),
    /// So many times as bright, at once; and back after 6 s.
    Step(f32),
    /// The same, over a second.
    Fade(f32),
    /// A lamp to the left: so much more there, a third of it on the right.
    Side(f32),
    /// A lamp that lights but a corner.
    Corner(f32),
    /// The same at a place, in parts of the picture, with so large a cone.
    Lamp {
        right: f32,
        down: f32,
        cone: f32,
        more: f32,
    },
    /// A lamp in a corner that is dimmed up within a second, and down again.
    Dimmed(f32),
    /// Headlights through the window: a bright patch with edges goes along the
    /// wall within two seconds.
    Headlights(f32),
    /// Mains at 100 pulses a second through a rolling shutter: so deep, and so
    /// many turns of it from look to look. From the beginning.
    Bands(f32, f32),
    /// An automatic exposure that does not settle: so much, twice a second.
    Hunting(f32),
}

/// How the picture is taken.
#[derive(Clone, Copy)]
pub(crate) struct Sensor {
    /// Electrons at white: what the noise of light is made of.
    pub(crate) electrons: f32,
    /// What reading adds, in electrons.
    pub(crate) read: f32,
    /// How much of the light it lets in.
    pub(crate) exposure: f32,
    /// A pixel that is white in some looks.
    pub(crate) hot: bool,
    /// Compressed before it is averaged: blocks of 8 × 8 pixels, their means in
    /// so many levels, but every 12th look exact.
    pub(crate) block: Option<f32>,
}

pub(crate) const DAY: Sensor = Sensor {
    electrons: 10_000.0,
    read: 5.0,
    exposure: 1.0,
    hot: false,
    block: None,
};
pub(crate) const INDOOR: Sensor = Sensor {
    electrons: 2_500.0,
    read: 5.0,
    ..DAY
};
pub(crate) const DIM: Sensor = Sensor {
    electrons: 400.0,
    read: 5.0,
    exposure: 0.6,
    ..DAY
};
/// At 30 dB of gain: a pixel of the floor stands a fifth of itself off.
pub(crate) const NIGHT: Sensor = Sensor {
    electrons: 80.0,
    read: 3.0,
    exposure: 0.35,
    ..DAY
};

/// Who moves, how far away, how fast, and how.
#[derive(Clone, Copy)]
pub(crate) struct Walk {
    pub(crate) who: Who,
    pub(crate) away_m: f32,
    pub(crate) speed_m_s: f32,
    /// Stays in the middle for so many looks.
    pub(crate) stays: u32,
}

#[derive(Clone, Copy)]
pub(crate) struct Film {
    pub(crate) name: &'static str,
    pub(crate) looks: u32,
    pub(crate) looks_a_second: f32,
    pub(crate) walk: Option<Walk>,
    pub(crate) light: Light,
    pub(crate) sensor: Sensor,
    /// How far the curtain sways, in pixels.
    pub(crate) sway: f32,
}

/// One look, and which cells somebody covers or shades in it.
pub(crate) struct Look {
    pub(crate) luma: Luma,
    pub(crate) touched: Cells,
}

impl Film {
    pub(crate) const fn of(name: &'static str, looks: u32) -> Self {
        Self {
            name,
            looks,
            looks_a_second: 8.0,
            walk: None,
            light: Light::Steady,
            sensor: INDOOR,
            sway: 0.0,
        }
    }

    /// All of its looks.
    pub(crate) fn shoot(&self, seed: u64) -> Vec<Look> {
        let (mut random, normal) = (Random::new(seed), Normal::new());
        let room = empty(0.0);
        let looks = 0..self.looks;
        looks
            .map(|at| self.take(at, &room, &mut random, &normal))
            .collect()
    }

    fn take(&self, at: u32, room: &[f32], random: &mut Random, normal: &Normal) -> Look {
        let seconds = (at as f32 - STILL as f32) / self.looks_a_second;
        let mut touched = Cells::NONE;
        let mut picture = match self.sway > 0.0 && seconds > 0.0 {
            true => empty(self.sway * wave(seconds / 3.0) * (0.6 + 0.4 * wave(seconds / 7.3))),
            false => room.to_vec(),
        };
        if let Some(actor) = self.walk.and_then(|walk| walk.at(at, self.looks_a_second)) {
            actor.draw(&mut picture, |x, y| touched = touched.with(x / 10, y / 10));
        }
        for (pixel, place) in picture.iter_mut().zip(0..) {
            let light = self
                .light
                .of(place % WIDTH, place / WIDTH, seconds, at as f32);
            *pixel = self.sensor.take(*pixel * light, normal.draw(random));
        }
        if self.sensor.hot && random.part() < 0.3 {
            picture[57 * WIDTH + 93] = 255.0;
        }
        if let Some(step) = self.sensor.block.filter(|_| !at.is_multiple_of(12)) {
            coarsen(&mut picture, step);
        }
        Look {
            luma: average(&picture),
            touched,
        }
    }
}

impl Walk {
    /// Where it is, if it has come yet: it comes from beyond the left edge, and
    /// stays in the middle for as long as it does.
    fn at(&self, look: u32, looks_a_second: f32) -> Option<Actor> {
        let edge_m = 0.73 * self.away_m + 0.7;
        let a_look_m = self.speed_m_s / looks_a_second;
        let to_middle = (edge_m / a_look_m) as u32;
        let after = look.checked_sub(STILL)?;
        let walked = match after < to_middle {
            true => after,
            false => after.saturating_sub(self.stays).max(to_middle),
        };
        let way_m = walked as f32 * a_look_m;
        let steps = way_m
            / match self.who {
                Who::Person => 1.4,
                Who::Cat => 0.4,
                Who::Ball => 0.7,
            };
        let right_m = way_m - edge_m;
        (right_m < edge_m).then_some(Actor {
            who: self.who,
            right_m,
            away_m: self.away_m,
            steps,
        })
    }
}

impl Light {
    /// How much of it falls on a pixel.
    fn of(self, x: usize, y: usize, seconds: f32, look: f32) -> f32 {
        if let Self::Bands(depth, turns) = self {
            let line = y as f32 / HEIGHT as f32 * 3.3;
            return 1.0 - depth / 2.0 + depth / 2.0 * wave(line + look * turns);
        }
        if seconds < 0.0 {
            return 1.0;
        }
        let lit = |factor: f32| if seconds < 6.0 { factor } else { 1.0 };
        let (right, down) = (x as f32 / WIDTH as f32, y as f32 / HEIGHT as f32);
        match self {
            Self::Steady | Self::Bands(..) => 1.0,
            Self::Cloud(depth) => 1.0 - depth / 2.0 + depth / 2.0 * wave(seconds / 20.0 + 0.25),
            Self::Dusk(a_second) => (1.0 - a_second * seconds).max(0.1),
            Self::Step(factor) => lit(factor),
            Self::Fade(factor) => {
                1.0 + (factor - 1.0) * seconds.min(1.0).min((7.0 - seconds).max(0.0))
            }
            Self::Side(more) => 1.0 + (lit(1.0 + more) - 1.0) * (1.0 - right * 2.0 / 3.0),
            Self::Corner(more) => {
                let off = (right * right + down * down) * 12.0;
                1.0 + (lit(1.0 + more) - 1.0) / (1.0 + off * off)
            }
            Self::Lamp {
                right: at_right,
                down: at_down,
                cone,
                more,
            } => {
                let (across, along) = (right - at_right, (down - at_down) * 0.75);
                let off = (across * across + along * along) / (cone * cone);
                1.0 + (lit(1.0 + more) - 1.0) / (1.0 + off * off)
            }
            Self::Dimmed(more) => {
                let off = (right * right + down * down) * 12.0;
                1.0 + more * seconds.min(1.0).min((7.0 - seconds).max(0.0)) / (1.0 + off * off)
            }
            Self::Headlights(more) => {
                let left = seconds / 2.0;
                let falls = (left..left + 0.2).contains(&right) && (0.05..0.35).contains(&down);
                if falls { 1.0 + more } else { 1.0 }
            }
            Self::Hunting(depth) => 1.0 + depth * wave(seconds * 0.5),
        }
    }
}

impl Sensor {
    /// What comes out for a pixel, 0 to 255: light makes noise as its root, and
    /// the curve of the output is a root too.
    fn take(&self, light: f32, normal: f32) -> f32 {
        let electrons = light * self.exposure * self.electrons;
        let noise = (electrons + self.read * self.read).sqrt() * normal;
        let part = ((electrons + noise) / self.electrons).clamp(0.0, 1.0);
        (255.0 * part.sqrt()).round()
    }
}

/// Shifts each block so that its mean is a multiple of the step.
fn coarsen(picture: &mut [f32], step: f32) {
    for block in 0..WIDTH / 8 * (HEIGHT / 8) {
        let (left, top) = (block % (WIDTH / 8) * 8, block / (WIDTH / 8) * 8);
        let inside = move |at: usize| (top + at / 8) * WIDTH + left + at % 8;
        let mean = (0..64).map(|at| picture[inside(at)]).sum::<f32>() / 64.0;
        let by = (mean / step).round() * step - mean;
        for at in 0..64 {
            let pixel = &mut picture[inside(at)];
            *pixel = (*pixel + by).clamp(0.0, 255.0).round();
        }
    }
}

fn average(picture: &[f32]) -> Luma {
    let mut luma = Luma::even(0);
    let (wide, high) = (WIDTH / COLUMNS, HEIGHT / ROWS);
    for (row, cells) in luma.0.iter_mut().enumerate() {
        for (column, cell) in cells.iter_mut().enumerate() {
            let lines = (row * high..).take(high);
            let sum: f32 = lines
                .map(|y| {
                    picture[y * WIDTH + column * wide..][..wide]
                        .iter()
                        .sum::<f32>()
                })
                .sum();
            *cell = (sum / (wide * high) as f32).round() as u8;
        }
    }
    luma
}

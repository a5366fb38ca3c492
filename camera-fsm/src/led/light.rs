//! The LED from cue to cue (R11, R12): what it shows at an instant, and no
//! flash sooner than a third of a second after the one before, also where one
//! cue follows another.
//!
//! A person who taps the button changes the cue several times a second. Each
//! rhythm is safe by itself (design 5), but their beginnings in a row would
//! not be: so a cue that would flash too soon begins a little later. Only the
//! reset warning of a profile that is not `strict_flash` goes first.

use camera_proto::vocab::Color;

use super::{Cue, FLASHES_APART_MS, Look, Rhythm};
use crate::levels::LedFrame;
use crate::profile::LedTable;
use crate::time::{Instant, is_due};

/// The LED: which cue it shows, and since when. It stands alone: hand it a cue
/// whenever one may have changed, and always the table of the same
/// [`Profile`](crate::profile::Profile), which has made sure that its rhythms go on.
///
/// ```
/// use camera_fsm::{led::{Cue, Light, Look}, profile::REFERENCE, time::Instant};
/// use camera_proto::vocab::Color;
///
/// let at = Instant::from_millis;
/// let mut light = Light::new(at(0), Cue::Setup);
/// let (frame, next) = light.frame(at(700), &REFERENCE.led, Look::FULL);
/// assert_eq!((frame.color, next), (Color::OFF, Some(at(1_000))));
/// light.follow(at(700), Cue::Online, &REFERENCE.led, Look::FULL);
/// assert_eq!(light.frame(at(700), &REFERENCE.led, Look::FULL).0.color, Color::BLUE);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Light {
    cue: Cue,
    /// Whether the cue is dark altogether, at night.
    is_dark: bool,
    /// When its cue has begun, or will.
    begins: Instant,
    /// From when on another flash may follow the last one.
    calm_at: Instant,
    /// What it shows, and until when: nobody need work that out in between.
    shown: LedFrame,
    until: Option<Instant>,
}

impl Light {
    /// Power is on.
    #[must_use]
    pub const fn new(now: Instant, cue: Cue) -> Self {
        Self {
            cue,
            is_dark: false,
            begins: now,
            calm_at: now.after(FLASHES_APART_MS),
            shown: LedFrame {
                color: Color::OFF,
                brightness: 0,
            },
            until: Some(now),
        }
    }

    /// The cue it shows.
    #[must_use]
    pub const fn cue(&self) -> Cue {
        self.cue
    }

    /// Shows that cue from now on; nothing changes where it already does.
    pub fn follow(&mut self, now: Instant, cue: Cue, table: &LedTable, look: Look) {
        if is_due(self.until, now) {
            self.go_on(now, table);
        }
        let is_dark = look.is_dark(cue);
        if (cue, is_dark) != (self.cue, self.is_dark) {
            (self.cue, self.is_dark) = (cue, is_dark);
            self.begin(now, self.rhythm(table));
        }
        self.shown.brightness = self.brightness(self.shown.color, table, look);
    }

    /// What it shows since the last [`follow`](Self::follow), and until when.
    #[must_use]
    pub const fn shown(&self) -> (LedFrame, Option<Instant>) {
        (self.shown, self.until)
    }

    /// What it shows, and when that changes if the cue does not.
    #[must_use]
    pub fn frame(&self, now: Instant, table: &LedTable, look: Look) -> (LedFrame, Option<Instant>) {
        let mut light = *self;
        if is_due(light.until, now) {
            light.go_on(now, table);
        }
        let color = light.shown.color;
        let brightness = self.brightness(color, table, look);
        (LedFrame { color, brightness }, light.until)
    }

    /// In the rhythm of its cue, however late.
    fn go_on(&mut self, now: Instant, table: &LedTable) {
        let rhythm = self.rhythm(table);
        let (periods, phase) = rhythm.place(now.since(self.begins));
        let (color, next_ms) = rhythm.at_phase(phase);
        self.shown.color = color;
        self.until = next_ms.map(|ms| now.after(ms));
        if let Some(ms) = rhythm.since_flash_at(periods, phase) {
            self.calm_at = now.after(FLASHES_APART_MS.saturating_sub(ms));
        }
    }

    /// Another cue: at once, or when it may flash.
    fn begin(&mut self, now: Instant, rhythm: &Rhythm) {
        let was_lit = self.shown.color != Color::OFF;
        // What has not begun has not flashed.
        let calm_at = match now < self.begins {
            true => self.begins,
            false => self.calm_at,
        };
        self.begins = match rhythm.flashes_soon(was_lit) {
            true => calm_at.max(now),
            false => now,
        };
        let (color, next_ms) = rhythm.first();
        self.calm_at = match !was_lit && color != Color::OFF {
            true => self.begins.after(FLASHES_APART_MS),
            false => calm_at,
        };
        (self.shown.color, self.until) = match (now < self.begins, was_lit) {
            (true, true) => (rhythm.color(), Some(self.begins)),
            (true, false) => (Color::OFF, Some(self.begins)),
            (false, _) => (color, next_ms.map(|ms| now.after(ms))),
        };
    }

    fn brightness(&self, color: Color, table: &LedTable, look: Look) -> u8 {
        match color {
            Color::OFF => 0,
            _ => look.brightness(self.cue, table.brightness),
        }
    }

    fn rhythm<'t>(&self, table: &'t LedTable) -> &'t Rhythm {
        const DARK: &Rhythm = &Rhythm::solid(Color::OFF);
        match self.is_dark {
            true => DARK,
            false => table.rhythm(self.cue),
        }
    }
}

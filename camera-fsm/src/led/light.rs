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
use crate::time::Instant;

/// The LED: which cue it shows, and since when. It stands alone: hand it a cue
/// whenever one may have changed.
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
    /// Whether it was lit when the cue changed, and so until it begins.
    was_lit: bool,
    begins: Instant,
    /// How long before that the last flash was, in milliseconds; further back
    /// than [`FLASHES_APART_MS`] it does not matter.
    since_flash_ms: u16,
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
            was_lit: true,
            begins: now,
            since_flash_ms: 0,
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
        let is_dark = look.is_dark(cue);
        if (cue, is_dark) != (self.cue, self.is_dark) {
            let (was_lit, since_flash_ms) = self.before(now, self.rhythm(table));
            (self.was_lit, self.since_flash_ms) = (was_lit, since_flash_ms);
            (self.cue, self.is_dark, self.begins) = (cue, is_dark, now);
            if self.flashes_soon(table) {
                let wait_ms = APART_MS - self.since_flash_ms;
                self.begins = now.after(u32::from(wait_ms));
                self.since_flash_ms = APART_MS;
            }
            self.until = Some(now);
        }
        (self.shown, self.until) = self.frame(now, table, look);
    }

    /// What it shows since the last [`follow`](Self::follow), and until when.
    #[must_use]
    pub const fn shown(&self) -> (LedFrame, Option<Instant>) {
        (self.shown, self.until)
    }

    /// What it shows, and when that changes if the cue does not.
    #[must_use]
    pub fn frame(&self, now: Instant, table: &LedTable, look: Look) -> (LedFrame, Option<Instant>) {
        let (color, next) = self.color(now, table);
        let brightness = match color {
            Color::OFF => 0,
            _ => look.brightness(self.cue, table.brightness),
        };
        (LedFrame { color, brightness }, next)
    }

    fn color(&self, now: Instant, table: &LedTable) -> (Color, Option<Instant>) {
        if self.until.is_none_or(|until| now < until) {
            return (self.shown.color, self.until);
        }
        let rhythm = self.rhythm(table);
        if now < self.begins {
            return (self.waits_in(rhythm), Some(self.begins));
        }
        let (color, next_ms) = rhythm.at(now.since(self.begins));
        (color, next_ms.map(|ms| now.after(ms)))
    }

    /// What it shows until its cue begins.
    fn waits_in(&self, rhythm: &Rhythm) -> Color {
        match self.was_lit {
            true => rhythm.color(),
            false => Color::OFF,
        }
    }

    fn rhythm<'t>(&self, table: &'t LedTable) -> &'t Rhythm {
        const DARK: &Rhythm = &Rhythm::solid(Color::OFF);
        match self.is_dark {
            true => DARK,
            false => table.rhythm(self.cue),
        }
    }

    /// Whether a flash comes of beginning that is closer to the one before
    /// than those of the rhythm itself are.
    fn flashes_soon(&self, table: &LedTable) -> bool {
        let rhythm = self.rhythm(table);
        if !rhythm.is_calm() || rhythm.color() == Color::OFF {
            return false;
        }
        let dips = rhythm.pulses > 0 && rhythm.base != Color::OFF;
        dips || !self.was_lit
    }

    /// Whether it is lit, where another cue comes, and how long ago its last
    /// flash was.
    fn before(&self, now: Instant, rhythm: &Rhythm) -> (bool, u16) {
        if now < self.begins {
            let is_lit = self.waits_in(rhythm) != Color::OFF;
            let wait_ms = self.begins.ms_since(now).min(FLASHES_APART_MS) as u16;
            return (is_lit, self.since_flash_ms.saturating_sub(wait_ms));
        }
        let elapsed_ms = now.since(self.begins);
        let (periods, phase) = rhythm.place(elapsed_ms);
        let (color, _) = rhythm.at_phase(phase);
        let shown_ms = u32::try_from(elapsed_ms).unwrap_or(u32::MAX);
        let ms = match rhythm.since_flash_at(periods, phase) {
            Some(ms) => ms,
            // To begin was one.
            None if !self.was_lit && rhythm.at_phase(0).0 != Color::OFF => shown_ms,
            None => shown_ms.saturating_add(self.since_flash_ms.into()),
        };
        (color != Color::OFF, ms.min(FLASHES_APART_MS) as u16)
    }
}

const APART_MS: u16 = FLASHES_APART_MS as u16;

//! Holds what the LED has shown to the rhythm of what the console said that it
//! tells, change by change, wherever two looks at the console say the same and
//! nothing lies between them: neither may one come at another time, nor one that is
//! due not come. The first flash of a cue waits for the last one of the cue before:
//! the third of a second in which that may be is not held. That all is well may be
//! dark, at night: the console does not say so, and dark is taken for it.

use camera_fsm::led::{Cue, FLASHES_APART_MS, Look, Rhythm};
use camera_fsm::profile::REFERENCE;
use camera_proto::vocab::Color;

use super::sight::{TICK_MS, frame_of};

/// Two looks that are further apart say nothing of what was between them, in
/// milliseconds.
const APART_MS: f64 = 1_200.0;

/// What was seen, each with its milliseconds.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) led: Vec<(f64, [u8; 3])>,
    /// What the console said that the LED tells; nothing where the camera starts, or a
    /// controller begins something.
    pub(super) cues: Vec<(f64, Option<Cue>)>,
    /// From when to when the flash was changed: nothing else goes on then.
    pub(super) flash: Vec<(f64, f64)>,
}

/// How many changes were held.
pub(super) fn hold(seen: &Seen) -> Result<usize, String> {
    let mut colors: Vec<(f64, Color)> = Vec::new();
    for (ms, color) in &seen.led {
        let color = frame_of(*color).color;
        if colors.last().is_none_or(|(_, last)| *last != color) {
            colors.push((*ms, color));
        }
    }
    let goes_on = |one: &(f64, Option<Cue>), next: &(f64, Option<Cue>)| {
        one.1 == next.1 && next.0 - one.0 < APART_MS
    };
    let mut held = 0;
    for run in seen.cues.chunk_by(goes_on) {
        let [(from, Some(cue)), .., (to, _)] = run else {
            continue;
        };
        let from = from + f64::from(FLASHES_APART_MS);
        if from >= *to {
            continue;
        }
        let before = colors.iter().rfind(|(ms, _)| *ms <= from);
        let before = before.map_or(Color::OFF, |(_, color)| *color);
        let changes = colors.iter().filter(|(ms, _)| from < *ms && ms <= to);
        let changes: Vec<_> = changes.copied().collect();
        let may_be_dark = AT_NIGHT.is_dark(*cue);
        let is_dark = changes.last().map_or(before, |(_, color)| *color) == Color::OFF;
        let window = Window {
            from,
            to: *to,
            flash: &seen.flash,
        };
        let rhythm = REFERENCE.led.rhythm(*cue);
        (may_be_dark && is_dark || window.is_in(rhythm, before, &changes))
            .then_some(())
            .ok_or_else(|| {
                format!(
                    "that is not {cue:?}, from {from} to {to} ms, {before:?} before: {changes:?}"
                )
            })?;
        held += changes.len();
    }
    Ok(held)
}

const AT_NIGHT: Look = Look {
    night: true,
    ..Look::FULL
};

/// Where one cue is told, in milliseconds, and what holds its changes up.
struct Window<'a> {
    from: f64,
    to: f64,
    flash: &'a [(f64, f64)],
}

impl Window<'_> {
    /// Whether these changes, and no others, are that rhythm's, from some place of it.
    fn is_in(&self, rhythm: &Rhythm, before: Color, changes: &[(f64, Color)]) -> bool {
        let two_rounds_ms = 2 * u64::from(rhythm.period_ms);
        let beats = core::iter::successors(next(rhythm, 0), |(at_ms, _)| next(rhythm, *at_ms));
        let beats: Vec<_> = beats
            .take_while(|(at_ms, _)| *at_ms <= two_rounds_ms)
            .collect();
        if changes.is_empty() && beats.is_empty() {
            return before == rhythm.at(0).0;
        }
        let mut pairs = beats.iter().zip(beats.iter().skip(1));
        pairs.any(|(last, first)| match changes {
            [] => {
                let lasts_ms = (first.0 - last.0) as f64;
                before == last.1 && !self.is_missed(self.from + lasts_ms, self.to)
            }
            _ => self.are_from(rhythm, last.0, *first, changes),
        })
    }

    /// Whether the first of these changes is that beat, and `last_ms` the beat before.
    fn are_from(
        &self,
        rhythm: &Rhythm,
        last_ms: u64,
        first: (u64, Color),
        changes: &[(f64, Color)],
    ) -> bool {
        let mut beat = Some(first);
        // How late those are that no flash operation has held up.
        let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
        for (ms, color) in changes {
            let Some((at_ms, should)) = beat else {
                return false;
            };
            if *color != should {
                return false;
            }
            let late_ms = ms - at_ms as f64;
            if self.holds_up(*ms).is_none() {
                (least, most) = (least.min(late_ms), most.max(late_ms));
            }
            beat = next(rhythm, at_ms);
        }
        if most - least > TICK_MS {
            return false;
        }
        // Where all were held up, nothing says when the others are due.
        let Some((first_ms, _)) = changes.first().filter(|_| most.is_finite()) else {
            return true;
        };
        let before = last_ms as f64 + least;
        let comes_late = before > self.from + TICK_MS && self.is_missed(before, *first_ms);
        !comes_late && beat.is_none_or(|(at_ms, _)| !self.is_missed(at_ms as f64 + most, self.to))
    }

    /// Whether what was due then should have come until then.
    fn is_missed(&self, due_ms: f64, until_ms: f64) -> bool {
        let mut due_ms = due_ms;
        while let Some(free_ms) = self.holds_up(due_ms) {
            due_ms = free_ms;
        }
        due_ms + TICK_MS < until_ms
    }

    /// Until when a flash operation, and the tick behind it, holds up what is due then.
    fn holds_up(&self, ms: f64) -> Option<f64> {
        let mut ends = self.flash.iter().map(|(from, to)| (*from, to + TICK_MS));
        let held = ends.find(|(from, free_ms)| (*from..*free_ms).contains(&ms));
        held.map(|(_, free_ms)| free_ms)
    }
}

/// When the colour changes next after that, and to which.
fn next(rhythm: &Rhythm, at_ms: u64) -> Option<(u64, Color)> {
    let (before, mut in_ms) = rhythm.at(at_ms);
    let mut at_ms = at_ms;
    for _ in 0..=2 * rhythm.pulses {
        at_ms += u64::from(in_ms?);
        let (color, later_ms) = rhythm.at(at_ms);
        if color != before {
            return Some((at_ms, color));
        }
        in_ms = later_ms;
    }
    None
}

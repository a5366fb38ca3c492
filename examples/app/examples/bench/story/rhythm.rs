//! Holds what the LED has shown to the rhythm of what the console said that it
//! tells, change by change, wherever two looks at the console say the same and
//! nothing lies between them. The first flash of a cue waits for the last one of the
//! cue before: the third of a second in which that may be is not held.

use camera_fsm::led::{Cue, FLASHES_APART_MS, Rhythm};
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
    /// What the console said that the LED tells; nothing where the camera starts.
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
        let changes = colors.iter().filter(|(ms, _)| from < *ms && ms <= to);
        let changes: Vec<_> = changes.copied().collect();
        if changes.len() > 1 {
            let rhythm = REFERENCE.led.rhythm(*cue);
            is_in(rhythm, &changes, &seen.flash)
                .then_some(())
                .ok_or_else(|| format!("that is not {cue:?}: {changes:?}"))?;
            held += changes.len();
        }
    }
    Ok(held)
}

/// Whether these changes follow one another in that rhythm, from some place of it.
fn is_in(rhythm: &Rhythm, changes: &[(f64, Color)], flash: &[(f64, f64)]) -> bool {
    let two_rounds_ms = 2 * u64::from(rhythm.period_ms);
    let beats = core::iter::successors(next(rhythm, 0), |(at_ms, _)| next(rhythm, *at_ms));
    let mut firsts = beats.take_while(|(at_ms, _)| *at_ms <= two_rounds_ms);
    firsts.any(|first| spread_ms(rhythm, first, changes, flash).is_some_and(|ms| ms <= TICK_MS))
}

/// How much later the latest of these changes is than the earliest, of those that no
/// flash operation has held up, when the first of them is that beat; `None`: they are
/// others.
fn spread_ms(
    rhythm: &Rhythm,
    first: (u64, Color),
    changes: &[(f64, Color)],
    flash: &[(f64, f64)],
) -> Option<f64> {
    let mut beat = Some(first);
    let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
    for (ms, color) in changes {
        let (at_ms, should) = beat?;
        if *color != should {
            return None;
        }
        if !flash
            .iter()
            .any(|(from, to)| (from..=&(to + TICK_MS)).contains(&ms))
        {
            let late_ms = ms - at_ms as f64;
            (least, most) = (least.min(late_ms), most.max(late_ms));
        }
        beat = next(rhythm, at_ms);
    }
    Some(most - least)
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

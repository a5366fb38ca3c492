//! The laws of what the camera sees, hears and looks at (R50–R54, R57, R60).

use camera_fsm::action::{Action, Answer};
use camera_fsm::explore::BASE;
use camera_fsm::input::Ask;
use camera_fsm::levels::Pose;
use camera_proto::vocab::{CameraState, Flags, RecordingMode, StorageChoice};

use super::laws::Moment;
use super::world::Event;

/// In privacy mode, or in a reset.
fn is_shut(m: &Moment<'_>) -> bool {
    let device = &m.after.device;
    device.settings().values().privacy || m.state_is(CameraState::RESETTING)
}

fn has(m: &Moment<'_>, flag: Flags) -> bool {
    m.status().is_some_and(|status| status.flags.has(flag))
}

/// Answered with anything but a refusal: what was asked for, if it was that.
pub(super) fn granted(m: &Moment<'_>) -> Option<Ask> {
    let Event::Ask(who, ask) = m.event else {
        return None;
    };
    let granted = |answer| matches!(answer, Answer::Done | Answer::Moving);
    m.answers_to(who).any(granted).then_some(ask)
}

pub(crate) fn shut_means_shut(m: &Moment<'_>) -> bool {
    m.outcome
        .eyes
        .filter(|_| m.after.powered)
        .is_none_or(|eyes| {
            let nothing = !eyes.records && eyes.night_light_percent == 0;
            eyes.open != is_shut(m) && (eyes.open || nothing)
        })
}

pub(crate) fn records_as_chosen(m: &Moment<'_>) -> bool {
    let Some(eyes) = m.outcome.eyes.filter(|_| m.after.powered) else {
        return true;
    };
    let values = m.after.device.settings().values();
    let may = eyes.open && values.storage != StorageChoice::NONE;
    // What is told of is recorded, and nobody knows what time it is.
    let told = told_of(m).next().is_some();
    let knows = has(m, Flags::TIME_KNOWN);
    let fits = match values.recording {
        RecordingMode::CONTINUOUS => eyes.records == may,
        RecordingMode::MOTION => eyes.records || !(may && told),
        RecordingMode::SCHEDULED => knows || eyes.records == may,
        _ => !eyes.records,
    };
    fits && (may || !eyes.records) && eyes.records == has(m, Flags::RECORDING)
}

fn told_of(m: &Moment<'_>) -> impl Iterator<Item = bool> {
    m.outcome.actions.iter().filter_map(|action| match action {
        Action::Motion { walk_test, .. } => Some(*walk_test),
        _ => None,
    })
}

pub(crate) fn tells_what_it_sees(m: &Moment<'_>) -> bool {
    let sees = matches!(m.event, Event::Moved(_)) && !is_shut(m);
    told_of(m).all(|walk_test| sees && walk_test == has(m, Flags::WALK_TEST))
}

/// Neither flickers nor follows at once.
pub(crate) fn night_light_is_slow(m: &Moment<'_>) -> bool {
    let senses = matches!(m.event, Event::Light(_) | Event::Moved(_)) && m.at == BASE;
    let was = || m.before.device.levels(BASE).eyes.night_light_percent;
    m.outcome
        .eyes
        .is_none_or(|eyes| !senses || eyes.night_light_percent == was())
}

pub(crate) fn walk_tests_as_asked(m: &Moment<'_>) -> bool {
    match granted(m) {
        Some(Ask::WalkTest { ms }) => has(m, Flags::WALK_TEST) == (ms > 0) && !is_shut(m),
        _ => true,
    }
}

pub(crate) fn patrols_as_asked(m: &Moment<'_>) -> bool {
    let patrols = has(m, Flags::PATROLLING);
    let as_asked = match granted(m) {
        Some(Ask::RunPatrol(on)) => patrols == on,
        Some(Ask::Stop) => !patrols,
        _ => true,
    };
    as_asked && !(patrols && is_shut(m))
}

/// On its way home at least; a stuck servo may keep it.
pub(crate) fn parked_in_privacy(m: &Moment<'_>) -> bool {
    let (device, head) = (&m.after.device, m.after.device.pan_tilt());
    let is_private = m.after.powered && device.settings().values().privacy;
    let is_parked = || m.stand() == Pose::HOME;
    !is_private || head.is_stalled() || is_parked()
}

pub(crate) fn tones_only_where_it_may_hear(m: &Moment<'_>) -> bool {
    let plays = |action: &Action| matches!(action, Action::Audio { ms: 1.., .. });
    !m.outcome.actions.iter().any(plays) || !is_shut(m)
}

/// While none is being written: the machine goes by what the flash says.
pub(crate) fn settings_as_kept(m: &Moment<'_>) -> bool {
    let device = &m.after.device;
    let resets = device.reset().is_active() || device.reset().has_failed();
    let is_busy = !m.after.powered || resets || m.after.setting.is_some();
    is_busy
        || m.after
            .flash
            .kept()
            .chosen
            .is_as(device.settings().values())
}

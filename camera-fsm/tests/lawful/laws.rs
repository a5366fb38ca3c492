//! What must hold after everything that can happen.

use camera_fsm::action::{Action, Answer, RadioJob, StoreJob};
use camera_fsm::explore::{BASE, wrong_codes_that_count};
use camera_fsm::input::Ask;
use camera_fsm::led::Cue;
use camera_fsm::time::Instant;
use camera_proto::vocab::{CameraState, ResetStage, Role, Status};

use super::laws_of_reset::{
    answered_before_erased, committed_before_erased, epochs_follow, finished_means_erased,
    never_damaged, never_weakened, nothing_is_written_beside_a_reset, resets_or_is_broken,
    restarts_for_a_reason, silent_while_erasing,
};
use super::world::{Event, Outcome, Station, World};

/// One event, and what came of it.
pub(crate) struct Moment<'a> {
    pub(crate) before: &'a World,
    pub(crate) at: Instant,
    pub(crate) event: Event,
    pub(crate) outcome: &'a Outcome,
    pub(crate) after: &'a World,
}

/// The most that one step asks for, measured over all that was explored.
pub(crate) const MOST_ACTIONS: usize = 5;

type Law = (&'static str, fn(&Moment<'_>) -> bool);

pub(crate) const LAWS: &[Law] = &[
    (
        "online only on the stored network, and with nothing to erase",
        online_is_true,
    ),
    (
        "credentials on trial are never more than on trial",
        trials_stay_trials,
    ),
    ("only a network that works is saved", saved_after_joined),
    (
        "a camera at rest online has closed its temporary network",
        closes_its_network,
    ),
    (
        "setup has its network, or it is coming up",
        setup_has_its_network,
    ),
    (
        "while a reset is unfinished the camera resets or is broken",
        resets_or_is_broken,
    ),
    (
        "nothing is written beside an unfinished reset",
        nothing_is_written_beside_a_reset,
    ),
    (
        "an unfinished reset of everything is never weakened",
        never_weakened,
    ),
    (
        "nothing is erased before that is committed",
        committed_before_erased,
    ),
    (
        "a finished reset has erased what it says",
        finished_means_erased,
    ),
    (
        "the epoch grows by one with each reset of everything",
        epochs_follow,
    ),
    ("while it erases the radio is silent", silent_while_erasing),
    (
        "who confirmed has the answer before the radio falls silent",
        answered_before_erased,
    ),
    ("the user's part is never found damaged", never_damaged),
    (
        "a code is counted before it is answered",
        counted_before_answered,
    ),
    (
        "the count of wrong codes is the journal's",
        counts_as_the_journal,
    ),
    (
        "wrong codes are forgiven for the right one and by a reset only",
        forgiven_for_a_reason,
    ),
    (
        "each request is answered once at most, and nobody who is gone",
        replies_are_asked_for,
    ),
    (
        "every operation that is waited for goes on",
        nobody_waits_for_nothing,
    ),
    (
        "a restart is asked for, or ends a reset",
        restarts_for_a_reason,
    ),
    (
        "nothing follows a restart, and a step asks for no more than measured",
        steps_are_bounded,
    ),
    ("the next wake-up lies ahead", wakes_ahead),
    ("the LED tells what the status says", led_tells_the_state),
    (
        "a stranger changes nothing but the count of codes",
        strangers_change_nothing,
    ),
];

/// The first law that is broken.
pub(crate) fn broken(moment: &Moment<'_>) -> Option<&'static str> {
    let broken = LAWS.iter().find(|(_, holds)| !holds(moment));
    broken.map(|(law, _)| *law)
}

impl Moment<'_> {
    pub(crate) fn status(&self) -> Option<Status> {
        let after = self.after;
        after.powered.then(|| after.device.status(BASE))
    }

    pub(crate) fn state_is(&self, state: CameraState) -> bool {
        self.status().is_some_and(|status| status.state == state)
    }

    pub(crate) fn store_jobs(&self) -> impl Iterator<Item = StoreJob> {
        self.outcome
            .actions
            .iter()
            .filter_map(|action| match action {
                Action::Store { job, .. } => Some(*job),
                _ => None,
            })
    }

    pub(crate) fn answers_to(&self, to: u8) -> impl Iterator<Item = Answer> {
        self.outcome
            .actions
            .iter()
            .filter_map(move |action| match action {
                Action::Reply { client, answer, .. } if client.0 == to => Some(*answer),
                _ => None,
            })
    }

    pub(crate) fn falls_silent(&self) -> bool {
        let off = |action: &Action| {
            matches!(
                action,
                Action::Radio {
                    job: RadioJob::Off,
                    ..
                }
            )
        };
        self.outcome.actions.iter().any(off)
    }
}

fn online_is_true(m: &Moment<'_>) -> bool {
    let stored = m.after.station == Station::Stored && m.after.flash.kept().network;
    !m.state_is(CameraState::ONLINE) || (stored && !m.after.flash.is_resetting())
}

fn trials_stay_trials(m: &Moment<'_>) -> bool {
    let on_trial = m.after.trial || m.after.station == Station::Trial;
    let hides_it = [CameraState::RESETTING, CameraState::RESTARTING].map(|state| m.state_is(state));
    !on_trial || m.state_is(CameraState::JOINING) || hides_it.contains(&true)
}

fn saved_after_joined(m: &Moment<'_>) -> bool {
    let saves = m.store_jobs().any(|job| job == StoreJob::SaveNetwork);
    !saves || m.after.station == Station::Trial
}

fn closes_its_network(m: &Moment<'_>) -> bool {
    let at_rest = m.after.radio.is_none() && m.after.device.due(BASE).is_none();
    !(at_rest && m.state_is(CameraState::ONLINE) && m.after.ap)
}

fn setup_has_its_network(m: &Moment<'_>) -> bool {
    let starts = m
        .after
        .radio
        .is_some_and(|(_, job)| job == RadioJob::StartAp);
    !m.state_is(CameraState::SETUP) || m.after.ap || starts
}

fn counted_before_answered(m: &Moment<'_>) -> bool {
    let shown = (0..2).any(|at| m.answers_to(at).any(|answer| answer == Answer::PairShare));
    let counted = m.after.flash.attempts;
    !shown || (counted > 0 && counted == m.after.device.pairing().attempts())
}

fn counts_as_the_journal(m: &Moment<'_>) -> bool {
    let under_way = |(_, job): &(_, StoreJob)| matches!(job, StoreJob::SaveAttempts(_));
    let resets = m.after.device.reset().is_active() || m.after.device.reset().has_failed();
    !m.after.powered
        || resets
        || m.after.store.iter().any(under_way)
        || m.after.flash.attempts == m.after.device.pairing().attempts()
}

fn forgiven_for_a_reason(m: &Moment<'_>) -> bool {
    let times = &m.before.device.profile().provision;
    let next = wrong_codes_that_count(m.before.flash.attempts + 1, times);
    let proven = matches!(m.event, Event::Ask(_, Ask::PairProven));
    let pardons = m
        .status()
        .is_some_and(|status| status.reset == ResetStage::FORMATTING);
    m.store_jobs().all(|job| match job {
        StoreJob::SaveAttempts(0) => proven || pardons,
        StoreJob::SaveAttempts(count) => wrong_codes_that_count(count, times) == next,
        _ => true,
    })
}

fn replies_are_asked_for(m: &Moment<'_>) -> bool {
    (0..2).all(|at| {
        let before = m.before.client(at);
        let asks = matches!(m.event, Event::Ask(who, _) if who == at);
        let leaves = matches!(m.event, Event::Disconnect(who) if who == at);
        let waits = !leaves && (asks || before.waits.is_some());
        m.answers_to(at).count() <= usize::from(waits)
    })
}

fn nobody_waits_for_nothing(m: &Moment<'_>) -> bool {
    !m.outcome.waits_for_nobody
}

fn steps_are_bounded(m: &Moment<'_>) -> bool {
    let actions = &m.outcome.actions;
    let last = actions.iter().position(|action| *action == Action::Reboot);
    actions.len() <= MOST_ACTIONS && last.is_none_or(|at| at + 1 == actions.len())
}

fn wakes_ahead(m: &Moment<'_>) -> bool {
    m.outcome.wake_at.is_none_or(|wake_at| wake_at > m.at)
}

/// Who shows what, in words of the status: hold, reset, fault, identify,
/// setup, then the rest (design 5).
fn led_tells_the_state(m: &Moment<'_>) -> bool {
    let Some(status) = m.status() else {
        return true;
    };
    let cue = m.after.device.cue(BASE);
    match cue {
        // Somebody has pressed, or has only just let go.
        Cue::HoldShort | Cue::HoldSetup | Cue::HoldGap | Cue::HoldReset | Cue::HoldCancelled => {
            m.after.device.due(BASE).is_some()
        }
        Cue::Resetting => status.state == CameraState::RESETTING,
        _ if status.state == CameraState::RESETTING => false,
        Cue::Error | Cue::HardwareFault(_) => Cue::of_fault(status.fault) == Some(cue),
        _ if Cue::of_fault(status.fault).is_some() => false,
        Cue::Identify => true,
        // What it was before somebody asked for a restart.
        _ if status.state == CameraState::RESTARTING => true,
        // Nothing asks for these yet.
        Cue::Privacy | Cue::WalkTest | Cue::Motion => false,
        Cue::Online => status.state == CameraState::ONLINE,
        Cue::Setup => status.state == CameraState::SETUP,
        Cue::Unprovisioned => status.state == CameraState::UNPROVISIONED,
        Cue::Searching => [
            CameraState::STARTING,
            CameraState::JOINING,
            CameraState::CONNECTING,
        ]
        .contains(&status.state),
    }
}

fn strangers_change_nothing(m: &Moment<'_>) -> bool {
    let Event::Ask(who, _) = m.event else {
        return true;
    };
    // Too many wrong codes close the window: that is what they are counted for.
    let device = &m.after.device;
    let locked = device.pairing().is_locked(&device.profile().provision);
    if m.before.client(who).role != Some(Role::STRANGER) || m.at > BASE || locked {
        return true;
    }
    let theirs = |action: &Action| match action {
        Action::Reply { client, .. } => client.0 == who,
        Action::Store { job, .. } => matches!(job, StoreJob::SaveAttempts(_)),
        _ => false,
    };
    let same = m.before.device.status(BASE) == m.after.device.status(BASE);
    same && m.outcome.actions.iter().all(theirs)
}

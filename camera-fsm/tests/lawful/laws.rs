//! What must hold after everything that can happen.

use camera_fsm::action::{Action, Answer, RadioJob, StoreJob};
use camera_fsm::explore::BASE;
use camera_fsm::led::Cue;
use camera_fsm::levels::Pose;
use camera_fsm::time::Instant;
use camera_proto::vocab::{CameraState, Flags, Status};

use super::laws_of_access::{
    counted_before_answered, counts_as_the_journal, forgiven_for_a_reason, let_in_for_a_reason,
    owned_while_known, refused_to_whom_it_is_not_for, strangers_change_nothing,
};
use super::laws_of_eyes::{
    granted, night_light_is_slow, parked_in_privacy, patrols_as_asked, records_as_chosen,
    settings_as_kept, shut_means_shut, tells_what_it_sees, tones_only_where_it_may_hear,
    walk_tests_as_asked,
};
use super::laws_of_head::{
    faults_for_a_home_that_is_not_found, knows_for_a_reason, leases_need_their_driver,
    lies_still_until_it_knows, lies_still_while_the_flash_says_so, moves_as_asked,
    parked_for_a_reset, stalls_are_told,
};
use super::laws_of_reset::{
    answered_before_erased, committed_before_erased, epochs_follow, finished_means_erased,
    listed_as_kept, never_damaged, never_weakened, nothing_is_written_beside_a_reset,
    owed_until_told, owed_where_there_was_a_cloud, resets_or_is_broken, restarts_for_a_reason,
    silent_while_erasing,
};
use super::laws_of_start::{faults_are_remembered, power_cycles_reset, starts_are_counted};
use super::seeds::Seed;
use super::world::{Event, Outcome, Station, World};

/// One event, and what came of it.
pub(crate) struct Moment<'a> {
    pub(crate) before: &'a World,
    pub(crate) at: Instant,
    pub(crate) event: Event,
    pub(crate) outcome: &'a Outcome,
    pub(crate) after: &'a World,
    /// Of the device afterwards, where it has power: most laws ask for it.
    status: Option<Status>,
}

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
    ("nothing follows a restart", restarts_are_last),
    ("the next wake-up lies ahead", wakes_ahead),
    ("the LED tells what the status says", led_tells_the_state),
    (
        "a stranger changes nothing but the count of codes",
        strangers_change_nothing,
    ),
    (
        "what is not for one's role is refused, and nothing comes of it",
        refused_to_whom_it_is_not_for,
    ),
    (
        "a controller is let in by what it has proven, and only where that lets anybody in",
        let_in_for_a_reason,
    ),
    ("where there are users there is an owner", owned_while_known),
    (
        "what a reset would erase is listed as it is kept",
        listed_as_kept,
    ),
    ("the cloud is owed a word until it is told", owed_until_told),
    (
        "a reset owes the cloud a word where there may be one",
        owed_where_there_was_a_cloud,
    ),
    (
        "power cycles and crashes are counted as the board started",
        starts_are_counted,
    ),
    (
        "so many power cycles reset, and no other start does",
        power_cycles_reset,
    ),
    (
        "a hardware fault is remembered until a test has passed",
        faults_are_remembered,
    ),
    (
        "in privacy and in a reset the lens is shut, nothing is recorded and there is no night light",
        shut_means_shut,
    ),
    (
        "it records when it shall, and only where somebody said where to",
        records_as_chosen,
    ),
    (
        "motion is told of when it is seen, and not in privacy nor in a reset",
        tells_what_it_sees,
    ),
    ("the night light does not flicker", night_light_is_slow),
    (
        "a walk test begins and ends as it is asked",
        walk_tests_as_asked,
    ),
    (
        "a patrol begins and ends as it is asked, and ends in privacy and for a reset",
        patrols_as_asked,
    ),
    ("in privacy the lens is parked", parked_in_privacy),
    (
        "no tone is played where it may not be heard",
        tones_only_where_it_may_hear,
    ),
    ("the settings are those that are kept", settings_as_kept),
    (
        "a head that does not know where it points does not move",
        lies_still_until_it_knows,
    ),
    (
        "a head that is called parked stands at home",
        lies_still_while_the_flash_says_so,
    ),
    (
        "a home that is not found is a fault",
        faults_for_a_home_that_is_not_found,
    ),
    (
        "the head knows where it points for a reason",
        knows_for_a_reason,
    ),
    ("a stuck servo is a fault", stalls_are_told),
    ("who turns the head is there", leases_need_their_driver),
    ("the head goes where it is told", moves_as_asked),
    ("a reset parks the head", parked_for_a_reset),
];

/// The first law that is broken.
pub(crate) fn broken(moment: &Moment<'_>) -> Option<&'static str> {
    let broken = LAWS.iter().find(|(_, holds)| !holds(moment));
    broken.map(|(law, _)| *law)
}

impl<'a> Moment<'a> {
    pub(crate) fn new(
        before: &'a World,
        (at, event): (Instant, Event),
        outcome: &'a Outcome,
        after: &'a World,
    ) -> Self {
        Self {
            before,
            at,
            event,
            outcome,
            after,
            status: after.powered.then(|| after.device.status(BASE)),
        }
    }

    pub(crate) fn status(&self) -> Option<Status> {
        self.status
    }

    pub(crate) fn state_is(&self, state: CameraState) -> bool {
        self.status().is_some_and(|status| status.state == state)
    }

    /// What the LED tells.
    fn cue(&self) -> Cue {
        let cue = self.after.device.cue(BASE);
        self.outcome.seed.map_or(cue, |seed| seed.dimmed(cue))
    }

    /// Where the head goes, or stands already.
    pub(super) fn stand(&self) -> Pose {
        let stand = self.after.device.pan_tilt().target(BASE).0;
        let astray = |seed: Seed| seed.astray(self.after, stand);
        self.outcome.seed.map_or(stand, astray)
    }

    pub(super) fn moves(&self) -> bool {
        let rushes = self.outcome.seed == Some(Seed::MovesBeforeItKnows);
        rushes && granted(self).is_some() || self.after.device.pan_tilt().is_moving(BASE)
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

fn restarts_are_last(m: &Moment<'_>) -> bool {
    let actions = &m.outcome.actions;
    let restart = actions.iter().position(|action| *action == Action::Reboot);
    restart.is_none_or(|at| at + 1 == actions.len())
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
    let cue = m.cue();
    match cue {
        // Somebody has pressed, or has only just let go.
        Cue::HoldShort | Cue::HoldSetup | Cue::HoldGap | Cue::HoldReset | Cue::HoldCancelled => {
            m.after.device.due(BASE).is_some()
        }
        Cue::Resetting => status.state == CameraState::RESETTING,
        _ if status.state == CameraState::RESETTING => false,
        Cue::Error | Cue::FaultTwo | Cue::FaultThree | Cue::FaultFour | Cue::FaultFive => {
            Cue::of_fault(status.fault) == Some(cue)
        }
        _ if Cue::of_fault(status.fault).is_some() => false,
        Cue::Identify => true,
        // What it was before somebody asked for a restart.
        _ if status.state == CameraState::RESTARTING => true,
        Cue::Setup => status.state == CameraState::SETUP,
        _ if status.state == CameraState::SETUP => false,
        Cue::Privacy => status.flags.has(Flags::PRIVACY),
        _ if status.flags.has(Flags::PRIVACY) => false,
        Cue::WalkTest | Cue::Motion => status.flags.has(Flags::WALK_TEST),
        _ if status.flags.has(Flags::WALK_TEST) => false,
        Cue::Online => status.state == CameraState::ONLINE,
        Cue::Unprovisioned => status.state == CameraState::UNPROVISIONED,
        Cue::Searching => [
            CameraState::STARTING,
            CameraState::JOINING,
            CameraState::CONNECTING,
        ]
        .contains(&status.state),
    }
}

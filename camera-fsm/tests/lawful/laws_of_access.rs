//! The laws of who gets in: strangers, their codes, and controllers.

use camera_fsm::action::{Action, Answer, StoreJob};
use camera_fsm::explore::{BASE, wrong_codes_that_count};
use camera_fsm::input::{Ask, Topic};
use camera_proto::vocab::{PairingSecret, ResetStage, Role};

use super::flash::Kept;
use super::laws::Moment;
use super::world::Event;

pub(crate) fn counted_before_answered(m: &Moment<'_>) -> bool {
    let shown = (0..2).any(|at| m.answers_to(at).any(|answer| answer == Answer::PairShare));
    let counted = m.after.flash.attempts;
    !shown || (counted > 0 && counted == m.after.device.pairing().attempts())
}

pub(crate) fn counts_as_the_journal(m: &Moment<'_>) -> bool {
    let under_way = |(_, job): &(_, StoreJob)| matches!(job, StoreJob::SaveAttempts(_));
    let resets = m.after.device.reset().is_active() || m.after.device.reset().has_failed();
    !m.after.powered
        || resets
        || m.after.store.iter().any(under_way)
        || m.after.flash.attempts == m.after.device.pairing().attempts()
}

pub(crate) fn forgiven_for_a_reason(m: &Moment<'_>) -> bool {
    let times = &m.before.device.profile().provision;
    let next = wrong_codes_that_count(m.before.flash.attempts.saturating_add(1), times);
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

/// Too many wrong codes close the window: that is what they are counted for.
pub(crate) fn strangers_change_nothing(m: &Moment<'_>) -> bool {
    let Event::Ask(who, ask @ (Ask::PairAttempt { .. } | Ask::PairProven | Ask::PairFailed)) =
        m.event
    else {
        return true;
    };
    let (before, after) = (&m.before.device, &m.after.device);
    let client = m.before.client(who);
    // Its attempt is the one too many.
    let tries = client.pairs_by.is_some() && before.pairing().due().is_some();
    let locked = after.pairing().is_locked(&after.profile().provision);
    let ends_it = ask == Ask::PairFailed && tries && locked;
    if client.role != Some(Role::STRANGER) || m.at > BASE || ends_it {
        return true;
    }
    let theirs = |action: &Action| match action {
        Action::Reply { client, .. } => client.0 == who,
        Action::Store { job, .. } => matches!(job, StoreJob::SaveAttempts(_)),
        _ => false,
    };
    // Whose proof is taken has used up the invitation.
    let proves = ask == Ask::PairProven;
    let same = before.status(BASE) == after.status(BASE)
        && before.situation(BASE) == after.situation(BASE)
        && before.reset() == after.reset()
        && before.settings() == after.settings()
        && before.pan_tilt() == after.pan_tilt()
        && (proves || before.controllers() == after.controllers());
    same && m.outcome.actions.iter().all(theirs)
}

/// Refused, and the device is what it was.
pub(crate) fn refused_to_whom_it_is_not_for(m: &Moment<'_>) -> bool {
    let Event::Ask(who, ask) = m.event else {
        return true;
    };
    let role = m.before.client(who).role.unwrap_or(Role::STRANGER);
    if is_for(role, ask) || m.at > BASE {
        return true;
    }
    let refused = |action: &Action| matches!(action, Action::Reply { client, answer: Answer::Refused(_), .. } if client.0 == who);
    let [action] = m.outcome.actions.as_slice() else {
        return false;
    };
    refused(action) && m.before.device == m.after.device
}

/// Whether a role may ask for that at all: at some time or other.
fn is_for(role: Role, ask: Ask) -> bool {
    match ask {
        Ask::PairAttempt { .. } | Ask::PairProven | Ask::PairFailed => true,
        Ask::Enroll { .. } | Ask::Tell(Topic::Receipt) => role != Role::STRANGER,
        Ask::ResetRequest { .. }
        | Ask::ResetConfirm { .. }
        | Ask::SetRole { .. }
        | Ask::Invite { .. }
        | Ask::ChangeCode => role == Role::OWNER,
        Ask::Revoke(target) if !target.is_self => role == Role::OWNER,
        _ => ![Role::STRANGER, Role::PROVEN].contains(&role),
    }
}

pub(crate) fn let_in_for_a_reason(m: &Moment<'_>) -> bool {
    let lets_in = |role: Role| {
        let Event::Ask(who, Ask::Enroll { by }) = m.event else {
            return false;
        };
        let client = m.before.client(who);
        let Kept { owners, users, .. } = m.before.flash.kept();
        let open = match by {
            PairingSecret::CODE => owners + users == 0 && role == Role::OWNER,
            PairingSecret::INVITATION => {
                client.invited && m.after.device.controllers().is_inviting()
            }
            _ => false,
        };
        open && client.role == Some(Role::PROVEN) && client.pairs_by == Some(by)
    };
    m.store_jobs().all(|job| match job {
        StoreJob::SaveController { role, .. } => lets_in(role),
        _ => true,
    })
}

pub(crate) fn owned_while_known(m: &Moment<'_>) -> bool {
    let kept = m.after.flash.kept();
    kept.users == 0 || kept.owners > 0
}

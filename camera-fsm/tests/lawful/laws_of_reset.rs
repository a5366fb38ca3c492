//! The laws of the factory reset.

use camera_fsm::action::{Action, Answer, ResetRecord, StoreJob};
use camera_fsm::explore::BASE;
use camera_fsm::input::OpResult;
use camera_proto::vocab::{CameraState, Fault, LossKind, ResetScope, ResetStage, SettingId};

use super::laws::Moment;
use super::world::{Event, Waits, World};

pub(crate) fn resets_or_is_broken(m: &Moment<'_>) -> bool {
    let resetting = m.state_is(CameraState::RESETTING) || m.state_is(CameraState::BROKEN);
    !m.after.powered || !m.after.flash.is_resetting() || resetting
}

pub(crate) fn nothing_is_written_beside_a_reset(m: &Moment<'_>) -> bool {
    let belongs = |job| {
        matches!(
            job,
            StoreJob::SaveReset(_)
                | StoreJob::EraseUser { .. }
                | StoreJob::CheckUser
                | StoreJob::FormatUser
                | StoreJob::Forget(_)
                | StoreJob::SaveAttempts(0)
                | StoreJob::SavePower(_)
                | StoreJob::SaveFault(_)
        )
    };
    !m.after.flash.is_resetting() || m.store_jobs().all(belongs)
}

pub(crate) fn never_weakened(m: &Moment<'_>) -> bool {
    let old = m.after.flash.reset.filter(|record| !record.finished);
    let everything = old.is_some_and(|record| record.scope == ResetScope::Everything);
    !everything
        || m.store_jobs().all(|job| match job {
            StoreJob::SaveReset(record) => record.scope == ResetScope::Everything,
            StoreJob::Forget(_) => false,
            _ => true,
        })
}

pub(crate) fn committed_before_erased(m: &Moment<'_>) -> bool {
    let erases = |job| {
        matches!(
            job,
            StoreJob::EraseUser { .. } | StoreJob::FormatUser | StoreJob::Forget(_)
        )
    };
    !m.store_jobs().any(erases) || m.after.flash.is_resetting()
}

pub(crate) fn finished_means_erased(m: &Moment<'_>) -> bool {
    let flash = &m.after.flash;
    let but_the_debt = |record: ResetRecord| ResetRecord {
        unbind_owed: false,
        ..record
    };
    let [old, new] = [m.before.flash.reset, flash.reset].map(|record| record.map(but_the_debt));
    let written = matches!(m.event, Event::Stored(_)) && old != new;
    let finished = new.filter(|record| written && record.finished);
    finished.is_none_or(|record| flash.is_free_of(record.scope))
}

pub(crate) fn epochs_follow(m: &Moment<'_>) -> bool {
    let old = m.before.flash.reset;
    let was = old.map_or(0, |record| record.epoch);
    let reset = m.before.device.reset();
    // It is asked for once more, or it was given up though its last write may
    // have been done: what counts is that no fresh one goes without a new epoch.
    let goes_on = m.before.powered && (reset.is_active() || reset.has_failed());
    m.store_jobs().all(|job| match job {
        StoreJob::SaveReset(new) if new.finished => new.epoch == was,
        StoreJob::SaveReset(new) if new.scope == ResetScope::Everything => {
            let everything_goes_on = goes_on && new.epoch == was;
            everything_goes_on || new.epoch == was.wrapping_add(1)
        }
        StoreJob::SaveReset(new) => new.epoch == was,
        _ => true,
    })
}

pub(crate) fn silent_while_erasing(m: &Moment<'_>) -> bool {
    let erasing = [
        ResetStage::ERASING,
        ResetStage::CHECKING,
        ResetStage::FORMATTING,
        ResetStage::RECEIPT,
    ];
    let erases = m
        .status()
        .is_some_and(|status| erasing.contains(&status.reset));
    let silent = !m.after.is_reachable() && m.after.radio.is_none();
    !erases || silent
}

pub(crate) fn answered_before_erased(m: &Moment<'_>) -> bool {
    let waits = (0..2).any(|at| {
        let before = m.before.client(at);
        let leaves = matches!(m.event, Event::Flushed(who) | Event::Disconnect(who) if who == at);
        let answered = before.waits == Some(Waits::Reset)
            && m.answers_to(at).any(|answer| answer == Answer::Done);
        (before.farewell && !leaves) || answered
    });
    // When its time is over the camera goes on without it.
    let in_time = m.at == BASE;
    !(waits && in_time && m.falls_silent())
}

pub(crate) fn never_damaged(m: &Moment<'_>) -> bool {
    let damaged = m
        .status()
        .is_some_and(|status| status.fault == Fault::USER_DATA);
    !damaged
}

pub(crate) fn restarts_for_a_reason(m: &Moment<'_>) -> bool {
    let restarts = m.outcome.actions.contains(&Action::Reboot);
    if !restarts {
        return true;
    }
    let asked = m.before.powered && m.before.device.status(BASE).state == CameraState::RESTARTING;
    let finished = m.after.flash.reset.is_some_and(|record| record.finished);
    let writes = |world: &World| {
        let (_, job) = world.store.first()?;
        matches!(job, StoreJob::SaveReset(record) if record.finished).then_some(())
    };
    asked || (finished && writes(m.before).is_some())
}

/// While nothing is being written, nor a reset on its way.
pub(crate) fn listed_as_kept(m: &Moment<'_>) -> bool {
    let device = &m.after.device;
    let resets = device.reset().is_active() || device.reset().has_failed();
    if !m.after.powered || resets || !m.after.store.is_empty() {
        return true;
    }
    let kept = m.after.flash.kept();
    let kept = [
        (LossKind::NETWORK, u16::from(kept.network)),
        (LossKind::CONTROLLERS, u16::from(kept.owners + kept.users)),
        (LossKind::SETTINGS, u16::from(kept.settings.count())),
    ];
    let listed = device.losses(ResetScope::Everything);
    let count_of = |kind: LossKind| {
        let item = listed.iter().find(|item| item.kind == kind);
        item.map_or(0, |item| item.count)
    };
    kept.iter().all(|(kind, count)| count_of(*kind) == *count)
}

/// Told is who listens: until that is noted it may be told once more.
pub(crate) fn owed_until_told(m: &Moment<'_>) -> bool {
    let owes = |world: &World| world.flash.reset.is_some_and(|record| record.unbind_owed);
    let told = m.before.cloud.is_some() && m.event == Event::Cloud(OpResult::Done);
    m.store_jobs().all(|job| match job {
        StoreJob::SaveReset(record) => record.unbind_owed || told || !owes(m.after),
        _ => true,
    })
}

pub(crate) fn owed_where_there_was_a_cloud(m: &Moment<'_>) -> bool {
    let flash = &m.after.flash;
    let everything = |record: &ResetRecord| record.scope == ResetScope::Everything;
    let unfinished = flash.reset.filter(|record| !record.finished);
    let committed = unfinished.filter(everything);
    let had_a_cloud = flash.kept().settings.has(SettingId::STORAGE);
    committed.is_none_or(|record| record.unbind_owed || !had_a_cloud)
}

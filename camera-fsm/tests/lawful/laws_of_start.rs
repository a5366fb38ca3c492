//! The laws of how the board has started: what is counted, what is remembered,
//! and what follows.

use camera_fsm::action::StoreJob;
use camera_fsm::explore::BASE;
use camera_fsm::input::OpResult;
use camera_fsm::power::{BootCause, PowerRecord};
use camera_proto::vocab::{Fault, ResetCause};

use super::laws::Moment;
use super::world::Event;

/// What a start makes of the journal's counts.
fn counted(m: &Moment<'_>, cause: BootCause) -> PowerRecord {
    let before = m.before.flash.power;
    let counts = m.before.device.profile().power.cycles.is_some();
    PowerRecord {
        cycles: match cause {
            BootCause::PowerOn if counts => before.cycles.saturating_add(1),
            _ => 0,
        },
        crashes: match cause {
            BootCause::Crash => before.crashes.saturating_add(1),
            _ => before.crashes,
        },
    }
}

/// Whether that was the last one of a row of power cycles.
fn is_enough(m: &Moment<'_>, cause: BootCause) -> bool {
    let wanted = m.before.device.profile().power.cycles;
    wanted.is_some_and(|wanted| counted(m, cause).cycles >= wanted.count)
}

/// Only a start adds to a count. Later, when it was on for long enough, a count ends.
pub(crate) fn starts_are_counted(m: &Moment<'_>) -> bool {
    let before = m.before.flash.power;
    let saved = m.store_jobs().filter_map(|job| match job {
        StoreJob::SavePower(record) => Some(record),
        _ => None,
    });
    let saved: Vec<PowerRecord> = saved.collect();
    match m.event {
        Event::Boot(cause) => {
            let mut counted = counted(m, cause);
            if is_enough(m, cause) {
                counted.cycles = 0;
            }
            saved.last().copied().unwrap_or(before) == counted && saved.len() <= 1
        }
        _ => saved.iter().all(|after| {
            let ends = |count, before| count == 0 || count == before;
            ends(after.cycles, before.cycles) && ends(after.crashes, before.crashes)
        }),
    }
}

/// A hardware fault is written as soon as it shows, and shows after every start
/// until a test has passed; a reset is no test.
pub(crate) fn faults_are_remembered(m: &Moment<'_>) -> bool {
    let is_of_storage = |fault| matches!(fault, Fault::STORE | Fault::RESET_TIMEOUT);
    let shown = m.status().map_or(Fault::NONE, |status| status.fault);
    let is_hardware = is_of_storage(shown) || shown == Fault::RADIO;
    let was = match m.before.powered {
        true => m.before.device.status(BASE).fault,
        false => Fault::NONE,
    };
    let written = m.store_jobs().find_map(|job| match job {
        StoreJob::SaveFault(fault) => Some(fault),
        _ => None,
    });
    match (m.event, written) {
        (Event::Boot(_), written) => {
            let left = m.after.flash.fault;
            written.is_none() && (left == Fault::NONE || shown != Fault::NONE)
        }
        (Event::Radio(OpResult::Done), Some(Fault::NONE)) => m.after.ap,
        (_, Some(Fault::NONE)) => false,
        (_, Some(_)) => is_hardware,
        (_, None) => !is_hardware || was == shown || is_of_storage(was),
    }
}

/// Its intent comes first: a cut after that loses neither the reset nor the count.
pub(crate) fn power_cycles_reset(m: &Moment<'_>) -> bool {
    let begins = m.store_jobs().position(|job| match job {
        StoreJob::SaveReset(record) => !record.finished && record.cause == ResetCause::POWER_CYCLES,
        _ => false,
    });
    match m.event {
        Event::Boot(cause) if is_enough(m, cause) && !m.before.flash.is_resetting() => {
            begins == Some(0)
        }
        Event::Boot(_) => begins.is_none(),
        // It is asked for once more, where it could not be written.
        _ => begins.is_none() || m.before.device.reset().is_active(),
    }
}

//! The diagnosis (R80) keeps nothing and knows no time: it is tried with every
//! two things that can be the matter, beside a camera that is online or waits to
//! be set up.

use camera_fsm::diagnosis::Facts;
use camera_fsm::part::Part;
use camera_proto::message::Finding;
use camera_proto::vocab::{Fault, Refusal, SettingId};

/// What can be the matter.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Matter {
    Fault(Fault),
    Setup(Refusal),
    Lost(Refusal),
    Faint,
    WrongCodes,
    LedDim,
    LedByNight,
    Stalled,
    Failed(Part),
    Private,
    Crashes,
    Unreadable(SettingId),
    NetworkRotten,
    AccessRotten,
    Unsound,
}

fn matters() -> Vec<Matter> {
    let refusals = [
        Refusal::AUTH_FAILURE,
        Refusal::WEAK_SIGNAL,
        Refusal::NETWORK_NOT_FOUND,
    ];
    let mut all = vec![
        Matter::Faint,
        Matter::WrongCodes,
        Matter::LedDim,
        Matter::LedByNight,
        Matter::Stalled,
        Matter::Private,
        Matter::Crashes,
        Matter::Unreadable(SettingId::NAME),
        Matter::Unreadable(SettingId::PATROL),
        Matter::NetworkRotten,
        Matter::AccessRotten,
        Matter::Unsound,
    ];
    all.extend((1..=9).map(|code| Matter::Fault(Fault(code))));
    all.extend(refusals.map(Matter::Setup));
    all.extend(refusals.map(Matter::Lost));
    all.extend(Part::ALL.map(Matter::Failed));
    all
}

impl Matter {
    fn befall(self, facts: &mut Facts) {
        let flash = &mut facts.in_flash;
        match self {
            Self::Fault(fault) => {
                let free = facts.faults.iter_mut().find(|it| **it == Fault::NONE);
                *free.expect("more than two faults") = fault;
            }
            Self::Setup(why) => facts.last_setup = why,
            Self::Lost(why) => facts.lost_by = why,
            Self::Faint => facts.rssi_dbm = facts.weak_dbm - 1,
            Self::WrongCodes => facts.wrong_codes = 1,
            Self::LedDim => facts.look.percent = 10,
            Self::LedByNight => facts.look.night = true,
            Self::Stalled => facts.is_stalled = true,
            Self::Failed(part) => facts.failed = facts.failed.with(part, true),
            Self::Private => facts.privacy = true,
            Self::Crashes => facts.crashes = 1,
            Self::Unreadable(id) => facts.unreadable = facts.unreadable.with(id, true),
            Self::NetworkRotten => flash.network_lost = true,
            Self::AccessRotten => flash.access_lost = true,
            Self::Unsound => flash.unsound = true,
        }
    }

    /// Only one of them can be so.
    fn excludes(self, other: Self) -> bool {
        core::mem::discriminant(&self) == core::mem::discriminant(&other)
            && !matches!(self, Self::Fault(_) | Self::Failed(_) | Self::Unreadable(_))
    }
}

fn findings(matters: &[Matter], rest: Facts) -> Vec<Finding> {
    let mut facts = rest;
    matters.iter().for_each(|matter| matter.befall(&mut facts));
    facts.findings().collect()
}

#[test]
fn r80_nothing_that_is_the_matter_hides_another() {
    let online = Facts::ALL_IS_WELL;
    let new = Facts {
        knows_network: false,
        rssi_dbm: 0,
        ..online
    };
    let mut pairs = 0;
    let whats = |found: &[Finding]| -> Vec<_> {
        let what = |one: &Finding| (one.symptom, one.cause, one.advice);
        found.iter().map(what).collect()
    };
    for rest in [online, new] {
        for one in matters() {
            let alone = whats(&findings(&[one], rest));
            // What nobody would notice, nobody need be told.
            let silent = matches!(one, Matter::Fault(Fault::SERVO | Fault::PART));
            let usual = whats(&findings(&[], rest));
            assert!(silent || alone != usual, "{one:?} is not found");
            for other in matters().into_iter().filter(|other| !one.excludes(*other)) {
                pairs += 1;
                let both = whats(&findings(&[one, other], rest));
                let by_one = alone.iter().all(|what| both.contains(what));
                assert!(by_one, "{other:?} hides {one:?}");
                let by_other = whats(&findings(&[other], rest));
                let is_new = |what| !alone.contains(what) && !by_other.contains(what);
                assert!(
                    !both.iter().any(is_new),
                    "{one:?} and {other:?} are a third thing"
                );
                assert!(
                    both.is_sorted_by_key(|(symptom, ..)| symptom.0),
                    "by symptom"
                );
            }
        }
    }
    println!("a diagnosis alone: {pairs} pairs of what can be the matter");
}

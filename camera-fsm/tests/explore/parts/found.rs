//! The diagnosis (R80) keeps nothing and knows no time: it is tried with every
//! two things that can be the matter, beside a camera that is online or waits to
//! be set up.

use camera_fsm::diagnosis::Facts;
use camera_fsm::part::Part;
use camera_proto::message::Finding;
use camera_proto::vocab::{Fault, Refusal, SettingId};

use super::sown::each_breaks_its_law;
use super::{Broken, law};

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
    Hot,
    Resetting,
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
        Matter::Hot,
        Matter::Resetting,
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
            Self::Hot => facts.is_hot = true,
            Self::Resetting => facts.is_resetting = true,
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

/// A fault between it and the rest.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Sown {
    PrivacyIsNotTold,
    OnlyTheFirstIsShown,
    FaultsOfAStallAreAdded,
    TheLastIsShownFirst,
}

const SOWN: [(Sown, Broken); 4] = [
    (Sown::PrivacyIsNotTold, "what is the matter is found"),
    (Sown::OnlyTheFirstIsShown, "nothing hides another"),
    (Sown::FaultsOfAStallAreAdded, "two are no third thing"),
    (Sown::TheLastIsShownFirst, "they come by symptom"),
];

fn findings(matters: &[Matter], rest: Facts, sown: Option<Sown>) -> Vec<Finding> {
    let mut facts = rest;
    matters.iter().for_each(|matter| matter.befall(&mut facts));
    facts.privacy &= sown != Some(Sown::PrivacyIsNotTold);
    if sown == Some(Sown::FaultsOfAStallAreAdded) && facts.is_stalled && facts.privacy {
        facts.last_setup = Refusal::AUTH_FAILURE;
    }
    let mut all: Vec<_> = facts.findings().collect();
    match sown {
        Some(Sown::OnlyTheFirstIsShown) => all.truncate(1),
        Some(Sown::TheLastIsShownFirst) => all.reverse(),
        _ => {}
    }
    all
}

/// How many pairs of what can be the matter are told as they should.
fn pairs(sown: Option<Sown>) -> Result<usize, (Broken, Vec<Matter>)> {
    let online = Facts::ALL_IS_WELL;
    let new = Facts {
        knows_network: false,
        rssi_dbm: 0,
        ..online
    };
    let mut pairs = 0;
    let whats = |matters: &[Matter], rest| -> Vec<_> {
        let what = |one: &Finding| (one.symptom, one.cause, one.advice);
        findings(matters, rest, sown).iter().map(what).collect()
    };
    for rest in [online, new] {
        let usual = whats(&[], rest);
        for one in matters() {
            let alone = whats(&[one], rest);
            // What nobody would notice, nobody need be told.
            let silent = matches!(one, Matter::Fault(Fault::SERVO | Fault::PART));
            law(silent || alone != usual, "what is the matter is found")
                .map_err(|law| (law, vec![one]))?;
            for other in matters().into_iter().filter(|other| !one.excludes(*other)) {
                pairs += 1;
                let both = whats(&[one, other], rest);
                let of_two = |law| (law, vec![one, other]);
                let by_one = alone.iter().all(|what| both.contains(what));
                law(by_one, "nothing hides another").map_err(of_two)?;
                let by_other = whats(&[other], rest);
                let is_new = |what| !alone.contains(what) && !by_other.contains(what);
                law(!both.iter().any(is_new), "two are no third thing").map_err(of_two)?;
                let is_sorted = both.is_sorted_by_key(|(symptom, ..)| symptom.0);
                law(is_sorted, "they come by symptom").map_err(of_two)?;
            }
        }
    }
    Ok(pairs)
}

#[test]
fn r80_nothing_that_is_the_matter_hides_another() {
    let pairs = pairs(None).expect("a law holds");
    println!("a diagnosis alone: {pairs} pairs of what can be the matter");
}

#[test]
fn r80_every_law_of_a_diagnosis_is_broken_by_a_fault() {
    each_breaks_its_law(&[include_str!("found.rs")], &SOWN, |sown| {
        pairs(Some(sown)).err().map(|(law, _)| law)
    });
}

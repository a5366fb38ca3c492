//! Faults that are sown: which law each of them breaks, and in which part of all
//! that can happen. No law is there for nothing: each is broken by one.

use camera_fsm::input::Ask;
use camera_proto::vocab::Role;

use crate::lawful::inputs::{CONFIRM, ERASE_ALL, JOINED, Product, SET_UP};
use crate::lawful::laws::LAWS;
use crate::lawful::left_alone::SCHEDULES;
use crate::lawful::seeds::Seed;
use crate::schedules::Schedules;
use crate::search::{Search, Violation};
use crate::small::counting_profile;
use crate::starts::ANY_START;
use crate::{CODE, nobody, one_owner, seeing};

/// The first law that is broken where that is sown.
fn breaks(seed: Seed) -> &'static str {
    match seed {
        Seed::KeepsTheTrial | Seed::JoinsWithTheTrial => {
            "credentials on trial are never more than on trial"
        }
        Seed::NeverSilent => "while it erases the radio is silent",
        Seed::LeavesTheTemporaryNetworkUp => {
            "a camera at rest online has closed its temporary network"
        }
        Seed::OpensItsNetworkInWords => "setup has its network, or it is coming up",
        Seed::OpensNoNetwork | Seed::APowerCutKeepsTheRam => {
            "every operation that is waited for goes on"
        }
        Seed::ErasesOneSectorTwice | Seed::ErasesOnlyInWords => {
            "a hold of the button erases everything"
        }
        Seed::ErasesUncommitted | Seed::StaleEndsAreTaken => {
            "nothing is erased before that is committed"
        }
        Seed::WritesBesideAReset => "nothing is written beside an unfinished reset",
        Seed::SilentBeforeTheAnswer => "who confirmed has the answer before the radio falls silent",
        Seed::NeverAnswers | Seed::NeverRestarts | Seed::NeverTicks | Seed::TonesAreNotAnswered => {
            "left alone, everything comes to rest"
        }
        Seed::AnswersTwice | Seed::AnswersSomebodyElse => {
            "each request is answered once at most, and nobody who is gone"
        }
        Seed::AnswersBeforeItCounts | Seed::CountsNoCodes => {
            "a code is counted before it is answered"
        }
        Seed::RestartsBeforeTheReceipt | Seed::RestartsForNothing => {
            "a restart is asked for, or ends a reset"
        }
        Seed::GoesOnAfterARestart => "nothing follows a restart",
        Seed::SavesUntried => "only a network that works is saved",
        Seed::LetsInAsUsers => {
            "a controller is let in by what it has proven, and only where that lets anybody in"
        }
        Seed::KeepsTheOldEpoch
        | Seed::SkipsAnEpoch
        | Seed::FinishedAtOnce
        | Seed::WeakensTheScope => "the epoch grows by one with each reset of everything",
        Seed::WeakensAnUnfinishedReset => "an unfinished reset of everything is never weakened",
        Seed::OwesTheCloudNothing => "a reset owes the cloud a word where there may be one",
        Seed::ForgetsTheCloud => "the cloud is owed a word until it is told",
        Seed::ForgivesEveryCode => "wrong codes are forgiven for the right one and by a reset only",
        Seed::ForgetsTheCodesAtBoot => "the count of wrong codes is the journal's",
        Seed::ForgetsTheResetAtBoot => "while a reset is unfinished the camera resets or is broken",
        Seed::ForgetsFaults | Seed::ForgetsFaultsAtBoot | Seed::AResetForgivesFaults => {
            "a hardware fault is remembered until a test has passed"
        }
        Seed::MiscountsStarts => "power cycles and crashes are counted as the board started",
        Seed::PowerCyclesPassForTheButton => "so many power cycles reset, and no other start does",
        Seed::ErasesAndChecksInWords => "a finished reset has erased what it says",
        Seed::ErasesByHalf => "the user's part is never found damaged",
        Seed::KeepsSettingsInWords => "what a reset would erase is listed as it is kept",
        Seed::KeepsOwnersAsUsers => "where there are users there is an owner",
        Seed::WakesInThePast => "the next wake-up lies ahead",
        Seed::FailuresPassForSuccess => "a reset that cannot erase ends as a fault",
        Seed::LostNetworksAreNotTold => {
            "online only on the stored network, and with nothing to erase"
        }
        Seed::StrangersPassForOwners
        | Seed::UsersPassForOwners
        | Seed::StrangersMayAskForAReset
        | Seed::StrangersMayRestart => {
            "what is not for one's role is refused, and nothing comes of it"
        }
        Seed::StrangersMayIdentify => "a stranger changes nothing but the count of codes",
        Seed::TheLensStaysOpen => {
            "in privacy and in a reset the lens is shut, nothing is recorded and there is no night light"
        }
        Seed::RecordsUnchosen | Seed::MissesItsRecordings => {
            "it records when it shall, and only where somebody said where to"
        }
        Seed::TheNightLightFlickers => "the night light does not flicker",
        Seed::TellsOfMotionInPrivacy => {
            "motion is told of when it is seen, and not in privacy nor in a reset"
        }
        Seed::ForgetsPrivacyAtBoot => "the settings are those that are kept",
        Seed::WalkTestsGoOn => "a walk test begins and ends as it is asked",
        Seed::PatrolsGoOn => {
            "a patrol begins and ends as it is asked, and ends in privacy and for a reset"
        }
        Seed::PlaysInPrivacy => "no tone is played where it may not be heard",
        Seed::TheLedTellsNoFaults => "the LED tells what the status says",
        Seed::GoesSomewhereElse => "the head goes where it is told",
        Seed::MovesBeforeItKnows => "a head that does not know where it points does not move",
        Seed::MovesBeforeThatIsWritten => "a head that is called parked stands at home",
        Seed::ParkedInWords => "the head knows where it points for a reason",
        Seed::HomesInWords => "a home that is not found is a fault",
        Seed::StallsAreNotTold => "a stuck servo is a fault",
        Seed::PrivacyLeavesTheHead => "in privacy the lens is parked",
        Seed::ResetsLeaveTheHead => "a reset parks the head",
        Seed::TurnsForWhoIsGone => "who turns the head is there",
    }
}

/// Where it shows early.
fn bed(seed: Seed) -> Product {
    match seed {
        Seed::KeepsTheTrial
        | Seed::LeavesTheTemporaryNetworkUp
        | Seed::SilentBeforeTheAnswer
        | Seed::NeverAnswers
        | Seed::AnswersTwice
        | Seed::AnswersSomebodyElse
        | Seed::SavesUntried => owner(),
        Seed::AnswersBeforeItCounts
        | Seed::LetsInAsUsers
        | Seed::ForgivesEveryCode
        | Seed::CountsNoCodes
        | Seed::ForgetsTheCodesAtBoot
        | Seed::KeepsOwnersAsUsers
        | Seed::StrangersPassForOwners
        | Seed::UsersPassForOwners
        | Seed::StrangersMayAskForAReset
        | Seed::StrangersMayRestart
        | Seed::StrangersMayIdentify => stranger(),
        Seed::OwesTheCloudNothing | Seed::ForgetsTheCloud => cloud(),
        Seed::MiscountsStarts | Seed::PowerCyclesPassForTheButton => starts(),
        Seed::KeepsSettingsInWords
        | Seed::TheLensStaysOpen
        | Seed::RecordsUnchosen
        | Seed::MissesItsRecordings
        | Seed::TheNightLightFlickers
        | Seed::TellsOfMotionInPrivacy
        | Seed::ForgetsPrivacyAtBoot
        | Seed::WalkTestsGoOn
        | Seed::PatrolsGoOn
        | Seed::TonesAreNotAnswered
        | Seed::PlaysInPrivacy => seeing::seed_bed(),
        Seed::GoesSomewhereElse
        | Seed::MovesBeforeItKnows
        | Seed::MovesBeforeThatIsWritten
        | Seed::ParkedInWords
        | Seed::HomesInWords
        | Seed::StallsAreNotTold
        | Seed::PrivacyLeavesTheHead
        | Seed::TurnsForWhoIsGone => seeing::homes(),
        _ => nobody(),
    }
}

fn owner() -> Product {
    Product {
        name: "an owner, for the seeds",
        asks: &[ERASE_ALL, CONFIRM, SET_UP],
        ..one_owner()
    }
}

fn stranger() -> Product {
    Product {
        name: "a stranger or a user, for the seeds",
        clients: 1,
        roles: &[Role::STRANGER, Role::USER],
        asks: &[
            Ask::PairAttempt { by: CODE },
            Ask::PairProven,
            Ask::PairFailed,
            Ask::Enroll { by: CODE },
            ERASE_ALL,
            CONFIRM,
        ],
        in_vain: &[Ask::Restart],
        fails: false,
        ..nobody()
    }
}

/// Its recordings may lie in a cloud.
fn cloud() -> Product {
    Product {
        name: "a camera with a cloud, for the seeds",
        settings: &[seeing::HERE],
        ..nobody()
    }
}

fn starts() -> Product {
    Product {
        name: "a camera that is switched on and off, for the seeds",
        profile: counting_profile(),
        causes: ANY_START,
        joins: &[JOINED],
        fails: false,
        ..nobody()
    }
}

/// What is broken first where that is sown: of the laws alone, where it is one
/// of them that shall be.
fn broken(seed: Seed) -> Option<Violation> {
    let product = &bed(seed);
    let search = Search {
        product,
        seed: Some(seed),
        states_max: 20_000,
    };
    let mut schedules = Schedules {
        seed: Some(seed),
        ..Schedules::default()
    };
    let is_shown_by_going_on = SCHEDULES.iter().any(|(law, _)| *law == breaks(seed));
    let found = match is_shown_by_going_on {
        true => search.run(&mut schedules),
        false => search.run(&mut ()),
    };
    found.err()
}

#[test]
fn every_seeded_fault_breaks_its_law() {
    let mut others = Vec::new();
    for seed in Seed::ALL {
        let law = broken(seed).map(|broken| broken.law);
        println!("{seed:?}: {law:?}");
        if law != Some(breaks(seed)) {
            others.push((seed, law));
        }
    }
    assert!(
        others.is_empty(),
        "these break another law or none: {others:#?}"
    );
}

#[test]
fn every_law_is_broken_by_a_fault() {
    let laws = LAWS.iter().map(|(law, _)| *law);
    let all = laws.chain(SCHEDULES.iter().map(|(law, _)| *law));
    let is_broken = |law: &str| Seed::ALL.iter().any(|seed| breaks(*seed) == law);
    let never: Vec<_> = all.filter(|law| !is_broken(law)).collect();
    assert!(never.is_empty(), "there for nothing: {never:#?}");
}

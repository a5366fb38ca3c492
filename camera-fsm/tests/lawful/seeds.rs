//! Faults that are sown on purpose, between the machine and its world, or between
//! it and who watches it: each must break a law, and each law is broken by one.

use camera_fsm::action::{Action, Answer, OpId, RadioJob, ResetRecord, StoreJob};
use camera_fsm::input::{Ask, ClientId, Stored};
use camera_fsm::led::Cue;
use camera_fsm::levels::{Eyes, Pose};
use camera_fsm::motion_detection::ZoneSet;
use camera_fsm::power::PowerRecord;
use camera_proto::vocab::{Cdeg, Fault, ResetCause, ResetScope, Role};

use super::flash::Extent;
use super::world::{Event, ID, Waits, World};

/// A fault of the machine, or of what it relies on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seed {
    // What the machine asks for.
    KeepsTheTrial,
    NeverSilent,
    LeavesTheTemporaryNetworkUp,
    OpensNoNetwork,
    OpensItsNetworkInWords,
    ErasesOneSectorTwice,
    ErasesUncommitted,
    WritesBesideAReset,
    SilentBeforeTheAnswer,
    NeverAnswers,
    AnswersTwice,
    AnswersSomebodyElse,
    AnswersBeforeItCounts,
    NeverRestarts,
    RestartsBeforeTheReceipt,
    RestartsForNothing,
    GoesOnAfterARestart,
    JoinsWithTheTrial,
    SavesUntried,
    LetsInAsUsers,
    // What is written and read.
    KeepsTheOldEpoch,
    SkipsAnEpoch,
    FinishedAtOnce,
    WeakensTheScope,
    WeakensAnUnfinishedReset,
    OwesTheCloudNothing,
    ForgetsTheCloud,
    ForgivesEveryCode,
    CountsNoCodes,
    ForgetsTheCodesAtBoot,
    ForgetsTheResetAtBoot,
    ForgetsFaults,
    ForgetsFaultsAtBoot,
    AResetForgivesFaults,
    MiscountsStarts,
    PowerCyclesPassForTheButton,
    ErasesOnlyInWords,
    ErasesAndChecksInWords,
    ErasesByHalf,
    KeepsSettingsInWords,
    KeepsOwnersAsUsers,
    // Time.
    WakesInThePast,
    NeverTicks,
    // How things end.
    FailuresPassForSuccess,
    StaleEndsAreTaken,
    LostNetworksAreNotTold,
    APowerCutKeepsTheRam,
    StrangersPassForOwners,
    UsersPassForOwners,
    StrangersMayAskForAReset,
    StrangersMayRestart,
    StrangersMayIdentify,
    // Eyes and ears.
    TheLensStaysOpen,
    RecordsUnchosen,
    MissesItsRecordings,
    TheNightLightFlickers,
    TellsOfMotionInPrivacy,
    ForgetsPrivacyAtBoot,
    WalkTestsGoOn,
    PatrolsGoOn,
    TonesAreNotAnswered,
    PlaysInPrivacy,
    TheLedTellsNoFaults,
    // The head.
    GoesSomewhereElse,
    MovesBeforeItKnows,
    MovesBeforeThatIsWritten,
    ParkedInWords,
    HomesInWords,
    StallsAreNotTold,
    PrivacyLeavesTheHead,
    ResetsLeaveTheHead,
    TurnsForWhoIsGone,
}

impl Seed {
    pub(crate) const ALL: [Self; 72] = [
        Self::KeepsTheTrial,
        Self::NeverSilent,
        Self::LeavesTheTemporaryNetworkUp,
        Self::OpensNoNetwork,
        Self::OpensItsNetworkInWords,
        Self::ErasesOneSectorTwice,
        Self::ErasesUncommitted,
        Self::WritesBesideAReset,
        Self::SilentBeforeTheAnswer,
        Self::NeverAnswers,
        Self::AnswersTwice,
        Self::AnswersSomebodyElse,
        Self::AnswersBeforeItCounts,
        Self::NeverRestarts,
        Self::RestartsBeforeTheReceipt,
        Self::RestartsForNothing,
        Self::GoesOnAfterARestart,
        Self::JoinsWithTheTrial,
        Self::SavesUntried,
        Self::LetsInAsUsers,
        Self::KeepsTheOldEpoch,
        Self::SkipsAnEpoch,
        Self::FinishedAtOnce,
        Self::WeakensTheScope,
        Self::WeakensAnUnfinishedReset,
        Self::OwesTheCloudNothing,
        Self::ForgetsTheCloud,
        Self::ForgivesEveryCode,
        Self::CountsNoCodes,
        Self::ForgetsTheCodesAtBoot,
        Self::ForgetsTheResetAtBoot,
        Self::ForgetsFaults,
        Self::ForgetsFaultsAtBoot,
        Self::AResetForgivesFaults,
        Self::MiscountsStarts,
        Self::PowerCyclesPassForTheButton,
        Self::ErasesOnlyInWords,
        Self::ErasesAndChecksInWords,
        Self::ErasesByHalf,
        Self::KeepsSettingsInWords,
        Self::KeepsOwnersAsUsers,
        Self::WakesInThePast,
        Self::NeverTicks,
        Self::FailuresPassForSuccess,
        Self::StaleEndsAreTaken,
        Self::LostNetworksAreNotTold,
        Self::APowerCutKeepsTheRam,
        Self::StrangersPassForOwners,
        Self::UsersPassForOwners,
        Self::StrangersMayAskForAReset,
        Self::StrangersMayRestart,
        Self::StrangersMayIdentify,
        Self::TheLensStaysOpen,
        Self::RecordsUnchosen,
        Self::MissesItsRecordings,
        Self::TheNightLightFlickers,
        Self::TellsOfMotionInPrivacy,
        Self::ForgetsPrivacyAtBoot,
        Self::WalkTestsGoOn,
        Self::PatrolsGoOn,
        Self::TonesAreNotAnswered,
        Self::PlaysInPrivacy,
        Self::TheLedTellsNoFaults,
        Self::GoesSomewhereElse,
        Self::MovesBeforeItKnows,
        Self::MovesBeforeThatIsWritten,
        Self::ParkedInWords,
        Self::HomesInWords,
        Self::StallsAreNotTold,
        Self::PrivacyLeavesTheHead,
        Self::ResetsLeaveTheHead,
        Self::TurnsForWhoIsGone,
    ];

    /// What a machine with that fault would have asked for.
    pub(crate) fn corrupt(self, world: &World, event: Event, actions: &mut Vec<Action>) {
        let asked = actions.clone();
        actions.clear();
        for action in asked {
            let is_lost = match action {
                Action::Reply { client, .. } => {
                    let waits = world.client(client.0).waits;
                    self == Self::TonesAreNotAnswered && waits == Some(Waits::Tone)
                }
                _ => false,
            };
            if !is_lost {
                self.corrupt_one(action, actions);
            }
        }
        let is_private = world.device.settings().values().privacy;
        match (self, event) {
            (Self::TellsOfMotionInPrivacy, Event::Moved(_)) if is_private => {
                let (zones, walk_test) = (ZoneSet::PICTURE, false);
                actions.push(Action::Motion { zones, walk_test });
            }
            (Self::PlaysInPrivacy, Event::Ask(_, Ask::AudioTest { ms: ms @ 1.. }))
                if is_private =>
            {
                actions.push(Action::Audio { op: NOBODY, ms });
            }
            (Self::RestartsForNothing, Event::LinkLost) => actions.push(Action::Reboot),
            _ => {}
        }
    }

    /// What a board with that fault would do with what it sees.
    pub(crate) fn dazzled(self, event: Event, mut eyes: Eyes) -> Eyes {
        match self {
            Self::TheLensStaysOpen => eyes.open = true,
            Self::RecordsUnchosen => eyes.records = eyes.open,
            Self::MissesItsRecordings => eyes.records = false,
            Self::TheNightLightFlickers => match event {
                Event::Light(percent) if eyes.open => eyes.night_light_percent = 100 - percent,
                _ => {}
            },
            _ => {}
        }
        eyes
    }

    /// What the machine would take it for.
    pub(crate) fn misheard(self, ask: Ask) -> Ask {
        match (self, ask) {
            (Self::WalkTestsGoOn, Ask::WalkTest { ms: 0 })
            | (Self::PatrolsGoOn, Ask::RunPatrol(false)) => Ask::Identify { ms: 0 },
            (Self::GoesSomewhereElse, Ask::MoveAbsolute { .. }) => Ask::Home,
            (Self::StrangersMayIdentify, Ask::PairFailed) => Ask::Identify { ms: 60_000 },
            (_, ask) => ask,
        }
    }

    fn corrupt_one(self, action: Action, actions: &mut Vec<Action>) {
        match (self, action) {
            (Self::KeepsTheTrial, Action::ForgetTrial)
            | (Self::NeverRestarts, Action::Reboot)
            | (Self::NeverAnswers, Action::Reply { .. }) => {}
            (
                Self::NeverSilent,
                Action::Radio {
                    job: RadioJob::Off, ..
                },
            ) => {}
            (
                Self::LeavesTheTemporaryNetworkUp,
                Action::Radio {
                    job: RadioJob::StopAp,
                    ..
                },
            ) => {}
            (
                Self::OpensNoNetwork,
                Action::Radio {
                    job: RadioJob::StartAp,
                    ..
                },
            ) => {}
            (
                Self::JoinsWithTheTrial,
                Action::Radio {
                    op,
                    job: RadioJob::JoinStored,
                },
            ) => {
                let job = RadioJob::JoinTrial;
                actions.push(Action::Radio { op, job });
            }
            (
                Self::SavesUntried,
                Action::Radio {
                    job: RadioJob::JoinTrial,
                    ..
                },
            ) => {
                let (op, job) = (NOBODY, StoreJob::SaveNetwork);
                actions.extend([action, Action::Store { op, job }]);
            }
            (
                Self::ForgetsFaults,
                Action::Store {
                    job: StoreJob::SaveFault(_),
                    ..
                },
            ) => {}
            (Self::GoesOnAfterARestart, Action::Reboot) => {
                actions.extend([action, Action::ForgetTrial]);
            }
            (Self::AnswersTwice, Action::Reply { .. }) => actions.extend([action, action]),
            (Self::AnswersSomebodyElse, Action::Reply { client, id, answer }) => {
                let client = ClientId(1 - client.0);
                actions.push(Action::Reply { client, id, answer });
            }
            (
                Self::SilentBeforeTheAnswer,
                Action::Reply {
                    answer: Answer::Done,
                    ..
                },
            ) => {
                let (op, job) = (NOBODY, RadioJob::Off);
                actions.extend([action, Action::Radio { op, job }]);
            }
            (_, Action::Store { op, job }) => self.corrupt_store(op, job, actions),
            (_, action) => actions.push(action),
        }
    }

    fn corrupt_store(self, op: OpId, job: StoreJob, actions: &mut Vec<Action>) {
        let corrupt = match job {
            StoreJob::EraseUser { .. } if self == Self::ErasesOneSectorTwice => {
                StoreJob::EraseUser { sector: 0 }
            }
            StoreJob::SaveReset(record) => StoreJob::SaveReset(self.corrupt_record(record)),
            StoreJob::SaveAttempts(_) if self == Self::ForgivesEveryCode => {
                StoreJob::SaveAttempts(0)
            }
            StoreJob::SaveController { client, .. } if self == Self::LetsInAsUsers => {
                let role = Role::USER;
                StoreJob::SaveController { client, role }
            }
            StoreJob::SavePower(record) if self == Self::MiscountsStarts => {
                let crashes = record.crashes.wrapping_add(1);
                StoreJob::SavePower(PowerRecord { crashes, ..record })
            }
            job => job,
        };
        let job = corrupt;
        actions.push(Action::Store { op, job });
        match (self, job) {
            (Self::ErasesUncommitted, StoreJob::SaveReset(record)) if !record.finished => {
                let (op, job) = (NOBODY, StoreJob::EraseUser { sector: 0 });
                actions.push(Action::Store { op, job });
            }
            (Self::WritesBesideAReset, StoreJob::EraseUser { .. }) => {
                let (op, job) = (NOBODY, StoreJob::SaveFirstSetup(0));
                actions.push(Action::Store { op, job });
            }
            (Self::AResetForgivesFaults, StoreJob::SaveReset(record)) if record.finished => {
                let (op, job) = (NOBODY, StoreJob::SaveFault(Fault::NONE));
                actions.push(Action::Store { op, job });
            }
            (Self::RestartsBeforeTheReceipt, StoreJob::SaveReset(record)) if record.finished => {
                actions.push(Action::Reboot);
            }
            (Self::AnswersBeforeItCounts, StoreJob::SaveAttempts(count)) if count > 0 => {
                actions.push(Action::Reply {
                    client: ClientId(0),
                    id: ID,
                    answer: Answer::PairShare,
                });
            }
            _ => {}
        }
    }

    fn corrupt_record(self, mut record: ResetRecord) -> ResetRecord {
        let everything = record.scope == ResetScope::Everything && !record.finished;
        match self {
            Self::KeepsTheOldEpoch if everything => record.epoch = record.epoch.wrapping_sub(1),
            Self::SkipsAnEpoch if everything => record.epoch = record.epoch.wrapping_add(1),
            Self::FinishedAtOnce => record.finished = true,
            Self::WeakensTheScope => record.scope = ResetScope::ForgetNetwork,
            Self::WeakensAnUnfinishedReset if record.finished => {
                record.scope = ResetScope::ForgetNetwork;
            }
            Self::OwesTheCloudNothing => record.unbind_owed = false,
            Self::ForgetsTheCloud if record.finished => record.unbind_owed = false,
            Self::PowerCyclesPassForTheButton if record.cause == ResetCause::POWER_CYCLES => {
                record.cause = ResetCause::BUTTON;
            }
            _ => {}
        }
        record
    }

    /// What the machine would be told at boot.
    pub(crate) fn misread(self, stored: &mut Stored) {
        match self {
            Self::ForgetsTheCodesAtBoot => stored.attempts = 0,
            Self::ForgetsTheResetAtBoot => stored.reset = None,
            Self::ForgetsFaultsAtBoot => stored.fault = Fault::NONE,
            Self::ForgetsPrivacyAtBoot => stored.settings.privacy = false,
            Self::ParkedInWords => stored.head_is_parked = true,
            _ => {}
        }
    }

    /// Whether the store says that this is done, and does nothing.
    pub(crate) fn is_done_in_words(self, job: StoreJob) -> bool {
        match job {
            StoreJob::EraseUser { sector: 1 } => {
                matches!(self, Self::ErasesOnlyInWords | Self::ErasesAndChecksInWords)
            }
            StoreJob::CheckUser => {
                matches!(self, Self::ErasesAndChecksInWords | Self::ErasesByHalf)
            }
            StoreJob::FormatUser => self == Self::ErasesByHalf,
            StoreJob::SaveSetting { .. } => self == Self::KeepsSettingsInWords,
            StoreJob::SaveAttempts(_) => self == Self::CountsNoCodes,
            StoreJob::SaveParked(false) => self == Self::MovesBeforeThatIsWritten,
            _ => false,
        }
    }

    /// What is written for that, and how much of it.
    pub(crate) fn miswritten(self, job: StoreJob) -> (StoreJob, Extent) {
        match (self, job) {
            (Self::ErasesByHalf, StoreJob::EraseUser { .. }) => (job, Extent::Half),
            (Self::KeepsOwnersAsUsers, StoreJob::SaveController { client, .. }) => {
                let role = Role::USER;
                (StoreJob::SaveController { client, role }, Extent::Whole)
            }
            _ => (job, Extent::Whole),
        }
    }

    /// What the LED would tell.
    pub(crate) fn dimmed(self, cue: Cue) -> Cue {
        match self {
            Self::TheLedTellsNoFaults if cue.is_fault() => Cue::Online,
            _ => cue,
        }
    }

    /// Where the head would go.
    pub(crate) fn astray(self, world: &World, stand: Pose) -> Pose {
        let device = &world.device;
        let strays = match self {
            Self::PrivacyLeavesTheHead => device.settings().values().privacy,
            Self::ResetsLeaveTheHead => device.reset().is_active(),
            _ => false,
        };
        if strays { ASIDE } else { stand }
    }

    /// As whom the machine would see a client that asks for that.
    pub(crate) fn mistaken(self, role: Role, ask: Ask) -> Role {
        match (self, ask) {
            (Self::StrangersPassForOwners, _)
            | (Self::StrangersMayAskForAReset, Ask::ResetRequest { .. })
            | (Self::StrangersMayRestart, Ask::Restart)
            | (Self::StrangersMayIdentify, Ask::PairFailed) => Role::OWNER,
            (Self::UsersPassForOwners, _) if role == Role::USER => Role::OWNER,
            _ => role,
        }
    }
}

/// What nobody waits for.
const NOBODY: OpId = OpId(0);

const ASIDE: Pose = Pose {
    pan: Cdeg(9_000),
    tilt: Cdeg(0),
};

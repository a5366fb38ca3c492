//! What can be seen of a camera from outside, and whether it is as expected.

use camera_proto::message::{Finding, Support};
use camera_proto::vocab::{
    Advice, CameraState, Cause, Cdeg, Fault, Flags, LedState, LossItem, LossKind, NAME_MAX,
    Network, Receipt, Refusal, ResetCause, ResetStage, Ssid, Status, Symptom,
};
use heapless::Vec;

use crate::levels::{Eyes, LedFrame};

/// All that an expectation can look at, at one instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sight<'a> {
    /// What the camera would say of itself; `None` without power.
    pub status: Option<Status>,
    /// What the LED shows; dark without power.
    pub light: LedFrame,
    /// What the radio does.
    pub radio: RadioMode,
    /// What became of the last controller verb.
    pub reply: Outcome,
    /// What the last `controller receipt` showed.
    pub receipt: Option<Receipt>,
    /// What the last `controller reset` listed.
    pub losses: &'a [LossItem],
    /// What the last `controller scan` listed.
    pub networks: &'a [Network],
    /// What the last `controller controllers`, `settings` or `losses` listed,
    /// as a person calls it.
    pub listed: &'a [ListedName],
    /// In which zone something moved, by the last notice since the last
    /// `sensor` line.
    pub noticed: Option<u8>,
    /// What the camera does with what it sees; shut without power.
    pub eyes: Eyes,
    /// What the last `controller diagnose` or `console diagnose` found.
    pub findings: &'a [Finding],
    /// What the last `controller support` told.
    pub support: Option<Support>,
    /// What the user's part of the flash looks like.
    pub user_flash: UserFlash,
    /// Whether a password or key of this story is anywhere in the flash.
    pub secrets: bool,
}

/// A controller, a setting or a network, as a person calls it.
pub type ListedName = Vec<u8, NAME_MAX>;

/// What the radio does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RadioMode {
    /// Nothing.
    Off,
    /// The temporary network is up.
    Ap,
    /// It tries to get on a network.
    Joining,
    /// It is on a network.
    Station,
}

/// What became of a controller's verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing yet.
    Pending,
    /// It was answered.
    Done,
    /// It was refused.
    Refused(Refusal),
    /// The camera cannot be reached, or is gone before it answered.
    Offline,
}

/// What the user's part of the flash looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserFlash {
    /// Erased.
    Blank,
    /// An empty log.
    Formatted,
    /// Something is written there.
    Used,
}

/// Angles from one to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The smallest.
    pub from: Cdeg,
    /// The largest.
    pub to: Cdeg,
}

impl Span {
    /// One angle.
    #[must_use]
    pub const fn only(at: Cdeg) -> Self {
        Self { from: at, to: at }
    }
}

/// Something that must be seen. It shows as the words that a story has for it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is named after its word in the story")]
pub enum Expectation {
    Power(bool),
    State(CameraState),
    Led(LedState),
    /// Dark, because there is no power.
    LedOff,
    /// The LED as it is at this instant of its rhythm.
    Light(LedFrame),
    Fault(Fault),
    Radio(RadioMode),
    Window(bool),
    LastSetup(Refusal),
    Pan(Span),
    Tilt(Span),
    Moving(bool),
    Flag {
        /// Its name, such as `unbind-owed`.
        name: &'static str,
        flag: Flags,
        is_so: bool,
    },
    Reset(ResetStage),
    Epoch(u32),
    Receipt(Option<ResetCause>),
    Reply(Outcome),
    Heard {
        ssid: Ssid,
        heard: bool,
    },
    Listed {
        name: ListedName,
        listed: bool,
    },
    /// Exactly these, in any order.
    Losses(Vec<LossKind, 8>),
    /// The code of a zone, as a notice has it.
    Noticed(Option<u8>),
    Lens(bool),
    NightLight(u8),
    Found(Option<(Symptom, Cause, Advice)>),
    /// A number of what support was told; `None` before anybody asked.
    Support {
        /// Its name, such as `resets`.
        name: &'static str,
        number: Option<u64>,
    },
    UserFlash(UserFlash),
    Secrets(bool),
}

/// The words for the flags of the status.
pub(super) const FLAGS: [(&str, Flags); 7] = [
    ("time-known", Flags::TIME_KNOWN),
    ("privacy", Flags::PRIVACY),
    ("walk-test", Flags::WALK_TEST),
    ("recording", Flags::RECORDING),
    ("unbind-owed", Flags::UNBIND_OWED),
    ("inviting", Flags::INVITING),
    ("patrolling", Flags::PATROLLING),
];

/// A number of what support is told.
type Number = fn(&Support) -> u64;

/// The words for what support is told.
pub(super) const SUPPORT: [(&str, Number); 4] = [
    ("first-setup", |told| told.first_setup_s),
    ("resets", |told| told.resets.into()),
    ("controllers", |told| told.controllers.into()),
    ("wrong-codes", |told| told.wrong_codes.into()),
];

/// Something else was seen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected}, saw {seen}")]
pub struct Mismatch {
    /// What must be seen.
    pub expected: Expectation,
    /// What was.
    pub seen: Expectation,
}

impl Expectation {
    /// Whether this is what is seen.
    ///
    /// # Errors
    /// Says what is seen instead.
    pub fn check(&self, sight: &Sight<'_>) -> Result<(), Mismatch> {
        let seen = self.look(sight);
        let met = match (self, &seen) {
            (Self::Pan(span), Self::Pan(at)) | (Self::Tilt(span), Self::Tilt(at)) => {
                (span.from..=span.to).contains(&at.from)
            }
            (Self::Losses(all), Self::Losses(seen)) => {
                all.len() == seen.len() && all.iter().all(|kind| seen.contains(kind))
            }
            (expected, seen) => expected == seen,
        };
        if met {
            return Ok(());
        }
        Err(Mismatch {
            expected: self.clone(),
            seen,
        })
    }

    /// What is seen of the same kind.
    fn look(&self, sight: &Sight<'_>) -> Self {
        match self {
            Self::Power(_) => Self::Power(sight.status.is_some()),
            Self::Radio(_) => Self::Radio(sight.radio),
            Self::Light(_) => Self::Light(sight.light),
            Self::Reply(_) => Self::Reply(sight.reply),
            Self::Receipt(_) => Self::Receipt(sight.receipt.map(|receipt| receipt.cause)),
            Self::Heard { ssid, .. } => Self::Heard {
                ssid: ssid.clone(),
                heard: sight.networks.iter().any(|network| network.ssid == *ssid),
            },
            Self::Listed { name, .. } => Self::Listed {
                name: name.clone(),
                listed: sight.listed.contains(name),
            },
            Self::Losses(_) => {
                Self::Losses(sight.losses.iter().map(|item| item.kind).take(8).collect())
            }
            Self::Noticed(_) => Self::Noticed(sight.noticed),
            Self::Lens(_) => Self::Lens(sight.eyes.open),
            Self::NightLight(_) => Self::NightLight(sight.eyes.night_light_percent),
            Self::Found(wanted) => {
                let mut all = sight.findings.iter().map(words_of);
                let first = all.clone().next();
                Self::Found(all.find(|found| Some(found) == wanted.as_ref()).or(first))
            }
            Self::Support { name, .. } => Self::Support {
                name,
                number: told(sight.support.as_ref(), name),
            },
            Self::UserFlash(_) => Self::UserFlash(sight.user_flash),
            Self::Secrets(_) => Self::Secrets(sight.secrets),
            of_camera => match &sight.status {
                Some(status) => of_camera.look_at(status),
                None if matches!(of_camera, Self::Led(_) | Self::LedOff) => Self::LedOff,
                None => Self::Power(false),
            },
        }
    }

    fn look_at(&self, status: &Status) -> Self {
        match self {
            Self::State(_) => Self::State(status.state),
            Self::Led(_) | Self::LedOff => Self::Led(status.led),
            Self::Fault(_) => Self::Fault(status.fault),
            Self::Window(_) => Self::Window(status.window_s > 0),
            Self::LastSetup(_) => Self::LastSetup(status.last_setup),
            Self::Pan(_) => Self::Pan(Span::only(status.pan)),
            Self::Tilt(_) => Self::Tilt(Span::only(status.tilt)),
            Self::Moving(_) => Self::Moving(status.flags.has(Flags::MOVING)),
            Self::Flag { name, flag, .. } => Self::Flag {
                name,
                flag: *flag,
                is_so: status.flags.has(*flag),
            },
            Self::Reset(_) => Self::Reset(status.reset),
            Self::Epoch(_) => Self::Epoch(status.epoch),
            _ => Self::Power(true),
        }
    }
}

fn told(support: Option<&Support>, name: &str) -> Option<u64> {
    let (_, number) = SUPPORT.iter().find(|(word, _)| *word == name)?;
    support.map(number)
}

fn words_of(finding: &Finding) -> (Symptom, Cause, Advice) {
    (finding.symptom, finding.cause, finding.advice)
}

//! Cut anywhere: plays a story up to a flash operation, tears it, powers the
//! camera on again, and shows how it heals.

mod guide;
mod replay;
mod story;

use camera_fsm::input::PinLevel;
use camera_fsm::profile::Profile;
use camera_fsm::scenario::{Moment, World as _};
use camera_proto::vocab::Status;

use crate::changes::Change;
use crate::world::House;
pub use guide::guide;
use replay::Replay;
pub use story::{BYTES_MAX, LINES_MAX, MS_MAX, Story, StoryError};

/// What is shown of the time before the cut.
const BEFORE_MS: u64 = 3_000;

/// How long the plug is out.
const OUT_MS: u32 = 1_000;

/// Enough for a camera to finish what it has begun, and to come back.
const HEALING_MS: u32 = 15_000;

/// Told how far a replay is, from 0 to 1; `false`: nobody wants it any more.
pub type Tell<'a> = &'a mut dyn FnMut(f64) -> bool;

/// Why there is no result.
#[derive(Debug, thiserror::Error)]
pub enum CutError {
    /// The story is not played.
    #[error(transparent)]
    Story(#[from] StoryError),
    /// There is no such camera.
    #[error("there is no such camera: {0}")]
    Camera(Box<dyn core::error::Error>),
    /// The story has no such operation.
    #[error("the story has only {of} flash operations")]
    NoSuchUnit {
        /// How many it has.
        of: u32,
    },
    /// Nobody wants it any more.
    #[error("nobody waits for it any more")]
    Abandoned,
}

/// What a story is without a cut.
#[derive(Debug)]
pub struct Whole {
    /// How many flash operations it has.
    pub of: u32,
    /// The first thing in it that went otherwise here, in words.
    pub differs: Option<String>,
}

/// What came of a cut.
pub struct Healed {
    /// What was seen shortly before the cut, and all after it.
    pub changes: Vec<Change>,
    /// When the power was cut, in milliseconds.
    pub cut_ms: u64,
    /// How the camera is now.
    pub status: Option<Status>,
    /// How it got there.
    pub fate: Fate,
    /// Whether anything that was to be erased is still in the flash.
    pub secrets: bool,
    /// The house after that.
    pub house: House,
}

/// How a camera ends after a cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is online with all it had.
    Untouched,
    /// It keeps its network, and looks for it.
    Looking,
    /// A reset was finished: everything is erased.
    Erased,
    /// A setup was cut off and left nothing.
    SetupLost,
    /// It had not been set up yet.
    AsNew,
    /// It is none of these yet.
    OnItsWay,
}

impl Fate {
    /// In words, for people.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Untouched => "Untouched: online again with all it had.",
            Self::Looking => "Untouched: it has kept its network, and looks for it.",
            Self::Erased => "Finished: everything is erased, and it waits to be set up.",
            Self::SetupLost => "Not set up yet: the setup that was cut off left no network.",
            Self::AsNew => "As new: nothing was set up yet, and nothing is lost.",
            Self::OnItsWay => "Still on its way.",
        }
    }
}

/// Plays the story without a cut.
///
/// # Errors
/// When it is not played.
pub fn count(profile: &'static Profile, text: &str, tell: Tell<'_>) -> Result<Whole, CutError> {
    let story = Story::read(text)?;
    let mut replay = Replay::new(profile, None)?;
    replay.play(&story, tell)?;
    Ok(Whole {
        of: replay.units(),
        differs: replay.differs,
    })
}

/// Plays the story with the power cut there, and what happens then.
///
/// # Errors
/// When it is not played, or has no such operation.
pub fn cut(
    profile: &'static Profile,
    text: &str,
    (unit, moment): (u32, Moment),
    tell: Tell<'_>,
) -> Result<Healed, CutError> {
    let story = Story::read(text)?;
    let mut replay = Replay::new(profile, Some((unit, moment)))?;
    replay.play(&story, tell)?;
    if !replay.is_cut() {
        let of = replay.units();
        return Err(CutError::NoSuchUnit { of });
    }
    let cut_ms = replay.house.camera.now().as_millis();
    let seen = replay.changes();
    let mut changes = latest(seen, cut_ms.saturating_sub(BEFORE_MS));
    heal(&mut replay.house);
    changes.extend(replay.house.camera.take_changes());
    replay.look();
    let status = replay.status();
    Ok(Healed {
        changes,
        cut_ms,
        status,
        fate: fate(status.as_ref(), replay.tried_setup),
        secrets: replay.holds_doomed(),
        house: replay.house,
    })
}

/// Somebody finds the camera dead, lets go of the button, and plugs it in.
fn heal(house: &mut House) {
    house.camera.power(false);
    house.camera.board().button.part.0 = PinLevel::Up;
    house.advance(OUT_MS);
    house.camera.power(true);
    house.advance(HEALING_MS);
}

fn fate(status: Option<&Status>, tried_setup: bool) -> Fate {
    let Some(status) = status else {
        return Fate::OnItsWay;
    };
    match (status.state.name(), tried_setup, status.epoch) {
        (Some("online"), ..) => Fate::Untouched,
        (Some("connecting"), ..) => Fate::Looking,
        (Some("setup" | "unprovisioned"), true, _) => Fate::SetupLost,
        (Some("setup" | "unprovisioned"), false, 0) => Fate::AsNew,
        (Some("setup" | "unprovisioned"), false, _) => Fate::Erased,
        _ => Fate::OnItsWay,
    }
}

/// The changes from `from` on, and before them, as one, how all stood then.
fn latest(changes: Vec<Change>, from: u64) -> Vec<Change> {
    let (before, after): (Vec<_>, Vec<_>) =
        changes.into_iter().partition(|change| change.t_ms < from);
    let stood = before
        .into_iter()
        .fold(Change::default(), |stood, change| change.over(stood));
    let stood = Change {
        t_ms: from,
        ..stood
    };
    core::iter::once(stood)
        .filter(|stood| stood.state.is_some())
        .chain(after)
        .collect()
}

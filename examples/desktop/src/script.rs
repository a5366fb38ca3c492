//! `--script`: plays a story in virtual time, all in memory.

use std::fs;
use std::io;
use std::path::Path;

use camera_fsm::profile::Profile;
use camera_fsm::scenario::{self, Report, World};
use camera_fsm::scenario::{Line, Sight};
use camera_fsm::time::Instant;

use crate::changes::Change;
use crate::world::{House, HouseError};

/// The seed of every story: the same story is the same run.
const SEED: u64 = 1;

/// Where what changes is told.
pub type Tell<'a> = &'a mut dyn FnMut(Change) -> io::Result<()>;

/// Plays the story in that file, and tells what changes: to a camera of the
/// model that the story is about, else of that one.
///
/// # Errors
/// Says in which line what went wrong.
pub fn play(
    path: &Path,
    profile: &'static Profile,
    tell: Tell<'_>,
) -> Result<Report, Box<dyn core::error::Error>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let profile = scenario::profile_of(&text).unwrap_or(profile);
    let house = House::in_memory(profile, SEED)?;
    let mut told = Told { house, tell };
    let played = scenario::run(&mut told, &text);
    told.tell()?;
    played.map_err(|error| format!("{}, {error}", path.display()).into())
}

/// A house whose changes are told as they happen.
struct Told<'a> {
    house: House,
    tell: Tell<'a>,
}

impl Told<'_> {
    fn tell(&mut self) -> io::Result<()> {
        let mut changes = self.house.camera.take_changes().into_iter();
        changes.try_for_each(&mut self.tell)
    }
}

/// What a story cannot do here.
#[derive(Debug, thiserror::Error)]
enum ToldError {
    #[error(transparent)]
    House(#[from] HouseError),
    #[error("cannot tell what happens: {0}")]
    Tell(#[from] io::Error),
}

impl World for Told<'_> {
    type Error = ToldError;

    fn act(&mut self, line: &Line<'_>) -> Result<(), ToldError> {
        self.house.act(line)?;
        Ok(self.tell()?)
    }

    fn now(&self) -> Instant {
        self.house.now()
    }

    fn advance(&mut self, ms: u32) {
        self.house.advance(ms);
    }

    fn advance_to_change(&mut self, limit: Instant) {
        self.house.advance_to_change(limit);
    }

    fn see(&mut self) -> Sight<'_> {
        self.house.see()
    }
}

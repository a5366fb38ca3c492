//! What a camera does with a flash when its power comes back.

use std::collections::BTreeMap;

use camera_desktop::sim::flash::LAYOUT;
use camera_fsm::profile::Profile;
use camera_fsm::time::Instant;
use camera_hal::mock::board::MockBoard;
use camera_hal::mock::flash::{SimFlash, Tear};
use camera_hal::runner::Runner;
use camera_hal::store::factory::Factory;
use camera_hal::store::log::{Area, Log, MAX_VALUE, Mount};
use camera_hal::store::records;
use camera_proto::vocab::{CameraState, Fault, ResetCause, ResetScope};
use rand::SeedableRng as _;
use rand::rngs::StdRng;

use super::tape::{BYTES, Image, Secrets};

type Records = BTreeMap<u8, Vec<u8>>;

/// Turns in which a camera must have finished what was interrupted.
const TURNS_MAX: u32 = 5_000;

/// How often the power comes back in a row, at most.
const STARTS_MAX: usize = 4;

/// All that a flash says. How often the camera was started is left out: that a start counts is right.
#[derive(Clone, PartialEq, Eq)]
struct Outcome {
    user: Records,
    journal: Records,
    damage: Fault,
}

/// A camera whose power comes back, and what it may be then.
pub(crate) struct Camera<'a> {
    profile: &'static Profile,
    secrets: &'a Secrets,
    board: Option<Box<MockBoard<StdRng>>>,
    /// What it may be after so many starts in a row.
    legal: [Vec<Outcome>; STARTS_MAX],
    /// Flashes that were looked through and found good, after so many starts.
    good: Vec<(usize, Image)>,
    factory: Vec<u8>,
}

impl<'a> Camera<'a> {
    pub(crate) fn new(profile: &'static Profile, secrets: &'a Secrets) -> Self {
        let factory = Factory {
            serial: Default::default(),
            model: Default::default(),
            discriminator: 0,
            made_on: 0,
            label: Default::default(),
        };
        let board = MockBoard::new(&factory, rng()).expect("a board");
        Self {
            profile,
            secrets,
            board: Some(Box::new(board)),
            legal: Default::default(),
            good: Vec::new(),
            factory: Vec::new(),
        }
    }

    /// With this flash, and nothing torn, it is as it may be: what that is, is legal from now on.
    pub(crate) fn may_be(&mut self, image: &Image) -> Result<(), String> {
        self.factory = image[..LAYOUT.journal.base as usize].to_vec();
        let direct = read(image)?;
        let mut image = image.clone();
        for starts in 0..STARTS_MAX {
            *image = *self.starts(&image, None)?.image();
            let outcome = read(&image)?;
            if starts == 0 {
                fits(&direct, &outcome)?;
            }
            if !self.legal[starts].contains(&outcome) {
                self.legal[starts].push(outcome);
            }
        }
        Ok(())
    }

    /// Starts after so many cuts in a row, and says how many units it wrote until it was done.
    pub(crate) fn recovers(&mut self, torn: &Image, cuts: usize) -> Result<u32, String> {
        let flash = self.starts(torn, None)?;
        let is_same = |(of, image): &(usize, Image)| *of == cuts && **image == *flash.image();
        if !self.good.iter().rev().any(is_same) {
            let image = Box::new(*flash.image());
            self.check(&image, cuts)?;
            self.good.push((cuts, image));
        }
        Ok(flash.units())
    }

    /// What is left when the power goes again at that unit of its recovery.
    pub(crate) fn is_cut(&mut self, torn: &Image, unit: u32, tear: Tear) -> Image {
        let cut = self.starts(torn, Some((unit, tear)));
        let flash = cut.unwrap_or_else(|why| panic!("{why}"));
        assert!(!flash.is_powered(), "it writes what it wrote before");
        Box::new(*flash.image())
    }

    fn check(&self, image: &Image, cuts: usize) -> Result<(), String> {
        if image[..self.factory.len()] != *self.factory {
            return Err("the factory region has changed (R22)".to_owned());
        }
        let outcome = read(image)?;
        // A cut may come before the start has counted, or after.
        if !self.legal[..=cuts]
            .iter()
            .flatten()
            .any(|legal| *legal == outcome)
        {
            let keys: Vec<_> = outcome.user.keys().collect();
            return Err(format!(
                "neither old nor new (R21): user keys {keys:?}, journal {:?}, {:?}",
                outcome.journal, outcome.damage
            ));
        }
        let is_reset = outcome.user.is_empty();
        let user = &image[LAYOUT.user.base as usize..];
        if is_reset && user.iter().filter(|byte| **byte != 0xff).count() > 12 {
            return Err("the user region is empty, and has bytes (R26)".to_owned());
        }
        let has_settings = outcome.user.range(records::SETTINGS..).next().is_some();
        let settings = self.secrets.settings.iter().filter(|_| !has_settings);
        for secret in self.secrets.always.iter().chain(settings) {
            let is_kept = outcome.user.values().any(|value| holds(value, secret));
            if !is_kept && holds(&image[LAYOUT.journal.base as usize..], secret) {
                return Err(format!("{} is still there (R26)", secret.escape_ascii()));
            }
        }
        Ok(())
    }

    /// Power comes back: until it is done with what it finds, or until that unit is cut.
    fn starts(
        &mut self,
        image: &Image,
        cut: Option<(u32, Tear)>,
    ) -> Result<SimFlash<BYTES>, String> {
        let mut board = self.board.take().expect("a board");
        board.flash = SimFlash::from_image(**image);
        if let Some((unit, tear)) = cut {
            board.flash.cut_at(unit, tear);
        }
        let mut now = Instant::from_millis(1_000);
        board.rng = rng();
        let mut runner = Runner::start(*board, self.profile, LAYOUT, now);
        let mut is_done = false;
        for _ in 0..TURNS_MAX {
            let wake_at = runner.turn(now);
            if runner.work(now) {
                continue;
            }
            if !runner.board().flash.is_powered() {
                is_done = true;
                break;
            }
            if runner.is_rebooting() {
                let mut board = runner.into_board();
                board.rng = rng();
                runner = Runner::start(board, self.profile, LAYOUT, now);
                continue;
            }
            if runner.device().status(now).state != CameraState::RESETTING && !runner.has_work() {
                is_done = true;
                break;
            }
            now = wake_at.unwrap_or(now).max(now.after(1));
        }
        let mut board = Box::new(runner.into_board());
        let flash = core::mem::take(&mut board.flash);
        self.board = Some(board);
        match is_done {
            true => Ok(flash),
            false => Err("it does not finish (R21)".to_owned()),
        }
    }
}

/// Each start draws the same: what comes of a flash is always the same, down to a key for the recordings that is made at
/// that start, and has to be looked through once.
fn rng() -> StdRng {
    StdRng::seed_from_u64(0x5eed)
}

/// What the camera makes of an image is what the image says, or a reset that it says is to be finished.
fn fits(direct: &Outcome, outcome: &Outcome) -> Result<(), String> {
    let reset = |of: &Outcome| of.journal.get(&records::RESET).cloned();
    let unfinished = reset(direct).filter(|record| record.get(10) == Some(&0));
    // Starts in a row may be meant as a reset: that one more of them is, is its own to say.
    let by_starts = reset(outcome)
        .filter(|record| reset(direct).as_ref() != Some(record))
        .filter(|record| record.get(8) == Some(&ResetCause::POWER_CYCLES.0));
    let mut expected = direct.user.clone();
    if let Some(record) = unfinished.or(by_starts) {
        let scope = match record.get(9) {
            Some(0) => ResetScope::ForgetNetwork,
            Some(1) => ResetScope::KeepNetwork,
            _ => ResetScope::Everything,
        };
        expected.retain(|key, _| records::survives(scope, *key));
        let finished = reset(outcome).is_some_and(|record| record.get(10) == Some(&1));
        if !finished {
            return Err("a reset is not finished (R21)".to_owned());
        }
    } else if reset(direct) != reset(outcome) {
        return Err("a reset that nobody wanted".to_owned());
    }
    let mut kept = outcome.user.clone();
    // Who records from the start on, and has no key for it yet, makes one.
    if !expected.contains_key(&records::MEDIA_KEY) {
        kept.remove(&records::MEDIA_KEY);
    }
    match expected == kept {
        true => Ok(()),
        false => Err("a start changes what is kept".to_owned()),
    }
}

/// All records; nothing of an image is changed.
fn read(image: &Image) -> Result<Outcome, String> {
    let mut flash: Box<SimFlash<BYTES>> = Box::new(SimFlash::from_image(**image));
    let user = contents(&mut flash, LAYOUT.user)?;
    let mut journal = contents(&mut flash, LAYOUT.journal)?;
    journal.remove(&records::POWER);
    let store = camera_hal::store::Store::mount(&mut *flash, LAYOUT, 1);
    Ok(Outcome {
        user,
        journal,
        damage: store.stored().damage,
    })
}

fn contents(flash: &mut SimFlash<BYTES>, area: Area) -> Result<Records, String> {
    let log = match Log::mount(flash, area) {
        Ok(Mount::Ready(log)) => log,
        Ok(Mount::Blank) => return Ok(Records::new()),
        // The user region between the erases of a reset, which has to be finished.
        Ok(Mount::Damaged) => return Ok(Records::new()),
        Err(error) => return Err(error.to_string()),
    };
    let mut all = Records::new();
    for key in 0..=u8::MAX {
        let mut value = [0; MAX_VALUE];
        if let Some(len) = log.get(flash, key, &mut value).map_err(|e| e.to_string())? {
            all.insert(key, value[..len].to_vec());
        }
    }
    Ok(all)
}

fn holds(bytes: &[u8], secret: &[u8]) -> bool {
    bytes.windows(secret.len()).any(|window| window == secret)
}

//! The virtual camera with all that is around it, as stories know it: every
//! line of a `.scenario` and of `--control stdin` happens here.

use camera_fsm::diagnosis::Facts;
use camera_fsm::profile::Profile;
use camera_fsm::scenario::{
    CONTROLLERS, Flash, Line, Moment, Power, RadioMode, Sensor, Sight, Typed, UserFlash, Verb,
    World,
};
use camera_fsm::time::Instant;
use camera_hal::console::Command;
use camera_hal::mock::flash::Tear;
use camera_proto::pairing::{MIN_ITERATIONS, SetupCode};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

use crate::phone::{Codes, Phone, PhoneError};
use crate::sim::board::SimBoard;
use crate::sim::camera::Camera;
use crate::sim::factory;
use crate::sim::flash::{FileFlash, Region};
use crate::sim::router::Router;

/// A camera, a house and its controllers.
pub struct House {
    /// The camera.
    pub camera: Camera,
    phones: [Phone; CONTROLLERS as usize],
    /// Which of them did something last.
    talking: usize,
    codes: Codes,
    /// What the serial console has printed last.
    pub console: String,
}

/// Why a line cannot happen.
#[derive(Debug, thiserror::Error)]
pub enum HouseError {
    /// The router's networks are not right.
    #[error("the router's networks: {0}")]
    Router(#[from] serde_json::Error),
    /// The controller cannot do that.
    #[error(transparent)]
    Phone(#[from] PhoneError),
    /// The story is about another model.
    #[error("this camera is a {0}; a story about another model is for --script")]
    Model(&'static str),
    /// The model has no button to press.
    #[error("this model has no button")]
    NoButton,
}

impl House {
    /// A house around a camera.
    #[must_use]
    pub fn new(camera: Camera, label: SetupCode, mut rng: StdRng) -> Self {
        let other = StdRng::seed_from_u64(rng.next_u64());
        Self {
            camera,
            phones: [rng, other].map(Phone::new),
            talking: 0,
            codes: Codes::new(label),
            console: String::new(),
        }
    }

    /// A house with a camera fresh from the factory, all in memory, the same
    /// for the same seed.
    ///
    /// # Errors
    /// When the factory fails, which it does not.
    pub fn in_memory(
        profile: &'static Profile,
        seed: u64,
    ) -> Result<Self, Box<dyn core::error::Error>> {
        let mut rng = StdRng::seed_from_u64(seed);
        let mut flash = FileFlash::in_memory();
        let label = factory::make(&mut flash, profile, MIN_ITERATIONS, &mut rng)?;
        let code = SetupCode::parse(&label.code)?;
        let board = SimBoard::new(flash, Router::home(), StdRng::seed_from_u64(seed + 1));
        let camera = Camera::new(profile, board);
        Ok(Self::new(camera, code, StdRng::seed_from_u64(seed + 2)))
    }

    /// Whether any of these bytes is anywhere in the flash.
    pub fn flash_holds(&mut self, secret: &[u8]) -> bool {
        let flash = &self.camera.board().flash;
        Region::ALL.into_iter().any(|region| {
            flash
                .region(region)
                .windows(secret.len().max(1))
                .any(|window| window == secret)
        })
    }

    /// The code on the camera's label.
    #[must_use]
    pub fn label(&self) -> &SetupCode {
        &self.codes.label
    }

    /// The codes that people know.
    #[must_use]
    pub fn codes(&self) -> &Codes {
        &self.codes
    }

    /// Lets another controller do something with this camera.
    ///
    /// # Errors
    /// When it makes no sense now.
    pub fn lend(&mut self, phone: &mut Phone, verb: &Verb<'_>) -> Result<(), PhoneError> {
        let now = self.camera.now();
        self.talking = 0;
        phone.begin(verb, &mut self.codes, now, &mut self.camera.board().wire)
    }

    /// Makes another controller the first one of this house, and back again.
    pub fn swap_phone(&mut self, phone: &mut Phone) {
        core::mem::swap(&mut self.phones[0], phone);
    }

    /// Every password and key that the controllers of this story ever had.
    #[must_use]
    pub fn secrets(&self) -> Vec<Vec<u8>> {
        let all = self.phones.iter().flat_map(Phone::secrets);
        all.map(<[u8]>::to_vec).collect()
    }

    /// Lets time pass up to `to`.
    pub fn run_until(&mut self, to: Instant) {
        while self.camera.now() < to {
            self.advance_to_change(to);
        }
        self.settle();
    }

    /// Lets the camera and the controllers talk until all have said all.
    fn settle(&mut self) {
        loop {
            self.camera.settle();
            let now = self.camera.now();
            let wire = &mut self.camera.board().wire;
            let mut heard = false;
            for phone in &mut self.phones {
                heard |= phone.hear(now, wire);
            }
            if !heard {
                break;
            }
        }
    }

    fn power(&mut self, power: Power) {
        match power {
            Power::On => self.camera.power(true),
            Power::Off => self.camera.power(false),
            Power::Crash => self.camera.crash(),
            Power::CutAtFlashOp { op, moment } => {
                let tear = match moment {
                    Moment::Before => Tear::Before,
                    Moment::Half => Tear::Half,
                    Moment::After => Tear::After,
                };
                self.camera.board().flash.cut_at(op, tear);
            }
        }
    }
}

impl World for House {
    type Error = HouseError;

    fn act(&mut self, line: &Line<'_>) -> Result<(), HouseError> {
        match line {
            Line::Profile(profile) => {
                let mine = self.camera.profile();
                if *profile != mine {
                    return Err(HouseError::Model(mine.name));
                }
            }
            Line::Power(power) => self.power(*power),
            Line::Button(_) if !self.camera.profile().has_button => {
                return Err(HouseError::NoButton);
            }
            Line::Button(level) => self.camera.board().button.part.0 = *level,
            Line::Router(json) => self.camera.board().set_router(serde_json::from_str(json)?),
            Line::Part { part, works } => self.camera.board().fail(*part, !works),
            Line::Radio { works } => self.camera.board().radio.fail(!works),
            Line::Servo { axis, stalled } => self.camera.board().head.part.jam(*axis, *stalled),
            Line::Sensor(sensor) => self.sense(*sensor),
            Line::Flash(becomes) => self.flash(*becomes),
            Line::Console(typed) => self.type_in(*typed),
            Line::Controller { number, verb } => {
                self.talking = usize::from(*number) - 1;
                let now = self.camera.now();
                let wire = &mut self.camera.board().wire;
                self.phones[self.talking].begin(verb, &mut self.codes, now, wire)?;
            }
            // The player of the story keeps these for itself.
            Line::Trace(_) | Line::Advance { .. } | Line::Expect(_) => {}
        }
        self.settle();
        Ok(())
    }

    fn now(&self) -> Instant {
        self.camera.now()
    }

    fn advance(&mut self, ms: u32) {
        self.run_until(self.camera.now().after(ms));
    }

    fn advance_to_change(&mut self, limit: Instant) {
        let now = self.camera.now();
        let next = self.camera.next_change().unwrap_or(limit).min(limit);
        self.camera.advance_to(next.max(now.after(1)).min(limit));
        self.settle();
    }

    fn see(&mut self) -> Sight<'_> {
        let now = self.camera.now();
        let status = self
            .camera
            .runner()
            .map(|runner| runner.device().status(now));
        let secrets = self.secrets().iter().any(|secret| self.flash_holds(secret));
        let phone = &self.phones[self.talking];
        let board = self.camera.board();
        let user_flash = user_flash(board.flash.region(Region::User));
        let radio = match board.on_air() {
            "joining" => RadioMode::Joining,
            "ap" => RadioMode::Ap,
            "station" | "ap+station" => RadioMode::Station,
            _ => RadioMode::Off,
        };
        Sight {
            status,
            light: board.light(),
            radio,
            reply: phone.outcome,
            receipt: phone.receipt,
            losses: &phone.losses,
            networks: &phone.networks,
            listed: &phone.listed,
            noticed: phone.noticed.map(|noticed| noticed.motion.zone),
            eyes: board.eyes(),
            findings: &phone.findings,
            support: phone.support,
            user_flash,
            secrets,
        }
    }
}

impl House {
    /// At the camera's serial console, which needs no network.
    fn type_in(&mut self, typed: Typed) {
        self.console = self.camera.type_in(match typed {
            Typed::Diagnose => Command::Diagnose,
            Typed::Restart => Command::Restart,
        });
        if typed == Typed::Diagnose {
            let now = self.now();
            let runner = self.camera.runner();
            let facts = runner.map(|runner| runner.facts(now));
            let findings = facts.into_iter().flat_map(Facts::findings);
            self.phones[self.talking].findings = findings.collect();
        }
    }

    fn flash(&mut self, becomes: Flash) {
        match becomes {
            Flash::Worn { times } => self.camera.board().flash.wear(times),
            Flash::Stuck => self.camera.stick(true),
            Flash::Good => {
                self.camera.stick(false);
                self.camera.board().flash.wear(0);
            }
            Flash::Rots(what) => self.camera.board().flash.rot(what),
        }
    }

    /// The room changes.
    fn sense(&mut self, sensor: Sensor) {
        self.phones
            .iter_mut()
            .for_each(|phone| phone.noticed = None);
        let board = self.camera.board();
        match sensor {
            Sensor::Motion(cells) => board.sensors.part.moved = Some(cells),
            Sensor::Light { percent } => board.sensors.part.light(percent),
            Sensor::Microphone { is_deaf } => board.audio.is_deaf = is_deaf,
        }
    }
}

/// A formatted region holds nothing but one seal of 12 bytes.
fn user_flash(region: &[u8]) -> UserFlash {
    let written = region.iter().filter(|byte| **byte != 0xff).count();
    match written {
        0 => UserFlash::Blank,
        1..=12 => UserFlash::Formatted,
        _ => UserFlash::Used,
    }
}

//! The mock board with all that is around it, as stories know it.

use core::cell::RefCell;
use std::rc::Rc;

use camera_fsm::diagnosis::Facts;
use camera_fsm::profile::Profile;
use camera_fsm::scenario::{CONTROLLERS, Flash, Line, Power, Sensor, Sight, Typed, World};
use camera_fsm::time::Instant;
use camera_hal::console::Command;
use camera_hal::mock::board::{LAYOUT, MockBoard};
use camera_hal::store::factory::Factory;
use camera_proto::pairing::{LabelRecord, MIN_ITERATIONS, SetupCode};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;

use crate::alone::air::Air;
use crate::around::{DARK, PACE, mode, networks, place_of, user_flash};
use crate::camera::{Board, Camera};
use crate::phone::{Codes, Phone};
use crate::waiting::Loop;

const HOME_MS: u32 = 4_000;

/// A camera, its networks and its controllers.
pub(crate) struct House {
    pub(crate) camera: Rc<RefCell<Camera>>,
    waits: Loop,
    phones: [Phone; CONTROLLERS as usize],
    /// Which of them did something last.
    talking: usize,
    codes: Codes,
}

impl House {
    /// With a camera from the factory that runs in that loop.
    pub(crate) fn new(profile: &'static Profile, waits: fn(Rc<RefCell<Camera>>) -> Loop) -> Self {
        let label = SetupCode::parse("1234-5678-9018").expect("a code");
        let board = board(profile, &label);
        let camera = Rc::new(RefCell::new(Camera::new(profile, board)));
        let phone = |place: u8| Phone::new(place, ChaCha20Rng::seed_from_u64(place.into()));
        Self {
            waits: waits(camera.clone()),
            camera,
            phones: core::array::from_fn(|place| phone(place as u8)),
            talking: 0,
            codes: Codes {
                label,
                invited: None,
                changed: None,
            },
        }
    }

    /// Lets the camera and the controllers talk until all have said all.
    fn settle(&mut self) {
        loop {
            self.waits.run(&self.camera);
            let mut heard = false;
            for phone in &mut self.phones {
                let mut camera = self.camera.borrow_mut();
                let (now, is_on_air) = (camera.now, is_on_air(&mut camera));
                heard |= phone.hear(now, (&mut camera.board().wire, is_on_air));
            }
            if !heard {
                return;
            }
            self.waits.signal();
        }
    }

    fn power(&mut self, power: Power) {
        let mut camera = self.camera.borrow_mut();
        match power {
            Power::On => camera.power(true),
            Power::Off => camera.power(false),
            Power::Crash => camera.crash(),
            Power::CutAtFlashOp { op, moment } => camera.cut_at(op, moment),
        }
    }

    fn flash(&mut self, becomes: Flash) {
        let mut camera = self.camera.borrow_mut();
        let sector = LAYOUT.user.base / LAYOUT.user.sector_bytes;
        match becomes {
            Flash::Worn { times } => camera.board().flash.fail_erase(sector, times),
            Flash::Stuck => camera.is_stuck = true,
            Flash::Good => {
                camera.is_stuck = false;
                camera.board().flash.fail_erase(sector, 0);
            }
            Flash::Rots(what) => {
                let image = camera.board().flash.image_mut();
                if let Some(byte) = place_of(image, what).and_then(|at| image.get_mut(at)) {
                    *byte ^= 1;
                }
            }
        }
    }

    fn type_in(&mut self, typed: Typed) {
        let now = self.now();
        let mut camera = self.camera.borrow_mut();
        let (command, facts) = match typed {
            Typed::Restart => (Command::Restart, None),
            Typed::Diagnose => {
                let runner = camera.runner();
                let facts = runner.map(|runner| runner.facts(now));
                (Command::Diagnose, Some(facts))
            }
        };
        if let Some(facts) = facts {
            let found = facts.into_iter().flat_map(Facts::findings);
            self.phones[self.talking].findings = found.collect();
        }
        camera.type_in(command);
    }

    fn sense(&mut self, sensor: Sensor) {
        self.phones
            .iter_mut()
            .for_each(|phone| phone.noticed = None);
        let mut camera = self.camera.borrow_mut();
        let board = camera.board();
        match sensor {
            Sensor::Motion(cells) => board.sensors.part.moved = Some(cells),
            Sensor::Light { percent } => board.sensors.part.light(percent),
            Sensor::Microphone { is_deaf } => board.audio.is_deaf = is_deaf,
        }
    }
}

impl World for House {
    type Error = String;

    fn act(&mut self, line: &Line<'_>) -> Result<(), String> {
        self.camera.borrow_mut().lines += 1;
        match line {
            Line::Profile(profile) if *profile != self.camera.borrow().profile => {
                return Err("a camera of another model".into());
            }
            Line::Power(power) => self.power(*power),
            Line::Button(level) => {
                self.camera.borrow_mut().board().button.part.0 = *level;
                self.waits.button(*level);
            }
            Line::Router(json) => {
                let mut camera = self.camera.borrow_mut();
                camera.board().radio.networks = networks(&Air::from_json(json)?);
            }
            Line::Part { part, works } => {
                self.camera.borrow_mut().board().fail(*part, !works);
                self.waits.fail(*part, !works);
            }
            Line::Radio { works } => self.camera.borrow_mut().board().radio.fail(!works),
            Line::Servo { axis, stalled } => {
                let mut camera = self.camera.borrow_mut();
                camera.board().head.part.jam(*axis, *stalled);
            }
            Line::Sensor(sensor) => self.sense(*sensor),
            Line::Flash(becomes) => self.flash(*becomes),
            Line::Console(typed) => self.type_in(*typed),
            Line::Controller { number, verb } => {
                self.talking = usize::from(*number) - 1;
                let mut camera = self.camera.borrow_mut();
                let (now, is_on_air) = (camera.now, is_on_air(&mut camera));
                let air = (&mut camera.board().wire, is_on_air);
                self.phones[self.talking].begin(verb, &mut self.codes, now, air)?;
            }
            // The player of the story keeps the last three for itself.
            Line::Profile(_) | Line::Trace(_) | Line::Advance { .. } | Line::Expect(_) => {}
        }
        // The button wakes who waits for it by itself.
        if !matches!(line, Line::Button(_)) {
            self.waits.signal();
        }
        self.settle();
        Ok(())
    }

    fn now(&self) -> Instant {
        self.camera.borrow().now
    }

    fn advance(&mut self, ms: u32) {
        let limit = self.now().after(ms);
        while self.now() < limit {
            self.advance_to_change(limit);
        }
    }

    fn advance_to_change(&mut self, limit: Instant) {
        let now = self.now();
        let due = self.camera.borrow().next_change();
        let next = due.unwrap_or(limit).max(now.after(1)).min(limit);
        self.waits.pass(&self.camera, next);
        self.settle();
    }

    fn see(&mut self) -> Sight<'_> {
        let mut camera = self.camera.borrow_mut();
        let now = camera.now;
        let status = camera.runner().map(|runner| runner.device().status(now));
        let board = camera.board();
        let radio = mode(&board.radio);
        let image = board.flash.image();
        let mut secrets = self.phones.iter().flat_map(|phone| &phone.secrets);
        let secrets = secrets.any(|secret| image.windows(secret.len()).any(|it| it == secret));
        let phone = &self.phones[self.talking];
        Sight {
            status,
            light: board.led.part.0.unwrap_or(DARK),
            radio,
            reply: phone.outcome,
            receipt: phone.receipt,
            losses: &phone.losses,
            networks: &phone.networks,
            listed: &phone.listed,
            noticed: phone.noticed,
            eyes: board.imaging.part.0.unwrap_or_default(),
            findings: &phone.findings,
            support: phone.support,
            user_flash: user_flash(&image[LAYOUT.user.base as usize..]),
            secrets,
        }
    }
}

fn board(profile: &Profile, label: &SetupCode) -> Board {
    let record = LabelRecord::from_code(label, &[7; 16], MIN_ITERATIONS).expect("a label");
    let factory = Factory {
        serial: heapless::Vec::from_slice(b"SN000001").expect("it fits"),
        model: heapless::Vec::from_slice(profile.model.as_bytes()).expect("it fits"),
        discriminator: 0xa1b2,
        made_on: 20_261_130,
        label: heapless::Vec::from_slice(&record.to_bytes()[..]).expect("it fits"),
    };
    let mut board = MockBoard::new(&factory, ChaCha20Rng::seed_from_u64(1)).expect("it fits");
    board.radio.pace = PACE;
    board.head.part.home_ms = HOME_MS;
    board.wire.follows_radio = true;
    board
}

fn is_on_air(camera: &mut Camera) -> bool {
    let radio = &camera.board().radio;
    radio.ap().is_some() || radio.is_station()
}

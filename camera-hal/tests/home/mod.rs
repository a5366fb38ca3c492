//! A camera on the mock board, and the apps around it.

use camera_fsm::input::{ClientId, PinLevel};
use camera_fsm::levels::{LedFrame, Pose};
use camera_fsm::profile::{Profile, REFERENCE};
use camera_fsm::time::Instant;
use camera_hal::link::{Computed, Handshake};
use camera_hal::mock::board::{LAYOUT, MockBoard};
use camera_hal::mock::journal::Journal;
use camera_hal::mock::wire::MockWire;
use camera_hal::runner::Runner;
use camera_hal::store::factory::Factory;
use camera_hal::wire::{Transport, Wire as _};
use camera_proto::controller::{Action, Controller, Input, Patience, Told};
use camera_proto::frame::MAX_FRAME;
use camera_proto::message::{Reply, Request};
use camera_proto::pairing::{LabelRecord, MIN_ITERATIONS, SetupCode};
use camera_proto::vocab::PairingSecret;
use heapless::Vec as Bounded;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;

pub(crate) fn code() -> SetupCode {
    SetupCode::parse("1234-5678-9018").unwrap()
}

pub(crate) fn label() -> LabelRecord {
    LabelRecord::from_code(&code(), &[7; 16], MIN_ITERATIONS).unwrap()
}

/// Who computes the halves of handshakes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Computes {
    /// The camera's only core, at once.
    Itself,
    /// Another one: the test says when.
    Another,
}

pub(crate) struct Home {
    pub(crate) now_ms: u64,
    pub(crate) camera: Runner<MockBoard<ChaCha20Rng>>,
    pub(crate) apps: [App; 2],
    pub(crate) computes: Computes,
    /// What the other core works on.
    pub(crate) handshake: Option<Handshake>,
    rng: ChaCha20Rng,
    journal: Option<&'static Journal>,
    /// Who else is on the wire, and what it does there every 10 ms.
    pub(crate) meddler: Option<Meddler>,
    /// Since when the head moves.
    moves_since_ms: Option<u64>,
    /// What took long and began while it moved, and for how long it had moved.
    pub(crate) long_while_moving: Vec<(u64, &'static str)>,
}

/// Does something on the wire.
pub(crate) type Meddler = Box<dyn FnMut(&mut MockWire)>;

pub(crate) struct App {
    client: ClientId,
    machine: Controller,
    came: Vec<u8>,
    told: Vec<Told>,
}

impl App {
    fn new(place: u8) -> Self {
        Self::by(place, Transport::Tcp)
    }

    pub(crate) fn by(place: u8, transport: Transport) -> Self {
        Self {
            client: ClientId(place),
            machine: Controller::new(transport as u8, Patience::default()),
            came: Vec::new(),
            told: Vec::new(),
        }
    }
}

impl Home {
    /// A camera from the factory that has just opened its setup.
    pub(crate) fn new() -> Self {
        Self::of(&REFERENCE)
    }

    /// The same of that model.
    pub(crate) fn of(profile: &'static Profile) -> Self {
        let factory = Factory {
            serial: Bounded::from_slice(b"SN000001").unwrap(),
            model: Bounded::from_slice(b"Spot PT-1").unwrap(),
            discriminator: 0xa1b2,
            made_on: 20_261_123,
            label: Bounded::from_slice(&label().to_bytes()[..]).unwrap(),
        };
        let board = MockBoard::new(&factory, ChaCha20Rng::seed_from_u64(1)).unwrap();
        let mut home = Self {
            now_ms: 0,
            camera: Runner::start(board, profile, LAYOUT, Instant::from_millis(0)),
            apps: [App::new(0), App::new(1)],
            computes: Computes::Itself,
            handshake: None,
            rng: ChaCha20Rng::seed_from_u64(2),
            journal: None,
            meddler: None,
            moves_since_ms: None,
            long_while_moving: Vec::new(),
        };
        home.pass(4_000);
        home
    }

    /// Writes down what the board does from now on.
    pub(crate) fn keep_journal(&mut self) -> &'static Journal {
        let journal = Box::leak(Box::new(Journal::new()));
        self.camera.board().keep_journal(journal);
        self.journal = Some(journal);
        journal
    }

    pub(crate) fn now(&self) -> Instant {
        Instant::from_millis(self.now_ms)
    }

    /// Lets time pass.
    pub(crate) fn pass(&mut self, ms: u64) {
        let end_ms = self.now_ms + ms;
        while self.now_ms < end_ms {
            self.now_ms += 10;
            if let Some(meddles) = &mut self.meddler {
                meddles(&mut self.camera.board().wire);
            }
            self.camera_goes_on();
            for at in 0..self.apps.len() {
                self.app_hears(at);
            }
        }
    }

    /// Tells an app to do something, and waits for what comes of it.
    pub(crate) fn ask(&mut self, at: usize, input: Input<'_, '_>) -> Told {
        self.begin(at, input);
        for _ in 0..1_000 {
            if !self.apps[at].told.is_empty() {
                return self.apps[at].told.remove(0);
            }
            self.pass(10);
        }
        panic!("nothing came of it in 10 s");
    }

    pub(crate) fn reply(&mut self, at: usize, request: &Request) -> Reply {
        match self.ask(at, Input::Ask(request)) {
            Told::Reply(reply) => reply,
            told => panic!("{told:?}"),
        }
    }

    /// Tells an app to do something.
    pub(crate) fn begin(&mut self, at: usize, input: Input<'_, '_>) {
        let (app, now_ms) = (&mut self.apps[at], self.now_ms);
        let mut out = [0; MAX_FRAME];
        let mut step = app.machine.step(now_ms, input, &mut self.rng, &mut out);
        if step.action == Some(Action::Connect) {
            self.camera.board().wire.plug(app.client);
            let input = Input::Connected;
            step = app.machine.step(now_ms, input, &mut self.rng, &mut out);
        }
        if let Some((len, _)) = step.send {
            self.camera.board().wire.say(app.client, &out[..len]);
        }
        app.told.extend(step.told);
    }

    /// Pairs with the label's code, and is enrolled.
    pub(crate) fn pair(&mut self, at: usize) {
        let told = self.ask(at, Input::Reach(PairingSecret::CODE));
        assert!(matches!(told, Told::Hello(_)), "{told:?}");
        let told = self.ask(at, Input::Pair(&code(), &name()));
        assert!(matches!(told, Told::Enrolled(_)), "{told:?}");
    }

    /// Pairs by an invitation, up to where the camera has something to compute.
    pub(crate) fn begin_to_pair(&mut self, at: usize) {
        self.share(at);
        assert!(self.handshake.is_some(), "there is something to compute");
    }

    /// Sends its share of a pairing by an invitation.
    pub(crate) fn share(&mut self, at: usize) {
        let told = self.ask(at, Input::Reach(PairingSecret::INVITATION));
        assert!(matches!(told, Told::Hello(_)), "{told:?}");
        self.begin(at, Input::Pair(&code(), &name()));
        self.pass(100);
    }

    /// What the other core is done with.
    pub(crate) fn compute(&mut self) -> Computed {
        let handshake = self.handshake.take().expect("something to compute");
        handshake.compute(&mut self.rng)
    }

    pub(crate) fn give_back(&mut self, computed: Computed) {
        let now = self.now();
        self.camera.computed(now, computed);
    }

    pub(crate) fn press(&mut self, level: PinLevel) {
        self.camera.board().button.part.0 = level;
    }

    pub(crate) fn hang_up(&mut self, at: usize) {
        let client = self.apps[at].client;
        self.camera.board().wire.close(client);
        self.apps[at] = App::new(client.0);
    }

    /// What the LED shows while time passes.
    pub(crate) fn shown(&mut self, ms: u64) -> Vec<LedFrame> {
        (0..ms / 20)
            .map(|_| {
                self.pass(20);
                self.camera.board().led.part.0.expect("it shows something")
            })
            .collect()
    }

    pub(crate) fn pose(&mut self) -> Pose {
        self.camera
            .board()
            .head
            .part
            .pose
            .expect("it points somewhere")
    }

    /// The power goes, and comes back.
    pub(crate) fn restart(self) -> Self {
        let profile = self.camera.device().profile();
        let mut board = self.camera.into_board();
        board.power_off();
        let now = Instant::from_millis(self.now_ms);
        Self {
            camera: Runner::start(board, profile, LAYOUT, now),
            apps: [App::new(0), App::new(1)],
            ..self
        }
    }

    fn camera_goes_on(&mut self) {
        let now = self.now();
        if let Some(journal) = self.journal {
            journal.set_time(now);
        }
        self.camera.turn(now);
        loop {
            if self.computes == Computes::Another && self.handshake.is_none() {
                self.handshake = self.camera.take_handshake(now);
            }
            if !self.works(now) {
                break;
            }
            self.camera.turn(now);
        }
    }

    /// One piece of work, and whether the head moved when it began.
    fn works(&mut self, now: Instant) -> bool {
        let moves = self.camera.device().pan_tilt().is_moving(now);
        let since_ms = self.moves_since_ms.unwrap_or(self.now_ms);
        self.moves_since_ms = moves.then_some(since_ms);
        let before = self.touched();
        let has_worked = self.camera.work(now);
        let (units, erases, recordings) = self.touched();
        // Who does not hear of it does not turn again, and tells nobody what came of it.
        assert!(
            has_worked || before.0 == units,
            "a change of the flash is work"
        );
        let long = match before {
            (_, before, _) if before != erases => Some("an erase"),
            (_, _, before) if before > recordings => Some("an erase of recordings"),
            (before, ..) if before == units && has_worked => Some("a handshake"),
            _ => None,
        };
        if let Some(long) = long.filter(|_| moves) {
            self.long_while_moving.push((self.now_ms - since_ms, long));
        }
        has_worked
    }

    /// Units and erases of the flash, and recordings, until now.
    fn touched(&mut self) -> (u32, u32, usize) {
        let board = self.camera.board();
        let recordings = board.recordings.part.sealed_by.len();
        (board.flash.units(), board.flash.erases(), recordings)
    }

    fn app_hears(&mut self, at: usize) {
        let app = &mut self.apps[at];
        let mut bytes = [0; 256];
        let len = self.camera.board().wire.hear(app.client, &mut bytes);
        app.came.extend(&bytes[..len]);
        let came = core::mem::take(&mut app.came);
        let mut rest = came.as_slice();
        while !rest.is_empty() {
            self.begin(at, Input::Received(&mut rest));
        }
        self.begin(at, Input::Tick);
    }
}

pub(crate) fn name() -> Bounded<u8, 24> {
    Bounded::from_slice(b"phone").unwrap()
}

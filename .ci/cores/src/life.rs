//! A life of a camera: runner, store, link and cryptography on a board in RAM,
//! and an app. Every frame between them is told, and what the LED shows.

use core::fmt::{self, Write};

use camera_app::go_on;
use camera_fsm::input::{ClientId, PinLevel};
use camera_fsm::levels::LedFrame;
use camera_fsm::profile::REFERENCE;
use camera_fsm::time::Instant;
use camera_hal::mock::board::{LAYOUT, MockBoard};
use camera_hal::mock::radio::AccessPoint;
use camera_hal::runner::Runner;
use camera_hal::store::factory::Factory;
use camera_hal::wire::Wire as _;
use camera_proto::controller::{Action, Controller, Input, Patience, Told};
use camera_proto::frame::MAX_FRAME;
use camera_proto::message::{
    Enrolled, MoveAbsolute, Provision, Reply, Request, ResetConfirm, ResetRequest,
};
use camera_proto::pairing::{LabelRecord, MIN_ITERATIONS, SetupCode};
use camera_proto::vocab::{
    Band, Bssid, Cdeg, Network, PairingSecret, Passphrase, ResetScope, Security, Speed, Ssid,
};
use heapless::Vec;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;

use crate::Hex;
use crate::stack::Stack;

/// The place of the app at the camera.
const APP: ClientId = ClientId(0);

type Camera = Runner<MockBoard<ChaCha20Rng>>;

struct Home<'a, W, S> {
    now_ms: u64,
    camera: Camera,
    app: Controller,
    rng: ChaCha20Rng,
    came: Vec<u8, 512>,
    led: Option<LedFrame>,
    out: &'a mut W,
    stack: &'a mut S,
}

fn code() -> SetupCode {
    SetupCode::parse("1234-5678-9018").expect("a code")
}

fn board() -> MockBoard<ChaCha20Rng> {
    let label = LabelRecord::from_code(&code(), &[7; 16], MIN_ITERATIONS).expect("a label");
    let factory = Factory {
        serial: Vec::from_slice(b"SN000001").expect("it fits"),
        model: Vec::from_slice(b"Spot PT-1").expect("it fits"),
        discriminator: 0xa1b2,
        made_on: 20_261_124,
        label: Vec::from_slice(&label.to_bytes()[..]).expect("it fits"),
    };
    let mut board = MockBoard::new(&factory, ChaCha20Rng::seed_from_u64(1)).expect("it fits");
    let network = Network {
        ssid: ssid(),
        bssid: Bssid([2, 0, 0, 0, 0, 1]),
        rssi_dbm: -52,
        security: Security::WPA2,
        channel: 6,
    };
    let known = AccessPoint::new(network, password());
    board.radio.networks.push(known).expect("it is the first");
    board
}

fn ssid() -> Ssid {
    Ssid::new(b"Home").expect("a name")
}

fn password() -> Passphrase {
    Passphrase::new(b"correct horse").expect("a password")
}

pub(crate) fn tell<W: Write, S: Stack>(out: &mut W, stack: &mut S) -> fmt::Result {
    let mut home = Home {
        now_ms: 0,
        camera: Runner::start(board(), &REFERENCE, LAYOUT, Instant::from_millis(0)),
        app: Controller::new(1, Patience::default()),
        rng: ChaCha20Rng::seed_from_u64(2),
        came: Vec::new(),
        led: None,
        out,
        stack,
    };
    home.live()
}

impl<W: Write, S: Stack> Home<'_, W, S> {
    fn live(&mut self) -> fmt::Result {
        self.pass(10_000)?;
        self.done("out of the box")?;
        self.press(PinLevel::Down, 6_000)?;
        self.press(PinLevel::Up, 10_000)?;
        self.done("a reset by the button")?;
        let mine = self.pair()?;
        self.done("a pairing")?;
        self.ask(Input::Ask(&provision()))?;
        self.pass(1_000)?;
        self.done("a setup")?;
        self.resume(&mine)?;
        self.done("a resumed session")?;
        self.turn_head()?;
        self.done("a moved head")?;
        self.reset()?;
        self.pass(10_000)?;
        self.done("a reset by the app")
    }

    fn pair(&mut self) -> Result<Enrolled, fmt::Error> {
        self.ask(Input::Reach(PairingSecret::CODE))?;
        let name = Vec::from_slice(b"cores").expect("it fits");
        match self.ask(Input::Pair(&code(), &name))? {
            Told::Enrolled(mine) => Ok(mine),
            told => panic!("{told:?}"),
        }
    }

    fn resume(&mut self, mine: &Enrolled) -> fmt::Result {
        self.camera.board().wire.close(APP);
        self.app = Controller::new(1, Patience::default());
        self.came.clear();
        self.pass(100)?;
        self.ask(Input::Reach(PairingSecret::CODE))?;
        let told = self.ask(Input::Resume(mine.key_id, &mine.key))?;
        assert!(matches!(told, Told::Open), "{told:?}");
        Ok(())
    }

    fn turn_head(&mut self) -> fmt::Result {
        self.ask(Input::Ask(&Request::MoveAbsolute(MoveAbsolute {
            pan: Some(Cdeg(3_000)),
            tilt: Some(Cdeg(-1_000)),
            speed: Speed::default(),
        })))?;
        self.pass(3_000)?;
        let pose = self.camera.board().head.part.pose;
        writeln!(self.out, "  {} {pose:?}", self.now_ms)
    }

    fn reset(&mut self) -> fmt::Result {
        let scope = ResetScope::Everything;
        let list = Request::ResetRequest(ResetRequest { scope });
        let Told::Reply(Reply::LossList(list)) = self.ask(Input::Ask(&list))? else {
            panic!("no list")
        };
        let token = list.token;
        self.ask(Input::Ask(&Request::ResetConfirm(ResetConfirm { token })))?;
        Ok(())
    }

    fn press(&mut self, level: PinLevel, ms: u64) -> fmt::Result {
        self.camera.board().button.part.0 = level;
        self.pass(ms)
    }

    /// What of it is in the flash tells of every byte of it.
    fn done(&mut self, what: &str) -> fmt::Result {
        let flash = self.camera.board().flash.image();
        let sum = flash.iter().fold(0xcbf2_9ce4_8422_2325, |sum: u64, byte| {
            (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let status = self
            .camera
            .device()
            .status(Instant::from_millis(self.now_ms));
        writeln!(
            self.out,
            "life {what}: {:?}, flash {sum:016x}",
            status.state
        )?;
        self.stack.tell(what);
        Ok(())
    }

    fn pass(&mut self, ms: u64) -> fmt::Result {
        let end_ms = self.now_ms + ms;
        while self.now_ms < end_ms {
            self.now_ms += 10;
            self.camera_goes_on()?;
        }
        Ok(())
    }

    /// As on a board; a restart is a new runner on the same one.
    fn camera_goes_on(&mut self) -> fmt::Result {
        let now = Instant::from_millis(self.now_ms);
        let camera = &mut self.camera;
        self.stack.watch(&mut || {
            go_on(camera, None, || now);
        });
        if self.camera.is_rebooting() {
            let flash = core::mem::take(&mut self.camera.board().flash);
            let mut fresh = board();
            fresh.flash = flash;
            self.camera = Runner::start(fresh, &REFERENCE, LAYOUT, now);
            writeln!(self.out, "  {} restart", self.now_ms)?;
        }
        let led = self.camera.board().led.part.0;
        if led != self.led {
            self.led = led;
            let LedFrame { color, brightness } = led.expect("it shows something");
            writeln!(self.out, "  {} {color:?} {brightness}", self.now_ms)?;
        }
        Ok(())
    }

    /// The app does one thing, and waits for what comes of it.
    fn ask(&mut self, input: Input<'_, '_>) -> Result<Told, fmt::Error> {
        let mut out = [0; MAX_FRAME];
        let mut step = self.app.step(self.now_ms, input, &mut self.rng, &mut out);
        loop {
            if step.action == Some(Action::Connect) {
                self.camera.board().wire.plug(APP);
                step = self
                    .app
                    .step(self.now_ms, Input::Connected, &mut self.rng, &mut out);
            }
            if let Some((len, _)) = step.send {
                writeln!(self.out, "  {} to camera {}", self.now_ms, Hex(&out[..len]))?;
                self.camera.board().wire.say(APP, &out[..len]);
            }
            if let Some(told) = step.told {
                return Ok(told);
            }
            self.pass(10)?;
            let mut bytes = [0; 256];
            let len = self.camera.board().wire.hear(APP, &mut bytes);
            if len > 0 {
                writeln!(self.out, "  {} to app {}", self.now_ms, Hex(&bytes[..len]))?;
            }
            self.came
                .extend_from_slice(&bytes[..len])
                .expect("it is read in time");
            let came = self.came.clone();
            let mut rest = &came[..];
            let input = match rest {
                [] => Input::Tick,
                _ => Input::Received(&mut rest),
            };
            step = self.app.step(self.now_ms, input, &mut self.rng, &mut out);
            self.came = Vec::from_slice(rest).expect("less than there was");
        }
    }
}

fn provision() -> Request {
    Request::Provision(Provision {
        ssid: ssid(),
        passphrase: password(),
        security: None,
        bssid: None,
        hidden: false,
        allow_no_internet: false,
        seen_on: Band::Unknown,
    })
}

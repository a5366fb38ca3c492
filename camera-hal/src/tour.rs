//! A tour: a camera and an app in one program, from the label to the reset.
//!
//! Both sides are machines that somebody else keeps going, so there are two
//! loops: the camera's, which every board has, and the app's, which every app
//! has. Between them is a cable; on real hardware it is TCP.
//!
//! ```
//! # #[cfg(all(feature = "mock", feature = "pairing"))] {
//! use camera_fsm::{input::ClientId, profile::REFERENCE, time::Instant};
//! use camera_hal::mock::board::{LAYOUT, MockBoard};
//! use camera_hal::mock::radio::AccessPoint;
//! use camera_hal::{runner::Runner, store::factory::Factory};
//! use camera_hal::wire::Wire as _;
//! use camera_proto::controller::{Action, Controller, Input, Patience, Told};
//! use camera_proto::frame::MAX_FRAME;
//! use camera_proto::message::{Provision, Reply, Request, ResetConfirm, ResetRequest};
//! use camera_proto::pairing::{LabelRecord, MIN_ITERATIONS, SetupCode};
//! use camera_proto::vocab::{
//!     Band, Bssid, CameraState, Network, Passphrase, PairingSecret, ResetScope, Security, Ssid,
//! };
//! use heapless::Vec;
//! use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng as _};
//!
//! /// The place of the phone at the camera.
//! const PHONE: ClientId = ClientId(0);
//!
//! struct Home {
//!     now_ms: u64,
//!     camera: Runner<MockBoard<ChaCha20Rng>>,
//!     app: Controller,
//!     rng: ChaCha20Rng,
//!     /// What came for the app and is not read yet.
//!     came: std::vec::Vec<u8>,
//! }
//!
//! impl Home {
//!     /// The camera's loop, up to the point where a board would sleep.
//!     fn camera_goes_on(&mut self) {
//!         let now = Instant::from_millis(self.now_ms);
//!         self.camera.turn(now);
//!         while self.camera.work(now) {
//!             self.camera.turn(now);
//!         }
//!     }
//!
//!     /// The app's loop: does one thing, and waits for what comes of it.
//!     fn ask(&mut self, input: Input<'_, '_>) -> Told {
//!         let mut out = [0; MAX_FRAME];
//!         let mut step = self.app.step(self.now_ms, input, &mut self.rng, &mut out);
//!         loop {
//!             if step.action == Some(Action::Connect) {
//!                 self.camera.board().wire.plug(PHONE);
//!                 step = self.app.step(self.now_ms, Input::Connected, &mut self.rng, &mut out);
//!             }
//!             if let Some((len, _kind)) = step.send {
//!                 self.camera.board().wire.say(PHONE, &out[..len]);
//!             }
//!             if let Some(told) = step.told {
//!                 return told;
//!             }
//!             self.camera_goes_on();
//!             self.now_ms += 10;
//!             let mut bytes = [0; 256];
//!             let len = self.camera.board().wire.hear(PHONE, &mut bytes);
//!             self.came.extend(&bytes[..len]);
//!             let mut rest = &self.came[..];
//!             let input = match rest {
//!                 [] => Input::Tick,
//!                 _ => Input::Received(&mut rest),
//!             };
//!             step = self.app.step(self.now_ms, input, &mut self.rng, &mut out);
//!             let read = self.came.len() - rest.len();
//!             self.came.drain(..read);
//!         }
//!     }
//! }
//!
//! // In the factory: a code on the label, and in the flash what can check it.
//! let code = SetupCode::parse("1234-5678-9018").unwrap();
//! let label = LabelRecord::from_code(&code, &[7; 16], MIN_ITERATIONS).unwrap();
//! let factory = Factory {
//!     serial: Vec::from_slice(b"SN000001").unwrap(),
//!     model: Vec::from_slice(b"Spot PT-1").unwrap(),
//!     discriminator: 0xa1b2,
//!     made_on: 2026_11_23,
//!     label: Vec::from_slice(&label.to_bytes()[..]).unwrap(),
//! };
//!
//! // At home: one network, and power.
//! let mut board = MockBoard::new(&factory, ChaCha20Rng::seed_from_u64(1)).unwrap();
//! let ssid = Ssid::new(b"Home").unwrap();
//! let network = Network {
//!     ssid: ssid.clone(),
//!     bssid: Bssid([2, 0, 0, 0, 0, 1]),
//!     rssi_dbm: -52,
//!     security: Security::WPA2,
//!     channel: 6,
//! };
//! let password = Passphrase::new(b"correct horse").unwrap();
//! board.radio.networks.push(AccessPoint::new(network, password.clone())).unwrap();
//! let mut home = Home {
//!     now_ms: 0,
//!     camera: Runner::start(board, &REFERENCE, LAYOUT, Instant::from_millis(0)),
//!     app: Controller::new(1, Patience::default()),
//!     rng: ChaCha20Rng::seed_from_u64(2),
//!     came: std::vec::Vec::new(),
//! };
//! // From the factory it opens its setup by itself, after three seconds.
//! while home.now_ms < 4_000 {
//!     home.camera_goes_on();
//!     home.now_ms += 100;
//! }
//!
//! // Pair: the code is proven, never sent, and the app gets a key of its own.
//! let Told::Hello(hello) = home.ask(Input::Reach(PairingSecret::CODE)) else { panic!() };
//! assert!(hello.setup_open);
//! let name = Vec::from_slice(b"phone").unwrap();
//! let Told::Enrolled(mine) = home.ask(Input::Pair(&code, &name)) else { panic!() };
//!
//! // Set up: done once the camera has an address.
//! let provision = Request::Provision(Provision {
//!     ssid,
//!     passphrase: password,
//!     security: None,
//!     bssid: None,
//!     hidden: false,
//!     allow_no_internet: false,
//!     seen_on: Band::Unknown,
//! });
//! assert!(matches!(home.ask(Input::Ask(&provision)), Told::Reply(Reply::Done)));
//! let Told::Reply(Reply::Status(status)) = home.ask(Input::Ask(&Request::Status)) else { panic!() };
//! assert_eq!(status.state, CameraState::ONLINE);
//!
//! // Reset: first what would be lost, then, with that list's token, the reset.
//! let reset = Request::ResetRequest(ResetRequest { scope: ResetScope::Everything });
//! let Told::Reply(Reply::LossList(list)) = home.ask(Input::Ask(&reset)) else { panic!() };
//! let confirm = Request::ResetConfirm(ResetConfirm { token: list.token });
//! assert!(matches!(home.ask(Input::Ask(&confirm)), Told::Reply(Reply::Done)));
//! while !home.camera.is_rebooting() {
//!     home.camera_goes_on();
//!     home.now_ms += 100;
//! }
//! let mut board = home.camera.into_board();
//! board.power_off();
//! home.camera = Runner::start(board, &REFERENCE, LAYOUT, Instant::from_millis(home.now_ms));
//!
//! // The key is dead, and so is everything else that was the owner's.
//! let Told::Hello(_) = home.ask(Input::Reach(PairingSecret::CODE)) else { panic!() };
//! assert!(matches!(home.ask(Input::Resume(mine.key_id, &mine.key)), Told::Ended(_)));
//! let flash = home.camera.board().flash.image();
//! assert!(!flash.windows(13).any(|bytes| bytes == b"correct horse"));
//! assert!(!flash.windows(32).any(|bytes| bytes == mine.key));
//! # }
//! ```
//!
//! What comes next: [`board::Board`](crate::board::Board) for real parts,
//! [`profile`](camera_fsm::profile) for another model's times and lights, and
//! SPEC.md of `camera-proto` for an app in another language.

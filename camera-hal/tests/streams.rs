//! Controllers on streams that give and take what the test's script says.
#![cfg(feature = "pairing")]

use std::collections::VecDeque;
use std::sync::LazyLock;

use camera_fsm::input::ClientId;
use camera_fsm::profile::REFERENCE;
use camera_fsm::time::Instant;
use camera_hal::board::{Board, Parts};
use camera_hal::mock::board::{LAYOUT, MockBoard};
use camera_hal::runner::Runner;
use camera_hal::store::factory::Factory;
use camera_hal::system::System;
use camera_hal::wire::Wire as _;
use camera_hal::wire::stream::Line;
use camera_proto::controller::{Action, Controller, Input, Patience};
use camera_proto::frame::MAX_FRAME;
use camera_proto::pairing::{LabelRecord, MIN_ITERATIONS, SetupCode};
use camera_proto::vocab::PairingSecret;
use embedded_io::{ErrorKind, ErrorType, Read, ReadReady, Write, WriteReady};
use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;

/// What a stream does when it is looked at.
#[derive(Clone, Copy, Debug)]
enum Does {
    /// It has nothing, and no room.
    Nothing,
    /// It gives or takes so many bytes at once.
    Bytes(usize),
    Fails(ErrorKind),
    Ends,
}

/// A stream with a script for each direction; behind its end it does all that is asked.
#[derive(Default)]
struct Script {
    reads: VecDeque<Does>,
    writes: VecDeque<Does>,
    to_camera: VecDeque<u8>,
    to_app: Vec<u8>,
    is_sending: bool,
}

const ALL: Does = Does::Bytes(usize::MAX);

impl ErrorType for Script {
    type Error = ErrorKind;
}

impl ReadReady for Script {
    fn read_ready(&mut self) -> Result<bool, ErrorKind> {
        Ok(match self.reads.front() {
            Some(Does::Nothing) => {
                self.reads.pop_front();
                false
            }
            Some(Does::Fails(_) | Does::Ends) => true,
            Some(Does::Bytes(_)) | None => !self.to_camera.is_empty(),
        })
    }
}

impl WriteReady for Script {
    fn write_ready(&mut self) -> Result<bool, ErrorKind> {
        let is_full = matches!(self.writes.front(), Some(Does::Nothing));
        if is_full {
            self.writes.pop_front();
        }
        Ok(!is_full)
    }
}

impl Read for Script {
    fn read(&mut self, into: &mut [u8]) -> Result<usize, ErrorKind> {
        match self.reads.pop_front().unwrap_or(ALL) {
            Does::Fails(kind) => Err(kind),
            Does::Ends => Ok(0),
            Does::Nothing => panic!("it would block"),
            Does::Bytes(_) if self.to_camera.is_empty() => panic!("it would block"),
            Does::Bytes(most) => {
                let len = most.min(into.len()).min(self.to_camera.len());
                for (to, from) in into.iter_mut().zip(self.to_camera.drain(..len)) {
                    *to = from;
                }
                Ok(len)
            }
        }
    }
}

impl Write for Script {
    fn write(&mut self, bytes: &[u8]) -> Result<usize, ErrorKind> {
        match self.writes.pop_front().unwrap_or(ALL) {
            Does::Fails(kind) => Err(kind),
            Does::Ends => Ok(0),
            Does::Nothing => panic!("it would block"),
            Does::Bytes(most) => {
                let len = most.min(bytes.len());
                self.to_app.extend(&bytes[..len]);
                Ok(len)
            }
        }
    }

    fn flush(&mut self) -> Result<(), ErrorKind> {
        panic!("it would block")
    }
}

/// The mock board, on two serial lines.
struct Wired {
    rest: MockBoard<ChaCha20Rng>,
    lines: [Line<Script>; 2],
}

impl Board for Wired {
    type Button = <MockBoard<ChaCha20Rng> as Board>::Button;
    type Led = <MockBoard<ChaCha20Rng> as Board>::Led;
    type Head = <MockBoard<ChaCha20Rng> as Board>::Head;
    type Sensors = <MockBoard<ChaCha20Rng> as Board>::Sensors;
    type Imaging = <MockBoard<ChaCha20Rng> as Board>::Imaging;
    type Recordings = <MockBoard<ChaCha20Rng> as Board>::Recordings;
    type Audio = <MockBoard<ChaCha20Rng> as Board>::Audio;
    type Flash = <MockBoard<ChaCha20Rng> as Board>::Flash;
    type Radio = <MockBoard<ChaCha20Rng> as Board>::Radio;
    type Cloud = <MockBoard<ChaCha20Rng> as Board>::Cloud;
    type Wire = [Line<Script>; 2];
    type Rng = ChaCha20Rng;

    fn parts(&mut self) -> Parts<'_, Self> {
        let rest = self.rest.parts();
        Parts {
            button: rest.button,
            led: rest.led,
            head: rest.head,
            sensors: rest.sensors,
            imaging: rest.imaging,
            recordings: rest.recordings,
            audio: rest.audio,
            flash: rest.flash,
            radio: rest.radio,
            cloud: rest.cloud,
            wire: &mut self.lines,
            rng: rest.rng,
            about: rest.about,
        }
    }
}

impl System for Wired {
    fn reboot(&mut self) {}
}

type Camera = Runner<Wired>;

static LABEL: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let code = SetupCode::parse("1234-5678-9018").unwrap();
    let label = LabelRecord::from_code(&code, &[7; 16], MIN_ITERATIONS).unwrap();
    label.to_bytes().to_vec()
});

fn camera() -> Camera {
    let factory = Factory {
        serial: heapless::Vec::new(),
        model: heapless::Vec::new(),
        discriminator: 1,
        made_on: 20_261_124,
        label: heapless::Vec::from_slice(&LABEL[..]).unwrap(),
    };
    let rest = MockBoard::new(&factory, ChaCha20Rng::seed_from_u64(1)).unwrap();
    let line = || Line::with_arrival(Script::default(), |script: &Script| !script.is_sending);
    let lines = [line(), line()];
    Runner::start(
        Wired { rest, lines },
        &REFERENCE,
        LAYOUT,
        Instant::from_millis(0),
    )
}

fn line(camera: &mut Camera, at: usize) -> &mut Line<Script> {
    &mut camera.board().lines[at]
}

/// What an app says first.
fn hello() -> Vec<u8> {
    let mut app = Controller::new(1, Patience::default());
    let (mut rng, mut out) = (ChaCha20Rng::seed_from_u64(2), [0; MAX_FRAME]);
    let reach = Input::Reach(PairingSecret::CODE);
    let step = app.step(0, reach, &mut rng, &mut out);
    assert_eq!(step.action, Some(Action::Connect));
    let step = app.step(0, Input::Connected, &mut rng, &mut out);
    let (len, _) = step.send.expect("it greets");
    out[..len].to_vec()
}

/// What the line at `at` is told when it says hello, within a second.
fn greeted(camera: &mut Camera, at: usize) -> Vec<u8> {
    line(camera, at).stream().to_camera.extend(hello());
    go_on(camera);
    core::mem::take(&mut line(camera, at).stream().to_app)
}

fn go_on(camera: &mut Camera) {
    for ms in 0..1_000 {
        camera.turn(Instant::from_millis(ms));
    }
}

fn number(camera: &mut Camera, at: u8) -> Option<u32> {
    camera.board().lines.connection(ClientId(at))
}

fn does() -> impl Strategy<Value = Does> {
    prop_oneof![
        Just(Does::Nothing),
        (1_usize..20).prop_map(Does::Bytes),
        Just(ALL)
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    /// However the bytes come and go, they are the same.
    #[test]
    fn a_stream_in_pieces_says_what_a_whole_one_says(
        reads in proptest::collection::vec(does(), 0..100),
        writes in proptest::collection::vec(does(), 0..100),
    ) {
        let whole = greeted(&mut camera(), 0);
        prop_assert!(!whole.is_empty());
        let mut camera = camera();
        let script = line(&mut camera, 0).stream();
        script.to_camera.extend(hello());
        (script.reads, script.writes) = (reads.into(), writes.into());
        go_on(&mut camera);
        prop_assert_eq!(&line(&mut camera, 0).stream().to_app, &whole);
    }
}

#[test]
fn who_says_something_is_there_and_who_hung_up_comes_back_as_another() {
    let mut camera = camera();
    go_on(&mut camera);
    assert_eq!(number(&mut camera, 0), None, "nobody has said anything");
    assert_eq!(
        number(&mut camera, 2),
        None,
        "there is no such place of a line"
    );
    let first = greeted(&mut camera, 0);
    assert_eq!(number(&mut camera, 0), Some(1));
    line(&mut camera, 0).hang_up();
    go_on(&mut camera);
    assert_eq!(number(&mut camera, 0), None);
    // Greeted anew: the one before may not say hello twice.
    let second = greeted(&mut camera, 0);
    assert_eq!(number(&mut camera, 0), Some(2));
    assert_eq!(second.len(), first.len());
    assert_eq!(line(&mut camera, 0).fault(), None);
}

/// An error, or the end, of one stream hangs up that one, and the other is told what it would be told anyway.
#[test]
fn a_stream_that_fails_hangs_up_says_why_and_costs_the_others_nothing() {
    let kind = ErrorKind::InvalidData;
    let alone = greeted(&mut camera(), 1);
    let ends = [
        ([Does::Fails(kind)].into(), [].into(), Some(kind)),
        ([Does::Ends].into(), [].into(), None),
        (
            [].into(),
            [Does::Bytes(3), Does::Fails(kind)].into(),
            Some(kind),
        ),
    ];
    for (reads, writes, fault) in ends {
        let does = format!("{reads:?} {writes:?}");
        let mut camera = camera();
        let script = line(&mut camera, 0).stream();
        script.to_camera.extend(hello());
        (script.reads, script.writes) = (reads, writes);
        let told = greeted(&mut camera, 1);
        assert_eq!(told, alone, "{does}");
        assert_ne!(number(&mut camera, 0), Some(1), "hung up: {does}");
        assert_eq!(line(&mut camera, 0).fault(), fault);
        assert_eq!(number(&mut camera, 1), Some(1));
    }
}

/// One that fails for good is looked at, and that is all: no turn is asked for on its behalf.
#[test]
fn a_stream_that_always_fails_keeps_nobody_awake() {
    let mut broken = camera();
    line(&mut broken, 0).stream().reads = vec![Does::Fails(ErrorKind::Other); 10_000].into();
    let mut well = camera();
    for ms in 0..2_000 {
        let now = Instant::from_millis(ms);
        let awake = broken.turn(now) == Some(now) && well.turn(now) != Some(now);
        assert!(!awake, "at {ms} ms");
    }
    assert_eq!(line(&mut broken, 0).fault(), Some(ErrorKind::Other));
    assert_eq!(number(&mut broken, 1), None);
}

#[test]
fn what_the_driver_still_sends_has_not_arrived() {
    let mut camera = camera();
    assert!(camera.board().lines.has_arrived(ClientId(0)));
    line(&mut camera, 0).stream().is_sending = true;
    assert!(!camera.board().lines.has_arrived(ClientId(0)));
    assert!(camera.board().lines.has_arrived(ClientId(1)));
    assert!(camera.board().lines.has_arrived(ClientId(2)));
}

//! A camera that is built without pairing: `cargo test -p camera-hal --no-default-features --test shut`.
#![cfg(not(feature = "pairing"))]

use camera_fsm::input::{ClientId, PinLevel};
use camera_fsm::profile::REFERENCE;
use camera_fsm::time::Instant;
use camera_hal::mock::board::{LAYOUT, MockBoard};
use camera_hal::runner::Runner;
use camera_hal::store::factory::Factory;
use camera_hal::store::log::Log;
use camera_hal::store::records;
use camera_hal::wire::Wire as _;
use camera_proto::frame::{self, Feed, FrameDecoder, MAX_FRAME};
use camera_proto::message::{Refused, Reply};
use camera_proto::vocab::Refusal;
use heapless::Vec;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;

const ASKS: ClientId = ClientId(0);
const SILENT: ClientId = ClientId(1);

fn camera() -> Runner<MockBoard<ChaCha20Rng>> {
    Runner::start(board(), &REFERENCE, LAYOUT, Instant::from_millis(0))
}

fn board() -> MockBoard<ChaCha20Rng> {
    let factory = Factory {
        serial: Vec::new(),
        model: Vec::new(),
        discriminator: 1,
        made_on: 20_261_124,
        label: Vec::new(),
    };
    MockBoard::new(&factory, ChaCha20Rng::seed_from_u64(1)).unwrap()
}

#[test]
fn without_pairing_it_says_so_and_hangs_up_and_a_silent_client_costs_nobody_anything() {
    let mut camera = camera();
    for client in [ASKS, SILENT] {
        camera.board().wire.plug(client);
    }
    let mut frame = [0; MAX_FRAME];
    let len = frame::encode(0x01, 7, 100, &mut frame).unwrap();
    // Damaged, then in two pieces, then whatever else comes.
    let wire = &mut camera.board().wire;
    wire.say(ASKS, b"\x05damaged\0");
    wire.say(ASKS, &frame[..50]);
    camera.turn(Instant::from_millis(10));
    let wire = &mut camera.board().wire;
    wire.say(ASKS, &frame[50..len]);
    wire.say(ASKS, &frame[..len]);
    let mut wake_at = camera.turn(Instant::from_millis(20));
    let mut bytes = [0; 100];
    let len = camera.board().wire.hear(ASKS, &mut bytes);
    let mut decoder = FrameDecoder::new();
    let mut rest = &bytes[..len];
    let Feed::Frame(frame) = decoder.feed(&mut rest) else {
        panic!("one whole frame");
    };
    assert_eq!((frame.id, rest), (7, &[][..]));
    let refused = Refused::because(Refusal::UNSUPPORTED);
    let told = Reply::decode(frame.kind, frame.body);
    assert!(matches!(told, Ok(Reply::Refused(why)) if why == refused));
    assert_eq!(camera.board().wire.connection(ASKS), None);
    // Who says nothing has its time, by the instants that the runner asks for.
    let mut now_ms = 20;
    while camera.board().wire.connection(SILENT).is_some() {
        assert!(now_ms < 31_000);
        let at = wake_at.expect("it wakes to hang up");
        now_ms = at.as_millis().max(now_ms + 1);
        wake_at = camera.turn(Instant::from_millis(now_ms));
    }
    assert!(now_ms >= 30_000);
}

#[test]
fn r20_what_a_firmware_with_pairing_has_kept_is_not_read_and_a_reset_erases_it() {
    const PASSWORD: &[u8] = b"correct horse";
    let mut board = board();
    let mut user = Log::format(&mut board.flash, LAYOUT.user).unwrap();
    for key in records::user_keys() {
        user.put(&mut board.flash, key, PASSWORD).unwrap();
    }
    let mut camera = Runner::start(board, &REFERENCE, LAYOUT, Instant::from_millis(0));
    let holds = |camera: &mut Runner<MockBoard<_>>| {
        let mut windows = camera.board().flash.image().windows(PASSWORD.len());
        windows.any(|window| window == PASSWORD)
    };
    for now_ms in (10..60_000).step_by(10) {
        let level = match now_ms {
            5_000..12_000 => PinLevel::Down,
            _ => PinLevel::Up,
        };
        camera.board().button.part.0 = level;
        camera.turn(Instant::from_millis(now_ms));
        if now_ms < 12_000 {
            assert!(holds(&mut camera), "nobody has reset it");
            let stored = camera.store().stored();
            assert!(!stored.network && stored.controllers == 0);
        }
        while camera.work(Instant::from_millis(now_ms)) {
            camera.turn(Instant::from_millis(now_ms));
        }
        if camera.is_rebooting() {
            break;
        }
    }
    assert!(camera.is_rebooting() && !holds(&mut camera));
}

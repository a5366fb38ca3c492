//! What the machine shows on a board that takes no time at all: what an
//! emulated one is held against.

use camera_app::go_on;
use camera_fsm::input::PinLevel;
use camera_fsm::profile::REFERENCE;
use camera_fsm::time::Instant;
use camera_hal::led::rgb;
use camera_hal::mock::board::{LAYOUT, MockBoard};
use camera_hal::runner::Runner;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;
use serde::Serialize;

use crate::factory;

type Board = MockBoard<ChaCha20Rng>;

/// A moment at which something changes.
#[derive(Serialize)]
struct Change {
    /// Milliseconds since the first power on, restarts included.
    ms: u64,
    /// Red, green and blue.
    led: [u8; 3],
    /// The state's name.
    state: String,
    /// How often it has restarted.
    restarts: u32,
}

/// Until `args[0]` ms; then pairs of a time in ms and what happens.
pub(crate) fn print(args: &[String]) -> Option<()> {
    let (end_ms, events) = args.split_first()?;
    let end_ms: u64 = end_ms.parse().ok()?;
    let mut events: Vec<(u64, &str)> = events
        .chunks(2)
        .map(|event| match event {
            [ms, what] => Some((ms.parse().ok()?, what.as_str())),
            _ => None,
        })
        .collect::<Option<_>>()?;
    let mut board: Board =
        MockBoard::new(&factory::record()?, ChaCha20Rng::seed_from_u64(1)).ok()?;
    let (mut changes, mut now_ms, mut restarts) = (Vec::<Change>::new(), 0, 0);
    while now_ms < end_ms {
        let began_ms = now_ms;
        let at = |ms| Instant::from_millis(ms - began_ms);
        happen(&mut board, &mut events, now_ms)?;
        let mut camera = Runner::start(board, &REFERENCE, LAYOUT, at(now_ms));
        while now_ms < end_ms && !camera.is_rebooting() {
            happen(camera.board(), &mut events, now_ms)?;
            go_on(&mut camera, None, || at(now_ms));
            let state = format!("{:?}", camera.device().status(at(now_ms)).state);
            let led = camera.board().led.part.0.map_or([0; 3], rgb);
            let is_new = changes
                .last()
                .is_none_or(|last| last.led != led || last.state != state);
            if is_new {
                changes.push(Change {
                    ms: now_ms,
                    led,
                    state,
                    restarts,
                });
            }
            now_ms += 1;
        }
        board = camera.into_board();
        restarts += 1;
    }
    println!("{}", serde_json::to_string(&changes).ok()?);
    Some(())
}

/// What is next, when it is time.
fn happen(board: &mut Board, events: &mut Vec<(u64, &str)>, now_ms: u64) -> Option<()> {
    while let Some((_, what)) = events.first().filter(|(ms, _)| *ms <= now_ms) {
        match *what {
            "down" => board.button.part.0 = PinLevel::Down,
            "up" => board.button.part.0 = PinLevel::Up,
            "no-radio" => board.radio.fail(true),
            _ => return None,
        }
        events.remove(0);
    }
    Some(())
}

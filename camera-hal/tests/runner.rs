//! The runner on a board of which only the radio and the button are real.

use core::convert::Infallible;

use camera_fsm::action::{OpId, RadioJob};
use camera_fsm::input::{OpResult, PinLevel};
use camera_fsm::profile::{ALL, REFERENCE};
use camera_fsm::time::Instant;
use camera_hal::board::{About, Board, Parts};
use camera_hal::button::Button;
use camera_hal::led::NoLed;
use camera_hal::mock::flash::SimFlash;
use camera_hal::radio::{Radio, RadioEvent};
use camera_hal::runner::Runner;
use camera_hal::servo::NoHead;
use camera_hal::store::Layout;
use camera_hal::store::log::Area;
use camera_hal::wire::NoWire;
use camera_proto::message::Provision;
use camera_proto::vocab::{Bssid, CameraState, Capabilities, Network, Security, Ssid};
use rand_core::{TryCryptoRng, TryRng};

const SECTOR: u32 = 4096;
const LAYOUT: Layout = Layout {
    factory: 0,
    journal: Area {
        base: SECTOR,
        sector_bytes: SECTOR,
    },
    user: Area {
        base: 3 * SECTOR,
        sector_bytes: SECTOR,
    },
};
type Flash = SimFlash<{ 5 * SECTOR as usize }>;
const NOW: Instant = Instant::from_millis(1);

/// Entropy that no key comes from.
#[derive(Default)]
struct Sevens;

impl TryRng for Sevens {
    type Error = Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(7)
    }
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(7)
    }
    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        bytes.fill(7);
        Ok(())
    }
}

impl TryCryptoRng for Sevens {}

/// A radio with a lot to tell, that does not know when.
#[derive(Default)]
struct Chatty(Vec<RadioEvent>);

impl Radio for Chatty {
    fn start(&mut self, _: Instant, op: OpId, _: RadioJob, _: Option<&Provision>, _: &[u8]) {
        let heard = |number| {
            RadioEvent::Heard(Network {
                ssid: Ssid::new(&[number]).unwrap(),
                bssid: Bssid([number; 6]),
                rssi_dbm: -50,
                security: Security::WPA2,
                channel: 1,
            })
        };
        // The last one is told first.
        self.0 = vec![RadioEvent::Done(op, OpResult::Done)];
        self.0.extend((0..30).map(heard));
    }

    fn poll(&mut self, _: Instant) -> Option<RadioEvent> {
        self.0.pop()
    }
}

/// Whether somebody presses it.
#[derive(Default)]
struct Pin(bool);

impl Button for Pin {
    fn level(&mut self) -> PinLevel {
        match self.0 {
            true => PinLevel::Down,
            false => PinLevel::Up,
        }
    }
}

#[derive(Default)]
struct Bare {
    button: Pin,
    led: NoLed,
    head: NoHead,
    flash: Flash,
    radio: Chatty,
    wire: NoWire,
    rng: Sevens,
}

impl Board for Bare {
    type Button = Pin;
    type Led = NoLed;
    type Head = NoHead;
    type Flash = Flash;
    type Radio = Chatty;
    type Wire = NoWire;
    type Rng = Sevens;

    fn parts(&mut self) -> Parts<'_, Self> {
        const ABOUT: &About = &About {
            firmware: "1.0.0",
            stream_uri: "",
            can: Capabilities::PAN,
        };
        Parts {
            button: &mut self.button,
            led: &mut self.led,
            head: &mut self.head,
            flash: &mut self.flash,
            radio: &mut self.radio,
            wire: &mut self.wire,
            rng: &mut self.rng,
            about: ABOUT,
        }
    }

    fn reboot(&mut self) {}
}

/// One turn handles a few events. What is left must not wait for the next blink of the LED: a scan of many networks
/// would never end on a camera that shows a steady light.
#[test]
fn r41_a_radio_with_a_lot_to_tell_is_heard_out_at_once() {
    let mut runner = Runner::start(Bare::default(), &REFERENCE, LAYOUT, NOW);
    runner
        .board()
        .radio
        .start(NOW, OpId(999), RadioJob::Scan, None, b"");
    for _ in 0..8 {
        if runner.turn(NOW) != Some(NOW) {
            break;
        }
    }
    let left = runner.board().radio.0.len();
    assert_eq!(left, 0, "left until something else happens");
}

/// Whether a press of that length resets, for a runner that turns when it should, but is busy from `from_ms` to `to_ms`.
fn resets(held_ms: u64, (from_ms, to_ms): (u64, u64), works: bool) -> Vec<bool> {
    let at = Instant::from_millis;
    let one = |profile| {
        let mut runner = Runner::start(Bare::default(), profile, LAYOUT, at(0));
        while runner.work(at(0)) {}
        let mut wake_at = runner.turn(at(0));
        for ms in 1..20_000 {
            let pressed = (1_000..1_000 + held_ms).contains(&ms);
            let changed = runner.board().button.0 != pressed;
            runner.board().button.0 = pressed;
            let is_busy = (from_ms..to_ms).contains(&ms);
            if !is_busy
                && (changed || ms == to_ms || wake_at.is_some_and(|wake_at| wake_at <= at(ms)))
            {
                if works {
                    runner.work(at(ms));
                }
                wake_at = runner.turn(at(ms));
            }
            if runner.device().status(at(ms)).state == CameraState::RESETTING {
                return true;
            }
        }
        false
    };
    ALL.into_iter().map(one).collect()
}

#[test]
fn r01_a_runner_that_is_busy_does_not_reset_by_a_short_press() {
    let never = vec![false; ALL.len()];
    for works in [false, true] {
        assert_eq!(resets(4_900, (30_000, 30_000), works), never);
        assert_eq!(resets(3_000, (3_500, 18_000), works), never);
        assert_eq!(resets(1_000, (1_500, 12_000), works), never);
        // Busy for a while in a long press: it has seen enough of it.
        let always = vec![true; ALL.len()];
        assert_eq!(resets(12_000, (2_000, 4_000), works), always);
        assert_eq!(resets(12_000, (30_000, 30_000), works), always);
    }
}

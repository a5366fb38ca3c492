//! The runner on a board of which only the radio and the button are real.

use camera_fsm::action::{OpId, RadioJob};
use camera_fsm::input::{OpResult, PinLevel};
use camera_fsm::profile::{ALL, REFERENCE};
use camera_fsm::time::Instant;
use camera_hal::audio::NoAudio;
use camera_hal::board::{About, Board, Parts};
use camera_hal::cloud::NoCloud;
use camera_hal::console::Command;
use camera_hal::imaging::NoImaging;
use camera_hal::led::NoLed;
use camera_hal::mock::board::LAYOUT;
use camera_hal::mock::flash::SimFlash;
use camera_hal::mock::parts::MockButton;
use camera_hal::radio::{Radio, RadioEvent, SCAN_MAX, add_heard};
use camera_hal::recordings::NoRecordings;
use camera_hal::runner::Runner;
use camera_hal::sensor::NoSensors;
use camera_hal::servo::NoHead;
use camera_hal::system::System;
use camera_hal::wire::NoWire;
use camera_proto::message::Provision;
use camera_proto::vocab::{Bssid, CameraState, Capabilities, Network, Security, Ssid};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;

const NOW: Instant = Instant::from_millis(1);

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

struct Bare {
    button: MockButton,
    led: NoLed,
    head: NoHead,
    sensors: NoSensors,
    imaging: NoImaging,
    recordings: NoRecordings,
    audio: NoAudio,
    flash: SimFlash<0x5000>,
    radio: Chatty,
    cloud: NoCloud,
    wire: NoWire,
    rng: ChaCha20Rng,
}

impl Bare {
    fn new() -> Self {
        Self {
            button: MockButton(PinLevel::Up),
            led: NoLed,
            head: NoHead,
            sensors: NoSensors,
            imaging: NoImaging,
            recordings: NoRecordings,
            audio: NoAudio::default(),
            flash: SimFlash::new(),
            radio: Chatty::default(),
            cloud: NoCloud::default(),
            wire: NoWire,
            rng: ChaCha20Rng::seed_from_u64(7),
        }
    }
}

impl Board for Bare {
    type Button = MockButton;
    type Led = NoLed;
    type Head = NoHead;
    type Sensors = NoSensors;
    type Imaging = NoImaging;
    type Recordings = NoRecordings;
    type Audio = NoAudio;
    type Flash = SimFlash<0x5000>;
    type Radio = Chatty;
    type Cloud = NoCloud;
    type Wire = NoWire;
    type Rng = ChaCha20Rng;

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
            sensors: &mut self.sensors,
            imaging: &mut self.imaging,
            recordings: &mut self.recordings,
            audio: &mut self.audio,
            flash: &mut self.flash,
            radio: &mut self.radio,
            cloud: &mut self.cloud,
            wire: &mut self.wire,
            rng: &mut self.rng,
            about: ABOUT,
        }
    }
}

impl System for Bare {
    fn reboot(&mut self) {}
}

/// One turn handles a few events. What is left must not wait for the next blink of the LED: a scan of many networks
/// would never end on a camera that shows a steady light.
#[test]
fn r41_a_scan_lists_each_name_once_and_the_loudest_that_there_is_room_for() {
    let heard = |number, rssi_dbm| Network {
        ssid: Ssid::new(&[number]).unwrap(),
        bssid: Bssid([number; 6]),
        rssi_dbm,
        security: Security::WPA2,
        channel: 1,
    };
    let mut list = heapless::Vec::new();
    for rssi_dbm in [-80, -40, -60] {
        add_heard(&mut list, heard(0, rssi_dbm));
    }
    assert_eq!(list, [heard(0, -40)]);
    // Two more than there is room for, each one fainter than the one before: then a louder one.
    let fainter = (1..=SCAN_MAX as u8 + 1).map(|number| heard(number, -50 - number as i8));
    fainter.for_each(|network| add_heard(&mut list, network));
    assert_eq!(list.len(), SCAN_MAX);
    assert_eq!(list.last(), Some(&heard(SCAN_MAX as u8 - 1, -65)));
    add_heard(&mut list, heard(200, -30));
    assert_eq!(list.last(), Some(&heard(200, -30)));
    assert_eq!(list.first(), Some(&heard(0, -40)));
}

#[test]
fn r41_a_radio_with_a_lot_to_tell_is_heard_out_at_once() {
    let mut runner = Runner::start(Bare::new(), &REFERENCE, LAYOUT, NOW);
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
        let mut runner = Runner::start(Bare::new(), profile, LAYOUT, at(0));
        while runner.work(at(0)) {}
        let mut wake_at = runner.turn(at(0));
        for ms in 1..20_000 {
            let level = match (1_000..1_000 + held_ms).contains(&ms) {
                true => PinLevel::Down,
                false => PinLevel::Up,
            };
            let changed = runner.board().button.0 != level;
            runner.board().button.0 = level;
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

/// A command that is typed after the runner was busy: the button that is up again is seen before time passes.
#[test]
fn r01_a_late_restart_from_the_console_does_not_reset_by_a_short_press() {
    let at = Instant::from_millis;
    for profile in ALL {
        let mut runner = Runner::start(Bare::new(), profile, LAYOUT, at(0));
        for ms in 1..2_000 {
            if ms == 1_000 {
                runner.board().button.0 = PinLevel::Down;
            }
            runner.turn(at(ms));
        }
        runner.board().button.0 = PinLevel::Up;
        let mut out = String::new();
        let typed = runner.console(at(18_000), Command::Restart, &mut out);
        assert_eq!(typed, Ok(()));
        runner.turn(at(18_000));
        let state = runner.device().status(at(18_000)).state;
        assert_ne!(state, CameraState::RESETTING, "{}", profile.model);
    }
}

#[test]
fn r56_the_network_tells_the_time_and_the_last_word_counts() {
    let mut runner = Runner::start(Bare::new(), &REFERENCE, LAYOUT, NOW);
    assert_eq!(runner.device().unix_s(NOW), None);
    for unix_s in [1_795_420_800, 1_795_420_900] {
        runner.board().radio.0 = vec![RadioEvent::Time { unix_s }];
        let _ = runner.turn(NOW);
        assert_eq!(runner.device().unix_s(NOW), Some(unix_s));
    }
}

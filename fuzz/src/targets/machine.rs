//! The machine, and the stories that are told of it.

use camera_fsm::action::ResetRecord;
use camera_fsm::input::{Ask, OpResult, PinLevel, Stored, Target, Topic, Trial};
use camera_fsm::led::Look;
use camera_fsm::levels::Pose;
use camera_fsm::night_vision::NightLight;
use camera_fsm::part::Part;
use camera_fsm::power::{BootCause, PowerRecord};
use camera_fsm::profile::ALL;
use camera_fsm::scenario::{Line, parse};
use camera_fsm::settings::{Effect, Stops, Values};
use camera_proto::message::{PatrolStop, Refused};
use camera_proto::vocab::{
    Axis, Band, Cdeg, Fault, LossKind, NightMode, PairingSecret, RecordingMode, Refusal,
    ResetCause, ResetScope, ResetToken, Role, Security, SettingId, Speed, StorageChoice, Velocity,
};

use crate::bytes::Bytes;
use bench::{Bench, Nudge, laws};

#[path = "../../../camera-fsm/tests/bench/mod.rs"]
mod bench;

const SCOPES: [ResetScope; 3] = [
    ResetScope::Everything,
    ResetScope::KeepNetwork,
    ResetScope::ForgetNetwork,
];

/// Any text is lines and errors, each line by itself as within its story, and the numbers only grow.
pub fn scenario(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else {
        return;
    };
    let lines: Vec<&str> = text.lines().collect();
    let mut last = 0;
    for (number, line) in parse(text) {
        assert!(number > last, "line {number} after {last}");
        last = number;
        let alone = Line::parse(lines[number as usize - 1]);
        assert_eq!(line, alone);
        match line {
            Ok(Line::Trace(trace)) => {
                let times: Vec<u32> = trace.edges().map(|(at_ms, _)| at_ms).collect();
                assert!(times.is_sorted() && !times.is_empty());
            }
            Ok(_) => {}
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
}

/// Anything may happen to a machine, in any order: the laws of `camera-fsm/tests/bench` hold.
pub fn device(data: &[u8]) {
    let mut bytes = Bytes::new(data);
    let law = bytes.byte();
    let profile = bytes.of(&ALL);
    let stored = stored(&mut bytes);
    let bench = |on_time| Bench::new(profile, &stored, on_time);
    let parameter = bytes.byte();
    let mut run = Vec::new();
    while !bytes.is_empty() && run.len() < 200 {
        run.push((wait_ms(&mut bytes), nudge(&mut bytes)));
    }
    match law % 4 {
        0 => laws::every_request_is_answered_exactly_once(bench(true), &run),
        1 => laws::every_request_is_answered_exactly_once(bench(false), &run),
        2 => {
            let part = f64::from(parameter) / 256.0;
            laws::the_led_is_constant_until_the_next_wake_up(bench(true), &run, part);
        }
        _ => {
            let every_ms = 20 + u32::from(parameter) * 2;
            run.truncate(40);
            laws::extra_ticks_are_free([bench(true), bench(true)], &run, every_ms);
        }
    }
}

fn stored(bytes: &mut Bytes<'_>) -> Stored {
    let has = bytes.byte();
    let record = ResetRecord {
        epoch: bytes.byte().into(),
        count: bytes.byte().into(),
        cause: ResetCause(bytes.byte() % 4),
        scope: bytes.of(&SCOPES),
        finished: has & 2 != 0,
        unbind_owed: has & 32 != 0,
    };
    let controllers = bytes.byte() % 9;
    Stored {
        reset: (has & 1 != 0).then_some(record),
        network: has & 4 != 0,
        controllers,
        owners: controllers.min(bytes.byte()),
        settings: Values::DEFAULT
            .with(SettingId(bytes.byte()), Effect::Look(look(has)))
            .with(SettingId::PRIVACY, Effect::Privacy(has & 64 != 0)),
        attempts: bytes.byte(),
        head_is_parked: has & 16 != 0,
        first_setup_s: u32::from(has >> 7),
        power: PowerRecord {
            cycles: bytes.byte() % 8,
            crashes: bytes.byte() % 8,
        },
        fault: bytes.of(&[
            Fault::NONE,
            Fault::STORE,
            Fault::RESET_TIMEOUT,
            Fault::RADIO,
        ]),
        cause: bytes.of(&[BootCause::PowerOn, BootCause::Restart, BootCause::Crash]),
        damage: bytes.of(&[
            Fault::NONE,
            Fault::USER_DATA,
            Fault::STORE,
            Fault::FACTORY_DATA,
        ]),
        jitter: bytes.u32(),
    }
}

/// Of a byte that means something else as well: so the corpus keeps its meaning.
fn look(byte: u8) -> Look {
    Look {
        percent: byte,
        night: byte & 16 != 0,
    }
}

/// Times on every scale of the machine.
fn wait_ms(bytes: &mut Bytes<'_>) -> u32 {
    let wait = u32::from(bytes.byte());
    match wait % 4 {
        0 => 0,
        1 => wait / 4,
        2 => wait * 32,
        _ => wait * wait * 10,
    }
}

fn nudge(bytes: &mut Bytes<'_>) -> Nudge {
    let (what, client) = (bytes.byte(), bytes.byte() % 4);
    let level = if what & 0x80 == 0 {
        PinLevel::Down
    } else {
        PinLevel::Up
    };
    match what % 16 {
        0 => Nudge::Pin(level),
        1..=7 => Nudge::Ask(client, Role(bytes.byte() % 5), ask(bytes)),
        8..=11 => Nudge::Finish(client.into(), result(bytes)),
        12 => Nudge::Flushed(client),
        13 => Nudge::Disconnected(client),
        14 => Nudge::Stall(axis(client), level == PinLevel::Down),
        _ => match client {
            0 if level == PinLevel::Up => Nudge::Part(part(bytes), bytes.byte() & 1 == 0),
            0 => Nudge::LinkLost,
            1 => Nudge::Moved,
            2 => Nudge::Light(bytes.byte()),
            _ => Nudge::Nothing,
        },
    }
}

fn part(bytes: &mut Bytes<'_>) -> Part {
    let number = usize::from(bytes.byte()) % Part::ALL.len();
    Part::ALL.get(number).copied().unwrap_or(Part::Button)
}

fn axis(number: u8) -> Axis {
    if number & 1 == 0 {
        Axis::Pan
    } else {
        Axis::Tilt
    }
}

fn result(bytes: &mut Bytes<'_>) -> OpResult {
    match bytes.byte() {
        what @ 0..=3 => OpResult::Failed(Refused::because(Refusal(what + 20))),
        what @ 4..=9 => OpResult::Joined {
            internet: what & 1 == 0,
            rssi_dbm: -50,
        },
        what @ 10..=12 => OpResult::HandshakeTimeout {
            rssi_dbm: -60 - 10 * (what as i8 - 10),
            driver_code: 15,
        },
        _ => OpResult::Done,
    }
}

fn ask(bytes: &mut Bytes<'_>) -> Ask {
    let what = bytes.byte();
    let by = PairingSecret(what >> 7);
    match what % 28 {
        0 => Ask::PairAttempt { by },
        1 => Ask::PairProven,
        2 => Ask::PairFailed,
        3 => Ask::Enroll { by },
        4 => Ask::Tell(topic(bytes)),
        5 => Ask::Scan,
        6 => Ask::Provision(trial(bytes)),
        7 => Ask::Restart,
        8 => Ask::Identify { ms: bytes.u32() },
        9 => Ask::MoveAbsolute {
            pan: bytes.flag().then(|| cdeg(bytes)),
            tilt: bytes.flag().then(|| cdeg(bytes)),
            speed: Speed(bytes.byte()),
        },
        10 => Ask::MoveRelative {
            pan: cdeg(bytes),
            tilt: cdeg(bytes),
            speed: Speed(bytes.byte()),
        },
        11 => Ask::MoveContinuous {
            pan: Velocity(bytes.byte().cast_signed()),
            tilt: Velocity(bytes.byte().cast_signed()),
            lease_ms: bytes.u16(),
        },
        12 => Ask::Stop,
        13 => Ask::Home,
        14 => Ask::ResetRequest {
            scope: bytes.of(&SCOPES),
            token: token(bytes),
        },
        15 => Ask::ResetConfirm {
            token: token(bytes),
        },
        16 => Ask::Revoke(target(bytes)),
        17 => Ask::Rename(target(bytes)),
        18 => Ask::SetRole {
            target: target(bytes),
            role: Role(bytes.byte()),
        },
        19 => Ask::Invite {
            role: Role(bytes.byte()),
            valid_s: bytes.u16(),
        },
        20 => Ask::ChangeCode,
        21 => {
            let id = bytes.byte();
            let effect = match id {
                0x22 => Effect::Recording(RecordingMode(bytes.byte() % 4)),
                0x23 => Effect::NightLight(NightLight {
                    mode: NightMode(bytes.byte() % 3),
                    ..NightLight::DEFAULT
                }),
                0x24 => Effect::Storage(StorageChoice(bytes.byte() % 4)),
                0x29 => Effect::Patrol(Stops::of(&[PatrolStop {
                    preset: bytes.byte() % 8,
                    dwell_s: 5,
                }])),
                0x38..0x40 => Effect::Preset(Pose {
                    pan: cdeg(bytes),
                    tilt: cdeg(bytes),
                }),
                0..0x80 => Effect::Look(look(id)),
                _ => Effect::Privacy(id.is_multiple_of(2)),
            };
            Ask::Set(SettingId(id & 0x7f), effect)
        }
        22 => Ask::Clear(SettingId(bytes.byte())),
        23 => Ask::SetTime {
            unix_s: u64::from_le_bytes(bytes.array()),
        },
        24 => Ask::GoToPreset {
            place: bytes.byte(),
            speed: Speed(0),
        },
        25 => Ask::RunPatrol(bytes.flag()),
        26 => Ask::WalkTest {
            ms: u32::from(bytes.u16()) * 16,
        },
        _ => Ask::AudioTest {
            ms: u32::from(bytes.u16()),
        },
    }
}

fn topic(bytes: &mut Bytes<'_>) -> Topic {
    let kind = LossKind(bytes.byte());
    bytes.of(&[
        Topic::Status,
        Topic::Position,
        Topic::Receipt,
        Topic::Controllers,
        Topic::Info,
        Topic::Abilities,
        Topic::Support,
        Topic::Time,
        Topic::Settings,
        Topic::Losses(kind),
    ])
}

fn trial(bytes: &mut Bytes<'_>) -> Trial {
    let has = bytes.byte();
    Trial {
        passphrase_len: bytes.byte(),
        is_raw_key: has & 1 != 0,
        security: (has & 2 != 0).then_some(Security(has >> 4)),
        allow_no_internet: has & 4 != 0,
        seen_on: bytes.of(&[Band::Unknown, Band::Ghz2_4, Band::Ghz5, Band::Ghz6]),
    }
}

fn target(bytes: &mut Bytes<'_>) -> Target {
    let what = bytes.byte();
    Target {
        place: (what & 1 != 0).then_some(what >> 5),
        role: Role(what >> 1 & 7),
        is_self: what & 0x10 != 0,
    }
}

/// One of two: a right one must be found.
fn token(bytes: &mut Bytes<'_>) -> ResetToken {
    ResetToken([bytes.byte() & 1; 8])
}

/// Every angle there is, and most of the time one that a head knows.
fn cdeg(bytes: &mut Bytes<'_>) -> Cdeg {
    match bytes.u16().cast_signed() {
        i16::MIN => Cdeg(bytes.u32().cast_signed()),
        angle => Cdeg(angle.into()),
    }
}

//! The machine in a world that has a flash, and power that goes whenever it wants.

use core::fmt::Write as _;

use camera_fsm::action::ResetRecord;
use camera_fsm::explore::BASE;
use camera_fsm::input::{Ask, OpResult, Target, Topic, Trial};
use camera_fsm::led::Look;
use camera_fsm::levels::Pose;
use camera_fsm::power::{BootCause, PowerRecord};
use camera_fsm::profile::{ALL, REFERENCE};
use camera_fsm::settings::Effect;
use camera_proto::message::Refused;
use camera_proto::vocab::{
    Band, Cdeg, PairingSecret, RecordingMode, Refusal, ResetCause, ResetScope, Role, SettingId,
    Speed, StorageChoice, Velocity,
};

use crate::bytes::Bytes;
use lawful::flash::{Extent, Flash, Kept};
use lawful::inputs::{
    BRIGHT, CONFIRM, CONFIRM_WRONGLY, DARK, ERASE_ALL, FORGET_NETWORK, JOINED, KEEP_NETWORK, MOVED,
    NAMED, Product, REFUSED, SET_UP, TO_AND_FRO, TRIAL, instant,
};
use lawful::laws::{Moment, broken};
use lawful::left_alone::SCHEDULES;
use lawful::world::{Event, World};

#[path = "../../../camera-fsm/tests/lawful/mod.rs"]
mod lawful;

/// All that can happen to a real camera: more than can be gone through, so it is tried at random.
const EVERYTHING: Product = Product {
    name: "everybody does everything",
    profile: &REFERENCE,
    clients: 2,
    roles: &[Role::STRANGER, Role::USER, Role::OWNER],
    asks: &ASKS,
    in_vain: &[],
    settings: &[],
    pins: &[Event::Pin, Event::Polled],
    causes: &[BootCause::PowerOn, BootCause::Restart, BootCause::Crash],
    joins: &[
        JOINED,
        OpResult::Joined {
            internet: false,
            rssi_dbm: -50,
        },
        REFUSED,
        OpResult::Failed(Refused::because(Refusal::NETWORK_NOT_FOUND)),
        silence(-60),
        silence(-80),
    ],
    fails: true,
    worn: false,
    notes_slowly: true,
    stalls: true,
    senses: &[MOVED, DARK, BRIGHT],
};

/// A handshake that ends in silence.
const fn silence(rssi_dbm: i8) -> OpResult {
    OpResult::HandshakeTimeout {
        rssi_dbm,
        driver_code: 15,
    }
}

const CODE: PairingSecret = PairingSecret::CODE;
const INVITATION: PairingSecret = PairingSecret::INVITATION;

const ASKS: [Ask; 54] = [
    Ask::PairAttempt { by: CODE },
    Ask::PairAttempt { by: INVITATION },
    Ask::PairProven,
    Ask::PairFailed,
    Ask::Enroll { by: CODE },
    Ask::Enroll { by: INVITATION },
    ERASE_ALL,
    KEEP_NETWORK,
    FORGET_NETWORK,
    CONFIRM,
    CONFIRM_WRONGLY,
    Ask::Restart,
    Ask::Scan,
    SET_UP,
    Ask::Provision(Trial {
        allow_no_internet: true,
        seen_on: Band::Ghz5,
        ..TRIAL
    }),
    Ask::Provision(Trial {
        passphrase_len: 7,
        ..TRIAL
    }),
    invite(Role::USER, 60),
    invite(Role::OWNER, 60),
    invite(Role::USER, 0),
    Ask::ChangeCode,
    Ask::Revoke(known(0, Role::OWNER)),
    Ask::Revoke(known(1, Role::OWNER)),
    Ask::Revoke(known(1, Role::USER)),
    Ask::Revoke(Target {
        is_self: true,
        ..known(1, Role::USER)
    }),
    Ask::Rename(known(0, Role::OWNER)),
    role(known(0, Role::OWNER), Role::USER),
    role(known(1, Role::OWNER), Role::USER),
    role(known(1, Role::USER), Role::OWNER),
    Ask::Set(SettingId::NAME, Effect::None),
    Ask::Set(STORED.0, STORED.1),
    Ask::Set(SettingId::STATUS_LED, Effect::Look(NIGHT)),
    Ask::Clear(SettingId::NAME),
    Ask::Clear(SettingId::STORAGE),
    Ask::Identify { ms: 10_000 },
    Ask::SetTime { unix_s: 1 },
    Ask::Home,
    Ask::Stop,
    Ask::MoveAbsolute {
        pan: Some(Cdeg(9_000)),
        tilt: None,
        speed: Speed(0),
    },
    Ask::MoveContinuous {
        pan: Velocity(100),
        tilt: Velocity(0),
        lease_ms: 2_000,
    },
    Ask::Tell(Topic::Status),
    Ask::Set(SettingId::PRIVACY, Effect::Privacy(true)),
    Ask::Set(SettingId::PRIVACY, Effect::Privacy(false)),
    Ask::Clear(SettingId::PRIVACY),
    records(RecordingMode::CONTINUOUS),
    records(RecordingMode::MOTION),
    records(RecordingMode::SCHEDULED),
    Ask::Set(SettingId::PRESETS, Effect::Preset(ASIDE)),
    Ask::Clear(SettingId::PATROL),
    Ask::RunPatrol(true),
    Ask::RunPatrol(false),
    Ask::WalkTest { ms: 60_000 },
    Ask::WalkTest { ms: 0 },
    Ask::AudioTest { ms: 1_000 },
    Ask::AudioTest { ms: 0 },
];

const STORED: (SettingId, Effect) = (SettingId::STORAGE, Effect::Storage(StorageChoice::CLOUD));

const fn records(mode: RecordingMode) -> Ask {
    Ask::Set(SettingId::RECORDING, Effect::Recording(mode))
}

const ASIDE: Pose = Pose {
    pan: Cdeg(3_000),
    tilt: Cdeg(0),
};

const NIGHT: Look = Look {
    percent: 10,
    night: true,
};

const fn known(place: u8, role: Role) -> Target {
    Target {
        place: Some(place),
        role,
        is_self: false,
    }
}

const fn role(target: Target, role: Role) -> Ask {
    Ask::SetRole { target, role }
}

const fn invite(role: Role, valid_s: u16) -> Ask {
    Ask::Invite { role, valid_s }
}

/// Whatever happens to a camera of any model, and wherever its power goes: the laws of `camera-fsm/tests/lawful` hold
/// after each event, and from where that leads, and from a power cut there, everything ends as it must.
pub fn power_cuts(data: &[u8]) {
    let mut bytes = Bytes::new(data);
    let product = Product {
        profile: bytes.of(&ALL),
        ..EVERYTHING
    };
    let mut world = World::new(product.profile, flash(&mut bytes));
    let mut way = String::new();
    while !bytes.is_empty() {
        let event = choice(&mut bytes, &product.events(&world));
        let at = instant(&world, event, bytes.u16());
        let before = world.clone();
        let outcome = world.happen(at, event, None);
        let _ = write!(way, "\n+{} ms {event:?}", at.since(BASE));
        for action in &outcome.actions {
            let _ = write!(way, "\n    -> {action:?}");
        }
        let moment = Moment::new(&before, (at, event), &outcome, &world);
        assert_eq!(broken(&moment), None, "after{way}");
    }
    let mut cut = world.clone();
    cut.happen(BASE, Event::Cut(Extent::Half), None);
    for (law, schedule) in SCHEDULES {
        let ends = schedule(&world, None).and(schedule(&cut, None));
        assert!(ends.is_some(), "{law}, after{way}");
    }
}

/// What a life before has left in the flash.
fn flash(bytes: &mut Bytes<'_>) -> Flash {
    let has = bytes.byte();
    let owners = has >> 2 & 1;
    let mut kept = Kept {
        network: has & 1 != 0,
        owners,
        users: owners * (has >> 1 & 1),
        ..Kept::default()
    };
    for (bit, (setting, effect)) in [(8, NAMED), (8, TO_AND_FRO), (16, STORED)] {
        if has & bit != 0 {
            kept = kept.with(setting, effect);
        }
    }
    let mut flash = Flash::with(kept);
    let epoch = u32::from(has >> 5 & 1);
    flash.reset = (has & 64 != 0).then_some(ResetRecord {
        epoch,
        count: 0,
        cause: ResetCause::CONTROLLER,
        scope: match epoch {
            0 => ResetScope::KeepNetwork,
            _ => ResetScope::Everything,
        },
        finished: true,
        unbind_owed: has & 128 != 0,
    });
    flash.attempts = bytes.byte();
    flash.power = PowerRecord {
        cycles: bytes.byte() % 8,
        crashes: bytes.byte() % 8,
    };
    flash
}

/// The first of `ASKS` that has to do with what the camera sees, hears or turns to.
const BESIDE: usize = 40;

/// One of those events, of a kind that is chosen first: else most would be requests. What was added later has bytes of
/// its own, so that an older input still means what it meant.
fn choice(bytes: &mut Bytes<'_>, events: &[Event]) -> Event {
    let (first, which) = (bytes.byte(), bytes.byte());
    let (kind, is_beside) = (first % 16, first >= 0xe0);
    let is_meant = |event: &&Event| match event {
        Event::Ask(_, ask) if ASKS[BESIDE..].contains(ask) => is_beside,
        Event::Polled => is_beside,
        Event::Boot(_) => true,
        _ if is_beside => false,
        Event::Ask(..) => kind < 4,
        Event::Stored(_) | Event::Radio(_) | Event::Cloud(_) => (4..8).contains(&kind),
        Event::Pin | Event::Time => (8..12).contains(&kind),
        Event::Connect(..) | Event::Disconnect(_) | Event::Flushed(_) => kind == 12 || kind == 13,
        Event::Cut(_) => kind == 14,
        Event::LinkLost | Event::Servo(..) => kind == 15,
        Event::Moved(_) | Event::Light(_) | Event::Heard(_) => kind == 13,
    };
    let meant: Vec<&Event> = events.iter().filter(is_meant).collect();
    let of = |count: usize| usize::from(which) % count;
    match meant.len() {
        0 => events[of(events.len())],
        count => *meant[of(count)],
    }
}

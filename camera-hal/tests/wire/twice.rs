//! A request that comes twice is done once, and answered twice in the same words.

use std::collections::BTreeSet;

use camera_fsm::levels::Pose;
use camera_hal::mock::radio::AccessPoint;
use camera_proto::message::{
    AudioTest, ChangeCode, ClearSetting, DecodeError, GoToPreset, Identify, Invite, Losses,
    MoveAbsolute, MoveContinuous, MoveRelative, Name, NightVision, Page, Patrol, PatrolStop,
    Preset, Privacy, Provision, Recording, Rename, Reply, Request, ResetConfirm, ResetRequest,
    Revoke, RunPatrol, Schedule, SetRole, SetTime, Setting, StatusLed, Storage, TimeZone, WalkTest,
    Zone, kind,
};
use camera_proto::vocab::{
    Band, Bssid, Cdeg, KeyId, LossKind, Network, NightMode, PairingSecret, Passphrase,
    RecordingMode, Refusal, ResetScope, ResetToken, Role, ScheduleKind, Security, SettingId, Speed,
    Ssid, StorageChoice, Velocity,
};
use heapless::Vec as Bounded;

use crate::home::{self, Home};
use crate::raw::{Came, Raw, enroll};

const PASSWORD: &[u8] = b"correct horse";

fn text<const N: usize>(text: &str) -> Bounded<u8, N> {
    Bounded::from_slice(text.as_bytes()).unwrap()
}

/// Requests that only ask.
pub(crate) fn reads() -> Vec<Request> {
    let page = Page::default();
    vec![
        Request::Status,
        Request::Watch,
        Request::Scan(page),
        Request::Position,
        Request::Receipt,
        Request::Controllers(page),
        Request::Losses(Losses {
            kind: LossKind::SETTINGS,
            from: 0,
        }),
        Request::Info,
        Request::Abilities,
        Request::Support,
        Request::Diagnose(page),
        Request::Time,
        Request::Settings(page),
    ]
}

fn settings() -> [Setting; 11] {
    [
        Setting::Preset(Preset {
            place: 2,
            name: text("window"),
            pan: Cdeg(4_500),
            tilt: Cdeg(0),
        }),
        Setting::Name(Name {
            name: text("Kitchen"),
        }),
        Setting::TimeZone(TimeZone {
            posix: text("CET-1"),
        }),
        Setting::Zone(Zone {
            place: 0,
            name: text("door"),
            preset: None,
            left: 0,
            top: 0,
            right: 600,
            bottom: 1_000,
            sensitivity: 70,
        }),
        Setting::Schedule(Schedule {
            of: ScheduleKind::ALERTS,
            entries: Bounded::new(),
        }),
        Setting::Recording(Recording {
            mode: RecordingMode::MOTION,
        }),
        Setting::NightVision(NightVision {
            mode: NightMode::AUTO,
            brightness: 80,
            sensitivity: 50,
        }),
        Setting::Storage(Storage {
            choice: StorageChoice::LOCAL,
        }),
        Setting::Privacy(Privacy { on: false }),
        Setting::StatusLed(StatusLed {
            brightness: 40,
            night: true,
        }),
        Setting::Patrol(Patrol {
            stops: Bounded::from_slice(&[PatrolStop {
                preset: 2,
                dwell_s: 30,
            }])
            .unwrap(),
        }),
    ]
}

/// Every request that changes something, in an order in which an owner is granted them. `other` is another
/// controller. The last two end the camera's life for a while.
pub(crate) fn changes(own: KeyId, other: KeyId) -> Vec<Request> {
    let speed = Speed(0);
    let record = || home::label().to_message();
    let mut all: Vec<Request> = settings().into_iter().map(Request::Set).collect();
    all.extend([
        Request::ClearSetting(ClearSetting {
            setting: SettingId::NIGHT_VISION,
        }),
        Request::Identify(Identify { seconds: 10 }),
        Request::MoveAbsolute(MoveAbsolute {
            pan: Some(Cdeg(3_000)),
            tilt: None,
            speed,
        }),
        Request::MoveRelative(MoveRelative {
            pan: Cdeg(-500),
            tilt: Cdeg(0),
            speed,
        }),
        Request::MoveContinuous(MoveContinuous {
            pan: Velocity(100),
            tilt: Velocity(0),
            lease_ms: 2_000,
        }),
        Request::Stop,
        Request::Home,
        Request::GoToPreset(GoToPreset { place: 2, speed }),
        Request::RunPatrol(RunPatrol { run: true }),
        Request::SetTime(SetTime {
            unix_s: 1_795_420_800,
        }),
        Request::WalkTest(WalkTest { seconds: 180 }),
        Request::AudioTest(AudioTest { seconds: 1 }),
        Request::Rename(Rename {
            key_id: own,
            name: text("tablet"),
        }),
        Request::SetRole(SetRole {
            key_id: other,
            role: Role::OWNER,
        }),
        Request::Invite(Invite {
            record: record(),
            role: Role::USER,
            valid_s: 300,
        }),
        Request::ChangeCode(ChangeCode { record: record() }),
        Request::Revoke(Revoke { key_id: other }),
        Request::Provision(Provision {
            ssid: Ssid::new(b"HomeNet").unwrap(),
            passphrase: Passphrase::new(PASSWORD).unwrap(),
            security: None,
            bssid: None,
            hidden: false,
            allow_no_internet: true,
            seen_on: Band::Unknown,
        }),
        Request::ResetRequest(ResetRequest {
            scope: ResetScope::Everything,
        }),
        enroll(),
        Request::ResetConfirm(ResetConfirm {
            token: ResetToken([0; 8]),
        }),
        Request::Restart,
    ]);
    all
}

#[test]
fn no_request_is_forgotten_here() {
    let nobody = KeyId([0; 8]);
    let here = reads().into_iter().chain(changes(nobody, nobody));
    let here: BTreeSet<u8> = here.map(|request| request.kind()).collect();
    let is_known = |kind: &u8| {
        !matches!(
            Request::decode(*kind, &[]),
            Err(DecodeError::UnknownKind(_))
        )
    };
    let known: BTreeSet<u8> = (kind::ENROLL..=u8::MAX).filter(is_known).collect();
    assert_eq!(here, known);
}

/// What a request could change.
fn world(home: &mut Home) -> (Vec<u8>, Pose) {
    let target = home.camera.device().pan_tilt();
    let now = camera_fsm::time::Instant::from_millis(home.now_ms);
    let pose = target.target(now).0;
    (home.camera.board().flash.image().to_vec(), pose)
}

fn last(came: &[Came]) -> Reply {
    let (_, kind, body) = came.last().expect("an answer");
    Reply::decode(*kind, body).unwrap()
}

fn with_network(home: &mut Home) {
    let network = Network {
        ssid: Ssid::new(b"HomeNet").unwrap(),
        bssid: Bssid([2; 6]),
        rssi_dbm: -48,
        security: Security::WPA2,
        channel: 6,
    };
    let radio = &mut home.camera.board().radio;
    radio
        .networks
        .push(AccessPoint::new(
            network,
            Passphrase::new(PASSWORD).unwrap(),
        ))
        .unwrap();
}

/// Says it twice by one id, and checks that the second time changes nothing and is answered as the first.
fn twice(home: &mut Home, app: &mut Raw, id: u16, request: &Request) -> Reply {
    let frame = app.frame(id, request);
    let first = app.wait(home, id, &frame);
    home.pass(2_500);
    let before = world(home);
    let frame = app.frame(id, request);
    let second = app.wait(home, id, &frame);
    assert_eq!(second, first, "{request:?}");
    assert!(world(home) == before, "{request:?} was done twice");
    last(&first)
}

#[test]
fn r31_whatever_an_owner_asks_twice_is_done_once() {
    let mut home = Home::new();
    with_network(&mut home);
    let (mut owner, own) = Raw::owner(&mut home, 3);
    let (_, other) = Raw::invited(&mut home, &mut owner, 5);
    let changes = changes(own.key_id, other.key_id);
    let count = changes.len() - 3;
    for (id, request) in (10..).zip(changes.into_iter().take(count)) {
        let reply = twice(&mut home, &mut owner, id, &request);
        let is_refused = matches!(reply, Reply::Refused(_));
        assert!(!is_refused, "{request:?}: {reply:?}");
    }
}

#[test]
fn r31_what_was_refused_stays_refused_for_that_id() {
    let mut home = Home::new();
    let (mut owner, _) = Raw::owner(&mut home, 3);
    let [preset, ..] = settings();
    let go = Request::GoToPreset(GoToPreset {
        place: 2,
        speed: Speed(0),
    });
    let first = owner.reply(&mut home, 10, &go);
    let is_why = |reply: &Reply| matches!(reply, Reply::Refused(refused) if refused.why == Refusal::NO_SUCH_PRESET);
    assert!(is_why(&first), "{first:?}");
    let set = owner.reply(&mut home, 11, &Request::Set(preset));
    assert_eq!(set, Reply::Done);
    let again = owner.reply(&mut home, 10, &go);
    assert!(is_why(&again), "it moves late: {again:?}");
}

#[test]
fn r49_who_enrols_twice_by_one_id_has_one_key() {
    let mut home = Home::new();
    let mut app = Raw::paired(&mut home, 3, PairingSecret::CODE);
    let reply = twice(&mut home, &mut app, 4, &enroll());
    assert!(matches!(reply, Reply::Enrolled(_)), "{reply:?}");
    assert_eq!(home.camera.device().controllers().count(), 1);
}

/// Both at once: the answer is the last that leaves before the camera erases or restarts.
#[test]
fn r31_a_reset_and_a_restart_that_come_twice_are_one() {
    let mut home = Home::new();
    let (mut owner, _) = Raw::owner(&mut home, 3);
    let scope = ResetScope::Everything;
    let request = Request::ResetRequest(ResetRequest { scope });
    let Reply::LossList(list) = owner.reply(&mut home, 5, &request) else {
        panic!("no list");
    };
    let token = list.token;
    let confirm = Request::ResetConfirm(ResetConfirm { token });
    let both = [owner.frame(6, &confirm), owner.frame(6, &confirm)].concat();
    let came = owner.wait(&mut home, 6, &both);
    assert_eq!(last(&came), Reply::Done);
    home.pass(10_000);
    assert!(home.camera.is_rebooting());
    assert_eq!(
        home.camera.device().reset().receipt().map(|it| it.count),
        Some(1)
    );

    let mut home = Home::new();
    let (mut owner, _) = Raw::owner(&mut home, 3);
    let both = [
        owner.frame(6, &Request::Restart),
        owner.frame(6, &Request::Restart),
    ]
    .concat();
    let came = owner.wait(&mut home, 6, &both);
    assert_eq!(last(&came), Reply::Done);
    home.pass(3_000);
    assert!(home.camera.is_rebooting());
}

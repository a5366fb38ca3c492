//! One message of every kind, and a second where one does not show its form.

use camera_proto::message::{
    Abilities, AudioTest, ChangeCode, ClearSetting, CodeRecord, Controller, ControllerNews, End,
    Enroll, Enrolled, Finding, GoToPreset, Hello, HelloReply, Identify, Info, Invite, Loss,
    LossList, Losses, Motion, MoveAbsolute, MoveContinuous, MoveRelative, Moving, Name,
    NightVision, Notice, Page, PairConfirm, PairShare, PairShareReply, Patrol, PatrolStop,
    Position, Preset, Privacy, Provision, Recording, Refused, Rename, Reply, Request, ResetConfirm,
    ResetRequest, Revoke, RunPatrol, Schedule, ScheduleEntry, SessionOpen, SessionOpenReply,
    SetRole, SetTime, Setting, SettingNews, StatusLed, Storage, Support, Time, TimeZone, WalkTest,
    Zone,
};
use camera_proto::vocab::{
    Advice, Band, Bssid, CameraState, Capabilities, Cause, Cdeg, Color, ControllerChange,
    ErasedScope, Fault, Flags, KeyId, LedState, LossItem, LossKind, Network, NightMode,
    PairingSecret, Passphrase, Pattern, Receipt, RecordingMode, Refusal, ResetCause, ResetScope,
    ResetStage, ResetToken, Role, ScheduleKind, Security, SettingId, Speed, Ssid, Status,
    StorageChoice, Symptom, Velocity,
};
use heapless::Vec;

const KEY_ID: KeyId = KeyId([1, 2, 3, 4, 5, 6, 7, 8]);
/// 2026-11-23 08:00 UTC.
const NOW_S: u64 = 1_795_420_800;

fn text<const N: usize>(text: &str) -> Vec<u8, N> {
    Vec::from_slice(text.as_bytes()).unwrap()
}

fn record() -> CodeRecord {
    CodeRecord {
        salt: [7; 16],
        iterations: 100_000,
        w0: [2; 32],
        l: [4; 65],
    }
}

pub(crate) fn requests() -> std::vec::Vec<Request> {
    let mut requests = vec![
        Request::Hello(Hello {
            min_version: 1,
            max_version: 1,
            secret: PairingSecret::CODE,
        }),
        Request::PairShare(PairShare { share_p: [4; 65] }),
        Request::PairConfirm(PairConfirm { confirm_p: [5; 32] }),
        Request::SessionOpen(SessionOpen {
            key_id: KEY_ID,
            noise: [6; 48],
        }),
        Request::Enroll(Enroll {
            name: text("phone"),
        }),
        Request::Status,
        Request::Watch,
        Request::Scan(Page { from: 0 }),
        Request::Provision(Provision {
            ssid: Ssid::new(b"HomeNet").unwrap(),
            passphrase: Passphrase::new(b"correct horse").unwrap(),
            security: Some(Security::WPA2),
            bssid: None,
            hidden: false,
            allow_no_internet: true,
            seen_on: Band::Ghz2_4,
        }),
        Request::Restart,
        Request::Identify(Identify { seconds: 10 }),
        Request::MoveAbsolute(MoveAbsolute {
            pan: Some(Cdeg(3_000)),
            tilt: None,
            speed: Speed(0),
        }),
        Request::MoveRelative(MoveRelative {
            pan: Cdeg(-500),
            tilt: Cdeg(0),
            speed: Speed(50),
        }),
        Request::MoveContinuous(MoveContinuous {
            pan: Velocity(100),
            tilt: Velocity(-25),
            lease_ms: 500,
        }),
        Request::Stop,
        Request::Home,
        Request::GoToPreset(GoToPreset {
            place: 2,
            speed: Speed(0),
        }),
        Request::RunPatrol(RunPatrol { run: true }),
        Request::Position,
        Request::ResetRequest(ResetRequest {
            scope: ResetScope::Everything,
        }),
        Request::ResetConfirm(ResetConfirm {
            token: ResetToken([9; 8]),
        }),
        Request::Receipt,
        Request::Controllers(Page { from: 0 }),
        Request::Revoke(Revoke { key_id: KEY_ID }),
        Request::Rename(Rename {
            key_id: KEY_ID,
            name: text("tablet"),
        }),
        Request::SetRole(SetRole {
            key_id: KEY_ID,
            role: Role::USER,
        }),
        Request::Invite(Invite {
            record: record(),
            role: Role::USER,
            valid_s: 600,
        }),
        Request::ChangeCode(ChangeCode { record: record() }),
        Request::Losses(Losses {
            kind: LossKind::SETTINGS,
            from: 0,
        }),
        Request::Info,
        Request::Abilities,
        Request::Support,
        Request::Diagnose(Page { from: 0 }),
        Request::Time,
        Request::SetTime(SetTime { unix_s: NOW_S }),
        Request::WalkTest(WalkTest { seconds: 180 }),
        Request::AudioTest(AudioTest { seconds: 5 }),
        Request::Settings(Page { from: 0 }),
        Request::ClearSetting(ClearSetting {
            setting: SettingId::PRIVACY,
        }),
    ];
    requests.extend(settings().into_iter().map(Request::Set));
    requests
}

fn settings() -> [Setting; 11] {
    [
        Setting::Name(Name {
            name: text("Kitchen"),
        }),
        Setting::TimeZone(TimeZone {
            posix: text("CET-1CEST,M3.5.0,M10.5.0/3"),
        }),
        Setting::Zone(Zone {
            place: 0,
            name: text("door"),
            preset: Some(2),
            left: 100,
            top: 200,
            right: 600,
            bottom: 1_000,
            sensitivity: 70,
        }),
        Setting::Schedule(Schedule {
            of: ScheduleKind::ALERTS,
            entries: Vec::from_slice(&[ScheduleEntry {
                days: 0b001_1111,
                from_min: 22 * 60,
                to_min: 6 * 60,
            }])
            .unwrap(),
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
        Setting::Privacy(Privacy { on: true }),
        Setting::StatusLed(StatusLed {
            brightness: 40,
            night: true,
        }),
        Setting::Preset(Preset {
            place: 2,
            name: text("window"),
            pan: Cdeg(4_500),
            tilt: Cdeg(-1_500),
        }),
        Setting::Patrol(Patrol {
            stops: Vec::from_slice(&[
                PatrolStop {
                    preset: 0,
                    dwell_s: 30,
                },
                PatrolStop {
                    preset: 2,
                    dwell_s: 300,
                },
            ])
            .unwrap(),
        }),
    ]
}

pub(crate) fn status() -> Status {
    Status {
        state: CameraState::ONLINE,
        led: LedState {
            color: Color::BLUE,
            pattern: Pattern(0),
        },
        pan: Cdeg(3_000),
        tilt: Cdeg(-1_000),
        flags: Flags::MOVING.with(Flags::TIME_KNOWN, true),
        fault: Fault::NONE,
        reset: ResetStage::IDLE,
        last_setup: Refusal::NONE,
        rssi_dbm: -48,
        window_s: 0,
        uptime_s: 300,
        epoch: 1,
    }
}

pub(crate) fn replies() -> std::vec::Vec<Reply> {
    let mut replies = vec![
        Reply::Hello(HelloReply {
            version: 1,
            model: text("Spot PT-1"),
            discriminator: 0xa1b2,
            setup_open: true,
            salt: [7; 16],
            iterations: 100_000,
        }),
        Reply::PairShare(PairShareReply {
            share_v: [4; 65],
            confirm_v: [5; 32],
        }),
        Reply::SessionOpen(SessionOpenReply { noise: [6; 48] }),
        Reply::Enrolled(Enrolled {
            key_id: KEY_ID,
            key: [8; 32],
            role: Role::OWNER,
            epoch: 1,
        }),
        Reply::Status(status()),
        Reply::Network(Network {
            ssid: Ssid::new(b"HomeNet").unwrap(),
            bssid: Bssid([2, 0, 0, 0, 0, 1]),
            rssi_dbm: -48,
            security: Security::WPA2,
            channel: 6,
        }),
        Reply::Moving(Moving {
            pan: Cdeg(3_000),
            tilt: Cdeg(0),
            arrives_in_ms: 833,
        }),
        Reply::Position(Position {
            pan: Cdeg(3_000),
            tilt: Cdeg(-1_000),
            uncertainty: Cdeg(100),
            moving: false,
        }),
        Reply::LossList(LossList {
            token: ResetToken([9; 8]),
            items: Vec::from_slice(&[LossItem {
                kind: LossKind::NETWORK,
                count: 1,
            }])
            .unwrap(),
        }),
        Reply::Receipt(None),
        Reply::Receipt(Some(Receipt {
            epoch: 1,
            count: 1,
            cause: ResetCause::BUTTON,
            scope: ErasedScope::EVERYTHING,
        })),
        Reply::Controller(Controller {
            key_id: KEY_ID,
            name: text("phone"),
            role: Role::OWNER,
            is_you: true,
        }),
        Reply::Loss(Loss {
            name: text("privacy"),
        }),
        Reply::Info(Info {
            model: text("Spot PT-1"),
            serial: text("C0FFEE0042"),
            firmware: text("1.4.0"),
            made_on: 20_261_123,
            name: text("Kitchen"),
        }),
        Reply::Abilities(Abilities {
            can: Capabilities::PAN.with(Capabilities::TILT, true),
            pan: [Cdeg(-17_000), Cdeg(17_000)],
            tilt: [Cdeg(-3_000), Cdeg(9_000)],
            stream_uri: text("rtsp://192.168.1.20/main"),
        }),
        Reply::Support(Support {
            uptime_s: 300,
            first_setup_s: NOW_S,
            resets: 2,
            last_reset: ResetCause::BUTTON,
            fault: Fault::NONE,
            last_setup: Refusal::AUTH_FAILURE,
            rssi_dbm: -48,
            controllers: 2,
            wrong_codes: 0,
        }),
        Reply::Finding(Finding {
            symptom: Symptom::WONT_RECONNECT,
            cause: Cause(1),
            advice: Advice(1),
            detail: -82,
        }),
        Reply::Time(Time { unix_s: None }),
        Reply::Time(Time {
            unix_s: Some(NOW_S),
        }),
        Reply::End(End { next: 0 }),
        Reply::Done,
        Reply::Refused(Refused {
            why: Refusal::AUTH_FAILURE,
            retry_s: 0,
            attempts_left: 0,
            driver_code: 15,
        }),
    ];
    replies.extend(settings().into_iter().map(Reply::Setting));
    replies
}

pub(crate) fn notices() -> [Notice; 4] {
    [
        Notice::Status(status()),
        Notice::Motion(Motion {
            zone: 0,
            unix_s: Some(NOW_S),
            walk_test: false,
        }),
        Notice::Controller(ControllerNews {
            change: ControllerChange::ENROLLED,
            key_id: KEY_ID,
            name: text("tablet"),
            role: Role::USER,
        }),
        Notice::Setting(SettingNews {
            setting: SettingId::PRIVACY,
        }),
    ]
}

/// Every message as a line: its kind, its name and its body in hex:
/// `0x16 request Identify: 0a`.
pub(crate) fn lines() -> std::vec::Vec<String> {
    let requests = requests().into_iter().map(|message| {
        line("request", message.kind(), &message, |out| {
            message.encode(out)
        })
    });
    let replies = replies()
        .into_iter()
        .map(|message| line("reply", message.kind(), &message, |out| message.encode(out)));
    let notices = notices().into_iter().map(|message| {
        line("notice", message.kind(), &message, |out| {
            message.encode(out)
        })
    });
    requests.chain(replies).chain(notices).collect()
}

fn line(
    side: &str,
    kind: u8,
    message: &dyn core::fmt::Debug,
    encode: impl FnOnce(&mut [u8]) -> Result<usize, camera_proto::codec::TooLong>,
) -> String {
    let mut body = [0; camera_proto::message::MAX_BODY];
    let len = encode(&mut body).expect("a body always fits");
    let shown = format!("{message:?}");
    let mut words = shown.split(|c: char| !c.is_alphanumeric());
    let name = match (words.next(), words.next()) {
        (Some("Setting"), Some("SettingNews")) => "Setting".to_owned(),
        (Some("Set" | "Setting"), Some(setting)) => format!("Set {setting}"),
        (name, _) => name.unwrap_or_default().to_owned(),
    };
    format!("{kind:#04x} {side} {name}: {}", hex(&body[..len]))
        .trim_end()
        .to_owned()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    let pairs: std::vec::Vec<_> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    pairs.join(" ")
}

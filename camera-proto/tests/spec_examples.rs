//! Every message has a byte example in SPEC.md, and it is right: the examples
//! are made here, and looked for there, line by line.

use camera_proto::frame::{self, Feed, FrameDecoder, HEADER, MAX_FRAME};
use camera_proto::message::{
    Controller, Enroll, Enrolled, Hello, HelloReply, Identify, LossList, MoveAbsolute,
    MoveContinuous, MoveRelative, Moving, Notice, PairConfirm, PairShare, PairShareReply,
    Provision, Refused, Reply, Request, ResetConfirm, ResetRequest, Revoke, SessionOpen,
    SessionOpenReply,
};
use camera_proto::vocab::{
    Band, Bssid, CameraState, Cdeg, Color, Direction, Fault, KeyId, LedState, LossItem, LossKind,
    Network, Passphrase, Pattern, Receipt, Refusal, ResetCause, ResetScope, ResetStage, ResetToken,
    Role, Security, Ssid, Status,
};
use heapless::Vec;

const SPEC: &str = include_str!("../SPEC.md");

fn requests() -> [Request; 21] {
    [
        Request::Hello(Hello {
            min_version: 1,
            max_version: 1,
        }),
        Request::PairShare(PairShare { share_p: [4; 65] }),
        Request::PairConfirm(PairConfirm { confirm_p: [5; 32] }),
        Request::SessionOpen(SessionOpen {
            key_id: KeyId([1, 2, 3, 4, 5, 6, 7, 8]),
            noise: [6; 48],
        }),
        Request::Enroll(Enroll {
            name: Vec::from_slice(b"phone").unwrap(),
        }),
        Request::Status,
        Request::Watch,
        Request::Scan,
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
        }),
        Request::MoveRelative(MoveRelative {
            pan: Cdeg(-500),
            tilt: Cdeg(0),
        }),
        Request::MoveContinuous(MoveContinuous {
            pan: Direction::Positive,
            tilt: Direction::Hold,
            lease_ms: 500,
        }),
        Request::Stop,
        Request::Home,
        Request::ResetRequest(ResetRequest {
            scope: ResetScope::Everything,
        }),
        Request::ResetConfirm(ResetConfirm {
            token: ResetToken([9; 8]),
        }),
        Request::Receipt,
        Request::Controllers,
        Request::Revoke(Revoke {
            key_id: KeyId([1, 2, 3, 4, 5, 6, 7, 8]),
        }),
    ]
}

fn status() -> Status {
    Status {
        state: CameraState::ONLINE,
        led: LedState {
            color: Color::BLUE,
            pattern: Pattern(0),
        },
        pan: Cdeg(3_000),
        tilt: Cdeg(-1_000),
        moving: false,
        fault: Fault::NONE,
        reset: ResetStage::IDLE,
        last_setup: Refusal::NONE,
        rssi_dbm: -48,
        window_s: 0,
        uptime_s: 300,
        epoch: 1,
    }
}

fn replies() -> [Reply; 13] {
    [
        Reply::Hello(HelloReply {
            version: 1,
            model: Vec::from_slice(b"Spot PT-1").unwrap(),
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
            key_id: KeyId([1, 2, 3, 4, 5, 6, 7, 8]),
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
            scope: ResetScope::Everything,
        })),
        Reply::Controller(Controller {
            key_id: KeyId([1, 2, 3, 4, 5, 6, 7, 8]),
            name: Vec::from_slice(b"phone").unwrap(),
            role: Role::OWNER,
            is_you: true,
        }),
        Reply::Done,
        Reply::Refused(Refused {
            why: Refusal::AUTH_FAILURE,
            retry_s: 0,
            attempts_left: 0,
            driver_code: 15,
        }),
    ]
}

fn body(encode: impl FnOnce(&mut [u8]) -> usize) -> std::vec::Vec<u8> {
    let mut body = [0; MAX_FRAME];
    let len = encode(&mut body);
    body[..len].to_vec()
}

fn hex(bytes: &[u8]) -> String {
    let pairs: std::vec::Vec<_> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    pairs.join(" ")
}

/// `0x11 Status: 05 …`, or `0x16 Stop:` for an empty body.
fn line(kind: u8, message: &dyn core::fmt::Debug, body: &[u8]) -> String {
    let name = format!("{message:?}");
    let name: String = name.chars().take_while(|c| c.is_alphanumeric()).collect();
    format!("{kind:#04x} {name}: {}", hex(body))
        .trim_end()
        .to_owned()
}

#[test]
fn every_message_has_its_bytes_in_the_spec_and_reads_back() {
    let mut missing = std::vec::Vec::new();
    let mut look = |line: String| {
        if !SPEC.lines().any(|other| other == line) {
            missing.push(line);
        }
    };
    for request in requests() {
        let body = body(|out| request.encode(out).unwrap());
        assert_eq!(Request::decode(request.kind(), &body).unwrap(), request);
        look(line(request.kind(), &request, &body));
    }
    for reply in replies() {
        let body = body(|out| reply.encode(out).unwrap());
        assert_eq!(Reply::decode(reply.kind(), &body).unwrap(), reply);
        look(line(reply.kind(), &reply, &body));
    }
    let notice = Notice::Status(status());
    let body = body(|out| notice.encode(out).unwrap());
    look(format!("{:#04x} Notice: {}", notice.kind(), hex(&body)));
    assert!(missing.is_empty(), "SPEC.md lacks:\n{}", missing.join("\n"));
}

#[test]
fn the_frame_of_the_spec_is_what_a_status_request_travels_as() {
    let mut frame = [0; MAX_FRAME];
    let len = frame::encode(0x11, 7, 0, &mut frame).unwrap();
    assert!(SPEC.contains(&format!("frame: {}", hex(&frame[..len]))));
    let mut decoder = FrameDecoder::new();
    let mut input = &frame[..len];
    assert!(matches!(decoder.feed(&mut input), Feed::Frame(frame) if frame.id == 7));
}

#[test]
fn every_kind_of_request_is_in_the_list() {
    let requests = requests();
    let mut kinds: std::vec::Vec<_> = requests.iter().map(Request::kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    assert_eq!(kinds.len(), requests.len());
    // A kind that decodes something from some body is one of these.
    let known = |kind: u8| {
        Request::decode(kind, &[]) != Err(camera_proto::message::DecodeError::UnknownKind(kind))
    };
    assert_eq!((0..=255).filter(|kind| known(*kind)).count(), kinds.len());
    assert_eq!(HEADER, 3);
}

//! A camera that answers as a test wants it to, over real TCP and real crypto.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use camera_proto::frame::{self, Feed, FrameDecoder, MAX_FRAME};
use camera_proto::message::{
    Abilities, End, Enrolled, HelloReply, Info, LossList, Moving, Notice, PairShareReply, Position,
    Refused, Reply, Request, SessionOpenReply, Support, Time, kind,
};
use camera_proto::noise;
use camera_proto::pairing::{
    CameraConfirming, CameraPairing, HelloHash, LabelRecord, PairingContext, SetupCode,
    session_prologue,
};
use camera_proto::sealed::{self, SEALED_BODY_AT};
use camera_proto::session::Session;
use camera_proto::vocab::{
    CameraState, Capabilities, Cdeg, Color, Fault, Flags, KeyId, LedState, PairingSecret, Pattern,
    Refusal, ResetCause, ResetStage, ResetToken, Role, Status,
};

/// The code on the label.
pub(crate) const CODE: &str = "1234-5678-9018";
pub(crate) const KEY_ID: KeyId = KeyId([0xab; 8]);

/// What an answer is.
pub(crate) enum Answer {
    Replies(Vec<Reply>),
    /// The link breaks instead.
    HangUp,
}

/// What the camera is at the moment; tests change it.
pub(crate) struct State {
    pub(crate) setup_open: bool,
    pub(crate) key: Option<[u8; 32]>,
    pub(crate) status: Status,
    /// Requests that came over sealed links, as they print.
    pub(crate) asked: Vec<String>,
    /// The kinds of all requests that came.
    pub(crate) heard: Vec<u8>,
    /// By what the last hello wants to pair.
    pub(crate) secret: PairingSecret,
    /// How to answer what is not answered in general.
    pub(crate) answer: fn(&mut Status, &Request) -> Answer,
    /// What to tell right after `Watch`, with its number.
    pub(crate) notices: Vec<(u16, Notice)>,
}

pub(crate) struct Camera {
    pub(crate) address: String,
    pub(crate) state: Arc<Mutex<State>>,
}

pub(crate) fn status() -> Status {
    Status {
        state: CameraState::ONLINE,
        led: LedState {
            color: Color::BLUE,
            pattern: Pattern(0),
        },
        pan: Cdeg(0),
        tilt: Cdeg(0),
        flags: Flags::default(),
        fault: Fault::NONE,
        reset: ResetStage::IDLE,
        last_setup: Refusal::NONE,
        rssi_dbm: -40,
        window_s: 0,
        uptime_s: 12,
        epoch: 1,
    }
}

/// A camera with its setup window open, on a port of its own.
pub(crate) fn camera(answer: fn(&mut Status, &Request) -> Answer) -> Camera {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let state = Arc::new(Mutex::new(State {
        setup_open: true,
        key: None,
        status: status(),
        asked: Vec::new(),
        heard: Vec::new(),
        secret: PairingSecret::CODE,
        answer,
        notices: Vec::new(),
    }));
    let shared = Arc::clone(&state);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let state = Arc::clone(&shared);
            thread::spawn(move || serve(stream.unwrap(), &state));
        }
    });
    Camera { address, state }
}

/// The answer of a camera without a will of its own, to whatever is asked.
pub(crate) fn usual(_: &mut Status, request: &Request) -> Answer {
    let moving = Moving {
        pan: Cdeg(0),
        tilt: Cdeg(0),
        arrives_in_ms: 0,
    };
    let reply = match request {
        Request::MoveAbsolute(_)
        | Request::MoveRelative(_)
        | Request::MoveContinuous(_)
        | Request::GoToPreset(_)
        | Request::Stop
        | Request::Home => Reply::Moving(moving),
        Request::Scan(_)
        | Request::Controllers(_)
        | Request::Losses(_)
        | Request::Diagnose(_)
        | Request::Settings(_) => Reply::End(End { next: 0 }),
        Request::ResetRequest(_) => Reply::LossList(LossList {
            token: ResetToken([3; 8]),
            items: heapless::Vec::new(),
        }),
        Request::Receipt => Reply::Receipt(None),
        Request::Time => Reply::Time(Time { unix_s: None }),
        Request::Position => Reply::Position(Position {
            pan: Cdeg(1_250),
            tilt: Cdeg(-100),
            uncertainty: Cdeg(100),
            moving: false,
        }),
        Request::Info => Reply::Info(Info {
            model: "Spot PT-1".bytes().collect(),
            serial: "C0FFEE0042".bytes().collect(),
            firmware: "1.4.0".bytes().collect(),
            made_on: 20_261_123,
            name: "Kitchen".bytes().collect(),
        }),
        Request::Abilities => Reply::Abilities(Abilities {
            can: Capabilities::PAN.with(Capabilities(1 << 30), true),
            pan: [Cdeg(-17_000), Cdeg(17_000)],
            tilt: [Cdeg(-3_000), Cdeg(9_000)],
            stream_uri: "rtsp://192.168.1.20/main".bytes().collect(),
        }),
        Request::Support => Reply::Support(Support {
            uptime_s: 300,
            first_setup_s: 0,
            resets: 2,
            last_reset: ResetCause(77),
            fault: Fault::NONE,
            last_setup: Refusal::AUTH_FAILURE,
            rssi_dbm: -48,
            controllers: 2,
            wrong_codes: 1,
        }),
        _ => Reply::Done,
    };
    Answer::Replies(vec![reply])
}

/// What one link has come to.
#[derive(Default)]
struct Link {
    hello: Option<(HelloHash, LabelRecord)>,
    confirming: Option<CameraConfirming>,
    session: Option<Session>,
}

fn serve(mut stream: TcpStream, state: &Mutex<State>) {
    let (mut link, mut decoder) = (Link::default(), FrameDecoder::new());
    let mut bytes = [0; 512];
    while let Ok(len @ 1..) = stream.read(&mut bytes) {
        let mut input = &bytes[..len];
        while let Feed::Frame(frame) = decoder.feed(&mut input) {
            let out = if frame.kind == kind::SEALED {
                sealed_request(&mut link, frame, state)
            } else {
                let request = Request::decode(frame.kind, frame.body).unwrap();
                let (id, body) = (frame.id, frame.body.to_vec());
                state.lock().unwrap().heard.push(frame.kind);
                Some(clear_request(&mut link, id, &body, &request, state))
            };
            match out {
                Some(out) => stream.write_all(&out).unwrap(),
                None => return,
            }
        }
    }
}

fn clear_request(
    link: &mut Link,
    id: u16,
    body: &[u8],
    request: &Request,
    state: &Mutex<State>,
) -> Vec<u8> {
    let reply = match request {
        Request::Hello(said) => {
            let mut state = state.lock().unwrap();
            state.secret = said.secret;
            hello(link, body, state.setup_open)
        }
        Request::PairShare(share) => {
            let (hash, label) = link.hello.as_ref().unwrap();
            let context = PairingContext::new(1, hash);
            let pairing = CameraPairing::start(label, &context, &mut rand::rng());
            let (answer, confirming) = pairing.share(&share.share_p).unwrap();
            link.confirming = Some(confirming);
            Reply::PairShare(PairShareReply {
                share_v: answer.share_v,
                confirm_v: answer.confirm_v,
            })
        }
        Request::PairConfirm(confirm) => {
            let confirming = link.confirming.take().unwrap();
            link.session = Some(confirming.confirm(&confirm.confirm_p).unwrap());
            Reply::Done
        }
        Request::SessionOpen(open) => match state.lock().unwrap().key {
            Some(key) if open.key_id == KEY_ID => {
                let (hash, _) = link.hello.as_ref().unwrap();
                let prologue = session_prologue(1, hash, open.key_id);
                let answer = noise::respond(&key, &prologue, &mut rand::rng(), &open.noise);
                let (noise, session) = answer.unwrap();
                link.session = Some(session);
                Reply::SessionOpen(SessionOpenReply { noise })
            }
            _ => Reply::Refused(Refused::because(Refusal::UNKNOWN_CONTROLLER)),
        },
        sealed => panic!("{sealed:?} in clear"),
    };
    let mut out = [0; MAX_FRAME];
    let len = reply.encode(&mut out[frame::BODY_AT..]).unwrap();
    let len = frame::encode(reply.kind(), id, len, &mut out).unwrap();
    out[..len].to_vec()
}

fn hello(link: &mut Link, request: &[u8], setup_open: bool) -> Reply {
    let code = SetupCode::parse(CODE).unwrap();
    let label = LabelRecord::from_code(&code, &[7; 16], 10_000).unwrap();
    let reply = Reply::Hello(HelloReply {
        version: 1,
        model: "Spot PT-1".bytes().collect(),
        discriminator: 0xa1b2,
        setup_open,
        salt: *label.salt(),
        iterations: label.iterations(),
    });
    let mut body = [0; MAX_FRAME];
    let len = reply.encode(&mut body).unwrap();
    link.hello = Some((HelloHash::new(request, &body[..len]), label));
    reply
}

/// The frames to send, or `None` to hang up.
fn sealed_request(
    link: &mut Link,
    frame: frame::Frame<'_>,
    state: &Mutex<State>,
) -> Option<Vec<u8>> {
    let session = link.session.as_mut().unwrap();
    let frame = sealed::read(session, frame).unwrap();
    let (id, request) = (frame.id, Request::decode(frame.kind, frame.body).unwrap());
    let mut state = state.lock().unwrap();
    state.asked.push(format!("{request:?}"));
    state.heard.push(request.kind());
    let replies = match &request {
        Request::Enroll(_) => {
            state.key = Some([0x5a; 32]);
            vec![Reply::Enrolled(Enrolled {
                key_id: KEY_ID,
                key: [0x5a; 32],
                role: Role::OWNER,
                epoch: 1,
            })]
        }
        Request::Status | Request::Watch => vec![Reply::Status(state.status)],
        request => match (state.answer)(&mut state.status, request) {
            Answer::Replies(replies) => replies,
            Answer::HangUp => return None,
        },
    };
    let mut out = Vec::new();
    for reply in &replies {
        seal(
            session,
            reply.kind(),
            id,
            |body| reply.encode(body).unwrap(),
            &mut out,
        );
    }
    if request == Request::Watch {
        for (sequence, notice) in core::mem::take(&mut state.notices) {
            seal(
                session,
                notice.kind(),
                sequence,
                |body| notice.encode(body).unwrap(),
                &mut out,
            );
        }
    }
    Some(out)
}

fn seal(
    session: &mut Session,
    kind: u8,
    id: u16,
    encode: impl FnOnce(&mut [u8]) -> usize,
    out: &mut Vec<u8>,
) {
    let mut frame = [0; MAX_FRAME];
    let len = encode(&mut frame[SEALED_BODY_AT..]);
    let len = sealed::write(session, kind, id, len, &mut frame).unwrap();
    out.extend_from_slice(&frame[..len]);
}

//! A camera that answers as a test wants it to, over real TCP and real crypto.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use camera_proto::message::{
    Abilities, End, Info, LossList, Moving, Notice, Position, Reply, Request, Support, Time,
};
use camera_proto::vocab::{
    CameraState, Capabilities, Cdeg, Fault, PairingSecret, Refusal, ResetCause, ResetToken, Status,
};

use crate::camera_side::{CameraSide, Heard, enrolled, status};

/// What an answer is.
pub(crate) enum Answer {
    Replies(Vec<Reply>),
    /// The link breaks instead.
    HangUp,
}

/// What the camera is at the moment; tests change it.
pub(crate) struct State {
    pub(crate) setup_open: bool,
    /// Whether the controller's key opens a session.
    pub(crate) knows_key: bool,
    pub(crate) status: Status,
    /// How often it still says that it joins, before it is online.
    pub(crate) joining_left: u32,
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

impl State {
    fn status(&mut self) -> Status {
        if self.status.state == CameraState::JOINING {
            match self.joining_left {
                0 => self.status.state = CameraState::ONLINE,
                _ => self.joining_left -= 1,
            }
        }
        self.status
    }
}

pub(crate) struct Camera {
    pub(crate) address: String,
    pub(crate) state: Arc<Mutex<State>>,
}

/// A camera with its setup window open, on a port of its own.
pub(crate) fn camera(answer: fn(&mut Status, &Request) -> Answer) -> Camera {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let state = Arc::new(Mutex::new(State {
        setup_open: true,
        knows_key: false,
        status: status(),
        joining_left: u32::MAX,
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

fn serve(mut stream: TcpStream, state: &Mutex<State>) {
    let mut side = {
        let state = state.lock().unwrap();
        CameraSide::new(state.setup_open, state.knows_key)
    };
    let mut bytes = [0; 512];
    while let Ok(len @ 1..) = stream.read(&mut bytes) {
        let mut input = &bytes[..len];
        while let Some(heard) = side.hear(&mut input, &mut rand::rng()) {
            match answer(&mut side, heard, &mut state.lock().unwrap()) {
                Some(out) => stream.write_all(&out).unwrap(),
                None => return,
            }
        }
    }
}

/// The frames to send, or `None` to hang up.
fn answer(side: &mut CameraSide, heard: Heard, state: &mut State) -> Option<Vec<u8>> {
    let Heard { id, request, .. } = heard;
    state.heard.push(request.kind());
    if let Request::Hello(hello) = &request {
        state.secret = hello.secret;
    }
    if heard.answer.is_some() {
        return heard.answer;
    }
    state.asked.push(format!("{request:?}"));
    let replies = match &request {
        Request::Enroll(_) => {
            state.knows_key = true;
            vec![enrolled()]
        }
        Request::Status | Request::Watch => vec![Reply::Status(state.status())],
        request => match (state.answer)(&mut state.status, request) {
            Answer::Replies(replies) => replies,
            Answer::HangUp => return None,
        },
    };
    let mut out: Vec<_> = replies.iter().map(|reply| side.reply(id, reply)).collect();
    if request == Request::Watch {
        let notices = core::mem::take(&mut state.notices);
        out.extend(
            notices
                .iter()
                .map(|(sequence, notice)| side.notice(*sequence, notice)),
        );
    }
    Some(out.concat())
}

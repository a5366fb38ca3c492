//! A camera's pairing, its resumed session, and its sealed frames, each step
//! with what the app says in between.

use camera_proto::frame::{Feed, FrameDecoder, MAX_FRAME};
use camera_proto::message::{MAX_BODY, kind};
use camera_proto::noise::{self, Initiator, MESSAGE_LEN};
use camera_proto::pairing::{
    Answer, AppPairing, CONFIRM_LEN, CameraConfirming, CameraPairing, HelloHash, LabelRecord,
    MIN_ITERATIONS, PairingContext, ProverSecret, SHARE_LEN, SetupCode,
};
use camera_proto::sealed::{self, SEALED_BODY_AT};
use camera_proto::session::Session;

use measure::{Subject, step};

/// A generator that can be repeated: SplitMix64.
pub struct Repeatable(pub u64);

impl rand_core::TryRng for Repeatable {
    type Error = core::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        self.try_next_u64().map(|value| value as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut value = self.0;
        value = (value ^ value >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        value = (value ^ value >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        Ok(value ^ value >> 31)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
        for chunk in bytes.chunks_mut(8) {
            let value = self.try_next_u64()?.to_le_bytes();
            for (to, from) in chunk.iter_mut().zip(value) {
                *to = from;
            }
        }
        Ok(())
    }
}

impl rand_core::TryCryptoRng for Repeatable {}

/// What the camera has, and what the app says to it.
pub struct Door {
    pub rng: Repeatable,
    pub label: LabelRecord,
    pub context: PairingContext,
    pub pairing: Option<CameraPairing>,
    pub confirming: Option<CameraConfirming>,
    pub answer: Option<Answer>,
    pub share_p: [u8; SHARE_LEN],
    pub confirm_p: [u8; CONFIRM_LEN],
    pub psk: [u8; 32],
    pub first: [u8; MESSAGE_LEN],
    pub session: Option<Session>,
    pub frame: [u8; MAX_FRAME],
    pub len: usize,
    pub decoder: FrameDecoder,
    pub opened: bool,
    /// The app: on a camera of its own it would be elsewhere.
    pub secret: ProverSecret,
    pub app: Option<AppPairing>,
    pub initiator: Option<Initiator>,
    pub app_session: Option<Session>,
}

impl Door {
    /// # Panics
    /// Never: it takes the code that it has made.
    pub fn new() -> Self {
        let mut rng = Repeatable(1);
        let code = SetupCode::random(&mut rng);
        let secret = ProverSecret::from_code(&code, &[5; 16], MIN_ITERATIONS).ok();
        let label = LabelRecord::from_code(&code, &[5; 16], MIN_ITERATIONS).ok();
        Self {
            rng,
            label: label.expect("a label"),
            context: PairingContext::new(2, &HelloHash::new(&[1, 1], &[1, 2, 3])),
            pairing: None,
            confirming: None,
            answer: None,
            share_p: [0; SHARE_LEN],
            confirm_p: [0; CONFIRM_LEN],
            psk: [9; 32],
            first: [0; MESSAGE_LEN],
            session: None,
            frame: [0; MAX_FRAME],
            len: 0,
            decoder: FrameDecoder::new(),
            opened: false,
            secret: secret.expect("a secret"),
            app: None,
            initiator: None,
            app_session: None,
        }
    }
}

impl Default for Door {
    fn default() -> Self {
        Self::new()
    }
}

/// What is measured on a [`Door`]. The first is nothing, to be taken from the
/// others' flash.
pub const SUBJECTS: [Subject<Door>; 5] = [
    Subject::NOTHING,
    Subject {
        name: "pairing",
        steps: &[
            step("start", start),
            step("", app_start),
            step("share", share),
            step("", app_confirm),
            step("confirm", confirm),
        ],
    },
    Subject {
        name: "resumed session",
        steps: &[
            step("", app_open),
            step("respond", respond),
            step("", app_finish),
        ],
    },
    Subject {
        name: "sealed frames",
        steps: &[
            step("", sessions),
            step("seal 16 B", seal::<16>),
            step("open 16 B", open),
            step("seal 224 B", seal::<MAX_BODY>),
            step("open 224 B", open),
        ],
    },
    Subject {
        name: "pairing, session and seal",
        steps: &[
            step("", start),
            step("", share),
            step("", confirm),
            step("", respond),
            step("", seal::<16>),
            step("", open),
        ],
    },
];

pub fn start(door: &mut Door) {
    let pairing = CameraPairing::start(&door.label, &door.context, &mut door.rng);
    door.pairing = Some(pairing);
}

pub fn app_start(door: &mut Door) {
    let (app, share_p) = AppPairing::start(&door.secret, &door.context, &mut door.rng);
    door.app = Some(app);
    door.share_p = share_p;
}

pub fn share(door: &mut Door) {
    let Some(pairing) = door.pairing.take() else {
        return;
    };
    if let Ok((answer, confirming)) = pairing.share(&door.share_p) {
        door.answer = Some(answer);
        door.confirming = Some(confirming);
    }
}

pub fn app_confirm(door: &mut Door) {
    let (Some(app), Some(answer)) = (door.app.take(), &door.answer) else {
        return;
    };
    if let Ok((confirm_p, session)) = app.confirm(&answer.share_v, &answer.confirm_v) {
        door.confirm_p = confirm_p;
        door.app_session = Some(session);
    }
}

pub fn confirm(door: &mut Door) {
    if let Some(confirming) = door.confirming.take() {
        door.session = confirming.confirm(&door.confirm_p).ok();
    }
}

pub fn app_open(door: &mut Door) {
    let started = Initiator::start(&door.psk, b"bench", &mut door.rng);
    if let Ok((initiator, first)) = started {
        door.initiator = Some(initiator);
        door.first = first;
    }
}

pub fn respond(door: &mut Door) {
    let responded = noise::respond(&door.psk, b"bench", &mut door.rng, &door.first);
    if let Ok((answer, session)) = responded {
        door.first = answer;
        door.session = Some(session);
    }
}

fn app_finish(door: &mut Door) {
    if let Some(initiator) = door.initiator.take() {
        door.app_session = initiator.finish(&door.first).ok();
    }
}

/// One end talks to itself: what it seals it can open.
fn sessions(door: &mut Door) {
    door.session = Some(Session::new(&[3; 32], &[3; 32]));
}

/// From the body to the frame on the wire.
fn seal<const LEN: usize>(door: &mut Door) {
    if let Some(body) = door.frame.get_mut(SEALED_BODY_AT..SEALED_BODY_AT + LEN) {
        body.fill(LEN as u8);
    }
    if let Some(session) = &mut door.session {
        let written = sealed::write(session, kind::REPLY_STATUS, 7, LEN, &mut door.frame);
        door.len = written.unwrap_or(0);
    }
}

/// From the frame on the wire to the body.
fn open(door: &mut Door) {
    let (Some(session), Some(mut input)) = (&mut door.session, door.frame.get(..door.len)) else {
        return;
    };
    if let Feed::Frame(frame) = door.decoder.feed(&mut input) {
        door.opened = sealed::read(session, frame).is_some();
    }
}

//! The camera's side of one link, with real cryptography and no will of its
//! own: what it answers in a session is for the test to say. The tests of
//! camctl use it too.

use camera_proto::frame::{self, Feed, FrameDecoder, MAX_FRAME};
use camera_proto::message::{
    Enrolled, HelloReply, Notice, PairShareReply, Refused, Reply, Request, SessionOpenReply, kind,
};
use camera_proto::noise;
use camera_proto::pairing::{
    CameraConfirming, CameraPairing, HelloHash, LabelRecord, PairingContext, SetupCode,
    session_prologue,
};
use camera_proto::sealed::{self, SEALED_BODY_AT};
use camera_proto::session::Session;
use camera_proto::vocab::{
    CameraState, Cdeg, Color, Fault, Flags, KeyId, LedState, Pattern, Refusal, ResetStage, Role,
    Status,
};
use rand_core::CryptoRng;

const TCP: u8 = 1;

/// The code on the label.
pub(crate) const CODE: &str = "1234-5678-9018";

/// What it gives to whoever enrols.
pub(crate) const KEY_ID: KeyId = KeyId([0xab; 8]);
pub(crate) const KEY: [u8; 32] = [0x5a; 32];

pub(crate) fn enrolled() -> Reply {
    Reply::Enrolled(Enrolled {
        key_id: KEY_ID,
        key: KEY,
        role: Role::OWNER,
        epoch: 1,
    })
}

/// Of a camera that is well.
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

/// What came over the link.
pub(crate) struct Heard {
    pub(crate) id: u16,
    pub(crate) request: Request,
    /// What goes back at once, when it was of a handshake.
    pub(crate) answer: Option<Vec<u8>>,
}

pub(crate) struct CameraSide {
    label: LabelRecord,
    setup_open: bool,
    /// Whether the key is known still.
    has_key: bool,
    decoder: FrameDecoder,
    hello: Option<HelloHash>,
    confirming: Option<CameraConfirming>,
    session: Option<Session>,
}

impl CameraSide {
    pub(crate) fn new(setup_open: bool, has_key: bool) -> Self {
        let code = SetupCode::parse(CODE).unwrap();
        Self {
            label: LabelRecord::from_code(&code, &[7; 16], 10_000).unwrap(),
            setup_open,
            has_key,
            decoder: FrameDecoder::new(),
            hello: None,
            confirming: None,
            session: None,
        }
    }

    /// Takes the bytes of one frame; `None` when there is no whole one.
    pub(crate) fn hear(&mut self, bytes: &mut &[u8], rng: &mut impl CryptoRng) -> Option<Heard> {
        let frame = match self.decoder.feed(bytes) {
            Feed::More => return None,
            Feed::Bad(why) => panic!("the app sends frames: {why}"),
            Feed::Frame(frame) => frame,
        };
        if frame.kind == kind::SEALED {
            let session = self.session.as_mut().expect("a session");
            let inner = sealed::read(session, frame).expect("an authentic frame");
            return Some(Heard {
                id: inner.id,
                request: Request::decode(inner.kind, inner.body).unwrap(),
                answer: None,
            });
        }
        let (id, body) = (frame.id, frame.body.to_vec());
        let request = Request::decode(frame.kind, &body).unwrap();
        let reply = self.handshake(&request, &body, rng);
        let answer = Some(clear(id, &reply));
        Some(Heard {
            id,
            request,
            answer,
        })
    }

    fn handshake(&mut self, request: &Request, body: &[u8], rng: &mut impl CryptoRng) -> Reply {
        match request {
            Request::Hello(_) => {
                let reply = Reply::Hello(HelloReply {
                    version: 1,
                    model: "Spot PT-1".bytes().collect(),
                    discriminator: 0xa1b2,
                    setup_open: self.setup_open,
                    salt: *self.label.salt(),
                    iterations: self.label.iterations(),
                });
                let mut told = [0; MAX_FRAME];
                let len = reply.encode(&mut told).unwrap();
                self.hello = Some(HelloHash::new(body, &told[..len]));
                reply
            }
            Request::PairShare(share) => {
                let context = PairingContext::new(TCP, self.hello.as_ref().unwrap());
                let camera = CameraPairing::start(&self.label, &context, rng);
                let (answer, confirming) = camera.share(&share.share_p).unwrap();
                self.confirming = Some(confirming);
                Reply::PairShare(PairShareReply {
                    share_v: answer.share_v,
                    confirm_v: answer.confirm_v,
                })
            }
            Request::PairConfirm(confirm) => {
                let confirming = self.confirming.take().unwrap();
                self.session = Some(confirming.confirm(&confirm.confirm_p).unwrap());
                Reply::Done
            }
            Request::SessionOpen(open) if self.has_key && open.key_id == KEY_ID => {
                let prologue = session_prologue(TCP, self.hello.as_ref().unwrap(), KEY_ID);
                let (noise, session) = noise::respond(&KEY, &prologue, rng, &open.noise).unwrap();
                self.session = Some(session);
                Reply::SessionOpen(SessionOpenReply { noise })
            }
            Request::SessionOpen(_) => {
                Reply::Refused(Refused::because(Refusal::UNKNOWN_CONTROLLER))
            }
            sealed => panic!("{sealed:?} in clear"),
        }
    }

    pub(crate) fn reply(&mut self, id: u16, reply: &Reply) -> Vec<u8> {
        self.seal(reply.kind(), id, |body| reply.encode(body).unwrap())
    }

    pub(crate) fn notice(&mut self, sequence: u16, notice: &Notice) -> Vec<u8> {
        self.seal(notice.kind(), sequence, |body| notice.encode(body).unwrap())
    }

    pub(crate) fn seal(
        &mut self,
        kind: u8,
        id: u16,
        encode: impl FnOnce(&mut [u8]) -> usize,
    ) -> Vec<u8> {
        let mut frame = [0; MAX_FRAME];
        let body_len = encode(&mut frame[SEALED_BODY_AT..]);
        let session = self.session.as_mut().expect("a session");
        let len = sealed::write(session, kind, id, body_len, &mut frame).unwrap();
        frame[..len].to_vec()
    }
}

fn clear(id: u16, reply: &Reply) -> Vec<u8> {
    let mut frame = [0; MAX_FRAME];
    let body_len = reply.encode(&mut frame[frame::BODY_AT..]).unwrap();
    let len = frame::encode(reply.kind(), id, body_len, &mut frame).unwrap();
    frame[..len].to_vec()
}

//! A camera of few words: the other side of the handshakes, and whatever
//! answers a test gives it.

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
use camera_proto::vocab::{KeyId, Refusal, Role};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;

pub(crate) const TCP: u8 = 1;
pub(crate) const KEY_ID: KeyId = KeyId([7; 8]);
pub(crate) const KEY: [u8; 32] = [9; 32];

/// What it does with a request in a session.
pub(crate) type Answer = fn(&Request) -> Vec<Reply>;

pub(crate) struct Camera {
    label: LabelRecord,
    answer: Answer,
    rng: ChaCha20Rng,
    /// What it was asked in sessions, over all links.
    pub(crate) heard: Vec<Request>,
    /// How many links there were.
    pub(crate) links: usize,
    decoder: FrameDecoder,
    hello: Option<HelloHash>,
    confirming: Option<CameraConfirming>,
    session: Option<Session>,
}

impl Camera {
    pub(crate) fn new(code: &SetupCode, answer: Answer) -> Self {
        Self {
            label: LabelRecord::from_code(code, &[3; 16], 10_000).unwrap(),
            answer,
            rng: ChaCha20Rng::seed_from_u64(2),
            heard: Vec::new(),
            links: 0,
            decoder: FrameDecoder::new(),
            hello: None,
            confirming: None,
            session: None,
        }
    }

    pub(crate) fn answer(&mut self, answer: Answer) {
        self.answer = answer;
    }

    /// A new link: nothing of the old one counts.
    pub(crate) fn connected(&mut self) {
        self.links += 1;
        self.decoder = FrameDecoder::new();
        self.hello = None;
        self.confirming = None;
        self.session = None;
    }

    /// Hears bytes, and says what goes back.
    pub(crate) fn hear(&mut self, mut bytes: &[u8]) -> Vec<u8> {
        let mut said = Vec::new();
        loop {
            let frame = match self.decoder.feed(&mut bytes) {
                Feed::More => return said,
                Feed::Bad(why) => panic!("the app sends frames: {why}"),
                Feed::Frame(frame) => frame,
            };
            if frame.kind == kind::SEALED {
                let session = self.session.as_mut().expect("a session");
                let inner = sealed::read(session, frame).expect("an authentic frame");
                let request = Request::decode(inner.kind, inner.body).unwrap();
                let id = inner.id;
                for reply in self.replies(&request) {
                    said.extend(self.seal(reply.kind(), id, |body| reply.encode(body).unwrap()));
                }
                self.heard.push(request);
            } else {
                let (id, body) = (frame.id, frame.body.to_vec());
                let request = Request::decode(frame.kind, &body).unwrap();
                let reply = self.handshake(&request, &body);
                said.extend(clear(id, &reply));
            }
        }
    }

    pub(crate) fn notice(&mut self, sequence: u16, notice: &Notice) -> Vec<u8> {
        self.seal(notice.kind(), sequence, |body| notice.encode(body).unwrap())
    }

    fn replies(&self, request: &Request) -> Vec<Reply> {
        match request {
            Request::Enroll(_) => vec![Reply::Enrolled(Enrolled {
                key_id: KEY_ID,
                key: KEY,
                role: Role::OWNER,
                epoch: 1,
            })],
            request => (self.answer)(request),
        }
    }

    fn handshake(&mut self, request: &Request, body: &[u8]) -> Reply {
        match request {
            Request::Hello(_) => {
                let reply = Reply::Hello(HelloReply {
                    version: 1,
                    model: heapless::Vec::new(),
                    discriminator: 1,
                    setup_open: true,
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
                let camera = CameraPairing::start(&self.label, &context, &mut self.rng);
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
            Request::SessionOpen(open) if open.key_id == KEY_ID => {
                let prologue = session_prologue(TCP, self.hello.as_ref().unwrap(), KEY_ID);
                let (noise, session) =
                    noise::respond(&KEY, &prologue, &mut self.rng, &open.noise).unwrap();
                self.session = Some(session);
                Reply::SessionOpen(SessionOpenReply { noise })
            }
            _ => Reply::Refused(Refused::because(Refusal::UNKNOWN_CONTROLLER)),
        }
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

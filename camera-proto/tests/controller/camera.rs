//! A camera of few words: whatever answers a test gives it, over one link
//! after the other.

use camera_proto::frame::{self, BODY_AT, MAX_FRAME};
use camera_proto::message::{Refused, Reply, Request};
use camera_proto::vocab::Refusal;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;

use crate::camera_side::{CameraSide, enrolled};

/// What it does with a request in a session.
pub(crate) type Answer = fn(&Request) -> Vec<Reply>;

pub(crate) struct Camera {
    pub(crate) answer: Answer,
    rng: ChaCha20Rng,
    /// What it was asked in sessions, over all links.
    pub(crate) heard: Vec<Request>,
    /// How many links there were.
    pub(crate) links: usize,
    /// To a hello it says that it has no place, and to come again in so many seconds.
    pub(crate) full_for_s: Option<u16>,
    /// Its side of the last one.
    pub(crate) side: CameraSide,
}

impl Camera {
    pub(crate) fn new(answer: Answer) -> Self {
        Self {
            answer,
            rng: ChaCha20Rng::seed_from_u64(2),
            heard: Vec::new(),
            links: 0,
            full_for_s: None,
            side: CameraSide::new(true, true),
        }
    }

    /// A new link: nothing of the old one counts.
    pub(crate) fn connected(&mut self) {
        self.links += 1;
        self.side = CameraSide::new(true, true);
    }

    /// Hears bytes, and says what goes back.
    pub(crate) fn hear(&mut self, mut bytes: &[u8]) -> Vec<u8> {
        let mut said = Vec::new();
        if let Some(retry_s) = self.full_for_s {
            return busy(retry_s);
        }
        while let Some(heard) = self.side.hear(&mut bytes, &mut self.rng) {
            if let Some(answer) = heard.answer {
                said.extend(answer);
                continue;
            }
            for reply in self.replies(&heard.request) {
                said.extend(self.side.reply(heard.id, &reply));
            }
            self.heard.push(heard.request);
        }
        said
    }

    fn replies(&self, request: &Request) -> Vec<Reply> {
        match request {
            Request::Enroll(_) => vec![enrolled()],
            request => (self.answer)(request),
        }
    }
}

/// In clear, to the first request of a link.
fn busy(retry_s: u16) -> Vec<u8> {
    let reply = Reply::Refused(Refused {
        retry_s,
        ..Refused::because(Refusal::BUSY)
    });
    let mut frame = [0; MAX_FRAME];
    let len = reply.encode(&mut frame[BODY_AT..]).unwrap();
    let len = frame::encode(reply.kind(), 1, len, &mut frame).unwrap();
    frame[..len].to_vec()
}

//! A Wi-Fi radio that is a chip of its own, on a serial line: section 19 of
//! `camera-proto`'s SPEC.md says what is said on it. It does the radio's jobs, and
//! carries the bytes of those who come over it.
//!
//! Nobody there is an answer too: a job that nobody takes fails, and the camera
//! is what it is without a radio.

mod guests;
mod words;

use camera_fsm::action::{OpId, RadioJob};
use camera_fsm::input::OpResult;
use camera_fsm::time::Instant;
use camera_hal::radio::{Radio, RadioEvent};
use camera_proto::codec;
use camera_proto::frame::{self, BODY_AT, Feed, Frame, FrameDecoder, MAX_FRAME};
use camera_proto::message::{Provision, Refused};
use camera_proto::vocab::Refusal;
use heapless::Vec;
use zeroize::Zeroize as _;

pub use guests::{Guests, PIECE_FRAME_MAX, Peer, ROOM};
pub use words::{Accepted, Arrived, Bytes, Connected, Ended, Job, PIECE_MAX, Start, Time, kind};

/// How often a job is told to a chip that does not answer.
pub const TELLS: u8 = 3;

/// How long it has for the answer, each time, in milliseconds.
pub const ANSWER_MS: u32 = 100;

/// Bytes that go to the chip, and come from it. Both calls return at once.
pub trait Line {
    /// Takes bytes that came; 0 when there are none now.
    fn read(&mut self, into: &mut [u8]) -> usize;

    /// Gives it bytes, and says how many were taken.
    fn write(&mut self, bytes: &[u8]) -> usize;

    /// How many it would take now.
    fn room(&self) -> usize;
}

/// The radio on that line.
#[derive(Debug)]
pub struct Coprocessor<L, P, const N: usize> {
    line: L,
    guests: Guests<P, N>,
    decoder: FrameDecoder,
    /// Bytes that came and are not looked at yet.
    came: Vec<u8, 64>,
    /// What tells the job.
    out: Vec<u8, MAX_FRAME>,
    written: usize,
    job: Option<(OpId, Progress)>,
}

/// How far the job is.
#[derive(Clone, Copy, Debug)]
enum Progress {
    /// Told so often, and to be answered by then.
    Told { times: u8, by: Instant },
    /// The chip works on it.
    Taken,
}

impl<L: Line, P: Peer, const N: usize> Coprocessor<L, P, N> {
    /// Nothing said yet. Who comes over the radio gets one of these places.
    pub fn new(line: L, places: [P; N]) -> Self {
        Self {
            line,
            guests: Guests::new(places),
            decoder: FrameDecoder::new(),
            came: Vec::new(),
            out: Vec::new(),
            written: 0,
            job: None,
        }
    }

    /// The line, for a board that sleeps until something comes.
    pub const fn line(&mut self) -> &mut L {
        &mut self.line
    }

    fn send(&mut self) {
        let rest = self.out.get(self.written..).unwrap_or_default();
        self.written += self.line.write(rest);
        if self.is_told() {
            self.guests.serve(&mut self.line);
        }
    }

    /// Nothing else may be said in the middle of a frame.
    fn is_told(&self) -> bool {
        self.written == self.out.len()
    }

    /// The chip has had its time: again, or never.
    fn hurry(&mut self, now: Instant) -> Option<RadioEvent> {
        let (op, progress) = self.job?;
        let Progress::Told { times, by } = progress else {
            return None;
        };
        if by > now {
            return None;
        }
        if times >= TELLS {
            self.end();
            let why = Refused::because(Refusal::UNSUPPORTED);
            return Some(RadioEvent::Done(op, OpResult::Failed(why)));
        }
        let (times, by) = (times + 1, now.after(ANSWER_MS));
        self.job = Some((op, Progress::Told { times, by }));
        self.written = 0;
        None
    }

    fn end(&mut self) {
        self.job = None;
        self.forget();
    }

    /// The frame may hold a password.
    fn forget(&mut self) {
        self.out.zeroize();
        self.written = 0;
    }

    /// Looks at what came, up to the first thing that there is to tell.
    fn hear(&mut self) -> Option<RadioEvent> {
        loop {
            if self.came.is_empty() {
                let mut bytes = [0; 64];
                let len = self.line.read(&mut bytes);
                let came = bytes.get(..len).filter(|came| !came.is_empty())?;
                let _ = self.came.extend_from_slice(came);
            }
            let mut rest = self.came.as_slice();
            let said = match self.decoder.feed(&mut rest) {
                Feed::Frame(frame) => said(&frame),
                Feed::More | Feed::Bad(_) => None,
            };
            let used = self.came.len() - rest.len();
            self.came.drain(..used);
            if let Some((id, said)) = said
                && let Some(event) = self.told(id, said)
            {
                return Some(event);
            }
        }
    }

    fn told(&mut self, id: u16, said: Said) -> Option<RadioEvent> {
        let current = self.job.filter(|(op, _)| op.0 == id).map(|(op, _)| op);
        match (said, current) {
            (Said::LinkLost, _) => Some(RadioEvent::LinkLost),
            (Said::Time(Time { unix_s }), _) => Some(RadioEvent::Time { unix_s }),
            (Said::Guest(guest), _) => {
                self.guest(id, guest);
                None
            }
            (Said::Taken, Some(op)) => {
                self.job = Some((op, Progress::Taken));
                self.forget();
                None
            }
            (Said::Heard(network), Some(_)) => Some(RadioEvent::Heard(network)),
            (Said::Ended(ended), Some(op)) => {
                self.end();
                Some(RadioEvent::Done(op, ended.into()))
            }
            // Of a job that was given up.
            (_, None) => None,
        }
    }

    fn guest(&mut self, number: u16, said: OfGuest) {
        match said {
            OfGuest::Connected(connected) => self.guests.connected(number, connected),
            OfGuest::Bytes(bytes) => self.guests.came(number, &bytes),
            OfGuest::Arrived(arrived) => self.guests.arrived(number, arrived),
            OfGuest::Closed => self.guests.closed(number),
        }
    }
}

impl<L: Line, P: Peer, const N: usize> Radio for Coprocessor<L, P, N> {
    fn start(
        &mut self,
        now: Instant,
        op: OpId,
        job: RadioJob,
        network: Option<&Provision>,
        ap: &[u8],
    ) {
        self.forget();
        // In the middle of a frame: the chip sees a broken one, and drops it.
        let _ = self.out.push(0);
        let _ = self.out.resize_default(MAX_FRAME);
        let start = Start {
            job: job.into(),
            ap: Vec::from_slice(ap).unwrap_or_default(),
            network: network.cloned(),
        };
        let len = write(
            kind::START,
            op.0,
            &start,
            self.out.get_mut(1..).unwrap_or_default(),
        );
        self.out.truncate(1 + len.unwrap_or(0));
        let by = now.after(ANSWER_MS);
        self.job = Some((op, Progress::Told { times: 1, by }));
        self.send();
    }

    fn poll(&mut self, now: Instant) -> Option<RadioEvent> {
        let event = self.hear().or_else(|| self.hurry(now));
        self.send();
        event
    }

    fn due(&self) -> Option<Instant> {
        let may_speak = self.is_told() && self.line.room() >= PIECE_FRAME_MAX;
        if may_speak && self.guests.has_news() {
            // At once.
            return Some(Instant::default());
        }
        match self.job {
            Some((_, Progress::Told { by, .. })) => Some(by),
            Some((_, Progress::Taken)) | None => None,
        }
    }
}

/// What the chip says.
enum Said {
    Taken,
    Heard(camera_proto::vocab::Network),
    Ended(Ended),
    LinkLost,
    Time(Time),
    /// Of the connection whose number is the frame's `id`.
    Guest(OfGuest),
}

enum OfGuest {
    Connected(Connected),
    Bytes(Bytes),
    Arrived(Arrived),
    Closed,
}

fn said(frame: &Frame<'_>) -> Option<(u16, Said)> {
    let said = match frame.kind {
        kind::TAKEN => Said::Taken,
        kind::HEARD => Said::Heard(codec::decode(frame.body).ok()?),
        kind::ENDED => Said::Ended(codec::decode(frame.body).ok()?),
        kind::LINK_LOST => Said::LinkLost,
        kind::TIME => Said::Time(codec::decode(frame.body).ok()?),
        kind::CONNECTED => Said::Guest(OfGuest::Connected(codec::decode(frame.body).ok()?)),
        kind::BYTES => Said::Guest(OfGuest::Bytes(codec::decode(frame.body).ok()?)),
        kind::ARRIVED => Said::Guest(OfGuest::Arrived(codec::decode(frame.body).ok()?)),
        kind::CLOSED => Said::Guest(OfGuest::Closed),
        _ => return None,
    };
    Some((frame.id, said))
}

/// Writes a frame, and says how long it is; `None` when it does not fit.
fn write(kind: u8, id: u16, body: &impl serde::Serialize, out: &mut [u8]) -> Option<usize> {
    let len = codec::encode(body, out.get_mut(BODY_AT..)?).ok()?;
    frame::encode(kind, id, len, out).ok()
}

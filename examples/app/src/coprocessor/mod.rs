//! A Wi-Fi radio that is a chip of its own, on a serial line: section 19 of
//! `camera-proto`'s SPEC.md says what is said on it. It does the radio's jobs, and
//! carries the bytes of those who come over it.
//!
//! Nobody there is an answer too: a job that nobody takes fails, and the camera
//! is what it is without a radio. One that starts anew has forgotten everything:
//! its network is lost, its job is cut off, and it opens the temporary network
//! again if that was up.

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

/// The longest frame without a body, and a zero before it.
const SHORT_FRAME_MAX: usize = 1 + BODY_AT + 2 + 2;

/// Things to be said that wait; what finds no room the chip says again.
const OWED_MAX: usize = 4;

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
    /// Kinds and ids of what is said as soon as no frame is in the way.
    owed: Vec<(u8, u16), OWED_MAX>,
    waits: Option<Waits>,
    /// The name of the temporary network.
    ap: Vec<u8, 32>,
    /// The job that has opened it, while it is up.
    opened: Option<OpId>,
}

/// A job whose end is waited for.
#[derive(Clone, Copy, Debug)]
struct Waits {
    op: OpId,
    job: RadioJob,
    progress: Progress,
}

/// How far it is.
#[derive(Clone, Copy, Debug)]
enum Progress {
    /// Told so often, and to be answered by then.
    Told { times: u8, by: Instant },
    /// The chip works on it.
    Taken,
    /// The chip has started anew meanwhile.
    CutOff,
}

impl<L: Line, P: Peer, const N: usize> Coprocessor<L, P, N> {
    /// Nothing said yet. Who comes over the radio gets one of these places.
    pub fn new(line: L, places: [P; N]) -> Self {
        let mut owed = Vec::new();
        // There is room. The camera has started: whatever was is over.
        let _ = owed.push((kind::CLOSED, 0));
        Self {
            line,
            guests: Guests::new(places),
            decoder: FrameDecoder::new(),
            came: Vec::new(),
            out: Vec::new(),
            written: 0,
            owed,
            waits: None,
            ap: Vec::new(),
            opened: None,
        }
    }

    /// The line, for a board that sleeps until something comes.
    pub const fn line(&mut self) -> &mut L {
        &mut self.line
    }

    fn send(&mut self) {
        if self.written == 0 {
            self.answer();
        }
        let rest = self.out.get(self.written..).unwrap_or_default();
        self.written += self.line.write(rest);
        if self.is_told() {
            self.answer();
            self.guests.serve(&mut self.line);
        }
    }

    /// Nothing else may be said in the middle of a frame.
    fn is_told(&self) -> bool {
        self.written == self.out.len()
    }

    /// Says what is owed, as long as the line has room for it.
    fn answer(&mut self) {
        while self.line.room() >= SHORT_FRAME_MAX && !self.owed.is_empty() {
            // In order: that the camera has started is said before anything else.
            let (kind, id) = self.owed.remove(0);
            let mut frame = [0; SHORT_FRAME_MAX];
            let len = write(kind, id, &(), frame.get_mut(1..).unwrap_or_default());
            self.line
                .write(frame.get(..=len.unwrap_or(0)).unwrap_or_default());
        }
    }

    fn tell(&mut self, now: Instant, op: OpId, job: RadioJob, network: Option<&Provision>) {
        self.forget();
        // In the middle of a frame: the chip sees a broken one, and drops it.
        let _ = self.out.push(0);
        let _ = self.out.resize_default(MAX_FRAME);
        // A `Start` in all but its name, without a copy of the password.
        let start = (Job::from(job), &self.ap, network);
        let len = write(
            kind::START,
            op.0,
            &start,
            self.out.get_mut(1..).unwrap_or_default(),
        );
        self.out.truncate(1 + len.unwrap_or(0));
        let by = now.after(ANSWER_MS);
        let progress = Progress::Told { times: 1, by };
        self.waits = Some(Waits { op, job, progress });
        self.send();
    }

    /// The chip has had its time: again, or never.
    fn hurry(&mut self, now: Instant) -> Option<RadioEvent> {
        let waits = self.waits.as_mut()?;
        let (op, failed) = (waits.op, |why| OpResult::Failed(Refused::because(why)));
        match &mut waits.progress {
            Progress::Told { times, by } if *by <= now => {
                if *times >= TELLS {
                    self.end();
                    return Some(RadioEvent::Done(op, failed(Refusal::UNSUPPORTED)));
                }
                (*times, *by) = (*times + 1, now.after(ANSWER_MS));
                self.written = 0;
                None
            }
            Progress::CutOff => {
                self.end();
                self.open_again(now);
                Some(RadioEvent::Done(op, failed(Refusal::CANCELLED)))
            }
            Progress::Told { .. } | Progress::Taken => None,
        }
    }

    /// The chip has started, and knows nothing of what was before. What it has
    /// not taken yet is told anew, unless it was to be done beside a temporary
    /// network that is gone, too.
    fn started(&mut self, now: Instant) {
        match &mut self.waits {
            None => self.open_again(now),
            Some(Waits {
                progress: Progress::Told { times, by },
                ..
            }) if self.opened.is_none() => (*times, *by) = (0, now),
            Some(waits) => {
                waits.progress = Progress::CutOff;
                self.forget();
            }
        }
    }

    /// The machine takes the temporary network for one that is up, and does not
    /// wait for it.
    fn open_again(&mut self, now: Instant) {
        if let Some(op) = self.opened {
            self.tell(now, op, RadioJob::StartAp, None);
        }
    }

    fn end(&mut self) {
        self.waits = None;
        self.forget();
    }

    /// The frame may hold a password.
    fn forget(&mut self) {
        self.out.zeroize();
        self.written = 0;
    }

    /// Looks at what came, up to the first thing that there is to tell.
    fn hear(&mut self, now: Instant) -> Option<RadioEvent> {
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
                && let Some(event) = self.told(now, id, said)
            {
                return Some(event);
            }
        }
    }

    /// Whether the chip has begun to join a network, and how that ended has not come.
    fn is_joining(&self) -> bool {
        self.waits.is_some_and(|waits| {
            matches!(waits.job, RadioJob::JoinTrial | RadioJob::JoinStored)
                && matches!(waits.progress, Progress::Taken)
        })
    }

    fn told(&mut self, now: Instant, id: u16, said: Said) -> Option<RadioEvent> {
        if matches!(said, Said::LinkLost) && self.is_joining() {
            // Its Ended was lost on the way, and comes again before this does: nobody
            // listens for the loss of a network that is not joined yet.
            return None;
        }
        if let Said::Ended(_) | Said::LinkLost | Said::Started = said {
            // Else it says so again.
            let _ = self.owed.push((kind::TAKEN, id));
        }
        let is_its =
            |waits: &&mut Waits| waits.op.0 == id && !matches!(waits.progress, Progress::CutOff);
        let current = self.waits.as_mut().filter(is_its);
        match (said, current) {
            (Said::LinkLost, _) => Some(RadioEvent::LinkLost),
            (Said::Started, _) => {
                self.guests.closed(0);
                self.started(now);
                Some(RadioEvent::LinkLost)
            }
            (Said::Time(Time { unix_s }), _) => Some(RadioEvent::Time { unix_s }),
            (Said::Guest(guest), _) => {
                self.guest(id, guest);
                None
            }
            (Said::Taken, Some(waits)) => {
                waits.progress = Progress::Taken;
                self.forget();
                None
            }
            (Said::Heard(network), Some(_)) => Some(RadioEvent::Heard(network)),
            (Said::Ended(ended), Some(&mut Waits { op, job, .. })) => {
                self.end();
                if (job, ended) == (RadioJob::StartAp, Ended::Done) {
                    self.opened = Some(op);
                }
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
        // In place: what is moved there brings along what lies on the stack behind the name.
        self.ap.clear();
        let _ = self.ap.extend_from_slice(ap);
        match job {
            RadioJob::Scan | RadioJob::JoinTrial => {}
            RadioJob::StartAp | RadioJob::StopAp | RadioJob::JoinStored | RadioJob::Off => {
                self.opened = None;
            }
        }
        self.tell(now, op, job, network);
    }

    fn poll(&mut self, now: Instant) -> Option<RadioEvent> {
        let event = self.hear(now).or_else(|| self.hurry(now));
        self.send();
        event
    }

    fn due(&self) -> Option<Instant> {
        let room = self.line.room();
        let has_news = room >= SHORT_FRAME_MAX && !self.owed.is_empty()
            || room >= PIECE_FRAME_MAX && self.guests.has_news();
        if has_news && self.is_told() {
            // At once.
            return Some(Instant::default());
        }
        match self.waits?.progress {
            Progress::Told { by, .. } => Some(by),
            Progress::CutOff => Some(Instant::default()),
            Progress::Taken => None,
        }
    }
}

/// What the chip says.
enum Said {
    Taken,
    Heard(camera_proto::vocab::Network),
    Ended(Ended),
    LinkLost,
    /// The chip has started.
    Started,
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
        kind::CLOSED if frame.id == 0 => Said::Started,
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

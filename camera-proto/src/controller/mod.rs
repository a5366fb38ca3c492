//! The app's side of the wire, as a machine without I/O and with the same
//! shape as the camera's: what happens goes in, what to do comes out.
//!
//! ```text
//! loop {
//!     let step = controller.step(now_ms, input, rng, &mut out);
//!     // do step.action; send what step.send says of out; take step.told;
//!     // come back with bytes, or at step.wake_at_ms with Input::Tick
//! }
//! ```
//!
//! It keeps the deadlines, comes back by its key when a link is lost, asks
//! again what may be asked twice, and asks for the outcome of a setup that the
//! camera's change of channel has swallowed.

mod advice;
mod asked;
mod findings;
mod heard;
mod link;
#[cfg(test)]
mod spent;
mod step;

use heapless::Vec;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::message::{HelloReply, Refused, Request, kind};
use crate::vocab::{ControllerName, KeyId, PairingSecret, Refusal};

pub use advice::{advice, advice_without_button, message};
pub use asked::setup_outcome;
pub use findings::{cause, remedy, remedy_without_button, symptom};
pub use link::{ControllerError, Event, Link};
pub use step::{Action, Input, Patience, Step, Told};

use asked::{Asked, Retry, retry};

/// The pause before the first try to come back, in milliseconds; it doubles
/// from try to try.
const PAUSE_MS: u32 = 500;

/// The longest pause between two tries, in milliseconds.
const PAUSE_MS_MAX: u32 = 8_000;

/// How long a handshake may take at least, in milliseconds: a small camera
/// computes for a second or two. Who waits longer for an answer does so here.
const HANDSHAKE_MS: u32 = 10_000;

/// The app's side of the conversation with one camera.
pub struct Controller {
    transport: u8,
    patience: Patience,
    stage: Stage,
    link: Link,
    by: PairingSecret,
    hello: Option<HelloReply>,
    name: ControllerName,
    key: Option<(KeyId, Zeroizing<[u8; 32]>)>,
    asked: Option<Asked>,
    watch: Watch,
    /// Whether the app was told that the session is open.
    has_opened: bool,
    /// When the link was lost, and how many times it was tried since.
    lost: Option<(u64, u32)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// No stream, and none wanted.
    Away,
    /// Between two tries.
    Pausing {
        until_ms: u64,
    },
    /// Waiting for a stream.
    Reaching {
        until_ms: u64,
    },
    /// Waiting for the camera's hello.
    Greeting {
        until_ms: u64,
    },
    /// The app must say how to go on.
    Greeted,
    /// Waiting for the end of the handshake.
    Proving {
        until_ms: u64,
    },
    /// Waiting for a key of our own.
    Enrolling {
        id: u16,
        until_ms: u64,
    },
    Open,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Watch {
    No,
    /// To be asked for, again.
    Due,
    /// Asked for by that request.
    Asked {
        id: u16,
        until_ms: u64,
    },
    /// The last notice had that number.
    On {
        sequence: u16,
    },
}

impl Controller {
    /// One camera, over that kind of transport: 1 is TCP or a
    /// WebSocket, 2 serial.
    #[must_use]
    pub fn new(transport: u8, patience: Patience) -> Self {
        Self {
            transport,
            patience,
            stage: Stage::Away,
            link: Link::new(transport),
            by: PairingSecret::CODE,
            hello: None,
            name: Vec::new(),
            key: None,
            asked: None,
            watch: Watch::No,
            has_opened: false,
            lost: None,
        }
    }

    /// Whether a session is open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.stage == Stage::Open
    }

    /// Whether something was asked that is not answered yet.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.asked.is_some()
    }

    /// Lets something happen at `now_ms`, a clock of the caller's that only
    /// grows. `out` has room for a frame: [`MAX_FRAME`](crate::frame::MAX_FRAME).
    pub fn step(
        &mut self,
        now_ms: u64,
        input: Input<'_, '_>,
        rng: &mut impl CryptoRng,
        out: &mut [u8],
    ) -> Step {
        let mut step = Step::default();
        match self.happen(now_ms, input, rng, out, &mut step) {
            Ok(()) => {}
            Err(ControllerError::Refused(refused)) if self.waits_for_a_place(refused) => {
                self.lose(now_ms, &mut step);
                self.pause_until(now_ms.saturating_add(u64::from(refused.retry_s) * 1_000));
            }
            Err(error) => self.end(error, &mut step),
        }
        if step.send.is_none() && self.stage == Stage::Open && step.action.is_none() {
            self.ask_what_waits(now_ms, out, &mut step);
        }
        step.wake_at_ms = self.wake_at_ms(now_ms);
        step
    }

    fn happen(
        &mut self,
        now_ms: u64,
        input: Input<'_, '_>,
        rng: &mut impl CryptoRng,
        out: &mut [u8],
        step: &mut Step,
    ) -> Result<(), ControllerError> {
        match input {
            Input::Tick => self.expire(now_ms, step),
            Input::Reach(by) => {
                *self = Self::new(self.transport, self.patience);
                self.by = by;
                self.reach(now_ms, step);
            }
            Input::Pair(code, name) => {
                let (Stage::Greeted, Some(hello)) = (self.stage, &self.hello) else {
                    step.told = Some(Told::NotNow);
                    return Ok(());
                };
                self.name.clone_from(name);
                let len = self.link.pair(code, hello, rng, out)?;
                self.prove(now_ms, (len, kind::PAIR_SHARE), step);
            }
            Input::Resume(key_id, key) => {
                if self.stage != Stage::Greeted {
                    step.told = Some(Told::NotNow);
                    return Ok(());
                }
                self.key = Some((key_id, Zeroizing::new(*key)));
                self.resume(now_ms, rng, out, step)?;
            }
            Input::Ask(request) => match (self.stage, &self.asked) {
                (Stage::Open, None) if matches!(request, Request::Watch) => {
                    self.watch = Watch::Due;
                }
                (Stage::Open, None) => self.asked = Some(Asked::new(request.clone())),
                _ => step.told = Some(Told::NotNow),
            },
            Input::Leave => {
                *self = Self::new(self.transport, self.patience);
                step.action = Some(Action::HangUp);
            }
            Input::Connected => {
                if let Stage::Reaching { .. } = self.stage {
                    self.link = Link::new(self.transport);
                    let len = self.link.hello(self.by, out)?;
                    step.send = Some((len, kind::HELLO));
                    let until_ms = self.answer_due_ms(now_ms);
                    self.stage = Stage::Greeting { until_ms };
                }
            }
            Input::Disconnected => {
                if !matches!(self.stage, Stage::Away | Stage::Pausing { .. }) {
                    self.lose(now_ms, step);
                }
            }
            Input::Received(bytes) => {
                if let Some(event) = self.link.receive(bytes, out)? {
                    self.hear(now_ms, event, rng, out, step)?;
                }
            }
        }
        Ok(())
    }

    /// Sends what was asked, or is to be asked again.
    fn ask_what_waits(&mut self, now_ms: u64, out: &mut [u8], step: &mut Step) {
        let patience = &self.patience;
        let sent = match (&mut self.asked, self.watch) {
            (Some(asked), _) if asked.is_due(now_ms) => {
                asked.send(now_ms, patience, &mut self.link, out)
            }
            (_, Watch::Due) => self.link.request(&Request::Watch, out).map(|(id, len)| {
                let until_ms = now_ms.saturating_add(patience.answer_ms.into());
                self.watch = Watch::Asked { id, until_ms };
                (len, kind::WATCH)
            }),
            _ => return,
        };
        match sent {
            Ok(sent) => step.send = Some(sent),
            // The key opens another session, in which all that waits is asked.
            Err(ControllerError::Exhausted) => self.lose(now_ms, step),
            Err(error) => self.end(error, step),
        }
    }

    fn expire(&mut self, now_ms: u64, step: &mut Step) {
        match self.stage {
            Stage::Pausing { until_ms } if until_ms <= now_ms => self.reach(now_ms, step),
            Stage::Reaching { until_ms }
            | Stage::Greeting { until_ms }
            | Stage::Proving { until_ms }
            | Stage::Enrolling { until_ms, .. }
                if until_ms <= now_ms =>
            {
                self.lose(now_ms, step);
            }
            Stage::Open => {
                let asked = self.asked.as_ref().and_then(Asked::answer_due_ms);
                let watch = match self.watch {
                    Watch::Asked { until_ms, .. } => Some(until_ms),
                    _ => None,
                };
                // On an ordered stream no answer means that the link is dead.
                if asked.into_iter().chain(watch).any(|due| due <= now_ms) {
                    self.lose(now_ms, step);
                }
            }
            _ => {}
        }
    }

    fn reach(&mut self, now_ms: u64, step: &mut Step) {
        let until_ms = self.answer_due_ms(now_ms);
        self.stage = Stage::Reaching { until_ms };
        step.action = Some(Action::Connect);
    }

    fn resume(
        &mut self,
        now_ms: u64,
        rng: &mut impl CryptoRng,
        out: &mut [u8],
        step: &mut Step,
    ) -> Result<(), ControllerError> {
        let (key_id, key) = self.key.as_ref().ok_or(ControllerError::NotNow)?;
        let len = self.link.resume(*key_id, key, rng, out)?;
        self.prove(now_ms, (len, kind::SESSION_OPEN), step);
        Ok(())
    }

    fn prove(&mut self, now_ms: u64, sent: (usize, u8), step: &mut Step) {
        let patience_ms = HANDSHAKE_MS.max(self.patience.answer_ms);
        let until_ms = now_ms.saturating_add(patience_ms.into());
        self.stage = Stage::Proving { until_ms };
        step.send = Some(sent);
    }

    /// The link is dead. With a key there is a way back; a pairing is not
    /// tried again by itself, since every try counts.
    fn lose(&mut self, now_ms: u64, step: &mut Step) {
        let (since_ms, tries) = self.lost.unwrap_or((now_ms, 0));
        let gives_up_ms = since_ms.saturating_add(self.patience.return_ms.into());
        if self.key.is_none() || now_ms >= gives_up_ms {
            return self.end(ControllerError::Unreachable, step);
        }
        self.lost = Some((since_ms, tries.saturating_add(1)));
        let pause_ms = PAUSE_MS.saturating_mul(1 << tries.min(4)).min(PAUSE_MS_MAX);
        self.stage = Stage::Pausing {
            until_ms: now_ms.saturating_add(pause_ms.into()),
        };
        step.action = Some(Action::HangUp);
        if let Some(asked) = &mut self.asked {
            match retry(asked.request()) {
                Retry::Repeat => asked.unsent(),
                Retry::AskOutcome => asked.ask_outcome(),
                Retry::Never => {
                    self.asked = None;
                    step.told = Some(Told::Unanswered);
                }
            }
        }
    }

    /// On the way back by its key it has found all of the camera's links taken.
    fn waits_for_a_place(&self, refused: Refused) -> bool {
        let is_greeting = matches!(self.stage, Stage::Greeting { .. });
        is_greeting && self.key.is_some() && refused.why == Refusal::BUSY
    }

    /// Before that it is of no use to try again.
    fn pause_until(&mut self, at_ms: u64) {
        if let Stage::Pausing { until_ms } = &mut self.stage {
            *until_ms = at_ms.max(*until_ms);
        }
    }

    fn end(&mut self, error: ControllerError, step: &mut Step) {
        *self = Self::new(self.transport, self.patience);
        step.send = None;
        step.action = Some(Action::HangUp);
        step.told = Some(Told::Ended(error));
    }

    fn answer_due_ms(&self, now_ms: u64) -> u64 {
        now_ms.saturating_add(self.patience.answer_ms.into())
    }

    fn wake_at_ms(&self, now_ms: u64) -> Option<u64> {
        match self.stage {
            Stage::Away | Stage::Greeted => None,
            Stage::Pausing { until_ms }
            | Stage::Reaching { until_ms }
            | Stage::Greeting { until_ms }
            | Stage::Proving { until_ms }
            | Stage::Enrolling { until_ms, .. } => Some(until_ms),
            Stage::Open => {
                let asked = self.asked.as_ref().map(|asked| asked.due_ms(now_ms));
                let watch = match self.watch {
                    Watch::Due => Some(now_ms),
                    Watch::Asked { until_ms, .. } => Some(until_ms),
                    Watch::No | Watch::On { .. } => None,
                };
                asked.into_iter().chain(watch).min()
            }
        }
    }
}

impl core::fmt::Debug for Controller {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Controller({:?}, {:?})", self.stage, self.link)
    }
}

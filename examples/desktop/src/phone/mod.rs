//! A controller inside the program: what the stories' `controller` lines mean.
//! It speaks the real protocol to the camera, over a pipe.

mod asking;
mod hearing;
#[cfg(test)]
mod tests;

use core::net::SocketAddr;

use camera_fsm::scenario::{Code, ListedName, Outcome, Verb};
use camera_fsm::time::Instant;
use camera_proto::controller::{Action, Controller, Input, Patience};
use camera_proto::frame::MAX_FRAME;
use camera_proto::message::{
    self, Abilities, Finding, Info, Motion, Notice, Position, Refused, Setting, Support, Time,
};
use camera_proto::pairing::{PairingError, SetupCode};
use camera_proto::vocab::{KeyId, LossItem, Network, PairingSecret, Receipt, ResetToken, Status};
use rand::rngs::StdRng;
use zeroize::Zeroizing;

use crate::reach::Reach;
use crate::sim::wire::SimWire;
use crate::talk::{Talk, TalkLog};

pub use asking::Codes;
use hearing::About;

/// The number that a TCP link has in the protocol.
const TCP: u8 = 1;

/// A story goes on when the link is lost: nobody looks for the camera.
const PATIENCE: Patience = Patience {
    answer_ms: 10_000,
    scan_ms: 30_000,
    setup_ms: 180_000,
    return_ms: 0,
};

/// What it calls itself.
const NAME: &str = "story";

/// The controller.
pub struct Phone {
    rng: StdRng,
    /// Where the camera's wire is; without it, a pipe inside the program.
    port: Option<SocketAddr>,
    controller: Controller,
    reach: Option<Reach>,
    plan: Plan,
    key: Option<(KeyId, Zeroizing<[u8; 32]>)>,
    /// What became of the last verb.
    pub outcome: Outcome,
    /// What the camera has said besides, when it has refused the last verb.
    pub refused: Option<Refused>,
    /// What the camera calls who holds the head instead, when it was asked for that.
    pub holder: Option<ListedName>,
    /// What the last scan listed.
    pub networks: Vec<Network>,
    /// What the last reset request listed.
    pub losses: Vec<LossItem>,
    /// What the last list named, as a person calls it.
    pub listed: Vec<ListedName>,
    /// The settings that the last list named: those that are not at their default.
    pub settings: Vec<Setting>,
    /// How the camera was when it was asked last.
    pub status: Option<Status>,
    /// What the last diagnosis found.
    pub findings: Vec<Finding>,
    /// What support would ask for, as it was told last.
    pub support: Option<Support>,
    /// Who the camera says it is.
    pub info: Option<Info>,
    /// What it can do.
    pub abilities: Option<Abilities>,
    /// Where its head pointed when it was asked last.
    pub position: Option<Position>,
    /// What time it had when it was asked last.
    pub time: Option<Time>,
    /// Who may control it, by the last list.
    pub controllers: Vec<message::Controller>,
    /// What moved, by the last notice.
    pub noticed: Option<Noticed>,
    /// Which controller or setting changed, by the last notice, and when it was heard.
    pub news: Option<(Notice, Instant)>,
    /// The codes of its that the camera has taken.
    pub gave: Gave,
    /// Whether the camera tells it what happens, while its link lasts.
    watches: bool,
    /// What the last verb is about, until it is answered.
    about: About,
    /// Whether the camera knows its key, as far as was heard.
    is_known: bool,
    /// What the last receipt showed.
    pub receipt: Option<Receipt>,
    token: Option<ResetToken>,
    /// Every key and password that this controller ever had.
    secrets: Vec<Zeroizing<Vec<u8>>>,
    talk: TalkLog,
}

/// The codes that the camera has taken from a controller. It never tells them:
/// who has made them up shows them.
#[derive(Default)]
pub struct Gave {
    /// That of an invitation which may be open still.
    pub invitation: Option<SetupCode>,
    /// The one in place of the label's.
    pub code: Option<SetupCode>,
    /// What the camera was offered, until it answers.
    offered: Option<SetupCode>,
}

/// Motion that the camera has told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Noticed {
    /// What it said.
    pub motion: Motion,
    /// When it was heard.
    pub at: Instant,
}

/// What to do once the camera has said hello.
enum Plan {
    Pair(SetupCode),
    Resume,
}

/// Why a verb cannot even begin.
#[derive(Debug, thiserror::Error)]
pub enum PhoneError {
    /// A typed code is none.
    #[error("that is not a label code: {0}")]
    Code(#[from] camera_proto::pairing::CodeError),
    /// There is no key yet, or no session.
    #[error("the controller has no {0}: say `controller {1}` first")]
    Missing(&'static str, &'static str),
    /// A code makes no record.
    #[error("the code of the invitation makes no record: {0}")]
    Record(#[from] PairingError),
}

impl Phone {
    /// A controller that knows no camera, and reaches it by a pipe inside the
    /// program.
    #[must_use]
    pub fn new(rng: StdRng) -> Self {
        Self::with(rng, None, PATIENCE)
    }

    /// A controller that knows no camera, and reaches it by TCP at that port.
    /// Its messages take the time of this machine, so it waits for them as long
    /// however fast the camera's time goes.
    #[must_use]
    pub fn over_tcp(rng: StdRng, port: SocketAddr, speed: f64) -> Self {
        let answer_ms = (f64::from(PATIENCE.answer_ms) * speed.max(1.0)) as u32;
        let patience = Patience {
            answer_ms,
            ..PATIENCE
        };
        Self::with(rng, Some(port), patience)
    }

    fn with(rng: StdRng, port: Option<SocketAddr>, patience: Patience) -> Self {
        Self {
            rng,
            port,
            controller: Controller::new(TCP, patience),
            reach: None,
            plan: Plan::Resume,
            key: None,
            outcome: Outcome::Pending,
            refused: None,
            holder: None,
            networks: Vec::new(),
            losses: Vec::new(),
            listed: Vec::new(),
            settings: Vec::new(),
            status: None,
            findings: Vec::new(),
            support: None,
            info: None,
            abilities: None,
            position: None,
            time: None,
            controllers: Vec::new(),
            noticed: None,
            news: None,
            gave: Gave::default(),
            watches: false,
            about: About::Other,
            is_known: false,
            receipt: None,
            token: None,
            secrets: Vec::new(),
            talk: TalkLog::default(),
        }
    }

    /// What went over its link since the last call.
    pub fn take_talk(&mut self) -> Vec<Talk> {
        self.talk.take()
    }

    /// Whether it waits for something that comes over its link.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.reach.is_some() && self.outcome == Outcome::Pending
    }

    /// Whether the camera tells it what happens.
    #[must_use]
    pub fn is_watching(&self) -> bool {
        self.watches && self.is_linked()
    }

    /// All that must not be found anywhere after a reset.
    pub fn secrets(&self) -> impl Iterator<Item = &[u8]> {
        self.secrets.iter().map(|secret| secret.as_slice())
    }

    /// Whether it has a key of its own that the camera knows, as far as was heard.
    #[must_use]
    pub fn has_key(&self) -> bool {
        self.key.is_some() && self.is_known
    }

    /// Whether its link is sealed.
    #[must_use]
    pub fn is_linked(&self) -> bool {
        self.controller.is_open()
    }

    /// Begins a verb.
    ///
    /// # Errors
    /// When it makes no sense now.
    pub fn begin(
        &mut self,
        verb: &Verb<'_>,
        codes: &mut Codes,
        now: Instant,
        wire: &mut SimWire,
    ) -> Result<(), PhoneError> {
        (self.outcome, self.refused, self.holder) = (Outcome::Pending, None, None);
        self.about = About::of(verb);
        match verb {
            Verb::Pair(code) => {
                self.plan = Plan::Pair(self.code(*code, codes)?);
                let by = match code {
                    Code::Invited | Code::TypedInvitation(_) => PairingSecret::INVITATION,
                    _ => PairingSecret::CODE,
                };
                self.step(now, Input::Reach(by), wire);
            }
            Verb::Connect => {
                if self.key.is_none() {
                    return Err(PhoneError::Missing("key", "pair"));
                }
                self.plan = Plan::Resume;
                self.step(now, Input::Reach(PairingSecret::CODE), wire);
            }
            Verb::Disconnect => {
                self.step(now, Input::Leave, wire);
                self.outcome = Outcome::Done;
            }
            verb => {
                let request = self.request(verb, codes)?;
                self.step(now, Input::Ask(&request), wire);
            }
        }
        Ok(())
    }

    /// Hears what the camera has said. `true` when there was something.
    pub fn hear(&mut self, now: Instant, wire: &mut SimWire) -> bool {
        let Some(reach) = &mut self.reach else {
            return false;
        };
        let Some(said) = reach.hear(wire) else {
            self.reach = None;
            self.step(now, Input::Disconnected, wire);
            return false;
        };
        let mut rest = said.as_slice();
        while !rest.is_empty() && self.reach.is_some() {
            let before = rest.len();
            let heard = self.step(now, Input::Received(&mut rest), wire);
            if let Some(kind) = heard {
                self.talk.heard(kind, before - rest.len());
            }
        }
        self.step(now, Input::Tick, wire);
        !said.is_empty()
    }

    /// Gives the controller an input, and does what it wants. Says which kind
    /// of message has come.
    fn step(&mut self, now: Instant, input: Input<'_, '_>, wire: &mut SimWire) -> Option<u8> {
        let mut out = [0; MAX_FRAME];
        let step = self
            .controller
            .step(now.as_millis(), input, &mut self.rng, &mut out);
        match step.action {
            Some(Action::HangUp) => self.hang_up(wire),
            Some(Action::Connect) => {
                self.hang_up(wire);
                self.reach = Reach::connect(self.port, wire);
                let connected = match self.reach {
                    Some(_) => Input::Connected,
                    None => Input::Disconnected,
                };
                self.step(now, connected, wire);
            }
            None => {}
        }
        if let (Some((len, kind)), Some(reach)) = (step.send, &mut self.reach) {
            self.talk.said(kind, len);
            if !reach.say(&out[..len], wire) {
                self.hang_up(wire);
                self.step(now, Input::Disconnected, wire);
            }
        }
        if let Some(told) = step.told {
            self.told(now, told, wire);
        }
        step.heard
    }

    fn hang_up(&mut self, wire: &mut SimWire) {
        self.watches = false;
        if let Some(reach) = self.reach.take() {
            reach.hang_up(wire);
        }
    }
}

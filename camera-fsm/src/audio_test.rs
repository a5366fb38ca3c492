//! The test of two-way audio (R53): the board plays a tone and listens for it.

use camera_proto::vocab::Refusal;

use crate::action::{Answer, Asker, Context, OpId, forget};
use crate::input::{ClientId, OpResult};
use crate::time::{Instant, is_due};

/// A test that goes on, or none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct AudioTest {
    running: Option<Running>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Running {
    op: OpId,
    asker: Option<Asker>,
    until: Instant,
}

/// How much longer than its tone a test may take, in milliseconds: then nobody
/// has heard it.
const GRACE_MS: u32 = 2_000;

impl AudioTest {
    /// None.
    #[must_use]
    pub const fn new() -> Self {
        Self { running: None }
    }

    /// When it must have ended.
    #[must_use]
    pub fn due(&self) -> Option<Instant> {
        self.running.map(|running| running.until)
    }

    /// A controller wants one of that length, or (0) the one that goes on ended.
    pub fn ask(&mut self, asker: Asker, ms: u32, cx: &mut Context<'_>) {
        if ms == 0 {
            self.end(Refusal::CANCELLED, cx);
            return cx.reply(asker, Answer::Done);
        }
        if self.running.is_some() {
            return cx.refuse(asker, Refusal::BUSY);
        }
        self.running = Some(Running {
            op: cx.audio(ms),
            asker: Some(asker),
            until: cx.now.after(ms).after(GRACE_MS),
        });
    }

    /// It takes too long.
    pub fn expire(&mut self, cx: &mut Context<'_>) {
        if is_due(self.due(), cx.now) {
            self.end(Refusal::NOT_HEARD, cx);
        }
    }

    /// Silence, if there is a tone.
    pub fn end(&mut self, why: Refusal, cx: &mut Context<'_>) {
        if let Some(running) = self.running.take() {
            cx.audio(0);
            cx.refuse(running.asker, why);
        }
    }

    /// Who has asked is gone; the tone ends by itself.
    pub fn disconnected(&mut self, client: ClientId) {
        if let Some(running) = &mut self.running {
            forget(&mut running.asker, client);
        }
    }

    /// An operation ended; `true` when it was this one.
    pub fn done(&mut self, op: OpId, result: OpResult, cx: &mut Context<'_>) -> bool {
        let Some(running) = self.running.take_if(|running| running.op == op) else {
            return false;
        };
        match result.failure() {
            None => cx.reply(running.asker, Answer::Done),
            Some(why) => cx.reply(running.asker, Answer::Refused(why)),
        }
        true
    }
}

#[cfg(feature = "explore")]
impl AudioTest {
    /// Sets it back in time, for an exhaustive search.
    pub fn rebase(&mut self, to: &mut crate::explore::Rebase<'_>) {
        let Self { running } = self;
        if let Some(running) = running {
            to.op(&mut running.op);
            to.shift(&mut running.until);
        }
    }
}

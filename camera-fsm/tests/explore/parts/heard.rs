//! The test of audio (R53) beside a camera that is open or private: every
//! request that is taken gets one answer, and what is not wanted is silenced.

use camera_fsm::action::{Action, Actions, Context, OpId};
use camera_fsm::audio_test::AudioTest;
use camera_fsm::explore::BASE;
use camera_fsm::input::{ClientId, OpResult};
use camera_fsm::time::Instant;
use camera_proto::vocab::Refusal;

use super::asked::{CLIENTS, FAILED, STALE, asker, replies};
use super::sown::each_breaks_its_law;
use super::{Broken, OP, Part, broken, explore, law, to_base};
use crate::small::small_profile;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Input {
    Time,
    Ask(u8, u8),
    Done(OpId, bool),
    Gone(u8),
    /// The rest: privacy begins or ends.
    Private(bool),
}

/// A fault between it and the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Sown {
    StaleEndsAreItsOwn,
    WhoIsGoneIsNotTold,
    NothingIsSilenced,
    NeverAsksToBeWoken,
    ItsClockStandsStill,
    TonesAreLonger,
}

const SOWN: [(Sown, Broken); 6] = [
    (Sown::StaleEndsAreItsOwn, "it knows its own operation"),
    (
        Sown::WhoIsGoneIsNotTold,
        "whoever waits gets one answer, and nobody else",
    ),
    (
        Sown::NothingIsSilenced,
        "a tone that is not wanted any more is silenced",
    ),
    (Sown::NeverAsksToBeWoken, "a tone ends"),
    (Sown::ItsClockStandsStill, "it wakes for what is past"),
    (Sown::TonesAreLonger, "a tone ends soon"),
];

const TONE_MS: u32 = 3;
/// So long after it has ended somebody must have said so.
const GRACE_MS: u32 = 2_000;

#[derive(Clone, PartialEq, Eq, Hash)]
struct Heard {
    sown: Option<Sown>,
    test: AudioTest,
    is_private: bool,
    /// A tone plays, and who waits for what comes of it.
    plays: Option<Option<u8>>,
}

impl Heard {
    fn new(sown: Option<Sown>) -> Self {
        Self {
            sown,
            test: AudioTest::new(),
            is_private: false,
            plays: None,
        }
    }

    fn is(&self, sown: Sown) -> bool {
        self.sown == Some(sown)
    }

    /// When it says that something is due.
    fn due(&self) -> Option<Instant> {
        let due = self.test.due();
        due.filter(|_| !self.is(Sown::NeverAsksToBeWoken))
    }
}

impl Part for Heard {
    type Input = Input;

    fn inputs(&self) -> Vec<Input> {
        let asks = CLIENTS
            .into_iter()
            .flat_map(|client| [0, 1].map(|tone| Input::Ask(client, tone)));
        let mut all: Vec<_> = asks.chain(CLIENTS.map(Input::Gone)).collect();
        all.extend([
            Input::Time,
            Input::Done(STALE, true),
            Input::Private(!self.is_private),
        ]);
        if self.plays.is_some() {
            all.extend([Input::Done(OP, true), Input::Done(OP, false)]);
        }
        all
    }

    fn dues(&self) -> Vec<Instant> {
        self.due().into_iter().collect()
    }

    fn after(&self, at: Instant, input: Input) -> Result<Self, Broken> {
        let (mut next, mut actions, mut due) = (self.clone(), Actions::new(), Vec::new());
        let now = if self.is(Sown::ItsClockStandsStill) {
            BASE
        } else {
            at
        };
        let mut cx = Context::new(now, small_profile(), &mut actions, OpId(0));
        let mut is_cut_off = false;
        let mut end = |next: &mut Self, why| {
            if let Some(waits) = next.plays.take() {
                due.extend(waits.map(|client| (client, Some(why))));
                is_cut_off = true;
            }
        };
        next.test.expire(&mut cx);
        if self.test.due().is_some_and(|due| due <= at) {
            end(&mut next, Refusal::NOT_HEARD);
        }
        match input {
            Input::Time => {}
            Input::Ask(..) if next.is_private => {}
            Input::Ask(client, 0) => {
                next.test.ask(asker(client), 0, &mut cx);
                end(&mut next, Refusal::CANCELLED);
                due.push((client, None));
            }
            Input::Ask(client, _) => {
                let is_longer = self.is(Sown::TonesAreLonger);
                let ms = if is_longer { 2 * GRACE_MS } else { TONE_MS };
                next.test.ask(asker(client), ms, &mut cx);
                match next.plays {
                    Some(_) => due.push((client, Some(Refusal::BUSY))),
                    None => next.plays = Some(Some(client)),
                }
            }
            Input::Done(op, works) => {
                let result = if works { OpResult::Done } else { FAILED };
                let is_stale = op == STALE && !self.is(Sown::StaleEndsAreItsOwn);
                let told = if is_stale { op } else { OP };
                let is_its = next.test.done(told, result, &mut cx);
                law(
                    is_its == (op == OP && next.plays.is_some()),
                    "it knows its own operation",
                )?;
                if is_its && let Some(waits) = next.plays.take() {
                    let why = (!works).then_some(Refusal::STORE_FAILURE);
                    due.extend(waits.map(|client| (client, why)));
                }
            }
            Input::Gone(client) => {
                if !self.is(Sown::WhoIsGoneIsNotTold) {
                    next.test.disconnected(ClientId(client));
                }
                next.plays = next
                    .plays
                    .map(|waits| waits.filter(|waits| *waits != client));
            }
            Input::Private(private) => {
                next.is_private = private;
                if private {
                    next.test.end(Refusal::PRIVACY, &mut cx);
                    end(&mut next, Refusal::PRIVACY);
                }
            }
        }
        law(
            replies(&actions) == due,
            "whoever waits gets one answer, and nobody else",
        )?;
        let is_silenced = actions
            .iter()
            .filter(|_| !self.is(Sown::NothingIsSilenced))
            .any(|action| matches!(action, Action::Audio { ms: 0, .. }));
        law(
            is_silenced == is_cut_off,
            "a tone that is not wanted any more is silenced",
        )?;
        law(next.due().is_some() == next.plays.is_some(), "a tone ends")?;
        law(
            next.due().is_none_or(|due| due > at),
            "it wakes for what is past",
        )?;
        to_base(at, |to| next.test.rebase(to));
        Ok(next)
    }

    fn left_alone(&self) -> Result<(), Broken> {
        match self.due() {
            Some(due) => law(due <= BASE.after(TONE_MS + GRACE_MS), "a tone ends soon"),
            None => Ok(()),
        }
    }
}

#[test]
fn r53_a_test_of_audio_alone() {
    explore("a test of audio", [Heard::new(None)]);
}

#[test]
fn r53_every_law_of_a_test_of_audio_is_broken_by_a_fault() {
    each_breaks_its_law(&[include_str!("heard.rs")], &SOWN, |sown| {
        broken([Heard::new(Some(sown))])
    });
}

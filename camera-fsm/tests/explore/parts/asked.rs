//! What is asked of the settings and of the test of audio (R53, R55): every
//! request that is taken gets one answer, whoever else asks, goes, or fails.

use camera_fsm::action::{Action, Actions, Answer, Asker, Context, OpId};
use camera_fsm::audio_test::AudioTest;
use camera_fsm::explore::BASE;
use camera_fsm::input::{ClientId, OpResult};
use camera_fsm::settings::{Effect, Settings};
use camera_fsm::time::Instant;
use camera_proto::message::Refused;
use camera_proto::vocab::{RecordingMode, Refusal, SettingId};

use super::{Broken, OP, Part, explore, law, to_base};
use crate::small::small_profile;

pub(super) const CLIENTS: [u8; 2] = [0, 1];
/// One that nobody waits for any more.
pub(super) const STALE: OpId = OpId(9);
pub(super) const FAILED: OpResult = OpResult::Failed(Refused::because(Refusal::STORE_FAILURE));

pub(super) fn asker(client: u8) -> Asker {
    Asker::new(ClientId(client), 7)
}

/// Who is told what, in one step.
pub(super) fn replies(actions: &Actions) -> Vec<(u8, Option<Refusal>)> {
    let replies = actions.iter().filter_map(|action| match action {
        Action::Reply {
            client,
            id: 7,
            answer,
        } => match answer {
            Answer::Refused(refused) => Some((client.0, Some(refused.why))),
            _ => Some((client.0, None)),
        },
        _ => None,
    });
    replies.collect()
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Input {
    Time,
    Ask(u8, u8),
    Done(OpId, bool),
    Gone(u8),
    /// The rest: privacy begins or ends, for the test of audio.
    Private(bool),
}

/// What can be asked for of the settings.
const CHANGES: [(SettingId, Option<Effect>); 6] = [
    (SettingId::PRIVACY, Some(Effect::Privacy(true))),
    (SettingId::PRIVACY, None),
    (
        SettingId::RECORDING,
        Some(Effect::Recording(RecordingMode::MOTION)),
    ),
    (SettingId::RECORDING, None),
    (SettingId::NAME, Some(Effect::None)),
    (SettingId::NAME, None),
];

#[derive(Clone, PartialEq, Eq, Hash)]
struct Kept {
    settings: Settings,
    /// Which of the changes is on its way, and who waits.
    change: Option<(u8, Option<u8>)>,
    /// Whether privacy, recording and a name are kept.
    kept: [bool; 3],
}

impl Part for Kept {
    type Input = Input;

    fn inputs(&self) -> Vec<Input> {
        let asks = (0..CHANGES.len() as u8)
            .flat_map(|what| CLIENTS.map(|client| Input::Ask(client, what)));
        let mut all: Vec<_> = asks.chain(CLIENTS.map(Input::Gone)).collect();
        all.push(Input::Done(STALE, true));
        if self.change.is_some() {
            all.extend([Input::Done(OP, true), Input::Done(OP, false)]);
        }
        all
    }

    /// The settings know no time.
    fn dues(&self) -> Vec<Instant> {
        Vec::new()
    }

    fn after(&self, at: Instant, input: Input) -> Result<Self, Broken> {
        let (mut next, mut actions) = (self.clone(), Actions::new());
        let mut cx = Context::new(at, small_profile(), &mut actions, OpId(0));
        let mut due = Vec::new();
        match input {
            Input::Ask(client, what) => {
                let (setting, keeps) = &CHANGES[usize::from(what)];
                next.settings
                    .change(asker(client), *setting, keeps.as_ref(), &mut cx);
                match self.change {
                    Some(_) => due.push((client, Some(Refusal::BUSY))),
                    None => next.change = Some((what, Some(client))),
                }
                let begun = actions
                    .iter()
                    .filter(|action| matches!(action, Action::Store { .. }))
                    .count();
                law(
                    begun == usize::from(self.change.is_none()),
                    "one change at a time goes to the flash",
                )?;
            }
            Input::Done(op, works) => {
                let result = if works { OpResult::Done } else { FAILED };
                let is_its = next.settings.done(op, result, &mut cx);
                law(is_its == (op == OP), "it knows its own operation")?;
                if op == OP
                    && let Some((what, waits)) = next.change.take()
                {
                    let why = (!works).then_some(Refusal::STORE_FAILURE);
                    due.extend(waits.map(|client| (client, why)));
                    if works {
                        next.kept[usize::from(what / 2)] = what.is_multiple_of(2);
                    }
                }
            }
            Input::Gone(client) => {
                next.settings.disconnected(ClientId(client));
                if let Some((_, waits)) = &mut next.change {
                    *waits = waits.filter(|waits| *waits != client);
                }
            }
            _ => {}
        }
        law(
            replies(&actions) == due,
            "whoever waits gets one answer, and nobody else",
        )?;
        let values = next.settings.values();
        let recording = match next.kept[1] {
            true => RecordingMode::MOTION,
            false => RecordingMode::OFF,
        };
        let are_kept = [SettingId::PRIVACY, SettingId::RECORDING, SettingId::NAME]
            .map(|id| values.kept.has(id));
        law(
            are_kept == next.kept,
            "what the flash has kept counts, and nothing else",
        )?;
        law(
            values.privacy == next.kept[0] && values.recording == recording,
            "it counts for what it says",
        )?;
        to_base(at, |to| next.settings.rebase(to));
        Ok(next)
    }

    fn left_alone(&self) -> Result<(), Broken> {
        Ok(())
    }
}

#[test]
fn r55_settings_alone() {
    let start = Kept {
        settings: Settings::new(),
        change: None,
        kept: [false; 3],
    };
    explore("settings", [start]);
}

const TONE_MS: u32 = 3;

#[derive(Clone, PartialEq, Eq, Hash)]
struct Heard {
    test: AudioTest,
    is_private: bool,
    /// A tone plays, and who waits for what comes of it.
    plays: Option<Option<u8>>,
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
        self.test.due().into_iter().collect()
    }

    fn after(&self, at: Instant, input: Input) -> Result<Self, Broken> {
        let (mut next, mut actions, mut due) = (self.clone(), Actions::new(), Vec::new());
        let mut cx = Context::new(at, small_profile(), &mut actions, OpId(0));
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
                next.test.ask(asker(client), TONE_MS, &mut cx);
                match next.plays {
                    Some(_) => due.push((client, Some(Refusal::BUSY))),
                    None => next.plays = Some(Some(client)),
                }
            }
            Input::Done(op, works) => {
                let result = if works { OpResult::Done } else { FAILED };
                let is_its = next.test.done(op, result, &mut cx);
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
                next.test.disconnected(ClientId(client));
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
            .any(|action| matches!(action, Action::Audio { ms: 0, .. }));
        law(
            is_silenced == is_cut_off,
            "a tone that is not wanted any more is silenced",
        )?;
        law(
            next.test.due().is_some() == next.plays.is_some(),
            "a tone ends",
        )?;
        law(
            next.test.due().is_none_or(|due| due > at),
            "it wakes for what is past",
        )?;
        to_base(at, |to| next.test.rebase(to));
        Ok(next)
    }

    fn left_alone(&self) -> Result<(), Broken> {
        match self.test.due() {
            Some(due) => law(due <= BASE.after(TONE_MS + 2_000), "a tone ends soon"),
            None => Ok(()),
        }
    }
}

#[test]
fn r53_a_test_of_audio_alone() {
    let start = Heard {
        test: AudioTest::new(),
        is_private: false,
        plays: None,
    };
    explore("a test of audio", [start]);
}

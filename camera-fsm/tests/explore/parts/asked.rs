//! What is asked of the settings (R55): every request that is taken gets one
//! answer, whoever else asks, goes, or fails.

use camera_fsm::action::{Action, Actions, Answer, Asker, Context, OpId};
use camera_fsm::input::{ClientId, OpResult};
use camera_fsm::settings::{Effect, Settings};
use camera_fsm::time::Instant;
use camera_proto::message::Refused;
use camera_proto::vocab::{RecordingMode, Refusal, SettingId};

use super::sown::each_breaks_its_law;
use super::{Broken, OP, Part, broken, explore, law, to_base};
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
    Ask(u8, u8),
    Done(OpId, bool),
    Gone(u8),
}

/// A fault between it and the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Sown {
    ChangesAreLost,
    StaleEndsAreItsOwn,
    WhoIsGoneIsNotTold,
    NamesAreKeptAsRecording,
    ValuesAreLost,
}

const SOWN: [(Sown, Broken); 5] = [
    (
        Sown::ChangesAreLost,
        "one change at a time goes to the flash",
    ),
    (Sown::StaleEndsAreItsOwn, "it knows its own operation"),
    (
        Sown::WhoIsGoneIsNotTold,
        "whoever waits gets one answer, and nobody else",
    ),
    (
        Sown::NamesAreKeptAsRecording,
        "what the flash has kept counts, and nothing else",
    ),
    (Sown::ValuesAreLost, "it counts for what it says"),
];

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
    sown: Option<Sown>,
    settings: Settings,
    /// Which of the changes is on its way, and who waits.
    change: Option<(u8, Option<u8>)>,
    /// Whether privacy, recording and a name are kept.
    kept: [bool; 3],
}

impl Kept {
    fn new(sown: Option<Sown>) -> Self {
        Self {
            sown,
            settings: Settings::new(),
            change: None,
            kept: [false; 3],
        }
    }

    fn is(&self, sown: Sown) -> bool {
        self.sown == Some(sown)
    }

    /// As the rest of a camera hands it on.
    fn ask(&mut self, client: u8, what: u8, cx: &mut Context<'_>) {
        let (setting, keeps) = &CHANGES[usize::from(what)];
        let setting = match *setting {
            SettingId::NAME if self.is(Sown::NamesAreKeptAsRecording) => SettingId::RECORDING,
            setting => setting,
        };
        let lost = &keeps.as_ref().map(|_| Effect::None);
        let keeps = if self.is(Sown::ValuesAreLost) {
            lost
        } else {
            keeps
        };
        if !self.is(Sown::ChangesAreLost) {
            self.settings
                .change(asker(client), setting, keeps.as_ref(), cx);
        }
    }
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
                next.ask(client, what, &mut cx);
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
                let is_stale = op == STALE && !self.is(Sown::StaleEndsAreItsOwn);
                let told = if is_stale { op } else { OP };
                let is_its = next.settings.done(told, result, &mut cx);
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
                if !self.is(Sown::WhoIsGoneIsNotTold) {
                    next.settings.disconnected(ClientId(client));
                }
                if let Some((_, waits)) = &mut next.change {
                    *waits = waits.filter(|waits| *waits != client);
                }
            }
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
    explore("settings", [Kept::new(None)]);
}

#[test]
fn r55_every_law_of_settings_is_broken_by_a_fault() {
    each_breaks_its_law(&[include_str!("asked.rs")], &SOWN, |sown| {
        broken([Kept::new(Some(sown))])
    });
}

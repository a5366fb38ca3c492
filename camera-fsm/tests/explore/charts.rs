//! State charts, drawn from what was explored: for each part the transitions
//! that were really taken, with what made it take them.

use core::fmt::Write;
use std::collections::{BTreeMap, BTreeSet};

use camera_fsm::action::{Action, RadioJob};
use camera_fsm::explore::{BASE, Situation};
use camera_fsm::input::{Ask, OpResult, PinLevel};

use crate::lawful::laws::Moment;
use crate::lawful::world::{End, Event, World};
use crate::search::Witness;

/// From where to where, and by what.
type Edges = BTreeMap<(&'static str, &'static str), BTreeSet<&'static str>>;

pub(crate) struct Chart {
    pub(crate) name: &'static str,
    part: fn(&Situation) -> &'static str,
    /// Whether a reboot is told of.
    restarts: bool,
    begins: BTreeSet<&'static str>,
    edges: Edges,
}

pub(crate) struct Charts(pub(crate) Vec<Chart>);

impl Charts {
    /// Of what resets, sets up and restarts.
    pub(crate) fn of_the_core() -> Self {
        Self(vec![
            Chart::new("button", |now| now.button, false),
            Chart::new("reset", |now| now.reset, true),
            Chart::new("provisioning", |now| now.provision, false),
            Chart::new("whole", |now| now.whole, true),
        ])
    }

    /// Of what sees, hears and turns.
    pub(crate) fn of_the_rest() -> Self {
        Self(vec![
            Chart::new("head", |now| now.head, false),
            Chart::new("motion", |now| now.motion, false),
            Chart::new("recording", |now| now.recording, false),
            Chart::new("night_vision", |now| now.night_vision, false),
            Chart::new("audio_test", |now| now.audio_test, false),
        ])
    }
}

impl Witness for &mut Charts {
    fn transition(&mut self, moment: &Moment<'_>) {
        let after = moment.after;
        // One cause at a time: either time passes up to what is due, or
        // something happens while it stands still.
        let due = moment.before.device.due(BASE);
        let alone = match moment.event {
            Event::Time => due == Some(moment.at),
            _ => moment.at == BASE,
        };
        let restarts = moment.outcome.actions.contains(&Action::Reboot);
        if !alone || (!after.powered && !restarts) {
            return;
        }
        let mut to = after.device.situation(BASE);
        if restarts {
            to = RESTART;
        }
        let from = moment.before.device.situation(BASE);
        // What a release means is judged when it has settled.
        let held = moment.before.device.situation(moment.at).button;
        let let_go = to.button;
        for chart in &mut self.0 {
            let (from, to) = ((chart.part)(&from), (chart.part)(&to));
            if matches!(moment.event, Event::Boot(_)) {
                chart.begins.insert(to);
            } else if from != to && (chart.restarts || !restarts) {
                let by = match moment.event {
                    Event::Time => ended(held, let_go, to),
                    event => cause(moment.before, event),
                };
                chart.edges.entry((from, to)).or_default().insert(by);
            }
        }
    }
}

/// Where a reboot leads: power is on again.
const RESTART: Situation = Situation {
    button: "restart",
    reset: "restart",
    provision: "restart",
    whole: "restart",
    head: "restart",
    motion: "restart",
    recording: "restart",
    night_vision: "restart",
    audio_test: "restart",
};

/// What it was that time has brought about: where the button was, where it is,
/// and where the part of that chart is.
fn ended(held: &str, let_go: &str, to: &str) -> &'static str {
    match (held, let_go, to) {
        ("held for setup", "up", "opening" | "starting") => "hold for setup",
        ("held for reset", "up", "writing the intent" | "resetting") => "hold for reset",
        (_, "up", "up") => "let go",
        ("up", "held", "held") => "pressed",
        _ => "time",
    }
}

fn cause(before: &World, event: Event) -> &'static str {
    let radio = before.radio.map(|(_, job)| job);
    let joins = matches!(radio, Some(RadioJob::JoinTrial | RadioJob::JoinStored));
    match event {
        Event::Boot(_) | Event::Cut(_) => "power",
        Event::Time => "time",
        Event::Pin | Event::Polled if before.pin == PinLevel::Up => "press",
        Event::Pin | Event::Polled => "release",
        Event::Connect(..) => "connect",
        Event::Disconnect(_) => "hang up",
        Event::Ask(_, Ask::Provision(_)) => "set up",
        Event::Ask(_, Ask::ResetConfirm { .. }) => "confirm a reset",
        Event::Ask(_, Ask::Restart) => "ask to restart",
        Event::Ask(_, ask) => asked(ask),
        Event::Flushed(_) => "answer is through",
        Event::Stored(End::Done) => "written",
        Event::Stored(_) => "write fails",
        Event::Radio(OpResult::Joined { .. }) => "joined",
        Event::Radio(OpResult::Done) => "network is up",
        Event::Radio(_) if joins => "join fails",
        Event::Radio(_) => "radio fails",
        Event::Cloud(OpResult::Done) => "the cloud has heard",
        Event::Cloud(_) => "the cloud does not hear",
        Event::LinkLost => "network is lost",
        Event::Servo(_, true) => "servo is stuck",
        Event::Servo(_, false) => "servo is free",
        Event::Moved(_) => "motion",
        Event::Light(0) => "dark",
        Event::Light(_) => "bright",
        Event::Heard(_) if before.audio.is_some() => "tone ends",
        Event::Heard(OpResult::Done) => "home is found",
        Event::Heard(_) => "home is not found",
    }
}

fn asked(ask: Ask) -> &'static str {
    match ask {
        Ask::MoveAbsolute { .. } | Ask::MoveRelative { .. } | Ask::GoToPreset { .. } => "move",
        Ask::MoveContinuous { .. } => "move on",
        Ask::Home => "go home",
        Ask::Stop => "stop",
        Ask::RunPatrol(true) => "begin the patrol",
        Ask::RunPatrol(false) => "end the patrol",
        Ask::WalkTest { ms: 0 } => "end the walk test",
        Ask::WalkTest { .. } => "begin a walk test",
        Ask::AudioTest { ms: 0 } => "end the tone",
        Ask::AudioTest { .. } => "play a tone",
        _ => "ask",
    }
}

impl Chart {
    fn new(name: &'static str, part: fn(&Situation) -> &'static str, restarts: bool) -> Self {
        Self {
            name,
            part,
            restarts,
            begins: BTreeSet::new(),
            edges: Edges::new(),
        }
    }

    pub(crate) fn mermaid(&self) -> String {
        let mut text = String::from("stateDiagram-v2\n");
        for state in self.states() {
            let _ = writeln!(text, "    state \"{state}\" as {}", id(state));
        }
        for state in &self.begins {
            let _ = writeln!(text, "    [*] --> {}", id(state));
        }
        for ((from, to), by) in &self.edges {
            let _ = writeln!(text, "    {} --> {} : {}", id(from), id(to), list(by));
        }
        text
    }

    /// States one below the other, each with its transitions; each transition
    /// has a lane of its own to the state it leads to.
    pub(crate) fn svg(&self) -> String {
        let states = self.states();
        let mut tops = BTreeMap::new();
        let mut y = MARGIN;
        for state in &states {
            tops.insert(*state, y);
            y += BOX + ROW * self.from(state).count() as u32 + GAP;
        }
        let width = TEXT + LANE * (self.edges.len() as u32 + 2);
        let mut text = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {y}\" \
             font-family=\"sans-serif\" font-size=\"13\">\n\
             <defs><marker id=\"a\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"8\" \
             markerHeight=\"8\" orient=\"auto\"><path d=\"M0 0 8 4 0 8z\"/></marker></defs>\n\
             <rect width=\"{width}\" height=\"{y}\" fill=\"#fff\"/>\n"
        );
        let mut lane = TEXT;
        for state in &states {
            let top = tops[state];
            let begins = if self.begins.contains(state) {
                " stroke-width=\"3\""
            } else {
                ""
            };
            let _ = writeln!(
                text,
                "<rect x=\"{MARGIN}\" y=\"{top}\" width=\"{WIDE}\" height=\"{BOX}\" rx=\"6\" \
                 fill=\"#eef\" stroke=\"#000\"{begins}/><text x=\"{}\" y=\"{}\" \
                 font-weight=\"bold\">{state}</text>",
                MARGIN + 8,
                top + 18,
            );
            for (row, (to, by)) in (1..).zip(self.from(state)) {
                lane += LANE;
                let (line, target) = (top + BOX + ROW * row - 5, tops[to] + BOX / 2);
                let _ = writeln!(
                    text,
                    "<text x=\"{}\" y=\"{}\">{} → {to}</text><path d=\"M{} {line}H{lane}V{target}H{}\" \
                     fill=\"none\" stroke=\"{}\" marker-end=\"url(#a)\"/>",
                    MARGIN + 16,
                    line + 4,
                    list(by),
                    TEXT - 40,
                    MARGIN + WIDE,
                    COLORS[lane as usize / LANE as usize % COLORS.len()],
                );
            }
        }
        text + "</svg>\n"
    }

    fn from(&self, state: &str) -> impl Iterator<Item = (&&'static str, &BTreeSet<&'static str>)> {
        let edges = self.edges.iter();
        edges.filter_map(move |((from, to), by)| (*from == state).then_some((to, by)))
    }

    fn states(&self) -> BTreeSet<&'static str> {
        let ends = self.edges.keys().flat_map(|(from, to)| [*from, *to]);
        ends.chain(self.begins.iter().copied()).collect()
    }
}

const MARGIN: u32 = 12;
const BOX: u32 = 26;
const ROW: u32 = 18;
const GAP: u32 = 14;
const WIDE: u32 = 200;
/// Where the lanes begin.
const TEXT: u32 = 560;
const LANE: u32 = 9;
const COLORS: [&str; 6] = ["#1b6", "#c33", "#36c", "#a50", "#808", "#077"];

fn id(state: &str) -> String {
    state.replace([' ', '-'], "_")
}

fn list(by: &BTreeSet<&'static str>) -> String {
    by.iter().copied().collect::<Vec<_>>().join(", ")
}

//! Replays of stories, on a thread of their own: the camera goes on meanwhile.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use camera_fsm::profile::Profile;
use camera_fsm::scenario::Moment;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{facts, wrong};
use crate::cut::{self, CutError, Healed};
use crate::web::Answers;

/// Replays that wait for their turn, of all pages together.
const QUEUE: usize = 16;

/// How finely a page is told how far a replay is.
const STEPS: f64 = 50.0;

/// Hands replays to their thread.
pub(super) struct Cutter(SyncSender<Job>);

/// A page wants to know how many cuts a story has, or what one of them does.
pub(super) struct Job {
    pub(super) profile: &'static Profile,
    pub(super) id: u64,
    /// The page's own story; none: the guide's.
    pub(super) story: Option<String>,
    /// Which cut; none: how many there are.
    pub(super) cut: Option<Cut>,
    pub(super) answers: Answers,
}

/// Where the power is cut.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cut {
    unit: u32,
    moment: Name,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Name {
    Before,
    Half,
    After,
}

impl Cutter {
    /// Starts the thread, which ends with this.
    pub(super) fn start() -> Self {
        let (sender, jobs) = sync_channel(QUEUE);
        thread::spawn(move || work(&jobs));
        Self(sender)
    }

    pub(super) fn order(&self, job: Job) {
        let (id, answers) = (job.id, job.answers.clone());
        if self.0.try_send(job).is_err() {
            let busy = wrong(Some(id), "Busy", "too many replays are waiting");
            let _ = answers.send(busy.to_string());
        }
    }
}

fn work(jobs: &Receiver<Job>) {
    for job in jobs {
        // A page that has gone in the meantime hears nothing.
        let _ = job.answers.send(job.run().to_string());
    }
}

impl Job {
    fn run(&self) -> Value {
        let mut told = 0.0;
        let mut tell = |share: f64| {
            let step = (share * STEPS).floor();
            if step > told {
                told = step;
                let progress = json!({ "progress": { "id": self.id, "share": share } });
                let _ = self.answers.send(progress.to_string());
            }
            !self.answers.is_closed()
        };
        let guide = || cut::guide(self.profile);
        let story = self.story.clone().unwrap_or_else(guide);
        let done = match &self.cut {
            Some(cut) => cut::cut(self.profile, &story, cut.place(), &mut tell).map(healed),
            None => cut::count(self.profile, &story, &mut tell)
                .map(|whole| json!({ "of": whole.of, "differs": whole.differs })),
        };
        match done {
            Ok(cut) => json!({ "answer": { "id": self.id, "ok": true, "cut": cut } }),
            Err(error) => wrong(Some(self.id), code(&error), &error.to_string()),
        }
    }
}

impl Cut {
    const fn place(&self) -> (u32, Moment) {
        let moment = match self.moment {
            Name::Before => Moment::Before,
            Name::Half => Moment::Half,
            Name::After => Moment::After,
        };
        (self.unit, moment)
    }
}

const fn code(error: &CutError) -> &'static str {
    match error {
        CutError::Story(_) => "Story",
        CutError::NoSuchUnit { .. } => "NoSuchUnit",
        CutError::Camera(_) | CutError::Abandoned => "World",
    }
}

fn healed(healed: Healed) -> Value {
    let status = healed.status;
    let mut house = healed.house;
    json!({
        "changes": healed.changes,
        "cut_ms": healed.cut_ms,
        "end": {
            "state": status.and_then(|status| status.state.name()),
            "epoch": status.map(|status| status.epoch),
            "secrets": healed.secrets,
            "words": healed.fate.words(),
        },
        "flash": facts::flash(&mut house),
    })
}

//! What the machine asks for, carried to the board.

use camera_fsm::action::{Action, Answer, OpId, RadioJob};
use camera_fsm::input::{Input, OpResult};
use camera_fsm::levels::{Eyes, Levels};
use camera_fsm::part::Part;
use camera_fsm::time::Instant;
use camera_proto::message::{Motion, Notice, Refused};
use camera_proto::vocab::Refusal;

use super::Runner;
use crate::audio::Audio as _;
use crate::board::{Board, Parts};
use crate::cloud::Cloud as _;
use crate::imaging::Imaging as _;
use crate::led::StatusLed as _;
use crate::radio::Radio as _;
use crate::sensor::Sensors as _;
use crate::servo::Head as _;

impl<B: Board> Runner<B> {
    pub(super) fn step(&mut self, now: Instant, input: Input<'_>) {
        if self.is_rebooting {
            return;
        }
        let step = self.device.step(now, input);
        self.wake_at = step.wake_at;
        let Parts {
            led,
            head,
            sensors,
            imaging,
            ..
        } = self.board.parts();
        let Levels {
            led: frame,
            pose,
            eyes,
        } = step.levels;
        let night_light = |eyes: Eyes| eyes.night_light_percent;
        if self.pose != Some(pose) || self.eyes.map(night_light) != Some(night_light(eyes)) {
            sensors.picture_changed();
        }
        // A part that fails is told the same again.
        let again = |part| self.failed.has(part);
        let follows = self.eyes != Some(eyes) || again(Part::Imaging);
        let shows = self.led != Some(frame) || again(Part::StatusLed);
        let points = self.pose != Some(pose) || again(Part::Head);
        let told = [
            (Part::Imaging, follows.then(|| imaging.follow(eyes))),
            (Part::StatusLed, shows.then(|| led.show(frame))),
            (Part::Head, points.then(|| head.point(pose))),
        ];
        (self.eyes, self.led, self.pose) = (Some(eyes), Some(frame), Some(pose));
        for (part, result) in told {
            if let Some(result) = result {
                self.note(part, result);
            }
        }
        for action in &step.actions {
            self.act(now, *action, input);
        }
    }

    /// What was asked for because of that input.
    fn act(&mut self, now: Instant, action: Action, input: Input<'_>) {
        match action {
            Action::Store { op, job } => {
                if self.jobs.push_back((op, job)).is_err() {
                    let why = Refused::because(Refusal::BUG);
                    let result = OpResult::Failed(why);
                    self.step(now, Input::Done { op, result });
                }
            }
            Action::Radio { op, job } => self.start_radio(now, op, job),
            Action::Reply { client, id, answer } => {
                let answer = match (answer, input) {
                    (Answer::Refused(refused), Input::Request { ask, .. }) => {
                        Answer::Refused(self.device.with_retry(now, &ask, refused))
                    }
                    (answer, _) => answer,
                };
                let (link, _, mut scene) = self.scene(now);
                link.answer(client, id, answer, &mut scene);
            }
            Action::FindHome { op } => self.board.parts().head.find_home(now, op),
            Action::Audio { op, ms } => self.board.parts().audio.start(now, op, ms),
            Action::Motion { zones, walk_test } => {
                let unix_s = self.device.unix_s(now);
                for zone in zones.codes() {
                    self.link.announce(&Notice::Motion(Motion {
                        zone,
                        unix_s,
                        walk_test,
                    }));
                }
            }
            Action::Unbind { op } => self.board.parts().cloud.unbind(now, op),
            Action::ForgetTrial => self.slots.trial = None,
            Action::Reboot => {
                self.is_rebooting = true;
                // A board that needs a while for it may sleep.
                self.wake_at = None;
                self.board.reboot();
            }
        }
    }

    fn start_radio(&mut self, now: Instant, op: OpId, job: RadioJob) {
        let parts = self.board.parts();
        let stored;
        let network = match job {
            RadioJob::JoinTrial => {
                // The machine may try the same credentials again (R42).
                // What is moved from is not wiped: a copy, and the slot is.
                if self.slots.offered.is_some() {
                    self.slots.trial.clone_from(&self.slots.offered);
                    self.slots.offered = None;
                }
                self.slots.trial.as_ref()
            }
            RadioJob::JoinStored => {
                stored = self.store.network(parts.flash);
                stored.as_ref()
            }
            RadioJob::Scan => {
                self.slots.networks.clear();
                None
            }
            RadioJob::StartAp | RadioJob::StopAp | RadioJob::Off => None,
        };
        parts.radio.start(now, op, job, network, &self.ap);
    }
}

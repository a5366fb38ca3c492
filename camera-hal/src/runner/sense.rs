//! What has happened on the board, carried to the machine.

use core::mem::replace;

use camera_fsm::input::{Ask, Input, PinLevel};
use camera_fsm::part::Part;
use camera_fsm::time::Instant;
use camera_proto::vocab::Role;

use super::{EVENTS_PER_TURN, NOBODY, Runner};
use crate::audio::Audio as _;
use crate::board::{Board, Parts};
use crate::button::Button as _;
use crate::cloud::Cloud as _;
use crate::part::PartError;
use crate::radio::{Radio as _, RadioEvent, add_heard};
use crate::sensor::Sensors as _;
use crate::servo::Head as _;

/// Edges of the button that one look hears: a contact may bounce for ever.
const EDGES_PER_LOOK: usize = 32;

impl<B: Board> Runner<B> {
    /// Before anything else happens: what is due for a button that is down must
    /// not happen to one that is not any more.
    pub(super) fn sense_button(&mut self, now: Instant) {
        self.hear_edges(now);
        let read = self.board.parts().button.level();
        self.note(Part::Button, read.map(drop));
        let level = read.unwrap_or(PinLevel::Up);
        // An interrupt may have come in between, and knows better since when.
        if self.button != level && !self.hear_edges(now) {
            let looked_at = self.looked_at;
            self.button = level;
            self.step(now, Input::Polled { level, looked_at });
        }
        self.looked_at = now;
    }

    /// What an interrupt has seen of the button happens when it happened.
    fn hear_edges(&mut self, now: Instant) -> bool {
        let mut has_heard = false;
        for _ in 0..EDGES_PER_LOOK {
            let Some((level, at)) = self.board.parts().button.edge() else {
                break;
            };
            has_heard = true;
            // The clock is read before the button: an edge may be younger.
            self.looked_at = at.min(now).max(self.looked_at);
            if replace(&mut self.button, level) != level {
                self.step(self.looked_at, Input::Button(level));
            }
        }
        has_heard
    }

    /// `true` when the radio may have more to tell.
    pub(super) fn sense_board(&mut self, now: Instant) -> bool {
        self.sense_button(now);
        self.tell_what_failed(now);
        let stalled = self.board.parts().head.stalled();
        if let Some((axis, stalled)) = stalled {
            self.step(now, Input::ServoStalled { axis, stalled });
        }
        let Parts {
            sensors,
            audio,
            cloud,
            head,
            ..
        } = self.board.parts();
        let (moved, light) = (sensors.moved(), sensors.light_percent());
        let found = head.found_home(now);
        if found.is_some() {
            sensors.picture_changed();
        }
        let (played, told) = (audio.poll(now), cloud.poll(now));
        self.note(Part::Sensors, moved.map(drop).and(light.map(drop)));
        if let Ok(Some(cells)) = moved {
            self.step(now, Input::Moved(self.device.hit(&cells)));
        }
        if let Ok(Some(percent)) = light {
            self.step(now, Input::Light { percent });
        }
        for (op, result) in [found, played, told].into_iter().flatten() {
            self.step(now, Input::Done { op, result });
        }
        for _ in 0..EVENTS_PER_TURN {
            match self.board.parts().radio.poll(now) {
                None => return false,
                Some(RadioEvent::Done(op, result)) => self.step(now, Input::Done { op, result }),
                Some(RadioEvent::Heard(network)) => add_heard(&mut self.slots.networks, network),
                Some(RadioEvent::LinkLost) => self.step(now, Input::LinkLost),
                Some(RadioEvent::Time { unix_s }) => {
                    let told = (0, Role::USER, Ask::SetTime { unix_s });
                    self.request(now, NOBODY, told);
                }
            }
        }
        true
    }

    /// Whether a part has just worked. The machine is told at the next turn: not
    /// from within a step, which may come of what a part has failed to do.
    pub(super) fn note(&mut self, part: Part, result: Result<(), PartError>) {
        self.failed = self.failed.with(part, result.is_err());
        if let Some(error) = self.errors.get_mut(part as usize) {
            *error = result.err();
        }
    }

    fn tell_what_failed(&mut self, now: Instant) {
        for part in Part::ALL {
            let failed = self.failed.has(part);
            if failed != self.told_failed.has(part) {
                self.told_failed = self.told_failed.with(part, failed);
                let works = !failed;
                self.step(now, Input::Part { part, works });
            }
        }
    }
}

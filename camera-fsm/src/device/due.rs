//! What is due, when, and in which order it happens: the button's gestures, then
//! the parts, then the head, and a restart last.

use super::{Changed, Device};
use crate::action::Context;
use crate::pan_tilt::Ended;
use crate::time::{Instant, earliest, is_due, take_due};

impl Device {
    /// When the machine itself must be stepped at the latest, however the LED
    /// blinks and the head moves: its deadlines, and where a hold begins to
    /// mean something else. Between `now` and then nothing is asked for.
    #[must_use]
    pub fn due(&self, now: Instant) -> Option<Instant> {
        let due = earliest(self.button_due(now), self.parts_due());
        earliest(earliest(due, self.head_due()), self.calendar.due(now))
    }

    pub(super) fn button_due(&self, now: Instant) -> Option<Instant> {
        let times = &self.profile.button;
        earliest(self.button.due(times), self.button.next_hold(now, times))
    }

    pub(super) fn parts_due(&self) -> Option<Instant> {
        let mut due = earliest(self.reset.due(), self.provision.due());
        due = earliest(due, self.pairing.due());
        due = earliest(due, self.controllers.due());
        due = earliest(due, self.unbind.due());
        due = earliest(due, self.power.due());
        due = earliest(due, self.watch.due());
        due = earliest(due, self.recording.due());
        due = earliest(due, self.night_vision.due());
        due = earliest(due, self.audio_test.due());
        due = earliest(due, self.identify_until);
        due = earliest(due, self.restart_at);
        due
    }

    pub(super) fn head_due(&self) -> Option<Instant> {
        let due = earliest(self.pan_tilt.lease(), self.patrol.due());
        earliest(due, self.homing.due())
    }

    /// Gestures that were due by `until`. What they ask for begins `now`.
    pub(super) fn pass_gestures(&mut self, until: Instant, cx: &mut Context<'_>) {
        while let Some(gesture) = self.button.expire(until, &self.profile.button) {
            self.gesture(gesture, cx);
        }
    }

    /// What was due by now happens. Where nothing is but the head, which on its way
    /// is as often as not, nobody else is asked.
    pub(super) fn pass_time(&mut self, cx: &mut Context<'_>) -> Changed {
        if !is_due(self.due_at, cx.now) {
            return Changed::Head;
        }
        let parts_are_due = is_due(self.parts_due_at, cx.now);
        if self.button.is_up() && !parts_are_due {
            return self.pass_head(cx);
        }
        self.pass_gestures(cx.now, cx);
        if parts_are_due {
            self.pass_parts(cx);
        }
        self.pass_head(cx);
        // Behind it nothing is asked for any more.
        if is_due(self.restart_at, cx.now) {
            self.restart_now(cx);
        }
        Changed::Any
    }

    /// Who turns the head has done so for long enough; or it has looked for its home,
    /// or stood there.
    fn pass_head(&mut self, cx: &mut Context<'_>) -> Changed {
        let limits = &cx.profile.motion;
        self.pan_tilt.expire(cx.now, limits);
        let values = self.settings.values();
        self.patrol
            .expire(cx.now, values, &mut self.pan_tilt, limits);
        if !is_due(self.homing.due(), cx.now) {
            return Changed::Head;
        }
        let ended = self.homing.expire(cx);
        if ended == Ended::Lost {
            self.homed(ended, cx);
        }
        Changed::Any
    }

    fn pass_parts(&mut self, cx: &mut Context<'_>) {
        self.reset.expire(cx);
        self.fall_silent(cx);
        self.provision.expire(cx);
        if self.pairing.expire(cx) {
            self.lock_out(cx);
        }
        self.controllers.expire(cx.now);
        self.unbind.expire(cx);
        self.power.expire(cx);
        self.watch.expire(cx.now);
        self.recording.expire(cx.now);
        self.night_vision.expire(cx.now);
        self.audio_test.expire(cx);
        take_due(&mut self.identify_until, cx.now);
    }
}

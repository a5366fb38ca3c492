//! A device is set back in time: see [`explore`](crate::explore).

use super::Device;
use crate::action::OpId;
use crate::explore::{BASE, Rebase, Situation};
use crate::input::ClientId;
use crate::led::Light;
use crate::time::{Instant, earliest};

impl Device {
    /// This device as it would be if now were [`BASE`], and as little as
    /// possible had happened before. It acts alike in all but what time it
    /// tells, how long it has been up, and where in its rhythm the LED is.
    #[must_use]
    pub fn rebased(&self, to: &mut Rebase<'_>) -> Self {
        let mut device = self.clone();
        let cue_now = self.cue(to.now());
        // A new field does not compile until somebody has said what becomes of it.
        let Self {
            profile,
            booted_at,
            button,
            reset,
            provision,
            pairing,
            controllers,
            settings,
            pan_tilt,
            patrol,
            homing,
            driver,
            stuck: _,
            damage: _,
            health: _,
            failed: _,
            clock,
            calendar,
            identify_until,
            restart_at,
            restart_for,
            unbind,
            power,
            light,
            last_op,
            watch,
            recording,
            night_vision,
            audio_test,
            first_setup,
            due_at: _,
            parts_due_at: _,
            wake_at,
            moves,
            eyes: _,
        } = &mut device;
        *booted_at = BASE;
        button.rebase(to);
        reset.rebase(to);
        provision.rebase(to, &profile.provision);
        pairing.rebase(to, &profile.provision);
        controllers.rebase(to);
        settings.rebase(to);
        pan_tilt.rebase(to);
        if pan_tilt.lease().is_none() {
            *driver = ClientId(0);
        }
        patrol.rebase(to);
        homing.rebase(to);
        watch.rebase(to);
        recording.rebase(to);
        night_vision.rebase(to);
        audio_test.rebase(to);
        first_setup.rebase(to);
        if let Some(clock) = clock {
            clock.rebase();
        }
        calendar.rebase(to);
        if let Some(until) = identify_until {
            to.shift(until);
        }
        match restart_at {
            Some(at) => to.shift(at),
            None => *restart_for = ClientId(0),
        }
        unbind.rebase(to, &profile.provision);
        power.rebase(to);
        // Where the LED is in its rhythm changes nothing else.
        *light = Light::new(BASE, cue_now);
        // The searcher's names are smaller.
        *last_op = FIRST_OP;
        // A step before it was to be woken leaves that as it was.
        *moves = pan_tilt.is_moving(BASE);
        // Its LED is looked at with its next step; what its calendar owes has time.
        let owed = calendar.due(BASE).filter(|due| *due <= BASE.after(1));
        *wake_at = owed.or(Some(BASE));
        device.parts_due_at = device.parts_due();
        let due_at = earliest(device.button_due(BASE), device.parts_due_at);
        device.due_at = earliest(due_at, device.head_due());
        device
    }
}

impl Device {
    /// What each part is doing.
    #[must_use]
    pub fn situation(&self, now: Instant) -> Situation {
        Situation {
            button: self.button.situation(now, &self.profile.button),
            reset: self.reset.situation(),
            provision: self.provision.situation(),
            whole: self.camera_state().name().unwrap_or_default(),
            head: self.situation_of_head(now),
            motion: match (self.eyes(now).open, self.watch.walk_test()) {
                (false, _) => "shut",
                (true, Some(true)) => "walk test sees motion",
                (true, Some(false)) => "walk test",
                (true, None) if !self.watch.believes(now) => "settling",
                (true, None) => "watching",
            },
            recording: match self.eyes(now).records {
                true => "recording",
                false => "not recording",
            },
            night_vision: self.night_vision.situation(),
            audio_test: match self.audio_test.due() {
                Some(_) => "a tone plays",
                None => "silent",
            },
        }
    }

    fn situation_of_head(&self, now: Instant) -> &'static str {
        let (head, homing) = (&self.pan_tilt, &self.homing);
        if homing.is_finding() {
            "finding home"
        } else if head.is_stalled() {
            "stuck"
        } else if homing.has_failed() {
            "has not found home"
        } else if !homing.is_known() {
            "lost"
        } else if head.lease().is_some() {
            "held"
        } else if self.patrol.is_on() {
            "patrolling"
        } else if head.is_moving(now) {
            "turning"
        } else if !homing.is_ready(&self.profile.motion) {
            "parked"
        } else {
            "standing"
        }
    }
}

/// Operations of a device that was set back are named from here on.
const FIRST_OP: OpId = OpId(1_000);

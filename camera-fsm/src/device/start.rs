//! What begins without anybody asking over the wire: power, and the button.

use camera_proto::vocab::{Fault, ResetCause, ResetScope};

use super::Device;
use crate::action::Outbox;
use crate::button::Gesture;
use crate::input::Stored;
use crate::power::Start;
use crate::time::Instant;

impl Device {
    pub(super) fn boot(&mut self, now: Instant, stored: &Stored, out: &mut Outbox<'_>) {
        let profile = self.profile;
        self.damage = stored.damage;
        self.health.boot(stored.fault);
        self.provision.remember(stored.fault);
        self.settings.boot(stored.settings);
        self.controllers.boot(stored);
        self.first_setup.boot(stored.first_setup_s);
        self.homing
            .boot(now, stored.head_is_parked, &profile.motion, out);
        self.keep_private(now, out);
        self.pairing.boot(now, stored, &profile.provision);
        let how = (stored.power, stored.cause);
        let start = self.power.boot(now, how, &profile.power, out);
        self.reset.boot(now, stored.reset, &profile.reset, out);
        if start == Start::Reset {
            self.reset_everything(now, ResetCause::POWER_CYCLES, out);
            self.power.cycles_are_used(out);
        }
        if !self.reset.is_active() {
            let sound = stored.damage == Fault::NONE;
            let may_open = sound && !self.pairing.is_locked(&profile.provision);
            let (times, reset) = (&profile.provision, &profile.reset);
            self.provision
                .boot(now, stored, may_open, times, reset, out);
            if start == Start::Setup && may_open {
                self.provision.open(now, times, out);
            }
        }
    }

    pub(super) fn gesture(&mut self, now: Instant, gesture: Gesture, out: &mut Outbox<'_>) {
        let profile = self.profile;
        match gesture {
            Gesture::Nothing | Gesture::Cancelled => {}
            Gesture::Setup => self.provision.open(now, &profile.provision, out),
            Gesture::FactoryReset => {
                self.park(now, out);
                self.reset_everything(now, ResetCause::BUTTON, out);
                self.provision.cancel_trial(now, &profile.provision, out);
            }
            Gesture::Stuck => self.stuck = true,
            Gesture::Unstuck => self.stuck = false,
        }
    }

    fn reset_everything(&mut self, now: Instant, cause: ResetCause, out: &mut Outbox<'_>) {
        let what = (cause, ResetScope::Everything, self.may_have_cloud());
        self.reset.begin(now, what, None, &self.profile.reset, out);
    }
}

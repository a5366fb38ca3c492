//! What begins without anybody asking over the wire: power, and the button.

use camera_proto::vocab::{Fault, ResetCause, ResetScope};

use super::Device;
use crate::action::{Context, ResetRecord};
use crate::button::Gesture;
use crate::input::Stored;
use crate::power::Start;

impl Device {
    #[inline(never)] // what all that can happen needs is long to load
    pub(super) fn boot(&mut self, stored: &Stored, cx: &mut Context<'_>) {
        self.damage = stored.damage;
        self.health.boot(stored.fault);
        self.provision.remember(stored.fault);
        // Of what a reset of everything is to erase, nothing is looked at (R21).
        let is_kept = !matches!(
            stored.reset,
            Some(ResetRecord {
                scope: ResetScope::Everything,
                finished: false,
                ..
            })
        );
        if is_kept {
            self.settings.boot(stored.settings);
            self.controllers.boot(stored);
            self.first_setup.boot(stored.first_setup_s);
        }
        self.homing.boot(stored.head_is_parked, cx);
        self.keep_private(cx);
        self.pairing.boot(stored, cx);
        let how = (stored.power, stored.cause);
        let start = self.power.boot(how, cx);
        self.reset.boot(stored.reset, cx);
        if start == Start::Reset {
            self.reset_everything(ResetCause::POWER_CYCLES, cx);
            self.power.cycles_are_used(cx);
        }
        if !self.reset.is_active() {
            let sound = stored.damage == Fault::NONE;
            let may_open = sound && !self.pairing.is_locked(&cx.profile.provision);
            self.provision.boot(stored, may_open, cx);
            if start == Start::Setup && may_open {
                self.provision.open(cx);
            }
        }
    }

    pub(super) fn gesture(&mut self, gesture: Gesture, cx: &mut Context<'_>) {
        match gesture {
            Gesture::Nothing | Gesture::Cancelled => {}
            Gesture::Setup => self.provision.open(cx),
            Gesture::FactoryReset => {
                self.park(cx);
                self.reset_everything(ResetCause::BUTTON, cx);
                self.provision.cancel_trial(cx);
            }
            Gesture::Stuck => self.stuck = true,
            Gesture::Unstuck => self.stuck = false,
        }
    }

    fn reset_everything(&mut self, cause: ResetCause, cx: &mut Context<'_>) {
        let what = (cause, ResetScope::Everything, self.may_have_cloud());
        self.reset.begin(what, None, cx);
    }
}

//! What follows when something ends: a client leaves, an operation is done, an
//! answer is out before a restart.

use camera_proto::vocab::Refusal;

use crate::action::{Action, Context, OpId};
use crate::device::Device;
use crate::input::{ClientId, OpResult};
use crate::pan_tilt::Ended;

impl Device {
    /// Nobody waits any more for what that client has asked for.
    pub(super) fn gone(&mut self, client: ClientId, cx: &mut Context<'_>) {
        self.reset.disconnected(client, cx);
        self.fall_silent(cx);
        self.provision.disconnected(client, cx);
        if self.pairing.disconnected(client, cx) {
            self.lock_out(cx);
        }
        self.controllers.disconnected(client);
        self.settings.disconnected(client);
        self.audio_test.disconnected(client);
        self.homing.disconnected(client);
        if self.driver == client && self.pan_tilt.lease().is_some() {
            self.pan_tilt.stop(cx.now, &cx.profile.motion);
        }
        self.farewell(client, cx);
    }

    /// An operation ended: of the part that has begun it, and of no other. What is dear
    /// to go on with is asked first, and after it nobody.
    #[inline(never)] // 0.1 KB less than inside all that can happen
    pub(super) fn ended(&mut self, op: OpId, result: OpResult, cx: &mut Context<'_>) {
        let ended = self.homing.done((op, result), cx);
        if ended != Ended::Other {
            return self.homed(ended, cx);
        }
        if self.reset.done(op, result, cx)
            || self.audio_test.done(op, result, cx)
            || self.first_setup.done(op, result)
        {
            return;
        }
        let kept = self.settings.values().kept;
        // The network that was on trial, or a controller, may be another than before.
        let tries = self.provision.is_busy();
        let may_differ =
            self.provision.done(op, result, cx) && tries || self.controllers.done(op, result, cx);
        if self.settings.done(op, result, cx) {
            if self.clock.is_some() {
                self.calendar.ask_again();
            }
            let wanted = &self.settings.values().night_light;
            self.night_vision.judge(cx.now, wanted, &cx.profile.sensing);
            self.keep_private(cx);
        }
        if may_differ || kept != self.settings.values().kept {
            self.reset.withdraw();
        }
        self.power.done(op, result, cx);
        if self.unbind.done((op, result), self.reset.owing(), cx) {
            self.reset.unbound();
        }
        if self.pairing.done(op, result, cx) {
            self.lock_out(cx);
        }
    }

    /// A reset that erases has turned the radio off: nothing that happens in
    /// the same step may turn it on again (R21).
    pub(super) fn fall_silent(&mut self, cx: &mut Context<'_>) {
        if self.reset.has_taken_over() {
            self.leave(cx);
        }
    }

    /// Of what takes long nothing goes on, and who waits for it is told.
    fn leave(&mut self, cx: &mut Context<'_>) {
        self.provision.halt(cx);
        self.audio_test.end(Refusal::CANCELLED, cx);
    }

    pub(super) fn tell_the_cloud(&mut self, cx: &mut Context<'_>) {
        if self.reset.is_active() {
            return self.unbind.halt();
        }
        let (owes, free) = (
            self.reset.owing().is_some(),
            self.provision.is_idle_online(),
        );
        self.unbind.follow(owes, free, cx);
    }

    pub(super) fn farewell(&mut self, client: ClientId, cx: &mut Context<'_>) {
        if self.restart_at.is_some() && self.restart_for == client {
            self.restart_now(cx);
        }
    }

    pub(super) fn restart_now(&mut self, cx: &mut Context<'_>) {
        self.restart_at = None;
        // A reset restarts by itself, and must not lose its intent before (R04);
        // one that has failed meanwhile must be seen (R25).
        if !self.reset.is_active() && !self.reset.has_failed() {
            self.leave(cx);
            cx.push(Action::Reboot);
        }
    }
}

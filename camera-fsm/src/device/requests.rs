//! What controllers ask for: who may, and which part it goes to.

use camera_proto::message::Refused;
use camera_proto::vocab::{Refusal, Role};

use super::{Device, HOME, Restart};
use crate::action::{Answer, Asker, Outbox};
use crate::input::Ask;
use crate::reset::Losses;
use crate::time::Instant;

impl Device {
    pub(super) fn request(
        &mut self,
        now: Instant,
        from: Asker,
        role: Role,
        ask: Ask,
        out: &mut Outbox<'_>,
    ) {
        let profile = self.profile;
        let times = &profile.provision;
        if let Err(why) = self.may(role, &ask) {
            return out.refuse(from, Refused::because(why));
        }
        match ask {
            Ask::PairAttempt => {
                let open = self.provision.window_is_open();
                self.pairing.attempt(now, from, open, times, out);
            }
            Ask::PairProven => self.pairing.proven(from, out),
            Ask::PairFailed => {
                if self.pairing.failed(now, from, times, out) {
                    self.provision.close(now, times, out);
                }
            }
            Ask::Enroll => self.pairing.enroll(from, out),
            Ask::Status => out.reply(from, Answer::Status),
            Ask::Scan => self.provision.scan(from, out),
            Ask::Provision(trial) => self.provision.try_network(now, from, trial, times, out),
            Ask::Restart => {
                out.reply(from, Answer::Done);
                self.restart = Some(Restart {
                    client: from.client,
                    until: now.after(profile.reset.farewell_ms),
                });
            }
            Ask::Identify { ms } => {
                self.identify_until = (ms > 0).then(|| now.after(ms));
                out.reply(from, Answer::Done);
            }
            Ask::MoveAbsolute { .. }
            | Ask::MoveRelative { .. }
            | Ask::MoveContinuous { .. }
            | Ask::Stop
            | Ask::Home => match self.motion(now, ask) {
                Ok(()) => {
                    let leased = matches!(ask, Ask::MoveContinuous { .. });
                    self.driver = leased.then_some(from.client);
                    out.reply(from, Answer::Moving);
                }
                Err(why) => out.refuse(from, Refused::because(why)),
            },
            Ask::ResetRequest { scope, token } => {
                let listed = (scope, self.count_losses(scope));
                self.reset
                    .offer(now, from, listed, token, &profile.reset, out);
            }
            Ask::ResetConfirm { token } => {
                let scope = self.reset.offered(from.client).map(|(scope, _)| scope);
                let losses = scope.map_or(Losses::default(), |scope| self.count_losses(scope));
                let confirmed = (token, losses);
                self.reset
                    .confirm(now, from, confirmed, &profile.reset, out);
                if self.reset.is_active() {
                    self.park(now);
                }
            }
            Ask::Receipt => out.reply(from, Answer::Receipt),
            Ask::Controllers => out.reply(from, Answer::Controllers),
            Ask::Revoke { place } => self.pairing.revoke(from, place, out),
        }
    }

    fn motion(&mut self, now: Instant, ask: Ask) -> Result<(), Refusal> {
        let limits = &self.profile.motion;
        let head = &mut self.pan_tilt;
        match ask {
            Ask::MoveAbsolute { pan, tilt } => head.move_to(now, pan, tilt, limits),
            Ask::MoveRelative { pan, tilt } => head.move_by(now, pan, tilt, limits),
            Ask::MoveContinuous {
                pan,
                tilt,
                lease_ms,
            } => head.move_on(now, pan, tilt, lease_ms, limits),
            Ask::Stop => {
                head.stop(now, limits);
                Ok(())
            }
            Ask::Home => head.move_to(now, HOME, HOME, limits),
            _ => Err(Refusal::BUG),
        }
    }

    /// Who may ask for what, and when (R31, R49).
    fn may(&self, role: Role, ask: &Ask) -> Result<(), Refusal> {
        let ends_soon = self.reset.is_active() || self.restart.is_some();
        if ends_soon && !matches!(ask, Ask::Status) {
            return Err(Refusal::BUSY);
        }
        let least = match ask {
            Ask::PairAttempt | Ask::PairProven | Ask::PairFailed => Role::STRANGER,
            Ask::Enroll | Ask::Receipt => Role::PROVEN,
            Ask::Provision(_) | Ask::Scan if self.provision.window_is_open() => Role::USER,
            Ask::Provision(_) | Ask::Scan => Role::OWNER,
            Ask::ResetRequest { .. } | Ask::ResetConfirm { .. } | Ask::Revoke { .. } => Role::OWNER,
            Ask::Status
            | Ask::Restart
            | Ask::Identify { .. }
            | Ask::MoveAbsolute { .. }
            | Ask::MoveRelative { .. }
            | Ask::MoveContinuous { .. }
            | Ask::Stop
            | Ask::Home
            | Ask::Controllers => Role::USER,
        };
        if !role.is_at_least(least) {
            return Err(Refusal::NOT_ALLOWED);
        }
        if matches!(ask, Ask::Enroll) && !self.provision.window_is_open() {
            return Err(Refusal::WINDOW_CLOSED);
        }
        let resets = matches!(ask, Ask::ResetRequest { .. } | Ask::ResetConfirm { .. });
        if resets && self.provision.is_busy() {
            return Err(Refusal::BUSY);
        }
        Ok(())
    }
}

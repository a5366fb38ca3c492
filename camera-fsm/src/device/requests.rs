//! What controllers ask for: who may, and which part it goes to.

use camera_proto::vocab::{PairingSecret, Refusal, Role};

use super::{Changed, Device};
use crate::action::{Answer, Asker, Context};
use crate::clock::Clock;
use crate::input::{Ask, Topic};

impl Device {
    pub(super) fn request(
        &mut self,
        from: Asker,
        role: Role,
        ask: &Ask,
        cx: &mut Context<'_>,
    ) -> Changed {
        let profile = self.profile;
        if let Err(why) = self.may(role, ask) {
            cx.refuse(from, why);
            return Changed::Head;
        }
        match *ask {
            Ask::PairAttempt { by } => {
                let attempt = (by, self.may_pair_by(by));
                self.pairing.attempt(from, attempt, cx);
            }
            Ask::PairProven => {
                if self.pairing.proven(from, cx) == Some(PairingSecret::INVITATION) {
                    self.controllers.accept_invitation(from.client());
                }
            }
            Ask::PairFailed => {
                if self.pairing.failed(from, cx) {
                    self.lock_out(cx);
                }
            }
            Ask::Enroll { by } => self.controllers.enroll(from, by, cx),
            Ask::Tell(topic) => {
                cx.reply(from, Answer::Tell(topic));
                return Changed::Head;
            }
            Ask::Scan => self.provision.scan(from, cx),
            Ask::Provision(trial) => self.provision.try_network(from, trial, cx),
            Ask::Restart => {
                cx.reply(from, Answer::Done);
                self.restart_at = Some(cx.now.after(profile.reset.farewell_ms));
                self.restart_for = from.client();
                // When it comes, no other answer leaves any more.
                self.homing.drop_wanted(Refusal::CANCELLED, cx);
                self.audio_test.end(Refusal::CANCELLED, cx);
            }
            Ask::Identify { ms } => {
                self.identify_until = (ms > 0).then(|| cx.now.after(ms));
                cx.reply(from, Answer::Done);
            }
            Ask::RunPatrol(_)
            | Ask::MoveAbsolute { .. }
            | Ask::MoveRelative { .. }
            | Ask::MoveContinuous { .. }
            | Ask::GoToPreset { .. }
            | Ask::Stop
            | Ask::Home => {
                self.turn(from, role, ask, cx);
                return Changed::Head;
            }
            Ask::ResetRequest { scope, token } => self.reset.offer(from, (scope, token), cx),
            Ask::ResetConfirm { token } => {
                let confirmed = (token, self.may_have_cloud());
                self.reset.confirm(from, confirmed, cx);
                if self.reset.is_active() {
                    self.park(cx);
                }
            }
            Ask::Revoke(target) => self.controllers.revoke(from, target, cx),
            Ask::Rename(target) => self.controllers.rename(from, target, cx),
            Ask::SetRole { target, role } => self.controllers.set_role(from, target, role, cx),
            Ask::Invite { role, valid_s } => {
                self.controllers.invite(from, (role, valid_s), cx);
            }
            Ask::ChangeCode => self.controllers.change_code(from, cx),
            Ask::Set(setting, ref effect) => self.settings.change(from, setting, Some(effect), cx),
            Ask::Clear(setting) => self.settings.change(from, setting, None, cx),
            Ask::WalkTest { ms } => self.walk_test(from, ms, cx),
            Ask::AudioTest { .. } if self.settings.values().privacy => {
                cx.refuse(from, Refusal::PRIVACY);
            }
            Ask::AudioTest { ms } => self.audio_test.ask(from, ms, cx),
            Ask::SetTime { unix_s } => {
                self.clock = Some(Clock::new(cx.now, unix_s));
                self.calendar.ask_again();
                cx.reply(from, Answer::Done);
            }
        }
        Changed::Any
    }

    /// So many wrong codes that only a button hold lets anybody try again (R45).
    /// A reset or a restart closes all there is anyway, once its answer has left (R32).
    pub(super) fn lock_out(&mut self, cx: &mut Context<'_>) {
        self.controllers.close_invitation();
        if !self.ends_soon() {
            self.provision.close(cx);
        }
    }

    /// A reset or a restart is under way.
    pub(super) fn ends_soon(&self) -> bool {
        self.reset.is_active() || self.restart_at.is_some()
    }

    /// Who may ask for what, and when (R31, R49).
    fn may(&self, role: Role, ask: &Ask) -> Result<(), Refusal> {
        if self.ends_soon() && !matches!(ask, Ask::Tell(Topic::Status)) {
            return Err(Refusal::BUSY);
        }
        // A reset that could not be finished is committed all the same: only
        // the button goes on with it, and nothing is written beside it (R21).
        if self.reset.has_failed() && !matches!(ask, Ask::Tell(_)) {
            return Err(Refusal::STORE_FAILURE);
        }
        let least = match ask {
            Ask::PairAttempt { .. } | Ask::PairProven | Ask::PairFailed => Role::STRANGER,
            Ask::Enroll { .. } | Ask::Tell(Topic::Receipt) => Role::PROVEN,
            Ask::Provision(_) | Ask::Scan if self.provision.window_is_open() => Role::USER,
            Ask::Revoke(target) | Ask::Rename(target) if target.is_self => Role::USER,
            Ask::Provision(_)
            | Ask::Scan
            | Ask::ResetRequest { .. }
            | Ask::ResetConfirm { .. }
            | Ask::Tell(Topic::Losses(_))
            | Ask::Revoke(_)
            | Ask::Rename(_)
            | Ask::SetRole { .. }
            | Ask::Invite { .. }
            | Ask::ChangeCode => Role::OWNER,
            Ask::Tell(_)
            | Ask::Restart
            | Ask::Identify { .. }
            | Ask::MoveAbsolute { .. }
            | Ask::MoveRelative { .. }
            | Ask::MoveContinuous { .. }
            | Ask::GoToPreset { .. }
            | Ask::RunPatrol(_)
            | Ask::Stop
            | Ask::Home
            | Ask::Set(..)
            | Ask::Clear(_)
            | Ask::WalkTest { .. }
            | Ask::AudioTest { .. }
            | Ask::SetTime { .. } => Role::USER,
        };
        if !role.is_at_least(least) {
            return Err(Refusal::NOT_ALLOWED);
        }
        match ask {
            Ask::Enroll { by } if !self.may_pair_by(*by) => {
                return Err(match *by {
                    PairingSecret::INVITATION => Refusal::NO_INVITATION,
                    _ => Refusal::WINDOW_CLOSED,
                });
            }
            // An invitation must not open what too many wrong codes have shut.
            Ask::Invite { .. } if self.is_locked_out() => return Err(Refusal::LOCKED),
            Ask::ResetRequest { .. } | Ask::ResetConfirm { .. } if self.provision.is_busy() => {
                return Err(Refusal::BUSY);
            }
            Ask::PairAttempt {
                by: PairingSecret::CODE,
            } if self.provision.is_busy() => return Err(Refusal::BUSY),
            _ => {}
        }
        if is_spared(ask) && self.power.is_safe() {
            return Err(Refusal::BUSY);
        }
        Ok(())
    }
}

/// After crashes in a row: what the camera can do without, it does without, until it
/// has been well for a while.
pub(super) fn is_spared(ask: &Ask) -> bool {
    matches!(
        ask,
        Ask::Scan
            | Ask::Home
            | Ask::MoveAbsolute { .. }
            | Ask::MoveRelative { .. }
            | Ask::MoveContinuous { .. }
            | Ask::GoToPreset { .. }
            | Ask::RunPatrol(true)
    )
}

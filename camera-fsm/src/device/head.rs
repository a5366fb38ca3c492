//! Who turns the head: controllers by their leases, the patrol, and the camera
//! itself, which parks it (R54, R60, R62).

use camera_proto::vocab::{Refusal, Role};

use super::Device;
use crate::action::Asker;
use crate::input::{Ask, ClientId};
use crate::levels::Pose;
use crate::time::Instant;

impl Device {
    /// A controller wants the head.
    pub(super) fn turn(
        &mut self,
        now: Instant,
        from: Asker,
        role: Role,
        ask: Ask,
    ) -> Result<(), Refusal> {
        self.may_turn(from.client, role, &ask)?;
        self.order(now, &ask)?;
        let leased = matches!(ask, Ask::MoveContinuous { .. });
        self.driver = leased.then_some(from.client);
        match ask {
            Ask::RunPatrol(_) => {}
            Ask::Stop => self.patrol.end(),
            _ => self.patrol.wait(now, self.profile.motion.patrol_pause_ms),
        }
        Ok(())
    }

    /// Who turns the head holds it until the lease ends; only an owner may take
    /// it away, and anybody may stop it.
    fn may_turn(&self, client: ClientId, role: Role, ask: &Ask) -> Result<(), Refusal> {
        if matches!(ask, Ask::Stop | Ask::RunPatrol(false)) {
            return Ok(());
        }
        if self.settings.values().privacy {
            return Err(Refusal::PRIVACY);
        }
        let is_held =
            self.driver.is_some_and(|driver| driver != client) && self.pan_tilt.lease().is_some();
        match is_held && role != Role::OWNER {
            true => Err(Refusal::HELD_BY_OTHER),
            false => Ok(()),
        }
    }

    fn order(&mut self, now: Instant, ask: &Ask) -> Result<(), Refusal> {
        let (head, limits) = (&mut self.pan_tilt, &self.profile.motion);
        let values = self.settings.values();
        match *ask {
            Ask::MoveAbsolute { pan, tilt, speed } => head.move_to(now, pan, tilt, speed, limits),
            Ask::MoveRelative { pan, tilt, speed } => head.move_by(now, pan, tilt, speed, limits),
            Ask::MoveContinuous {
                pan,
                tilt,
                lease_ms,
            } => head.move_on(now, pan, tilt, lease_ms, limits),
            Ask::GoToPreset { place, speed } => {
                let pose = values.preset(place).ok_or(Refusal::NO_SUCH_PRESET)?;
                head.go_to(now, pose, speed, limits)
            }
            Ask::RunPatrol(true) => {
                self.patrol.begin(now, values)?;
                self.patrol.expire(now, values, head, limits);
                // A stuck servo has ended it at its first stop.
                match self.patrol.is_on() {
                    true => Ok(()),
                    false => Err(Refusal::STALLED),
                }
            }
            Ask::RunPatrol(false) => {
                self.patrol.end();
                Ok(())
            }
            // It is at home, or on its way there.
            Ask::Stop if values.privacy => Ok(()),
            Ask::Stop => {
                head.stop(now, limits);
                Ok(())
            }
            Ask::Home => head.home(now, limits),
            _ => Err(Refusal::BUG),
        }
    }

    /// In privacy mode the lens is parked, as soon as its servos are free (R54).
    pub(super) fn keep_private(&mut self, now: Instant) {
        if !self.settings.values().privacy {
            return;
        }
        // One that stands at home would leave it again.
        self.patrol.end();
        if self.pan_tilt.stand() != Pose::default() {
            self.park(now);
        }
    }

    /// A reset turns the head home, or stops it where a servo is stuck (R62).
    pub(super) fn park(&mut self, now: Instant) {
        let limits = &self.profile.motion;
        if self.pan_tilt.home(now, limits).is_err() {
            self.pan_tilt.stop(now, limits);
        }
        self.driver = None;
        self.patrol.end();
    }
}

//! Who turns the head: controllers by their leases, the patrol, and the camera
//! itself, which parks it (R54, R60, R62).

use camera_proto::vocab::{Cdeg, Refusal, Role, Speed};

use super::Device;
use crate::action::{Answer, Asker, Context};
use crate::input::{Ask, ClientId};
use crate::levels::Pose;
use crate::pan_tilt::{Aim, Ended, Homes, Wanted};
use crate::profile::AxisLimits;
use crate::time::Instant;

/// Whether the head goes at once.
enum Turned {
    Goes,
    /// It is answered when the head knows where it points.
    Waits,
}

impl Device {
    /// By how much the head may stand off where it says, either way: anywhere,
    /// while it has not found its home.
    #[must_use]
    pub fn uncertainty(&self) -> Cdeg {
        let limits = &self.profile.motion;
        let span = |axis: &AxisLimits| axis.max_cdeg - axis.min_cdeg;
        match self.homing.is_known() {
            true => self.pan_tilt.uncertainty(limits),
            false => Cdeg(span(&limits.pan).max(span(&limits.tilt))),
        }
    }

    /// A controller wants the head.
    #[inline(never)] // 0.1 KB less than inside all that may be asked for
    pub(super) fn turn(&mut self, from: Asker, role: Role, ask: &Ask, cx: &mut Context<'_>) {
        match self.try_turn(from, role, ask, cx) {
            Ok(Turned::Waits) => {}
            Ok(Turned::Goes) if matches!(ask, Ask::RunPatrol(_)) => cx.reply(from, Answer::Done),
            Ok(Turned::Goes) => cx.reply(from, Answer::Moving),
            Err(why) => cx.refuse(from, why),
        }
    }

    fn try_turn(
        &mut self,
        from: Asker,
        role: Role,
        ask: &Ask,
        cx: &mut Context<'_>,
    ) -> Result<Turned, Refusal> {
        self.may_turn((from.client(), role), ask, cx)?;
        let aim = self.aim(ask)?;
        let stops = matches!(ask, Ask::Stop | Ask::RunPatrol(false));
        if stops && !self.settings.values().privacy {
            self.homing.drop_wanted(Refusal::CANCELLED, cx);
        } else if !stops && !self.homing.is_ready(&cx.profile.motion) {
            return self.wait(from, aim, cx);
        }
        self.order(ask, aim, cx)?;
        match ask {
            Ask::RunPatrol(_) => {}
            Ask::Stop => self.patrol.end(),
            _ => self.patrol.wait(cx.now, cx.profile.motion.patrol_pause_ms),
        }
        if matches!(ask, Ask::MoveContinuous { .. }) {
            self.driver = from.client();
        }
        Ok(Turned::Goes)
    }

    /// Where it shall point, if that was said outright.
    fn aim(&self, ask: &Ask) -> Result<Option<Aim>, Refusal> {
        let (pose, speed) = match *ask {
            Ask::MoveAbsolute { pan, tilt, speed } => return Ok(Some(Aim { pan, tilt, speed })),
            Ask::GoToPreset { place, speed } => {
                let pose = self.settings.values().preset(place);
                (pose.ok_or(Refusal::NO_SUCH_PRESET)?, speed)
            }
            Ask::Home => (Pose::HOME, Speed(0)),
            _ => return Ok(None),
        };
        Aim::at(pose, speed, &self.profile.motion).map(Some)
    }

    /// It finds its home, or tells the flash that it moves, and then goes where it
    /// shall; unless it would be refused then. What is said relative to where it is
    /// means nothing until it knows that.
    fn wait(
        &mut self,
        asker: Asker,
        aim: Option<Aim>,
        cx: &mut Context<'_>,
    ) -> Result<Turned, Refusal> {
        let Some(aim) = aim else {
            self.homing.want(Wanted::HOME, cx);
            return Err(match self.homing.is_known() {
                true => Refusal::BUSY,
                false => Refusal::NOT_HOMED,
            });
        };
        match self.pan_tilt.may_go(&aim, &cx.profile.motion) {
            // It may be free then.
            Ok(()) | Err(Refusal::STALLED) => {}
            Err(why) => return Err(why),
        }
        let asker = Some(asker);
        self.homing.want(Wanted { asker, aim }, cx);
        Ok(Turned::Waits)
    }

    /// The head has found its home, or may move now: it goes where it shall.
    #[inline(never)] // as `ended`
    pub(super) fn homed(&mut self, ended: Ended, cx: &mut Context<'_>) {
        let limits = &self.profile.motion;
        if ended != Ended::Noted {
            // All of the picture has moved.
            self.watch
                .blind(cx.now.after(self.profile.sensing.settle_ms));
        }
        if ended == Ended::Found {
            self.pan_tilt.stands_home();
        }
        if let Some(wanted) = self.homing.take_wanted(limits) {
            match self.pan_tilt.move_to(cx.now, &wanted.aim, limits) {
                Ok(()) => cx.reply(wanted.asker, Answer::Moving),
                Err(why) => cx.refuse(wanted.asker, why),
            }
        }
    }

    /// Whether it stands at home, with nobody about to turn it, for the flash to
    /// say so. While something is erased, nothing is written beside it.
    pub(super) fn follow_head(&mut self, now: Instant) {
        let limits = &self.profile.motion;
        if limits.homes == Homes::Never {
            return;
        }
        let is_left = self.pan_tilt.stand() == Pose::HOME && !self.patrol.is_on();
        let is_free = !self.reset.is_active() && !self.reset.has_failed();
        let at_home = is_left && is_free && !self.pan_tilt.is_moving(now);
        self.homing.rests(at_home, now, limits);
    }

    /// Who turns the head holds it until the lease ends; only an owner may take
    /// it away, and anybody may stop it.
    fn may_turn(
        &self,
        (client, role): (ClientId, Role),
        ask: &Ask,
        cx: &Context<'_>,
    ) -> Result<(), Refusal> {
        if matches!(ask, Ask::Stop | Ask::RunPatrol(false)) {
            return Ok(());
        }
        if self.settings.values().privacy {
            return Err(Refusal::PRIVACY);
        }
        let is_held = self.driver != client && self.pan_tilt.lease().is_some();
        if is_held && role != Role::OWNER {
            return Err(Refusal::HELD_BY_OTHER);
        }
        match self.pan_tilt.is_hot(cx.now, &self.profile.motion) {
            true => Err(Refusal::OVERHEATED),
            false => Ok(()),
        }
    }

    fn order(&mut self, ask: &Ask, aim: Option<Aim>, cx: &Context<'_>) -> Result<(), Refusal> {
        let (head, now, limits) = (&mut self.pan_tilt, cx.now, &cx.profile.motion);
        let values = self.settings.values();
        if let Some(aim) = aim {
            return head.move_to(now, &aim, limits);
        }
        match *ask {
            Ask::MoveRelative { pan, tilt, speed } => head.move_by(now, pan, tilt, speed, limits),
            Ask::MoveContinuous {
                pan,
                tilt,
                lease_ms,
            } => head.move_on(now, pan, tilt, lease_ms, limits),
            Ask::RunPatrol(true) => {
                self.patrol.begin(now, values, head, limits)?;
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
            _ => Err(Refusal::BUG),
        }
    }

    /// In privacy mode the microphone is shut and the lens is parked, as soon as
    /// its servos are free (R54).
    pub(super) fn keep_private(&mut self, cx: &mut Context<'_>) {
        if !self.settings.values().privacy {
            return;
        }
        self.audio_test.end(Refusal::PRIVACY, cx);
        // What stands at home, or does not move yet, would leave it again.
        self.patrol.end();
        self.homing.drop_wanted(Refusal::PRIVACY, cx);
        if self.pan_tilt.stand() != Pose::HOME || self.pan_tilt.lease().is_some() {
            self.park(cx);
        } else if !self.homing.is_known() {
            self.homing.want(Wanted::HOME, cx);
        }
    }

    /// A reset turns the head home, or stops it where a servo is stuck (R62). One
    /// that is lost or called parked lies still, as it does for whoever asks (R61).
    pub(super) fn park(&mut self, cx: &mut Context<'_>) {
        let limits = &self.profile.motion;
        self.homing.drop_wanted(Refusal::CANCELLED, cx);
        if !self.homing.is_ready(limits) || self.pan_tilt.home(cx.now, limits).is_err() {
            self.pan_tilt.stop(cx.now, limits);
        }
        self.patrol.end();
    }
}

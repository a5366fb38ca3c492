//! What the camera looks like from outside: its outputs, what the LED tells, its
//! parts, and the status.

use camera_proto::vocab::{
    CameraState, Fault, Flags, LedState, LossItem, LossKind, PairingSecret, ResetScope, SettingId,
    Status,
};
use heapless::Vec;

use super::{Changed, Device};
use crate::controllers::Controllers;
use crate::diagnosis::{Facts, InFlash};
use crate::input::ClientId;
use crate::led::{Cue, Situation};
use crate::levels::Levels;
use crate::pairing::Pairing;
use crate::pan_tilt::{FRAME_MS, Homing, PanTilt};
use crate::profile::Profile;
use crate::reset::Reset;
use crate::settings::Settings;
use crate::time::{Instant, earliest};

impl Device {
    /// What the outputs shall be at `now`, if nothing happens until then.
    #[must_use]
    pub fn levels(&self, now: Instant) -> Levels {
        let (mut light, look) = (self.light, self.settings.values().look);
        light.follow(now, self.cue(now), &self.profile.led, look);
        let (led, _) = light.shown();
        Levels {
            led,
            pose: self.pan_tilt.pose(now),
            eyes: self.eyes(now),
        }
    }

    /// Brings the outputs up to now, as far as they may have changed, and says when to
    /// do so again. A hold that crosses a threshold between two steps begins its cue
    /// there.
    pub(super) fn show(&mut self, now: Instant, changed: Changed) {
        let rests_at = self.pan_tilt.rests_at();
        self.moves = rests_at > now;
        // Until it has settled, all of the picture moves (R50).
        if self.moves {
            self.watch
                .blind(rests_at.after(self.profile.sensing.settle_ms));
        }
        self.follow_head(now);
        let cue = match changed {
            Changed::Head => self.light.cue(),
            Changed::Any => {
                self.follow_eyes(now);
                self.parts_due_at = self.parts_due();
                self.cue(now)
            }
        };
        let due_at = earliest(self.button_due(now), self.parts_due_at);
        self.due_at = earliest(due_at, self.head_due());
        self.show_on(now, cue);
    }

    /// Goes on with what is shown: the LED in its rhythm, the head on its way.
    pub(super) fn show_on(&mut self, now: Instant, cue: Cue) {
        let look = self.settings.values().look;
        self.light.follow(now, cue, &self.profile.led, look);
        let (_, led_until) = self.light.shown();
        let frame = self.moves.then(|| now.after(FRAME_MS));
        let due_at = earliest(self.due_at, self.calendar.due(now));
        self.wake_at = earliest(due_at, earliest(led_until, frame));
    }

    /// What the last step showed, or a head that has moved on since.
    pub(super) fn shown(&self, now: Instant) -> Levels {
        let (led, _) = self.light.shown();
        let pose = match self.moves {
            true => self.pan_tilt.pose(now),
            false => self.pan_tilt.stand(),
        };
        Levels {
            led,
            pose,
            eyes: self.eyes,
        }
    }

    /// The factory reset, for its epoch, receipt and offer.
    #[must_use]
    pub fn reset(&self) -> &Reset {
        &self.reset
    }

    /// The head, for where it is going.
    #[must_use]
    pub fn pan_tilt(&self) -> &PanTilt {
        &self.pan_tilt
    }

    /// By whose lease the head turns, while there is one.
    #[must_use]
    pub fn driver(&self) -> Option<ClientId> {
        self.pan_tilt.lease().map(|_| self.driver)
    }

    /// Whether the head knows where it points.
    #[must_use]
    pub fn homing(&self) -> &Homing {
        &self.homing
    }

    /// The controllers, for how many there are.
    #[must_use]
    pub fn controllers(&self) -> &Controllers {
        &self.controllers
    }

    /// The settings, for what they mean to the machine.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The doorkeeper, for how many codes were wrong.
    #[must_use]
    pub fn pairing(&self) -> &Pairing {
        &self.pairing
    }

    /// Whether pairing by that secret can succeed now: what a stranger may know.
    #[must_use]
    pub fn may_pair_by(&self, secret: PairingSecret) -> bool {
        match secret {
            PairingSecret::CODE => self.provision.window_is_open(),
            PairingSecret::INVITATION => self.controllers.is_inviting(),
            _ => false,
        }
    }

    /// Seconds since 1970 UTC; `None` while nobody has said (R56).
    #[must_use]
    pub fn unix_s(&self, now: Instant) -> Option<u64> {
        self.clock.map(|clock| clock.unix_s(now))
    }

    /// When it was first set up, in seconds since 1970 UTC; 0 when nobody knows (R81).
    #[must_use]
    pub fn first_setup_s(&self) -> u32 {
        self.first_setup.unix_s()
    }

    /// The model's data.
    #[must_use]
    pub fn profile(&self) -> &'static Profile {
        self.profile
    }

    /// What the LED tells (R10).
    #[must_use]
    pub fn cue(&self, now: Instant) -> Cue {
        let first = Situation {
            hold: self.button.hold(now, &self.profile.button),
            resets: self.reset.is_active(),
            ..Situation::QUIET
        };
        // They are above the rest, which has many sources.
        if first != Situation::QUIET {
            return first.cue();
        }
        let situation = Situation {
            fault: self.fault(),
            identifies: self.identify_until.is_some(),
            privacy: self.settings.values().privacy,
            walk_test: self.watch.walk_test(),
            state: self.provision.camera_state(),
            ..first
        };
        situation.cue()
    }

    /// All that a controller may see.
    #[must_use]
    pub fn status(&self, now: Instant) -> Status {
        let cue = self.cue(now);
        let pose = self.pan_tilt.pose(now);
        Status {
            state: self.camera_state(),
            led: LedState {
                color: self.profile.led.rhythm(cue).color(),
                pattern: cue.pattern(),
            },
            pan: pose.pan,
            tilt: pose.tilt,
            flags: self.flags(now),
            fault: self.fault(),
            reset: self.reset.stage(),
            last_setup: self.provision.last_setup(),
            rssi_dbm: self.provision.rssi_dbm(),
            window_s: self.provision.window_s(now),
            uptime_s: u32::try_from(now.seconds_since(self.booted_at)).unwrap_or(u32::MAX),
            epoch: self.reset.epoch(),
        }
    }

    /// What a diagnosis follows from (R80).
    #[must_use]
    pub fn facts(&self) -> Facts {
        Facts {
            faults: self.faults(),
            last_setup: self.provision.last_setup(),
            lost_by: self.provision.lost_by(),
            knows_network: self.provision.is_known(),
            rssi_dbm: self.provision.rssi_dbm(),
            weak_dbm: self.profile.provision.weak_dbm,
            window_is_open: self.provision.window_is_open(),
            wrong_codes: self.pairing.attempts(),
            look: self.settings.values().look,
            is_stalled: self.pan_tilt.is_stalled() || self.homing.has_failed(),
            failed: self.failed,
            privacy: self.settings.values().privacy,
            crashes: self.power.crashes(),
            unreadable: self.settings.values().unreadable,
            in_flash: InFlash::SOUND,
            dead_kib: 0,
        }
    }

    /// What the reset that this client asked about would erase (R30, R33).
    #[must_use]
    pub fn losses(&self, scope: ResetScope) -> Vec<LossItem, 8> {
        let network = scope != ResetScope::KeepNetwork && self.provision.is_known();
        let controllers = match scope {
            ResetScope::Everything => self.controllers.count(),
            ResetScope::ForgetNetwork | ResetScope::KeepNetwork => 0,
        };
        let settings = match scope {
            ResetScope::ForgetNetwork => 0,
            ResetScope::KeepNetwork | ResetScope::Everything => self.settings.values().kept.count(),
        };
        let mut list = Vec::new();
        for (kind, count) in [
            (LossKind::NETWORK, u16::from(network)),
            (LossKind::CONTROLLERS, controllers.into()),
            (LossKind::SETTINGS, settings.into()),
        ] {
            if count > 0 {
                // There is room for more kinds than there are.
                let _ = list.push(LossItem { kind, count });
            }
        }
        list
    }

    /// Whether recordings may lie in a cloud: where they go was chosen once, or
    /// nobody can read what was chosen (R22).
    pub(super) fn may_have_cloud(&self) -> bool {
        self.settings.may_keep(SettingId::STORAGE)
            || matches!(self.damage, Fault::USER_DATA | Fault::STORE)
    }

    /// Whether the head turns: where it was sent, or to find its home.
    fn is_turning(&self, now: Instant) -> bool {
        self.pan_tilt.is_moving(now) || self.homing.is_finding()
    }

    fn flags(&self, now: Instant) -> Flags {
        let eyes = self.eyes(now);
        Flags::default()
            .with(Flags::MOVING, self.is_turning(now))
            .with(Flags::PRIVACY, self.settings.values().privacy)
            .with(
                Flags::WALK_TEST,
                eyes.open && self.watch.walk_test().is_some(),
            )
            .with(Flags::RECORDING, eyes.records)
            .with(Flags::TIME_KNOWN, self.clock.is_some())
            .with(Flags::PATROLLING, self.patrol.is_on())
            .with(Flags::UNBIND_OWED, self.reset.owes_unbind())
            .with(Flags::INVITING, self.controllers.is_inviting())
    }

    /// Whether only a button hold lets anybody try a code (R45).
    pub(super) fn is_locked_out(&self) -> bool {
        let times = &self.profile.provision;
        self.pairing.is_locked(times) && !self.provision.window_is_open()
    }

    pub(super) fn camera_state(&self) -> CameraState {
        if self.reset.is_active() {
            return CameraState::RESETTING;
        }
        if self.restart_at.is_some() {
            return CameraState::RESTARTING;
        }
        // A storage that was broken before this start, and may be again, stops nothing.
        match (self.reset.has_failed(), self.damage) {
            (true, _) | (_, Fault::STORE | Fault::USER_DATA) => CameraState::BROKEN,
            _ => self.provision.camera_state(),
        }
    }

    /// The hardware fault that a part has (R13).
    pub(super) fn broken(&self) -> Fault {
        self.reset.fault().or(self.provision.fault())
    }

    /// What is told of all that is broken: the first of it.
    pub(super) fn fault(&self) -> Fault {
        let [reset, damage, known, button, radio, power, servo, part] = self.faults();
        reset
            .or(damage)
            .or(known)
            .or(button)
            .or(radio)
            .or(power)
            .or(servo)
            .or(part)
    }

    /// All that is broken, the worst first.
    #[inline] // else it is laid out in memory for each look
    fn faults(&self) -> [Fault; 8] {
        let servo = match self.pan_tilt.is_stalled() || self.homing.has_failed() {
            true => Fault::SERVO,
            false => Fault::NONE,
        };
        let button = match self.stuck {
            true => Fault::BUTTON_STUCK,
            false => Fault::NONE,
        };
        let part = match self.failed.is_empty() {
            true => Fault::NONE,
            false => Fault::PART,
        };
        [
            self.reset.fault(),
            self.damage,
            self.health.fault(),
            button,
            self.provision.fault(),
            self.power.fault(),
            servo,
            part,
        ]
    }
}

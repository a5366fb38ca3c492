//! The camera: the only place where the parts meet. One match routes what
//! happens, one chooses what the LED tells, one says what the status is.

use camera_proto::message::Refused;
use camera_proto::vocab::{
    CameraState, Cdeg, Fault, LedState, LossItem, LossKind, Refusal, ResetCause, ResetScope, Role,
    Status,
};
use heapless::Vec;

use crate::action::{Action, Answer, Asker, Outbox};
use crate::button::{Button, Gesture, Hold};
use crate::input::{Ask, ClientId, Input, PinLevel, Stored};
use crate::led::Cue;
use crate::levels::{LedFrame, Levels};
use crate::pairing::Pairing;
use crate::pan_tilt::PanTilt;
use crate::profile::Profile;
use crate::provision::Provision;
use crate::reset::Reset;
use crate::step::Step;
use crate::time::{Instant, earliest};

/// The whole camera as one machine.
///
/// ```
/// use camera_fsm::{device::Device, input::{Input, PinLevel, Stored}, led::Cue};
/// use camera_fsm::{profile::REFERENCE, time::Instant};
///
/// let at = Instant::from_millis;
/// let mut camera = Device::new(&REFERENCE, at(0), PinLevel::Up);
/// let _ = camera.step(at(0), Input::Boot(&Stored::BLANK));
/// let _ = camera.step(at(1_000), Input::Button(PinLevel::Down));
/// let _ = camera.step(at(1_020), Input::Tick);
/// assert_eq!(camera.cue(at(6_019)), Cue::HoldGap);
/// assert_eq!(camera.cue(at(6_020)), Cue::HoldReset); // 5 s from the debounced press
/// ```
#[derive(Clone, Debug)]
pub struct Device {
    profile: &'static Profile,
    booted_at: Instant,
    button: Button,
    reset: Reset,
    provision: Provision,
    pairing: Pairing,
    pan_tilt: PanTilt,
    /// Whose continuous move goes on: it ends when they are gone (R62).
    driver: Option<ClientId>,
    stuck: bool,
    damage: Fault,
    settings: u8,
    identify_until: Option<Instant>,
    restart: Option<Restart>,
    cue: Cue,
    cue_since: Instant,
    next_op: u16,
}

/// A restart that was asked for: it waits for its answer to leave (R34).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Restart {
    client: ClientId,
    until: Instant,
}

const _: () = assert!(size_of::<Device>() <= 1024, "a device fits any MCU");

/// Straight ahead.
const HOME: Option<Cdeg> = Some(Cdeg(0));

/// Gestures that can be due at once: end of bounce, cancelled, stuck.
const MAX_GESTURES: u8 = 4;

impl Device {
    /// A camera that has power, and a button at this level. Its first input is
    /// [`Input::Boot`].
    #[must_use]
    pub fn new(profile: &'static Profile, now: Instant, button: PinLevel) -> Self {
        Self {
            profile,
            booted_at: now,
            button: Button::new(now, button),
            reset: Reset::new(),
            provision: Provision::new(),
            pairing: Pairing::new(),
            pan_tilt: PanTilt::new(),
            driver: None,
            stuck: false,
            damage: Fault::NONE,
            settings: 0,
            identify_until: None,
            restart: None,
            cue: Cue::Searching,
            cue_since: now,
            next_op: 0,
        }
    }

    /// Lets time pass up to `now`, then lets `input` happen. Bounded, and
    /// nothing stays inside: what comes back is all there is to do.
    pub fn step(&mut self, now: Instant, input: Input<'_>) -> Step {
        let mut next_op = self.next_op;
        let mut out = Outbox::new(&mut next_op);
        self.pass_time(now, &mut out);
        self.happen(now, input, &mut out);
        if self.reset.has_taken_over() {
            self.provision.halt(&mut out);
        }
        let actions = out.into_actions();
        self.next_op = next_op;
        self.follow_cue(now);
        Step {
            levels: self.levels(now),
            actions,
            wake_at: self.wake_at(now),
        }
    }

    /// What the outputs shall be at `now`, if nothing happens until then.
    #[must_use]
    pub fn levels(&self, now: Instant) -> Levels {
        Levels {
            led: self.led(now).0,
            pose: self.pan_tilt.pose(now),
        }
    }

    /// What the LED tells: hold feedback, reset, fault, identify, setup, then
    /// the normal state (design 5).
    #[must_use]
    pub fn cue(&self, now: Instant) -> Cue {
        if let Some(hold) = self.button.hold(now, &self.profile.button) {
            return match hold {
                Hold::Short => Cue::HoldShort,
                Hold::Setup => Cue::HoldSetup,
                Hold::Gap => Cue::HoldGap,
                Hold::FactoryReset => Cue::HoldReset,
                Hold::Cancelled => Cue::HoldCancelled,
            };
        }
        if self.reset.is_active() {
            return Cue::Resetting;
        }
        if let Some(cue) = Cue::of_fault(self.fault()) {
            return cue;
        }
        if self.identify_until.is_some() {
            return Cue::Identify;
        }
        match self.provision.camera_state() {
            CameraState::ONLINE => Cue::Online,
            CameraState::SETUP => Cue::Setup,
            CameraState::UNPROVISIONED => Cue::Unprovisioned,
            _ => Cue::Searching,
        }
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
            moving: self.pan_tilt.is_moving(now),
            fault: self.fault(),
            reset: self.reset.stage(),
            last_setup: self.provision.last_setup(),
            rssi_dbm: self.provision.rssi_dbm(),
            window_s: self.provision.window_s(now),
            uptime_s: u32::try_from(now.since(self.booted_at) / 1_000).unwrap_or(u32::MAX),
            epoch: self.reset.epoch(),
        }
    }

    /// What the reset that this client asked about would erase (R30, R33).
    #[must_use]
    pub fn losses(&self, scope: ResetScope) -> Vec<LossItem, 8> {
        let network = scope != ResetScope::KeepNetwork && self.provision.is_known();
        let controllers = match scope {
            ResetScope::Everything => self.pairing.controllers(),
            ResetScope::ForgetNetwork | ResetScope::KeepNetwork => 0,
        };
        let settings = match scope {
            ResetScope::ForgetNetwork => 0,
            ResetScope::KeepNetwork | ResetScope::Everything => self.settings,
        };
        [
            (LossKind::NETWORK, u16::from(network)),
            (LossKind::CONTROLLERS, u16::from(controllers)),
            (LossKind::SETTINGS, u16::from(settings)),
        ]
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(kind, count)| LossItem { kind, count })
        .collect()
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

    /// Whether pairing can succeed now: what a stranger may know.
    #[must_use]
    pub fn window_is_open(&self) -> bool {
        self.provision.window_is_open()
    }

    /// The model's data.
    #[must_use]
    pub fn profile(&self) -> &'static Profile {
        self.profile
    }

    fn pass_time(&mut self, now: Instant, out: &mut Outbox<'_>) {
        for _ in 0..MAX_GESTURES {
            let due = self.button.due(&self.profile.button);
            let Some(due) = due.filter(|due| *due <= now) else {
                break;
            };
            if let Some(gesture) = self.button.expire(due, &self.profile.button) {
                self.gesture(now, gesture, out);
            }
        }
        let profile = self.profile;
        self.reset.expire(now, &profile.reset, out);
        self.provision.expire(now, &profile.provision, out);
        if self.pairing.expire(now, &profile.provision) {
            self.provision.close(now, &profile.provision, out);
        }
        self.pan_tilt.expire(now, &profile.motion);
        self.identify_until = self.identify_until.filter(|until| *until > now);
        if self.restart.is_some_and(|restart| restart.until <= now) {
            self.restart_now(out);
        }
    }

    fn happen(&mut self, now: Instant, input: Input<'_>, out: &mut Outbox<'_>) {
        let profile = self.profile;
        match input {
            Input::Tick => {}
            Input::Boot(stored) => self.boot(now, stored, out),
            Input::Button(level) => self.button.sample(now, level),
            Input::Request {
                client,
                id,
                role,
                ask,
            } => self.request(now, Asker { client, id }, role, ask, out),
            Input::Flushed(client) => {
                self.reset.flushed(client, &profile.reset, out);
                self.provision.flushed(now, client);
                self.farewell(client, out);
            }
            Input::Disconnected(client) => {
                self.reset.disconnected(client, &profile.reset, out);
                self.provision.disconnected(now, client);
                if self.pairing.disconnected(client, &profile.provision) {
                    self.provision.close(now, &profile.provision, out);
                }
                if self.driver.take_if(|driver| *driver == client).is_some() {
                    self.pan_tilt.stop(now, &profile.motion);
                }
                self.farewell(client, out);
            }
            Input::Done { op, result } => {
                let _ = self.reset.done(now, op, result, &profile.reset, out)
                    || self
                        .provision
                        .done(now, op, result, &profile.provision, out)
                    || self.pairing.done(now, op, result, &profile.provision, out);
            }
            Input::LinkLost => self.provision.link_lost(now, &profile.provision, out),
            Input::ServoStalled { axis, stalled } => self.pan_tilt.stalled(now, axis, stalled),
        }
    }

    fn boot(&mut self, now: Instant, stored: &Stored, out: &mut Outbox<'_>) {
        let profile = self.profile;
        self.damage = stored.damage;
        self.settings = stored.settings;
        self.pairing.boot(now, stored, &profile.provision);
        self.reset.boot(stored.reset, &profile.reset, out);
        if !self.reset.is_active() {
            let sound = stored.damage == Fault::NONE;
            let may_open = sound && !self.pairing.is_locked(&profile.provision);
            let (times, reset) = (&profile.provision, &profile.reset);
            self.provision
                .boot(now, stored, may_open, times, reset, out);
        }
    }

    fn gesture(&mut self, now: Instant, gesture: Gesture, out: &mut Outbox<'_>) {
        let profile = self.profile;
        match gesture {
            Gesture::Nothing | Gesture::Cancelled => {}
            Gesture::Setup => self.provision.open(now, &profile.provision, out),
            Gesture::FactoryReset => {
                self.park(now);
                let (cause, scope) = (ResetCause::BUTTON, ResetScope::Everything);
                self.reset.begin(cause, scope, None, &profile.reset, out);
            }
            Gesture::Stuck => self.stuck = true,
            Gesture::Unstuck => self.stuck = false,
        }
    }

    fn request(&mut self, now: Instant, from: Asker, role: Role, ask: Ask, out: &mut Outbox<'_>) {
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
                self.reset
                    .offer(now, from, scope, token, &profile.reset, out);
            }
            Ask::ResetConfirm { token } => {
                self.reset.confirm(now, from, token, &profile.reset, out);
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

    /// A reset turns the head home, or stops it where a servo is stuck (R62).
    fn park(&mut self, now: Instant) {
        let limits = &self.profile.motion;
        if self.pan_tilt.move_to(now, HOME, HOME, limits).is_err() {
            self.pan_tilt.stop(now, limits);
        }
        self.driver = None;
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
        if role.0 < least.0 {
            return Err(Refusal::NOT_ALLOWED);
        }
        let resets = matches!(ask, Ask::ResetRequest { .. } | Ask::ResetConfirm { .. });
        if resets && self.provision.is_busy() {
            return Err(Refusal::BUSY);
        }
        Ok(())
    }

    fn farewell(&mut self, client: ClientId, out: &mut Outbox<'_>) {
        if self.restart.is_some_and(|restart| restart.client == client) {
            self.restart_now(out);
        }
    }

    fn restart_now(&mut self, out: &mut Outbox<'_>) {
        self.restart = None;
        // A reset restarts by itself, and must not lose its intent before (R04).
        if !self.reset.is_active() {
            out.push(Action::Reboot);
        }
    }

    fn camera_state(&self) -> CameraState {
        if self.reset.is_active() {
            return CameraState::RESETTING;
        }
        if self.restart.is_some() {
            return CameraState::RESTARTING;
        }
        match self.fault() {
            Fault::STORE | Fault::USER_DATA => CameraState::BROKEN,
            _ => self.provision.camera_state(),
        }
    }

    fn fault(&self) -> Fault {
        let servo = match self.pan_tilt.is_stalled() {
            true => Fault::SERVO,
            false => Fault::NONE,
        };
        let button = match self.stuck {
            true => Fault::BUTTON_STUCK,
            false => Fault::NONE,
        };
        let all = [
            self.reset.fault(),
            self.damage,
            button,
            self.provision.fault(),
            servo,
        ];
        all.into_iter()
            .find(|fault| *fault != Fault::NONE)
            .unwrap_or(Fault::NONE)
    }

    fn follow_cue(&mut self, now: Instant) {
        let cue = self.cue(now);
        if cue != self.cue {
            self.cue = cue;
            self.cue_since = now;
        }
    }

    fn led(&self, now: Instant) -> (LedFrame, Option<Instant>) {
        let cue = self.cue(now);
        // A hold that crosses a threshold between two steps begins its cue there.
        let shown_ms = match cue == self.cue {
            true => now.since(self.cue_since),
            false => 0,
        };
        let table = &self.profile.led;
        let (frame, next_ms) = table.rhythm(cue).frame(shown_ms, table.brightness);
        (frame, next_ms.map(|ms| now.after(ms)))
    }

    fn wake_at(&self, now: Instant) -> Option<Instant> {
        let times = &self.profile.button;
        let deadlines = [
            self.button.due(times),
            self.button.next_hold(now, times),
            self.reset.due(),
            self.provision.due(),
            self.pairing.due(),
            self.pan_tilt.due(now),
            self.identify_until,
            self.restart.map(|restart| restart.until),
            self.led(now).1,
        ];
        deadlines.into_iter().fold(None, earliest)
    }
}

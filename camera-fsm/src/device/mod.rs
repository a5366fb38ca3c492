//! The camera: the only place where the parts meet. One match routes what
//! happens, one chooses what the LED tells, one says what the status is.

mod head;
mod look;
#[cfg(feature = "explore")]
mod rebase;
mod requests;
mod sight;
mod start;

use camera_proto::vocab::Fault;

use crate::action::{Action, Actions, Asker, Outbox};
use crate::audio_test::AudioTest;
use crate::button::Button;
use crate::clock::Clock;
use crate::controllers::Controllers;
use crate::first_setup::FirstSetup;
use crate::health::Health;
use crate::input::{ClientId, Input, PinLevel};
use crate::led::{Cue, Light};
use crate::levels::Eyes;
use crate::motion_detection::Watch;
use crate::night_vision::NightVision;
use crate::pairing::Pairing;
use crate::pan_tilt::{Ended, Homing, PanTilt, Patrol};
use crate::part::PartSet;
use crate::power::Power;
use crate::profile::Profile;
use crate::provision::Provision;
use crate::recording::Recording;
use crate::reset::Reset;
use crate::settings::Settings;
use crate::step::Step;
use crate::time::{Instant, earliest_of};
use crate::unbind::Unbind;

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
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Device {
    profile: &'static Profile,
    booted_at: Instant,
    button: Button,
    reset: Reset,
    provision: Provision,
    pairing: Pairing,
    controllers: Controllers,
    settings: Settings,
    pan_tilt: PanTilt,
    patrol: Patrol,
    homing: Homing,
    unbind: Unbind,
    power: Power,
    /// Whose continuous move goes on: it ends when they are gone (R62).
    driver: Option<ClientId>,
    stuck: bool,
    damage: Fault,
    health: Health,
    /// What of the board does not work.
    failed: PartSet,
    clock: Option<Clock>,
    identify_until: Option<Instant>,
    /// A restart that was asked for waits until then for its answer to leave
    /// (R34), and who asked.
    restart_at: Option<Instant>,
    restart_for: ClientId,
    light: Light,
    next_op: u16,
    watch: Watch,
    recording: Recording,
    night_vision: NightVision,
    audio_test: AudioTest,
    first_setup: FirstSetup,
    /// What the last step said: when something is due, and when to show it
    /// something else at the latest; and whether the head moved.
    due_at: Option<Instant>,
    wake_at: Option<Instant>,
    moves: bool,
    eyes: Eyes,
}

#[cfg(target_pointer_width = "32")]
const _: () = assert!(size_of::<Device>() <= 1_024, "a device fits any MCU");

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
            controllers: Controllers::new(),
            settings: Settings::new(),
            pan_tilt: PanTilt::new(),
            patrol: Patrol::new(),
            homing: Homing::new(),
            unbind: Unbind::new(),
            power: Power::new(),
            driver: None,
            stuck: false,
            damage: Fault::NONE,
            health: Health::new(),
            failed: PartSet::NONE,
            clock: None,
            identify_until: None,
            restart_at: None,
            restart_for: ClientId(0),
            light: Light::new(now, Cue::Searching),
            next_op: 0,
            watch: Watch::new(),
            recording: Recording::new(),
            night_vision: NightVision::new(),
            audio_test: AudioTest::new(),
            first_setup: FirstSetup::new(),
            due_at: Some(now),
            wake_at: Some(now),
            moves: false,
            eyes: Eyes::default(),
        }
    }

    /// Lets time pass up to `now`, then lets `input` happen. Bounded, and
    /// nothing stays inside: what comes back is all there is to do.
    pub fn step(&mut self, now: Instant, input: Input<'_>) -> Step {
        // Most steps are ticks before anything is due, and most of the others
        // only go on with what is shown.
        if matches!(input, Input::Tick) {
            if self.wake_at.is_none_or(|at| at > now) {
                return self.quiet(now);
            }
            if !self.is_due(now) && self.moves == self.pan_tilt.is_moving(now) {
                self.show_on(now, self.light.cue());
                return self.quiet(now);
            }
        }
        let (mut actions, mut next_op) = (Actions::new(), self.next_op);
        let mut out = Outbox::new(&mut actions, &mut next_op);
        // What was due after that look is due only if the pin has not changed.
        if let Input::Polled { level, looked_at } = input {
            let looked_at = looked_at.min(now);
            self.pass_gestures(looked_at, now, &mut out);
            self.button.poll(now, looked_at, level);
        }
        match input {
            Input::Tick => self.pass_time(now, &mut out),
            // Who is gone is told nothing any more, not even what was due before.
            Input::Disconnected(_) => {
                self.happen(now, input, &mut out);
                self.pass_time(now, &mut out);
            }
            _ => {
                self.pass_time(now, &mut out);
                self.happen(now, input, &mut out);
            }
        }
        self.fall_silent(&mut out);
        self.health.follow(self.broken(), &mut out);
        self.tell_the_cloud(now, &mut out);
        let values = self.settings.values();
        self.recording.follow(now, self.clock.as_ref(), values);
        if let Some(clock) = self.clock.filter(|_| self.provision.is_idle_online())
            && !self.reset.is_active()
            && !self.reset.has_failed()
        {
            self.first_setup.note(clock.unix_s(now), &mut out);
        }
        self.next_op = next_op;
        self.show(now);
        // Room for many actions is long to copy.
        if actions.is_empty() {
            return self.quiet(now);
        }
        Step {
            actions,
            ..self.quiet(now)
        }
    }

    fn quiet(&self, now: Instant) -> Step {
        Step {
            levels: self.shown(now),
            actions: Actions::new(),
            wake_at: self.wake_at,
        }
    }

    /// When the machine itself must be stepped at the latest, however the LED
    /// blinks and the head moves: its deadlines, and where a hold begins to
    /// mean something else. Between `now` and then nothing is asked for.
    #[must_use]
    pub fn due(&self, now: Instant) -> Option<Instant> {
        let times = &self.profile.button;
        earliest_of(&[
            self.button.due(times),
            self.button.next_hold(now, times),
            self.reset.due(),
            self.provision.due(),
            self.pairing.due(),
            self.controllers.due(),
            self.unbind.due(),
            self.power.due(),
            self.pan_tilt.lease(),
            self.patrol.due(),
            self.homing.due(),
            self.watch.due(),
            self.recording.due(),
            self.night_vision.due(),
            self.audio_test.due(),
            self.identify_until,
            self.restart_at,
        ])
    }

    /// Gestures that were due by `until`. What they ask for begins `now`.
    fn pass_gestures(&mut self, until: Instant, now: Instant, out: &mut Outbox<'_>) {
        for _ in 0..MAX_GESTURES {
            let due = self.button.due(&self.profile.button);
            let Some(due) = due.filter(|due| *due <= until) else {
                break;
            };
            if let Some(gesture) = self.button.expire(due, &self.profile.button) {
                self.gesture(now, gesture, out);
            }
        }
    }

    /// Whether anything is, by what the last step said.
    fn is_due(&self, now: Instant) -> bool {
        self.due_at.is_some_and(|at| at <= now)
    }

    fn pass_time(&mut self, now: Instant, out: &mut Outbox<'_>) {
        if !self.is_due(now) {
            return;
        }
        self.pass_gestures(now, now, out);
        let profile = self.profile;
        self.reset.expire(now, &profile.reset, out);
        self.fall_silent(out);
        self.provision.expire(now, &profile.provision, out);
        if self.pairing.expire(now, &profile.provision) {
            self.lock_out(now, out);
        }
        self.controllers.expire(now);
        self.unbind.expire(now, &profile.provision);
        self.power.expire(now, out);
        self.pan_tilt.expire(now, &profile.motion);
        let values = self.settings.values();
        self.patrol
            .expire(now, values, &mut self.pan_tilt, &profile.motion);
        self.homing.expire(now, out);
        self.watch.expire(now);
        self.night_vision.expire(now);
        self.audio_test.expire(now, out);
        self.identify_until.take_if(|until| *until <= now);
        if self.restart_at.is_some_and(|at| at <= now) {
            self.restart_now(out);
        }
    }

    fn happen(&mut self, now: Instant, input: Input<'_>, out: &mut Outbox<'_>) {
        let profile = self.profile;
        match input {
            Input::Tick | Input::Polled { .. } => {}
            Input::Boot(stored) => self.boot(now, stored, out),
            Input::Button(level) => {
                self.button.sample(now, level);
                // A bounce back may uncover a threshold that has passed meanwhile.
                self.pass_gestures(now, now, out);
            }
            Input::Request {
                client,
                id,
                role,
                ref ask,
            } => self.request(now, Asker { client, id }, role, ask, out),
            Input::Flushed(client) => {
                self.reset.flushed(now, client, &profile.reset, out);
                self.fall_silent(out);
                self.provision.flushed(now, client, &profile.provision, out);
                self.farewell(client, out);
            }
            Input::Disconnected(client) => {
                self.reset.disconnected(now, client, &profile.reset, out);
                self.fall_silent(out);
                self.provision
                    .disconnected(now, client, &profile.provision, out);
                if self.pairing.disconnected(client, &profile.provision) {
                    self.lock_out(now, out);
                }
                self.controllers.disconnected(client);
                self.settings.disconnected(client);
                self.audio_test.disconnected(client);
                self.homing.disconnected(client);
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
                    || self.controllers.done(op, result, out)
                    || self.audio_test.done(op, result, out)
                    || self.first_setup.done(op, result);
                if self.settings.done(op, result, out) {
                    self.recording.ask_again();
                    let wanted = &self.settings.values().night_light;
                    self.night_vision.judge(now, wanted, &profile.sensing);
                    self.keep_private(now, out);
                }
                let ended = self.homing.done(now, (op, result), &profile.motion, out);
                if ended != Ended::Other {
                    self.homed(now, ended, out);
                }
                let (ended, owing) = ((op, result), self.reset.owing());
                let times = &profile.provision;
                if self.unbind.done(now, ended, owing, times, out) {
                    self.reset.unbound();
                }
                if self.pairing.done(now, op, result, &profile.provision, out) {
                    self.lock_out(now, out);
                }
            }
            Input::LinkLost => self.provision.link_lost(now, &profile.provision, out),
            Input::Moved(cells) => self.saw(now, &cells, out),
            Input::Light { percent } => {
                let wanted = &self.settings.values().night_light;
                self.night_vision
                    .sense(now, percent, wanted, &profile.sensing);
            }
            Input::ServoStalled { axis, stalled } => {
                self.pan_tilt.stalled(now, axis, stalled);
                self.keep_private(now, out);
            }
            Input::Part { part, works } => self.failed = self.failed.with(part, !works),
        }
    }

    /// A reset that erases has turned the radio off: nothing that happens in
    /// the same step may turn it on again (R21).
    fn fall_silent(&mut self, out: &mut Outbox<'_>) {
        if self.reset.has_taken_over() {
            self.provision.halt(out);
        }
    }

    fn tell_the_cloud(&mut self, now: Instant, out: &mut Outbox<'_>) {
        if self.reset.is_active() {
            return self.unbind.halt();
        }
        let (owing, free) = (self.reset.owing(), self.provision.is_idle_online());
        let times = &self.profile.provision;
        self.unbind.follow(now, owing, free, times, out);
    }

    fn farewell(&mut self, client: ClientId, out: &mut Outbox<'_>) {
        if self.restart_at.is_some() && self.restart_for == client {
            self.restart_now(out);
        }
    }

    fn restart_now(&mut self, out: &mut Outbox<'_>) {
        self.restart_at = None;
        // A reset restarts by itself, and must not lose its intent before (R04);
        // one that has failed meanwhile must be seen (R25).
        if !self.reset.is_active() && !self.reset.has_failed() {
            out.push(Action::Reboot);
        }
    }
}

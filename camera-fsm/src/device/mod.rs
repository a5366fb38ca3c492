//! The camera: the only place where the parts meet. One match routes what
//! happens, one chooses what the LED tells, one says what the status is.

mod busy;
mod due;
mod ending;
mod head;
mod look;
#[cfg(feature = "explore")]
mod rebase;
mod requests;
mod sight;
mod start;

use camera_proto::vocab::Fault;

use crate::action::{Actions, Asker, Context, OpId};
use crate::audio_test::AudioTest;
use crate::button::Button;
use crate::calendar::Calendar;
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
use crate::pan_tilt::{Homing, PanTilt, Patrol};
use crate::part::PartSet;
use crate::power::Power;
use crate::profile::Profile;
use crate::provision::Provision;
use crate::recording::Recording;
use crate::reset::Reset;
use crate::settings::Settings;
use crate::step::Step;
use crate::time::{Instant, is_due};
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
#[repr(C)] // what is asked for at each step first: an M0+ reaches no further than 124 bytes
pub struct Device {
    profile: &'static Profile,
    eyes: Eyes,
    stuck: bool,
    damage: Fault,
    /// What of the board does not work.
    failed: PartSet,
    /// Whether the head moved at the last step.
    moves: bool,
    health: Health,
    last_op: OpId,
    /// Who asked for a restart.
    restart_for: ClientId,
    /// Who holds the lease of a continuous move, while there is one: it ends when
    /// they are gone (R62).
    driver: ClientId,
    first_setup: FirstSetup,
    /// What the last step said: when to show it something else at the latest, when
    /// something is due, and when of more than the button and the head.
    wake_at: Option<Instant>,
    due_at: Option<Instant>,
    parts_due_at: Option<Instant>,
    /// A restart waits until then for its answer to leave (R34).
    restart_at: Option<Instant>,
    identify_until: Option<Instant>,
    recording: Recording,
    clock: Option<Clock>,
    patrol: Patrol,
    booted_at: Instant,
    audio_test: AudioTest,
    night_vision: NightVision,
    unbind: Unbind,
    power: Power,
    pairing: Pairing,
    controllers: Controllers,
    light: Light,
    button: Button,
    homing: Homing,
    watch: Watch,
    calendar: Calendar,
    settings: Settings,
    reset: Reset,
    provision: Provision,
    pan_tilt: PanTilt,
}

#[cfg(target_pointer_width = "32")]
const _: () = assert!(size_of::<Device>() <= 1_024, "a device fits any MCU");
const _: () = assert!(
    size_of::<Device>() - BESIDE_THE_CORE <= 512,
    "so does its core"
);

/// Bytes of what sees, hears and turns, and of what can be set.
const BESIDE_THE_CORE: usize = size_of::<Settings>()
    + size_of::<PanTilt>()
    + size_of::<Patrol>()
    + size_of::<Homing>()
    + size_of::<Watch>()
    + size_of::<Recording>()
    + size_of::<NightVision>()
    + size_of::<AudioTest>()
    + size_of::<FirstSetup>()
    + size_of::<Option<Clock>>()
    + size_of::<Calendar>();

/// What may be another than before: nobody else need be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Changed {
    /// Where the head goes, or nothing at all.
    Head,
    Any,
}

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
            driver: ClientId(0),
            stuck: false,
            damage: Fault::NONE,
            health: Health::new(),
            failed: PartSet::NONE,
            clock: None,
            calendar: Calendar::new(),
            identify_until: None,
            restart_at: None,
            restart_for: ClientId(0),
            light: Light::new(now, Cue::Searching),
            last_op: OpId(0),
            watch: Watch::new(),
            recording: Recording::new(),
            night_vision: NightVision::new(),
            audio_test: AudioTest::new(),
            first_setup: FirstSetup::new(),
            due_at: None,
            parts_due_at: None,
            wake_at: Some(now),
            moves: false,
            eyes: Eyes::default(),
        }
    }

    /// Lets time pass up to `now`, then lets `input` happen. Bounded, and
    /// nothing stays inside: what comes back is all there is to do.
    pub fn step(&mut self, now: Instant, input: Input<'_>) -> Step {
        if self.goes_on(now, &input) {
            return self.quiet(now);
        }
        let mut actions = Actions::new();
        let mut cx = Context::new(now, self.profile, &mut actions, self.last_op);
        let changed = self.advance(&input, &mut cx);
        self.last_op = cx.last_op;
        self.show(now, changed);
        // Room for many actions is long to copy.
        match *actions {
            [] => self.quiet(now),
            [only] => Step {
                levels: self.shown(now),
                actions: Actions::from([only]),
                wake_at: self.wake_at,
            },
            [first, then] => Step {
                levels: self.shown(now),
                actions: Actions::from([first, then]),
                wake_at: self.wake_at,
            },
            [first, then, last] => Step {
                levels: self.shown(now),
                actions: Actions::from([first, then, last]),
                wake_at: self.wake_at,
            },
            _ => Step {
                levels: self.shown(now),
                actions,
                wake_at: self.wake_at,
            },
        }
    }

    fn quiet(&self, now: Instant) -> Step {
        Step {
            levels: self.shown(now),
            actions: Actions::new(),
            wake_at: self.wake_at,
        }
    }

    /// Most steps are ticks before anything is due, and most of the others only
    /// go on with what is shown.
    fn goes_on(&mut self, now: Instant, input: &Input<'_>) -> bool {
        if !matches!(input, Input::Tick) {
            return false;
        }
        if !is_due(self.wake_at, now) {
            return true;
        }
        let goes_on = !is_due(self.due_at, now) && self.moves == self.pan_tilt.is_moving(now);
        if goes_on {
            // What the calendar owes has time until nothing else is due.
            if self.calendar.is_due(now) {
                self.work(now);
            }
            self.show_on(now, self.light.cue());
        }
        goes_on
    }

    #[inline(never)] // most steps need not make room for it
    fn work(&mut self, now: Instant) {
        let values = self.settings.values();
        if self.calendar.work(now, self.clock.as_ref(), values) {
            self.eyes = self.eyes(now);
        }
    }

    fn advance(&mut self, input: &Input<'_>, cx: &mut Context<'_>) -> Changed {
        // What was due after that look is due only if the pin has not changed.
        if let Input::Polled { level, looked_at } = *input {
            let looked_at = looked_at.min(cx.now);
            self.pass_gestures(looked_at, cx);
            self.button.poll(cx.now, looked_at, level);
        }
        match input {
            Input::Tick => {
                if self.pass_time(cx) == Changed::Head {
                    return Changed::Head;
                }
            }
            Input::Boot(stored) => self.boot(stored, cx),
            Input::Done { op, result } => {
                self.pass_time(cx);
                self.ended(*op, *result, cx);
            }
            // Who is gone is told nothing any more, not even what was due before; and nothing was
            // due by a light that is not there any more.
            Input::Disconnected(_) | Input::Light { .. } => {
                self.happen(input, cx);
                self.pass_time(cx);
            }
            _ => {
                let passed = self.pass_time(cx);
                if self.happen(input, cx) == Changed::Head && passed == Changed::Head {
                    return Changed::Head;
                }
            }
        }
        self.fall_silent(cx);
        self.health.follow(self.broken(), cx);
        self.tell_the_cloud(cx);
        if let Some(clock) = self.clock.filter(|_| self.provision.is_idle_online())
            && !self.reset.is_active()
            && !self.reset.has_failed()
        {
            self.first_setup.note(&clock, cx);
        }
        Changed::Any
    }

    fn happen(&mut self, input: &Input<'_>, cx: &mut Context<'_>) -> Changed {
        let profile = self.profile;
        match *input {
            Input::Tick | Input::Boot(_) | Input::Done { .. } => {}
            // A bounce back may uncover a threshold that has passed meanwhile.
            Input::Polled { .. } => self.pass_gestures(cx.now, cx),
            Input::Button(level) => {
                self.button.sample(cx.now, level);
                self.pass_gestures(cx.now, cx);
            }
            Input::Request {
                client,
                id,
                role,
                ref ask,
            } => return self.request(Asker::new(client, id), role, ask, cx),
            Input::Flushed(client) => {
                self.reset.flushed(client, cx);
                self.fall_silent(cx);
                self.provision.flushed(client, cx);
                self.farewell(client, cx);
            }
            Input::Disconnected(client) => self.gone(client, cx),
            Input::LinkLost => self.provision.link_lost(cx),
            Input::Moved(zones) => self.saw(zones, cx),
            Input::Light { percent } => {
                let wanted = &self.settings.values().night_light;
                self.night_vision
                    .sense(cx.now, percent, wanted, &profile.sensing);
            }
            Input::ServoStalled { axis, stalled } => {
                self.pan_tilt.stalled(cx.now, axis, stalled);
                self.keep_private(cx);
            }
            Input::Part { part, works } => self.failed = self.failed.with(part, !works),
        }
        Changed::Any
    }
}

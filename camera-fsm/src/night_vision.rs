//! Night vision (R53): a light sensor, and a night light that follows it
//! slowly, so that it neither flickers at dusk nor for every passing car.

use camera_proto::message;
use camera_proto::vocab::NightMode;

use crate::profile::SensingTimes;
use crate::time::{Instant, take_due};

/// What the light sensor has said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct NightVision {
    is_dark: bool,
    /// What the sensor said last, in percent of its range.
    light_percent: Option<u8>,
    /// It seems to be the other way round now; if it stays so until then, it is.
    turns_at: Option<Instant>,
}

/// What the owner wants of it: the setting `NightVision`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NightLight {
    /// When it is on.
    pub mode: NightMode,
    /// How bright, 1–100 %.
    pub brightness_percent: u8,
    /// How early it goes on, 1–100 %.
    pub sensitivity_percent: u8,
}

impl NightLight {
    /// By the sensor, at half of its range: the default.
    pub const DEFAULT: Self = Self {
        mode: NightMode::AUTO,
        brightness_percent: 100,
        sensitivity_percent: 50,
    };

    /// What that setting means.
    #[must_use]
    pub fn of(setting: &message::NightVision) -> Self {
        Self {
            mode: setting.mode,
            brightness_percent: setting.brightness,
            sensitivity_percent: setting.sensitivity,
        }
    }

    /// Below how much light it is dark, in percent of the sensor's range: half
    /// of it at most, so that there is always a light that is bright again.
    #[must_use]
    pub const fn dark_below_percent(&self) -> u8 {
        self.sensitivity_percent.div_ceil(2)
    }
}

impl NightVision {
    /// Before the sensor has said anything: by day.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            is_dark: false,
            light_percent: None,
            turns_at: None,
        }
    }

    /// How bright the night light is, in percent; 0 is off.
    ///
    /// ```
    /// use camera_fsm::{night_vision::{NightLight, NightVision}, profile::REFERENCE, time::Instant};
    /// let (at, wanted, times) = (Instant::from_millis, NightLight::DEFAULT, &REFERENCE.sensing);
    /// let mut night = NightVision::new();
    /// night.sense(at(0), 10, &wanted, times);
    /// assert_eq!(night.light_percent(&wanted), 0); // a shadow?
    /// night.expire(at(u64::from(times.dusk_ms)));
    /// assert_eq!(night.light_percent(&wanted), 100); // night
    /// ```
    #[must_use]
    pub fn light_percent(&self, wanted: &NightLight) -> u8 {
        match wanted.mode {
            NightMode::ON => wanted.brightness_percent,
            NightMode::AUTO if self.is_dark => wanted.brightness_percent,
            _ => 0,
        }
    }

    /// When it turns, if the light stays as it is.
    #[must_use]
    pub fn due(&self) -> Option<Instant> {
        self.turns_at
    }

    /// So much light falls on the sensor now, in percent of its range. What it
    /// takes to become day again is more than what it took to become night: the
    /// sensor sees the night light too.
    pub fn sense(
        &mut self,
        now: Instant,
        light_percent: u8,
        wanted: &NightLight,
        times: &SensingTimes,
    ) {
        self.light_percent = Some(light_percent);
        self.judge(now, wanted, times);
    }

    /// What is wanted has changed: the same light may be another matter.
    pub(crate) fn judge(&mut self, now: Instant, wanted: &NightLight, times: &SensingTimes) {
        let Some(light_percent) = self.light_percent else {
            return;
        };
        let dark_below = wanted.dark_below_percent();
        let day_from = dark_below.saturating_add(times.hysteresis_percent);
        let seems_dark = match self.is_dark {
            true => light_percent < day_from,
            false => light_percent < dark_below,
        };
        match (seems_dark == self.is_dark, self.turns_at) {
            (true, _) => self.turns_at = None,
            (false, None) => self.turns_at = Some(now.after(times.dusk_ms)),
            (false, Some(_)) => {}
        }
    }

    /// It has been so for long enough.
    pub fn expire(&mut self, now: Instant) {
        if take_due(&mut self.turns_at, now) {
            self.is_dark = !self.is_dark;
        }
    }
}

#[cfg(feature = "explore")]
impl NightVision {
    pub(crate) fn situation(&self) -> &'static str {
        match (self.is_dark, self.turns_at) {
            (false, None) => "day",
            (false, Some(_)) => "dusk",
            (true, None) => "night",
            (true, Some(_)) => "dawn",
        }
    }

    /// Sets it back in time, for an exhaustive search.
    pub fn rebase(&mut self, to: &crate::explore::Rebase<'_>) {
        let Self {
            is_dark: _,
            light_percent: _,
            turns_at,
        } = self;
        if let Some(at) = turns_at {
            to.shift(at);
        }
    }
}

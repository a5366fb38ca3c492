//! The status LED: what it tells, and how that looks at an instant (R10–R13).
//!
//! A [`Rhythm`] is a closed form: colour and next change follow from the time
//! since the cue began, without counters, so firmware can sleep in between.

use camera_proto::vocab::{Color, Fault, Pattern};

use crate::levels::LedFrame;

/// What the LED tells. One meaning, one rhythm (R12).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cue {
    /// On the network: solid.
    Online,
    /// Ready to be set up, setup closed: solid with a short dip.
    Unprovisioned,
    /// Booting, or looking for Wi-Fi: blue and white in turn.
    Searching,
    /// The setup window is open: blinking.
    Setup,
    /// Held, and releasing it now does nothing yet.
    HoldShort,
    /// Held, and releasing it now opens the setup window.
    HoldSetup,
    /// Held between the two: releasing it now does nothing, reset is near.
    HoldGap,
    /// Held, and releasing it now erases everything: rapid.
    HoldReset,
    /// Held too long: releasing it does nothing any more.
    HoldCancelled,
    /// A reset is going on.
    Resetting,
    /// Something is wrong that can pass: flashing red (R13).
    Error,
    /// The hardware is broken: solid red; count the dips (R13).
    HardwareFault(Dips),
    /// "I am the one": a person looks for this camera (R82).
    Identify,
}

/// How many dips a hardware fault shows each 5 s. Counts differ by at least a
/// quarter, so that they can be told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dips {
    /// The store.
    Two,
    /// The factory data.
    Three,
    /// The radio.
    Four,
    /// A reset that has taken too long.
    Five,
}

impl Cue {
    /// Every cue there is.
    pub const ALL: [Self; 16] = [
        Self::Online,
        Self::Unprovisioned,
        Self::Searching,
        Self::Setup,
        Self::HoldShort,
        Self::HoldSetup,
        Self::HoldGap,
        Self::HoldReset,
        Self::HoldCancelled,
        Self::Resetting,
        Self::Error,
        Self::HardwareFault(Dips::Two),
        Self::HardwareFault(Dips::Three),
        Self::HardwareFault(Dips::Four),
        Self::HardwareFault(Dips::Five),
        Self::Identify,
    ];

    /// The name of its rhythm on the wire.
    #[must_use]
    pub const fn pattern(self) -> Pattern {
        Pattern(match self {
            Self::Online => 0,
            Self::Unprovisioned => 1,
            Self::Searching => 2,
            Self::Setup => 3,
            Self::HoldShort => 4,
            Self::HoldSetup => 5,
            Self::HoldGap => 6,
            Self::HoldReset => 7,
            Self::HoldCancelled => 8,
            Self::Resetting => 9,
            Self::Error => 10,
            Self::HardwareFault(_) => 11,
            Self::Identify => 12,
        })
    }

    /// What it means, in words for people.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Online => "ready",
            Self::Unprovisioned => "waiting to be set up; hold the button 2 s",
            Self::Searching => "starting, or looking for Wi-Fi",
            Self::Setup => "setup mode: pair with the label code",
            Self::HoldShort => "releasing now does nothing",
            Self::HoldSetup => "release now: setup mode",
            Self::HoldGap => "releasing now does nothing; factory reset is near",
            Self::HoldReset => "release now: factory reset",
            Self::HoldCancelled => "held too long: releasing does nothing",
            Self::Resetting => "erasing: leave it plugged in",
            Self::Error => "something is wrong",
            Self::HardwareFault(_) => "hardware fault: contact support",
            Self::Identify => "this is the one",
        }
    }

    /// How a fault is shown, if it is one.
    #[must_use]
    pub const fn of_fault(fault: Fault) -> Option<Self> {
        match fault {
            Fault::NONE => None,
            Fault::STORE => Some(Self::HardwareFault(Dips::Two)),
            Fault::FACTORY_DATA => Some(Self::HardwareFault(Dips::Three)),
            Fault::RADIO => Some(Self::HardwareFault(Dips::Four)),
            Fault::RESET_TIMEOUT => Some(Self::HardwareFault(Dips::Five)),
            _ => Some(Self::Error),
        }
    }
}

/// How a cue looks: `base`, interrupted at the start of each period by a group
/// of pulses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rhythm {
    /// Between the pulses.
    pub base: Color,
    /// Of the odd and of the even pulses.
    pub pulse: [Color; 2],
    /// How many pulses a period; 0 is steady.
    pub pulses: u8,
    /// How long a pulse is.
    pub pulse_ms: u16,
    /// How long the base shows between two pulses of a group.
    pub gap_ms: u16,
    /// From group to group.
    pub period_ms: u16,
}

impl Rhythm {
    /// One colour, always.
    #[must_use]
    pub const fn solid(color: Color) -> Self {
        Self::dips(color, 0, 0, 0, 1)
    }

    /// Lit, but for `count` dark dips a period.
    #[must_use]
    pub const fn dips(color: Color, count: u8, dip_ms: u16, gap_ms: u16, period_ms: u16) -> Self {
        Self {
            base: color,
            pulse: [Color::OFF, Color::OFF],
            pulses: count,
            pulse_ms: dip_ms,
            gap_ms,
            period_ms,
        }
    }

    /// Dark, but for `count` flashes a period.
    #[must_use]
    pub const fn flashes(
        colors: [Color; 2],
        count: u8,
        flash_ms: u16,
        gap_ms: u16,
        period_ms: u16,
    ) -> Self {
        Self {
            base: Color::OFF,
            pulse: colors,
            pulses: count,
            pulse_ms: flash_ms,
            gap_ms,
            period_ms,
        }
    }

    /// The colour that names it: what is seen of it.
    #[must_use]
    pub const fn color(&self) -> Color {
        match self.base {
            Color::OFF => self.pulse[0],
            lit => lit,
        }
    }

    /// Milliseconds lit in each period.
    #[must_use]
    pub const fn lit_ms(&self) -> u32 {
        let pulses = self.pulses as u32 * self.pulse_ms as u32;
        match self.base {
            Color::OFF => pulses,
            _ => self.period_ms as u32 - pulses,
        }
    }

    /// The colour after the cue has been shown for `elapsed_ms`, and in how
    /// many milliseconds it changes; `None` when it never does.
    ///
    /// ```
    /// use camera_fsm::led::Rhythm;
    /// use camera_proto::vocab::Color;
    /// let blinking = Rhythm::flashes([Color::BLUE; 2], 1, 500, 0, 1000);
    /// assert_eq!(blinking.at(1_200), (Color::BLUE, Some(300)));
    /// assert_eq!(blinking.at(1_500), (Color::OFF, Some(500)));
    /// ```
    #[must_use]
    pub const fn at(&self, elapsed_ms: u64) -> (Color, Option<u32>) {
        if self.pulses == 0 || self.period_ms == 0 {
            return (self.base, None);
        }
        let phase = (elapsed_ms % self.period_ms as u64) as u32;
        let beat = self.pulse_ms as u32 + self.gap_ms as u32;
        let mut pulse = 0;
        while pulse < self.pulses {
            let start = pulse as u32 * beat;
            let end = start + self.pulse_ms as u32;
            if phase < start {
                return (self.base, Some(start - phase));
            }
            if phase < end {
                let [odd, even] = self.pulse;
                let color = if pulse % 2 == 0 { odd } else { even };
                return (color, Some(end - phase));
            }
            pulse += 1;
        }
        (self.base, Some(self.period_ms as u32 - phase))
    }

    /// What the LED shows, at a brightness.
    #[must_use]
    pub const fn frame(&self, elapsed_ms: u64, brightness: u8) -> (LedFrame, Option<u32>) {
        let (color, next_ms) = self.at(elapsed_ms);
        let brightness = match color {
            Color::OFF => 0,
            _ => brightness,
        };
        (LedFrame { color, brightness }, next_ms)
    }

    /// Whether a person can tell two rhythms apart without their colours:
    /// period, number of pulses or lit share differ by a quarter (design 5).
    #[must_use]
    pub const fn tells_apart(&self, other: &Self) -> bool {
        let steady = self.pulses == 0 || other.pulses == 0;
        if steady {
            return self.pulses != other.pulses;
        }
        differ(self.pulses as u64, other.pulses as u64)
            || differ(self.period_ms as u64, other.period_ms as u64)
            || differ(
                self.lit_ms() as u64 * other.period_ms as u64,
                other.lit_ms() as u64 * self.period_ms as u64,
            )
    }

    /// The most flashes that begin within one second (flash safety, design 5).
    #[must_use]
    pub const fn flashes_per_s(&self) -> u32 {
        if self.pulses == 0 {
            return 0;
        }
        let beat = self.pulse_ms as u32 + self.gap_ms as u32;
        let (mut most, mut first) = (0, 0);
        while first < self.pulses as u32 {
            let (mut count, mut pulse) = (0, first);
            loop {
                let start = (pulse / self.pulses as u32) * self.period_ms as u32
                    + (pulse % self.pulses as u32) * beat;
                if start - first * beat >= 1000 || pulse > 1000 {
                    break;
                }
                count += 1;
                pulse += 1;
            }
            if count > most {
                most = count;
            }
            first += 1;
        }
        most
    }
}

const fn differ(a: u64, b: u64) -> bool {
    a * 4 >= b * 5 || b * 4 >= a * 5
}

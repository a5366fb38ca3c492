//! The board that the real runner runs on.

use camera_fsm::input::PinLevel;
use camera_fsm::levels::{LedFrame, Pose};
use camera_fsm::power::BootCause;
use camera_hal::board::{About, Board, Parts};
use camera_hal::button::Button;
use camera_hal::led::StatusLed;
use camera_hal::servo::Head;
use camera_proto::vocab::{Axis, Capabilities, Color};
use rand::rngs::StdRng;

use super::flash::FileFlash;
use super::radio::SimRadio;
use super::wire::SimWire;

/// This program is the firmware; it has no pictures to show.
const ABOUT: About = About {
    firmware: concat!("camera-desktop ", env!("CARGO_PKG_VERSION")),
    stream_uri: "",
    can: Capabilities::PAN.with(Capabilities::TILT, true),
};

/// All parts. What has no power keeps nothing, but for the flash.
pub struct SimBoard {
    /// The reset button.
    pub button: SimButton,
    /// The status LED.
    pub led: SimLed,
    /// The servos.
    pub head: SimHead,
    /// The flash.
    pub flash: FileFlash,
    /// The radio.
    pub radio: SimRadio,
    /// The streams to controllers.
    pub wire: SimWire,
    /// Entropy.
    pub rng: StdRng,
    /// Why it starts next.
    pub boot_cause: BootCause,
}

/// A button that somebody else presses.
#[derive(Clone, Copy, Debug)]
pub struct SimButton(pub PinLevel);

/// An LED to look at.
#[derive(Clone, Copy, Debug)]
pub struct SimLed(pub LedFrame);

/// Servos that obey, unless they are jammed.
#[derive(Debug, Default)]
pub struct SimHead {
    /// Where the head points.
    pub pose: Pose,
    news: Vec<(Axis, bool)>,
    jammed: [bool; 2],
}

/// The LED without power.
pub const DARK: LedFrame = LedFrame {
    color: Color::OFF,
    brightness: 0,
};

impl SimBoard {
    /// A board without power, in that house.
    #[must_use]
    pub fn new(flash: FileFlash, radio: SimRadio, rng: StdRng) -> Self {
        Self {
            button: SimButton(PinLevel::Up),
            led: SimLed(DARK),
            head: SimHead::default(),
            flash,
            radio,
            wire: SimWire::default(),
            rng,
            boot_cause: BootCause::PowerOn,
        }
    }

    /// Power is gone.
    pub fn power_off(&mut self) {
        self.boot_cause = BootCause::PowerOn;
        self.led = SimLed(DARK);
        self.radio.power_off();
        self.wire.follow_radio(false, false);
    }
}

impl SimHead {
    /// Jams a servo, or frees it.
    pub fn jam(&mut self, axis: Axis, jammed: bool) {
        self.jammed[axis as usize] = jammed;
        self.news.push((axis, jammed));
    }

    /// Power is back: what is jammed is found out again.
    pub fn power_on(&mut self) {
        let axes = [Axis::Pan, Axis::Tilt].into_iter();
        self.news = axes
            .filter(|axis| self.jammed[*axis as usize])
            .map(|axis| (axis, true))
            .collect();
    }
}

impl Button for SimButton {
    fn level(&mut self) -> PinLevel {
        self.0
    }
}

impl StatusLed for SimLed {
    fn show(&mut self, frame: LedFrame) {
        self.0 = frame;
    }
}

impl Head for SimHead {
    fn point(&mut self, pose: Pose) {
        let [pan, tilt] = self.jammed;
        if !pan {
            self.pose.pan = pose.pan;
        }
        if !tilt {
            self.pose.tilt = pose.tilt;
        }
    }

    fn stalled(&mut self) -> Option<(Axis, bool)> {
        self.news.pop()
    }
}

impl Board for SimBoard {
    type Button = SimButton;
    type Led = SimLed;
    type Head = SimHead;
    type Flash = FileFlash;
    type Radio = SimRadio;
    type Wire = SimWire;
    type Rng = StdRng;

    fn parts(&mut self) -> Parts<'_, Self> {
        let ap_is_up = self.radio.ap().is_some();
        self.wire.follow_radio(ap_is_up, self.radio.is_station());
        Parts {
            button: &mut self.button,
            led: &mut self.led,
            head: &mut self.head,
            flash: &mut self.flash,
            radio: &mut self.radio,
            wire: &mut self.wire,
            rng: &mut self.rng,
            about: &ABOUT,
        }
    }

    /// The simulation starts a new runner.
    fn reboot(&mut self) {}

    fn boot_cause(&self) -> BootCause {
        self.boot_cause
    }
}

//! Button, LED, servos, lens and entropy: a function each.

use core::convert::Infallible;
use core::ffi::c_void;

use camera_fsm::input::PinLevel;
use camera_fsm::levels::{Eyes, LedFrame, Pose};
use camera_hal::button::Button;
use camera_hal::imaging::Imaging;
use camera_hal::led::{self, StatusLed};
use camera_hal::part::PartError;
use camera_hal::servo;
use rand_core::{TryCryptoRng, TryRng};

use super::{CameraEyes, CameraLight};

pub(crate) struct Contact(
    pub(super) *mut c_void,
    pub(super) extern "C" fn(*mut c_void) -> i32,
);

impl Button for Contact {
    fn level(&mut self) -> Result<PinLevel, PartError> {
        match (self.1)(self.0) {
            0 => Ok(PinLevel::Up),
            1 => Ok(PinLevel::Down),
            _ => Err(PartError::Read),
        }
    }
}

pub(crate) struct Light(
    pub(super) *mut c_void,
    pub(super) Option<extern "C" fn(*mut c_void, *const CameraLight) -> bool>,
);

impl StatusLed for Light {
    fn show(&mut self, frame: LedFrame) -> Result<(), PartError> {
        let light = CameraLight::from(frame);
        written(self.1.is_none_or(|show| show(self.0, &raw const light)))
    }
}

impl From<LedFrame> for CameraLight {
    fn from(frame: LedFrame) -> Self {
        let [red, green, blue] = led::rgb(frame);
        Self {
            color: frame.color.0,
            brightness: frame.brightness,
            red,
            green,
            blue,
        }
    }
}

pub(crate) struct Head(
    pub(super) *mut c_void,
    pub(super) Option<extern "C" fn(*mut c_void, i32, i32) -> bool>,
);

impl servo::Head for Head {
    fn point(&mut self, pose: Pose) -> Result<(), PartError> {
        written(
            self.1
                .is_none_or(|point| point(self.0, pose.pan.0, pose.tilt.0)),
        )
    }
}

pub(crate) struct Lens(
    pub(super) *mut c_void,
    pub(super) Option<extern "C" fn(*mut c_void, *const CameraEyes) -> bool>,
);

impl Imaging for Lens {
    fn follow(&mut self, eyes: Eyes) -> Result<(), PartError> {
        let eyes = CameraEyes::from(eyes);
        written(self.1.is_none_or(|follow| follow(self.0, &raw const eyes)))
    }
}

impl From<Eyes> for CameraEyes {
    fn from(eyes: Eyes) -> Self {
        Self {
            open: eyes.open,
            records: eyes.records,
            night_light_percent: eyes.night_light_percent,
        }
    }
}

fn written(well: bool) -> Result<(), PartError> {
    match well {
        true => Ok(()),
        false => Err(PartError::Write),
    }
}

/// The caller's entropy.
pub(crate) struct Entropy(
    pub(crate) *mut c_void,
    pub(crate) extern "C" fn(*mut c_void, *mut u8, usize),
);

impl TryRng for Entropy {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        (self.1)(self.0, bytes.as_mut_ptr(), bytes.len());
        Ok(())
    }
}

impl TryCryptoRng for Entropy {}

//! What a board is to the runner: one type with all its parts.

use camera_proto::vocab::Capabilities;
use embedded_storage::nor_flash::NorFlash;
use rand_core::CryptoRng;

use crate::audio::Audio;
use crate::button::Button;
use crate::cloud::Cloud;
use crate::imaging::Imaging;
use crate::led::StatusLed;
use crate::radio::Radio;
use crate::recordings::Recordings;
use crate::sensor::Sensors;
use crate::servo::Head;
use crate::system::System;
use crate::wire::Wire;

/// A board: its parts, each of which may be a `NoX`, and the chip that they are on.
pub trait Board: System {
    /// The reset button.
    type Button: Button;
    /// The status LED.
    type Led: StatusLed;
    /// The servos.
    type Head: Head;
    /// What it senses of the room.
    type Sensors: Sensors;
    /// Lens, recordings and night light.
    type Imaging: Imaging;
    /// What it has recorded.
    type Recordings: Recordings;
    /// Speaker and microphone.
    type Audio: Audio;
    /// The flash that holds the three regions.
    type Flash: NorFlash;
    /// The radio.
    type Radio: Radio;
    /// The cloud that must hear of a reset.
    type Cloud: Cloud;
    /// The streams to controllers.
    type Wire: Wire;
    /// Entropy, good enough for keys.
    type Rng: CryptoRng;

    /// All of them at once, to be borrowed one by one.
    fn parts(&mut self) -> Parts<'_, Self>;
}

/// What its maker says of a camera: the machine does not need to know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// The firmware's version, at most 24 bytes.
    pub firmware: &'static str,
    /// Where its pictures are to be had, at most 128 bytes; empty when nowhere.
    pub stream_uri: &'static str,
    /// What it can do.
    pub can: Capabilities,
}

/// The parts of a board.
#[allow(missing_docs, reason = "each is named after its trait")]
pub struct Parts<'a, B: Board + ?Sized> {
    pub button: &'a mut B::Button,
    pub led: &'a mut B::Led,
    pub head: &'a mut B::Head,
    pub sensors: &'a mut B::Sensors,
    pub imaging: &'a mut B::Imaging,
    pub recordings: &'a mut B::Recordings,
    pub audio: &'a mut B::Audio,
    pub flash: &'a mut B::Flash,
    pub radio: &'a mut B::Radio,
    pub cloud: &'a mut B::Cloud,
    pub wire: &'a mut B::Wire,
    pub rng: &'a mut B::Rng,
    pub about: &'a About,
}

//! The least that is a camera: a button, an LED and a flash, which nobody can reach. Images for their size alone have it on
//! pins that do nothing, and `cores` on pins that somebody holds.

use camera_hal::audio::NoAudio;
use camera_hal::board::{About, Board, Parts};
use camera_hal::button::PinButton;
use camera_hal::cloud::NoCloud;
use camera_hal::imaging::NoImaging;
use camera_hal::led::PinLed;
use camera_hal::radio::NoRadio;
use camera_hal::recordings::NoRecordings;
use camera_hal::sensor::NoSensors;
use camera_hal::servo::NoHead;
use camera_hal::system::System;
use camera_hal::wire::NoWire;
use camera_proto::vocab::Capabilities;
use embedded_hal::digital::{InputPin, OutputPin};
use embedded_storage::nor_flash::NorFlash;
use rand_core::CryptoRng;

pub(crate) struct Least<Pin, Flash, Rng> {
    button: PinButton<Pin>,
    led: PinLed<Pin>,
    head: NoHead,
    sensors: NoSensors,
    imaging: NoImaging,
    recordings: NoRecordings,
    audio: NoAudio,
    pub(crate) flash: Flash,
    radio: NoRadio,
    cloud: NoCloud,
    wire: NoWire,
    rng: Rng,
}

impl<Pin: InputPin + OutputPin, Flash, Rng> Least<Pin, Flash, Rng> {
    pub(crate) fn new(button: PinButton<Pin>, led: PinLed<Pin>, flash: Flash, rng: Rng) -> Self {
        Self {
            button,
            led,
            head: NoHead,
            sensors: NoSensors,
            imaging: NoImaging,
            recordings: NoRecordings,
            audio: NoAudio::default(),
            flash,
            radio: NoRadio::default(),
            cloud: NoCloud::default(),
            wire: NoWire,
            rng,
        }
    }
}

impl<Pin: InputPin + OutputPin, Flash: NorFlash, Rng: CryptoRng> Board for Least<Pin, Flash, Rng> {
    type Button = PinButton<Pin>;
    type Led = PinLed<Pin>;
    type Head = NoHead;
    type Sensors = NoSensors;
    type Imaging = NoImaging;
    type Recordings = NoRecordings;
    type Audio = NoAudio;
    type Flash = Flash;
    type Radio = NoRadio;
    type Cloud = NoCloud;
    type Wire = NoWire;
    type Rng = Rng;

    fn parts(&mut self) -> Parts<'_, Self> {
        const ABOUT: &About = &About {
            firmware: "1.0.0",
            stream_uri: "",
            can: Capabilities(0),
        };
        Parts {
            button: &mut self.button,
            led: &mut self.led,
            head: &mut self.head,
            sensors: &mut self.sensors,
            imaging: &mut self.imaging,
            recordings: &mut self.recordings,
            audio: &mut self.audio,
            flash: &mut self.flash,
            radio: &mut self.radio,
            cloud: &mut self.cloud,
            wire: &mut self.wire,
            rng: &mut self.rng,
            about: ABOUT,
        }
    }
}

impl<Pin, Flash, Rng> System for Least<Pin, Flash, Rng> {
    fn reboot(&mut self) {}
}

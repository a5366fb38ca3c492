//! The least that is a camera: a button, an LED and a flash, which nobody can reach. Built without pairing it says how
//! much stack the runner takes by itself.

use core::cell::Cell;
use core::convert::Infallible;
use core::fmt::{self, Write};
use std::boxed::Box;
use std::rc::Rc;

use camera_app::go_on;
use camera_fsm::profile::REFERENCE;
use camera_fsm::time::Instant;
use camera_hal::audio::NoAudio;
use camera_hal::board::{About, Board, Parts};
use camera_hal::button::PinButton;
use camera_hal::cloud::NoCloud;
use camera_hal::imaging::NoImaging;
use camera_hal::led::PinLed;
use camera_hal::mock::board::LAYOUT;
use camera_hal::mock::flash::SimFlash;
use camera_hal::radio::NoRadio;
use camera_hal::recordings::NoRecordings;
use camera_hal::runner::Runner;
use camera_hal::sensor::NoSensors;
use camera_hal::servo::NoHead;
use camera_hal::system::System;
use camera_hal::wire::NoWire;
use camera_proto::vocab::{CameraState, Capabilities};
use embedded_hal::digital::{ErrorType, InputPin, OutputPin};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;

use crate::stack::Stack;

/// A pin, and whoever is at its other end.
#[derive(Clone, Default)]
struct Pin(Rc<Cell<bool>>);

impl ErrorType for Pin {
    type Error = Infallible;
}

impl InputPin for Pin {
    fn is_high(&mut self) -> Result<bool, Infallible> {
        Ok(self.0.get())
    }

    fn is_low(&mut self) -> Result<bool, Infallible> {
        Ok(!self.0.get())
    }
}

impl OutputPin for Pin {
    fn set_high(&mut self) -> Result<(), Infallible> {
        self.0.set(true);
        Ok(())
    }

    fn set_low(&mut self) -> Result<(), Infallible> {
        self.0.set(false);
        Ok(())
    }
}

type Flash = &'static mut SimFlash<0x5000>;

struct Least {
    button: PinButton<Pin>,
    led: PinLed<Pin>,
    head: NoHead,
    sensors: NoSensors,
    imaging: NoImaging,
    recordings: NoRecordings,
    audio: NoAudio,
    /// Beside the camera: on a board its cells are no RAM.
    flash: Flash,
    radio: NoRadio,
    cloud: NoCloud,
    wire: NoWire,
    rng: ChaCha20Rng,
}

impl Board for Least {
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
    type Rng = ChaCha20Rng;

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

impl System for Least {
    fn reboot(&mut self) {}
}

/// A life of it. `stack` looks at the stack of its turns and its work.
///
/// # Errors
/// When nothing can be written.
pub fn tell(out: &mut impl Write, stack: &mut impl Stack) -> fmt::Result {
    let (button, led) = (Pin::default(), Pin::default());
    let (at_button, at_led) = (button.clone(), led.clone());
    let start = move |flash, now_ms| {
        let board = Least {
            button: PinButton::active_high(at_button.clone()),
            led: PinLed::active_high(at_led.clone()),
            head: NoHead,
            sensors: NoSensors,
            imaging: NoImaging,
            recordings: NoRecordings,
            audio: NoAudio::default(),
            flash,
            radio: NoRadio::default(),
            cloud: NoCloud::default(),
            wire: NoWire,
            rng: ChaCha20Rng::seed_from_u64(1),
        };
        Runner::start(board, &REFERENCE, LAYOUT, Instant::from_millis(now_ms))
    };
    let mut flash = Some::<Flash>(Box::leak(Box::new(SimFlash::new())));
    let mut camera: Option<Runner<Least>> = None;
    let mut shown = None;
    let mut now_ms = 0;
    for (what, is_down, ms) in [
        ("out of the box", false, 10_000),
        ("a button held", true, 6_000),
        ("a reset by the button", false, 20_000),
    ] {
        button.0.set(is_down);
        let end_ms = now_ms + ms;
        while now_ms < end_ms {
            let now = Instant::from_millis(now_ms);
            if let Some(flash) = flash.take() {
                camera = Some(start(flash, now_ms));
            }
            if let Some(camera) = &mut camera {
                stack.watch(&mut || {
                    go_on(camera, None, || now);
                });
            }
            if let Some(restarts) = camera.take_if(|camera| camera.is_rebooting()) {
                writeln!(out, "  {now_ms} restart")?;
                flash = Some(restarts.into_board().flash);
            }
            if shown.replace(led.0.get()) != Some(led.0.get()) {
                writeln!(out, "  {now_ms} {}", led.0.get())?;
            }
            now_ms += 10;
        }
        let now = Instant::from_millis(now_ms);
        let state = camera
            .as_ref()
            .map(|camera| camera.device().status(now).state);
        writeln!(out, "least {what}: {:?}", state.unwrap_or(CameraState(0)))?;
        stack.tell(what);
    }
    Ok(())
}

//! A life of the least that is a camera. Built without pairing it says how much stack the runner takes by itself.

#[path = "../../least.rs"]
mod board;

use core::cell::Cell;
use core::convert::Infallible;
use core::fmt::{self, Write};
use std::boxed::Box;
use std::rc::Rc;

use camera_app::go_on;
use camera_fsm::profile::REFERENCE;
use camera_fsm::time::Instant;
use camera_hal::button::PinButton;
use camera_hal::led::PinLed;
use camera_hal::mock::board::LAYOUT;
use camera_hal::mock::flash::SimFlash;
use camera_hal::runner::Runner;
use camera_proto::vocab::CameraState;
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

/// Beside the camera: on a board its cells are no RAM.
type Flash = &'static mut SimFlash<0x5000>;

type Least = board::Least<Pin, Flash, ChaCha20Rng>;

/// A life of it. `stack` looks at the stack of its turns and its work.
///
/// # Errors
/// When nothing can be written.
pub fn tell(out: &mut impl Write, stack: &mut impl Stack) -> fmt::Result {
    let (button, led) = (Pin::default(), Pin::default());
    let (at_button, at_led) = (button.clone(), led.clone());
    let start = move |flash, now_ms| {
        let button = PinButton::active_high(at_button.clone());
        let led = PinLed::active_high(at_led.clone());
        let board = Least::new(button, led, flash, ChaCha20Rng::seed_from_u64(1));
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

//! A camera with a button and an LED, and nothing else.

use core::cell::{Cell, RefCell};
use core::future::poll_fn;
use core::task::{Poll, Waker};
use std::collections::VecDeque;
use std::rc::Rc;

use camera_fsm::input::PinLevel;
use camera_fsm::levels::LedFrame;
use camera_fsm::time::Instant;
use camera_hal::audio::NoAudio;
use camera_hal::board::{About, Board, Parts};
use camera_hal::button::Button;
use camera_hal::cloud::NoCloud;
use camera_hal::imaging::NoImaging;
use camera_hal::led::StatusLed;
use camera_hal::mock::flash::SimFlash;
use camera_hal::part::PartError;
use camera_hal::radio::NoRadio;
use camera_hal::recordings::NoRecordings;
use camera_hal::sensor::NoSensors;
use camera_hal::servo::NoHead;
use camera_hal::system::System;
use camera_hal::wire::NoWire;
use camera_proto::vocab::Capabilities;
use embedded_hal::digital::{ErrorKind, ErrorType, InputPin};
use embedded_hal_async::digital::Wait;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;

/// A pin that is high while the button is down.
#[derive(Clone, Default)]
pub(crate) struct Contact(Rc<Inside>);

#[derive(Default)]
struct Inside {
    is_high: Cell<bool>,
    is_broken: Cell<bool>,
    waker: RefCell<Option<Waker>>,
    edges: RefCell<VecDeque<(PinLevel, Instant)>>,
}

impl Contact {
    /// `true` when that is new.
    pub(crate) fn set(&self, is_high: bool) -> bool {
        let is_new = self.0.is_high.replace(is_high) != is_high;
        if is_new && let Some(waker) = self.0.waker.take() {
            waker.wake();
        }
        is_new
    }

    /// From now on it cannot be read, or it can again.
    pub(crate) fn fail(&self, fails: bool) {
        self.0.is_broken.set(fails);
    }

    fn read(&self) -> Result<bool, ErrorKind> {
        match self.0.is_broken.get() {
            true => Err(ErrorKind::Other),
            false => Ok(self.0.is_high.get()),
        }
    }

    /// What its interrupt does.
    pub(crate) fn note(&self, now: Instant) {
        let level = match self.0.is_high.get() {
            true => PinLevel::Down,
            false => PinLevel::Up,
        };
        self.0.edges.borrow_mut().push_back((level, now));
    }

    pub(crate) fn edge(&self) -> Option<(PinLevel, Instant)> {
        self.0.edges.borrow_mut().pop_front()
    }

    async fn becomes(&self, is_high: bool) -> Result<(), ErrorKind> {
        poll_fn(|context| match self.read() {
            Ok(level) if level != is_high => {
                *self.0.waker.borrow_mut() = Some(context.waker().clone());
                Poll::Pending
            }
            read => Poll::Ready(read.map(|_| ())),
        })
        .await
    }
}

impl ErrorType for Contact {
    type Error = ErrorKind;
}

impl InputPin for Contact {
    fn is_high(&mut self) -> Result<bool, ErrorKind> {
        self.read()
    }

    fn is_low(&mut self) -> Result<bool, ErrorKind> {
        self.read().map(|is_high| !is_high)
    }
}

impl Wait for Contact {
    async fn wait_for_high(&mut self) -> Result<(), ErrorKind> {
        self.becomes(true).await
    }

    async fn wait_for_low(&mut self) -> Result<(), ErrorKind> {
        self.becomes(false).await
    }

    async fn wait_for_rising_edge(&mut self) -> Result<(), ErrorKind> {
        unreachable!("an edge may pass before anybody waits for it")
    }

    async fn wait_for_falling_edge(&mut self) -> Result<(), ErrorKind> {
        unreachable!("an edge may pass before anybody waits for it")
    }

    async fn wait_for_any_edge(&mut self) -> Result<(), ErrorKind> {
        unreachable!("an edge may pass before anybody waits for it")
    }
}

/// What it shows, since when.
pub(crate) struct Light {
    pub(crate) shown: Vec<(u64, LedFrame)>,
    now_ms: Rc<Cell<u64>>,
}

impl StatusLed for Light {
    fn show(&mut self, frame: LedFrame) -> Result<(), PartError> {
        self.shown.push((self.now_ms.get(), frame));
        Ok(())
    }
}

pub(crate) struct Small<B> {
    pub(crate) button: B,
    pub(crate) led: Light,
    head: NoHead,
    sensors: NoSensors,
    imaging: NoImaging,
    recordings: NoRecordings,
    audio: NoAudio,
    flash: SimFlash<0x5000>,
    radio: NoRadio,
    cloud: NoCloud,
    wire: NoWire,
    rng: ChaCha20Rng,
}

impl<B> Small<B> {
    pub(crate) fn new(button: B, now_ms: Rc<Cell<u64>>) -> Self {
        let shown = Vec::new();
        Self {
            button,
            led: Light { shown, now_ms },
            head: NoHead,
            sensors: NoSensors,
            imaging: NoImaging,
            recordings: NoRecordings,
            audio: NoAudio::default(),
            flash: SimFlash::new(),
            radio: NoRadio::default(),
            cloud: NoCloud::default(),
            wire: NoWire,
            rng: ChaCha20Rng::seed_from_u64(7),
        }
    }
}

impl<B: Button> Board for Small<B> {
    type Button = B;
    type Led = Light;
    type Head = NoHead;
    type Sensors = NoSensors;
    type Imaging = NoImaging;
    type Recordings = NoRecordings;
    type Audio = NoAudio;
    type Flash = SimFlash<0x5000>;
    type Radio = NoRadio;
    type Cloud = NoCloud;
    type Wire = NoWire;
    type Rng = ChaCha20Rng;

    fn parts(&mut self) -> Parts<'_, Self> {
        const ABOUT: &About = &About {
            firmware: "1.0.0",
            stream_uri: "",
            can: Capabilities::PAN,
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

impl<B: Button> System for Small<B> {
    fn reboot(&mut self) {}
}

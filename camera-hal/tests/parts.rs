//! Adapters of `embedded-hal` parts, and what becomes of a part that fails.

mod kept;

use camera_fsm::action::{OpId, RadioJob};
use camera_fsm::input::{OpResult, PinLevel};
use camera_fsm::levels::{Eyes, LedFrame, Pose};
use camera_fsm::part::Part;
use camera_fsm::profile::REFERENCE;
use camera_fsm::time::Instant;
use camera_hal::audio::{Audio as _, NoAudio};
use camera_hal::button::{Button as _, PinButton};
use camera_hal::imaging::{Imaging as _, PwmNightLight};
use camera_hal::led::{PinLed, PwmLed, RgbLed, SmartLed, StatusLed as _};
use camera_hal::mock::board::{LAYOUT, MockBoard};
use camera_hal::part::PartError;
use camera_hal::radio::{NoRadio, Radio as _, RadioEvent};
use camera_hal::runner::Runner;
use camera_hal::sensor::{Pir, Sensors as _};
use camera_hal::servo::{Head as _, PERIOD_US, PulseCalibration, PwmHead};
use camera_proto::vocab::{Cdeg, Color, Fault};
use embedded_hal::{digital, pwm};
use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;
use smart_leds_trait::{RGB8, SmartLedsWrite};

/// A pin and a channel that remember what they were told, and may fail.
#[derive(Clone, Copy, Default)]
struct Wired {
    is_high: bool,
    duty: u16,
    fails: bool,
}

#[derive(Debug, PartialEq)]
struct Broken;

impl digital::Error for Broken {
    fn kind(&self) -> digital::ErrorKind {
        digital::ErrorKind::Other
    }
}

impl pwm::Error for Broken {
    fn kind(&self) -> pwm::ErrorKind {
        pwm::ErrorKind::Other
    }
}

impl Wired {
    fn works(&mut self) -> Result<&mut Self, Broken> {
        match self.fails {
            true => Err(Broken),
            false => Ok(self),
        }
    }
}

impl digital::ErrorType for Wired {
    type Error = Broken;
}

impl digital::InputPin for Wired {
    fn is_high(&mut self) -> Result<bool, Broken> {
        Ok(self.works()?.is_high)
    }

    fn is_low(&mut self) -> Result<bool, Broken> {
        Ok(!self.works()?.is_high)
    }
}

impl digital::OutputPin for Wired {
    fn set_low(&mut self) -> Result<(), Broken> {
        self.works()?.is_high = false;
        Ok(())
    }

    fn set_high(&mut self) -> Result<(), Broken> {
        self.works()?.is_high = true;
        Ok(())
    }
}

impl pwm::ErrorType for Wired {
    type Error = Broken;
}

impl pwm::SetDutyCycle for Wired {
    /// One count is one microsecond of a servo's period.
    fn max_duty_cycle(&self) -> u16 {
        PERIOD_US
    }

    fn set_duty_cycle(&mut self, duty: u16) -> Result<(), Broken> {
        self.works()?.duty = duty;
        Ok(())
    }
}

/// A strip, of which somebody sees the first LED.
struct Strip<'a>(Result<&'a mut [u8; 3], Broken>);

impl SmartLedsWrite for Strip<'_> {
    type Error = Broken;
    type Color = RGB8;

    fn write<T, I>(&mut self, colors: T) -> Result<(), Broken>
    where
        T: IntoIterator<Item = I>,
        I: Into<RGB8>,
    {
        let seen = self.0.as_mut().map_err(|_| Broken)?;
        let first = colors.into_iter().next();
        **seen = first.map_or([0; 3], |color| color.into().into());
        Ok(())
    }
}

const WORKS: Wired = Wired {
    is_high: false,
    duty: 0,
    fails: false,
};
const FAILS: Wired = Wired {
    fails: true,
    ..WORKS
};

const fn lit(color: Color, brightness: u8) -> LedFrame {
    LedFrame { color, brightness }
}

#[test]
fn r01_either_level_may_be_the_pressed_one_and_a_broken_pin_is_neither() {
    for is_high in [false, true] {
        let pin = Wired { is_high, ..WORKS };
        let pressed = |is_pressed| match is_pressed {
            true => PinLevel::Down,
            false => PinLevel::Up,
        };
        let (low, high) = (PinButton::active_low(pin), PinButton::active_high(pin));
        for (mut button, is_pressed) in [(low, !is_high), (high, is_high)] {
            assert_eq!(button.level(), Ok(pressed(is_pressed)));
        }
    }
    assert_eq!(PinButton::active_low(FAILS).level(), Err(PartError::Read));
}

#[test]
fn r10_every_kind_of_led_shows_what_it_can_of_a_frame() {
    let (blue, dark) = (lit(Color::BLUE, 128), lit(Color::OFF, 255));
    let mut pin = WORKS;
    for (frame, is_high) in [(blue, true), (dark, false), (lit(Color::RED, 0), false)] {
        PinLed::active_high(&mut pin).show(frame).unwrap();
        assert_eq!(pin.is_high, is_high);
        PinLed::active_low(&mut pin).show(frame).unwrap();
        assert_eq!(pin.is_high, !is_high);
    }
    let mut channel = WORKS;
    PwmLed::new(&mut channel).show(blue).unwrap();
    assert_eq!(channel.duty, (u32::from(PERIOD_US) * 128 / 255) as u16);
    PwmLed::new(&mut channel).show(dark).unwrap();
    assert_eq!(channel.duty, 0);
    let mut seen = [0; 3];
    SmartLed::new(Strip(Ok(&mut seen))).show(blue).unwrap();
    assert_eq!(seen, [0, 0, 128]);

    assert_eq!(PinLed::active_low(FAILS).show(blue), Err(PartError::Write));
    assert_eq!(PwmLed::new(FAILS).show(blue), Err(PartError::Write));
    let broken = SmartLed::new(Strip(Err(Broken))).show(blue);
    assert_eq!(broken, Err(PartError::Write));
}

#[test]
fn r61_a_channel_that_fails_leaves_the_others_right() {
    let mut channels = [WORKS, FAILS, WORKS];
    let [red, green, blue] = &mut channels;
    let shown = RgbLed::new(red, green, blue).show(lit(Color::WHITE, 255));
    assert_eq!(shown, Err(PartError::Write));
    assert_eq!(
        channels.map(|channel| channel.duty),
        [PERIOD_US, 0, PERIOD_US]
    );

    let straight = PulseCalibration {
        centre_us: 1_500,
        us_per_90_deg: 1_000,
    };
    let mut tilt = WORKS;
    let mut head = PwmHead::new((FAILS, straight), (&mut tilt, straight));
    let pose = Pose {
        pan: Cdeg(1_000),
        tilt: Cdeg(-9_000),
    };
    assert_eq!(head.point(pose), Err(PartError::Write));
    assert_eq!(tilt.duty, 500);
}

#[test]
fn r50_r53_sensors_and_lights_that_fail_say_so() {
    let mut pir = Pir::new(Wired {
        is_high: true,
        ..WORKS
    });
    assert!(pir.moved().unwrap().is_some());
    assert_eq!(Pir::new(FAILS).moved(), Err(PartError::Read));
    let mut light = WORKS;
    let bright = Eyes {
        night_light_percent: 50,
        ..Eyes::default()
    };
    PwmNightLight::new(&mut light).follow(bright).unwrap();
    assert_eq!(light.duty, PERIOD_US / 2);
    let follows = PwmNightLight::new(FAILS).follow(bright);
    assert_eq!(follows, Err(PartError::Write));
}

proptest! {
    /// A servo's pulse rises with the angle, or falls with it, and stays in its period.
    #[test]
    fn r60_a_pulse_follows_the_angle(
        centre_us in 500_u16..2_500,
        us_per_90_deg in any::<i16>(),
        a in any::<i32>(),
        b in any::<i32>(),
    ) {
        let servo = PulseCalibration { centre_us, us_per_90_deg };
        let (low, high) = (servo.pulse_us(Cdeg(a.min(b))), servo.pulse_us(Cdeg(a.max(b))));
        prop_assert!(low.max(high) <= PERIOD_US);
        match us_per_90_deg < 0 {
            true => prop_assert!(low >= high),
            false => prop_assert!(low <= high),
        }
        prop_assert_eq!(servo.pulse_us(Cdeg(0)), centre_us);
    }
}

const fn at(ms: u64) -> Instant {
    Instant::from_millis(ms)
}

/// Turns until there is nothing to do at once, a few times at most: a part that
/// fails must not keep the runner busy.
fn settle(runner: &mut Runner<MockBoard<ChaCha20Rng>>, now: Instant) {
    let turns = (0..10).find(|_| {
        let wake_at = runner.turn(now);
        while runner.work(now) {}
        wake_at.is_none_or(|wake_at| wake_at > now)
    });
    assert!(turns.is_some(), "it never comes to rest");
}

#[test]
fn r61_a_part_that_fails_is_told_and_told_again_when_it_works() {
    let rng = ChaCha20Rng::seed_from_u64(1);
    let board = MockBoard::new(&kept::factory(), rng).unwrap();
    let mut runner = Runner::start(board, &REFERENCE, LAYOUT, at(0));
    settle(&mut runner, at(0));
    let mut now_ms = 0;
    let mut pass = |runner: &mut Runner<_>| {
        for _ in 0..100 {
            now_ms += 50;
            settle(runner, at(now_ms));
        }
        runner.device().status(at(now_ms)).fault
    };
    assert_eq!(pass(&mut runner), Fault::NONE);
    for part in [Part::Button, Part::StatusLed, Part::Sensors] {
        runner.board().fail(part, true);
        assert_eq!(pass(&mut runner), Fault::PART, "{part:?}");
        assert!(runner.device().facts(at(0)).failed.has(part));
        runner.board().fail(part, false);
        assert_eq!(pass(&mut runner), Fault::NONE, "{part:?}");
    }
    // What is asked for nothing is not found out, and what all fails is told part by part.
    for part in Part::ALL {
        runner.board().fail(part, true);
    }
    assert_eq!(pass(&mut runner), Fault::PART);
    let failed = runner.device().facts(at(0)).failed;
    let told = Part::ALL.map(|part| failed.has(part));
    assert_eq!(told, [true, true, false, true, false, false]);
}

#[test]
fn r53_a_camera_without_audio_says_so_at_once() {
    let (mut audio, now) = (NoAudio::default(), Instant::from_millis(1_000));
    assert_eq!(audio.due(), None);
    audio.start(now, OpId(1), 5_000);
    assert!(
        audio.due().is_some_and(|due| due <= now),
        "nobody sleeps on it"
    );
    let told = audio.poll(now);
    assert!(matches!(told, Some((OpId(1), OpResult::Failed(_)))));
    assert_eq!((audio.due(), audio.poll(now)), (None, None));
}

#[test]
fn r42_a_camera_without_a_radio_says_so_at_once() {
    let (mut radio, now) = (NoRadio::default(), Instant::from_millis(1_000));
    assert_eq!(radio.due(), None);
    radio.start(now, OpId(1), RadioJob::StartAp, None, b"ap");
    assert!(
        radio.due().is_some_and(|due| due <= now),
        "nobody sleeps on it"
    );
    let told = radio.poll(now);
    assert!(matches!(
        told,
        Some(RadioEvent::Done(OpId(1), OpResult::Failed(_)))
    ));
    assert_eq!((radio.due(), radio.poll(now)), (None, None));
}

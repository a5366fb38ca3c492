//! The status LED twice: on three pins, and addressable (WS2812 and the like).
//! Solder whichever you have; both show the same.

use camera_fsm::levels::LedFrame;
use camera_hal::led::{RgbLed, SmartLed, StatusLed};
use camera_hal::part::PartError;
use embassy_rp::bind_interrupts;
use embassy_rp::clocks::clk_sys_freq;
use embassy_rp::peripherals::PIO0;
use embassy_rp::pio::{Config, Direction, FifoJoin, InterruptHandler, Pio, ShiftDirection};
use embassy_rp::pio::{ShiftConfig, StateMachine};
use pio::pio_asm;
use smart_leds_trait::{RGB8, SmartLedsWrite};

use crate::pins;
use crate::pwm::{self, Channel};

bind_interrupts!(struct Interrupts {
    PIO0_IRQ_0 => InterruptHandler<PIO0>;
});

/// Both.
pub(crate) struct Led {
    pins: RgbLed<Channel, Channel, Channel>,
    strip: SmartLed<Strip>,
}

impl Led {
    pub(crate) fn new(pins: pins::Led, strip: pins::Strip) -> Self {
        Self {
            pins: pwm::led(pins),
            strip: SmartLed::new(Strip::new(strip)),
        }
    }
}

impl StatusLed for Led {
    fn show(&mut self, frame: LedFrame) -> Result<(), PartError> {
        // One that fails leaves the other right.
        let pins = self.pins.show(frame);
        self.strip.show(frame).and(pins)
    }
}

/// The first LED of a strip, by the chip's programmable I/O.
struct Strip {
    machine: StateMachine<'static, PIO0, 0>,
}

/// Ticks of the program below in a second, at least: ten a bit, of 1.25 µs. The
/// chip's clock makes it 1.2 µs; the LED's data sheet allows 0.65 to 1.85.
const TICKS_HZ: u32 = 8_000_000;

impl Strip {
    fn new(pins: pins::Strip) -> Self {
        let Pio {
            mut common,
            sm0: mut machine,
            ..
        } = Pio::new(pins.pio, Interrupts);
        // Each bit is two ticks high, five high for a 1 and low for a 0, three low.
        let bits = pio_asm!(
            ".side_set 1",
            "bit:",
            "  out x, 1      side 0 [2]",
            "  jmp !x zero   side 1 [1]",
            "  jmp bit       side 1 [4]",
            "zero:",
            "  nop           side 0 [4]",
        );
        let pin = common.make_pio_pin(pins.data);
        let mut config = Config::default();
        config.use_program(&common.load_program(&bits.program), &[&pin]);
        config.clock_divider = ((clk_sys_freq() / TICKS_HZ) as u16).into();
        config.fifo_join = FifoJoin::TxOnly;
        config.shift_out = ShiftConfig {
            auto_fill: true,
            threshold: 24,
            direction: ShiftDirection::Left,
        };
        machine.set_config(&config);
        machine.set_pin_dirs(Direction::Out, &[&pin]);
        machine.set_enable(true);
        Self { machine }
    }
}

/// It has not sent yet what it was told before.
struct Full;

impl SmartLedsWrite for Strip {
    type Error = Full;
    type Color = RGB8;

    fn write<T, I>(&mut self, colors: T) -> Result<(), Full>
    where
        T: IntoIterator<Item = I>,
        I: Into<RGB8>,
    {
        for color in colors {
            let RGB8 { r, g, b } = color.into();
            // As the chip wants it, from the highest bit on.
            if !self.machine.tx().try_push(u32::from_be_bytes([g, r, b, 0])) {
                return Err(Full);
            }
        }
        Ok(())
    }
}

//! Which pin is what, and the only place that knows: README.md's picture is
//! drawn from it.

use embassy_rp::{Peri, Peripherals, peripherals as chip};

/// What the board is made of.
pub(crate) struct Pins {
    pub(crate) parts: Parts,
    #[cfg(feature = "serial")]
    pub(crate) serial: Serial,
    #[cfg(feature = "radio")]
    pub(crate) radio: RadioLine,
    pub(crate) usb: Peri<'static, chip::USB>,
}

/// What the camera's loop handles itself.
pub(crate) struct Parts {
    pub(crate) button: Peri<'static, chip::PIN_15>,
    pub(crate) pir: Peri<'static, chip::PIN_14>,
    pub(crate) led: Led,
    pub(crate) strip: Strip,
    pub(crate) light: Light,
    pub(crate) head: Head,
    pub(crate) night_light: NightLight,
    pub(crate) flash: Peri<'static, chip::FLASH>,
    pub(crate) watchdog: Peri<'static, chip::WATCHDOG>,
}

/// Red and green share a slice.
pub(crate) struct Led {
    pub(crate) red: Peri<'static, chip::PIN_16>,
    pub(crate) green: Peri<'static, chip::PIN_17>,
    pub(crate) red_green: Peri<'static, chip::PWM_SLICE0>,
    pub(crate) blue: Peri<'static, chip::PIN_18>,
    pub(crate) blue_alone: Peri<'static, chip::PWM_SLICE1>,
}

/// An addressable LED.
pub(crate) struct Strip {
    pub(crate) data: Peri<'static, chip::PIN_19>,
    pub(crate) pio: Peri<'static, chip::PIO0>,
}

/// A light sensor.
pub(crate) struct Light {
    pub(crate) pin: Peri<'static, chip::PIN_26>,
    pub(crate) adc: Peri<'static, chip::ADC>,
}

/// Both servos share a slice: 50 Hz for both.
pub(crate) struct Head {
    pub(crate) pan: Peri<'static, chip::PIN_20>,
    pub(crate) tilt: Peri<'static, chip::PIN_21>,
    pub(crate) slice: Peri<'static, chip::PWM_SLICE2>,
}

/// Infrared LEDs behind a transistor.
pub(crate) struct NightLight {
    pub(crate) pin: Peri<'static, chip::PIN_22>,
    pub(crate) slice: Peri<'static, chip::PWM_SLICE3>,
}

/// A controller by wire.
#[cfg(feature = "serial")]
pub(crate) struct Serial {
    pub(crate) uart: Peri<'static, chip::UART0>,
    pub(crate) tx: Peri<'static, chip::PIN_0>,
    pub(crate) rx: Peri<'static, chip::PIN_1>,
}

/// The Wi-Fi chip.
#[cfg(feature = "radio")]
pub(crate) struct RadioLine {
    pub(crate) uart: Peri<'static, chip::UART1>,
    pub(crate) tx: Peri<'static, chip::PIN_4>,
    pub(crate) rx: Peri<'static, chip::PIN_5>,
}

/// The table.
pub(crate) fn of(p: Peripherals) -> Pins {
    Pins {
        parts: Parts {
            button: p.PIN_15, // button: to ground; pulled up inside
            pir: p.PIN_14,    // motion sensor (PIR): high while something moves
            led: Led {
                red: p.PIN_16,   // LED red: common cathode, 330 Ω
                green: p.PIN_17, // LED green: 330 Ω
                red_green: p.PWM_SLICE0,
                blue: p.PIN_18, // LED blue: 330 Ω
                blue_alone: p.PWM_SLICE1,
            },
            strip: Strip {
                data: p.PIN_19, // LED strip: WS2812 and the like, its first one; instead of the LED, or beside it
                pio: p.PIO0,
            },
            light: Light {
                pin: p.PIN_26, // light sensor: a photoresistor to ground, 10 kΩ to 3V3; without one it is day
                adc: p.ADC,
            },
            head: Head {
                pan: p.PIN_20,  // pan servo: 50 Hz, 500–2500 µs; its own 5 V, a shared ground
                tilt: p.PIN_21, // tilt servo: likewise
                slice: p.PWM_SLICE2,
            },
            night_light: NightLight {
                pin: p.PIN_22, // night light: high is on; infrared LEDs by a transistor
                slice: p.PWM_SLICE3,
            },
            flash: p.FLASH,
            watchdog: p.WATCHDOG,
        },
        #[cfg(feature = "serial")]
        serial: Serial {
            uart: p.UART0,
            tx: p.PIN_0, // wire TX: a controller, 115 200 baud, 8N1
            rx: p.PIN_1, // wire RX: likewise; a break hangs up
        },
        #[cfg(feature = "radio")]
        radio: RadioLine {
            uart: p.UART1,
            tx: p.PIN_4, // radio RX: 115 200 baud, 8N1: [SPEC.md](../../camera-proto/SPEC.md#19-a-radio-on-a-serial-line)
            rx: p.PIN_5, // radio TX: nobody there is fine, and said
        },
        usb: p.USB,
    }
}

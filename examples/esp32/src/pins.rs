//! Which pin is what: the table of README.md, and the only place that knows. A C6
//! has its first UART, and so its boards their USB bridge, elsewhere.

use esp_hal::peripherals::{self as chip, Peripherals};

/// What the board is made of.
pub(crate) struct Pins {
    pub(crate) parts: Parts,
    pub(crate) entropy: Entropy,
    pub(crate) serial: Serial,
    pub(crate) usb: chip::USB_DEVICE<'static>,
    pub(crate) system: System,
    pub(crate) wifi: chip::WIFI<'static>,
}

/// What the camera's loop handles itself.
pub(crate) struct Parts {
    pub(crate) button: chip::GPIO9<'static>,
    pub(crate) led: Led,
    pub(crate) pwm: Pwm,
    pub(crate) pir: chip::GPIO7<'static>,
    pub(crate) light: chip::GPIO3<'static>,
    pub(crate) flash: chip::FLASH<'static>,
    pub(crate) watchdog: chip::RTC_TIMER<'static>,
}

/// The addressable LED that most boards have.
pub(crate) struct Led {
    pub(crate) pin: chip::GPIO8<'static>,
    pub(crate) rmt: chip::RMT<'static>,
}

/// Two servos, and infrared LEDs behind a transistor.
pub(crate) struct Pwm {
    pub(crate) ledc: chip::LEDC<'static>,
    pub(crate) pan: chip::GPIO4<'static>,
    pub(crate) tilt: chip::GPIO5<'static>,
    pub(crate) night_light: chip::GPIO6<'static>,
}

/// What a generator is seeded from. The light sensor has the converter then.
pub(crate) struct Entropy {
    pub(crate) rng: chip::RNG<'static>,
    pub(crate) adc: chip::ADC1<'static>,
}

/// A controller by wire: where most boards of a C3 have a USB bridge.
pub(crate) struct Serial {
    pub(crate) uart: chip::UART0<'static>,
    #[cfg(not(feature = "esp32c6"))]
    pub(crate) tx: chip::GPIO21<'static>,
    #[cfg(not(feature = "esp32c6"))]
    pub(crate) rx: chip::GPIO20<'static>,
    #[cfg(feature = "esp32c6")]
    pub(crate) tx: chip::GPIO16<'static>,
    #[cfg(feature = "esp32c6")]
    pub(crate) rx: chip::GPIO17<'static>,
}

/// The clock, what switches threads, and what carries the lines above them.
pub(crate) struct System {
    pub(crate) timer: chip::TIMG0<'static>,
    pub(crate) interrupt: chip::FROM_CPU_INTR0<'static>,
    pub(crate) lines: chip::FROM_CPU_INTR1<'static>,
}

/// The table.
pub(crate) fn of(p: Peripherals) -> Pins {
    Pins {
        parts: Parts {
            button: p.GPIO9, // button: to ground; pulled up inside. It is the board's own BOOT
            led: Led {
                pin: p.GPIO8, // LED: one WS2812, the board's own
                rmt: p.RMT,
            },
            pwm: Pwm {
                ledc: p.LEDC,
                pan: p.GPIO4, // pan servo: 50 Hz, 500–2500 µs; its own 5 V, a shared ground
                tilt: p.GPIO5, // tilt servo: likewise
                night_light: p.GPIO6, // night light: high is on; infrared LEDs by a transistor
            },
            pir: p.GPIO7,   // motion sensor (PIR): high while something moves
            light: p.GPIO3, // light sensor: a photoresistor to 3.3 V, and 10 kΩ to ground
            flash: p.FLASH,
            watchdog: p.RTC_TIMER,
        },
        entropy: Entropy {
            rng: p.RNG,
            adc: p.ADC1,
        },
        serial: Serial {
            uart: p.UART0,
            #[cfg(not(feature = "esp32c6"))]
            tx: p.GPIO21, // wire TX: a controller, 115 200 baud, 8N1
            #[cfg(not(feature = "esp32c6"))]
            rx: p.GPIO20, // wire RX: likewise; a break hangs up
            #[cfg(feature = "esp32c6")]
            tx: p.GPIO16,
            #[cfg(feature = "esp32c6")]
            rx: p.GPIO17,
        },
        usb: p.USB_DEVICE,
        system: System {
            timer: p.TIMG0,
            interrupt: p.FROM_CPU_INTR0,
            lines: p.FROM_CPU_INTR1,
        },
        wifi: p.WIFI,
    }
}

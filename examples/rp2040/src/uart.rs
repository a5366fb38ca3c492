//! The serial lines: a controller by wire, and the Wi-Fi chip.

use camera_app::stream::{Stream, carry};
use embassy_rp::bind_interrupts;
#[cfg(feature = "serial")]
use embassy_rp::peripherals::UART0;
#[cfg(feature = "radio")]
use embassy_rp::peripherals::UART1;
use embassy_rp::uart::{BufferedInterruptHandler, BufferedUart, Config, Error};
use static_cell::ConstStaticCell;

use crate::pins;

bind_interrupts!(struct Interrupts {
    #[cfg(feature = "serial")]
    UART0_IRQ => BufferedInterruptHandler<UART0>;
    #[cfg(feature = "radio")]
    UART1_IRQ => BufferedInterruptHandler<UART1>;
});

/// 115 200 baud, 8N1.
#[cfg(feature = "serial")]
pub(crate) fn wire(pins: pins::Serial) -> BufferedUart {
    static TX: ConstStaticCell<[u8; 64]> = ConstStaticCell::new([0; 64]);
    static RX: ConstStaticCell<[u8; 64]> = ConstStaticCell::new([0; 64]);
    let (tx, rx) = (TX.take(), RX.take());
    let config = Config::default();
    BufferedUart::new(pins.uart, pins.tx, pins.rx, Interrupts, tx, rx, config)
}

/// Likewise.
#[cfg(feature = "radio")]
pub(crate) fn radio(pins: pins::RadioLine) -> BufferedUart {
    // Nobody wipes it: the last 8 bytes of a Start lie behind its password.
    static TX: ConstStaticCell<[u8; 8]> = ConstStaticCell::new([0; 8]);
    static RX: ConstStaticCell<[u8; 64]> = ConstStaticCell::new([0; 64]);
    let (tx, rx) = (TX.take(), RX.take());
    let config = Config::default();
    BufferedUart::new(pins.uart, pins.tx, pins.rx, Interrupts, tx, rx, config)
}

/// Never ends.
#[embassy_executor::task(pool_size = 2)]
pub(crate) async fn serve(uart: BufferedUart, stream: &'static Stream) {
    let (tx, rx) = uart.split();
    // A break is how a serial line hangs up.
    carry(rx, tx, stream, |_, error| error == Error::Break).await;
}

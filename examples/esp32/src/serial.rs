//! The two lines by wire: a controller on the UART, a console on USB.

use camera_app::stream::{Stream, carry};
use esp_hal::Async;
use esp_hal::peripherals::USB_DEVICE;
use esp_hal::uart::{Config, RxError, Uart, UartRx};
use esp_hal::usb::usb_serial_jtag::UsbSerialJtag;

use crate::pins;

/// Never ends. 115 200 baud, 8N1.
pub(crate) async fn uart(pins: pins::Serial, stream: &Stream) {
    let uart = Uart::new(pins.uart, Config::default()).expect("115 200 baud can be had");
    let (rx, tx) = uart.with_tx(pins.tx).with_rx(pins.rx).into_async().split();
    carry(rx, tx, stream, is_break).await;
}

/// A break is how a serial line hangs up; the driver calls it a frame without an end.
fn is_break(rx: &mut UartRx<'static, Async>, _: RxError) -> bool {
    let is_break = rx.is_break_detected();
    rx.clear_break_detected();
    is_break
}

/// Never ends.
pub(crate) async fn usb(usb: USB_DEVICE<'static>, stream: &Stream) {
    let (rx, tx) = UsbSerialJtag::new(usb).into_async().split();
    carry(rx, tx, stream, |_, error| match error {}).await;
}

//! Serial lines over USB: the wire to a controller, and the console.

use core::pin::{Pin, pin};

use camera_app::stream::Stream;
use embassy_futures::join::{join, join_array};
use embassy_futures::select::{Either, select};
use embassy_rp::peripherals::USB;
use embassy_rp::usb::{Driver, InterruptHandler};
use embassy_rp::{Peri, bind_interrupts};
use embassy_usb::class::cdc_acm::{CdcAcmClass, ControlChanged, Receiver, Sender, State};
use embassy_usb::{Builder, Config, UsbDevice};
use static_cell::{ConstStaticCell, StaticCell};

bind_interrupts!(struct Interrupts {
    USBCTRL_IRQ => InterruptHandler<USB>;
});

/// The largest packet of a full-speed bulk endpoint, in bytes.
const PACKET: usize = 64;

/// How many lines there are.
pub(crate) const LINES: usize = 1 + cfg!(feature = "console") as usize;

type Bus = Driver<'static, USB>;
type Line = CdcAcmClass<'static, Bus>;

/// Never ends.
pub(crate) async fn carry(usb: Peri<'static, USB>, streams: [&'static Stream; LINES]) {
    let (mut device, lines) = device(usb);
    let mut streams = streams.into_iter();
    let lines = lines.map(|line| {
        let stream = streams.next().expect("as many as lines");
        serve(line, stream)
    });
    // Behind a pointer: a loop in a loop keeps the addresses of both on the stack.
    let device = pin!(async { device.run().await });
    let device: Pin<&mut dyn Future<Output = _>> = device;
    join(device, join_array(lines)).await;
}

#[inline(never)] // what is done once, with all its locals, is no part of what goes on for ever
fn device(usb: Peri<'static, USB>) -> (UsbDevice<'static, Bus>, [Line; LINES]) {
    static CONFIGURATION: ConstStaticCell<[u8; 256]> = ConstStaticCell::new([0; 256]);
    static BOS: ConstStaticCell<[u8; 32]> = ConstStaticCell::new([0; 32]);
    static CONTROL: ConstStaticCell<[u8; 64]> = ConstStaticCell::new([0; 64]);
    static STATES: StaticCell<[State<'_>; LINES]> = StaticCell::new();
    // The test numbers of pid.codes: whoever sells cameras has their own.
    let mut config = Config::new(0x1209, 0x0001);
    config.manufacturer = Some("camera");
    config.product = Some("Spot PT-1");
    config.max_power = 100;
    let mut builder = Builder::new(
        Driver::new(usb, Interrupts),
        config,
        CONFIGURATION.take(),
        BOS.take(),
        &mut [],
        CONTROL.take(),
    );
    let states = STATES.init([const { State::new() }; LINES]);
    let lines = states
        .each_mut()
        .map(|state| CdcAcmClass::new(&mut builder, state, PACKET as u16));
    (builder.build(), lines)
}

async fn serve(line: Line, stream: &Stream) {
    let (tx, rx, control) = line.split_with_control();
    join(receive(rx, control, stream), send(tx, stream)).await;
}

async fn receive(
    mut rx: Receiver<'static, Bus>,
    control: ControlChanged<'static>,
    stream: &Stream,
) {
    let mut packet = [0; PACKET];
    loop {
        rx.wait_connection().await;
        let mut was_open = false;
        loop {
            match select(rx.read_packet(&mut packet), control.control_changed()).await {
                Either::First(Ok(count)) => {
                    stream.came(packet.get(..count).unwrap_or_default()).await;
                }
                // Unplugged.
                Either::First(Err(_)) => break,
                Either::Second(()) => {
                    let is_open = rx.dtr();
                    // Whoever had it open has closed it. Others set its speed before they open it.
                    if was_open && !is_open {
                        stream.ended();
                    }
                    was_open = is_open;
                }
            }
        }
        stream.ended();
    }
}

async fn send(mut tx: Sender<'static, Bus>, stream: &Stream) {
    let mut packet = [0; PACKET];
    loop {
        tx.wait_connection().await;
        let count = stream.goes(&mut packet).await;
        let piece = packet.get(..count).unwrap_or_default();
        let sent = tx.write_packet(piece).await;
        if sent.is_ok() && count == PACKET && stream.has_nothing_more() {
            // A full packet says that more follows; an empty one ends it.
            let _ = tx.write_packet(&[]).await;
        }
    }
}

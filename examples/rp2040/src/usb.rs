//! Two serial lines over USB: the wire to a controller, and the console.

use embassy_futures::join::{join, join3};
use embassy_futures::select::{Either, select};
use embassy_rp::peripherals::USB;
use embassy_rp::usb::{Driver, InterruptHandler};
use embassy_rp::{Peri, bind_interrupts};
use embassy_usb::class::cdc_acm::{CdcAcmClass, ControlChanged, Receiver, Sender, State};
use embassy_usb::{Builder, Config, UsbDevice};
use static_cell::{ConstStaticCell, StaticCell};

use crate::stream::Stream;

bind_interrupts!(struct Interrupts {
    USBCTRL_IRQ => InterruptHandler<USB>;
});

/// The largest packet of a full-speed bulk endpoint, in bytes.
const PACKET: usize = 64;

type Bus = Driver<'static, USB>;

/// The device, and its two lines.
pub(crate) struct Usb {
    device: UsbDevice<'static, Bus>,
    wire: CdcAcmClass<'static, Bus>,
    console: CdcAcmClass<'static, Bus>,
}

impl Usb {
    pub(crate) fn new(usb: Peri<'static, USB>) -> Self {
        static CONFIGURATION: ConstStaticCell<[u8; 256]> = ConstStaticCell::new([0; 256]);
        static BOS: ConstStaticCell<[u8; 32]> = ConstStaticCell::new([0; 32]);
        static CONTROL: ConstStaticCell<[u8; 64]> = ConstStaticCell::new([0; 64]);
        static WIRE: StaticCell<State<'_>> = StaticCell::new();
        static CONSOLE: StaticCell<State<'_>> = StaticCell::new();
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
        let wire = CdcAcmClass::new(&mut builder, WIRE.init(State::new()), PACKET as u16);
        let console = CdcAcmClass::new(&mut builder, CONSOLE.init(State::new()), PACKET as u16);
        Self {
            device: builder.build(),
            wire,
            console,
        }
    }

    /// Never ends.
    pub(crate) async fn carry<const A: usize, const B: usize, const C: usize, const D: usize>(
        self,
        wire: &Stream<A, B>,
        console: &Stream<C, D>,
    ) {
        let Self {
            mut device,
            wire: wire_line,
            console: console_line,
        } = self;
        join3(
            device.run(),
            carry(wire_line, wire),
            carry(console_line, console),
        )
        .await;
    }
}

async fn carry<const IN: usize, const OUT: usize>(
    line: CdcAcmClass<'static, Bus>,
    stream: &Stream<IN, OUT>,
) {
    let (tx, rx, control) = line.split_with_control();
    join(receive(rx, control, stream), send(tx, stream)).await;
}

async fn receive<const IN: usize, const OUT: usize>(
    mut rx: Receiver<'static, Bus>,
    control: ControlChanged<'static>,
    stream: &Stream<IN, OUT>,
) {
    let mut packet = [0; PACKET];
    loop {
        rx.wait_connection().await;
        loop {
            match select(rx.read_packet(&mut packet), control.control_changed()).await {
                Either::First(Ok(count)) => {
                    stream.came(packet.get(..count).unwrap_or_default()).await;
                }
                // Unplugged.
                Either::First(Err(_)) => break,
                Either::Second(()) if rx.dtr() => {}
                // Whoever had it open has closed it.
                Either::Second(()) => stream.ended(),
            }
        }
        stream.ended();
    }
}

async fn send<const IN: usize, const OUT: usize>(
    mut tx: Sender<'static, Bus>,
    stream: &Stream<IN, OUT>,
) {
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

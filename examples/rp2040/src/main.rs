//! The camera on a Raspberry Pi Pico: sets up the hardware, then turns and
//! sleeps. What is wired where stands in README.md.

#![no_std]
#![no_main]

mod board;
#[cfg(feature = "console")]
mod console;
mod entropy;
#[cfg(feature = "pairing")]
mod helper;
mod led;
mod light;
mod pins;
mod pwm;
mod usb;

use camera_app::stream::{Peers, Stream, carry};
use camera_app::{go_on, millis};
use camera_fsm::profile::REFERENCE;
use camera_fsm::time::Instant;
#[cfg(feature = "console")]
use camera_hal::console::terminal::Terminal;
use camera_hal::runner::Runner;
use camera_hal::wire::Transport;
use embassy_executor::{InterruptExecutor, Spawner};
use embassy_rp::interrupt;
use embassy_rp::interrupt::{InterruptExt as _, Priority};
#[cfg(feature = "radio")]
use embassy_rp::peripherals::UART1;
use embassy_rp::peripherals::{UART0, USB};
use embassy_rp::uart::{self as chip_uart, BufferedInterruptHandler, BufferedUart};
use embassy_rp::{Peri, bind_interrupts, pac};
use static_cell::ConstStaticCell;

use board::{LAYOUT, Pico, Radio};

bind_interrupts!(struct Interrupts {
    UART0_IRQ => BufferedInterruptHandler<UART0>;
    #[cfg(feature = "radio")]
    UART1_IRQ => BufferedInterruptHandler<UART1>;
});

static USB_WIRE: Stream = Stream::new();
static UART_WIRE: Stream = Stream::new();
#[cfg(feature = "console")]
static TERMINAL: Stream = Stream::new();
#[cfg(feature = "radio")]
static RADIO: Stream = Stream::new();

/// Who comes over the radio.
static GUESTS: [Stream; board::GUESTS] = [const { Stream::new() }; board::GUESTS];

/// USB in the first place, the UART in the second, and then the radio's guests.
fn wire() -> Peers<{ board::WIRES }> {
    Peers(core::array::from_fn(|place| match place {
        0 => (&USB_WIRE, Transport::Serial),
        1 => (&UART_WIRE, Transport::Serial),
        _ => (&GUESTS[place - 2], Transport::Tcp),
    }))
}

/// The lines go on whatever the camera does, in a software interrupt above its
/// own.
static LINES: InterruptExecutor = InterruptExecutor::new();

/// The camera goes on while a handshake is computed in the thread: the LED goes
/// on blinking, and the head stops.
static CAMERA: InterruptExecutor = InterruptExecutor::new();

#[interrupt]
fn SWI_IRQ_1() {
    #[expect(
        unsafe_code,
        reason = "this is the interrupt that it was started with, and nothing else calls it"
    )]
    unsafe {
        LINES.on_interrupt();
    }
}

#[interrupt]
fn SWI_IRQ_0() {
    #[expect(
        unsafe_code,
        reason = "this is the interrupt that it was started with, and nothing else calls it"
    )]
    unsafe {
        CAMERA.on_interrupt();
    }
}

#[embassy_executor::main]
async fn main(_thread: Spawner) {
    let pins = pins::of(embassy_rp::init(Default::default()));
    #[cfg(feature = "radio")]
    let radio = Radio::new(&RADIO, GUESTS.each_ref());
    #[cfg(not(feature = "radio"))]
    let radio = Radio::default();
    #[cfg_attr(not(feature = "pairing"), expect(unused_mut, reason = "see below"))]
    let mut board = Pico::new(pins.parts, wire(), radio);
    #[cfg(feature = "pairing")]
    let rng = board.another_rng();
    interrupt::SWI_IRQ_1.set_priority(Priority::P2);
    let lines = LINES.start(interrupt::SWI_IRQ_1);
    lines.spawn(serve_usb(pins.usb).expect("it is spawned once"));
    lines.spawn(serve_uart(serial(pins.serial), &UART_WIRE).expect("there is room for two"));
    #[cfg(feature = "radio")]
    lines.spawn(serve_uart(radio_line(pins.radio), &RADIO).expect("there is room for two"));
    interrupt::SWI_IRQ_0.set_priority(Priority::P3);
    CAMERA
        .start(interrupt::SWI_IRQ_0)
        .spawn(camera(board).expect("it is spawned once"));
    #[cfg(feature = "pairing")]
    helper::compute(rng).await;
}

#[embassy_executor::task]
async fn camera(board: Pico) {
    #[cfg(feature = "console")]
    let mut terminal = Terminal::new(&TERMINAL).with_plan(console::PLAN);
    let mut runner = start(board);
    #[cfg(feature = "console")]
    terminal.resume(runner.board());
    loop {
        #[cfg(feature = "console")]
        {
            // Its stream cannot fail.
            let _ = terminal.serve(now(), &mut runner);
            terminal.prove(&mut runner, now, &mut console::Patience);
        }
        #[cfg(feature = "pairing")]
        let wake_at = go_on(&mut runner, Some(&mut helper::Below), now);
        #[cfg(not(feature = "pairing"))]
        let wake_at = go_on(&mut runner, None, now);
        runner.board().wait(now(), wake_at).await;
    }
}

/// Not in the task itself, whose stack would be as deep as this for ever.
#[inline(never)]
fn start(board: Pico) -> Runner<Pico> {
    Runner::start(board, &REFERENCE, LAYOUT, now())
}

fn now() -> Instant {
    Instant::from_millis(millis(embassy_time::Instant::now().as_micros()))
}

fn serial(pins: pins::Serial) -> BufferedUart {
    static TX: ConstStaticCell<[u8; 64]> = ConstStaticCell::new([0; 64]);
    static RX: ConstStaticCell<[u8; 64]> = ConstStaticCell::new([0; 64]);
    let config = chip_uart::Config::default(); // 115 200 baud, 8N1
    BufferedUart::new(
        pins.uart,
        pins.tx,
        pins.rx,
        Interrupts,
        TX.take(),
        RX.take(),
        config,
    )
}

#[cfg(feature = "radio")]
fn radio_line(pins: pins::RadioLine) -> BufferedUart {
    static TX: ConstStaticCell<[u8; 64]> = ConstStaticCell::new([0; 64]);
    static RX: ConstStaticCell<[u8; 64]> = ConstStaticCell::new([0; 64]);
    let config = chip_uart::Config::default();
    BufferedUart::new(
        pins.uart,
        pins.tx,
        pins.rx,
        Interrupts,
        TX.take(),
        RX.take(),
        config,
    )
}

#[embassy_executor::task]
async fn serve_usb(usb: Peri<'static, USB>) {
    let streams = [
        &USB_WIRE,
        #[cfg(feature = "console")]
        &TERMINAL,
    ];
    usb::carry(usb, streams).await;
}

#[embassy_executor::task(pool_size = 2)]
async fn serve_uart(uart: BufferedUart, stream: &'static Stream) {
    let (tx, rx) = uart.split();
    // A break is how a serial line hangs up.
    carry(rx, tx, stream, |_, error| error == chip_uart::Error::Break).await;
}

/// Starts the camera again, as a crash: the machine counts those.
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {
        pac::WATCHDOG.ctrl().modify(|w| w.set_trigger(true));
    }
}

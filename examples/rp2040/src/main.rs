//! The camera on a Raspberry Pi Pico: sets up the hardware, then turns and
//! sleeps. What is wired where stands in README.md.

#![no_std]
#![no_main]

mod board;
mod entropy;
mod helper;
mod news;
mod pins;
mod pwm;
mod stream;
mod uart;
mod usb;
mod wake_pin;
mod wire;

use camera_app::go_on;
use camera_fsm::profile::REFERENCE;
use camera_fsm::time::Instant;
use camera_hal::console::Console;
use camera_hal::runner::Runner;
use embassy_executor::{InterruptExecutor, Spawner};
use embassy_rp::interrupt;
use embassy_rp::interrupt::{InterruptExt as _, Priority};
use embassy_rp::peripherals::{UART0, UART1, USB};
use embassy_rp::uart::{self as chip_uart, BufferedInterruptHandler, BufferedUart};
use embassy_rp::{Peri, bind_interrupts, pac};
use static_cell::ConstStaticCell;

use board::{LAYOUT, Pico, RadioLine};
use helper::Below;
use stream::Stream;
use usb::Usb;
use wire::{Peer, SerialWire};

bind_interrupts!(struct Interrupts {
    UART0_IRQ => BufferedInterruptHandler<UART0>;
    UART1_IRQ => BufferedInterruptHandler<UART1>;
});

/// Somebody types, and is answered in lines.
type Terminal = Stream<32, 1536>;

static USB_WIRE: Peer = Peer::new();
static UART_WIRE: Peer = Peer::new();
static TERMINAL: Terminal = Terminal::new();
static RADIO: RadioLine = RadioLine::new();

/// Everything but handshakes runs above the thread, in a software interrupt:
/// the LED goes on blinking, and the head stops, while one is computed.
static ABOVE: InterruptExecutor = InterruptExecutor::new();

#[interrupt]
fn SWI_IRQ_0() {
    #[expect(
        unsafe_code,
        reason = "this is the interrupt that it was started with, and nothing else calls it"
    )]
    unsafe {
        ABOVE.on_interrupt();
    }
}

#[embassy_executor::main]
async fn main(_below: Spawner) {
    let pins = pins::of(embassy_rp::init(Default::default()));
    let mut board = Pico::new(pins.parts, SerialWire([&USB_WIRE, &UART_WIRE]), &RADIO);
    let rng = board.another_rng();
    interrupt::SWI_IRQ_0.set_priority(Priority::P3);
    let above = ABOVE.start(interrupt::SWI_IRQ_0);
    above.spawn(serve_usb(pins.usb).expect("it is spawned once"));
    above.spawn(serve_uart(serial(pins.serial)).expect("it is spawned once"));
    above.spawn(serve_radio(radio(pins.radio)).expect("it is spawned once"));
    above.spawn(camera(board).expect("it is spawned once"));
    helper::compute(rng).await;
}

#[embassy_executor::task]
async fn camera(board: Pico) {
    let mut runner = Runner::start(board, &REFERENCE, LAYOUT, now());
    let mut console = Console::new();
    loop {
        let mut typed = [0; 1];
        while TERMINAL.read(&mut typed) > 0 {
            if let Some(command) = console.feed(typed[0]) {
                // Whoever does not read misses what does not fit.
                let _ = runner.console(now(), command, &mut &TERMINAL);
            }
        }
        let wake_at = go_on(&mut runner, Some(&mut Below), now);
        runner.board().wait(now(), wake_at).await;
    }
}

fn now() -> Instant {
    Instant::from_millis(embassy_time::Instant::now().as_millis())
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

fn radio(pins: pins::RadioLine) -> BufferedUart {
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
    Usb::new(usb).carry(&USB_WIRE, &TERMINAL).await;
}

#[embassy_executor::task]
async fn serve_uart(uart: BufferedUart) {
    uart::carry(uart, &UART_WIRE).await;
}

#[embassy_executor::task]
async fn serve_radio(uart: BufferedUart) {
    uart::carry(uart, &RADIO).await;
}

/// Starts the camera again, as a crash: the machine counts those.
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {
        pac::WATCHDOG.ctrl().modify(|w| w.set_trigger(true));
    }
}

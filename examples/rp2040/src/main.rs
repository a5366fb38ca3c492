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
#[cfg(any(feature = "serial", feature = "radio"))]
mod uart;
mod usb;

use camera_app::stream::{Peers, Stream};
use camera_app::{go_on, millis};
use camera_fsm::profile::REFERENCE;
use camera_fsm::time::Instant;
#[cfg(feature = "console")]
use camera_hal::console::terminal::Terminal;
use camera_hal::runner::Runner;
use camera_hal::wire::Transport;
use embassy_executor::{InterruptExecutor, SpawnError, SpawnToken, Spawner};
use embassy_rp::interrupt;
use embassy_rp::interrupt::{InterruptExt as _, Priority};
use embassy_rp::peripherals::USB;
use embassy_rp::{Peri, pac};

use board::{LAYOUT, Pico, Radio};

static USB_WIRE: Stream = Stream::new();
#[cfg(feature = "serial")]
static UART_WIRE: Stream = Stream::new();
#[cfg(feature = "console")]
static TERMINAL: Stream = Stream::new();
#[cfg(feature = "radio")]
static RADIO: Stream = Stream::new();

/// Who comes over the radio.
static GUESTS: [Stream; board::GUESTS] = [const { Stream::new() }; board::GUESTS];

/// By cable: USB in the first place, the UART in the second.
static CABLES: [&Stream; board::CABLES] = [
    &USB_WIRE,
    #[cfg(feature = "serial")]
    &UART_WIRE,
];

/// The cables, and then the radio's guests.
fn wire() -> Peers<{ board::WIRES }> {
    Peers(core::array::from_fn(|place| match CABLES.get(place) {
        Some(cable) => (*cable, Transport::Serial),
        None => (&GUESTS[place - CABLES.len()], Transport::Tcp),
    }))
}

/// The lines go on whatever the camera does, in a software interrupt above its
/// own.
static LINES: InterruptExecutor = InterruptExecutor::new();

/// The camera goes on while a handshake is computed in the thread: the LED goes
/// on blinking, and the head stops.
static CAMERA: InterruptExecutor = InterruptExecutor::new();

/// The entropy of who computes handshakes.
#[cfg(feature = "pairing")]
type Rng = chacha20::ChaCha20Rng;
#[cfg(not(feature = "pairing"))]
type Rng = ();

/// How deep the stack is below the thread's task while the camera starts, and while
/// a handshake is computed, in bytes; and below the camera's while that turns and
/// works. What is left there is wiped: it may be of a password, or of a key.
#[cfg(feature = "pairing")]
const THREAD_BYTES: usize = if cfg!(feature = "radio") {
    7_424
} else {
    5_120
};
#[cfg(feature = "pairing")]
const TURN_BYTES: usize = if cfg!(feature = "radio") {
    4_352
} else {
    3_072
};

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
    let (camera, _rng) = start();
    CAMERA
        .start(interrupt::SWI_IRQ_0)
        .spawn(camera.expect("it is spawned once"));
    #[cfg(feature = "pairing")]
    helper::compute(_rng).await;
}

/// Sets the hardware up and starts the lines. What is done once, with all its
/// locals, is no part of what goes on for ever.
#[inline(never)]
fn start() -> (Result<SpawnToken<impl Sized>, SpawnError>, Rng) {
    let pins = pins::of(embassy_rp::init(Default::default()));
    #[cfg(feature = "radio")]
    let radio = Radio::new(&RADIO, GUESTS.each_ref());
    #[cfg(not(feature = "radio"))]
    let radio = Radio::default();
    #[cfg_attr(not(feature = "pairing"), expect(unused_mut, reason = "see below"))]
    let mut board = Pico::new(pins.parts, wire(), radio);
    #[cfg(feature = "pairing")]
    let rng = board.another_rng();
    #[cfg(not(feature = "pairing"))]
    let rng = ();
    interrupt::SWI_IRQ_1.set_priority(Priority::P2);
    let lines = LINES.start(interrupt::SWI_IRQ_1);
    lines.spawn(serve_usb(pins.usb).expect("it is spawned once"));
    #[cfg(feature = "serial")]
    lines.spawn(uart::serve(uart::wire(pins.serial), &UART_WIRE).expect("there is room for two"));
    #[cfg(feature = "radio")]
    lines.spawn(uart::serve(uart::radio(pins.radio), &RADIO).expect("there is room for two"));
    interrupt::SWI_IRQ_0.set_priority(Priority::P3);
    (camera(board), rng)
}

#[embassy_executor::task]
async fn camera(board: Pico) {
    #[cfg(feature = "console")]
    let mut terminal = Terminal::new(&TERMINAL).with_plan(console::PLAN);
    let mut runner = Runner::new(board, &REFERENCE, LAYOUT, now());
    runner.boot();
    #[cfg(feature = "console")]
    terminal.resume(runner.board());
    loop {
        #[cfg(feature = "console")]
        {
            // Its stream cannot fail.
            let _ = terminal.serve(now(), &mut runner);
            terminal.prove(&mut runner, now, &mut console::Patience);
        }
        let wake_at = turn(&mut runner);
        #[cfg(feature = "pairing")]
        camera_app::wipe_stack::<TURN_BYTES>();
        runner.board().wait(now(), wake_at).await;
    }
}

/// All that can be done by now. Nothing of it lies in the frame of who wipes the stack
/// below that.
#[inline(never)]
fn turn(runner: &mut Runner<Pico>) -> Option<Instant> {
    #[cfg(feature = "pairing")]
    return go_on(runner, Some(&mut helper::Below), now);
    #[cfg(not(feature = "pairing"))]
    go_on(runner, None, now)
}

fn now() -> Instant {
    Instant::from_millis(millis(embassy_time::Instant::now().as_micros()))
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

/// Starts the camera again, as a crash: the machine counts those.
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {
        pac::WATCHDOG.ctrl().modify(|w| w.set_trigger(true));
    }
}

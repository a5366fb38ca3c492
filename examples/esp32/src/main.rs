//! The camera on an ESP32-C3 or ESP32-C6: sets up the hardware, then turns and
//! sleeps. What is wired where stands in README.md.

#![no_std]
#![no_main]

mod board;
mod console;
mod entropy;
mod flash;
mod helper;
mod pins;
mod pwm;
mod serial;
#[cfg(feature = "radio")]
mod wifi;
#[cfg(not(feature = "radio"))]
#[path = "no_wifi.rs"]
mod wifi;

use camera_app::go_on;
use camera_app::stream::{Peers, Stream};
use camera_fsm::profile::REFERENCE;
use camera_fsm::time::Instant;
use camera_hal::console::terminal::Terminal;
use camera_hal::runner::Runner;
use camera_hal::wire::Transport;
use embassy_executor::Spawner;
use esp_hal::clock::CpuClock;
use esp_hal::interrupt::Priority;
use esp_hal::peripherals::USB_DEVICE;
use esp_hal::timer::timg::TimerGroup;
use esp_rtos::embassy::InterruptExecutor;
use rand_core::Rng as _;
use static_cell::StaticCell;

use flash::LAYOUT;
use helper::Below;

/// Controllers at once: one by wire, those by Wi-Fi, and who finds no place.
const WIRES: usize = 1 + wifi::SOCKETS;

static UART_WIRE: Stream = Stream::new();

/// Somebody types, and is answered in lines.
static CONSOLE: Stream = Stream::new();

/// The lines by wire go on whatever the camera does, in an interrupt above it.
/// They need little, of the stack of whatever they interrupt.
static LINES: StaticCell<InterruptExecutor<1>> = StaticCell::new();

/// For the stacks of threads and for the vendor's driver; the camera itself
/// allocates nothing. It is the bootloader's RAM, which nobody else uses.
const HEAP_BYTES: usize = 64 * 1024;

esp_bootloader_esp_idf::esp_app_desc!();

#[esp_hal::main]
async fn main(spawner: Spawner) -> ! {
    let config = esp_hal::Config::default().with_cpu_clock(CpuClock::max());
    let pins = pins::of(esp_hal::init(config));
    esp_alloc::heap_allocator!(#[esp_hal::ram(reclaimed)] size: HEAP_BYTES);
    let timers = TimerGroup::new(pins.system.timer);
    esp_rtos::start(timers.timer0, pins.system.interrupt);
    let mut board = board::new(pins.parts, pins.entropy, peers(), wifi::radio());
    let mut below = Below::new(board.another_rng());
    wifi::start(spawner, pins.wifi, board.another_rng().next_u64());
    let lines = LINES.init(InterruptExecutor::new(pins.system.lines));
    let lines = lines.start(Priority::Priority2);
    lines.spawn(serve_uart(pins.serial).expect("it is spawned once"));
    lines.spawn(serve_usb(pins.usb).expect("it is spawned once"));
    let mut runner = Runner::new(board, &REFERENCE, LAYOUT, now());
    runner.boot();
    let mut terminal = Terminal::new(&CONSOLE).with_plan(console::PLAN);
    terminal.resume(runner.board());
    let mut said = None;
    loop {
        // Its stream cannot fail.
        let _ = terminal.serve(now(), &mut runner);
        terminal.prove(&mut runner, now, &mut console::Patience);
        let wake_at = go_on(&mut runner, Some(&mut below), now);
        wifi::say(&runner, now(), &mut said);
        runner.board().wait(now(), wake_at).await;
    }
}

/// The UART in the first place.
fn peers() -> Peers<WIRES> {
    Peers(core::array::from_fn(|place| match place {
        0 => (&UART_WIRE, Transport::Serial),
        _ => (&wifi::PEER[place - 1], Transport::Tcp),
    }))
}

fn now() -> Instant {
    Instant::from_millis(embassy_time::Instant::now().as_millis())
}

#[embassy_executor::task]
async fn serve_uart(pins: pins::Serial) {
    serial::uart(pins, &UART_WIRE).await;
}

#[embassy_executor::task]
async fn serve_usb(usb: USB_DEVICE<'static>) {
    serial::usb(usb, &CONSOLE).await;
}

/// Starts the camera again, as a crash: the machine counts those.
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    esp_hal::system::software_reset()
}

//! A camera without Wi-Fi: controllers come by wire. It says so when it is asked
//! to open its network.

use camera_app::stream::Stream;
use camera_fsm::time::Instant;
use camera_hal::board::Board;
use camera_hal::radio::NoRadio;
use camera_hal::runner::Runner;
use embassy_executor::Spawner;
use esp_hal::peripherals::WIFI;

/// What drives the radio.
pub(crate) type Radio = NoRadio;

/// Nobody comes by TCP.
pub(crate) const SOCKETS: usize = 0;

pub(crate) static PEER: [Stream; SOCKETS] = [];

pub(crate) fn radio() -> Radio {
    NoRadio::default()
}

pub(crate) fn start(_: Spawner, _: WIFI<'static>, _: u64) {}

pub(crate) fn say<B: Board>(_: &Runner<B>, _: Instant, _: &mut Option<()>) {}

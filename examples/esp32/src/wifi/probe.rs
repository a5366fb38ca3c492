//! What comes of being on a network: an address, and perhaps internet. That is
//! there when somebody out there tells the time.

use core::future::pending;

use camera_app::network_time::Heard;
use camera_app::wifi::Event;
use embassy_net::Stack;

use super::time;

/// What to wait for.
pub(super) enum Waits {
    Nothing,
    Address,
    Internet,
}

pub(super) async fn wait(home: Stack<'static>, waits: &Waits) -> Event {
    match waits {
        Waits::Nothing => pending().await,
        Waits::Address => {
            home.wait_config_up().await;
            Event::Address
        }
        Waits::Internet => {
            let Heard { is_there, unix_s } = time::ask(home).await;
            Event::Internet { is_there, unix_s }
        }
    }
}

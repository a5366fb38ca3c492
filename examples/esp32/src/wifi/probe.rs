//! What comes of being on a network: an address, and perhaps internet. That is
//! there when somebody out there tells the time: portals that want to be logged in
//! to answer names and pages themselves, but not that.

use core::future::pending;

use camera_app::wifi::Event;
use embassy_net::dns::DnsQueryType;
use embassy_net::udp::{PacketMetadata, UdpSocket};
use embassy_net::{IpEndpoint, Stack};

/// Whoever sells cameras has servers of their own.
const SERVER: &str = "pool.ntp.org";
const NTP_PORT: u16 = 123;

/// RFC 5905: version 4, a client's question; nothing else need be said.
const QUESTION: [u8; 48] = {
    let mut packet = [0; 48];
    packet[0] = 4 << 3 | 3;
    packet
};
/// What an answer says there, of whatever version.
const SERVER_MODE: u8 = 4;

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
        Waits::Internet => Event::Internet(has_internet(home).await),
    }
}

/// Ends when somebody has answered, or there is nobody to ask. It may wait for
/// ever: the caller knows how long.
async fn has_internet(home: Stack<'static>) -> bool {
    let Ok(servers) = home.dns_query(SERVER, DnsQueryType::A).await else {
        return false;
    };
    let (mut rx_meta, mut tx_meta) = ([PacketMetadata::EMPTY], [PacketMetadata::EMPTY]);
    let (mut rx, mut tx, mut answer) = ([0; 64], [0; 64], [0; 64]);
    let mut socket = UdpSocket::new(home, &mut rx_meta, &mut rx, &mut tx_meta, &mut tx);
    let Some(server) = servers.first().filter(|_| socket.bind(0).is_ok()) else {
        return false;
    };
    let server = IpEndpoint::new(*server, NTP_PORT);
    if socket.send_to(&QUESTION, server).await.is_err() {
        return false;
    }
    let answered = socket.recv_from(&mut answer).await;
    matches!(answered, Ok((48.., from)) if from.endpoint == server) && answer[0] & 7 == SERVER_MODE
}

//! Asks a server for the time, over UDP. What is asked, and what of an answer
//! holds, is in `camera_app::network_time`, and tested there.

use core::net::SocketAddr;

use camera_app::network_time::{self, Heard, PORT, SERVER};
use embassy_net::dns::DnsQueryType;
use embassy_net::udp::{PacketMetadata, UdpSocket};
use embassy_net::{IpAddress, IpEndpoint, Stack};
use esp_hal::rng::Rng;
use sntpc::{Error, NtpUdpSocket, Result};

/// Nobody to ask.
const NOBODY: Heard = Heard {
    is_there: false,
    unix_s: None,
};

/// Ends when somebody has answered, or there is nobody to ask. It may wait for
/// ever: the caller knows how long.
pub(super) async fn ask(home: Stack<'static>) -> Heard {
    let Ok(servers) = home.dns_query(SERVER, DnsQueryType::A).await else {
        return NOBODY;
    };
    let (mut rx_meta, mut tx_meta) = ([PacketMetadata::EMPTY], [PacketMetadata::EMPTY]);
    let (mut rx, mut tx) = ([0; 64], [0; 64]);
    let mut socket = UdpSocket::new(home, &mut rx_meta, &mut rx, &mut tx_meta, &mut tx);
    let Some(IpAddress::Ipv4(server)) = servers.first().filter(|_| socket.bind(0).is_ok()) else {
        return NOBODY;
    };
    // The radio is on: these are random.
    let rng = Rng::new();
    let nonce = u64::from(rng.random()) << 32 | u64::from(rng.random());
    let server = SocketAddr::new((*server).into(), PORT);
    network_time::ask(server, &Line(socket), nonce).await
}

struct Line<'a>(UdpSocket<'a>);

impl NtpUdpSocket for Line<'_> {
    async fn send_to(&self, bytes: &[u8], to: SocketAddr) -> Result<usize> {
        let SocketAddr::V4(to) = to else {
            return Err(Error::Network);
        };
        let to = IpEndpoint::new(IpAddress::Ipv4(*to.ip()), to.port());
        let sent = self.0.send_to(bytes, to).await;
        sent.map(|()| bytes.len()).map_err(|_| Error::Network)
    }

    async fn recv_from(&self, into: &mut [u8]) -> Result<(usize, SocketAddr)> {
        match self.0.recv_from(into).await {
            Ok((len, from)) => {
                let IpAddress::Ipv4(address) = from.endpoint.addr;
                Ok((len, SocketAddr::new(address.into(), from.endpoint.port)))
            }
            // Longer than an answer is.
            Err(_) => Err(Error::IncorrectPayload),
        }
    }
}

//! Says on the home network where the camera is.

use core::net::Ipv4Addr;

use camera_app::announce::Announcement;
use embassy_futures::select::{Either, select};
use embassy_net::udp::{PacketMetadata, UdpSocket};
use embassy_net::{IpEndpoint, Stack};
use embassy_sync::blocking_mutex::raw::CriticalSectionRawMutex;
use embassy_sync::signal::Signal;

/// What the camera's loop has to say, when it has changed.
pub(crate) static TOLD: Signal<CriticalSectionRawMutex, Announcement> = Signal::new();

/// RFC 6762, section 3.
const GROUP: Ipv4Addr = Ipv4Addr::new(224, 0, 0, 251);
const MDNS_PORT: u16 = 5353;

/// One packet, as large as it may be on Ethernet.
const PACKET: usize = 1472;

#[embassy_executor::task]
pub(super) async fn announce(home: Stack<'static>) {
    let mut buffers = [[0; PACKET]; 4];
    let [rx, tx, question, answer] = &mut buffers;
    let mut told = TOLD.wait().await;
    loop {
        home.wait_config_up().await;
        // A driver that has no room for one group has room for none.
        let _ = home.join_multicast_group(GROUP);
        let (mut rx_meta, mut tx_meta) = ([PacketMetadata::EMPTY; 4], [PacketMetadata::EMPTY; 4]);
        let mut socket = UdpSocket::new(home, &mut rx_meta, rx, &mut tx_meta, tx);
        if socket.bind(MDNS_PORT).is_ok() {
            let serves = serve(&socket, home, &mut told, question, answer);
            select(home.wait_config_down(), serves).await;
        }
    }
}

/// Until the network is gone: says it once unasked, and again when it has changed.
async fn serve(
    socket: &UdpSocket<'_>,
    home: Stack<'static>,
    told: &mut Announcement,
    question: &mut [u8],
    answer: &mut [u8],
) {
    let everybody = IpEndpoint::new(GROUP.into(), MDNS_PORT);
    let mut asked = None;
    loop {
        let Some(config) = home.config_v4() else {
            return;
        };
        let question_now = asked.map(|(len, from): (usize, IpEndpoint)| {
            let is_legacy = from.port != MDNS_PORT;
            (question.get(..len).unwrap_or_default(), is_legacy)
        });
        let to = match asked {
            Some((_, from)) if from.port != MDNS_PORT => from,
            _ => everybody,
        };
        let address = config.address.address();
        if let Some(data) = told.packet(address, question_now, answer) {
            let _ = socket.send_to(data, to).await;
        }
        asked = match select(TOLD.wait(), socket.recv_from(question)).await {
            Either::First(news) => {
                *told = news;
                None
            }
            Either::Second(Ok((len, from))) => Some((len, from.endpoint)),
            // Longer than a packet can be.
            Either::Second(Err(_)) => Some((0, everybody)),
        };
    }
}

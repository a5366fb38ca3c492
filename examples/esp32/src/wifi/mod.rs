//! Wi-Fi: the temporary network and the one at home, each with IP of its own.
//! **Built here, not run here**: there is no radio where this project is made. What
//! decides (what to do next, what a failure means) is in `camera_app::wifi`, and
//! tested there; here it is only carried out.

mod air;
mod mdns;
mod probe;
mod tcp;
mod time;
mod words;

use core::net::Ipv4Addr;

use camera_app::announce::Announcement;
use camera_app::stream::Stream;
use camera_app::wifi::Wifi;
use camera_fsm::time::Instant;
use camera_hal::board::Board;
use camera_hal::runner::Runner;
use embassy_executor::Spawner;
use embassy_net::{Config, Ipv4Cidr, Stack, StackResources, StaticConfigV4};
use esp_hal::peripherals::WIFI;
use esp_radio::wifi::Interface;
use leasehund::{DhcpConfig, DhcpServer};
use static_cell::StaticCell;

/// What drives the radio, as the camera's loop sees it.
pub(crate) type Radio = Wifi<air::Air>;

/// Controllers at once, by TCP; and one more, who is told that there is no place.
const PEERS: usize = 3;
pub(crate) const SOCKETS: usize = PEERS + 1;

pub(crate) static PEER: [Stream; SOCKETS] = [const { Stream::new() }; SOCKETS];

/// The camera in its temporary network: SPEC.md of `camera-proto`.
const HERE: Ipv4Addr = Ipv4Addr::new(192, 168, 4, 1);
const GUESTS: [Ipv4Addr; 2] = [Ipv4Addr::new(192, 168, 4, 2), Ipv4Addr::new(192, 168, 4, 9)];

/// TCP, and what gives addresses.
type ApSockets = StackResources<{ SOCKETS + 1 }>;
/// TCP, mDNS, and what gets an address, a name and the time.
type HomeSockets = StackResources<{ SOCKETS + 4 }>;

pub(crate) fn radio() -> Radio {
    Wifi::new(air::Air)
}

/// For the vendor's driver, beside what there is.
const HEAP_BYTES: usize = 48 * 1024;

/// Starts everything; nothing is on the air before the machine says so.
pub(crate) fn start(spawner: Spawner, wifi: WIFI<'static>, seed: u64) {
    esp_alloc::heap_allocator!(size: HEAP_BYTES);
    static AP: StaticCell<ApSockets> = StaticCell::new();
    static HOME: StaticCell<HomeSockets> = StaticCell::new();
    let here = Config::ipv4_static(StaticConfigV4 {
        address: Ipv4Cidr::new(HERE, 24),
        gateway: None,
        dns_servers: Default::default(),
    });
    let ap = AP.init(StackResources::new());
    let home = HOME.init(StackResources::new());
    let (ap, ap_runner) = embassy_net::new(Interface::access_point(), here, ap, seed);
    let dhcp = Config::dhcpv4(Default::default());
    let (home, home_runner) = embassy_net::new(Interface::station(), dhcp, home, !seed);
    spawner.spawn(run(ap_runner).expect(ONCE));
    spawner.spawn(run(home_runner).expect(ONCE));
    spawner.spawn(give_addresses(ap).expect(ONCE));
    spawner.spawn(mdns::announce(home).expect(ONCE));
    spawner.spawn(air::serve(wifi, home).expect(ONCE));
    let [peers @ .., last] = &PEER;
    for peer in peers {
        spawner.spawn(tcp::serve(peer, ap, home).expect(ONCE));
    }
    spawner.spawn(tcp::turn_away(peers, last, ap, home).expect(ONCE));
}

/// Says by mDNS what has changed since `said`.
pub(crate) fn say<B: Board>(runner: &Runner<B>, now: Instant, said: &mut Option<Announcement>) {
    let says = Announcement::of(runner, now);
    if let Some(says) = says.filter(|says| said.as_ref() != Some(says)) {
        mdns::TOLD.signal(says.clone());
        *said = Some(says);
    }
}

const ONCE: &str = "there is room for as many as are spawned";

#[embassy_executor::task(pool_size = 2)]
async fn run(mut network: embassy_net::Runner<'static, Interface>) {
    network.run().await;
}

/// Gives addresses in the temporary network.
#[embassy_executor::task]
async fn give_addresses(ap: Stack<'static>) {
    let mut server: DhcpServer<8, 1> = DhcpServer::with_config(DhcpConfig {
        server_ip: HERE,
        subnet_mask: Ipv4Addr::new(255, 255, 255, 0),
        router: Some(HERE),
        dns_servers: Default::default(),
        ip_pool_start: GUESTS[0],
        ip_pool_end: GUESTS[1],
        lease_time: 3_600,
        domain_name: None,
    });
    // It ends when there is no room for its socket; there is.
    let _ = server.run(ap).await;
}

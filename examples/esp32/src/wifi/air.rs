//! The vendor's driver. It keeps nothing in the flash: credentials come with each
//! order, and are in RAM only.

use core::future::pending;
use core::hash::{Hash as _, Hasher};
use core::task::Poll;

use camera_app::stream::NEWS;
use camera_app::wifi::{ApName, Driver, Event, Order, Target};
use camera_proto::vocab::{Bssid, Network, Security, Ssid};
use embassy_futures::poll_once;
use embassy_futures::select::{Either3, select3};
use embassy_net::Stack;
use embassy_sync::blocking_mutex::raw::CriticalSectionRawMutex;
use embassy_sync::channel::Channel;
use embassy_sync::signal::Signal;
use esp_hal::peripherals::WIFI;
use esp_radio::wifi::ap::{AccessPointConfig, AccessPointInfo};
use esp_radio::wifi::event::EventInfo;
use esp_radio::wifi::scan::ScanConfig;
use esp_radio::wifi::sta::StationConfig;
use esp_radio::wifi::{
    AuthenticationMethod, AuthenticationMethodConfig, Config, ConnectionError, ControllerConfig,
    CountryInfo, WifiController, WifiError,
};

use super::probe::has_internet;

static ORDER: Signal<CriticalSectionRawMutex, (u16, Order)> = Signal::new();
static EVENTS: Channel<CriticalSectionRawMutex, (u16, Event), 8> = Channel::new();

/// Networks of a scan, the loudest ones: as many as the camera lists, and as many again by the same names.
const HEARD_MAX: usize = 32;

/// The driver's task, as the camera's loop sees it.
#[derive(Debug)]
pub(crate) struct Air;

impl Driver for Air {
    fn begin(&mut self, number: u16, order: Order) {
        ORDER.signal((number, order));
    }

    fn happened(&mut self) -> Option<(u16, Event)> {
        EVENTS.try_receive().ok()
    }
}

async fn tell(number: u16, event: Event) {
    EVENTS.send((number, event)).await;
    NEWS.signal(());
}

#[embassy_executor::task]
pub(super) async fn serve(mut wifi: WIFI<'static>, home: Stack<'static>) {
    loop {
        let (number, order) = ORDER.wait().await;
        let config = ControllerConfig::default().with_country_info(CountryInfo::from(*b"01"));
        match (&order, WifiController::new(wifi.reborrow(), config)) {
            (Order::Off, _) => tell(number, Event::Done).await,
            (_, Err(error)) => tell(number, failed(error)).await,
            (_, Ok(controller)) => {
                let mut radio = OnAir {
                    controller,
                    home,
                    is_on_network: false,
                };
                let number = radio.follow(number, order).await;
                // Without its controller the radio is off.
                drop(radio);
                tell(number, Event::Done).await;
            }
        }
    }
}

/// What to wait for besides what happens by itself.
enum Waits {
    Nothing,
    Address,
    Internet,
}

struct OnAir<'d> {
    controller: WifiController<'d>,
    home: Stack<'static>,
    is_on_network: bool,
}

impl OnAir<'_> {
    /// Follows orders until it is to be silent; that order's number.
    async fn follow(&mut self, mut number: u16, mut order: Order) -> u16 {
        loop {
            let waits = match order {
                Order::Off => return number,
                Order::Address => Waits::Address,
                Order::Probe => Waits::Internet,
                order => {
                    match self.obey(number, order).await {
                        Ok(Some(event)) => tell(number, event).await,
                        Ok(None) => {}
                        Err(error) => tell(number, failed(error)).await,
                    }
                    Waits::Nothing
                }
            };
            (number, order) = self.watch(number, waits).await;
        }
    }

    /// Does what takes its time and then is over; joining is told by events.
    async fn obey(&mut self, number: u16, order: Order) -> Result<Option<Event>, WifiError> {
        match order {
            Order::Open(name) => {
                self.leave().await;
                // With a station beside it, so that it can scan, and join, without closing.
                let both = Config::AccessPointStation(StationConfig::default(), open(&name)?);
                self.controller.set_config(&both)?;
            }
            Order::Close => close()?,
            Order::Scan(name) => {
                let mut config = ScanConfig::default().with_max(HEARD_MAX);
                if let Some(name) = name {
                    config = config.with_ssid(name.as_bytes().try_into()?);
                }
                for heard in self.controller.scan_async(&config).await? {
                    if let Some(network) = network(&heard) {
                        tell(number, Event::Heard(network)).await;
                    }
                }
            }
            Order::Join { target, keeps } => {
                self.leave().await;
                let station = station(&target)?;
                let config = match keeps {
                    Some(name) => Config::AccessPointStation(station, open(&name)?),
                    None => Config::Station(station),
                };
                self.controller.set_config(&config)?;
                // The first poll begins it. What comes of it is an event, with the
                // driver's own code, which this call would not tell.
                let begun = poll_once(self.controller.connect_async());
                return match begun {
                    Poll::Ready(Err(ConnectionError::WifiError(error))) => Err(error),
                    _ => Ok(None),
                };
            }
            Order::Off | Order::Address | Order::Probe => {}
        }
        Ok(Some(Event::Done))
    }

    /// Leaves the network, and does not tell: whoever orders that knows.
    async fn leave(&mut self) {
        let _ = self.controller.disconnect_async().await;
        self.is_on_network = false;
    }

    /// Tells what happens, until the next order.
    async fn watch(&mut self, number: u16, mut waits: Waits) -> (u16, Order) {
        if self.is_on_network && !self.controller.is_connected() {
            // While nobody watched. Nobody knows why.
            self.is_on_network = false;
            tell(number, Event::Left { reason: 0 }).await;
        }
        let mut events = self
            .controller
            .subscribe()
            .expect("there is one subscriber");
        loop {
            let waited = wait(self.home, &waits);
            match select3(ORDER.wait(), events.next_event_pure(), waited).await {
                Either3::First(order) => return order,
                Either3::Second(EventInfo::StationConnected { authmode, .. }) => {
                    self.is_on_network = true;
                    tell(number, Event::Associated(security(authmode))).await;
                }
                Either3::Second(EventInfo::StationDisconnected { reason, .. }) => {
                    self.is_on_network = false;
                    tell(number, Event::Left { reason }).await;
                }
                Either3::Second(_) => {}
                Either3::Third(event) => {
                    waits = Waits::Nothing;
                    tell(number, event).await;
                }
            }
        }
    }
}

async fn wait(home: Stack<'static>, waits: &Waits) -> Event {
    match waits {
        Waits::Nothing => pending().await,
        Waits::Address => {
            home.wait_config_up().await;
            Event::Address
        }
        Waits::Internet => Event::Internet(has_internet(home).await),
    }
}

/// The temporary network: without a password, since what matters is sealed.
fn open(name: &ApName) -> Result<AccessPointConfig, WifiError> {
    Ok(AccessPointConfig::default()
        .with_ssid(name.as_slice().try_into()?)
        .with_authentication(AuthenticationMethodConfig::Open)
        .with_max_connections(4))
}

fn station(target: &Target) -> Result<StationConfig, WifiError> {
    let password = target.passphrase.as_bytes().try_into()?;
    let authentication = match target.security {
        Security::OPEN => AuthenticationMethodConfig::Open,
        // At least that: the driver also takes WPA3, and prefers it.
        _ => AuthenticationMethodConfig::Wpa2Personal(password),
    };
    let station = StationConfig::default()
        .with_ssid(target.ssid.as_bytes().try_into()?)
        .with_channel(target.channel)
        .with_authentication(authentication);
    Ok(match target.bssid {
        Some(Bssid(bssid)) => station.with_bssid(bssid),
        None => station,
    })
}

/// Closes the temporary network under a station that stays where it is. The
/// driver's crate would stop and start everything for that.
fn close() -> Result<(), WifiError> {
    /// Of `wifi_mode_t`.
    const STATION: u32 = 1;
    #[expect(unsafe_code, reason = "so it stands in the vendor's `esp_wifi.h`")]
    unsafe extern "C" {
        fn esp_wifi_set_mode(mode: u32) -> i32;
    }
    #[expect(
        unsafe_code,
        reason = "it takes a number, at any time while the driver is on, as it is here"
    )]
    let result = unsafe { esp_wifi_set_mode(STATION) };
    match result {
        0 => Ok(()),
        _ => Err(WifiError::Other),
    }
}

/// `None` for what hides its name.
fn network(heard: &AccessPointInfo) -> Option<Network> {
    // The driver's crate gives out what of a name is UTF-8, but hashes all of it:
    // 32 bytes, and then how many of them count.
    let mut whole = Whole::default();
    heard.ssid.hash(&mut whole);
    let (name, _) = whole.0.split_last_chunk::<1>()?;
    let (_, name) = name.split_last_chunk::<32>()?;
    Some(Network {
        ssid: Ssid::new(name.get(..heard.ssid.len())?).ok()?,
        bssid: Bssid(heard.bssid),
        rssi_dbm: heard.signal_strength,
        security: heard.auth_method.map_or(OTHER, heard_security),
        channel: heard.channel,
    })
}

/// All that is hashed.
#[derive(Default)]
struct Whole(heapless::Vec<u8, 64>);

impl Hasher for Whole {
    fn write(&mut self, bytes: &[u8]) {
        let _ = self.0.extend_from_slice(bytes);
    }

    fn finish(&self) -> u64 {
        0
    }
}

/// Something that no camera joins, and no version of the wire has a name for.
const OTHER: Security = Security(u8::MAX);

fn heard_security(method: AuthenticationMethod) -> Security {
    use AuthenticationMethod as Heard;
    match method {
        Heard::None => Security::OPEN,
        Heard::Wep => Security::WEP,
        Heard::Wpa => Security::WPA,
        Heard::Wpa2Personal | Heard::WpaWpa2Personal => Security::WPA2,
        Heard::Wpa3Personal => Security::WPA3,
        Heard::Wpa2Wpa3Personal => Security::WPA2_WPA3,
        Heard::Wpa2Enterprise
        | Heard::Wpa3Enterprise
        | Heard::Wpa2Wpa3Enterprise
        | Heard::WpaEnterprise => Security::ENTERPRISE,
        _ => OTHER,
    }
}

/// How it was joined: the vendor's `wifi_auth_mode_t`.
fn security(authmode: u32) -> Security {
    match authmode {
        0 => Security::OPEN,
        3 => Security::WPA2,
        6 => Security::WPA3,
        _ => OTHER,
    }
}

fn failed(error: WifiError) -> Event {
    Event::Failed(match error {
        WifiError::OutOfMemory => 1,
        WifiError::InvalidArguments => 2,
        WifiError::InvalidSsid => 3,
        WifiError::InvalidPassword => 4,
        WifiError::NotConnected => 5,
        WifiError::Unsupported => 6,
        _ => -1,
    })
}

//! The vendor's driver: built here, not run here. It keeps nothing in the flash: credentials come with each
//! order, and are in RAM only.

use core::task::Poll;

use camera_app::stream::NEWS;
use camera_app::wifi::{Driver, Event, Order, reason::security};
use embassy_futures::poll_once;
use embassy_futures::select::{Either3, select3};
use embassy_net::Stack;
use embassy_sync::blocking_mutex::raw::CriticalSectionRawMutex;
use embassy_sync::channel::Channel;
use embassy_sync::signal::Signal;
use esp_hal::peripherals::WIFI;
use esp_radio::wifi::event::EventInfo;
use esp_radio::wifi::scan::ScanConfig;
use esp_radio::wifi::sta::StationConfig;
use esp_radio::wifi::{
    Config, ConnectionError, ControllerConfig, CountryInfo, WifiController, WifiError,
};

use super::probe::{Waits, wait};
use super::words::{failed, network, open, station};

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
        if let Order::Off = order {
            tell(number, Event::Done).await;
            continue;
        }
        let config = ControllerConfig::default().with_country_info(CountryInfo::from(*b"01"));
        match WifiController::new(wifi.reborrow(), config) {
            Err(error) => tell(number, failed(error)).await,
            Ok(controller) => {
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

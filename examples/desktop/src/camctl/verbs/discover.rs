//! The cameras on this network, by mDNS.

use core::time::Duration;
use std::collections::BTreeMap;
use std::time::Instant;

use mdns_sd::{ResolvedService, ServiceDaemon, ServiceEvent, TxtProperty};
use serde_json::{Value, json};

use crate::camctl::failure::Failure;
use crate::camctl::session::Context;
use crate::camctl::{output, words};

const SERVICE: &str = "_camera-proto._tcp.local.";

/// Lists whatever answers in time.
pub(super) fn discover(context: &Context) -> Result<(), Failure> {
    let patience = context.timeout.unwrap_or(Duration::from_secs(3));
    let waiting = context.output.waiting("Listening");
    let found = browse(patience);
    drop(waiting);
    // A machine without multicast sees no cameras, which is no failure.
    let cameras = found.unwrap_or_else(|error| {
        context
            .output
            .note(&format!("Discovery does not work here: {error}."));
        BTreeMap::new()
    });
    let json: Value = cameras
        .iter()
        .map(|(name, camera)| to_json(name, camera))
        .collect();
    Ok(context
        .output
        .result(&json!({ "cameras": json }), &text(&cameras))?)
}

/// Cameras by their names, as the last word about each was.
fn browse(patience: Duration) -> mdns_sd::Result<BTreeMap<String, ResolvedService>> {
    let end = Instant::now() + patience;
    let daemon = ServiceDaemon::new()?;
    let events = daemon.browse(SERVICE)?;
    let mut cameras = BTreeMap::new();
    while let Ok(event) = events.recv_deadline(end) {
        match event {
            ServiceEvent::ServiceResolved(camera) => {
                let name = camera
                    .fullname
                    .trim_end_matches(SERVICE)
                    .trim_end_matches('.');
                cameras.insert(name.to_owned(), *camera);
            }
            ServiceEvent::ServiceRemoved(_, name) => {
                cameras.remove(name.trim_end_matches(SERVICE).trim_end_matches('.'));
            }
            _ => {}
        }
    }
    // The process ends soon; it need not wait for the daemon.
    let _ = daemon.shutdown();
    Ok(cameras)
}

/// All addresses, those of IPv4 first: more networks carry them.
fn addresses(camera: &ResolvedService) -> Vec<String> {
    let mut addresses: Vec<_> = camera.addresses.iter().collect();
    addresses.sort_by_key(|address| (address.to_ip_addr().is_ipv6(), address.to_ip_addr()));
    addresses.iter().map(ToString::to_string).collect()
}

fn to_json(name: &str, camera: &ResolvedService) -> Value {
    let addresses = addresses(camera);
    let property = |property: &TxtProperty| (property.key().to_owned(), property.val_str().into());
    let txt: serde_json::Map<String, Value> = camera.txt_properties.iter().map(property).collect();
    json!({
        "name": name,
        "address": addresses.first(),
        "addresses": addresses,
        "port": camera.port,
        "txt": txt,
    })
}

fn text(cameras: &BTreeMap<String, ResolvedService>) -> String {
    if cameras.is_empty() {
        return "No camera answers on this network.".to_owned();
    }
    let head = ["NAME", "ADDRESS", "MODEL", "DISC", "SETUP"].map(str::to_owned);
    let row = |(name, camera): (&String, &ResolvedService)| {
        let txt = |key| {
            let value = camera.txt_properties.get_property_val_str(key);
            words::printable(value.unwrap_or("-"))
        };
        let address = match addresses(camera).first() {
            Some(address) if address.contains(':') => format!("[{address}]:{}", camera.port),
            Some(address) => format!("{address}:{}", camera.port),
            None => "-".to_owned(),
        };
        [
            words::printable(name),
            address,
            txt("model"),
            txt("disc"),
            txt("setup"),
        ]
    };
    let rows: Vec<_> = [head].into_iter().chain(cameras.iter().map(row)).collect();
    output::table(&rows)
}

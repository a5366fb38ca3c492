//! The networks that the camera hears (R41).

use camera_proto::message::{Reply, Request};
use camera_proto::vocab::Network;
use serde_json::{Value, json};

use super::list;
use crate::camctl::failure::Failure;
use crate::camctl::output;
use crate::camctl::session::Context;
use crate::camctl::words;

/// Lists them, the best heard first.
pub(super) fn scan(context: &Context) -> Result<(), Failure> {
    let mut session = context.open()?;
    let waiting = context.output.waiting("The camera listens");
    let mut networks = list(&mut session.link, Request::Scan, |reply| match reply {
        Reply::Network(network) => Some(network),
        _ => None,
    })?;
    drop(waiting);
    networks.sort_by_key(|network| core::cmp::Reverse(network.rssi_dbm));
    let json: Value = networks.iter().map(words::network).collect();
    Ok(context
        .output
        .result(&json!({ "networks": json }), &text(&networks))?)
}

fn text(networks: &[Network]) -> String {
    if networks.is_empty() {
        return "The camera hears no network.".to_owned();
    }
    let head = ["NETWORK", "SIGNAL", "SECURITY", "CHANNEL", "ACCESS POINT"].map(str::to_owned);
    let row = |network: &Network| {
        [
            words::text(network.ssid.as_bytes()),
            format!("{} dBm", network.rssi_dbm),
            words::name(network.security.name(), network.security.0),
            network.channel.to_string(),
            words::bssid(network.bssid),
        ]
    };
    let rows: Vec<_> = [head].into_iter().chain(networks.iter().map(row)).collect();
    output::table(&rows)
}

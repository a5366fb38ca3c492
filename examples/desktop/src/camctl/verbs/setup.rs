//! Putting the camera on a network, through its hop to another channel (R42–R44).
//!
//! Joining may cost the link that the answer would come over. Then the
//! controller comes back and asks how the setup has ended.

use camera_proto::controller::Patience;
use camera_proto::interop::wifi_qr::WifiQr;
use camera_proto::message::{Provision, Reply, Request};
use camera_proto::vocab::{Band, Passphrase, Security, Ssid, SsidError};
use serde_json::json;

use crate::camctl::args::Setup;
use crate::camctl::failure::Failure;
use crate::camctl::link::LinkError;
use crate::camctl::session::Context;
use crate::camctl::{ask, hex, words};

/// Sets the camera up and waits for the end.
pub(super) fn setup(context: &Context, args: Setup) -> Result<(), Failure> {
    let request = Request::Provision(provision(&args)?);
    let patience = context.patience();
    let mut session = context.open_with(Patience {
        return_ms: patience.setup_ms,
        ..patience
    })?;
    let waiting = context
        .output
        .waiting("The camera joins the network; this may take a minute");
    match session.link.ask(&request) {
        Ok(Reply::Done) => {}
        Ok(_) => return Err(Failure::protocol()),
        Err(LinkError::Unanswered(_)) => {
            return Err(Failure::new(
                "Undecided",
                "The camera has not joined the network yet.",
                "Look again in a while: camctl status",
            ));
        }
        Err(error) => return Err(error.into()),
    }
    drop(waiting);
    done(context, &request)
}

fn done(context: &Context, request: &Request) -> Result<(), Failure> {
    let Request::Provision(Provision { ssid, .. }) = request else {
        return Ok(());
    };
    let name = String::from_utf8_lossy(ssid.as_bytes());
    let json = json!({ "setup": {
        "online": true,
        "ssid": name,
        "ssid_hex": hex::encode(ssid.as_bytes()),
    }});
    let text = format!("The camera is on the network {}.", words::printable(&name));
    Ok(context.output.result(&json, &text)?)
}

fn provision(args: &Setup) -> Result<Provision, Failure> {
    let network = match &args.qr {
        Some(text) => ask::network(text)?,
        None => named(args)?,
    };
    Ok(Provision {
        ssid: network.ssid,
        passphrase: network.passphrase,
        security: network.security,
        bssid: args.bssid,
        hidden: network.hidden,
        allow_no_internet: args.allow_no_internet,
        seen_on: args.seen_on.map_or(Band::Unknown, Band::from),
    })
}

/// The network that was given by its name.
fn named(args: &Setup) -> Result<WifiQr, Failure> {
    let ssid = match (&args.ssid, &args.ssid_hex) {
        (Some(name), _) => Ssid::new(name.as_encoded_bytes()),
        (None, Some(bytes)) => Ssid::new(&bytes.0),
        (None, None) => Err(SsidError::Empty),
    };
    let ssid = ssid.map_err(|error| {
        let message = format!("No such network: {error}.");
        Failure::usage(message, "See what the camera hears: camctl scan")
    })?;
    let open = args.security == Some(Security::OPEN);
    let passphrase = match open && !args.password_stdin {
        true => Passphrase::default(),
        false => ask::password(args.password_stdin)?,
    };
    Ok(WifiQr {
        ssid,
        passphrase,
        security: args.security,
        hidden: args.hidden,
    })
}

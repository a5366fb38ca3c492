//! Putting the camera on a network, through its hop to another channel (R42–R44).
//!
//! Joining may cost the link that the answer would come over. Then the camera
//! itself is asked, over a new link, how the setup has ended.

use core::time::Duration;
use std::thread::sleep;
use std::time::Instant;

use camera_proto::interop::wifi_qr::WifiQr;
use camera_proto::message::{Provision, Reply, Request};
use camera_proto::vocab::{
    Band, CameraState, Passphrase, Refusal, Security, Ssid, SsidError, Status,
};
use serde_json::json;

use crate::camctl::args::Setup;
use crate::camctl::failure::Failure;
use crate::camctl::link::LinkError;
use crate::camctl::session::Context;
use crate::camctl::{ask, hex, words};

/// How long a setup may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// How often to look how it goes, over a new link.
const PAUSE: Duration = Duration::from_millis(500);

/// Sets the camera up and waits for the end.
pub(super) fn setup(context: &Context, args: Setup) -> Result<(), Failure> {
    let request = Request::Provision(provision(&args)?);
    let patience = context.timeout.unwrap_or(PATIENCE).min(PATIENCE);
    let mut session = context.open()?;
    let waiting = context
        .output
        .waiting("The camera joins the network; this may take a minute");
    let end = Instant::now() + patience;
    // A link that dies silently is given up early enough to ask over another.
    let answer_due = Instant::now() + patience * 2 / 3;
    match session.link.ask_until(&request, answer_due) {
        Ok(Reply::Done) => {}
        Ok(_) => return Err(Failure::protocol()),
        Err(LinkError::Unreachable(_)) => {
            drop(session);
            await_verdict(context, end)?;
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

/// Looks again and again, over new links, until the setup has ended.
fn await_verdict(context: &Context, end: Instant) -> Result<(), Failure> {
    loop {
        let left = end.saturating_duration_since(Instant::now());
        let look = context
            .open_within(left.clamp(PAUSE, context.answer_timeout()))
            .and_then(|mut session| Ok(session.link.status()?));
        let undecided = match look {
            Ok(status) => match verdict(&status) {
                Some(Refusal::NONE) => return Ok(()),
                Some(why) => return Err(Failure::because(why)),
                None => Failure::new(
                    "Undecided",
                    "The camera has not joined the network yet.",
                    "Look again in a while: camctl status",
                ),
            },
            Err(failure) if failure.may_pass() => failure,
            Err(failure) => return Err(failure),
        };
        if Instant::now() + PAUSE >= end {
            return Err(undecided);
        }
        sleep(PAUSE);
    }
}

/// How the setup has ended, as far as a status tells; `NONE` is well.
fn verdict(status: &Status) -> Option<Refusal> {
    match (status.state, status.last_setup) {
        (CameraState::STARTING | CameraState::JOINING, _) => None,
        (CameraState::ONLINE, Refusal::NONE) => Some(Refusal::NONE),
        // It knows a network and looks for it: perhaps the one just given.
        (CameraState::CONNECTING, Refusal::NONE) => None,
        // Back without a reason: it has restarted meanwhile.
        (_, Refusal::NONE) => Some(Refusal::CANCELLED),
        (_, why) => Some(why),
    }
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
    let ssid = ssid.map_err(|error| Failure::usage(format!("No such network: {error}."), ""))?;
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

#[cfg(test)]
mod tests {
    use camera_proto::vocab::{Cdeg, Color, Fault, Flags, LedState, Pattern, ResetStage};

    use super::*;

    fn status(state: CameraState, last_setup: Refusal) -> Status {
        Status {
            state,
            led: LedState {
                color: Color::BLUE,
                pattern: Pattern(0),
            },
            pan: Cdeg(0),
            tilt: Cdeg(0),
            flags: Flags::default(),
            fault: Fault::NONE,
            reset: ResetStage::IDLE,
            last_setup,
            rssi_dbm: -40,
            window_s: 0,
            uptime_s: 1,
            epoch: 1,
        }
    }

    #[test]
    fn a_status_tells_how_the_setup_has_ended() {
        let (none, auth) = (Refusal::NONE, Refusal::AUTH_FAILURE);
        for (state, last, expected) in [
            (CameraState::JOINING, auth, None),
            (CameraState::STARTING, none, None),
            (CameraState::CONNECTING, none, None),
            (CameraState::ONLINE, none, Some(none)),
            (CameraState::ONLINE, auth, Some(auth)),
            (CameraState::CONNECTING, auth, Some(auth)),
            (CameraState::SETUP, auth, Some(auth)),
            (CameraState::SETUP, none, Some(Refusal::CANCELLED)),
        ] {
            assert_eq!(
                verdict(&status(state, last)),
                expected,
                "{state:?} {last:?}"
            );
        }
    }
}

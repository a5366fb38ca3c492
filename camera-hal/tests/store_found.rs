//! What the flash has lost, or not let go of, is told to whoever asks what is wrong.
#![cfg(all(feature = "pairing", feature = "console"))]

#[allow(dead_code, reason = "its head and LED are for other tests")]
mod home;

use camera_fsm::time::Instant;
use camera_hal::console::Command;
use camera_hal::mock::board::LAYOUT;
use camera_hal::mock::flash::Flaw;
use camera_hal::mock::radio::AccessPoint;
use camera_proto::message::{Finding, Name, Provision, Reply, Request, Setting};
use camera_proto::vocab::{
    Advice, Band, Bssid, Cause, Network, Passphrase, Security, Ssid, Symptom,
};
use heapless::Vec as Bounded;
use home::Home;

const PASSWORD: &[u8] = b"correct horse";

fn provision(ssid: &[u8]) -> Provision {
    Provision {
        ssid: Ssid::new(ssid).unwrap(),
        passphrase: Passphrase::new(PASSWORD).unwrap(),
        security: None,
        bssid: None,
        hidden: false,
        allow_no_internet: false,
        seen_on: Band::Unknown,
    }
}

/// A camera that was set up, among networks of these names.
fn set_up(names: [&[u8]; 2]) -> Home {
    let mut home = Home::new();
    home.pair(0);
    for name in names {
        let network = Network {
            ssid: Ssid::new(name).unwrap(),
            bssid: Bssid([2, 0, 0, 0, 0, 1]),
            rssi_dbm: -52,
            security: Security::WPA2,
            channel: 6,
        };
        let heard = AccessPoint::new(network, Passphrase::new(PASSWORD).unwrap());
        home.camera.board().radio.networks.push(heard).unwrap();
    }
    join(&mut home, names[0]);
    home
}

fn join(home: &mut Home, ssid: &[u8]) {
    let reply = home.reply(0, &Request::Provision(provision(ssid)));
    assert_eq!(reply, Reply::Done);
    home.pass(1_000);
}

fn findings(home: &Home) -> Vec<Finding> {
    let runner = &home.camera;
    runner.facts(home.now()).findings().collect()
}

fn has(home: &Home, symptom: Symptom, cause: Cause, advice: Advice) -> bool {
    findings(home)
        .iter()
        .any(|found| (found.symptom, found.cause, found.advice) == (symptom, cause, advice))
}

fn diagnosis(home: &mut Home) -> String {
    let (mut out, now) = (String::new(), Instant::from_millis(home.now_ms));
    let printed = home.camera.console(now, Command::Diagnose, &mut out);
    assert_eq!(printed, Ok(()));
    out
}

/// Where these bytes lie in the flash.
fn places(home: &mut Home, what: &[u8]) -> Vec<usize> {
    let image = home.camera.board().flash.image();
    let windows = image.windows(what.len()).enumerate();
    windows
        .filter(|(_, window)| *window == what)
        .map(|(at, _)| at)
        .collect()
}

/// A bit of the last record that holds these bytes falls.
fn rot(home: &mut Home, what: &[u8]) {
    let at = *places(home, what).last().expect("they are there");
    let byte = &mut home.camera.board().flash.image_mut()[at];
    *byte &= *byte - 1;
}

#[test]
fn r55_a_network_that_has_rotted_is_lost_and_not_just_none() {
    let mut home = set_up([b"our home net", b"another net"]);
    let lost = (
        Symptom::WONT_RECONNECT,
        Cause::DATA_DAMAGED,
        Advice::SET_UP_AGAIN,
    );
    assert!(!has(&home, lost.0, lost.1, lost.2));
    // Something is kept after it: the last record of all may also be one that a power cut has torn.
    let name = Name {
        name: Bounded::from_slice(b"porch").unwrap(),
    };
    let reply = home.reply(0, &Request::Set(Setting::Name(name)));
    assert_eq!(reply, Reply::Done);
    rot(&mut home, b"our home net");
    let mut home = home.restart();
    assert!(!home.camera.store().stored().network);
    assert!(has(&home, lost.0, lost.1, lost.2), "{:?}", findings(&home));
    let said = diagnosis(&mut home);
    assert!(
        said.contains("What it keeps for its owner cannot be read."),
        "{said}"
    );
}

#[test]
fn r55_a_controller_that_has_rotted_is_lost_until_somebody_has_paired() {
    let mut home = set_up([b"our home net", b"another net"]);
    let lost = (
        Symptom::CODE_FORGOTTEN,
        Cause::DATA_DAMAGED,
        Advice::USE_THE_LABEL,
    );
    assert!(!has(&home, lost.0, lost.1, lost.2));
    rot(&mut home, b"phone");
    let mut home = home.restart();
    assert_eq!(home.camera.store().stored().controllers, 0);
    assert!(has(&home, lost.0, lost.1, lost.2), "{:?}", findings(&home));
    let said = diagnosis(&mut home);
    assert!(said.contains("Use the code on its label"), "{said}");
    // Whoever pairs has a key again.
    home.press(camera_fsm::input::PinLevel::Down);
    home.pass(2_500);
    home.press(camera_fsm::input::PinLevel::Up);
    home.pass(3_000);
    home.pair(0);
    assert!(!has(&home, lost.0, lost.1, lost.2), "there is a new one");
}

/// What is not the owner's is missed by nobody; but flash that has lost it is not to be trusted.
#[test]
fn r55_a_journal_that_has_rotted_is_told() {
    let mut home = set_up([b"our home net", b"another net"]);
    let unsound = (
        Symptom::WONT_RESET,
        Cause::STORE_FAILURE,
        Advice::CONTACT_SUPPORT,
    );
    assert!(!has(&home, unsound.0, unsound.1, unsound.2));
    let log = &home.camera.board().flash.image()[LAYOUT.journal.base as usize..];
    let written = |sector: usize| {
        log[sector * 0x1000..][..0x1000]
            .iter()
            .rposition(|byte| *byte != 0xff)
    };
    let sector = (0..2).max_by_key(|sector| written(*sector)).unwrap();
    assert!(written(sector) > Some(24), "there is more than one record");
    // Within the first record, which is not the last.
    let at = LAYOUT.journal.base as usize + sector * 0x1000 + 20;
    let flash = &mut home.camera.board().flash;
    let bit = (0..8).find(|bit| flash.image()[at] & 1 << bit != 0);
    flash.image_mut()[at] ^= 1 << bit.expect("one can fall");
    let mut home = home.restart();
    assert!(
        has(&home, unsound.0, unsound.1, unsound.2),
        "{:?}",
        findings(&home)
    );
    let said = diagnosis(&mut home);
    assert!(said.contains("Its storage does not work."), "{said}");
    let home = home.restart();
    assert!(
        !has(&home, unsound.0, unsound.1, unsound.2),
        "it is dropped"
    );
    assert!(home.camera.store().stored().network, "and nothing else is");
}

/// The network is changed while the old sector does not erase: the change is done, and what it replaced is still there.
#[test]
fn r26_a_secret_that_does_not_go_away_is_told() {
    let mut home = set_up([b"our home net", b"another net"]);
    let owed = (
        Symptom::WONT_RESET,
        Cause::STORE_FAILURE,
        Advice::CONTACT_SUPPORT,
    );
    assert!(!has(&home, owed.0, owed.1, owed.2));
    let at = places(&mut home, b"our home net");
    let sector = (at[0] / 0x1000) as u32;
    let flash = &mut home.camera.board().flash;
    flash.wear(sector, Flaw::EraseError, u32::MAX);
    join(&mut home, b"another net");
    assert_eq!(places(&mut home, b"our home net"), at, "it is still there");
    assert!(has(&home, owed.0, owed.1, owed.2), "{:?}", findings(&home));
    let said = diagnosis(&mut home);
    assert!(said.contains("Its storage does not work."), "{said}");
    // So it is after a restart, until the sector erases.
    let mut home = home.restart();
    assert!(has(&home, owed.0, owed.1, owed.2), "{:?}", findings(&home));
    home.camera.board().flash.wear(sector, Flaw::EraseError, 0);
    let mut home = home.restart();
    assert!(!has(&home, owed.0, owed.1, owed.2), "{:?}", findings(&home));
    assert!(places(&mut home, b"our home net").is_empty());
}

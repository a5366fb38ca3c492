//! What comes before what, over all parts of a board: the order in which a camera does things is a promise.
#![cfg(feature = "pairing")]

#[allow(dead_code, reason = "its second core is for other tests")]
mod home;

use camera_fsm::action::RadioJob;
use camera_fsm::input::PinLevel;
use camera_fsm::led::Cue;
use camera_fsm::levels::Pose;
use camera_fsm::profile::REFERENCE;
use camera_fsm::time::Instant;
use camera_hal::console::Command;
use camera_hal::mock::board::LAYOUT;
use camera_hal::mock::journal::{Deed, Entry, Journal};
use camera_hal::mock::radio::AccessPoint;
use camera_proto::message::{
    MoveAbsolute, Provision, Recording, Reply, Request, ResetConfirm, ResetRequest, Setting,
    Storage,
};
use camera_proto::vocab::{
    Band, Bssid, Cdeg, Network, Passphrase, RecordingMode, ResetScope, Security, Speed, Ssid,
    StorageChoice,
};
use home::Home;

/// A camera in use, on its network, that records and looks aside.
fn in_use() -> Home {
    let mut home = Home::new();
    home.pair(0);
    let network = Network {
        ssid: Ssid::new(b"home").unwrap(),
        bssid: Bssid([2, 0, 0, 0, 0, 1]),
        rssi_dbm: -52,
        security: Security::WPA2,
        channel: 6,
    };
    let provision = Provision {
        ssid: network.ssid.clone(),
        passphrase: Passphrase::new(b"correct horse").unwrap(),
        security: None,
        bssid: None,
        hidden: false,
        allow_no_internet: false,
        seen_on: Band::Unknown,
    };
    let heard = AccessPoint::new(network, provision.passphrase.clone());
    home.camera.board().radio.networks.push(heard).unwrap();
    let choice = StorageChoice::LOCAL;
    let mode = RecordingMode::CONTINUOUS;
    let aside = MoveAbsolute {
        pan: Some(Cdeg(3_000)),
        tilt: Some(Cdeg(500)),
        speed: Speed(0),
    };
    for request in [
        Request::Provision(provision),
        Request::Set(Setting::Storage(Storage { choice })),
        Request::Set(Setting::Recording(Recording { mode })),
        Request::MoveAbsolute(aside),
    ] {
        let reply = home.reply(0, &request);
        assert!(matches!(reply, Reply::Done | Reply::Moving(_)), "{reply:?}");
    }
    home.pass(10_000);
    assert_eq!(home.pose().pan, Cdeg(3_000));
    home
}

fn entries(journal: &Journal) -> Vec<Entry> {
    assert_eq!(journal.lost(), 0, "it is all there");
    core::iter::from_fn(|| journal.take()).collect()
}

fn is_journal(at: u32) -> bool {
    (LAYOUT.journal.base..LAYOUT.user.base).contains(&at)
}

fn is_user(at: u32) -> bool {
    at >= LAYOUT.user.base
}

/// Where something is done first.
fn first(entries: &[Entry], what: impl Fn(Deed) -> bool) -> usize {
    let found = entries.iter().position(|entry| what(entry.deed));
    found.unwrap_or_else(|| panic!("never: {entries:#?}"))
}

/// Whatever a reset of everything was caused by.
fn check_reset(entries: &[Entry]) {
    let commit = first(
        entries,
        |deed| matches!(deed, Deed::Write { at, .. } if is_journal(at)),
    );
    let erase = first(
        entries,
        |deed| matches!(deed, Deed::Erase { at } if is_user(at)),
    );
    let reboot = first(entries, |deed| deed == Deed::Reboot);
    assert!(commit < erase && erase < reboot, "{entries:#?}");
    // Nothing of the user's is touched before the intent is kept (R21).
    let early = &entries[..commit];
    assert!(
        early.iter().all(|entry| !matches!(entry.deed,
            Deed::Write { at, .. } | Deed::Erase { at } if is_user(at))),
        "{early:#?}"
    );
    // The LED says so before the first erase (R10, R24).
    let mut shown = entries[..erase]
        .iter()
        .filter_map(|entry| match entry.deed {
            Deed::Led(frame) if frame.brightness > 0 => Some(frame.color),
            _ => None,
        });
    let resetting = REFERENCE.led.rhythm(Cue::Resetting).color();
    assert!(shown.next_back() == Some(resetting), "{entries:#?}");
    // And from the intent to the restart nothing that belongs to the old life is done (R21).
    for Entry { deed, .. } in &entries[commit..reboot] {
        let belongs = match deed {
            Deed::Radio(job) => !matches!(job, RadioJob::Off | RadioJob::StopAp),
            Deed::OpenRecordings | Deed::EraseRecordings | Deed::Audio { .. } => true,
            Deed::Eyes(eyes) => eyes.records,
            _ => false,
        };
        assert!(!belongs, "{deed:?}: {entries:#?}");
    }
    // The head looks ahead before the flash is busy (R62), and who restarts does nothing more.
    let mut poses = entries[..erase]
        .iter()
        .filter_map(|entry| match entry.deed {
            Deed::Head(pose) => Some(pose),
            _ => None,
        });
    assert_eq!(poses.next_back(), Some(Pose::HOME));
    assert_eq!(reboot, entries.len() - 1, "{:#?}", &entries[reboot..]);
}

/// Asked by an app: the recordings' key is dead (R20) before the app hears of it, and the app hears of it before
/// anything is erased (R32).
#[test]
fn r20_a_reset_by_an_app_is_kept_then_answered_then_done() {
    let mut home = in_use();
    let scope = ResetScope::Everything;
    let Reply::LossList(list) = home.reply(0, &Request::ResetRequest(ResetRequest { scope }))
    else {
        panic!("there is something to lose");
    };
    let journal = home.keep_journal();
    let token = list.token;
    let confirm = Request::ResetConfirm(ResetConfirm { token });
    assert_eq!(home.reply(0, &confirm), Reply::Done);
    home.pass(120_000);
    let entries = entries(journal);
    check_reset(&entries);
    let commit = first(&entries, |deed| matches!(deed, Deed::Write { .. }));
    let answer = first(&entries, |deed| matches!(deed, Deed::Say { .. }));
    let erase = first(&entries, |deed| matches!(deed, Deed::Erase { .. }));
    assert!(commit < answer && answer < erase, "{entries:#?}");
}

#[test]
fn r21_a_reset_by_the_button_keeps_the_same_order() {
    let mut home = in_use();
    home.press(PinLevel::Down);
    home.pass(6_000);
    let journal = home.keep_journal();
    home.press(PinLevel::Up);
    home.pass(120_000);
    check_reset(&entries(journal));
}

/// While a network is being joined, too: the join is given up, and none begins.
#[test]
fn r21_nothing_is_joined_between_the_intent_and_the_restart() {
    let mut home = in_use();
    home.camera.board().radio.networks.clear();
    let mut home = home.restart();
    let journal = home.keep_journal();
    home.press(PinLevel::Down);
    home.pass(6_000);
    home.press(PinLevel::Up);
    home.pass(120_000);
    let entries = entries(journal);
    let commit = first(
        &entries,
        |deed| matches!(deed, Deed::Erase { at } if is_user(at)),
    );
    let (before, after) = entries.split_at(commit);
    let joins = |entry: &Entry| {
        matches!(
            entry.deed,
            Deed::Radio(RadioJob::JoinStored | RadioJob::JoinTrial)
        )
    };
    assert!(before.iter().any(joins), "{before:#?}");
    assert!(!after.iter().any(joins), "{after:#?}");
    // The board did not restart at once: who was connected is hung up on, and that is all.
    let mut last = after.iter().rev().map(|entry| entry.deed);
    let last = last.find(|deed| !matches!(deed, Deed::HangUp(_)));
    assert_eq!(last, Some(Deed::Reboot));
}

/// The flash is as it was, and the last thing that it does is to restart.
#[test]
fn r34_a_restart_writes_nothing_of_the_user_and_is_the_last_deed() {
    let mut home = in_use();
    let journal = home.keep_journal();
    let now = Instant::from_millis(home.now_ms);
    let typed = home
        .camera
        .console(now, Command::Restart, &mut String::new());
    assert_eq!(typed, Ok(()));
    home.pass(60_000);
    let entries = entries(journal);
    let touches = |entry: &Entry| matches!(entry.deed, Deed::Write { at, .. } | Deed::Erase { at } if is_user(at));
    assert!(!entries.iter().any(touches), "{entries:#?}");
    let reboot = first(&entries, |deed| deed == Deed::Reboot);
    assert_eq!(reboot, entries.len() - 1, "{entries:#?}");
}

//! What a camera goes on doing while half a handshake is computed elsewhere.
#![cfg(feature = "pairing")]

#[allow(dead_code, reason = "what it can do is for other tests")]
mod home;

use camera_fsm::input::{ClientId, PinLevel};
use camera_fsm::levels::LedFrame;
use camera_hal::wire::Transport;
use camera_proto::controller::{Input, Told};
use camera_proto::message::{Enroll, Invite, MoveContinuous, Refused, Rename, Reply, Request};
use camera_proto::vocab::{CameraState, Color, PairingSecret, Refusal, Role, Velocity};
use heapless::Vec as Bounded;
use home::{App, Computes, Home};

/// An owner, and a second app whose share waits to be answered.
fn in_the_middle_of_a_pairing() -> Home {
    let mut home = Home::new();
    home.pair(0);
    home.computes = Computes::Another;
    let invite = Request::Invite(Invite {
        role: Role::USER,
        valid_s: 300,
        record: home::label().to_message(),
    });
    assert_eq!(home.reply(0, &invite), Reply::Done);
    home.begin_to_pair(1);
    home
}

#[test]
fn r01_r10_r60_button_led_and_head_go_on_while_a_pairing_is_computed() {
    let mut home = in_the_middle_of_a_pairing();

    // The LED blinks: a second of setup has both light and dark.
    let shown = home.shown(1_000);
    assert!(shown.iter().any(|frame| frame.brightness > 0), "{shown:?}");
    assert!(shown.iter().any(|frame| frame.brightness == 0), "{shown:?}");

    // The owner's head moves, and stops where it is told to.
    let on = Request::MoveContinuous(MoveContinuous {
        pan: Velocity(50),
        tilt: Velocity(0),
        lease_ms: 2_000,
    });
    let reply = home.reply(0, &on);
    assert!(matches!(reply, Reply::Moving(_)), "{reply:?}");
    home.pass(500);
    let on_its_way = home.pose();
    home.pass(100);
    assert_ne!(home.pose(), on_its_way, "it moves");
    let reply = home.reply(0, &Request::Stop);
    assert!(matches!(reply, Reply::Moving(_) | Reply::Done), "{reply:?}");
    home.pass(1_000);
    let stopped = home.pose();
    home.pass(1_000);
    assert_eq!(home.pose(), stopped, "it stands");

    // The pairing ends well, and late as it is, its key works.
    let computed = home.compute();
    home.give_back(computed);
    let told = home.ask(1, Input::Tick);
    assert!(matches!(told, Told::Enrolled(_)), "{told:?}");
}

#[test]
fn r20_a_reset_by_the_button_does_not_wait_for_a_pairing() {
    let mut home = in_the_middle_of_a_pairing();
    home.press(PinLevel::Down);
    home.pass(6_000);
    let shown = home.shown(1_000);
    let amber = |frame: &LedFrame| frame.brightness > 0 && frame.color == Color::AMBER;
    assert!(shown.iter().any(amber), "the hold shows: {shown:?}");
    home.press(PinLevel::Up);
    home.pass(10_000);
    assert!(home.camera.is_rebooting());
    // What comes of the pairing comes too late, and changes nothing.
    let computed = home.compute();
    home.give_back(computed);
    home.pass(1_000);
}

#[test]
fn a_handshake_of_who_has_left_is_dropped() {
    let mut home = in_the_middle_of_a_pairing();
    let late = home.compute();
    home.hang_up(1);
    home.pass(100);
    // One at a time: the other core is still busy, whoever it computes for.
    home.share(1);
    assert!(home.handshake.is_none());
    assert!(!home.camera.has_work());
    // Answered by the share of the one before, this pairing could only fail.
    home.give_back(late);
    home.pass(100);
    let computed = home.compute();
    home.give_back(computed);
    let told = home.ask(1, Input::Tick);
    assert!(matches!(told, Told::Enrolled(_)), "{told:?}");
}

#[test]
fn r49_nobody_takes_a_name_that_cannot_be_read() {
    let mut home = Home::new();
    home.pair(0);
    let reply = home.reply(0, &Request::Status);
    assert!(
        matches!(&reply, Reply::Status(status) if status.state == CameraState::SETUP),
        "{reply:?}"
    );
    let invalid = Reply::Refused(Refused::because(Refusal::INVALID_NAME));
    for name in [&b""[..], b"a\tb", b"\xff"] {
        let name = Bounded::from_slice(name).unwrap();
        let key_id = camera_proto::vocab::KeyId([0; 8]);
        let rename = Request::Rename(Rename {
            key_id,
            name: name.clone(),
        });
        assert_eq!(home.reply(0, &rename), invalid);
        assert_eq!(home.reply(0, &Request::Enroll(Enroll { name })), invalid);
    }
}

#[test]
fn r43_a_pairing_is_bound_to_the_link_of_its_own_place() {
    let serial = ClientId(1);
    for (place, by, works) in [
        (0, Transport::Tcp, true),
        (1, Transport::Serial, true),
        // Carried over from one link to the other.
        (0, Transport::Serial, false),
        (1, Transport::Tcp, false),
    ] {
        let mut home = Home::new();
        home.camera.board().wire.serial = Some(serial);
        home.apps[0] = App::by(place, by);
        let told = home.ask(0, Input::Reach(PairingSecret::CODE));
        assert!(matches!(told, Told::Hello(_)), "{told:?}");
        let told = home.ask(0, Input::Pair(&home::code(), &home::name()));
        assert_eq!(matches!(told, Told::Enrolled(_)), works, "{told:?}");
    }
}

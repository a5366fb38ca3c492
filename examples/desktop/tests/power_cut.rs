//! Pulls the plug at every flash operation of the guide's story, before, in
//! the middle of, and after it, and starts the camera again: it must be
//! untouched or finished, and what was to be erased must be nowhere (R20,
//! R21, R26, R44).

use camera_desktop::sim::flash::Region;
use camera_desktop::world::House;
use camera_fsm::profile::REFERENCE;
use camera_fsm::scenario::{Line, Moment, Power, World, parse, step};
use camera_fsm::time::Instant;
use camera_proto::vocab::{CameraState, Fault};

/// Two lives of a camera, each with a network and a controller of its own,
/// each ended by a reset: one by the button, one by its controller.
const STORY: &str = include_str!("two_lives.scenario");

/// The passwords of the two lives, and the wrong one that never worked.
const PASSWORDS: [&[u8]; 2] = [b"correct horse", b"battery staple"];
const WRONG: &[u8] = b"wrong horse";

fn house() -> House {
    House::in_memory(&REFERENCE, 7).expect("a camera")
}

/// Plays until the end, or until the power is cut. What is expected after the
/// cut cannot be seen any more.
fn play_until_cut(house: &mut House) {
    for (number, line) in parse(STORY) {
        let line = line.unwrap_or_else(|error| panic!("line {number}: {error}"));
        let _ = step(house, &line, Instant::default());
        if !house.camera.board().flash.is_powered() {
            return;
        }
    }
}

/// Plugs the camera in again, and gives it time.
fn recover(house: &mut House) {
    house.act(&Line::Power(Power::Off)).expect("off");
    house
        .act(&Line::Button(camera_fsm::input::PinLevel::Up))
        .expect("up");
    house.act(&Line::Power(Power::On)).expect("on");
    house.advance(60_000);
}

/// What must hold of a camera that has come back.
fn check(house: &mut House, at: &str) {
    let now = house.now();
    let holds: Vec<bool> = PASSWORDS
        .iter()
        .map(|password| house.flash_holds(password))
        .collect();
    let secrets = house.secrets();
    let held = secrets
        .iter()
        .filter(|secret| house.flash_holds(secret))
        .count();
    assert!(
        !house.flash_holds(WRONG),
        "{at}: the wrong password is in the flash"
    );

    let runner = house
        .camera
        .runner()
        .unwrap_or_else(|| panic!("{at}: it does not run"));
    let status = runner.device().status(now);
    let stored = *runner.store().stored();
    assert_eq!(status.fault, Fault::NONE, "{at}");
    assert!(
        stored.reset.is_none_or(|reset| reset.finished),
        "{at}: a reset is not finished: {stored:?}"
    );
    // Untouched, or finished: online with the credentials of this life, or
    // waiting to be set up with none at all.
    match status.state {
        CameraState::ONLINE => {
            let life = status.epoch as usize;
            assert!(stored.network, "{at}: online without credentials");
            for (of, held) in holds.iter().enumerate() {
                assert_eq!(*held, of == life, "{at}: password {of} in life {life}");
            }
        }
        CameraState::SETUP => {
            assert!(!stored.network, "{at}: credentials, but not online");
            assert_eq!(holds, [false, false], "{at}: a password is left");
            if stored.controllers == 0 {
                assert_eq!(held, 0, "{at}: a key is left");
                let user = house.camera.board().flash.region(Region::User);
                let written = user.iter().filter(|byte| **byte != 0xff).count();
                assert!(
                    written <= 12,
                    "{at}: {written} bytes are left in the user region"
                );
            }
        }
        state => panic!("{at}: neither online nor in setup, but {state:?}"),
    }
}

#[test]
fn r21_power_cut_at_every_flash_operation_is_untouched_or_finished() {
    let mut whole = house();
    play_until_cut(&mut whole);
    let units = whole.camera.board().flash.units();
    recover(&mut whole);
    check(&mut whole, "without a cut");

    let mut cuts = 0;
    for unit in 1..=units {
        for moment in [Moment::Before, Moment::Half, Moment::After] {
            let at = format!("cut {moment:?} flash operation {unit} of {units}");
            let mut house = house();
            let cut = Power::CutAtFlashOp { op: unit, moment };
            house.act(&Line::Power(cut)).expect("a cut");
            play_until_cut(&mut house);
            assert!(!house.camera.board().flash.is_powered(), "{at}: no cut");
            recover(&mut house);
            check(&mut house, &at);
            cuts += 1;
        }
    }
    println!("{cuts} power cuts at {units} flash operations");
    assert!(cuts > 500, "the story writes less than it should");
}

#[test]
fn the_story_of_the_two_lives_holds() {
    let mut house = house();
    let report =
        camera_fsm::scenario::run(&mut house, STORY).unwrap_or_else(|error| panic!("{error}"));
    println!("{} expectations in {} ms", report.expectations, report.ms);
}

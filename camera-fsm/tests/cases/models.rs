//! The guide's life of a camera, told with the times of each model: setup, a
//! press that does nothing, and a reset.

use crate::world::World;
use camera_fsm::profile::{ALL, BUTTONLESS, Fires, Profile, SINGLE_COLOR};
use camera_fsm::scenario::run;

fn play(world: &mut World, profile: &Profile, story: &str) {
    if let Err(error) = run(world, story) {
        panic!("{error}\non {} of the story\n{story}", profile.name);
    }
}

fn press(held_ms: u32) -> String {
    format!("button down\nadvance {held_ms}\nbutton up\nadvance 100\n")
}

/// On its network, with its controller connected.
fn set_up(profile: &'static Profile) -> World {
    let mut world = World::new(profile);
    let opens = match profile.reset.auto_setup_ms {
        Some(_) => String::new(),
        None => format!("advance 5s\n{}", press(profile.button.setup_from_ms + 100)),
    };
    let story = format!(
        r#"
        router set {{"network":[{{"ssid":"Home","password":"correct horse"}}]}}
        power on
        {opens}
        expect state setup within 30s
        controller pair
        expect reply done within 30s
        controller setup Home "correct horse"
        expect reply done within 60s
        expect window closed
        advance 5s
        controller connect
        expect reply done
        "#
    );
    play(&mut world, profile, &story);
    world
}

#[test]
fn r01_r20_r23_every_model_is_set_up_and_reset_by_its_own_times() {
    for profile in ALL {
        let mut world = set_up(profile);
        let times = &profile.button;
        for held_ms in [times.setup_from_ms - 1, times.reset_from_ms - 1] {
            let story = format!("{}expect state online throughout 1min", press(held_ms));
            play(&mut world, profile, &story);
        }
        let resets = press(times.reset_from_ms);
        let after = match profile.reset.auto_setup_ms {
            Some(_) => "setup",
            None => "unprovisioned",
        };
        let story = format!(
            "{resets}expect state resetting within 100\nexpect state {after} within 2min\nexpect epoch 1\nexpect no-secrets"
        );
        play(&mut world, profile, &story);
    }
}

#[test]
fn r03_a_model_that_fires_while_held_fires_once_however_long_it_is_held() {
    assert_eq!(SINGLE_COLOR.button.fires, Fires::WhileHeld);
    let mut world = set_up(&SINGLE_COLOR);
    // Over its own restart, and until it is stuck, which passes.
    let story = "
        button down
        advance 9990
        expect state online
        advance 200
        expect state resetting
        expect epoch 1 within 2min
        expect fault button-stuck within 2min
        advance 10min
        button up
        expect fault none within 100
        advance 10min
        expect epoch 1
        ";
    play(&mut world, &SINGLE_COLOR, story);
}

#[test]
fn r45_a_model_without_a_button_is_open_as_long_as_it_may_and_not_shut_for_good() {
    let mut world = World::new(&BUTTONLESS);
    let story = "
        power on
        expect state setup within 5s
        expect state setup throughout 890s
        expect state unprovisioned within 1min
        power off
        power on
        expect state setup within 5s
        ";
    play(&mut world, &BUTTONLESS, story);
    assert_eq!(BUTTONLESS.provision.attempts_max, u8::MAX);
}

//! The power goes at every operation and at every moment of a reset (R21): the
//! camera is untouched, or finishes by itself; never half erased and online.

use crate::in_use::{in_use, play};
use crate::world::World;
use camera_fsm::scenario::World as _;
use camera_proto::vocab::{CameraState, ResetScope};

const BY_BUTTON: &str = "
button down
advance 6s
button up
";

fn by_controller(scope: &str) -> String {
    format!(
        "
        controller reset {scope}
        expect reply done within 1s
        controller confirm
        "
    )
}

/// The power returns: for two minutes the camera is whole whenever it is
/// online; then it is untouched, or the reset is finished.
fn check_recovery(world: &mut World, scope: ResetScope, of: &str) {
    play(world, "power on");
    let limit = world.now().after(120_000);
    while world.now() < limit {
        let epoch = world.flash.reset.map_or(0, |record| record.epoch);
        let sight = world.see();
        let state = sight.status.map(|status| status.state);
        let begun = epoch > 0 && scope == ResetScope::Everything;
        assert!(
            !begun || state != Some(CameraState::ONLINE),
            "online while erased, {of}"
        );
        world.advance_to_change(limit);
    }
    match world.flash.reset {
        None => play(
            world,
            "expect state online\nexpect epoch 0\nexpect user-flash used",
        ),
        Some(record) => {
            assert!(record.finished, "unfinished, {of}");
            assert_eq!(record.count, 1, "counts once, {of}");
            assert_eq!(record.scope, scope);
            play(
                world,
                match scope {
                    ResetScope::Everything => {
                        "expect state setup\nexpect epoch 1\nexpect user-flash formatted\nexpect no-secrets"
                    }
                    ResetScope::KeepNetwork => "expect state online\nexpect epoch 0",
                    ResetScope::ForgetNetwork => "expect state setup\nexpect epoch 0",
                },
            );
        }
    }
}

/// Cuts at every operation of that reset, before, half way and after it.
fn cut_at_every_store_job(reset: &str, scope: ResetScope) -> u32 {
    let mut cuts = 0;
    for moment in ["before", "half", "after"] {
        for op in 1.. {
            let of = format!("cut {moment} operation {op}");
            let mut world = in_use();
            play(
                &mut world,
                &format!("power cut-at-flash-op {op} {moment}\n{reset}"),
            );
            world.advance(20_000);
            if world.camera().is_some() {
                break;
            }
            cuts += 1;
            check_recovery(&mut world, scope, &of);
        }
    }
    cuts
}

#[test]
fn r21_power_cut_at_every_store_job() {
    let cuts = cut_at_every_store_job(BY_BUTTON, ResetScope::Everything);
    assert_eq!(cuts, 3 * 7, "every operation of a reset by button");
}

#[test]
fn r21_power_cut_at_every_store_job_of_a_reset_by_controller() {
    let everything = by_controller("everything");
    let cuts = cut_at_every_store_job(&everything, ResetScope::Everything);
    assert_eq!(cuts, 3 * 7);
    let keep = by_controller("keep-network");
    assert_eq!(
        cut_at_every_store_job(&keep, ResetScope::KeepNetwork),
        3 * 3
    );
    let forget = by_controller("forget-network");
    assert_eq!(
        cut_at_every_store_job(&forget, ResetScope::ForgetNetwork),
        3 * 3
    );
}

#[test]
fn r21_power_cut_at_every_store_job_of_the_recovery_too() {
    for first in 2..=7 {
        for second in 1..=6 {
            let of = format!("cut at {first}, and at {second} of the recovery");
            let mut world = in_use();
            play(
                &mut world,
                &format!("power cut-at-flash-op {first} half\n{BY_BUTTON}"),
            );
            world.advance(20_000);
            assert!(world.camera().is_none());
            play(
                &mut world,
                &format!("power cut-at-flash-op {second} half\npower on"),
            );
            world.advance(20_000);
            assert!(world.camera().is_none(), "{of}");
            check_recovery(&mut world, ResetScope::Everything, &of);
        }
    }
}

#[test]
fn r21_power_cut_at_any_millisecond() {
    for ms in (0..400).step_by(3) {
        let mut world = in_use();
        play(&mut world, &format!("{BY_BUTTON}advance {ms}\npower off"));
        check_recovery(
            &mut world,
            ResetScope::Everything,
            &format!("cut after {ms} ms"),
        );
    }
}

#[test]
fn r23_a_reset_restarts_once() {
    let mut world = in_use();
    play(&mut world, BY_BUTTON);
    world.advance(60_000);
    assert_eq!(world.reboots, 1);
}

//! What the machine does where a story would say too much about its world.

use crate::hand::{Hand, JOINED, KNOWN, TRIAL};
use crate::in_use::{in_use, play};
use camera_fsm::action::{Action, Answer, RadioJob, StoreJob};
use camera_fsm::input::{Ask, ClientId, Input, OpResult, PinLevel, Stored};
use camera_fsm::profile::REFERENCE;
use camera_proto::message::Refused;
use camera_proto::vocab::{CameraState, Refusal, Role};

const HOLD: &str = "
button down
advance 6s
button up
expect state resetting within 100
";

#[test]
fn r04_a_restart_does_not_lose_a_reset() {
    play(
        &mut in_use(),
        "
        button down
        advance 6s
        button up
        advance 18
        controller restart
        expect reply done
        expect state resetting within 4
        expect state unprovisioned within 2min
        expect epoch 1
        expect no-secrets
        ",
    );
}

#[test]
fn r25_a_store_that_fails_is_tried_again() {
    let mut world = in_use();
    world.worn = REFERENCE.reset.tries as u32 - 1;
    play(&mut world, HOLD);
    play(
        &mut world,
        "expect state unprovisioned within 2min\nexpect no-secrets\nexpect epoch 1",
    );
}

#[test]
fn r25_a_store_that_never_erases_is_a_hardware_fault() {
    let mut world = in_use();
    world.worn = u32::MAX;
    play(&mut world, HOLD);
    let broken = "
    expect fault store within 30s
    expect state broken
    expect reset failed
    expect led red solid-with-counted-dips
    expect radio off
    ";
    play(&mut world, broken);
    // Not even a power cycle makes it look well; a reset that works does.
    play(&mut world, "power off\npower on");
    play(&mut world, broken);
    world.worn = 0;
    play(&mut world, HOLD);
    play(
        &mut world,
        "expect state unprovisioned within 2min\nexpect no-secrets\nexpect epoch 1\nexpect fault none",
    );
}

#[test]
fn r31_a_reset_by_controller_is_refused_while_it_joins() {
    play(
        &mut in_use(),
        "
        button down
        advance 2500
        button up
        expect state setup within 10s
        controller connect
        controller setup Elsewhere whatever-it-is
        expect state joining
        controller reset
        expect reply Busy
        expect state setup within 60s
        controller reset
        expect reply done
        ",
    );
}

#[test]
fn r49_who_knows_only_the_code_may_not_use_an_owned_camera() {
    let mut world = in_use();
    play(
        &mut world,
        "
        button down
        advance 2500
        button up
        expect state setup within 10s
        controller pair
        expect reply Owned within 10s
        controller receipt
        expect reply done
        ",
    );
    for verb in [
        "status",
        "scan",
        "setup Home xxxxxxxx",
        "home",
        "reset",
        "restart",
        "controllers",
        "revoke 0",
    ] {
        play(
            &mut world,
            &format!("controller {verb}\nexpect reply NotAllowed"),
        );
    }
}

#[test]
fn r44_a_camera_that_cannot_open_setup_returns_to_its_network() {
    let (mut hand, joining) = Hand::new(&KNOWN);
    hand.finish(&joining, JOINED);
    hand.step(10, Input::Button(PinLevel::Down));
    hand.step(2_500, Input::Button(PinLevel::Up));
    let opening = hand.step(20, Input::Tick);
    let failed = OpResult::Failed(Refused::because(Refusal::UNSUPPORTED));
    let next = hand.finish(&opening, failed);
    let joins = |action: &Action| {
        matches!(
            action,
            Action::Radio {
                job: RadioJob::JoinStored,
                ..
            }
        )
    };
    assert!(next.iter().any(joins), "{next:?}");
    hand.finish(&next, JOINED);
    assert_eq!(hand.state(), CameraState::ONLINE);
}

#[test]
fn r44_another_controller_does_not_wipe_the_credentials_on_trial() {
    let (mut hand, joining) = Hand::new(&KNOWN);
    hand.finish(&joining, JOINED);
    let trying = hand.ask(0, Role::OWNER, TRIAL);
    for role in [Role::STRANGER, Role::USER, Role::OWNER] {
        let refused = hand.ask(1, role, TRIAL);
        assert!(
            !refused.contains(&Action::ForgetTrial),
            "{role:?} wipes them"
        );
        assert!(matches!(
            refused[..],
            [Action::Reply {
                answer: Answer::Refused(_),
                ..
            }]
        ));
    }
    let saving = hand.finish(&trying, JOINED);
    assert!(matches!(
        saving[..],
        [Action::Store {
            job: StoreJob::SaveNetwork,
            ..
        }]
    ));
}

/// A camera in setup mode that is asked to scan.
fn scanning() -> Hand {
    let (mut hand, _) = Hand::new(&Stored::BLANK);
    let opening = hand.step(3_000, Input::Tick);
    hand.finish(&opening, OpResult::Done);
    let scanning = hand.ask(0, Role::OWNER, Ask::Scan);
    assert_eq!(scanning.len(), 1, "{scanning:?}");
    hand
}

fn is_cancelled(action: &Action) -> bool {
    let Action::Reply { answer, .. } = action else {
        return false;
    };
    *answer == Answer::Refused(Refused::because(Refusal::CANCELLED))
}

#[test]
fn r41_a_scan_that_is_cut_off_says_so() {
    let mut by_timeout = scanning();
    let closed = by_timeout.step(REFERENCE.provision.window_ms, Input::Tick);
    assert!(closed.iter().any(is_cancelled), "{closed:?}");

    let mut by_reset = scanning();
    by_reset.step(0, Input::Button(PinLevel::Down));
    by_reset.step(6_000, Input::Button(PinLevel::Up));
    let intent = by_reset.step(20, Input::Tick);
    let erasing = by_reset.finish(&intent, OpResult::Done);
    assert!(erasing.iter().any(is_cancelled), "{erasing:?}");
}

#[test]
fn r45_an_answer_that_leaves_late_ends_setup_at_once() {
    let (mut hand, joining) = Hand::new(&KNOWN);
    hand.finish(&joining, JOINED);
    let trying = hand.ask(0, Role::OWNER, TRIAL);
    let saving = hand.finish(&trying, JOINED);
    hand.finish(&saving, OpResult::Done);
    let late_ms = REFERENCE.provision.linger_ms + 100;
    let closed = hand.step(late_ms, Input::Flushed(ClientId(0)));
    let stops = |action: &Action| {
        matches!(
            action,
            Action::Radio {
                job: RadioJob::StopAp,
                ..
            }
        )
    };
    assert!(closed.iter().any(stops), "{closed:?}");
}

#[test]
fn r62_a_reset_turns_the_head_home() {
    let mut world = in_use();
    play(
        &mut world,
        "controller move 90 45\nadvance 5s\nexpect pan 90",
    );
    play(
        &mut world,
        "button down\nadvance 6s\nbutton up\nadvance 30\nexpect moving yes",
    );
    play(&mut world, "expect pan -1..89 within 1s");
}

#[test]
fn r03_a_bounce_over_the_end_of_a_hold_leaves_no_wake_up_behind() {
    use camera_fsm::device::Device;
    use camera_fsm::time::Instant;
    use camera_proto::vocab::Fault;
    let at = Instant::from_millis;
    let mut camera = Device::new(&REFERENCE, at(0), PinLevel::Down);
    let stuck_ms = u64::from(REFERENCE.button.stuck_ms);
    let bounced_ms = stuck_ms + u64::from(REFERENCE.button.debounce_ms) - 2;
    for (ms, input) in [
        (0, Input::Boot(&Stored::BLANK)),
        (stuck_ms - 1, Input::Button(PinLevel::Up)),
        (bounced_ms, Input::Button(PinLevel::Down)),
    ] {
        let step = camera.step(at(ms), input);
        assert!(step.wake_at.is_none_or(|wake_at| wake_at > at(ms)), "{ms}");
    }
    assert_eq!(camera.status(at(bounced_ms)).fault, Fault::BUTTON_STUCK);
}

//! What a head reaches, with two servos, one or none (R60, R61).

use camera_fsm::levels::Pose;
use camera_fsm::pan_tilt::{Aim, PanTilt};
use camera_fsm::profile::{AxisLimits, MotionLimits, REFERENCE};
use camera_fsm::time::Instant;
use camera_proto::vocab::{Cdeg, Refusal, Speed};

const NOW: Instant = Instant::from_millis(0);

fn pose(pan: i32, tilt: i32) -> Pose {
    let (pan, tilt) = (Cdeg(pan), Cdeg(tilt));
    Pose { pan, tilt }
}

/// With both servos, without the one that tilts or the one that pans, and with none.
fn heads() -> [MotionLimits; 4] {
    let (both, none) = (REFERENCE.motion, AxisLimits::NONE);
    let (pans, tilts) = (
        MotionLimits { tilt: none, ..both },
        MotionLimits { pan: none, ..both },
    );
    [both, pans, tilts, MotionLimits { pan: none, ..pans }]
}

#[test]
fn r60_a_pose_lies_within_both_axes_to_their_very_ends() {
    for limits in heads() {
        let (pan, tilt) = (limits.pan, limits.tilt);
        let ends = [
            pose(pan.min_cdeg, tilt.min_cdeg),
            pose(pan.max_cdeg, tilt.max_cdeg),
            pose(0, 0),
        ];
        let beside = [
            pose(pan.min_cdeg - 1, 0),
            pose(pan.max_cdeg + 1, 0),
            pose(0, tilt.min_cdeg - 1),
            pose(0, tilt.max_cdeg + 1),
        ];
        assert!(ends.iter().all(|pose| limits.has(*pose)));
        assert!(!beside.iter().any(|pose| limits.has(*pose)));
    }
}

#[test]
fn r61_a_head_with_one_servo_goes_home_and_one_with_none_says_that_it_has_none() {
    let there = pose(1_000, -500);
    let [both, pans, tilts, none] = heads();
    for (limits, pan, tilt) in [
        (both, true, true),
        (pans, true, false),
        (tilts, false, true),
    ] {
        assert!(limits.has_servo());
        assert_eq!(PanTilt::new().home(NOW, &limits), Ok(()));
        let aim = Aim {
            pan: pan.then_some(there.pan),
            tilt: tilt.then_some(there.tilt),
            speed: Speed(0),
        };
        assert_eq!(Aim::at(there, Speed(0), &limits), Ok(aim));
    }
    assert!(!none.has_servo());
    let said = PanTilt::new().home(NOW, &none);
    assert_eq!(said, Err(Refusal::NO_SERVO));
    let said = Aim::at(there, Speed(0), &none);
    assert_eq!(said, Err(Refusal::NO_SERVO));
}

//! Laws of the head (R60–R62).

use camera_fsm::pan_tilt::{Aim, PanTilt};
use camera_fsm::profile::{ALL, AxisLimits, MotionLimits, Pace, Profile};
use camera_fsm::time::Instant;
use camera_proto::vocab::{Axis, Cdeg, Refusal, Speed, Velocity};
use proptest::prelude::*;

/// What rounding may add to a set-point, in centidegrees.
const ROUNDING: f64 = 3.0;
const FRAME_MS: u32 = 20;

fn profile() -> impl Strategy<Value = &'static Profile> {
    prop::sample::select(ALL.to_vec())
}

#[derive(Clone, Copy, Debug)]
enum Order {
    To(Option<i32>, Option<i32>, Speed),
    By(i32, i32, Speed),
    On(Velocity, Velocity, u16),
    Stop,
    Stall(bool),
}

fn velocity() -> impl Strategy<Value = Velocity> {
    let some = prop::sample::select(vec![-100_i8, 0, 100]);
    prop_oneof![some, -101_i8..=101].prop_map(Velocity)
}

fn speed() -> impl Strategy<Value = Speed> {
    prop_oneof![Just(0_u8), 1_u8..=101].prop_map(Speed)
}

fn order() -> impl Strategy<Value = Order> {
    let axis = || prop::option::of(-18_000_i32..18_000);
    prop_oneof![
        4 => (axis(), axis(), speed()).prop_map(|(pan, tilt, speed)| Order::To(pan, tilt, speed)),
        3 => (-9_000_i32..9_000, -3_000_i32..3_000, speed()).prop_map(|(pan, tilt, speed)| Order::By(pan, tilt, speed)),
        1 => (-20_i32..20, -20_i32..20, speed()).prop_map(|(pan, tilt, speed)| Order::By(pan, tilt, speed)),
        3 => (velocity(), velocity(), 0_u16..2_100).prop_map(|(pan, tilt, ms)| Order::On(pan, tilt, ms)),
        1 => Just(Order::Stop),
    ]
}

fn aim(pan: Option<i32>, tilt: Option<i32>, speed: Speed) -> Aim {
    let (pan, tilt) = (pan.map(Cdeg), tilt.map(Cdeg));
    Aim { pan, tilt, speed }
}

fn give(head: &mut PanTilt, now: Instant, order: Order, limits: &MotionLimits) {
    let _ = match order {
        Order::To(pan, tilt, speed) => head.move_to(now, &aim(pan, tilt, speed), limits),
        Order::By(pan, tilt, speed) => head.move_by(now, Cdeg(pan), Cdeg(tilt), speed, limits),
        Order::On(pan, tilt, lease_ms) => head.move_on(now, pan, tilt, lease_ms, limits),
        Order::Stop => {
            head.stop(now, limits);
            Ok(())
        }
        Order::Stall(stalled) => {
            head.stalled(now, Axis::Pan, stalled);
            Ok(())
        }
    };
}

/// Within its range, no faster and no more sudden than it may.
fn check_axis(track: &[i32], limits: &AxisLimits) -> Result<(), TestCaseError> {
    let frame_s = f64::from(FRAME_MS) / 1_000.0;
    let most = f64::from(limits.pace.speed_cdeg_s()) * frame_s + ROUNDING;
    let most_change = f64::from(limits.pace.accel_cdeg_s2()) * frame_s * frame_s + 2.0 * ROUNDING;
    for window in track.windows(3) {
        let &[a, b, c] = window else { continue };
        prop_assert!(
            (limits.min_cdeg..=limits.max_cdeg).contains(&c),
            "{c} is out of range"
        );
        let (first, second) = (f64::from(b - a), f64::from(c - b));
        prop_assert!(
            second.abs() <= most,
            "{second} cdeg a frame is too fast, limit {most}"
        );
        let change = (second - first).abs();
        prop_assert!(
            change <= most_change,
            "{a} {b} {c} is too sudden, limit {most_change}"
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn r60_never_out_of_range_too_fast_or_too_sudden(
        orders in prop::collection::vec((0_u32..150, order()), 1..12),
    ) {
        for profile in ALL {
            let limits = &profile.motion;
            let mut head = PanTilt::new();
            let mut now = Instant::from_millis(0);
            let (mut pan, mut tilt) = (vec![0; 2], vec![0; 2]);
            for (frames, order) in &orders {
                give(&mut head, now, *order, limits);
                for _ in 0..*frames {
                    now = now.after(FRAME_MS);
                    head.expire(now, limits);
                    let pose = head.pose(now);
                    pan.push(pose.pan.0);
                    tilt.push(pose.tilt.0);
                }
            }
            check_axis(&pan, &limits.pan)?;
            check_axis(&tilt, &limits.tilt)?;
        }
    }

    #[test]
    fn r60_it_always_settles_where_it_said(
        profile in profile(),
        orders in prop::collection::vec((0_u32..3_000, order()), 1..8),
    ) {
        let limits = &profile.motion;
        let mut head = PanTilt::new();
        let mut now = Instant::from_millis(0);
        for (wait_ms, order) in orders {
            give(&mut head, now, order, limits);
            now = now.after(wait_ms);
            head.expire(now, limits);
        }
        // The last lease ends; then nothing but time.
        now = now.after(2_001);
        head.expire(now, limits);
        let (target, arrives_in_ms) = head.target(now);
        // 20 s for the longest way; the slowest order is a hundred times slower.
        prop_assert!(arrives_in_ms < 2_000_000, "{arrives_in_ms} ms is a long way");
        let arrived = now.after(arrives_in_ms);
        prop_assert!(!head.is_moving(arrived));
        prop_assert_eq!(head.pose(arrived), target);
        prop_assert_eq!(head.pose(arrived.after(60_000)), target);
        prop_assert_eq!(head.due(arrived), None);
    }

    #[test]
    fn r60_it_never_turns_back_on_its_way(profile in profile(), from in -17_000_i32..=17_000, to in -17_000_i32..=17_000) {
        let limits = &profile.motion;
        let mut head = PanTilt::new();
        let begin = Instant::from_millis(0);
        head.move_to(begin, &aim(Some(from), None, Speed(0)), limits).expect("in range");
        let now = begin.after(60_000);
        head.move_to(now, &aim(Some(to), None, Speed(0)), limits).expect("in range");
        let (_, ms) = head.target(now);
        let mut before = from;
        for ms in 0..=ms {
            let at = head.pose(now.after(ms)).pan.0;
            // But for the play of its gears, at the end of a way down.
            let play = i32::from(limits.pan.pace.backlash_cdeg());
            let takes_up_play = to <= from && before >= to - play && at <= to;
            let goes_on = (at - before) * (to - from).signum() >= 0;
            prop_assert!(goes_on || takes_up_play, "back from {before} to {at}");
            before = at;
        }
        prop_assert_eq!(before, to);
    }

    #[test]
    fn r60_a_slower_move_is_as_much_slower(profile in profile(), to in 3_000_i32..=17_000, percent in 5_u8..=100) {
        let limits = &profile.motion;
        let now = Instant::from_millis(0);
        let arrival = |speed| {
            let mut head = PanTilt::new();
            head.move_to(now, &aim(Some(to), None, speed), limits).expect("in range");
            head.target(now)
        };
        let ((there, fast_ms), (also_there, slow_ms)) = (arrival(Speed(0)), arrival(Speed(percent)));
        prop_assert_eq!(there, also_there);
        let ideal_ms = i64::from(to) * 100_000 / i64::from(limits.pan.pace.speed_cdeg_s()) / i64::from(percent);
        // But for what rounding to milliseconds does.
        prop_assert!(slow_ms + 2 >= fast_ms);
        // Besides the ramps, of which there is one up and one down.
        let ramps_ms = i64::from(limits.pan.pace.speed_cdeg_s()) * 2_000 / i64::from(limits.pan.pace.accel_cdeg_s2());
        let late_ms = i64::from(slow_ms) - ideal_ms;
        prop_assert!(late_ms >= -1 && late_ms <= ramps_ms + ideal_ms / 20, "{late_ms} ms late");
    }

    #[test]
    fn r60_any_axis_that_a_profile_may_have_settles_within_its_range(
        speed_cdeg_s in prop_oneof![1_u32..=100, 1_u32..=100_000],
        accel_cdeg_s2 in prop_oneof![16_u32..=100, 16_u32..=1_000_000],
        min_cdeg in -36_000_i32..=0,
        wide_cdeg in 1_i32..=36_000,
        backlash_cdeg in prop_oneof![Just(0_u16), 1..=1_000_u16],
        orders in prop::collection::vec((0_u32..60_000, 0.0..=1.0, 1_u8..=100), 1..6),
    ) {
        let axis = AxisLimits { min_cdeg, max_cdeg: (min_cdeg + wide_cdeg).max(0), pace: Pace::new(speed_cdeg_s, accel_cdeg_s2).with_backlash(backlash_cdeg) };
        let limits = MotionLimits { pan: axis, ..ALL[0].motion };
        let range = axis.min_cdeg..=axis.max_cdeg;
        let mut head = PanTilt::new();
        let mut now = Instant::from_millis(0);
        for (wait_ms, share, percent) in orders {
            let to = axis.min_cdeg + (f64::from(axis.max_cdeg - axis.min_cdeg) * share) as i32;
            head.move_to(now, &aim(Some(to), None, Speed(percent)), &limits).expect("in range");
            prop_assert_eq!(head.target(now).0.pan, Cdeg(to));
            for _ in 0..100 {
                now = now.after(wait_ms / 100);
                prop_assert!(range.contains(&head.pose(now).pan.0));
            }
        }
        let (target, ms) = head.target(now);
        prop_assert_eq!(head.pose(now.after(ms)), target);
    }

    /// A head whose gears have play follows its motor only when the play is taken up: upwards it stands where the
    /// motor does, downwards that much higher.
    #[test]
    fn r60_the_play_of_its_gears_does_not_show_where_it_was_sent(
        backlash_cdeg in 1_u16..=1_000,
        orders in prop::collection::vec((0_u32..4_000, -17_000_i32..=17_000, any::<bool>()), 1..12),
    ) {
        let pan = AxisLimits { pace: ALL[0].motion.pan.pace.with_backlash(backlash_cdeg), ..ALL[0].motion.pan };
        let limits = MotionLimits { pan, ..ALL[0].motion };
        let play = i32::from(backlash_cdeg);
        let mut head = PanTilt::new();
        let (mut now, mut real) = (Instant::from_millis(0), 0);
        for (wait_ms, to, stops) in orders {
            head.move_to(now, &aim(Some(to), None, Speed(0)), &limits).expect("in range");
            let (_, rests_in_ms) = head.target(now);
            for ms in 0..if stops { wait_ms } else { rests_in_ms } {
                let Cdeg(motor) = head.pose(now.after(ms + 1)).pan;
                real = real.clamp(motor, motor + play);
            }
            now = now.after(if stops { wait_ms } else { rests_in_ms });
            if stops {
                head.stop(now, &limits);
                for ms in 0..2_000 {
                    let Cdeg(motor) = head.pose(now.after(ms)).pan;
                    real = real.clamp(motor, motor + play);
                }
                now = now.after(2_000);
            }
            let Cdeg(motor) = head.pose(now).pan;
            let Cdeg(known) = head.uncertainty(&limits);
            let off = real - motor;
            prop_assert!(off <= known - i32::from(limits.uncertainty_cdeg), "{off} off, {known} known");
            if !stops && to >= pan.min_cdeg + play {
                prop_assert_eq!(real, to);
            }
        }
    }

    /// Whoever never lets go of it turns it half of the time, in the long run.
    #[test]
    fn r60_it_never_turns_for_longer_than_it_may(
        turn_ms_max in 1_000_u32..=60_000,
        waits_ms in prop::collection::vec(1_u32..=2_000, 1..200),
    ) {
        let limits = MotionLimits { turn_ms_max, ..ALL[0].motion };
        let (mut head, mut now) = (PanTilt::new(), Instant::from_millis(5));
        let (mut warm_ms, mut way) = (0_u64, 1);
        for wait_ms in waits_ms {
            if !head.is_hot(now, &limits) {
                way = -way;
                // It may stand at that end already.
                let _ = head.move_on(now, Velocity(100 * way), Velocity(0), 2_000, &limits);
            }
            for _ in 0..wait_ms {
                warm_ms = match head.is_moving(now) {
                    true => warm_ms + 1,
                    false => warm_ms.saturating_sub(1),
                };
                now = now.after(1);
                head.expire(now, &limits);
            }
            // An order that it has taken is carried out: no longer than its lease, and the brakes.
            prop_assert!(warm_ms <= u64::from(turn_ms_max) + 2_500, "{warm_ms} ms warm");
            prop_assert_eq!(head.is_hot(now, &limits), warm_ms >= u64::from(turn_ms_max));
        }
    }

    #[test]
    fn r62_a_lost_lease_stops_it(profile in profile(), pan in -100_i8..=100, tilt in -100_i8..=100, lease_ms in 1_u16..=2_000) {
        let limits = &profile.motion;
        let now = Instant::from_millis(5);
        let mut head = PanTilt::new();
        head.move_on(now, Velocity(pan), Velocity(tilt), lease_ms, limits).expect("nothing is in the way");
        let end = now.after(u32::from(lease_ms));
        prop_assert!(head.due(end.after(0)).is_some());
        head.expire(end, limits);
        // From full speed it brakes for speed / acceleration.
        prop_assert!(!head.is_moving(end.after(500)));
        prop_assert_eq!(head.pose(end.after(500)), head.pose(end.after(9_000)));
    }

    #[test]
    fn r61_an_axis_without_a_servo_never_moves_and_says_so(
        has_pan in any::<bool>(),
        orders in prop::collection::vec((0_u32..500, order()), 1..8),
    ) {
        let whole = ALL[0].motion;
        let limits = match has_pan {
            true => MotionLimits { tilt: AxisLimits::NONE, ..whole },
            false => MotionLimits { pan: AxisLimits::NONE, tilt: AxisLimits::NONE, ..whole },
        };
        let mut head = PanTilt::new();
        let mut now = Instant::from_millis(0);
        let missing = head.move_to(now, &aim(None, Some(0), Speed(0)), &limits);
        prop_assert_eq!(missing, Err(Refusal::NO_SERVO));
        let missing = head.move_on(now, Velocity(0), Velocity(1), 100, &limits);
        prop_assert_eq!(missing, Err(Refusal::NO_SERVO));
        let missing = head.move_by(now, Cdeg(0), Cdeg(-1), Speed(0), &limits);
        prop_assert_eq!(missing, Err(Refusal::NO_SERVO));
        prop_assert_eq!(head.home(now, &limits).is_ok(), has_pan);
        for (wait_ms, order) in orders {
            give(&mut head, now, order, &limits);
            now = now.after(wait_ms);
            head.expire(now, &limits);
            let pose = head.pose(now);
            prop_assert!(pose.tilt == Cdeg(0) && (has_pan || pose.pan == Cdeg(0)));
        }
    }

    #[test]
    fn r61_a_stalled_servo_stands_still(
        profile in profile(),
        orders in prop::collection::vec((0_u32..500, order()), 1..6),
    ) {
        let limits = &profile.motion;
        let mut head = PanTilt::new();
        let mut now = Instant::from_millis(0);
        head.move_to(now, &aim(Some(9_000), None, Speed(0)), limits).expect("in range");
        now = now.after(700);
        give(&mut head, now, Order::Stall(true), limits);
        let stuck_at = head.pose(now).pan;
        for (wait_ms, order) in orders {
            give(&mut head, now, order, limits);
            now = now.after(wait_ms);
            head.expire(now, limits);
            prop_assert_eq!(head.pose(now).pan, stuck_at);
        }
    }
}

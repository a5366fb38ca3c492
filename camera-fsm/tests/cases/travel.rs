//! How a head travels (R60), beside a trapezoid of speed as physics has it; and
//! what it knows of the play of its gears.

use camera_fsm::levels::Pose;
use camera_fsm::pan_tilt::{Aim, Homes, PanTilt};
use camera_fsm::profile::{ALL, AxisLimits, MotionLimits, REFERENCE};
use camera_fsm::time::Instant;
use camera_proto::vocab::{Axis, Cdeg, Refusal, Speed, Velocity};

const PLAY_CDEG: i32 = 200;

/// A head whose gears have so much play.
fn with_play(backlash_cdeg: i32) -> MotionLimits {
    let backlash_cdeg = backlash_cdeg as u16;
    let motion = REFERENCE.motion;
    let pan = AxisLimits {
        pace: motion.pan.pace.with_backlash(backlash_cdeg),
        ..motion.pan
    };
    MotionLimits { pan, ..motion }
}

fn aim(pan: i32, percent: u8) -> Aim {
    let (pan, speed) = (Some(Cdeg(pan)), Speed(percent));
    Aim {
        pan,
        tilt: None,
        speed,
    }
}

/// A head that stands there, and knows it.
fn stands_at(pan: i32, limits: &MotionLimits) -> (PanTilt, Instant) {
    let (mut head, now) = (PanTilt::new(), Instant::from_millis(0));
    head.move_to(now, &aim(pan, 0), limits).expect("in range");
    let (_, ms) = head.target(now);
    (head, now.after(ms))
}

/// From rest to rest.
#[derive(Clone, Copy)]
struct Leg {
    from: f64,
    way: f64,
    /// Centidegrees and milliseconds.
    speed: f64,
    accel: f64,
}

impl Leg {
    fn new(from: i32, to: i32, percent: u8, axis: &AxisLimits) -> Self {
        let (from, way) = (f64::from(from), f64::from(to - from));
        let accel = f64::from(axis.pace.accel_cdeg_s2()) / 1e6;
        let share = if percent == 0 {
            100.0
        } else {
            f64::from(percent)
        };
        let speed = f64::from(axis.pace.speed_cdeg_s()) / 1e3 * share / 100.0;
        let speed = speed.min((way.abs() * accel).sqrt());
        Self {
            from,
            way,
            speed,
            accel,
        }
    }

    fn ms(&self) -> f64 {
        match self.way == 0.0 {
            true => 0.0,
            false => self.way.abs() / self.speed + self.speed / self.accel,
        }
    }

    fn at(&self, ms: f64) -> f64 {
        let ramp_ms = self.speed / self.accel;
        let (ms, left_ms) = (ms.min(self.ms()), (self.ms() - ms).max(0.0));
        let there = if ms < ramp_ms {
            self.accel * ms * ms / 2.0
        } else if left_ms < ramp_ms {
            self.way.abs() - self.accel * left_ms * left_ms / 2.0
        } else {
            self.speed * (ms - ramp_ms / 2.0)
        };
        self.from + there * self.way.signum()
    }
}

/// The head goes that way: at every instant within four milliseconds of it, and
/// what it takes to go two centidegrees on each leg, which rounding may add.
fn goes(head: &PanTilt, now: Instant, legs: &[Leg], axis: &AxisLimits) {
    let (_, said_ms) = head.target(now);
    let ideal_ms: f64 = legs.iter().map(Leg::ms).sum();
    let late_ms = f64::from(said_ms) - ideal_ms;
    let round_ms: f64 = legs.iter().map(|leg| 2.0 / leg.speed).sum();
    assert!(
        late_ms.abs() <= 4.0 + round_ms,
        "{said_ms} ms, {ideal_ms:.1} by physics"
    );
    let off_most = 4.0 * f64::from(axis.pace.speed_cdeg_s()) / 1e3 + 3.0;
    for ms in 0..=said_ms {
        let mut left_ms = f64::from(ms);
        let mut ideal = legs[0].from;
        for leg in legs {
            ideal = leg.at(left_ms.max(0.0));
            left_ms -= leg.ms();
            if left_ms < 0.0 {
                break;
            }
        }
        let off = f64::from(head.pose(now.after(ms)).pan.0) - ideal;
        assert!(off.abs() <= off_most, "{off:.1} off after {ms} ms");
    }
}

/// Shares of the speed that whole milliseconds of ramp come of.
const PERCENTS: [u8; 4] = [0, 50, 25, 10];

#[test]
fn r60_it_travels_as_physics_says() {
    for limits in [with_play(0), with_play(PLAY_CDEG)] {
        let axis = &limits.pan;
        let play = i32::from(axis.pace.backlash_cdeg());
        for percent in PERCENTS {
            for way in [1, 30, PLAY_CDEG - 1, PLAY_CDEG + 1, 1_500, 16_000] {
                // Upwards it goes straight there.
                let (mut head, now) = stands_at(-8_000, &limits);
                let to = -8_000 + way;
                head.move_to(now, &aim(to, percent), &limits)
                    .expect("in range");
                goes(&head, now, &[Leg::new(-8_000, to, percent, axis)], axis);
                // Downwards it goes too far by the play, and comes up.
                let (mut head, now) = stands_at(8_000, &limits);
                let (to, via) = (8_000 - way, 8_000 - way - play);
                head.move_to(now, &aim(to, percent), &limits)
                    .expect("in range");
                let down = Leg::new(8_000, via, percent, axis);
                goes(&head, now, &[down, Leg::new(via, to, percent, axis)], axis);
            }
        }
    }
}

/// What rounding may add to a way, in milliseconds: to whole ones, and what is left of
/// square ones.
const ROUNDED_MS: f64 = 1.12;

#[test]
fn r60_a_way_takes_what_physics_says_rounded_up() {
    let limits = &REFERENCE.motion;
    let now = Instant::from_millis(0);
    for percent in [0, 1, 2, 5, 10, 33, 50, 75, 99, 100] {
        for to in 1..=limits.pan.max_cdeg {
            let mut head = PanTilt::new();
            head.move_to(now, &aim(to, percent), limits)
                .expect("in range");
            let (_, ms) = head.target(now);
            let late_ms = f64::from(ms) - Leg::new(0, to, percent, &limits.pan).ms();
            let is_late = (0.0..=ROUNDED_MS).contains(&late_ms);
            assert!(is_late, "{to} at {percent} %: {late_ms:.3} ms late");
        }
    }
}

#[test]
fn r60_it_turns_on_as_fast_as_it_is_told() {
    let limits = &REFERENCE.motion;
    let now = Instant::from_millis(0);
    for percent in [100, 50, 25, 10] {
        for way in [1, -1] {
            let mut head = PanTilt::new();
            let velocity = Velocity(percent * way);
            head.move_on(now, velocity, Velocity(0), 2_000, limits)
                .expect("it turns");
            let end = if way > 0 {
                limits.pan.max_cdeg
            } else {
                limits.pan.min_cdeg
            };
            goes(
                &head,
                now,
                &[Leg::new(0, end, percent as u8, &limits.pan)],
                &limits.pan,
            );
        }
    }
}

#[test]
fn r60_where_it_was_sent_the_play_is_taken_up() {
    let limits = with_play(PLAY_CDEG);
    let own = Cdeg(limits.uncertainty_cdeg.into());
    for from in [-8_000, 0, 8_000] {
        for by in [-5_000, -PLAY_CDEG, -1, 0, 1, PLAY_CDEG, 5_000] {
            let (mut head, now) = stands_at(from, &limits);
            assert_eq!(head.uncertainty(&limits), own);
            head.move_to(now, &aim(from + by, 0), &limits)
                .expect("in range");
            let (_, ms) = head.target(now);
            assert_eq!(ms == 0, by == 0, "where it stands it stays");
            assert_eq!(head.uncertainty(&limits), own, "from {from} by {by}");
        }
    }
}

#[test]
fn r60_a_stop_on_the_way_up_knows_once_the_play_is_taken_up() {
    let limits = with_play(PLAY_CDEG);
    let own = Cdeg(limits.uncertainty_cdeg.into());
    let loose = Cdeg(own.0 + PLAY_CDEG);
    let (start, begun) = stands_at(0, &limits);
    let mut taken_up = 0;
    for ms in 1..600 {
        // Downwards, and stopped: it may stand anywhere within its play.
        let mut head = start;
        head.move_to(begun, &aim(-4_000, 0), &limits)
            .expect("in range");
        let now = begun.after(300);
        head.stop(now, &limits);
        assert_eq!(head.uncertainty(&limits), loose);
        let now = now.after(2_000);
        let Cdeg(from) = head.pose(now).pan;
        head.move_to(now, &aim(from + 4_000, 10), &limits)
            .expect("in range");
        let now = now.after(ms);
        let up = head.pose(now).pan.0 - from;
        head.stop(now, &limits);
        let knows = head.uncertainty(&limits) == own;
        assert_eq!(knows, up >= PLAY_CDEG, "stopped after {up}");
        taken_up += u32::from(up == PLAY_CDEG);
    }
    assert!(taken_up > 0, "just so far, too");
    // Sent to where it stands anyway it comes from below, and knows.
    let mut head = start;
    head.move_to(begun, &aim(-4_000, 0), &limits)
        .expect("in range");
    head.stop(begun.after(300), &limits);
    let now = begun.after(5_000);
    let stood = head.pose(now).pan;
    head.move_to(now, &aim(stood.0, 0), &limits)
        .expect("in range");
    assert!(head.is_moving(now));
    assert_eq!(
        (head.target(now).0.pan, head.uncertainty(&limits)),
        (stood, own)
    );
}

#[test]
fn r60_from_within_its_play_it_comes_from_below() {
    let limits = with_play(PLAY_CDEG);
    let own = Cdeg(limits.uncertainty_cdeg.into());
    for by in [1, PLAY_CDEG - 1, PLAY_CDEG, PLAY_CDEG + 1, 4_000] {
        // Stopped on its way down, it may stand anywhere within its play.
        let (mut head, now) = stands_at(0, &limits);
        head.move_to(now, &aim(-4_000, 0), &limits)
            .expect("in range");
        head.stop(now.after(300), &limits);
        let now = now.after(5_000);
        let Cdeg(from) = head.pose(now).pan;
        head.move_to(now, &aim(from + by, 0), &limits)
            .expect("in range");
        let (_, ms) = head.target(now);
        let lowest = (0..=ms).map(|ms| head.pose(now.after(ms)).pan.0).min();
        assert_eq!(lowest == Some(from), by >= PLAY_CDEG, "up by {by}");
        assert_eq!(head.uncertainty(&limits), own);
    }
}

#[test]
fn r60_next_to_its_end_stop_it_stays_loose() {
    let limits = with_play(PLAY_CDEG);
    let own = Cdeg(limits.uncertainty_cdeg.into());
    for above in [0, 1, PLAY_CDEG - 1, PLAY_CDEG, PLAY_CDEG + 1] {
        let (mut head, now) = stands_at(0, &limits);
        let to = limits.pan.min_cdeg + above;
        head.move_to(now, &aim(to, 0), &limits).expect("in range");
        let knows = head.uncertainty(&limits) == own;
        assert_eq!(knows, above >= PLAY_CDEG, "{above} above its end stop");
    }
}

#[test]
fn r60_who_stops_a_head_that_brakes_lets_it_brake() {
    let limits = with_play(PLAY_CDEG);
    let own = Cdeg(limits.uncertainty_cdeg.into());
    let (mut head, begun) = stands_at(-8_000, &limits);
    head.move_to(begun, &aim(8_000, 0), &limits)
        .expect("in range");
    // At full speed it is told to turn back.
    let now = begun.after(1_000);
    head.move_to(now, &aim(-8_000, 0), &limits)
        .expect("in range");
    let pace = &limits.pan.pace;
    let brakes_ms = pace.speed_cdeg_s() * 1_000 / pace.accel_cdeg_s2();
    for stopped_ms in 0..=brakes_ms + 1 {
        let mut stopped = head;
        stopped.stop(now.after(stopped_ms), &limits);
        for ms in stopped_ms..=brakes_ms {
            let at = now.after(ms);
            assert_eq!(stopped.pose(at), head.pose(at), "{stopped_ms}, {ms} ms");
        }
        // Where it turns back it has come from below; a moment later it comes from above.
        let knows = stopped.uncertainty(&limits) == own;
        assert_eq!(knows, stopped_ms <= brakes_ms, "after {stopped_ms} ms");
    }
}

#[test]
fn r61_a_head_that_has_found_its_home_knows_where_it_stands() {
    let limits = with_play(PLAY_CDEG);
    let (mut head, now) = stands_at(3_000, &limits);
    head.stalled(now, Axis::Pan, true);
    head.stands_home();
    assert!(!head.is_moving(now) && !head.is_stalled());
    assert_eq!(head.pose(now), Pose::HOME);
    let own = Cdeg(limits.uncertainty_cdeg.into());
    assert_eq!(head.uncertainty(&limits), own);
}

#[test]
fn r61_a_head_that_was_stuck_can_be_sent_to_where_it_stands() {
    for play in [0, PLAY_CDEG] {
        let limits = with_play(play);
        let (mut head, now) = stands_at(3_000, &limits);
        head.stalled(now, Axis::Pan, true);
        head.stalled(now.after(5), Axis::Pan, false);
        let now = now.after(10);
        head.move_to(now, &aim(3_000, 0), &limits)
            .expect("it is free");
        let (there, ms) = head.target(now);
        for ms in 0..=ms {
            let off = head.pose(now.after(ms)).pan.0 - 3_000;
            assert!((-play..=0).contains(&off), "{off} off");
        }
        assert_eq!(head.pose(now.after(ms)), there);
    }
}

#[test]
fn r60_no_speed_is_above_all_of_it() {
    let limits = &REFERENCE.motion;
    let now = Instant::from_millis(0);
    let mut head = PanTilt::new();
    let too_fast = head.move_to(now, &aim(100, 101), limits);
    assert_eq!(too_fast, Err(Refusal::OUT_OF_RANGE));
    let too_fast = head.move_on(now, Velocity(-101), Velocity(0), 100, limits);
    assert_eq!(too_fast, Err(Refusal::OUT_OF_RANGE));
    assert_eq!(head.move_to(now, &aim(100, 100), limits), Ok(()));
}

#[test]
fn r60_each_axis_is_at_its_own_limit() {
    let limits = &REFERENCE.motion;
    let now = Instant::from_millis(0);
    let mut head = PanTilt::new();
    let tilt = Some(Cdeg(limits.tilt.max_cdeg));
    let up = Aim {
        pan: None,
        tilt,
        speed: Speed(0),
    };
    head.move_to(now, &up, limits).expect("in range");
    let (_, ms) = head.target(now);
    let now = now.after(ms);
    let mut on = |pan, tilt| head.move_on(now, Velocity(pan), Velocity(tilt), 100, limits);
    assert_eq!(on(0, 10), Err(Refusal::AT_LIMIT));
    // Who asks for no way at all renews a lease.
    assert_eq!(on(0, 0), Ok(()));
    assert_eq!(on(10, 10), Ok(()));
    assert_eq!(on(0, -10), Ok(()));
}

#[test]
fn r60_the_gears_of_steppers_have_play_and_it_is_taken_up() {
    let steppers = ALL.into_iter().map(|profile| &profile.motion);
    for limits in steppers.filter(|limits| limits.homes != Homes::Never) {
        let there = Cdeg(-1_000);
        let down = Aim {
            pan: Some(there),
            tilt: Some(there),
            speed: Speed(0),
        };
        let (mut head, now) = (PanTilt::new(), Instant::from_millis(0));
        head.move_to(now, &down, limits).expect("in range");
        let (target, ms) = head.target(now);
        let poses = || (0..ms).map(|ms| head.pose(now.after(ms)));
        assert!(
            poses().any(|pose| pose.pan.0 < target.pan.0),
            "pan comes up"
        );
        assert!(
            poses().any(|pose| pose.tilt.0 < target.tilt.0),
            "tilt comes up"
        );
    }
}

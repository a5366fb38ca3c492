//! Every number of a profile has a range (design 2.8), and what lies beside it is
//! refused by name.

use camera_fsm::power::{Cycles, PowerTimes};
use camera_fsm::profile::{
    ALL, AxisLimits, BUTTONLESS, ButtonTimes, MotionLimits, Profile, ProfileError, ProfileSpec,
    ProvisionTimes, REFERENCE, ResetTimes, SensingTimes,
};

const WAIT_MS_MAX: i64 = 600_000;
const HOUR_MS: i64 = 3_600_000;

/// So many numbers of a profile stand here, each with the last value on both
/// sides of its range and the first beside it.
const NUMBERS: usize = 50;
/// Nine of those beside a range no profile can say: their type ends with it.
const TRIED: usize = 4 * NUMBERS - 9;

enum Number<'a> {
    U8(&'a mut u8),
    U16(&'a mut u16),
    U32(&'a mut u32),
    I8(&'a mut i8),
    I32(&'a mut i32),
}
use Number::{I8, I32, U8, U16, U32};

/// A number of the default profile, and from where to where it may be while the
/// others are as they are.
type Range<'a> = (&'static str, Number<'a>, i64, i64);

type Group<'a> = (ProfileError, Vec<Range<'a>>);

/// All of them, by what is said where one is wrong. A new one does not compile
/// before it stands here.
fn groups(spec: &mut ProfileSpec) -> Vec<Group<'_>> {
    let ProfileSpec {
        name: _,
        model: _,
        ap_prefix: _,
        has_button: _,
        button,
        led: _,
        strict_flash: _,
        reset,
        provision,
        power,
        motion,
        sensing,
    } = spec;
    let mut groups = vec![of_button(button), of_reset(reset), of_power(power)];
    groups.extend(of_provision(provision));
    groups.extend(of_motion(motion));
    groups.extend(of_sensing(sensing));
    groups
}

fn of_button(times: &mut ButtonTimes) -> Group<'_> {
    let ButtonTimes {
        debounce_ms,
        setup_from_ms,
        setup_until_ms,
        reset_from_ms,
        hold_ms_max,
        stuck_ms,
        fires: _,
    } = times;
    let ranges = vec![
        ("debounce_ms", U32(debounce_ms), 1, 1_999),
        ("setup_from_ms", U32(setup_from_ms), 21, 2_999),
        ("setup_until_ms", U32(setup_until_ms), 2_001, 5_000),
        ("reset_from_ms", U32(reset_from_ms), 3_000, 29_999),
        ("hold_ms_max", U32(hold_ms_max), 5_001, 59_999),
        ("stuck_ms", U32(stuck_ms), 30_001, WAIT_MS_MAX),
    ];
    (ProfileError::ButtonOrder, ranges)
}

fn of_reset(times: &mut ResetTimes) -> Group<'_> {
    let ResetTimes {
        tries,
        retry_ms,
        whole_ms,
        confirm_ms,
        farewell_ms,
        auto_setup_ms,
    } = times;
    let auto_setup_ms = auto_setup_ms.as_mut().expect("setup by itself");
    let ranges = vec![
        ("tries", U8(tries), 1, 255),
        ("retry_ms", U32(retry_ms), 1, 179_999),
        ("whole_ms", U32(whole_ms), 501, WAIT_MS_MAX),
        ("confirm_ms", U32(confirm_ms), 1, WAIT_MS_MAX),
        ("farewell_ms", U32(farewell_ms), 1, WAIT_MS_MAX),
        ("auto_setup_ms", U32(auto_setup_ms), 1, WAIT_MS_MAX),
    ];
    (ProfileError::Reset, ranges)
}

fn of_provision(times: &mut ProvisionTimes) -> [Group<'_>; 4] {
    let ProvisionTimes {
        window_ms,
        scan_ms,
        join_ms,
        join_tries,
        wrong_password_tries,
        weak_dbm,
        linger_ms,
        linger_ms_max,
        backoff_ms,
        backoff_ms_max,
        jitter_percent,
        free_attempts,
        attempts_max,
        penalty_ms,
        penalty_ms_max,
        pairing_ms,
    } = times;
    let window = vec![("window_ms", U32(window_ms), 180_000, 900_000)];
    let linger = vec![
        ("linger_ms", U32(linger_ms), 1_000, 30_000),
        ("linger_ms_max", U32(linger_ms_max), 1_000, WAIT_MS_MAX),
    ];
    let joining = vec![
        ("scan_ms", U32(scan_ms), 1, WAIT_MS_MAX),
        ("join_ms", U32(join_ms), 1, WAIT_MS_MAX),
        ("join_tries", U8(join_tries), 2, 255),
        ("wrong_password_tries", U8(wrong_password_tries), 1, 3),
        ("weak_dbm", I8(weak_dbm), -100, -30),
        ("backoff_ms", U32(backoff_ms), 1, 60_000),
        ("backoff_ms_max", U32(backoff_ms_max), 1_000, HOUR_MS),
        ("jitter_percent", U8(jitter_percent), 0, 50),
    ];
    let codes = vec![
        ("free_attempts", U8(free_attempts), 0, 10),
        ("attempts_max", U8(attempts_max), 3, 255),
        ("penalty_ms", U32(penalty_ms), 1, 300_000),
        ("penalty_ms_max", U32(penalty_ms_max), 5_000, HOUR_MS),
        ("pairing_ms", U32(pairing_ms), 1, WAIT_MS_MAX),
    ];
    [
        (ProfileError::Window, window),
        (ProfileError::Linger, linger),
        (ProfileError::Joining, joining),
        (ProfileError::Codes, codes),
    ]
}

fn of_power(times: &mut PowerTimes) -> Group<'_> {
    let PowerTimes {
        cycles,
        crashes_safe,
        crashes_setup,
        stable_ms,
    } = times;
    let Cycles { count, within_ms } = cycles.as_mut().expect("counts power cycles");
    let ranges = vec![
        ("cycles.count", U8(count), 3, 255),
        ("cycles.within_ms", U32(within_ms), 1, WAIT_MS_MAX),
        ("crashes_safe", U8(crashes_safe), 1, 6),
        ("crashes_setup", U8(crashes_setup), 3, 255),
        ("stable_ms", U32(stable_ms), 1, HOUR_MS),
    ];
    (ProfileError::Power, ranges)
}

fn of_motion(limits: &mut MotionLimits) -> [Group<'_>; 4] {
    let MotionLimits {
        pan,
        tilt,
        uncertainty_cdeg,
        turn_ms_max,
        lease_ms_max,
        patrol_pause_ms,
        homes: _,
        home_ms_max,
        parked_ms,
    } = limits;
    let head = vec![
        ("uncertainty_cdeg", U16(uncertainty_cdeg), 0, 1_000),
        ("turn_ms_max", U32(turn_ms_max), 2_000, HOUR_MS),
        ("lease_ms_max", U16(lease_ms_max), 1, 65_535),
        ("home_ms_max", U32(home_ms_max), 1, WAIT_MS_MAX),
        ("parked_ms", U32(parked_ms), 1, HOUR_MS),
    ];
    let patrol = vec![("patrol_pause_ms", U32(patrol_pause_ms), 2_000, HOUR_MS)];
    [
        of_axis(pan, [-19_000, 19_000]),
        of_axis(tilt, [-27_000, 33_000]),
        (ProfileError::Head, head),
        (ProfileError::Patrol, patrol),
    ]
}

/// Its pace is made of three numbers: `profile.rs` tries them.
fn of_axis(limits: &mut AxisLimits, ends: [i64; 2]) -> Group<'_> {
    let AxisLimits {
        min_cdeg,
        max_cdeg,
        pace: _,
    } = limits;
    let ranges = vec![
        ("min_cdeg", I32(min_cdeg), ends[0], 0),
        ("max_cdeg", I32(max_cdeg), 0, ends[1]),
    ];
    (ProfileError::Axis, ranges)
}

fn of_sensing(times: &mut SensingTimes) -> [Group<'_>; 2] {
    let SensingTimes {
        settle_ms,
        quiet_ms,
        record_ms,
        show_ms,
        walk_test_ms_max,
        dusk_ms,
        hysteresis_percent,
    } = times;
    let sensing = vec![
        ("settle_ms", U32(settle_ms), 1, WAIT_MS_MAX),
        ("quiet_ms", U16(quiet_ms), 1, 60_000),
        ("record_ms", U32(record_ms), 1, HOUR_MS),
        ("show_ms", U16(show_ms), 1, 60_000),
        ("walk_test_ms_max", U32(walk_test_ms_max), 1, HOUR_MS),
    ];
    let night = vec![
        ("dusk_ms", U32(dusk_ms), 1, HOUR_MS),
        ("hysteresis_percent", U8(hysteresis_percent), 1, 50),
    ];
    [
        (ProfileError::Sensing, sensing),
        (ProfileError::NightVision, night),
    ]
}

impl Number<'_> {
    /// `false`: its type has no such number.
    fn set(self, to: i64) -> bool {
        match self {
            U8(number) => to.try_into().map(|to| *number = to).is_ok(),
            U16(number) => to.try_into().map(|to| *number = to).is_ok(),
            U32(number) => to.try_into().map(|to| *number = to).is_ok(),
            I8(number) => to.try_into().map(|to| *number = to).is_ok(),
            I32(number) => to.try_into().map(|to| *number = to).is_ok(),
        }
    }
}

/// The default profile, which also counts power cycles, and whose patrol leaves
/// the head to any lease.
fn spec() -> ProfileSpec {
    let mut spec = ProfileSpec::clone(&REFERENCE);
    spec.power.cycles = BUTTONLESS.power.cycles;
    spec.motion.patrol_pause_ms = 65_535;
    spec
}

#[test]
fn a_number_beside_its_range_is_refused_and_the_last_one_in_it_is_not() {
    let (mut numbers, mut tried) = (0, 0);
    let mut plain = spec();
    for (group, (error, ranges)) in groups(&mut plain).iter().enumerate() {
        numbers += ranges.len();
        for (place, (name, _, least, most)) in ranges.iter().enumerate() {
            for (to, is_right) in [
                (least - 1, false),
                (*least, true),
                (*most, true),
                (most + 1, false),
            ] {
                let mut spec = spec();
                let (_, number, ..) = groups(&mut spec).swap_remove(group).1.swap_remove(place);
                if !number.set(to) {
                    assert!(!is_right, "{name} has no room for {to}");
                    continue;
                }
                let expected = if is_right { None } else { Some(*error) };
                assert_eq!(Profile::new(spec).err(), expected, "{name} {to}");
                tried += 1;
            }
        }
    }
    assert_eq!((numbers, tried), (NUMBERS, TRIED));
}

#[test]
fn every_profile_is_what_it_was_checked_as() {
    for profile in ALL {
        assert_eq!(Profile::new((**profile).clone()).as_ref(), Ok(profile));
    }
}

//! What a profile may not say (design 2.8): one wrong profile for each error
//! and for each part of each check, at run time and while compiling. Where its
//! numbers end, `profile_times.rs` tries.

mod compile_fail;

use camera_fsm::led::{Cue, Rhythm};
use camera_fsm::part::{Part, PartSet};
use camera_fsm::profile::{
    ALL, AxisLimits, BUTTONLESS, Colors, Pace, Profile, ProfileError, ProfileSpec, REFERENCE,
};
use camera_proto::vocab::{Color, Fault};

type Wrong = (ProfileError, &'static str, fn(&mut ProfileSpec));

const FAST: Rhythm = Rhythm::flashes([Color::BLUE; 2], 1, 100, 0, 333);

const TEXTS: &[Wrong] = &[
    (ProfileError::Name, "no name", |spec| spec.name = ""),
    (ProfileError::ModelName, "no name", |spec| spec.model = ""),
    (ProfileError::ApPrefix, "no name", |spec| {
        spec.ap_prefix = ""
    }),
    (ProfileError::ModelName, "25 bytes", |spec| {
        spec.model = "1234567890123456789012345";
    }),
    (ProfileError::ApPrefix, "29 bytes", |spec| {
        spec.ap_prefix = "12345678901234567890123456789";
    }),
];

const BUTTON: &[Wrong] = &[
    (ProfileError::ButtonOrder, "no debounce", |spec| {
        spec.button.debounce_ms = 0;
    }),
    (ProfileError::ButtonOrder, "setup within bounce", |spec| {
        spec.button.setup_from_ms = spec.button.debounce_ms;
    }),
    (ProfileError::ButtonOrder, "setup has no room", |spec| {
        spec.button.setup_until_ms = spec.button.setup_from_ms;
    }),
    (ProfileError::ButtonOrder, "reset within setup", |spec| {
        spec.button.reset_from_ms = spec.button.setup_until_ms - 1;
    }),
    (ProfileError::ButtonOrder, "reset has no room", |spec| {
        spec.button.hold_ms_max = spec.button.reset_from_ms;
    }),
    (ProfileError::ButtonOrder, "stuck at once", |spec| {
        spec.button.stuck_ms = spec.button.hold_ms_max;
    }),
];

const LED: &[Wrong] = &[
    (ProfileError::Dark, "no brightness", |spec| {
        spec.led.brightness = 0;
    }),
    (ProfileError::Dark, "never lit", |spec| {
        spec.led.online = Rhythm::solid(Color::OFF);
    }),
    (ProfileError::Dark, "a flash of 0 ms", |spec| {
        spec.led.setup.pulse_ms = 0;
    }),
    (ProfileError::Dark, "flashes of no colour", |spec| {
        spec.led.setup.pulse = [Color::OFF; 2];
    }),
    (ProfileError::RhythmTooLong, "dips of nothing", |spec| {
        spec.led.unprovisioned.pulse_ms = 0;
    }),
    (ProfileError::RhythmTooLong, "a dip of 64 periods", |spec| {
        // As long and as often as another one, so that its share of light is asked for.
        (spec.led.setup, spec.led.setup.base) = (spec.led.hold_setup, Color::RED);
        spec.led.setup.pulse_ms = 32_767;
    }),
    (ProfileError::RhythmTooLong, "no period", |spec| {
        spec.led.online.period_ms = 0;
    }),
    (
        ProfileError::RhythmTooLong,
        "a pulse past its period",
        |spec| {
            spec.led.setup.pulse_ms = spec.led.setup.period_ms + 1;
        },
    ),
    (
        ProfileError::RhythmTooLong,
        "a group past its period",
        |spec| {
            spec.led.identify.gap_ms = 1_000;
        },
    ),
    (ProfileError::UnsafeFlash, "period after period", |spec| {
        spec.led.setup = FAST;
    }),
    (ProfileError::UnsafeFlash, "within a group", |spec| {
        spec.led.identify.gap_ms = 100;
    }),
    (ProfileError::UnsafeFlash, "dips, too", |spec| {
        spec.led.fault_four.gap_ms = 100;
    }),
    (ProfileError::UnsafeFlash, "from group to group", |spec| {
        spec.led.resetting.period_ms = 340 + 333;
    }),
    (ProfileError::UnsafeFlash, "a strict warning", |spec| {
        spec.strict_flash = true;
    }),
    (ProfileError::CuesAlike, "the same rhythm", |spec| {
        spec.led.setup = spec.led.hold_cancelled;
    }),
    (
        ProfileError::CuesAlike,
        "another colour is not enough",
        |spec| {
            spec.led.privacy = Rhythm {
                pulse: [Color::BLUE; 2],
                ..spec.led.hold_cancelled
            };
        },
    ),
    (ProfileError::CuesAlike, "two solid ones", |spec| {
        spec.led.unprovisioned = Rhythm::solid(Color::BLUE);
    }),
    (ProfileError::CuesAlike, "even pairs", |spec| {
        spec.led.searching.pulse_ms = 300;
        spec.led.searching.gap_ms = 200;
    }),
];

const COLORS: &[Wrong] = &[
    (
        ProfileError::RedIsForFaults,
        "a fault that is not red",
        |spec| {
            spec.led.error.pulse = [Color::AMBER; 2];
        },
    ),
    (
        ProfileError::RedIsForFaults,
        "red that is no fault",
        |spec| {
            spec.led.online.base = Color::RED;
        },
    ),
    (
        ProfileError::RedIsForFaults,
        "red in every other flash",
        |spec| {
            spec.led.searching.pulse = [Color::BLUE, Color::RED];
        },
    ),
    (ProfileError::RedIsForFaults, "red in its dips", |spec| {
        spec.led.hold_gap.pulse = [Color::RED, Color::OFF];
    }),
    (ProfileError::NoSuchColor, "a base", |spec| {
        spec.led.colors = Colors::Only(Color::WHITE);
    }),
    (ProfileError::NoSuchColor, "a flash", |spec| {
        spec.led.colors = Colors::Only(Color::BLUE);
    }),
];

const TIMES: &[Wrong] = &[
    (ProfileError::NoWayIn, "no button, no cycles", |spec| {
        spec.has_button = false;
    }),
    (ProfileError::NoWayIn, "no button, no setup", |spec| {
        spec.has_button = false;
        spec.power.cycles = BUTTONLESS.power.cycles;
        spec.reset.auto_setup_ms = None;
    }),
    (ProfileError::Window, "shorter than 180 s", |spec| {
        spec.provision.window_ms = 179_999;
    }),
    (ProfileError::Linger, "less than 1 s", |spec| {
        spec.provision.linger_ms = 999;
    }),
    (ProfileError::Reset, "no time in all", |spec| {
        spec.reset.whole_ms = 0;
    }),
    (ProfileError::Joining, "no tries", |spec| {
        spec.provision.join_tries = 0;
        spec.provision.wrong_password_tries = 0;
    }),
    (ProfileError::Joining, "no back-off", |spec| {
        spec.provision.backoff_ms = 0;
        spec.provision.backoff_ms_max = 0;
    }),
    (ProfileError::Codes, "no attempts", |spec| {
        spec.provision.free_attempts = 0;
        spec.provision.attempts_max = 0;
    }),
    (ProfileError::Power, "safe and setup at once", |spec| {
        spec.power.crashes_safe = 0;
        spec.power.crashes_setup = 0;
    }),
    (ProfileError::Head, "never turns", |spec| {
        spec.motion.turn_ms_max = 0;
        spec.motion.lease_ms_max = 0;
    }),
    (ProfileError::Patrol, "takes a leased head", |spec| {
        spec.motion.patrol_pause_ms = 500;
    }),
    (ProfileError::Sensing, "a minute and a bit", |spec| {
        spec.sensing.quiet_ms = 60_001;
    }),
    (ProfileError::NightVision, "flickers", |spec| {
        spec.sensing.hysteresis_percent = 0;
    }),
    (ProfileError::NightVision, "no day again", |spec| {
        spec.sensing.hysteresis_percent = 100;
    }),
];

const AXES: &[Wrong] = &[
    (ProfileError::Axis, "0 is left of its range", |spec| {
        spec.motion.pan.min_cdeg = 1;
    }),
    (ProfileError::Axis, "0 is right of its range", |spec| {
        spec.motion.pan.max_cdeg = -1;
    }),
    (ProfileError::Axis, "more than a turn", |spec| {
        spec.motion.pan.min_cdeg = -18_000;
        spec.motion.pan.max_cdeg = 18_001;
    }),
    (ProfileError::Axis, "more than any turn", |spec| {
        spec.motion.pan.min_cdeg = i32::MIN;
        spec.motion.pan.max_cdeg = i32::MAX;
    }),
    (ProfileError::Axis, "no range", |spec| {
        spec.motion.pan.min_cdeg = 0;
        spec.motion.pan.max_cdeg = 0;
    }),
    (ProfileError::Axis, "no speed", |spec| {
        spec.motion.pan.pace = Pace::new(0, 18_000);
    }),
    (ProfileError::Axis, "no acceleration", |spec| {
        spec.motion.pan.pace = Pace::new(9_000, 15);
    }),
    (ProfileError::Axis, "too fast", |spec| {
        spec.motion.pan.pace = Pace::new(100_001, 18_000);
    }),
    (ProfileError::Axis, "too sudden", |spec| {
        spec.motion.pan.pace = Pace::new(9_000, 1_000_001);
    }),
    (ProfileError::Axis, "too much play", |spec| {
        spec.motion.pan.pace = spec.motion.pan.pace.with_backlash(1_001);
    }),
    (ProfileError::Axis, "nothing but play", |spec| {
        spec.motion.pan.pace = Pace::new(1, 16).with_backlash(u16::MAX);
    }),
    (ProfileError::Axis, "the other axis, too", |spec| {
        spec.motion.tilt.pace = Pace::new(0, 12_000);
    }),
];

fn spec() -> ProfileSpec {
    ProfileSpec::clone(&REFERENCE)
}

#[test]
fn r01_r12_what_a_profile_may_not_say_is_refused_by_name() {
    let all = [TEXTS, BUTTON, LED, COLORS, TIMES, AXES].concat();
    for (error, what, spoil) in &all {
        let mut spec = spec();
        spoil(&mut spec);
        assert_eq!(Profile::new(spec), Err(*error), "{what}");
    }
    for error in ProfileError::ALL {
        let has_one = all.iter().any(|(wrong, ..)| *wrong == error);
        assert!(has_one, "no profile is wrong in the way of {error:?}");
    }
    println!("{} wrong profiles", all.len());
}

/// The last value that is still right, beside each that is wrong.
#[test]
fn r01_r12_a_profile_may_go_to_the_limits() {
    const LIMITS: &[fn(&mut ProfileSpec)] = &[
        |spec| spec.model = "123456789012345678901234",
        |spec| spec.ap_prefix = "1234567890123456789012345678",
        |spec| spec.led.brightness = 1,
        |spec| spec.led.resetting.period_ms = 340 + 334,
        |spec| {
            (spec.provision.free_attempts, spec.provision.attempts_max) = (1, 1);
        },
        |spec| {
            (spec.provision.linger_ms, spec.provision.linger_ms_max) = (1_000, 1_000);
        },
        |spec| (spec.has_button, spec.power.cycles) = (false, BUTTONLESS.power.cycles),
        |spec| (spec.motion.pan.min_cdeg, spec.motion.pan.max_cdeg) = (-36_000, 0),
        |spec| spec.motion.pan = AxisLimits::NONE,
        |spec| spec.motion.pan.pace = Pace::new(100_000, 18_000),
        |spec| spec.motion.pan.pace = Pace::new(9_000, 1_000_000),
        |spec| spec.motion.pan.pace = Pace::new(1, 16).with_backlash(1_000),
    ];
    for (index, stretch) in LIMITS.iter().enumerate() {
        let mut spec = spec();
        stretch(&mut spec);
        assert_eq!(Profile::new(spec).err(), None, "limit {index}");
    }
}

#[test]
fn a_profile_error_says_the_same_everywhere_and_each_something_else() {
    let mut texts: Vec<_> = ProfileError::ALL.map(|error| error.to_string()).into();
    for (error, text) in ProfileError::ALL.into_iter().zip(&texts) {
        assert_eq!(error.text(), text);
        assert!(text.starts_with("profile: "), "{text}");
    }
    texts.sort();
    texts.dedup();
    assert_eq!(texts.len(), ProfileError::ALL.len());
}

#[test]
fn a_profile_is_found_by_its_name_which_fits_the_wire() {
    for profile in ALL {
        let found = camera_fsm::profile::by_name(profile.name).expect("itself");
        assert_eq!(found.name, profile.name);
        assert_eq!(found.model, profile.model, "no two have one name");
    }
    assert!(camera_fsm::profile::by_name("none").is_none());
}

#[test]
fn r61_a_part_that_fails_twice_has_failed_until_it_works() {
    for part in Part::ALL {
        let failed = PartSet::NONE.with(part, true);
        assert_eq!(failed.with(part, true), failed);
        assert!(failed.with(part, false).with(part, false).is_empty());
    }
}

/// What nobody sees may be any colour, and a pulse that ends with its period is whole.
#[test]
fn r12_only_what_a_rhythm_shows_is_judged() {
    let right: [fn(&mut ProfileSpec); 3] = [
        |spec| spec.led.online.pulse = [Color::RED; 2],
        |spec| spec.led.setup.pulse[1] = Color::RED,
        |spec| spec.led.hold_cancelled = Rhythm::flashes([Color::WHITE; 2], 7, 350, 350, 4_550),
    ];
    for change in right {
        let mut spec = ProfileSpec::clone(&REFERENCE);
        change(&mut spec);
        assert_eq!(Profile::new(spec).err(), None);
    }
}

/// What the guide's table of faults says, and every model shows (R10, R12).
#[test]
fn r10_a_fault_is_told_by_its_dips() {
    let faults = [
        (Fault::STORE, 2),
        (Fault::FACTORY_DATA, 3),
        (Fault::RADIO, 4),
        (Fault::RESET_TIMEOUT, 5),
    ];
    for profile in ALL {
        for (fault, dips) in faults {
            let cue = Cue::of_fault(fault).expect("a fault is shown");
            assert_eq!(profile.led.rhythm(cue).pulses, dips, "{fault:?}");
        }
        for cue in Cue::ALL {
            let rhythm = profile.led.rhythm(cue);
            let lit = |ms: &u64| rhythm.at(*ms).0 != Color::OFF;
            let lit_ms = (0..rhythm.period_ms.into()).filter(lit).count();
            assert_eq!(
                rhythm.lit_ms() as usize,
                lit_ms,
                "{cue:?} of {}",
                profile.name
            );
        }
    }
    assert_eq!(Cue::of_fault(Fault::NONE), None);
}

#[test]
fn r11_a_rhythm_is_the_same_after_any_number_of_periods() {
    for profile in ALL {
        for cue in Cue::ALL {
            let rhythm = profile.led.rhythm(cue);
            let period = u64::from(rhythm.period_ms);
            for periods in [1, 1_000, (1 << 32) / period, (1 << 45) / period + 7] {
                for ms in (0..period).step_by(97) {
                    let later = rhythm.at(periods * period + ms);
                    assert_eq!(later, rhythm.at(ms), "{cue:?} of {}", profile.name);
                }
            }
        }
    }
}

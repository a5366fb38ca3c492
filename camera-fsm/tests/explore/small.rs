//! Small numbers, so that the situations are finite: models with them, and when
//! something happens there.

use camera_fsm::explore::BASE;
use camera_fsm::pan_tilt::Homes;
use camera_fsm::power::{BootCause, Cycles, PowerTimes};
use camera_fsm::profile::{
    BUTTONLESS, ButtonTimes, Fires, MotionLimits, Profile, ProfileSpec, ProvisionTimes, REFERENCE,
    ResetTimes, SensingTimes,
};
use camera_fsm::time::Instant;

use crate::lawful::inputs::Product;
use crate::lawful::world::{Event, World};

/// All times are multiples of it, so that "just before" is on the grid too:
/// with 1 ms the distances between deadlines would never come to an end.
pub(crate) const GRID_MS: u32 = 60_000;

const HOUR_MS: u32 = 3_600_000;

/// A model with small numbers: at most six units of time, two tries, one wrong
/// code free and one that costs.
pub(crate) fn small_profile() -> &'static Profile {
    model(ProfileSpec {
        name: "small",
        button: ButtonTimes {
            debounce_ms: GRID_MS,
            setup_from_ms: 2 * GRID_MS,
            setup_until_ms: 3 * GRID_MS,
            reset_from_ms: 4 * GRID_MS,
            hold_ms_max: 5 * GRID_MS,
            stuck_ms: 6 * GRID_MS,
            fires: Fires::OnRelease,
        },
        reset: ResetTimes {
            tries: 2,
            retry_ms: GRID_MS,
            whole_ms: 3 * GRID_MS,
            confirm_ms: 2 * GRID_MS,
            farewell_ms: GRID_MS,
            auto_setup_ms: Some(GRID_MS),
        },
        provision: ProvisionTimes {
            window_ms: 3 * GRID_MS,
            scan_ms: GRID_MS,
            join_ms: GRID_MS,
            join_tries: 1,
            wrong_password_tries: 1,
            weak_dbm: -75,
            linger_ms: GRID_MS,
            linger_ms_max: 2 * GRID_MS,
            backoff_ms: GRID_MS,
            backoff_ms_max: GRID_MS,
            jitter_percent: 0,
            free_attempts: 1,
            attempts_max: 2,
            penalty_ms: GRID_MS,
            penalty_ms_max: GRID_MS,
            pairing_ms: GRID_MS,
        },
        // The head is as quick as it is: a move ends before anything is due.
        motion: MotionLimits {
            patrol_pause_ms: GRID_MS,
            ..REFERENCE.motion
        },
        sensing: SensingTimes {
            settle_ms: GRID_MS,
            quiet_ms: GRID_MS as u16,
            record_ms: 2 * GRID_MS,
            show_ms: GRID_MS as u16,
            walk_test_ms_max: 2 * GRID_MS,
            dusk_ms: GRID_MS,
            ..REFERENCE.sensing
        },
        ..ProfileSpec::clone(&REFERENCE)
    })
}

/// The same with operations that last as long as a hold of the button, as real
/// ones do.
pub(crate) fn slow_profile() -> &'static Profile {
    let small = small_profile();
    model(ProfileSpec {
        name: "slow",
        reset: ResetTimes {
            whole_ms: 6 * GRID_MS,
            confirm_ms: 6 * GRID_MS,
            farewell_ms: 2 * GRID_MS,
            auto_setup_ms: Some(4 * GRID_MS),
            ..small.reset
        },
        provision: ProvisionTimes {
            window_ms: 12 * GRID_MS,
            join_ms: 6 * GRID_MS,
            linger_ms_max: 6 * GRID_MS,
            backoff_ms_max: 6 * GRID_MS,
            ..small.provision
        },
        ..ProfileSpec::clone(small)
    })
}

/// The same, where joining takes longer than the window is open.
pub(crate) fn late_profile() -> &'static Profile {
    let small = small_profile();
    model(ProfileSpec {
        name: "late",
        provision: ProvisionTimes {
            join_ms: 4 * GRID_MS,
            ..small.provision
        },
        ..ProfileSpec::clone(small)
    })
}

/// The same, whose reset begins while its button is still held.
pub(crate) fn eager_profile() -> &'static Profile {
    let small = small_profile();
    model(ProfileSpec {
        name: "eager",
        button: ButtonTimes {
            fires: Fires::WhileHeld,
            ..small.button
        },
        ..ProfileSpec::clone(small)
    })
}

/// The same, whose head is turned by steppers: it must find its home, and its
/// gears have play.
pub(crate) fn stepper_profile(homes: Homes) -> &'static Profile {
    let small = small_profile();
    model(ProfileSpec {
        name: "stepper",
        motion: MotionLimits {
            homes,
            home_ms_max: GRID_MS,
            parked_ms: 2 * GRID_MS,
            lease_ms_max: GRID_MS as u16,
            pan: BUTTONLESS.motion.pan,
            tilt: BUTTONLESS.motion.tilt,
            ..small.motion
        },
        ..ProfileSpec::clone(small)
    })
}

/// The same, where everything may be tried once more.
pub(crate) fn twofold_profile() -> &'static Profile {
    let small = small_profile();
    model(ProfileSpec {
        name: "twofold",
        provision: ProvisionTimes {
            join_tries: 2,
            wrong_password_tries: 2,
            backoff_ms_max: 2 * GRID_MS,
            free_attempts: 2,
            attempts_max: 3,
            ..small.provision
        },
        ..ProfileSpec::clone(small)
    })
}

/// The same, which counts how it starts.
pub(crate) fn counting_profile() -> &'static Profile {
    model(ProfileSpec {
        name: "counting",
        power: PowerTimes {
            cycles: Some(Cycles {
                count: 3,
                within_ms: GRID_MS,
            }),
            crashes_safe: 2,
            crashes_setup: 3,
            stable_ms: 2 * GRID_MS,
        },
        ..ProfileSpec::clone(small_profile())
    })
}

/// The same, without setup by itself.
pub(crate) fn patient_profile() -> &'static Profile {
    let small = small_profile();
    model(ProfileSpec {
        name: "patient",
        reset: ResetTimes {
            auto_setup_ms: None,
            ..small.reset
        },
        ..ProfileSpec::clone(small)
    })
}

fn model(spec: ProfileSpec) -> &'static Profile {
    let name = spec.name;
    match Profile::new(spec) {
        Ok(profile) => Box::leak(Box::new(profile)),
        Err(error) => panic!("the {name} profile: {error}"),
    }
}

impl Product {
    /// Every choice there is: what happens, and when.
    pub(crate) fn choices(&self, world: &World) -> Vec<(Instant, Event)> {
        let times = times(world);
        let crashes_often = world.flash.power.crashes > self.profile.power.crashes_setup;
        let mut choices = Vec::new();
        for event in self.events(world) {
            match event {
                // One more would be no other case.
                Event::Boot(BootCause::Crash) if crashes_often => {}
                // They are not told the machine: nothing depends on when.
                Event::Boot(_) | Event::Cut(_) | Event::Connect(..) => choices.push((BASE, event)),
                Event::Pin | Event::Polled if !world.powered => choices.push((BASE, event)),
                // Nor on when something is refused.
                Event::Ask(at, ask) if self.asks_in_vain(world, at).any(|it| *it == ask) => {
                    choices.push((BASE, event));
                }
                Event::Time => choices.extend(times.iter().skip(1).map(|at| (*at, event))),
                _ => choices.extend(times.iter().map(|at| (*at, event))),
            }
        }
        choices
    }
}

/// Now, just before the device wants to be stepped, then, and far too late.
fn times(world: &World) -> Vec<Instant> {
    let mut times = vec![BASE];
    if let Some(due) = world.device.due(BASE).filter(|_| world.powered) {
        let before = Instant::from_millis(due.as_millis() - u64::from(GRID_MS));
        times.extend((before > BASE).then_some(before));
        times.extend([due, due.after(HOUR_MS)]);
    }
    times
}

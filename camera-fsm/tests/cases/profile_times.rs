//! A profile whose data contradict each other is refused, and the error says why.

use camera_fsm::power::Cycles;
use camera_fsm::profile::{ALL, Profile, ProfileError, ProfileSpec, REFERENCE};

type Spoil = fn(&mut ProfileSpec);

#[test]
fn every_profile_is_what_it_was_checked_as() {
    for profile in ALL {
        assert_eq!(Profile::new((**profile).clone()).as_ref(), Ok(profile));
    }
}

/// Each spoils one number of the default profile.
const WRONG_TIMES: &[(&str, Spoil)] = &[
    ("reset.tries", |spec| spec.reset.tries = 0),
    ("reset.retry_ms", |spec| spec.reset.retry_ms = 0),
    ("reset.whole_ms", |spec| spec.reset.whole_ms = 500),
    ("reset.confirm_ms", |spec| spec.reset.confirm_ms = 0),
    ("reset.farewell_ms", |spec| spec.reset.farewell_ms = 0),
    ("reset.auto_setup_ms", |spec| {
        spec.reset.auto_setup_ms = Some(0)
    }),
    ("provision.scan_ms", |spec| spec.provision.scan_ms = 0),
    ("provision.join_ms", |spec| spec.provision.join_ms = 0),
    ("provision.join_tries", |spec| spec.provision.join_tries = 1),
    ("provision.wrong_password_tries", |spec| {
        spec.provision.wrong_password_tries = 0;
    }),
    ("provision.backoff_ms", |spec| spec.provision.backoff_ms = 0),
    ("provision.backoff_ms_max", |spec| {
        spec.provision.backoff_ms_max = 999
    }),
    ("provision.jitter_percent", |spec| {
        spec.provision.jitter_percent = 51
    }),
    ("provision.penalty_ms", |spec| spec.provision.penalty_ms = 0),
    ("provision.penalty_ms_max", |spec| {
        spec.provision.penalty_ms_max = 4_999
    }),
    ("provision.free_attempts", |spec| {
        spec.provision.free_attempts = 11
    }),
    ("provision.attempts_max", |spec| {
        (spec.provision.free_attempts, spec.provision.attempts_max) = (0, 0);
    }),
    ("provision.pairing_ms", |spec| spec.provision.pairing_ms = 0),
    ("power.crashes_safe", |spec| spec.power.crashes_safe = 0),
    ("power.crashes_setup", |spec| spec.power.crashes_setup = 2),
    ("power.stable_ms", |spec| spec.power.stable_ms = 0),
    ("power.cycles.count", |spec| {
        let within_ms = 8_000;
        spec.power.cycles = Some(Cycles {
            count: 2,
            within_ms,
        });
    }),
    ("power.cycles.within_ms", |spec| {
        let (count, within_ms) = (5, 0);
        spec.power.cycles = Some(Cycles { count, within_ms });
    }),
    ("motion.lease_ms_max", |spec| spec.motion.lease_ms_max = 0),
];

fn spoiled(spoil: Spoil) -> Result<Profile, ProfileError> {
    let mut spec = (*REFERENCE).clone();
    spoil(&mut spec);
    Profile::new(spec)
}

#[test]
fn a_time_of_nothing_is_refused() {
    for (name, spoil) in WRONG_TIMES {
        assert_eq!(spoiled(*spoil), Err(ProfileError::Times), "{name}");
    }
}

#[test]
fn r45_an_answer_that_has_no_second_to_leave_is_refused() {
    let short = spoiled(|spec| spec.provision.linger_ms = 999);
    assert_eq!(short, Err(ProfileError::Linger));
    let shorter = spoiled(|spec| spec.provision.linger_ms_max = 999);
    assert_eq!(shorter, Err(ProfileError::Linger));
    let exact = spoiled(|spec| {
        (spec.provision.linger_ms, spec.provision.linger_ms_max) = (1_000, 1_000);
    });
    assert!(exact.is_ok());
}

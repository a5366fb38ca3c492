//! Coming back after an outage: how long the camera waits between two tries.

use crate::hand::{Hand, KNOWN, stored};
use camera_fsm::action::Action;
use camera_fsm::input::{OpResult, Stored};
use camera_fsm::profile::{ALL, Profile, ProvisionTimes, REFERENCE};
use camera_fsm::time::Instant;
use camera_proto::message::Refused;
use camera_proto::vocab::Refusal;
use proptest::prelude::*;

const NOT_FOUND: OpResult = OpResult::Failed(Refused::because(Refusal::NETWORK_NOT_FOUND));

/// The waits of a camera that was switched on with this randomness.
fn waits_ms(profile: &'static Profile, jitter: u32, count: usize) -> Vec<u64> {
    let stored = Stored { jitter, ..KNOWN };
    let (mut hand, begun) = Hand::at(Instant::from_millis(0), profile, &stored);
    let mut joining = until_joining(&mut hand, begun);
    let mut waits = Vec::new();
    while waits.len() < count {
        let ended = hand.finish(&joining, NOT_FOUND);
        let failed_at = hand.now;
        joining = until_joining(&mut hand, ended);
        waits.push(hand.now.since(failed_at));
    }
    waits
}

/// Goes on until it tries to join. A model that counts power cycles has
/// something to write besides.
fn until_joining(hand: &mut Hand, begun: Vec<Action>) -> Vec<Action> {
    let mut actions = begun;
    loop {
        let (radio, rest): (Vec<_>, Vec<_>) = actions
            .into_iter()
            .partition(|action| matches!(action, Action::Radio { .. }));
        let then = match stored(&rest)[..] {
            [] if !radio.is_empty() => return radio,
            [] => {
                let due = hand.camera.due(hand.now).expect("it tries again");
                hand.pass(due.since(hand.now) as u32)
            }
            _ => hand.finish(&rest, OpResult::Done),
        };
        actions = radio.into_iter().chain(then).collect();
    }
}

/// How long the camera would wait the `n`-th time, but for chance.
fn doubled_ms(times: &ProvisionTimes, n: usize) -> u64 {
    let doubled = u64::from(times.backoff_ms) << n.min(32);
    doubled.min(times.backoff_ms_max.into())
}

proptest! {
    #[test]
    fn r47_waits_double_to_the_cap_and_stray_by_the_profiles_share(
        profile in 0..ALL.len(),
        jitter: u32,
    ) {
        let times = &ALL[profile].provision;
        for (n, wait_ms) in waits_ms(ALL[profile], jitter, 24).into_iter().enumerate() {
            let base_ms = doubled_ms(times, n);
            let stray_ms = base_ms * u64::from(times.jitter_percent) / 100;
            let range = base_ms - stray_ms..=base_ms + stray_ms;
            prop_assert!(range.contains(&wait_ms), "{wait_ms} of {range:?} at {n}");
        }
    }
}

/// A street of them, switched on by the same mains.
#[test]
fn r47_cameras_do_not_come_back_together() {
    for profile in ALL {
        let times = &profile.provision;
        let range_ms = doubled_ms(times, 6) * u64::from(times.jitter_percent) / 50;
        let seeds = (1..=64_u32).map(|n| n.wrapping_mul(0x9e37_79b9));
        let mut waits: Vec<_> = seeds.map(|seed| waits_ms(profile, seed, 7)[6]).collect();
        waits.sort_unstable();
        let spread_ms = waits[63] - waits[0];
        assert!(spread_ms > range_ms * 3 / 4, "{spread_ms} of {range_ms} ms");
        waits.dedup();
        assert!(waits.len() > 60, "only {} of 64 differ", waits.len());
    }
}

/// Marsaglia's xorshift of 13, 17 and 5 bits, from 1: its published numbers.
#[test]
fn r47_chance_is_what_it_is_said_to_be() {
    let times = &REFERENCE.provision;
    let chances = [270_369_u64, 67_634_689, 2_647_435_461, 307_599_695];
    let waits = waits_ms(&REFERENCE, 1, chances.len());
    for (n, (wait_ms, chance)) in waits.into_iter().zip(chances).enumerate() {
        let base_ms = doubled_ms(times, n);
        let stray_ms = base_ms * u64::from(times.jitter_percent) / 100;
        assert_eq!(
            wait_ms,
            base_ms - stray_ms + chance % (2 * stray_ms + 1),
            "{n}"
        );
    }
}

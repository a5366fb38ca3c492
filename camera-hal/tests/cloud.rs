//! The cloud hears of a reset from the part that is there for it (R22).
#![cfg(feature = "pairing")]

mod kept;

use camera_fsm::action::{OpId, RadioJob, ResetRecord, StoreJob};
use camera_fsm::input::OpResult;
use camera_fsm::profile::REFERENCE;
use camera_fsm::time::Instant;
use camera_hal::cloud::{Cloud as _, NoCloud};
use camera_hal::mock::board::{LAYOUT, MockBoard};
use camera_hal::mock::journal::{Deed, Journal};
use camera_hal::mock::radio::AccessPoint;
use camera_hal::runner::Runner;
use camera_hal::slots::Slots;
use camera_hal::store::Store;
use camera_proto::vocab::{Bssid, Flags, Network, ResetCause, ResetScope, Security};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;

use kept::{done, factory, flash, network};

type Camera = Runner<MockBoard<ChaCha20Rng>>;

const NOW: Instant = Instant::from_millis(0);

/// A camera whose next owner has set it up after a reset that the cloud has yet to hear of.
fn owing() -> (Camera, &'static Journal) {
    let mut flash = flash();
    let mut store = Store::mount(&mut flash, LAYOUT, 1);
    let mut slots = Slots::default();
    let record = ResetRecord {
        epoch: 1,
        count: 1,
        cause: ResetCause::BUTTON,
        scope: ResetScope::Everything,
        finished: true,
        unbind_owed: true,
    };
    let reset = StoreJob::SaveReset(record);
    done(&mut store, &mut flash, reset, &mut slots);
    slots.trial = Some(network());
    done(&mut store, &mut flash, StoreJob::SaveNetwork, &mut slots);
    let mut board = MockBoard::new(&factory(), ChaCha20Rng::seed_from_u64(1)).unwrap();
    board.flash = flash;
    let home = Network {
        ssid: network().ssid,
        bssid: Bssid([1; 6]),
        rssi_dbm: -50,
        security: Security::WPA2,
        channel: 6,
    };
    board
        .radio
        .networks
        .push(AccessPoint::new(home, network().passphrase))
        .unwrap();
    let journal = Box::leak(Box::new(Journal::new()));
    board.keep_journal(journal);
    (Runner::start(board, &REFERENCE, LAYOUT, NOW), journal)
}

/// Wake-up by wake-up.
fn pass(camera: &mut Camera, from_ms: u64, to_ms: u64) {
    let mut now_ms = from_ms;
    while now_ms < to_ms {
        let now = Instant::from_millis(now_ms);
        let wake_at = camera.turn(now);
        if !camera.work(now) {
            let next_ms = wake_at.map_or(to_ms, Instant::as_millis);
            now_ms = next_ms.clamp(now_ms + 1, to_ms);
        }
    }
}

fn owes(camera: &Camera, now_ms: u64) -> bool {
    let status = camera.device().status(Instant::from_millis(now_ms));
    status.flags.has(Flags::UNBIND_OWED)
}

fn told(journal: &Journal) -> usize {
    let deeds = core::iter::from_fn(|| journal.take());
    let told = deeds.filter(|entry| {
        assert_ne!(entry.deed, Deed::Radio(RadioJob::Off));
        entry.deed == Deed::Unbind
    });
    told.count()
}

#[test]
fn r22_the_cloud_is_told_over_the_next_network_until_it_has_heard() {
    let (mut camera, journal) = owing();
    camera.board().cloud.is_away = true;
    pass(&mut camera, 0, 60_000);
    let tries = told(journal);
    assert!(tries > 1 && owes(&camera, 60_000), "{tries}");
    camera.board().cloud.is_away = false;
    pass(&mut camera, 60_000, 1_200_000);
    assert_eq!(told(journal), 1);
    assert!(!owes(&camera, 1_200_000));
    // And that is kept.
    let board = camera.into_board();
    let mut camera = Runner::start(board, &REFERENCE, LAYOUT, NOW);
    pass(&mut camera, 0, 60_000);
    assert!(!owes(&camera, 60_000));
    assert_eq!(told(journal), 0);
}

#[test]
fn r22_without_a_cloud_there_is_nobody_to_tell() {
    let mut cloud = NoCloud::default();
    assert_eq!((cloud.due(), cloud.poll(NOW)), (None, None));
    cloud.unbind(NOW, OpId(3));
    assert_eq!(cloud.due(), Some(NOW), "it is told at once");
    assert_eq!(cloud.poll(NOW), Some((OpId(3), OpResult::Done)));
    assert_eq!((cloud.due(), cloud.poll(NOW)), (None, None));
}

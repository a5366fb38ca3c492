//! Flash that fails: every change of two lives with each flaw in each sector, and bits that are stuck. A failure is
//! told as one, what is told as done is there after a restart, and nothing goes on for ever (R25, R55).
#![cfg(feature = "pairing")]

#[allow(dead_code, reason = "what these tests do not need of it")]
mod home;
mod kept;
mod life;

use camera_fsm::action::StoreJob;
use camera_fsm::input::{OpResult, PinLevel};
use camera_fsm::time::Instant;
use camera_hal::mock::board::LAYOUT;
use camera_hal::mock::flash::{Flaw, SimFlash, Tear};
use camera_hal::slots::Slots;
use camera_hal::store::{Store, records};
use camera_proto::message::{ClearSetting, Name, Refused, Reply, Request, Setting};
use camera_proto::vocab::{CameraState, Fault, Refusal, SettingId};
use heapless::Vec as Bounded;
use home::Home;
use life::{BYTES, Outcome, blank, life, start};

type Flash = SimFlash<BYTES>;

const FLAWS: [Flaw; 4] = [
    Flaw::EraseError,
    Flaw::EraseInVain,
    Flaw::WriteError,
    Flaw::WriteInVain,
];

/// No change writes more than a sector's words twice, and no more erases than there are sectors.
const UNITS_MAX: u32 = 2 * 1024 + 4;

#[derive(Default)]
struct Seen {
    done: u32,
    failed: u32,
}

/// Does each change of two lives on a flash that is broken by `breaks`, and mended afterwards.
fn each_change(seen: &mut Seen, breaks: impl Fn(&mut Flash), mends: impl Fn(&mut Flash)) {
    let mut flash = blank::<4>();
    start(&mut flash);
    for change in life() {
        let before = flash.clone();
        assert_eq!(change.run(&mut flash), OpResult::Done);
        let legal = [&before, &flash].map(|flash| Outcome::of(&mut flash.clone()));

        let mut broken = before.clone();
        broken.power_on();
        breaks(&mut broken);
        let result = change.run(&mut broken);
        assert!(broken.units() < UNITS_MAX, "{change:?}");
        match result {
            OpResult::Done => {
                seen.done += 1;
                assert!(
                    Outcome::of(&mut broken.clone()) == legal[1],
                    "{change:?}: a lie"
                );
            }
            result => {
                seen.failed += 1;
                let why = Refused::because(Refusal::STORE_FAILURE);
                assert_eq!(result, OpResult::Failed(why), "{change:?}");
            }
        }
        mends(&mut broken);
        let outcome = Outcome::of(&mut broken);
        // Between the erases of a reset the user region is none, which its intent in the journal says.
        let is_resetting = matches!(
            change.job,
            StoreJob::EraseUser { .. } | StoreJob::FormatUser
        );
        let is_between =
            is_resetting && outcome.user.is_empty() && outcome.journal == legal[0].journal;
        assert!(is_between || legal.contains(&outcome), "{change:?}: a loss");
    }
}

#[test]
fn r25_r55_a_sector_that_wears_out_is_a_failure_and_no_loss() {
    let mut seen = Seen::default();
    for flaw in FLAWS {
        for sector in 1..=4 {
            for times in [1, 2, u32::MAX] {
                let breaks = |flash: &mut Flash| flash.wear(sector, flaw, times);
                each_change(&mut seen, breaks, |flash| flash.wear(sector, flaw, 0));
            }
        }
    }
    let Seen { done, failed } = seen;
    println!("worn sectors: {done} changes done all the same, {failed} failed");
    assert!(done > 100 && failed > 100);
}

#[test]
fn r25_r55_a_stuck_bit_is_a_failure_and_no_loss() {
    let mut seen = Seen::default();
    let places = (1..5).flat_map(|sector| [0, 5, 13, 300, 4095].map(|at| sector * 4096 + at));
    for at in places {
        for bit in [0, 7] {
            // As it is now, it stays: a bit that changes by itself is not a failure to write.
            let breaks = |flash: &mut Flash| {
                let is_one = flash.image()[at as usize] >> bit & 1 == 1;
                flash.stick(at, 1 << bit, is_one);
            };
            each_change(&mut seen, breaks, |flash| flash.stick(at, 0, true));
        }
    }
    let Seen { done, failed } = seen;
    println!("stuck bits: {done} changes done all the same, {failed} failed");
    assert!(done > 100 && failed > 20);
}

/// What a restart finds under that setting.
fn kept_name(home: &mut Home) -> Option<Setting> {
    let mut flash = home.camera.board().flash.clone();
    let store = Store::mount(&mut flash, LAYOUT, 1);
    store.setting(&mut flash, SettingId::NAME)
}

#[test]
fn r25_the_camera_says_done_only_of_what_a_restart_finds() {
    let (mut done, mut refused) = (0, 0);
    for flaw in FLAWS {
        for sector in 3..=4 {
            let mut home = Home::new();
            home.pair(0);
            home.camera.board().flash.wear(sector, flaw, u32::MAX);
            for number in 0..6 {
                let name = Bounded::from_slice(&[b'a' + number; 9]).unwrap();
                let name = Setting::Name(Name { name });
                let setting = SettingId::NAME;
                let clear = Request::ClearSetting(ClearSetting { setting });
                for (request, wanted) in [(Request::Set(name.clone()), Some(name)), (clear, None)] {
                    match home.reply(0, &request) {
                        Reply::Done => {
                            done += 1;
                            assert_eq!(kept_name(&mut home), wanted, "{flaw:?} {sector}");
                        }
                        Reply::Refused(Refused { why, .. }) => {
                            refused += 1;
                            assert_eq!(why, Refusal::STORE_FAILURE, "{flaw:?} {sector}");
                        }
                        reply => panic!("{reply:?}"),
                    }
                }
            }
        }
    }
    println!("on worn flash: {done} requests done, {refused} refused");
    assert!(done > 10 && refused > 10);
}

#[test]
fn r25_a_reset_on_flash_that_never_erases_ends_in_a_fault() {
    for flaw in [Flaw::EraseError, Flaw::EraseInVain] {
        let mut home = Home::new();
        home.pair(0);
        // The sector that holds the owner's key.
        home.camera.board().flash.wear(4, flaw, u32::MAX);
        home.press(PinLevel::Down);
        home.pass(8_000);
        home.press(PinLevel::Up);
        home.pass(180_000);
        let now = Instant::from_millis(home.now_ms);
        let status = home.camera.device().status(now);
        assert_ne!(status.fault, Fault::NONE, "{flaw:?}");
        assert_ne!(
            status.state,
            CameraState::SETUP,
            "{flaw:?}: no silent success"
        );
        let mut flash = home.camera.board().flash.clone();
        let reset = Store::mount(&mut flash, LAYOUT, 1).stored().reset;
        assert!(reset.is_some_and(|reset| !reset.finished), "{flaw:?}");
    }
}

/// A camera in use whose journal calls its flash broken.
fn called_broken() -> Flash {
    let mut flash = blank::<4>();
    start(&mut flash);
    for change in life() {
        assert_eq!(change.run(&mut flash), OpResult::Done);
    }
    let broken = StoreJob::SaveFault(Fault::STORE);
    let mut store = Store::mount(&mut flash, LAYOUT, 1);
    let done = store.run(&mut flash, broken, &mut Slots::default());
    assert_eq!(done, OpResult::Done);
    flash
}

/// What a start finds, and what is in the flash then, beside the fault.
fn started(flash: &mut Flash) -> (Fault, Outcome) {
    let fault = Store::mount(flash, LAYOUT, 1).stored().fault;
    let mut outcome = Outcome::of(&mut flash.clone());
    outcome.journal.remove(&records::FAULT);
    (fault, outcome)
}

#[test]
fn r13_a_flash_that_was_called_broken_is_so_until_it_passes_a_test() {
    let flash = called_broken();
    let (fault, sound) = started(&mut flash.clone());
    assert_eq!(fault, Fault::NONE);
    let mut told = 0;
    for flaw in FLAWS {
        for sector in 1..=4 {
            let mut worn = flash.clone();
            worn.wear(sector, flaw, u32::MAX);
            for _ in 0..2 {
                let (fault, outcome) = started(&mut worn);
                assert!(outcome == sound, "{flaw:?} {sector}: a loss");
                told += u32::from(fault == Fault::STORE);
            }
            worn.wear(sector, flaw, 0);
            assert!(started(&mut worn) == (Fault::NONE, sound.clone()));
        }
    }
    println!(
        "{told} of {} starts on worn flash say so",
        2 * 4 * FLAWS.len()
    );
    assert!(told >= 16, "{told}");
}

#[test]
fn r13_r21_a_cut_in_that_test_loses_nothing() {
    let flash = called_broken();
    let (_, sound) = started(&mut flash.clone());
    let mut uncut = flash.clone();
    uncut.power_on();
    started(&mut uncut);
    let tears = [Tear::Before, Tear::Half, Tear::After, Tear::Zeroed];
    for unit in 0..uncut.units() {
        for tear in tears {
            let mut cut = flash.clone();
            cut.power_on();
            cut.cut_at(unit, tear);
            started(&mut cut);
            cut.power_on();
            assert!(
                started(&mut cut) == (Fault::NONE, sound.clone()),
                "{unit} {tear:?}"
            );
        }
    }
}

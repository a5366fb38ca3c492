//! Recordings, and how a reset of gigabytes takes no longer than that of a key (R20, R21, R33).
#![cfg(feature = "pairing")]

#[allow(dead_code, reason = "its LED and head are for other tests")]
mod home;

use camera_fsm::action::{ResetRecord, StoreJob};
use camera_fsm::input::OpResult;
use camera_fsm::part::Part;
use camera_fsm::time::Instant;
use camera_hal::mock::board::LAYOUT;
use camera_hal::mock::parts::RECORDING_KIB;
use camera_hal::recordings::Recordings as _;
use camera_hal::slots::Slots;
use camera_hal::store::Store;
use camera_proto::message::{
    Losses, Page, Recording, Reply, Request, ResetConfirm, ResetRequest, Setting, Storage,
};
use camera_proto::vocab::{
    Advice, Cause, Fault, LossItem, LossKind, RecordingMode, ResetCause, ResetScope, ResetToken,
    StorageChoice, Symptom,
};
use home::Home;

/// No recording.
const NONE: [u8; 0] = [];

/// A camera that records, for an owner who has paired; the key's first byte.
fn recording() -> (Home, u8) {
    let mut home = Home::new();
    home.pair(0);
    assert_eq!(sealed_by(&mut home), NONE, "nobody has said that it shall");
    for setting in records() {
        assert_eq!(home.reply(0, &Request::Set(setting)), Reply::Done);
    }
    home.pass(100);
    let sealed = sealed_by(&mut home);
    let &[key] = sealed.as_slice() else {
        panic!("{sealed:?}");
    };
    (home, key)
}

/// What makes a camera record.
fn records() -> [Setting; 2] {
    let choice = StorageChoice::LOCAL;
    let mode = RecordingMode::CONTINUOUS;
    [
        Setting::Storage(Storage { choice }),
        Setting::Recording(Recording { mode }),
    ]
}

fn sealed_by(home: &mut Home) -> Vec<u8> {
    home.camera.board().recordings.part.sealed_by.to_vec()
}

fn count(home: &mut Home) -> u16 {
    home.camera.board().recordings.count()
}

fn list(home: &mut Home, scope: ResetScope) -> (ResetToken, Vec<LossItem>) {
    match home.reply(0, &Request::ResetRequest(ResetRequest { scope })) {
        Reply::LossList(list) => (list.token, list.items.to_vec()),
        reply => panic!("{reply:?}"),
    }
}

fn reset(home: &mut Home, scope: ResetScope) {
    let (token, _) = list(home, scope);
    let confirm = Request::ResetConfirm(ResetConfirm { token });
    assert_eq!(home.reply(0, &confirm), Reply::Done);
    for _ in 0..1_000 {
        if home.camera.is_rebooting() {
            return;
        }
        home.pass(10);
    }
    panic!("it does not restart");
}

#[test]
fn r54_what_is_recorded_is_sealed_by_one_key_that_survives_the_power() {
    let (home, key) = recording();
    let mut home = home.restart();
    home.pass(1_000);
    assert_eq!(sealed_by(&mut home), [key, key]);
    assert_eq!(count(&mut home), 2);
}

#[test]
fn r33_recordings_are_counted_and_listed_before_they_are_lost() {
    let (mut home, _) = recording();
    let is_recordings = |item: &LossItem| item.kind == LossKind::RECORDINGS;
    for (scope, count) in [
        (ResetScope::Everything, Some(1)),
        (ResetScope::KeepNetwork, Some(1)),
        (ResetScope::ForgetNetwork, None),
    ] {
        let (_, items) = list(&mut home, scope);
        let listed = items.iter().find(|item| is_recordings(item));
        assert_eq!(listed.map(|item| item.count), count, "{scope:?}");
    }
    let losses = |from| {
        Request::Losses(Losses {
            kind: LossKind::RECORDINGS,
            from,
        })
    };
    let mut names = |from| match home.reply(0, &losses(from)) {
        Reply::Loss(loss) => loss.name.to_vec(),
        Reply::End(_) => Vec::new(),
        reply => panic!("{reply:?}"),
    };
    assert_eq!(names(1), b"");
    assert_eq!(names(0), b"0");
}

#[test]
fn r20_a_reset_makes_recordings_unreadable_at_once_and_erases_them_later() {
    for scope in [ResetScope::Everything, ResetScope::KeepNetwork] {
        let (mut home, key) = recording();
        // More than one turn erases.
        home.camera
            .board()
            .recordings
            .part
            .sealed_by
            .extend([key; 5]);
        reset(&mut home, scope);
        let mut home = home.restart();
        // Nothing can be read from the first instant on, and a while later nothing is there.
        assert_eq!(count(&mut home), 0, "{scope:?}");
        assert!(!sealed_by(&mut home).is_empty(), "{scope:?}: files follow");
        home.pass(1_000);
        assert_eq!(sealed_by(&mut home), NONE, "{scope:?}");
    }
}

#[test]
fn r21_a_power_cut_right_after_the_intent_leaves_no_recording_to_be_read() {
    for scope in [ResetScope::Everything, ResetScope::KeepNetwork] {
        let (mut home, _) = recording();
        let flash = &mut home.camera.board().flash;
        let intent = StoreJob::SaveReset(ResetRecord {
            epoch: 1,
            count: 1,
            cause: ResetCause::CONTROLLER,
            scope,
            finished: false,
            unbind_owed: false,
        });
        let mut store = Store::mount(flash, LAYOUT, 1);
        let result = store.run(flash, intent, &mut Slots::default());
        assert_eq!(result, OpResult::Done);
        let mut home = home.restart();
        assert_eq!(count(&mut home), 0, "{scope:?}");
        home.pass(1_000);
        assert_eq!(count(&mut home), 0, "{scope:?}");
    }
}

/// What a person sees of it, who asks again and again.
#[test]
fn r20_r80_how_much_is_left_of_old_recordings_is_told_until_nothing_is() {
    let (mut home, key) = recording();
    let left_kib = |home: &mut Home| {
        let mut found = home.camera.facts(home.now()).findings();
        let finding = found.find(|finding| finding.symptom == Symptom::OLD_RECORDINGS);
        finding.map(|finding| {
            assert_eq!(finding.cause, Cause::STILL_ERASING);
            finding.detail
        })
    };
    let own = [key; 5];
    home.camera.board().recordings.part.sealed_by.extend(own);
    assert_eq!(left_kib(&mut home), None, "they are the owner's");
    reset(&mut home, ResetScope::Everything);
    let mut home = home.restart();
    let mut told = Vec::new();
    while let Some(kib) = left_kib(&mut home) {
        told.push(kib);
        assert!(told.len() < 1_000, "it ends");
        home.pass(10);
    }
    told.dedup();
    let kib = RECORDING_KIB as i32;
    assert_eq!(told.first(), Some(&(6 * kib)));
    assert!(
        told.is_sorted_by(|before, after| before > after),
        "{told:?}"
    );
    assert_eq!(sealed_by(&mut home), NONE);
}

/// By its new owner, over the wire; and by who has the cable.
#[test]
fn r20_r80_who_asks_what_is_wrong_hears_of_old_recordings() {
    let (mut home, _) = recording();
    reset(&mut home, ResetScope::Everything);
    home.camera.board().fail(Part::Recordings, true);
    let mut home = home.restart();
    home.pass(4_000);
    home.pair(0);
    let diagnose = |from| Request::Diagnose(Page { from });
    let mut told = Vec::new();
    let mut items = 0;
    while let Reply::Finding(finding) = home.reply(0, &diagnose(items)) {
        told.push((finding.symptom, finding.advice, finding.detail));
        items += 1;
    }
    let kib = RECORDING_KIB as i32;
    let old = (Symptom::OLD_RECORDINGS, Advice::LEAVE_IT_ON, kib);
    assert!(told.contains(&old), "{told:?}");
    #[cfg(feature = "console")]
    {
        let mut says = String::new();
        let now = Instant::from_millis(home.now_ms);
        let command = camera_hal::console::Command::Diagnose;
        home.camera.console(now, command, &mut says).unwrap();
        let line = "Nobody can read it any more, and so many KiB are left. (512)";
        assert!(says.contains(line), "{says}");
    }
}

/// It says that it erases, and does not: it must not keep the camera from sleeping.
#[test]
fn r25_a_medium_that_does_not_get_on_has_failed() {
    let (mut home, _) = recording();
    reset(&mut home, ResetScope::Everything);
    home.camera.board().recordings.part.is_stuck = true;
    let mut home = home.restart();
    home.pass(1_000);
    assert!(home.camera.facts(home.now()).failed.has(Part::Recordings));
    let now = Instant::from_millis(home.now_ms);
    let wake_at = home.camera.turn(now);
    assert!(wake_at.is_none_or(|at| at > now), "{wake_at:?}");
    home.camera.board().recordings.part.is_stuck = false;
    home.pass(1_000);
    assert!(!home.camera.facts(home.now()).failed.has(Part::Recordings));
    assert_eq!(sealed_by(&mut home), NONE);
}

#[test]
fn r20_forgetting_the_network_keeps_the_recordings() {
    let (mut home, key) = recording();
    reset(&mut home, ResetScope::ForgetNetwork);
    let mut home = home.restart();
    home.pass(1_000);
    assert_eq!(sealed_by(&mut home), [key, key], "it goes on recording");
}

/// Whether the camera knows that its recordings do not work.
fn recordings_fail(home: &Home) -> bool {
    let facts = home.camera.device().facts(home.now());
    facts.failed.has(Part::Recordings)
}

#[test]
fn r25_a_medium_that_does_not_erase_is_told_and_tried_again() {
    let (mut home, _) = recording();
    home.camera.board().fail(Part::Recordings, true);
    reset(&mut home, ResetScope::Everything);
    let mut home = home.restart();
    home.pass(1_000);
    let fault = |home: &Home| {
        let now = Instant::from_millis(home.now_ms);
        home.camera.device().status(now).fault
    };
    assert_eq!(fault(&home), Fault::PART);
    assert!(recordings_fail(&home));
    assert_eq!(sealed_by(&mut home).len(), 1);
    home.camera.board().fail(Part::Recordings, false);
    home.pass(1_000);
    assert_eq!(fault(&home), Fault::NONE);
    assert_eq!(sealed_by(&mut home), NONE);
}

#[test]
fn r25_a_key_that_cannot_be_kept_is_told() {
    let mut home = Home::new();
    home.pair(0);
    // A key moves the log to its other sector, which is not blank any more.
    let flash = &mut home.camera.board().flash;
    let base = LAYOUT.user.base;
    let is_spare = |sector: &u32| flash.image()[*sector as usize] == 0xff;
    let sectors = [base, base + LAYOUT.user.sector_bytes];
    let spare = sectors.into_iter().find(is_spare).expect("a blank one");
    flash.stick(spare + 0xfff, 1, false);
    for setting in records() {
        assert_eq!(home.reply(0, &Request::Set(setting)), Reply::Done);
    }
    home.pass(100);
    assert_eq!(
        sealed_by(&mut home),
        NONE,
        "without a key it records nothing"
    );
    assert!(recordings_fail(&home));
}

#[test]
fn r26_the_key_is_nowhere_in_the_flash_after_a_reset() {
    let (mut home, _) = recording();
    let key = {
        let image = *home.camera.board().flash.image();
        let mut flash = camera_hal::mock::flash::SimFlash::<0x5000>::from_image(image);
        home.camera.store().media_key(&mut flash).expect("a key")
    };
    let holds = |home: &mut Home| {
        let image = home.camera.board().flash.image();
        image
            .windows(8)
            .any(|bytes| key.0.windows(8).any(|part| part == bytes))
    };
    assert!(holds(&mut home));
    reset(&mut home, ResetScope::Everything);
    assert!(!holds(&mut home));
}

//! Whatever takes long begins only when the head stands: a law over random moves, settings, sessions and resets.
#![cfg(feature = "pairing")]

#[allow(dead_code, reason = "its second core is for other tests")]
mod home;

use camera_hal::runner::WAITS_MS;
use camera_proto::controller::{Input, Told};
use camera_proto::message::{
    ClearSetting, Enrolled, MoveAbsolute, MoveContinuous, Name, Recording, Reply, Request,
    ResetConfirm, ResetRequest, Setting, Storage,
};
use camera_proto::vocab::{
    Cdeg, PairingSecret, RecordingMode, ResetScope, SettingId, Speed, StorageChoice, Velocity,
};
use heapless::Vec as Bounded;
use home::{Home, code, name};
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Does {
    /// The owner sends the head there.
    Moves(i32, i32),
    /// Or turns it, for its lease.
    Turns(i8, u16),
    Stops,
    /// A setting is kept, and a secret is.
    Sets(u8),
    Clears,
    Renames(u8),
    /// Another app comes back, with the owner's key: half of a handshake.
    ComesBack,
    /// The last owner's recordings go, one by one.
    LeavesRecordings,
    Waits(u16),
}

fn does() -> impl Strategy<Value = Does> {
    prop_oneof![
        4 => (-17_000..17_000, -3_000..9_000).prop_map(|(pan, tilt)| Does::Moves(pan, tilt)),
        2 => (-100_i8..100, 100_u16..2_000).prop_map(|(speed, ms)| Does::Turns(speed, ms)),
        1 => Just(Does::Stops),
        1 => any::<u8>().prop_map(Does::Sets),
        1 => Just(Does::Clears),
        2 => any::<u8>().prop_map(Does::Renames),
        3 => Just(Does::ComesBack),
        1 => Just(Does::LeavesRecordings),
        4 => (10_u16..3_000).prop_map(Does::Waits),
    ]
}

fn in_use() -> (Home, Enrolled) {
    let mut home = Home::new();
    let told = home.ask(0, Input::Reach(PairingSecret::CODE));
    assert!(matches!(told, Told::Hello(_)), "{told:?}");
    let Told::Enrolled(mine) = home.ask(0, Input::Pair(&code(), &name())) else {
        panic!("it pairs");
    };
    let choice = StorageChoice::LOCAL;
    let mode = RecordingMode::CONTINUOUS;
    for setting in [
        Setting::Storage(Storage { choice }),
        Setting::Recording(Recording { mode }),
    ] {
        assert_eq!(home.reply(0, &Request::Set(setting)), Reply::Done);
    }
    (home, mine)
}

fn called(by: u8) -> Bounded<u8, 32> {
    Bounded::from_slice(&[b'a' + by % 26]).unwrap()
}

fn happens(home: &mut Home, mine: &Enrolled, does: &Does) {
    let request = match *does {
        Does::Moves(pan, tilt) => Request::MoveAbsolute(MoveAbsolute {
            pan: Some(Cdeg(pan)),
            tilt: Some(Cdeg(tilt)),
            speed: Speed(0),
        }),
        Does::Turns(speed, lease_ms) => Request::MoveContinuous(MoveContinuous {
            pan: Velocity(speed),
            tilt: Velocity(0),
            lease_ms,
        }),
        Does::Stops => Request::Stop,
        Does::Sets(by) => Request::Set(Setting::Name(Name { name: called(by) })),
        Does::Clears => Request::ClearSetting(ClearSetting {
            setting: SettingId::NAME,
        }),
        Does::Renames(by) => {
            let name = Bounded::from_slice(&called(by)).unwrap();
            let key_id = mine.key_id;
            Request::Rename(camera_proto::message::Rename { key_id, name })
        }
        Does::ComesBack => {
            home.hang_up(1);
            let told = home.ask(1, Input::Reach(PairingSecret::CODE));
            assert!(matches!(told, Told::Hello(_)), "{told:?}");
            let told = home.ask(1, Input::Resume(mine.key_id, &mine.key));
            assert!(matches!(told, Told::Open), "{told:?}");
            return;
        }
        Does::LeavesRecordings => {
            let sealed_by = &mut home.camera.board().recordings.part.sealed_by;
            let _ = sealed_by.push(0);
            return;
        }
        Does::Waits(ms) => return home.pass(ms.into()),
    };
    // Whatever it says: what the head does not take, it does not take.
    home.reply(0, &request);
}

fn check(home: &Home) -> Result<(), TestCaseError> {
    let early = |(moved_ms, _): &&(u64, &str)| *moved_ms < u64::from(WAITS_MS);
    let early: Vec<_> = home.long_while_moving.iter().filter(early).collect();
    prop_assert!(early.is_empty(), "{early:?}");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn r60_nothing_that_takes_long_begins_while_the_head_moves(
        day in prop::collection::vec(does(), 1..24),
        by_app in any::<bool>(),
    ) {
        let (mut home, mine) = in_use();
        for does in &day {
            happens(&mut home, &mine, does);
        }
        check(&home)?;
        // And its last: a reset, wherever the head is.
        if by_app {
            let scope = ResetScope::Everything;
            let reply = home.reply(0, &Request::ResetRequest(ResetRequest { scope }));
            let Reply::LossList(list) = reply else {
                return Err(TestCaseError::fail(format!("{reply:?}")));
            };
            let confirm = Request::ResetConfirm(ResetConfirm { token: list.token });
            prop_assert_eq!(home.reply(0, &confirm), Reply::Done);
        } else {
            home.press(camera_fsm::input::PinLevel::Down);
            home.pass(6_000);
            home.press(camera_fsm::input::PinLevel::Up);
        }
        home.pass(20_000);
        prop_assert!(home.camera.is_rebooting());
        check(&home)?;
        prop_assert_eq!(home.pose(), camera_fsm::levels::Pose::HOME);
    }
}

/// Who turns the head on and on keeps nobody else out for long.
#[test]
fn r43_a_head_that_never_rests_keeps_nobody_out() {
    let (mut home, mine) = in_use();
    let told = home.ask(1, Input::Reach(PairingSecret::CODE));
    assert!(matches!(told, Told::Hello(_)), "{told:?}");
    let turn = |home: &mut Home, speed| {
        let on = MoveContinuous {
            pan: Velocity(speed),
            tilt: Velocity(0),
            lease_ms: 2_000,
        };
        let reply = home.reply(0, &Request::MoveContinuous(on));
        assert!(matches!(reply, Reply::Moving(_)), "{reply:?}");
    };
    turn(&mut home, 10);
    home.begin(1, Input::Resume(mine.key_id, &mine.key));
    for _ in 0..6 {
        turn(&mut home, 10);
        home.pass(1_000);
    }
    let told = home.ask(1, Input::Tick);
    assert!(matches!(told, Told::Open), "{told:?}");
    let [(moved_ms, "a handshake")] = home.long_while_moving[..] else {
        panic!("{:?}", home.long_while_moving);
    };
    assert!((5_000..5_200).contains(&moved_ms), "{moved_ms}");
}

/// Who has waited for the head, and left, has not waited for somebody else.
#[test]
fn r60_a_wait_that_nobody_waits_any_more_begins_anew() {
    let (mut home, mine) = in_use();
    let reach = |home: &mut Home| {
        let told = home.ask(1, Input::Reach(PairingSecret::CODE));
        assert!(matches!(told, Told::Hello(_)), "{told:?}");
    };
    let sweep = |home: &mut Home, pan| {
        let to = MoveAbsolute {
            pan: Some(Cdeg(pan)),
            tilt: None,
            speed: Speed(0),
        };
        let reply = home.reply(0, &Request::MoveAbsolute(to));
        assert!(matches!(reply, Reply::Moving(_)), "{reply:?}");
    };
    reach(&mut home);
    sweep(&mut home, 17_000);
    home.begin(1, Input::Resume(mine.key_id, &mine.key));
    home.pass(200);
    assert!(home.camera.has_work(), "it waits");
    home.hang_up(1);
    home.pass(20_000);
    reach(&mut home);
    sweep(&mut home, -17_000);
    home.begin(1, Input::Resume(mine.key_id, &mine.key));
    let told = home.ask(1, Input::Tick);
    assert!(matches!(told, Told::Open), "{told:?}");
    assert!(
        home.long_while_moving.is_empty(),
        "{:?}",
        home.long_while_moving
    );
}

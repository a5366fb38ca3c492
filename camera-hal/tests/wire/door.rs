//! Who is let in, and who is shown out.

use camera_fsm::profile::REFERENCE;
use camera_hal::wire::{DOORSTEP, Transport};
use camera_proto::message::{GoToPreset, Hello, Preset, Refused, Reply, Request, Revoke, Setting};
use camera_proto::vocab::{Cdeg, KeyId, PairingSecret, Refusal, Speed};
use heapless::Vec as Bounded;

use crate::home::{App, Home};
use crate::raw::{Raw, hello};
use crate::twice;

fn not_allowed() -> Reply {
    Reply::Refused(Refused::because(Refusal::NOT_ALLOWED))
}

#[test]
fn the_camera_hangs_up_on_a_second_hello() {
    let mut home = Home::new();
    let mut app = Raw::plug(&mut home, 3);
    app.greet(&mut home, PairingSecret::CODE);
    let again = Request::Hello(hello(PairingSecret::CODE));
    assert_eq!(app.ask(&mut home, 2, &again), []);
    assert!(!app.is_connected(&mut home));
}

#[test]
fn r43_without_a_common_version_nothing_follows_the_hello() {
    for (min_version, max_version) in [(2, 9), (0, 0), (2, 1)] {
        let mut home = Home::new();
        let mut app = Raw::plug(&mut home, 3);
        let request = Request::Hello(Hello {
            min_version,
            max_version,
            secret: PairingSecret::CODE,
        });
        // In one go, so that the share is there when the camera hangs up.
        let hellos = app.frame(1, &request);
        let mut other = Raw::plug(&mut home, 2);
        other.greet(&mut home, PairingSecret::CODE);
        let (_, share) = other.share();
        let share = app.frame(2, &share);
        let came = app.wait(&mut home, 2, &[hellos, share].concat());
        assert_eq!(came, [], "a share of no version is answered");
        assert!(!app.is_connected(&mut home));
    }
}

#[test]
fn r43_no_common_version_is_said_before_the_camera_hangs_up() {
    let mut home = Home::new();
    let mut app = Raw::plug(&mut home, 3);
    let request = Request::Hello(Hello {
        min_version: 2,
        max_version: 9,
        secret: PairingSecret::CODE,
    });
    let reply = app.reply(&mut home, 1, &request);
    assert!(
        matches!(&reply, Reply::Hello(hello) if hello.version == 0),
        "{reply:?}"
    );
}

/// What it asks for is refused before anything is looked up: the answer tells nothing of what the camera has.
#[test]
fn r49_who_has_paired_and_not_enrolled_may_do_nothing_else() {
    let mut home = Home::new();
    let mut app = Raw::paired(&mut home, 3, PairingSecret::CODE);
    let nobody = KeyId([0; 8]);
    let requests = twice::reads()
        .into_iter()
        .chain(twice::changes(nobody, nobody));
    let but_enroll = requests.filter(|request| !matches!(request, Request::Enroll(_)));
    for (id, request) in (10..).zip(but_enroll) {
        let replies = app.ask(&mut home, id, &request);
        match request {
            Request::Receipt => assert_eq!(replies, [Reply::Receipt(None)]),
            request => assert_eq!(replies, [not_allowed()], "{request:?}"),
        }
    }
}

#[test]
fn r60_a_preset_that_the_head_cannot_point_to_is_refused_when_it_is_set() {
    let mut home = Home::new();
    let (mut owner, _) = Raw::owner(&mut home, 3);
    let limits = &REFERENCE.motion;
    let at = |pan, tilt| {
        Request::Set(Setting::Preset(Preset {
            place: 2,
            name: Bounded::from_slice(b"window").unwrap(),
            pan: Cdeg(pan),
            tilt: Cdeg(tilt),
        }))
    };
    let beyond = [(limits.pan.max_cdeg + 1, 0), (0, limits.tilt.min_cdeg - 1)];
    for (pan, tilt) in beyond {
        let reply = owner.reply(&mut home, 5, &at(pan, tilt));
        assert_eq!(
            reply,
            Reply::Refused(Refused::because(Refusal::OUT_OF_RANGE))
        );
    }
    let corner = at(limits.pan.max_cdeg, limits.tilt.min_cdeg);
    assert_eq!(owner.reply(&mut home, 6, &corner), Reply::Done);
}

#[test]
fn r60_a_preset_is_not_told_to_who_may_not_move_the_head() {
    let mut home = Home::new();
    let (mut owner, enrolled) = Raw::owner(&mut home, 3);
    let preset = Request::Set(Setting::Preset(Preset {
        place: 2,
        name: Bounded::from_slice(b"window").unwrap(),
        pan: Cdeg(4_500),
        tilt: Cdeg(0),
    }));
    assert_eq!(owner.reply(&mut home, 5, &preset), Reply::Done);
    let go = Request::GoToPreset(GoToPreset {
        place: 2,
        speed: Speed(0),
    });
    let reply = owner.reply(&mut home, 6, &go);
    assert!(matches!(reply, Reply::Moving(_)), "{reply:?}");
    let revoke = Request::Revoke(Revoke {
        key_id: enrolled.key_id,
    });
    assert_eq!(owner.reply(&mut home, 7, &revoke), Reply::Done);
    let mut stranger = Raw::paired(&mut home, 2, PairingSecret::CODE);
    for place in [2, 3, 200] {
        let speed = Speed(0);
        let go = Request::GoToPreset(GoToPreset { place, speed });
        let id = 10 + u16::from(place);
        assert_eq!(stranger.reply(&mut home, id, &go), not_allowed());
    }
}

/// A phone that has left without a word keeps its place until another one wants it.
#[test]
fn r49_who_was_silent_longest_makes_room_for_who_was_turned_away() {
    let mut home = Home::new();
    let (mut left, _) = Raw::owner(&mut home, 3);
    let (mut talks, _) = Raw::invited(&mut home, &mut left, 9);
    home.pass(600_000);
    assert!(left.is_connected(&mut home), "nobody else has come");
    let ask = |home: &mut Home, app: &mut Raw, id| {
        let reply = app.reply(home, id, &Request::Status);
        assert!(matches!(reply, Reply::Status(_)), "{reply:?}");
    };
    ask(&mut home, &mut left, 20);
    for id in 21..30 {
        ask(&mut home, &mut talks, id);
        let mut fifth = Raw::plug(&mut home, DOORSTEP.0);
        let hello = Request::Hello(hello(PairingSecret::CODE));
        fifth.reply(&mut home, 1, &hello);
        home.pass(10_000);
        // Looked at after 0 s, 10 s and so on: for the first time after 60.
        assert_eq!(left.is_connected(&mut home), id < 27, "{id}");
    }
    assert!(talks.is_connected(&mut home));
}

/// What the fifth is told: why, and when to come again. Then the camera hangs up.
fn turned_away(home: &mut Home) -> u16 {
    let mut fifth = Raw::plug(home, DOORSTEP.0);
    let hello = Request::Hello(hello(PairingSecret::CODE));
    let reply = fifth.reply(home, 7, &hello);
    let Reply::Refused(refused) = reply else {
        panic!("{reply:?}");
    };
    assert!(!fifth.is_connected(home));
    let retry_s = refused.retry_s;
    let busy = Refused::because(Refusal::BUSY);
    assert_eq!(refused, Refused { retry_s, ..busy });
    retry_s
}

#[test]
fn r31_who_finds_no_place_hears_when_to_come_again() {
    let mut home = Home::new();
    // All places are for those here.
    home.apps = [App::by(9, Transport::Tcp), App::by(9, Transport::Tcp)];
    assert_eq!(turned_away(&mut home), 1, "there are places by now");
    let (mut owner, _) = Raw::owner(&mut home, 3);
    let places = [0, 1, 2];
    // Three who never say a word.
    let silent = places.map(|place| Raw::plug(&mut home, place));
    home.pass(10_000);
    assert_eq!(
        turned_away(&mut home),
        20,
        "a link without a session has 30 s"
    );
    home.pass(20_000);
    assert!(silent.iter().all(|app| !app.is_connected(&mut home)));
    // And three who have a session, and have put their phones away.
    let mut silent = places.map(|place| {
        let id = 10 + u16::from(place);
        Raw::invited_to(&mut home, &mut owner, id, place).0
    });
    home.pass(10_000);
    let reply = owner.reply(&mut home, 30, &Request::Status);
    assert!(matches!(reply, Reply::Status(_)));
    let waits_s = turned_away(&mut home);
    assert!((1..=60).contains(&waits_s), "{waits_s}");
    // Nobody has to make room before that, and somebody has after it.
    home.pass(u64::from(waits_s) * 1_000 - 1_000);
    let mut count = |home: &mut Home| {
        let connected = silent.iter_mut().filter(|app| app.is_connected(home));
        connected.count()
    };
    assert_eq!((turned_away(&mut home), count(&mut home)), (1, 3));
    home.pass(1_000);
    assert_eq!((turned_away(&mut home), count(&mut home)), (1, 2));
    assert!(owner.is_connected(&mut home));
}

/// Who stands there and says nothing keeps it from the next one for some seconds, and from nobody else anything.
#[test]
fn r49_who_says_nothing_on_the_doorstep_does_not_stay() {
    let mut home = Home::new();
    let (mut owner, _) = Raw::owner(&mut home, 3);
    let silent = Raw::plug(&mut home, DOORSTEP.0);
    home.pass(2_900);
    assert!(silent.is_connected(&mut home));
    let reply = owner.reply(&mut home, 5, &Request::Status);
    assert!(matches!(reply, Reply::Status(_)));
    home.pass(200);
    assert!(!silent.is_connected(&mut home));
    // Nor does who floods it, with what is no frame.
    let mut floods = Raw::plug(&mut home, DOORSTEP.0);
    for _ in 0..400 {
        floods.say(&mut home, &[0x55; 1_000]);
        home.pass(10);
    }
    assert!(!floods.is_connected(&mut home));
    turned_away(&mut home);
}

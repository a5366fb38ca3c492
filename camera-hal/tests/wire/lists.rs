//! Lists from the place that was asked for.

use camera_hal::mock::radio::AccessPoint;
use camera_hal::wire::Transport;
use camera_proto::message::{
    End, Losses, MoveContinuous, Page, Privacy, Refused, Reply, Request, Revoke, Setting, StatusLed,
};
use camera_proto::vocab::{
    Bssid, LossKind, Network, Passphrase, Refusal, Security, Ssid, Velocity,
};

use crate::home::{App, Home};
use crate::raw::Raw;

/// How many items come from there on. The list ends with them.
fn count(home: &mut Home, app: &mut Raw, id: u16, request: &Request) -> usize {
    let mut replies = app.ask(home, id, request);
    assert_eq!(
        replies.pop(),
        Some(Reply::End(End { next: 0 })),
        "{request:?}"
    );
    assert!(replies.iter().all(|reply| !reply.is_terminal()));
    replies.len()
}

#[test]
fn r33_r41_a_list_begins_where_it_is_asked_to() {
    let mut home = Home::new();
    for name in [&b"one"[..], b"two", b"three"] {
        let network = Network {
            ssid: Ssid::new(name).unwrap(),
            bssid: Bssid([2; 6]),
            rssi_dbm: -48,
            security: Security::OPEN,
            channel: 6,
        };
        let radio = &mut home.camera.board().radio;
        radio
            .networks
            .push(AccessPoint::new(network, Passphrase::default()))
            .unwrap();
    }
    let (mut owner, _) = Raw::owner(&mut home, 3);
    let (_guest, _) = Raw::invited(&mut home, &mut owner, 5);
    let settings = [
        Setting::StatusLed(StatusLed {
            brightness: 40,
            night: true,
        }),
        Setting::Privacy(Privacy { on: true }),
    ];
    for (id, setting) in (6..).zip(settings) {
        assert_eq!(
            owner.reply(&mut home, id, &Request::Set(setting)),
            Reply::Done
        );
    }

    type Ask = fn(u16) -> Request;
    let lists: [(Ask, usize); 5] = [
        (|from| Request::Scan(Page { from }), 3),
        (|from| Request::Controllers(Page { from }), 2),
        (|from| Request::Settings(Page { from }), 2),
        (
            |from| {
                Request::Losses(Losses {
                    kind: LossKind::CONTROLLERS,
                    from,
                })
            },
            2,
        ),
        (
            |from| {
                Request::Losses(Losses {
                    kind: LossKind::SETTINGS,
                    from,
                })
            },
            2,
        ),
    ];
    let mut id = 10;
    for (ask, all) in lists {
        for from in [0, 1, 2, 3, u16::MAX] {
            id += 1;
            let expected = all.saturating_sub(from.into());
            let request = ask(from);
            assert_eq!(
                count(&mut home, &mut owner, id, &request),
                expected,
                "{request:?}"
            );
        }
    }
}

#[test]
fn r33_losses_of_a_kind_that_the_camera_does_not_know_are_refused() {
    let mut home = Home::new();
    let (mut owner, _) = Raw::owner(&mut home, 3);
    let losses = Request::Losses(Losses {
        kind: LossKind(200),
        from: 0,
    });
    let refused = Reply::Refused(Refused::because(Refusal::INVALID_CHOICE));
    assert_eq!(owner.reply(&mut home, 5, &losses), refused);
}

/// By a place in the list, which is none of the store: somebody before has been revoked.
#[test]
fn r60_who_turns_the_head_is_told_whom_that_keeps_from_it() {
    let mut home = Home::new();
    // All places are for those here.
    home.apps = [App::by(9, Transport::Tcp), App::by(9, Transport::Tcp)];
    let (mut owner, _) = Raw::owner(&mut home, 3);
    let (_, gone) = Raw::invited_to(&mut home, &mut owner, 5, 2);
    let (mut holder, held) = Raw::invited_to(&mut home, &mut owner, 6, 1);
    let key_id = gone.key_id;
    let revoke = Request::Revoke(Revoke { key_id });
    assert_eq!(owner.reply(&mut home, 7, &revoke), Reply::Done);
    let (mut other, _) = Raw::invited_to(&mut home, &mut owner, 8, 2);

    let on = Request::MoveContinuous(MoveContinuous {
        pan: Velocity(50),
        tilt: Velocity(0),
        lease_ms: 2_000,
    });
    let moving = holder.reply(&mut home, 10, &on);
    assert!(matches!(moving, Reply::Moving(_)), "{moving:?}");
    let Reply::Refused(refused) = other.reply(&mut home, 10, &Request::Home) else {
        panic!("it may not turn it");
    };
    assert_eq!(refused.why, Refusal::HELD_BY_OTHER);
    let from = refused.holder().expect("somebody");
    let listed = other.ask(&mut home, 11, &Request::Controllers(Page { from }));
    match listed.first() {
        Some(Reply::Controller(first)) => assert_eq!(first.key_id, held.key_id),
        first => panic!("{first:?}"),
    }
}

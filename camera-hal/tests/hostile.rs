//! Peers that flood, dawdle, are silent or only half there: a controller beside them is served as if it were alone, to
//! the same 10 ms.
#![cfg(feature = "pairing")]

#[allow(dead_code, reason = "its second core is for other tests")]
mod home;

use camera_fsm::input::ClientId;
use camera_fsm::levels::{LedFrame, Pose};
use camera_hal::mock::wire::{CABLE_BYTES, MockWire};
use camera_hal::wire::Wire as _;
use camera_proto::controller::{Controller, Input, Patience, Told};
use camera_proto::frame::MAX_FRAME;
use camera_proto::message::{Identify, MoveAbsolute, Name, Request, Setting};
use camera_proto::vocab::{Cdeg, PairingSecret, Speed};
use home::{Home, code, name};
use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;

/// What a peer does in 10 ms.
#[derive(Clone, Debug)]
enum Does {
    /// It is there, and says nothing.
    Nothing,
    /// It connects anew, without a word to whom it was connected with.
    Comes,
    HangsUp,
    Says(Vec<u8>),
    /// A whole hello, once or as often as the cable holds.
    Greets(usize),
    /// The next byte of a hello, over and over.
    Dawdles,
    /// All that there is room for, of that byte.
    Floods(u8),
    /// It takes so many bytes of what it was told.
    Reads(usize),
}

fn does() -> impl Strategy<Value = Does> {
    prop_oneof![
        Just(Does::Nothing),
        Just(Does::Comes),
        Just(Does::HangsUp),
        prop::collection::vec(any::<u8>(), 0..64).prop_map(Does::Says),
        (1_usize..40).prop_map(Does::Greets),
        Just(Does::Dawdles),
        any::<u8>().prop_map(Does::Floods),
        (0_usize..CABLE_BYTES).prop_map(Does::Reads),
    ]
}

/// What an app says first.
fn hello() -> Vec<u8> {
    let mut app = Controller::new(1, Patience::default());
    let (mut rng, mut out) = (ChaCha20Rng::seed_from_u64(2), [0; MAX_FRAME]);
    let reach = Input::Reach(PairingSecret::CODE);
    let _ = app.step(0, reach, &mut rng, &mut out);
    let step = app.step(0, Input::Connected, &mut rng, &mut out);
    let (len, _) = step.send.expect("it greets");
    out[..len].to_vec()
}

/// A peer in that place, which does one thing after the other, and begins again.
fn peer(place: u8, script: Vec<Does>) -> impl FnMut(&mut MockWire) {
    let (client, hello) = (ClientId(place), hello());
    let mut at = 0;
    move |wire| {
        let does = script.get(at % script.len().max(1));
        at += 1;
        if wire.connection(client).is_none() && !matches!(does, Some(Does::HangsUp)) {
            wire.plug(client);
        }
        match does {
            None | Some(Does::Nothing) => {}
            Some(Does::Comes) => wire.plug(client),
            Some(Does::HangsUp) => wire.close(client),
            Some(Does::Says(bytes)) => {
                wire.say(client, bytes);
            }
            Some(Does::Greets(times)) => {
                wire.say(client, &hello.repeat(*times));
            }
            Some(Does::Dawdles) => {
                wire.say(client, &hello[at % hello.len()..][..1]);
            }
            Some(Does::Floods(byte)) => {
                wire.say(client, &[*byte; CABLE_BYTES]);
            }
            Some(Does::Reads(most)) => {
                wire.hear(client, &mut [0; CABLE_BYTES][..*most]);
            }
        }
    }
}

/// What the owner is told, and what the camera shows, and when.
type Day = Vec<(u64, String, LedFrame, Pose)>;

/// An owner's first minutes, beside the others.
fn day(scripts: Vec<Vec<Does>>) -> Day {
    let mut home = Home::new();
    let mut peers: Vec<_> = (1..)
        .zip(scripts)
        .map(|(at, script)| peer(at, script))
        .collect();
    home.meddler = Some(Box::new(move |wire| {
        peers.iter_mut().for_each(|meddles| meddles(wire));
    }));
    home.pass(500);
    let mut day = Day::new();
    let note = |home: &mut Home, told: String| {
        let led = home.camera.board().led.part.0.expect("it shows something");
        (home.now_ms, told, led, home.pose())
    };
    let told = home.ask(0, Input::Reach(PairingSecret::CODE));
    assert!(matches!(told, Told::Hello(_)), "{told:?}");
    day.push(note(&mut home, "hello".into()));
    let told = home.ask(0, Input::Pair(&code(), &name()));
    assert!(matches!(told, Told::Enrolled(_)), "{told:?}");
    day.push(note(&mut home, "enrolled".into()));
    let called = heapless::Vec::from_slice(b"hall").unwrap();
    for request in [
        Request::Status,
        Request::Set(Setting::Name(Name { name: called })),
        Request::MoveAbsolute(MoveAbsolute {
            pan: Some(Cdeg(4_000)),
            tilt: None,
            speed: Speed(0),
        }),
        Request::Identify(Identify { seconds: 1 }),
        Request::Info,
        Request::Stop,
        Request::Support,
        Request::Home,
        Request::Restart,
    ] {
        let reply = home.reply(0, &request);
        day.push(note(&mut home, format!("{reply:?}")));
        home.pass(400);
    }
    assert!(home.camera.is_rebooting());
    day
}

/// Each kind of peer by itself, in every place that is left.
#[test]
fn r43_a_peer_of_any_kind_costs_the_owner_nothing() {
    let alone = day(Vec::new());
    assert!(alone.len() > 10);
    for (kind, script) in [
        ("silent", vec![Does::Nothing]),
        (
            "half-open",
            vec![Does::Says(hello()[..7].to_vec()), Does::Nothing],
        ),
        ("slow to speak", vec![Does::Dawdles]),
        ("slow to read", vec![Does::Greets(1), Does::Reads(1)]),
        ("deaf", vec![Does::Greets(40)]),
        ("flooding with zeros", vec![Does::Floods(0)]),
        ("flooding with anything", vec![Does::Floods(0xa5)]),
        (
            "flooding with hellos",
            vec![Does::Greets(40), Does::Reads(CABLE_BYTES)],
        ),
        (
            "coming and going",
            vec![Does::Comes, Does::Greets(1), Does::HangsUp],
        ),
    ] {
        assert_eq!(day(vec![script; 4]), alone, "{kind}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..Default::default() })]

    #[test]
    fn r43_whatever_peers_do_costs_the_owner_nothing(
        scripts in prop::collection::vec(prop::collection::vec(does(), 1..40), 4),
    ) {
        prop_assert_eq!(day(scripts), day(Vec::new()));
    }
}

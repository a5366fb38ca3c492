//! What a camera does not know, and what it cannot read: neither costs the link.

use camera_proto::message::{DecodeError, MAX_BODY, Refused, Reply, Request, kind};
use camera_proto::vocab::{PairingSecret, Refusal};

use crate::home::Home;
use crate::raw::Raw;

/// No request of any kind has this body.
const NONSENSE: [u8; MAX_BODY] = [0xff; MAX_BODY];

/// Says nonsense of every kind, and checks that each is refused for what it is.
fn says_nonsense(home: &mut Home, app: &mut Raw) {
    for (id, kind) in (10..).zip((0..=u8::MAX).filter(|kind| *kind != kind::SEALED)) {
        let why = match Request::decode(kind, &NONSENSE) {
            Err(DecodeError::UnknownKind(_)) => Refusal::UNSUPPORTED,
            Err(DecodeError::Malformed(_)) => Refusal::MALFORMED,
            Ok(request) => panic!("it is {request:?}"),
        };
        let frame = app.any_frame(kind, id, &NONSENSE);
        let came = app.wait(home, id, &frame);
        let replies: Vec<_> = came
            .iter()
            .map(|(_, kind, body)| Reply::decode(*kind, body).unwrap())
            .collect();
        let refused = Reply::Refused(Refused::because(why));
        assert_eq!(replies, [refused], "{kind:#04x}");
    }
}

#[test]
fn what_is_not_known_or_not_readable_is_refused_and_a_handshake_goes_on() {
    let mut home = Home::new();
    let mut app = Raw::plug(&mut home, 3);
    says_nonsense(&mut home, &mut app);
    assert!(app.greet(&mut home, PairingSecret::CODE).setup_open);
}

#[test]
fn what_is_not_known_or_not_readable_is_refused_and_a_session_goes_on() {
    let mut home = Home::new();
    let (mut owner, _) = Raw::owner(&mut home, 3);
    says_nonsense(&mut home, &mut owner);
    let reply = owner.reply(&mut home, 300, &Request::Status);
    assert!(matches!(reply, Reply::Status(_)), "{reply:?}");
}

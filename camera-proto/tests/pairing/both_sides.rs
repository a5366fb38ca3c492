//! App and camera, and whatever sits in between.

use camera_proto::pairing::{
    AppPairing, CameraPairing, HelloHash, MIN_ITERATIONS, PairingContext, PairingError,
    ProverSecret,
};
use camera_proto::session::{Session, SessionError, TAG_LEN};
use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;

use crate::{LABEL, SALT, SECRET, code_from};

fn context(transport: u8, request: &[u8], reply: &[u8]) -> PairingContext {
    PairingContext::new(transport, &HelloHash::new(request, reply))
}

/// A pairing whose four messages pass through `wire` with their numbers: shareP, shareV, confirmV, confirmP.
fn paired(
    secret: &ProverSecret,
    app_context: &PairingContext,
    camera_context: &PairingContext,
    seed: u64,
    wire: impl Fn(usize, &mut [u8]),
) -> Result<(Session, Session), PairingError> {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let camera = CameraPairing::start(&LABEL, camera_context, &mut rng);
    let (app, mut share_p) = AppPairing::start(secret, app_context, &mut rng);
    wire(0, &mut share_p);
    let (mut answer, camera) = camera.share(&share_p)?;
    wire(1, &mut answer.share_v);
    wire(2, &mut answer.confirm_v);
    let (mut confirm_p, app) = app.confirm(&answer.share_v, &answer.confirm_v)?;
    wire(3, &mut confirm_p);
    Ok((app, camera.confirm(&confirm_p)?))
}

fn unaltered(_: usize, _: &mut [u8]) {}

fn says(from: &mut Session, to: &mut Session, body: &[u8]) -> Result<(), SessionError> {
    let mut buf = [body, &[0; TAG_LEN]].concat();
    let sealed = from.seal(&[], &mut buf, body.len())?;
    let len = to.open(sealed.counter, &[], &mut buf)?;
    assert_eq!(&buf[..len], body);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn r43_the_right_code_lets_both_sides_talk(
        seed: u64,
        transport: u8,
        request in prop::collection::vec(any::<u8>(), 0..64),
        reply in prop::collection::vec(any::<u8>(), 0..64),
    ) {
        let context = context(transport, &request, &reply);
        let (mut app, mut camera) = paired(&SECRET, &context, &context, seed, unaltered).unwrap();
        prop_assert_eq!(says(&mut app, &mut camera, b"the Wi-Fi password"), Ok(()));
        prop_assert_eq!(says(&mut camera, &mut app, b"joined"), Ok(()));
    }

    #[test]
    fn r43_another_transport_or_hello_is_refused(
        seed: u64,
        transports in prop::array::uniform2(any::<u8>()),
        bodies in prop::array::uniform4(prop::collection::vec(0_u8..3, 0..3)),
    ) {
        let [a, b, c, d] = &bodies;
        prop_assume!((transports[0], a, b) != (transports[1], c, d));
        let (app, camera) = (context(transports[0], a, b), context(transports[1], c, d));
        let refused = paired(&SECRET, &app, &camera, seed, unaltered).err();
        prop_assert_eq!(refused, Some(PairingError::Refused));
    }

    #[test]
    fn r43_any_altered_message_is_refused(
        seed: u64,
        which in 0_usize..4,
        place in any::<prop::sample::Index>(),
        flip in 1_u8..,
    ) {
        let context = context(0, b"", b"");
        let refused = paired(&SECRET, &context, &context, seed, |number, message| {
            if number == which {
                message[place.index(message.len())] ^= flip;
            }
        });
        prop_assert_eq!(refused.err(), Some(PairingError::Refused));
    }
}

#[test]
fn r43_a_wrong_code_or_another_cameras_salt_is_refused() {
    let context = context(0, b"hello", b"hello");
    for (code, salt) in [(code_from(2), SALT), (code_from(1), [6; 16])] {
        let secret = ProverSecret::from_code(&code, &salt, MIN_ITERATIONS).unwrap();
        let refused = paired(&secret, &context, &context, 7, unaltered).err();
        assert_eq!(refused, Some(PairingError::Refused));
    }
}

#[test]
fn r43_a_guesser_who_skips_the_cameras_proof_is_refused_by_the_camera() {
    let context = context(0, b"", b"");
    let mut rng = ChaCha20Rng::seed_from_u64(3);
    let camera = CameraPairing::start(&LABEL, &context, &mut rng);
    let (_, share_p) = AppPairing::start(&SECRET, &context, &mut rng);
    let (answer, confirming) = camera.share(&share_p).unwrap();
    let refused = confirming.confirm(&answer.confirm_v).err();
    assert_eq!(refused, Some(PairingError::Refused));
}

#[test]
fn hellos_are_hashed_with_their_lengths() {
    assert_ne!(HelloHash::new(b"ab", b"c"), HelloHash::new(b"a", b"bc"));
    assert_ne!(HelloHash::new(b"", b"a"), HelloHash::new(b"a", b""));
}

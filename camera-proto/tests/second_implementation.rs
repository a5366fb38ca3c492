//! Other people's SPAKE2+ and Noise against ours, in both roles: a mistake that both of our sides share shows here.
//! The other side knows of us only what SPEC.md says. Both SPAKE2+ count on the same curve arithmetic, the `p256` crate.
#![cfg(feature = "controller")]

use std::sync::LazyLock;

use camera_proto::noise::{Initiator, MESSAGE_LEN, NoiseError, respond};
use camera_proto::pairing::{
    AppPairing, CameraPairing, HelloHash, LabelRecord, MIN_ITERATIONS, PairingContext,
    PairingError, ProverSecret, SetupCode, session_prologue,
};
use camera_proto::session::{Session, TAG_LEN};
use camera_proto::vocab::KeyId;
use hmac::Hmac;
use pakery_core::crypto::{CpaceGroup, Kdf};
use pakery_crypto::{HkdfSha256, P256Group, Spake2PlusP256};
use pakery_spake2plus::error::Spake2PlusError;
use pakery_spake2plus::prover::Prover;
use pakery_spake2plus::registration::compute_verifier;
use pakery_spake2plus::verifier::Verifier;
use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use sha2::Sha256;
use snow::{Builder, HandshakeState, TransportState};

const BODIES: [&[u8]; 3] = [b"the Wi-Fi password", b"", b"joined"];

// --- SPAKE2+ ----------------------------------------------------------------------------------------------------

type Scalar = <P256Group as CpaceGroup>::Scalar;

const SALT: [u8; 16] = [5; 16];
const APP: &[u8] = b"app";
const CAMERA: &[u8] = b"camera";

/// The code on the camera's label, and another one.
static CODES: LazyLock<[SetupCode; 2]> = LazyLock::new(|| {
    let mut rng = ChaCha20Rng::seed_from_u64(9383);
    [SetupCode::random(&mut rng), SetupCode::random(&mut rng)]
});

/// The codes as we stretch them, and as SPEC.md says.
static OURS: LazyLock<[ProverSecret; 2]> = LazyLock::new(|| {
    [0, 1].map(|which| ProverSecret::from_code(&CODES[which], &SALT, MIN_ITERATIONS).unwrap())
});
static THEIRS: LazyLock<[[Scalar; 2]; 2]> =
    LazyLock::new(|| [0, 1].map(|which| stretched(&CODES[which])));

/// `w0` and `w1` of a code: PBKDF2 over RFC 9383's encoding of the code and both identities, each half reduced.
fn stretched(code: &SetupCode) -> [Scalar; 2] {
    let parts = [code.digits(), APP, CAMERA];
    let input = parts.map(|part| [&(part.len() as u64).to_le_bytes(), part].concat());
    let mut output = [0; 80];
    pbkdf2::pbkdf2::<Hmac<Sha256>>(&input.concat(), &SALT, MIN_ITERATIONS, &mut output).unwrap();
    let (w0s, w1s) = output.split_at(40);
    [w0s, w1s].map(|half| {
        let wide = [&[0; 24], half].concat();
        P256Group::scalar_from_wide_bytes(&wide).unwrap()
    })
}

/// The same context, as our type and as bytes.
fn contexts(transport: u8, hello: &[u8]) -> (PairingContext, Vec<u8>) {
    let hash = HelloHash::new(hello, hello);
    let bytes = [b"camera-proto/1 pair", &[transport][..], hash.as_bytes()].concat();
    (PairingContext::new(transport, &hash), bytes)
}

/// The keys of a session, app to camera and camera to app, from the key that SPAKE2+ shares.
fn keys(shared: &[u8]) -> [[u8; 32]; 2] {
    let extracted = HkdfSha256::extract(&[], shared);
    let keys = HkdfSha256::expand(&extracted, b"camera-proto/1 pair", 64).unwrap();
    let (to_camera, to_app) = keys.split_at(32);
    [to_camera, to_app].map(|key| key.try_into().unwrap())
}

/// Both sides understand each other's sealed messages.
fn talk(app: &mut Session, camera: &mut Session) {
    for body in BODIES {
        says(app, camera, body);
        says(camera, app, body);
    }
}

fn says(from: &mut Session, to: &mut Session, body: &[u8]) {
    let mut buf = [body, &[0; TAG_LEN]].concat();
    let sealed = from.seal(&[0x7f], &mut buf, body.len()).unwrap();
    let len = to.open(sealed.counter, &[0x7f], &mut buf).unwrap();
    assert_eq!(&buf[..len], body);
}

/// What pairing our app, which holds one code, with their camera, which holds the other or the same, gives.
fn our_app_their_camera(
    codes: [usize; 2],
    (ours, theirs): &(PairingContext, Vec<u8>),
    rng: &mut ChaCha20Rng,
) -> Result<[Session; 2], PairingError> {
    let (app, share_p) = AppPairing::start(&OURS[codes[0]], ours, rng);
    let [w0, w1] = &THEIRS[codes[1]];
    let l = compute_verifier::<Spake2PlusP256>(w1);
    let (share_v, confirm_v, camera) =
        Verifier::<Spake2PlusP256>::start(&share_p, w0, &l, theirs, APP, CAMERA, rng).unwrap();
    let (confirm_p, app) = app.confirm(
        share_v.as_slice().try_into().unwrap(),
        confirm_v.as_slice().try_into().unwrap(),
    )?;
    let shared = camera.finish(&confirm_p).unwrap().into_session_key();
    let [to_camera, to_app] = keys(shared.as_bytes());
    Ok([app, Session::new(&to_app, &to_camera)])
}

/// The same the other way round. A refusal is theirs, and then our camera's of a guesser who goes on all the same.
fn their_app_our_camera(
    codes: [usize; 2],
    (ours, theirs): &(PairingContext, Vec<u8>),
    rng: &mut ChaCha20Rng,
) -> Result<[Session; 2], PairingError> {
    let label = LabelRecord::from_code(&CODES[codes[1]], &SALT, MIN_ITERATIONS).unwrap();
    let camera = CameraPairing::start(&label, ours, rng);
    let [w0, w1] = &THEIRS[codes[0]];
    let (share_p, app) = Prover::<Spake2PlusP256>::start(w0, w1, theirs, APP, CAMERA, rng).unwrap();
    let (answer, camera) = camera
        .share(share_p.as_slice().try_into().unwrap())
        .unwrap();
    let app = match app.finish(&answer.share_v, &answer.confirm_v) {
        Ok(app) => app,
        Err(Spake2PlusError::ConfirmationFailed) => {
            return Err(camera.confirm(&[0; 32]).err().unwrap());
        }
        Err(error) => panic!("{error}"),
    };
    let camera = camera
        .confirm(app.confirm_p.as_slice().try_into().unwrap())
        .unwrap();
    let [to_camera, to_app] = keys(app.into_session_key().as_bytes());
    Ok([Session::new(&to_camera, &to_app), camera])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn r43_our_app_pairs_with_another_verifier(seed: u64, transport: u8, hello: [u8; 8]) {
        let rng = &mut ChaCha20Rng::seed_from_u64(seed);
        let contexts = contexts(transport, &hello);
        let [mut app, mut camera] = our_app_their_camera([0, 0], &contexts, rng).unwrap();
        talk(&mut app, &mut camera);
        let refused = our_app_their_camera([1, 0], &contexts, rng).err();
        prop_assert_eq!(refused, Some(PairingError::Refused), "a wrong code");
    }

    #[test]
    fn r43_another_prover_pairs_with_our_camera(seed: u64, transport: u8, hello: [u8; 8]) {
        let rng = &mut ChaCha20Rng::seed_from_u64(seed);
        let contexts = contexts(transport, &hello);
        let [mut app, mut camera] = their_app_our_camera([0, 0], &contexts, rng).unwrap();
        talk(&mut app, &mut camera);
        let refused = their_app_our_camera([1, 0], &contexts, rng).err();
        prop_assert_eq!(refused, Some(PairingError::Refused), "a wrong code");
    }
}

#[test]
fn r43_other_hellos_are_refused_by_another_implementation_too() {
    let rng = &mut ChaCha20Rng::seed_from_u64(43);
    let (ours, theirs) = (contexts(1, b"hello").0, contexts(1, b"altered").1);
    let refused = our_app_their_camera([0, 0], &(ours, theirs.clone()), rng).err();
    assert_eq!(refused, Some(PairingError::Refused));
    let refused = their_app_our_camera([0, 0], &(ours, theirs), rng).err();
    assert_eq!(refused, Some(PairingError::Refused));
}

// --- Noise NNpsk0 -----------------------------------------------------------------------------------------------

fn snow<'a>(psk: &'a [u8; 32], prologue: &'a [u8]) -> Builder<'a> {
    let pattern = "Noise_NNpsk0_25519_ChaChaPoly_SHA256".parse().unwrap();
    let builder = Builder::new(pattern).psk(0, psk).unwrap();
    builder.prologue(prologue).unwrap()
}

/// The same prologue, as we make it and as SPEC.md says.
fn prologues(transport: u8, hello: &[u8], key_id: [u8; 8]) -> ([u8; 60], Vec<u8>) {
    let hash = HelloHash::new(hello, hello);
    let theirs = [
        b"camera-proto/1 open",
        &[transport][..],
        hash.as_bytes(),
        &key_id,
    ]
    .concat();
    (session_prologue(transport, &hash, KeyId(key_id)), theirs)
}

/// A message that they write, around an empty payload.
fn written(theirs: &mut HandshakeState) -> [u8; MESSAGE_LEN] {
    let mut message = [0; MESSAGE_LEN];
    assert_eq!(theirs.write_message(&[], &mut message), Ok(MESSAGE_LEN));
    message
}

/// Both sides understand each other's transport messages.
fn understand(ours: &mut Session, theirs: &mut TransportState) {
    for body in BODIES {
        let mut buf = [body, &[0; TAG_LEN]].concat();
        ours.seal(&[], &mut buf, body.len()).unwrap();
        let mut read = vec![0; body.len()];
        assert_eq!(theirs.read_message(&buf, &mut read), Ok(body.len()));
        assert_eq!(read, body);

        let counter = theirs.sending_nonce() as u16;
        theirs.write_message(body, &mut buf).unwrap();
        let len = ours.open(counter, &[], &mut buf).unwrap();
        assert_eq!(&buf[..len], body);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn our_initiator_opens_a_session_with_another_responder(
        seed: u64, psk: [u8; 32], transport: u8, hello: [u8; 8], key_id: [u8; 8],
    ) {
        let rng = &mut ChaCha20Rng::seed_from_u64(seed);
        let (ours, theirs) = prologues(transport, &hello, key_id);
        let (app, first) = Initiator::start(&psk, &ours, rng).unwrap();
        let mut camera = snow(&psk, &theirs).build_responder().unwrap();
        prop_assert_eq!(camera.read_message(&first, &mut []), Ok(0));
        let answer = written(&mut camera);
        let mut app = app.finish(&answer).unwrap();
        understand(&mut app, &mut camera.into_transport_mode().unwrap());
    }

    #[test]
    fn another_initiator_opens_a_session_with_our_camera(
        seed: u64, psk: [u8; 32], transport: u8, hello: [u8; 8], key_id: [u8; 8],
    ) {
        let rng = &mut ChaCha20Rng::seed_from_u64(seed);
        let (ours, theirs) = prologues(transport, &hello, key_id);
        let mut app = snow(&psk, &theirs).build_initiator().unwrap();
        let first = written(&mut app);
        let (answer, mut camera) = respond(&psk, &ours, rng, &first).unwrap();
        prop_assert_eq!(app.read_message(&answer, &mut []), Ok(0));
        understand(&mut camera, &mut app.into_transport_mode().unwrap());
    }

    #[test]
    fn another_key_or_prologue_is_refused_on_both_sides(
        seed: u64, psk: [u8; 32], prologue: [u8; 60], place in 0_usize..92, flip in 1_u8..,
    ) {
        let rng = &mut ChaCha20Rng::seed_from_u64(seed);
        let (mut other_psk, mut other_prologue) = (psk, prologue);
        let other = other_psk.iter_mut().chain(&mut other_prologue).nth(place);
        *other.unwrap() ^= flip;

        let (app, first) = Initiator::start(&psk, &prologue, rng).unwrap();
        let mut camera = snow(&other_psk, &other_prologue).build_responder().unwrap();
        prop_assert_eq!(camera.read_message(&first, &mut []), Err(snow::Error::Decrypt));

        let mut their_app = snow(&psk, &prologue).build_initiator().unwrap();
        let first = written(&mut their_app);
        let refused = respond(&other_psk, &other_prologue, rng, &first).err();
        prop_assert_eq!(refused, Some(NoiseError));

        // Each answers an app of its own kind; the other's app is not content with that.
        let (_, first) = Initiator::start(&other_psk, &other_prologue, rng).unwrap();
        let (answer, _) = respond(&other_psk, &other_prologue, rng, &first).unwrap();
        let refused = their_app.read_message(&answer, &mut []);
        prop_assert_eq!(refused, Err(snow::Error::Decrypt));

        let first = written(&mut snow(&other_psk, &other_prologue).build_initiator().unwrap());
        let mut camera = snow(&other_psk, &other_prologue).build_responder().unwrap();
        prop_assert_eq!(camera.read_message(&first, &mut []), Ok(0));
        let answer = written(&mut camera);
        prop_assert_eq!(app.finish(&answer).err(), Some(NoiseError));
    }
}

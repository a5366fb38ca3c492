//! Setup codes, label records and whole pairings, through the public API.
#![cfg(feature = "controller")]

#[path = "common/fixed.rs"]
mod fixed;
#[path = "common/hex.rs"]
mod hex;
#[path = "common/points.rs"]
mod points;

use core::convert::Infallible;
use std::sync::LazyLock;

use camera_proto::pairing::{
    AppPairing, CameraPairing, CodeError, HelloHash, LabelRecord, MAX_ITERATIONS, MIN_ITERATIONS,
    PairingContext, PairingError, ProverSecret, SetupCode,
};
use camera_proto::session::{Session, SessionError, TAG_LEN};
use fixed::Fixed;
use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{SeedableRng, TryCryptoRng, TryRng};
use serde_json::Value;
use spake2plus::{ConfirmP, ConfirmV, Context, P256Sha256, Prover, ShareP, ShareV, Verifier};

// --- The code ---------------------------------------------------------------------------------------------------

fn code_from(seed: u64) -> SetupCode {
    SetupCode::random(&mut ChaCha20Rng::seed_from_u64(seed))
}

fn text_of(digits: &[u8]) -> String {
    String::from_utf8(digits.to_vec()).unwrap()
}

fn parse_error(text: &str) -> Option<CodeError> {
    SetupCode::parse(text).err()
}

proptest! {
    #[test]
    fn a_printed_code_reads_back_as_itself(seed: u64) {
        let code = code_from(seed);
        let printed = text_of(&*code.grouped());
        let read = SetupCode::parse(&printed).unwrap();
        prop_assert_eq!(read.digits(), code.digits());
        prop_assert_eq!(printed.replace('-', ""), text_of(code.digits()));
    }

    #[test]
    fn r45_every_single_wrong_digit_is_caught(seed: u64) {
        let digits = *code_from(seed).digits();
        for place in 0..12 {
            for wrong in (b'0'..=b'9').filter(|wrong| *wrong != digits[place]) {
                let mut typed = digits;
                typed[place] = wrong;
                prop_assert_eq!(parse_error(&text_of(&typed)), Some(CodeError::CheckDigit));
            }
        }
    }

    #[test]
    fn r45_every_swap_of_neighbours_is_caught(seed: u64) {
        let digits = *code_from(seed).digits();
        for place in (0..11).filter(|place| digits[*place] != digits[place + 1]) {
            let mut typed = digits;
            typed.swap(place, place + 1);
            prop_assert_eq!(parse_error(&text_of(&typed)), Some(CodeError::CheckDigit));
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC*") {
        let digits = text.chars().filter(char::is_ascii_digit).count();
        if SetupCode::parse(&text).is_ok() {
            prop_assert_eq!(digits, 12);
        }
    }
}

#[test]
fn spaces_and_dashes_may_stand_anywhere() {
    let code = SetupCode::parse(" 123 45--6 789018-").unwrap();
    assert_eq!(code.digits(), b"123456789018");
    assert_eq!(&*code.grouped(), b"1234-5678-9018");
}

#[test]
fn a_text_that_is_no_code_says_why() {
    assert_eq!(parse_error(""), Some(CodeError::TooShort { digits: 0 }));
    assert_eq!(
        parse_error("1234-5678-901"),
        Some(CodeError::TooShort { digits: 11 })
    );
    assert_eq!(parse_error("1234-5678-9018-3"), Some(CodeError::TooLong));
    assert_eq!(
        parse_error("é234-5678-9018"),
        Some(CodeError::NotADigit { position: 0 })
    );
    assert_eq!(
        parse_error("1234-5678-90l8"),
        Some(CodeError::NotADigit { position: 12 })
    );
    assert_eq!(
        parse_error("１23456789018"),
        Some(CodeError::NotADigit { position: 0 }),
        "digits of other scripts are none of the label's"
    );
    assert_eq!(parse_error("1234-5678-9012"), Some(CodeError::CheckDigit));
}

#[test]
fn r45_every_digit_is_as_likely_in_every_place() {
    let mut rng = ChaCha20Rng::seed_from_u64(45);
    let mut counts = [[0_u32; 10]; 12];
    for _ in 0..20_000 {
        let code = SetupCode::random(&mut rng);
        for (count, digit) in counts.iter_mut().zip(code.digits()) {
            count[usize::from(digit - b'0')] += 1;
        }
    }
    // Five standard deviations of 20 000 draws at one in ten.
    let expected = 1_788..=2_212;
    assert!(
        counts
            .as_flattened()
            .iter()
            .all(|count| expected.contains(count))
    );
}

/// A generator that counts up, word by word.
struct Counting(u32);

impl TryRng for Counting {
    type Error = Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.0 += 1;
        Ok(self.0 - 1)
    }
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.try_next_u32().map(u64::from)
    }
    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        bytes.fill_with(|| self.try_next_u32().unwrap() as u8);
        Ok(())
    }
}

impl TryCryptoRng for Counting {}

#[test]
fn r45_a_draw_that_would_favour_low_digits_is_drawn_again() {
    let code = SetupCode::random(&mut Counting(246));
    assert_eq!(code.digits()[..11], *b"67890123456");
}

// --- Label records ----------------------------------------------------------------------------------------------

const SALT: [u8; 16] = [5; 16];

static SECRET: LazyLock<ProverSecret> =
    LazyLock::new(|| ProverSecret::from_code(&code_from(1), &SALT, MIN_ITERATIONS).unwrap());
static LABEL: LazyLock<LabelRecord> =
    LazyLock::new(|| LabelRecord::from_code(&code_from(1), &SALT, MIN_ITERATIONS).unwrap());

#[test]
fn a_stored_label_reads_back_as_itself() {
    let read = LabelRecord::from_bytes(&LABEL.to_bytes()).unwrap();
    assert_eq!(read.salt(), &SALT);
    assert_eq!(read.iterations(), MIN_ITERATIONS);
    assert_eq!(*read.to_bytes(), *LABEL.to_bytes());
}

#[test]
fn the_least_and_the_most_iterations_are_accepted() {
    for count in [MIN_ITERATIONS, MAX_ITERATIONS] {
        let mut stored = *LABEL.to_bytes();
        stored[16..20].copy_from_slice(&count.to_le_bytes());
        let read = LabelRecord::from_bytes(&stored).unwrap();
        assert_eq!(read.iterations(), count);
    }
}

#[test]
fn erased_or_damaged_flash_is_no_label() {
    let mut erased = *LABEL.to_bytes();
    erased[20..].fill(0xff);
    assert_eq!(
        LabelRecord::from_bytes(&erased).err(),
        Some(PairingError::BadLabel)
    );
    let mut off_the_curve = *LABEL.to_bytes();
    off_the_curve[116] ^= 1;
    assert_eq!(
        LabelRecord::from_bytes(&off_the_curve).err(),
        Some(PairingError::BadLabel)
    );
    assert!(LabelRecord::from_bytes(&[0xff; LabelRecord::LEN]).is_err());
    assert!(LabelRecord::from_bytes(&[0; LabelRecord::LEN]).is_err());
}

#[test]
fn r43_iterations_that_protect_nothing_or_never_end_are_refused() {
    for count in [0, 1, MIN_ITERATIONS - 1, MAX_ITERATIONS + 1, u32::MAX] {
        let refused = Some(PairingError::Iterations(count));
        let code = code_from(1);
        assert_eq!(ProverSecret::from_code(&code, &SALT, count).err(), refused);
        assert_eq!(LabelRecord::from_code(&code, &SALT, count).err(), refused);
        let mut stored = *LABEL.to_bytes();
        stored[16..20].copy_from_slice(&count.to_le_bytes());
        assert_eq!(LabelRecord::from_bytes(&stored).err(), refused);
    }
}

// --- Pairings ---------------------------------------------------------------------------------------------------

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

// --- Vectors ----------------------------------------------------------------------------------------------------

fn unhex(value: &Value) -> Vec<u8> {
    hex::unhex(value.as_str().unwrap())
}

fn bytes<const N: usize>(value: &Value) -> [u8; N] {
    unhex(value).try_into().unwrap()
}

#[test]
fn our_dependency_is_rfc_9383_in_its_p256_sha256_vector() {
    let file = include_str!("vectors/spake2plus_rfc9383.json");
    let file: Value = serde_json::from_str(file).unwrap();
    let vector = &file["vectors"][0];
    let context = Context {
        context: vector["context"].as_str().unwrap().as_bytes(),
        prover_id: vector["idProver"].as_str().unwrap().as_bytes(),
        verifier_id: vector["idVerifier"].as_str().unwrap().as_bytes(),
    };
    // A stretched password that reduces to the vector's w0 and w1.
    let halves = [
        &[0; 8],
        &*unhex(&vector["w0"]),
        &[0; 8],
        &*unhex(&vector["w1"]),
    ];
    let secret =
        spake2plus::ProverSecret::<P256Sha256>::from_pbkdf_output(&halves.concat()).unwrap();
    let record = secret.verifier_record();
    assert_eq!(record.to_bytes()[32..], unhex(&vector["L"]));

    let (prover, share_p) = Prover::start(&secret, &context, &mut Fixed(unhex(&vector["x"])));
    let (verifier, share_v) = Verifier::start(&record, &context, &mut Fixed(unhex(&vector["y"])));
    let expected = |name: &str| unhex(&vector[name]);
    assert_eq!(
        ShareP::<P256Sha256>::as_bytes(&share_p)[..],
        expected("shareP")
    );
    assert_eq!(
        ShareV::<P256Sha256>::as_bytes(&share_v)[..],
        expected("shareV")
    );
    let (verifier, confirm_v) = verifier.receive(&share_p).unwrap();
    let (confirm_p, app_key) = prover
        .receive(&share_v)
        .unwrap()
        .finish(&confirm_v)
        .unwrap();
    assert_eq!(
        ConfirmV::<P256Sha256>::as_bytes(&confirm_v)[..],
        expected("confirmV")
    );
    assert_eq!(
        ConfirmP::<P256Sha256>::as_bytes(&confirm_p)[..],
        expected("confirmP")
    );
    let camera_key = verifier.finish(&confirm_p).unwrap();
    assert_eq!(app_key.as_bytes()[..], expected("K_shared"));
    assert_eq!(camera_key.as_bytes()[..], expected("K_shared"));
}

#[test]
fn a_whole_pairing_is_the_one_recomputed_elsewhere() {
    let vector: Value = serde_json::from_str(include_str!("vectors/pairing.json")).unwrap();
    let code = SetupCode::parse(vector["code"].as_str().unwrap()).unwrap();
    let salt = bytes(&vector["salt"]);
    let iterations = vector["iterations"].as_u64().unwrap() as u32;
    let label = LabelRecord::from_code(&code, &salt, iterations).unwrap();
    assert_eq!(*label.to_bytes(), bytes(&vector["label_record"]));

    let hello = HelloHash::new(
        &unhex(&vector["hello_request"]),
        &unhex(&vector["hello_reply"]),
    );
    assert_eq!(*hello.as_bytes(), bytes(&vector["hello_hash"]));
    let context = PairingContext::new(vector["transport"].as_u64().unwrap() as u8, &hello);

    let secret = ProverSecret::from_code(&code, &salt, iterations).unwrap();
    let camera = CameraPairing::start(&label, &context, &mut Fixed(unhex(&vector["y"])));
    let (app, share_p) = AppPairing::start(&secret, &context, &mut Fixed(unhex(&vector["x"])));
    assert_eq!(share_p, bytes(&vector["share_p"]));
    let (answer, camera) = camera.share(&share_p).unwrap();
    assert_eq!(answer.share_v, bytes(&vector["share_v"]));
    assert_eq!(answer.confirm_v, bytes(&vector["confirm_v"]));
    let (confirm_p, mut app) = app.confirm(&answer.share_v, &answer.confirm_v).unwrap();
    assert_eq!(confirm_p, bytes(&vector["confirm_p"]));
    let mut camera = camera.confirm(&confirm_p).unwrap();

    let aad = unhex(&vector["aad"]);
    for (session, plain, sealed) in [
        (&mut app, "app_message", "app_sealed"),
        (&mut camera, "camera_message", "camera_sealed"),
    ] {
        let plain = unhex(&vector[plain]);
        let mut buf = [&*plain, &[0; TAG_LEN]].concat();
        session.seal(&aad, &mut buf, plain.len()).unwrap();
        assert_eq!(buf, unhex(&vector[sealed]));
    }
}

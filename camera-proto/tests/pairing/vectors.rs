//! Published vectors, and ours as somebody else computed it.

use camera_proto::pairing::{
    AppPairing, CameraPairing, HelloHash, LabelRecord, PairingContext, ProverSecret, SetupCode,
};
use camera_proto::session::TAG_LEN;
use serde_json::Value;
use spake2plus::{ConfirmP, ConfirmV, Context, P256Sha256, Prover, ShareP, ShareV, Verifier};

use crate::fixed::Fixed;
use crate::hex;

fn unhex(value: &Value) -> Vec<u8> {
    hex::unhex(value.as_str().unwrap())
}

fn bytes<const N: usize>(value: &Value) -> [u8; N] {
    unhex(value).try_into().unwrap()
}

#[test]
fn our_dependency_is_rfc_9383_in_its_p256_sha256_vector() {
    let file = include_str!("../vectors/spake2plus_rfc9383.json");
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
    let vector: Value = serde_json::from_str(include_str!("../vectors/pairing.json")).unwrap();
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

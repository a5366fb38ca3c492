//! What is no point of the curve, and what is no number for one: the negative vectors.

use camera_proto::pairing::{
    AppPairing, CameraPairing, HelloHash, LabelRecord, PairingContext, PairingError,
};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;
use serde_json::Value;

use crate::hex::unhex;
use crate::{LABEL, SECRET};

fn vectors() -> Value {
    let file = include_str!("../vectors/spake2plus_rfc9383.json");
    let mut file: Value = serde_json::from_str(file).unwrap();
    file["negative_p256"]["p256"].take()
}

fn field(vector: &Value, name: &str) -> String {
    vector[name].as_str().unwrap().to_owned()
}

/// The negative points, as long as a share is: shorter forms are filled up with zeros.
fn no_points() -> Vec<(String, [u8; 65])> {
    let vectors = vectors();
    let listed = vectors["invalid_points"].as_array().unwrap();
    let all = listed.iter().chain([&vectors["identity_point"]]);
    let mut points: Vec<_> = all
        .map(|vector| {
            let bytes = unhex(&field(vector, "hex"));
            let mut point = [0; 65];
            point[..bytes.len()].copy_from_slice(&bytes);
            (field(vector, "name"), point)
        })
        .collect();
    // Its compressed form cannot travel; beyond the field's prime it is none in the long one either.
    let beyond = points.iter().find(|(name, _)| name == "x_ge_p_compressed");
    let (_, mut beyond) = beyond.expect("a vector of that name").clone();
    beyond[0] = 4;
    points.push(("x_ge_p_uncompressed".to_owned(), beyond));
    points
}

#[test]
fn r43_what_is_no_point_is_refused_by_both_sides_and_in_a_record() {
    let message = LABEL.to_message();
    let context = PairingContext::new(1, &HelloHash::new(b"hello", b"hello"));
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let points = no_points();
    assert!(points.len() >= 9, "{} points", points.len());
    for (name, point) in points {
        let camera = CameraPairing::start(&LABEL, &context, &mut rng);
        let refused = camera.share(&point).err();
        assert_eq!(refused, Some(PairingError::Refused), "{name} at the camera");
        let (app, _) = AppPairing::start(&SECRET, &context, &mut rng);
        let refused = app.confirm(&point, &[7; 32]).err();
        assert_eq!(refused, Some(PairingError::Refused), "{name} at the app");
        let mut damaged = message.clone();
        damaged.l = point;
        let refused = LabelRecord::from_message(&damaged).err();
        assert_eq!(refused, Some(PairingError::BadLabel), "{name} as L");
    }
}

#[test]
fn r43_what_is_no_scalar_is_refused_in_a_record() {
    let message = LABEL.to_message();
    let vectors = vectors();
    let listed = vectors["non_canonical_scalars"].as_array().unwrap();
    for vector in listed.iter().chain([&vectors["zero_scalar"]]) {
        let mut damaged = message.clone();
        damaged.w0 = unhex(&field(vector, "hex")).try_into().unwrap();
        let refused = LabelRecord::from_message(&damaged).err();
        let name = field(vector, "name");
        assert_eq!(refused, Some(PairingError::BadLabel), "{name} as w0");
    }
}

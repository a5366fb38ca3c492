//! Setup codes, label records and whole pairings, through the public API.
#![cfg(feature = "controller")]

mod both_sides;
mod code;
#[path = "../common/fixed.rs"]
mod fixed;
#[path = "../common/hex.rs"]
mod hex;
mod label;
mod points;
mod vectors;

use std::sync::LazyLock;

use camera_proto::pairing::{LabelRecord, MIN_ITERATIONS, ProverSecret, SetupCode};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;

fn code_from(seed: u64) -> SetupCode {
    SetupCode::random(&mut ChaCha20Rng::seed_from_u64(seed))
}

const SALT: [u8; 16] = [5; 16];

/// What both sides know of the first code.
static SECRET: LazyLock<ProverSecret> =
    LazyLock::new(|| ProverSecret::from_code(&code_from(1), &SALT, MIN_ITERATIONS).unwrap());
static LABEL: LazyLock<LabelRecord> =
    LazyLock::new(|| LabelRecord::from_code(&code_from(1), &SALT, MIN_ITERATIONS).unwrap());

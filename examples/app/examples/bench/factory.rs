//! A camera of the bench: its label is no secret.

use camera_hal::store::factory::Factory;
use camera_proto::pairing::{LabelRecord, MIN_ITERATIONS, SetupCode};

/// What the sticker says.
pub(crate) fn code() -> Option<SetupCode> {
    SetupCode::parse("1234-5678-9018").ok()
}

/// What the factory gives it.
pub(crate) fn record() -> Option<Factory> {
    let label = LabelRecord::from_code(&code()?, &[7; 16], MIN_ITERATIONS).ok()?;
    Some(Factory {
        serial: heapless::Vec::from_slice(b"BENCH001").ok()?,
        model: heapless::Vec::from_slice(b"Spot PT-1").ok()?,
        discriminator: 0xa1b2,
        made_on: 20_261_123,
        label: heapless::Vec::from_slice(&label.to_bytes()[..]).ok()?,
    })
}

/// The sector, for whoever writes the flash.
pub(crate) fn print() -> Option<()> {
    println!("{}", hex(&record()?.encode().ok()?));
    Some(())
}

/// Bytes in hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// And back.
pub(crate) fn bytes(hex: &str) -> Option<Vec<u8>> {
    hex.as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok())
        .collect()
}

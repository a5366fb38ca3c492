//! What a camera keeps of a code.

use camera_proto::pairing::{
    LabelRecord, MAX_ITERATIONS, MIN_ITERATIONS, PairingError, ProverSecret,
};

use crate::{LABEL, SALT, code_from};

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

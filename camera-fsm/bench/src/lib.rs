//! What the machine costs, and a small reset core beside its peers. See README.md.
#![no_std]

pub mod lives;
pub mod looks;
pub mod machine;
pub mod reset_core;
pub mod two_pins;

use measure::Subject;

/// The lists that an image may be built from.
pub const CORES: u8 = 0;
pub const MACHINE: u8 = 1;
pub const PINS: u8 = 2;
pub const LOOKS: u8 = 3;

/// The reset cores; the last one is what the others are walked by.
pub const RESET_CORES: [Subject<reset_core::Walk>; 6] = [
    Subject::NOTHING,
    reset_core::plain::SUBJECT,
    reset_core::table::SUBJECT,
    reset_core::smlang::SUBJECT,
    reset_core::statig::SUBJECT,
    reset_core::ONLY_WALK,
];

//! The wire as others see it: its frozen bytes, and the page that tells of them.

#[path = "../common/fixed.rs"]
mod fixed;
#[path = "../common/hex.rs"]
mod hex;
mod messages;
mod refusals;
mod samples;
mod spec;
#[path = "../vectors/v01.rs"]
mod v01;

/// Tested to be right, line by line.
const SPEC: &str = include_str!("../../SPEC.md");

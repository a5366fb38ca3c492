//! What no input may do to the camera crates: every target is a plain function that panics when its promise is broken.
//!
//! The fuzzers in `fuzz_targets/` call these functions, and so does the test that replays the corpora: see
//! `README.md`.

#![forbid(unsafe_code)]

mod app;
mod board;
mod bytes;
mod house;
pub mod targets;

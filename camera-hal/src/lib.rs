#![doc = include_str!("../README.md")]
#![no_std]

pub mod audio;
pub mod board;
pub mod button;
#[cfg(feature = "conformance")]
pub mod conformance;
#[cfg(feature = "console")]
pub mod console;
pub mod imaging;
pub mod led;
pub mod link;
#[cfg(feature = "mock")]
pub mod mock;
pub mod part;
pub mod radio;
pub mod recordings;
pub mod runner;
pub mod sensor;
pub mod servo;
pub mod slots;
pub mod store;
pub mod tour;
pub mod wire;

#![doc = include_str!("../README.md")]
#![no_std]

pub mod audio;
pub mod board;
#[doc = include_str!("../BRING_UP.md")]
pub mod bring_up {}
pub mod button;
pub mod cloud;
#[cfg(feature = "conformance")]
pub mod conformance;
#[cfg(feature = "console")]
pub mod console;
pub mod imaging;
pub mod led;
#[cfg_attr(not(feature = "pairing"), path = "shut.rs")]
pub mod link;
#[cfg(feature = "mock")]
pub mod mock;
pub mod part;
mod porter;
pub mod radio;
pub mod recordings;
pub mod runner;
pub mod sensor;
pub mod servo;
pub mod slots;
pub mod store;
pub mod system;
pub mod tour;
pub mod wait;
pub mod wire;

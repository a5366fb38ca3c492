#![doc = include_str!("../README.md")]
#![no_std]

pub mod codec;
#[cfg(feature = "controller")]
pub mod controller;
pub mod frame;
#[cfg(test)]
#[path = "../tests/common/hex.rs"]
mod hex;
#[cfg(feature = "interop")]
pub mod interop;
pub mod message;
#[cfg(feature = "pairing")]
pub mod noise;
#[cfg(feature = "pairing")]
pub mod pairing;
#[cfg(feature = "pairing")]
pub mod sealed;
#[cfg(feature = "pairing")]
pub mod session;
pub mod time_zone;
pub mod version;
pub mod vocab;
pub mod websocket;

//! The camera's side of the wire, by frames that no honest app sends: what comes twice, too late, altered, or at a
//! moment when the power goes.
#![cfg(feature = "pairing")]

mod cut;
mod door;
#[path = "../home/mod.rs"]
#[allow(dead_code, reason = "its apps are for other tests")]
mod home;
mod lists;
mod meddled;
mod raw;
mod twice;
mod unknown;

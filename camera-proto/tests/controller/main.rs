//! The app's machine against a camera that answers, is silent, or goes away.
#![cfg(feature = "controller")]

mod air;
mod camera;
#[path = "../common/camera_side.rs"]
mod camera_side;
mod lost;
mod opening;
mod setup;
mod told;

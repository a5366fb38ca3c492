#![doc = include_str!("../README.md")]
#![no_std]

pub mod action;
pub mod audio_test;
pub mod button;
pub mod calendar;
pub mod clock;
pub mod controllers;
pub mod device;
pub mod diagnosis;
#[cfg(feature = "explore")]
pub mod explore;
mod first_setup;
mod health;
pub mod input;
pub mod led;
pub mod levels;
pub mod motion_detection;
pub mod night_vision;
pub mod pairing;
pub mod pan_tilt;
pub mod part;
pub mod power;
pub mod profile;
pub mod provision;
pub mod recording;
pub mod reset;
#[cfg(feature = "scenario")]
pub mod scenario;
pub mod schedule;
pub mod settings;
pub mod step;
pub mod time;
mod unbind;

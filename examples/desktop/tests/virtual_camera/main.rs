//! The two programs as people and other programs see them: a spawned
//! `camera-desktop`, its state folder, its wire, and `camctl`.

mod access;
mod clients;
mod damage;
mod documented;
mod harness;
mod page;
mod power_cut;
mod process;
mod router;
mod script;
mod secrecy;
mod settings;
mod sight;
mod socket;
mod story;

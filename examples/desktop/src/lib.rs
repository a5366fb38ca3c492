//! A virtual Wi-Fi pan-tilt camera, and `camctl`, the controller on the
//! command line.

pub mod args;
pub mod camctl;
pub mod changes;
pub mod control;
pub mod cut;
pub mod live;
pub mod mdns;
pub mod page;
pub mod phone;
pub mod picture;
pub mod reach;
pub mod screen;
pub mod script;
pub mod sim;
pub mod state;
pub mod talk;
pub mod web;
pub mod world;

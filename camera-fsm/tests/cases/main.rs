//! What the stories leave out, and small laws: everything here is over in a
//! second, so that it can be tried against every mutant (see `README.md`).

mod attempts;
mod back_off;
#[path = "../bench/mod.rs"]
mod bench;
mod busy;
mod button;
mod calendar;
mod controllers;
mod diagnosis;
mod due;
mod gone;
mod hand;
mod head;
mod homing;
mod in_use;
mod lines;
mod machine;
mod models;
mod network;
#[path = "../properties/nudges.rs"]
mod nudges;
mod offer;
mod power;
mod power_cuts;
mod profile;
mod profile_times;
mod reach;
mod rebase;
mod resets;
mod roles;
mod schedule;
mod settings;
mod sight;
mod time;
mod told;
mod travel;
mod unbind;
mod verdict;
#[path = "../world/mod.rs"]
mod world;

//! A camera and all around it as one value, what can happen to it, and the laws
//! that hold whatever does. `tests/explore` goes through all of it with small
//! numbers; the fuzzer lets its bytes choose, with the numbers of real models.
#![allow(dead_code, reason = "each user has its part of it")]

pub(crate) mod chosen;
pub(crate) mod flash;
pub(crate) mod inputs;
mod jobs;
pub(crate) mod laws;
mod laws_of_access;
mod laws_of_eyes;
mod laws_of_head;
mod laws_of_reset;
mod laws_of_start;
pub(crate) mod left_alone;
pub(crate) mod seeds;
mod set_back;
pub(crate) mod world;

//! The store's log beside `sequential-storage` and `ekv`. See README.md.
#![no_std]

pub mod cells;
pub mod cost;
pub mod peers;

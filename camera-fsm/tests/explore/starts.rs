//! How the board starts: switched on and off again and again, which resets it,
//! and crash after crash, which never does (R01, R71).

use camera_fsm::input::Ask;
use camera_fsm::power::BootCause;

use crate::lawful::inputs::{JOINED, Product};
use crate::small::counting_profile;
use crate::{explore, explore_whatever_it_costs, nobody, one_owner};

pub(crate) const ANY_START: &[BootCause] =
    &[BootCause::PowerOn, BootCause::Restart, BootCause::Crash];

/// Its button, and the radio does what it is told.
#[test]
fn any_start() {
    explore(&Product {
        name: "it crashes, restarts, and is switched on and off",
        profile: counting_profile(),
        causes: ANY_START,
        joins: &[JOINED],
        settings: &[],
        fails: false,
        ..nobody()
    });
}

#[test]
fn any_start_with_an_owner() {
    explore(&Product {
        name: "the same without a button; store and radio fail, and an owner restarts it, scans and turns its head",
        profile: counting_profile(),
        causes: ANY_START,
        pins: &[],
        asks: &[Ask::Restart, Ask::Scan, Ask::Home],
        ..one_owner()
    });
}

#[test]
#[ignore = "takes half a minute; see README.md"]
fn any_start_where_all_else_fails() {
    let product = Product {
        name: "it crashes, restarts, and is switched on and off; store and radio fail",
        profile: counting_profile(),
        causes: ANY_START,
        ..nobody()
    };
    explore_whatever_it_costs(&product, ());
}

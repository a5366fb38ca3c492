//! Two clients at once, where everything may be tried twice before it counts.

use camera_fsm::input::{Ask, OpResult};
use camera_proto::vocab::Role;

use crate::lawful::inputs::{CONFIRM, ERASE_ALL, JOINED, Product, REFUSED, SET_UP};
use crate::lawful::world::Event;
use crate::small::twofold_profile;
use crate::{CODE, explore, explore_whatever_it_costs, nobody};

/// The router says nothing, as loud as it is.
const SILENCE: OpResult = OpResult::HandshakeTimeout {
    rssi_dbm: -60,
    driver_code: 15,
};

/// Without a button.
fn two(roles: &'static [Role]) -> Product {
    Product {
        profile: twofold_profile(),
        clients: 2,
        roles,
        joins: &[JOINED, REFUSED, SILENCE],
        pins: &[],
        settings: &[],
        ..nobody()
    }
}

#[test]
fn two_owners_set_up_and_reset() {
    explore(&Product {
        name: "two owners set up, reset and restart, and each network is tried twice",
        asks: &[SET_UP, ERASE_ALL, CONFIRM, Ask::Restart],
        ..two(&[Role::OWNER])
    });
}

#[test]
fn two_strangers_pair() {
    explore(&Product {
        name: "two strangers pair, or an owner is there and resets; the third wrong code locks",
        asks: &[
            Ask::PairAttempt { by: CODE },
            Ask::PairProven,
            Ask::PairFailed,
            Ask::Enroll { by: CODE },
            ERASE_ALL,
            CONFIRM,
        ],
        joins: &[JOINED],
        fails: false,
        ..two(&[Role::STRANGER, Role::OWNER])
    });
}

#[test]
#[ignore = "takes a minute; see README.md"]
fn two_owners_set_up() {
    let product = Product {
        name: "two owners set up, the button does too, and each network is tried twice",
        pins: &[Event::Pin],
        asks: &[SET_UP],
        ..two(&[Role::OWNER])
    };
    explore_whatever_it_costs(&product, ());
}

//! The real device, with small numbers, in every situation that it can come
//! into: whatever happens next, now, just before its next wake-up, at it or far
//! too late, and with a power cut at every write. See `README.md` for how to run
//! the larger product.

mod charts;
mod cpu;
mod drawn;
mod fingerprint;
#[path = "../lawful/mod.rs"]
mod lawful;
mod parts;
mod real_runs;
mod schedules;
mod search;
mod seeing;
mod small;
mod sown;
mod starts;
mod twofold;

use camera_fsm::input::{Ask, Target, Topic};
use camera_fsm::power::BootCause;
use camera_fsm::settings::Effect;
use camera_proto::vocab::{PairingSecret, Role, SettingId};

use lawful::inputs::{
    CONFIRM, CONFIRM_WRONGLY, ERASE_ALL, JOINED, NAMED, Product, REFUSED, SET_UP,
};
use lawful::world::Event;
use real_runs::{run_for_real, shapes_of};
use schedules::Schedules;
use search::{Search, Witness};
use small::{GRID_MS, eager_profile, patient_profile, slow_profile, small_profile};

const CODE: PairingSecret = PairingSecret::CODE;

const SOME_USER: Target = Target {
    place: Some(1),
    role: Role::USER,
    is_self: false,
};

/// What needs a key, and may change something.
const IN_VAIN: &[Ask] = &[
    Ask::Tell(Topic::Status),
    Ask::Tell(Topic::Controllers),
    Ask::Scan,
    SET_UP,
    Ask::Restart,
    Ask::Identify { ms: GRID_MS },
    Ask::Home,
    Ask::Stop,
    CONFIRM,
    Ask::Revoke(SOME_USER),
    Ask::ChangeCode,
    Ask::Invite {
        role: Role::OWNER,
        valid_s: 60,
    },
    Ask::Set(SettingId::PRIVACY, Effect::Privacy(true)),
    Ask::Clear(SettingId::NAME),
    Ask::WalkTest { ms: GRID_MS },
    Ask::AudioTest { ms: GRID_MS },
    Ask::SetTime { unix_s: 1 },
];

/// The most that one step asks for, measured.
const MOST_ACTIONS: usize = 6;

/// The most transitions of all searches of `cargo test` together. Each takes some
/// two microseconds, and faults and real runs three quarters of a minute: that keeps
/// all of it below five minutes of a processor, by a count that is the same everywhere.
const TRANSITIONS_MAX: usize = 132_000_000;

/// Explores all of it, and prints the counts.
fn explore(product: &Product) {
    explore_with(product, ());
}

/// With somebody else who looks. What all of these cost together is held.
fn explore_with(product: &Product, looks_too: impl Witness) {
    let transitions = explore_whatever_it_costs(product, looks_too);
    let all = cpu::taken(transitions);
    assert!(all <= TRANSITIONS_MAX, "{all} transitions cost too much");
}

/// Says how many transitions there are.
fn explore_whatever_it_costs(product: &Product, looks_too: impl Witness) -> usize {
    let search = Search {
        product,
        seed: None,
        states_max: usize::MAX,
    };
    let mut witnesses = (Schedules::default(), looks_too);
    match search.run(&mut witnesses) {
        Ok(counts) => {
            assert!(counts.closed, "more could be gone to");
            assert!(counts.actions <= MOST_ACTIONS, "a step asks for more");
            let [to_rest, to_erased, to_broken] = witnesses.0.steps;
            println!(
                "{}: {} states, {} transitions, {} deep, {} actions at most; at rest after {to_rest} \
                 steps, erased after {to_erased}, broken after {to_broken}; {:.1} CPU-s, {:.1} in all",
                product.name,
                counts.states,
                counts.transitions,
                counts.depth,
                counts.actions,
                counts.seconds,
                cpu::spent(),
            );
            counts.transitions
        }
        Err(violation) => panic!("{}\n{}", violation.law, violation.way),
    }
}

/// Cameras that nobody talks to; the other products say who does.
fn nobody() -> Product {
    Product {
        name: "button, reset and setup, with nobody there",
        profile: small_profile(),
        clients: 0,
        roles: &[],
        asks: &[],
        in_vain: &[],
        settings: &[NAMED],
        pins: &[Event::Pin],
        causes: &[BootCause::Restart],
        joins: &[JOINED, REFUSED],
        fails: true,
        worn: false,
        notes_slowly: false,
        stalls: false,
        senses: &[],
    }
}

fn one_owner() -> Product {
    Product {
        clients: 1,
        roles: &[Role::OWNER],
        ..nobody()
    }
}

fn core(clients: u8) -> Product {
    Product {
        name: match clients {
            1 => "an owner resets, restarts, sets up and scans",
            _ => "two owners reset, restart, set up and scan",
        },
        clients,
        roles: &[Role::OWNER],
        asks: &[ERASE_ALL, CONFIRM, Ask::Restart, SET_UP, Ask::Scan],
        ..nobody()
    }
}

#[test]
fn button_reset_and_setup() {
    explore(&Product {
        notes_slowly: true,
        ..nobody()
    });
}

#[test]
fn button_reset_and_setup_on_a_worn_flash() {
    explore(&Product {
        name: "the same, on a flash that passes no test",
        worn: true,
        ..nobody()
    });
}

/// Its pin is looked at, as the runner does: whatever happens between two looks.
#[test]
fn button_that_is_polled() {
    explore(&Product {
        name: "the same, and the button is polled",
        pins: &[Event::Polled],
        ..nobody()
    });
}

#[test]
fn button_that_resets_while_it_is_held() {
    explore(&Product {
        name: "the same, and the button resets while it is held",
        profile: eager_profile(),
        pins: &[Event::Pin, Event::Polled],
        ..nobody()
    });
}

#[test]
fn no_setup_by_itself() {
    explore(&Product {
        name: "the same, and setup never begins by itself",
        profile: patient_profile(),
        ..nobody()
    });
}

#[test]
fn one_owner_sets_up() {
    explore(&Product {
        name: "an owner sets up and scans",
        clients: 1,
        roles: &[Role::OWNER],
        asks: &[SET_UP, Ask::Scan],
        ..nobody()
    });
}

#[test]
fn real_runs_are_explored() {
    let product = Product {
        name: "an owner, for the shapes",
        clients: 1,
        roles: &[Role::OWNER],
        asks: &[ERASE_ALL, CONFIRM, SET_UP],
        profile: slow_profile(),
        ..nobody()
    };
    let begun = cpu::seconds();
    let shapes = shapes_of(&product);
    println!("{} shapes", shapes.len());
    run_for_real(&product, &shapes);
    cpu::spend(cpu::seconds() - begun);
    println!("real runs: {:.1} CPU-s in all", cpu::spent());
}

#[test]
fn two_owners_reset() {
    explore(&Product {
        name: "two owners reset",
        clients: 2,
        roles: &[Role::OWNER],
        asks: &[ERASE_ALL, CONFIRM],
        ..nobody()
    });
}

#[test]
fn a_user_changes_things() {
    explore(&Product {
        name: "a user or an owner changes settings and controllers",
        clients: 1,
        roles: &[Role::USER, Role::OWNER],
        asks: &[
            Ask::Set(SettingId::NAME, Effect::None),
            Ask::Clear(SettingId::NAME),
            Ask::Identify { ms: GRID_MS },
            Ask::ChangeCode,
            Ask::Revoke(SOME_USER),
            CONFIRM_WRONGLY,
        ],
        ..nobody()
    });
}

#[test]
#[ignore = "takes minutes; see README.md"]
fn two_owners_reset_and_set_up() {
    explore_whatever_it_costs(&core(2), ());
}

#[test]
fn a_stranger_pairs() {
    explore(&Product {
        name: "a stranger pairs by the code and is enrolled",
        clients: 1,
        roles: &[Role::STRANGER, Role::OWNER],
        asks: &[
            Ask::PairAttempt { by: CODE },
            Ask::PairProven,
            Ask::PairFailed,
            Ask::Enroll { by: CODE },
            ERASE_ALL,
        ],
        in_vain: IN_VAIN,
        ..nobody()
    });
}

//! The real profiles in the same world: they keep the same laws, and come into
//! no situation but those that were explored with small numbers.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use camera_fsm::explore::BASE;
use camera_fsm::profile::ALL;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::fingerprint::fingerprint;
use crate::lawful::inputs::{Product, instant};
use crate::lawful::laws::{Moment, broken};
use crate::lawful::world::World;

/// What is left of a device without its numbers: each instant is past or ahead,
/// operations go on or do not, and counts do not matter. The button is left out:
/// small numbers cannot have it as quick beside all else as it is.
pub(crate) type Shape = String;

/// How many worlds of each shape were found.
pub(crate) type Shapes = HashMap<Shape, usize>;

/// A search that looked at 800,000 worlds found no more.
const SHAPES: usize = 1_704;

/// The last shape was found before so many had been looked at.
const WORLDS_MAX: usize = 300_000;

/// Every shape of that product, which is too large to walk all of it in every
/// test: worlds of the rarest shape are looked at first, since what follows
/// them is most likely new.
pub(crate) fn shapes_of(product: &Product) -> Shapes {
    let mut shapes = Shapes::new();
    let mut seen = HashSet::new();
    // By how many of the same shape had been found before.
    let mut frontier: BTreeMap<usize, VecDeque<World>> = BTreeMap::new();
    let mut found = product.starts();
    for _ in 0..WORLDS_MAX {
        for world in found.drain(..) {
            if seen.insert(fingerprint(&world)) {
                let alike = shapes.entry(shape(&world)).or_default();
                frontier.entry(*alike).or_default().push_back(world);
                *alike += 1;
            }
        }
        let Some(mut rarest) = frontier.first_entry() else {
            break;
        };
        if let Some(world) = rarest.get_mut().pop_front() {
            for (at, event) in product.choices(&world) {
                let mut after = world.clone();
                let outcome = after.happen(at, event, None);
                let moment = Moment::new(&world, (at, event), &outcome, &after);
                assert_eq!(broken(&moment), None);
                found.push(after);
            }
        }
        if rarest.get().is_empty() {
            rarest.remove();
        }
    }
    shapes
}

/// What is no part of it: the profile, what is quicker than small numbers can be,
/// what only one or two models have, what is only shown, and what comes after.
const LEFT_OUT: [&str; 18] = [
    "profile",
    "booted_at",
    "button",
    "homing",
    "power",
    "health",
    "light",
    "last_op",
    "watch",
    "recording",
    "night_vision",
    "audio_test",
    "first_setup",
    "due_at",
    "parts_due_at",
    "wake_at",
    "moves",
    "eyes",
];

/// Numbers that depend on the profile alone.
const COUNTED: [&str; 4] = ["tries", "left", "failures", "jitter"];

/// What is known to be broken is only shown.
const SHOWN: [&str; 2] = ["stuck", "radio_broken"];

fn shape(world: &World) -> Shape {
    let text = format!("{:?}", world.device);
    let fields = fields(&text);
    for name in LEFT_OUT {
        assert!(fields.iter().any(|(it, _)| *it == name), "no {name}");
    }
    let mut shape = String::new();
    for (name, value) in fields.iter().filter(|(it, _)| !LEFT_OUT.contains(it)) {
        shape += &format!("{name}: {}, ", without_numbers(value));
    }
    for name in SHOWN {
        let not_so = format!("{name}: false");
        shape = shape.replace(&format!("{name}: true"), &not_so);
        assert!(shape.contains(&not_so), "no {name}");
    }
    shape
}

/// Names and values of a structure's fields, as `Debug` shows it.
fn fields(text: &str) -> Vec<(&str, &str)> {
    let (_, inside) = text.split_once(" { ").expect("a structure");
    let inside = inside.strip_suffix(" }").expect("its end");
    let (mut fields, mut depth, mut begins) = (Vec::new(), 0, 0);
    for (at, byte) in inside.bytes().chain([b',']).enumerate() {
        match byte {
            b'{' | b'(' | b'[' => depth += 1,
            b'}' | b')' | b']' => depth -= 1,
            b',' if depth == 0 => {
                let field = inside[begins..at].trim_start();
                fields.push(field.split_once(": ").expect("a field"));
                begins = at + 1;
            }
            _ => {}
        }
    }
    fields
}

fn without_numbers(text: &str) -> String {
    let (mut shape, mut rest) = (String::new(), text);
    while let Some(digit) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, number) = rest.split_at(digit);
        let len = number.find(|c: char| !c.is_ascii_digit());
        let (number, after) = number.split_at(len.unwrap_or(number.len()));
        shape += before;
        let field = before.trim_end_matches(": ").rsplit([' ', '{']).next();
        shape += match field {
            _ if before.ends_with("Instant(") => place_in_time(number),
            _ if before.ends_with("OpId(") => "",
            Some(field) if COUNTED.contains(&field) => "n",
            _ => number,
        };
        rest = after;
    }
    shape + rest
}

/// As `Debug` shows it.
fn place_in_time(number: &str) -> &'static str {
    match number.parse::<u64>() {
        Ok(at) if at > BASE.as_millis() => "ahead",
        _ => "past",
    }
}

/// Runs of that product with every real profile, from pairs of numbers: which
/// of the events, and when.
pub(crate) fn run_for_real(product: &Product, explored: &Shapes) {
    assert_eq!(explored.len(), SHAPES);
    for name in COUNTED {
        let counts = |shape: &Shape| shape.contains(&format!("{name}: n"));
        assert!(explored.keys().any(counts), "no {name}");
    }
    let mut config = Config {
        failure_persistence: None,
        ..Config::default()
    };
    config.cases = config.cases.max(2_000);
    let mut runner = TestRunner::new(config);
    let run = prop::collection::vec((any::<u32>(), any::<u16>()), 60..120);
    let given = (0..ALL.len(), 0..3_usize, run);
    let ran = runner.run(&given, |(profile, start, run)| {
        let real = Product {
            profile: ALL[profile],
            ..*product
        };
        let mut world = real.starts().swap_remove(start);
        let mut way = String::new();
        for (which, when) in run {
            let events = real.events(&world);
            let event = events[which as usize % events.len()];
            let at = instant(&world, event, when);
            let before = world.clone();
            let outcome = world.happen(at, event, None);
            let moment = Moment::new(&before, (at, event), &outcome, &world);
            way += &format!("+{} ms {event:?}\n", at.since(BASE));
            prop_assert_eq!(broken(&moment), None, "after\n{}", way);
            let shape = shape(&world);
            prop_assert!(
                explored.contains_key(&shape),
                "not explored: {}\nafter\n{}",
                shape,
                way
            );
        }
        Ok(())
    });
    if let Err(error) = ran {
        panic!("{error}");
    }
}

//! The real profiles in the same world: they keep the same laws, and come into
//! no situation but those that were explored with small numbers.

use std::collections::HashSet;

use camera_fsm::explore::BASE;
use camera_fsm::profile::ALL;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::lawful::inputs::{Product, instant};
use crate::lawful::laws::{Moment, broken};
use crate::lawful::world::World;
use crate::search::Witness;

/// What is left of a device without its numbers: each instant is past or ahead,
/// operations go on or do not, and counts do not matter. The button is left out:
/// small numbers cannot have it as quick beside all else as it is.
#[derive(Default)]
pub(crate) struct Shapes(HashSet<String>);

/// 2,021 were measured: half as many would say little of anything.
const SHAPES_MIN: usize = 1_500;

impl Witness for Shapes {
    fn world(&mut self, world: &World) -> Result<(), &'static str> {
        self.0.insert(shape(world));
        Ok(())
    }
}

/// Fields whose numbers depend on the profile alone.
const COUNTED: [&str; 5] = ["tries", "left", "failures", "jitter", "retry_s"];

fn shape(world: &World) -> String {
    let text = format!("{:?}", world.device);
    // First come the profile, which is no part of a situation, and the button.
    let parts = text.find("reset: Reset {").map_or("", |at| &text[at..]);
    let (parts, _) = parts.split_once(", light: ").unwrap_or((parts, ""));
    // Only two models must find the home of their head.
    let (before, homing) = parts.split_once(", homing: ").unwrap_or((parts, ""));
    let (_, after) = homing.split_once(", unbind: ").unwrap_or(("", ""));
    let parts = before.to_owned() + after;
    // Only one model counts its starts.
    let (before, power) = parts.split_once(", power: ").unwrap_or((&parts, ""));
    let (_, after) = power.split_once(", driver: ").unwrap_or(("", ""));
    let state = before.to_owned() + after;
    let state = state.replace("stuck: true", "stuck: false");
    let mut shape = String::new();
    let mut rest = state.as_str();
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

/// As `Debug` shows it: counted from 1.
fn place_in_time(number: &str) -> &'static str {
    match number.parse::<u64>() {
        Ok(at) if at > BASE.as_millis() + 1 => "ahead",
        _ => "past",
    }
}

/// Runs of that product with every real profile, from pairs of numbers: which
/// of the events, and when.
pub(crate) fn run_for_real(product: &Product, explored: &Shapes) {
    println!("{} shapes", explored.0.len());
    assert!(explored.0.len() > SHAPES_MIN, "there are fewer shapes");
    assert!(!explored.0.contains(""), "a shape is empty");
    let mut runner = TestRunner::new(Config {
        cases: 512,
        failure_persistence: None,
        ..Config::default()
    });
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
                explored.0.contains(&shape),
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

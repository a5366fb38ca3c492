//! A few of the power cuts that the example `power_cuts` makes, in a few stories that write much.

mod cuts;

use cuts::{Counts, Plan, Tape, cut_work, tape};

const PLAN: Plan = Plan {
    random_words: 1,
    units: 4,
    seconds: 9,
    thirds: 16,
};

const STORIES: [&str; 5] = [
    "invited_user",
    "power_cuts_in_a_reset",
    "soft_resets",
    "unbind_owed",
    "what_is_lost_and_kept",
];

#[test]
fn r21_r22_r26_a_camera_comes_back_as_it_was_or_as_it_was_to_be() {
    let mut all = Counts::default();
    for (name, text) in tape::stories() {
        if !STORIES.contains(&name.as_str()) {
            continue;
        }
        let tape = Tape::of(&text).unwrap_or_else(|why| panic!("{name}: {why}"));
        for work in &tape.works {
            all += cut_work(&tape, work, &PLAN).unwrap_or_else(|why| panic!("{name}: {why}"));
        }
    }
    println!("{all}");
    assert!(
        all.cuts > 500 && all.doubles > 500 && all.triples > 30,
        "{all}"
    );
}

//! What the benches beside the crates measure with. A bench lists its
//! [`Subject`]s; three small programs of its own build them for a core, count
//! them on it, and run them on the host.
#![cfg_attr(target_os = "none", no_std)]

#[cfg(target_os = "none")]
pub mod image;

#[cfg(not(target_os = "none"))]
pub mod host;
#[cfg(not(target_os = "none"))]
pub mod tools;

/// Something to measure: steps in order, each on what the one before it left.
pub struct Subject<State: 'static> {
    pub name: &'static str,
    pub steps: &'static [Step<State>],
}

pub struct Step<State> {
    /// Empty when it only leads to the next one.
    pub name: &'static str,
    pub run: fn(&mut State),
}

pub const fn step<State>(name: &'static str, run: fn(&mut State)) -> Step<State> {
    Step { name, run }
}

impl<State> Subject<State> {
    /// Nothing, to be taken from the others' flash: the first of every list.
    pub const NOTHING: Self = Self {
        name: "nothing",
        steps: &[],
    };

    /// Its steps as an image holds them that never runs.
    pub const fn runs(&self) -> [Option<fn(&mut State)>; 16] {
        let mut runs = [None; 16];
        let mut at = 0;
        while at < self.steps.len() {
            runs[at] = Some(self.steps[at].run);
            at += 1;
        }
        runs
    }

    /// The names of what is measured.
    pub fn named(&self) -> impl Iterator<Item = &'static str> {
        let names = self.steps.iter().map(|step| step.name);
        names.filter(|name| !name.is_empty())
    }
}

/// The place in a list that an image is built for: `number` when `list` is the
/// chosen one, else 0, which is nothing. Both come from the image's
/// environment while it is compiled.
pub const fn chosen(list: u8, chosen: Option<&str>, number: Option<&str>) -> usize {
    match (chosen, number) {
        (Some(chosen), Some(number)) if digits(chosen) == list as usize => digits(number),
        _ => 0,
    }
}

const fn digits(number: &str) -> usize {
    match number.as_bytes() {
        [ones] => (*ones - b'0') as usize,
        [tens, ones] => (*tens - b'0') as usize * 10 + (*ones - b'0') as usize,
        _ => panic!("at most two digits"),
    }
}

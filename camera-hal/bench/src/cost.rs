//! What a store costs: the steps that are measured, the same for each.

use core::hint::black_box;

use measure::{Step, Subject, step};

use crate::cells::Cells;
use crate::peers::{Ekv, Ours, Sequential, Store};

/// The lists that an image may be built from: one for each store.
pub const OURS: u8 = 0;
pub const SEQUENTIAL: u8 = 1;
pub const EKV: u8 = 2;

pub type OursHere = Ours<Cells>;
pub type SequentialHere = Sequential<Cells, 4>;
pub type EkvHere = Ekv<Cells>;

/// A store, once it is open.
pub struct Bench<S>(Option<S>);

impl<S> Default for Bench<S> {
    fn default() -> Self {
        Self(None)
    }
}

const KEYS: u8 = 12;

impl<S: Store<Cells> + 'static> Bench<S> {
    /// First a flash with twelve values of 32 bytes, each put twice.
    const STEPS: &'static [Step<Self>] = &[
        step("", fill::<S>),
        step("mount", mount::<S>),
        step("get", get::<S>),
        step("put", put::<S>),
    ];

    /// Nothing, and the store.
    pub const SUBJECTS: [Subject<Self>; 2] = [
        Subject::NOTHING,
        Subject {
            name: "a store",
            steps: Self::STEPS,
        },
    ];
}

fn fill<S: Store<Cells>>(bench: &mut Bench<S>) {
    bench.0 = S::open(Cells);
    for number in 0..2 * KEYS {
        let stored = bench
            .0
            .as_mut()
            .and_then(|store| store.put(number % KEYS, &[number; 32]));
        assert!(stored.is_some());
    }
}

fn mount<S: Store<Cells>>(bench: &mut Bench<S>) {
    bench.0 = S::open(black_box(Cells));
}

fn get<S: Store<Cells>>(bench: &mut Bench<S>) {
    let mut value = [0; 256];
    let got = bench
        .0
        .as_mut()
        .and_then(|store| store.get(black_box(5), &mut value));
    assert!(black_box(got) == Some(Some(32)));
}

fn put<S: Store<Cells>>(bench: &mut Bench<S>) {
    let value = black_box([7; 32]);
    let stored = bench
        .0
        .as_mut()
        .and_then(|store| store.put(black_box(5), &value));
    assert!(black_box(stored).is_some());
}

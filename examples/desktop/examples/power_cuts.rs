//! Cuts the power at every unit that any story of the machine writes, with every tear, and then again in the recovery,
//! and once more: `cargo run --release -p camera-desktop --example power_cuts`. The last result is in
//! `camera-hal/STORE.md`.

#[path = "../tests/cuts/mod.rs"]
mod cuts;

use core::sync::atomic::{AtomicUsize, Ordering};
use std::process::ExitCode;
use std::sync::Mutex;
use std::time::Instant;
use std::{env, thread};

use cuts::{Counts, Plan, Tape, cut_work, tape};
use indicatif::{ProgressBar, ProgressStyle};

const PLAN: Plan = Plan {
    random_words: 32,
    units: 1,
    seconds: 5,
    thirds: 16,
};

/// Whatever follows the name: only the stories whose name has that word in it.
fn main() -> ExitCode {
    let only = env::args().nth(1).unwrap_or_default();
    let start = Instant::now();
    let (mut all, mut stories, mut wrong) = (Counts::default(), 0, Vec::new());
    let chosen: Vec<_> = tape::stories()
        .into_iter()
        .filter(|(name, _)| name.contains(&only))
        .collect();
    let bar = ProgressBar::new(chosen.len() as u64).with_style(
        ProgressStyle::with_template("{wide_bar} {pos}/{len} {elapsed_precise} {msg}")
            .expect("a template"),
    );
    for (name, text) in chosen {
        bar.set_message(name.clone());
        match Tape::of(&text).and_then(|tape| cut_story(&tape)) {
            Ok(counts) => {
                all += counts;
                stories += u32::from(counts.cuts > 0);
                if env::var_os("VERBOSE").is_some() {
                    bar.suspend(|| eprintln!("{name}: {counts}"));
                }
            }
            Err(why) => {
                bar.suspend(|| eprintln!("{name}: {why}"));
                wrong.push(name);
            }
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    println!(
        "{stories} stories that write: {all}; {} violations; {} s",
        wrong.len(),
        start.elapsed().as_secs()
    );
    match wrong.is_empty() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}

/// On all processors, piece of work by piece of work.
fn cut_story(tape: &Tape) -> Result<Counts, String> {
    let next = AtomicUsize::new(0);
    let all = Mutex::new(Ok(Counts::default()));
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(work) = tape.works.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let counts = cut_work(tape, work, &PLAN);
                    let mut all = all.lock().expect("no thread panics");
                    match (&mut *all, counts) {
                        (Ok(all), Ok(counts)) => *all += counts,
                        (Ok(_), Err(why)) => *all = Err(why),
                        (Err(_), _) => return,
                    }
                }
            });
        }
    });
    all.into_inner().expect("no thread panics")
}

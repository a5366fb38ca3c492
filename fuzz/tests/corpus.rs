//! Whatever a fuzzer once found is tried again, on a stable compiler: the corpora, and what broke a promise before.

use std::fs;
use std::path::Path;

use fuzz::targets::{ALL, Target};

/// A file that breaks its promise is named by the line that was printed last.
fn replay(folder: &str, (name, target): &Target) -> usize {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join(folder)
        .join(name);
    let Ok(files) = fs::read_dir(&folder) else {
        return 0;
    };
    let mut paths: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    paths.sort();
    for path in &paths {
        println!("{}", path.display());
        target(&fs::read(path).unwrap());
    }
    paths.len()
}

#[test]
fn every_corpus_keeps_its_promise() {
    for target in ALL {
        let count = replay("corpus", target);
        assert!(count > 0, "{} has no corpus", target.0);
    }
}

#[test]
fn what_broke_a_promise_once_does_not_again() {
    for target in ALL {
        replay("regressions", target);
    }
}

#[test]
fn no_input_at_all_is_an_input() {
    for (_, target) in ALL {
        target(&[]);
    }
}

//! Every story of the machine, by name.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../camera-fsm/tests/scenarios");
    println!("cargo:rerun-if-changed={}", folder.display());
    let entries = fs::read_dir(&folder).expect("the folder of the stories");
    let paths = entries.map(|entry| entry.expect("an entry of the folder").path());
    let is_story = |path: &PathBuf| path.extension().is_some_and(|ext| ext == "scenario");
    let mut stories: Vec<_> = paths.filter(is_story).collect();
    stories.sort();
    let mut list = "&[".to_owned();
    for path in &stories {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        write!(list, "({name:?}, include_str!({path:?})),").expect("a string has room");
    }
    list += "]";
    // Cargo does not look into what the linker is told.
    for script in ["thumb.ld", "riscv.ld"] {
        println!("cargo:rerun-if-changed=../measure/{script}");
    }
    let out = env::var_os("OUT_DIR").expect("cargo sets it");
    fs::write(Path::new(&out).join("stories.rs"), list).expect("a file");
}

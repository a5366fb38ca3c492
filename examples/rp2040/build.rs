//! Puts `memory.x` where the linker looks for it, which makes one of functions
//! that are the same.

use std::path::PathBuf;
use std::{env, fs};

fn main() {
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo says it"));
    fs::write(out.join("memory.x"), include_bytes!("memory.x")).expect("the folder is cargo's");
    println!("cargo:rustc-link-search={}", out.display());
    println!("cargo:rustc-link-arg=--icf=all");
    println!("cargo:rerun-if-changed=memory.x");
}

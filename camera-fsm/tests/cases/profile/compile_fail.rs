//! A `const` profile with wrong data does not compile, and the compiler says
//! what is wrong in the words of `ProfileError`.
//!
//! Each case is compiled by the very `rustc` of this test against the very
//! library it is linked to, without a project around it: well under a second.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use camera_fsm::profile::ProfileError;

/// Where cargo puts what this test is made of.
fn dependencies() -> PathBuf {
    let test = std::env::current_exe().expect("the path of this test");
    test.parent().expect("a folder").to_path_buf()
}

/// The newest library of that name: the one that this test was just built with.
/// Not the metadata alone, which a lint leaves there as well.
fn library(name: &str) -> PathBuf {
    let files = std::fs::read_dir(dependencies()).expect("a folder that can be read");
    let files = files.map(|file| file.expect("a file").path());
    let is_it = |path: &PathBuf| {
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        file.starts_with(&format!("lib{name}-")) && file.ends_with(".rlib")
    };
    let age = |path: &PathBuf| {
        let changed = path.metadata().and_then(|data| data.modified());
        changed.unwrap_or(SystemTime::UNIX_EPOCH)
    };
    files.filter(is_it).max_by_key(age).expect("a library")
}

/// What the compiler says of that case, if it is not content with it.
fn compile(case: &str) -> Result<(), String> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/profile/compile_fail");
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc)
        .args(["--edition=2024", "--crate-type=lib", "--emit=metadata"])
        .arg("--out-dir")
        .arg(env!("CARGO_TARGET_TMPDIR"))
        .arg("-L")
        .arg(format!("dependency={}", dependencies().display()))
        .arg("--extern")
        .arg(format!("camera_fsm={}", library("camera_fsm").display()))
        .arg(source.join(case))
        .output()
        .expect("a compiler");
    match output.status.success() {
        true => Ok(()),
        false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
    }
}

#[test]
fn r01_r12_wrong_profiles_do_not_compile() {
    assert_eq!(compile("nothing_wrong.rs"), Ok(()));
    for (case, error) in [
        ("hold_before_debounce.rs", ProfileError::ButtonOrder),
        ("cues_alike.rs", ProfileError::CuesAlike),
        ("unsafe_flash.rs", ProfileError::UnsafeFlash),
    ] {
        let said = compile(case).expect_err(case);
        assert!(said.contains(error.text()), "{case}: {said}");
        let errors = said.lines().filter(|line| line.starts_with("error["));
        assert_eq!(errors.count(), 1, "nothing else is wrong: {said}");
    }
}

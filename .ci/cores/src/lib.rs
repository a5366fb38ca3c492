//! What the crates do, told line by line: on the host, and on the cores of the
//! boards. Both must tell the same.
#![cfg_attr(target_os = "none", no_std)]

/// The tests that are told here say `std` for what is in `alloc`.
#[cfg(target_os = "none")]
#[macro_use]
extern crate alloc as std;

/// The suite that any board can run, and boards that are broken on purpose.
#[allow(dead_code, unused_imports)]
#[path = "../../../camera-hal/tests/conformance/main.rs"]
mod conformance;
mod life;
mod stories;
mod vectors;
#[path = "../../../camera-fsm/tests/world/mod.rs"]
mod world;

use core::fmt::{self, Write};

use conformance::{BROKEN, Wrong};
pub use life::{NoStack, Stack};

/// Tells everything. `stack` looks at the stack of what a camera does.
///
/// # Errors
/// When nothing can be written.
pub fn tell(out: &mut impl Write, stack: &mut impl Stack) -> fmt::Result {
    vectors::tell(out)?;
    life::tell(out, stack)?;
    for wrong in BROKEN
        .iter()
        .map(|(wrong, _)| *wrong)
        .chain([Wrong::Nothing])
    {
        writeln!(out, "conformance {wrong:?}")?;
        let (_, _, says) = conformance::tried(wrong);
        for line in says.lines() {
            writeln!(out, "  {line}")?;
        }
    }
    for (name, story) in stories::ALL {
        writeln!(out, "story {name}")?;
        stories::tell(story, out)?;
    }
    writeln!(out, "end")
}

/// Bytes in hex.
struct Hex<'a>(&'a [u8]);

impl fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

//! What the crates do, told line by line: on the host, and on the cores of the
//! boards. Both must tell the same.
#![cfg_attr(target_os = "none", no_std)]

/// The tests that are told here say `std` for what is in `alloc`.
#[cfg(target_os = "none")]
#[cfg_attr(feature = "pairing", macro_use)]
extern crate alloc as std;

/// The suite that any board can run, and boards that are broken on purpose.
#[cfg(feature = "pairing")]
#[allow(dead_code, unused_imports)]
#[path = "../../../camera-hal/tests/conformance/main.rs"]
mod conformance;
pub mod least;
#[cfg(feature = "pairing")]
mod life;
mod stack;
#[cfg(feature = "pairing")]
mod stories;
#[cfg(feature = "pairing")]
mod vectors;
#[cfg(feature = "pairing")]
#[path = "../../../camera-fsm/tests/world/mod.rs"]
mod world;

#[cfg(feature = "pairing")]
use core::fmt::{self, Write};

#[cfg(feature = "pairing")]
use conformance::{BROKEN, Wrong};
pub use stack::{NoStack, Stack};

/// Tells of the least camera.
#[cfg(not(feature = "pairing"))]
pub use least::tell;

/// Tells everything. `stack` looks at the stack of what a camera does.
///
/// # Errors
/// When nothing can be written.
#[cfg(feature = "pairing")]
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
#[cfg(feature = "pairing")]
struct Hex<'a>(&'a [u8]);

#[cfg(feature = "pairing")]
impl fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

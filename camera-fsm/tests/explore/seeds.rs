//! Faults that are sown on purpose: each must be found.

/// A fault of the machine, or of what it relies on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seed {}

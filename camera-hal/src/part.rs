//! What goes wrong with a part of the board, while the others go on (R61).

/// Why a part did not do what it was asked to. The runner tells the machine
/// which part it was, and again when it works: the LED says that something is
/// wrong, and the diagnosis what. Flash, radio and audio have results of their
/// own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum PartError {
    /// A pin or a sensor cannot be read.
    #[error("it cannot be read")]
    Read,
    /// A pin, a channel or a chip does not take what it is told.
    #[error("it does not take what it is told")]
    Write,
}

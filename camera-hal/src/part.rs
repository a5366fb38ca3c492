//! What goes wrong with a part of the board, while the others go on (R61).

/// Why a part did not do what it was asked to. The runner tells the machine
/// which part it was, and again when it works: the LED says that something is
/// wrong, and the diagnosis what. Flash, radio and audio have results of their
/// own.
///
/// It has no `kind()`: `embedded-hal` gives its errors one so that generic code
/// can tell what drivers' own types mean. The adapters have asked already, and
/// this is the answer: nothing more is done with it than to say which part it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum PartError {
    /// A pin or a sensor cannot be read.
    #[error("it cannot be read")]
    Read,
    /// A pin, a channel or a chip does not take what it is told.
    #[error("it does not take what it is told")]
    Write,
}

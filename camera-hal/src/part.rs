//! What goes wrong with a part of the board, while the others go on (R25, R61).

use camera_fsm::part::Part;

/// Why a part did not do what it was asked to. The runner tells the machine
/// which part it was, and again when it works: the LED says that something is
/// wrong, the diagnosis what, and the console why. Flash, radio, audio and cloud have
/// results of their own.
///
/// It is one type for all parts, so that nothing of it is generic: the adapters have
/// asked the driver's own error for its kind, where it has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum PartError {
    /// A pin or a sensor cannot be read.
    #[error("{}", ErrorKind::Read)]
    Read,
    /// A pin, a channel or a chip does not take what it is told.
    #[error("{}", ErrorKind::Write)]
    Write,
    /// A driver that knows more.
    #[error("{kind} (its driver says {code})")]
    Driver {
        /// What that comes to.
        kind: ErrorKind,
        /// The driver's own reason, as the radio's `driver_code`.
        code: i16,
    },
}

/// What an error comes to, whatever the driver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// It cannot be read.
    #[error("it cannot be read")]
    Read,
    /// It does not take what it is told.
    #[error("it does not take what it is told")]
    Write,
    /// Nobody answers: it is not there, or its cable is not.
    #[error("it does not answer")]
    Missing,
}

impl PartError {
    /// What it comes to, as `embedded-hal` has it for its own errors.
    ///
    /// ```
    /// use camera_hal::part::{ErrorKind, PartError};
    /// let nack = PartError::Driver { kind: ErrorKind::Missing, code: -5 };
    /// assert_eq!(nack.kind(), ErrorKind::Missing);
    /// assert_eq!(nack.to_string(), "it does not answer (its driver says -5)");
    /// assert_eq!(PartError::Read.kind(), ErrorKind::Read);
    /// ```
    #[must_use]
    pub const fn kind(self) -> ErrorKind {
        match self {
            Self::Read => ErrorKind::Read,
            Self::Write => ErrorKind::Write,
            Self::Driver { kind, .. } => kind,
        }
    }
}

/// By what each part has failed last, if it does not work.
pub type PartErrors = [Option<PartError>; Part::ALL.len()];

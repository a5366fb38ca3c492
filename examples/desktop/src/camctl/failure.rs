//! Why a verb did not succeed, as people and programs read it.

use std::io;

use camera_proto::controller::{ControllerError, message};
use camera_proto::message::{Controller, Refused};
use camera_proto::vocab::Refusal;
use serde_json::{Value, json};

use super::link::LinkError;
use super::{hex, words};

/// What went wrong and what to do next.
#[derive(Debug)]
pub struct Failure {
    /// A name for programs: one of [`Refusal::ALL`], or one of camctl's own,
    /// which CLI.md lists.
    pub code: String,
    /// What happened, as a sentence.
    pub message: String,
    /// What to do next, as a sentence; may be empty.
    pub next: String,
    /// The exit code of the process.
    pub exit: u8,
    /// What the camera has said besides.
    pub refused: Option<Refused>,
    /// The key of the controller that holds the head.
    pub holder: Option<String>,
}

impl Failure {
    /// A failure of camctl's own.
    pub fn new(code: &str, message: impl Into<String>, next: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            message: message.into(),
            next: next.into(),
            exit: 1,
            refused: None,
            holder: None,
        }
    }

    /// The command line cannot be meant like that.
    pub fn usage(message: impl Into<String>, next: impl Into<String>) -> Self {
        Self {
            exit: 2,
            ..Self::new("Usage", message, next)
        }
    }

    /// The camera says no.
    #[must_use]
    pub fn refused(refused: Refused) -> Self {
        Self::held(refused, None)
    }

    /// The same. If another controller holds the head it is this one; or, where the list of
    /// them cannot be had, the one of that number in it.
    #[must_use]
    pub fn held(refused: Refused, holder: Option<&Controller>) -> Self {
        let mut message = message(refused.why).to_owned();
        message += &match (holder, refused.holder()) {
            (Some(holder), _) => format!(" It is {}.", words::text(&holder.name)),
            (None, Some(at)) => format!(" It is number {} of the controllers.", at + 1),
            (None, None) => String::new(),
        };
        if refused.attempts_left > 0 {
            message += &format!(" Tries left: {}.", refused.attempts_left);
        }
        message += &match (refused.why, refused.retry_s) {
            (_, 0) => String::new(),
            (Refusal::HELD_BY_OTHER, s) => {
                format!(" It holds it for {s} s more, or for as long as it goes on.")
            }
            (_, s) => format!(" It listens again in {s} s."),
        };
        Self {
            refused: Some(refused),
            holder: holder.map(|holder| hex::encode(&holder.key_id.0)),
            ..Self::new(
                &words::refusal(refused.why),
                message,
                words::advice(refused.why),
            )
        }
    }

    /// The same, found out by camctl itself.
    #[must_use]
    pub fn because(why: Refusal) -> Self {
        Self::refused(Refused::because(why))
    }

    /// The camera does not know our key any more (R32).
    #[must_use]
    pub fn unknown_controller(setup_open: bool) -> Self {
        let next = if setup_open {
            "Pair again: camctl pair"
        } else {
            "Open setup mode: hold the reset button for 2-3 seconds until the LED blinks blue, or switch \
             a camera without one off and on; then pair again: camctl pair"
        };
        let message = "This camera was reset or has revoked this controller.";
        Self::new("UnknownController", message, next)
    }

    /// What answers does not say what a camera says.
    #[must_use]
    pub fn protocol() -> Self {
        LinkError::from(ControllerError::Protocol).into()
    }

    /// The files of the keys cannot be used.
    #[must_use]
    pub fn keys(path: &std::path::Path, error: &io::Error) -> Self {
        let message = format!("The key file {} cannot be used: {error}.", path.display());
        Self::new(
            "Keys",
            message,
            "Check the folder, or choose another by --keys.",
        )
    }

    /// The error as `--json` prints it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut error = json!({
            "code": self.code,
            "message": self.message,
            "next": self.next,
        });
        if let Some(refused) = self.refused {
            let driver_code = match refused.holder() {
                Some(_) => 0,
                None => refused.driver_code.into(),
            };
            let more = [
                ("retry_s", i32::from(refused.retry_s)),
                ("attempts_left", i32::from(refused.attempts_left)),
                ("driver_code", driver_code),
            ];
            for (name, value) in more.into_iter().filter(|(_, value)| *value != 0) {
                error[name] = value.into();
            }
        }
        if let Some(at) = self.refused.and_then(|refused| refused.holder()) {
            error["holder_number"] = (at + 1).into();
        }
        if let Some(holder) = &self.holder {
            error["holder"] = holder.as_str().into();
        }
        json!({ "error": error })
    }
}

impl From<LinkError> for Failure {
    fn from(error: LinkError) -> Self {
        match error {
            LinkError::Unreachable(why) => Self::new(
                "Unreachable",
                why,
                "Check that the camera has power and is on this network. \
                 Offline: use the button on the camera, or what its maker gives instead.",
            ),
            LinkError::Unanswered(why) => Self::new(
                "Undecided",
                why,
                "Look whether the camera has done it: camctl status",
            ),
            LinkError::Controller(ControllerError::Refused(refused)) => Self::refused(refused),
            LinkError::Controller(ControllerError::WrongCode) => Self::because(Refusal::WRONG_CODE),
            LinkError::Controller(ControllerError::WrongKey) => Self::unknown_controller(false),
            LinkError::Controller(error) => Self::new(
                "Protocol",
                format!("This is no camera that camctl can talk to: {error}."),
                "Check the address, or update camctl and the camera.",
            ),
        }
    }
}

/// What a result cannot be written to is not the camera's fault.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        let failure = Self::new(
            "Output",
            format!("The result cannot be written: {error}."),
            "Check where standard output goes.",
        );
        match error.kind() {
            // Whoever reads has enough: `camctl watch | head -1`.
            io::ErrorKind::BrokenPipe => Self { exit: 0, ..failure },
            _ => failure,
        }
    }
}

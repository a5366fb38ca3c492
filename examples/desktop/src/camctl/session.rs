//! Which camera, which key, and the way to it.

use core::time::Duration;

use camera_proto::controller::{ControllerError, Patience};
use camera_proto::vocab::{PairingSecret, Refusal};

use super::args::Global;
use super::failure::Failure;
use super::keys::{self, Key, Keys};
use super::link::{Link, LinkError};
use super::output::Output;
use super::stream::with_port;

/// What every verb works with.
#[derive(Debug)]
pub struct Context {
    /// How to print.
    pub output: Output,
    /// Where the keys are.
    pub keys: Keys,
    /// How long to wait, if the command line says so.
    pub timeout: Option<Duration>,
    connect: Option<String>,
}

/// An open link to a camera that knows us.
#[derive(Debug)]
pub struct Session {
    /// The link.
    pub link: Link,
    /// The key that opened it.
    pub key: Key,
}

impl Context {
    /// What the command line asks for.
    ///
    /// # Errors
    /// When there is no place for keys.
    pub fn new(global: Global) -> Result<Self, Failure> {
        Ok(Self {
            output: Output { json: global.json },
            keys: Keys::new(global.keys)?,
            timeout: global.timeout,
            connect: global.connect,
        })
    }

    /// How long to wait for an ordinary answer.
    #[must_use]
    pub fn answer_timeout(&self) -> Duration {
        self.timeout.unwrap_or(Duration::from_secs(10))
    }

    /// How long to wait for what. A lost link is an error to tell, at once.
    #[must_use]
    pub fn patience(&self) -> Patience {
        let ms = |duration: Duration| u32::try_from(duration.as_millis()).unwrap_or(u32::MAX);
        let or = |default| self.timeout.map_or(default, ms);
        Patience {
            answer_ms: ms(self.answer_timeout()),
            scan_ms: or(15_000),
            setup_ms: or(60_000).min(60_000),
            return_ms: 0,
        }
    }

    /// Where the camera is: as the command line says, or where it was paired.
    ///
    /// # Errors
    /// When neither is known.
    pub fn address(&self) -> Result<Option<String>, Failure> {
        match &self.connect {
            Some(address) => Ok(Some(with_port(address))),
            None => Ok(self.keys.default()?.map(|default| default.address)),
        }
    }

    /// Opens a session with the key of an earlier pairing.
    ///
    /// # Errors
    /// When the camera is unknown, unreachable, or does not know us any more.
    pub fn open(&self) -> Result<Session, Failure> {
        self.open_with(self.patience())
    }

    /// The same with another patience.
    ///
    /// # Errors
    /// When the camera is unknown, unreachable, or does not know us any more.
    pub fn open_with(&self, patience: Patience) -> Result<Session, Failure> {
        let address = self.address()?.ok_or_else(|| {
            let message = "No camera is paired yet.";
            Failure::new(
                "NotPaired",
                message,
                "Find it: camctl discover. Then pair: camctl pair --connect HOST",
            )
        })?;
        let _waiting = self.output.waiting("Waiting for the camera");
        let (mut link, hello) = Link::open(&address, PairingSecret::CODE, patience)?;
        let key = self.keys.find(&hello)?.ok_or_else(|| {
            let camera = keys::file_name(&hello.model, hello.discriminator);
            let message = format!("There is no key for the camera {camera} at {address}.");
            Failure::new(
                "NotPaired",
                message,
                format!("Pair: camctl pair --connect {address}"),
            )
        })?;
        match link.resume(key.key_id, &key.key) {
            Ok(()) => Ok(Session { link, key }),
            Err(error) if knows_us_no_more(&error) => {
                // Anybody on the way could have said so; a key is only given
                // up for a camera that waits to be set up anew.
                if hello.setup_open {
                    self.keys.forget(&key)?;
                }
                Err(Failure::unknown_controller(hello.setup_open))
            }
            Err(error) => Err(error.into()),
        }
    }
}

fn knows_us_no_more(error: &LinkError) -> bool {
    match error {
        LinkError::Controller(ControllerError::WrongKey) => true,
        LinkError::Controller(ControllerError::Refused(refused)) => {
            refused.why == Refusal::UNKNOWN_CONTROLLER
        }
        _ => false,
    }
}

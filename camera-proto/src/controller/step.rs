//! What goes into the controller, and what comes out of it.

use super::ControllerError;
use crate::message::{Enrolled, HelloReply, Notice, Reply, Request};
use crate::pairing::SetupCode;
use crate::vocab::{ControllerName, KeyId, PairingSecret, Status};

/// How long to wait for things, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// For an ordinary answer, and for a connection.
    pub answer_ms: u32,
    /// For a scan: each channel is listened to for a while.
    pub scan_ms: u32,
    /// For a setup, from the request to an address.
    pub setup_ms: u32,
    /// For a camera that is gone to come back; 0 gives up at once.
    pub return_ms: u32,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            answer_ms: 5_000,
            scan_ms: 15_000,
            setup_ms: 90_000,
            return_ms: 60_000,
        }
    }
}

/// Something that happened, at the instant given with it.
pub enum Input<'a, 'b> {
    /// Nothing but time.
    Tick,
    /// Reach the camera and greet it; say by what you may want to pair.
    Reach(PairingSecret),
    /// After its hello: pair by that code, and enrol by that name.
    Pair(&'a SetupCode, &'a ControllerName),
    /// After its hello: open a session by that key.
    Resume(KeyId, &'a [u8; 32]),
    /// Ask that, one at a time.
    Ask(&'a Request),
    /// Hang up.
    Leave,
    /// The stream to the camera is open.
    Connected,
    /// The stream is gone, or could not be opened.
    Disconnected,
    /// Bytes came. One message is taken from their front: come back with the rest.
    Received(&'a mut &'b [u8]),
}

/// What to do now.
#[derive(Debug, Default)]
#[must_use]
pub struct Step {
    /// So many bytes of the output buffer go out, of a message of this kind.
    pub send: Option<(usize, u8)>,
    /// What to do with the stream, before anything is sent.
    pub action: Option<Action>,
    /// What the app should know.
    pub told: Option<Told>,
    /// The kind of message that came.
    pub heard: Option<u8>,
    /// When to come back, if nothing happens until then.
    pub wake_at_ms: Option<u64>,
}

/// What to do with the stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Drop it if there is one, and open another; then say `Connected` or
    /// `Disconnected`.
    Connect,
    /// Drop it.
    HangUp,
}

/// What the app should know.
#[derive(Debug)]
pub enum Told {
    /// The camera says who it is: pair or resume.
    Hello(HelloReply),
    /// Paired: keep that key. Ask away.
    Enrolled(Enrolled),
    /// The session is open: ask away.
    Open,
    /// An answer to what was asked. The last one is a terminal reply.
    Reply(Reply),
    /// The link was lost, and nobody knows whether the camera has done it.
    Unanswered,
    /// A watched camera, as it is now: at first, and after lost notices.
    Snapshot(Status),
    /// What has changed.
    Notice(Notice),
    /// That cannot be asked now.
    NotNow,
    /// It is over.
    Ended(ControllerError),
}

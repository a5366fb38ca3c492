//! What the two sides say. The app sends a [`Request`]; the camera answers
//! each with exactly one terminal [`Reply`], before it any number of items of
//! a list; and it tells what changed by a [`Notice`].
//!
//! Append-only: a layout never changes, growth is a new kind (see
//! [`version`](crate::version)).
//!
//! | kind | request | since | terminal reply |
//! | --- | --- | --- | --- |
//! | `0x01` | `Hello` | 1 | `Hello` |
//! | `0x02` | `PairShare` | 1 | `PairShare` |
//! | `0x03` | `PairConfirm` | 1 | `Done`, then the link is sealed |
//! | `0x04` | `SessionOpen` | 1 | `SessionOpen`, then the link is sealed |
//! | `0x10` | `Enroll` | 1 | `Enrolled` |
//! | `0x11` | `Status` | 1 | `Status` |
//! | `0x12` | `Watch` | 1 | `Status`, then notices |
//! | `0x13` | `Scan` | 1 | `Network`…, `Done` |
//! | `0x14` | `Provision` | 1 | `Done` once the camera is online |
//! | `0x15` | `Restart` | 1 | `Done` |
//! | `0x16` | `Identify` | 1 | `Done` |
//! | `0x17` | `MoveAbsolute` | 1 | `Moving` |
//! | `0x18` | `MoveRelative` | 1 | `Moving` |
//! | `0x19` | `MoveContinuous` | 1 | `Moving` |
//! | `0x1a` | `Stop` | 1 | `Moving` |
//! | `0x1b` | `Home` | 1 | `Moving` |
//! | `0x20` | `ResetRequest` | 1 | `LossList` |
//! | `0x21` | `ResetConfirm` | 1 | `Done`, before anything is erased |
//! | `0x22` | `Receipt` | 1 | `Receipt` |
//! | `0x23` | `Controllers` | 1 | `Controller`…, `Done` |
//! | `0x24` | `Revoke` | 1 | `Done` |
//!
//! Any of them may instead be answered `Refused`. Kinds `0x01`–`0x04` travel
//! in clear, because they make the keys; all others only sealed.

use heapless::Vec;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::vocab::{
    Band, Bssid, Cdeg, ControllerName, Direction, KeyId, LossItem, Network, Passphrase, Receipt,
    Refusal, ResetScope, ResetToken, Role, Security, Ssid, Status,
};

/// The longest body of a message, in bytes.
pub const MAX_BODY: usize = 224;

/// The numbers that stand for messages on the wire.
pub mod kind {
    #![allow(missing_docs, reason = "each is named after its message")]
    pub const HELLO: u8 = 0x01;
    pub const PAIR_SHARE: u8 = 0x02;
    pub const PAIR_CONFIRM: u8 = 0x03;
    pub const SESSION_OPEN: u8 = 0x04;
    pub const ENROLL: u8 = 0x10;
    pub const STATUS: u8 = 0x11;
    pub const WATCH: u8 = 0x12;
    pub const SCAN: u8 = 0x13;
    pub const PROVISION: u8 = 0x14;
    pub const RESTART: u8 = 0x15;
    pub const IDENTIFY: u8 = 0x16;
    pub const MOVE_ABSOLUTE: u8 = 0x17;
    pub const MOVE_RELATIVE: u8 = 0x18;
    pub const MOVE_CONTINUOUS: u8 = 0x19;
    pub const STOP: u8 = 0x1a;
    pub const HOME: u8 = 0x1b;
    pub const RESET_REQUEST: u8 = 0x20;
    pub const RESET_CONFIRM: u8 = 0x21;
    pub const RECEIPT: u8 = 0x22;
    pub const CONTROLLERS: u8 = 0x23;
    pub const REVOKE: u8 = 0x24;
    /// A sealed frame: its body is another kind, id and body, encrypted.
    pub const SEALED: u8 = 0x7f;
    pub const REPLY_HELLO: u8 = 0x81;
    pub const REPLY_PAIR_SHARE: u8 = 0x82;
    pub const REPLY_SESSION_OPEN: u8 = 0x84;
    pub const REPLY_ENROLLED: u8 = 0x90;
    pub const REPLY_STATUS: u8 = 0x91;
    pub const REPLY_NETWORK: u8 = 0x93;
    pub const REPLY_MOVING: u8 = 0x97;
    pub const REPLY_LOSS_LIST: u8 = 0xa0;
    pub const REPLY_RECEIPT: u8 = 0xa2;
    pub const REPLY_CONTROLLER: u8 = 0xa3;
    pub const NOTICE_STATUS: u8 = 0xe0;
    pub const REPLY_DONE: u8 = 0xfe;
    pub const REPLY_REFUSED: u8 = 0xff;
}

/// What an app asks of a camera.
#[derive(Debug, PartialEq, Eq)]
pub enum Request {
    /// Who are you, and what do you speak? The first message of a link.
    Hello(Hello),
    /// SPAKE2+ `shareP` (RFC 9383, section 3.3).
    PairShare(PairShare),
    /// SPAKE2+ `confirmP` (RFC 9383, section 3.4).
    PairConfirm(PairConfirm),
    /// Opens a session with a key from an earlier pairing.
    SessionOpen(SessionOpen),
    /// After pairing: make me a controller with a key of my own (R49).
    Enroll(Enroll),
    /// How are you?
    Status,
    /// Tell me whenever your status changes.
    Watch,
    /// Which networks do you hear (R41)?
    Scan,
    /// Join this network (R42).
    Provision(Provision),
    /// Restart; nothing is erased (R34).
    Restart,
    /// Blink, so that a person finds you (R82).
    Identify(Identify),
    /// Point there (R60).
    MoveAbsolute(MoveAbsolute),
    /// Turn by that much (R60).
    MoveRelative(MoveRelative),
    /// Turn until told otherwise, or until the lease runs out (R60, R62).
    MoveContinuous(MoveContinuous),
    /// Stop moving (R60).
    Stop,
    /// Point straight ahead (R60).
    Home,
    /// What would a reset erase (R30)?
    ResetRequest(ResetRequest),
    /// Erase it (R30).
    ResetConfirm(ResetConfirm),
    /// Show the receipt of the last reset (R32).
    Receipt,
    /// Who may control you (R49)?
    Controllers,
    /// Forget that controller (R49).
    Revoke(Revoke),
}

/// What a camera answers.
#[derive(Debug, PartialEq, Eq)]
pub enum Reply {
    /// To `Hello`.
    Hello(HelloReply),
    /// To `PairShare`.
    PairShare(PairShareReply),
    /// To `SessionOpen`.
    SessionOpen(SessionOpenReply),
    /// To `Enroll`.
    Enrolled(Enrolled),
    /// To `Status` and `Watch`.
    Status(Status),
    /// An item of `Scan`.
    Network(Network),
    /// To every request that moves the head.
    Moving(Moving),
    /// To `ResetRequest`.
    LossList(LossList),
    /// To `Receipt`.
    Receipt(Option<Receipt>),
    /// An item of `Controllers`.
    Controller(Controller),
    /// It is done.
    Done,
    /// It is not, and this is why.
    Refused(Refused),
}

/// What a camera says by itself to who watches it. The id of its frame counts
/// up; a gap means that some were lost, so ask `Watch` again.
#[derive(Debug, PartialEq, Eq)]
pub enum Notice {
    /// The whole status, whenever a part of it has changed.
    Status(Status),
}

/// Body of [`Request::Hello`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// The oldest version the app speaks.
    pub min_version: u8,
    /// The newest version the app speaks.
    pub max_version: u8,
}

/// Body of [`Reply::Hello`]: all that a stranger learns (design 5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HelloReply {
    /// The version both will speak; 0 when there is none.
    pub version: u8,
    /// The model's name, UTF-8.
    pub model: Vec<u8, 24>,
    /// Tells cameras of one model apart: 16 bits, also in the name of the
    /// temporary network.
    pub discriminator: u16,
    /// Whether the setup window is open, so that pairing can succeed.
    pub setup_open: bool,
    /// Salt of the label code's PBKDF2-HMAC-SHA256.
    pub salt: [u8; 16],
    /// Iterations of the same; an app refuses too few or too many.
    pub iterations: u32,
}

/// Body of [`Request::PairShare`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairShare {
    /// Uncompressed SEC1 point of P-256.
    #[serde(with = "big_array")]
    pub share_p: [u8; 65],
}

/// Body of [`Reply::PairShare`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairShareReply {
    /// Uncompressed SEC1 point of P-256.
    #[serde(with = "big_array")]
    pub share_v: [u8; 65],
    /// The camera's key confirmation.
    pub confirm_v: [u8; 32],
}

/// Body of [`Request::PairConfirm`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairConfirm {
    /// The app's key confirmation.
    pub confirm_p: [u8; 32],
}

/// Body of [`Request::SessionOpen`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionOpen {
    /// Which key.
    pub key_id: KeyId,
    /// First message of Noise NNpsk0, with no payload.
    #[serde(with = "big_array")]
    pub noise: [u8; 48],
}

/// Body of [`Reply::SessionOpen`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionOpenReply {
    /// Second message of Noise NNpsk0, with no payload.
    #[serde(with = "big_array")]
    pub noise: [u8; 48],
}

/// Body of [`Request::Enroll`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enroll {
    /// What the controller calls itself.
    pub name: ControllerName,
}

/// Body of [`Reply::Enrolled`].
#[derive(PartialEq, Eq, Serialize, Deserialize, zeroize::ZeroizeOnDrop)]
pub struct Enrolled {
    /// Names the key.
    #[zeroize(skip)]
    pub key_id: KeyId,
    /// The key for later sessions: keep it secret.
    pub key: [u8; 32],
    /// What the controller may do.
    #[zeroize(skip)]
    pub role: Role,
    /// The ownership epoch: another one later means "this camera was reset" (R32).
    #[zeroize(skip)]
    pub epoch: u32,
}

impl core::fmt::Debug for Enrolled {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Enrolled({:?}, {:?})", self.key_id, self.role)
    }
}

/// Body of [`Request::Provision`]: always the same size on the wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provision {
    /// The network's name.
    #[serde(with = "crate::vocab::padded_ssid")]
    pub ssid: Ssid,
    /// Its password.
    #[serde(with = "crate::vocab::padded_passphrase")]
    pub passphrase: Passphrase,
    /// The security to insist on, or `None` to take what the network offers.
    /// There is no downgrade: `Some` joins nothing weaker.
    pub security: Option<Security>,
    /// Only this access point.
    pub bssid: Option<Bssid>,
    /// The network does not announce its name.
    pub hidden: bool,
    /// Be content with an address, without internet behind it.
    pub allow_no_internet: bool,
    /// Where the controller itself has seen that name.
    pub seen_on: Band,
}

/// Body of [`Request::Identify`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identify {
    /// For how long, in seconds; 0 stops.
    pub seconds: u8,
}

/// Body of [`Request::MoveAbsolute`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoveAbsolute {
    /// Where to, left to right; `None` leaves that axis.
    pub pan: Option<Cdeg>,
    /// Where to, down to up; `None` leaves that axis.
    pub tilt: Option<Cdeg>,
}

/// Body of [`Request::MoveRelative`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoveRelative {
    /// By how much, left to right.
    pub pan: Cdeg,
    /// By how much, down to up.
    pub tilt: Cdeg,
}

/// Body of [`Request::MoveContinuous`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoveContinuous {
    /// Left or right.
    pub pan: Direction,
    /// Down or up.
    pub tilt: Direction,
    /// The head stops this many milliseconds after the request unless it is
    /// sent again (R62).
    pub lease_ms: u16,
}

/// Body of [`Request::ResetRequest`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResetRequest {
    /// How much to erase.
    pub scope: ResetScope,
}

/// Body of [`Request::ResetConfirm`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResetConfirm {
    /// From the loss list: single use, 60 s, this session only.
    pub token: ResetToken,
}

/// Body of [`Request::Revoke`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revoke {
    /// Whose key dies.
    pub key_id: KeyId,
}

/// Body of [`Reply::Moving`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moving {
    /// Where pan will end.
    pub pan: Cdeg,
    /// Where tilt will end.
    pub tilt: Cdeg,
    /// In how many milliseconds the head will be there.
    pub arrives_in_ms: u32,
}

/// Body of [`Reply::LossList`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LossList {
    /// Confirms this list, once, within 60 s, from this session.
    pub token: ResetToken,
    /// What the reset will erase.
    pub items: Vec<LossItem, 8>,
}

/// Body of [`Reply::Controller`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Controller {
    /// Names its key.
    pub key_id: KeyId,
    /// What it calls itself.
    pub name: ControllerName,
    /// What it may do.
    pub role: Role,
    /// Whether it is the one who asks.
    pub is_you: bool,
}

/// Body of [`Reply::Refused`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// Why.
    pub why: Refusal,
    /// When it makes sense to ask again, in seconds; 0 when waiting does not help.
    pub retry_s: u16,
    /// How many more tries there are, where tries are counted; else 0.
    pub attempts_left: u8,
    /// The radio driver's own reason code; 0 when there is none.
    pub driver_code: i16,
}

impl Refused {
    /// A refusal with nothing more to say.
    #[must_use]
    pub const fn because(why: Refusal) -> Self {
        Self {
            why,
            retry_s: 0,
            attempts_left: 0,
            driver_code: 0,
        }
    }
}

/// A body that does not become a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The kind is not known to this version: answer `Unsupported`.
    #[error("message kind {0:#04x} is not known")]
    UnknownKind(u8),
    /// The body does not parse, has bytes left over, or is not the one
    /// canonical encoding of its value.
    #[error("the body of message kind {0:#04x} is malformed")]
    Malformed(u8),
}

/// The message does not fit the room it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the message does not fit")]
pub struct TooLong;

impl Request {
    /// The kind of this message on the wire.
    #[must_use]
    pub const fn kind(&self) -> u8 {
        match self {
            Self::Hello(_) => kind::HELLO,
            Self::PairShare(_) => kind::PAIR_SHARE,
            Self::PairConfirm(_) => kind::PAIR_CONFIRM,
            Self::SessionOpen(_) => kind::SESSION_OPEN,
            Self::Enroll(_) => kind::ENROLL,
            Self::Status => kind::STATUS,
            Self::Watch => kind::WATCH,
            Self::Scan => kind::SCAN,
            Self::Provision(_) => kind::PROVISION,
            Self::Restart => kind::RESTART,
            Self::Identify(_) => kind::IDENTIFY,
            Self::MoveAbsolute(_) => kind::MOVE_ABSOLUTE,
            Self::MoveRelative(_) => kind::MOVE_RELATIVE,
            Self::MoveContinuous(_) => kind::MOVE_CONTINUOUS,
            Self::Stop => kind::STOP,
            Self::Home => kind::HOME,
            Self::ResetRequest(_) => kind::RESET_REQUEST,
            Self::ResetConfirm(_) => kind::RESET_CONFIRM,
            Self::Receipt => kind::RECEIPT,
            Self::Controllers => kind::CONTROLLERS,
            Self::Revoke(_) => kind::REVOKE,
        }
    }

    /// Writes the body and says how long it is, in bytes.
    ///
    /// # Errors
    /// When `out` is too small; [`MAX_BODY`] always suffices.
    pub fn encode(&self, out: &mut [u8]) -> Result<usize, TooLong> {
        match self {
            Self::Hello(body) => encode(body, out),
            Self::PairShare(body) => encode(body, out),
            Self::PairConfirm(body) => encode(body, out),
            Self::SessionOpen(body) => encode(body, out),
            Self::Enroll(body) => encode(body, out),
            Self::Provision(body) => encode(body, out),
            Self::Identify(body) => encode(body, out),
            Self::MoveAbsolute(body) => encode(body, out),
            Self::MoveRelative(body) => encode(body, out),
            Self::MoveContinuous(body) => encode(body, out),
            Self::ResetRequest(body) => encode(body, out),
            Self::ResetConfirm(body) => encode(body, out),
            Self::Revoke(body) => encode(body, out),
            Self::Status
            | Self::Watch
            | Self::Scan
            | Self::Restart
            | Self::Stop
            | Self::Home
            | Self::Receipt
            | Self::Controllers => Ok(0),
        }
    }

    /// Reads a body.
    ///
    /// # Errors
    /// When the kind is unknown, or the body malformed.
    pub fn decode(kind: u8, body: &[u8]) -> Result<Self, DecodeError> {
        let request = match kind {
            kind::HELLO => decode(body).map(Self::Hello),
            kind::PAIR_SHARE => decode(body).map(Self::PairShare),
            kind::PAIR_CONFIRM => decode(body).map(Self::PairConfirm),
            kind::SESSION_OPEN => decode(body).map(Self::SessionOpen),
            kind::ENROLL => decode(body).map(Self::Enroll),
            kind::STATUS => empty(body, Self::Status),
            kind::WATCH => empty(body, Self::Watch),
            kind::SCAN => empty(body, Self::Scan),
            kind::PROVISION => decode(body).map(Self::Provision),
            kind::RESTART => empty(body, Self::Restart),
            kind::IDENTIFY => decode(body).map(Self::Identify),
            kind::MOVE_ABSOLUTE => decode(body).map(Self::MoveAbsolute),
            kind::MOVE_RELATIVE => decode(body).map(Self::MoveRelative),
            kind::MOVE_CONTINUOUS => decode(body).map(Self::MoveContinuous),
            kind::STOP => empty(body, Self::Stop),
            kind::HOME => empty(body, Self::Home),
            kind::RESET_REQUEST => decode(body).map(Self::ResetRequest),
            kind::RESET_CONFIRM => decode(body).map(Self::ResetConfirm),
            kind::RECEIPT => empty(body, Self::Receipt),
            kind::CONTROLLERS => empty(body, Self::Controllers),
            kind::REVOKE => decode(body).map(Self::Revoke),
            unknown => return Err(DecodeError::UnknownKind(unknown)),
        };
        request.ok_or(DecodeError::Malformed(kind))
    }
}

impl Reply {
    /// The kind of this message on the wire.
    #[must_use]
    pub const fn kind(&self) -> u8 {
        match self {
            Self::Hello(_) => kind::REPLY_HELLO,
            Self::PairShare(_) => kind::REPLY_PAIR_SHARE,
            Self::SessionOpen(_) => kind::REPLY_SESSION_OPEN,
            Self::Enrolled(_) => kind::REPLY_ENROLLED,
            Self::Status(_) => kind::REPLY_STATUS,
            Self::Network(_) => kind::REPLY_NETWORK,
            Self::Moving(_) => kind::REPLY_MOVING,
            Self::LossList(_) => kind::REPLY_LOSS_LIST,
            Self::Receipt(_) => kind::REPLY_RECEIPT,
            Self::Controller(_) => kind::REPLY_CONTROLLER,
            Self::Done => kind::REPLY_DONE,
            Self::Refused(_) => kind::REPLY_REFUSED,
        }
    }

    /// Whether this ends its request; items of a list do not.
    #[must_use]
    pub const fn is_terminal(&self) -> bool {
        !matches!(self, Self::Network(_) | Self::Controller(_))
    }

    /// Writes the body and says how long it is, in bytes.
    ///
    /// # Errors
    /// When `out` is too small; [`MAX_BODY`] always suffices.
    pub fn encode(&self, out: &mut [u8]) -> Result<usize, TooLong> {
        match self {
            Self::Hello(body) => encode(body, out),
            Self::PairShare(body) => encode(body, out),
            Self::SessionOpen(body) => encode(body, out),
            Self::Enrolled(body) => encode(body, out),
            Self::Status(body) => encode(body, out),
            Self::Network(body) => encode(body, out),
            Self::Moving(body) => encode(body, out),
            Self::LossList(body) => encode(body, out),
            Self::Receipt(body) => encode(body, out),
            Self::Controller(body) => encode(body, out),
            Self::Done => Ok(0),
            Self::Refused(body) => encode(body, out),
        }
    }

    /// Reads a body.
    ///
    /// # Errors
    /// When the kind is unknown, or the body malformed.
    pub fn decode(kind: u8, body: &[u8]) -> Result<Self, DecodeError> {
        let reply = match kind {
            kind::REPLY_HELLO => decode(body).map(Self::Hello),
            kind::REPLY_PAIR_SHARE => decode(body).map(Self::PairShare),
            kind::REPLY_SESSION_OPEN => decode(body).map(Self::SessionOpen),
            kind::REPLY_ENROLLED => decode(body).map(Self::Enrolled),
            kind::REPLY_STATUS => decode(body).map(Self::Status),
            kind::REPLY_NETWORK => decode(body).map(Self::Network),
            kind::REPLY_MOVING => decode(body).map(Self::Moving),
            kind::REPLY_LOSS_LIST => decode(body).map(Self::LossList),
            kind::REPLY_RECEIPT => decode(body).map(Self::Receipt),
            kind::REPLY_CONTROLLER => decode(body).map(Self::Controller),
            kind::REPLY_DONE => empty(body, Self::Done),
            kind::REPLY_REFUSED => decode(body).map(Self::Refused),
            unknown => return Err(DecodeError::UnknownKind(unknown)),
        };
        reply.ok_or(DecodeError::Malformed(kind))
    }
}

impl Notice {
    /// The kind of this message on the wire.
    #[must_use]
    pub const fn kind(&self) -> u8 {
        match self {
            Self::Status(_) => kind::NOTICE_STATUS,
        }
    }

    /// Writes the body and says how long it is, in bytes.
    ///
    /// # Errors
    /// When `out` is too small; [`MAX_BODY`] always suffices.
    pub fn encode(&self, out: &mut [u8]) -> Result<usize, TooLong> {
        match self {
            Self::Status(body) => encode(body, out),
        }
    }

    /// Reads a body.
    ///
    /// # Errors
    /// When the kind is unknown, or the body malformed.
    pub fn decode(kind: u8, body: &[u8]) -> Result<Self, DecodeError> {
        match kind {
            kind::NOTICE_STATUS => decode(body)
                .map(Self::Status)
                .ok_or(DecodeError::Malformed(kind)),
            unknown => Err(DecodeError::UnknownKind(unknown)),
        }
    }
}

fn encode<B: Serialize>(body: &B, out: &mut [u8]) -> Result<usize, TooLong> {
    match postcard::to_slice(body, out) {
        Ok(written) => Ok(written.len()),
        Err(_) => Err(TooLong),
    }
}

/// Postcard accepts trailing bytes and padded varints; one message must have
/// one encoding, so what was read is written again and compared.
fn decode<B: Serialize + DeserializeOwned>(body: &[u8]) -> Option<B> {
    let (message, rest) = postcard::take_from_bytes::<B>(body).ok()?;
    let same = postcard::serialize_with_flavor(&message, Compare(body));
    (rest.is_empty() && same == Ok(true)).then_some(message)
}

fn empty<M>(body: &[u8], message: M) -> Option<M> {
    body.is_empty().then_some(message)
}

/// Takes the bytes of an encoding and compares them with those expected.
struct Compare<'a>(&'a [u8]);

impl postcard::ser_flavors::Flavor for Compare<'_> {
    type Output = bool;

    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        match self.0.split_first() {
            Some((expected, rest)) if *expected == byte => {
                self.0 = rest;
                Ok(())
            }
            _ => Err(postcard::Error::SerializeBufferFull),
        }
    }

    fn finalize(self) -> postcard::Result<bool> {
        Ok(self.0.is_empty())
    }
}

/// serde derives arrays up to 32; longer ones go as that many single bytes,
/// which is the same encoding.
mod big_array {
    use core::fmt;

    use serde::de::{Deserializer, Error, SeqAccess, Visitor};
    use serde::ser::{SerializeTuple, Serializer};

    pub(super) fn serialize<S: Serializer, const N: usize>(
        bytes: &[u8; N],
        to: S,
    ) -> Result<S::Ok, S::Error> {
        let mut tuple = to.serialize_tuple(N)?;
        for byte in bytes {
            tuple.serialize_element(byte)?;
        }
        tuple.end()
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>, const N: usize>(
        from: D,
    ) -> Result<[u8; N], D::Error> {
        struct Bytes<const N: usize>;

        impl<'de, const N: usize> Visitor<'de> for Bytes<N> {
            type Value = [u8; N];

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{N} bytes")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<[u8; N], A::Error> {
                let mut bytes = [0; N];
                for byte in &mut bytes {
                    *byte = from
                        .next_element()?
                        .ok_or_else(|| A::Error::custom("too short"))?;
                }
                Ok(bytes)
            }
        }

        from.deserialize_tuple(N, Bytes::<N>)
    }
}

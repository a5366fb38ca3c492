//! A camera that is built without pairing: it says so to everybody, and lets
//! nobody in.

use camera_fsm::input::{Ask, ClientId};
use camera_proto::codec::TooLong;
use camera_proto::frame::Frame;
use camera_proto::message::{Hello, Refused, Reply, Request};
use camera_proto::vocab::{PairingSecret, Refusal, Role};
use rand_core::CryptoRng;

use super::Scene;

#[derive(Debug)]
pub(super) struct Door;

#[allow(dead_code, reason = "the same shape as the door that opens")]
pub(super) enum Heard {
    Ask(Ask),
    Refuse(Refusal),
    Work,
}

#[allow(dead_code, reason = "the same shape as the door that opens")]
pub(super) enum Worked {
    Reply(u16, Reply),
    WrongCode(u16),
    Nothing,
}

/// There is none to compute.
#[derive(Debug)]
pub struct Handshake(());

/// There is none that was computed.
#[derive(Debug)]
pub struct Computed(());

#[allow(dead_code, reason = "the same shape as the door that opens")]
pub(super) struct Ticket {
    pub(super) client: ClientId,
    pub(super) number: u32,
}

impl Handshake {
    /// Nobody gets one.
    #[must_use]
    pub fn compute(self, _rng: &mut impl CryptoRng) -> Computed {
        Computed(())
    }
}

impl Computed {
    pub(super) const fn client(&self) -> ClientId {
        ClientId(0)
    }
}

impl Door {
    pub(super) const fn new() -> Self {
        Self
    }

    pub(super) const fn is_open(&self) -> bool {
        false
    }

    pub(super) const fn role(&self) -> Role {
        Role::STRANGER
    }

    pub(super) const fn secret(&self) -> PairingSecret {
        PairingSecret::CODE
    }

    pub(super) const fn set_role(&mut self, _to: Role) {}

    pub(super) const fn key_place(&self) -> Option<u8> {
        None
    }

    pub(super) const fn is_due(&self) -> bool {
        false
    }

    pub(super) const fn is_computing(&self) -> bool {
        false
    }

    pub(super) fn open<'f>(&mut self, _frame: Frame<'f>) -> Option<Frame<'f>> {
        None
    }

    pub(super) fn seal(
        &mut self,
        _kind: u8,
        _id: u16,
        _encode: impl FnOnce(&mut [u8]) -> Result<usize, TooLong>,
        _frame: &mut [u8],
    ) -> Result<usize, TooLong> {
        Err(TooLong)
    }

    pub(super) const fn is_spent(&self) -> bool {
        false
    }

    pub(super) const fn has_greeted(&self) -> bool {
        false
    }

    pub(super) fn greet<F, R>(
        &mut self,
        _hello: &Hello,
        _body: &[u8],
        _scene: &mut Scene<'_, F, R>,
    ) -> Option<Reply> {
        Some(Reply::Refused(Refused::because(Refusal::UNSUPPORTED)))
    }

    pub(super) fn handshake(&mut self, _id: u16, _request: Request) -> Heard {
        Heard::Refuse(Refusal::UNSUPPORTED)
    }

    pub(super) fn share_is_due(&mut self, _id: u16) -> bool {
        false
    }

    pub(super) fn answered(&mut self, _id: u16, _reply: &Reply) {}

    pub(super) fn enrolled<F, R>(
        &mut self,
        _client: ClientId,
        _granted: Role,
        _scene: &mut Scene<'_, F, R>,
    ) -> bool {
        false
    }

    pub(super) fn take<F, R>(
        &mut self,
        _ticket: Ticket,
        _scene: &mut Scene<'_, F, R>,
    ) -> Option<Handshake> {
        None
    }

    pub(super) fn computed(&mut self, _computed: Computed) -> Worked {
        Worked::Nothing
    }
}

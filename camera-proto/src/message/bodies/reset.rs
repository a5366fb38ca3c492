//! Factory reset by a controller (R30–R33).

use heapless::Vec;
use serde::{Deserialize, Serialize};

use crate::vocab::{LossItem, LossKind, NAME_MAX, ResetScope, ResetToken};

/// Body of [`Request::ResetRequest`](crate::message::Request::ResetRequest).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResetRequest {
    /// How much to erase.
    pub scope: ResetScope,
}

/// Body of [`Request::ResetConfirm`](crate::message::Request::ResetConfirm).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResetConfirm {
    /// From the loss list: single use, 60 s, this session only.
    pub token: ResetToken,
}

/// Body of [`Reply::LossList`](crate::message::Reply::LossList).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LossList {
    /// Confirms this list, once, within 60 s, from this session.
    pub token: ResetToken,
    /// What the reset will erase.
    pub items: Vec<LossItem, 8>,
}

/// Body of [`Request::Losses`](crate::message::Request::Losses).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Losses {
    /// A line of the loss list.
    pub kind: LossKind,
    /// How many items to leave out: 0, or what the last page's end said.
    pub from: u16,
}

/// Body of [`Reply::Loss`](crate::message::Reply::Loss).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loss {
    /// What a person calls it: a network, a controller, a setting, a recording.
    pub name: Vec<u8, NAME_MAX>,
}

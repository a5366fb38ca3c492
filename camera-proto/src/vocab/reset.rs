//! Words of the factory reset (R20–R33).

use core::fmt;

use serde::{Deserialize, Serialize};

/// How much a reset erases (R20, R22). The firmware, what the factory gave
/// and the journal stay in every scope.
///
/// | scope | Wi-Fi | controllers' keys | settings |
/// | --- | --- | --- | --- |
/// | `ForgetNetwork` | erased | stay | stay |
/// | `KeepNetwork` | stays | stay | erased |
/// | `Everything` | erased | erased | erased |
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ResetScope {
    /// Only the Wi-Fi credentials.
    ForgetNetwork,
    /// All settings, but neither the Wi-Fi nor who may control the camera.
    KeepNetwork,
    /// All that a user ever gave the camera. The button always means this.
    Everything,
}

/// How much a reset erased, as an open code: what a camera tells of the
/// [`ResetScope`] that it was asked for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ErasedScope(pub u8);

impl ErasedScope {
    /// Only the Wi-Fi credentials.
    pub const FORGET_NETWORK: Self = Self(0);
    /// All settings, but neither the Wi-Fi nor who may control the camera.
    pub const KEEP_NETWORK: Self = Self(1);
    /// All that a user ever gave the camera.
    pub const EVERYTHING: Self = Self(2);

    /// The name of this code, or `None` when this version does not know it.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        const NAMES: &[(ErasedScope, &str)] = &[
            (ErasedScope::FORGET_NETWORK, "forget-network"),
            (ErasedScope::KEEP_NETWORK, "keep-network"),
            (ErasedScope::EVERYTHING, "everything"),
        ];
        super::name_in(NAMES, self)
    }
}

impl From<ResetScope> for ErasedScope {
    fn from(scope: ResetScope) -> Self {
        match scope {
            ResetScope::ForgetNetwork => Self::FORGET_NETWORK,
            ResetScope::KeepNetwork => Self::KEEP_NETWORK,
            ResetScope::Everything => Self::EVERYTHING,
        }
    }
}

impl fmt::Debug for ErasedScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        super::show(f, self.name(), self.0)
    }
}

/// What asked for a reset (R24), as an open code.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ResetCause(pub u8);

impl ResetCause {
    /// The reset button.
    pub const BUTTON: Self = Self(1);
    /// An owner's controller.
    pub const CONTROLLER: Self = Self(2);
    /// The camera itself, finishing what a power cut interrupted cannot be
    /// told from its cause; this is for recovery from a damaged store.
    pub const RECOVERY: Self = Self(3);
    /// Switched on and off so often, on a model that is reset like that.
    pub const POWER_CYCLES: Self = Self(4);

    /// The name of this code, or `None` when this version does not know it.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        const NAMES: &[(ResetCause, &str)] = &[
            (ResetCause::BUTTON, "button"),
            (ResetCause::CONTROLLER, "controller"),
            (ResetCause::RECOVERY, "recovery"),
            (ResetCause::POWER_CYCLES, "power-cycles"),
        ];
        super::name_in(NAMES, self)
    }
}

impl fmt::Debug for ResetCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        super::show(f, self.name(), self.0)
    }
}

/// Proof that the last reset finished, for the next setup session to read (R32).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The ownership epoch that the reset began: a controller that knew an
    /// older one was reset away.
    pub epoch: u32,
    /// How many resets this camera has finished in its life.
    pub count: u32,
    /// What asked for it.
    pub cause: ResetCause,
    /// What it erased.
    pub scope: ErasedScope,
}

/// One line of the list of what a reset will erase (R30).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LossItem {
    /// What it is.
    pub kind: LossKind,
    /// How many of them.
    pub count: u16,
}

/// A kind of thing that a reset erases, as an open code.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LossKind(pub u8);

impl LossKind {
    /// The Wi-Fi network and its password.
    pub const NETWORK: Self = Self(1);
    /// Controllers that will have to pair again.
    pub const CONTROLLERS: Self = Self(2);
    /// Settings that differ from the defaults.
    pub const SETTINGS: Self = Self(3);
    /// Recordings on the camera.
    pub const RECORDINGS: Self = Self(4);

    /// The name of this code, or `None` when this version does not know it.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        const NAMES: &[(LossKind, &str)] = &[
            (LossKind::NETWORK, "network"),
            (LossKind::CONTROLLERS, "controllers"),
            (LossKind::SETTINGS, "settings"),
            (LossKind::RECORDINGS, "recordings"),
        ];
        super::name_in(NAMES, self)
    }
}

impl fmt::Debug for LossKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        super::show(f, self.name(), self.0)
    }
}

/// Single-use proof that the owner has seen what a reset erases (R30).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ResetToken(#[serde(with = "crate::codec::byte_array")] pub [u8; 8]);

//! Who may talk to the camera (R49).

use core::fmt;

use heapless::Vec;
use serde::{Deserialize, Serialize};

/// Names a controller's key without revealing it: 8 random bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeyId(#[serde(with = "crate::codec::byte_array")] pub [u8; 8]);

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.0 {
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

/// What a controller calls itself, 1–24 bytes: shown to other controllers,
/// never interpreted. A camera takes what [`check_name`](super::check_name) does.
pub type ControllerName = Vec<u8, CONTROLLER_NAME_MAX>;

/// The longest name of a controller, in bytes.
pub const CONTROLLER_NAME_MAX: usize = 24;

/// What a controller may do (R49), as an open code.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Role(pub u8);

impl Role {
    /// Knows nothing: may say hello and try to pair.
    pub const STRANGER: Self = Self(0);
    /// Has just proven the label code and holds no key yet: may enrol.
    pub const PROVEN: Self = Self(1);
    /// May use the camera, and change its Wi-Fi while the button window is open.
    pub const USER: Self = Self(2);
    /// May do everything.
    pub const OWNER: Self = Self(3);

    /// Whether it may do whatever `least` may. A code that this version does
    /// not know may do nothing.
    ///
    /// ```
    /// use camera_proto::vocab::Role;
    /// assert!(Role::OWNER.is_at_least(Role::USER));
    /// assert!(!Role(200).is_at_least(Role::USER));
    /// ```
    #[must_use]
    pub const fn is_at_least(self, least: Self) -> bool {
        self.0 >= least.0 && self.0 <= Self::OWNER.0
    }

    /// The role with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::USER, Self::OWNER]
            .into_iter()
            .find(|role| role.name() == Some(name))
    }

    /// The name of this code, or `None` when this version does not know it.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        const NAMES: &[(Role, &str)] = &[
            (Role::STRANGER, "stranger"),
            (Role::PROVEN, "proven"),
            (Role::USER, "user"),
            (Role::OWNER, "owner"),
        ];
        super::name_in(NAMES, self)
    }
}

impl fmt::Debug for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        super::show(f, self.name(), self.0)
    }
}

/// By what a stranger wants to pair, as an open code (R49).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PairingSecret(pub u8);

impl PairingSecret {
    /// The camera's code: the one on its label, or the one its owner chose.
    pub const CODE: Self = Self(0);
    /// The code of an invitation that an owner has given out.
    pub const INVITATION: Self = Self(1);

    /// The name of this code, or `None` when this version does not know it.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        const NAMES: &[(PairingSecret, &str)] = &[
            (PairingSecret::CODE, "code"),
            (PairingSecret::INVITATION, "invitation"),
        ];
        super::name_in(NAMES, self)
    }
}

impl fmt::Debug for PairingSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        super::show(f, self.name(), self.0)
    }
}

/// What became of a controller, as an open code: all others are told (R49).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ControllerChange(pub u8);

impl ControllerChange {
    /// It has paired.
    pub const ENROLLED: Self = Self(0);
    /// It was forgotten.
    pub const REVOKED: Self = Self(1);
    /// It has another name or another role.
    pub const CHANGED: Self = Self(2);

    /// The name of this code, or `None` when this version does not know it.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        const NAMES: &[(ControllerChange, &str)] = &[
            (ControllerChange::ENROLLED, "enrolled"),
            (ControllerChange::REVOKED, "revoked"),
            (ControllerChange::CHANGED, "changed"),
        ];
        super::name_in(NAMES, self)
    }
}

impl fmt::Debug for ControllerChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        super::show(f, self.name(), self.0)
    }
}

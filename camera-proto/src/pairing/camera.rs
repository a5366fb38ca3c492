//! The camera's side of a pairing: SPAKE2+'s verifier.

use rand_core::CryptoRng;
use spake2plus::{ConfirmP, P256Sha256, ShareP, ShareV, Verifier, VerifierConfirming};

use super::{
    CONFIRM_LEN, LabelRecord, PairingContext, PairingError, SHARE_LEN, refused, session_keys,
};
use crate::session::Session;

/// A camera that waits for an app's share. Its secrets are zeroized on drop.
pub struct CameraPairing {
    verifier: Verifier<P256Sha256>,
    share_v: ShareV<P256Sha256>,
}

/// What the camera answers to an app's share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// `shareV`.
    pub share_v: [u8; SHARE_LEN],
    /// `confirmV`. It tells an app whether its code is right: count the attempt in flash before it leaves (`R45`).
    pub confirm_v: [u8; CONFIRM_LEN],
}

impl CameraPairing {
    /// Starts a pairing: two fifths of the camera's work, which needs nothing from the app but its hello.
    #[must_use]
    #[inline(never)] // in a bigger function each of its locals costs more
    pub fn start(label: &LabelRecord, context: &PairingContext, rng: &mut impl CryptoRng) -> Self {
        let (verifier, share_v) = Verifier::start(label.verifier(), &context.transcript(), rng);
        Self { verifier, share_v }
    }

    /// Takes the app's share and does the rest of the work.
    ///
    /// # Errors
    ///
    /// [`PairingError::Refused`] for a share that is no usable point. It counts as an attempt too.
    #[inline(never)] // likewise
    pub fn share(
        self,
        share_p: &[u8; SHARE_LEN],
    ) -> Result<(Answer, CameraConfirming), PairingError> {
        let share_p = ShareP::from_bytes(share_p).map_err(refused)?;
        let (confirming, confirm_v) = self.verifier.receive(&share_p).map_err(refused)?;
        let answer = Answer {
            share_v: *self.share_v.as_bytes(),
            confirm_v: *confirm_v.as_bytes(),
        };
        Ok((answer, CameraConfirming(confirming)))
    }
}

/// A camera that has answered and waits for the app's confirmation. Its secrets are zeroized on drop.
pub struct CameraConfirming(VerifierConfirming<P256Sha256>);

impl CameraConfirming {
    /// Checks the app's confirmation, in constant time, and gives the session.
    ///
    /// # Errors
    ///
    /// [`PairingError::Refused`] when the app does not know the code.
    pub fn confirm(self, confirm_p: &[u8; CONFIRM_LEN]) -> Result<Session, PairingError> {
        let confirm_p = ConfirmP::from_bytes(confirm_p).map_err(refused)?;
        let shared = self.0.finish(&confirm_p).map_err(refused)?;
        let [to_camera, to_app] = &*session_keys(&shared);
        Ok(Session::new(to_app, to_camera))
    }
}

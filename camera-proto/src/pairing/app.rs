//! The app's side of a pairing: SPAKE2+'s prover.

use rand_core::CryptoRng;
use spake2plus::{ConfirmV, P256Sha256, Prover, ShareV};

use super::{
    CONFIRM_LEN, PairingContext, PairingError, ProverSecret, SHARE_LEN, refused, session_keys,
};
use crate::session::Session;

/// An app that has sent its share and waits for the camera's answer. Its secrets are zeroized on drop.
pub struct AppPairing(Prover<P256Sha256>);

impl AppPairing {
    /// Starts a pairing and gives `shareP`, to send.
    #[must_use]
    pub fn start(
        secret: &ProverSecret,
        context: &PairingContext,
        rng: &mut impl CryptoRng,
    ) -> (Self, [u8; SHARE_LEN]) {
        let (prover, share_p) = Prover::start(&secret.0, &context.transcript(), rng);
        (Self(prover), *share_p.as_bytes())
    }

    /// Takes the camera's answer and gives `confirmP`, to send, and the session.
    ///
    /// # Errors
    ///
    /// [`PairingError::Refused`] when this is not the camera of the code. Send nothing more.
    pub fn confirm(
        self,
        share_v: &[u8; SHARE_LEN],
        confirm_v: &[u8; CONFIRM_LEN],
    ) -> Result<([u8; CONFIRM_LEN], Session), PairingError> {
        let share_v = ShareV::from_bytes(share_v).map_err(refused)?;
        let confirm_v = ConfirmV::from_bytes(confirm_v).map_err(refused)?;
        let confirming = self.0.receive(&share_v).map_err(refused)?;
        let (confirm_p, shared) = confirming.finish(&confirm_v).map_err(refused)?;
        let [to_camera, to_app] = &*session_keys(&shared);
        Ok((*confirm_p.as_bytes(), Session::new(to_camera, to_app)))
    }
}

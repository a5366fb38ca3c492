//! What is thought of credentials: before they are tried, and after (R42).

use camera_proto::message::Refused;
use camera_proto::vocab::{Band, Refusal, Security};

use super::Provision;
use crate::input::{OpResult, Trial};
use crate::profile::ProvisionTimes;

/// What follows from a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Works {
        rssi_dbm: i8,
    },
    /// Nothing yet.
    Again,
    Fails(Refused),
}

/// The tries of one trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Tries {
    left: u8,
    /// Handshakes that timed out although the router was near.
    near: u8,
    driver_code: i16,
}

impl Tries {
    pub(super) fn new(times: &ProvisionTimes) -> Self {
        Self {
            left: times.join_tries,
            near: 0,
            driver_code: 0,
        }
    }

    pub(super) fn verdict(
        &mut self,
        trial: &Trial,
        result: OpResult,
        times: &ProvisionTimes,
    ) -> Verdict {
        match result {
            OpResult::Joined { internet, rssi_dbm } if internet || trial.allow_no_internet => {
                Verdict::Works { rssi_dbm }
            }
            OpResult::Joined { .. } => Verdict::Fails(Refused::because(Refusal::NO_INTERNET)),
            OpResult::HandshakeTimeout {
                rssi_dbm,
                driver_code,
            } => {
                self.driver_code = driver_code;
                self.silence(rssi_dbm, times)
            }
            OpResult::Failed(failed) => Verdict::Fails(Refused {
                why: seen_elsewhere(failed.why, trial),
                ..failed
            }),
            OpResult::Done => Verdict::Fails(Refused::because(Refusal::BUG)),
        }
    }

    /// The time for all tries is over.
    pub(super) fn too_late(self) -> Refused {
        self.refused(Refusal::WEAK_SIGNAL)
    }

    /// A router that does not answer has not heard the camera, or could not
    /// make sense of it. Only when it was near, and more than once, is the
    /// user told that the password is wrong.
    fn silence(&mut self, rssi_dbm: i8, times: &ProvisionTimes) -> Verdict {
        self.left = self.left.saturating_sub(1);
        if rssi_dbm >= times.weak_dbm {
            self.near = self.near.saturating_add(1);
        }
        if self.near >= times.wrong_password_tries {
            Verdict::Fails(self.refused(Refusal::AUTH_FAILURE))
        } else if self.left == 0 {
            Verdict::Fails(self.refused(Refusal::WEAK_SIGNAL))
        } else {
            Verdict::Again
        }
    }

    fn refused(self, why: Refusal) -> Refused {
        Refused {
            driver_code: self.driver_code,
            ..Refused::because(why)
        }
    }
}

impl Provision {
    /// The router of the known network did not answer. When it was near, that is no
    /// reason yet; the second time in a row, its password is another one.
    pub(super) fn unheard(&self, rssi_dbm: i8, times: &ProvisionTimes) -> Refusal {
        match (rssi_dbm >= times.weak_dbm, self.lost_by) {
            (false, _) => Refusal::WEAK_SIGNAL,
            (true, Refusal::NONE | Refusal::AUTH_FAILURE) if self.failures > 0 => {
                Refusal::AUTH_FAILURE
            }
            (true, _) => Refusal::NONE,
        }
    }
}

/// A name that the camera cannot hear, and the controller has seen on a band
/// that the camera does not have.
fn seen_elsewhere(why: Refusal, trial: &Trial) -> Refusal {
    match (why, trial.seen_on) {
        (Refusal::NETWORK_NOT_FOUND, Band::Ghz5 | Band::Ghz6) => Refusal::BAND_MISMATCH,
        _ => why,
    }
}

/// What can be said of credentials without trying them (R42).
pub(super) fn judge(trial: &Trial) -> Result<(), Refusal> {
    let open = match trial.security {
        None => trial.passphrase_len == 0,
        Some(Security::OPEN) => true,
        Some(Security::WPA2 | Security::WPA3 | Security::WPA2_WPA3) => false,
        Some(_) => return Err(Refusal::UNSUPPORTED_SECURITY),
    };
    match (open, trial.passphrase_len) {
        (true, 0) | (false, 8..=63) => Ok(()),
        (false, 64) if trial.is_raw_key => Ok(()),
        (true, _) | (false, 64..) => Err(Refusal::PASSWORD_TOO_LONG),
        (false, _) => Err(Refusal::PASSWORD_TOO_SHORT),
    }
}

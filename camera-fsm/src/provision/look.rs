//! What setup and the network look like from outside.

use camera_proto::vocab::{CameraState, Fault, Refusal};

use super::{Provision, State};
use crate::time::Instant;

impl Provision {
    /// What it is doing, in the words of the wire.
    #[must_use]
    pub fn camera_state(&self) -> CameraState {
        match self.state {
            State::Off | State::Opening { .. } => CameraState::STARTING,
            State::Idle { .. } => CameraState::UNPROVISIONED,
            State::Open { .. } => CameraState::SETUP,
            State::Joining { .. } | State::Saving { .. } => CameraState::JOINING,
            State::Lingering { lost: true, .. }
            | State::Connecting { .. }
            | State::BackOff { .. } => CameraState::CONNECTING,
            State::Lingering { lost: false, .. } | State::Online => CameraState::ONLINE,
        }
    }

    /// Whether pairing and known users may change things now (R45, R49).
    #[must_use]
    pub fn window_is_open(&self) -> bool {
        self.window.is_some() && matches!(self.state, State::Open { .. })
    }

    /// Seconds until the setup window closes; 0 when it is closed.
    #[must_use]
    pub fn window_s(&self, now: Instant) -> u16 {
        self.window.map_or(0, |closes| closes.seconds_from(now))
    }

    /// How the last setup ended; `NONE` is well.
    #[must_use]
    pub fn last_setup(&self) -> Refusal {
        self.last_setup
    }

    /// Why the known network could not be joined, the last time; `NONE` while
    /// it can.
    #[must_use]
    pub fn lost_by(&self) -> Refusal {
        self.lost_by
    }

    /// Signal strength in dBm; 0 while not online.
    #[must_use]
    pub fn rssi_dbm(&self) -> i8 {
        match self.state {
            State::Online | State::Lingering { lost: false, .. } => self.rssi_dbm,
            _ => 0,
        }
    }

    /// Whether the flash holds a network.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.known
    }

    /// Whether credentials are on trial, so that a reset by controller must
    /// wait (R31).
    #[must_use]
    pub fn is_busy(&self) -> bool {
        matches!(self.state, State::Joining { .. } | State::Saving { .. })
    }

    /// Whether it is online and needs the radio for nothing else.
    pub(crate) fn is_idle_online(&self) -> bool {
        matches!(self.state, State::Online) && self.scan.is_none()
    }

    /// What is broken.
    #[must_use]
    pub fn fault(&self) -> Fault {
        if self.radio_broken {
            Fault::RADIO
        } else {
            Fault::NONE
        }
    }
}

//! What the reset looks like from outside.

use camera_proto::vocab::{Fault, Receipt, ResetStage};

use super::{Job, Reset, State};
use crate::action::ResetRecord;

impl Reset {
    /// How far it has come (R24).
    #[must_use]
    pub fn stage(&self) -> ResetStage {
        match self.state {
            State::Idle => ResetStage::IDLE,
            State::Farewell { .. } | State::Refusing { .. } => ResetStage::INTENT,
            State::Working { job, .. } | State::Waiting { job, .. } => match job {
                Job::Intent => ResetStage::INTENT,
                Job::Erase(_) | Job::Forget(_) => ResetStage::ERASING,
                Job::Check => ResetStage::CHECKING,
                Job::Format | Job::Pardon => ResetStage::FORMATTING,
                Job::Receipt => ResetStage::RECEIPT,
            },
            State::Rebooting => ResetStage::RESTARTING,
            State::Failed { .. } => ResetStage::FAILED,
        }
    }

    /// Whether a reset is going on: a second one is absorbed (R04).
    #[must_use]
    pub fn is_active(&self) -> bool {
        !matches!(self.state, State::Idle | State::Failed { .. })
    }

    /// Whether one was committed that could not be finished (R25).
    #[must_use]
    pub fn has_failed(&self) -> bool {
        matches!(self.state, State::Failed { .. })
    }

    /// Whether it is past its commit point and has silenced the radio.
    #[must_use]
    pub fn has_taken_over(&self) -> bool {
        match self.state {
            State::Rebooting => true,
            State::Working { job, .. } | State::Waiting { job, .. } => job != Job::Intent,
            State::Failed { .. } => self.record.is_some_and(|record| !record.finished),
            State::Idle | State::Farewell { .. } | State::Refusing { .. } => false,
        }
    }

    /// Whether the cloud has yet to hear of a reset (R22).
    #[must_use]
    pub fn owes_unbind(&self) -> bool {
        self.record.is_some_and(|record| record.unbind_owed)
    }

    /// The record of a finished reset that the cloud has yet to hear of.
    pub(crate) fn owing(&self) -> Option<ResetRecord> {
        self.record
            .filter(|record| record.finished && record.unbind_owed)
    }

    /// What is broken, if it could not be finished (R25).
    #[must_use]
    pub fn fault(&self) -> Fault {
        match self.state {
            State::Failed { why } => why,
            _ => Fault::NONE,
        }
    }

    /// The ownership epoch: grows with every reset of everything (R32).
    #[must_use]
    pub fn epoch(&self) -> u32 {
        self.record.map_or(0, |record| record.epoch)
    }

    /// The receipt of the last reset that was finished (R32).
    #[must_use]
    pub fn receipt(&self) -> Option<Receipt> {
        let record = self.record.filter(|record| record.finished)?;
        Some(Receipt {
            epoch: record.epoch,
            count: record.count,
            cause: record.cause,
            scope: record.scope.into(),
        })
    }
}

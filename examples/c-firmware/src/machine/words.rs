//! What goes into the machine and what comes out of it, as C has it.

use camera_fsm::action::{Action, OpId, RadioJob, ResetRecord, StoreJob};
use camera_fsm::input::{OpResult, Stored};
use camera_fsm::power::PowerRecord;
use camera_fsm::step::Step;
use camera_proto::message::Refused;
use camera_proto::vocab::{Fault, Refusal, ResetCause, ResetScope};

use crate::board::{CameraEyes, CameraLight, CameraRadioJob, boot_cause};
use crate::result::{CameraResult, Done};
use crate::status::ms_or_never;

/// The most actions that one step asks for.
pub const CAMERA_ACTIONS_MAX: usize = 9;

const _: () = assert!(CAMERA_ACTIONS_MAX == camera_fsm::action::MAX_ACTIONS);

/// A reset, begun or finished: one record of the journal.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CameraReset {
    /// The ownership epoch from this reset on.
    pub epoch: u32,
    /// Resets finished, this one included.
    pub count: u32,
    /// What asked for it, as a code of SPEC.md.
    pub cause: u8,
    /// What it erases: 0 the network, 1 the settings, 2 everything.
    pub scope: u8,
    /// Not 0: all of it is erased.
    pub finished: u8,
    /// Not 0: the cloud has yet to be told.
    pub unbind_owed: u8,
}

/// What the flash holds when the power comes. All zeros: a new camera.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CameraStored {
    /// Not 0: there was a reset, `reset`.
    pub has_reset: u8,
    /// Not 0: there are Wi-Fi credentials.
    pub network: u8,
    /// How many controllers hold a key.
    pub controllers: u8,
    /// How many of them are owners.
    pub owners: u8,
    /// As `CAMERA_ACTION_KIND_SAVE_POWER` said last: times switched on in a row.
    pub power_cycles: u8,
    /// As it said last: crashes in a row.
    pub crashes: u8,
    /// As `CAMERA_ACTION_KIND_SAVE_PARKED` said last.
    pub head_is_parked: u8,
    /// Why it has started: 0 it was switched on, 1 it was asked to restart, 2 it
    /// has crashed.
    pub boot_cause: u8,
    /// As `CAMERA_ACTION_KIND_SAVE_FAULT` said last. Where that is 2 or 7, test the
    /// flash first, and keep and hand over 0 here if it passes.
    pub fault: u8,
    /// The last reset.
    pub reset: CameraReset,
    /// Randomness for the pauses between tries to connect; no secret.
    pub jitter: u32,
}

/// What to start.
#[repr(u8)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CameraActionKind {
    /// Journal: keep `reset`. Answer with `op`.
    SaveReset = 0,
    /// User region: erase its sector `value`. Answer with `op`.
    EraseUser = 1,
    /// User region: read back that every byte is blank. Answer with `op`.
    CheckUser = 2,
    /// User region: lay out an empty store. Answer with `op`.
    FormatUser = 3,
    /// Journal: how often it was switched on (`value & 255`) and has crashed
    /// (`value >> 8`) in a row. Answer with `op`.
    SavePower = 4,
    /// Journal: whether the head is parked, `value`. Answer with `op`.
    SaveParked = 5,
    /// Another change of the flash, which only controllers bring. Answer with `op`.
    #[default]
    StoreOther = 6,
    /// The radio: a `CameraRadioJob`, `value`. Answer with `op`.
    Radio = 7,
    /// Turn the head to its home. Answer with `op`.
    FindHome = 8,
    /// Something that only controllers bring. No answer.
    Other = 9,
    /// Restart the board. Nothing follows.
    Reboot = 10,
    /// Journal: the hardware fault to remember, `value`, as a code of SPEC.md; 0
    /// when it is gone. Answer with `op`.
    SaveFault = 11,
    /// Tell the cloud that the camera was reset; where there is none, that is done.
    /// Answer with `op`.
    Unbind = 12,
}

/// Something to start.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CameraAction {
    /// What.
    pub kind: CameraActionKind,
    /// Answer with this: `camera_machine_done`.
    pub op: u16,
    /// What `kind` says.
    pub value: u32,
    /// What `kind` says.
    pub reset: CameraReset,
}

/// The whole answer to one input.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CameraStep {
    /// When to step again at the latest; `CAMERA_NEVER`: when something happens.
    pub wake_at_ms: u64,
    /// What the status LED shows from now on.
    pub light: CameraLight,
    /// What the camera does with what it sees.
    pub eyes: CameraEyes,
    /// Where the head points, left to right, in hundredths of a degree.
    pub pan_cdeg: i32,
    /// Where the head points, down to up, in hundredths of a degree.
    pub tilt_cdeg: i32,
    /// What to start, in order.
    pub actions: [CameraAction; CAMERA_ACTIONS_MAX],
    /// How many of these there are.
    pub action_count: u8,
}

/// How an operation ended.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CameraEnd {
    /// Not 0: a job that joins ended on a network.
    pub joined: u8,
    /// With that: not 0, there is internet behind it.
    pub internet: u8,
    /// With that: signal strength in dBm.
    pub rssi_dbm: i8,
    /// Why it did not end well, as a refusal of SPEC.md; 0 is well.
    pub refusal: u8,
}

impl CameraStored {
    pub(super) fn stored(&self) -> Done<Stored> {
        let reset = match self.has_reset {
            0 => None,
            _ => Some(self.reset.record()?),
        };
        Ok(Stored {
            reset,
            network: self.network != 0,
            controllers: self.controllers,
            owners: self.owners,
            power: PowerRecord {
                cycles: self.power_cycles,
                crashes: self.crashes,
            },
            head_is_parked: self.head_is_parked != 0,
            fault: Fault(self.fault),
            cause: boot_cause(self.boot_cause)?,
            jitter: self.jitter,
            ..Stored::BLANK
        })
    }
}

impl CameraReset {
    fn record(&self) -> Done<ResetRecord> {
        Ok(ResetRecord {
            epoch: self.epoch,
            count: self.count,
            cause: ResetCause(self.cause),
            scope: match self.scope {
                0 => ResetScope::ForgetNetwork,
                1 => ResetScope::KeepNetwork,
                2 => ResetScope::Everything,
                _ => return Err(CameraResult::OutOfRange),
            },
            finished: self.finished != 0,
            unbind_owed: self.unbind_owed != 0,
        })
    }
}

impl From<ResetRecord> for CameraReset {
    fn from(record: ResetRecord) -> Self {
        Self {
            epoch: record.epoch,
            count: record.count,
            cause: record.cause.0,
            scope: record.scope as u8,
            finished: record.finished.into(),
            unbind_owed: record.unbind_owed.into(),
        }
    }
}

impl CameraEnd {
    pub(super) const fn result(self) -> OpResult {
        match (self.refusal, self.joined) {
            (0, 0) => OpResult::Done,
            (0, _) => OpResult::Joined {
                internet: self.internet != 0,
                rssi_dbm: self.rssi_dbm,
            },
            (why, _) => OpResult::Failed(Refused::because(Refusal(why))),
        }
    }
}

impl From<Step> for CameraStep {
    fn from(step: Step) -> Self {
        let mut actions = [CameraAction::default(); CAMERA_ACTIONS_MAX];
        let asked = step.actions.iter().copied().map(CameraAction::from);
        actions
            .iter_mut()
            .zip(asked)
            .for_each(|(to, from)| *to = from);
        Self {
            wake_at_ms: ms_or_never(step.wake_at),
            light: step.levels.led.into(),
            eyes: step.levels.eyes.into(),
            pan_cdeg: step.levels.pose.pan.0,
            tilt_cdeg: step.levels.pose.tilt.0,
            actions,
            action_count: step.actions.len() as u8,
        }
    }
}

impl From<Action> for CameraAction {
    fn from(action: Action) -> Self {
        match action {
            Action::Store { op, job } => Self::stores(op, job),
            Action::Radio { op, job } => Self::radio(op, job),
            Action::Unbind { op } => Self::of(CameraActionKind::Unbind, op, 0),
            Action::FindHome { op } => Self::of(CameraActionKind::FindHome, op, 0),
            Action::Reboot => Self::of(CameraActionKind::Reboot, OpId(0), 0),
            Action::Reply { .. }
            | Action::ForgetTrial
            | Action::Audio { .. }
            | Action::Motion { .. } => Self::of(CameraActionKind::Other, OpId(0), 0),
        }
    }
}

impl CameraAction {
    fn of(kind: CameraActionKind, op: OpId, value: u32) -> Self {
        Self {
            kind,
            op: op.0,
            value,
            reset: CameraReset::default(),
        }
    }

    fn radio(op: OpId, job: RadioJob) -> Self {
        let value = u32::from(CameraRadioJob::from(job) as u8);
        Self::of(CameraActionKind::Radio, op, value)
    }

    fn stores(op: OpId, job: StoreJob) -> Self {
        use CameraActionKind as Kind;
        let (kind, value) = match job {
            StoreJob::SaveReset(record) => {
                return Self {
                    reset: record.into(),
                    ..Self::of(Kind::SaveReset, op, 0)
                };
            }
            StoreJob::EraseUser { sector } => (Kind::EraseUser, sector.into()),
            StoreJob::CheckUser => (Kind::CheckUser, 0),
            StoreJob::FormatUser => (Kind::FormatUser, 0),
            StoreJob::SavePower(power) => (
                Kind::SavePower,
                u32::from(power.crashes) << 8 | u32::from(power.cycles),
            ),
            StoreJob::SaveFault(fault) => (Kind::SaveFault, fault.0.into()),
            StoreJob::SaveParked(parked) => (Kind::SaveParked, parked.into()),
            _ => (Kind::StoreOther, 0),
        };
        Self::of(kind, op, value)
    }
}

//! All that a camera can be asked to start. What it *is* showing and where it
//! points are [`Levels`](crate::levels::Levels) instead.

use core::num::NonZeroU32;

use camera_proto::message::Refused;
use camera_proto::vocab::{Fault, Refusal, ResetCause, ResetScope, Role, SettingId};
use heapless::Vec;

use crate::input::{ClientId, Topic};
use crate::motion_detection::ZoneSet;
use crate::power::PowerRecord;
use crate::profile::Profile;
use crate::time::Instant;

/// The most actions that one step can ask for.
pub const MAX_ACTIONS: usize = 9;

/// What one step asks for, in order.
pub type Actions = Vec<Action, MAX_ACTIONS>;

/// Names an operation, so that a stale completion can be told (design 2.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OpId(pub u16);

/// Something to start. What has an `op` answers with `Input::Done` and it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Change the flash.
    Store {
        /// Answer with this.
        op: OpId,
        /// How.
        job: StoreJob,
    },
    /// Do something with the radio.
    Radio {
        /// Answer with this.
        op: OpId,
        /// What.
        job: RadioJob,
    },
    /// Answer a request. The link encodes it from the device and the slots.
    Reply {
        /// To whom.
        client: ClientId,
        /// Which request.
        id: u16,
        /// What.
        answer: Answer,
    },
    /// Over the network that the camera is on: tell the cloud that it was reset
    /// (R22).
    Unbind {
        /// Answer with this.
        op: OpId,
    },
    /// Wipe the credentials on trial from the slot.
    ForgetTrial,
    /// Find out where the head points: turn it to its home (R61).
    FindHome {
        /// Answer with this.
        op: OpId,
    },
    /// Play a tone, and hear it (R53).
    Audio {
        /// Answer with this.
        op: OpId,
        /// For how long, in milliseconds; 0 ends the one that plays.
        ms: u32,
    },
    /// Tell all who watch that something moves (R50, R57).
    Motion {
        /// Where.
        zones: ZoneSet,
        /// Whether it is of a walk test, and alerts nobody.
        walk_test: bool,
    },
    /// Restart the board. Nothing follows.
    Reboot,
}

/// A change of the flash. Each is one commit, or erases what is already dead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StoreJob {
    /// Journal: how many wrong codes were tried (R45).
    SaveAttempts(u8),
    /// Journal: how often it was switched on, and has crashed, in a row. Nobody
    /// waits for it.
    SavePower(PowerRecord),
    /// Journal: whether the head is parked (R61).
    SaveParked(bool),
    /// Journal: the hardware fault to remember; `NONE` when it is gone (R13).
    /// Nobody waits for it.
    SaveFault(Fault),
    /// Journal: a reset begins or has ended (R21).
    SaveReset(ResetRecord),
    /// User: erase one of its sectors, whatever it holds.
    EraseUser {
        /// Which: 0 or 1.
        sector: u8,
    },
    /// User: read back that every byte is blank.
    CheckUser,
    /// User: lay out an empty log.
    FormatUser,
    /// User: drop the records that this scope erases; the others stay.
    Forget(ResetScope),
    /// User: when the camera was first set up, in seconds since 1970 UTC (R81).
    SaveFirstSetup(u32),
    /// User: the credentials on trial are the camera's now.
    SaveNetwork,
    /// User: the key in this client's slot is a controller's now.
    SaveController {
        /// Whose slot.
        client: ClientId,
        /// What it may do.
        role: Role,
    },
    /// User: the controller in that place is forgotten.
    RemoveController {
        /// The place.
        place: u8,
    },
    /// User: the controller in that place has the name in this client's slot.
    RenameController {
        /// Whose slot.
        client: ClientId,
        /// The place.
        place: u8,
    },
    /// User: the controller in that place has this role.
    SetRole {
        /// The place.
        place: u8,
        /// What it may do.
        role: Role,
    },
    /// User: the code whose record lies in this client's slot is the camera's.
    SaveCode {
        /// Whose slot.
        client: ClientId,
    },
    /// User: keep the setting in this client's slot.
    SaveSetting {
        /// Whose slot.
        client: ClientId,
        /// Which.
        setting: SettingId,
    },
    /// User: that setting is at its default.
    ClearSetting {
        /// Which.
        setting: SettingId,
    },
}

/// Something the radio does. One at a time: a new job ends the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RadioJob {
    /// Leave any network and open the temporary one (R40).
    StartAp,
    /// Close the temporary network.
    StopAp,
    /// List what is heard; the list goes to the scan slot.
    Scan,
    /// Join with the credentials on trial; the temporary network stays up. May
    /// be asked for again with the same credentials (R42).
    JoinTrial,
    /// Close the temporary network, if it is up, and join with the stored
    /// credentials.
    JoinStored,
    /// Leave everything and be silent.
    Off,
}

/// What to answer; bulk is added by the link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is done.
    Done,
    /// It is not.
    Refused(Refused),
    /// The answer to the pairing share that waits in the client's slot.
    PairShare,
    /// The new key in the client's slot.
    Enrolled(Role),
    /// What was asked about.
    Tell(Topic),
    /// The networks in the scan slot.
    Networks,
    /// Where the head is going.
    Moving,
    /// What the reset that was asked for will erase.
    LossList,
}

/// The journal's record of the last reset: its intent until it is finished,
/// then its receipt (R21, R32). One record, so that one write begins a reset
/// and one write ends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ResetRecord {
    /// The ownership epoch from this reset on.
    pub epoch: u32,
    /// Resets finished, this one included.
    pub count: u32,
    /// What asked for it.
    pub cause: ResetCause,
    /// What it erases.
    pub scope: ResetScope,
    /// Whether all of it is erased.
    pub finished: bool,
    /// Whether the cloud has yet to be told (R22). In the same record, so that
    /// the write that begins a reset begins this too.
    pub unbind_owed: bool,
}

impl ResetRecord {
    /// There was none yet: what the first one goes on from.
    pub(crate) const NONE: Self = Self {
        epoch: 0,
        count: 0,
        cause: ResetCause::BUTTON,
        scope: ResetScope::Everything,
        finished: true,
        unbind_owed: false,
    };
}

/// One step as the parts see it: what time it is, what model this is, and what
/// is asked for so far. The device has its own; who uses a part alone makes one
/// for each call, as [`reset`](crate::reset) shows.
#[derive(Debug)]
pub struct Context<'a> {
    pub(crate) now: Instant,
    pub(crate) profile: &'static Profile,
    actions: &'a mut Actions,
    /// The operation that was begun last.
    pub(crate) last_op: OpId,
}

impl<'a> Context<'a> {
    /// What is asked for goes behind these actions, which have room for one
    /// call: hand in an empty list. Operations are numbered on from the last one.
    pub fn new(
        now: Instant,
        profile: &'static Profile,
        actions: &'a mut Actions,
        last_op: OpId,
    ) -> Self {
        Self {
            now,
            profile,
            actions,
            last_op,
        }
    }

    pub(crate) fn store(&mut self, job: StoreJob) -> OpId {
        let op = self.op();
        self.push(Action::Store { op, job });
        op
    }

    pub(crate) fn radio(&mut self, job: RadioJob) -> OpId {
        let op = self.op();
        self.push(Action::Radio { op, job });
        op
    }

    pub(crate) fn unbind(&mut self) -> OpId {
        let op = self.op();
        self.push(Action::Unbind { op });
        op
    }

    pub(crate) fn find_home(&mut self) -> OpId {
        let op = self.op();
        self.push(Action::FindHome { op });
        op
    }

    pub(crate) fn audio(&mut self, ms: u32) -> OpId {
        let op = self.op();
        self.push(Action::Audio { op, ms });
        op
    }

    /// Answers whoever waits, if anybody does still.
    pub(crate) fn reply(&mut self, to: impl Into<Option<Asker>>, answer: Answer) {
        if let Some(to) = to.into() {
            self.push(Action::Reply {
                client: to.client(),
                id: to.id(),
                answer,
            });
        }
    }

    pub(crate) fn refuse(&mut self, to: impl Into<Option<Asker>>, why: Refusal) {
        self.reply(to, Answer::Refused(Refused::because(why)));
    }

    pub(crate) fn push(&mut self, action: Action) {
        if self.actions.last() == Some(&Action::Reboot) {
            return;
        }
        let pushed = self.actions.push(action);
        debug_assert!(pushed.is_ok(), "MAX_ACTIONS holds what a step can ask");
    }

    fn op(&mut self) -> OpId {
        let OpId(last) = self.last_op;
        self.last_op = OpId(last.wrapping_add(1));
        self.last_op
    }
}

/// Who waits for an answer, in one word: it is handed on by whoever has a part in
/// that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Asker(NonZeroU32);

impl Asker {
    /// That client, by that one of its requests.
    #[must_use]
    pub fn new(ClientId(client): ClientId, id: u16) -> Self {
        Self(NonZeroU32::MIN | u32::from(client) << 8 | u32::from(id) << 16)
    }

    /// Who.
    #[must_use]
    pub fn client(self) -> ClientId {
        ClientId((self.0.get() >> 8) as u8)
    }

    /// Which of its requests it is.
    #[must_use]
    pub fn id(self) -> u16 {
        (self.0.get() >> 16) as u16
    }
}

/// That client is gone. Whoever comes to its place next is somebody else, and
/// must not be answered for it.
pub(crate) fn forget(waiting: &mut Option<Asker>, gone: ClientId) {
    *waiting = waiting.filter(|asker| asker.client() != gone);
}

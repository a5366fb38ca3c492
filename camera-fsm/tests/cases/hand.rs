//! A device whose operations are ended by hand, in any order and at any time.
#![allow(dead_code, reason = "each test uses its part of the hand")]

use camera_fsm::action::{Action, Answer, OpId, RadioJob, StoreJob};
use camera_fsm::device::Device;
use camera_fsm::input::{Ask, ClientId, Input, OpResult, PinLevel, Stored, Trial};
use camera_fsm::motion_detection::grid::Cells;
use camera_fsm::profile::{Profile, REFERENCE};
use camera_fsm::time::Instant;
use camera_proto::message::Refused;
use camera_proto::vocab::{
    Band, CameraState, Fault, Refusal, ResetScope, ResetToken, Role, Status,
};

/// A device that was told something at boot.
pub(crate) struct Hand {
    pub(crate) camera: Device,
    pub(crate) now: Instant,
    pub(crate) wake_at: Option<Instant>,
}

/// The request that a test asks with.
pub(crate) const ID: u16 = 7;

pub(crate) const JOINED: OpResult = OpResult::Joined {
    internet: true,
    rssi_dbm: -50,
};

pub(crate) const FAILED: OpResult = OpResult::Failed(Refused::because(Refusal::STORE_FAILURE));

pub(crate) const TRIAL: Ask = Ask::Provision(Trial {
    passphrase_len: 10,
    is_raw_key: false,
    security: None,
    allow_no_internet: false,
    seen_on: Band::Unknown,
});

/// On a network, with one owner.
pub(crate) const KNOWN: Stored = Stored {
    network: true,
    controllers: 1,
    owners: 1,
    ..Stored::BLANK
};

pub(crate) const TOKEN: ResetToken = ResetToken([1; 8]);

impl Hand {
    pub(crate) fn new(stored: &Stored) -> (Self, Vec<Action>) {
        Self::at(Instant::from_millis(0), &REFERENCE, stored)
    }

    pub(crate) fn at(
        now: Instant,
        profile: &'static Profile,
        stored: &Stored,
    ) -> (Self, Vec<Action>) {
        let camera = Device::new(profile, now, PinLevel::Up);
        let wake_at = None;
        let mut hand = Self {
            camera,
            now,
            wake_at,
        };
        let actions = hand.step(0, Input::Boot(stored));
        (hand, actions)
    }

    /// A camera on its network.
    pub(crate) fn online() -> Self {
        let (mut hand, joining) = Self::new(&KNOWN);
        hand.finish(&joining, JOINED);
        hand
    }

    /// A camera without an owner, in setup mode.
    pub(crate) fn in_setup() -> Self {
        let (mut hand, _) = Self::new(&Stored::BLANK);
        let opening = hand.step(3_000, Input::Tick);
        hand.finish(&opening, OpResult::Done);
        hand
    }

    pub(crate) fn step(&mut self, after_ms: u32, input: Input<'_>) -> Vec<Action> {
        self.now = self.now.after(after_ms);
        let step = self.camera.step(self.now, input);
        let late = step.wake_at.filter(|at| *at <= self.now);
        assert_eq!(late, None, "a wake-up lies ahead");
        self.wake_at = step.wake_at;
        step.actions.to_vec()
    }

    /// These cells of the picture move.
    pub(crate) fn see(&mut self, after_ms: u32, moved: Cells) -> Vec<Action> {
        let hit = self.camera.hit(&moved);
        self.step(after_ms, Input::Moved(hit))
    }

    /// Lets time pass from wake-up to wake-up; says all that was asked for.
    pub(crate) fn pass(&mut self, ms: u32) -> Vec<Action> {
        let until = self.now.after(ms);
        let mut asked = Vec::new();
        while let Some(at) = self.wake_at.filter(|at| *at <= until) {
            let ms = at.since(self.now) as u32;
            asked.extend(self.step(ms, Input::Tick));
        }
        let left_ms = until.since(self.now) as u32;
        asked.extend(self.step(left_ms, Input::Tick));
        asked
    }

    pub(crate) fn ask(&mut self, client: u8, role: Role, ask: Ask) -> Vec<Action> {
        let (client, id) = (ClientId(client), ID);
        self.step(
            1,
            Input::Request {
                client,
                id,
                role,
                ask,
            },
        )
    }

    /// The one operation among the actions ends like that.
    pub(crate) fn finish(&mut self, actions: &[Action], result: OpResult) -> Vec<Action> {
        let op = op_of(actions);
        self.step(1, Input::Done { op, result })
    }

    pub(crate) fn leave(&mut self, client: u8) -> Vec<Action> {
        self.step(1, Input::Disconnected(ClientId(client)))
    }

    pub(crate) fn flush(&mut self, client: u8) -> Vec<Action> {
        self.step(1, Input::Flushed(ClientId(client)))
    }

    /// Holds the button for so long; what its release asks for.
    pub(crate) fn hold(&mut self, ms: u32) -> Vec<Action> {
        self.step(1, Input::Button(PinLevel::Down));
        self.step(ms, Input::Button(PinLevel::Up));
        let debounce_ms = self.camera.profile().button.debounce_ms;
        self.step(debounce_ms, Input::Tick)
    }

    /// An owner asks for a reset and confirms it; says what the camera does.
    pub(crate) fn reset(&mut self, client: u8, scope: ResetScope) -> Vec<Action> {
        let token = TOKEN;
        self.ask(client, Role::OWNER, Ask::ResetRequest { scope, token });
        self.ask(client, Role::OWNER, Ask::ResetConfirm { token })
    }

    pub(crate) fn status(&self) -> Status {
        self.camera.status(self.now)
    }

    pub(crate) fn state(&self) -> CameraState {
        self.status().state
    }

    pub(crate) fn fault(&self) -> Fault {
        self.status().fault
    }
}

/// The one operation among them.
pub(crate) fn op_of(actions: &[Action]) -> OpId {
    let op = actions.iter().find_map(|action| match action {
        Action::Store { op, .. }
        | Action::Radio { op, .. }
        | Action::Audio { op, .. }
        | Action::Unbind { op } => Some(*op),
        _ => None,
    });
    op.expect("an operation")
}

/// What the store is asked for.
pub(crate) fn stored(actions: &[Action]) -> Vec<StoreJob> {
    let jobs = actions.iter().filter_map(|action| match action {
        Action::Store { job, .. } => Some(*job),
        _ => None,
    });
    jobs.collect()
}

/// What the radio is asked for.
pub(crate) fn radioed(actions: &[Action]) -> Vec<RadioJob> {
    let jobs = actions.iter().filter_map(|action| match action {
        Action::Radio { job, .. } => Some(*job),
        _ => None,
    });
    jobs.collect()
}

/// What is answered, to whomever.
pub(crate) fn answers(actions: &[Action]) -> Vec<Answer> {
    let answers = actions.iter().filter_map(|action| match action {
        Action::Reply { answer, .. } => Some(*answer),
        _ => None,
    });
    answers.collect()
}

/// Why requests are refused.
pub(crate) fn refusals(actions: &[Action]) -> Vec<Refusal> {
    let refusals = answers(actions)
        .into_iter()
        .filter_map(|answer| match answer {
            Answer::Refused(refused) => Some(refused.why),
            _ => None,
        });
    refusals.collect()
}

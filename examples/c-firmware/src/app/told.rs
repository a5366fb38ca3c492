//! What a controller's step says to C.

use camera_proto::controller::{Action, ControllerError, Step, Told};
use camera_proto::message::{Enrolled, HelloReply, Notice, Refused, Reply};

use crate::board::padded;
use crate::status::{CAMERA_NEVER, CameraStatus};

/// What to do with the stream, before anything is sent.
#[repr(u8)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CameraAppAction {
    /// Nothing.
    #[default]
    None = 0,
    /// Drop it if there is one, and open another; then say `…_connected` or
    /// `…_disconnected`.
    Connect = 1,
    /// Drop it.
    HangUp = 2,
}

/// What the app should know.
#[repr(u8)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CameraTold {
    /// Nothing new.
    #[default]
    Nothing = 0,
    /// The camera says who it is, `hello`: pair or resume.
    Hello = 1,
    /// Paired: keep `enrolled`, it is a key. Ask away.
    Enrolled = 2,
    /// The session is open: ask away.
    Open = 3,
    /// An answer, `body` of `body_kind`; `status`, `refused` and `token` if it has them.
    Reply = 4,
    /// The link was lost, and nobody knows whether the camera has done it.
    Unanswered = 5,
    /// A watched camera, as it is now: `status`.
    Snapshot = 6,
    /// What has changed: `body` of `body_kind`, and `status` if it is of that.
    Notice = 7,
    /// That cannot be asked now.
    NotNow = 8,
    /// It is over: `error`, and `refused` if the camera did that.
    Ended = 9,
}

/// Why a link is over.
#[repr(u8)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CameraAppError {
    /// It is not.
    #[default]
    None = 0,
    /// The camera does not answer, or not any more.
    Unreachable = 1,
    /// The camera refused the handshake.
    Refused = 2,
    /// The code does not match the camera's, or somebody sits in between.
    WrongCode = 3,
    /// The camera does not hold our key: another camera, or reset.
    WrongKey = 4,
    /// The camera's parameters for the code are outside what is safe.
    UnsafeParameters = 5,
    /// The camera speaks no version that we speak.
    Version = 6,
    /// What came is not what a camera says.
    Protocol = 7,
    /// The call does not fit the stage of the link.
    NotNow = 8,
    /// The message does not fit.
    TooLong = 9,
    /// The session has carried all it may.
    Exhausted = 10,
}

/// Why the camera did not do it.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CameraRefused {
    /// Why, as a refusal of SPEC.md; 0 is no refusal.
    pub why: u8,
    /// How many more tries there are, where tries are counted.
    pub attempts_left: u8,
    /// When it makes sense to ask again, in seconds.
    pub retry_s: u16,
    /// The radio driver's own reason. Of `HeldByOther`, who holds the head: 1 for the
    /// first that `Controllers` lists, and so on; 0 is not told.
    pub driver_code: i16,
}

/// What a camera says to strangers.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CameraHello {
    /// The model's name, UTF-8.
    pub model: [u8; 24],
    /// 0 to 24.
    pub model_len: u8,
    /// Pairing can succeed now.
    pub setup_open: bool,
    /// Tells cameras of one model apart.
    pub discriminator: u16,
}

/// A key of one's own: keep it where secrets are kept.
#[repr(C)]
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct CameraEnrolled {
    /// Names the key.
    pub key_id: [u8; 8],
    /// The key.
    pub key: [u8; 32],
    /// What one may do: 2 user, 3 owner.
    pub role: u8,
    /// The ownership epoch: another one later means that the camera was reset.
    pub epoch: u32,
}

/// What comes of a step.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct CameraAppStep {
    /// When to come back with `…_tick`, if nothing happens until then.
    pub wake_at_ms: u64,
    /// So many bytes of the out buffer are to be sent, after `action`.
    pub send: usize,
    /// What to do with the stream.
    pub action: CameraAppAction,
    /// What the app should know, and which of the fields below say it.
    pub told: CameraTold,
    /// Why it is over.
    pub error: CameraAppError,
    /// Why not.
    pub refused: CameraRefused,
    /// Who the camera is.
    pub hello: CameraHello,
    /// The new key.
    pub enrolled: CameraEnrolled,
    /// How the camera is.
    pub status: CameraStatus,
    /// Confirms the list of what a reset would erase.
    pub token: [u8; 8],
    /// The kind of the reply or notice, by SPEC.md.
    pub body_kind: u8,
    /// How long it is.
    pub body_len: u8,
    /// The reply or notice, as SPEC.md has it.
    pub body: [u8; 224],
}

const NOTHING: CameraAppStep = CameraAppStep {
    wake_at_ms: CAMERA_NEVER,
    send: 0,
    action: CameraAppAction::None,
    told: CameraTold::Nothing,
    error: CameraAppError::None,
    refused: CameraRefused {
        why: 0,
        attempts_left: 0,
        retry_s: 0,
        driver_code: 0,
    },
    hello: CameraHello {
        model: [0; 24],
        model_len: 0,
        setup_open: false,
        discriminator: 0,
    },
    enrolled: CameraEnrolled {
        key_id: [0; 8],
        key: [0; 32],
        role: 0,
        epoch: 0,
    },
    status: CameraStatus {
        state: 0,
        fault: 0,
        reset: 0,
        last_setup: 0,
        led_color: 0,
        led_pattern: 0,
        rssi_dbm: 0,
        pan_cdeg: 0,
        tilt_cdeg: 0,
        flags: 0,
        window_s: 0,
        uptime_s: 0,
        epoch: 0,
    },
    token: [0; 8],
    body_kind: 0,
    body_len: 0,
    body: [0; 224],
};

impl From<Step> for CameraAppStep {
    fn from(step: Step) -> Self {
        let mut says = Self {
            wake_at_ms: step.wake_at_ms.unwrap_or(CAMERA_NEVER),
            send: step.send.map_or(0, |(len, _)| len),
            action: match step.action {
                None => CameraAppAction::None,
                Some(Action::Connect) => CameraAppAction::Connect,
                Some(Action::HangUp) => CameraAppAction::HangUp,
            },
            ..NOTHING
        };
        if let Some(told) = &step.told {
            says.tell(told);
        }
        says
    }
}

impl CameraAppStep {
    fn tell(&mut self, told: &Told) {
        self.told = match told {
            Told::Hello(hello) => {
                self.hello = hello.into();
                CameraTold::Hello
            }
            Told::Enrolled(mine) => {
                self.enrolled = mine.into();
                CameraTold::Enrolled
            }
            Told::Open => CameraTold::Open,
            Told::Reply(reply) => {
                self.reply(reply);
                CameraTold::Reply
            }
            Told::Unanswered => CameraTold::Unanswered,
            Told::Snapshot(status) => {
                self.status = (*status).into();
                CameraTold::Snapshot
            }
            Told::Notice(notice) => {
                if let Notice::Status(status) = notice {
                    self.status = (*status).into();
                }
                self.body_kind = notice.kind();
                self.body_len = notice.encode(&mut self.body).unwrap_or(0) as u8;
                CameraTold::Notice
            }
            Told::NotNow => CameraTold::NotNow,
            Told::Ended(error) => {
                self.end(*error);
                CameraTold::Ended
            }
        };
    }

    fn reply(&mut self, reply: &Reply) {
        match reply {
            Reply::Status(status) => self.status = (*status).into(),
            Reply::Refused(refused) => self.refused = (*refused).into(),
            Reply::LossList(list) => self.token = list.token.0,
            _ => {}
        }
        self.body_kind = reply.kind();
        self.body_len = reply.encode(&mut self.body).unwrap_or(0) as u8;
    }

    fn end(&mut self, error: ControllerError) {
        self.error = match error {
            ControllerError::Unreachable => CameraAppError::Unreachable,
            ControllerError::Refused(refused) => {
                self.refused = refused.into();
                CameraAppError::Refused
            }
            ControllerError::WrongCode => CameraAppError::WrongCode,
            ControllerError::WrongKey => CameraAppError::WrongKey,
            ControllerError::UnsafeParameters => CameraAppError::UnsafeParameters,
            ControllerError::Version => CameraAppError::Version,
            ControllerError::Protocol => CameraAppError::Protocol,
            ControllerError::NotNow => CameraAppError::NotNow,
            ControllerError::TooLong => CameraAppError::TooLong,
            ControllerError::Exhausted => CameraAppError::Exhausted,
        };
    }
}

impl From<Refused> for CameraRefused {
    fn from(refused: Refused) -> Self {
        Self {
            why: refused.why.0,
            attempts_left: refused.attempts_left,
            retry_s: refused.retry_s,
            driver_code: refused.driver_code,
        }
    }
}

impl From<&HelloReply> for CameraHello {
    fn from(hello: &HelloReply) -> Self {
        let (model, model_len) = padded(&hello.model);
        Self {
            model,
            model_len,
            setup_open: hello.setup_open,
            discriminator: hello.discriminator,
        }
    }
}

impl From<&Enrolled> for CameraEnrolled {
    fn from(mine: &Enrolled) -> Self {
        Self {
            key_id: mine.key_id.0,
            key: mine.key,
            role: mine.role.0,
            epoch: mine.epoch,
        }
    }
}

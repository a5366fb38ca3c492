//! Setup and staying connected: the setup window, credentials on trial,
//! joining, and coming back after an outage (R40–R49).
//!
//! Credentials are the camera's only after an address was had with them and
//! they were written; until then the camera is `Joining`, never online (R44).
//!
//! It works alone, too: hand it what happens, do what it asks for, and call
//! [`Provision::expire`] when something is [`Provision::due`]. The passwords
//! stay with the caller.
//!
//! ```
//! use camera_fsm::action::{Action, Actions, Asker, OpId, Outbox};
//! use camera_fsm::input::{ClientId, OpResult, Stored, Trial};
//! use camera_fsm::{profile::REFERENCE, provision::Provision, time::Instant};
//! use camera_proto::vocab::{Band, CameraState};
//!
//! let (times, reset) = (&REFERENCE.provision, &REFERENCE.reset);
//! let (mut now, mut next_op) = (Instant::from_millis(0), 0);
//! // The last operation that it asks for.
//! let mut last_op = |call: &mut dyn FnMut(&mut Outbox<'_>)| {
//!     let mut actions = Actions::new();
//!     call(&mut Outbox::new(&mut actions, &mut next_op));
//!     let ops = actions.iter().filter_map(|action| match action {
//!         Action::Radio { op, .. } | Action::Store { op, .. } => Some(*op),
//!         _ => None,
//!     });
//!     ops.last().unwrap_or(OpId(0))
//! };
//! let mut setup = Provision::new();
//! last_op(&mut |out| setup.boot(now, &Stored::BLANK, true, times, reset, out));
//! let opening = last_op(&mut |out| setup.open(now, times, out));
//! last_op(&mut |out| _ = setup.done(now, opening, OpResult::Done, times, out));
//! assert_eq!(setup.camera_state(), CameraState::SETUP);
//!
//! let asker = Asker { client: ClientId(0), id: 1 };
//! let trial = Trial {
//!     passphrase_len: 12,
//!     is_raw_key: false,
//!     security: None,
//!     allow_no_internet: false,
//!     seen_on: Band::Unknown,
//! };
//! let joining = last_op(&mut |out| setup.try_network(now, asker, trial, times, out));
//! let joined = OpResult::Joined { internet: true, rssi_dbm: -50 };
//! let saving = last_op(&mut |out| _ = setup.done(now, joining, joined, times, out));
//! assert_eq!(setup.camera_state(), CameraState::JOINING); // until it is written
//! last_op(&mut |out| _ = setup.done(now, saving, OpResult::Done, times, out));
//! assert_eq!(setup.camera_state(), CameraState::ONLINE);
//! ```

mod joining;
mod look;
#[cfg(feature = "explore")]
mod rebase;
mod scan;
mod verdict;

use camera_proto::message::Refused;
use camera_proto::vocab::{Fault, Refusal};

use crate::action::{Asker, OpId, Outbox, RadioJob, forget};
use crate::input::{ClientId, OpResult, Stored, Trial};
use crate::profile::{ProvisionTimes, ResetTimes};
use crate::time::{Instant, earliest};
use scan::Scan;
use verdict::Tries;

/// Setup and the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Provision {
    state: State,
    /// While the setup window is open: when it closes.
    window: Option<Instant>,
    /// Whether the flash holds credentials that once worked.
    known: bool,
    scan: Option<Scan>,
    last_setup: Refusal,
    /// Why the known network could not be joined, the last time.
    lost_by: Refusal,
    rssi_dbm: i8,
    /// Joins that failed in a row (R47).
    failures: u8,
    jitter: u32,
    /// Whether the temporary network is up.
    ap: bool,
    radio_broken: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum State {
    /// Before boot, or silenced by a reset.
    Off,
    /// No network, and the window is closed; opens by itself at `auto`.
    Idle {
        auto: Option<Instant>,
    },
    /// The temporary network is coming up.
    Opening {
        op: OpId,
    },
    /// The temporary network is up; `renewing`: the radio is only leaving what
    /// it tried, unless it says otherwise.
    Open {
        renewing: Option<OpId>,
    },
    /// Credentials are on trial.
    Joining {
        op: OpId,
        asker: Option<Asker>,
        trial: Trial,
        tries: Tries,
        until: Instant,
    },
    /// They work, and are being written; `lost`: since then the network is gone.
    Saving {
        op: OpId,
        asker: Option<Asker>,
        lost: bool,
    },
    /// Online, unless the network is `lost` again; the temporary network stays
    /// up until the answer is through.
    Lingering {
        waits_for: Option<ClientId>,
        not_before: Instant,
        until: Instant,
        lost: bool,
    },
    /// Joining the network that the flash holds.
    Connecting {
        op: OpId,
        until: Instant,
    },
    /// Waiting to try again (R47).
    BackOff {
        until: Instant,
    },
    Online,
}

impl Provision {
    /// Before boot.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            state: State::Off,
            window: None,
            known: false,
            scan: None,
            last_setup: Refusal::NONE,
            lost_by: Refusal::NONE,
            rssi_dbm: 0,
            failures: 0,
            jitter: 1,
            ap: false,
            radio_broken: false,
        }
    }

    /// What the journal remembers: a radio that failed before is broken until it
    /// opens its network (R13).
    pub(crate) fn remember(&mut self, fault: Fault) {
        self.radio_broken = fault == Fault::RADIO;
    }

    /// Power is on: connect, or wait to be set up. `may_open` is false when
    /// wrong codes have closed the window until the button is held (R45).
    pub fn boot(
        &mut self,
        now: Instant,
        stored: &Stored,
        may_open: bool,
        times: &ProvisionTimes,
        reset: &ResetTimes,
        out: &mut Outbox<'_>,
    ) {
        // With a damaged journal nobody can say whether a reset was under way:
        // a network that it was to forget must not be joined (R21).
        self.known = stored.network && stored.damage != Fault::STORE;
        self.jitter = stored.jitter | 1;
        if self.known {
            self.connect(now, times, out);
        } else {
            let auto = reset.auto_setup_ms.filter(|_| may_open);
            self.state = State::Idle {
                auto: auto.map(|ms| now.after(ms)),
            };
        }
    }

    /// Opens the setup window, or keeps it open for longer (R45).
    pub fn open(&mut self, now: Instant, times: &ProvisionTimes, out: &mut Outbox<'_>) {
        if self.state == State::Off {
            return;
        }
        self.window = Some(now.after(times.window_ms));
        if matches!(
            self.state,
            State::Idle { .. }
                | State::Online
                | State::Lingering { .. }
                | State::Connecting { .. }
                | State::BackOff { .. }
        ) {
            self.drop_scan(out);
            let op = out.radio(RadioJob::StartAp);
            self.state = State::Opening { op };
        }
    }

    /// Closes the setup window: too many wrong codes, or its time is up.
    pub fn close(&mut self, now: Instant, times: &ProvisionTimes, out: &mut Outbox<'_>) {
        self.window = None;
        if matches!(self.state, State::Opening { .. } | State::Open { .. }) {
            self.drop_scan(out);
            self.go_home(now, times, out);
        }
    }

    /// A reset takes over: nothing of this goes on.
    pub fn halt(&mut self, out: &mut Outbox<'_>) {
        if self.state == State::Off {
            return;
        }
        self.drop_scan(out);
        if let State::Joining { asker, .. } | State::Saving { asker, .. } = self.state {
            self.end_setup(asker, Refused::because(Refusal::CANCELLED), out);
        }
        self.state = State::Off;
        self.window = None;
        self.ap = false;
    }

    /// Tries the credentials in the trial slot (R42, R48).
    pub fn try_network(
        &mut self,
        now: Instant,
        asker: Asker,
        trial: Trial,
        times: &ProvisionTimes,
        out: &mut Outbox<'_>,
    ) {
        if !self.is_ready() {
            out.refuse(asker, Refused::because(Refusal::BUSY));
        } else if let Err(why) = verdict::judge(&trial) {
            out.refuse(asker, Refused::because(why));
        } else {
            // The outcome of an older one must not pass for this one's.
            self.last_setup = Refusal::NONE;
            self.state = State::Joining {
                op: out.radio(RadioJob::JoinTrial),
                asker: Some(asker),
                trial,
                tries: Tries::new(times),
                until: now.after(times.join_ms),
            };
        }
    }

    /// An operation ended; `true` when it was one of these.
    pub fn done(
        &mut self,
        now: Instant,
        op: OpId,
        result: OpResult,
        times: &ProvisionTimes,
        out: &mut Outbox<'_>,
    ) -> bool {
        if self.scanned(op, result, out) {
            return true;
        }
        match self.state {
            State::Opening { op: mine }
            | State::Open {
                renewing: Some(mine),
            } if mine == op => self.opened(now, result, times, out),
            State::Joining { op: mine, .. } if mine == op => {
                self.tried(now, result, times, out);
            }
            State::Saving {
                op: mine,
                asker,
                lost,
            } if mine == op => self.saved(now, (asker, lost), result, times, out),
            State::Connecting { op: mine, .. } if mine == op => match result {
                OpResult::Joined { rssi_dbm, .. } => self.online(rssi_dbm),
                OpResult::Done => self.back_off(now, Refusal::BUG, times),
                OpResult::HandshakeTimeout { .. } => {
                    self.back_off(now, Refusal::WEAK_SIGNAL, times);
                }
                OpResult::Failed(failed) => self.back_off(now, failed.why, times),
            },
            _ => return false,
        }
        true
    }

    /// The network is gone (R47). The radio says so once: whoever has something
    /// to finish first must remember it.
    pub fn link_lost(&mut self, now: Instant, times: &ProvisionTimes, out: &mut Outbox<'_>) {
        match &mut self.state {
            State::Online => {
                self.drop_scan(out);
                self.connect(now, times, out);
            }
            State::Saving { lost, .. } | State::Lingering { lost, .. } => *lost = true,
            _ => {}
        }
    }

    /// That client has all that was sent to it: the temporary network may go,
    /// once it has lingered for long enough.
    pub fn flushed(
        &mut self,
        now: Instant,
        client: ClientId,
        times: &ProvisionTimes,
        out: &mut Outbox<'_>,
    ) {
        if let State::Lingering {
            waits_for,
            not_before,
            until,
            ..
        } = &mut self.state
            && *waits_for == Some(client)
        {
            *waits_for = None;
            *until = *not_before;
            self.expire(now, times, out);
        }
    }

    /// That client is gone: nobody waits for its answers any more.
    pub fn disconnected(
        &mut self,
        now: Instant,
        client: ClientId,
        times: &ProvisionTimes,
        out: &mut Outbox<'_>,
    ) {
        self.flushed(now, client, times, out);
        if let State::Joining { asker, .. } | State::Saving { asker, .. } = &mut self.state {
            forget(asker, client);
        }
        self.scan_goes_on_without(client);
    }

    /// When something is due.
    #[must_use]
    pub fn due(&self) -> Option<Instant> {
        let own = match self.state {
            State::Idle { auto } => auto,
            State::Joining { until, .. }
            | State::Lingering { until, .. }
            | State::Connecting { until, .. }
            | State::BackOff { until } => Some(until),
            State::Off
            | State::Opening { .. }
            | State::Open { .. }
            | State::Saving { .. }
            | State::Online => None,
        };
        let closes = match self.state {
            State::Opening { .. } | State::Open { .. } => self.window,
            _ => None,
        };
        earliest(earliest(own, closes), self.scan_due())
    }

    /// Lets what is due happen.
    pub fn expire(&mut self, now: Instant, times: &ProvisionTimes, out: &mut Outbox<'_>) {
        self.expire_scan(now, out);
        if self.due().is_none_or(|due| due > now) {
            return;
        }
        match self.state {
            State::Idle { .. } => self.open(now, times, out),
            State::Opening { .. } | State::Open { .. } => self.close(now, times, out),
            State::Joining { tries, .. } => {
                self.tried(now, OpResult::Failed(tries.too_late()), times, out);
            }
            State::Lingering { lost: true, .. } => self.connect(now, times, out),
            State::Lingering { lost: false, .. } => {
                out.radio(RadioJob::StopAp);
                self.ap = false;
                self.state = State::Online;
            }
            State::Connecting { .. } => self.back_off(now, Refusal::WEAK_SIGNAL, times),
            State::BackOff { .. } => self.connect(now, times, out),
            State::Off | State::Saving { .. } | State::Online => {}
        }
    }

    /// The temporary network is up, or the radio cannot have it: then the
    /// camera shows that, and returns to the network that it knows (R44).
    fn opened(
        &mut self,
        now: Instant,
        result: OpResult,
        times: &ProvisionTimes,
        out: &mut Outbox<'_>,
    ) {
        self.radio_broken = result.failure().is_some();
        self.ap = !self.radio_broken;
        if self.ap {
            self.state = State::Open { renewing: None };
            return;
        }
        self.window = None;
        if self.known {
            self.connect(now, times, out);
        } else {
            self.state = State::Idle {
                auto: Some(now.after(times.backoff_ms_max)),
            };
        }
    }

    /// Whether the radio is free for a scan or a trial.
    fn is_ready(&self) -> bool {
        matches!(self.state, State::Open { .. } | State::Online) && self.scan.is_none()
    }

    /// Another job of the radio ends the one that was going on.
    fn give_up_renewing(&mut self) {
        if let State::Open { renewing } = &mut self.state {
            *renewing = None;
        }
    }
}

impl Default for Provision {
    fn default() -> Self {
        Self::new()
    }
}

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
//! use camera_fsm::action::{Action, Actions, Asker, Context, OpId};
//! use camera_fsm::input::{ClientId, OpResult, Stored, Trial};
//! use camera_fsm::{profile::REFERENCE, provision::Provision, time::Instant};
//! use camera_proto::vocab::{Band, CameraState};
//!
//! let (now, mut last_op) = (Instant::from_millis(0), OpId(0));
//! // The last operation that it asks for.
//! let mut asked = |call: &mut dyn FnMut(&mut Context<'_>)| {
//!     let mut actions = Actions::new();
//!     call(&mut Context::new(now, &REFERENCE, &mut actions, last_op));
//!     let ops = actions.iter().filter_map(|action| match action {
//!         Action::Radio { op, .. } | Action::Store { op, .. } => Some(*op),
//!         _ => None,
//!     });
//!     last_op = ops.last().unwrap_or(last_op);
//!     last_op
//! };
//! let mut setup = Provision::new();
//! asked(&mut |cx| setup.boot(&Stored::BLANK, true, cx));
//! let opening = asked(&mut |cx| setup.open(cx));
//! asked(&mut |cx| _ = setup.done(opening, OpResult::Done, cx));
//! assert_eq!(setup.camera_state(), CameraState::SETUP);
//!
//! let asker = Asker::new(ClientId(0), 1);
//! let trial = Trial {
//!     passphrase_len: 12,
//!     is_raw_key: false,
//!     security: None,
//!     allow_no_internet: false,
//!     seen_on: Band::Unknown,
//! };
//! let joining = asked(&mut |cx| setup.try_network(asker, trial, cx));
//! let joined = OpResult::Joined { internet: true, rssi_dbm: -50 };
//! let saving = asked(&mut |cx| _ = setup.done(joining, joined, cx));
//! assert_eq!(setup.camera_state(), CameraState::JOINING); // until it is written
//! asked(&mut |cx| _ = setup.done(saving, OpResult::Done, cx));
//! assert_eq!(setup.camera_state(), CameraState::ONLINE);
//! ```

mod joining;
mod look;
#[cfg(feature = "explore")]
mod rebase;
mod scan;
mod verdict;
mod window;

use camera_proto::message::Refused;
use camera_proto::vocab::{Fault, Refusal};

use crate::action::{Asker, Context, OpId, RadioJob, forget};
use crate::input::{ClientId, OpResult, Stored, Trial};
use crate::time::{Instant, earliest, is_due};
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
    pub fn boot(&mut self, stored: &Stored, may_open: bool, cx: &mut Context<'_>) {
        let reset = &cx.profile.reset;
        // With a damaged journal nobody can say whether a reset was under way:
        // a network that it was to forget must not be joined (R21).
        self.known = stored.network && stored.damage != Fault::STORE;
        self.jitter = stored.jitter | 1;
        if self.known {
            self.connect(cx);
        } else {
            let auto = reset.auto_setup_ms.filter(|_| may_open);
            self.state = State::Idle {
                auto: auto.map(|ms| cx.now.after(ms)),
            };
        }
    }

    /// A reset takes over: nothing of this goes on.
    #[inline(never)] // few steps do more than ask for it
    pub fn halt(&mut self, cx: &mut Context<'_>) {
        if self.state == State::Off {
            return;
        }
        self.drop_scan(cx);
        if let State::Joining { asker, .. } | State::Saving { asker, .. } = self.state {
            self.end_setup(asker, Refused::because(Refusal::CANCELLED), cx);
        }
        self.state = State::Off;
        self.window = None;
        self.ap = false;
    }

    /// Tries the credentials in the trial slot (R42, R48).
    pub fn try_network(&mut self, asker: Asker, trial: Trial, cx: &mut Context<'_>) {
        let times = &cx.profile.provision;
        if !self.is_ready() {
            cx.refuse(asker, Refusal::BUSY);
        } else if let Err(why) = verdict::judge(&trial) {
            cx.refuse(asker, why);
        } else {
            // The outcome of an older one must not pass for this one's.
            self.last_setup = Refusal::NONE;
            self.state = State::Joining {
                op: cx.radio(RadioJob::JoinTrial),
                asker: Some(asker),
                trial,
                tries: Tries::new(times),
                until: cx.now.after(times.join_ms),
            };
        }
    }

    /// An operation ended; `true` when it was one of these.
    #[inline(never)] // as `Device::ended`
    pub fn done(&mut self, op: OpId, result: OpResult, cx: &mut Context<'_>) -> bool {
        if self.scanned(op, result, cx) {
            return true;
        }
        match self.state {
            State::Opening { op: mine }
            | State::Open {
                renewing: Some(mine),
            } if mine == op => self.opened(result, cx),
            State::Joining { op: mine, .. } if mine == op => {
                self.tried(result, cx);
            }
            State::Saving {
                op: mine,
                asker,
                lost,
            } if mine == op => self.saved((asker, lost), result, cx),
            State::Connecting { op: mine, .. } if mine == op => match result {
                OpResult::Joined { rssi_dbm, .. } => self.online(rssi_dbm),
                OpResult::Done => self.back_off(Refusal::BUG, cx),
                OpResult::HandshakeTimeout { rssi_dbm, .. } => {
                    self.back_off(self.unheard(rssi_dbm, &cx.profile.provision), cx);
                }
                OpResult::Failed(failed) => self.back_off(failed.why, cx),
            },
            _ => return false,
        }
        true
    }

    /// The network is gone (R47). The radio need not say so again: whoever has
    /// something to finish first must remember it.
    pub fn link_lost(&mut self, cx: &mut Context<'_>) {
        match &mut self.state {
            State::Online => {
                self.drop_scan(cx);
                self.connect(cx);
            }
            State::Saving { lost, .. } | State::Lingering { lost, .. } => *lost = true,
            _ => {}
        }
    }

    /// That client has all that was sent to it: the temporary network may go,
    /// once it has lingered for long enough.
    pub fn flushed(&mut self, client: ClientId, cx: &mut Context<'_>) {
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
            self.expire(cx);
        }
    }

    /// That client is gone: nobody waits for its answers any more.
    pub fn disconnected(&mut self, client: ClientId, cx: &mut Context<'_>) {
        self.flushed(client, cx);
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
            State::Opening { .. } | State::Open { .. } => self.window,
            State::Joining { until, .. }
            | State::Lingering { until, .. }
            | State::Connecting { until, .. }
            | State::BackOff { until } => Some(until),
            State::Off | State::Saving { .. } | State::Online => None,
        };
        earliest(own, self.scan_due())
    }

    /// Lets what is due happen.
    pub fn expire(&mut self, cx: &mut Context<'_>) {
        self.expire_scan(cx);
        if !is_due(self.due(), cx.now) {
            return;
        }
        match self.state {
            State::Idle { .. } => self.open(cx),
            State::Opening { .. } | State::Open { .. } => self.close(cx),
            State::Joining { tries, .. } => {
                self.tried(OpResult::Failed(tries.too_late()), cx);
            }
            State::Lingering { lost: true, .. } => self.connect(cx),
            State::Lingering { lost: false, .. } => {
                cx.radio(RadioJob::StopAp);
                self.ap = false;
                self.state = State::Online;
            }
            State::Connecting { .. } => self.back_off(Refusal::WEAK_SIGNAL, cx),
            State::BackOff { .. } => self.connect(cx),
            State::Off | State::Saving { .. } | State::Online => {}
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

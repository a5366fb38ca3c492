//! The radio: takes its time, and asks the router.

use std::collections::VecDeque;

use camera_fsm::action::{OpId, RadioJob};
use camera_fsm::input::OpResult;
use camera_fsm::time::Instant;
use camera_hal::radio::{Radio, RadioEvent};
use camera_proto::message::{Provision, Refused};
use camera_proto::vocab::Refusal;

use super::pace::Pace;
use super::router::Router;

/// The radio and what is around it.
#[derive(Debug)]
pub struct SimRadio {
    /// The networks in reach.
    pub router: Router,
    is_broken: bool,
    job: Option<Job>,
    ap: Option<String>,
    station: Option<Provision>,
    events: VecDeque<RadioEvent>,
    pace: Pace,
}

#[derive(Debug)]
struct Job {
    op: OpId,
    what: RadioJob,
    network: Option<Provision>,
    ap: String,
    ready_at: Instant,
}

impl SimRadio {
    /// A silent radio in that house.
    #[must_use]
    pub fn new(router: Router) -> Self {
        Self {
            router,
            is_broken: false,
            job: None,
            ap: None,
            station: None,
            events: VecDeque::new(),
            pace: Pace::LIKELY,
        }
    }

    /// It takes so long from now on.
    pub(super) fn set_pace(&mut self, pace: Pace) {
        self.pace = pace;
    }

    /// Whatever it is asked to do fails from now on, or works again.
    pub fn fail(&mut self, fails: bool) {
        self.is_broken = fails;
        if fails {
            self.ap = None;
        }
    }

    /// Power is gone: nothing is on the air.
    pub fn power_off(&mut self) {
        self.job = None;
        self.ap = None;
        self.station = None;
        self.events.clear();
    }

    /// The name of the temporary network, while it is up.
    #[must_use]
    pub fn ap(&self) -> Option<&str> {
        self.ap.as_deref()
    }

    /// Whether the camera is on a network.
    #[must_use]
    pub fn is_station(&self) -> bool {
        self.station.is_some()
    }

    /// What the radio does, in a word.
    #[must_use]
    pub fn state(&self) -> &'static str {
        let joining = matches!(
            self.job,
            Some(Job {
                what: RadioJob::JoinTrial | RadioJob::JoinStored,
                ..
            })
        );
        match (&self.ap, &self.station) {
            _ if joining => "joining",
            (Some(_), Some(_)) => "ap+station",
            (Some(_), None) => "ap",
            (None, Some(_)) => "station",
            (None, None) => "off",
        }
    }

    /// Whether what the camera sends comes through to the internet.
    #[must_use]
    pub fn has_internet(&self) -> bool {
        let station = self.station.as_ref().filter(|_| !self.is_broken);
        let joined = station.map(|station| self.router.join(station));
        matches!(joined, Some(OpResult::Joined { internet: true, .. }))
    }

    fn finish(&mut self, job: Job) {
        let result = match job.what {
            _ if self.is_broken => OpResult::Failed(Refused::because(Refusal::UNSUPPORTED)),
            RadioJob::StartAp => {
                self.ap = Some(job.ap);
                OpResult::Done
            }
            RadioJob::StopAp | RadioJob::Off => OpResult::Done,
            RadioJob::Scan => {
                self.events
                    .extend(self.router.heard().map(RadioEvent::Heard));
                OpResult::Done
            }
            RadioJob::JoinTrial | RadioJob::JoinStored => {
                let joined = match &job.network {
                    Some(network) => self.router.join(network),
                    None => OpResult::Failed(Refused::because(Refusal::NETWORK_NOT_FOUND)),
                };
                if let OpResult::Joined { .. } = joined {
                    self.station = job.network;
                }
                joined
            }
        };
        self.events.push_back(RadioEvent::Done(job.op, result));
    }
}

impl Radio for SimRadio {
    fn start(
        &mut self,
        now: Instant,
        op: OpId,
        what: RadioJob,
        network: Option<&Provision>,
        ap: &[u8],
    ) {
        let pace = self.pace;
        let took_ms = match what {
            RadioJob::StartAp => {
                self.station = None;
                match self.ap {
                    Some(_) => pace.ap_again_ms,
                    None => pace.ap_ms,
                }
            }
            RadioJob::StopAp => {
                self.ap = None;
                pace.off_ms
            }
            RadioJob::Off => {
                self.ap = None;
                self.station = None;
                pace.off_ms
            }
            RadioJob::Scan => pace.scan_ms,
            RadioJob::JoinTrial => {
                self.station = None;
                pace.join_ms
            }
            RadioJob::JoinStored => {
                self.ap = None;
                self.station = None;
                pace.join_ms
            }
        };
        self.job = Some(Job {
            op,
            what,
            network: network.cloned(),
            ap: String::from_utf8_lossy(ap).into_owned(),
            ready_at: now.after(took_ms),
        });
    }

    fn poll(&mut self, now: Instant) -> Option<RadioEvent> {
        if self.job.as_ref().is_some_and(|job| job.ready_at <= now)
            && let Some(job) = self.job.take()
        {
            self.finish(job);
        }
        if let Some(station) = &self.station
            && (self.is_broken || self.router.join(station).failure().is_some())
        {
            self.station = None;
            self.events.push_back(RadioEvent::LinkLost);
        }
        self.events.pop_front()
    }

    fn due(&self) -> Option<Instant> {
        self.job.as_ref().map(|job| job.ready_at)
    }
}

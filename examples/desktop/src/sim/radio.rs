//! The radio: takes its time, and asks the router.

use std::collections::VecDeque;

use camera_fsm::action::{OpId, RadioJob};
use camera_fsm::input::OpResult;
use camera_fsm::time::Instant;
use camera_hal::radio::{Radio, RadioEvent};
use camera_proto::message::{Provision, Refused};
use camera_proto::vocab::Refusal;

use super::router::Router;

/// How long the radio takes, in milliseconds.
const AP_MS: u32 = 300;
const SCAN_MS: u32 = 900;
const JOIN_MS: u32 = 1_500;
const UNBIND_MS: u32 = 400;

/// The radio and what is around it.
#[derive(Debug)]
pub struct SimRadio {
    /// The networks in reach.
    pub router: Router,
    job: Option<Job>,
    ap: Option<String>,
    station: Option<Provision>,
    events: VecDeque<RadioEvent>,
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
            job: None,
            ap: None,
            station: None,
            events: VecDeque::new(),
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

    /// The cloud hears whatever comes through to the internet.
    fn tell_the_cloud(&self) -> OpResult {
        let heard = self
            .station
            .as_ref()
            .map(|station| self.router.join(station));
        match heard {
            Some(OpResult::Joined { internet: true, .. }) => OpResult::Done,
            _ => OpResult::Failed(Refused::because(Refusal::NO_INTERNET)),
        }
    }

    fn finish(&mut self, job: Job) {
        let result = match job.what {
            RadioJob::StartAp => {
                self.ap = Some(job.ap);
                OpResult::Done
            }
            RadioJob::StopAp | RadioJob::Off => OpResult::Done,
            RadioJob::Unbind => self.tell_the_cloud(),
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
        let took_ms = match what {
            RadioJob::StartAp => {
                self.station = None;
                match self.ap {
                    Some(_) => 0,
                    None => AP_MS,
                }
            }
            RadioJob::StopAp => {
                self.ap = None;
                0
            }
            RadioJob::Off => {
                self.ap = None;
                self.station = None;
                0
            }
            RadioJob::Scan => SCAN_MS,
            RadioJob::Unbind => UNBIND_MS,
            RadioJob::JoinTrial => {
                self.station = None;
                JOIN_MS
            }
            RadioJob::JoinStored => {
                self.ap = None;
                self.station = None;
                JOIN_MS
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
            && self.router.join(station).failure().is_some()
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

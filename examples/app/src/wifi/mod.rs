//! The radio of a chip that has Wi-Fi of its own: scan, temporary network, join.
//! Joining is four things in a row, each of which fails in its own words (R42):
//!
//! ```text
//! look for it → join → get an address → ask the internet what time it is
//! ```
//!
//! Trying again is the machine's business. No password stays here longer than a
//! join takes.

mod driver;
pub mod reason;

use camera_fsm::action::{OpId, RadioJob};
use camera_fsm::input::OpResult;
use camera_fsm::time::{Instant, earliest};
use camera_hal::radio::{Radio, RadioEvent};
use camera_proto::message::{Provision, Refused};
use camera_proto::vocab::{Network, Refusal, Security};

pub use driver::{ApName, Driver, Event, Order, Target};

/// How long each thing may take, in milliseconds. Together they are less than the
/// time that the machine has for a join, so that it hears which one it was.
pub const LOOK_MS: u32 = 5_000;
/// See [`LOOK_MS`].
pub const JOIN_MS: u32 = 10_000;
/// See [`LOOK_MS`].
pub const ADDRESS_MS: u32 = 10_000;
/// See [`LOOK_MS`].
pub const PROBE_MS: u32 = 4_000;

/// How long a clock without a battery goes on by itself, in milliseconds: a day,
/// in which it is wrong by a second or two. Then it asks again (R56).
pub const DAY_MS: u32 = 24 * 60 * 60 * 1_000;

/// And when nobody has told it: a quarter of an hour.
pub const ASK_AGAIN_MS: u32 = 15 * 60 * 1_000;

/// What is fainter is not worth a first try, in dBm. A network that has worked
/// is tried all the same (R47).
pub const WEAK_DBM: i8 = -85;

/// The radio by that driver.
#[derive(Debug)]
pub struct Wifi<D> {
    driver: D,
    /// Of the last order.
    number: u16,
    /// Of the last order to join.
    joined_by: u16,
    /// The temporary network, while it is up.
    ap: Option<ApName>,
    is_on_network: bool,
    /// When it asks what time it is, while it is on a network.
    asks_at: Instant,
    job: Option<Job>,
}

#[derive(Debug)]
struct Job {
    op: OpId,
    step: Step,
    /// Then it is over.
    until: Instant,
}

/// What is waited for.
#[derive(Debug)]
enum Step {
    /// The driver says when it is done.
    Simple,
    Scan,
    /// The loudest so far of those that it may be.
    Look(Wanted, Option<Network>),
    Join {
        /// Nothing weaker will do.
        security: Security,
        rssi_dbm: i8,
    },
    Address {
        rssi_dbm: i8,
    },
    Probe {
        rssi_dbm: i8,
    },
    /// It is over, and to be told.
    Over(OpResult),
}

/// A network to join.
#[derive(Debug)]
struct Wanted {
    network: Provision,
    /// It has not worked yet; the temporary network stays up.
    is_trial: bool,
}

/// What follows from an event.
enum Next {
    Wait(Step),
    /// The next thing, by that order, and how long it may take.
    Go(Step, Order, u32),
    End(OpResult),
}

impl<D: Driver> Wifi<D> {
    /// Nothing is on the air.
    pub const fn new(driver: D) -> Self {
        Self {
            driver,
            number: 0,
            joined_by: 0,
            ap: None,
            is_on_network: false,
            asks_at: Instant::from_millis(0),
            job: None,
        }
    }

    /// The driver, for a board that sleeps until it has something to tell.
    pub const fn driver(&mut self) -> &mut D {
        &mut self.driver
    }

    fn order(&mut self, order: Order) {
        match &order {
            Order::Off => (self.ap, self.is_on_network) = (None, false),
            Order::Open(name) => (self.ap, self.is_on_network) = (Some(name.clone()), false),
            Order::Close => self.ap = None,
            Order::Join { keeps, .. } => (self.ap, self.is_on_network) = (keeps.clone(), false),
            Order::Scan(_) | Order::Address | Order::Probe => {}
        }
        self.number = self.number.wrapping_add(1);
        if let Order::Join { .. } = order {
            self.joined_by = self.number;
        }
        self.driver.begin(self.number, order);
    }

    fn go(&mut self, now: Instant, (op, until): (OpId, Instant), next: Next) {
        let (step, until) = match next {
            Next::Wait(step) => (step, until),
            Next::Go(step, order, ms) => {
                self.order(order);
                (step, now.after(ms))
            }
            Next::End(result) => (Step::Over(result), now),
        };
        self.job = Some(Job { op, step, until });
    }

    fn is_over(&self) -> bool {
        let job = self.job.as_ref();
        job.is_some_and(|job| matches!(job.step, Step::Over(_)))
    }

    /// What an event means for the job; the rest of it is told as it is.
    fn happened(&mut self, now: Instant, number: u16, event: Event) -> Option<RadioEvent> {
        if !self.is_of_now(number, &event) {
            return None;
        }
        if self.is_on_network && matches!(event, Event::Left { .. }) {
            self.is_on_network = false;
            return Some(RadioEvent::LinkLost);
        }
        let time = self.time(now, &event);
        let Some(Job { op, step, until }) = self.job.take() else {
            return time;
        };
        if let (Step::Scan, Event::Heard(network)) = (&step, &event) {
            let heard = RadioEvent::Heard(network.clone());
            self.job = Some(Job { op, step, until });
            return Some(heard);
        }
        let next = self.next(step, event);
        self.go(now, (op, until), next);
        time
    }

    /// Whether it is not of an order that was given up. A network is lost in the
    /// middle of anything that came after it was joined.
    const fn is_of_now(&self, number: u16, event: &Event) -> bool {
        let since_joined = number.wrapping_sub(self.joined_by);
        match event {
            Event::Left { .. } => since_joined <= self.number.wrapping_sub(self.joined_by),
            _ => number == self.number,
        }
    }

    /// What time it is, if that is what the driver tells.
    fn time(&mut self, now: Instant, event: &Event) -> Option<RadioEvent> {
        let Event::Internet { unix_s, .. } = *event else {
            return None;
        };
        self.asks_at = now.after(match unix_s {
            Some(_) => DAY_MS,
            None => ASK_AGAIN_MS,
        });
        unix_s.map(|unix_s| RadioEvent::Time { unix_s })
    }

    /// When it asks again: in nobody's way.
    fn asks_at(&self) -> Option<Instant> {
        (self.is_on_network && self.job.is_none()).then_some(self.asks_at)
    }

    fn next(&mut self, step: Step, event: Event) -> Next {
        match (step, event) {
            (Step::Simple | Step::Scan, Event::Done) => Next::End(OpResult::Done),
            (Step::Look(wanted, best), Event::Heard(heard)) => {
                let best = louder(&wanted.network, best, heard);
                Next::Wait(Step::Look(wanted, best))
            }
            (Step::Look(wanted, best), Event::Done) => self.found(wanted, best),
            (Step::Join { security, rssi_dbm }, Event::Associated(by)) => {
                match is_weaker(by, security) {
                    // It was heard as the one, and joined as the other.
                    true => failed(Refusal::UNSUPPORTED_SECURITY),
                    false => Next::Go(Step::Address { rssi_dbm }, Order::Address, ADDRESS_MS),
                }
            }
            (Step::Address { rssi_dbm }, Event::Address) => {
                Next::Go(Step::Probe { rssi_dbm }, Order::Probe, PROBE_MS)
            }
            (Step::Probe { rssi_dbm }, Event::Internet { is_there, .. }) => {
                self.joined(is_there, rssi_dbm)
            }
            (
                Step::Join { rssi_dbm, .. } | Step::Address { rssi_dbm } | Step::Probe { rssi_dbm },
                Event::Left { reason },
            ) => Next::End(reason::result(reason, rssi_dbm)),
            (_, Event::Failed(driver_code)) => Next::End(OpResult::Failed(Refused {
                driver_code,
                ..Refused::because(Refusal::BUG)
            })),
            (step, _) => Next::Wait(step),
        }
    }

    /// The search is over.
    fn found(&self, wanted: Wanted, best: Option<Network>) -> Next {
        let Wanted { network, is_trial } = wanted;
        let Some(heard) = best else {
            return failed(Refusal::NETWORK_NOT_FOUND);
        };
        if let Err(why) = judge(&network, &heard, is_trial) {
            return failed(why);
        }
        let step = Step::Join {
            security: network.security.unwrap_or(heard.security),
            rssi_dbm: heard.rssi_dbm,
        };
        let target = Target {
            ssid: network.ssid.clone(),
            passphrase: network.passphrase.clone(),
            security: heard.security,
            bssid: network.bssid,
            channel: heard.channel,
        };
        let keeps = self.ap.clone().filter(|_| is_trial);
        Next::Go(step, Order::Join { target, keeps }, JOIN_MS)
    }

    fn joined(&mut self, internet: bool, rssi_dbm: i8) -> Next {
        self.is_on_network = true;
        Next::End(OpResult::Joined { internet, rssi_dbm })
    }

    /// How it ended. Whoever has not in time has failed, each in its own way.
    fn ended(&mut self, now: Instant, step: Step) -> OpResult {
        match step {
            Step::Join { rssi_dbm, .. } => OpResult::HandshakeTimeout {
                rssi_dbm,
                driver_code: 0,
            },
            Step::Address { .. } => OpResult::Failed(Refused::because(Refusal::NO_ADDRESS)),
            Step::Probe { rssi_dbm } => {
                self.is_on_network = true;
                self.asks_at = now.after(ASK_AGAIN_MS);
                OpResult::Joined {
                    internet: false,
                    rssi_dbm,
                }
            }
            Step::Over(result) => result,
            Step::Simple | Step::Scan | Step::Look(..) => {
                OpResult::Failed(Refused::because(Refusal::BUG))
            }
        }
    }
}

impl<D: Driver> Radio for Wifi<D> {
    fn start(
        &mut self,
        now: Instant,
        op: OpId,
        job: RadioJob,
        network: Option<&Provision>,
        ap: &[u8],
    ) {
        let next = match (job, network) {
            (RadioJob::StartAp, _) => {
                let name = ApName::from_slice(ap).unwrap_or_default();
                Next::Go(Step::Simple, Order::Open(name), LOOK_MS)
            }
            (RadioJob::StopAp, _) => Next::Go(Step::Simple, Order::Close, LOOK_MS),
            (RadioJob::Off, _) => Next::Go(Step::Simple, Order::Off, LOOK_MS),
            (RadioJob::Scan, _) => Next::Go(Step::Scan, Order::Scan(None), LOOK_MS),
            (RadioJob::JoinTrial | RadioJob::JoinStored, Some(network)) => {
                let hidden = network.hidden.then(|| network.ssid.clone());
                let wanted = Wanted {
                    network: network.clone(),
                    is_trial: job == RadioJob::JoinTrial,
                };
                Next::Go(Step::Look(wanted, None), Order::Scan(hidden), LOOK_MS)
            }
            (RadioJob::JoinTrial | RadioJob::JoinStored, None) => {
                failed(Refusal::NETWORK_NOT_FOUND)
            }
        };
        self.go(now, (op, now), next);
    }

    fn poll(&mut self, now: Instant) -> Option<RadioEvent> {
        // What is over is told before what happened then: whoever waits to be on
        // a network does not listen for its loss yet.
        while !self.is_over()
            && let Some((number, event)) = self.driver.happened()
        {
            if let Some(event) = self.happened(now, number, event) {
                return Some(event);
            }
        }
        if self.asks_at().is_some_and(|asks_at| asks_at <= now) {
            self.asks_at = now.after(ASK_AGAIN_MS);
            self.order(Order::Probe);
        }
        let Job { op, step, .. } = self.job.take_if(|job| job.until <= now)?;
        Some(RadioEvent::Done(op, self.ended(now, step)))
    }

    fn due(&self) -> Option<Instant> {
        earliest(self.job.as_ref().map(|job| job.until), self.asks_at())
    }
}

fn failed(why: Refusal) -> Next {
    Next::End(OpResult::Failed(Refused::because(why)))
}

/// The louder of both, where both are what is looked for.
fn louder(wanted: &Provision, best: Option<Network>, heard: Network) -> Option<Network> {
    let is_it =
        heard.ssid == wanted.ssid && wanted.bssid.is_none_or(|pinned| pinned == heard.bssid);
    match best {
        Some(best) if !is_it || best.rssi_dbm >= heard.rssi_dbm => Some(best),
        None if !is_it => None,
        _ => Some(heard),
    }
}

/// What can be said of a network by its beacon (R42).
fn judge(wanted: &Provision, heard: &Network, is_trial: bool) -> Result<(), Refusal> {
    let is_supported = matches!(
        heard.security,
        Security::OPEN | Security::WPA2 | Security::WPA3 | Security::WPA2_WPA3
    );
    // A password for an open network is no reason to send it into the clear.
    let is_open = heard.security == Security::OPEN;
    let agrees = wanted
        .security
        .is_none_or(|asked| !is_weaker(heard.security, asked));
    if !is_supported || !agrees || wanted.passphrase.as_bytes().is_empty() != is_open {
        Err(Refusal::UNSUPPORTED_SECURITY)
    } else if is_trial && heard.rssi_dbm < WEAK_DBM {
        Err(Refusal::WEAK_SIGNAL)
    } else {
        Ok(())
    }
}

/// Whether a network of that kind is weaker than what was asked for. One that is
/// both is as strong as either: how it was joined is looked at again.
fn is_weaker(security: Security, asked: Security) -> bool {
    let strength = |security| match security {
        Security::WPA3 => 3,
        Security::WPA2 => 2,
        Security::WPA2_WPA3 if asked == Security::WPA3 => 3,
        Security::WPA2_WPA3 => 2,
        _ => 0,
    };
    strength(security) < strength(asked)
}

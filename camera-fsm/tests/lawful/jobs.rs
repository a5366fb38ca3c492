//! What the device asks for begins in its world, and ends there.

use camera_fsm::action::{Action, Answer, OpId, RadioJob, StoreJob};
use camera_fsm::input::OpResult;
use camera_proto::vocab::{PairingSecret, Role};

use super::flash::Extent;
use super::seeds::Seed;
use super::world::{End, FAILED, Station, Waits, World};

impl World {
    pub(super) fn end_store(&mut self, end: End, seed: Option<Seed>) -> Option<(OpId, OpResult)> {
        if self.store.is_empty() {
            return None;
        }
        let (mut op, job) = self.store.remove(0);
        match seed {
            Some(seed) if seed.is_done_in_words(job) => return Some((op, OpResult::Done)),
            Some(Seed::FailuresPassForSuccess) if end == End::Failed => {
                return Some((op, OpResult::Done));
            }
            Some(Seed::StaleEndsAreTaken) => {
                op = self.store.last().map_or(op, |(newest, _)| *newest);
            }
            _ => {}
        }
        let written = end != End::Failed
            && (job != StoreJob::SaveNetwork || self.trial)
            && self.write_as(job, seed);
        if matches!(job, StoreJob::SaveSetting { .. }) {
            self.setting = None;
        }
        if written && job == StoreJob::SaveNetwork && self.station == Station::Trial {
            self.station = Station::Stored;
        }
        let result = match written && end == End::Done {
            true => OpResult::Done,
            false => FAILED,
        };
        Some((op, result))
    }

    fn write_as(&mut self, job: StoreJob, seed: Option<Seed>) -> bool {
        let whole = (job, Extent::Whole);
        let (job, extent) = seed.map_or(whole, |seed| seed.miswritten(job));
        self.write(job, extent)
    }

    pub(super) fn write(&mut self, job: StoreJob, extent: Extent) -> bool {
        let done = self.flash.apply(job, extent);
        if let (StoreJob::SaveSetting { setting, .. }, Some(effect)) = (job, self.setting)
            && done
            && extent == Extent::Whole
        {
            self.flash.choose(setting, effect);
        }
        done
    }

    pub(super) fn end_radio(&mut self, result: OpResult, seed: Option<Seed>) -> Option<OpId> {
        let (op, job) = self.radio.take()?;
        match (job, result) {
            (RadioJob::StartAp, _) if seed == Some(Seed::OpensItsNetworkInWords) => {}
            (RadioJob::StartAp, result) => self.ap = result == OpResult::Done,
            (RadioJob::JoinTrial, OpResult::Joined { .. }) => self.station = Station::Trial,
            (RadioJob::JoinStored, OpResult::Joined { .. }) => self.station = Station::Stored,
            _ => {}
        }
        Some(op)
    }

    pub(super) fn start(&mut self, action: &Action) {
        match *action {
            Action::Store {
                job: job @ StoreJob::SaveFault(_),
                ..
            } if !self.flash.notes_slowly => {
                self.flash.apply(job, Extent::Whole);
            }
            Action::Store { op, job } => {
                let fits = self.store.push((op, job));
                assert!(fits.is_ok(), "the store lags too far behind");
            }
            Action::Radio { op, job } => self.start_radio(op, job),
            Action::Reply { client, answer, .. } => {
                let client = usize::from(client.0);
                if self.clients[client].waits == Some(Waits::Invitation) && answer == Answer::Done {
                    // Another code, or none.
                    self.clients
                        .iter_mut()
                        .for_each(|client| client.invited = false);
                }
                let client = &mut self.clients[client];
                match (client.waits.take(), answer) {
                    (_, Answer::Enrolled(role)) => client.role = Some(role),
                    (Some(Waits::Proof), Answer::Done) => {
                        client.role = Some(Role::PROVEN);
                        client.invited = client.pairs_by == Some(PairingSecret::INVITATION);
                    }
                    (Some(Waits::Reset), Answer::Done) => client.farewell = true,
                    (Some(Waits::Share(by)), Answer::PairShare) => client.pairs_by = Some(by),
                    (Some(Waits::Proof), Answer::Refused(_)) => client.pairs_by = None,
                    _ => {}
                }
                client.unflushed = client.role.is_some();
            }
            Action::Unbind { op } => self.cloud = Some(op),
            Action::Audio { op, ms } => self.audio = (ms > 0).then_some(op),
            Action::FindHome { op } => self.homes = Some(op),
            Action::Motion { .. } => {}
            Action::ForgetTrial => self.trial = false,
            Action::Reboot => self.lose_power(),
        }
    }

    /// One job at a time: a new one ends the one before.
    fn start_radio(&mut self, op: OpId, job: RadioJob) {
        self.radio = Some((op, job));
        let stays = matches!(job, RadioJob::Scan | RadioJob::StopAp);
        if !stays {
            self.station = Station::None;
        }
        match job {
            RadioJob::Off | RadioJob::StopAp | RadioJob::JoinStored => self.ap = false,
            RadioJob::JoinTrial => self.trial = true,
            RadioJob::StartAp | RadioJob::Scan => {}
        }
        if job == RadioJob::Off {
            // Whatever was on its way to them is lost.
            for client in &mut self.clients {
                client.farewell = false;
            }
        }
    }
}

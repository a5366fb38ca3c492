//! What the machine answers becomes a reply: what it does not know itself is
//! read from the store and the slots.

use camera_fsm::action::Answer;
use camera_fsm::input::{ClientId, Topic};
use camera_proto::message::{
    Abilities, Info, LossList, Moving, Position, Refused, Reply, Setting, Support, Time,
};
use camera_proto::vocab::{Cdeg, Flags, Refusal, ResetCause, SettingId};
use embedded_storage::nor_flash::NorFlash;
use rand_core::CryptoRng;

use super::Scene;
use super::door::Door;
use super::lists::List;

/// What is to be sent.
pub(super) enum Told {
    Reply(Reply),
    List(List),
    /// Nothing yet: it is computed outside of the turn.
    Later,
}

/// A short answer that is kept, so that a request that comes twice is answered
/// twice and done once.
#[derive(Clone, Copy, Debug)]
pub(super) struct Answered {
    pub(super) id: u16,
    outcome: Outcome,
}

#[derive(Clone, Copy, Debug)]
enum Outcome {
    Done,
    Moving(Moving),
    Refused(Refused),
}

impl Answered {
    /// Keeps an answer that something was done, or not. What was only told is
    /// told anew.
    pub(super) fn keep(id: u16, reply: &Reply) -> Option<Self> {
        let outcome = match reply {
            Reply::Done => Outcome::Done,
            Reply::Moving(moving) => Outcome::Moving(*moving),
            Reply::Refused(refused) => Outcome::Refused(*refused),
            _ => return None,
        };
        Some(Self { id, outcome })
    }

    pub(super) fn reply(self) -> Reply {
        match self.outcome {
            Outcome::Done => Reply::Done,
            Outcome::Moving(moving) => Reply::Moving(moving),
            Outcome::Refused(refused) => Reply::Refused(refused),
        }
    }
}

pub(super) fn told<F: NorFlash, R: CryptoRng>(
    answer: Answer,
    (client, id): (ClientId, u16),
    door: &mut Door,
    scene: &mut Scene<'_, F, R>,
) -> Told {
    Told::Reply(match answer {
        Answer::Done => Reply::Done,
        Answer::Refused(refused) => Reply::Refused(refused),
        Answer::Networks => return Told::List(List::Networks),
        Answer::Tell(Topic::Controllers) => return Told::List(List::Controllers),
        Answer::Tell(Topic::Settings) => return Told::List(List::Settings),
        Answer::Tell(Topic::Losses(kind)) => return Told::List(List::Losses(kind)),
        Answer::Tell(Topic::Status) => Reply::Status(scene.device.status(scene.now)),
        Answer::Tell(Topic::Position) => Reply::Position(position(scene)),
        Answer::Tell(Topic::Receipt) => Reply::Receipt(scene.device.reset().receipt()),
        Answer::Tell(Topic::Info) => info(scene),
        Answer::Tell(Topic::Abilities) => Reply::Abilities(abilities(scene)),
        Answer::Tell(Topic::Support) => Reply::Support(support(scene)),
        Answer::Tell(Topic::Time) => Reply::Time(Time {
            unix_s: scene.device.unix_s(scene.now),
        }),
        Answer::Moving => moving(scene),
        Answer::LossList => loss_list(client, scene),
        Answer::Enrolled(role) => door.enrolled(client, role, scene),
        Answer::PairShare if door.share_is_due(id) => return Told::Later,
        Answer::PairShare => Reply::Refused(Refused::because(Refusal::CANCELLED)),
    })
}

fn moving<F, R>(scene: &Scene<'_, F, R>) -> Reply {
    let (pose, arrives_in_ms) = scene.device.pan_tilt().target(scene.now);
    Reply::Moving(Moving {
        pan: pose.pan,
        tilt: pose.tilt,
        arrives_in_ms,
    })
}

fn position<F, R>(scene: &Scene<'_, F, R>) -> Position {
    let status = scene.device.status(scene.now);
    let limits = &scene.device.profile().motion;
    Position {
        pan: status.pan,
        tilt: status.tilt,
        uncertainty: Cdeg(limits.uncertainty_cdeg.into()),
        moving: status.flags.has(Flags::MOVING),
    }
}

fn loss_list<F, R>(client: ClientId, scene: &Scene<'_, F, R>) -> Reply {
    match scene.device.reset().offered(client) {
        Some((scope, token)) => Reply::LossList(LossList {
            token,
            items: scene.device.losses(scope),
        }),
        None => Reply::Refused(Refused::because(Refusal::BUG)),
    }
}

fn info<F: NorFlash, R>(scene: &mut Scene<'_, F, R>) -> Reply {
    let Some(factory) = scene.store.factory() else {
        return Reply::Refused(Refused::because(Refusal::STORE_FAILURE));
    };
    let name = match scene.store.setting(scene.flash, SettingId::NAME) {
        Some(Setting::Name(named)) => named.name,
        _ => heapless::Vec::new(),
    };
    let firmware = scene.about.firmware.bytes();
    Reply::Info(Info {
        model: factory.model.clone(),
        serial: factory.serial.clone(),
        firmware: firmware.take(24).collect(),
        made_on: factory.made_on,
        name,
    })
}

fn abilities<F, R>(scene: &Scene<'_, F, R>) -> Abilities {
    let limits = &scene.device.profile().motion;
    let stream_uri = scene.about.stream_uri.bytes();
    Abilities {
        can: scene.about.can,
        pan: [Cdeg(limits.pan.min_cdeg), Cdeg(limits.pan.max_cdeg)],
        tilt: [Cdeg(limits.tilt.min_cdeg), Cdeg(limits.tilt.max_cdeg)],
        stream_uri: stream_uri.take(128).collect(),
    }
}

fn support<F, R>(scene: &Scene<'_, F, R>) -> Support {
    let status = scene.device.status(scene.now);
    let receipt = scene.device.reset().receipt();
    Support {
        uptime_s: status.uptime_s,
        first_setup_s: 0,
        resets: receipt.map_or(0, |receipt| receipt.count),
        last_reset: receipt.map_or(ResetCause(0), |receipt| receipt.cause),
        fault: status.fault,
        last_setup: status.last_setup,
        rssi_dbm: status.rssi_dbm,
        controllers: scene.device.controllers().count(),
        wrong_codes: scene.device.pairing().attempts(),
    }
}

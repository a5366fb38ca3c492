//! What the machine answers becomes a reply: what it does not know itself is
//! read from the store and the slots.

use camera_fsm::action::Answer;
use camera_fsm::input::{ClientId, Topic};
use camera_proto::message::{
    Abilities, Enrolled, FIRMWARE_MAX, Info, LossList, Moving, Position, Refused, Reply,
    STREAM_URI_MAX, Setting, Support, Time,
};
use camera_proto::vocab::{
    Cdeg, Flags, LossItem, LossKind, Refusal, ResetCause, ResetScope, ResetToken, Role, SettingId,
};
use embedded_storage::nor_flash::NorFlash;
use heapless::{Deque, Vec};
use rand_core::CryptoRng;

use super::door::Door;
use super::lists::List;
use super::{ANSWERED_KEPT, Scene};

/// What is to be sent.
pub(super) enum Told {
    Reply(Reply),
    List(List),
    /// Nothing yet: it is computed outside of the turn.
    Later,
}

/// The last answers of one client, so that a request that comes twice is
/// answered twice and done once.
#[derive(Debug)]
pub(super) struct Answers(Deque<(u16, Outcome), ANSWERED_KEPT>);

/// What is kept of an answer: what the camera cannot tell again by itself. No
/// key is among it, and a list is short enough to be made again.
#[derive(Clone, Copy, Debug)]
enum Outcome {
    Done,
    Moving(Moving),
    Refused(Refused),
    LossList(ResetScope, ResetToken),
    /// Its key is in the flash.
    Enrolled(Role),
}

impl Answers {
    pub(super) const fn new() -> Self {
        Self(Deque::new())
    }

    /// Keeps an answer that something was done, or not. What was only told is
    /// told anew.
    pub(super) fn keep<F, R>(
        &mut self,
        (client, id): (ClientId, u16),
        reply: &Reply,
        scene: &Scene<'_, F, R>,
    ) {
        let outcome = match reply {
            Reply::Done => Outcome::Done,
            Reply::Moving(moving) => Outcome::Moving(*moving),
            Reply::Refused(refused) => Outcome::Refused(*refused),
            Reply::LossList(_) => match scene.device.reset().offered(client) {
                Some((scope, token)) => Outcome::LossList(scope, token),
                None => return,
            },
            Reply::Enrolled(enrolled) => Outcome::Enrolled(enrolled.role),
            _ => return,
        };
        if self.0.is_full() {
            self.0.pop_front();
        }
        // There is room now.
        let _ = self.0.push_back((id, outcome));
    }

    /// What that request was answered, if it is among the last.
    pub(super) fn again<F: NorFlash, R: CryptoRng>(
        &self,
        id: u16,
        door: &Door,
        scene: &mut Scene<'_, F, R>,
    ) -> Option<Reply> {
        let &(_, outcome) = self.0.iter().find(|(answered, _)| *answered == id)?;
        Some(match outcome {
            Outcome::Done => Reply::Done,
            Outcome::Moving(moving) => Reply::Moving(moving),
            Outcome::Refused(refused) => Reply::Refused(refused),
            Outcome::LossList(scope, token) => Reply::LossList(LossList {
                token,
                items: losses(scope, scene),
            }),
            Outcome::Enrolled(role) => enrolled(role, door, scene),
        })
    }
}

/// The key that the client in this door has become a controller by.
fn enrolled<F: NorFlash, R>(role: Role, door: &Door, scene: &mut Scene<'_, F, R>) -> Reply {
    let place = door.key_place();
    match place.and_then(|place| scene.store.controller(scene.flash, place)) {
        Some(record) => Reply::Enrolled(Enrolled {
            key_id: record.key_id,
            key: record.key,
            role,
            epoch: scene.device.reset().epoch(),
        }),
        // It was forgotten meanwhile.
        None => Reply::Refused(Refused::because(Refusal::UNKNOWN_CONTROLLER)),
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
        Answer::Tell(Topic::Diagnosis) => return Told::List(List::Findings),
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
        Answer::Enrolled(role) if door.enrolled(client, role, scene) => enrolled(role, door, scene),
        Answer::Enrolled(_) => Reply::Refused(Refused::because(Refusal::BUG)),
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
    Position {
        pan: status.pan,
        tilt: status.tilt,
        uncertainty: scene.device.uncertainty(),
        moving: status.flags.has(Flags::MOVING),
    }
}

fn loss_list<F, R>(client: ClientId, scene: &Scene<'_, F, R>) -> Reply {
    match scene.device.reset().offered(client) {
        Some((scope, token)) => Reply::LossList(LossList {
            token,
            items: losses(scope, scene),
        }),
        None => Reply::Refused(Refused::because(Refusal::BUG)),
    }
}

/// What the machine knows of, and the recordings, which it does not (R33).
fn losses<F, R>(scope: ResetScope, scene: &Scene<'_, F, R>) -> Vec<LossItem, 8> {
    let mut losses = scene.device.losses(scope);
    let count = scene.recordings.count();
    if scope != ResetScope::ForgetNetwork && count > 0 {
        let kind = LossKind::RECORDINGS;
        // There are four kinds, and there is room for twice as many.
        let _ = losses.push(LossItem { kind, count });
    }
    losses
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
        firmware: firmware.take(FIRMWARE_MAX).collect(),
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
        stream_uri: stream_uri.take(STREAM_URI_MAX).collect(),
    }
}

fn support<F, R>(scene: &Scene<'_, F, R>) -> Support {
    let status = scene.device.status(scene.now);
    let receipt = scene.device.reset().receipt();
    Support {
        uptime_s: status.uptime_s,
        first_setup_s: scene.device.first_setup_s().into(),
        resets: receipt.map_or(0, |receipt| receipt.count),
        last_reset: receipt.map_or(ResetCause(0), |receipt| receipt.cause),
        fault: status.fault,
        last_setup: status.last_setup,
        rssi_dbm: status.rssi_dbm,
        controllers: scene.device.controllers().count(),
        wrong_codes: scene.device.pairing().attempts(),
    }
}

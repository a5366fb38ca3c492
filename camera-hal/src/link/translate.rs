//! A request of the wire becomes what the machine is asked; its bulk goes to
//! the slots.

use camera_fsm::input::{Ask, ClientId, Target, Topic, Trial};
use camera_fsm::settings::Effect;
use camera_proto::message::{CodeRecord, Request};
use camera_proto::vocab::{ControllerName, KeyId, Refusal, ResetToken, Role, check_name};
use embedded_storage::nor_flash::NorFlash;
use rand_core::CryptoRng;

use super::Scene;
use super::door::Door;
use crate::slots::What;
use crate::store::records::ControllerRecord;

/// Who sends a request, and which of its requests it is.
#[derive(Clone, Copy)]
pub(super) struct Sender<'d> {
    pub(super) client: ClientId,
    pub(super) id: u16,
    pub(super) door: &'d Door,
}

/// What the machine is asked.
///
/// # Errors
/// Why it need not be asked at all.
pub(super) fn ask<F: NorFlash, R: CryptoRng>(
    request: Request,
    from: Sender<'_>,
    scene: &mut Scene<'_, F, R>,
) -> Result<Ask, Refusal> {
    let stage = |what: What, scene: &mut Scene<'_, F, R>| match scene.slots.stage(
        from.client,
        from.id,
        what,
    ) {
        true => Ok(()),
        false => Err(Refusal::BUSY),
    };
    // Who holds no key yet must not learn from a refusal what the camera has.
    let is_for_all = matches!(request, Request::Enroll(_) | Request::Receipt);
    if !is_for_all && !from.door.role().is_at_least(Role::USER) {
        return Err(Refusal::NOT_ALLOWED);
    }
    Ok(match request {
        // Handshakes do not belong into a session.
        Request::Hello(_)
        | Request::PairShare(_)
        | Request::PairConfirm(_)
        | Request::SessionOpen(_) => return Err(Refusal::UNSUPPORTED),
        Request::Enroll(enroll) => {
            check_name(&enroll.name)?;
            let controller = new_controller(enroll.name, scene);
            stage(What::Controller(controller), scene)?;
            let by = from.door.secret();
            Ask::Enroll { by }
        }
        Request::Status | Request::Watch => Ask::Tell(Topic::Status),
        Request::Position => Ask::Tell(Topic::Position),
        Request::Receipt => Ask::Tell(Topic::Receipt),
        Request::Controllers(_) => Ask::Tell(Topic::Controllers),
        Request::Info => Ask::Tell(Topic::Info),
        Request::Abilities => Ask::Tell(Topic::Abilities),
        Request::Support => Ask::Tell(Topic::Support),
        Request::Diagnose(_) => Ask::Tell(Topic::Diagnosis),
        Request::Time => Ask::Tell(Topic::Time),
        Request::Settings(_) => Ask::Tell(Topic::Settings),
        Request::Losses(losses) if losses.kind.name().is_none() => {
            return Err(Refusal::INVALID_CHOICE);
        }
        Request::Losses(losses) => Ask::Tell(Topic::Losses(losses.kind)),
        Request::Scan(_) => Ask::Scan,
        Request::Provision(network) => {
            let trial = Trial::of(&network);
            scene.slots.offered = Some(network);
            Ask::Provision(trial)
        }
        Request::Restart => Ask::Restart,
        Request::Identify(identify) => Ask::Identify {
            ms: u32::from(identify.seconds) * 1_000,
        },
        Request::MoveAbsolute(to) => Ask::MoveAbsolute {
            pan: to.pan,
            tilt: to.tilt,
            speed: to.speed,
        },
        Request::MoveRelative(by) => Ask::MoveRelative {
            pan: by.pan,
            tilt: by.tilt,
            speed: by.speed,
        },
        Request::MoveContinuous(on) => Ask::MoveContinuous {
            pan: on.pan,
            tilt: on.tilt,
            lease_ms: on.lease_ms,
        },
        Request::GoToPreset(to) => Ask::GoToPreset {
            place: to.place,
            speed: to.speed,
        },
        Request::RunPatrol(patrol) => Ask::RunPatrol(patrol.run),
        Request::Stop => Ask::Stop,
        Request::Home => Ask::Home,
        Request::ResetRequest(reset) => {
            let mut token = ResetToken([0; 8]);
            scene.rng.fill_bytes(&mut token.0);
            Ask::ResetRequest {
                scope: reset.scope,
                token,
            }
        }
        Request::ResetConfirm(confirm) => Ask::ResetConfirm {
            token: confirm.token,
        },
        Request::Revoke(revoke) => Ask::Revoke(target(revoke.key_id, from, scene)),
        Request::Rename(rename) => {
            check_name(&rename.name)?;
            stage(What::Name(rename.name), scene)?;
            Ask::Rename(target(rename.key_id, from, scene))
        }
        Request::SetRole(set) => Ask::SetRole {
            target: target(set.key_id, from, scene),
            role: set.role,
        },
        Request::Invite(invite) => {
            if invite.valid_s > 0 {
                check(&invite.record)?;
            }
            stage(What::Invitation(invite.record), scene)?;
            Ask::Invite {
                role: invite.role,
                valid_s: invite.valid_s,
            }
        }
        Request::ChangeCode(change) => {
            check(&change.record)?;
            stage(What::Code(change.record), scene)?;
            Ask::ChangeCode
        }
        Request::WalkTest(test) => Ask::WalkTest {
            ms: u32::from(test.seconds) * 1_000,
        },
        Request::AudioTest(test) => Ask::AudioTest {
            ms: u32::from(test.seconds) * 1_000,
        },
        Request::SetTime(time) => Ask::SetTime {
            unix_s: time.unix_s,
        },
        Request::Set(setting) => {
            setting.check()?;
            let (id, effect) = (setting.id()?, Effect::of(&setting));
            // What the head can only nearly point to, no zone there would ever hold at.
            if let Effect::Preset(pose) = effect
                && !scene.device.profile().motion.has(pose)
            {
                return Err(Refusal::OUT_OF_RANGE);
            }
            stage(What::Setting(setting), scene)?;
            Ask::Set(id, effect)
        }
        Request::ClearSetting(clear) => match clear.setting.name() {
            Some(_) => Ask::Clear(clear.setting),
            None => return Err(Refusal::NO_SUCH_SETTING),
        },
    })
}

/// Of a list, the first item that is asked for.
pub(super) fn from_item(request: &Request) -> u16 {
    match request {
        Request::Scan(page)
        | Request::Controllers(page)
        | Request::Settings(page)
        | Request::Diagnose(page) => page.from,
        Request::Losses(losses) => losses.from,
        _ => 0,
    }
}

fn new_controller<F, R: CryptoRng>(
    name: ControllerName,
    scene: &mut Scene<'_, F, R>,
) -> ControllerRecord {
    let mut controller = ControllerRecord {
        key_id: KeyId([0; 8]),
        key: [0; 32],
        role: Role::STRANGER,
        name,
    };
    scene.rng.fill_bytes(&mut controller.key_id.0);
    scene.rng.fill_bytes(&mut controller.key);
    controller
}

fn target<F: NorFlash, R>(key_id: KeyId, from: Sender<'_>, scene: &mut Scene<'_, F, R>) -> Target {
    let place = scene.store.place_of(scene.flash, key_id);
    let controller = place.and_then(|place| scene.store.controller(scene.flash, place));
    Target {
        place,
        role: controller.map_or(Role::STRANGER, |controller| controller.role),
        is_self: place.is_some() && place == from.door.key_place(),
    }
}

/// A record that no app could pair by must not become the camera's.
fn check(record: &CodeRecord) -> Result<(), Refusal> {
    match camera_proto::pairing::LabelRecord::from_message(record) {
        Ok(_) => Ok(()),
        Err(_) => Err(Refusal::UNSAFE_CODE),
    }
}

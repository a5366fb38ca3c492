//! A request of the wire becomes what the machine is asked; its bulk goes to
//! the slots.

use camera_fsm::input::{Ask, ClientId, Trial};
use camera_proto::message::Request;
use camera_proto::vocab::{KeyId, ResetToken, Role};
use embedded_storage::nor_flash::NorFlash;
use rand_core::CryptoRng;

use super::Scene;
use crate::store::records::ControllerRecord;

/// `None` for what is not a request within a session.
pub(super) fn ask<F: NorFlash, R: CryptoRng>(
    request: Request,
    client: ClientId,
    scene: &mut Scene<'_, F, R>,
) -> Option<Ask> {
    Some(match request {
        Request::Hello(_)
        | Request::PairShare(_)
        | Request::PairConfirm(_)
        | Request::SessionOpen(_) => return None,
        Request::Enroll(enroll) => {
            let mut controller = ControllerRecord {
                key_id: KeyId([0; 8]),
                key: [0; 32],
                role: Role::STRANGER,
                name: enroll.name,
            };
            scene.rng.fill_bytes(&mut controller.key_id.0);
            scene.rng.fill_bytes(&mut controller.key);
            *scene.slots.enrolling.get_mut(usize::from(client.0))? = Some(controller);
            Ask::Enroll
        }
        Request::Status | Request::Watch => Ask::Status,
        Request::Scan => Ask::Scan,
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
        },
        Request::MoveRelative(by) => Ask::MoveRelative {
            pan: by.pan,
            tilt: by.tilt,
        },
        Request::MoveContinuous(on) => Ask::MoveContinuous {
            pan: on.pan,
            tilt: on.tilt,
            lease_ms: on.lease_ms,
        },
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
        Request::Receipt => Ask::Receipt,
        Request::Controllers => Ask::Controllers,
        Request::Revoke(revoke) => Ask::Revoke {
            place: scene.store.place_of(scene.flash, revoke.key_id),
        },
    })
}

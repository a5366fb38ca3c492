//! The laws of the head: who turns it, and whether it knows where it points (R60–R62).

use camera_fsm::explore::BASE;
use camera_fsm::input::{Ask, ClientId, OpResult};
use camera_fsm::levels::Pose;
use camera_fsm::pan_tilt::Homes;
use camera_proto::vocab::{CameraState, Fault};

use super::laws::Moment;
use super::laws_of_eyes::granted;
use super::world::Event;

/// Whether its servos know by themselves where they are.
fn knows_by_itself(m: &Moment<'_>) -> bool {
    m.after.device.profile().motion.homes == Homes::Never
}

/// What it knows it knows from the flash, since its start, or since it was homed.
pub(crate) fn knows_for_a_reason(m: &Moment<'_>) -> bool {
    let knows = m.after.powered && m.after.device.homing().is_known();
    let knew = m.before.powered && m.before.device.homing().is_known();
    let is_told = match m.event {
        Event::Boot(_) => m.before.flash.head_is_parked,
        Event::Heard(OpResult::Done) => knew || m.before.homes.is_some(),
        _ => knew,
    };
    !knows || is_told || knows_by_itself(m)
}

pub(crate) fn lies_still_until_it_knows(m: &Moment<'_>) -> bool {
    !m.after.powered || m.after.device.homing().is_known() || !m.moves()
}

/// Or the next start would take it for where it is not.
pub(crate) fn lies_still_while_the_flash_says_so(m: &Moment<'_>) -> bool {
    let (device, head) = (&m.after.device, m.after.device.pan_tilt());
    let rests_at_home = || !head.is_moving(BASE) && head.pose(BASE) == Pose::HOME;
    let is_there = || device.homing().is_known() && rests_at_home();
    !(m.after.powered && m.after.flash.head_is_parked) || is_there()
}

pub(crate) fn faults_for_a_home_that_is_not_found(m: &Moment<'_>) -> bool {
    let fails = matches!(m.event, Event::Heard(result) if result.failure().is_some());
    let sought = fails && m.before.homes.is_some() && m.before.audio.is_none();
    // It may restart just then.
    !sought || m.status().is_none_or(|status| status.fault != Fault::NONE)
}

pub(crate) fn stalls_are_told(m: &Moment<'_>) -> bool {
    let stalls = matches!(m.event, Event::Servo(_, true));
    !stalls || m.status().is_none_or(|status| status.fault != Fault::NONE)
}

/// Of a continuous move (R62): who leased it, that is.
pub(crate) fn leases_need_their_driver(m: &Moment<'_>) -> bool {
    let device = &m.after.device;
    let is_there = |ClientId(driver)| m.after.client(driver).role.is_some();
    let is_leased = m.after.powered && device.pan_tilt().lease().is_some();
    !is_leased || device.driver().is_some_and(is_there)
}

pub(crate) fn moves_as_asked(m: &Moment<'_>) -> bool {
    match granted(m) {
        Some(Ask::MoveAbsolute { pan, tilt, .. }) => {
            let stand = m.stand();
            pan.is_none_or(|pan| pan == stand.pan) && tilt.is_none_or(|tilt| tilt == stand.tilt)
        }
        Some(Ask::Home) => m.stand() == Pose::HOME,
        _ => true,
    }
}

/// When it begins; a stuck servo may keep it.
pub(crate) fn parked_for_a_reset(m: &Moment<'_>) -> bool {
    let before = &m.before.device;
    let begins =
        m.state_is(CameraState::RESETTING) && m.before.powered && !before.reset().is_active();
    let head = m.after.device.pan_tilt();
    let was_stuck = before.pan_tilt().is_stalled();
    !begins || was_stuck || head.is_stalled() || m.stand() == Pose::HOME
}

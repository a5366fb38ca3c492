//! How the machine turns the head: what the pulses of an emulated board are held
//! against.

use camera_app::parts::{PAN, TILT};
use camera_fsm::device::Device;
use camera_fsm::input::{Ask, ClientId, Input, PinLevel, Stored};
use camera_fsm::levels::Pose;
use camera_fsm::profile::REFERENCE;
use camera_fsm::time::Instant;
use camera_proto::vocab::{Cdeg, Role, Speed};

/// Longer than any move takes, in milliseconds.
const MOVE_MS: u64 = 20_000;

/// Changes of the pulses as `[ms, pan, tilt]`, in microseconds, from an order to
/// point to `args` on, in hundredths of a degree.
pub(crate) fn print(args: &[String]) -> Option<()> {
    let [pan, tilt] = args else {
        return None;
    };
    let mut device = Device::new(&REFERENCE, Instant::from_millis(0), PinLevel::Up);
    let mut step = device.step(Instant::from_millis(0), Input::Boot(&Stored::BLANK));
    let order = Input::Request {
        client: ClientId(0),
        id: 1,
        role: Role::OWNER,
        ask: Ask::MoveAbsolute {
            pan: Some(Cdeg(pan.parse().ok()?)),
            tilt: Some(Cdeg(tilt.parse().ok()?)),
            speed: Speed::default(),
        },
    };
    let mut order = Some(order);
    let mut changes = Vec::<(u64, u16, u16)>::new();
    for ms in 0..MOVE_MS {
        let now = Instant::from_millis(ms);
        if let Some(order) = order.take() {
            step = device.step(now, order);
        } else if step.wake_at.is_some_and(|wake_at| wake_at <= now) {
            step = device.step(now, Input::Tick);
        }
        let Pose { pan, tilt } = step.levels.pose;
        let (pan, tilt) = (PAN.pulse_us(pan), TILT.pulse_us(tilt));
        if changes
            .last()
            .is_none_or(|(_, a, b)| (*a, *b) != (pan, tilt))
        {
            changes.push((ms, pan, tilt));
        }
    }
    println!("{}", serde_json::to_string(&changes).ok()?);
    Some(())
}

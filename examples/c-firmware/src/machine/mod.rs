//! The machine alone: for a firmware that has a store, a radio and a wire of its
//! own. It lets no controllers in; `camera.rs` does.

mod words;

use core::ffi::c_void;
use core::mem::MaybeUninit;

use camera_fsm::action::OpId;
use camera_fsm::device::Device;
use camera_fsm::input::{Input, PinLevel};
use camera_fsm::profile;

use crate::held::{self, Object, bytes_of};
use crate::pointer::{check, give, take};
use crate::result::CameraResult;
use crate::status::{CameraStatus, at};
pub use words::{
    CAMERA_ACTIONS_MAX, CameraAction, CameraActionKind, CameraEnd, CameraReset, CameraStep,
    CameraStored,
};

/// A machine.
pub struct CameraMachine {
    _opaque: (),
}

/// Memory that suffices for a machine, in bytes, on a core of 32 bits or of 64.
pub const CAMERA_MACHINE_BYTES: usize = 1_536;

const _: () = assert!(bytes_of::<Device>() <= CAMERA_MACHINE_BYTES);

impl Object for Device {
    const MARK: u32 = 0x6863_616d;
}

/// How much memory a machine takes here, in bytes: at most `CAMERA_MACHINE_BYTES`.
#[unsafe(no_mangle)]
pub extern "C" fn camera_machine_bytes() -> usize {
    bytes_of::<Device>()
}

/// Power is on, the button is at that level, and this is what the flash holds: makes
/// a machine of `model` (0 is the default one) in `memory`, and tells where it is.
///
/// # Safety
/// `memory` has `bytes` bytes that nobody else uses.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn camera_machine_start(
    memory: *mut c_void,
    bytes: usize,
    model: u8,
    now_ms: u64,
    pressed: u8,
    stored: *const CameraStored,
    step: *mut CameraStep,
    machine: *mut *mut CameraMachine,
) -> CameraResult {
    let make = |place: &mut MaybeUninit<Device>| {
        let model = profile::ALL.get(usize::from(model));
        let model = model.ok_or(CameraResult::OutOfRange)?;
        check(step)?;
        // SAFETY: what this function asks for.
        let stored = unsafe { take(stored) }?.stored()?;
        let device = place.write(Device::new(model, at(now_ms), level(pressed)));
        let first = device.step(at(now_ms), Input::Boot(&stored));
        // SAFETY: what this function asks for.
        unsafe { give(step, first.into()) }
    };
    // SAFETY: what this function asks for.
    unsafe { held::start::<Device, _>(memory, bytes, machine, make) }.into()
}

/// Nothing has happened but time.
///
/// # Safety
/// `machine` is null, or what `camera_machine_start` told.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn camera_machine_tick(
    machine: *mut CameraMachine,
    now_ms: u64,
    step: *mut CameraStep,
) -> CameraResult {
    // SAFETY: what this function asks for.
    unsafe { feed(machine, now_ms, Input::Tick, step) }
}

/// The level of the reset button since now: not 0 is pressed. Bounce is welcome.
///
/// # Safety
/// `machine` is null, or what `camera_machine_start` told.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn camera_machine_button(
    machine: *mut CameraMachine,
    now_ms: u64,
    pressed: u8,
    step: *mut CameraStep,
) -> CameraResult {
    // SAFETY: what this function asks for.
    unsafe { feed(machine, now_ms, Input::Button(level(pressed)), step) }
}

/// An operation has ended. One that the machine does not wait for is ignored.
///
/// # Safety
/// `machine` is null, or what `camera_machine_start` told.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn camera_machine_done(
    machine: *mut CameraMachine,
    now_ms: u64,
    op: u16,
    end: *const CameraEnd,
    step: *mut CameraStep,
) -> CameraResult {
    // SAFETY: what this function asks for.
    let end = match unsafe { take(end) } {
        Ok(end) => end,
        Err(why) => return why,
    };
    let (op, result) = (OpId(op), end.result());
    // SAFETY: what this function asks for.
    unsafe { feed(machine, now_ms, Input::Done { op, result }, step) }
}

/// The network that the camera was on is gone.
///
/// # Safety
/// `machine` is null, or what `camera_machine_start` told.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn camera_machine_link_lost(
    machine: *mut CameraMachine,
    now_ms: u64,
    step: *mut CameraStep,
) -> CameraResult {
    // SAFETY: what this function asks for.
    unsafe { feed(machine, now_ms, Input::LinkLost, step) }
}

/// How it is.
///
/// # Safety
/// `machine` is null, or what `camera_machine_start` told.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn camera_machine_status(
    machine: *mut CameraMachine,
    now_ms: u64,
    status: *mut CameraStatus,
) -> CameraResult {
    let act = |device: &mut Device| {
        let now = device.status(at(now_ms));
        // SAFETY: what this function asks for.
        unsafe { give(status, now.into()) }
    };
    // SAFETY: what this function asks for.
    unsafe { held::with(machine, act) }.into()
}

/// # Safety
/// As [`held::with`]; `step` has room for one.
unsafe fn feed(
    machine: *mut CameraMachine,
    now_ms: u64,
    input: Input<'_>,
    step: *mut CameraStep,
) -> CameraResult {
    let act = |device: &mut Device| {
        check(step)?;
        let next = device.step(at(now_ms), input);
        // SAFETY: what this function asks for.
        unsafe { give(step, next.into()) }
    };
    // SAFETY: what this function asks for.
    unsafe { held::with(machine, act) }.into()
}

const fn level(pressed: u8) -> PinLevel {
    match pressed {
        0 => PinLevel::Up,
        _ => PinLevel::Down,
    }
}

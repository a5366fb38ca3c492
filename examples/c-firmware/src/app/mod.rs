//! The controller: the app's side, for a phone, a hub or another board.

mod request;
mod told;

use core::ffi::c_void;
use core::mem::MaybeUninit;

use camera_proto::controller::{Controller, Input, Patience, Step};
use camera_proto::frame::MAX_FRAME;
use camera_proto::message::Request;
use camera_proto::vocab::{ControllerName, KeyId, PairingSecret, check_name};

use crate::board::Entropy;
use crate::factory::setup_code;
use crate::held::{self, Object, bytes_of};
use crate::pointer::{bytes, check, give, room, take};
use crate::result::{CameraResult, Done};
pub use request::{CameraAsk, CameraRequest};
pub use told::{
    CameraAppAction, CameraAppError, CameraAppStep, CameraEnrolled, CameraHello, CameraRefused,
    CameraTold,
};

/// A controller of one camera.
pub struct CameraController {
    _opaque: (),
}

/// Memory that suffices for a controller, in bytes, on a core of 32 bits or of 64.
pub const CAMERA_CONTROLLER_BYTES: usize = 2_048;

/// Room that suffices for whatever a controller sends, in bytes.
pub const CAMERA_FRAME_BYTES: usize = 250;

const _: () = assert!(bytes_of::<App>() <= CAMERA_CONTROLLER_BYTES);
const _: () = assert!(CAMERA_FRAME_BYTES == MAX_FRAME);

/// Where a controller's randomness comes from.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct CameraEntropy {
    /// For the function alone.
    pub context: *mut c_void,
    /// Fills this with entropy that is good enough for keys. Who has none must not
    /// return, and end the program or restart the board: no key is better than one
    /// that can be guessed.
    pub fill: Option<extern "C" fn(context: *mut c_void, into: *mut u8, len: usize)>,
}

struct App {
    controller: Controller,
    entropy: Entropy,
}

impl Object for App {
    const MARK: u32 = 0x7070_6163;
}

/// How much memory a controller takes here, in bytes: at most
/// `CAMERA_CONTROLLER_BYTES`.
#[unsafe(no_mangle)]
pub extern "C" fn camera_controller_bytes() -> usize {
    bytes_of::<App>()
}

/// Makes a controller of one camera in `memory`, and tells where it is.
/// `transport`: 1 TCP or a WebSocket, 2 serial.
///
/// # Safety
/// `memory` has `bytes` bytes that nobody else uses, and `entropy` can be called for
/// as long as the controller lives.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn camera_controller_start(
    memory: *mut c_void,
    bytes: usize,
    transport: u8,
    entropy: *const CameraEntropy,
    controller: *mut *mut CameraController,
) -> CameraResult {
    let make = |place: &mut MaybeUninit<App>| {
        // SAFETY: what this function asks for.
        let entropy = unsafe { take(entropy) }?;
        let fill = entropy.fill.ok_or(CameraResult::Null)?;
        if !matches!(transport, 1 | 2) {
            return Err(CameraResult::OutOfRange);
        }
        place.write(App {
            controller: Controller::new(transport, Patience::default()),
            entropy: Entropy(entropy.context, fill),
        });
        Ok(())
    };
    // SAFETY: what this function asks for.
    unsafe { held::start::<App, _>(memory, bytes, controller, make) }.into()
}

/// Ends a controller, and wipes its secrets. Its memory is free again.
///
/// # Safety
/// `controller` is null, or what `camera_controller_start` told.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn camera_controller_end(controller: *mut CameraController) -> CameraResult {
    // SAFETY: what this function asks for.
    unsafe { held::end::<App, _>(controller) }.into()
}

/// Where a step's bytes and its outcome go.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct CameraOut {
    /// Room for what is to be sent: `CAMERA_FRAME_BYTES`.
    pub bytes: *mut u8,
    /// How much room there is.
    pub len: usize,
    /// What to do, and what came of it.
    pub step: *mut CameraAppStep,
}

/// Nothing has happened but time.
///
/// # Safety
/// `controller` is null, or what `camera_controller_start` told.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn camera_controller_tick(
    controller: *mut CameraController,
    now_ms: u64,
    out: CameraOut,
) -> CameraResult {
    // SAFETY: what this function asks for.
    unsafe { feed(controller, now_ms, Input::Tick, out) }
}

/// Reach the camera and greet it. `by`: 0 the label's code, 1 an invitation's.
///
/// # Safety
/// `controller` is null, or what `camera_controller_start` told.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn camera_controller_reach(
    controller: *mut CameraController,
    now_ms: u64,
    by: u8,
    out: CameraOut,
) -> CameraResult {
    let by = match by {
        0 => PairingSecret::CODE,
        1 => PairingSecret::INVITATION,
        _ => return CameraResult::OutOfRange,
    };
    // SAFETY: what this function asks for.
    unsafe { feed(controller, now_ms, Input::Reach(by), out) }
}

/// After `CAMERA_TOLD_HELLO`: pair by that code, 12 digits, and be called that name,
/// 1 to 24 bytes of UTF-8 without control characters. It takes as long as stretching
/// the code does.
///
/// # Safety
/// `controller` is null, or what `camera_controller_start` told; the texts are so long.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn camera_controller_pair(
    controller: *mut CameraController,
    now_ms: u64,
    code: *const u8,
    code_len: usize,
    name: *const u8,
    name_len: usize,
    out: CameraOut,
) -> CameraResult {
    let texts = || {
        // SAFETY: what this function asks for.
        let code = setup_code(unsafe { bytes(code, code_len) }?)?;
        // SAFETY: what this function asks for.
        let name = unsafe { bytes(name, name_len) }?;
        // The camera would refuse it too, but only after all that computing.
        check_name(name).map_err(|_| CameraResult::OutOfRange)?;
        let name = ControllerName::from_slice(name).map_err(|_| CameraResult::OutOfRange)?;
        Ok((code, name))
    };
    match texts() {
        // SAFETY: what this function asks for.
        Ok((code, name)) => unsafe { feed(controller, now_ms, Input::Pair(&code, &name), out) },
        Err(why) => why,
    }
}

/// After `CAMERA_TOLD_HELLO`: open a session by the key of an earlier pairing, with
/// `key_id` (8 bytes) and `key` (32 bytes) of `CameraEnrolled`.
///
/// # Safety
/// `controller` is null, or what `camera_controller_start` told; so many bytes are there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn camera_controller_resume(
    controller: *mut CameraController,
    now_ms: u64,
    key_id: *const u8,
    key: *const u8,
    out: CameraOut,
) -> CameraResult {
    // SAFETY: what this function asks for; bytes are always aligned.
    let keys = unsafe { take(key_id.cast::<[u8; 8]>()).and_then(|id| Ok((id, take(key.cast())?))) };
    match keys {
        // SAFETY: what this function asks for.
        Ok((id, key)) => unsafe { feed(controller, now_ms, Input::Resume(KeyId(id), &key), out) },
        Err(why) => why,
    }
}

/// The stream to the camera is open.
///
/// # Safety
/// `controller` is null, or what `camera_controller_start` told.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn camera_controller_connected(
    controller: *mut CameraController,
    now_ms: u64,
    out: CameraOut,
) -> CameraResult {
    // SAFETY: what this function asks for.
    unsafe { feed(controller, now_ms, Input::Connected, out) }
}

/// The stream is gone, or could not be opened.
///
/// # Safety
/// `controller` is null, or what `camera_controller_start` told.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn camera_controller_disconnected(
    controller: *mut CameraController,
    now_ms: u64,
    out: CameraOut,
) -> CameraResult {
    // SAFETY: what this function asks for.
    unsafe { feed(controller, now_ms, Input::Disconnected, out) }
}

/// Hang up.
///
/// # Safety
/// `controller` is null, or what `camera_controller_start` told.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn camera_controller_leave(
    controller: *mut CameraController,
    now_ms: u64,
    out: CameraOut,
) -> CameraResult {
    // SAFETY: what this function asks for.
    unsafe { feed(controller, now_ms, Input::Leave, out) }
}

/// Bytes came. At most one message is `taken` from their front: come back with the rest.
///
/// # Safety
/// `controller` is null, or what `camera_controller_start` told; there are `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn camera_controller_received(
    controller: *mut CameraController,
    now_ms: u64,
    from: *const u8,
    len: usize,
    taken: *mut usize,
    out: CameraOut,
) -> CameraResult {
    let receive = || {
        check(taken)?;
        // SAFETY: what this function asks for.
        let came = unsafe { bytes(from, len) }?;
        let mut rest = came;
        // SAFETY: what this function asks for.
        match unsafe { feed(controller, now_ms, Input::Received(&mut rest), out) } {
            CameraResult::Ok => {}
            why => return Err(why),
        }
        // SAFETY: what this function asks for.
        unsafe { give(taken, came.len().saturating_sub(rest.len())) }
    };
    receive().into()
}

/// Asks that, one at a time.
///
/// # Safety
/// `controller` is null, or what `camera_controller_start` told.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn camera_controller_ask(
    controller: *mut CameraController,
    now_ms: u64,
    request: *const CameraRequest,
    out: CameraOut,
) -> CameraResult {
    // SAFETY: what this function asks for.
    let request = unsafe { take(request) }.and_then(|request| request.request());
    match request {
        // SAFETY: what this function asks for.
        Ok(request) => unsafe { feed(controller, now_ms, Input::Ask(&request), out) },
        Err(why) => why,
    }
}

/// Asks anything that SPEC.md knows: a request of that kind, with that body.
///
/// # Safety
/// `controller` is null, or what `camera_controller_start` told; the body is so long.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn camera_controller_ask_encoded(
    controller: *mut CameraController,
    now_ms: u64,
    kind: u8,
    body: *const u8,
    body_len: usize,
    out: CameraOut,
) -> CameraResult {
    // SAFETY: what this function asks for.
    let request = unsafe { bytes(body, body_len) }
        .and_then(|body| Request::decode(kind, body).map_err(|_| CameraResult::OutOfRange));
    match request {
        // SAFETY: what this function asks for.
        Ok(request) => unsafe { feed(controller, now_ms, Input::Ask(&request), out) },
        Err(why) => why,
    }
}

/// # Safety
/// As [`held::with`]; `out` is what its fields say.
unsafe fn feed(
    controller: *mut CameraController,
    now_ms: u64,
    input: Input<'_, '_>,
    out: CameraOut,
) -> CameraResult {
    let act = |app: &mut App| -> Done {
        check(out.step)?;
        // SAFETY: what this function asks for.
        let room = unsafe { room(out.bytes, out.len) }?;
        if room.len() < MAX_FRAME {
            return Err(CameraResult::NoRoom);
        }
        let step: Step = app.controller.step(now_ms, input, &mut app.entropy, room);
        // SAFETY: what this function asks for.
        unsafe { give(out.step, step.into()) }
    };
    // SAFETY: what this function asks for.
    unsafe { held::with(controller, act) }.into()
}

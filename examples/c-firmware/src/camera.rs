//! The whole camera on a board.

use core::ffi::c_void;
use core::mem::MaybeUninit;

use camera_app::layout;
use camera_fsm::profile;
use camera_hal::runner::Runner;

use crate::board::{CAMERA_FLASH_BYTES, CBoard, CameraBoard};
use crate::held::{self, Object, bytes_of};
use crate::pointer::{bytes, check, give, room, take};
use crate::result::{CameraResult, Done};
use crate::status::{CameraStatus, at, ms_or_never};

/// A camera.
pub struct Camera {
    _opaque: (),
}

/// Memory that suffices for a camera, in bytes, on a core of 32 bits or of 64.
pub const CAMERA_BYTES: usize = 20_480;

/// How many controllers can be connected at once: places 0 to 3.
pub const CAMERA_CLIENTS: u8 = 4;

/// The place of whoever finds none of those free, where that can be (TCP): the
/// camera says there that it is busy, and for how long, and hangs up. Whoever comes
/// while somebody is there is to be hung up on.
pub const CAMERA_DOORSTEP: u8 = 4;

const _: () = assert!(bytes_of::<Runner<CBoard>>() <= CAMERA_BYTES);
const _: () = assert!(camera_proto::vocab::MAX_CLIENTS == CAMERA_CLIENTS as usize);
const _: () = assert!(camera_hal::wire::DOORSTEP.0 == CAMERA_DOORSTEP);

impl Object for Runner<CBoard> {
    const MARK: u32 = 0x656d_6163;
}

type Inner = Runner<CBoard>;

/// How much memory a camera takes here, in bytes: at most `CAMERA_BYTES`.
#[unsafe(no_mangle)]
pub extern "C" fn camera_bytes() -> usize {
    bytes_of::<Inner>()
}

/// Power is on: makes a camera of `model` (0 is the default one) in `memory`, and
/// tells where it is. `board` is copied. The camera is made on the stack, and copied
/// once: that takes 1.6 times `camera_bytes()` of it.
///
/// # Safety
/// `memory` has `bytes` bytes that nobody else uses, and the board's functions can be
/// called for as long as the camera lives.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn camera_start(
    memory: *mut c_void,
    bytes: usize,
    board: *const CameraBoard,
    model: u8,
    now_ms: u64,
    camera: *mut *mut Camera,
) -> CameraResult {
    let make = |place: &mut MaybeUninit<Inner>| {
        // SAFETY: the caller's word.
        let board = unsafe { take(board) }?;
        // SAFETY: the caller's word.
        let board = unsafe { CBoard::new(&board) }?;
        let model = profile::ALL.get(usize::from(model));
        let model = model.ok_or(CameraResult::OutOfRange)?;
        let layout = layout(CAMERA_FLASH_BYTES);
        let camera = place.write(Runner::new(board, model, layout, at(now_ms)));
        camera.boot();
        Ok(())
    };
    // SAFETY: the caller's word.
    unsafe { held::start::<Inner, _>(memory, bytes, camera, make) }.into()
}

/// Ends a camera, and wipes its secrets. Its memory is free again.
///
/// # Safety
/// `camera` is null, or what `camera_start` told.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn camera_end(camera: *mut Camera) -> CameraResult {
    // SAFETY: the caller's word.
    unsafe { held::end::<Inner, _>(camera) }.into()
}

/// Senses, decides and shows; never waits. Come back at `wake_at_ms`, or when
/// something has happened: an edge of the button, bytes, news of the radio.
/// `CAMERA_NEVER`: only then.
///
/// # Safety
/// `camera` is null, or what `camera_start` told.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn camera_turn(
    camera: *mut Camera,
    now_ms: u64,
    wake_at_ms: *mut u64,
) -> CameraResult {
    // SAFETY: what this function asks for.
    unsafe {
        act(camera, |camera| {
            check(wake_at_ms)?;
            let wake_at = camera.turn(at(now_ms));
            give(wake_at_ms, ms_or_never(wake_at))
        })
    }
}

/// Does one thing that may take long, if there is one: a change of the flash, or
/// half of a handshake. `did` says so: turn again, before you wait.
///
/// # Safety
/// `camera` is null, or what `camera_start` told.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn camera_work(
    camera: *mut Camera,
    now_ms: u64,
    did: *mut bool,
) -> CameraResult {
    // SAFETY: what this function asks for.
    unsafe {
        act(camera, |camera| {
            check(did)?;
            let worked = camera.work(at(now_ms));
            give(did, worked)
        })
    }
}

/// How it is.
///
/// # Safety
/// `camera` is null, or what `camera_start` told.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn camera_status(
    camera: *mut Camera,
    now_ms: u64,
    status: *mut CameraStatus,
) -> CameraResult {
    // SAFETY: what this function asks for.
    unsafe {
        act(camera, |camera| {
            let now = camera.device().status(at(now_ms));
            give(status, now.into())
        })
    }
}

/// A controller has connected, in that place; whoever was there is gone.
///
/// # Safety
/// `camera` is null, or what `camera_start` told.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn camera_wire_open(camera: *mut Camera, place: u8) -> CameraResult {
    // SAFETY: what this function asks for.
    unsafe { act(camera, |camera| camera.board().wire.open(place)) }
}

/// The controller in that place has gone.
///
/// # Safety
/// `camera` is null, or what `camera_start` told.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn camera_wire_close(camera: *mut Camera, place: u8) -> CameraResult {
    // SAFETY: what this function asks for.
    unsafe { act(camera, |camera| camera.board().wire.close(place)) }
}

/// Whether the camera still talks to the controller in that place: when not, send
/// what `camera_wire_out` has, and hang up.
///
/// # Safety
/// `camera` is null, or what `camera_start` told.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn camera_wire_is_open(
    camera: *mut Camera,
    place: u8,
    is_open: *mut bool,
) -> CameraResult {
    // SAFETY: what this function asks for.
    unsafe {
        act(camera, |camera| {
            let open = camera.board().wire.is_open(place)?;
            give(is_open, open)
        })
    }
}

/// Bytes came from that controller. So many were `taken`: turn, and come back with
/// the rest.
///
/// # Safety
/// `camera` is null, or what `camera_start` told; there are `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn camera_wire_in(
    camera: *mut Camera,
    place: u8,
    from: *const u8,
    len: usize,
    taken: *mut usize,
) -> CameraResult {
    // SAFETY: what this function asks for.
    unsafe {
        act(camera, |camera| {
            check(taken)?;
            let came = bytes(from, len)?;
            let poured = camera.board().wire.pour(place, came)?;
            give(taken, poured)
        })
    }
}

/// Draws bytes that are to go to that controller: `drawn` of them. After that, turn.
///
/// # Safety
/// `camera` is null, or what `camera_start` told; there is room for `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn camera_wire_out(
    camera: *mut Camera,
    place: u8,
    into: *mut u8,
    len: usize,
    drawn: *mut usize,
) -> CameraResult {
    // SAFETY: what this function asks for.
    unsafe {
        act(camera, |camera| {
            check(drawn)?;
            let into = room(into, len)?;
            let went = camera.board().wire.draw(place, into)?;
            give(drawn, went)
        })
    }
}

/// # Safety
/// As [`held::with`].
unsafe fn act(camera: *mut Camera, act: impl FnOnce(&mut Inner) -> Done) -> CameraResult {
    // SAFETY: what this function asks for.
    unsafe { held::with(camera, act) }.into()
}

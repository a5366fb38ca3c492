//! What the factory writes once, for its own tool.

use camera_hal::store::factory::{FACTORY_MAX, Factory};
use camera_proto::pairing::{LabelRecord, SetupCode};
use heapless::Vec;

use crate::pointer::{bytes, room};
use crate::result::{CameraResult, Done};

/// How long a factory record is, in bytes: the first of the flash.
pub const CAMERA_FACTORY_BYTES: usize = 256;

const _: () = assert!(CAMERA_FACTORY_BYTES == FACTORY_MAX);

/// What tells one camera from another.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct CameraFactory {
    /// The serial number, ASCII.
    pub serial: [u8; 16],
    /// 0 to 16.
    pub serial_len: u8,
    /// The model's name, UTF-8.
    pub model: [u8; 24],
    /// 0 to 24.
    pub model_len: u8,
    /// Tells cameras of one model apart before pairing.
    pub discriminator: u16,
    /// Day of manufacture, as yyyymmdd.
    pub made_on: u32,
    /// Random, for each camera anew.
    pub salt: [u8; 16],
    /// How often the code is stretched: 10 000 to 10 000 000, better 100 000.
    pub iterations: u32,
}

/// Writes a camera's factory record, `CAMERA_FACTORY_BYTES` long: it goes to the
/// start of its flash. `code` is what its label says, 12 digits. It takes as long as
/// the stretching does: seconds, on a small core.
///
/// # Safety
/// There are `code_len` characters, and `len` bytes of room.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn camera_factory_write(
    factory: *const CameraFactory,
    code: *const u8,
    code_len: usize,
    into: *mut u8,
    len: usize,
) -> CameraResult {
    // SAFETY: what this function asks for.
    unsafe { write(factory, code, code_len, into, len) }.into()
}

/// # Safety
/// As [`camera_factory_write`].
unsafe fn write(
    factory: *const CameraFactory,
    code: *const u8,
    code_len: usize,
    into: *mut u8,
    len: usize,
) -> Done {
    let wrong = CameraResult::OutOfRange;
    // SAFETY: what this function asks for.
    let factory = unsafe { crate::pointer::take(factory) }?;
    // SAFETY: what this function asks for.
    let code = setup_code(unsafe { bytes(code, code_len) }?)?;
    // SAFETY: what this function asks for.
    let into = unsafe { room(into, len) }?;
    let into = into.first_chunk_mut().ok_or(CameraResult::NoRoom)?;
    let serial = factory
        .serial
        .get(..factory.serial_len.into())
        .ok_or(wrong)?;
    let model = factory.model.get(..factory.model_len.into()).ok_or(wrong)?;
    if !serial.is_ascii() || core::str::from_utf8(model).is_err() {
        return Err(wrong);
    }
    let label = LabelRecord::from_code(&code, &factory.salt, factory.iterations);
    let record = Factory {
        serial: Vec::from_slice(serial).map_err(|_| wrong)?,
        model: Vec::from_slice(model).map_err(|_| wrong)?,
        discriminator: factory.discriminator,
        made_on: factory.made_on,
        label: Vec::from_slice(&label.map_err(|_| wrong)?.to_bytes()[..]).map_err(|_| wrong)?,
    };
    *into = record.encode().map_err(|_| wrong)?;
    Ok(())
}

/// A code as a person types it.
pub(crate) fn setup_code(code: &[u8]) -> Done<SetupCode> {
    let text = core::str::from_utf8(code).map_err(|_| CameraResult::NoCode)?;
    SetupCode::parse(text).map_err(|_| CameraResult::NoCode)
}

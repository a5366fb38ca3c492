//! A board, as C describes it: functions and what they are given.

mod cloud;
mod flash;
mod parts;
mod radio;
mod wire;

use core::ffi::{c_char, c_void};

use camera_fsm::power::BootCause;
use camera_fsm::time::Instant;
use camera_hal::audio::NoAudio;
use camera_hal::board::{About, Board, Parts};
use camera_hal::recordings::NoRecordings;
use camera_hal::sensor::NoSensors;
use camera_hal::system::System;
use camera_proto::message::{FIRMWARE_MAX, STREAM_URI_MAX};
use camera_proto::vocab::Capabilities;

use crate::result::{CameraResult, Done};
use cloud::Told;
use flash::Nor;
pub(crate) use parts::Entropy;
use parts::{Contact, Head, Lens, Light};
use radio::Wifi;
pub(crate) use radio::padded;
pub use radio::{
    CAMERA_NETWORKS_MAX, CameraNetwork, CameraRadioEvent, CameraRadioJob, CameraRadioNews,
};
use wire::Pipes;

/// How long the flash of a board must be, in bytes: five sectors of 4096. The
/// first is the factory's; offsets count from its start.
pub const CAMERA_FLASH_BYTES: u32 = 20_480;

/// What of the flash is written at once, in bytes.
pub const CAMERA_FLASH_WORD: u32 = 4;

/// What of the flash is erased at once, in bytes.
pub const CAMERA_FLASH_SECTOR: u32 = 4_096;

const _: () = assert!(CAMERA_FLASH_BYTES == camera_app::STORE_BYTES);
const _: () = assert!(CAMERA_FLASH_SECTOR == camera_app::SECTOR_BYTES);

/// A status LED, at one instant.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CameraLight {
    /// Its colour, as a code of SPEC.md: 0 off, 1 blue, 2 white, 3 amber, 4 red.
    pub color: u8,
    /// 0 is dark, 255 the brightest.
    pub brightness: u8,
    /// Both as red, 0 to 255.
    pub red: u8,
    /// Both as green, 0 to 255.
    pub green: u8,
    /// Both as blue, 0 to 255.
    pub blue: u8,
}

/// What the camera does with what it sees.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CameraEyes {
    /// Sensor, lens and microphone work: not so in privacy mode.
    pub open: bool,
    /// Pictures are recorded.
    pub records: bool,
    /// How bright the night light is, in percent.
    pub night_light_percent: u8,
}

/// A board: its parts as functions, each of which is given `context`. None
/// waits for anything but the flash. Those that may be null say so.
///
/// A function that says `false` has failed: the camera goes on without that
/// part, shows it on its LED, and names it in its diagnosis.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct CameraBoard {
    /// For the functions alone.
    pub context: *mut c_void,
    /// Whether the reset button is pressed: 1 or 0; anything else is a failure.
    /// Bounce is welcome.
    pub button: Option<extern "C" fn(context: *mut c_void) -> i32>,
    /// Shows this on the status LED. May be null.
    pub light: Option<extern "C" fn(context: *mut c_void, light: *const CameraLight) -> bool>,
    /// Points the servos there, in hundredths of a degree. May be null.
    pub point: Option<extern "C" fn(context: *mut c_void, pan_cdeg: i32, tilt_cdeg: i32) -> bool>,
    /// Follows what the camera does with what it sees. May be null.
    pub follow: Option<extern "C" fn(context: *mut c_void, eyes: *const CameraEyes) -> bool>,
    /// Reads so many bytes of the flash.
    pub flash_read:
        Option<extern "C" fn(context: *mut c_void, offset: u32, into: *mut u8, len: usize) -> bool>,
    /// Programs so many bytes, `CAMERA_FLASH_WORD` at a time, of an erased flash.
    pub flash_write: Option<
        extern "C" fn(context: *mut c_void, offset: u32, bytes: *const u8, len: usize) -> bool,
    >,
    /// Erases so many bytes, `CAMERA_FLASH_SECTOR` at a time.
    pub flash_erase: Option<extern "C" fn(context: *mut c_void, offset: u32, len: u32) -> bool>,
    /// Starts a job of the radio, a `CameraRadioJob`, and gives up the one that
    /// goes on; `op` comes back with its end. `network` comes with the jobs that
    /// join one, else it is null. `ap` is the name of the temporary network. What
    /// they point at is gone when the call ends. Null when there is no radio.
    pub radio_start: Option<
        extern "C" fn(
            context: *mut c_void,
            job: u8,
            op: u16,
            network: *const CameraNetwork,
            ap: *const u8,
            ap_len: usize,
        ),
    >,
    /// What the radio has to tell, one thing a call; `false` when nothing. Null
    /// when there is no radio.
    pub radio_poll:
        Option<extern "C" fn(context: *mut c_void, event: *mut CameraRadioEvent) -> bool>,
    /// Tells the cloud that the camera was reset, over the network that it is on: 1
    /// once it has heard, 0 while nobody knows, and then it is asked again in a
    /// moment; anything else is a failure, and it is told again later. Null when
    /// there is no cloud.
    pub unbind: Option<extern "C" fn(context: *mut c_void) -> i32>,
    /// Fills this with entropy that is good enough for keys, however long that takes;
    /// who has none must not return, as in `CameraEntropy`.
    pub entropy: Option<extern "C" fn(context: *mut c_void, into: *mut u8, len: usize)>,
    /// Restarts the board; may return, and do it a little later.
    pub reboot: Option<extern "C" fn(context: *mut c_void)>,
    /// The camera goes on: called once a turn, and by nobody else. Null when there
    /// is no watchdog.
    pub feed_watchdog: Option<extern "C" fn(context: *mut c_void)>,
    /// After how long without it the watchdog restarts the board, in milliseconds.
    pub watchdog_ms: u32,
    /// The version of the firmware, at most 24 bytes of ASCII and a zero. It stays
    /// there as long as the camera. May be null.
    pub firmware: *const c_char,
    /// Where its pictures are to be had, at most 128 bytes of ASCII and a zero. It
    /// stays there as long as the camera. May be null.
    pub stream_uri: *const c_char,
    /// What it can do, as the bits of SPEC.md.
    pub capabilities: u32,
    /// By what controllers are connected: 1 TCP, 2 serial. It is part of a pairing.
    pub transport: u8,
    /// Why it has started: 0 it was switched on, 1 it was asked to restart, 2 it
    /// has crashed.
    pub boot_cause: u8,
}

/// The same, as the runner wants it.
pub(crate) struct CBoard {
    context: *mut c_void,
    button: Contact,
    light: Light,
    head: Head,
    lens: Lens,
    flash: Nor,
    radio: Wifi,
    cloud: Told,
    pub(crate) wire: Pipes,
    entropy: Entropy,
    sensors: NoSensors,
    recordings: NoRecordings,
    audio: NoAudio,
    reboot: extern "C" fn(*mut c_void),
    watchdog: Option<(extern "C" fn(*mut c_void), u32)>,
    about: About,
    boot_cause: BootCause,
}

impl CBoard {
    /// # Safety
    /// The functions are what their types say, for as long as the camera lives, and
    /// so are the texts.
    pub(crate) unsafe fn new(board: &CameraBoard) -> Done<Self> {
        let context = board.context;
        let needed = CameraResult::Null;
        let about = About {
            // SAFETY: the caller's word.
            firmware: unsafe { text(board.firmware, FIRMWARE_MAX) }?,
            // SAFETY: the caller's word.
            stream_uri: unsafe { text(board.stream_uri, STREAM_URI_MAX) }?,
            can: Capabilities(board.capabilities),
        };
        Ok(Self {
            context,
            button: Contact(context, board.button.ok_or(needed)?),
            light: Light(context, board.light),
            head: Head(context, board.point),
            lens: Lens(context, board.follow),
            flash: Nor {
                context,
                read: board.flash_read.ok_or(needed)?,
                write: board.flash_write.ok_or(needed)?,
                erase: board.flash_erase.ok_or(needed)?,
            },
            radio: Wifi::new(context, board.radio_start, board.radio_poll)?,
            cloud: Told {
                context,
                unbind: board.unbind,
                telling: None,
            },
            wire: Pipes::new(board.transport)?,
            entropy: Entropy(context, board.entropy.ok_or(needed)?),
            sensors: NoSensors,
            recordings: NoRecordings,
            audio: NoAudio::default(),
            reboot: board.reboot.ok_or(needed)?,
            watchdog: board.feed_watchdog.map(|feed| (feed, board.watchdog_ms)),
            about,
            boot_cause: boot_cause(board.boot_cause)?,
        })
    }
}

/// Why it has started, by its code.
pub(crate) fn boot_cause(code: u8) -> Done<BootCause> {
    match code {
        0 => Ok(BootCause::PowerOn),
        1 => Ok(BootCause::Restart),
        2 => Ok(BootCause::Crash),
        _ => Err(CameraResult::OutOfRange),
    }
}

/// A text of C, which may be nowhere.
///
/// # Safety
/// It ends with a zero, and stays there.
unsafe fn text(at: *const c_char, max: usize) -> Done<&'static str> {
    if at.is_null() {
        return Ok("");
    }
    let mut len = 0;
    // SAFETY: no zero has come yet, so the text goes on.
    while unsafe { at.add(len).read() } != 0 {
        len += 1;
        if len > max {
            return Err(CameraResult::OutOfRange);
        }
    }
    // SAFETY: so many bytes were just read, and they stay.
    let bytes = unsafe { core::slice::from_raw_parts(at.cast::<u8>(), len) };
    match bytes.is_ascii() {
        true => core::str::from_utf8(bytes).map_err(|_| CameraResult::OutOfRange),
        false => Err(CameraResult::OutOfRange),
    }
}

impl Board for CBoard {
    type Button = Contact;
    type Led = Light;
    type Head = Head;
    type Sensors = NoSensors;
    type Imaging = Lens;
    type Recordings = NoRecordings;
    type Audio = NoAudio;
    type Flash = Nor;
    type Radio = Wifi;
    type Cloud = Told;
    type Wire = Pipes;
    type Rng = Entropy;

    fn parts(&mut self) -> Parts<'_, Self> {
        Parts {
            button: &mut self.button,
            led: &mut self.light,
            head: &mut self.head,
            sensors: &mut self.sensors,
            imaging: &mut self.lens,
            recordings: &mut self.recordings,
            audio: &mut self.audio,
            flash: &mut self.flash,
            radio: &mut self.radio,
            cloud: &mut self.cloud,
            wire: &mut self.wire,
            rng: &mut self.entropy,
            about: &self.about,
        }
    }
}

impl System for CBoard {
    fn reboot(&mut self) {
        (self.reboot)(self.context);
    }

    fn boot_cause(&self) -> BootCause {
        self.boot_cause
    }

    fn watchdog_ms(&self) -> Option<u32> {
        self.watchdog.map(|(_, ms)| ms)
    }

    fn feed_watchdog(&mut self, _now: Instant) {
        if let Some((feed, _)) = self.watchdog {
            feed(self.context);
        }
    }
}

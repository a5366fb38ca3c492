//! Parts that can be broken, and mended.

use camera_fsm::action::OpId;
use camera_fsm::input::{OpResult, PinLevel};
use camera_fsm::levels::{Eyes, LedFrame, Pose};
use camera_fsm::motion_detection::grid::Cells;
use camera_fsm::time::Instant;
use camera_proto::vocab::{Axis, NAME_MAX};
use heapless::Vec;

use crate::button::Button;
use crate::imaging::Imaging;
use crate::led::StatusLed;
use crate::part::PartError;
use crate::recordings::{MediaKey, Recordings};
use crate::sensor::Sensors;
use crate::servo::Head;

/// A part that works, until a test says that it fails.
#[derive(Clone, Copy, Debug, Default)]
pub struct Breakable<P> {
    /// The part.
    pub part: P,
    /// Whether it fails: then it does nothing, and says so.
    pub fails: bool,
    /// By what, if its driver knows more than that it cannot be read or written.
    pub error: Option<PartError>,
}

impl<P> Breakable<P> {
    /// A part that works.
    pub const fn new(part: P) -> Self {
        Self {
            part,
            fails: false,
            error: None,
        }
    }

    fn or(&mut self, error: PartError) -> Result<&mut P, PartError> {
        match self.fails {
            true => Err(self.error.unwrap_or(error)),
            false => Ok(&mut self.part),
        }
    }
}

impl<P: Button> Button for Breakable<P> {
    fn level(&mut self) -> Result<PinLevel, PartError> {
        self.or(PartError::Read)?.level()
    }

    fn edge(&mut self) -> Option<(PinLevel, Instant)> {
        self.part.edge()
    }
}

impl<P: StatusLed> StatusLed for Breakable<P> {
    fn show(&mut self, frame: LedFrame) -> Result<(), PartError> {
        self.or(PartError::Write)?.show(frame)
    }
}

impl<P: Head> Head for Breakable<P> {
    fn point(&mut self, pose: Pose) -> Result<(), PartError> {
        self.or(PartError::Write)?.point(pose)
    }

    fn stalled(&mut self) -> Option<(Axis, bool)> {
        self.part.stalled()
    }

    fn find_home(&mut self, now: Instant, op: OpId) {
        self.part.find_home(now, op);
    }

    fn found_home(&mut self, now: Instant) -> Option<(OpId, OpResult)> {
        self.part.found_home(now)
    }

    fn due(&self) -> Option<Instant> {
        self.part.due()
    }
}

impl<P: Sensors> Sensors for Breakable<P> {
    fn moved(&mut self) -> Result<Option<Cells>, PartError> {
        self.or(PartError::Read)?.moved()
    }

    fn light_percent(&mut self) -> Result<Option<u8>, PartError> {
        self.or(PartError::Read)?.light_percent()
    }

    fn picture_changed(&mut self) {
        self.part.picture_changed();
    }
}

impl<P: Imaging> Imaging for Breakable<P> {
    fn follow(&mut self, eyes: Eyes) -> Result<(), PartError> {
        self.or(PartError::Write)?.follow(eyes)
    }
}

impl<P: Recordings> Recordings for Breakable<P> {
    fn is_there(&self) -> bool {
        self.part.is_there()
    }

    fn open(&mut self, key: &MediaKey) {
        self.part.open(key);
    }

    fn count(&self) -> u16 {
        self.part.count()
    }

    fn name(&self, at: u16) -> Option<Vec<u8, NAME_MAX>> {
        self.part.name(at)
    }

    fn dead_kib(&self) -> u32 {
        self.part.dead_kib()
    }

    fn erase_dead(&mut self) -> Result<(), PartError> {
        self.or(PartError::Write)?.erase_dead()
    }
}

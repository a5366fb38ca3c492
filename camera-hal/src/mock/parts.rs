//! Button, LED, servos, sensors, lens, medium and speaker, in RAM. Each does
//! what it is told, and remembers it.

use camera_fsm::action::OpId;
use camera_fsm::input::{OpResult, PinLevel};
use camera_fsm::levels::{Eyes, LedFrame, Pose};
use camera_fsm::motion_detection::grid::Cells;
use camera_fsm::time::Instant;
use camera_proto::message::Refused;
use camera_proto::vocab::{Axis, NAME_MAX, Refusal};
use heapless::Vec;

use super::journal::{Deed, Pen};
use crate::audio::Audio;
use crate::button::Button;
use crate::imaging::Imaging;
use crate::led::StatusLed;
use crate::part::PartError;
use crate::recordings::{MediaKey, Recordings};
use crate::sensor::Sensors;
use crate::servo::Head;

/// A button that is as the test leaves it.
#[derive(Clone, Copy, Debug)]
pub struct MockButton(pub PinLevel);

impl Button for MockButton {
    fn level(&mut self) -> Result<PinLevel, PartError> {
        Ok(self.0)
    }
}

/// An LED that remembers what it shows.
#[derive(Clone, Copy, Debug, Default)]
pub struct MockLed(pub Option<LedFrame>, pub(super) Pen);

impl MockLed {
    /// Power is gone, and it shows nothing.
    pub fn power_off(&mut self) {
        self.0 = None;
    }
}

impl StatusLed for MockLed {
    fn show(&mut self, frame: LedFrame) -> Result<(), PartError> {
        self.0 = Some(frame);
        self.1.note(Deed::Led(frame));
        Ok(())
    }
}

/// Servos that stand where they were pointed at, unless they are jammed.
#[derive(Clone, Copy, Debug, Default)]
pub struct MockHead {
    /// Where they stand.
    pub pose: Option<Pose>,
    /// Where they were told to: a servo that is jammed does not.
    pub told: Option<Pose>,
    /// How long they take to find their home, in milliseconds.
    pub home_ms: u32,
    /// Pan and tilt: whether it is jammed, and whether that is news.
    jammed: [(bool, bool); 2],
    /// They look for their home, until then.
    homes: Option<(OpId, Instant)>,
    pub(super) pen: Pen,
}

impl MockHead {
    /// Jams a servo, or frees it.
    pub fn jam(&mut self, axis: Axis, is_jammed: bool) {
        match axis {
            Axis::Pan => self.jammed[0] = (is_jammed, true),
            Axis::Tilt => self.jammed[1] = (is_jammed, true),
        }
    }

    /// Power is gone: what is jammed is found out again.
    pub fn power_off(&mut self) {
        self.homes = None;
        self.jammed = self.jammed.map(|(is_jammed, _)| (is_jammed, is_jammed));
    }
}

impl Head for MockHead {
    fn point(&mut self, to: Pose) -> Result<(), PartError> {
        let stood = self.pose.unwrap_or(to);
        let [(pan_is_jammed, _), (tilt_is_jammed, _)] = self.jammed;
        self.pose = Some(Pose {
            pan: if pan_is_jammed { stood.pan } else { to.pan },
            tilt: if tilt_is_jammed { stood.tilt } else { to.tilt },
        });
        self.told = Some(to);
        self.pen.note(Deed::Head(to));
        Ok(())
    }

    fn stalled(&mut self) -> Option<(Axis, bool)> {
        let mut axes = [Axis::Pan, Axis::Tilt].into_iter().zip(&mut self.jammed);
        let (axis, (is_jammed, is_news)) = axes.find(|(_, (_, is_news))| *is_news)?;
        *is_news = false;
        Some((axis, *is_jammed))
    }

    fn find_home(&mut self, now: Instant, op: OpId) {
        self.homes = Some((op, now.after(self.home_ms)));
        self.pen.note(Deed::FindHome);
    }

    fn found_home(&mut self, now: Instant) -> Option<(OpId, OpResult)> {
        let (op, _) = self.homes.take_if(|(_, until)| *until <= now)?;
        match self.jammed {
            [(false, _), (false, _)] => Some((op, OpResult::Done)),
            _ => Some((op, failed(Refusal::STALLED))),
        }
    }

    fn due(&self) -> Option<Instant> {
        self.homes.map(|(_, until)| until)
    }
}

/// Sensors in a room in which something moves now and then, and it becomes dark.
#[derive(Clone, Copy, Debug, Default)]
pub struct MockSensors {
    /// What moves: told once.
    pub moved: Option<Cells>,
    /// How often it was told that the whole picture has changed.
    pub changes: u32,
    light_percent: Option<u8>,
    light_is_told: bool,
}

impl MockSensors {
    /// So much light falls on it from now on, in percent.
    pub fn light(&mut self, percent: u8) {
        self.light_percent = Some(percent);
        self.light_is_told = false;
    }

    /// Power is gone: it is found out again how bright it is.
    pub fn power_off(&mut self) {
        self.moved = None;
        self.light_is_told = false;
    }
}

impl Sensors for MockSensors {
    fn moved(&mut self) -> Result<Option<Cells>, PartError> {
        Ok(self.moved.take())
    }

    fn light_percent(&mut self) -> Result<Option<u8>, PartError> {
        let is_told = core::mem::replace(&mut self.light_is_told, true);
        Ok(self.light_percent.filter(|_| !is_told))
    }

    fn picture_changed(&mut self) {
        self.changes += 1;
    }
}

/// A lens that remembers what it was told.
#[derive(Clone, Copy, Debug, Default)]
pub struct MockImaging(pub Option<Eyes>, pub(super) Pen);

impl MockImaging {
    /// Power is gone: it is shut.
    pub fn power_off(&mut self) {
        self.0 = None;
    }
}

impl Imaging for MockImaging {
    fn follow(&mut self, eyes: Eyes) -> Result<(), PartError> {
        self.0 = Some(eyes);
        self.1.note(Deed::Eyes(eyes));
        Ok(())
    }
}

/// How long a recording of a mock is, in KiB. One is erased at once.
pub const RECORDING_KIB: u32 = 512;

/// A medium whose recordings are numbers: each is known by the key that sealed it.
#[derive(Clone, Debug, Default)]
pub struct MockRecordings {
    /// The first byte of the key of each recording.
    pub sealed_by: Vec<u8, 8>,
    /// Whether it says that it erases, and does not.
    pub is_stuck: bool,
    key: Option<u8>,
    is_on: bool,
    pub(super) pen: Pen,
}

impl MockRecordings {
    /// Records, or not, from now on. Each time that it begins is a recording; it
    /// has room for a few, and the oldest goes first.
    pub fn record(&mut self, is_on: bool) {
        let began = is_on && !self.is_on;
        self.is_on = is_on && self.key.is_some();
        if let Some(key) = self.key.filter(|_| began) {
            if self.sealed_by.is_full() {
                self.sealed_by.remove(0);
            }
            let _ = self.sealed_by.push(key);
        }
    }

    /// Power is gone, and with it the key.
    pub fn power_off(&mut self) {
        self.key = None;
        self.is_on = false;
    }
}

impl Recordings for MockRecordings {
    fn open(&mut self, key: &MediaKey) {
        let MediaKey([first, ..]) = key;
        self.key = Some(*first);
        self.pen.note(Deed::OpenRecordings);
    }

    fn count(&self) -> u16 {
        let own = |sealed: &&u8| Some(**sealed) == self.key;
        self.sealed_by.iter().filter(own).count() as u16
    }

    fn name(&self, at: u16) -> Option<Vec<u8, NAME_MAX>> {
        (at < self.count()).then(|| Vec::from_iter([b'0' + at as u8]))
    }

    fn dead_kib(&self) -> u32 {
        let dead = self.sealed_by.len() - usize::from(self.count());
        dead as u32 * RECORDING_KIB
    }

    fn erase_dead(&mut self) -> Result<(), PartError> {
        let is_dead = |sealed: &u8| Some(*sealed) != self.key;
        let dead = self.sealed_by.iter().position(is_dead);
        if let Some(at) = dead.filter(|_| !self.is_stuck) {
            self.sealed_by.remove(at);
            self.pen.note(Deed::EraseRecordings);
        }
        Ok(())
    }
}

/// A speaker in the hearing of a microphone, unless that is deaf.
#[derive(Clone, Copy, Debug, Default)]
pub struct MockAudio {
    /// Whether it hears nothing.
    pub is_deaf: bool,
    playing: Option<(OpId, Instant)>,
    pub(super) pen: Pen,
}

impl MockAudio {
    /// Power is gone: it is silent.
    pub fn power_off(&mut self) {
        self.playing = None;
    }
}

impl Audio for MockAudio {
    fn start(&mut self, now: Instant, op: OpId, ms: u32) {
        self.playing = (ms > 0).then(|| (op, now.after(ms)));
        self.pen.note(Deed::Audio { ms });
    }

    fn poll(&mut self, now: Instant) -> Option<(OpId, OpResult)> {
        let (op, _) = self.playing.take_if(|(_, until)| *until <= now)?;
        match self.is_deaf {
            true => Some((op, failed(Refusal::NOT_HEARD))),
            false => Some((op, OpResult::Done)),
        }
    }

    fn due(&self) -> Option<Instant> {
        self.playing.map(|(_, until)| until)
    }
}

fn failed(why: Refusal) -> OpResult {
    OpResult::Failed(Refused::because(why))
}

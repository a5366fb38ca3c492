//! The line, its two ends, and places for controllers.

use core::cell::{Ref, RefCell, RefMut};
use std::collections::VecDeque;

use camera_app::coprocessor::{Coprocessor, Line, Peer, ROOM, kind};
use camera_proto::codec;
use camera_proto::frame::{self, BODY_AT, Feed, FrameDecoder, MAX_FRAME};
use serde::Serialize;

/// A line that takes at most so many bytes at once.
#[derive(Default)]
pub(crate) struct Cable {
    pub(crate) to_camera: Vec<u8>,
    pub(crate) to_radio: Vec<u8>,
    pub(crate) room: usize,
}

impl Line for Cable {
    fn read(&mut self, into: &mut [u8]) -> usize {
        let len = into.len().min(self.to_camera.len());
        into[..len].copy_from_slice(&self.to_camera[..len]);
        self.to_camera.drain(..len);
        len
    }

    fn write(&mut self, bytes: &[u8]) -> usize {
        let len = bytes.len().min(self.room);
        self.to_radio.extend(&bytes[..len]);
        len
    }

    fn room(&self) -> usize {
        self.room
    }
}

/// A place, as the camera's wire has it; the test is the camera.
#[derive(Default)]
pub(crate) struct Place(RefCell<State>);

#[derive(Default)]
pub(crate) struct State {
    pub(crate) connections: u32,
    pub(crate) is_connected: bool,
    pub(crate) came: VecDeque<u8>,
    pub(crate) goes: VecDeque<u8>,
    pub(crate) is_sending: bool,
    pub(crate) is_hung_up: bool,
}

impl Place {
    pub(crate) fn borrow(&self) -> Ref<'_, State> {
        self.0.borrow()
    }

    pub(crate) fn borrow_mut(&self) -> RefMut<'_, State> {
        self.0.borrow_mut()
    }
}

impl Peer for &Place {
    fn connected(&mut self) {
        let mut place = self.borrow_mut();
        place.connections += 1;
        (place.is_connected, place.is_hung_up) = (true, false);
    }

    fn came(&mut self, bytes: &[u8]) -> bool {
        self.borrow_mut().came.extend(bytes);
        self.borrow().came.len() <= usize::from(ROOM)
    }

    fn unread(&self) -> usize {
        self.borrow().came.len()
    }

    fn goes(&mut self, into: &mut [u8]) -> usize {
        let goes = &mut self.borrow_mut().goes;
        let len = into.len().min(goes.len());
        into[..len].copy_from_slice(&goes.drain(..len).collect::<Vec<_>>());
        len
    }

    fn has_more(&self) -> bool {
        !self.borrow().goes.is_empty()
    }

    fn set_sending(&mut self, is_sending: bool) {
        self.borrow_mut().is_sending = is_sending;
    }

    fn is_hung_up(&self) -> bool {
        self.borrow().is_hung_up
    }

    fn ended(&mut self) {
        let mut place = self.borrow_mut();
        place.came.clear();
        place.goes.clear();
        (place.is_connected, place.is_sending) = (false, false);
    }
}

pub(crate) type Radio<'a, const N: usize> = Coprocessor<Cable, &'a Place, N>;

pub(crate) fn radio_with<'a, const N: usize>(places: [&'a Place; N]) -> Radio<'a, N> {
    let cable = Cable {
        room: usize::MAX,
        ..Cable::default()
    };
    Coprocessor::new(cable, places)
}

/// What the other chip says.
pub(crate) fn say<const N: usize>(
    radio: &mut Radio<'_, N>,
    kind: u8,
    id: u16,
    body: &impl Serialize,
) {
    let said = frame_of(kind, id, body);
    radio.line().to_camera.extend(said);
}

pub(crate) fn frame_of(kind: u8, id: u16, body: &impl Serialize) -> Vec<u8> {
    let mut out = [0; MAX_FRAME];
    let len = codec::encode(body, &mut out[BODY_AT..]).unwrap();
    let len = frame::encode(kind, id, len, &mut out).unwrap();
    out[..len].to_vec()
}

/// All that the other chip has heard since: kind, id and body.
pub(crate) fn heard<const N: usize>(radio: &mut Radio<'_, N>) -> Vec<(u8, u16, Vec<u8>)> {
    let heard = core::mem::take(&mut radio.line().to_radio);
    let (mut decoder, mut rest, mut frames) = (FrameDecoder::new(), heard.as_slice(), Vec::new());
    while !rest.is_empty() {
        if let Feed::Frame(frame) = decoder.feed(&mut rest) {
            frames.push((frame.kind, frame.id, frame.body.to_vec()));
        }
    }
    frames
}

/// The same of those that are of that kind.
pub(crate) fn heard_of<const N: usize>(
    radio: &mut Radio<'_, N>,
    wanted: u8,
) -> Vec<(u16, Vec<u8>)> {
    let frames = heard(radio).into_iter();
    frames
        .filter(|(kind, ..)| *kind == wanted)
        .map(|(_, id, body)| (id, body))
        .collect()
}

/// A camera that has just started says that all connections are over.
pub(crate) const ALL_OVER: (u8, u16) = (kind::CLOSED, 0);

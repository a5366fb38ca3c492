//! Controllers who come over the radio: their bytes travel on its line, piece by
//! piece, and by the number that the radio has given to their connection.
//!
//! Each side says how many bytes may be on their way to it, so that neither is
//! flooded. Nothing is sent twice: where a piece is missing, the connection is
//! over, and the controller comes again.

use camera_proto::frame::BODY_AT;
use heapless::Vec;

use super::words::{Accepted, Arrived, Bytes, Connected, PIECE_MAX, kind};
use super::{Line, write};

/// How many bytes of a controller's may be on their way to the camera.
pub const ROOM: u16 = 128;

/// The longest frame of theirs: a piece with its place, its length, and a zero
/// before it.
pub const PIECE_FRAME_MAX: usize = 1 + BODY_AT + 3 + 2 + PIECE_MAX + 2 + 1;

/// Connections that are told that they are over, and do not know it yet.
const OWED_MAX: usize = 4;

/// A place for a controller, as the camera's wire has it. Every call returns at
/// once.
pub trait Peer {
    /// Somebody has connected; whoever was here before is gone.
    fn connected(&mut self);

    /// Takes bytes that came from it. `false` when there is no room.
    fn came(&mut self, bytes: &[u8]) -> bool;

    /// How many of those the camera has not looked at.
    fn unread(&self) -> usize;

    /// What the camera says to it next; 0 when that is nothing.
    fn goes(&mut self, into: &mut [u8]) -> usize;

    /// Whether there is something that the camera says to it.
    fn has_more(&self) -> bool;

    /// Whether some of what was said has not arrived yet.
    fn set_sending(&mut self, is_sending: bool);

    /// Whether the camera has hung up.
    fn is_hung_up(&self) -> bool;

    /// It is gone.
    fn ended(&mut self);
}

/// A connection. Bytes are counted from its beginning, and the counts wrap.
#[derive(Clone, Copy, Debug)]
struct Guest {
    number: u16,
    /// How many bytes may be on their way to the radio.
    room: u16,
    /// Accepted, and the radio does not know yet.
    is_new: bool,
    came: u16,
    /// Of those, what the radio knows that the camera has looked at.
    told: u16,
    sent: u16,
    /// Of those, what has arrived at the controller.
    arrived: u16,
}

impl Guest {
    const fn new(number: u16, room: u16) -> Self {
        Self {
            number,
            room,
            is_new: true,
            came: 0,
            told: 0,
            sent: 0,
            arrived: 0,
        }
    }

    const fn on_their_way(&self) -> u16 {
        self.sent.wrapping_sub(self.arrived)
    }

    /// How many bytes may follow.
    fn may_send(&self) -> usize {
        usize::from(self.room.saturating_sub(self.on_their_way()))
    }

    /// How many of its bytes the camera has looked at.
    fn looked_at(&self, unread: usize) -> u16 {
        self.came
            .wrapping_sub(u16::try_from(unread).unwrap_or(u16::MAX))
    }
}

/// The places for those who come over the radio.
#[derive(Debug)]
pub struct Guests<P, const N: usize> {
    places: [(P, Option<Guest>); N],
    /// Connections that the camera does not want, or does not know.
    owed: Vec<u16, OWED_MAX>,
}

impl<P: Peer, const N: usize> Guests<P, N> {
    /// Nobody there.
    pub fn new(places: [P; N]) -> Self {
        Self {
            places: places.map(|peer| (peer, None)),
            owed: Vec::new(),
        }
    }

    fn of(&mut self, number: u16) -> Option<(&mut P, &mut Option<Guest>)> {
        let is_it = |guest: &Option<Guest>| guest.is_some_and(|guest| guest.number == number);
        let mut places = self.places.iter_mut();
        let (peer, guest) = places.find(|(_, guest)| is_it(guest))?;
        Some((peer, guest))
    }

    /// Is told that it is over, if it is not to be told already.
    fn owe(&mut self, number: u16) {
        if !self.owed.contains(&number) {
            // Else the radio asks again, or its controller gives up.
            let _ = self.owed.push(number);
        }
    }

    pub(super) fn connected(&mut self, number: u16, Connected { room }: Connected) {
        if let Some((_, Some(guest))) = self.of(number) {
            // It was said again while the answer was on its way: nothing begins anew.
            guest.is_new = true;
            return;
        }
        let mut places = self.places.iter_mut();
        match places.find(|(_, guest)| guest.is_none()) {
            // No connection has that number.
            _ if number == 0 => {}
            Some((peer, guest)) => {
                peer.connected();
                *guest = Some(Guest::new(number, room));
            }
            None => self.owe(number),
        }
    }

    pub(super) fn came(&mut self, number: u16, Bytes { at, bytes }: &Bytes) {
        let taken = self.of(number).is_some_and(|(peer, guest)| {
            let Some(known) = guest.as_mut().filter(|known| known.came == *at) else {
                return false;
            };
            known.came = at.wrapping_add(bytes.len() as u16);
            peer.is_hung_up() || peer.came(bytes)
        });
        if !taken {
            self.closed(number);
            self.owe(number);
        }
    }

    pub(super) fn arrived(&mut self, number: u16, Arrived { upto }: Arrived) {
        if let Some((peer, Some(guest))) = self.of(number)
            && upto.wrapping_sub(guest.arrived) <= guest.on_their_way()
        {
            guest.arrived = upto;
            peer.set_sending(guest.on_their_way() > 0);
        }
    }

    /// That one is over, or with 0 all of them.
    pub(super) fn closed(&mut self, number: u16) {
        if number == 0 {
            // Who counts anew means another one by the same number.
            self.owed.clear();
        }
        for (peer, guest) in &mut self.places {
            if guest
                .take_if(|guest| number == 0 || guest.number == number)
                .is_some()
            {
                peer.ended();
            }
        }
    }

    /// Whether there is something to be said on the line.
    pub(super) fn has_news(&self) -> bool {
        let has_news = |(peer, guest): &(P, Option<Guest>)| {
            guest.is_some_and(|guest| {
                guest.is_new
                    || peer.is_hung_up()
                    || guest.looked_at(peer.unread()) != guest.told
                    || peer.has_more() && guest.may_send() > 0
            })
        };
        !self.owed.is_empty() || self.places.iter().any(has_news)
    }

    /// Says what there is, as whole frames, as long as the line has room for
    /// the longest one.
    pub(super) fn serve(&mut self, line: &mut impl Line) {
        while line.room() >= PIECE_FRAME_MAX {
            let mut frame = [0; PIECE_FRAME_MAX];
            let Some(len) = self.next(frame.get_mut(1..).unwrap_or_default()) else {
                return;
            };
            line.write(frame.get(..=len).unwrap_or_default());
        }
    }

    /// The next frame; its length.
    fn next(&mut self, into: &mut [u8]) -> Option<usize> {
        if let Some(number) = self.owed.pop() {
            return write(kind::CLOSED, number, &(), into);
        }
        let mut places = self.places.iter_mut();
        places.find_map(|(peer, guest)| say(peer, guest, into))
    }
}

fn say(peer: &mut impl Peer, place: &mut Option<Guest>, into: &mut [u8]) -> Option<usize> {
    let guest = place.as_mut()?;
    let number = guest.number;
    if peer.is_hung_up() {
        *place = None;
        peer.ended();
        return write(kind::CLOSED, number, &(), into);
    }
    if core::mem::take(&mut guest.is_new) {
        return write(kind::ACCEPTED, number, &Accepted { room: ROOM }, into);
    }
    let upto = guest.looked_at(peer.unread());
    if upto != guest.told {
        guest.told = upto;
        return write(kind::ARRIVED, number, &Arrived { upto }, into);
    }
    let mut piece = [0; PIECE_MAX];
    let most = guest.may_send().min(PIECE_MAX);
    let len = peer.goes(piece.get_mut(..most)?);
    let bytes = piece.get(..len).filter(|bytes| !bytes.is_empty())?;
    let at = guest.sent;
    guest.sent = at.wrapping_add(len as u16);
    peer.set_sending(true);
    let bytes = Vec::from_slice(bytes).ok()?;
    write(kind::BYTES, number, &Bytes { at, bytes }, into)
}

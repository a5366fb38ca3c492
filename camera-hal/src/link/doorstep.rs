//! Who finds no place among the others.

use camera_fsm::input::ClientId;
use camera_fsm::time::Instant;
use camera_proto::message::Refused;
use camera_proto::vocab::Refusal;

use super::Link;
use super::client::Client;
use crate::wire::{DOORSTEP, Wire};

/// How long a session may be silent, in milliseconds, and still keep its place
/// when somebody else is turned away. A phone that has left without a word would
/// keep it for ever.
const LEASE_MS: u32 = 60_000;

/// How long who finds no place may take to say hello, in milliseconds. Meanwhile
/// nobody else hears why they find none.
const DOORSTEP_MS: u32 = 3_000;

impl Link {
    /// Who finds no place makes the session end that has been silent longest, if it
    /// was so for longer than its lease; and is told when to come again. `true` when
    /// there may be more to hear.
    pub(crate) fn turn_away(&mut self, now: Instant, wire: &mut impl Wire) -> bool {
        if self.doorstep.notice((now, DOORSTEP_MS), DOORSTEP, wire) {
            self.make_room(now, wire);
        }
        let why = Refused {
            retry_s: self.is_free_in_s(now, wire),
            ..Refused::because(Refusal::BUSY)
        };
        let has_heard = self.doorstep.listen(DOORSTEP, wire, why);
        self.doorstep.send(DOORSTEP, wire);
        has_heard
    }

    /// In how many seconds who stands on the doorstep can have a place: one is free, or
    /// the first of those that are taken may have to make room.
    fn is_free_in_s(&self, now: Instant, wire: &impl Wire) -> u16 {
        let free_at =
            self.places_like_the_doorstep(wire)
                .map(|(_, place)| match place.connection {
                    None => now,
                    Some(_) if place.door.is_open() => place.heard.after(LEASE_MS),
                    Some(_) => place.shut_until,
                });
        free_at.min().map_or(1, |at| at.seconds_from(now).max(1))
    }

    fn make_room(&self, now: Instant, wire: &mut impl Wire) {
        let mut silent: Option<(ClientId, Instant)> = None;
        for (at, place) in self.places_like_the_doorstep(wire) {
            if place.door.is_open() && silent.is_none_or(|(_, since)| place.heard < since) {
                silent = Some((at, place.heard));
            }
        }
        if let Some((at, since)) = silent
            && since.after(LEASE_MS) <= now
        {
            wire.close(at);
        }
    }

    /// A cable's place is of no use to who comes by TCP.
    fn places_like_the_doorstep(
        &self,
        wire: &impl Wire,
    ) -> impl Iterator<Item = (ClientId, &Client)> {
        let by = wire.transport(DOORSTEP);
        let places = (0..).map(ClientId).zip(&self.clients);
        places.filter(move |(at, _)| wire.transport(*at) == by)
    }
}

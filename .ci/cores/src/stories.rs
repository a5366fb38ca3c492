//! The stories of the machine, played to the world of its tests; and when
//! something of it was to be seen.

use core::fmt::{self, Write};
use std::string::String;

use camera_fsm::levels::LedFrame;
use camera_fsm::profile::REFERENCE;
use camera_fsm::scenario::{self, Line, Outcome, RadioMode, Sight, profile_of, run};
use camera_fsm::time::Instant;
use camera_proto::vocab::{CameraState, Cdeg};

use crate::world::World;

pub(crate) const ALL: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/stories.rs"));

/// Plays a story to its end.
///
/// # Panics
/// When something else is to be seen than it says.
pub(crate) fn tell(story: &str, out: &mut impl Write) -> fmt::Result {
    let world = World::new(profile_of(story).unwrap_or(&REFERENCE));
    let mut watched = Watched {
        world,
        seen: None,
        out,
    };
    match run(&mut watched, story) {
        Ok(report) => writeln!(out, "  {report:?}"),
        Err(error) => panic!("{error}"),
    }
}

type Seen = (
    Option<(CameraState, Cdeg, Cdeg)>,
    LedFrame,
    RadioMode,
    Outcome,
);

/// A world, and somebody who writes down what changes.
struct Watched<'a, W> {
    world: World,
    seen: Option<Seen>,
    out: &'a mut W,
}

impl<W: Write> Watched<'_, W> {
    fn look(&mut self) {
        let ms = scenario::World::now(&self.world).as_millis();
        let Sight {
            status,
            light,
            radio,
            reply,
            ..
        } = scenario::World::see(&mut self.world);
        let state = status.map(|status| (status.state, status.pan, status.tilt));
        let seen = (state, light, radio, reply);
        if self.seen.replace(seen) == Some(seen) {
            return;
        }
        let LedFrame { color, brightness } = light;
        let _ = write!(
            self.out,
            "  {ms} {color:?} {brightness} {radio:?} {reply:?}"
        );
        let _ = match state {
            Some((state, pan, tilt)) => writeln!(self.out, " {state:?} {} {}", pan.0, tilt.0),
            None => writeln!(self.out),
        };
    }
}

impl<W: Write> scenario::World for Watched<'_, W> {
    type Error = String;

    fn act(&mut self, line: &Line<'_>) -> Result<(), String> {
        let acted = self.world.act(line);
        self.look();
        acted
    }

    fn now(&self) -> Instant {
        self.world.now()
    }

    fn advance(&mut self, ms: u32) {
        let limit = self.now().after(ms);
        while self.now() < limit {
            self.advance_to_change(limit);
        }
    }

    fn advance_to_change(&mut self, limit: Instant) {
        self.world.advance_to_change(limit);
        self.look();
    }

    fn see(&mut self) -> Sight<'_> {
        self.world.see()
    }
}

//! What motion means (R50, R57): in which zones it is, whether that is news,
//! and what a walk test shows of it.

use camera_proto::message;
use camera_proto::vocab::{MAX_ZONES, NO_ZONE};

use super::grid::Cells;
use super::zone::Zone;
use crate::levels::Pose;
use crate::profile::SensingTimes;
use crate::settings::Values;
use crate::time::{Instant, earliest, take_due};

/// A zone, and where the head must stand for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PlacedZone {
    /// What of the picture it is.
    pub zone: Zone,
    /// The preset at which it holds; `None`: wherever the head points.
    pub preset: Option<u8>,
}

impl PlacedZone {
    /// The zone that a setting describes.
    #[must_use]
    pub fn of(setting: &message::Zone) -> Self {
        Self {
            zone: Zone::new(setting),
            preset: setting.preset,
        }
    }
}

/// The places of the zones, and one for the whole picture.
const PLACES: usize = MAX_ZONES as usize + 1;

/// Some of the zones, or the whole picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ZoneSet(u16);

impl ZoneSet {
    /// None of them.
    pub const NONE: Self = Self(0);
    /// The whole picture: what counts while no zone is kept.
    pub const PICTURE: Self = Self(1 << MAX_ZONES);

    /// These and the zone in that place.
    #[must_use]
    pub const fn with(self, place: u8) -> Self {
        match place {
            0..MAX_ZONES => Self(self.0 | 1 << place),
            _ => self,
        }
    }

    /// Whether none is among them.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Their codes on the wire: their places, [`NO_ZONE`] for the whole picture.
    pub fn codes(self) -> impl Iterator<Item = u8> {
        let code = |place: u8| if place < MAX_ZONES { place } else { NO_ZONE };
        (0..PLACES as u8)
            .filter(move |place| self.0 >> place & 1 == 1)
            .map(code)
    }

    /// Those of these values in which so much moves that it counts, while the
    /// head stands there; `None`: nobody knows where. A zone whose preset is gone
    /// never does.
    #[must_use]
    pub fn hit(values: &Values, moved: &Cells, stands: Option<Pose>) -> Self {
        let (mut hit, mut has_zones) = (Self::NONE, false);
        for (place, placed) in (0..).zip(&values.zones) {
            let Some(placed) = placed else {
                continue;
            };
            has_zones = true;
            let here = |preset| stands.is_some() && values.preset(preset) == stands;
            if placed.preset.is_none_or(here) && placed.zone.is_hit(moved) {
                hit = hit.with(place);
            }
        }
        match has_zones || !Zone::PICTURE.is_hit(moved) {
            true => hit,
            false => Self::PICTURE,
        }
    }
}

/// What moves, and for how long that is no news.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Watch {
    /// Nothing is believed until then: the head moves, or the light changes.
    blind_until: Option<Instant>,
    /// For how long motion in each place is no news, in milliseconds from when
    /// something moved last.
    lively_ms: [u16; PLACES],
    moved_at: Instant,
    walk_test_until: Option<Instant>,
    /// Until when a walk test shows that something moves.
    shown_until: Option<Instant>,
}

impl Watch {
    /// Nothing moves.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            blind_until: None,
            lively_ms: [0; PLACES],
            moved_at: Instant::from_millis(0),
            walk_test_until: None,
            shown_until: None,
        }
    }

    /// When the LED may have something else to say.
    #[must_use]
    pub fn due(&self) -> Option<Instant> {
        earliest(self.walk_test_until, self.shown_until)
    }

    /// While a walk test goes on: whether something moves (R57).
    #[must_use]
    pub fn walk_test(&self) -> Option<bool> {
        self.walk_test_until.map(|_| self.shown_until.is_some())
    }

    /// What moves until then is the picture, and not what is in it (R50).
    pub fn blind(&mut self, until: Instant) {
        if self.believes(until) {
            self.blind_until = Some(until);
        }
    }

    /// Whether what moves now is to be believed.
    #[must_use]
    pub fn believes(&self, now: Instant) -> bool {
        self.blind_until.is_none_or(|until| until <= now)
    }

    /// A walk test for so long, in milliseconds; 0 ends it (R57).
    pub fn begin_walk_test(&mut self, now: Instant, ms: u32) {
        self.walk_test_until = (ms > 0).then(|| now.after(ms));
        self.shown_until = None;
        // Whoever walks now wants to see it at once.
        self.lively_ms = [0; PLACES];
    }

    /// Something moves in these places. Says in which of them that is news.
    pub fn see(&mut self, now: Instant, hit: ZoneSet, times: &SensingTimes) -> ZoneSet {
        let quiet_ms = match self.walk_test_until {
            Some(_) => times.show_ms,
            None => times.quiet_ms,
        };
        self.pass(now);
        let (mut news, mut bit) = (ZoneSet::NONE, 1);
        for left_ms in &mut self.lively_ms {
            if hit.0 & bit != 0 {
                if *left_ms == 0 {
                    news.0 |= bit;
                }
                *left_ms = quiet_ms;
            }
            bit <<= 1;
        }
        if self.walk_test_until.is_some() && !hit.is_empty() {
            self.shown_until = Some(now.after(times.show_ms.into()));
        }
        news
    }

    /// What was lively is less so.
    fn pass(&mut self, now: Instant) {
        let passed_ms = u16::try_from(now.since(self.moved_at)).unwrap_or(u16::MAX);
        for left_ms in &mut self.lively_ms {
            *left_ms = left_ms.saturating_sub(passed_ms);
        }
        self.moved_at = now;
    }

    /// What is over by now.
    pub fn expire(&mut self, now: Instant) {
        take_due(&mut self.shown_until, now);
        if take_due(&mut self.walk_test_until, now) {
            self.shown_until = None;
        }
    }
}

#[cfg(feature = "explore")]
impl Watch {
    /// Sets it back in time, for an exhaustive search.
    pub fn rebase(&mut self, to: &crate::explore::Rebase<'_>) {
        self.pass(to.now());
        let Self {
            blind_until,
            lively_ms: _,
            moved_at,
            walk_test_until,
            shown_until,
        } = self;
        *moved_at = crate::explore::BASE;
        // Nobody wakes for it: one that is past is as good as none.
        *blind_until = blind_until.filter(|until| *until > to.now());
        if let Some(until) = blind_until {
            to.shift(until);
        }
        for until in [walk_test_until, shown_until].into_iter().flatten() {
            to.shift(until);
        }
    }
}

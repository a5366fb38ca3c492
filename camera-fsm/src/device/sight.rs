//! What the camera sees, and what it makes of it (R50–R54, R57).

use camera_proto::vocab::Refusal;

use super::Device;
use crate::action::{Action, Answer, Asker, Context};
use crate::levels::Eyes;
use crate::motion_detection::ZoneSet;
use crate::motion_detection::grid::Cells;
use crate::time::Instant;

impl Device {
    /// In which zones so much of the picture moves that it counts, while the head
    /// stands as it does: what a board tells by [`Input::Moved`](crate::input::Input::Moved).
    /// A detector that cannot say where, says everywhere. A lost head stands at no
    /// preset.
    #[must_use]
    pub fn hit(&self, moved: &Cells) -> ZoneSet {
        let stands = self.homing.is_known().then_some(self.pan_tilt.stand());
        ZoneSet::hit(self.settings.values(), moved, stands)
    }

    /// Something moves: it is recorded, and told where that is news and the
    /// schedule wants it told.
    #[inline(never)] // as `ended`
    pub(super) fn saw(&mut self, hit: ZoneSet, cx: &mut Context<'_>) {
        let (values, times) = (self.settings.values(), &self.profile.sensing);
        let is_shut = values.privacy || self.reset.is_active();
        let is_blind = !self.watch.believes(cx.now) || self.homing.is_finding();
        if is_shut || is_blind || hit.is_empty() {
            return;
        }
        self.recording.moved(cx.now.after(times.record_ms));
        let zones = self.watch.see(cx.now, hit, times);
        let walk_test = self.watch.walk_test().is_some();
        if !zones.is_empty() && (walk_test || self.calendar.alerts(cx.now)) {
            cx.push(Action::Motion { zones, walk_test });
        }
    }

    pub(super) fn walk_test(&mut self, from: Asker, ms: u32, cx: &mut Context<'_>) {
        if self.settings.values().privacy {
            return cx.refuse(from, Refusal::PRIVACY);
        }
        if ms > self.profile.sensing.walk_test_ms_max {
            return cx.refuse(from, Refusal::OUT_OF_RANGE);
        }
        self.watch.begin_walk_test(cx.now, ms);
        cx.reply(from, Answer::Done);
    }

    /// Lens and microphone, recordings and the night light, at `now`.
    pub(super) fn eyes(&self, now: Instant) -> Eyes {
        let values = self.settings.values();
        let open = !values.privacy && !self.reset.is_active();
        Eyes {
            open,
            records: open && self.recording.is_on(now, values, self.calendar.records()),
            night_light_percent: match open {
                true => self.night_vision.light_percent(&values.night_light),
                false => 0,
            },
        }
    }

    /// While the night light changes, all of the picture does (R50).
    pub(super) fn follow_eyes(&mut self, now: Instant) {
        let eyes = self.eyes(now);
        if eyes.night_light_percent != self.eyes.night_light_percent {
            self.watch.blind(now.after(self.profile.sensing.settle_ms));
        }
        self.eyes = eyes;
    }
}

//! What motion is news, beside a camera that is open or private (R50, R54, R57).
//! The laws remember by themselves what was when.

use camera_fsm::explore::BASE;
use camera_fsm::motion_detection::{Watch, ZoneSet};
use camera_fsm::time::Instant;

use super::sown::each_breaks_its_law;
use super::{
    Broken, FAR_TOO_LATE_MS, Part, TIMES, Until, ahead, broken, explore, law, shifted, to_base,
};

/// Two zones, and the picture beside them.
const PLACES: [ZoneSet; 3] = [
    ZoneSet::NONE.with(0),
    ZoneSet::NONE.with(1),
    ZoneSet::PICTURE,
];

/// A fault between it and the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Sown {
    TicksEndWalkTests,
    MotionComesBeforeTheTick,
    TheHeadTurnsUnseen,
    WalkTestsInWords,
    WalkTestsBeginWhenItSlept,
    WalkTestsAreLonger,
    MotionIsToldTwice,
    NeverTicks,
    TheHeadNeverSettles,
}

const SOWN: [(Sown, Broken); 9] = [
    (Sown::TicksEndWalkTests, "a tick too many changes something"),
    (Sown::MotionComesBeforeTheTick, "what is over ends"),
    (Sown::TheHeadTurnsUnseen, "it is blind for so long"),
    (Sown::WalkTestsInWords, "what a walk test shows"),
    (Sown::WalkTestsBeginWhenItSlept, "it wakes for what is past"),
    (Sown::WalkTestsAreLonger, "it wakes in time"),
    (Sown::MotionIsToldTwice, "news is what is new"),
    (Sown::NeverTicks, "a walk test ends"),
    (Sown::TheHeadNeverSettles, "it sees again"),
];

#[derive(Clone, PartialEq, Eq, Hash)]
struct Sees {
    sown: Option<Sown>,
    watch: Watch,
    is_private: bool,
    /// Until when motion in each place is no news.
    lively: [Until; 3],
    blind: Until,
    walk_test: Until,
    shown: Until,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Seen {
    Time,
    /// Motion in some of the places.
    Motion([bool; 3]),
    /// The head turns, or the light changes.
    Blind,
    WalkTest(u32),
    Private(bool),
}

impl Part for Sees {
    type Input = Seen;

    fn inputs(&self) -> Vec<Seen> {
        let private = Seen::Private(!self.is_private);
        let mut all = vec![Seen::Time, Seen::Blind, Seen::WalkTest(0), private];
        all.push(Seen::WalkTest(TIMES.walk_test_ms_max));
        all.extend(
            [(true, false), (false, true), (true, true)].map(|(a, b)| Seen::Motion([a, b, false])),
        );
        all.extend([Seen::Motion([false; 3]), Seen::Motion([false, false, true])]);
        all
    }

    fn dues(&self) -> Vec<Instant> {
        let others = self.lively.into_iter().chain([self.blind]);
        others.chain([self.watch.due()]).flatten().collect()
    }

    fn after(&self, at: Instant, input: Seen) -> Result<Self, Broken> {
        let mut next = self.clone();
        let is_seen = matches!(input, Seen::Motion(_));
        if !(is_seen && self.is(Sown::MotionComesBeforeTheTick)) {
            next.expire(at);
        }
        let is_due = self.watch.due().is_some_and(|due| due <= at);
        law(
            is_due || next.watch == self.watch,
            "a tick too many changes something",
        )?;
        law(
            next.watch.due().is_none_or(|due| due > at),
            "what is over ends",
        )?;
        next.lively = next.lively.map(|until| ahead(until, at));
        next.blind = ahead(next.blind, at);
        next.walk_test = ahead(next.walk_test, at);
        // What a walk test shows ends with it.
        next.shown = ahead(next.shown, at).filter(|_| next.walk_test.is_some());
        match input {
            Seen::Time => {}
            Seen::Private(private) => next.is_private = private,
            Seen::Blind => {
                let until = at.after(TIMES.settle_ms);
                next.blind = Some(until);
                next.turns(until);
            }
            Seen::WalkTest(ms) => {
                next.begin_walk_test(at, ms);
                next.walk_test = (ms > 0).then(|| at.after(ms));
                (next.lively, next.shown) = ([None; 3], None);
            }
            // As the rest of a camera does.
            Seen::Motion(_) if next.is_private || !next.watch.believes(at) => {}
            Seen::Motion(places) => next.sees(at, places)?,
        }
        law(
            next.watch.believes(at) == next.blind.is_none(),
            "it is blind for so long",
        )?;
        let shows = next.walk_test.map(|_| next.shown.is_some());
        law(next.watch.walk_test() == shows, "what a walk test shows")?;
        let due = match (next.shown, next.walk_test) {
            (Some(shown), Some(end)) => Some(shown.min(end)),
            (shown, end) => shown.or(end),
        };
        law(
            next.watch.due().is_none_or(|due| due > at),
            "it wakes for what is past",
        )?;
        law(
            due.is_none_or(|due| next.watch.due().is_some_and(|wakes| wakes <= due)),
            "it wakes in time",
        )?;
        to_base(at, |to| next.watch.rebase(to));
        next.lively = next.lively.map(|until| shifted(until, at));
        next.blind = shifted(next.blind, at);
        next.walk_test = shifted(next.walk_test, at);
        next.shown = shifted(next.shown, at);
        Ok(next)
    }

    fn left_alone(&self) -> Result<(), Broken> {
        let mut alone = self.clone();
        for _ in 0..2 {
            let Some(due) = alone.watch.due() else { break };
            alone.expire(due);
        }
        let watch = &alone.watch;
        law(
            watch.due().is_none() && watch.walk_test().is_none(),
            "a walk test ends",
        )?;
        law(watch.believes(BASE.after(FAR_TOO_LATE_MS)), "it sees again")
    }
}

impl Sees {
    fn new(sown: Option<Sown>) -> Self {
        Self {
            sown,
            watch: Watch::new(),
            is_private: false,
            lively: [None; 3],
            blind: None,
            walk_test: None,
            shown: None,
        }
    }

    fn is(&self, sown: Sown) -> bool {
        self.sown == Some(sown)
    }

    /// What a device does when it is stepped.
    fn expire(&mut self, at: Instant) {
        if !self.is(Sown::NeverTicks) {
            self.watch.expire(at);
        }
        if self.is(Sown::TicksEndWalkTests) {
            self.watch.begin_walk_test(at, 0);
        }
    }

    /// The head turns, and will have settled then.
    fn turns(&mut self, until: Instant) {
        match self.sown {
            Some(Sown::TheHeadTurnsUnseen) => {}
            Some(Sown::TheHeadNeverSettles) => self.watch.blind(until.after(2 * FAR_TOO_LATE_MS)),
            _ => self.watch.blind(until),
        }
    }

    fn begin_walk_test(&mut self, at: Instant, ms: u32) {
        match self.sown {
            Some(Sown::WalkTestsInWords) => {}
            Some(Sown::WalkTestsBeginWhenItSlept) => self.watch.begin_walk_test(BASE, ms),
            Some(Sown::WalkTestsAreLonger) => self.watch.begin_walk_test(at, 2 * ms),
            _ => self.watch.begin_walk_test(at, ms),
        }
    }

    /// It is news where nothing has moved for so long.
    fn sees(&mut self, at: Instant, places: [bool; 3]) -> Result<(), Broken> {
        let set = |some: [bool; 3]| {
            let mut codes: Vec<u8> = Vec::new();
            for (place, _) in PLACES.iter().zip(some).filter(|(_, is_in)| *is_in) {
                codes.extend(place.codes());
            }
            codes
        };
        let hit = match places {
            [_, _, true] => ZoneSet::PICTURE,
            [a, b, _] => {
                let first = if a { PLACES[0] } else { ZoneSet::NONE };
                if b { first.with(1) } else { first }
            }
        };
        let quiet_ms = match self.walk_test {
            Some(_) => TIMES.show_ms,
            None => TIMES.quiet_ms,
        };
        if self.is(Sown::MotionIsToldTwice) {
            let _ = self.watch.see(at, hit, &TIMES);
        }
        let news = self.watch.see(at, hit, &TIMES);
        let fresh = core::array::from_fn(|place| places[place] && self.lively[place].is_none());
        law(news.codes().eq(set(fresh)), "news is what is new")?;
        let moves = places != [false; 3];
        for (lively, _) in self
            .lively
            .iter_mut()
            .zip(places)
            .filter(|(_, moves)| *moves)
        {
            *lively = Some(at.after(quiet_ms.into()));
        }
        if moves && self.walk_test.is_some() {
            self.shown = Some(at.after(TIMES.show_ms.into()));
        }
        Ok(())
    }
}

#[test]
fn r50_r57_a_watch_alone() {
    explore("a watch", [Sees::new(None)]);
}

#[test]
fn r50_r57_every_law_of_a_watch_is_broken_by_a_fault() {
    each_breaks_its_law(&[include_str!("watch.rs")], &SOWN, |sown| {
        broken([Sees::new(Some(sown))])
    });
}

//! What motion is news, and when it is night, beside a camera that is open or
//! private, or whose owner wants the night light by the sensor or always (R50,
//! R53, R54, R57). The laws remember by themselves what was when.

use camera_fsm::explore::BASE;
use camera_fsm::motion_detection::{Watch, ZoneSet};
use camera_fsm::night_vision::{NightLight, NightVision};
use camera_fsm::profile::SensingTimes;
use camera_fsm::time::Instant;
use camera_proto::vocab::NightMode;

use super::{Broken, FAR_TOO_LATE_MS, Part, explore, law, to_base};

const TIMES: SensingTimes = SensingTimes {
    settle_ms: 2,
    quiet_ms: 4,
    show_ms: 2,
    walk_test_ms_max: 3,
    dusk_ms: 3,
    hysteresis_percent: 5,
    record_ms: 2,
};

/// Two zones, and the picture beside them.
const PLACES: [ZoneSet; 3] = [
    ZoneSet::NONE.with(0),
    ZoneSet::NONE.with(1),
    ZoneSet::PICTURE,
];

/// An instant that lies ahead, or none.
type Until = Option<Instant>;

fn ahead(until: Until, at: Instant) -> Until {
    until.filter(|until| *until > at)
}

/// As far from [`BASE`] as it was from `at`.
fn shifted(until: Until, at: Instant) -> Until {
    ahead(until, at).map(|until| BASE.after(until.since(at) as u32))
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct Sees {
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
        next.watch.expire(at);
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
                next.watch.blind(until);
                next.blind = Some(until);
            }
            Seen::WalkTest(ms) => {
                next.watch.begin_walk_test(at, ms);
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
            due.is_none_or(|due| next.watch.due() <= Some(due)),
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
        let mut watch = self.watch;
        for _ in 0..2 {
            let Some(due) = watch.due() else { break };
            watch.expire(due);
        }
        law(
            watch.due().is_none() && watch.walk_test().is_none(),
            "a walk test ends",
        )?;
        law(watch.believes(BASE.after(FAR_TOO_LATE_MS)), "it sees again")
    }
}

impl Sees {
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
        let news = self.watch.see(at, hit, &TIMES);
        let fresh = core::array::from_fn(|place| places[place] && self.lively[place].is_none());
        law(news.codes().eq(set(fresh)), "news is what is new")?;
        let moves = places != [false; 3];
        law(news.is_empty() || moves, "there is no news of nothing")?;
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
    let start = Sees {
        watch: Watch::new(),
        is_private: false,
        lively: [None; 3],
        blind: None,
        walk_test: None,
        shown: None,
    };
    explore("a watch", [start]);
}

/// Below so much it is dark: half of the owner's 20 %.
const DARK_BELOW: u8 = 10;
const BRIGHT_FROM: u8 = DARK_BELOW + TIMES.hysteresis_percent;

#[derive(Clone, PartialEq, Eq, Hash)]
struct Dusk {
    night: NightVision,
    /// The rest: its owner wants the light always, and not by the sensor.
    is_always: bool,
    is_night: bool,
    /// When it will have been the other way round for long enough.
    turns: Until,
    light_percent: Option<u8>,
}

#[derive(Clone, Copy, Debug)]
enum Light {
    Time,
    Sense(u8),
    Always(bool),
}

impl Dusk {
    fn wanted(&self) -> NightLight {
        NightLight {
            mode: if self.is_always {
                NightMode::ON
            } else {
                NightMode::AUTO
            },
            brightness_percent: 70,
            sensitivity_percent: 2 * DARK_BELOW,
        }
    }
}

impl Part for Dusk {
    type Input = Light;

    fn inputs(&self) -> Vec<Light> {
        let senses = [
            0,
            DARK_BELOW - 1,
            DARK_BELOW,
            BRIGHT_FROM - 1,
            BRIGHT_FROM,
            100,
        ];
        let mut all = vec![Light::Time, Light::Always(!self.is_always)];
        all.extend(senses.map(Light::Sense));
        all
    }

    fn dues(&self) -> Vec<Instant> {
        self.night.due().into_iter().collect()
    }

    fn after(&self, at: Instant, input: Light) -> Result<Self, Broken> {
        let mut next = self.clone();
        next.night.expire(at);
        if next.turns.is_some_and(|turns| turns <= at) {
            (next.turns, next.is_night) = (None, !next.is_night);
        }
        match input {
            Light::Time => {}
            Light::Always(always) => next.is_always = always,
            Light::Sense(percent) => {
                next.night.sense(at, percent, &next.wanted(), &TIMES);
                next.light_percent = Some(percent);
                let is_other = match next.is_night {
                    true => percent >= BRIGHT_FROM,
                    false => percent < DARK_BELOW,
                };
                let begun = next.turns.or(Some(at.after(TIMES.dusk_ms)));
                next.turns = begun.filter(|_| is_other);
            }
        }
        let lit = next.is_always || next.is_night;
        let percent = next.night.light_percent(&next.wanted());
        law(
            percent == if lit { 70 } else { 0 },
            "it is lit at night and when it is wanted",
        )?;
        law(
            next.night.due() == next.turns,
            "it turns after so long of the other, and never in between",
        )?;
        to_base(at, |to| next.night.rebase(to));
        next.turns = shifted(next.turns, at);
        Ok(next)
    }

    fn left_alone(&self) -> Result<(), Broken> {
        let mut night = self.night;
        if let Some(due) = night.due() {
            night.expire(due);
        }
        law(night.due().is_none(), "it turns once")
    }
}

#[test]
fn r53_a_night_light_alone() {
    let start = Dusk {
        night: NightVision::new(),
        is_always: false,
        is_night: false,
        turns: None,
        light_percent: None,
    };
    explore("a night light", [start]);
}

//! When it is night, beside a camera whose owner wants the night light by the
//! sensor or always (R53). The laws remember by themselves what was when.

use camera_fsm::night_vision::{NightLight, NightVision};
use camera_fsm::profile::SensingTimes;
use camera_fsm::time::Instant;
use camera_proto::vocab::NightMode;

use super::sown::each_breaks_its_law;
use super::{Broken, Part, TIMES, Until, broken, explore, law, shifted, to_base};

/// A fault between it and the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Sown {
    AlwaysIsNotTold,
    DuskIsLonger,
    NeverTicks,
}

const SOWN: [(Sown, Broken); 3] = [
    (
        Sown::AlwaysIsNotTold,
        "it is lit at night and when it is wanted",
    ),
    (
        Sown::DuskIsLonger,
        "it turns after so long of the other, and never in between",
    ),
    (Sown::NeverTicks, "it turns once"),
];

/// Below so much it is dark: half of the owner's 20 %.
const DARK_BELOW: u8 = 10;
const BRIGHT_FROM: u8 = DARK_BELOW + TIMES.hysteresis_percent;

#[derive(Clone, PartialEq, Eq, Hash)]
struct Dusk {
    sown: Option<Sown>,
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
    fn new(sown: Option<Sown>) -> Self {
        Self {
            sown,
            night: NightVision::new(),
            is_always: false,
            is_night: false,
            turns: None,
            light_percent: None,
        }
    }

    fn is(&self, sown: Sown) -> bool {
        self.sown == Some(sown)
    }

    /// What a device does when it is stepped.
    fn expire(&mut self, at: Instant) {
        if !self.is(Sown::NeverTicks) {
            self.night.expire(at);
        }
    }

    fn times(&self) -> SensingTimes {
        let mut times = TIMES;
        times.dusk_ms += u32::from(self.is(Sown::DuskIsLonger));
        times
    }

    fn wanted(&self) -> NightLight {
        NightLight {
            mode: if self.is_always && !self.is(Sown::AlwaysIsNotTold) {
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
        next.expire(at);
        if next.turns.is_some_and(|turns| turns <= at) {
            (next.turns, next.is_night) = (None, !next.is_night);
        }
        match input {
            Light::Time => {}
            Light::Always(always) => next.is_always = always,
            Light::Sense(percent) => {
                next.night.sense(at, percent, &next.wanted(), &next.times());
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
        let mut alone = self.clone();
        if let Some(due) = alone.night.due() {
            alone.expire(due);
        }
        law(alone.night.due().is_none(), "it turns once")
    }
}

#[test]
fn r53_a_night_light_alone() {
    explore("a night light", [Dusk::new(None)]);
}

#[test]
fn r53_every_law_of_a_night_light_is_broken_by_a_fault() {
    each_breaks_its_law(&[include_str!("night.rs")], &SOWN, |sown| {
        broken([Dusk::new(Some(sown))])
    });
}

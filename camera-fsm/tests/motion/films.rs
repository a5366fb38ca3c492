//! Which films there are.

use crate::film::{DAY, DIM, Film, INDOOR, Light, NIGHT, Sensor, Walk};
use crate::room::Who;

const fn walk(who: Who, away_m: f32, speed_m_s: f32) -> Option<Walk> {
    Some(Walk {
        who,
        away_m,
        speed_m_s,
        stays: 0,
    })
}

const fn person(name: &'static str, looks: u32, away_m: f32) -> Film {
    Film {
        walk: walk(Who::Person, away_m, 1.2),
        ..Film::of(name, looks)
    }
}

const fn night(film: Film, name: &'static str) -> Film {
    Film {
        name,
        sensor: NIGHT,
        ..film
    }
}

const fn lit(name: &'static str, looks: u32, light: Light) -> Film {
    Film {
        light,
        ..Film::of(name, looks)
    }
}

const fn lamp(name: &'static str, [right, down]: [f32; 2], cone: f32, more: f32) -> Film {
    let light = Light::Lamp {
        right,
        down,
        cone,
        more,
    };
    lit(name, 160, light)
}

const fn taken(name: &'static str, looks: u32, sensor: Sensor) -> Film {
    Film {
        sensor,
        ..Film::of(name, looks)
    }
}

const ACROSS: Film = person("person at 5 m", 100, 5.0);
const FAR: Film = person("person at 11 m", 160, 11.0);
const CAT: Film = Film {
    walk: walk(Who::Cat, 4.0, 0.7),
    ..Film::of("cat at 4 m", 110)
};

/// Somebody moves in them.
pub(crate) const FOUND: [Film; 19] = [
    person("person at 1.3 m", 70, 1.3),
    person("person at 2.5 m", 90, 2.5),
    ACROSS,
    FAR,
    Film {
        looks_a_second: 5.0,
        ..person("the same, 5 looks a second", 120, 11.0)
    },
    Film {
        looks_a_second: 10.0,
        ..person("the same, 10 looks a second", 190, 11.0)
    },
    Film {
        walk: walk(Who::Person, 5.0, 0.25),
        ..Film::of("person at 5 m, 0.25 m/s", 320)
    },
    Film {
        sensor: DIM,
        ..person("person at 5 m, dim", 100, 5.0)
    },
    night(ACROSS, "person at 5 m, night"),
    night(FAR, "person at 11 m, night"),
    CAT,
    night(CAT, "cat at 4 m, night"),
    Film {
        walk: walk(Who::Ball, 3.0, 1.5),
        ..Film::of("ball at 3 m", 60)
    },
    Film {
        walk: walk(Who::Ball, 3.0, 4.0),
        ..Film::of("ball at 3 m, 4 m/s", 60)
    },
    Film {
        walk: walk(Who::Person, 2.5, 4.0),
        looks_a_second: 5.0,
        ..Film::of("runner at 2.5 m, 5 looks a second", 60)
    },
    Film {
        walk: Some(Walk {
            who: Who::Person,
            away_m: 3.5,
            speed_m_s: 1.2,
            stays: 160,
        }),
        ..Film::of("person, stands for 20 s", 320)
    },
    Film {
        light: Light::Hunting(0.15),
        ..person("person, exposure hunts", 100, 5.0)
    },
    Film {
        light: Light::Cloud(0.5),
        ..person("person, clouds", 100, 5.0)
    },
    Film {
        light: Light::Step(3.0),
        ..person("person, and a lamp on", 100, 5.0)
    },
];

/// Nothing moves in them.
pub(crate) const SILENT: [Film; 26] = [
    taken("noise, day", 160, DAY),
    taken("noise, indoor", 160, INDOOR),
    taken("noise, dim", 160, DIM),
    taken("noise, night", 320, NIGHT),
    lit("clouds", 320, Light::Cloud(0.6)),
    lit("dusk", 400, Light::Dusk(0.02)),
    lit("lamp on and off", 160, Light::Step(3.0)),
    lit("lamp off and on", 160, Light::Step(0.2)),
    lit("second lamp", 160, Light::Step(1.4)),
    lit("lamp fades", 160, Light::Fade(3.0)),
    lit("lamp to the left", 160, Light::Side(2.0)),
    lit("weak lamp to the left", 160, Light::Side(0.5)),
    lit("faint lamp to the left", 160, Light::Side(0.2)),
    lit("lamp in a corner", 160, Light::Corner(1.0)),
    lamp("lamp on the shelf", [0.1, 0.3], 0.15, 0.15),
    lamp("lamp on the floor", [0.8, 0.9], 0.2, 0.3),
    lamp("narrow lamp in a corner", [0.0, 0.0], 0.2, 0.5),
    lamp("narrow bright lamp in a corner", [0.0, 0.0], 0.2, 1.0),
    lamp("wide lamp in the middle", [0.5, 0.4], 0.3, 0.25),
    lit("bands 5 %, leap", 160, Light::Bands(0.05, 0.5)),
    lit("bands 15 %, run", 160, Light::Bands(0.15, 0.23)),
    lit("bands 5 %, crawl", 320, Light::Bands(0.05, 0.01)),
    lit("bands 15 %, crawl", 320, Light::Bands(0.15, 0.01)),
    lit("exposure hunts", 160, Light::Hunting(0.25)),
    taken(
        "hot pixel",
        160,
        Sensor {
            hot: true,
            ..INDOOR
        },
    ),
    taken(
        "blocks",
        160,
        Sensor {
            block: Some(4.0),
            ..INDOOR
        },
    ),
];

/// Nobody moves in them, but it is seen, the small lamp only in some noises: what the eye cannot tell apart.
pub(crate) const MISTAKEN: [Film; 6] = [
    Film {
        sway: 6.0,
        ..Film::of("curtain", 400)
    },
    lamp("reading lamp, whose cone has an edge", [0.5, 0.4], 0.1, 0.5),
    lamp("torch in a corner", [0.0, 0.0], 0.1, 2.0),
    lit("small lamp in a corner", 160, Light::Corner(0.25)),
    lit("small lamp, dimmed", 160, Light::Dimmed(0.25)),
    lit("headlights along the wall", 160, Light::Headlights(0.5)),
];

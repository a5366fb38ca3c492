//! Every story of the machine twice: by the machine alone, and by the real runner, store, link and cryptography on a
//! simulated board. LED, state and head do the same at the same millisecond.

#[path = "../../../camera-fsm/tests/world/mod.rs"]
mod alone;

use core::fmt::Write as _;
use std::fs;
use std::path::Path;

use camera_desktop::sim::pace::Pace;
use camera_desktop::world::House;
use camera_fsm::levels::{LedFrame, Pose};
use camera_fsm::profile::REFERENCE;
use camera_fsm::scenario::{self, Line, Sight, World};
use camera_fsm::time::Instant;
use camera_proto::vocab::{CameraState, Fault};

/// What things take around the machine alone.
const PACE: Pace = Pace {
    boot_ms: 0,
    ap_ms: 300,
    ap_again_ms: 300,
    off_ms: 1,
    scan_ms: 1_500,
    join_ms: 800,
    unbind_ms: 200,
    flash_ms: Some(40),
};

/// Stories that cannot be the same, and why.
const OTHERWISE: [(&str, &str); 6] = [
    (
        "parts_fail",
        "the machine alone is told that a part fails; a runner finds it out when it uses the part",
    ),
    (
        "power_cut_in_a_setup",
        "its cut counts jobs of the flash, and words and erases where there is a real one",
    ),
    ("power_cut_in_a_setting", "so does its"),
    ("power_cuts_in_a_reset", "so do its"),
    (
        "privacy",
        "it is reset while its head turns: a runner erases when that is parked",
    ),
    (
        "recordings_that_stay",
        "it is as with `parts_fail`: the runner finds it out when it shall erase them",
    ),
];

/// What a person sees from outside.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Seen {
    led: LedFrame,
    state: Option<(CameraState, Fault)>,
    pose: Option<Pose>,
}

/// Both worlds show the camera.
trait Shows: World {
    fn shown(&mut self) -> Seen;

    /// What chance gave it at its last start.
    fn jitter(&self) -> Option<u32> {
        None
    }
}

impl Shows for alone::World {
    fn shown(&mut self) -> Seen {
        let now = self.now();
        let camera = self.camera();
        let pose = camera.map(|camera| camera.levels(now).pose);
        let Sight { light, status, .. } = self.see();
        Seen {
            led: light,
            state: status.map(|status| (status.state, status.fault)),
            pose,
        }
    }
}

impl Shows for House {
    fn jitter(&self) -> Option<u32> {
        let runner = self.camera.runner()?;
        Some(runner.store().stored().jitter)
    }

    fn shown(&mut self) -> Seen {
        let pose = self.camera.board().head.part.told;
        let pose = self.camera.runner().map(|_| pose);
        let Sight { light, status, .. } = self.see();
        Seen {
            led: light,
            state: status.map(|status| (status.state, status.fault)),
            pose,
        }
    }
}

/// A world of which is written down what it shows, at the end of each millisecond in which that changes.
struct Watched<W> {
    world: W,
    /// What chance gave it, at each start.
    jitters: Vec<u32>,
    timeline: Vec<(u64, Seen)>,
}

impl<W: Shows> Watched<W> {
    fn new(world: W) -> Self {
        Self {
            world,
            jitters: Vec::new(),
            timeline: Vec::new(),
        }
    }

    fn look(&mut self) {
        let jitter = self.world.jitter();
        let is_new = jitter != self.jitters.last().copied();
        self.jitters.extend(jitter.filter(|_| is_new));
        let (ms, seen) = (self.world.now().as_millis(), self.world.shown());
        self.timeline.pop_if(|(last, _)| *last == ms);
        if self.timeline.last().is_none_or(|(_, last)| *last != seen) {
            self.timeline.push((ms, seen));
        }
    }
}

impl<W: Shows> World for Watched<W> {
    type Error = W::Error;

    fn act(&mut self, line: &Line<'_>) -> Result<(), W::Error> {
        self.world.act(line)?;
        self.look();
        Ok(())
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

/// How the two differ first, if they do.
fn difference(alone: &[(u64, Seen)], real: &[(u64, Seen)]) -> Option<String> {
    if alone == real {
        return None;
    }
    let same = alone
        .iter()
        .zip(real)
        .take_while(|(one, other)| one == other);
    let at = same.count();
    let mut text = String::new();
    let _ = write!(
        text,
        "{at} alike, then alone {:?}, real {:?}",
        alone.get(at),
        real.get(at)
    );
    Some(text)
}

#[test]
fn every_story_shows_the_same_by_the_machine_alone_and_by_the_runner() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../camera-fsm/tests/scenarios");
    let mut stories: Vec<_> = fs::read_dir(&folder)
        .expect("the stories")
        .map(|entry| entry.expect("a story").path())
        .collect();
    stories.sort();
    let (mut alike, mut changes, mut wrong) = (0, 0, Vec::new());
    for story in &stories {
        let name = story.file_stem().unwrap_or_default().display().to_string();
        let text = fs::read_to_string(story).expect("a story");
        let profile = scenario::profile_of(&text).unwrap_or(&REFERENCE);
        let mut house = House::in_memory(profile, 1).expect("a camera");
        house.camera.set_pace(PACE);
        let mut real = Watched::new(house);
        let played = scenario::run(&mut real, &text);
        let mut world = alone::World::new(profile);
        world.flush_ms = 0;
        world.jitters.extend(&real.jitters);
        let mut alone = Watched::new(world);
        let played_alone = scenario::run(&mut alone, &text);
        let differs = difference(&alone.timeline, &real.timeline);
        match (differs, OTHERWISE.iter().any(|(other, _)| *other == name)) {
            (None, false) => {
                alike += 1;
                changes += alone.timeline.len();
            }
            (None, true) => wrong.push(format!("{name}: it is the same: strike it from the table")),
            (Some(_), true) => {}
            (Some(difference), false) => {
                let ends = (played_alone.err(), played.err());
                wrong.push(format!("{name}: {difference}, {ends:?}"));
            }
        }
    }
    println!(
        "{alike} of {} stories alike, {changes} changes",
        stories.len()
    );
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

//! When the camera records (R52), by what moves and by its schedule (R51), beside
//! a camera that is open or private, and that knows what time it is or does not
//! (R56). It is one of three nights: the clock is put forward in it, put back, or
//! a week ends. The laws know by themselves what the clock on the wall shows.

mod wall;

use camera_fsm::calendar::Calendar;
use camera_fsm::clock::Clock;
use camera_fsm::explore::BASE;
use camera_fsm::recording::Recording;
use camera_fsm::schedule::Schedule;
use camera_fsm::settings::Values;
use camera_fsm::time::{Instant, earliest};
use camera_proto::time_zone::PosixZone;
use camera_proto::vocab::{RecordingMode, StorageChoice};

use super::sown::each_breaks_its_law;
use super::{Broken, Part, broken, explore, law, to_base};
use wall::{BERLIN, EVENINGS_S, HALF_HOUR_MS, HOUR_S, NIGHT_S, RECORD_MS, SCHEDULE, is_on};

/// A fault between it and the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Sown {
    MotionIsNotTold,
    SleepsThroughItsTimes,
    ClocksAreSetInWords,
    ZonesAreSetInWords,
    UnknownTimesAreMidnight,
    DaylightIsNotSaved,
    ForgetsItsEnds,
    WorksOnceATick,
}

const SOWN: [(Sown, Broken); 8] = [
    (Sown::MotionIsNotTold, "it records when it should"),
    (Sown::SleepsThroughItsTimes, "it wakes for what is past"),
    (Sown::ClocksAreSetInWords, "it records when it should"),
    (Sown::ZonesAreSetInWords, "it records when it should"),
    (Sown::UnknownTimesAreMidnight, "it records when it should"),
    (Sown::DaylightIsNotSaved, "it records when it should"),
    (Sown::ForgetsItsEnds, "it wakes for nothing"),
    (Sown::WorksOnceATick, "a tick too many changes something"),
];

#[derive(Clone, PartialEq, Eq, Hash)]
struct Film {
    recording: Recording,
    calendar: Calendar,
    sown: Option<Sown>,
    is_private: bool,
    /// What its owner wants.
    mode: RecordingMode,
    in_berlin: bool,
    has_times: bool,
    /// How late it is, once somebody has said so.
    unix_s: Option<u64>,
    /// Until when it records what has moved.
    moved_until: Option<Instant>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Input {
    Time,
    Moved,
    Private(bool),
    Mode(RecordingMode),
    Berlin(bool),
    Times(bool),
    /// Somebody says that it is one of the evenings.
    Clock(usize),
    PowerCut,
}

impl Film {
    fn new(sown: Option<Sown>) -> Self {
        Self {
            recording: Recording::new(),
            calendar: Calendar::new(),
            sown,
            is_private: false,
            mode: RecordingMode::SCHEDULED,
            in_berlin: false,
            has_times: false,
            unix_s: None,
            moved_until: None,
        }
    }

    fn is(&self, sown: Sown) -> bool {
        self.sown == Some(sown)
    }

    fn values(&self) -> Values {
        let time_zone = match self.in_berlin {
            true if self.is(Sown::DaylightIsNotSaved) => PosixZone::parse(b"CET-1").expect("one"),
            true => *BERLIN,
            false => PosixZone::UTC,
        };
        Values {
            privacy: self.is_private,
            recording: self.mode,
            recording_times: if self.has_times {
                *SCHEDULE
            } else {
                Schedule::ALWAYS
            },
            time_zone,
            storage: StorageChoice::LOCAL,
            ..Values::DEFAULT
        }
    }

    fn clock(&self) -> Option<Clock> {
        let midnight_s = EVENINGS_S[0] + 4 * HOUR_S;
        let unknown_s = self.is(Sown::UnknownTimesAreMidnight).then_some(midnight_s);
        self.unix_s
            .or(unknown_s)
            .map(|unix_s| Clock::new(BASE, unix_s))
    }

    /// What it makes of what time it is, at `at`: all that is to be worked out.
    fn follow(&mut self, at: Instant) {
        let (clock, values) = (self.clock(), self.values());
        if !self.is(Sown::ForgetsItsEnds) {
            self.recording.expire(at);
        }
        while self.calendar.work(at, clock.as_ref(), &values) {
            if self.is(Sown::WorksOnceATick) {
                break;
            }
        }
    }

    fn due(&self, at: Instant) -> Option<Instant> {
        earliest(self.recording.due(), self.calendar.due(at))
    }

    fn happens(&mut self, at: Instant, input: Input) {
        // A change of what it goes by, unless it is lost on the way.
        let mut is_told = true;
        match input {
            Input::Time => return,
            Input::Moved if self.is_private => return,
            Input::Moved => {
                self.moved_until = Some(at.after(RECORD_MS));
                if !self.is(Sown::MotionIsNotTold) {
                    self.recording.moved(at.after(RECORD_MS));
                }
                return;
            }
            Input::Private(private) => self.is_private = private,
            Input::Mode(mode) => self.mode = mode,
            Input::Berlin(in_berlin) => {
                self.in_berlin = in_berlin;
                is_told = !self.is(Sown::ZonesAreSetInWords);
            }
            Input::Times(has_times) => self.has_times = has_times,
            Input::Clock(night) => {
                // As it was when now was `BASE`.
                let passed_s = at.seconds_since(BASE);
                self.unix_s = Some(EVENINGS_S[night] - passed_s);
                is_told = !self.is(Sown::ClocksAreSetInWords);
            }
            Input::PowerCut => self.lose_power(),
        }
        if is_told && self.clock().is_some() {
            self.calendar.ask_again();
        }
    }

    fn lose_power(&mut self) {
        (self.recording, self.calendar) = (Recording::new(), Calendar::new());
        (self.unix_s, self.moved_until) = (None, None);
    }

    fn unix_s(&self, at: Instant) -> Option<u64> {
        self.unix_s.map(|unix_s| unix_s + at.seconds_since(BASE))
    }

    /// Whether it must record then.
    fn must_record(&self, at: Instant) -> bool {
        let wanted = match self.mode {
            RecordingMode::MOTION => self.moved_until.is_some_and(|until| until > at),
            RecordingMode::SCHEDULED => {
                let unix_s = self.unix_s(at).filter(|_| self.has_times);
                unix_s.is_none_or(|unix_s| is_on(unix_s, self.in_berlin))
            }
            _ => false,
        };
        wanted && !self.is_private
    }

    /// What it does then, and until it is woken.
    fn is_right(&self, at: Instant) -> Result<(), Broken> {
        let (values, due) = (self.values(), self.due(at));
        law(due.is_none_or(|due| due > at), "it wakes for what is past")?;
        let instants = (0..=24).map(|steps| at.after(steps * HALF_HOUR_MS));
        for later in instants.take_while(|later| due.is_none_or(|due| *later < due)) {
            let records = self
                .recording
                .is_on(later, &values, self.calendar.records());
            law(
                records == self.must_record(later),
                "it records when it should",
            )?;
        }
        Ok(())
    }
}

impl Part for Film {
    type Input = Input;

    const GRID_MS: u32 = HALF_HOUR_MS;

    fn inputs(&self) -> Vec<Input> {
        let modes = [RecordingMode::MOTION, RecordingMode::SCHEDULED];
        let mut all = vec![
            Input::Time,
            Input::Moved,
            Input::Private(!self.is_private),
            Input::Berlin(!self.in_berlin),
            Input::Times(!self.has_times),
            Input::PowerCut,
        ];
        all.extend(
            modes
                .into_iter()
                .filter(|mode| *mode != self.mode)
                .map(Input::Mode),
        );
        all.extend((0..EVENINGS_S.len()).map(Input::Clock));
        all
    }

    fn dues(&self) -> Vec<Instant> {
        self.due(BASE).into_iter().chain(self.moved_until).collect()
    }

    fn after(&self, at: Instant, input: Input) -> Result<Self, Broken> {
        let mut next = self.clone();
        next.moved_until = next.moved_until.filter(|until| *until > at);
        // It sleeps, and nobody wakes it.
        if input != Input::Time || !self.is(Sown::SleepsThroughItsTimes) {
            next.happens(at, input);
            next.follow(at);
            let settled = next.clone();
            next.follow(at);
            law(next == settled, "a tick too many changes something")?;
        }
        next.is_right(at)?;
        let is_morning = |unix_s| {
            EVENINGS_S
                .iter()
                .all(|from_s| !(*from_s..=from_s + NIGHT_S).contains(&unix_s))
        };
        next.unix_s = next.unix_s(at);
        if next.unix_s.is_some_and(is_morning) {
            next.lose_power();
        }
        to_base(at, |to| {
            next.recording.rebase(to);
            next.calendar.rebase(to);
        });
        next.moved_until = next
            .moved_until
            .map(|until| BASE.after(until.since(at) as u32));
        Ok(next)
    }

    /// A night has four times at which it begins or ends, and one at which the
    /// clock is put forward or back.
    fn left_alone(&self) -> Result<(), Broken> {
        let (mut alone, end) = (self.clone(), BASE.after((NIGHT_S * 1_000) as u32));
        for _ in 0..8 {
            match alone.due(BASE).filter(|due| *due < end) {
                Some(due) => alone.follow(due),
                None => return Ok(()),
            }
        }
        Err("it wakes for nothing")
    }
}

#[test]
fn r51_r52_r56_recording_alone() {
    explore("recording", [Film::new(None)]);
}

#[test]
fn r51_r52_r56_every_law_of_recording_is_broken_by_a_fault() {
    each_breaks_its_law(&[include_str!("recording.rs")], &SOWN, |sown| {
        broken([Film::new(Some(sown))])
    });
}

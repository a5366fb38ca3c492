//! The emulated board with its networks and its controllers, as stories know it.
//!
//! To ask the board something takes it some milliseconds, which are no part of
//! the story: the story's time stands meanwhile, and what passes next is so much
//! less. So the board is never behind it.

use camera_app::coprocessor::{Ended, Job, Start, Time, kind};
use camera_fsm::action::{OpId, RadioJob};
use camera_fsm::input::{ClientId, OpResult, PinLevel};
use camera_fsm::scenario::{
    CONTROLLERS, Expect, Expectation, Flash, Line, Moment, Outcome, Power, Sensor, Sight, Typed,
    Verb, When, World,
};
use camera_fsm::time::Instant;
use camera_hal::mock::radio::MockRadio;
use camera_hal::mock::wire::{CABLE_BYTES, MockWire};
use camera_hal::radio::{Radio as _, RadioEvent};
use camera_hal::wire::Wire as _;
use camera_proto::codec;
use camera_proto::frame::{self, BODY_AT, MAX_FRAME};
use camera_proto::vocab::Status;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;
use serde::Serialize;

use super::emulator::{Emulator, Happened, Order};
use super::rhythm::Seen;
use super::sight;
use crate::alone::air::Air;
use crate::around::{PACE, networks, place_of};
use crate::factory::{self, bytes, hex};
use crate::phone::{Codes, Phone};

/// How often it is looked at what shows by nothing else, in milliseconds: at most
/// while something is waited for, and while something lasts; and into how many
/// looks a long wait is divided.
const LOOKS_MS: u32 = 50;
const LASTS_MS: u32 = 1_000;
const LOOKS: u32 = 100;

/// What passes in no more than that is looked at as it does, in milliseconds.
const SHORT_MS: u32 = 10_000;

/// How long something moves that a motion sensor sees, in milliseconds.
const MOVES_MS: u32 = 5;

/// How long it may take a chip to light its LED, and anybody to answer, in
/// milliseconds.
const STARTS_MS: u32 = 2_000;
const CONSOLE_MS: u32 = 20_000;

/// The connection of a controller.
#[derive(Clone, Copy, Default)]
struct Link {
    /// As the wire counts them.
    connection: Option<u32>,
    /// It came by the temporary network.
    by_ap: bool,
}

pub(super) struct House {
    emulator: Emulator,
    now: Instant,
    pub(super) board: Happened,
    /// For who holds the LED to its rhythm.
    pub(super) seen: Seen,
    pub(super) radio: MockRadio,
    /// Between the controllers and the radio.
    wire: MockWire,
    links: [Link; CONTROLLERS as usize],
    pub(super) phones: [Phone; CONTROLLERS as usize],
    /// Which of them did something last.
    pub(super) talking: usize,
    codes: Codes,
    /// The job that the radio does.
    job: u16,
    /// What the board has told, and nobody has looked at.
    orders: Vec<Order>,
    came: Vec<(u8, String)>,
    /// When the console was asked last.
    pub(super) asked_ms: f64,
    /// When a controller began something last.
    pub(super) began_ms: f64,
    /// What is looked at next, and how often.
    pub(super) what: Option<Expectation>,
    looks_ms: u32,
    /// What went wrong where nobody can be told.
    pub(super) wrong: Option<String>,
}

impl House {
    /// With a board from the factory, unplugged.
    pub(super) fn new() -> Result<Self, String> {
        let mut emulator = Emulator::new();
        let board = emulator.ask("run 0")?;
        let mut radio = MockRadio::default();
        radio.pace = PACE;
        let phone = |place: u8| Phone::new(place, ChaCha20Rng::seed_from_u64(place.into()));
        Ok(Self {
            emulator,
            now: Instant::default(),
            board,
            seen: Seen::default(),
            radio,
            wire: MockWire::default(),
            links: Default::default(),
            phones: core::array::from_fn(|place| phone(place as u8)),
            talking: 0,
            codes: Codes {
                label: factory::code().ok_or("a label")?,
                invited: None,
                changed: None,
            },
            job: 0,
            orders: Vec::new(),
            came: Vec::new(),
            asked_ms: 0.0,
            began_ms: 0.0,
            what: None,
            looks_ms: LOOKS_MS,
            wrong: None,
        })
    }

    /// The story asks for that next.
    pub(super) fn expects(&mut self, expect: &Expect) {
        self.what = Some(expect.what.clone());
        self.looks_ms = match expect.when {
            When::Throughout { .. } => LASTS_MS,
            When::Within { ms } => (ms / LOOKS).clamp(LOOKS_MS, LASTS_MS),
            When::Now => LOOKS_MS,
        };
    }

    /// The story is where the board is.
    pub(super) fn catch_up(&mut self) {
        self.now = self.now.max(self.board_now());
    }

    fn board_now(&self) -> Instant {
        Instant::from_millis(self.board.ms as u64)
    }

    /// The board does that, and all who hear of it do theirs.
    pub(super) fn ask(&mut self, line: &str) -> Result<(), String> {
        self.tell(line)?;
        self.settle()
    }

    /// All who have heard of something do theirs.
    fn settle(&mut self) -> Result<(), String> {
        loop {
            self.radio_works()?;
            self.phones_hear();
            if !self.carry()? && self.orders.is_empty() && self.came.is_empty() {
                return Ok(());
            }
        }
    }

    /// The board does that.
    pub(super) fn tell(&mut self, line: &str) -> Result<(), String> {
        let (was_on, starts) = (self.board.is_on, self.board.starts);
        self.board = self.emulator.ask(line)?;
        self.seen.led.append(&mut self.board.led);
        self.seen.flash.append(&mut self.board.flash);
        if was_on && !self.board.is_on {
            self.radio.power_off();
        }
        // Who starts says that nobody is connected.
        if was_on && (!self.board.is_on || self.board.starts != starts) {
            self.seen.cues.push((self.board.ms, None));
            self.orders.clear();
            self.links_are_gone(|_| true);
        }
        self.orders.append(&mut self.board.orders);
        self.came.append(&mut self.board.came);
        for place in core::mem::take(&mut self.board.closed) {
            self.wire.close(ClientId(place));
        }
        Ok(())
    }

    /// Lets the board go on up to that instant, or until something happens.
    fn run(&mut self, until: Instant) -> Result<(), String> {
        let due = self.radio.due().map_or(until, |due| due.min(until));
        let ms = due.as_millis() as f64 - self.board.ms;
        self.ask(&format!("run {:.3}", ms.max(0.1)))
    }

    /// The radio hears its orders, and tells what has come of them.
    fn radio_works(&mut self) -> Result<(), String> {
        let was = self.on_air();
        for Order { ms, id, body } in core::mem::take(&mut self.orders) {
            let body = bytes(&body).ok_or("bytes in hex")?;
            let start: Start =
                codec::decode(&body).map_err(|error| format!("an order: {error:?}"))?;
            self.job = id;
            let began = Instant::from_millis(ms as u64);
            let network = start.network.as_ref();
            self.radio
                .start(began, OpId(id), job(start.job), network, &start.ap);
        }
        let mut told = Vec::new();
        while let Some(event) = self.radio.poll(self.board_now()) {
            told.extend(match event {
                RadioEvent::Done(op, result) => said(kind::ENDED, op.0, &ended(result)),
                RadioEvent::Heard(network) => said(kind::HEARD, self.job, &network),
                RadioEvent::LinkLost => said(kind::LINK_LOST, 0, &()),
                RadioEvent::Time { unix_s } => said(kind::TIME, 0, &Time { unix_s }),
            });
        }
        let ((had_ap, had_home), (has_ap, has_home)) = (was, self.on_air());
        let (lost_ap, lost_home) = (had_ap && !has_ap, had_home && !has_home);
        self.links_are_gone(|link| if link.by_ap { lost_ap } else { lost_home });
        if told.is_empty() || !self.board.is_on {
            return Ok(());
        }
        self.tell(&format!("radio {}", hex(&told)))
    }

    /// Whether there is the temporary network, and the one at home.
    fn on_air(&self) -> (bool, bool) {
        (self.radio.ap().is_some(), self.radio.is_station())
    }

    fn is_on_air(&self) -> bool {
        self.board.is_on && self.on_air() != (false, false)
    }

    /// Whoever came by a network is gone with it.
    fn links_are_gone(&mut self, are: impl Fn(&Link) -> bool) {
        for (link, place) in self.links.iter().zip(0..) {
            if link.connection.is_some() && are(link) {
                self.wire.close(ClientId(place));
            }
        }
    }

    /// The controllers hear what has come.
    fn phones_hear(&mut self) {
        let (now, is_on_air) = (self.board_now(), self.is_on_air());
        for (place, said) in core::mem::take(&mut self.came) {
            let said = bytes(&said).unwrap_or_default();
            self.wire.write(ClientId(place), &said);
            if let Some(phone) = self.phones.get_mut(usize::from(place)) {
                phone.hear(now, (&mut self.wire, is_on_air));
            }
        }
        for phone in &mut self.phones {
            phone.hear(now, (&mut self.wire, is_on_air));
        }
    }

    /// What the controllers do goes to the radio; `false`: nothing.
    fn carry(&mut self) -> Result<bool, String> {
        let mut goes = false;
        for (at, place) in (0..CONTROLLERS).enumerate() {
            let client = ClientId(place);
            let (was, is) = (self.links[at].connection, self.wire.connection(client));
            if was != is {
                let (_, has_home) = self.on_air();
                self.links[at] = Link {
                    connection: is,
                    by_ap: !has_home,
                };
            }
            if was != is && was.is_some() {
                self.tell(&format!("close {place}"))?;
            }
            if was != is && is.is_some() {
                self.tell(&format!("connect {place}"))?;
            }
            let mut says = [0; CABLE_BYTES];
            let len = self.wire.read(client, &mut says);
            if len > 0 {
                let says = hex(says.get(..len).unwrap_or_default());
                self.tell(&format!("say {place} {says}"))?;
            }
            goes |= was != is || len > 0;
        }
        Ok(goes)
    }

    /// Types at the console, and gives what it says; `None` where there is no power.
    pub(super) fn type_in(&mut self, command: &str) -> Result<Option<String>, String> {
        while self.board.is_on {
            self.tell(&format!("type {command}"))?;
            self.asked_ms = self.board.asked_ms;
            let text = core::mem::take(&mut self.board.text);
            self.settle()?;
            if text.ends_with("\r\n") {
                return Ok(Some(text));
            }
            if self.board_now() > self.now.after(CONSOLE_MS) {
                return Err(format!("the console says nothing: {text:?}"));
            }
        }
        Ok(None)
    }

    fn power(&mut self, power: Power) -> Result<(), String> {
        match power {
            Power::On if self.board.is_on => Ok(()),
            Power::On => {
                self.ask("power on")?;
                self.lights_up()
            }
            Power::Off => self.ask("power off"),
            Power::Crash if !self.board.is_on => Ok(()),
            Power::Crash => {
                self.ask("hang")?;
                self.lights_up()
            }
            Power::CutAtFlashOp { op, moment } => {
                let share = match moment {
                    Moment::Before => "0",
                    Moment::Half => "0.5",
                    Moment::After => "1",
                };
                self.ask(&format!("cut {op} {share}"))
            }
        }
    }

    /// A camera's life begins when its LED first lights.
    fn lights_up(&mut self) -> Result<(), String> {
        let limit = self.board_now().after(STARTS_MS);
        while self.board.is_on && self.board_now() < limit && is_dark(&self.seen.led) {
            self.run(limit)?;
        }
        self.catch_up();
        Ok(())
    }

    fn flash(&mut self, becomes: Flash) -> Result<(), String> {
        match becomes {
            Flash::Worn { times } => self.ask(&format!("worn {times}")),
            Flash::Good => self.ask("worn 0"),
            Flash::Rots(what) => {
                let image = self.store()?;
                match place_of(&image, what) {
                    Some(at) => self.ask(&format!("flip {at}")),
                    None => Ok(()),
                }
            }
            Flash::Stuck => Err("a flash that never ends".into()),
        }
    }

    /// The store's bytes.
    pub(super) fn store(&mut self) -> Result<Vec<u8>, String> {
        self.tell("store")?;
        bytes(&self.board.store).ok_or_else(|| "bytes in hex".into())
    }

    fn sense(&mut self, sensor: Sensor) -> Result<(), String> {
        self.phones
            .iter_mut()
            .for_each(|phone| phone.noticed = None);
        match sensor {
            Sensor::Motion(_) => {
                self.ask("pin pir high")?;
                let limit = self.board_now().after(MOVES_MS);
                while self.board_now() < limit {
                    self.run(limit)?;
                }
                self.ask("pin pir low")
            }
            Sensor::Light { percent } => {
                self.ask(&format!("light {percent}"))?;
                // A board that sleeps looks at it when it turns again, after some seconds: this
                // wakes it.
                self.type_in("status").map(|_| ())
            }
            Sensor::Microphone { .. } => Err("it has no microphone".into()),
        }
    }

    fn console(&mut self, typed: Typed) -> Result<(), String> {
        match typed {
            Typed::Restart => self.type_in("restart").map(|_| ()),
            Typed::Diagnose => {
                let said = self.type_in("diagnose")?.unwrap_or_default();
                self.phones[self.talking].findings = sight::findings(&said);
                Ok(())
            }
        }
    }

    fn begin(&mut self, verb: &Verb<'_>) -> Result<(), String> {
        let (now, is_on_air) = (self.board_now(), self.is_on_air());
        let air = (&mut self.wire, is_on_air);
        self.phones[self.talking].begin(verb, &mut self.codes, now, air)?;
        self.ask("run 0")
    }

    /// A controller that has a session asks for the status, over the wire.
    pub(super) fn status_by_wire(&mut self) -> Result<Option<Status>, String> {
        let outcome = self.phones[self.talking].outcome;
        self.phones[self.talking].status = None;
        self.begin(&Verb::Status)?;
        let limit = self.board_now().after(CONSOLE_MS);
        while self.phones[self.talking].outcome == Outcome::Pending && self.board_now() < limit {
            self.run(limit)?;
        }
        self.phones[self.talking].outcome = outcome;
        Ok(self.phones[self.talking].status)
    }

    fn advance_until(&mut self, limit: Instant) -> Result<(), String> {
        let is_short = limit <= self.board_now().after(SHORT_MS);
        while self.board_now() < limit {
            self.run(match is_short {
                true => limit.min(self.board_now().after(LASTS_MS)),
                false => limit,
            })?;
            if is_short {
                self.glance()?;
            }
        }
        self.now = self.now.max(limit);
        Ok(())
    }

    fn advance_to_news(&mut self, limit: Instant) -> Result<(), String> {
        let look = self.now.after(self.looks_ms).min(limit);
        if self.board_now() < look {
            self.run(look)?;
        }
        if matches!(self.what, Some(Expectation::Reply(_))) {
            self.glance()?;
        }
        self.now = self.now.max(self.board_now().min(look));
        Ok(())
    }

    /// What went wrong is told when the line of the story ends.
    fn note<T>(&mut self, done: Result<T, String>) -> Option<T> {
        match done {
            Ok(done) => Some(done),
            Err(wrong) => {
                self.wrong.get_or_insert(wrong);
                None
            }
        }
    }
}

impl World for House {
    type Error = String;

    fn act(&mut self, line: &Line<'_>) -> Result<(), String> {
        match line {
            Line::Power(power) => self.power(*power),
            Line::Button(PinLevel::Down) => self.ask("pin button low"),
            Line::Button(PinLevel::Up) => self.ask("pin button high"),
            Line::Router(json) => {
                self.radio.networks = networks(&Air::from_json(json)?);
                self.ask("run 0")
            }
            Line::Radio { works } => {
                self.radio.fail(!works);
                self.ask("run 0")
            }
            Line::Sensor(sensor) => self.sense(*sensor),
            Line::Flash(becomes) => self.flash(*becomes),
            Line::Console(typed) => self.console(*typed),
            Line::Controller { number, verb } => {
                self.talking = usize::from(*number) - 1;
                self.began_ms = self.board.ms;
                // What the LED tells may end by that, and begin anew before anybody looks.
                self.seen.cues.push((self.began_ms, None));
                self.begin(verb)
            }
            Line::Servo { .. } | Line::Part { .. } => Err("its parts do not break".into()),
            // The player of the story keeps the last three for itself.
            Line::Profile(_) | Line::Trace(_) | Line::Advance { .. } | Line::Expect(_) => Ok(()),
        }
    }

    fn now(&self) -> Instant {
        self.now
    }

    fn advance(&mut self, ms: u32) {
        let limit = self.now.after(ms);
        let done = self.advance_until(limit);
        self.note(done);
        self.now = limit;
    }

    fn advance_to_change(&mut self, limit: Instant) {
        let done = self.advance_to_news(limit);
        if self.note(done).is_none() {
            self.now = limit;
        }
    }

    fn see(&mut self) -> Sight<'_> {
        let looked = self.look();
        let (status, seen) = self.note(looked).unwrap_or_default();
        self.sight(status, seen)
    }
}

/// Whether the LED is.
fn is_dark(led: &[(f64, [u8; 3])]) -> bool {
    led.last().is_none_or(|(_, color)| *color == [0; 3])
}

/// A frame of the radio's, a zero before it.
fn said(kind: u8, id: u16, body: &impl Serialize) -> Vec<u8> {
    let mut frame = vec![0; 1 + MAX_FRAME];
    let room = frame.get_mut(1 + BODY_AT..).unwrap_or_default();
    let len = codec::encode(body, room).unwrap_or(0);
    let len = frame::encode(kind, id, len, frame.get_mut(1..).unwrap_or_default()).unwrap_or(0);
    frame.truncate(1 + len);
    frame
}

fn ended(result: OpResult) -> Ended {
    match result {
        OpResult::Done => Ended::Done,
        OpResult::Joined { internet, rssi_dbm } => Ended::Joined { internet, rssi_dbm },
        OpResult::HandshakeTimeout {
            rssi_dbm,
            driver_code,
        } => Ended::HandshakeTimeout {
            rssi_dbm,
            driver_code,
        },
        OpResult::Failed(why) => Ended::Failed(why),
    }
}

fn job(job: Job) -> RadioJob {
    match job {
        Job::StartAp => RadioJob::StartAp,
        Job::StopAp => RadioJob::StopAp,
        Job::Scan => RadioJob::Scan,
        Job::JoinTrial => RadioJob::JoinTrial,
        Job::JoinStored => RadioJob::JoinStored,
        Job::Off => RadioJob::Off,
    }
}

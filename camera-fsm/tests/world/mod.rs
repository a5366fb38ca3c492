//! A world for stories without hardware: the real `Device`, and models of all
//! that is around it. Time jumps from one thing that happens to the next.
#![allow(dead_code, reason = "each test uses its part of the world")]

pub(crate) mod air;
mod flash;
mod phone;
mod story;

use std::collections::VecDeque;
use std::vec::Vec;

use camera_fsm::action::{Action, OpId, RadioJob, StoreJob};
use camera_fsm::device::Device;
use camera_fsm::diagnosis::Facts;
use camera_fsm::input::{Ask, ClientId, Input, OpResult, PinLevel, Stored};
use camera_fsm::part::{Part, PartSet};
use camera_fsm::power::BootCause;
use camera_fsm::profile::Profile;
use camera_fsm::scenario::{self, CONTROLLERS, Moment, Typed};
use camera_fsm::time::Instant;
use camera_proto::message::Refused;
use camera_proto::vocab::{Axis, Refusal, Role};

use air::{Air, Radio};
use flash::{Flash, erases};
use phone::Phone;

/// How long things take, in milliseconds.
const STORE_MS: u32 = 40;
const SCAN_MS: u32 = 1_500;
const AP_MS: u32 = 300;
const JOIN_MS: u32 = 800;
const UNBIND_MS: u32 = 200;
const FLUSH_MS: u32 = 5;
const HOME_MS: u32 = 4_000;

/// No place of the link.
const CONSOLE: ClientId = ClientId(u8::MAX);

pub(crate) struct World {
    profile: &'static Profile,
    now: Instant,
    camera: Option<Device>,
    wake_at: Option<Instant>,
    events: Vec<(Instant, Event)>,
    pin: PinLevel,
    stalled: [bool; 2],
    pub(crate) failed: PartSet,
    light_percent: u8,
    is_deaf: bool,
    pub(crate) flash: Flash,
    /// Store jobs begun since the world began.
    pub(crate) store_jobs: u32,
    /// Restarts that the camera asked for.
    pub(crate) reboots: u32,
    /// Erases of the user's first sector that will fail; all of them at the most.
    pub(crate) worn: u32,
    /// No change of the flash ends.
    is_stuck: bool,
    cut: Option<(u32, Moment)>,
    air: Air,
    radio: Radio,
    /// How long a reply is on its way, in milliseconds.
    pub(crate) flush_ms: u32,
    /// What chance gives it at its next starts; else always the same.
    pub(crate) jitters: VecDeque<u32>,
    /// When a runner found out which part failed, or worked again, after so many
    /// lines; else the machine is told at once.
    pub(crate) found_out: Option<VecDeque<(Instant, u32, Part, bool)>>,
    /// How many lines have happened.
    lines: u32,
    /// Whether what erases waits until the head stands, as with a runner.
    pub(crate) waits_for_head: bool,
    /// What it was asked to do, if somebody wants to know.
    pub(crate) did: Option<Vec<Action>>,
    /// One to a place of the link.
    phones: [Phone; CONTROLLERS as usize],
    /// Which of them did something last.
    talking: usize,
}

#[derive(Debug)]
enum Event {
    Stored(OpId, StoreJob),
    Radio(OpId, RadioJob),
    Flushed(ClientId),
    Disconnected(ClientId),
    LinkLost,
    /// A tone has ended.
    Heard(OpId),
    /// The head has come to its home, or is stuck on the way.
    AtHome(OpId),
    /// The cloud has heard, or not.
    Told(OpId),
}

impl World {
    /// A camera fresh from the factory, unplugged.
    pub(crate) fn new(profile: &'static Profile) -> Self {
        Self {
            profile,
            now: Instant::from_millis(0),
            camera: None,
            wake_at: None,
            events: Vec::new(),
            pin: PinLevel::Up,
            stalled: [false; 2],
            failed: PartSet::NONE,
            light_percent: 100,
            is_deaf: false,
            flash: Flash::default(),
            store_jobs: 0,
            reboots: 0,
            worn: 0,
            is_stuck: false,
            cut: None,
            air: Air::default(),
            radio: Radio::default(),
            flush_ms: FLUSH_MS,
            jitters: VecDeque::new(),
            found_out: None,
            lines: 0,
            waits_for_head: false,
            did: None,
            phones: core::array::from_fn(|place| Phone::new(ClientId(place as u8))),
            talking: 0,
        }
    }

    pub(crate) fn camera(&self) -> Option<&Device> {
        self.camera.as_ref()
    }

    /// What the button's pin reads: not pressed, when it cannot be read.
    fn level(&self) -> PinLevel {
        match self.failed.has(Part::Button) {
            true => PinLevel::Up,
            false => self.pin,
        }
    }

    fn boot(&mut self, cause: BootCause) {
        self.unplug();
        self.camera = Some(Device::new(self.profile, self.now, self.level()));
        let jitter = self.jitters.pop_front();
        let stored = Stored {
            cause,
            jitter: jitter.unwrap_or(Stored::BLANK.jitter),
            ..self.flash.mount(self.worn == 0)
        };
        self.feed(Input::Boot(&stored));
        let percent = self.light_percent;
        self.feed(Input::Light { percent });
        for (axis, stalled) in [Axis::Pan, Axis::Tilt].into_iter().zip(self.stalled) {
            if stalled {
                self.feed(Input::ServoStalled { axis, stalled });
            }
        }
        let failed = self.failed;
        let is_told = self.found_out.is_none();
        for part in Part::ALL
            .into_iter()
            .filter(|part| failed.has(*part) && is_told)
        {
            let works = false;
            self.feed(Input::Part { part, works });
        }
    }

    fn unplug(&mut self) {
        self.camera = None;
        self.wake_at = None;
        self.events.clear();
        self.radio.lose_power();
        for phone in &mut self.phones {
            phone.link_is_gone();
            phone.trial = None;
        }
    }

    /// One step of the machine, and all that it asks for.
    fn feed(&mut self, input: Input<'_>) {
        let Some(camera) = &mut self.camera else {
            return;
        };
        let step = camera.step(self.now, input);
        assert_eq!(
            step.levels,
            camera.levels(self.now),
            "levels follow from the state"
        );
        let late = step.wake_at.filter(|at| *at <= self.now);
        assert_eq!(late, None, "a wake-up lies ahead, after {input:?}");
        self.wake_at = step.wake_at;
        if let Some(did) = &mut self.did {
            did.extend(&step.actions);
        }
        for action in &step.actions {
            if *action == Action::Reboot {
                self.reboots += 1;
                return self.boot(BootCause::Restart);
            }
            self.start(action);
            if self.camera.is_none() {
                return;
            }
        }
    }

    fn start(&mut self, action: &Action) {
        match *action {
            Action::Store { op, job } => self.start_store(op, job),
            Action::Radio { op, job } => self.start_radio(op, job),
            Action::Reply { client, id, answer } => {
                // Nobody waits for an answer at the console.
                let phone = self.phones.get_mut(usize::from(client.0));
                if let (Some(phone), Some(camera)) = (phone, &self.camera) {
                    phone.receive(id, answer, (camera, self.now), &self.radio, &self.flash);
                    self.later(self.flush_ms, Event::Flushed(client));
                }
            }
            Action::Unbind { op } => self.later(UNBIND_MS, Event::Told(op)),
            Action::FindHome { op } => self.later(HOME_MS, Event::AtHome(op)),
            Action::Audio { op, ms } => {
                self.events
                    .retain(|(_, event)| !matches!(event, Event::Heard(_)));
                if ms > 0 {
                    self.later(ms, Event::Heard(op));
                }
            }
            Action::Motion { zones, .. } => {
                self.phones.iter_mut().for_each(|phone| phone.notice(zones));
            }
            Action::ForgetTrial => self.phones.iter_mut().for_each(|phone| phone.trial = None),
            Action::Reboot => {}
        }
    }

    fn start_store(&mut self, op: OpId, job: StoreJob) {
        self.store_jobs += 1;
        match self.cut {
            Some((1, moment)) => {
                match moment {
                    Moment::Before => {}
                    Moment::Half => self.flash.tear(job),
                    Moment::After => self.flash.apply(job, &self.phones),
                }
                self.cut = None;
                self.unplug();
            }
            cut => {
                self.cut = cut.map(|(left, moment)| (left - 1, moment));
                // One after the other: there is one flash.
                let stores = self.events.iter();
                let busy = stores.filter(|(_, event)| matches!(event, Event::Stored(..)));
                let from = busy.map(|(at, _)| *at).fold(self.now, Instant::max);
                self.events
                    .push((from.after(STORE_MS), Event::Stored(op, job)));
            }
        }
    }

    /// One job at a time: a new one ends the one before.
    fn start_radio(&mut self, op: OpId, job: RadioJob) {
        self.events
            .retain(|(_, event)| !matches!(event, Event::Radio(..)));
        if self.radio.begin(job) {
            self.drop_links();
        }
        let ms = match job {
            RadioJob::StartAp => AP_MS,
            RadioJob::Scan => SCAN_MS,
            RadioJob::JoinTrial | RadioJob::JoinStored => JOIN_MS,
            RadioJob::StopAp | RadioJob::Off => 1,
        };
        self.later(ms, Event::Radio(op, job));
    }

    fn drop_links(&mut self) {
        for place in 0..CONTROLLERS {
            if self.phones[usize::from(place)].link_is_gone() {
                self.later(0, Event::Disconnected(ClientId(place)));
            }
        }
    }

    fn later(&mut self, ms: u32, event: Event) {
        self.events.push((self.now.after(ms), event));
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Stored(op, StoreJob::EraseUser { sector: 0 }) if self.worn > 0 => {
                self.worn -= u32::from(self.worn < u32::MAX);
                let result = failed(Refusal::STORE_FAILURE);
                self.feed(Input::Done { op, result });
            }
            Event::Stored(op, job) => {
                self.flash.apply(job, &self.phones);
                let result = OpResult::Done;
                self.feed(Input::Done { op, result });
            }
            Event::Radio(op, job) => {
                let network = match job {
                    RadioJob::JoinTrial => {
                        self.phones.iter().find_map(|phone| phone.trial.as_ref())
                    }
                    _ => self.flash.network(),
                };
                let result = self.radio.end(job, network, &self.air);
                self.feed(Input::Done { op, result });
            }
            Event::Told(op) => {
                let result = self.radio.tell_the_cloud(&self.air);
                self.feed(Input::Done { op, result });
            }
            Event::AtHome(op) => {
                let result = match self.stalled {
                    [false, false] => OpResult::Done,
                    _ => failed(Refusal::STALLED),
                };
                self.feed(Input::Done { op, result });
            }
            Event::Heard(op) => {
                let result = match self.is_deaf {
                    true => failed(Refusal::NOT_HEARD),
                    false => OpResult::Done,
                };
                self.feed(Input::Done { op, result });
            }
            Event::Flushed(client) => self.feed(Input::Flushed(client)),
            Event::Disconnected(client) => self.feed(Input::Disconnected(client)),
            Event::LinkLost => self.feed(Input::LinkLost),
        }
    }

    /// All that is due now.
    fn settle(&mut self) {
        loop {
            self.follow_recordings();
            let due = |(at, event): &(Instant, Event)| *at <= self.now && !self.waits(event);
            let due = self.events.iter().position(due);
            if let Some(due) = due {
                let (_, event) = self.events.remove(due);
                self.happen(event);
            } else if self.wake_at.is_some_and(|at| at <= self.now) {
                self.feed(Input::Tick);
            } else if let Some((client, id, role, ask)) = self.next_request() {
                self.feed(Input::Request {
                    client,
                    id,
                    role,
                    ask,
                });
            } else if let Some((part, works)) = self.next_found_out() {
                self.feed(Input::Part { part, works });
            } else {
                return;
            }
        }
    }

    /// What records has made something that a reset makes old. That goes by itself,
    /// when nothing is erased beside it.
    fn follow_recordings(&mut self) {
        let Some(camera) = &self.camera else { return };
        if self.failed.has(Part::Recordings) {
            return;
        }
        self.flash.has_recorded |= camera.levels(self.now).eyes.records;
        self.flash.has_old_recordings &= camera.reset().is_active();
    }

    /// Whether it waits for the head. What comes behind it does, too: there is
    /// one flash.
    fn waits(&self, event: &Event) -> bool {
        if self.is_stuck && matches!(event, Event::Stored(..)) {
            return true;
        }
        let moves = |camera: &Device| camera.pan_tilt().is_moving(self.now);
        matches!(event, Event::Stored(_, job) if self.waits_for_head && erases(*job))
            && self.camera.as_ref().is_some_and(moves)
    }

    fn next_found_out(&mut self) -> Option<(Part, bool)> {
        let found_out = self.found_out.as_mut()?;
        let is_due =
            |(at, lines, ..): &mut (Instant, u32, _, _)| *at <= self.now && *lines <= self.lines;
        let (.., part, works) = found_out.pop_front_if(is_due)?;
        Some((part, works))
    }

    fn next_request(&mut self) -> Option<(ClientId, u16, Role, Ask)> {
        let flash = &self.flash;
        self.phones
            .iter_mut()
            .find_map(|phone| phone.next_request(flash))
    }

    /// The radio may have lost its network, or be off the air.
    fn listen(&mut self) {
        let (was_up, lost) = (
            self.radio.is_reachable(),
            self.radio.has_lost_its_network(&self.air),
        );
        if was_up && !self.radio.is_reachable() {
            self.drop_links();
        }
        if lost {
            self.later(0, Event::LinkLost);
        }
    }

    fn flash_becomes(&mut self, becomes: scenario::Flash) {
        match becomes {
            scenario::Flash::Worn { times } => self.worn = times,
            scenario::Flash::Stuck => self.is_stuck = true,
            scenario::Flash::Good => (self.worn, self.is_stuck) = (0, false),
            scenario::Flash::Rots(what) => self.flash.rot(what),
        }
    }

    fn type_in(&mut self, typed: Typed) {
        match typed {
            Typed::Diagnose => {
                let known = |camera| self.flash.facts(camera, self.now);
                let facts = self.camera.iter().map(known);
                self.phones[self.talking].findings = facts.flat_map(Facts::findings).collect();
            }
            Typed::Restart => self.feed(Input::Request {
                client: CONSOLE,
                id: 0,
                role: Role::OWNER,
                ask: Ask::Restart,
            }),
        }
    }

    fn is_reachable(&self) -> bool {
        self.camera.is_some() && self.radio.is_reachable()
    }
}

/// A refusal with nothing more to say.
fn failed(why: Refusal) -> OpResult {
    OpResult::Failed(Refused::because(why))
}

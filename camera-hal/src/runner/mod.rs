//! The runner: carries what happens on the board to the machine, and what the
//! machine asks for back to the board.
//!
//! ```text
//! loop {
//!     let wake_at = runner.turn(now());      // sense → step → apply, never waits
//!     if !runner.work(now()) {               // what may take long: flash, handshakes; then turn again
//!         wait_until(wake_at, or_something_happens);
//!     }
//! }
//! ```
//! [`wait`](crate::wait) has the last line for bare metal and for embassy.

mod apply;
mod media;
#[cfg(feature = "conformance")]
mod prove;
mod rest;
pub(crate) mod scene;
mod sense;

#[cfg(feature = "console")]
use core::fmt::{self, Write};

use camera_fsm::action::{OpId, StoreJob};
use camera_fsm::device::Device;
use camera_fsm::diagnosis::Facts;
use camera_fsm::input::{Ask, ClientId, Input, OpResult, PinLevel};
use camera_fsm::levels::{Eyes, LedFrame, Pose};
use camera_fsm::part::PartSet;
use camera_fsm::profile::Profile;
use camera_fsm::time::{Instant, earliest};
use camera_proto::vocab::{MAX_CLIENTS, Role};
use heapless::{Deque, Vec};
use rand_core::Rng as _;

use crate::audio::Audio as _;
use crate::board::{Board, Parts};
use crate::button::Button as _;
use crate::cloud::Cloud as _;
#[cfg(feature = "console")]
use crate::console::{self, Command};
use crate::link::{Computed, Handshake, Link, news};
use crate::part::PartErrors;
use crate::radio::Radio as _;
use crate::servo::Head as _;
use crate::slots::Slots;
use crate::store::{Layout, Store};
use scene::Incoming;

pub use rest::WAITS_MS;

/// Changes of the flash that wait for their turn. The machine has at most a
/// few going on at once.
const STORE_JOBS_MAX: usize = 8;

/// Events of the radio, and requests of one client, that one turn handles.
/// What is left is handled in the next.
const EVENTS_PER_TURN: usize = 8;

/// No place of the link: nobody waits for an answer there.
const NOBODY: ClientId = ClientId(u8::MAX);

/// A camera on a board.
#[derive(Debug)]
pub struct Runner<B: Board> {
    board: B,
    device: Device,
    store: Store,
    slots: Slots,
    link: Link,
    jobs: Deque<(OpId, StoreJob), STORE_JOBS_MAX>,
    ap: Vec<u8, 32>,
    button: PinLevel,
    /// When the button was looked at last.
    looked_at: Instant,
    led: Option<LedFrame>,
    pose: Option<Pose>,
    eyes: Option<Eyes>,
    /// Which parts do not work, and why; and of which the machine knows it.
    failed: PartSet,
    errors: PartErrors,
    told_failed: PartSet,
    /// Whether the recordings have their key.
    has_media_key: bool,
    /// How much is left of another key, in KiB.
    dead_kib: u32,
    wake_at: Option<Instant>,
    /// Since when something that takes long waits for the head.
    waits_since: Option<Instant>,
    is_rebooting: bool,
}

impl<B: Board> Runner<B> {
    /// Power is on: [`new`](Self::new) and [`boot`](Self::boot) in one, for whom a second runner on
    /// the stack is no matter.
    pub fn start(board: B, profile: &'static Profile, layout: Layout, now: Instant) -> Self {
        let mut runner = Self::new(board, profile, layout, now);
        runner.boot();
        runner
    }

    /// Power is on: mounts the store. [`boot`](Self::boot) comes next, once and before all else, where
    /// it stays: a runner that is used and then moved is on the stack twice.
    #[must_use = "it shows nothing and opens no setup before `boot`"]
    #[inline(never)] // all in one function has a frame in which each local costs a literal: 19 KB
    pub fn new(mut board: B, profile: &'static Profile, layout: Layout, now: Instant) -> Self {
        let parts = board.parts();
        let jitter = parts.rng.next_u32();
        let store = Store::mount(parts.flash, layout, jitter);
        // A button that fails is found out, and told, by the first turn.
        let button = parts.button.level().unwrap_or(PinLevel::Up);
        let discriminator = store.factory().map_or(0, |factory| factory.discriminator);
        Self {
            board,
            device: Device::new(profile, now, button),
            ap: ap_name(profile, discriminator),
            store,
            slots: Slots::default(),
            link: Link::new(),
            jobs: Deque::new(),
            button,
            looked_at: now,
            led: None,
            pose: None,
            eyes: None,
            failed: PartSet::NONE,
            errors: PartErrors::default(),
            told_failed: PartSet::NONE,
            has_media_key: false,
            dead_kib: 0,
            wake_at: None,
            waits_since: None,
            is_rebooting: false,
        }
    }

    /// Boots the machine, once and before anything else is called, at the instant that
    /// [`new`](Self::new) was given: its times count from there, and not from when the store was mounted.
    #[inline(never)] // as `new`
    pub fn boot(&mut self) {
        let now = self.looked_at;
        let mut stored = *self.store.stored();
        stored.cause = self.board.boot_cause();
        self.open_recordings();
        self.step(now, Input::Boot(&stored));
    }

    /// Senses, steps and applies; never waits. Come back at the instant that
    /// it gives, or when something has happened; `None`: only then.
    #[inline(never)] // as `new`
    pub fn turn(&mut self, now: Instant) -> Option<Instant> {
        if !self.is_rebooting {
            self.board.feed_watchdog(now);
        }
        let mut unheard = self.sense_board(now).then_some(now);
        if self.link.turn_away(now, self.board.parts().wire) {
            unheard = Some(now);
        }
        for place in 0..MAX_CLIENTS as u8 {
            self.hear(now, ClientId(place));
        }
        if self.wake_at.is_some_and(|wake_at| wake_at <= now) {
            self.step(now, Input::Tick);
        }
        for client in (0..MAX_CLIENTS as u8).map(ClientId) {
            if self.send(now, client) {
                self.step(now, Input::Flushed(client));
                self.send(now, client);
            }
            if self.link.refill(client, self.board.parts().wire) {
                unheard = Some(now);
            }
        }
        let erases = self.has_work_on_recordings() && self.rests(now);
        if self.failed != self.told_failed || erases {
            unheard = Some(now);
        }
        if !self.device.controllers().is_inviting() {
            self.slots.invitation = None;
        }
        let told = self.link.due(&self.device.status(now));
        let Parts {
            radio,
            audio,
            cloud,
            head,
            ..
        } = self.board.parts();
        let parts = [radio.due(), audio.due(), cloud.due(), head.due()];
        let fed = self.hungry_at(now);
        parts
            .into_iter()
            .chain([self.wake_at, told, unheard, fed])
            .fold(None, earliest)
    }

    /// When the watchdog is to be fed again. A restart that does not happen is the
    /// watchdog's.
    fn hungry_at(&self, now: Instant) -> Option<Instant> {
        let hungry_ms = self.board.watchdog_ms().filter(|_| !self.is_rebooting)?;
        Some(now.after(hungry_ms / 2))
    }

    /// Does one thing that may take long, if there is one: a change of the
    /// flash, bounded as [`Store::run`] says, or half of a handshake. Erases and
    /// handshakes begin only when the head stands, or after [`WAITS_MS`].
    /// `true` when it did: call [`turn`](Self::turn) again.
    #[inline(never)] // as `new`
    pub fn work(&mut self, now: Instant) -> bool {
        self.sense_button(now);
        if !self.is_rebooting && !self.jobs.is_empty() {
            let may = self.may_change_flash(now);
            if let Some((op, job)) = may.then(|| self.jobs.pop_front()).flatten() {
                self.change_flash(now, op, job);
            }
            return may;
        }
        if !self.link.has_handshake() {
            // Whoever has waited has gone.
            self.waits_since = None;
        } else if !self.may_begin(now) {
            return false;
        }
        let Some(handshake) = self.take_handshake(now) else {
            return self.rests(now) && self.work_on_recordings();
        };
        let computed = handshake.compute(self.board.parts().rng);
        self.computed(now, computed);
        true
    }

    /// The half of a handshake that waits to be computed, one at a time. A
    /// board with a second core, a thread or a task of low priority takes it
    /// before it calls [`work`](Self::work), has it computed there, and goes
    /// on turning: the head stops, the button is seen and the LED blinks. What
    /// it takes it must give [back](Self::computed): before that, there is no other.
    pub fn take_handshake(&mut self, now: Instant) -> Option<Handshake> {
        if self.is_rebooting {
            return None;
        }
        let (link, _, mut scene) = self.scene(now);
        link.take_handshake(&mut scene)
    }

    /// Takes a handshake back that was computed elsewhere.
    pub fn computed(&mut self, now: Instant, computed: Computed) {
        self.sense_button(now);
        if let Some((client, incoming)) = self.link.computed(computed) {
            let Incoming { id, role, ask, .. } = incoming;
            self.request(now, client, (id, role, ask));
        }
    }

    /// Whether [`work`](Self::work) has something to do, now or when the head
    /// stands.
    #[must_use]
    pub fn has_work(&self) -> bool {
        !self.is_rebooting && (!self.jobs.is_empty() || self.link.has_handshake())
    }

    fn change_flash(&mut self, now: Instant, op: OpId, job: StoreJob) {
        let flash = self.board.parts().flash;
        let news = news::of(job, &self.store, flash, &mut self.slots);
        let result = self.store.run(flash, job, &mut self.slots);
        match (job, result) {
            (StoreJob::RemoveController { place }, OpResult::Done) => self.link.revoked(place),
            (StoreJob::SetRole { place, role }, OpResult::Done) => {
                self.link.set_role(place, role);
            }
            _ => {}
        }
        self.step(now, Input::Done { op, result });
        if let Some(news) = news.filter(|_| result == OpResult::Done) {
            self.link.announce(&news);
        }
    }

    /// Does what somebody has typed at the serial console, and prints the answer
    /// (R34, R80, R81). Who types has the camera in hand: an owner for a restart.
    ///
    /// # Errors
    /// When nothing can be written; the command is done all the same.
    #[cfg(feature = "console")]
    pub fn console(&mut self, now: Instant, command: Command, out: &mut impl Write) -> fmt::Result {
        self.sense_button(now);
        if command == Command::Restart {
            self.request(now, NOBODY, (0, Role::OWNER, Ask::Restart));
        }
        let (facts, about) = (self.facts(now), self.board.parts().about);
        let known = (&self.device, &self.store, facts, &self.errors);
        console::print(out, command, now, known, about)
    }

    /// What a diagnosis follows from: all that machine, store and recordings know (R80).
    #[must_use]
    pub fn facts(&self, now: Instant) -> Facts {
        self.store.facts(now, &self.device, self.dead_kib)
    }

    /// By what each part has failed last, if it does not work (R61).
    #[must_use]
    pub fn errors(&self) -> &PartErrors {
        &self.errors
    }

    /// The machine, to look at.
    #[must_use]
    pub fn device(&self) -> &Device {
        &self.device
    }

    /// The store, to look at.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The level of the button that it has seen last.
    #[must_use]
    pub fn button(&self) -> PinLevel {
        self.button
    }

    /// The board.
    pub fn board(&mut self) -> &mut B {
        &mut self.board
    }

    /// The name of the temporary network (R40).
    #[must_use]
    pub fn ap(&self) -> &[u8] {
        &self.ap
    }

    /// Whether the machine has asked for a restart.
    #[must_use]
    pub fn is_rebooting(&self) -> bool {
        self.is_rebooting
    }

    /// Power is gone, or the board restarts: its parts are free again.
    pub fn into_board(self) -> B {
        self.board
    }

    fn hear(&mut self, now: Instant, client: ClientId) {
        let wire = self.board.parts().wire;
        if self.link.notice_connection(now, client, wire) {
            self.slots.left(client);
            self.step(now, Input::Disconnected(client));
        }
        for _ in 0..EVENTS_PER_TURN {
            if !self.link.refill(client, self.board.parts().wire) {
                return;
            }
            let (link, _, mut scene) = self.scene(now);
            let Some(incoming) = link.next(client, &mut scene) else {
                continue;
            };
            let Incoming { id, role, ask, .. } = incoming;
            self.request(now, client, (id, role, ask));
            // Whatever the machine did not take on trial is wiped.
            self.slots.offered = None;
        }
    }

    fn request(&mut self, now: Instant, client: ClientId, (id, role, ask): (u16, Role, Ask)) {
        let input = Input::Request {
            client,
            id,
            role,
            ask,
        };
        self.step(now, input);
    }

    fn send(&mut self, now: Instant, client: ClientId) -> bool {
        let (link, wire, mut scene) = self.scene(now);
        link.send(client, wire, &mut scene)
    }
}

/// The model's prefix and the discriminator in hex (R40).
fn ap_name(profile: &Profile, discriminator: u16) -> Vec<u8, 32> {
    let mut name = Vec::new();
    // A checked profile leaves room for the digits.
    let _ = name.extend_from_slice(profile.ap_prefix.as_bytes());
    for shift in [12, 8, 4, 0] {
        let digit = match (discriminator >> shift & 0xf) as u8 {
            digit @ 0..=9 => b'0' + digit,
            letter => b'A' + letter - 10,
        };
        let _ = name.push(digit);
    }
    name
}

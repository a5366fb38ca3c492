//! What can happen in a world: the alphabet of each product.

use camera_fsm::action::{RadioJob, StoreJob};
use camera_fsm::explore::BASE;
use camera_fsm::input::{Ask, OpResult, Trial};
use camera_fsm::motion_detection::grid::Cells;
use camera_fsm::power::BootCause;
use camera_fsm::profile::Profile;
use camera_fsm::settings::{Effect, Stops};
use camera_fsm::time::Instant;
use camera_proto::message::Refused;
use camera_proto::vocab::{Axis, Band, Refusal, ResetScope, ResetToken, Role, SettingId};

use super::flash::{Extent, Flash, Kept};
use super::world::{Client, End, Event, FAILED, STORE_LAG_MAX, World};

/// A part of all that can happen, explored to its end.
#[derive(Clone, Copy)]
pub(crate) struct Product {
    pub(crate) name: &'static str,
    pub(crate) profile: &'static Profile,
    pub(crate) clients: u8,
    /// As whom they connect; a user or an owner needs a key for that.
    pub(crate) roles: &'static [Role],
    pub(crate) asks: &'static [Ask],
    /// What who has no key asks for beside that.
    pub(crate) in_vain: &'static [Ask],
    /// What the owner of a camera that is in use has set.
    pub(crate) settings: &'static [(SettingId, Effect)],
    /// How the button is seen: watched, or looked at now and then.
    pub(crate) pins: &'static [Event],
    /// Why the board can start.
    pub(crate) causes: &'static [BootCause],
    /// How joining can end.
    pub(crate) joins: &'static [OpResult],
    /// Whether store and radio can fail beside that.
    pub(crate) fails: bool,
    /// Whether the store never passes a test.
    pub(crate) worn: bool,
    /// Whether writing down a hardware fault takes its time, and can fail. Nobody
    /// waits for it: else it is done at once.
    pub(crate) notes_slowly: bool,
    /// Whether servos can get stuck.
    pub(crate) stalls: bool,
    /// What there is to see.
    pub(crate) senses: &'static [Event],
}

pub(crate) const JOINED: OpResult = OpResult::Joined {
    internet: true,
    rssi_dbm: -50,
};

pub(crate) const REFUSED: OpResult = OpResult::Failed(Refused::because(Refusal::AUTH_FAILURE));

const TOKEN: ResetToken = ResetToken([1; 8]);

pub(crate) const ERASE_ALL: Ask = Ask::ResetRequest {
    scope: ResetScope::Everything,
    token: TOKEN,
};
pub(crate) const FORGET_NETWORK: Ask = Ask::ResetRequest {
    scope: ResetScope::ForgetNetwork,
    token: TOKEN,
};
pub(crate) const KEEP_NETWORK: Ask = Ask::ResetRequest {
    scope: ResetScope::KeepNetwork,
    token: TOKEN,
};
pub(crate) const CONFIRM: Ask = Ask::ResetConfirm { token: TOKEN };
pub(crate) const CONFIRM_WRONGLY: Ask = Ask::ResetConfirm {
    token: ResetToken([2; 8]),
};
pub(crate) const SET_UP: Ask = Ask::Provision(TRIAL);
pub(crate) const TRIAL: Trial = Trial {
    passphrase_len: 10,
    is_raw_key: false,
    security: None,
    allow_no_internet: false,
    seen_on: Band::Unknown,
};

impl Product {
    /// Cameras that have never been used, that are in use, and that know their
    /// owner but no network.
    pub(crate) fn starts(&self) -> Vec<World> {
        let kept = Kept {
            owners: 1,
            ..Kept::default()
        };
        let in_use = Kept {
            network: true,
            users: 1,
            ..kept
        };
        let set =
            |kept: Kept, (setting, effect): &(SettingId, Effect)| kept.with(*setting, *effect);
        let in_use = self.settings.iter().fold(in_use, set);
        [Kept::default(), in_use, kept]
            .map(|kept| {
                let mut flash = Flash::with(kept);
                (flash.worn, flash.notes_slowly) = (self.worn, self.notes_slowly);
                World::new(self.profile, flash)
            })
            .to_vec()
    }

    /// All that can happen here, at some time or other.
    pub(crate) fn events(&self, world: &World) -> Vec<Event> {
        if !world.powered {
            let boots = self.causes.iter().map(|cause| Event::Boot(*cause));
            return boots.chain(self.pins.iter().copied()).collect();
        }
        let mut events = vec![Event::Cut(Extent::Before)];
        if let Some((_, job)) = world.store.first() {
            events.extend([Event::Cut(Extent::Half), Event::Cut(Extent::Whole)]);
            events.push(Event::Stored(End::Done));
            if self.fails {
                events.push(Event::Stored(End::Failed));
            }
            if self.fails && matches!(job, StoreJob::SaveReset(_)) {
                events.push(Event::Stored(End::FailedButWritten));
            }
        }
        if world.store.len() >= STORE_LAG_MAX {
            return events;
        }
        events.push(Event::Time);
        events.extend(self.pins);
        if let Some((_, job)) = world.radio {
            events.extend(self.ends_of(world, job).into_iter().map(Event::Radio));
        }
        if world.cloud.is_some() {
            events.extend([OpResult::Done, FAILED].map(Event::Cloud));
        }
        if world.is_on_a_network() {
            events.push(Event::LinkLost);
        }
        if self.stalls {
            let servo = |axis| [true, false].map(|stalled| Event::Servo(axis, stalled));
            events.extend([Axis::Pan, Axis::Tilt].into_iter().flat_map(servo));
        }
        events.extend(self.senses);
        if world.audio.is_some() || world.homes.is_some() {
            events.extend([OpResult::Done, FAILED].map(Event::Heard));
        }
        for client in 0..self.clients {
            self.events_of(world, client, &mut events);
        }
        events
    }

    pub(crate) fn asks_in_vain(&self, world: &World, at: u8) -> impl Iterator<Item = &Ask> {
        let role = world.client(at).role;
        let has_no_key = matches!(role, Some(Role::STRANGER | Role::PROVEN));
        self.in_vain.iter().filter(move |_| has_no_key)
    }

    fn ends_of(&self, world: &World, job: RadioJob) -> Vec<OpResult> {
        let nowhere = |result: &OpResult| result.failure().is_some();
        match job {
            RadioJob::JoinTrial => self.joins.to_vec(),
            RadioJob::JoinStored if world.flash.kept().network => self.joins.to_vec(),
            RadioJob::JoinStored => self.joins.iter().copied().filter(nowhere).collect(),
            _ if self.fails => vec![OpResult::Done, FAILED],
            _ => vec![OpResult::Done],
        }
    }

    fn events_of(&self, world: &World, at: u8, events: &mut Vec<Event>) {
        let client = world.client(at);
        if client.role.is_none() {
            let kept = world.flash.kept();
            let has_key = |role: &Role| match *role {
                Role::OWNER => kept.owners > 0,
                Role::USER => kept.users > 0,
                _ => true,
            };
            let roles = self.roles.iter().filter(|role| has_key(role));
            if world.is_reachable() {
                events.extend(roles.map(|role| Event::Connect(at, *role)));
            }
            return;
        }
        events.push(Event::Disconnect(at));
        if client.unflushed {
            events.push(Event::Flushed(at));
        }
        if client.waits.is_none() {
            let asks = self.asks.iter().filter(|ask| is_asked(ask, client, world));
            events.extend(asks.map(|ask| Event::Ask(at, *ask)));
            events.extend(self.asks_in_vain(world, at).map(|ask| Event::Ask(at, *ask)));
        }
    }
}

pub(crate) const MOVED: Event = Event::Moved(Cells::EVERYWHERE);
pub(crate) const DARK: Event = Event::Light(0);
pub(crate) const BRIGHT: Event = Event::Light(100);

/// A name, as each camera in use has one.
pub(crate) const NAMED: (SettingId, Effect) = (SettingId::NAME, Effect::None);

/// A patrol: which, the flash of this world knows.
pub(crate) const TO_AND_FRO: (SettingId, Effect) = (SettingId::PATROL, Effect::Patrol(Stops::NONE));

/// Only strangers pair, the link says by what somebody has paired, and a
/// controller is called what the flash has it for.
fn is_asked(ask: &Ask, client: &Client, world: &World) -> bool {
    let is = |role: Role| client.role == Some(role);
    match ask {
        Ask::PairAttempt { .. } | Ask::PairProven | Ask::PairFailed => is(Role::STRANGER),
        Ask::Enroll { by } => is(Role::PROVEN) && client.pairs_by == Some(*by),
        Ask::Revoke(target) | Ask::Rename(target) | Ask::SetRole { target, .. } => {
            let place = target.place;
            place.is_none_or(|place| world.flash.kept().role_at(place) == Some(target.role))
        }
        _ => true,
    }
}

/// When it happens, of a number: now, when the device wants to be stepped, just
/// before, or at some other time.
pub(crate) fn instant(world: &World, event: Event, number: u16) -> Instant {
    // They are not told the machine: nothing depends on when.
    if matches!(event, Event::Boot(_) | Event::Cut(_) | Event::Connect(..)) {
        return BASE;
    }
    let due = world.device.due(BASE).filter(|_| world.powered);
    let ms = u32::from(number);
    match (number % 8, due) {
        (0..=2, _) | (3..=5, None) => BASE,
        (3, Some(due)) => Instant::from_millis(due.as_millis() - 1),
        (4 | 5, Some(due)) => due,
        (6, _) => BASE.after(ms % 3_000),
        _ => BASE.after(ms * 11),
    }
}

//! What can happen in a world, and when: the alphabet of each product.

use camera_fsm::action::{RadioJob, StoreJob};
use camera_fsm::explore::BASE;
use camera_fsm::input::{Ask, OpResult, Trial};
use camera_fsm::profile::{
    ButtonTimes, Fires, Profile, ProfileSpec, ProvisionTimes, REFERENCE, ResetTimes,
};
use camera_fsm::time::Instant;
use camera_proto::message::Refused;
use camera_proto::vocab::{Band, Refusal, ResetScope, ResetToken, Role};

use crate::flash::{Extent, Flash, Kept};
use crate::world::{End, Event, FAILED, STORE_LAG_MAX, World};

/// All times are multiples of it, so that "just before" is on the grid too:
/// with 1 ms the distances between deadlines would never come to an end.
pub(crate) const GRID_MS: u32 = 60_000;

const HOUR_MS: u32 = 3_600_000;

/// A part of all that can happen, explored to its end.
#[derive(Clone, Copy)]
pub(crate) struct Product {
    pub(crate) name: &'static str,
    pub(crate) profile: &'static Profile,
    pub(crate) clients: u8,
    /// As whom they connect; a user or an owner needs a key for that.
    pub(crate) roles: &'static [Role],
    pub(crate) asks: &'static [Ask],
    /// Whether store and radio can fail; joining can always.
    pub(crate) fails: bool,
}

pub(crate) const JOINED: OpResult = OpResult::Joined {
    internet: true,
    rssi_dbm: -50,
};

const TOKEN: ResetToken = ResetToken([1; 8]);

pub(crate) const ERASE_ALL: Ask = Ask::ResetRequest {
    scope: ResetScope::Everything,
    token: TOKEN,
};
pub(crate) const FORGET_NETWORK: Ask = Ask::ResetRequest {
    scope: ResetScope::ForgetNetwork,
    token: TOKEN,
};
pub(crate) const CONFIRM: Ask = Ask::ResetConfirm { token: TOKEN };
pub(crate) const CONFIRM_WRONGLY: Ask = Ask::ResetConfirm {
    token: ResetToken([2; 8]),
};
pub(crate) const SET_UP: Ask = Ask::Provision(Trial {
    passphrase_len: 10,
    is_raw_key: false,
    security: None,
    allow_no_internet: false,
    seen_on: Band::Unknown,
});

/// A model with small numbers: at most six units of time, two tries, one wrong
/// code free and one that costs.
pub(crate) fn small_profile() -> &'static Profile {
    let spec = ProfileSpec {
        name: "small",
        button: ButtonTimes {
            debounce_ms: GRID_MS,
            setup_from_ms: 2 * GRID_MS,
            setup_until_ms: 3 * GRID_MS,
            reset_from_ms: 4 * GRID_MS,
            hold_ms_max: 5 * GRID_MS,
            stuck_ms: 6 * GRID_MS,
            fires: Fires::OnRelease,
        },
        reset: ResetTimes {
            tries: 2,
            retry_ms: GRID_MS,
            whole_ms: 3 * GRID_MS,
            confirm_ms: 2 * GRID_MS,
            farewell_ms: GRID_MS,
            auto_setup_ms: Some(GRID_MS),
        },
        provision: ProvisionTimes {
            window_ms: 3 * GRID_MS,
            scan_ms: GRID_MS,
            join_ms: GRID_MS,
            join_tries: 1,
            wrong_password_tries: 1,
            weak_dbm: -75,
            linger_ms: GRID_MS,
            linger_ms_max: 2 * GRID_MS,
            backoff_ms: GRID_MS,
            backoff_ms_max: GRID_MS,
            jitter_percent: 0,
            free_attempts: 1,
            attempts_max: 2,
            penalty_ms: GRID_MS,
            penalty_ms_max: GRID_MS,
            pairing_ms: GRID_MS,
        },
        ..ProfileSpec::clone(&REFERENCE)
    };
    match Profile::new(spec) {
        Ok(profile) => Box::leak(Box::new(profile)),
        Err(error) => panic!("the small profile: {error}"),
    }
}

/// The same with operations that last as long as a hold of the button, as real
/// ones do.
pub(crate) fn slow_profile() -> &'static Profile {
    let small = small_profile();
    let spec = ProfileSpec {
        name: "slow",
        reset: ResetTimes {
            whole_ms: 6 * GRID_MS,
            confirm_ms: 6 * GRID_MS,
            auto_setup_ms: Some(4 * GRID_MS),
            ..small.reset
        },
        provision: ProvisionTimes {
            window_ms: 12 * GRID_MS,
            join_ms: 6 * GRID_MS,
            linger_ms_max: 6 * GRID_MS,
            backoff_ms_max: 6 * GRID_MS,
            ..small.provision
        },
        ..ProfileSpec::clone(small)
    };
    match Profile::new(spec) {
        Ok(profile) => Box::leak(Box::new(profile)),
        Err(error) => panic!("the slow profile: {error}"),
    }
}

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
            name: true,
            ..kept
        };
        [Kept::default(), in_use, kept]
            .map(|kept| World::new(self.profile, Flash::with(kept)))
            .to_vec()
    }

    /// Every choice there is: what happens, and when.
    pub(crate) fn choices(&self, world: &World) -> Vec<(Instant, Event)> {
        let times = times(world);
        let mut choices = Vec::new();
        for event in self.events(world) {
            match event {
                // They are not told the machine: nothing depends on when.
                Event::PowerOn | Event::Cut(_) | Event::Connect(..) => choices.push((BASE, event)),
                Event::Pin if !world.powered => choices.push((BASE, event)),
                Event::Time => choices.extend(times.iter().skip(1).map(|at| (*at, event))),
                _ => choices.extend(times.iter().map(|at| (*at, event))),
            }
        }
        choices
    }

    /// All that can happen here, at some time or other.
    pub(crate) fn events(&self, world: &World) -> Vec<Event> {
        if !world.powered {
            return vec![Event::PowerOn, Event::Pin];
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
        events.extend([Event::Time, Event::Pin]);
        if let Some((_, job)) = world.radio {
            events.extend(self.ends_of(world, job).into_iter().map(Event::Radio));
        }
        if world.is_on_a_network() {
            events.push(Event::LinkLost);
        }
        for client in 0..self.clients {
            self.events_of(world, client, &mut events);
        }
        events
    }

    fn ends_of(&self, world: &World, job: RadioJob) -> Vec<OpResult> {
        let refused = OpResult::Failed(Refused::because(Refusal::AUTH_FAILURE));
        match job {
            RadioJob::JoinTrial => vec![JOINED, refused],
            RadioJob::JoinStored if world.flash.kept().network => vec![JOINED, refused],
            RadioJob::JoinStored => vec![refused],
            _ if self.fails => vec![OpResult::Done, FAILED],
            _ => vec![OpResult::Done],
        }
    }

    fn events_of(&self, world: &World, at: u8, events: &mut Vec<Event>) {
        let client = world.client(at);
        let Some(role) = client.role else {
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
        };
        events.push(Event::Disconnect(at));
        if client.unflushed {
            events.push(Event::Flushed(at));
        }
        if client.waits.is_none() {
            let asks = self.asks.iter().filter(|ask| is_asked(ask, role, world));
            events.extend(asks.map(|ask| Event::Ask(at, *ask)));
        }
    }
}

/// Only strangers pair, and only so many come that the numbers stay small.
fn is_asked(ask: &Ask, role: Role, world: &World) -> bool {
    match ask {
        Ask::PairAttempt { .. } | Ask::PairProven | Ask::PairFailed => role == Role::STRANGER,
        Ask::Enroll { .. } => role == Role::PROVEN && world.device.controllers().count() < 2,
        _ => true,
    }
}

/// Now, just before the device wants to be stepped, then, and far too late.
fn times(world: &World) -> Vec<Instant> {
    let mut times = vec![BASE];
    if let Some(due) = world.device.due(BASE).filter(|_| world.powered) {
        let before = Instant::from_millis(due.as_millis() - u64::from(GRID_MS));
        times.extend((before > BASE).then_some(before));
        times.extend([due, due.after(HOUR_MS)]);
    }
    times
}

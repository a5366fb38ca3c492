//! Everything around one device that has a state of its own: flash, radio,
//! button and clients. All of it is one value that can be compared.

use camera_fsm::action::{Action, OpId, RadioJob, StoreJob};
use camera_fsm::device::Device;
use camera_fsm::explore::BASE;
use camera_fsm::input::{Ask, ClientId, Input, OpResult, PinLevel};
use camera_fsm::levels::Eyes;
use camera_fsm::motion_detection::grid::Cells;
use camera_fsm::power::BootCause;
use camera_fsm::profile::Profile;
use camera_fsm::settings::Effect;
use camera_fsm::step::Step;
use camera_fsm::time::Instant;
use camera_proto::message::Refused;
use camera_proto::vocab::{Axis, PairingSecret, Refusal, Role};
use heapless::Vec;

use super::flash::{Extent, Flash};
use super::seeds::Seed;

/// A store that lags behind by so many jobs is given no more before it ends one.
pub(crate) const STORE_LAG_MAX: usize = 3;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct World {
    pub(crate) powered: bool,
    pub(crate) device: Device,
    pub(crate) pin: PinLevel,
    /// Jobs of the store, the one it works on first.
    pub(crate) store: Vec<(OpId, StoreJob), { STORE_LAG_MAX + 4 }>,
    pub(crate) radio: Option<(OpId, RadioJob)>,
    /// What the setting on its way to the flash means.
    pub(crate) setting: Option<Effect>,
    /// The cloud is being told.
    pub(crate) cloud: Option<OpId>,
    /// The tone that plays.
    pub(crate) audio: Option<OpId>,
    /// The head looks for its home.
    pub(crate) homes: Option<OpId>,
    /// Whether the temporary network is up.
    pub(crate) ap: bool,
    pub(crate) station: Station,
    /// Whether credentials lie in the slot for those on trial.
    pub(crate) trial: bool,
    pub(crate) flash: Flash,
    pub(crate) clients: [Client; 2],
}

/// Which network the camera is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Station {
    None,
    Trial,
    Stored,
}

/// One client at most asks one thing at a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Client {
    /// `None`: not connected.
    pub(crate) role: Option<Role>,
    /// By what it pairs, or has paired.
    pub(crate) pairs_by: Option<PairingSecret>,
    /// It knows the code of the last invitation.
    pub(crate) invited: bool,
    pub(crate) waits: Option<Waits>,
    /// Something was sent to it and is not acknowledged.
    pub(crate) unflushed: bool,
    /// And that is the answer to its confirmed reset.
    pub(crate) farewell: bool,
}

/// What a client has asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Waits {
    Reset,
    Share(PairingSecret),
    Proof,
    Invitation,
    Tone,
    Other,
}

/// Something that can happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// The board starts: power is on, or it was never off.
    Boot(BootCause),
    /// The power goes, or the machine crashes, and the write under way has come this far.
    Cut(Extent),
    Time,
    /// The button, and its pin is watched.
    Pin,
    /// The button, and its pin was last looked at when something happened last.
    Polled,
    Connect(u8, Role),
    Disconnect(u8),
    Ask(u8, Ask),
    Flushed(u8),
    Stored(End),
    Radio(OpResult),
    /// The cloud has heard, or not.
    Cloud(OpResult),
    /// The network is gone, and the radio says so. That it may say so later is
    /// no other case: until then it went unnoticed.
    LinkLost,
    /// A servo gets stuck, or free again.
    Servo(Axis, bool),
    /// Something moves in the picture.
    Moved(Cells),
    /// It is that bright, in percent.
    Light(u8),
    /// The tone has ended, and was heard or not; or the head has looked for its
    /// home, and found it or not.
    Heard(OpResult),
}

/// How a job of the store ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Done,
    Failed,
    /// It says that it failed, and it is written all the same.
    FailedButWritten,
}

/// What came of an event.
pub(crate) struct Outcome {
    pub(crate) actions: std::vec::Vec<Action>,
    /// What the board is to do with what it sees, where it was told anything.
    pub(crate) eyes: Option<Eyes>,
    pub(crate) wake_at: Option<Instant>,
    /// An operation that the device waits for and nobody does.
    pub(crate) waits_for_nobody: bool,
    /// What distorts what is seen of it, too.
    pub(crate) seed: Option<Seed>,
}

/// A request's id: no client has more than one under way.
pub(crate) const ID: u16 = 7;

pub(crate) const FAILED: OpResult = OpResult::Failed(Refused::because(Refusal::STORE_FAILURE));

impl World {
    pub(crate) fn new(profile: &'static Profile, flash: Flash) -> Self {
        Self {
            powered: false,
            device: Device::new(profile, BASE, PinLevel::Up),
            pin: PinLevel::Up,
            store: Vec::new(),
            radio: None,
            setting: None,
            cloud: None,
            audio: None,
            homes: None,
            ap: false,
            station: Station::None,
            trial: false,
            flash,
            clients: [Client::default(); 2],
        }
    }

    pub(crate) fn client(&self, at: u8) -> &Client {
        &self.clients[usize::from(at)]
    }

    pub(crate) fn is_reachable(&self) -> bool {
        self.ap || self.station != Station::None
    }

    /// Joined, and the radio does not leave it just now.
    pub(crate) fn is_on_a_network(&self) -> bool {
        let leaves = |(_, job)| matches!(job, RadioJob::JoinTrial | RadioJob::JoinStored);
        self.station != Station::None && !self.radio.is_some_and(leaves)
    }

    /// Lets an event happen at that instant, and sets the world back to where
    /// that instant is `BASE`.
    pub(crate) fn happen(&mut self, at: Instant, event: Event, seed: Option<Seed>) -> Outcome {
        let step = self.feed(at, event, seed);
        let actions = step.as_ref().map(|step| step.actions.to_vec());
        let mut actions = actions.unwrap_or_default();
        let mut eyes = step.as_ref().map(|step| step.levels.eyes);
        let mut wake_at = step.and_then(|step| step.wake_at);
        if let Some(seed) = seed {
            seed.corrupt(self, event, &mut actions);
            eyes = eyes.map(|eyes| seed.dazzled(event, eyes));
            wake_at = wake_at.map(|wake_at| match seed {
                Seed::WakesInThePast => at,
                _ => wake_at,
            });
        }
        for action in &actions {
            if let (Action::Store { job, .. }, Event::Ask(_, Ask::Set(_, effect))) = (action, event)
                && matches!(job, StoreJob::SaveSetting { .. })
            {
                self.setting = Some(effect);
            }
            self.start(action);
        }
        Outcome {
            actions,
            eyes,
            wake_at,
            waits_for_nobody: self.set_back(at),
            seed,
        }
    }

    /// What happens outside, then the device's step, if it is told.
    fn feed(&mut self, at: Instant, event: Event, seed: Option<Seed>) -> Option<Step> {
        let tell = |device: &mut Device, input: Input<'_>| Some(device.step(at, input));
        match event {
            Event::Boot(cause) => Some(self.boot(at, cause, seed)),
            Event::Cut(extent) => {
                if let Some((_, job)) = self.store.first() {
                    self.write(*job, extent);
                }
                match seed {
                    Some(Seed::APowerCutKeepsTheRam) => self.store.clear(),
                    _ => self.lose_power(),
                }
                None
            }
            Event::Pin | Event::Polled => {
                self.pin = match self.pin {
                    PinLevel::Up => PinLevel::Down,
                    PinLevel::Down => PinLevel::Up,
                };
                if !self.powered {
                    return None;
                }
                let (level, looked_at) = (self.pin, BASE);
                tell(
                    &mut self.device,
                    match event {
                        Event::Polled => Input::Polled { level, looked_at },
                        _ => Input::Button(level),
                    },
                )
            }
            Event::Connect(client, role) => {
                self.clients[usize::from(client)].role = Some(role);
                None
            }
            Event::Time if seed == Some(Seed::NeverTicks) => None,
            Event::Time => tell(&mut self.device, Input::Tick),
            Event::Disconnect(client) => {
                self.clients[usize::from(client)] = Client::default();
                let client = ClientId(client);
                let turns = self.device.driver() == Some(client);
                let input = match seed {
                    Some(Seed::TurnsForWhoIsGone) if turns => Input::Tick,
                    _ => Input::Disconnected(client),
                };
                tell(&mut self.device, input)
            }
            Event::Flushed(client) => {
                let at_client = &mut self.clients[usize::from(client)];
                at_client.unflushed = false;
                at_client.farewell = false;
                tell(&mut self.device, Input::Flushed(ClientId(client)))
            }
            Event::Ask(client, ask) => {
                let asker = &mut self.clients[usize::from(client)];
                if ask == Ask::PairFailed {
                    asker.pairs_by = None;
                }
                asker.waits = Some(match ask {
                    Ask::ResetConfirm { .. } => Waits::Reset,
                    Ask::PairAttempt { by } => Waits::Share(by),
                    Ask::PairProven => Waits::Proof,
                    Ask::Invite { .. } => Waits::Invitation,
                    Ask::AudioTest { ms: 1.. } => Waits::Tone,
                    _ => Waits::Other,
                });
                let role = asker.role.unwrap_or(Role::STRANGER);
                let role = seed.map_or(role, |seed| seed.mistaken(role, ask));
                let ask = seed.map_or(ask, |seed| seed.misheard(ask));
                let (client, id) = (ClientId(client), ID);
                tell(
                    &mut self.device,
                    Input::Request {
                        client,
                        id,
                        role,
                        ask,
                    },
                )
            }
            Event::Stored(end) => {
                let (op, result) = self.end_store(end, seed)?;
                tell(&mut self.device, Input::Done { op, result })
            }
            Event::Radio(result) => {
                let op = self.end_radio(result, seed)?;
                tell(&mut self.device, Input::Done { op, result })
            }
            Event::Cloud(result) => {
                let op = self.cloud.take()?;
                tell(&mut self.device, Input::Done { op, result })
            }
            Event::LinkLost => {
                self.station = Station::None;
                if seed == Some(Seed::LostNetworksAreNotTold) {
                    return None;
                }
                tell(&mut self.device, Input::LinkLost)
            }
            Event::Servo(..) if seed == Some(Seed::StallsAreNotTold) => None,
            Event::Servo(axis, stalled) => {
                tell(&mut self.device, Input::ServoStalled { axis, stalled })
            }
            Event::Moved(cells) => {
                let hit = self.device.hit(&cells);
                tell(&mut self.device, Input::Moved(hit))
            }
            Event::Light(percent) => tell(&mut self.device, Input::Light { percent }),
            Event::Heard(_) if seed == Some(Seed::HomesInWords) && self.homes.is_some() => {
                let (op, result) = (self.homes.take()?, OpResult::Done);
                tell(&mut self.device, Input::Done { op, result })
            }
            Event::Heard(result) => match self.audio.take().or_else(|| self.homes.take()) {
                Some(op) => tell(&mut self.device, Input::Done { op, result }),
                None => tell(&mut self.device, Input::Tick),
            },
        }
    }

    fn boot(&mut self, at: Instant, cause: BootCause, seed: Option<Seed>) -> Step {
        self.powered = true;
        self.device = Device::new(self.device.profile(), at, self.pin);
        let mut stored = self.flash.mount(cause);
        if let Some(seed) = seed {
            seed.misread(&mut stored);
        }
        self.device.step(at, Input::Boot(&stored))
    }

    pub(super) fn lose_power(&mut self) {
        let flash = self.flash.clone();
        let pin = self.pin;
        *self = Self::new(self.device.profile(), flash);
        self.pin = pin;
    }
}

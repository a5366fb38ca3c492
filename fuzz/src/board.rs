//! A board whose parts do at once whatever the input says.

use std::collections::VecDeque;
use std::sync::LazyLock;

use camera_fsm::action::{OpId, RadioJob, StoreJob};
use camera_fsm::input::{ClientId, OpResult, PinLevel};
use camera_fsm::time::Instant;
use camera_hal::audio::NoAudio;
use camera_hal::board::{About, Board, Parts};
use camera_hal::button::Button;
use camera_hal::cloud::NoCloud;
use camera_hal::imaging::NoImaging;
use camera_hal::led::NoLed;
pub(crate) use camera_hal::mock::board::LAYOUT;
use camera_hal::mock::flash::SimFlash;
use camera_hal::part::PartError;
use camera_hal::radio::{Radio, RadioEvent};
use camera_hal::recordings::NoRecordings;
use camera_hal::sensor::NoSensors;
use camera_hal::servo::NoHead;
use camera_hal::slots::{Slots, What};
use camera_hal::store::Store;
use camera_hal::store::factory::Factory;
use camera_hal::store::records::ControllerRecord;
use camera_hal::system::System;
use camera_hal::wire::{Transport, Wire};
use camera_proto::message::{Provision, Refused};
use camera_proto::vocab::{
    Band, Bssid, Capabilities, MAX_CLIENTS, MAX_CONTROLLERS, Network, Passphrase, Refusal, Role,
    Security, Ssid,
};
use heapless::Vec as Bounded;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng as _;

use crate::app::{KEY, KEY_ID, LABEL};

pub(crate) type Flash = SimFlash<0x5000>;

/// What lies in one.
type Image = [u8; 0x5000];

/// The password of the network that an owned camera is on.
pub(crate) const PASSWORD: &[u8] = b"correct horse battery";

/// The flash of a camera from the factory.
pub(crate) static BLANK: LazyLock<Image> = LazyLock::new(|| {
    let factory = Factory {
        serial: Bounded::from_slice(b"VC00000001").expect("short"),
        model: Bounded::from_slice(b"Spot PT-1").expect("short"),
        discriminator: 0xa1b2,
        made_on: 20_261_123,
        label: Bounded::from_slice(&*LABEL.to_bytes()).expect("as long as a record"),
    };
    let record = factory.encode().expect("it fits its region");
    let mut image = [0xff; 0x5000];
    image[..record.len()].copy_from_slice(&record);
    image
});

/// The flash of a camera on its network, whose owner has the key [`KEY`].
pub(crate) static OWNED: LazyLock<Image> = LazyLock::new(|| {
    let mut flash = Flash::from_image(*BLANK);
    let mut store = Store::mount(&mut flash, LAYOUT, 1);
    let client = ClientId(0);
    let mut slots = Slots::default();
    slots.trial = Some(Provision {
        ssid: Ssid::new(b"Home").expect("short"),
        passphrase: Passphrase::new(PASSWORD).expect("short"),
        security: None,
        bssid: None,
        hidden: false,
        allow_no_internet: false,
        seen_on: Band::Unknown,
    });
    let owner = ControllerRecord {
        key_id: KEY_ID,
        key: KEY,
        role: Role::OWNER,
        name: Bounded::from_slice(b"phone").expect("short"),
    };
    assert!(slots.stage(client, 1, What::Controller(owner)));
    let role = Role::OWNER;
    for job in [
        StoreJob::SaveNetwork,
        StoreJob::SaveController { client, role },
    ] {
        assert_eq!(store.run(&mut flash, job, &mut slots), OpResult::Done);
    }
    *flash.image()
});

/// The secrets that a camera with this flash still needs.
pub(crate) fn secrets_of(flash: &mut Flash) -> Vec<Vec<u8>> {
    let store = Store::mount(flash, LAYOUT, 1);
    let network = store.network(flash);
    let password = network.map(|network| network.passphrase.as_bytes().to_vec());
    let places = 0..MAX_CONTROLLERS as u8;
    let keys = places.filter_map(|place| Some(store.controller(flash, place)?.key.to_vec()));
    keys.chain(password).collect()
}

/// All parts.
pub(crate) struct MockBoard {
    pub(crate) pin: Pin,
    led: NoLed,
    head: NoHead,
    sensors: NoSensors,
    imaging: NoImaging,
    recordings: NoRecordings,
    audio: NoAudio,
    pub(crate) flash: Flash,
    pub(crate) air: Air,
    cloud: NoCloud,
    pub(crate) pipes: Pipes,
    rng: ChaCha8Rng,
}

/// The reset button.
pub(crate) struct Pin(pub(crate) PinLevel);

/// The radio, and what comes of joining a network.
pub(crate) struct Air {
    pub(crate) join: u8,
    job: Option<(OpId, RadioJob, Instant)>,
    events: VecDeque<RadioEvent>,
}

/// The streams of all clients.
#[derive(Default)]
pub(crate) struct Pipes([Pipe; MAX_CLIENTS + 1]);

/// The stream of a client.
#[derive(Default)]
pub(crate) struct Pipe {
    pub(crate) connection: Option<u32>,
    pub(crate) to_camera: VecDeque<u8>,
    pub(crate) to_app: Vec<u8>,
    /// How many bytes are taken at once; 0 is all.
    pub(crate) room: usize,
}

impl MockBoard {
    pub(crate) fn new(flash: Flash) -> Self {
        Self {
            pin: Pin(PinLevel::Up),
            led: NoLed,
            head: NoHead,
            sensors: NoSensors,
            imaging: NoImaging,
            recordings: NoRecordings,
            audio: NoAudio::default(),
            flash,
            air: Air {
                join: 0,
                job: None,
                events: VecDeque::new(),
            },
            cloud: NoCloud::default(),
            pipes: Pipes::default(),
            rng: ChaCha8Rng::seed_from_u64(2),
        }
    }

    /// Power is gone, and this is what stays.
    pub(crate) fn power_off(&mut self) -> Flash {
        core::mem::take(&mut self.flash)
    }
}

impl Board for MockBoard {
    type Button = Pin;
    type Led = NoLed;
    type Head = NoHead;
    type Sensors = NoSensors;
    type Imaging = NoImaging;
    type Recordings = NoRecordings;
    type Audio = NoAudio;
    type Flash = Flash;
    type Radio = Air;
    type Cloud = NoCloud;
    type Wire = Pipes;
    type Rng = ChaCha8Rng;

    fn parts(&mut self) -> Parts<'_, Self> {
        const ABOUT: &About = &About {
            firmware: "1.0.0",
            stream_uri: "rtsp://192.168.1.20/main",
            can: Capabilities::PAN,
        };
        Parts {
            button: &mut self.pin,
            led: &mut self.led,
            head: &mut self.head,
            sensors: &mut self.sensors,
            imaging: &mut self.imaging,
            recordings: &mut self.recordings,
            audio: &mut self.audio,
            flash: &mut self.flash,
            radio: &mut self.air,
            cloud: &mut self.cloud,
            wire: &mut self.pipes,
            rng: &mut self.rng,
            about: ABOUT,
        }
    }
}

impl System for MockBoard {
    fn reboot(&mut self) {}
}

impl Button for Pin {
    fn level(&mut self) -> Result<PinLevel, PartError> {
        Ok(self.0)
    }
}

impl Radio for Air {
    fn start(&mut self, now: Instant, op: OpId, job: RadioJob, _: Option<&Provision>, _: &[u8]) {
        self.job = Some((op, job, now.after(300)));
    }

    fn poll(&mut self, now: Instant) -> Option<RadioEvent> {
        if let Some((op, job, _)) = self.job.take_if(|(_, _, at)| *at <= now) {
            let result = match (job, self.join % 4) {
                (RadioJob::Scan, _) => {
                    self.events.extend((0..20).map(heard));
                    OpResult::Done
                }
                (RadioJob::JoinTrial | RadioJob::JoinStored, 0) => joined(true),
                (RadioJob::JoinTrial | RadioJob::JoinStored, 1) => joined(false),
                (RadioJob::JoinTrial | RadioJob::JoinStored, 2) => failed(Refusal::AUTH_FAILURE),
                (RadioJob::JoinTrial | RadioJob::JoinStored, _) => {
                    failed(Refusal::NETWORK_NOT_FOUND)
                }
                _ => OpResult::Done,
            };
            self.events.push_back(RadioEvent::Done(op, result));
        }
        self.events.pop_front()
    }

    fn due(&self) -> Option<Instant> {
        self.job.map(|(_, _, at)| at)
    }
}

fn heard(number: u8) -> RadioEvent {
    RadioEvent::Heard(Network {
        ssid: Ssid::new(&[b'a' + number / 2]).expect("short"),
        bssid: Bssid([number; 6]),
        rssi_dbm: -40 - number.cast_signed(),
        security: Security::WPA2,
        channel: 6,
    })
}

fn joined(internet: bool) -> OpResult {
    OpResult::Joined {
        internet,
        rssi_dbm: -50,
    }
}

fn failed(why: Refusal) -> OpResult {
    OpResult::Failed(Refused::because(why))
}

impl Pipes {
    pub(crate) fn of(&mut self, client: ClientId) -> &mut Pipe {
        &mut self.0[usize::from(client.0)]
    }
}

impl Wire for Pipes {
    fn connection(&self, client: ClientId) -> Option<u32> {
        self.0[usize::from(client.0)].connection
    }

    fn read(&mut self, client: ClientId, into: &mut [u8]) -> usize {
        let pipe = self.of(client);
        let len = into.len().min(pipe.to_camera.len());
        into.iter_mut()
            .zip(pipe.to_camera.drain(..len))
            .for_each(|(to, byte)| *to = byte);
        len
    }

    fn write(&mut self, client: ClientId, bytes: &[u8]) -> usize {
        let pipe = self.of(client);
        let len = match pipe.room {
            0 => bytes.len(),
            room => bytes.len().min(room),
        };
        pipe.to_app.extend(&bytes[..len]);
        len
    }

    fn close(&mut self, client: ClientId) {
        let pipe = self.of(client);
        pipe.connection = None;
        pipe.to_camera.clear();
    }

    fn transport(&self, _client: ClientId) -> Transport {
        Transport::Tcp
    }
}

//! Lists on their way: one item a frame, as fast as the client takes them.
//! A list is one page, however long: it never has a next one.

use camera_proto::message::{Controller, End, Loss, Reply};
use camera_proto::vocab::{LossKind, MAX_CONTROLLERS, NAME_MAX, SettingId};
use embedded_storage::nor_flash::NorFlash;
use heapless::Vec;
use rand_core::CryptoRng;

use super::client::Client;
use super::door::Door;
use super::{Link, Scene};

/// A list on its way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Listing {
    pub(super) id: u16,
    pub(super) of: List,
    /// So many items were asked to be left out.
    pub(super) skip: u16,
    /// Where the next one is looked for.
    pub(super) next: usize,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum List {
    Networks,
    Controllers,
    Settings,
    Losses(LossKind),
    Findings,
}

impl Client {
    pub(super) fn list_on<F: NorFlash, R: CryptoRng>(&mut self, scene: &mut Scene<'_, F, R>) {
        while let Some(listing) = self.listing {
            if !self.out.has_room_for(self.waiting.len() + 2) {
                return;
            }
            let reply = match item(listing, &self.door, scene) {
                Some((at, item)) => {
                    let (next, skip) = (at + 1, listing.skip.saturating_sub(1));
                    self.listing = Some(Listing {
                        next,
                        skip,
                        ..listing
                    });
                    if listing.skip > 0 {
                        continue;
                    }
                    item
                }
                None => {
                    self.listing = None;
                    Reply::End(End { next: 0 })
                }
            };
            self.out.reply(&mut self.door, listing.id, &reply);
        }
    }
}

impl Link {
    /// Who holds the head: its number in the list of controllers, from 1; 0 where
    /// nobody does any more.
    pub(super) fn holder<F: NorFlash, R>(&mut self, scene: &mut Scene<'_, F, R>) -> i16 {
        let driver = scene.device.driver();
        let door = driver.and_then(|driver| Some(&self.client(driver)?.door));
        let Some(place) = door.and_then(Door::key_place) else {
            return 0;
        };
        let listed =
            (0..=place).filter(|place| scene.store.controller(scene.flash, *place).is_some());
        listed.count() as i16
    }
}

/// The next item, and where it stands.
#[inline(never)] // as `Runner::new`
fn item<F: NorFlash, R>(
    listing: Listing,
    door: &Door,
    scene: &mut Scene<'_, F, R>,
) -> Option<(usize, Reply)> {
    let from = listing.next;
    match listing.of {
        List::Networks => {
            let network = scene.slots.networks.get(from)?.clone();
            Some((from, Reply::Network(network)))
        }
        List::Controllers => (from..MAX_CONTROLLERS).find_map(|place| {
            let controller = controller(place as u8, door, scene)?;
            Some((place, Reply::Controller(controller)))
        }),
        List::Settings => settings(from)
            .find_map(|(at, id)| Some((at, Reply::Setting(scene.store.setting(scene.flash, id)?)))),
        List::Findings => {
            let facts = scene.store.facts(scene.now, scene.device, scene.dead_kib);
            let finding = facts.findings().nth(from)?;
            Some((from, Reply::Finding(finding)))
        }
        List::Losses(kind) => loss(kind, from, scene).map(|(at, loss)| (at, Reply::Loss(loss))),
    }
}

fn settings(from: usize) -> impl Iterator<Item = (usize, SettingId)> {
    SettingId::all().enumerate().skip(from)
}

fn controller<F: NorFlash, R>(
    place: u8,
    door: &Door,
    scene: &mut Scene<'_, F, R>,
) -> Option<Controller> {
    let record = scene.store.controller(scene.flash, place)?;
    Some(Controller {
        key_id: record.key_id,
        name: record.name.clone(),
        role: record.role,
        is_you: door.key_place() == Some(place),
    })
}

/// What a person calls the next thing that a reset would erase.
fn loss<F: NorFlash, R>(
    kind: LossKind,
    from: usize,
    scene: &mut Scene<'_, F, R>,
) -> Option<(usize, Loss)> {
    let name = |bytes: &[u8]| Loss { name: cut(bytes) };
    match kind {
        LossKind::NETWORK if from == 0 => {
            let network = scene.store.network(scene.flash)?;
            Some((0, name(network.ssid.as_bytes())))
        }
        LossKind::CONTROLLERS => (from..MAX_CONTROLLERS).find_map(|place| {
            let record = scene.store.controller(scene.flash, place as u8)?;
            Some((place, name(&record.name)))
        }),
        LossKind::SETTINGS => settings(from).find_map(|(at, id)| {
            scene.store.setting(scene.flash, id)?;
            Some((at, Loss { name: title(id) }))
        }),
        LossKind::RECORDINGS => {
            let name = scene.recordings.name(from as u16)?;
            Some((from, Loss { name }))
        }
        _ => None,
    }
}

/// As much of it as there is room for: `collect` would panic where there is more.
pub(super) fn cut<const ROOM: usize>(bytes: &[u8]) -> Vec<u8, ROOM> {
    let fits = bytes.get(..bytes.len().min(ROOM)).unwrap_or_default();
    Vec::from_slice(fits).unwrap_or_default()
}

/// `privacy`, or `zone 3`.
fn title(id: SettingId) -> Vec<u8, NAME_MAX> {
    let mut title: Vec<u8, NAME_MAX> = cut(id.name().unwrap_or_default().as_bytes());
    if let Some(place) = id.place() {
        // Places are single digits, and names leave room for them.
        let _ = title.extend_from_slice(&[b' ', b'0' + place]);
    }
    title
}

//! What passes between the runner and the link.
#![cfg_attr(
    not(feature = "pairing"),
    allow(dead_code, reason = "who lets nobody in asks for little")
)]

use camera_fsm::device::Device;
use camera_fsm::input::Ask;
use camera_fsm::time::Instant;
use camera_proto::vocab::Role;

use super::Runner;
use crate::board::{About, Board};
use crate::link::Link;
use crate::recordings::Recordings;
use crate::slots::Slots;
use crate::store::Store;

/// What the link needs of the rest of the camera while it works.
pub(crate) struct Scene<'a, F, R> {
    pub(crate) now: Instant,
    pub(crate) device: &'a Device,
    pub(crate) store: &'a Store,
    pub(crate) about: &'a About,
    pub(crate) recordings: &'a dyn Recordings,
    /// How much of another key is left of them, in KiB.
    pub(crate) dead_kib: u32,
    pub(crate) slots: &'a mut Slots,
    pub(crate) flash: &'a mut F,
    pub(crate) rng: &'a mut R,
}

/// A request for the machine.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Incoming {
    pub(crate) id: u16,
    pub(crate) role: Role,
    pub(crate) ask: Ask,
    /// Of a list, the first item that is asked for.
    pub(crate) from_item: u16,
}

impl<B: Board> Runner<B> {
    pub(super) fn scene(
        &mut self,
        now: Instant,
    ) -> (&mut Link, &mut B::Wire, Scene<'_, B::Flash, B::Rng>) {
        let parts = self.board.parts();
        let scene = Scene {
            now,
            device: &self.device,
            store: &self.store,
            about: parts.about,
            recordings: parts.recordings,
            dead_kib: self.dead_kib,
            slots: &mut self.slots,
            flash: parts.flash,
            rng: parts.rng,
        };
        (&mut self.link, parts.wire, scene)
    }
}

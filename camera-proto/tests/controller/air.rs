//! An app and a camera, and what goes to and fro between them.

use camera_proto::controller::{Action, Controller, Input, Patience, Step, Told};
use camera_proto::frame::MAX_FRAME;
use camera_proto::message::{End, Reply, Request};
use camera_proto::vocab::PairingSecret;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;

use crate::camera::{Answer, Camera};
use crate::camera_side::{KEY, KEY_ID, status};

pub(crate) const PATIENCE: Patience = Patience {
    answer_ms: 5_000,
    scan_ms: 15_000,
    setup_ms: 90_000,
    return_ms: 60_000,
};

/// An app and a camera, and the air between them.
pub(crate) struct Air {
    now_ms: u64,
    pub(crate) app: Controller,
    pub(crate) camera: Camera,
    rng: ChaCha20Rng,
    /// Whether the camera is there.
    pub(crate) is_up: bool,
    /// Whether what the camera says arrives.
    pub(crate) is_heard: bool,
    is_connected: bool,
    pub(crate) told: Vec<Told>,
    pub(crate) tries_ms: Vec<u64>,
}

impl Air {
    pub(crate) fn new(patience: Patience, answer: Answer) -> Self {
        Self {
            now_ms: 1_000,
            app: Controller::new(1, patience),
            camera: Camera::new(answer),
            rng: ChaCha20Rng::seed_from_u64(1),
            is_up: true,
            is_heard: true,
            is_connected: false,
            told: Vec::new(),
            tries_ms: Vec::new(),
        }
    }

    /// With an open session.
    pub(crate) fn open(answer: Answer) -> Self {
        let mut air = Self::new(PATIENCE, answer);
        air.give(Input::Reach(PairingSecret::CODE));
        assert!(matches!(air.told.pop(), Some(Told::Hello(_))));
        air.give(Input::Resume(KEY_ID, &KEY));
        assert!(matches!(air.told.pop(), Some(Told::Open)));
        air
    }

    /// Gives the app an input, and carries out all that comes of it at once.
    pub(crate) fn give(&mut self, input: Input<'_, '_>) {
        let mut out = [0; MAX_FRAME];
        let step = self.app.step(self.now_ms, input, &mut self.rng, &mut out);
        self.carry_out(step, &out);
    }

    fn carry_out(&mut self, step: Step, out: &[u8]) {
        self.told.extend(step.told);
        match step.action {
            Some(Action::Connect) => {
                self.tries_ms.push(self.now_ms);
                self.is_connected = self.is_up;
                if self.is_up {
                    self.camera.connected();
                    self.give(Input::Connected);
                } else {
                    self.give(Input::Disconnected);
                }
            }
            Some(Action::HangUp) => self.is_connected = false,
            None => {}
        }
        if let Some((len, _)) = step.send {
            assert!(self.is_connected, "it sends into nothing");
            let said = self.camera.hear(&out[..len]);
            if self.is_heard {
                self.say(&said);
            }
        }
    }

    pub(crate) fn say(&mut self, said: &[u8]) {
        let mut bytes = said;
        while !bytes.is_empty() && self.is_connected {
            self.give(Input::Received(&mut bytes));
        }
    }

    /// Lets time pass, waking the app whenever it wants.
    pub(crate) fn pass(&mut self, ms: u64) {
        let end_ms = self.now_ms + ms;
        for _ in 0..10_000 {
            let mut out = [0; MAX_FRAME];
            let step = self
                .app
                .step(self.now_ms, Input::Tick, &mut self.rng, &mut out);
            let wake_at_ms = step.wake_at_ms;
            let acted = step.action.is_some() || step.send.is_some();
            self.carry_out(step, &out);
            if acted {
                continue;
            }
            match wake_at_ms {
                Some(at_ms) if at_ms <= end_ms => self.now_ms = at_ms.max(self.now_ms),
                _ => break,
            }
        }
        self.now_ms = end_ms;
    }

    pub(crate) fn lose(&mut self) {
        self.is_connected = false;
        self.give(Input::Disconnected);
    }
}

pub(crate) fn online(request: &Request) -> Vec<Reply> {
    match request {
        Request::Status | Request::Watch => {
            vec![Reply::Status(status())]
        }
        Request::Controllers(_) => vec![Reply::End(End { next: 0 })],
        // On its way to another channel.
        Request::Provision(_) => vec![],
        _ => vec![Reply::Done],
    }
}

pub(crate) fn silent(_: &Request) -> Vec<Reply> {
    vec![]
}

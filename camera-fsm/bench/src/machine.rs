//! The whole machine: what a step costs when nothing is due, and what its
//! dearest steps cost.

use core::hint::black_box;

use camera_fsm::action::{Action, OpId};
use camera_fsm::device::Device;
use camera_fsm::input::{Ask, ClientId, Input, OpResult, PinLevel, Stored, Topic};
use camera_fsm::profile::REFERENCE;
use camera_fsm::time::Instant;
use camera_proto::vocab::{Cdeg, ResetScope, ResetToken, Role, Speed};
use measure::{Subject, step};

pub const SUBJECTS: [Subject<Camera>; 5] = [Subject::NOTHING, IDLE, BUTTON, OWNER, ANYTHING];

/// Steps before anything is due.
pub const IDLE: Subject<Camera> = Subject {
    name: "nothing is due",
    steps: &[step("idle step", tick)],
};

/// From the factory to a reset by the button.
const BUTTON: Subject<Camera> = Subject {
    name: "the button",
    steps: &[
        step("boot", boot),
        step("setup opens by itself", |camera| tick_after(camera, 3000)),
        step("its network is up", done),
        step("button down", down),
        step("debounced", |camera| tick_after(camera, 20)),
        step("hold for setup shows", |camera| tick_after(camera, 2000)),
        step("hold in the gap shows", |camera| tick_after(camera, 1000)),
        step("hold for reset shows", |camera| tick_after(camera, 2000)),
        step("button up", up),
        step("a reset begins", |camera| tick_after(camera, 20)),
        step("its intent is saved", done),
        step("a sector is erased", done),
        step("the other one is", done),
        step("they are read back", done),
        step("and formatted", done),
        step("the receipt is saved", done),
    ],
};

/// What an owner asks of a camera on its network.
const OWNER: Subject<Camera> = Subject {
    name: "an owner",
    steps: &[
        step("boot with a network", boot_owned),
        step("joined", joined),
        step("status", status),
        step("move", moved),
        step("tick of a moving head", |camera| tick_after(camera, 100)),
        step("move elsewhere", moved_back),
        step("stop", stop),
        step("", |camera| tick_after(camera, 10_000)),
        step("what a reset would erase", reset),
        step("network lost", lost),
        step("its LED goes on", |camera| tick_after(camera, 200)),
        step("the router is silent", silent),
        step("it tries again", |camera| tick_after(camera, 2_000)),
    ],
};

/// Any input there is, and what a link asks besides: for its size alone.
const ANYTHING: Subject<Camera> = Subject {
    name: "all of it",
    steps: &[step("anything", anything)],
};

/// A machine, and the operation it waits for.
pub struct Camera {
    device: Device,
    now_ms: u64,
    wake_at: Option<Instant>,
    op: Option<OpId>,
}

impl Camera {
    /// On its network, with nothing to do.
    pub fn online() -> Self {
        let mut camera = Self::default();
        boot_owned(&mut camera);
        joined(&mut camera);
        camera.now_ms += 60_000;
        tick(&mut camera);
        camera
    }

    fn step(&mut self, input: Input<'_>) {
        let step = self.device.step(Instant::from_millis(self.now_ms), input);
        self.wake_at = step.wake_at;
        for action in &step.actions {
            if let Action::Store { op, .. } | Action::Radio { op, .. } = action {
                self.op = Some(*op);
            }
        }
        black_box(&step);
    }

    fn ask(&mut self, ask: Ask) {
        self.step(Input::Request {
            client: ClientId(0),
            id: 1,
            role: Role::OWNER,
            ask,
        });
    }

    fn end(&mut self, result: OpResult) {
        if let Some(op) = self.op.take() {
            self.step(Input::Done { op, result });
        }
    }
}

impl Default for Camera {
    fn default() -> Self {
        let now_ms = 1_000;
        Self {
            device: Device::new(&REFERENCE, Instant::from_millis(now_ms), PinLevel::Up),
            now_ms,
            wake_at: None,
            op: None,
        }
    }
}

fn anything(camera: &mut Camera) {
    let now = Instant::from_millis(camera.now_ms);
    let _ = black_box(camera.device.step(now, black_box(Input::Tick)));
    black_box(camera.device.due(now));
    black_box(camera.device.status(now));
    black_box(camera.device.losses(ResetScope::Everything));
}

fn tick(camera: &mut Camera) {
    camera.step(Input::Tick);
}

fn tick_after(camera: &mut Camera, ms: u64) {
    camera.now_ms += ms;
    tick(camera);
}

fn boot(camera: &mut Camera) {
    camera.step(Input::Boot(&Stored::BLANK));
}

fn boot_owned(camera: &mut Camera) {
    const OWNED: &Stored = &Stored {
        network: true,
        controllers: 1,
        owners: 1,
        ..Stored::BLANK
    };
    camera.step(Input::Boot(OWNED));
}

fn done(camera: &mut Camera) {
    camera.end(OpResult::Done);
}

fn joined(camera: &mut Camera) {
    camera.end(OpResult::Joined {
        internet: true,
        rssi_dbm: -50,
    });
}

fn lost(camera: &mut Camera) {
    camera.step(Input::LinkLost);
}

fn silent(camera: &mut Camera) {
    camera.end(OpResult::HandshakeTimeout {
        rssi_dbm: -80,
        driver_code: 0,
    });
}

fn down(camera: &mut Camera) {
    camera.step(Input::Button(PinLevel::Down));
}

fn up(camera: &mut Camera) {
    camera.step(Input::Button(PinLevel::Up));
}

fn status(camera: &mut Camera) {
    camera.ask(Ask::Tell(Topic::Status));
}

fn moved(camera: &mut Camera) {
    camera.ask(Ask::MoveAbsolute {
        pan: Some(Cdeg(9_000)),
        tilt: Some(Cdeg(4_000)),
        speed: Speed(100),
    });
}

fn moved_back(camera: &mut Camera) {
    camera.ask(Ask::MoveAbsolute {
        pan: Some(Cdeg(-9_000)),
        tilt: Some(Cdeg(0)),
        speed: Speed(100),
    });
}

fn stop(camera: &mut Camera) {
    camera.ask(Ask::Stop);
}

fn reset(camera: &mut Camera) {
    camera.ask(Ask::ResetRequest {
        scope: ResetScope::Everything,
        token: ResetToken([1; 8]),
    });
}

//! The app's machine against a camera that answers, is silent, or goes away.

mod camera;

use camera::{Answer, Camera, KEY, KEY_ID, TCP};
use camera_proto::controller::{
    Action, Controller, ControllerError, Input, Patience, Step, Told, setup_outcome,
};
use camera_proto::frame::MAX_FRAME;
use camera_proto::message::{
    End, MoveRelative, Notice, Page, Provision, Refused, Reply, Request, SettingNews, kind,
};
use camera_proto::pairing::SetupCode;
use camera_proto::vocab::{
    Band, CameraState, Cdeg, Color, Fault, Flags, LedState, PairingSecret, Passphrase, Pattern,
    Refusal, ResetStage, SettingId, Speed, Ssid, Status,
};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;

const PATIENCE: Patience = Patience {
    answer_ms: 5_000,
    scan_ms: 15_000,
    setup_ms: 90_000,
    return_ms: 60_000,
};

/// An app and a camera, and the air between them.
struct Air {
    now_ms: u64,
    app: Controller,
    camera: Camera,
    rng: ChaCha20Rng,
    /// Whether the camera is there.
    is_up: bool,
    /// Whether what the camera says arrives.
    is_heard: bool,
    is_connected: bool,
    told: Vec<Told>,
    tries_ms: Vec<u64>,
}

fn code() -> SetupCode {
    SetupCode::parse("1234-5678-9018").unwrap()
}

impl Air {
    fn new(patience: Patience, answer: Answer) -> Self {
        Self {
            now_ms: 1_000,
            app: Controller::new(TCP, patience),
            camera: Camera::new(&code(), answer),
            rng: ChaCha20Rng::seed_from_u64(1),
            is_up: true,
            is_heard: true,
            is_connected: false,
            told: Vec::new(),
            tries_ms: Vec::new(),
        }
    }

    /// With an open session.
    fn open(answer: Answer) -> Self {
        let mut air = Self::new(PATIENCE, answer);
        air.give(Input::Reach(PairingSecret::CODE));
        assert!(matches!(air.told.pop(), Some(Told::Hello(_))));
        air.give(Input::Resume(KEY_ID, &KEY));
        assert!(matches!(air.told.pop(), Some(Told::Open)));
        air
    }

    /// Gives the app an input, and carries out all that comes of it at once.
    fn give(&mut self, input: Input<'_, '_>) {
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

    fn say(&mut self, said: &[u8]) {
        let mut bytes = said;
        while !bytes.is_empty() && self.is_connected {
            self.give(Input::Received(&mut bytes));
        }
    }

    /// Lets time pass, waking the app whenever it wants.
    fn pass(&mut self, ms: u64) {
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

    fn lose(&mut self) {
        self.is_connected = false;
        self.give(Input::Disconnected);
    }
}

fn status(state: CameraState, last_setup: Refusal) -> Status {
    Status {
        state,
        led: LedState {
            color: Color::BLUE,
            pattern: Pattern(0),
        },
        pan: Cdeg(0),
        tilt: Cdeg(0),
        flags: Flags::default(),
        fault: Fault::NONE,
        reset: ResetStage::IDLE,
        last_setup,
        rssi_dbm: 0,
        window_s: 0,
        uptime_s: 1,
        epoch: 1,
    }
}

fn online(request: &Request) -> Vec<Reply> {
    match request {
        Request::Status | Request::Watch => {
            vec![Reply::Status(status(CameraState::ONLINE, Refusal::NONE))]
        }
        Request::Controllers(_) => vec![Reply::End(End { next: 0 })],
        // On its way to another channel.
        Request::Provision(_) => vec![],
        _ => vec![Reply::Done],
    }
}

fn silent(_: &Request) -> Vec<Reply> {
    vec![]
}

fn provision() -> Request {
    Request::Provision(Provision {
        ssid: Ssid::new(b"HomeNet").unwrap(),
        passphrase: Passphrase::new(b"correct horse").unwrap(),
        security: None,
        bssid: None,
        hidden: false,
        allow_no_internet: false,
        seen_on: Band::Unknown,
    })
}

#[test]
fn it_pairs_enrols_and_asks() {
    let mut air = Air::new(PATIENCE, online);
    air.give(Input::Reach(PairingSecret::CODE));
    assert!(matches!(air.told[..], [Told::Hello(_)]));
    let name = heapless::Vec::from_slice(b"phone").unwrap();
    air.give(Input::Pair(&code(), &name));
    assert!(matches!(&air.told[1..], [Told::Enrolled(enrolled)] if enrolled.key == KEY));
    air.give(Input::Ask(&Request::Status));
    assert!(matches!(air.told[2..], [Told::Reply(Reply::Status(_))]));
    assert!(air.app.is_open() && !air.app.is_waiting());
}

#[test]
fn r43_a_wrong_code_ends_it_and_is_not_tried_again() {
    let mut air = Air::new(PATIENCE, online);
    air.give(Input::Reach(PairingSecret::CODE));
    let wrong = SetupCode::parse("0000-0000-0000").unwrap();
    air.give(Input::Pair(&wrong, &heapless::Vec::new()));
    assert!(matches!(
        air.told[1..],
        [Told::Ended(ControllerError::WrongCode)]
    ));
    air.pass(600_000);
    assert_eq!((air.camera.links, air.told.len()), (1, 2));
}

#[test]
fn r31_nobody_there_is_told_at_once() {
    let mut air = Air::new(PATIENCE, online);
    air.is_up = false;
    air.give(Input::Reach(PairingSecret::CODE));
    assert!(matches!(
        air.told[..],
        [Told::Ended(ControllerError::Unreachable)]
    ));
}

#[test]
fn a_key_that_the_camera_does_not_know_ends_it() {
    let mut air = Air::new(PATIENCE, online);
    air.give(Input::Reach(PairingSecret::CODE));
    air.give(Input::Resume(camera_proto::vocab::KeyId([1; 8]), &KEY));
    assert!(matches!(
        air.told[1..],
        [Told::Ended(ControllerError::Refused(Refused {
            why: Refusal::UNKNOWN_CONTROLLER,
            ..
        }))]
    ));
}

#[test]
fn what_does_not_fit_now_is_said_to() {
    let mut air = Air::new(PATIENCE, silent);
    air.give(Input::Ask(&Request::Status));
    air.give(Input::Resume(KEY_ID, &KEY));
    assert!(matches!(air.told[..], [Told::NotNow, Told::NotNow]));
    let mut air = Air::open(silent);
    air.give(Input::Ask(&Request::Info));
    air.give(Input::Ask(&Request::Time));
    assert!(matches!(air.told[..], [Told::NotNow]));
}

#[test]
fn an_answer_that_does_not_come_is_asked_for_over_a_new_link() {
    let mut air = Air::open(online);
    air.is_heard = false;
    air.give(Input::Ask(&Request::Status));
    air.pass(4_999);
    assert_eq!(air.camera.links, 1);
    air.is_heard = true;
    air.pass(1_000);
    assert!(matches!(air.told[..], [Told::Reply(Reply::Status(_))]));
    assert_eq!((air.camera.links, air.camera.heard.len()), (2, 2));
}

#[test]
fn what_must_not_be_done_twice_is_not_asked_twice() {
    let mut air = Air::open(silent);
    air.give(Input::Ask(&Request::MoveRelative(MoveRelative {
        pan: Cdeg(500),
        tilt: Cdeg(0),
        speed: Speed(0),
    })));
    air.lose();
    air.pass(2_000);
    assert!(matches!(air.told[..], [Told::Unanswered]));
    assert!(air.app.is_open() && !air.app.is_waiting());
    assert_eq!((air.camera.links, air.camera.heard.len()), (2, 1));
}

#[test]
fn r44_a_setup_that_the_change_of_channel_swallows_is_asked_for() {
    let mut air = Air::open(online);
    air.give(Input::Ask(&provision()));
    air.is_up = false;
    air.lose();
    air.pass(20_000);
    assert!(air.told.is_empty() && air.camera.links == 1);
    air.is_up = true;
    air.pass(10_000);
    assert!(matches!(air.told[..], [Told::Reply(Reply::Done)]));
    assert!(matches!(
        air.camera.heard[..],
        [Request::Provision(_), Request::Status]
    ));
}

#[test]
fn r44_a_setup_is_waited_for_while_the_camera_joins_and_its_reason_is_told() {
    fn joining(request: &Request) -> Vec<Reply> {
        match request {
            Request::Status => vec![Reply::Status(status(CameraState::JOINING, Refusal::NONE))],
            _ => vec![],
        }
    }
    fn wrong(request: &Request) -> Vec<Reply> {
        match request {
            Request::Status => vec![Reply::Status(status(
                CameraState::SETUP,
                Refusal::AUTH_FAILURE,
            ))],
            _ => vec![],
        }
    }
    let mut air = Air::open(joining);
    air.give(Input::Ask(&provision()));
    air.lose();
    air.pass(5_000);
    assert!(air.told.is_empty());
    let asked = air.camera.heard.len();
    assert!((4..=6).contains(&asked), "once a second, not {asked} times");
    air.camera.answer(wrong);
    air.pass(2_000);
    assert!(matches!(
        air.told[..],
        [Told::Reply(Reply::Refused(Refused {
            why: Refusal::AUTH_FAILURE,
            ..
        }))]
    ));
}

#[test]
fn r44_a_status_tells_how_the_setup_has_ended() {
    let (none, auth) = (Refusal::NONE, Refusal::AUTH_FAILURE);
    for (state, last, expected) in [
        (CameraState::JOINING, auth, None),
        (CameraState::STARTING, none, None),
        (CameraState::CONNECTING, none, None),
        (CameraState::ONLINE, none, Some(none)),
        (CameraState::ONLINE, auth, Some(auth)),
        (CameraState::CONNECTING, auth, Some(auth)),
        (CameraState::SETUP, auth, Some(auth)),
        (CameraState::SETUP, none, Some(Refusal::CANCELLED)),
    ] {
        let outcome = setup_outcome(&status(state, last));
        assert_eq!(outcome, expected, "{state:?} {last:?}");
    }
}

#[test]
fn it_comes_back_ever_more_slowly_and_then_gives_up() {
    let mut air = Air::open(online);
    air.is_up = false;
    air.tries_ms.clear();
    air.lose();
    air.pass(600_000);
    assert!(matches!(
        air.told[..],
        [Told::Ended(ControllerError::Unreachable)]
    ));
    let pauses: Vec<_> = air
        .tries_ms
        .windows(2)
        .map(|pair| pair[1] - pair[0])
        .collect();
    assert!(pauses.is_sorted() && pauses.len() < 15, "{pauses:?}");
    assert!(*pauses.last().unwrap() <= 8_000, "{pauses:?}");
    assert!(air.tries_ms.last().unwrap() - air.tries_ms[0] <= 68_000);
}

#[test]
fn without_patience_a_lost_link_is_the_end() {
    let patience = Patience {
        return_ms: 0,
        ..PATIENCE
    };
    let mut air = Air::new(patience, online);
    air.give(Input::Reach(PairingSecret::CODE));
    air.give(Input::Resume(KEY_ID, &KEY));
    air.lose();
    assert!(matches!(
        air.told[2..],
        [Told::Ended(ControllerError::Unreachable)]
    ));
}

#[test]
fn a_gap_in_the_notices_brings_a_snapshot() {
    let mut air = Air::open(online);
    air.give(Input::Ask(&Request::Watch));
    assert!(matches!(air.told.pop(), Some(Told::Snapshot(_))));
    let news = Notice::Setting(SettingNews {
        setting: SettingId::NAME,
    });
    let first = air.camera.notice(1, &news);
    air.say(&first);
    assert!(matches!(air.told.pop(), Some(Told::Notice(_))));
    let third = air.camera.notice(3, &news);
    air.say(&third);
    assert!(
        matches!(air.told[..], [Told::Snapshot(_)]),
        "{:?}",
        air.told
    );
    assert_eq!(air.camera.heard.len(), 2);
}

#[test]
fn a_notice_that_only_a_newer_app_knows_is_no_gap() {
    let mut air = Air::open(online);
    air.give(Input::Ask(&Request::Watch));
    air.told.clear();
    let unknown = air.camera.seal(0xef, 1, |_| 0);
    air.say(&unknown);
    let news = Notice::Setting(SettingNews {
        setting: SettingId::NAME,
    });
    let known = air.camera.notice(2, &news);
    air.say(&known);
    assert!(matches!(air.told[..], [Told::Notice(_)]), "{:?}", air.told);
}

#[test]
fn a_session_that_opens_only_at_the_second_try_is_told_of() {
    let mut air = Air::new(PATIENCE, online);
    air.give(Input::Reach(PairingSecret::CODE));
    air.is_heard = false;
    air.give(Input::Resume(KEY_ID, &KEY));
    air.lose();
    air.is_heard = true;
    air.pass(1_000);
    assert!(matches!(air.told[1..], [Told::Open]), "{:?}", air.told);
}

#[test]
fn a_watch_goes_on_over_a_new_link() {
    let mut air = Air::open(online);
    air.give(Input::Ask(&Request::Watch));
    air.told.clear();
    air.lose();
    air.pass(1_000);
    assert!(
        matches!(air.told[..], [Told::Snapshot(_)]),
        "{:?}",
        air.told
    );
}

#[test]
fn a_receipt_of_a_scope_that_only_a_newer_camera_has_is_read() {
    // The scope is the last byte: a newer camera erases in a way of its own.
    let known = [1, 1, 1, 1, 2];
    let newer = [1, 1, 1, 1, 200];
    assert!(Reply::decode(kind::REPLY_RECEIPT, &known).is_ok());
    let Ok(Reply::Receipt(Some(receipt))) = Reply::decode(kind::REPLY_RECEIPT, &newer) else {
        panic!("a value that is not known ends the link");
    };
    assert_eq!(format!("{:?}", receipt.scope), "Unknown(200)");

    let mut air = Air::open(online);
    air.camera.answer(|_| Vec::new());
    air.give(Input::Ask(&Request::Receipt));
    let told = air.camera.seal(kind::REPLY_RECEIPT, 1, |body| {
        body[..newer.len()].copy_from_slice(&newer);
        newer.len()
    });
    air.say(&told);
    assert!(air.app.is_open(), "{:?}", air.told);
}

#[test]
fn each_item_of_a_list_shows_that_the_camera_is_there() {
    let mut air = Air::open(online);
    air.give(Input::Ask(&Request::Controllers(Page::default())));
    assert!(matches!(air.told[..], [Told::Reply(Reply::End(_))]));
}

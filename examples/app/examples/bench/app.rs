//! An app on a serial line, whose time is whoever drives it. Each line in is
//! answered by one line out.
//!
//! ```text
//! MS tick | hear HEX | lost
//! MS reach | pair | resume | status | position | stop | move PAN TILT | identify S | walk S     angles in hundredths of a degree
//! MS provision SSID PASSWORD | reset | confirm
//! { "connect": bool, "send": hex, "told": text or null }
//! ```

use std::io;

use camera_proto::controller::{Action, Controller, Input, Patience, Told};
use camera_proto::frame::MAX_FRAME;
use camera_proto::message::{
    Enrolled, Identify, MoveAbsolute, Provision, Reply, Request, ResetConfirm, ResetRequest,
    WalkTest,
};
use camera_proto::vocab::{
    Band, Cdeg, ControllerName, PairingSecret, Passphrase, ResetScope, ResetToken, Speed, Ssid,
};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;
use serde_json::json;

use crate::factory;

/// The wire's code for UART and USB.
const SERIAL: u8 = 2;

struct App {
    controller: Controller,
    rng: ChaCha20Rng,
    /// Bytes that came and are not looked at yet.
    came: Vec<u8>,
    mine: Option<Enrolled>,
    /// Of the last list of losses.
    token: Option<ResetToken>,
}

/// Until the end of standard input.
pub(crate) fn serve() -> Option<()> {
    let mut app = App {
        controller: Controller::new(SERIAL, Patience::default()),
        rng: ChaCha20Rng::seed_from_u64(2),
        came: Vec::new(),
        mine: None,
        token: None,
    };
    for line in io::stdin().lines() {
        let line = line.ok()?;
        let words: Vec<&str> = line.split_whitespace().collect();
        let (ms, words) = words.split_first()?;
        println!("{}", app.line(ms.parse().ok()?, words)?);
    }
    Some(())
}

impl App {
    fn line(&mut self, now_ms: u64, words: &[&str]) -> Option<serde_json::Value> {
        let code = factory::code()?;
        let name = ControllerName::from_slice(b"bench").ok()?;
        match words {
            ["tick"] => Some(self.step(now_ms, Input::Tick)),
            ["lost"] => Some(self.step(now_ms, Input::Disconnected)),
            ["hear", hex] => {
                self.came.extend(factory::bytes(hex)?);
                Some(self.hear(now_ms))
            }
            ["reach"] => Some(self.step(now_ms, Input::Reach(PairingSecret::CODE))),
            ["pair"] => Some(self.step(now_ms, Input::Pair(&code, &name))),
            ["resume"] => {
                let mine = self.mine.take()?;
                let answer = self.step(now_ms, Input::Resume(mine.key_id, &mine.key));
                self.mine = Some(mine);
                Some(answer)
            }
            words => {
                let request = self.request(words)?;
                Some(self.step(now_ms, Input::Ask(&request)))
            }
        }
    }

    fn request(&self, words: &[&str]) -> Option<Request> {
        Some(match words {
            ["status"] => Request::Status,
            ["position"] => Request::Position,
            ["stop"] => Request::Stop,
            ["walk", seconds] => Request::WalkTest(WalkTest {
                seconds: seconds.parse().ok()?,
            }),
            ["identify", seconds] => Request::Identify(Identify {
                seconds: seconds.parse().ok()?,
            }),
            ["move", pan, tilt] => Request::MoveAbsolute(MoveAbsolute {
                pan: Some(Cdeg(pan.parse().ok()?)),
                tilt: Some(Cdeg(tilt.parse().ok()?)),
                speed: Speed::default(),
            }),
            ["provision", ssid, passphrase] => Request::Provision(Provision {
                ssid: Ssid::new(ssid.as_bytes()).ok()?,
                passphrase: Passphrase::new(passphrase.as_bytes())?,
                security: None,
                bssid: None,
                hidden: false,
                allow_no_internet: false,
                seen_on: Band::Unknown,
            }),
            ["reset"] => Request::ResetRequest(ResetRequest {
                scope: ResetScope::Everything,
            }),
            ["confirm"] => Request::ResetConfirm(ResetConfirm { token: self.token? }),
            _ => return None,
        })
    }

    /// One message a step; the rest waits for the next line.
    fn hear(&mut self, now_ms: u64) -> serde_json::Value {
        let came = core::mem::take(&mut self.came);
        let mut rest = came.as_slice();
        let answer = self.step(now_ms, Input::Received(&mut rest));
        self.came = rest.to_vec();
        answer
    }

    fn step(&mut self, now_ms: u64, input: Input<'_, '_>) -> serde_json::Value {
        let mut out = [0; MAX_FRAME];
        let mut step = self.controller.step(now_ms, input, &mut self.rng, &mut out);
        let connects = step.action == Some(Action::Connect);
        if connects {
            step = self
                .controller
                .step(now_ms, Input::Connected, &mut self.rng, &mut out);
        }
        let send = step.send.and_then(|(len, _)| out.get(..len));
        let told = step.told.as_ref().map(|told| format!("{told:?}"));
        match step.told {
            Some(Told::Enrolled(mine)) => self.mine = Some(mine),
            Some(Told::Reply(Reply::LossList(list))) => self.token = Some(list.token),
            _ => {}
        }
        json!({
            "connect": connects,
            "send": send.map(factory::hex).unwrap_or_default(),
            "told": told,
        })
    }
}

//! What each line of a story does in the world, and what is seen of it.

use std::collections::VecDeque;
use std::format;
use std::string::String;

use camera_fsm::input::Input;
use camera_fsm::levels::{Eyes, LedFrame};
use camera_fsm::power::BootCause;
use camera_fsm::scenario::{self, Line, Power, Sensor, Sight};
use camera_fsm::time::{Instant, earliest};
use camera_proto::vocab::Color;

use super::World;
use super::air::Air;

/// The LED without power.
const DARK: LedFrame = LedFrame {
    color: Color::OFF,
    brightness: 0,
};

impl scenario::World for World {
    type Error = String;

    fn act(&mut self, line: &Line<'_>) -> Result<(), String> {
        self.lines += 1;
        match line {
            Line::Power(Power::On) if self.camera.is_none() => self.boot(BootCause::PowerOn),
            Line::Power(Power::Crash) if self.camera.is_some() => self.boot(BootCause::Crash),
            Line::Power(Power::On | Power::Crash) => {}
            Line::Power(Power::Off) => self.unplug(),
            Line::Power(Power::CutAtFlashOp { op, moment }) => self.cut = Some((*op, *moment)),
            Line::Button(level) => {
                self.pin = *level;
                self.feed(Input::Button(self.level()));
            }
            Line::Router(json) => {
                self.air = Air::from_json(json)?;
                self.listen();
            }
            Line::Profile(profile) if *profile != self.profile => {
                return Err(format!("this camera is a {}", self.profile.name));
            }
            Line::Servo { axis, stalled } => {
                self.stalled[*axis as usize] = *stalled;
                let (axis, stalled) = (*axis, *stalled);
                self.feed(Input::ServoStalled { axis, stalled });
            }
            Line::Part { part, works } => {
                self.failed = self.failed.with(*part, !works);
                let (part, works) = (*part, *works);
                if self.found_out.is_none() {
                    self.feed(Input::Part { part, works });
                }
                self.feed(Input::Button(self.level()));
            }
            Line::Radio { works } => {
                self.radio.is_broken = !works;
                self.listen();
            }
            Line::Flash(becomes) => self.flash_becomes(*becomes),
            Line::Console(typed) => self.type_in(*typed),
            Line::Controller { number, verb } => {
                self.talking = usize::from(*number) - 1;
                let reachable = self.is_reachable();
                let phone = &mut self.phones[self.talking];
                if phone.act(verb, reachable, &self.flash) {
                    let client = phone.client;
                    self.feed(Input::Disconnected(client));
                }
            }
            Line::Sensor(sensor) => {
                self.phones
                    .iter_mut()
                    .for_each(|phone| phone.noticed = None);
                match *sensor {
                    Sensor::Motion(cells) => {
                        let hit = self.camera.as_ref().map(|camera| camera.hit(&cells));
                        self.feed(Input::Moved(hit.unwrap_or_default()));
                    }
                    Sensor::Light { percent } => {
                        self.light_percent = percent;
                        self.feed(Input::Light { percent });
                    }
                    Sensor::Microphone { is_deaf } => self.is_deaf = is_deaf,
                }
            }
            Line::Profile(_) | Line::Trace(_) | Line::Advance { .. } | Line::Expect(_) => {}
        }
        self.settle();
        Ok(())
    }

    fn now(&self) -> Instant {
        self.now
    }

    fn advance(&mut self, ms: u32) {
        let limit = self.now.after(ms);
        while self.now < limit {
            self.advance_to_change(limit);
        }
    }

    fn advance_to_change(&mut self, limit: Instant) {
        let events = self.events.iter().filter(|(_, event)| !self.waits(event));
        let next = events.map(|(at, _)| *at).min();
        let found_out = self.found_out.as_ref().and_then(VecDeque::front);
        let next = earliest(next, found_out.map(|(at, ..)| *at));
        let next = earliest(next, self.wake_at);
        self.now = next.map_or(limit, |next| next.min(limit));
        self.settle();
    }

    fn see(&mut self) -> Sight<'_> {
        let phone = &self.phones[self.talking];
        let camera = self.camera.as_ref();
        Sight {
            status: camera.map(|camera| camera.status(self.now)),
            light: camera.map_or(DARK, |camera| camera.levels(self.now).led),
            radio: self.radio.mode(),
            reply: phone.outcome,
            receipt: phone.receipt,
            losses: &phone.losses,
            networks: &phone.networks,
            listed: &phone.listed,
            noticed: phone.noticed,
            eyes: camera.map_or(Eyes::default(), |camera| camera.levels(self.now).eyes),
            findings: &phone.findings,
            support: phone.support,
            user_flash: self.flash.user(),
            secrets: self.flash.has_secrets(),
        }
    }
}

//! The loop's side of the page: what it is told, and what it may say.

mod cuts;
mod facts;
mod nearby;
mod past;
mod settings;
mod telling;

use core::time::Duration;

use camera_fsm::scenario::{ErrorKind, Line, Outcome};
use serde::Deserialize;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::control;
use crate::phone::Phone;
use crate::web::{Answers, Page, Wish};
use crate::world::House;
use cuts::{Cut, Cutter, Job};
use past::{Deed, Past};

/// What is remembered for pages that come later.
pub struct Pages {
    page: Page,
    label: Value,
    speed: f64,
    /// The controller of the page: it comes to the wire's port like any other.
    phone: Phone,
    /// Whether it was asked something, and no deed says yet what it has heard.
    was_asked: bool,
    cutter: Cutter,
    past: Past,
    /// How all was when the program began; null before.
    beginning: Value,
    /// The last value of every key of a change.
    view: serde_json::Map<String, Value>,
    told_phone: Value,
    /// How many times something new was told of it: an answer may overtake what was told before it.
    phones_told: u64,
    told_router: Value,
    flash: Value,
}

/// How soon the socket of the page's controller is looked at again while it
/// waits for an answer.
const LOOK_AGAIN: Duration = Duration::from_millis(10);

/// The same while it only listens for what the camera tells unasked.
const LISTEN_AGAIN: Duration = Duration::from_millis(50);

/// What a page says.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    id: u64,
    /// A line of a story, to happen now.
    line: Option<String>,
    /// Where to cut the story.
    cut: Option<Cut>,
    /// The story of a cut; none: the guide's. Without a line and without a cut:
    /// how many cuts it has.
    story: Option<String>,
    /// A file of settings, to be told what it changes.
    settings: Option<String>,
    /// Whether to look for cameras nearby.
    find: Option<bool>,
    /// What a QR code says, to be read.
    qr: Option<String>,
    /// A code that the phone has given, to be shown to a person.
    reveal: Option<Reveal>,
    #[expect(dead_code, reason = "the socket has kept it")]
    if_gone: Option<String>,
}

/// A code that the phone has made up and given to the camera.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Reveal {
    Invitation,
    ChangedCode,
}

impl Pages {
    /// The pages of that camera.
    #[must_use]
    pub fn new(page: Page, label: Value, speed: f64, phone: Phone) -> Self {
        Self {
            page,
            label,
            speed,
            phone,
            was_asked: false,
            cutter: Cutter::start(),
            past: Past::new(),
            beginning: Value::Null,
            view: serde_json::Map::new(),
            told_phone: Value::Null,
            phones_told: 0,
            told_router: Value::Null,
            flash: Value::Null,
        }
    }

    /// Tells that somebody else has let a line happen, and when it began.
    pub fn did(&mut self, house: &House, line: &str, t_ms: u64, answer: &control::Answer) {
        let reply = self.reply();
        let portable = portable(house, line);
        self.write_down((line, portable), (t_ms, reply), answer);
    }

    /// What the controller has heard, if it was asked: who plays the story
    /// again must not be faster.
    fn reply(&self) -> Option<String> {
        let outcome = self.phone.outcome;
        let is_heard = self.was_asked && outcome != Outcome::Pending;
        is_heard.then(|| outcome.to_string())
    }

    /// `portable`: how it is written down, without a secret that was typed.
    fn write_down(
        &mut self,
        (line, portable): (&str, Option<String>),
        (t_ms, reply): (u64, Option<String>),
        answer: &control::Answer,
    ) {
        // Time is written down between the deeds, and what was only looked at
        // is none.
        let is_deed = !matches!(
            Line::parse(line),
            Err(_) | Ok(Line::Advance { .. } | Line::Expect(_))
        );
        if !answer.ok || !is_deed {
            return;
        }
        self.was_asked &= reply.is_none();
        let deed = Deed {
            t_ms,
            ms: answer.t_ms.saturating_sub(t_ms),
            line: portable.unwrap_or_else(|| line.to_owned()),
            reply,
        };
        self.page.tell(&json!({ "done": deed }));
        self.past.deed(deed);
    }

    /// Grants a page's wish.
    pub fn grant(&mut self, house: &mut House, wish: Wish) {
        match wish {
            Wish::Hello { beginning } => {
                // What is told from here on comes after this, none of it twice.
                let (hello, told) = (self.hello(house).to_string(), self.page.listen());
                // A page that has gone in the meantime hears nothing.
                let _ = beginning.send((hello, told));
            }
            Wish::Said { text, answers } => self.said(house, &text, answers),
        }
    }

    /// How long the loop may wait for other things: the controller's socket is
    /// looked at, not listened to.
    #[must_use]
    pub fn wait(&self) -> Option<Duration> {
        match (self.phone.is_waiting(), self.phone.is_watching()) {
            (true, _) => Some(LOOK_AGAIN),
            (false, true) => Some(LISTEN_AGAIN),
            (false, false) => None,
        }
    }

    fn said(&mut self, house: &mut House, text: &str, answers: Answers) {
        let answer = match serde_json::from_str(text) {
            Err(error) => wrong(None, "Syntax", &format!("{error}")),
            Ok(Said {
                id,
                line: Some(line),
                ..
            }) => {
                let mut answer = json!(self.line(house, line.trim()));
                answer["id"] = json!(id);
                // Said even when the reply is here already: it is another one.
                self.tell_phone(house);
                answer["phone"] = self.told_phone.clone();
                json!({ "answer": answer })
            }
            Ok(Said {
                id,
                settings: Some(content),
                ..
            }) => match settings::changes(&content, &self.phone.settings) {
                Ok(told) => json!({ "answer": { "id": id, "ok": true, "settings": told } }),
                Err(why) => wrong(Some(id), "BadFile", &why),
            },
            Ok(Said {
                id,
                reveal: Some(which),
                ..
            }) => match self.reveal(which) {
                Some(code) => json!({ "answer": { "id": id, "ok": true, "code": *code } }),
                None => wrong(Some(id), "World", "there is no such code"),
            },
            Ok(Said {
                id,
                find: Some(true),
                ..
            }) => {
                let cameras = nearby::cameras(house);
                json!({ "answer": { "id": id, "ok": true, "cameras": cameras } })
            }
            Ok(Said {
                id, qr: Some(text), ..
            }) => match nearby::qr(&text) {
                Ok(told) => json!({ "answer": { "id": id, "ok": true, "qr": told } }),
                Err(why) => wrong(Some(id), "BadQr", &why),
            },
            Ok(Said { id, cut, story, .. }) => {
                return self.cutter.order(Job {
                    profile: house.camera.profile(),
                    id,
                    story,
                    cut,
                    answers,
                });
            }
        };
        let _ = answers.send(answer.to_string());
    }

    /// Only to who asks, and kept nowhere.
    fn reveal(&self, which: Reveal) -> Option<Zeroizing<String>> {
        let gave = &self.phone.gave;
        let code = match which {
            Reveal::Invitation => gave.invitation.as_ref(),
            Reveal::ChangedCode => gave.code.as_ref(),
        };
        let text = |grouped: &[u8]| String::from_utf8_lossy(grouped).into_owned();
        code.map(|code| Zeroizing::new(text(&*code.grouped())))
    }

    /// A line of a story; what is the controller's is done by the page's own.
    fn line(&mut self, house: &mut House, line: &str) -> control::Answer {
        let t_ms = house.camera.now().as_millis();
        let reply = self.reply();
        let parsed = Line::parse(line);
        let asks = matches!(parsed, Ok(Line::Controller { number: 1, .. }));
        let answer = match parsed {
            // Others than the first are the house's, as in every story.
            Ok(Line::Controller { number: 1, verb }) => {
                let begun = house.lend(&mut self.phone, &verb);
                let begun = begun.map_err(|error| ErrorKind::World(error.into()));
                control::answer_to(house, begun)
            }
            // What is seen of the controller is seen of this one.
            Ok(Line::Expect(_)) => {
                house.swap_phone(&mut self.phone);
                let answer = control::line(house, line);
                house.swap_phone(&mut self.phone);
                answer
            }
            _ => control::line(house, line),
        };
        self.write_down((line, portable(house, line)), (t_ms, reply), &answer);
        self.was_asked |= asks && answer.ok;
        answer
    }
}

/// The line without a code that was typed, if it is written down otherwise.
fn portable(house: &House, line: &str) -> Option<String> {
    let Ok(Line::Controller { number, verb }) = Line::parse(line) else {
        return None;
    };
    let verb = house.codes().portable(&verb)?;
    Some(match number {
        1 => format!("controller {verb}"),
        _ => format!("controller {number} {verb}"),
    })
}

fn wrong(id: Option<u64>, code: &str, message: &str) -> Value {
    let error = json!({ "code": code, "message": message });
    json!({ "answer": { "id": id, "ok": false, "error": error } })
}

//! What the camera says: the handshake's messages, answers and notices.

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::asked::Heard;
use super::{Controller, ControllerError, Event, Stage, Step, Told, Watch};
use crate::message::{Enroll, Notice, Reply, Request, kind};

impl Controller {
    pub(super) fn hear(
        &mut self,
        now_ms: u64,
        event: Event,
        rng: &mut impl CryptoRng,
        out: &mut [u8],
        step: &mut Step,
    ) -> Result<(), ControllerError> {
        match event {
            Event::Hello(hello) => {
                step.heard = Some(kind::REPLY_HELLO);
                let is_back = self.key.is_some();
                self.hello = Some(hello.clone());
                self.stage = Stage::Greeted;
                if is_back {
                    return self.resume(now_ms, rng, out, step);
                }
                step.told = Some(Told::Hello(hello));
            }
            Event::Send(len) => {
                step.heard = Some(kind::REPLY_PAIR_SHARE);
                step.send = Some((len, kind::PAIR_CONFIRM));
            }
            Event::Open if self.key.is_none() => {
                step.heard = Some(kind::REPLY_DONE);
                let name = self.name.clone();
                let (id, len) = self.link.request(&Request::Enroll(Enroll { name }), out)?;
                step.send = Some((len, kind::ENROLL));
                let until_ms = self.answer_due_ms(now_ms);
                self.stage = Stage::Enrolling { id, until_ms };
            }
            Event::Open => {
                step.heard = Some(kind::REPLY_SESSION_OPEN);
                self.stage = Stage::Open;
                self.lost = None;
                if !self.has_opened {
                    self.has_opened = true;
                    step.told = Some(Told::Open);
                } else if self.watch != Watch::No {
                    self.watch = Watch::Due;
                }
            }
            Event::Unknown { kind } => step.heard = Some(kind),
            Event::Notice { sequence, notice } => {
                step.heard = Some(notice.kind());
                self.notice(sequence, notice, step);
            }
            Event::Reply { id, reply } => {
                step.heard = Some(reply.kind());
                return self.answered(now_ms, id, reply, step);
            }
        }
        Ok(())
    }

    fn answered(
        &mut self,
        now_ms: u64,
        id: u16,
        reply: Reply,
        step: &mut Step,
    ) -> Result<(), ControllerError> {
        match (self.stage, reply) {
            (Stage::Enrolling { id: ours, .. }, reply) if ours == id => match reply {
                Reply::Enrolled(enrolled) => {
                    self.key = Some((enrolled.key_id, Zeroizing::new(enrolled.key)));
                    self.stage = Stage::Open;
                    self.has_opened = true;
                    step.told = Some(Told::Enrolled(enrolled));
                }
                Reply::Refused(refused) => return Err(ControllerError::Refused(refused)),
                _ => return Err(ControllerError::Protocol),
            },
            (Stage::Open, reply) if matches!(self.watch, Watch::Asked { id: ours, .. } if ours == id) => {
                match reply {
                    Reply::Status(status) => {
                        self.watch = Watch::On { sequence: 0 };
                        step.told = Some(Told::Snapshot(status));
                    }
                    reply => {
                        self.watch = Watch::No;
                        step.told = Some(Told::Reply(reply));
                    }
                }
            }
            (Stage::Open, reply) => {
                let until_ms = self.answer_due_ms(now_ms);
                let Some(asked) = self.asked.as_mut().filter(|asked| asked.is(id)) else {
                    return Ok(()); // late, of an older question
                };
                match asked.answered(now_ms, until_ms, reply) {
                    Heard::Again => {}
                    Heard::Undecided => {
                        self.asked = None;
                        step.told = Some(Told::Unanswered);
                    }
                    Heard::Reply(reply) => {
                        if reply.is_terminal() {
                            self.asked = None;
                        }
                        step.told = Some(Told::Reply(reply));
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn notice(&mut self, sequence: u16, notice: Notice, step: &mut Step) {
        match self.watch {
            Watch::On { sequence: last } if last.wrapping_add(1) == sequence => {
                self.watch = Watch::On { sequence };
                step.told = Some(Told::Notice(notice));
            }
            // Some were lost: what is true now is what matters.
            Watch::On { .. } => self.watch = Watch::Due,
            Watch::No | Watch::Due | Watch::Asked { .. } => {}
        }
    }
}

//! What the controller learns of what the camera says.

use camera_fsm::scenario::{Outcome, Verb, Whom};
use camera_fsm::time::Instant;
use camera_proto::controller::{ControllerError, Input, Told};
use camera_proto::message::{Notice, Page, Reply, Request};
use camera_proto::vocab::{Flags, Refusal, Status};
use zeroize::Zeroizing;

use super::{NAME, Noticed, Phone, Plan};
use crate::sim::wire::SimWire;

/// What to remember once a verb is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    Watching,
    Invitation {
        is_open: bool,
    },
    Code,
    OwnKey,
    /// Who holds the head, asked by itself: the verb's own answer is the refusal.
    Holder,
    Other,
}

impl About {
    pub(super) const fn of(verb: &Verb<'_>) -> Self {
        match verb {
            Verb::Watch => Self::Watching,
            Verb::Invite { valid_s, .. } => Self::Invitation {
                is_open: *valid_s != 0,
            },
            Verb::ChangeCode => Self::Code,
            Verb::Revoke(Whom::Me) => Self::OwnKey,
            _ => Self::Other,
        }
    }
}

impl Phone {
    pub(super) fn told(&mut self, now: Instant, told: Told, wire: &mut SimWire) {
        match told {
            Told::Hello(_) => match (core::mem::replace(&mut self.plan, Plan::Resume), &self.key) {
                (Plan::Pair(code), _) => {
                    let name = NAME.bytes().collect();
                    self.step(now, Input::Pair(&code, &name), wire);
                }
                (Plan::Resume, Some((key_id, key))) => {
                    let (key_id, key) = (*key_id, key.clone());
                    self.step(now, Input::Resume(key_id, &key), wire);
                }
                (Plan::Resume, None) => self.outcome = Outcome::Offline,
            },
            Told::Enrolled(enrolled) => {
                self.secrets.push(Zeroizing::new(enrolled.key.to_vec()));
                self.key = Some((enrolled.key_id, Zeroizing::new(enrolled.key)));
                self.is_known = true;
                self.outcome = Outcome::Done;
            }
            Told::Open => self.outcome = Outcome::Done,
            Told::Reply(reply) if self.about == About::Holder => self.told_of_holder(reply),
            Told::Reply(reply) => {
                self.answered(reply);
                self.ask_holder(now, wire);
            }
            Told::Ended(error) if self.outcome == Outcome::Pending => {
                self.outcome = ending(&error);
                self.is_known &= self.outcome != Outcome::Refused(Refusal::UNKNOWN_CONTROLLER);
            }
            Told::NotNow | Told::Unanswered => self.outcome = Outcome::Offline,
            Told::Notice(Notice::Motion(motion)) => {
                self.noticed = Some(Noticed { motion, at: now })
            }
            // The answer to `watch`; those after it are news.
            Told::Snapshot(status) => {
                self.see(&status);
                self.watches = true;
                // Somebody may wait for something else meanwhile.
                if self.about == About::Watching {
                    self.about = About::Other;
                    self.outcome = Outcome::Done;
                }
            }
            Told::Notice(notice @ (Notice::Controller(_) | Notice::Setting(_))) => {
                self.news = Some((notice, now));
            }
            Told::Notice(Notice::Status(status)) => self.see(&status),
            Told::Ended(_) => {}
        }
    }

    fn answered(&mut self, reply: Reply) {
        match reply {
            Reply::Network(network) => return self.networks.push(network),
            Reply::Controller(controller) => {
                self.listed.push(controller.name.iter().copied().collect());
                return self.controllers.push(controller);
            }
            Reply::Setting(setting) => {
                let title = setting.id().map(|id| format!("{id:?}"));
                self.listed
                    .extend(title.map(|title| title.bytes().collect()));
                return self.settings.push(setting);
            }
            Reply::Finding(finding) => return self.findings.push(finding),
            Reply::Loss(loss) => return self.listed.push(loss.name),
            Reply::Refused(refused) => {
                self.outcome = Outcome::Refused(refused.why);
                self.refused = Some(refused);
                return;
            }
            Reply::LossList(list) => {
                self.token = Some(list.token);
                self.losses = list.items.to_vec();
            }
            Reply::Receipt(receipt) => self.receipt = receipt,
            Reply::Status(status) => {
                self.see(&status);
                self.status = Some(status);
            }
            Reply::Support(support) => self.support = Some(support),
            Reply::Info(info) => self.info = Some(info),
            Reply::Abilities(abilities) => self.abilities = Some(abilities),
            Reply::Position(position) => self.position = Some(position),
            Reply::Time(time) => self.time = Some(time),
            _ => {}
        }
        self.done();
    }

    /// An invitation that is used, or over, has no code to show.
    fn see(&mut self, status: &Status) {
        if !status.flags.has(Flags::INVITING) {
            self.gave.invitation = None;
        }
    }

    fn done(&mut self) {
        self.outcome = Outcome::Done;
        match self.about {
            About::Invitation { is_open } => {
                self.gave.invitation = self.gave.offered.take().filter(|_| is_open);
            }
            About::Code => self.gave.code = self.gave.offered.take(),
            About::OwnKey => self.is_known = false,
            About::Watching | About::Holder | About::Other => {}
        }
    }

    /// The name of who holds the head is asked for at once: whatever list it has may be
    /// an old one.
    fn ask_holder(&mut self, now: Instant, wire: &mut SimWire) {
        if let Some(from) = self.refused.and_then(|refused| refused.holder()) {
            self.about = About::Holder;
            self.outcome = Outcome::Pending;
            self.step(now, Input::Ask(&Request::Controllers(Page { from })), wire);
        }
    }

    /// The list begins with it.
    fn told_of_holder(&mut self, reply: Reply) {
        match reply {
            Reply::Controller(controller) if self.holder.is_none() => {
                self.holder = Some(controller.name.iter().copied().collect());
            }
            reply if reply.is_terminal() => {
                self.about = About::Other;
                self.outcome = Outcome::Refused(Refusal::HELD_BY_OTHER);
            }
            _ => {}
        }
    }
}

/// A refusal of the handshake is one of the camera's codes; what the controller
/// found out itself has the closest one.
fn ending(error: &ControllerError) -> Outcome {
    Outcome::Refused(match error {
        ControllerError::Unreachable => return Outcome::Offline,
        ControllerError::Refused(refused) => refused.why,
        ControllerError::WrongCode => Refusal::WRONG_CODE,
        ControllerError::WrongKey => Refusal::UNKNOWN_CONTROLLER,
        ControllerError::Version => Refusal::UNSUPPORTED,
        ControllerError::UnsafeParameters
        | ControllerError::Protocol
        | ControllerError::NotNow
        | ControllerError::TooLong
        | ControllerError::Exhausted => Refusal::NOT_ALLOWED,
    })
}

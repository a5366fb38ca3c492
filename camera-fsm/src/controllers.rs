//! The list of controllers (R49): who is on it, who comes in by an
//! invitation, and the code that strangers pair by. One change at a time.

use camera_proto::vocab::{MAX_CONTROLLERS, PairingSecret, Refusal, Role};

use crate::action::{Answer, Asker, Context, OpId, StoreJob, forget};
use crate::input::{ClientId, OpResult, Stored, Target};
use crate::time::{Instant, is_due};

/// How many controllers there are, and what is changing about them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Controllers {
    count: u8,
    owners: u8,
    change: Option<(OpId, Option<Asker>, Change)>,
    invitation: Option<Invitation>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Change {
    Enroll(Role),
    Revoke(Role),
    Rename,
    Role { from: Role, to: Role },
    Code,
}

/// Lets one stranger in. It lives in RAM only: a restart ends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Invitation {
    role: Role,
    until: Instant,
    /// Who has proven its code, and may enrol.
    taken_by: Option<ClientId>,
}

impl Controllers {
    /// Before boot.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            count: 0,
            owners: 0,
            change: None,
            invitation: None,
        }
    }

    /// Power is on.
    pub(crate) fn boot(&mut self, stored: &Stored) {
        self.count = stored.controllers;
        self.owners = stored.owners;
    }

    /// How many hold a key.
    #[must_use]
    pub fn count(&self) -> u8 {
        self.count
    }

    /// Whether an invitation is open.
    #[must_use]
    pub fn is_inviting(&self) -> bool {
        self.invitation.is_some()
    }

    /// An owner invites somebody; 0 seconds take the invitation back.
    pub(crate) fn invite(
        &mut self,
        asker: Asker,
        (role, valid_s): (Role, u16),
        cx: &mut Context<'_>,
    ) {
        let refused = match role {
            Role::USER | Role::OWNER if self.is_full() => Refusal::FULL,
            Role::USER | Role::OWNER => {
                self.invitation = (valid_s > 0).then(|| Invitation {
                    role,
                    until: cx.now.after(u32::from(valid_s) * 1_000),
                    taken_by: None,
                });
                return cx.reply(asker, Answer::Done);
            }
            _ => Refusal::INVALID_CHOICE,
        };
        cx.refuse(asker, refused);
    }

    /// That client has proven the invitation's code.
    pub(crate) fn accept_invitation(&mut self, client: ClientId) {
        if let Some(invitation) = &mut self.invitation {
            invitation.taken_by = Some(client);
        }
    }

    /// Nobody is invited any more.
    pub(crate) fn close_invitation(&mut self) {
        self.invitation = None;
    }

    /// Makes a client a controller. The first one comes by the code and owns
    /// the camera; then strangers need an invitation.
    pub(crate) fn enroll(&mut self, asker: Asker, by: PairingSecret, cx: &mut Context<'_>) {
        let invited = self
            .invitation
            .filter(|invitation| invitation.taken_by == Some(asker.client()));
        let role = match (by, invited) {
            _ if self.is_full() => Err(Refusal::FULL),
            (PairingSecret::INVITATION, Some(invitation)) => Ok(invitation.role),
            (PairingSecret::INVITATION, None) => Err(Refusal::NO_INVITATION),
            _ if self.count > 0 => Err(Refusal::OWNED),
            _ => Ok(Role::OWNER),
        };
        let job = role.map(|role| {
            let client = asker.client();
            (
                StoreJob::SaveController { client, role },
                Change::Enroll(role),
            )
        });
        self.begin(asker, job, cx);
    }

    /// Forgets a controller.
    pub(crate) fn revoke(&mut self, asker: Asker, target: Target, cx: &mut Context<'_>) {
        let last_owner = target.role == Role::OWNER && self.owners <= 1 && self.count > 1;
        let job = match target.place {
            None => Err(Refusal::NO_SUCH_CONTROLLER),
            Some(_) if last_owner => Err(Refusal::LAST_OWNER),
            Some(place) => Ok((
                StoreJob::RemoveController { place },
                Change::Revoke(target.role),
            )),
        };
        self.begin(asker, job, cx);
    }

    /// Calls a controller by the name in the asker's slot.
    pub(crate) fn rename(&mut self, asker: Asker, target: Target, cx: &mut Context<'_>) {
        let client = asker.client();
        let job = target
            .place
            .map(|place| (StoreJob::RenameController { client, place }, Change::Rename))
            .ok_or(Refusal::NO_SUCH_CONTROLLER);
        self.begin(asker, job, cx);
    }

    /// Lets a controller do more, or less.
    pub(crate) fn set_role(
        &mut self,
        asker: Asker,
        target: Target,
        to: Role,
        cx: &mut Context<'_>,
    ) {
        let from = target.role;
        let last_owner = from == Role::OWNER && to != Role::OWNER && self.owners <= 1;
        let job = match (target.place, to) {
            (None, _) => Err(Refusal::NO_SUCH_CONTROLLER),
            (Some(_), _) if last_owner => Err(Refusal::LAST_OWNER),
            (Some(place), Role::USER | Role::OWNER) => Ok((
                StoreJob::SetRole { place, role: to },
                Change::Role { from, to },
            )),
            (Some(_), _) => Err(Refusal::INVALID_CHOICE),
        };
        self.begin(asker, job, cx);
    }

    /// Strangers pair by the code whose record lies in the asker's slot.
    pub(crate) fn change_code(&mut self, asker: Asker, cx: &mut Context<'_>) {
        let client = asker.client();
        self.begin(asker, Ok((StoreJob::SaveCode { client }, Change::Code)), cx);
    }

    /// An operation ended; `true` when it was one of these.
    pub(crate) fn done(&mut self, op: OpId, result: OpResult, cx: &mut Context<'_>) -> bool {
        let Some((_, asker, change)) = self.change.take_if(|(mine, ..)| *mine == op) else {
            return false;
        };
        if result.is_failure() {
            cx.refuse(asker, Refusal::STORE_FAILURE);
            return true;
        }
        let mut answer = Answer::Done;
        match change {
            Change::Enroll(role) => {
                self.count = self.count.saturating_add(1);
                self.count_owner(role, 1);
                self.invitation = None;
                answer = Answer::Enrolled(role);
            }
            Change::Revoke(role) => {
                self.count = self.count.saturating_sub(1);
                self.count_owner(role, -1);
                self.invitation = None;
            }
            Change::Role { from, to } => {
                self.count_owner(from, -1);
                self.count_owner(to, 1);
                self.invitation = None;
            }
            Change::Rename | Change::Code => {}
        }
        cx.reply(asker, answer);
        true
    }

    /// That client is gone: the invitation it had proven is free again. What
    /// it has changed goes on.
    pub(crate) fn disconnected(&mut self, client: ClientId) {
        if let Some((_, asker, _)) = &mut self.change {
            forget(asker, client);
        }
        if let Some(invitation) = &mut self.invitation {
            invitation.taken_by = invitation.taken_by.filter(|taken| *taken != client);
        }
    }

    /// When the invitation ends.
    #[must_use]
    pub fn due(&self) -> Option<Instant> {
        self.invitation.map(|invitation| invitation.until)
    }

    pub(crate) fn expire(&mut self, now: Instant) {
        if is_due(self.due(), now) {
            self.invitation = None;
        }
    }

    fn begin(
        &mut self,
        asker: Asker,
        job: Result<(StoreJob, Change), Refusal>,
        cx: &mut Context<'_>,
    ) {
        match job {
            Ok(_) if self.change.is_some() => {
                cx.refuse(asker, Refusal::BUSY);
            }
            Ok((job, change)) => {
                let op = cx.store(job);
                self.change = Some((op, Some(asker), change));
            }
            Err(why) => cx.refuse(asker, why),
        }
    }

    fn is_full(&self) -> bool {
        usize::from(self.count) >= MAX_CONTROLLERS
    }

    fn count_owner(&mut self, role: Role, by: i8) {
        if role == Role::OWNER {
            self.owners = self.owners.saturating_add_signed(by);
        }
    }
}

impl Default for Controllers {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(feature = "explore")]
impl Controllers {
    pub(crate) fn rebase(&mut self, to: &mut crate::explore::Rebase<'_>) {
        let Self {
            count: _,
            owners: _,
            change,
            invitation,
        } = self;
        if let Some((op, ..)) = change {
            to.op(op);
        }
        if let Some(invitation) = invitation {
            to.shift(&mut invitation.until);
        }
    }
}

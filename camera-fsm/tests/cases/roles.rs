//! Who may ask for what, and when, on a camera that has an owner (R49).

use crate::hand::{Hand, KNOWN, TRIAL, refusals};
use camera_fsm::input::{Ask, OpResult, Stored, Target, Topic};
use camera_fsm::settings::Effect;
use camera_proto::vocab::{
    Cdeg, LossKind, PairingSecret, Refusal, ResetScope, ResetToken, Role, SettingId, Speed,
    Velocity,
};

const TOKEN: ResetToken = ResetToken([1; 8]);
const ME: Target = target(Role::USER, true);
const OTHER: Target = target(Role::USER, false);

const fn target(role: Role, is_self: bool) -> Target {
    Target {
        place: Some(0),
        role,
        is_self,
    }
}

/// Of the window: closed, open.
type Cells = [&'static str; 2];

/// Stranger, who has proven the label's code, user, owner: `y` may, `-` may
/// not; `w`: the window is closed, `i`: nobody is invited, `o`: the camera has
/// an owner, `c`: nothing was listed to confirm.
const TABLE: &[(&str, &[Ask], Cells)] = &[
    (
        "the button window lets known controllers change the Wi-Fi; an owner needs no window",
        &[TRIAL, Ask::Scan],
        ["---y", "--yy"],
    ),
    (
        "only an owner may reset",
        &[
            Ask::ResetRequest {
                scope: ResetScope::Everything,
                token: TOKEN,
            },
            Ask::ResetRequest {
                scope: ResetScope::ForgetNetwork,
                token: TOKEN,
            },
            Ask::Tell(Topic::Losses(LossKind::CONTROLLERS)),
        ],
        ["---y", "---y"],
    ),
    (
        "only an owner may confirm, and only what was listed",
        &[Ask::ResetConfirm { token: TOKEN }],
        ["---c", "---c"],
    ),
    (
        "only an owner may change the code, revoke, rename, invite or make an owner",
        &[
            Ask::ChangeCode,
            Ask::Revoke(OTHER),
            Ask::Rename(OTHER),
            Ask::Invite {
                role: Role::USER,
                valid_s: 60,
            },
            Ask::SetRole {
                target: OTHER,
                role: Role::OWNER,
            },
            // Least of all oneself.
            Ask::SetRole {
                target: ME,
                role: Role::OWNER,
            },
        ],
        ["---y", "---y"],
    ),
    (
        "anybody known may leave, and choose their own name",
        &[Ask::Revoke(ME), Ask::Rename(ME)],
        ["--yy", "--yy"],
    ),
    (
        "anybody known may use the camera",
        &[
            Ask::Tell(Topic::Status),
            Ask::Tell(Topic::Position),
            Ask::Tell(Topic::Controllers),
            Ask::Tell(Topic::Info),
            Ask::Tell(Topic::Abilities),
            Ask::Tell(Topic::Support),
            Ask::Tell(Topic::Time),
            Ask::Tell(Topic::Settings),
            Ask::Restart,
            Ask::Identify { ms: 1_000 },
            Ask::MoveAbsolute {
                pan: Some(Cdeg(10)),
                tilt: None,
                speed: Speed(0),
            },
            Ask::MoveRelative {
                pan: Cdeg(10),
                tilt: Cdeg(10),
                speed: Speed(0),
            },
            Ask::MoveContinuous {
                pan: Velocity(10),
                tilt: Velocity(0),
                lease_ms: 500,
            },
            Ask::Stop,
            Ask::Home,
            Ask::Set(SettingId::NAME, Effect::None),
            Ask::Clear(SettingId::NAME),
            Ask::SetTime { unix_s: 1 },
        ],
        ["--yy", "--yy"],
    ),
    (
        "who has proven the code may read the receipt",
        &[Ask::Tell(Topic::Receipt)],
        ["-yyy", "-yyy"],
    ),
    (
        "whoever is there while the window is open may try the label's code",
        &[Ask::PairAttempt {
            by: PairingSecret::CODE,
        }],
        ["wwww", "yyyy"],
    ),
    (
        "a stranger with the label's code is refused: the owner invites",
        &[Ask::Enroll {
            by: PairingSecret::CODE,
        }],
        ["-www", "-ooo"],
    ),
    (
        "nobody is invited by the button",
        &[Ask::PairAttempt {
            by: PairingSecret::INVITATION,
        }],
        ["iiii", "iiii"],
    ),
    (
        "nobody is let in who was not invited",
        &[Ask::Enroll {
            by: PairingSecret::INVITATION,
        }],
        ["-iii", "-iii"],
    ),
    (
        "nobody has proven what they did not try",
        &[Ask::PairProven],
        ["----", "----"],
    ),
];

const ROLES: [Role; 4] = [Role::STRANGER, Role::PROVEN, Role::USER, Role::OWNER];

/// A camera with an owner, its setup window closed or open.
fn owned(window: usize) -> Hand {
    let mut hand = Hand::online();
    if window == 1 {
        let opening = hand.hold(2_500);
        hand.finish(&opening, OpResult::Done);
        assert!(hand.status().window_s > 0);
    }
    hand
}

fn outcome(hand: &mut Hand, role: Role, ask: Ask) -> char {
    match refusals(&hand.ask(0, role, ask))[..] {
        [] => 'y',
        [Refusal::NOT_ALLOWED] => '-',
        [Refusal::WINDOW_CLOSED] => 'w',
        [Refusal::NO_INVITATION] => 'i',
        [Refusal::OWNED] => 'o',
        [Refusal::NOT_CONFIRMED] => 'c',
        ref others => panic!("{others:?} for {ask:?} by {role:?}"),
    }
}

#[test]
fn r49_who_may_ask_what() {
    for (sentence, asks, cells) in TABLE {
        for ask in *asks {
            let seen = [0, 1].map(|window| {
                let outcome = |role| outcome(&mut owned(window), role, *ask);
                ROLES.map(outcome).iter().collect::<String>()
            });
            assert_eq!(seen, *cells, "{sentence}: {ask:?}");
        }
    }
}

#[test]
fn r49_a_camera_keeps_its_last_owner() {
    let owner = target(Role::OWNER, true);
    let camera = || {
        let stored = Stored {
            controllers: 2,
            ..KNOWN
        };
        Hand::new(&stored).0
    };
    for ask in [
        Ask::Revoke(owner),
        Ask::SetRole {
            target: owner,
            role: Role::USER,
        },
    ] {
        let refused = camera().ask(0, Role::OWNER, ask);
        assert_eq!(refusals(&refused), [Refusal::LAST_OWNER], "{ask:?}");
    }
}

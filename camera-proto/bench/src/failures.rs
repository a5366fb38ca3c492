//! A refusal must not tell by its time why it was one. In each subject here
//! all named steps have to cost the same, to the instruction.

use crate::handshake::{
    Door, Repeatable, app_confirm, app_open, app_start, confirm, respond, share, start,
};
use measure::{Subject, step};

use camera_proto::pairing::{MIN_ITERATIONS, ProverSecret, SetupCode};

pub const SUBJECTS: [Subject<Door>; 3] = [
    Subject {
        name: "pairing, up to the camera's confirmation",
        steps: &[
            step("", right_code),
            step("start, for the right code", start),
            step("share of the right code", share),
            step("", wrong_code),
            step("start, for a wrong code", start),
            step("share of a wrong code", share),
            step("", base_point),
            step("start, for any point", start),
            step("share that is only a point", share),
        ],
    },
    Subject {
        name: "pairing, the app's confirmation refused",
        steps: &[
            step("", after_wrong_code),
            step("confirmation of a wrong code", confirm),
            step("", after_altered_first_byte),
            step("first byte altered", confirm),
            step("", after_altered_last_byte),
            step("last byte altered", confirm),
        ],
    },
    Subject {
        name: "session, the first message refused",
        steps: &[
            step("", wrong_key),
            step("wrong key", respond),
            step("", altered_tag),
            step("tag altered", respond),
            step("", altered_public),
            step("public key altered", respond),
        ],
    },
];

fn right_code(door: &mut Door) {
    forget(door);
    app_start(door);
}

fn wrong_code(door: &mut Door) {
    forget(door);
    let code = SetupCode::random(&mut Repeatable(77));
    if let Ok(wrong) = ProverSecret::from_code(&code, &[5; 16], MIN_ITERATIONS) {
        let right = core::mem::replace(&mut door.secret, wrong);
        app_start(door);
        door.secret = right;
    }
}

/// What is left of the case before would be wiped in the middle of this one.
fn forget(door: &mut Door) {
    door.pairing = None;
    door.confirming = None;
    door.session = None;
}

/// P-256's own base point: valid, and nobody's share.
fn base_point(door: &mut Door) {
    forget(door);
    door.share_p = [
        0x04, 0x6b, 0x17, 0xd1, 0xf2, 0xe1, 0x2c, 0x42, 0x47, 0xf8, 0xbc, 0xe6, 0xe5, 0x63, 0xa4,
        0x40, 0xf2, 0x77, 0x03, 0x7d, 0x81, 0x2d, 0xeb, 0x33, 0xa0, 0xf4, 0xa1, 0x39, 0x45, 0xd8,
        0x98, 0xc2, 0x96, 0x4f, 0xe3, 0x42, 0xe2, 0xfe, 0x1a, 0x7f, 0x9b, 0x8e, 0xe7, 0xeb, 0x4a,
        0x7c, 0x0f, 0x9e, 0x16, 0x2b, 0xce, 0x33, 0x57, 0x6b, 0x31, 0x5e, 0xce, 0xcb, 0xb6, 0x40,
        0x68, 0x37, 0xbf, 0x51, 0xf5,
    ];
}

/// A wrong app cannot make a confirmation, and sends what it likes.
fn after_wrong_code(door: &mut Door) {
    wrong_code(door);
    start(door);
    share(door);
    door.confirm_p = [0x5a; 32];
}

fn after_altered_first_byte(door: &mut Door) {
    answered(door);
    door.confirm_p[0] ^= 1;
}

fn after_altered_last_byte(door: &mut Door) {
    answered(door);
    door.confirm_p[31] ^= 1;
}

/// All right up to the app's confirmation.
fn answered(door: &mut Door) {
    forget(door);
    app_start(door);
    start(door);
    share(door);
    app_confirm(door);
}

fn wrong_key(door: &mut Door) {
    forget(door);
    let right = core::mem::replace(&mut door.psk, [8; 32]);
    app_open(door);
    door.psk = right;
}

fn altered_tag(door: &mut Door) {
    forget(door);
    app_open(door);
    door.first[47] ^= 1;
}

fn altered_public(door: &mut Door) {
    forget(door);
    app_open(door);
    door.first[0] ^= 1;
}

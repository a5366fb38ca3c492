//! What makes a session, and the session itself, with somebody in between.

use camera_proto::message::PairShareReply;
use camera_proto::noise::{Initiator, MESSAGE_LEN, respond};
use camera_proto::pairing::{
    AppPairing, CameraConfirming, CameraPairing, HelloHash, LabelRecord, MAX_ITERATIONS,
    MIN_ITERATIONS, PairingContext, PairingError,
};
use camera_proto::session::{LOST_MAX, Session, SessionError, TAG_LEN};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng as _;

use crate::app::{LABEL, PROVER};
use crate::bytes::Bytes;

const AAD: &[u8] = &[0x7f];

/// Bytes are a record or say why not; a record is written as it was read, in both of its forms.
pub fn label_record(data: &[u8]) {
    let bytes: [u8; LabelRecord::LEN] = Bytes::new(data).array();
    match LabelRecord::from_bytes(&bytes) {
        Ok(record) => {
            assert!((MIN_ITERATIONS..=MAX_ITERATIONS).contains(&record.iterations()));
            assert_eq!(*record.to_bytes(), bytes);
            let sent = LabelRecord::from_message(&record.to_message());
            assert_eq!(sent.map(|sent| *sent.to_bytes()), Ok(bytes));
            // Every record that is taken can be paired by: a share of it is a point.
            let context = PairingContext::new(1, &HelloHash::new(&[], &[]));
            let mut rng = ChaCha8Rng::seed_from_u64(0);
            let share = [4; 65];
            assert!(
                CameraPairing::start(&record, &context, &mut rng)
                    .share(&share)
                    .is_err()
            );
        }
        Err(error) => assert_ne!(error, PairingError::Refused),
    }
}

/// What one side has sealed.
struct Letter {
    number: usize,
    counter: u16,
    sealed: Vec<u8>,
    plain: Vec<u8>,
}

/// Of any delivery exactly what comes forward and unaltered is opened; whatever is refused is left as it came.
pub fn session(data: &[u8]) {
    let mut bytes = Bytes::new(data);
    let mut sides = [
        Session::new(&[1; 32], &[2; 32]),
        Session::new(&[2; 32], &[1; 32]),
    ];
    // Of each side: what it has sealed, how many that is, and which number the other side waits for.
    let mut sent: [Vec<Letter>; 2] = [Vec::new(), Vec::new()];
    let (mut count, mut due) = ([0_usize; 2], [0_usize; 2]);
    let mut jumps = 2;
    while !bytes.is_empty() {
        let what = bytes.byte();
        let from = usize::from(what & 1);
        match what >> 1 & 3 {
            0 => {
                let plain = bytes.piece();
                let (counter, sealed) = seal(&mut sides[from], plain);
                sent[from].push(Letter {
                    number: count[from],
                    counter,
                    sealed,
                    plain: plain.to_vec(),
                });
                count[from] += 1;
            }
            1 => {
                // Far jumps take long, so there are few.
                let lost = match bytes.byte() {
                    far @ 253.. if jumps > 0 => {
                        jumps -= 1;
                        LOST_MAX - 1 + u16::from(far - 253)
                    }
                    near => near.into(),
                };
                (0..lost).for_each(|_| drop(seal(&mut sides[from], &[])));
                count[from] += usize::from(lost);
            }
            _ if sent[from].is_empty() => {}
            _ => {
                let at = usize::from(bytes.byte()) % sent[from].len();
                let Letter {
                    number,
                    counter,
                    sealed,
                    plain,
                } = &sent[from][at];
                let back = what & 0x80 != 0;
                let number_as = counter.wrapping_add(u16::from(bytes.byte()));
                let mut altered = sealed.clone();
                meddle(&mut altered, &mut bytes);
                let same = !back && number_as == *counter && altered == *sealed;
                let ahead = number.checked_sub(due[from]);
                let is_due = ahead.is_some_and(|ahead| ahead <= usize::from(LOST_MAX));
                let to = if back { from } else { 1 - from };
                let came = altered.clone();
                let opened = sides[to].open(number_as, AAD, &mut altered);
                if same && is_due {
                    assert_eq!(opened, Ok(plain.len()));
                    assert_eq!(altered[..plain.len()], **plain);
                    due[from] = number + 1;
                } else {
                    assert_eq!(opened, Err(SessionError::Refused));
                    assert_eq!(altered, came);
                }
            }
        }
    }
}

fn seal(session: &mut Session, plain: &[u8]) -> (u16, Vec<u8>) {
    let mut buffer = [plain, &[0; TAG_LEN]].concat();
    let sealed = session.seal(AAD, &mut buffer, plain.len());
    let sealed = sealed.expect("there is room, and 2^32 is far");
    (sealed.counter, buffer)
}

/// Whether each understands the other.
fn understand(app: &mut Session, camera: &mut Session) -> bool {
    let hears = |from: &mut Session, to: &mut Session| {
        let (counter, mut sealed) = seal(from, b"hello");
        to.open(counter, AAD, &mut sealed) == Ok(5) && sealed.starts_with(b"hello")
    };
    hears(app, camera) && hears(camera, app)
}

/// What somebody in between may do to a message: by default nothing. `false`: it never arrives.
pub(super) fn meddle(message: &mut Vec<u8>, bytes: &mut Bytes<'_>) -> bool {
    match bytes.byte() % 6 {
        1 => {
            let (at, by) = (usize::from(bytes.byte()), bytes.byte());
            let len = message.len().max(1);
            message
                .iter_mut()
                .skip(at % len)
                .take(1)
                .for_each(|byte| *byte ^= by);
        }
        2 => message.truncate(bytes.byte().into()),
        3 => message.extend(bytes.piece()),
        4 => *message = bytes.piece().to_vec(),
        5 => return false,
        _ => {}
    }
    true
}

/// Two messages through somebody in between: each side has a session if and only if all so far came as it was sent
/// and key and prologue are the same, and then both understand each other.
pub fn noise(data: &[u8]) {
    let mut bytes = Bytes::new(data);
    // One app's one handshake: a first message of another one, which a camera would take, is never made.
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let (app_key, app_prologue) = ([10; 32], b"key id and hellos".to_vec());
    let (mut camera_key, mut camera_prologue) = (app_key.to_vec(), app_prologue.clone());
    meddle(&mut camera_key, &mut bytes);
    meddle(&mut camera_prologue, &mut bytes);
    camera_key.resize(32, 0);
    let mut same = camera_key == app_key && camera_prologue == app_prologue;

    let camera_key: [u8; 32] = camera_key.try_into().expect("resized");
    let (app, first) =
        Initiator::start(&app_key, &app_prologue, &mut rng).expect("a first message");
    let (came, is_same) = arrived(first, &mut bytes);
    same &= is_same;
    let camera = respond(&camera_key, &camera_prologue, &mut rng, &came);
    assert_eq!(camera.is_ok(), same);
    let Ok((answer, mut camera)) = camera else {
        return;
    };
    let (came, is_same) = arrived(answer, &mut bytes);
    let app = app.finish(&came);
    assert_eq!(app.is_ok(), is_same);
    if let Ok(mut app) = app {
        assert!(understand(&mut app, &mut camera));
    }
}

fn arrived(sent: [u8; MESSAGE_LEN], bytes: &mut Bytes<'_>) -> ([u8; MESSAGE_LEN], bool) {
    let mut message = sent.to_vec();
    meddle(&mut message, bytes);
    message.resize(MESSAGE_LEN, 0);
    let message = message.try_into().expect("resized");
    (message, message == sent)
}

/// One app and one camera that pair, as far as they have come.
struct Pair {
    rng: ChaCha8Rng,
    /// All that the app has said and heard, and all that the camera has.
    logs: [Vec<Vec<u8>>; 2],
    on_the_way: Option<Vec<u8>>,
    hellos: [Option<HelloHash>; 2],
    pairing: Option<AppPairing>,
    confirming: Option<CameraConfirming>,
    app: Option<Session>,
    camera: Option<Session>,
}

const HELLO: &[u8] = &[1, 1, 0];
const HELLO_REPLY: &[u8] = b"whatever a camera says";

/// Hears a message, and says the next.
type Turn = fn(&mut Pair, &[u8]) -> Option<Vec<u8>>;

/// What happens when the first, the second … message arrives, and what is sent then.
const STEPS: [Turn; 5] = [
    |pair, hello| {
        pair.hellos[1] = Some(HelloHash::new(hello, HELLO_REPLY));
        Some(HELLO_REPLY.to_vec())
    },
    |pair, reply| {
        let hello = HelloHash::new(HELLO, reply);
        let context = PairingContext::new(1, &hello);
        let (pairing, share_p) = AppPairing::start(&PROVER, &context, &mut pair.rng);
        pair.pairing = Some(pairing);
        pair.hellos[0] = Some(hello);
        Some(share_p.to_vec())
    },
    |pair, share_p| {
        let context = PairingContext::new(1, pair.hellos[1].as_ref()?);
        let pairing = CameraPairing::start(&LABEL, &context, &mut pair.rng);
        let (answer, confirming) = pairing.share(share_p.try_into().ok()?).ok()?;
        pair.confirming = Some(confirming);
        Some([answer.share_v.as_slice(), &answer.confirm_v].concat())
    },
    |pair, answer| {
        let answer: PairShareReply = camera_proto::codec::decode(answer).ok()?;
        let pairing = pair.pairing.take()?;
        let (confirm_p, session) = pairing.confirm(&answer.share_v, &answer.confirm_v).ok()?;
        pair.app = Some(session);
        Some(confirm_p.to_vec())
    },
    |pair, confirm_p| {
        let confirming = pair.confirming.take()?;
        pair.camera = confirming.confirm(confirm_p.try_into().ok()?).ok();
        None
    },
];

/// Two pairings by one code at once, and somebody who alters, drops, repeats and swaps their messages. An app has a
/// session if and only if there is a camera that has said and heard the same so far, and a camera if and only if there
/// is an app that has said and heard the same to the end; these two understand each other, and nobody else.
pub fn pairing_mitm(data: &[u8]) {
    let mut bytes = Bytes::new(data);
    let mut travelled: Vec<Vec<u8>> = Vec::new();
    let mut pairs = [1, 2].map(|seed| Pair {
        rng: ChaCha8Rng::seed_from_u64(seed),
        logs: [vec![HELLO.to_vec()], Vec::new()],
        on_the_way: Some(HELLO.to_vec()),
        hellos: [None, None],
        pairing: None,
        confirming: None,
        app: None,
        camera: None,
    });
    for (number, step) in STEPS.iter().enumerate() {
        for pair in &pairs {
            travelled.extend(pair.on_the_way.clone());
        }
        for pair in &mut pairs {
            let Some(mut message) = pair.on_the_way.take() else {
                continue;
            };
            let instead = usize::from(bytes.byte());
            if instead > 0 {
                message.clone_from(&travelled[instead % travelled.len()]);
            }
            if meddle(&mut message, &mut bytes) {
                pair.on_the_way = step(pair, &message);
                let log = &mut pair.logs[(number + 1) % 2];
                log.push(message);
                log.extend(pair.on_the_way.clone());
            }
        }
    }
    for pair in &pairs {
        let [app, camera] = &pair.logs;
        let answered = |other: &Pair| app.len() > 3 && other.logs[1].starts_with(&app[..4]);
        assert_eq!(pair.app.is_some(), pairs.iter().any(answered));
        let confirmed = |other: &Pair| camera.len() == STEPS.len() && other.logs[0] == *camera;
        assert_eq!(pair.camera.is_some(), pairs.iter().any(confirmed));
    }
    for (one, other) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        let same = pairs[one].logs[0] == pairs[other].logs[1];
        let (mut app, mut camera) = (pairs[one].app.take(), pairs[other].camera.take());
        if let (Some(app), Some(camera)) = (&mut app, &mut camera) {
            assert_eq!(understand(app, camera), same);
        }
        (pairs[one].app, pairs[other].camera) = (app, camera);
    }
}

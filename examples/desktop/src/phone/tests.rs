//! How long the controller waits, and all that it may be told to ask.

use std::collections::BTreeSet;
use std::fs;
use std::net::TcpListener;
use std::path::Path;

use camera_fsm::scenario::Line;
use camera_proto::message::{DecodeError, Request, kind};
use rand::SeedableRng as _;

use super::*;

#[test]
fn over_tcp_it_waits_as_long_however_fast_the_cameras_time_goes() {
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = silent.local_addr().expect("its address");
    for (speed, waits_ms) in [(1.0, 10_000), (5.0, 50_000)] {
        let mut rng = StdRng::seed_from_u64(1);
        let mut codes = Codes::new(SetupCode::random(&mut rng));
        let (mut phone, mut wire) = (Phone::over_tcp(rng, port, speed), SimWire::default());
        let mut at = Instant::default();
        phone
            .begin(&Verb::Pair(Code::Label), &mut codes, at, &mut wire)
            .expect("it begins");
        at = at.after(waits_ms - 1);
        phone.hear(at, &mut wire);
        assert_eq!(phone.outcome, Outcome::Pending, "{speed}");
        phone.hear(at.after(1), &mut wire);
        assert_eq!(phone.outcome, Outcome::Offline, "{speed}");
    }
}

/// A line for each request that is no part of opening a link, and where another
/// one does not follow from it.
const LINES: &[&str] = &[
    "status",
    "watch",
    "scan",
    "setup home pw",
    "restart",
    "identify 10",
    "move 1 2",
    "move-by 1 2",
    "move-on left hold 1s",
    "stop",
    "home",
    "preset 0",
    "patrol start",
    "position",
    "reset everything",
    "confirm",
    "receipt",
    "controllers",
    "revoke 0",
    "rename 0 tablet",
    "role 0 owner",
    "invite user 10min",
    "change-code",
    "losses network",
    "info",
    "abilities",
    "support",
    "diagnose",
    "time",
    "time 1",
    "walk-test 90s",
    "audio-test 2",
    "settings",
    "clear privacy",
    "set name a",
    "set time-zone UTC0",
    "set zone 0 a",
    "set alerts always",
    "set recording off",
    "set night-vision auto",
    "set storage none",
    "set privacy on",
    "set status-led 40",
    "set preset 0 a 1 2",
    "set patrol 0 30s",
];

/// What opens a link: `pair` and `connect` ask these.
const OPENING: &[u8] = &[
    kind::HELLO,
    kind::PAIR_SHARE,
    kind::PAIR_CONFIRM,
    kind::SESSION_OPEN,
    kind::ENROLL,
];

#[test]
fn every_request_has_a_line_that_sends_it_and_the_page_says_it() {
    let mut rng = StdRng::seed_from_u64(1);
    let mut codes = Codes::new(SetupCode::random(&mut rng));
    let mut phone = Phone::new(rng);
    let page = scripts(&Path::new(env!("CARGO_MANIFEST_DIR")).join("web"));
    let mut sent: BTreeSet<u8> = OPENING.iter().copied().collect();
    for words in LINES {
        let line = format!("controller {words}");
        let Ok(Line::Controller { verb, .. }) = Line::parse(&line) else {
            panic!("{line}: {:?}", Line::parse(&line));
        };
        let request = phone.request(&verb, &mut codes).expect("a request");
        assert!(sent.insert(request.kind()), "{line}: there is one already");
        let first = |words: &str| words.split(' ').next().unwrap_or_default().to_owned();
        let said = match words.strip_prefix("set ") {
            Some(setting) => format!("`{} ${{", first(setting)),
            None => format!("controller {}", first(words)),
        };
        assert!(page.contains(&said), "the page never says {said}");
    }
    let is_request = |kind: &u8| {
        !matches!(
            Request::decode(*kind, &[]),
            Err(DecodeError::UnknownKind(_))
        )
    };
    let all: BTreeSet<u8> = (0..=u8::MAX).filter(is_request).collect();
    assert_eq!(sent, all, "a line for each request");
}

/// All the page's scripts, one after another.
fn scripts(folder: &Path) -> String {
    let mut all = String::new();
    for entry in fs::read_dir(folder).expect("the page") {
        let path = entry.expect("a file of it").path();
        match path.extension() {
            Some(ending) if ending == "js" => {
                all += &fs::read_to_string(&path).expect("a script");
            }
            _ if path.is_dir() => all += &scripts(&path),
            _ => {}
        }
    }
    all
}

//! The words of a story: every text parses or says what was expected, and what
//! is expected shows as a story spells it.

use camera_fsm::input::PinLevel;
use camera_fsm::scenario::{
    Code, Expectation, Flash, Kept, Line, Outcome, Typed, Verb, When, Whom, parse,
};
use camera_proto::message::Setting;
use camera_proto::vocab::{Bssid, Cdeg, Refusal, Role, SettingId, Speed, Velocity};
use proptest::prelude::*;

const WORDS: &[&str] = &[
    "profile",
    "strict",
    "power",
    "on",
    "off",
    "cut-at-flash-op",
    "half",
    "button",
    "down",
    "up",
    "trace",
    "advance",
    "router",
    "set",
    "{}",
    "servo",
    "stall",
    "part",
    "led",
    "fails",
    "radio",
    "console",
    "diagnose",
    "support",
    "resets",
    "pan",
    "controller",
    "pair",
    "wrong",
    "setup",
    "Home",
    "\"a b\"",
    "\"\\x00\\\"\"",
    "\"\\xg",
    "security",
    "wpa2",
    "seen-on",
    "5",
    "move",
    "-",
    "-12.5",
    "1.234",
    "99999999999",
    "move-on",
    "left",
    "500ms",
    "7s",
    "2",
    "invite",
    "user",
    "role",
    "rename",
    "name",
    "zone",
    "alerts",
    "status-led",
    "night",
    "flash",
    "worn",
    "for-ever",
    "light",
    "flag",
    "inviting",
    "patrolling",
    "yes",
    "listed",
    "10min",
    "9999999min",
    "revoke",
    "me",
    "clear",
    "preset",
    "speed",
    "sensitivity",
    "always",
    "\"Mon-Fri 22:00-06:00\"",
    "recording-times",
    "at",
    "02:ca:3e:2a:00:00",
    "invited",
    "expect",
    "led",
    "blue",
    "blinking",
    "state",
    "online",
    "reply",
    "done",
    "AuthFailure",
    "losses",
    "network",
    "within",
    "throughout",
    "3",
    "1..2",
    "2..1",
    "#",
    "heard",
    "\u{e9}",
    "\r",
];

fn says(text: &str, error: &str) {
    let said = Line::parse(text).map_err(|error| error.to_string());
    assert_eq!(said, Err(error.to_owned()), "of {text:?}");
}

#[test]
fn errors_say_what_was_expected_where() {
    says(
        "",
        "column 1: expected `profile`, `power`, `button`, `advance`, `router`, `servo`, `part`, `radio`, `sensor`, `flash`, `controller`, `console` or `expect`",
    );
    says(
        "profile Strict",
        "column 9: expected the name of a profile: `reference`, `buttonless`, …",
    );
    says(
        "power maybe",
        "column 7: expected `on`, `off`, `crash` or `cut-at-flash-op N`",
    );
    says(
        "power cut-at-flash-op 0",
        "column 23: expected the number of the flash operation, from 1",
    );
    says("power on now", "column 10: expected the end of the line");
    says(
        "advance 7d",
        "column 9: expected a time: `500`, `500ms`, `7s` or `10min`",
    );
    says(
        "button trace 5 down 4 up",
        "column 23: expected a time that is not before the one before it",
    );
    says(
        "controller setup Home",
        "column 22: expected a password of at most 64 bytes; none is `\"\"`",
    );
    says(
        "controller setup \"\" x",
        "column 18: expected the name of a network, 1 to 32 bytes",
    );
    says(
        "controller setup Ü pw hiden",
        "column 23: expected `security S`, `hidden`, `allow-no-internet`, `seen-on BAND` or `at BSSID`",
    );
    says(
        "controller move 1.234 0",
        "column 17: expected an angle in degrees, with at most two decimals",
    );
    says(
        "expect light off 5",
        "column 18: expected the end of the line",
    );
    says(
        "expect light blue 0",
        "column 19: expected `light off`, or a colour and a brightness of at least 1",
    );
    says(
        "expect flag tired yes",
        "column 13: expected a flag: `time-known`, `inviting`, `unbind-owed`, …",
    );
    says(
        "expect led blue bright",
        "column 17: expected the name of a pattern",
    );
    says(
        "expect reply Maybe",
        "column 14: expected `pending`, `done`, `offline` or the name of a refusal",
    );
}

fn by(number: u8, verb: Verb<'_>) -> Line<'_> {
    Line::Controller { number, verb }
}

#[test]
fn controllers_have_numbers_and_rights() {
    let parsed = |text| Line::parse(text).expect("a line");
    let invited = by(2, Verb::Pair(Code::Invited));
    assert_eq!(parsed("controller 2 pair invited"), invited);
    assert_eq!(parsed("controller 1 scan"), by(1, Verb::Scan));
    let (role, whom) = (Role::USER, Whom::Place(1));
    let invitation = |valid_s| by(1, Verb::Invite { role, valid_s });
    assert_eq!(parsed("controller invite user 2min"), invitation(120));
    assert_eq!(parsed("controller invite nobody"), invitation(0));
    let less = by(2, Verb::SetRole { whom, role });
    assert_eq!(parsed("controller 2 role 1 user"), less);
    let named = parsed("controller rename me \"My phone\"");
    let name = b"My phone".iter().copied().collect();
    let whom = Whom::Me;
    assert_eq!(named, by(1, Verb::Rename { whom, name }));
    let worn = Flash::Worn { times: 3 };
    assert_eq!(parsed("flash worn 3"), Line::Flash(worn));
    assert_eq!(parsed("flash good"), Line::Flash(Flash::Good));
    assert_eq!(parsed("flash stuck"), Line::Flash(Flash::Stuck));
    let rots = |what| Line::Flash(Flash::Rots(what));
    assert_eq!(parsed("flash rots factory"), rots(Kept::Factory));
    assert_eq!(
        parsed("flash rots zone 2"),
        rots(Kept::Setting(SettingId(0x32)))
    );
    says(
        "flash rots zone 8",
        "column 17: expected the place of a zone or a preset, 0 to 7",
    );
    assert_eq!(parsed("radio fails"), Line::Radio { works: false });
    let typed = parsed("console diagnose");
    assert_eq!(typed, Line::Console(Typed::Diagnose));
    says(
        "console reset",
        "column 9: expected `diagnose` or `restart`",
    );
    says(
        "expect support name 1",
        "column 16: expected `first-setup`, `resets`, `controllers` or `wrong-codes`",
    );
    says(
        "controller 3 scan",
        "column 12: expected a controller's verb: `pair`, `connect`, `scan`, `setup`, `move`, `reset`, …",
    );
    says(
        "controller invite user 1500ms",
        "column 24: expected whole seconds, at most 65535",
    );
    says(
        "flash worn 0",
        "column 12: expected how many times it does not erase, or `for-ever`",
    );
}

#[test]
fn settings_are_good_ones() {
    let set = [
        "name \"Front door\"",
        "time-zone CET-1CEST,M3.5.0,M10.5.0/3",
        "zone 2 Porch",
        "alerts 22 6",
        "recording motion",
        "night-vision on",
        "storage both",
        "preset 7 Gate 30.5 -10",
        "status-led 10 night",
    ];
    for what in set {
        let text = format!("controller set {what}");
        let Ok(Line::Controller {
            verb: Verb::Set(setting),
            ..
        }) = Line::parse(&text)
        else {
            panic!("{text} sets something");
        };
        assert_eq!(setting.check(), Ok(()), "{text}");
        let word = what.split(' ').next().unwrap_or_default();
        let id = setting.id().map(|id| format!("{id:?}"));
        assert!(
            id.is_ok_and(|id| word == "alerts" || id.starts_with(word)),
            "{text}"
        );
    }
    says(
        "controller set alerts 24 6",
        "column 23: expected an hour, 0 to 23",
    );
}

#[test]
fn settings_say_all_that_a_camera_keeps_of_them() {
    let set = |what: &str| match Line::parse(&format!("controller set {what}")) {
        Ok(Line::Controller {
            verb: Verb::Set(setting),
            ..
        }) => setting,
        other => panic!("{what}: {other:?}"),
    };
    let Setting::Zone(zone) = set("zone 1 gate 0 1 2 3 at 7 sensitivity 70") else {
        panic!("a zone");
    };
    assert_eq!(
        (zone.bottom, zone.preset, zone.sensitivity),
        (3, Some(7), 70)
    );
    let Setting::Zone(zone) = set("zone 1 gate sensitivity 5") else {
        panic!("a zone");
    };
    assert_eq!(
        (zone.right, zone.preset, zone.sensitivity),
        (1_000, None, 5)
    );
    let Setting::NightVision(night) = set("night-vision on brightness 80 sensitivity 5") else {
        panic!("night vision");
    };
    assert_eq!((night.brightness, night.sensitivity), (80, 5));
    for (times, count) in [
        ("always", 0),
        ("22 6", 1),
        ("\"Mon-Fri 22:00-06:00\" \"sat,Sun 00:00-24:00\"", 2),
    ] {
        let Setting::Schedule(schedule) = set(&format!("alerts {times}")) else {
            panic!("a schedule");
        };
        assert_eq!(schedule.entries.len(), count, "{times}");
    }
    let nine = ["\"daily 00:00-01:00\""; 9].join(" ");
    for wrong in [nine.as_str(), "\"daily 0-1\"", "\"daily\"", "\"\""] {
        let line = format!("controller set alerts {wrong}");
        let said = Line::parse(&line).expect_err("no times").expected;
        assert_eq!(
            said, "at most 8 times such as `\"Mon-Fri 22:00-06:00\"`",
            "{line}"
        );
    }
    let clear = |id| by(1, Verb::Clear(id));
    let cleared = |text| Line::parse(text).expect("a line");
    assert_eq!(
        cleared("controller clear privacy"),
        clear(SettingId::PRIVACY)
    );
    let zone = SettingId::zone(2).expect("a zone");
    assert_eq!(cleared("controller clear zone 2"), clear(zone));
    let preset = SettingId::preset(7).expect("a preset");
    assert_eq!(cleared("controller clear preset 7"), clear(preset));
    says(
        "controller clear zone 8",
        "column 23: expected the place of a zone or a preset, 0 to 7",
    );
    says(
        "controller clear zones",
        "column 18: expected the name of a setting",
    );
}

#[test]
fn moves_say_how_fast() {
    let parsed = |text| Line::parse(text).expect("a line");
    let (pan, tilt, speed) = (Cdeg(100), Cdeg(0), Speed(20));
    let by_that = by(1, Verb::MoveBy { pan, tilt, speed });
    assert_eq!(parsed("controller move-by 1 0 speed 20"), by_that);
    let on = |pan, tilt| {
        let lease_ms = 1_000;
        by(
            1,
            Verb::MoveOn {
                pan,
                tilt,
                lease_ms,
            },
        )
    };
    let (pan, tilt) = (Velocity(-100), Velocity(50));
    assert_eq!(parsed("controller move-on left 50 1s"), on(pan, tilt));
    says(
        "controller move-on up hold 1s",
        "column 20: expected `left`, `right`, `hold` or a percentage",
    );
    says(
        "controller move-on 200 hold 1s",
        "column 20: expected `left`, `right`, `hold` or a percentage",
    );
}

#[test]
fn codes_that_were_typed_or_made_up() {
    let pair = |code| Ok(by(1, Verb::Pair(code)));
    let parse = Line::parse;
    assert_eq!(parse("controller pair changed"), pair(Code::Changed));
    let typed = Code::TypedInvitation("1234-5678-9012");
    assert_eq!(parse("controller pair invited 1234-5678-9012"), pair(typed));
    assert_eq!(parse("controller change-code"), Ok(by(1, Verb::ChangeCode)));
}

#[test]
fn an_access_point_has_six_bytes() {
    let Ok(Line::Controller {
        verb: Verb::Setup(setup),
        ..
    }) = Line::parse("controller setup Home pw at 02:ca:3E:2a:00:ff")
    else {
        panic!("a setup");
    };
    assert_eq!(setup.bssid, Some(Bssid([2, 0xca, 0x3e, 0x2a, 0, 0xff])));
    for wrong in [
        "2:ca:3e:2a:00:ff",
        "02:ca:3e:2a:00",
        "02:ca:3e:2a:00:ff:00",
        "+2:ca:3e:2a:00:ff",
    ] {
        let line = format!("controller setup Home pw at {wrong}");
        says(
            &line,
            "column 29: expected the address of an access point: `02:ca:3e:2a:00:00`",
        );
    }
}

#[test]
fn a_trace_is_its_edges() {
    let Ok(Line::Trace(trace)) = Line::parse("button trace 0 down 3 up 5ms down  # bounces") else {
        panic!("a trace");
    };
    let edges: Vec<_> = trace.edges().collect();
    let (down, up) = (PinLevel::Down, PinLevel::Up);
    assert_eq!(edges, [(0, down), (3, up), (5, down)]);
}

#[test]
fn quoted_words_hold_any_byte() {
    let line = Line::parse(r#"controller setup "\xff \"\\é#" "p#ss" hidden"#);
    let Ok(Line::Controller {
        verb: Verb::Setup(setup),
        ..
    }) = line
    else {
        panic!("a setup, not {line:?}");
    };
    assert_eq!(setup.ssid.as_bytes(), b"\xff \"\\\xc3\xa9#");
    assert_eq!(setup.passphrase.as_bytes(), b"p#ss");
    assert!(setup.hidden);
}

#[test]
fn words_mean_what_they_say() {
    assert_eq!(Line::parse("button up"), Ok(Line::Button(PinLevel::Up)));
    let code = Verb::Pair(Code::Typed("1234-5678-9012"));
    assert_eq!(
        Line::parse("controller pair 1234-5678-9012"),
        Ok(by(1, code))
    );
    let (pan, tilt) = (Some(Cdeg(-50)), None);
    let speed = Speed(0);
    let moved = by(1, Verb::Move { pan, tilt, speed });
    assert_eq!(Line::parse("\tcontroller  move -0.5 -"), Ok(moved));
    let Ok(Line::Expect(expect)) = Line::parse("expect reply AuthFailure within 2min") else {
        panic!("an expectation");
    };
    let refused = Outcome::Refused(Refusal::AUTH_FAILURE);
    assert_eq!(expect.what, Expectation::Reply(refused));
    assert_eq!(expect.when, When::Within { ms: 120_000 });
}

#[test]
fn lines_keep_their_numbers() {
    let story = "# a story\r\n\npower on\r\n  nonsense\nadvance 5";
    let lines: Vec<_> = parse(story)
        .map(|(number, line)| (number, line.is_ok()))
        .collect();
    assert_eq!(lines, [(3, true), (4, false), (5, true)]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn every_text_parses_or_errs(bytes: Vec<u8>) {
        let text = String::from_utf8_lossy(&bytes);
        prop_assert!(parse(&text).count() <= text.lines().count());
    }

    #[test]
    fn every_soup_of_words_parses_or_errs(
        first in 0_usize..WORDS.len(),
        words in prop::collection::vec(prop::sample::select(WORDS), 0..8),
    ) {
        let line = format!("{} {}", WORDS[first], words.join(" "));
        match Line::parse(&line) {
            Err(error) => prop_assert!(error.column <= line.chars().count() + 1),
            Ok(Line::Expect(expect)) => {
                let shown = format!("expect {}", expect.what);
                let again = Line::parse(&shown);
                let same = matches!(&again, Ok(Line::Expect(again)) if again.what == expect.what);
                prop_assert!(same, "{shown:?} becomes {again:?}");
            }
            Ok(Line::Trace(trace)) => prop_assert!(trace.edges().count() > 0),
            Ok(_) => {}
        }
    }

    #[test]
    fn every_expectation_shows_as_a_story_spells_it(
        ssid in prop::collection::vec(any::<u8>(), 1..=32),
        from in -36_000_i32..36_000,
        width in 0_i32..500,
    ) {
        let quoted: String = ssid.iter().map(|byte| format!("\\x{byte:02X}")).collect();
        let degrees = |cdeg: i32| format!("{}{}.{:02}", if cdeg < 0 { "-" } else { "" }, cdeg.abs() / 100, cdeg.abs() % 100);
        let (low, high) = (degrees(from), degrees(from + width));
        for line in [format!("expect heard \"{quoted}\""), format!("expect pan {low}..{high}")] {
            let read = Line::parse(&line);
            let Ok(Line::Expect(expect)) = read else {
                return Err(TestCaseError::fail(format!("{line} became {read:?}")));
            };
            let shown = format!("expect {}", expect.what);
            prop_assert_eq!(Line::parse(&shown), Ok(Line::Expect(expect)));
        }
    }
}

//! The examples of SPEC.md, section 19, are made here and looked for there, and
//! there are no others.

use camera_app::coprocessor::{Accepted, Arrived, Bytes, Connected, Ended, Job, Start, Time, kind};
use camera_proto::message::Refused;
use camera_proto::vocab::{Bssid, Network, Refusal, Security, Ssid};
use heapless::Vec as Bounded;
use serde::Serialize;

use crate::cable::frame_of;
use crate::home;

const SPEC: &str = include_str!("../../../../camera-proto/SPEC.md");

fn line(what: &str, kind: u8, id: u16, body: &impl Serialize) -> String {
    let hex: Vec<_> = frame_of(kind, id, body)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("radio's line, {what}: {}", hex.join(" "))
}

fn lines() -> Vec<String> {
    let start = |job, network| Start {
        job,
        ap: Bounded::from_slice(b"SpotCam-A1B2").unwrap(),
        network,
    };
    let heard = Network {
        ssid: Ssid::new(b"home").unwrap(),
        bssid: Bssid([2, 0, 0, 0, 0, 1]),
        rssi_dbm: -52,
        security: Security::WPA2,
        channel: 6,
    };
    let joined = Ended::Joined {
        internet: true,
        rssi_dbm: -52,
    };
    let timeout = Ended::HandshakeTimeout {
        rssi_dbm: -52,
        driver_code: 15,
    };
    let failed = Ended::Failed(Refused::because(Refusal::AUTH_FAILURE));
    let unix_s = 1_795_420_800;
    let bytes = Bytes {
        at: 300,
        bytes: Bounded::from_slice(&[0x03, 0x11, 0x07, 0x03, 0x58, 0x21, 0x00]).unwrap(),
    };
    vec![
        line("Start 7, Scan", kind::START, 7, &start(Job::Scan, None)),
        line("Taken 7", kind::TAKEN, 7, &()),
        line("Heard 7", kind::HEARD, 7, &heard),
        line("Ended 7, Done", kind::ENDED, 7, &Ended::Done),
        line(
            "Start 8, JoinTrial",
            kind::START,
            8,
            &start(Job::JoinTrial, Some(home())),
        ),
        line("Ended 8, Joined", kind::ENDED, 8, &joined),
        line("Ended 8, HandshakeTimeout", kind::ENDED, 8, &timeout),
        line("Ended 8, Failed", kind::ENDED, 8, &failed),
        line("Taken 8", kind::TAKEN, 8, &()),
        line("LinkLost", kind::LINK_LOST, 0, &()),
        line("Taken, of LinkLost", kind::TAKEN, 0, &()),
        line("Time", kind::TIME, 0, &Time { unix_s }),
        line(
            "Connected 5",
            kind::CONNECTED,
            5,
            &Connected { room: 1_460 },
        ),
        line("Accepted 5", kind::ACCEPTED, 5, &Accepted { room: 128 }),
        line("Bytes 5", kind::BYTES, 5, &bytes),
        line("Arrived 5", kind::ARRIVED, 5, &Arrived { upto: 307 }),
        line("Closed 5", kind::CLOSED, 5, &()),
        line("Closed, all of them", kind::CLOSED, 0, &()),
    ]
}

#[test]
fn the_examples_are_the_bytes() {
    let made = lines();
    let written: Vec<_> = SPEC
        .lines()
        .filter(|line| line.starts_with("radio's line, "))
        .collect();
    assert_eq!(written, made, "as they should stand:\n{}", made.join("\n"));
}

/// Jobs and kinds stand in the tables by their numbers.
#[test]
fn the_tables_have_every_job_and_kind() {
    let jobs = [
        "StartAp",
        "StopAp",
        "Scan",
        "JoinTrial",
        "JoinStored",
        "Off",
    ];
    for (number, job) in jobs.iter().enumerate() {
        let row = format!("| {number} | {job} | ");
        assert!(SPEC.lines().any(|line| line.starts_with(&row)), "{row}");
    }
    let kinds = [
        (kind::START, "Start"),
        (kind::TAKEN, "Taken"),
        (kind::HEARD, "Heard"),
        (kind::ENDED, "Ended"),
        (kind::LINK_LOST, "LinkLost"),
        (kind::TIME, "Time"),
        (kind::CONNECTED, "Connected"),
        (kind::ACCEPTED, "Accepted"),
        (kind::BYTES, "Bytes"),
        (kind::ARRIVED, "Arrived"),
        (kind::CLOSED, "Closed"),
    ];
    for (kind, name) in kinds {
        let is_row = |line: &str| {
            line.starts_with(&format!("| `{kind:02x}` |")) && line.contains(&format!("| {name} |"))
        };
        assert!(SPEC.lines().any(is_row), "{kind:02x} {name}");
    }
}

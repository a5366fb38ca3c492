//! The radio on a serial line, with the test as the other chip.

mod cable;
mod guests;
mod spec;

use cable::{ALL_OVER, Radio, heard, heard_of, radio_with, say};
use camera_app::coprocessor::{ANSWER_MS, Ended, Job, Start, TELLS, Time, kind};
use camera_fsm::action::{OpId, RadioJob};
use camera_fsm::input::OpResult;
use camera_fsm::time::Instant;
use camera_hal::radio::{Radio as _, RadioEvent};
use camera_proto::codec;
use camera_proto::message::{Provision, Refused};
use camera_proto::vocab::{Band, Bssid, Network, Passphrase, Refusal, Security, Ssid};

fn at(ms: u64) -> Instant {
    Instant::from_millis(ms)
}

fn home() -> Provision {
    Provision {
        ssid: Ssid::new(b"home").unwrap(),
        passphrase: Passphrase::new(b"correct horse").unwrap(),
        security: None,
        bssid: None,
        hidden: false,
        allow_no_internet: false,
        seen_on: Band::Unknown,
    }
}

/// What the other chip hears: the jobs that it is told, with their ids.
fn told(radio: &mut Radio<'_, 0>) -> Vec<(u16, Start)> {
    let starts = heard_of(radio, kind::START).into_iter();
    starts
        .map(|(id, body)| (id, codec::decode(&body).unwrap()))
        .collect()
}

#[test]
fn r40_a_job_is_told_with_all_that_it_needs() {
    let mut radio = radio_with([]);
    radio.start(
        at(0),
        OpId(7),
        RadioJob::JoinTrial,
        Some(&home()),
        b"SpotPT-A1B2",
    );
    let started = told(&mut radio);
    assert_eq!(started.len(), 1);
    let (id, start) = &started[0];
    assert_eq!((*id, start.job), (7, Job::JoinTrial));
    assert_eq!(start.ap, b"SpotPT-A1B2");
    assert_eq!(start.network, Some(home()));
}

#[test]
fn without_a_radio_a_job_fails_after_three_tells_and_says_so() {
    let mut radio = radio_with([]);
    radio.start(at(0), OpId(1), RadioJob::Scan, None, b"ap");
    let (ended_ms, event) = loop {
        let due = radio.due().expect("it waits for an answer");
        if let Some(event) = radio.poll(due) {
            break (due.as_millis(), event);
        }
    };
    assert_eq!(ended_ms, u64::from(TELLS) * u64::from(ANSWER_MS));
    let why = Refused::because(Refusal::UNSUPPORTED);
    assert_eq!(event, RadioEvent::Done(OpId(1), OpResult::Failed(why)));
    assert_eq!(told(&mut radio).len(), usize::from(TELLS));
    assert_eq!((radio.due(), radio.poll(at(10_000))), (None, None));
}

#[test]
fn r41_a_scan_tells_its_networks_and_then_that_it_is_over() {
    let mut radio = radio_with([]);
    radio.start(at(0), OpId(2), RadioJob::Scan, None, b"ap");
    let network = Network {
        ssid: Ssid::new(b"home").unwrap(),
        bssid: Bssid([2, 0, 0, 0, 0, 1]),
        rssi_dbm: -52,
        security: Security::WPA2,
        channel: 6,
    };
    say(&mut radio, kind::TAKEN, 2, &());
    say(&mut radio, kind::HEARD, 2, &network);
    say(&mut radio, kind::ENDED, 2, &Ended::Done);
    assert_eq!(radio.poll(at(5)), Some(RadioEvent::Heard(network)));
    let done = RadioEvent::Done(OpId(2), OpResult::Done);
    assert_eq!(radio.poll(at(5)), Some(done));
    assert_eq!(radio.poll(at(5)), None);
}

#[test]
fn r42_what_a_job_that_was_given_up_reports_is_not_heard() {
    let mut radio = radio_with([]);
    radio.start(at(0), OpId(3), RadioJob::JoinTrial, Some(&home()), b"ap");
    radio.start(at(10), OpId(4), RadioJob::StartAp, None, b"ap");
    let joined = Ended::Joined {
        internet: true,
        rssi_dbm: -52,
    };
    say(&mut radio, kind::ENDED, 3, &joined);
    say(&mut radio, kind::LINK_LOST, 0, &());
    assert_eq!(radio.poll(at(20)), Some(RadioEvent::LinkLost));
    assert_eq!(radio.poll(at(20)), None);
    assert_eq!(radio.due(), Some(at(10 + u64::from(ANSWER_MS))));
}

const NETWORK_GONE: Option<RadioEvent> = Some(RadioEvent::LinkLost);

fn cut_off(op: u16) -> Option<RadioEvent> {
    let why = Refused::because(Refusal::CANCELLED);
    Some(RadioEvent::Done(OpId(op), OpResult::Failed(why)))
}

/// A job that is told, taken, and done.
fn does(radio: &mut Radio<'_, 0>, op: u16, job: RadioJob) {
    radio.start(at(0), OpId(op), job, Some(&home()), b"SpotPT-A1B2");
    takes(radio, op);
    say(radio, kind::ENDED, op, &Ended::Done);
    let done = Some(RadioEvent::Done(OpId(op), OpResult::Done));
    assert_eq!(radio.poll(at(1)), done);
    assert_eq!(radio.poll(at(1)), None);
    heard(radio);
}

fn takes(radio: &mut Radio<'_, 0>, op: u16) {
    say(radio, kind::TAKEN, op, &());
    assert_eq!(radio.poll(at(1)), None);
}

/// The chip starts anew.
fn starts(radio: &mut Radio<'_, 0>) {
    heard(radio);
    say(radio, kind::CLOSED, 0, &());
    assert_eq!(radio.poll(at(2)), NETWORK_GONE);
}

#[test]
fn what_was_before_the_camera_started_is_over_before_its_first_job() {
    let mut radio = radio_with([]);
    radio.start(at(0), OpId(1), RadioJob::JoinStored, Some(&home()), b"ap");
    let said = heard(&mut radio).into_iter();
    let said: Vec<_> = said.map(|(kind, id, _)| (kind, id)).collect();
    assert_eq!(said, [ALL_OVER, (kind::START, 1)]);
}

#[test]
fn r47_what_must_not_be_lost_is_answered_however_often_it_is_said() {
    let mut radio = radio_with([]);
    radio.start(at(0), OpId(3), RadioJob::Off, None, b"ap");
    heard(&mut radio);
    for (event, id, kind) in [
        (RadioEvent::Done(OpId(3), OpResult::Done), 3, kind::ENDED),
        (RadioEvent::LinkLost, 0, kind::LINK_LOST),
        (RadioEvent::LinkLost, 0, kind::CLOSED),
    ] {
        for again in [false, true] {
            match kind {
                kind::ENDED => say(&mut radio, kind, id, &Ended::Done),
                _ => say(&mut radio, kind, id, &()),
            }
            let hears = Some(event.clone()).filter(|_| kind != kind::ENDED || !again);
            assert_eq!(radio.poll(at(1)), hears);
            assert_eq!(heard_of(&mut radio, kind::TAKEN), [(id, vec![])]);
        }
    }
}

#[test]
fn an_answer_waits_until_the_frame_before_it_is_told() {
    let mut radio = radio_with([]);
    assert_eq!(radio.poll(at(0)), None);
    heard(&mut radio);
    radio.line().room = 40;
    radio.start(at(0), OpId(4), RadioJob::JoinStored, Some(&home()), b"ap");
    say(&mut radio, kind::LINK_LOST, 0, &());
    radio.line().room = 10;
    assert_eq!(radio.poll(at(1)), NETWORK_GONE);
    radio.line().room = usize::MAX;
    assert_eq!(radio.poll(at(1)), None);
    let said = heard(&mut radio).into_iter();
    let said: Vec<_> = said.map(|(kind, id, _)| (kind, id)).collect();
    assert_eq!(said, [(kind::START, 4), (kind::TAKEN, 0)]);
}

#[test]
fn r47_a_chip_that_starts_anew_is_on_no_network() {
    let mut radio = radio_with([]);
    does(&mut radio, 1, RadioJob::JoinStored);
    starts(&mut radio);
    assert_eq!((radio.poll(at(2)), radio.due()), (None, None));
    assert_eq!(told(&mut radio), []);
}

#[test]
fn r47_a_network_that_is_lost_before_its_join_is_told_is_lost_behind_it() {
    let mut radio = radio_with([]);
    radio.start(at(0), OpId(1), RadioJob::JoinStored, Some(&home()), b"ap");
    takes(&mut radio, 1);
    heard(&mut radio);
    // The line has lost the first Ended.
    say(&mut radio, kind::LINK_LOST, 0, &());
    assert_eq!(
        (radio.poll(at(50)), heard_of(&mut radio, kind::TAKEN)),
        (None, vec![])
    );
    let (internet, rssi_dbm) = (true, -52);
    say(
        &mut radio,
        kind::ENDED,
        1,
        &Ended::Joined { internet, rssi_dbm },
    );
    say(&mut radio, kind::LINK_LOST, 0, &());
    let joined = RadioEvent::Done(OpId(1), OpResult::Joined { internet, rssi_dbm });
    assert_eq!(radio.poll(at(100)), Some(joined));
    assert_eq!(radio.poll(at(100)), NETWORK_GONE);
}

#[test]
fn r40_a_chip_that_takes_a_job_after_it_has_started_opens_the_temporary_network_all_the_same() {
    let mut radio = radio_with([]);
    does(&mut radio, 1, RadioJob::StartAp);
    radio.start(at(1), OpId(2), RadioJob::Scan, None, b"SpotPT-A1B2");
    starts(&mut radio);
    say(&mut radio, kind::TAKEN, 2, &());
    assert_eq!(radio.poll(at(2)), cut_off(2));
    assert_eq!(told(&mut radio)[0].0, 1, "the order that opened it");
}

#[test]
fn that_the_camera_has_started_is_said_before_anything_else() {
    let mut radio = radio_with([]);
    say(&mut radio, kind::CLOSED, 0, &());
    assert_eq!(radio.poll(at(0)), NETWORK_GONE);
    let said = heard(&mut radio).into_iter();
    let said: Vec<_> = said.map(|(kind, id, _)| (kind, id)).collect();
    assert_eq!(said, [ALL_OVER, (kind::TAKEN, 0)]);
}

#[test]
fn a_chip_that_starts_late_is_told_its_job_anew() {
    let mut radio = radio_with([]);
    radio.start(at(0), OpId(1), RadioJob::StartAp, None, b"ap");
    for ms in [100, 200] {
        assert_eq!(radio.poll(at(ms)), None);
    }
    heard(&mut radio);
    say(&mut radio, kind::CLOSED, 0, &());
    assert_eq!(radio.poll(at(299)), NETWORK_GONE);
    assert_eq!(radio.due(), Some(at(299)));
    assert_eq!(radio.poll(at(299)), None);
    assert_eq!(told(&mut radio).len(), 1);
    assert_eq!(radio.due(), Some(at(299 + u64::from(ANSWER_MS))));
}

#[test]
fn a_chip_that_starts_anew_in_the_middle_of_a_job_has_not_done_it() {
    for job in [RadioJob::StartAp, RadioJob::JoinStored, RadioJob::Scan] {
        let mut radio = radio_with([]);
        radio.start(at(0), OpId(1), job, Some(&home()), b"ap");
        takes(&mut radio, 1);
        starts(&mut radio);
        assert_eq!(radio.due(), Some(Instant::default()), "at once");
        assert_eq!(radio.poll(at(2)), cut_off(1));
        assert_eq!((radio.poll(at(2)), radio.due()), (None, None));
        assert_eq!(told(&mut radio), []);
    }
}

#[test]
fn r40_a_chip_that_starts_anew_opens_the_temporary_network_again() {
    let opens_again = |radio: &mut Radio<'_, 0>| {
        let said = told(radio);
        let [(1, start)] = &said[..] else {
            panic!("it is told to open it: {said:?}");
        };
        assert_eq!(
            (start.job, start.ap.as_slice()),
            (Job::StartAp, &b"SpotPT-A1B2"[..])
        );
    };
    let mut radio = radio_with([]);
    does(&mut radio, 1, RadioJob::StartAp);
    starts(&mut radio);
    opens_again(&mut radio);
    // And again, and in the middle of what was to be done beside it.
    starts(&mut radio);
    assert_eq!(radio.poll(at(2)), cut_off(1));
    opens_again(&mut radio);
    does(&mut radio, 1, RadioJob::StartAp);
    for (op, is_taken) in [(2, false), (3, true)] {
        radio.start(at(1), OpId(op), RadioJob::Scan, None, b"SpotPT-A1B2");
        if is_taken {
            takes(&mut radio, op);
        }
        starts(&mut radio);
        assert_eq!(radio.poll(at(2)), cut_off(op));
        opens_again(&mut radio);
    }
    // Not one that is closed.
    does(&mut radio, 4, RadioJob::StopAp);
    starts(&mut radio);
    assert_eq!((radio.poll(at(2)), told(&mut radio)), (None, vec![]));
}

#[test]
fn a_job_that_breaks_into_the_telling_of_another_is_heard() {
    let mut radio = radio_with([]);
    radio.line().room = 40;
    radio.start(at(0), OpId(5), RadioJob::JoinTrial, Some(&home()), b"ap");
    radio.line().room = usize::MAX;
    radio.start(at(1), OpId(6), RadioJob::Off, None, b"ap");
    let started = told(&mut radio);
    assert_eq!(started.len(), 1, "the torn one is dropped");
    assert_eq!((started[0].0, started[0].1.job), (6, Job::Off));
}

#[test]
fn noise_on_the_line_is_not_heard() {
    let mut radio = radio_with([]);
    radio.start(at(0), OpId(8), RadioJob::Off, None, b"ap");
    radio.line().to_camera.extend([0x55; 400]);
    radio.line().to_camera.push(0);
    say(&mut radio, kind::ENDED, 8, &Ended::Done);
    assert_eq!(
        radio.poll(at(1)),
        Some(RadioEvent::Done(OpId(8), OpResult::Done))
    );
}

#[test]
fn r56_the_radio_tells_the_time_of_the_network() {
    let mut radio = radio_with([]);
    let unix_s = 1_795_420_800;
    say(&mut radio, kind::TIME, 0, &Time { unix_s });
    assert_eq!(radio.poll(at(0)), Some(RadioEvent::Time { unix_s }));
}

//! Asking a server for the time, with the test as the server.

use core::cell::RefCell;
use core::future::Future as _;
use core::net::{Ipv4Addr, SocketAddr};
use core::pin::pin;
use core::task::{Context, Poll, Waker};
use std::collections::VecDeque;

use camera_app::network_time::{EARLIEST_UNIX_S, Heard, PORT, ask};
use sntpc::{NtpUdpSocket, Result};

/// Seconds from 1900, where NTP counts from, to 1970.
const TO_1970_S: u64 = 2_208_988_800;
const NOW_UNIX_S: u64 = 1_795_420_800;

const SERVER: SocketAddr = addr(1);

const fn addr(last: u8) -> SocketAddr {
    SocketAddr::new(core::net::IpAddr::V4(Ipv4Addr::new(10, 0, 0, last)), PORT)
}

/// Answers each question with these packets, each made of the question.
type Answer = fn([u8; 48]) -> (Vec<u8>, SocketAddr);

#[derive(Default)]
struct Line {
    asked: RefCell<Vec<[u8; 48]>>,
    answers: RefCell<VecDeque<Answer>>,
}

impl NtpUdpSocket for Line {
    async fn send_to(&self, bytes: &[u8], _to: SocketAddr) -> Result<usize> {
        self.asked.borrow_mut().push(bytes.try_into().unwrap());
        Ok(bytes.len())
    }

    async fn recv_from(&self, into: &mut [u8]) -> Result<(usize, SocketAddr)> {
        let answer = self.answers.borrow_mut().pop_front();
        let Some(answer) = answer else {
            return core::future::pending().await;
        };
        let (bytes, from) = answer(self.asked.borrow()[0]);
        into[..bytes.len()].copy_from_slice(&bytes);
        Ok((bytes.len(), from))
    }
}

/// What comes of it; `None` when it still waits.
fn asked(nonce: u64, answers: &[Answer]) -> Option<Heard> {
    let line = Line {
        answers: RefCell::new(answers.iter().copied().collect()),
        ..Line::default()
    };
    let asks = pin!(ask(SERVER, &line, nonce));
    match asks.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(heard) => Some(heard),
        Poll::Pending => None,
    }
}

/// A good answer: version 4, a server's, of stratum 2.
fn answer(question: [u8; 48], unix_s: u64, fraction: u32) -> [u8; 48] {
    let mut packet = [0; 48];
    (packet[0], packet[1]) = (4 << 3 | 4, 2);
    packet[24..32].copy_from_slice(&question[40..48]);
    let at = ((unix_s + TO_1970_S) << 32) | u64::from(fraction);
    packet[32..40].copy_from_slice(&at.to_be_bytes());
    packet[40..48].copy_from_slice(&at.to_be_bytes());
    packet
}

fn good(question: [u8; 48]) -> (Vec<u8>, SocketAddr) {
    (answer(question, NOW_UNIX_S, 0).to_vec(), SERVER)
}

fn changed(question: [u8; 48], at: usize, byte: u8) -> (Vec<u8>, SocketAddr) {
    let mut packet = answer(question, NOW_UNIX_S, 0);
    packet[at] = byte;
    (packet.to_vec(), SERVER)
}

const fn told(unix_s: u64) -> Option<Heard> {
    Some(Heard {
        is_there: true,
        unix_s: Some(unix_s),
    })
}

/// There is somebody, who does not know.
const NO_TIME: Option<Heard> = Some(Heard {
    is_there: true,
    unix_s: None,
});

#[test]
fn r56_a_server_tells_the_time_to_the_nearest_second() {
    for nonce in [0, 1, u64::MAX, 0x1234_5678_9abc_def0] {
        assert_eq!(asked(nonce, &[good]), told(NOW_UNIX_S));
    }
    let late: Answer = |q| (answer(q, NOW_UNIX_S, 1 << 31).to_vec(), SERVER);
    assert_eq!(asked(7, &[late]), told(NOW_UNIX_S + 1));
}

#[test]
fn r56_time_goes_on_behind_2036_where_the_count_of_seconds_wraps() {
    const IN_2050: u64 = 2_524_608_000;
    let later: Answer = |q| (answer(q, IN_2050, 0).to_vec(), SERVER);
    for nonce in [0, u64::MAX] {
        assert_eq!(asked(nonce, &[later]), told(IN_2050));
    }
}

#[test]
fn the_question_says_nothing_but_that_it_is_one() {
    let line = Line::default();
    let asks = pin!(ask(SERVER, &line, 99));
    assert!(
        asks.poll(&mut Context::from_waker(Waker::noop()))
            .is_pending()
    );
    let [question] = line.asked.borrow()[..] else {
        panic!("one question");
    };
    assert_eq!(question[0] & 0x3f, 4 << 3 | 3, "version 4, a client");
    assert!(question[16..40].iter().all(|byte| *byte == 0));
}

#[test]
fn an_answer_of_somebody_else_is_not_heard() {
    let stranger: Answer = |q| (good(q).0, addr(2));
    let guessed: Answer = |q| changed(q, 31, !q[47]);
    let cut: Answer = |q| (good(q).0[..40].to_vec(), SERVER);
    let question: Answer = |q| changed(q, 0, 4 << 3 | 3);
    for other in [stranger, guessed, cut, question] {
        assert_eq!(asked(7, &[other]), None);
        assert_eq!(asked(7, &[other, good]), told(NOW_UNIX_S));
    }
}

#[test]
fn r56_a_server_that_does_not_know_it_is_internet_all_the_same() {
    let unsynchronized: Answer = |q| changed(q, 0, 3 << 6 | 4 << 3 | 4);
    let go_away: Answer = |q| changed(q, 1, 0);
    let far: Answer = |q| changed(q, 1, 16);
    let before: Answer = |q| (answer(q, EARLIEST_UNIX_S - 1, 0).to_vec(), SERVER);
    for answers in [unsynchronized, go_away, far, before] {
        assert_eq!(asked(7, &[answers]), NO_TIME);
    }
}

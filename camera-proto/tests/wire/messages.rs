//! Every message keeps its bytes for ever, reads back, and stands in SPEC.md.

use std::collections::BTreeSet;

use camera_proto::message::{DecodeError, MAX_BODY, Notice, Reply, Request, kind};
use proptest::prelude::*;

use crate::{SPEC, samples, v01};

#[test]
fn version_1_keeps_its_bytes() {
    let lines = samples::lines();
    let new: Vec<_> = lines
        .iter()
        .filter(|line| !v01::V01.contains(&line.as_str()))
        .collect();
    assert!(new.is_empty(), "not in vectors/v01.rs:\n{new:#?}");
    assert_eq!(
        lines.len(),
        v01::V01.len(),
        "a message of version 1 is gone"
    );
}

#[test]
fn every_message_has_its_bytes_in_the_spec() {
    let lines = samples::lines();
    let missing: Vec<_> = lines
        .iter()
        .filter(|line| !SPEC.lines().any(|other| other == *line))
        .collect();
    assert!(missing.is_empty(), "SPEC.md lacks:\n{missing:#?}");
}

#[test]
fn every_message_reads_back() {
    let mut body = [0; MAX_BODY];
    for request in samples::requests() {
        let len = request.encode(&mut body).unwrap();
        assert_eq!(Request::decode(request.kind(), &body[..len]), Ok(request));
    }
    for reply in samples::replies() {
        let len = reply.encode(&mut body).unwrap();
        assert_eq!(Reply::decode(reply.kind(), &body[..len]), Ok(reply));
    }
    for notice in samples::notices() {
        let len = notice.encode(&mut body).unwrap();
        assert_eq!(Notice::decode(notice.kind(), &body[..len]), Ok(notice));
    }
}

/// A kind that is known at all does not call itself unknown.
fn known<M>(decode: fn(u8, &[u8]) -> Result<M, DecodeError>) -> BTreeSet<u8> {
    let is_known = |kind: &u8| !matches!(decode(*kind, &[]), Err(DecodeError::UnknownKind(_)));
    (0..=u8::MAX).filter(is_known).collect()
}

#[test]
fn there_is_a_sample_of_every_kind() {
    let requests: BTreeSet<_> = samples::requests().iter().map(Request::kind).collect();
    let replies: BTreeSet<_> = samples::replies().iter().map(Reply::kind).collect();
    let notices: BTreeSet<_> = samples::notices().iter().map(Notice::kind).collect();
    assert_eq!(requests, known(Request::decode));
    assert_eq!(replies, known(Reply::decode));
    assert_eq!(notices, known(Notice::decode));
}

#[test]
fn no_kind_means_two_things() {
    let (requests, replies, notices) = (
        known(Request::decode),
        known(Reply::decode),
        known(Notice::decode),
    );
    assert!(requests.is_disjoint(&replies) && replies.is_disjoint(&notices));
    assert!(requests.iter().all(|kind| *kind < kind::UPDATE_FIRST));
    assert!(notices.iter().all(|kind| Notice::is_kind(*kind)));
    assert!(!replies.iter().any(|kind| Notice::is_kind(*kind)));
    let updates = [
        kind::UPDATE_FIRST..=kind::UPDATE_LAST,
        kind::REPLY_UPDATE_FIRST..=kind::REPLY_UPDATE_LAST,
    ];
    let mut all = requests.iter().chain(&replies).chain(&notices);
    assert!(!all.any(|kind| updates.iter().any(|reserved| reserved.contains(kind))));
}

/// What is read is written again as the same bytes: one message, one encoding.
fn canonical(kind: u8, body: &[u8]) {
    let mut again = [0; 2 * MAX_BODY];
    let written = [
        Request::decode(kind, body).map(|message| message.encode(&mut again)),
        Reply::decode(kind, body).map(|message| message.encode(&mut again)),
        Notice::decode(kind, body).map(|message| message.encode(&mut again)),
    ];
    for len in written.into_iter().flatten() {
        assert_eq!(&again[..len.unwrap()], body, "kind {kind:#04x}");
    }
}

proptest! {
    #[test]
    fn any_body_is_read_or_refused(kind: u8, body in prop::collection::vec(any::<u8>(), 0..=MAX_BODY)) {
        canonical(kind, &body);
    }

    #[test]
    fn a_body_that_is_nearly_right_is_right_or_refused(
        sample in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(),
        byte: u8,
        what in 0..3,
    ) {
        let lines = samples::lines();
        let (head, hex) = lines[sample.index(lines.len())].split_once(':').unwrap();
        let kind = u8::from_str_radix(&head[2..4], 16).unwrap();
        let mut body: Vec<u8> = hex.split_whitespace().map(|byte| u8::from_str_radix(byte, 16).unwrap()).collect();
        let at = at.index(body.len() + 1);
        match what {
            0 if at < body.len() => body[at] = byte,
            1 if at < body.len() => { body.remove(at); }
            _ => body.insert(at, byte),
        }
        canonical(kind, &body);
    }
}

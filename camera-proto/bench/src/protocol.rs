//! All of the wire that a camera links: every request read, every reply and
//! notice written, in frames.

use core::hint::black_box;

use camera_proto::frame::{self, Feed};
use camera_proto::message::{Notice, Reply, Request};
use camera_proto::sealed::CLEAR_BODY_AT;

use crate::Desk;
use measure::{Subject, step};

pub const SUBJECT: Subject<Desk> = Subject {
    name: "whole protocol of a camera",
    steps: &[step("", hear), step("", say)],
};

fn hear(desk: &mut Desk) {
    let Some(mut input) = desk.frame.get(..desk.len) else {
        return;
    };
    if let Feed::Frame(frame) = desk.decoder.feed(&mut input) {
        black_box(&Request::decode(frame.kind, frame.body));
    }
}

fn say(desk: &mut Desk) {
    let Some(room) = desk.frame.get_mut(CLEAR_BODY_AT..) else {
        return;
    };
    let (reply, notice): (Option<&Reply>, Option<&Notice>) = black_box((None, None));
    let (kind, len) = match (reply, notice) {
        (Some(reply), _) => (reply.kind(), reply.encode(room)),
        (_, Some(notice)) => (notice.kind(), notice.encode(room)),
        _ => return,
    };
    let len = len.and_then(|len| frame::encode(kind, 7, len, &mut desk.frame));
    desk.len = len.unwrap_or(0);
}

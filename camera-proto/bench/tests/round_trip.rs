//! What is measured is right: nothing is fast by leaving something out.

use bench::handshake::Door;
use bench::messages::Messages;
use bench::{Desk, SUBJECTS, codecs, frames, handshake, header};
use measure::Subject;

/// The frames that a codec makes, all read back.
fn frames_of(codec: &Subject<Desk>) -> Vec<Vec<u8>> {
    let mut desk = Desk::new();
    let mut frames = Vec::new();
    for pair in codec.steps.chunks(2) {
        desk.frame = [0; 256];
        (pair[0].run)(&mut desk);
        frames.push(desk.frame[..desk.len].to_vec());
        (pair[1].run)(&mut desk);
    }
    let is_native = desk.got == desk.sample;
    let is_pb = desk.got_pb == desk.sample_pb;
    assert!(is_native || is_pb, "{}: {:?}", codec.name, desk.got);
    frames
}

#[test]
fn every_codec_reads_what_it_wrote() {
    let codecs = SUBJECTS.iter().filter(|subject| subject.steps.len() == 8);
    for codec in codecs {
        let lens: Vec<_> = frames_of(codec).iter().map(Vec::len).collect();
        println!("{}: {lens:?}", codec.name);
    }
}

#[test]
fn the_samples_are_as_long_as_the_notes_say() {
    let sample = Messages::sample();
    let len = |bytes: Result<&mut [u8], _>| -> Result<usize, postcard::Error> {
        bytes.map(|bytes| bytes.len())
    };
    let mut room = [0; 256];
    assert_eq!(len(postcard::to_slice(&sample.status, &mut room)), Ok(12));
    assert_eq!(len(postcard::to_slice(&sample.prov, &mut room)), Ok(59));
    assert_eq!(
        len(postcard::to_slice(&sample.settings, &mut room)),
        Ok(109)
    );
    assert_eq!(len(postcard::to_slice(&sample.ack, &mut room)), Ok(3));
}

#[test]
fn the_twin_writes_the_same_bytes() {
    let twin = frames_of(&codecs::twin::SUBJECT);
    assert_eq!(twin, frames_of(&codecs::ours::SUBJECT));
}

#[test]
fn headers_and_frames_are_understood() {
    for (subject, code) in [
        (header::OURS, 12),
        (header::POSTCARD_RPC, 12),
        (frames::OURS, 0x30),
        (frames::PEER, 0),
    ] {
        let mut desk = Desk::new();
        desk.got.ack.code = 99;
        subject.steps.iter().for_each(|step| (step.run)(&mut desk));
        assert_eq!(desk.got.ack.code, code, "{}", subject.name);
    }
}

#[test]
fn the_handshakes_end_in_a_session() {
    let mut door = Door::new();
    let [_, pairing, resumed, sealed, _] = handshake::SUBJECTS;
    for subject in [pairing, resumed] {
        door.app_session = None;
        subject.steps.iter().for_each(|step| (step.run)(&mut door));
        assert!(door.session.is_some() && door.app_session.is_some());
    }
    for step in sealed.steps {
        door.opened = false;
        (step.run)(&mut door);
        assert_eq!(door.opened, step.name.starts_with("open"));
    }
}

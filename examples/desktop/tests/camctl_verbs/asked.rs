//! Every request has a verb.

use camera_desktop::camctl::verbs::ASKED_BY;
use camera_proto::message::{DecodeError, Request};

use super::camera_side::CODE;
use super::fake::{camera, usual};
use super::{camctl, paired};

/// Whether that kind is a request of this version: then an empty body is read, or malformed.
fn is_request(kind: u8) -> bool {
    !matches!(Request::decode(kind, &[]), Err(DecodeError::UnknownKind(_)))
}

#[test]
fn every_request_has_a_verb_that_sends_it() {
    let requests = (0..=u8::MAX).filter(|kind| is_request(*kind));
    let asked: Vec<u8> = ASKED_BY.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(
        asked,
        requests.collect::<Vec<_>>(),
        "a line for each request, in their order"
    );
    for (kind, line) in ASKED_BY {
        let words: Vec<_> = line.split(' ').collect();
        let (camera, output) = if words[0] == "pair" {
            let (camera, keys) = (camera(usual), tempfile::tempdir().unwrap());
            let output = camctl(
                keys.path(),
                &[&words[..], &["--connect", &camera.address]].concat(),
                CODE,
            );
            (camera, output)
        } else {
            let paired = paired(usual);
            paired.camera.state.lock().unwrap().heard.clear();
            let output = paired.run(&words, "");
            (paired.camera, output)
        };
        assert_eq!(output.status.code(), Some(0), "{line}: {output:?}");
        let heard = &camera.state.lock().unwrap().heard;
        assert!(
            heard.contains(kind),
            "{line} did not ask {kind:#04x} but {heard:02x?}"
        );
    }
}

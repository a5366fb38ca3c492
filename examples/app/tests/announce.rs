//! What a camera says of itself, as SPEC.md writes it.

use core::net::Ipv4Addr;

use camera_app::announce::{Announcement, PORT};

const ADDRESS: Ipv4Addr = Ipv4Addr::new(192, 168, 1, 7);
const SERVICE: &[u8] = b"\x0d_camera-proto\x04_tcp\x05local\x00";

fn spot() -> Announcement {
    Announcement::new("Spot PT-1", 0xA1B2, true).expect("its name is short")
}

/// A question for the pointer records of that name, by the id that legacy askers use.
fn question(name: &[u8]) -> Vec<u8> {
    let header = [0x12, 0x34, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0];
    [&header, name, &[0, 12, 0, 1]].concat()
}

fn packet(asked: Option<(&[u8], bool)>) -> Option<Vec<u8>> {
    let mut into = [0; 1472];
    let packet = spot().packet(ADDRESS, asked, &mut into);
    packet.map(<[u8]>::to_vec)
}

fn holds(packet: &[u8], piece: &[u8]) -> bool {
    packet.windows(piece.len()).any(|window| window == piece)
}

/// All that the specification promises.
fn says_all(packet: &[u8]) -> bool {
    let host = b"\x0eSpot-PT-1-A1B2\x05local\x00".as_slice();
    let instance = [b"\x0eSpot-PT-1-A1B2", SERVICE].concat();
    let at_port = [&PORT.to_be_bytes(), host].concat();
    let texts: [&[u8]; 3] = [b"\x0fmodel=Spot PT-1", b"\x09disc=A1B2", b"\x07setup=1"];
    [host, &instance, &at_port, &ADDRESS.octets()]
        .into_iter()
        .chain(texts)
        .all(|piece| holds(packet, piece))
}

#[test]
fn r40_a_camera_says_what_the_specification_says_it_does() {
    let says = spot();
    assert_eq!(says.name, "Spot-PT-1-A1B2");
    let closed = Announcement::new("Spot PT-1", 1, false).expect("its name is short");
    assert_eq!(
        closed.text(),
        [("model", "Spot PT-1"), ("disc", "0001"), ("setup", "0")]
    );
    assert!(packet(None).is_some_and(|packet| says_all(&packet)));
}

#[test]
fn r40_whoever_asks_for_cameras_is_answered_and_nobody_else() {
    let asked = question(SERVICE);
    let answer = packet(Some((&asked, false))).expect("it is asked for");
    assert!(says_all(&answer));
    assert_eq!(answer[..2], [0, 0]);
    let legacy = packet(Some((&asked, true))).expect("it is asked for");
    assert_eq!(legacy[..2], asked[..2], "its id tells it which question");
    let printer = question(b"\x08_printer\x04_tcp\x05local\x00");
    assert_eq!(packet(Some((&printer, false))), None);
    assert_eq!(packet(Some((&answer, false))), None, "an answer is none");
}

#[test]
fn what_is_no_question_is_not_answered() {
    let asked = question(SERVICE);
    for len in 0..asked.len() {
        assert_eq!(packet(Some((&asked[..len], false))), None, "{len}");
    }
    assert_eq!(packet(Some((&[0xff; 512], true))), None);
}

#[test]
fn a_name_is_one_label_of_the_dns_whatever_the_model_is_called() {
    let says = Announcement::new("Câméra.Ω 1/2", 0, false).expect("its name is short");
    let is_plain = |byte: u8| byte == b'-' || byte.is_ascii_alphanumeric();
    assert!(says.name.bytes().all(is_plain));
    assert!(Announcement::new(&"x".repeat(25), 0, false).is_none());
}

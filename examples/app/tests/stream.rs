//! Bytes between a task of the hardware and the camera's loop.

use core::pin::pin;

use camera_app::coprocessor::{Line, Peer};
use camera_app::stream::{Peers, Stream};
use camera_fsm::input::ClientId;
use camera_hal::wire::{Transport, Wire};
use embassy_futures::{block_on, poll_once};

#[test]
fn what_came_is_read_in_its_order_and_what_was_written_goes() {
    let stream = Stream::new();
    block_on(stream.came(b"hello"));
    let mut bytes = [0; 400];
    assert_eq!(stream.read(&mut bytes), 5);
    assert_eq!(&bytes[..5], b"hello");
    assert_eq!(stream.read(&mut bytes), 0);
    let more_than_fits: Vec<u8> = (0..400).map(|at| at as u8).collect();
    let fits = stream.write(&more_than_fits);
    assert!((1..400).contains(&fits));
    assert!(!stream.has_arrived());
    assert_eq!(block_on(stream.goes(&mut bytes)), fits);
    assert_eq!(bytes[..fits], more_than_fits[..fits]);
    assert!(!stream.has_arrived(), "it is with the hardware");
    assert!(poll_once(stream.goes(&mut bytes)).is_pending());
    assert!(stream.has_arrived());
}

/// A pipe is a ring, and takes no more than up to its end.
#[test]
fn what_there_is_room_for_is_taken_whole_wherever_the_ring_ends() {
    static STREAM: Stream = Stream::new();
    let (mut line, mut peer) = (&STREAM, &STREAM);
    let mut bytes = [0; 100];
    for round in 0..100_u8 {
        let piece = [round; 100];
        assert!(Line::room(&line) >= piece.len());
        assert_eq!(Line::write(&mut line, &piece), piece.len());
        assert!(Peer::came(&mut peer, &piece));
        let (mut went, mut came) = (0, 0);
        for _ in 0..2 {
            went += Peer::goes(&mut peer, &mut bytes);
            came += Line::read(&mut line, &mut bytes);
        }
        assert_eq!((went, came), (piece.len(), piece.len()));
    }
    assert!(!Peer::came(&mut peer, &[0; 400]), "there is no room");
}

#[test]
fn each_connection_has_a_number_of_its_own_and_leaves_nothing_behind() {
    let stream = Stream::new();
    assert_eq!(stream.connection(), None);
    block_on(stream.came(b"one"));
    let first = stream.connection();
    assert!(first.is_some());
    stream.write(b"an answer");
    stream.ended();
    assert_eq!(stream.connection(), None);
    assert_eq!(stream.read(&mut [0; 400]), 0);
    assert!(stream.has_arrived());
    stream.connected();
    assert!(
        stream
            .connection()
            .is_some_and(|number| Some(number) != first)
    );
}

#[test]
fn the_hardware_hears_that_the_camera_hangs_up_on_whoever_is_there() {
    static PEER: Stream = Stream::new();
    let mut wire = Peers([(&PEER, Transport::Tcp)]);
    PEER.connected();
    wire.close(ClientId(0));
    assert!(poll_once(pin!(PEER.hung_up())).is_ready());
    wire.close(ClientId(0));
    PEER.connected();
    assert!(
        poll_once(pin!(PEER.hung_up())).is_pending(),
        "somebody else is"
    );
}

#[test]
fn a_place_that_is_not_there_is_nobody() {
    static PEER: Stream = Stream::new();
    let mut wire = Peers([(&PEER, Transport::Tcp)]);
    let nobody = ClientId(1);
    assert_eq!(wire.transport(ClientId(0)), Transport::Tcp);
    assert_eq!(Wire::connection(&wire, nobody), None);
    assert_eq!(Wire::write(&mut wire, nobody, b"x"), 0);
    assert_eq!(Wire::read(&mut wire, nobody, &mut [0]), 0);
    assert!(Wire::has_arrived(&wire, nobody));
    wire.close(nobody);
}

//! Several controllers and several cameras: nobody is in another one's way.

use core::sync::atomic::{AtomicBool, Ordering};
use core::time::Duration;
use std::io::{BufRead as _, BufReader, ErrorKind, Read as _, Write as _};
use std::net::{TcpStream, UdpSocket};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Instant;

use camera_proto::vocab::MAX_CLIENTS;

use crate::harness::{Camctl, Camera, PATIENCE, SPEED, json};

fn connect(camera: &Camera) -> TcpStream {
    let stream = TcpStream::connect(camera.address()).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// Whether the camera hangs up without a word.
fn is_hung_up(stream: &mut TcpStream) -> bool {
    match stream.read(&mut [0; 64]) {
        Ok(count) => count == 0,
        Err(error) => error.kind() == ErrorKind::ConnectionReset,
    }
}

#[test]
fn r40_there_is_no_wire_while_the_radio_is_off() {
    let (state, keys) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut camera = Camera::start(state.path());
    camera.until("state", "setup");
    let mut early = connect(&camera);
    camera.ok("power off");
    assert!(
        is_hung_up(&mut early),
        "the radio takes its clients with it"
    );
    assert!(is_hung_up(&mut connect(&camera)));
    let args = [
        "pair",
        "--connect",
        &camera.address(),
        "--code",
        &camera.code(),
    ];
    assert_eq!(
        Camctl(keys.path()).refused(&args, "")["code"],
        "Unreachable"
    );
    camera.ok("power on");
    camera.until("state", "setup");
    Camctl(keys.path()).pair(&camera);
}

#[test]
fn one_client_too_many_is_refused_and_the_others_stay() {
    let (state, keys) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    // In real time, so that nobody's patience ends.
    let mut camera = Camera::start_with(state.path(), &[]);
    camera.ok("advance 5s");
    camera.until("state", "setup");
    let camctl = Camctl(keys.path());
    camctl.pair(&camera);
    let mut watch = camctl
        .command(&["watch", "--count", "2"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(watch.stdout.take().unwrap()).lines();
    let first = json(lines.next().unwrap().unwrap().as_bytes());
    assert_eq!(first["led"]["pattern"], "blinking");

    let idle: Vec<_> = (1..MAX_CLIENTS).map(|_| connect(&camera)).collect();
    let status = camctl.refused(&["status"], "");
    assert_eq!(status["code"], "Busy");
    // Of those who say nothing the first is hung up on after 30 s; they have just come.
    let retry_s = status["retry_s"].as_u64().unwrap();
    assert!((20..=30).contains(&retry_s), "{status}");
    for mut stream in idle {
        stream
            .set_read_timeout(Some(Duration::from_millis(20)))
            .unwrap();
        let error = stream.read(&mut [0; 1]).unwrap_err();
        assert!(
            matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut),
            "{error}"
        );
    }
    camera.ok("button down");
    camera.ok("advance 100");
    let second = json(lines.next().unwrap().unwrap().as_bytes());
    assert_eq!(second["led"]["pattern"], "short-blips");
    assert!(watch.wait().unwrap().success());
}

#[test]
fn a_client_that_floods_or_talks_garbage_stops_nobody_else() {
    let (state, keys) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut camera = Camera::start(state.path());
    let camctl = Camctl(keys.path());
    camctl.set_up(&mut camera);
    let goes_on = Arc::new(AtomicBool::new(true));
    let floods: Vec<_> = [&[0xff; 4096][..], &[0; 4096], b"GET / HTTP/1.1\r\n\r\n"]
        .into_iter()
        .map(|garbage| {
            let (goes_on, address) = (Arc::clone(&goes_on), camera.address());
            let (has_begun, begun) = channel();
            let flood = thread::spawn(move || {
                while goes_on.load(Ordering::Relaxed) {
                    let Ok(mut stream) = TcpStream::connect(&address) else {
                        continue;
                    };
                    let _ = stream.set_write_timeout(Some(Duration::from_secs(1)));
                    while goes_on.load(Ordering::Relaxed) && stream.write_all(garbage).is_ok() {
                        let _ = has_begun.send(());
                    }
                }
            });
            (flood, begun)
        })
        .collect();
    for (_, begun) in &floods {
        begun.recv_timeout(PATIENCE).expect("a flood");
    }
    let stands = camctl.ok(&["move", "--pan", "10"]);
    let status = camctl.ok(&["status"]);
    goes_on.store(false, Ordering::Relaxed);
    assert!(floods.into_iter().all(|(flood, _)| flood.join().is_ok()));
    assert_eq!(
        (&stands["pan"], &status["state"]),
        (&1000.into(), &"online".into())
    );
    camera.ok("expect fault none");
    camera.ok("expect state online");
}

#[test]
fn two_cameras_live_side_by_side() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let keys = tempfile::tempdir().unwrap();
    let (mut one, mut two) = (Camera::start(here.path()), Camera::start(there.path()));
    assert_ne!(one.ready["serial"], two.ready["serial"]);
    assert_ne!(one.code(), two.code());
    let camctl = Camctl(keys.path());
    camctl.set_up(&mut one);
    camctl.set_up(&mut two);
    camctl.ok(&["move", "--pan", "20"]);
    camctl.ok(&["move", "--pan", "-20", "--connect", &one.address()]);
    two.ok("expect pan 20");
    one.ok("expect pan -20");
    assert_eq!(
        camctl.ok(&["status"])["pan"],
        2000,
        "the one that was paired last"
    );
    one.ok("power off");
    assert_eq!(camctl.ok(&["status"])["state"], "online");
}

/// Whether what this machine sends to a group comes back to it.
fn has_multicast() -> bool {
    let group = core::net::Ipv4Addr::new(224, 0, 0, 251);
    let heard = || {
        let socket = UdpSocket::bind("0.0.0.0:0")?;
        socket.join_multicast_v4(&group, &core::net::Ipv4Addr::UNSPECIFIED)?;
        socket.set_read_timeout(Some(Duration::from_secs(1)))?;
        socket.send_to(b"?", (group, socket.local_addr()?.port()))?;
        socket.recv(&mut [0; 8])
    };
    heard().is_ok()
}

#[test]
fn r82_a_camera_on_the_air_is_discovered() {
    if !has_multicast() {
        println!("skipped: this machine has no multicast");
        return;
    }
    let (state, keys) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut camera = Camera::start_with(state.path(), &["--speed", SPEED, "--mdns"]);
    camera.until("state", "setup");
    let port: u16 = camera
        .address()
        .rsplit_once(':')
        .unwrap()
        .1
        .parse()
        .unwrap();
    let end = Instant::now() + PATIENCE;
    while Instant::now() < end {
        let found = Camctl(keys.path()).ok(&["discover", "--timeout", "2"]);
        let cameras = found["cameras"].as_array().unwrap();
        if let Some(found) = cameras.iter().find(|found| found["port"] == port) {
            assert_eq!(found["txt"]["model"], "Spot PT-1");
            assert_eq!(found["txt"]["setup"], "1");
            return;
        }
    }
    panic!("the camera is not found");
}

#[test]
fn clients_that_never_say_who_they_are_lose_their_places() {
    let (state, keys) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut camera = Camera::start(state.path());
    camera.until("state", "setup");
    let mut silent: Vec<_> = (0..MAX_CLIENTS).map(|_| connect(&camera)).collect();
    // Their thirty seconds, as fast as it is.
    assert!(silent.iter_mut().all(is_hung_up));
    Camctl(keys.path()).pair(&camera);
}

#[test]
fn r49_a_revoked_controller_is_hung_up_on_at_once() {
    let (state, keys) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let camctl = Camctl(keys.path());
    let mut camera = Camera::start(state.path());
    camctl.set_up(&mut camera);
    let mut watch = camctl
        .command(&["watch"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(watch.stdout.take().unwrap()).lines();
    assert!(lines.next().is_some(), "it watches");
    let controllers = camctl.ok(&["controllers"]);
    let key = controllers["controllers"][0]["key_id"]
        .as_str()
        .unwrap()
        .to_owned();
    camctl.ok(&["revoke", &key]);
    // It ends by itself: the camera has hung up.
    assert!(lines.map_while(Result::ok).count() < 1_000);
    assert_eq!(watch.wait().unwrap().code(), Some(1));
}

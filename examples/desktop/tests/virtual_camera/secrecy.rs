//! What somebody between a controller and the camera can read (R43).

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use crate::harness::{Camctl, Camera, PASSWORD, SSID, holds};

/// Listens between a controller and a camera.
struct Proxy {
    address: String,
    heard: Arc<Mutex<Vec<u8>>>,
}

fn proxy(camera: String) -> Proxy {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let record = Arc::clone(&heard);
    thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let Ok(server) = TcpStream::connect(&camera) else {
                continue;
            };
            pass_on(
                client.try_clone().unwrap(),
                server.try_clone().unwrap(),
                Arc::clone(&record),
            );
            pass_on(server, client, Arc::clone(&record));
        }
    });
    Proxy { address, heard }
}

/// Passes bytes on and writes them down, until one side hangs up.
fn pass_on(mut from: TcpStream, mut to: TcpStream, record: Arc<Mutex<Vec<u8>>>) {
    thread::spawn(move || {
        let mut chunk = [0; 2048];
        while let Ok(count @ 1..) = from.read(&mut chunk) {
            record.lock().unwrap().extend(&chunk[..count]);
            if to.write_all(&chunk[..count]).is_err() {
                break;
            }
        }
        let _ = to.shutdown(Shutdown::Both);
    });
}

#[test]
fn r43_neither_password_nor_name_nor_code_is_on_the_wire() {
    let (state, keys) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut camera = Camera::start(state.path());
    camera.until("state", "setup");
    let between = proxy(camera.address());
    let camctl = Camctl(keys.path());
    let code = camera.code();
    camctl.ok(&["pair", "--connect", &between.address, "--code", &code]);
    camctl.ok(&["scan"]);
    let join = ["setup", "--ssid", SSID, "--password-stdin"];
    assert_eq!(
        camctl.refused(&join, "Correct horse")["code"],
        "AuthFailure"
    );
    camctl.ok_with(&join, PASSWORD);
    camctl.ok(&["controllers"]);

    let heard = between.heard.lock().unwrap();
    assert!(
        holds(&heard, b"Spot PT-1"),
        "the hello is public, so it can be found"
    );
    let digits = code.replace('-', "");
    let values: Vec<u8> = digits.bytes().map(|digit| digit - b'0').collect();
    let file = keys
        .path()
        .read_dir()
        .unwrap()
        .flatten()
        .map(|entry| entry.path());
    let key = file
        .filter_map(|path| std::fs::read_to_string(path).ok())
        .find_map(|text| {
            serde_json::from_str::<serde_json::Value>(&text).ok()?["key"]
                .as_str()
                .map(str::to_owned)
        })
        .unwrap();
    let key_bytes = camera_desktop::camctl::hex::decode(&key).unwrap();
    let secrets: [&[u8]; 9] = [
        PASSWORD.as_bytes(),
        b"Correct horse",
        SSID.as_bytes(),
        b"Neighbour",
        code.as_bytes(),
        digits.as_bytes(),
        &values,
        key.as_bytes(),
        &key_bytes,
    ];
    for secret in secrets {
        assert!(!holds(&heard, secret), "{secret:?} is on the wire");
    }
}

#[test]
fn r45_wrong_codes_are_counted_across_restarts() {
    let (state, keys) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut camera = Camera::start(state.path());
    let camctl = Camctl(keys.path());
    let wrong = |camera: &mut Camera| {
        camera.until("state", "setup");
        let args = [
            "pair",
            "--connect",
            &camera.address(),
            "--code",
            "000000000000",
        ];
        camctl.refused(&args, "")["code"].take()
    };
    for _ in 0..3 {
        assert_eq!(wrong(&mut camera), "WrongCode");
    }
    for pause in ["advance 6s", "advance 11s"] {
        camera.ok(pause);
        assert_eq!(wrong(&mut camera), "WrongCode");
    }
    drop(camera);
    // So slow from here that the next pauses, of 20 s and 40 s, outlast any
    // delay of the machine.
    let mut camera = Camera::start_with(state.path(), &["--speed", "0.2"]);
    camera.ok("expect state setup within 10s");
    assert_eq!(wrong(&mut camera), "RateLimited");
    camera.ok("advance 21s");
    assert_eq!(wrong(&mut camera), "WrongCode");
    assert_eq!(wrong(&mut camera), "RateLimited");
    camera.ok("advance 41s");
    camctl.pair(&camera);
}

//! Who is let in to the page, over real HTTP: whoever opens it holds the
//! camera's button and its power plug.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use crate::harness::{Camera, PATIENCE, camera_desktop, text};

/// The status line of an answer, and all of it.
fn get(address: &str, target: &str, headers: &[(&str, &str)]) -> (u16, String) {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut request = format!("GET {target} HTTP/1.1\r\n");
    if !target.starts_with("/ws") {
        request += "Connection: close\r\n";
    }
    for (name, value) in headers {
        request += &format!("{name}: {value}\r\n");
    }
    stream.write_all((request + "\r\n").as_bytes()).unwrap();
    let mut answer = Vec::new();
    let mut chunk = [0; 4096];
    // A WebSocket stays open: the head of its answer is enough.
    while !answer.windows(4).any(|end| end == b"\r\n\r\n") || !target.starts_with("/ws") {
        match stream.read(&mut chunk).unwrap() {
            0 => break,
            count => answer.extend_from_slice(&chunk[..count]),
        }
    }
    // The first message may follow its head at once.
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let status = answer.split(' ').nth(1).unwrap_or("0").parse().unwrap();
    (status, answer)
}

/// The address of the page, and what opens it: path and query.
fn page(camera: &Camera) -> (String, String) {
    let url = camera.ready["http"].as_str().unwrap();
    let (address, token) = url
        .strip_prefix("http://")
        .unwrap()
        .split_once('/')
        .unwrap();
    (address.to_owned(), token.to_owned())
}

const UPGRADE: [(&str, &str); 4] = [
    ("Connection", "Upgrade"),
    ("Upgrade", "websocket"),
    ("Sec-WebSocket-Version", "13"),
    ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
];

fn upgrade(address: &str, query: &str, more: &[(&str, &str)]) -> u16 {
    let headers: Vec<_> = UPGRADE.iter().chain(more).copied().collect();
    get(address, &format!("/ws{query}"), &headers).0
}

#[test]
fn the_printed_address_opens_the_page_and_its_files() {
    let state = tempfile::tempdir().unwrap();
    let camera = Camera::start(state.path());
    let (address, query) = page(&camera);
    let host = [("Host", address.as_str())];
    let (status, answer) = get(&address, &format!("/{query}"), &host);
    assert_eq!(status, 200, "{answer}");
    assert!(
        answer.contains("content-security-policy: default-src 'none'"),
        "{answer}"
    );
    assert!(
        !answer.contains("http://") && !answer.contains("https://"),
        "an outside link"
    );
    assert_eq!(get(&address, "/app.js", &host).0, 200);
    assert_eq!(get(&address, "/nothing.js", &host).0, 404);
    assert_eq!(upgrade(&address, &query, &host), 101);
    let ours = format!("http://{address}");
    assert_eq!(
        upgrade(&address, &query, &[host[0], ("Origin", &ours)]),
        101
    );
}

#[test]
fn strangers_foreign_sites_and_rebound_names_are_turned_away() {
    let state = tempfile::tempdir().unwrap();
    let camera = Camera::start(state.path());
    let (address, query) = page(&camera);
    let host = ("Host", address.as_str());
    for wrong in ["", "?token=", "?token=00000000000000000000000000000000"] {
        assert_eq!(upgrade(&address, wrong, &[host]), 403, "{wrong}");
    }
    for other in ["evil.example", "evil.example:80", "127.0.0.1"] {
        assert_eq!(
            get(&address, &format!("/{query}"), &[("Host", other)]).0,
            403,
            "{other}"
        );
        assert_eq!(
            upgrade(&address, &query, &[("Host", other)]),
            403,
            "{other}"
        );
    }
    for other in ["http://evil.example", "null", "https://127.0.0.1"] {
        assert_eq!(
            upgrade(&address, &query, &[host, ("Origin", other)]),
            403,
            "{other}"
        );
    }
}

#[test]
fn a_taken_port_gives_way_to_a_free_one_and_no_page_is_no_page() {
    let (one, two, three) = (
        tempfile::tempdir().unwrap(),
        tempfile::tempdir().unwrap(),
        tempfile::tempdir().unwrap(),
    );
    let first = Camera::start(one.path());
    let (taken, _) = page(&first);
    let second = Camera::start_with(two.path(), &["--http", &taken]);
    assert_ne!(page(&second).0, taken);
    let none = Camera::start_with(three.path(), &["--no-http"]);
    assert!(none.ready["http"].is_null());
}

#[test]
fn a_page_that_had_to_move_says_so_and_without_one_nobody_is_told_to_open_it() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let first = Camera::start(one.path());
    let (taken, _) = page(&first);
    let folder = two.path().to_str().unwrap();
    let run = |more: &[&str]| {
        // The end of its control lines ends it.
        let always = [
            "--listen",
            "127.0.0.1:0",
            "--state",
            folder,
            "--control",
            "stdin",
        ];
        camera_desktop(&[&always[..], more].concat())
    };
    let moved = run(&["--http", &taken]);
    let said = text(&moved.stderr);
    assert!(
        said.contains(&taken) && said.contains("free port"),
        "{said}"
    );
    assert!(text(&moved.stdout).contains("Next: open the page"));
    let none = run(&["--no-http"]);
    assert_eq!(text(&none.stderr), "");
    assert!(!text(&none.stdout).contains("open the page"));
}

#[test]
fn the_page_leaves_this_machine_only_when_that_was_said() {
    let state = tempfile::tempdir().unwrap();
    let folder = state.path().to_str().unwrap();
    let open = [
        "--listen",
        "127.0.0.1:0",
        "--state",
        folder,
        "--http",
        "0.0.0.0:0",
    ];
    let refused = camera_desktop(&open);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("--http-anywhere"));
}

#[test]
fn a_page_on_every_address_is_opened_by_an_address_and_not_by_a_name() {
    let state = tempfile::tempdir().unwrap();
    let open = ["--http", "0.0.0.0:0", "--http-anywhere"];
    let camera = Camera::start_with(state.path(), &open);
    let (address, query) = page(&camera);
    let port = address.strip_prefix("127.0.0.1:").expect("one to open");
    for (name, allowed) in [
        ("127.0.0.1", 101),
        ("192.0.2.7", 101),
        ("evil.example", 403),
    ] {
        let host = format!("{name}:{port}");
        let origin = format!("http://{host}");
        let headers = [("Host", host.as_str()), ("Origin", origin.as_str())];
        assert_eq!(upgrade(&address, &query, &headers), allowed, "{name}");
        assert_eq!(upgrade(&address, "", &headers), 403, "{name}");
    }
}

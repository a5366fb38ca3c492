//! A page without a browser: what goes over its WebSocket.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use serde_json::{Value, json};

use crate::harness::{Camera, PASSWORD, PATIENCE, SSID};
use crate::story::HOLD;

/// An open page.
struct Page {
    stream: TcpStream,
    hello: Value,
    next_id: u64,
}

impl Page {
    fn open(camera: &Camera) -> Self {
        let url = camera.ready["http"].as_str().unwrap();
        let (address, query) = url.trim_start_matches("http://").split_once('/').unwrap();
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let request = format!(
            "GET /ws{query} HTTP/1.1\r\nHost: {address}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).unwrap();
            head.extend(byte);
        }
        assert!(head.starts_with(b"HTTP/1.1 101"), "{head:?}");
        let mut page = Self {
            stream,
            hello: Value::Null,
            next_id: 1,
        };
        page.hello = page.hear()["hello"].take();
        page
    }

    /// Says something, and comes back with the id of what is asked.
    fn say(&mut self, mut what: Value) -> u64 {
        let id = self.next_id;
        self.next_id += 1;
        what["id"] = json!(id);
        let text = what.to_string();
        // A client masks what it says; with zeros that changes nothing.
        let mut frame = vec![0x81, 0xff];
        frame.extend((text.len() as u64).to_be_bytes());
        frame.extend([0; 4]);
        frame.extend(text.as_bytes());
        self.stream.write_all(&frame).unwrap();
        id
    }

    fn hear(&mut self) -> Value {
        let mut head = [0; 2];
        self.stream.read_exact(&mut head).unwrap();
        assert_eq!(head[0], 0x81, "a whole text");
        let more = match head[1] {
            126 => 2,
            127 => 8,
            _ => 0,
        };
        let mut len = [0; 8];
        self.stream.read_exact(&mut len[8 - more..]).unwrap();
        let len = if more == 0 {
            u64::from(head[1])
        } else {
            u64::from_be_bytes(len)
        };
        let mut text = vec![0; len as usize];
        self.stream.read_exact(&mut text).unwrap();
        serde_json::from_slice(&text).unwrap()
    }

    /// The next answer, whatever else is told.
    fn answer(&mut self) -> Value {
        loop {
            let mut said = self.hear();
            if said.get("answer").is_some() {
                return said["answer"].take();
            }
        }
    }

    /// Listens until that is told.
    fn until(&mut self, is_it: impl Fn(&Value) -> bool) {
        while !is_it(&self.hear()) {}
    }

    fn ask(&mut self, what: Value) -> Value {
        let id = self.say(what);
        let answer = self.answer();
        assert_eq!(answer["id"], id);
        answer
    }

    /// Has the page's phone do something: what it knows when the camera has answered.
    fn phone(&mut self, verb: &str) -> Value {
        let answer = self.ask(json!({ "line": format!("controller {verb}") }));
        let mut phone = answer["phone"].clone();
        while phone["reply"] == "pending" {
            let said = self.hear();
            // What was told before the answer may come after it.
            if said["phone"]["nth"].as_u64() > phone["nth"].as_u64() {
                phone = said["phone"].clone();
            }
        }
        phone
    }
}

fn items<'a>(hello: &'a Value, what: &str) -> &'a [Value] {
    hello["past"][what]["items"].as_array().unwrap()
}

#[test]
fn a_page_that_comes_late_is_told_the_whole_past() {
    let state = tempfile::tempdir().unwrap();
    let mut camera = Camera::start(state.path());
    camera.until("state", "setup");
    let mut early = Page::open(&camera);
    assert_eq!(early.ask(json!({ "line": "controller pair" }))["ok"], true);
    camera.ok(HOLD);
    // It is in setup before, too.
    camera.ok("expect epoch 1 within 20s");
    camera.ok("expect state setup within 20s");
    camera.control("button sideways");
    let late = Page::open(&camera);
    let lines: Vec<_> = items(&late.hello, "done")
        .iter()
        .map(|deed| deed["line"].as_str().unwrap())
        .collect();
    assert_eq!(lines, ["controller pair", HOLD]);
    let hold = &items(&late.hello, "done")[1];
    assert!(hold["ms"].as_u64().unwrap() > 7_000, "{hold}");
    let states: Vec<_> = items(&late.hello, "changes")
        .iter()
        .filter_map(|change| change["state"].as_str())
        .collect();
    let first = |page: &Page| items(&page.hello, "changes")[0].clone();
    assert_eq!(first(&late), first(&early));
    assert!(states.contains(&"resetting"), "{states:?}");
    assert!(!items(&late.hello, "messages").is_empty());
    for what in ["changes", "messages", "done"] {
        assert_eq!(late.hello["past"][what]["lost"], 0, "{what}");
    }
    assert_eq!(late.hello["beginning"]["used"], false);
}

#[test]
fn the_past_holds_what_a_story_needs_and_nothing_of_what_was_said_on_the_wire() {
    let state = tempfile::tempdir().unwrap();
    let mut camera = Camera::start(state.path());
    camera.until("state", "setup");
    let mut page = Page::open(&camera);
    assert_eq!(page.ask(json!({ "line": "controller pair" }))["ok"], true);
    camera.ok("advance 1s");
    let setup = format!("controller setup {SSID} \"{PASSWORD}\"");
    page.ask(json!({ "line": setup }));
    let late = Page::open(&camera);
    let told =
        late.hello["past"]["messages"].to_string() + &late.hello["past"]["changes"].to_string();
    assert!(!told.contains(PASSWORD), "{told}");
    assert!(
        !camera
            .events
            .iter()
            .any(|event| event.to_string().contains(PASSWORD))
    );
}

#[test]
fn a_story_of_ones_own_is_cut() {
    let state = tempfile::tempdir().unwrap();
    let camera = Camera::start(state.path());
    let mut page = Page::open(&camera);
    let story = "power on\nadvance 5s\ncontroller pair\nadvance 2s\nexpect state setup\n";
    let whole = page.ask(json!({ "story": story }));
    assert_eq!(whole["cut"]["differs"], Value::Null, "{whole}");
    let of = whole["cut"]["of"].as_u64().unwrap();
    let last = page.ask(json!({ "story": story, "cut": { "unit": of, "moment": "after" } }));
    assert_eq!(last["cut"]["end"]["state"], "setup", "{last}");
    assert_eq!(last["cut"]["end"]["secrets"], false);
    for (story, words) in [
        ("power on\nadvance 3h\n", "line 2"),
        ("power on\nadvance 361min\n", "361 minutes"),
        (&"power on\n".repeat(2_001), "2001 lines"),
        (&"#".repeat(64 * 1024 + 1), "65537 bytes"),
        (&"\"".repeat(1024 * 1024), "1048576 bytes"),
    ] {
        let refused = page.ask(json!({ "story": story }));
        assert_eq!(refused["error"]["code"], "Story", "{refused}");
        let message = refused["error"]["message"].as_str().unwrap();
        assert!(message.contains(words), "{message}");
    }
    let none = page.ask(json!({ "cut": { "unit": 9_999, "moment": "half" } }));
    assert_eq!(none["error"]["code"], "NoSuchUnit");
}

#[test]
fn the_camera_goes_on_while_a_story_is_replayed() {
    let state = tempfile::tempdir().unwrap();
    let camera = Camera::start(state.path());
    let mut page = Page::open(&camera);
    // A pairing costs much more than a line of the camera.
    let story = "power on\nadvance 5s\n".to_owned() + &"controller pair\nadvance 2s\n".repeat(50);
    let replay = page.say(json!({ "story": story }));
    let line = page.say(json!({ "line": "button up" }));
    let (first, second) = (page.answer(), page.answer());
    assert_eq!(
        (&first["id"], &second["id"]),
        (&json!(line), &json!(replay))
    );
}

#[test]
fn a_jump_of_a_day_is_a_new_beginning_and_not_the_end_of_the_connection() {
    let state = tempfile::tempdir().unwrap();
    let camera = Camera::start(state.path());
    let mut page = Page::open(&camera);
    assert_eq!(page.ask(json!({ "line": "advance 20min" }))["ok"], true);
    assert_eq!(page.ask(json!({ "line": "advance 1440min" }))["ok"], true);
    page.until(|said| said["hello"]["now_ms"].as_u64() > Some(86_400_000));
    assert_eq!(page.ask(json!({ "line": "button up" }))["ok"], true);
}

#[test]
fn r60_who_turns_the_head_instead_is_told_by_the_name_that_it_has_now() {
    let state = tempfile::tempdir().unwrap();
    // So slow that a lease lasts for as long as a busy machine needs.
    let mut camera =
        Camera::start_with(state.path(), &["--speed", "0.01", "--http", "127.0.0.1:0"]);
    let mut page = Page::open(&camera);
    for lines in [
        [
            "expect state setup within 30s",
            "controller 2 pair",
            "expect reply done within 30s",
        ],
        [
            "advance 1s",
            "controller 2 invite user 10min",
            "expect reply done within 10s",
        ],
    ] {
        lines.iter().for_each(|line| camera.ok(line));
    }
    assert_eq!(page.phone("pair invited")["reply"], "done");
    // Without any list, and with one that is old.
    for (name, verb) in [("story", "move 1 2"), ("tablet", "move-on left hold 1s")] {
        for line in [
            format!("controller 2 rename me {name}"),
            "expect reply done within 10s".to_owned(),
            "controller 2 move-on 1 hold 2s".to_owned(),
            "expect reply done within 10s".to_owned(),
        ] {
            camera.ok(&line);
        }
        let phone = page.phone(verb);
        assert_eq!(phone["reply"], "HeldByOther");
        let message = format!("Another controller is turning the head. It is {name}.");
        assert_eq!(phone["message"], message);
        assert_eq!(phone["retry_s"], 2);
        assert_eq!(page.phone("controllers")["reply"], "done");
    }
}

#[test]
fn a_page_that_goes_lets_go_of_the_button_that_it_holds_and_of_no_other() {
    let state = tempfile::tempdir().unwrap();
    let camera = Camera::start(state.path());
    let mut watching = Page::open(&camera);
    let mut holding = Page::open(&camera);
    let mut replaying = Page::open(&camera);
    assert_eq!(holding.ask(json!({ "line": "button down" }))["ok"], true);
    let story = "power on\nadvance 5s\nbutton down\nadvance 1s\n";
    assert_eq!(replaying.ask(json!({ "story": story }))["ok"], true);
    drop(replaying);
    // Its leave is noticed while another one comes and is told all.
    let late = Page::open(&camera);
    assert_eq!(late.hello["view"]["button"], "down");
    drop(holding);
    watching.until(|said| said["change"]["button"] == "up");
    let last = Page::open(&camera);
    let lines: Vec<_> = items(&last.hello, "done")
        .iter()
        .map(|deed| deed["line"].as_str().unwrap())
        .collect();
    assert_eq!(lines, ["button down", "button up"]);
}

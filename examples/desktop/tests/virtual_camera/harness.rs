//! Spawns the programs, reads what they say line by line, and never waits
//! longer than [`PATIENCE`].

use core::time::Duration;
use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Instant;

use serde_json::{Map, Value};

/// Longer than anything takes, even on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(120);

/// How many times as fast as a real camera. A handshake has 30 s of the camera's time, and a setup window ten minutes: a
/// slow machine needs what is left of them.
pub(crate) const SPEED: &str = "5";

/// A network that the camera hears in these tests.
pub(crate) const SSID: &str = "HomeNet";
/// Its password.
pub(crate) const PASSWORD: &str = "correct horse";

/// A `camera-desktop` that runs; dropping it kills it.
pub(crate) struct Camera {
    child: Child,
    stdin: Option<ChildStdin>,
    lines: Receiver<Value>,
    /// The first line.
    pub(crate) ready: Value,
    /// Every event so far, but for the answers to control lines.
    pub(crate) events: Vec<Value>,
    /// The latest value of each key.
    pub(crate) view: Map<String, Value>,
}

impl Camera {
    /// The camera of that folder, faster than a real one.
    pub(crate) fn start(state: &Path) -> Self {
        Self::start_with(state, &["--speed", SPEED, "--http", "127.0.0.1:0"])
    }

    pub(crate) fn start_with(state: &Path, args: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_camera-desktop"))
            .args(["--listen", "127.0.0.1:0", "--json", "--control", "stdin"])
            .arg("--state")
            .arg(state)
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let stdin = child.stdin.take();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = channel();
        thread::spawn(move || {
            for line in stdout.lines().map_while(Result::ok) {
                let value = serde_json::from_str(&line).unwrap_or(Value::String(line));
                let _ = sender.send(value);
            }
        });
        let mut camera = Self {
            child,
            stdin,
            lines,
            ready: Value::Null,
            events: Vec::new(),
            view: Map::new(),
        };
        camera.ready = camera
            .next_line(Instant::now() + PATIENCE)
            .expect("the first line");
        assert_eq!(camera.ready["event"], "ready");
        camera
    }

    pub(crate) fn address(&self) -> String {
        self.ready["listen"].as_str().unwrap().to_owned()
    }

    pub(crate) fn code(&self) -> String {
        self.ready["code"].as_str().unwrap().to_owned()
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Sends a control line, and waits for its answer.
    pub(crate) fn control(&mut self, line: &str) -> Value {
        self.say(line);
        self.answer()
    }

    /// Waits for the answer to a control line.
    pub(crate) fn answer(&mut self) -> Value {
        let due = Instant::now() + PATIENCE;
        loop {
            let said = self.next_line(due).expect("an answer");
            if said.get("ok").is_some() {
                return said;
            }
        }
    }

    /// Sends a control line.
    pub(crate) fn say(&mut self, line: &str) {
        self.say_bytes(format!("{line}\n").as_bytes());
    }

    /// Writes to the camera's standard input.
    pub(crate) fn say_bytes(&mut self, bytes: &[u8]) {
        self.stdin.as_mut().unwrap().write_all(bytes).unwrap();
    }

    /// Sends a control line that must do well.
    pub(crate) fn ok(&mut self, line: &str) {
        let answer = self.control(line);
        assert_eq!(answer["ok"], true, "{line}: {answer}");
    }

    /// Waits until that key has that value; it may have it already.
    pub(crate) fn until(&mut self, key: &str, value: &str) {
        self.until_one_of(key, &[value]);
    }

    /// Waits until that key has one of those values.
    pub(crate) fn until_one_of(&mut self, key: &str, values: &[&str]) {
        let is_there = |view: &Map<String, Value>| {
            let value = view.get(key).and_then(Value::as_str);
            value.is_some_and(|value| values.contains(&value))
        };
        let due = Instant::now() + PATIENCE;
        while !is_there(&self.view) {
            let said = self.next_line(due);
            assert!(
                said.is_some(),
                "{key} never became {values:?}: {:?}",
                self.view
            );
        }
    }

    /// Waits for the end, and says how it was.
    pub(crate) fn end(mut self) -> Option<i32> {
        let due = Instant::now() + PATIENCE;
        while self.next_line(due).is_some() {}
        self.child.wait().unwrap().code()
    }

    /// Closes the camera's standard input.
    pub(crate) fn close_stdin(&mut self) {
        self.stdin = None;
    }

    /// The events of some keys, as `key value`, in their order.
    pub(crate) fn told(&self, keys: &[&str]) -> Vec<String> {
        let mut told: Vec<String> = Vec::new();
        for event in &self.events {
            for key in keys {
                let text = match (*key, &event[*key]) {
                    (_, Value::Null) => continue,
                    ("led", led) => format!("led {} {}", led["color"], led["pattern"]),
                    ("flash", flash) => format!("{} {}", flash["op"], flash["region"]),
                    (key, value) => format!("{key} {value}"),
                };
                told.push(text.replace('"', ""));
            }
        }
        told.dedup();
        told
    }

    /// Nothing comes after the end.
    fn next_line(&mut self, due: Instant) -> Option<Value> {
        let left = due.saturating_duration_since(Instant::now());
        assert!(!left.is_zero(), "it takes too long: {:?}", self.view);
        match self.lines.recv_timeout(left) {
            Ok(line) => {
                let Value::Object(fields) = &line else {
                    panic!("no JSON object: {line}");
                };
                if fields.contains_key("t_ms") && !fields.contains_key("ok") {
                    self.view.extend(fields.clone());
                    self.events.push(line.clone());
                }
                Some(line)
            }
            Err(RecvTimeoutError::Disconnected) => None,
            Err(RecvTimeoutError::Timeout) => panic!("nothing happens: {:?}", self.view),
        }
    }
}

impl Drop for Camera {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The words of `wanted` stand in `told` in that order, with others between.
pub(crate) fn assert_in_order(told: &[String], wanted: &[&str]) {
    let mut rest = told.iter();
    for word in wanted {
        assert!(
            rest.any(|said| said == word),
            "{word:?} is missing, or comes too early: {told:#?}"
        );
    }
}

/// A controller: `camctl` with a folder for its keys.
pub(crate) struct Camctl<'a>(pub(crate) &'a Path);

impl Camctl<'_> {
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_camctl"));
        command.arg("--json").arg("--keys").arg(self.0).args(args);
        command
    }

    pub(crate) fn run(&self, args: &[&str], stdin: &str) -> Output {
        run(&mut self.command(args), stdin)
    }

    /// The JSON that a verb prints when all is well.
    pub(crate) fn ok(&self, args: &[&str]) -> Value {
        self.ok_with(args, "")
    }

    pub(crate) fn ok_with(&self, args: &[&str], stdin: &str) -> Value {
        let output = self.run(args, stdin);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {output:?}");
        json(&output.stdout)
    }

    /// The error of a verb that is refused.
    pub(crate) fn refused(&self, args: &[&str], stdin: &str) -> Value {
        let output = self.run(args, stdin);
        assert_eq!(output.status.code(), Some(1), "{args:?}: {output:?}");
        json(&output.stderr)["error"].take()
    }

    pub(crate) fn pair(&self, camera: &Camera) {
        self.ok(&[
            "pair",
            "--connect",
            &camera.address(),
            "--code",
            &camera.code(),
        ]);
    }

    /// Puts the camera on the home's network, and waits until it is there.
    pub(crate) fn set_up(&self, camera: &mut Camera) {
        camera.until("state", "setup");
        self.pair(camera);
        self.ok_with(&["setup", "--ssid", SSID, "--password-stdin"], PASSWORD);
        camera.until("state", "online");
    }
}

/// Runs a program to its end, or kills it.
pub(crate) fn run(command: &mut Command, stdin: &str) -> Output {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Most do not read it.
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let outputs = [read_all(stdout.unwrap()), read_all(stderr.unwrap())];
    let end = Instant::now() + PATIENCE;
    let said = outputs.map(|output| {
        let left = end.saturating_duration_since(Instant::now());
        output.recv_timeout(left).unwrap_or_else(|_| {
            let _ = child.kill();
            panic!("{command:?} does not end");
        })
    });
    let status = child.wait().unwrap();
    let [stdout, stderr] = said;
    Output {
        status,
        stdout,
        stderr,
    }
}

/// Runs a `camera-desktop` that ends by itself.
pub(crate) fn camera_desktop(args: &[&str]) -> Output {
    run(
        Command::new(env!("CARGO_BIN_EXE_camera-desktop")).args(args),
        "",
    )
}

pub(crate) fn json(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(bytes)))
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

pub(crate) fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// The three flash images of a state folder.
pub(crate) fn images(state: &Path) -> Vec<u8> {
    ["factory.bin", "journal.bin", "user.bin"]
        .iter()
        .flat_map(|file| std::fs::read(state.join(file)).unwrap())
        .collect()
}

fn read_all(mut from: impl Read + Send + 'static) -> Receiver<Vec<u8>> {
    let (sender, all) = channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = from.read_to_end(&mut bytes);
        let _ = sender.send(bytes);
    });
    all
}

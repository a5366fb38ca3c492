//! The serial console: asked as by somebody with a cable (R34, R80, R81).
#![cfg(all(feature = "pairing", feature = "console"))]

#[allow(dead_code, reason = "its apps are for other tests")]
mod home;

use camera_fsm::input::PinLevel;
use camera_fsm::part::Part;
use camera_fsm::profile::{BUTTONLESS, REFERENCE};
use camera_fsm::time::Instant;
use camera_hal::console::{Command, Console};

use camera_hal::console::terminal::{ANSWER_MAX, Terminal};
use camera_hal::mock::radio::AccessPoint;
use camera_proto::controller::{Input, Told};
use camera_proto::message::{Provision, Reply, Request};
use camera_proto::vocab::{Band, Bssid, Network, PairingSecret, Passphrase, Security, Ssid};
use embedded_io::{ErrorKind, ErrorType, Read, ReadReady, Write, WriteReady};
use home::{Home, code, label, name};

/// What the page says: each command, and what is said of its answer.
fn documented() -> Vec<(&'static str, &'static str)> {
    include_str!("../CONSOLE.md")
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once("` | "))
        .collect()
}

/// What comes of a line that is typed.
fn typed(home: &mut Home, line: &[u8]) -> String {
    let mut console = Console::new();
    let command = line.iter().find_map(|byte| console.feed(*byte));
    let (mut out, now) = (String::new(), Instant::from_millis(home.now_ms));
    home.camera
        .console(now, command.expect("a command"), &mut out)
        .expect("a string takes all");
    out
}

#[test]
fn r80_the_console_says_what_is_wrong_and_what_helps() {
    let mut home = Home::new();
    let well = typed(&mut home, b"diagnose\r");
    assert!(!well.contains("come up again"), "{well}");
    home.camera.board().button.part.0 = PinLevel::Down;
    home.pass(61_000);
    let stuck = typed(&mut home, b"diagnose\r");
    assert!(stuck.contains("It does not reset.\r\n"), "{stuck}");
    assert!(
        stuck.contains("The reset button does not come up again."),
        "{stuck}"
    );
    assert!(stuck.contains("Free the button"), "{stuck}");
    let status = typed(&mut home, b"status\n");
    assert!(status.contains("fault: button-stuck\r\n"), "{status}");
}

#[test]
fn r80_the_console_names_no_button_on_a_model_that_has_none() {
    for (profile, helps) in [
        (&REFERENCE, "Hold the reset button"),
        (&BUTTONLESS, "Switch it off and on"),
    ] {
        let mut home = Home::of(profile);
        home.pass(901_000);
        let said = typed(&mut home, b"diagnose\r");
        assert!(said.contains(helps), "{}: {said}", profile.name);
        let names_one = said.contains("button");
        assert_eq!(names_one, profile.has_button, "{said}");
    }
}

#[test]
fn r81_the_console_says_what_support_would_ask_for_and_no_secret() {
    let mut home = Home::new();
    let said = typed(&mut home, b" Support \r\n");
    for what in [
        "model: ",
        "serial: ",
        "made on: ",
        "firmware: ",
        "uptime: ",
        "signal: ",
    ] {
        assert!(said.contains(what), "{said}");
    }
}

#[test]
fn r34_the_console_restarts_it_and_erases_nothing() {
    let mut home = Home::new();
    let before = home.camera.board().flash.image().to_vec();
    assert_eq!(typed(&mut home, b"restart\r"), "It restarts.\r\n");
    home.pass(2_000);
    assert!(home.camera.is_rebooting());
    assert!(home.camera.board().flash.image()[..] == before[..]);
}

#[test]
fn what_it_does_not_know_it_says_and_no_line_is_too_long() {
    let mut home = Home::new();
    let unknown = "There is no such command: type `help`.\r\n";
    for line in [&b"reset\r"[..], b"diagnosediagnosediagnose\r", b"\xff\r"] {
        assert_eq!(typed(&mut home, line), unknown);
    }
    assert_eq!(typed(&mut home, b"statux\x7fs\r").lines().count(), 5);
    let mut console = Console::new();
    assert!(b"\r\n\r\n".iter().all(|byte| console.feed(*byte).is_none()));
    let long = [b'a'; 1_000];
    assert!(long.iter().all(|byte| console.feed(*byte).is_none()));
    assert_eq!(console.feed(b'\r'), Some(Command::Unknown));
    let again = b"help\r".iter().find_map(|byte| console.feed(*byte));
    assert_eq!(again, Some(Command::Help));
}

/// Every command of the page is one, `help` lists them all, and no answer has a line that the page does not name.
#[test]
fn r80_the_console_is_what_its_page_says() {
    let mut home = Home::new();
    let help = typed(&mut home, b"help\r");
    let words: Vec<_> = documented().iter().map(|(word, _)| *word).collect();
    assert_eq!(help.lines().collect::<Vec<_>>(), words);
    for (word, answer) in documented() {
        let said = typed(&mut home, format!(" {} \n", word.to_uppercase()).as_bytes());
        assert!(said.ends_with("\r\n") && !said.replace("\r\n", "").contains(['\r', '\n']));
        let named = said.lines().filter_map(|line| line.split_once(": "));
        for (name, _) in named.filter(|_| ["status", "support"].contains(&word)) {
            assert!(answer.contains(&format!("`{name}`")), "{word}: {name}");
        }
        let promised = answer.split('`').skip(1).step_by(2);
        for name in promised.filter(|name| *name != "resets") {
            assert!(said.contains(&format!("{name}: ")), "{word}: {name}");
        }
    }
    let unknown = typed(&mut home, b"reset\r");
    let page = include_str!("../CONSOLE.md");
    assert!(page.contains(unknown.trim_end()), "{unknown}");
    let longest = typed(&mut home, b"            help\r");
    assert_eq!(longest, help, "16 bytes are a line");
    assert_eq!(typed(&mut home, b"             help\r"), unknown);
}

/// Bytes as they are, and as somebody might print them.
fn spelled(secret: &[u8]) -> Vec<String> {
    let hex: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
    let list = format!("{secret:?}");
    let text = String::from_utf8_lossy(secret).to_lowercase();
    vec![text, hex, list.trim_matches(['[', ']']).to_owned()]
}

/// In every state that a day brings, no command prints what only its owner may know.
#[test]
fn r26_the_console_prints_no_secret() {
    let mut home = Home::new();
    let (ssid, password) = (&b"Our home net"[..], &b"correct horse"[..]);
    let network = Network {
        ssid: Ssid::new(ssid).unwrap(),
        bssid: Bssid([2, 0, 0, 0, 0, 1]),
        rssi_dbm: -52,
        security: Security::WPA2,
        channel: 6,
    };
    let provision = Provision {
        ssid: network.ssid.clone(),
        passphrase: Passphrase::new(password).unwrap(),
        security: None,
        bssid: None,
        hidden: false,
        allow_no_internet: false,
        seen_on: Band::Unknown,
    };
    let mut said = everything(&mut home);
    let told = home.ask(0, Input::Reach(PairingSecret::CODE));
    assert!(matches!(told, Told::Hello(_)), "{told:?}");
    let Told::Enrolled(mine) = home.ask(0, Input::Pair(&code(), &name())) else {
        panic!("it pairs");
    };
    // Its network is not there at first: that is a finding.
    let request = Request::Provision(provision);
    let refused = home.reply(0, &request);
    assert!(matches!(refused, Reply::Refused(_)), "{refused:?}");
    said += &everything(&mut home);
    let heard = AccessPoint::new(network, Passphrase::new(password).unwrap());
    home.camera.board().radio.networks.push(heard).unwrap();
    let done = home.reply(0, &request);
    assert!(matches!(done, Reply::Done), "{done:?}");
    home.press(PinLevel::Down);
    home.pass(61_000);
    said += &everything(&mut home);
    assert!(said.contains("ONLINE") || said.contains("online"), "{said}");
    let said = said.to_lowercase();
    assert!(said.contains("sn000001"), "what may be told is found");
    let record = label().to_bytes();
    let secrets: [&[u8]; 8] = [
        ssid,
        password,
        b"1234-5678-9018",
        b"123456789018",
        &mine.key,
        &mine.key[..8],
        &record[..],
        &record[record.len() - 16..],
    ];
    for secret in secrets.into_iter().flat_map(spelled) {
        assert!(!said.contains(&secret), "it prints {secret}");
    }
}

fn everything(home: &mut Home) -> String {
    let commands = documented().into_iter().map(|(word, _)| word);
    let all = commands.filter(|word| *word != "restart");
    all.map(|word| typed(home, format!("{word}\r").as_bytes()))
        .collect()
}

/// A line on which so much finds room at a time.
#[derive(Default)]
struct Narrow {
    typed: Vec<u8>,
    printed: Vec<u8>,
    room: usize,
    fails: bool,
}

impl ErrorType for Narrow {
    type Error = ErrorKind;
}

impl ReadReady for Narrow {
    fn read_ready(&mut self) -> Result<bool, ErrorKind> {
        match self.fails {
            true => Err(ErrorKind::BrokenPipe),
            false => Ok(!self.typed.is_empty()),
        }
    }
}

impl Read for Narrow {
    fn read(&mut self, into: &mut [u8]) -> Result<usize, ErrorKind> {
        assert!(!self.typed.is_empty(), "it would block");
        into[0] = self.typed.remove(0);
        Ok(1)
    }
}

impl WriteReady for Narrow {
    fn write_ready(&mut self) -> Result<bool, ErrorKind> {
        Ok(self.room > 0)
    }
}

impl Write for Narrow {
    fn write(&mut self, bytes: &[u8]) -> Result<usize, ErrorKind> {
        assert!(self.room > 0, "it would block");
        let len = bytes.len().min(self.room);
        self.printed.extend(&bytes[..len]);
        self.room -= len;
        Ok(len)
    }

    fn flush(&mut self) -> Result<(), ErrorKind> {
        panic!("it would block")
    }
}

#[test]
fn r80_a_terminal_prints_as_there_is_room_and_misses_nothing() {
    let mut home = Home::new();
    let whole = typed(&mut home, b"diagnose\r") + &typed(&mut home, b"help\r");
    let now = Instant::from_millis(home.now_ms);
    let mut terminal = Terminal::new(Narrow::default());
    terminal.stream().typed = b"diagnose\rhelp\r".to_vec();
    let mut served = 0;
    while terminal.serve(now, &mut home.camera) == Ok(true) {
        terminal.stream().room = 7;
        served += 1;
    }
    assert_eq!(terminal.stream().printed, whole.as_bytes());
    assert!(served >= whole.len() / 7, "{served} times");
    // A flood is read bit by bit.
    terminal.stream().typed = vec![b'\n'; 1_000];
    assert_eq!(terminal.serve(now, &mut home.camera), Ok(true));
    assert!(terminal.stream().typed.len() > 900);
}

#[test]
fn a_terminal_that_fails_says_so_and_begins_anew() {
    let mut home = Home::new();
    let now = Instant::from_millis(home.now_ms);
    let mut terminal = Terminal::new(Narrow::default());
    terminal.stream().typed = b"sta".to_vec();
    assert_eq!(terminal.serve(now, &mut home.camera), Ok(false));
    terminal.stream().fails = true;
    let failed = terminal.serve(now, &mut home.camera);
    assert_eq!(failed, Err(ErrorKind::BrokenPipe));
    let narrow = terminal.stream();
    (narrow.fails, narrow.room) = (false, 1_000);
    narrow.typed = b"help\r".to_vec();
    assert_eq!(terminal.serve(now, &mut home.camera), Ok(false));
    let help = typed(&mut home, b"help\r");
    assert_eq!(terminal.stream().printed, help.as_bytes());
}

/// Who brings a board up reads which part it is, and what its driver says: of a kind that is the same for all drivers.
#[test]
fn r61_r80_the_console_says_which_part_fails_and_by_what() {
    use camera_hal::part::{ErrorKind, PartError};
    let mut home = Home::new();
    let board = home.camera.board();
    let (kind, code) = (ErrorKind::Missing, -5);
    board.led.error = Some(PartError::Driver { kind, code });
    board.fail(Part::StatusLed, true);
    board.fail(Part::Button, true);
    home.pass(3_000);
    let errors = home.camera.errors();
    let kinds = [Part::Button, Part::StatusLed, Part::Head]
        .map(|part| errors[part as usize].map(PartError::kind));
    assert_eq!(kinds, [Some(ErrorKind::Read), Some(kind), None]);
    let said = everything(&mut home);
    for line in [
        "  A part of it does not work. (LED: it does not answer (its driver says -5))\r\n",
        "  A part of it does not work. (button: it cannot be read)\r\n",
    ] {
        assert!(said.contains(line), "{said}");
    }
    // The rest goes on, and what works again is forgotten.
    home.camera.board().fail(Part::StatusLed, false);
    home.pass(3_000);
    assert_eq!(home.camera.errors()[Part::StatusLed as usize], None);
}

/// All that can be wrong at once, in words, finds room.
#[test]
fn r80_no_answer_is_cut() {
    let mut home = Home::new();
    let recordings = &mut home.camera.board().recordings.part;
    recordings.sealed_by.push(9).unwrap();
    home.camera.board().fail(Part::Recordings, true);
    let mut home = home.restart();
    for part in Part::ALL {
        home.camera.board().fail(part, true);
    }
    home.pass(61_000);
    let said = everything(&mut home);
    assert!(said.len() < ANSWER_MAX, "all answers: {} bytes", said.len());
}

/// A reset must finish before anything else touches the flash.
#[cfg(feature = "conformance")]
#[test]
fn r21_no_board_is_proved_while_a_reset_is_under_way() {
    use camera_fsm::profile::REFERENCE;
    use camera_hal::conformance::{Desk, Plan};
    use embedded_hal::delay::DelayNs;

    struct Never;
    impl DelayNs for Never {
        fn delay_ns(&mut self, _: u32) {
            panic!("nothing is tried")
        }
    }
    let mut home = Home::new();
    home.press(PinLevel::Down);
    home.pass(6_000);
    home.press(PinLevel::Up);
    // What it has to do for that, it has not done yet.
    for ms in 0..100 {
        home.camera.turn(Instant::from_millis(home.now_ms + ms));
    }
    assert!(home.camera.device().reset().is_active());
    let mut desk = Desk {
        stream: &mut Narrow {
            room: 100,
            ..Narrow::default()
        },
        now: || panic!("nothing is tried"),
        delay: &mut Never,
    };
    let plan = Plan {
        profile: &REFERENCE,
        has_button: true,
        scratch: 0x6000..0x8000,
        erases_recordings: true,
    };
    assert_eq!(home.camera.prove(&mut desk, &plan), None);
    assert_eq!(desk.stream.printed, b"It is busy: try again.\r\n");
    assert!(!home.camera.is_rebooting());
}

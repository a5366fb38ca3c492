//! The serial console: asked as by somebody with a cable (R34, R80, R81).
#![cfg(all(feature = "pairing", feature = "console"))]

#[allow(dead_code, reason = "its apps are for other tests")]
mod home;

use camera_fsm::input::PinLevel;
use camera_fsm::time::Instant;
use camera_hal::console::{Command, Console};

use home::Home;

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

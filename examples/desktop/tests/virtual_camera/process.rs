//! How the program begins and ends, and what it leaves behind.

use std::net::TcpListener;
use std::process::Command;

use crate::harness::{Camctl, Camera, camera_desktop, holds, run, text};

#[cfg(unix)]
#[test]
fn sigterm_and_sigint_end_it_with_success_and_free_the_folder() {
    let state = tempfile::tempdir().unwrap();
    for signal in ["TERM", "INT"] {
        let camera = Camera::start(state.path());
        let kill = format!("kill -{signal} {}", camera.pid());
        let killed = run(Command::new("sh").args(["-c", &kill]), "");
        assert!(killed.status.success());
        assert_eq!(camera.end(), Some(0), "{signal}");
    }
}

#[test]
fn whoever_steers_it_ends_it_by_quit_or_by_going_away() {
    let state = tempfile::tempdir().unwrap();
    let mut camera = Camera::start(state.path());
    camera.close_stdin();
    assert_eq!(camera.end(), Some(0));
    let mut camera = Camera::start(state.path());
    camera.say("quit");
    assert_eq!(camera.end(), Some(0));
}

#[test]
fn control_lines_that_are_wrong_are_answered_and_no_end() {
    let state = tempfile::tempdir().unwrap();
    let mut camera = Camera::start(state.path());
    for (line, code) in [
        ("button sideways", "Syntax"),
        ("gar\u{fffd}bage \u{1b}[2J", "Syntax"),
        ("advance -1", "Syntax"),
        ("sensor light dim", "Syntax"),
        ("controller connect", "World"),
        ("router set {\"network\":", "World"),
        (
            "router set {\"network\":[{\"ssid\":\"x\",\"band\":\"7\"}]}",
            "World",
        ),
        ("expect state resetting", "Unmet"),
    ] {
        let answer = camera.control(line);
        assert_eq!(answer["ok"], false, "{line}");
        assert_eq!(answer["error"]["code"], code, "{line}: {answer}");
    }
    camera.say_bytes(b"\xff\xfe\n");
    assert_eq!(camera.answer()["error"]["code"], "Syntax");
    camera.ok("# only a comment");
    camera.ok("");
}

#[test]
fn a_state_folder_in_use_is_refused_by_name() {
    let state = tempfile::tempdir().unwrap();
    let camera = Camera::start(state.path());
    let folder = state.path().to_str().unwrap();
    let second = camera_desktop(&["--listen", "127.0.0.1:0", "--state", folder]);
    assert_eq!(second.status.code(), Some(1));
    let why = text(&second.stderr);
    let by = format!(
        "{folder} is in use by camera-desktop with process id {}",
        camera.pid()
    );
    assert!(why.contains(&by) && why.contains("--state"), "{why}");
}

#[test]
fn a_camera_of_another_model_is_not_started_as_this_one() {
    let state = tempfile::tempdir().unwrap();
    drop(Camera::start(state.path()));
    let folder = state.path().to_str().unwrap();
    let other = [
        "--profile",
        "deliberate",
        "--listen",
        "127.0.0.1:0",
        "--state",
        folder,
    ];
    let refused = camera_desktop(&other);
    assert_eq!(refused.status.code(), Some(1));
    let why = text(&refused.stderr);
    assert!(
        why.contains("Spot PT-1") && why.contains("--profile"),
        "{why}"
    );
}

#[test]
fn a_port_in_use_is_refused_with_advice() {
    let (taken, state) = (
        TcpListener::bind("127.0.0.1:0").unwrap(),
        tempfile::tempdir().unwrap(),
    );
    let address = taken.local_addr().unwrap().to_string();
    let folder = state.path().to_str().unwrap();
    let refused = camera_desktop(&["--listen", &address, "--state", folder]);
    assert_eq!(refused.status.code(), Some(1));
    let why = text(&refused.stderr);
    assert!(
        why.contains(&format!("cannot listen on {address}")) && why.contains("--listen"),
        "{why}"
    );
}

#[test]
fn wrong_usage_exits_2_and_says_what_there_is() {
    for (args, hint) in [
        (&["--profile", "nonesuch"][..], "reference, deliberate"),
        (&["--speed", "0"], "from 0.01 to 10000"),
        (&["--speed", "fast"], "from 0.01 to 10000"),
        (&["--control", "tty"], "stdin"),
        (
            &["--script", "a", "--control", "stdin"],
            "cannot be used with",
        ),
        (&["--script", "a", "--router", "b"], "cannot be used with"),
        (
            &["--script", "a", "--http", "127.0.0.1:0"],
            "cannot be used with",
        ),
        (&["dance"], "Usage"),
    ] {
        let output = camera_desktop(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {output:?}");
        assert!(text(&output.stderr).contains(hint), "{args:?}: {output:?}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn the_sticker_is_beside_the_camera_and_for_its_holder_only() {
    let state = tempfile::tempdir().unwrap();
    let camera = Camera::start(state.path());
    let (grouped, serial) = (
        camera.code(),
        camera.ready["serial"].as_str().unwrap().to_owned(),
    );
    let label = std::fs::read_to_string(state.path().join("label.txt")).unwrap();
    assert_eq!(
        label,
        format!("Spot PT-1\nserial {serial}\ncode {grouped}\n")
    );
    let factory = std::fs::read(state.path().join("factory.bin")).unwrap();
    assert!(holds(&factory, serial.as_bytes()));
    let digits = grouped.replace('-', "");
    assert_eq!(digits.len(), 12);
    for code in [&grouped, &digits] {
        assert!(
            !holds(&factory, code.as_bytes()),
            "the code is in the flash"
        );
    }
    #[cfg(unix)]
    for file in ["label.txt", "factory.bin", "journal.bin", "user.bin"] {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(state.path().join(file))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
    drop(camera);

    // Without it there is no pairing, and the camera itself cannot tell.
    std::fs::remove_file(state.path().join("label.txt")).unwrap();
    let folder = state.path().to_str().unwrap();
    let lost = camera_desktop(&["--listen", "127.0.0.1:0", "--state", folder]);
    assert_eq!(lost.status.code(), Some(1));
    assert!(text(&lost.stderr).contains("remove the folder for a new camera"));
}

#[test]
fn another_start_is_the_same_camera() {
    let (state, keys) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut camera = Camera::start(state.path());
    Camctl(keys.path()).set_up(&mut camera);
    let (code, serial) = (camera.code(), camera.ready["serial"].clone());
    drop(camera);
    let mut camera = Camera::start(state.path());
    assert_eq!((camera.code(), &camera.ready["serial"]), (code, &serial));
    camera.until("state", "online");
    Camctl(keys.path()).ok(&["status", "--connect", &camera.address()]);
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_enough_is_no_error() {
    let state = tempfile::tempdir().unwrap();
    let program = env!("CARGO_BIN_EXE_camera-desktop");
    let folder = state.path().display();
    let run_it = format!("{program} --state {folder} --listen 127.0.0.1:0 --speed 100");
    for command in [
        format!("{run_it} --json"),
        run_it,
        format!("{program} --completions bash"),
        format!("{program} --help"),
    ] {
        // The exit code of the program goes where the closed pipe cannot swallow it.
        let code = state.path().join("code");
        let line = format!(
            "({command} </dev/null; echo $? >{}) | head -1",
            code.display()
        );
        let output = run(Command::new("sh").args(["-c", &line]), "");
        assert_eq!(text(&output.stderr), "", "{command}");
        assert_eq!(std::fs::read_to_string(&code).unwrap(), "0\n", "{command}");
    }
}

#[test]
fn help_has_examples_and_fits_a_screen() {
    let output = camera_desktop(&["--help"]);
    let help = text(&output.stdout);
    assert!(help.contains("Examples:") && !help.contains('\x1b'));
    for line in help.lines() {
        assert!(line.chars().count() <= 100, "{line}");
    }
    let version = camera_desktop(&["-V"]);
    assert_eq!(
        text(&version.stdout),
        format!("camera-desktop {}\n", env!("CARGO_PKG_VERSION"))
    );
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(text(&camera_desktop(&["--completions", shell]).stdout).contains("profile"));
    }
}

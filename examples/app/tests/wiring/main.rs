//! The wiring picture of every board's README is drawn from its pin table, so
//! that it cannot lie. `UPDATE=1 cargo test -p camera-app --test wiring` draws
//! it anew.
//!
//! A board folder is one with a pin table. `src/pins.rs` gives each pin away on a
//! line of its own, which says what is wired to it, and how:
//!
//! ```text
//! button: p.PIN_15, // button: to ground; pulled up inside
//! ```
//!
//! What stands below a `#[cfg(feature = "…")]` is another board's, and not drawn.
//!
//! `header.txt` is the board seen from above, a row a line: what the left pin is
//! for when no firmware has it, its name and number, then the right one's:
//!
//! ```text
//! - | GP0 | 1 | 40 | VBUS | the servos' 5 V
//! ```
//!
//! Its README has a line `<!-- wiring -->` before, and `<!-- /wiring -->` behind.

mod board;

use std::fs;
use std::path::Path;

use board::{header, pins, wiring};

const BEFORE: &str = "<!-- wiring -->\n";
const BEHIND: &str = "<!-- /wiring -->";

#[test]
fn every_board_is_wired_as_its_pin_table_says() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut boards = 0;
    for entry in fs::read_dir(examples).expect("the folder of the boards") {
        let folder = entry.expect("a folder").path();
        let Ok(table) = fs::read_to_string(folder.join("src/pins.rs")) else {
            continue;
        };
        let rows = fs::read_to_string(folder.join("header.txt")).expect("a header");
        let drawn = wiring(&header(&rows), &pins(&table));
        hold(&folder.join("README.md"), &drawn);
        boards += 1;
    }
    assert!(boards > 0, "no board has a pin table");
}

/// Holds the README to it, or writes it there.
fn hold(readme: &Path, drawn: &str) {
    let text = fs::read_to_string(readme).expect("a README");
    let (before, rest) = text.split_once(BEFORE).expect("<!-- wiring -->");
    let (committed, behind) = rest.split_once(BEHIND).expect("<!-- /wiring -->");
    if std::env::var_os("UPDATE").is_some() {
        let text = format!("{before}{BEFORE}{drawn}{BEHIND}{behind}");
        fs::write(readme, text).expect("the README is written");
    } else {
        assert!(
            committed == drawn,
            "{} is wired otherwise: run with UPDATE=1, and look at it",
            readme.display()
        );
    }
}

#[test]
fn a_pin_that_the_header_lacks_is_told() {
    let rows = header("- | GP0 | 1 | 2 | GND | -");
    let pins = pins("tx: p.PIN_9, // wire TX: 115 200 baud");
    let drawn = std::panic::catch_unwind(|| wiring(&rows, &pins));
    assert!(drawn.is_err());
}

#[test]
fn a_pin_of_another_board_is_not_drawn() {
    let rows = header("- | GP0 | 1 | 2 | GND | -");
    let pins = pins(
        "tx: p.PIN_0, // wire TX: 115 200 baud\n\
         #[cfg(feature = \"another\")]\n\
         tx: p.PIN_9, // wire TX: likewise",
    );
    let drawn = wiring(&rows, &pins);
    assert!(drawn.contains("| GP0 | wire TX | 115 200 baud |\n") && !drawn.contains("likewise"));
}

//! The diagrams and the README show what was explored. `UPDATE=1` draws anew.

use std::sync::Mutex;

use camera_fsm::input::Ask;

use crate::charts::{Chart, Charts};
use crate::lawful::inputs::{
    CONFIRM, CONFIRM_WRONGLY, ERASE_ALL, FORGET_NETWORK, KEEP_NETWORK, Product, SET_UP,
};
use crate::seeing;
use crate::small::late_profile;
use crate::{core, explore_with, one_owner};

/// Who resets, restarts and sets up. All of them together take every kind of
/// transition: their searches come to an end.
fn drawn() -> [Product; 4] {
    [
        core(1),
        Product {
            name: "an owner resets and restarts",
            asks: &[
                ERASE_ALL,
                FORGET_NETWORK,
                CONFIRM,
                CONFIRM_WRONGLY,
                Ask::Restart,
            ],
            ..one_owner()
        },
        Product {
            name: "an owner resets the settings",
            asks: &[KEEP_NETWORK, CONFIRM],
            ..one_owner()
        },
        Product {
            name: "an owner sets up, and joining takes longer than the window is open",
            profile: late_profile(),
            asks: &[SET_UP],
            ..one_owner()
        },
    ]
}

#[test]
fn diagrams_are_what_was_explored() {
    agree(&drawn(), Charts::of_the_core(), "charts");
}

#[test]
fn diagrams_of_what_sees_hears_and_turns_are_what_was_explored() {
    let charts = Charts::of_the_rest();
    agree(&seeing::drawn(), charts, "more charts");
}

/// One test at a time writes it.
static README: Mutex<()> = Mutex::new(());

fn agree(products: &[Product], mut charts: Charts, mark: &str) {
    for product in products {
        explore_with(product, &mut charts);
    }
    for chart in &charts.0 {
        agrees(&format!("diagrams/{}.mmd", chart.name), &chart.mermaid());
        agrees(&format!("diagrams/{}.svg", chart.name), &chart.svg());
    }
    let _readme = README.lock();
    agrees("README.md", &readme_with(&charts, mark));
}

/// As it is, with these charts between its marks.
fn readme_with(charts: &Charts, mark: &str) -> String {
    let begin = format!("<!-- {mark}: UPDATE=1 draws them -->\n");
    let end = format!("<!-- end of {mark} -->\n");
    let readme = committed("README.md");
    let shown = readme.split_once(&begin).and_then(|(before, rest)| {
        let (_, after) = rest.split_once(&end)?;
        let charts: String = charts.0.iter().map(section).collect();
        Some(format!("{before}{begin}{charts}{end}{after}"))
    });
    shown.expect("the README has marks for charts")
}

fn section(chart: &Chart) -> String {
    let (name, drawn) = (chart.name, chart.mermaid());
    format!("\n<details><summary>{name}</summary>\n\n```mermaid\n{drawn}```\n\n</details>\n\n")
}

fn committed(file: &str) -> String {
    std::fs::read_to_string(path(file)).unwrap_or_default()
}

fn path(file: &str) -> String {
    format!("{}/{file}", env!("CARGO_MANIFEST_DIR"))
}

/// The file says so, or is made to.
fn agrees(file: &str, drawn: &str) {
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path(file), drawn).expect("a diagram can be written");
    }
    assert_eq!(
        committed(file),
        drawn,
        "{file} is old: UPDATE=1 draws it anew"
    );
}

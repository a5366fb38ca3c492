//! What the page says to a driver's author is what the radio's state machine does.

use std::path::Path;

use camera_app::wifi::reason;
use camera_fsm::input::OpResult;

/// The driver's reasons that are silence in a handshake, as the table of the jobs
/// lists them.
#[test]
fn the_page_names_each_reason_that_is_silence() {
    let silence: Vec<String> = (0..=255)
        .filter(|code| {
            let result = reason::result(*code, -50);
            matches!(result, OpResult::HandshakeTimeout { .. })
        })
        .map(|code| code.to_string())
        .collect();
    let (last, others) = silence.split_last().expect("there are some");
    let said = format!(
        "`HANDSHAKE_TIMEOUT` for reasons {} and {last}, else",
        others.join(", ")
    );
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let page = std::fs::read_to_string(page).expect("the page");
    assert!(page.contains(&said), "README.md does not say: {said}");
}

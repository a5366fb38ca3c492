//! Plays a story of the machine to an emulated board.
//!
//! ```text
//! told REPORT | cannot WHY | wrong WHERE      the last line
//! ```

mod cannot;
mod emulator;
mod house;
mod rhythm;
mod sight;

use std::fs;
use std::path::Path;

use camera_fsm::scenario::{Line, World as _, parse, step};
use camera_fsm::time::Instant;

use house::House;

/// The story in that file. What is seen of it is for whoever drives the emulator
/// to tell.
pub(crate) fn play(args: &[String]) -> Option<()> {
    let [file] = args else { return None };
    let text = fs::read_to_string(file).ok()?;
    let name = Path::new(file).file_stem()?.to_str()?;
    match cannot::why(name, &text) {
        Some(why) => println!("cannot {why}"),
        None => match tell(&text) {
            Ok(told) => println!("told {told}"),
            Err(wrong) => println!("wrong {wrong}"),
        },
    }
    Some(())
}

fn tell(text: &str) -> Result<String, String> {
    let mut house = House::new()?;
    let mut lines = 0;
    for (number, line) in parse(text) {
        let line = line.map_err(|error| format!("line {number}: {error}"))?;
        match &line {
            Line::Expect(expect) => house.expects(expect),
            Line::Advance { .. } => {}
            _ => house.catch_up(),
        }
        let done = step(&mut house, &line, Instant::default());
        done.map_err(|kind| format!("line {number}: {kind}"))?;
        if let Some(wrong) = house.wrong.take() {
            return Err(format!("line {number}: {wrong}"));
        }
        lines += 1;
        println!("mark {lines}");
    }
    let held = rhythm::hold(&house.seen)?;
    Ok(format!(
        "{lines} lines, {} s, {held} changes of its LED in its rhythm",
        house.now().as_millis() / 1000
    ))
}

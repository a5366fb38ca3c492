//! What a Pico cannot be told, and why.

use camera_fsm::motion_detection::grid::Cells;
use camera_fsm::profile::REFERENCE;
use camera_fsm::scenario::{Expectation, Flash, Line, Sensor, Verb, parse};
use camera_proto::message::Setting;
use camera_proto::vocab::ResetStage;

/// Stories that are not for it by something that no line of theirs says.
const BY_NAME: [(&str, &str); 2] = [
    (
        "busy_and_offline",
        "what two controllers say at one instant comes over its radio's line piece by piece",
    ),
    (
        "led_sleeps",
        "its life begins some milliseconds before its LED can tell; stories of its own hold that",
    ),
];

/// Why the story of that name is not for it, if it is not.
pub(super) fn why(name: &str, text: &str) -> Option<&'static str> {
    let named = BY_NAME.iter().find(|(known, _)| *known == name);
    let mut lines = parse(text);
    let of_lines = || lines.find_map(|(_, line)| of_line(&line.ok()?));
    named.map(|(_, why)| *why).or_else(of_lines)
}

fn of_line(line: &Line<'_>) -> Option<&'static str> {
    match line {
        Line::Profile(profile) if *profile != &REFERENCE => Some("its image is of another model"),
        Line::Servo { .. } => Some("its servos do not say that they are stuck"),
        Line::Part { .. } => Some("its parts do not say that they fail"),
        Line::Sensor(Sensor::Motion(cells)) if *cells != Cells::EVERYWHERE => {
            Some("its motion sensor sees no picture")
        }
        Line::Sensor(Sensor::Microphone { .. }) => Some("it has no microphone"),
        Line::Flash(Flash::Stuck) => {
            Some("a change of its flash that never ends is a hang, and its watchdog ends that")
        }
        Line::Controller { verb, .. } => of_verb(verb),
        Line::Expect(expect) => match &expect.what {
            Expectation::Lens(_) => Some("it has no lens to shut"),
            Expectation::Reset(ResetStage::CHECKING) => {
                Some("nobody outside can tell that stage of a reset")
            }
            Expectation::Flag {
                name: "recording", ..
            } => Some("it keeps no recordings"),
            Expectation::Flag {
                name: "unbind-owed",
                ..
            } => Some("it has no cloud"),
            _ => None,
        },
        _ => None,
    }
}

fn of_verb(verb: &Verb<'_>) -> Option<&'static str> {
    match verb {
        Verb::AudioTest { .. } => Some("it has no speaker"),
        Verb::Set(Setting::Recording(_) | Setting::Storage(_)) => Some("it keeps no recordings"),
        _ => None,
    }
}

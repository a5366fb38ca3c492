//! The guide's story, as each model tells it.

use camera_fsm::profile::{Fires, Profile};

/// A hold that opens setup is released so long before it would be too long.
const EARLY_MS: u32 = 500;

/// A short start, and a short rest of the head after a move.
const SHORT_MS: u32 = 2_500;

/// The guide's story of that model: a camera is set up, turns its head, and is
/// reset: by its button, or where it has none by switching it on and off. The
/// README's picture is that of the reference.
#[must_use]
pub fn guide(profile: &Profile) -> String {
    let opens_by_itself = profile.reset.auto_setup_ms.is_some();
    let open = match opens_by_itself {
        true => String::new(),
        false => hold(profile.button.setup_until_ms - EARLY_MS),
    };
    let over_ms = match profile.button.fires {
        Fires::OnRelease => 2_000,
        Fires::WhileHeld => 500,
    };
    let reset = match profile.power.cycles {
        Some(cycles) if !profile.has_button => {
            // The long start of the setup belongs to no row.
            let rest = format!("advance {}\n", cycles.within_ms);
            rest + &starts(cycles.count)
        }
        _ => hold(profile.button.reset_from_ms + over_ms),
    };
    let end = match opens_by_itself {
        true => "expect state setup within 10s\n",
        false => "",
    };
    format!(
        r#"router set {{"network":[{{"ssid":"HomeNet","password":"correct horse"}}]}}
power on
{open}expect state setup within 5s
advance 1s
controller pair
expect reply done within 1s
controller setup HomeNet "correct horse"
expect reply done within 5s
expect state online
controller move 60 20
advance {SHORT_MS}
{reset}expect state resetting within 1s
expect state unprovisioned within 5s
expect no-secrets
{end}advance 2s
"#
    )
}

/// The button, as it bounces when it is pressed and released.
fn hold(ms: u32) -> String {
    let [again, up] = [ms + 3, ms + 5];
    format!("button trace 0 down 2 up 3 down 5 up 6 down {ms} up {again} down {up} up\n")
}

/// The last of them is the one that counts, and stays on.
fn starts(count: u8) -> String {
    format!("power off\npower on\nadvance {SHORT_MS}\n").repeat(usize::from(count) - 1)
        + "power off\npower on\n"
}

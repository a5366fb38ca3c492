//! What to do next, for who does not know whether the camera has a reset button: the
//! wire does not say, and other makers have other models.

use camera_proto::controller::{self, advice_without_button, remedy_without_button};
use camera_proto::vocab::{Advice, Refusal};

/// After a refusal.
#[must_use]
pub fn advice(why: Refusal) -> String {
    either(controller::advice(why), advice_without_button(why))
}

/// What helps.
#[must_use]
pub fn remedy(advice: Advice) -> String {
    either(controller::remedy(advice), remedy_without_button(advice))
}

/// One sentence where both say the same.
fn either(button: &str, none: &str) -> String {
    match none.split_at_checked(1) {
        Some((first, rest)) if button != none => {
            format!(
                "{button} If it has no button, {}{rest}",
                first.to_lowercase()
            )
        }
        _ => button.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_a_button_and_who_has_none_are_told() {
        assert_eq!(advice(Refusal::BUSY), "Try again in a moment.");
        assert_eq!(
            remedy(Advice::HOLD_FOR_SETUP),
            "Hold the reset button for 2-3 seconds until the LED blinks blue, then set it up. If it has no \
             button, switch it off and on, and set it up while the LED blinks blue."
        );
    }
}

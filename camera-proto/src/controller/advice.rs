//! Every refusal as a sentence for people, and what to do next.

use crate::vocab::Refusal;

/// What happened, as a sentence.
#[must_use]
pub const fn message(why: Refusal) -> &'static str {
    match why {
        Refusal::NONE => "Nothing went wrong.",
        Refusal::UNSUPPORTED => "The camera does not know that request.",
        Refusal::MALFORMED => "The camera could not read that request.",
        Refusal::NOT_ALLOWED => "This controller may not do that.",
        Refusal::BUSY => "The camera is busy with something else, or with others.",
        Refusal::WINDOW_CLOSED => "The camera is not in setup mode.",
        Refusal::WRONG_CODE => "The code does not match this camera.",
        Refusal::RATE_LIMITED => "Too many wrong codes: the camera wants a pause.",
        Refusal::LOCKED => "Too many wrong codes: the camera has closed setup.",
        Refusal::OWNED => "The camera already has an owner.",
        Refusal::UNKNOWN_CONTROLLER => "The camera does not know this controller any more.",
        Refusal::FULL => "The camera has no room for another controller.",
        Refusal::NO_SUCH_CONTROLLER => "No controller of this camera has that key.",
        Refusal::NO_INVITATION => "The camera has no open invitation.",
        Refusal::LAST_OWNER => "That is the camera's last owner.",
        Refusal::UNSAFE_CODE => "The camera does not take that code's record.",
        Refusal::NETWORK_NOT_FOUND => "The camera does not hear that network.",
        Refusal::BAND_MISMATCH => "That network was seen on a band the camera cannot use.",
        Refusal::AUTH_FAILURE => "The Wi-Fi password is wrong.",
        Refusal::WEAK_SIGNAL => "The signal of that network is too weak at the camera.",
        Refusal::PASSWORD_TOO_SHORT => "The Wi-Fi password is too short for that security.",
        Refusal::PASSWORD_TOO_LONG => "The Wi-Fi password is too long for that security.",
        Refusal::UNSUPPORTED_SECURITY => "The camera does not join networks with that security.",
        Refusal::NO_ADDRESS => "The network gave the camera no address.",
        Refusal::NO_INTERNET => "That network has no internet.",
        Refusal::CANCELLED => "It was cancelled at the camera.",
        Refusal::OUT_OF_RANGE => "That value is outside its range.",
        Refusal::AT_LIMIT => "The head stands at its end stop.",
        Refusal::STALLED => "A servo of the head is stuck.",
        Refusal::NO_SERVO => "This camera cannot turn that way.",
        Refusal::NO_SUCH_PRESET => "The camera has no preset in that place.",
        Refusal::NOT_HOMED => "The head does not know where it points.",
        Refusal::HELD_BY_OTHER => "Another controller is turning the head.",
        Refusal::PRIVACY => "Privacy mode is on.",
        Refusal::NOT_HEARD => "The camera has not heard its own tone.",
        Refusal::OVERHEATED => "The head has turned for so long that it must cool first.",
        Refusal::NOT_CONFIRMED => "The confirmation does not belong to this request.",
        Refusal::EXPIRED => "The confirmation came too late.",
        Refusal::STORE_FAILURE => "The camera's storage does not work.",
        Refusal::INVALID_NAME => "That name is empty, too long, or not text.",
        Refusal::INVALID_ZONE => "That zone has no area, or lies outside the picture.",
        Refusal::INVALID_SCHEDULE => "A time of that schedule is outside the week.",
        Refusal::INVALID_TIME_ZONE => "That is not a POSIX time zone.",
        Refusal::INVALID_CHOICE => "The camera does not know that mode.",
        Refusal::NO_SUCH_SETTING => "The camera has no such setting.",
        Refusal::BUG => "Something impossible happened inside the camera.",
        _ => "The camera refused for a reason this program does not know.",
    }
}

/// What to do next.
#[must_use]
pub const fn advice(why: Refusal) -> &'static str {
    match why {
        Refusal::NONE => "",
        Refusal::UNSUPPORTED => "Update the camera's firmware, or leave that option out.",
        Refusal::MALFORMED => "Update this program.",
        Refusal::NOT_ALLOWED => "Ask the camera's owner, or open setup mode with the button.",
        Refusal::BUSY => "Try again in a moment.",
        Refusal::WINDOW_CLOSED => {
            "Hold the reset button for 2-3 seconds until the LED blinks blue."
        }
        Refusal::WRONG_CODE => "Check the 12 digits on the camera's label.",
        Refusal::RATE_LIMITED => "Wait, then check the 12 digits on the camera's label.",
        Refusal::LOCKED => "Hold the reset button for 2-3 seconds, then try the code on the label.",
        Refusal::OWNED => {
            "Ask its owner for an invitation; to make it yours, factory-reset it by its button."
        }
        Refusal::UNKNOWN_CONTROLLER => {
            "If the camera was reset, pair again with the code on its label."
        }
        Refusal::FULL => "Revoke a controller that is not used any more.",
        Refusal::NO_SUCH_CONTROLLER => "List the controllers to see their keys.",
        Refusal::NO_INVITATION => "Ask the camera's owner for a new one: each works once.",
        Refusal::LAST_OWNER => "Make another controller an owner first.",
        Refusal::UNSAFE_CODE => "Update this program.",
        Refusal::NETWORK_NOT_FOUND => {
            "Check the name; the camera uses 2.4 GHz only, so it may be a 5 GHz network."
        }
        Refusal::BAND_MISMATCH => "Switch on 2.4 GHz on the router, or choose another network.",
        Refusal::AUTH_FAILURE => "Type it again; upper and lower case matter.",
        Refusal::WEAK_SIGNAL => "Move the camera closer to the router.",
        Refusal::PASSWORD_TOO_SHORT => "A WPA password has 8 to 63 characters.",
        Refusal::PASSWORD_TOO_LONG => {
            "A WPA password has 8 to 63 characters; an open network has none."
        }
        Refusal::UNSUPPORTED_SECURITY => "Set the router to WPA2 or WPA3.",
        Refusal::NO_ADDRESS => "Check DHCP on the router, or restart it.",
        Refusal::NO_INTERNET => {
            "Check the router's connection, or allow a network without internet."
        }
        Refusal::CANCELLED => "Try again.",
        Refusal::OUT_OF_RANGE => "Ask for a value within the camera's limits.",
        Refusal::AT_LIMIT => "Turn the other way.",
        Refusal::STALLED => "Free the head, then try again.",
        Refusal::NO_SERVO => "",
        Refusal::NO_SUCH_PRESET => "List the settings to see the presets.",
        Refusal::NOT_HOMED => "The camera looks for its home now: try again in a moment.",
        Refusal::HELD_BY_OTHER => "Wait until it is done.",
        Refusal::PRIVACY => "Switch privacy mode off first.",
        Refusal::NOT_HEARD => "See that nothing covers speaker and microphone, and test again.",
        Refusal::OVERHEATED => "Leave it for some minutes.",
        Refusal::INVALID_NAME => "Give it a name of a few letters.",
        Refusal::INVALID_ZONE => "Put left before right and top before bottom, inside the picture.",
        Refusal::INVALID_SCHEDULE => "Name at least one day, and times from 00:00 to 24:00.",
        Refusal::INVALID_TIME_ZONE => "Write it as CET-1CEST,M3.5.0,M10.5.0/3.",
        Refusal::INVALID_CHOICE => "Choose one of those that the documentation lists.",
        Refusal::NO_SUCH_SETTING => "List the settings to see what there is.",
        Refusal::NOT_CONFIRMED | Refusal::EXPIRED => "Ask for the reset again.",
        Refusal::STORE_FAILURE => "Contact support.",
        Refusal::BUG => "Please report it.",
        _ => "Update this program.",
    }
}

/// What to do next with a camera that has no reset button. The wire does not say
/// whether there is one: who knows the model does.
///
/// ```
/// use camera_proto::controller::{advice, advice_without_button};
/// use camera_proto::vocab::Refusal;
/// assert_ne!(advice_without_button(Refusal::OWNED), advice(Refusal::OWNED));
/// assert_eq!(advice_without_button(Refusal::BUSY), advice(Refusal::BUSY));
/// ```
#[must_use]
pub const fn advice_without_button(why: Refusal) -> &'static str {
    match why {
        Refusal::NOT_ALLOWED => "Ask the camera's owner.",
        Refusal::WINDOW_CLOSED => {
            "Switch it off and on: without a network it opens setup. Else ask its owner for an invitation."
        }
        Refusal::LOCKED => "Factory-reset it by switching it on and off, as its maker describes.",
        Refusal::OWNED => {
            "Ask its owner for an invitation; to make it yours, factory-reset it as its maker describes."
        }
        why => advice(why),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_button_nobody_is_told_to_press_one() {
        for (why, _) in Refusal::ALL {
            let said = advice_without_button(*why);
            assert!(!said.contains("button"), "{why:?}: {said}");
        }
    }

    #[test]
    fn every_refusal_has_a_sentence_of_its_own() {
        let sentence = |(why, _): &(Refusal, &str)| message(*why);
        let unknown = message(Refusal(u8::MAX));
        for (at, refusal) in Refusal::ALL.iter().enumerate() {
            let said = sentence(refusal);
            let mut before = Refusal::ALL[..at].iter().map(sentence);
            assert!(
                said != unknown && before.all(|other| other != said),
                "{refusal:?}"
            );
        }
    }
}

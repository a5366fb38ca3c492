//! What a diagnosis finds (R80), as sentences for people.

use crate::vocab::{Advice, Cause, Symptom};

/// What a person sees.
#[must_use]
pub const fn symptom(symptom: Symptom) -> &'static str {
    match symptom {
        Symptom::WONT_RESET => "It does not reset.",
        Symptom::LED_UNCHANGED => "The LED does not change.",
        Symptom::LED_OFF => "The LED is off.",
        Symptom::WONT_RECONNECT => "It does not reconnect.",
        Symptom::NOT_FOUND => "An app that is new to it cannot find it.",
        Symptom::OFFLINE => "It is offline, or loses its network.",
        Symptom::RED_AFTER_RESET => "The LED is red after a reset.",
        Symptom::UPDATE_FAILED => "An update failed.",
        Symptom::CODE_FORGOTTEN => "Its code is not known.",
        Symptom::APP_TOO_OLD => "The app is too old for it.",
        Symptom::HEAD_UNRESPONSIVE => "Pan and tilt do not answer.",
        Symptom::BROWN_OUT => "It restarts by itself.",
        Symptom::SETTING_LOST => "A setting is not as it was left.",
        Symptom::SENSE_LOST => "It does not notice motion or light, or has no night light.",
        Symptom::OLD_RECORDINGS => "What it recorded before its reset is not all erased yet.",
        _ => "Something that this program does not know.",
    }
}

/// Why it is so.
#[must_use]
pub const fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::BUTTON_STUCK => "The reset button does not come up again.",
        Cause::STORE_FAILURE => "Its storage does not work.",
        Cause::RESET_UNFINISHED => "A reset has begun and could not be finished.",
        Cause::DATA_DAMAGED => "What it keeps for its owner cannot be read.",
        Cause::FACTORY_DATA_DAMAGED => "What the factory has written cannot be read.",
        Cause::RADIO_FAILURE => "Its radio does not start.",
        Cause::LED_NIGHT_MODE => "At night the LED is dark while all is well.",
        Cause::LED_DIMMED => "The LED is dimmed.",
        Cause::NO_NETWORK => "There is no network that it knows.",
        Cause::SETUP_FAILED => "The last setup failed.",
        Cause::NETWORK_LOST => "It cannot join the network that it knows.",
        Cause::WEAK_SIGNAL => "The signal of its network is weak.",
        Cause::SETUP_CLOSED => "It is not in setup mode.",
        Cause::WRONG_CODES => "Somebody has tried wrong codes.",
        Cause::SERVO_STALLED => "A servo of the head is stuck.",
        Cause::PRIVACY => "Privacy mode is on.",
        Cause::CRASHES => "It has crashed, or its power has failed for a moment.",
        Cause::SETTING_DAMAGED => "A setting cannot be read, and is at its default.",
        Cause::PART_FAILED => "A part of it does not work.",
        Cause::STILL_ERASING => "Nobody can read it any more, and so many KiB are left.",
        Cause::RESETTING => "It is being reset.",
        Cause::OVERHEATED => "The head has turned for too long, and must cool.",
        _ => "For a reason that this program does not know.",
    }
}

/// What helps.
#[must_use]
pub const fn remedy(advice: Advice) -> &'static str {
    match advice {
        Advice::FREE_THE_BUTTON => "Free the button, with a pin if need be.",
        Advice::UNPLUG_AND_RESET => {
            "Unplug it for 30 seconds, then hold the button for a factory reset again."
        }
        Advice::CONTACT_SUPPORT => "It may be broken: ask support.",
        Advice::CHANGE_THE_LED => "Change the setting of the status LED.",
        Advice::HOLD_FOR_SETUP => {
            "Hold the reset button for 2-3 seconds until the LED blinks blue, then set it up."
        }
        Advice::SET_UP_AGAIN => "Set it up again, with the right network and password.",
        Advice::CHECK_THE_ROUTER => "Look whether the router is on, or restart it.",
        Advice::MOVE_CLOSER => "Bring camera and router closer together.",
        Advice::USE_THE_LABEL => "Use the code on its label, unless the owner has changed it.",
        Advice::FREE_THE_HEAD => "Free the head from what holds it.",
        Advice::END_PRIVACY => "End privacy mode.",
        Advice::CHECK_THE_ADAPTER => "Use its own adapter, in another outlet.",
        Advice::SET_IT_AGAIN => "Set it again.",
        Advice::LEAVE_IT_ON => "Leave it switched on: it goes on by itself.",
        _ => "Update this program.",
    }
}

/// What helps a camera that has no reset button: who knows the model knows that.
#[must_use]
pub const fn remedy_without_button(advice: Advice) -> &'static str {
    match advice {
        Advice::UNPLUG_AND_RESET => {
            "Unplug it for 30 seconds, then factory-reset it again as its maker describes."
        }
        Advice::HOLD_FOR_SETUP => "Switch it off and on, and set it up while the LED blinks blue.",
        advice => remedy(advice),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn each_its_own(said: impl Iterator<Item = &'static str> + Clone, unknown: &str) {
        for (at, sentence) in said.clone().enumerate() {
            let mut before = said.clone().take(at);
            assert!(
                sentence != unknown && before.all(|other| other != sentence),
                "{sentence}"
            );
        }
    }

    #[test]
    fn r80_every_symptom_cause_and_advice_has_a_sentence_of_its_own() {
        let symptoms = Symptom::ALL.iter().map(|(code, _)| symptom(*code));
        each_its_own(symptoms, symptom(Symptom(u8::MAX)));
        let causes = Cause::ALL.iter().map(|(code, _)| cause(*code));
        each_its_own(causes, cause(Cause(u8::MAX)));
        let remedies = Advice::ALL.iter().map(|(code, _)| remedy(*code));
        each_its_own(remedies, remedy(Advice(u8::MAX)));
    }
}

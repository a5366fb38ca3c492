//! What a person may see of it, why, and what helps (R80). Read from the state
//! when somebody asks; nothing of it is kept.
//!
//! Two symptoms of the guide have no rule: a camera without updates cannot say
//! that one failed, and one that an app is too old for never hears of it (the
//! app says so itself).

use camera_proto::message::Finding;
use camera_proto::vocab::{Advice, Cause, Fault, Refusal, Symptom};

use crate::led::Look;
use crate::part::{Part, PartSet};
use crate::settings::SettingSet;

/// All that findings follow from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// All that is broken, and [`Fault::NONE`] where there is no more: each part that
    /// may be broken says so by itself, and none hides another.
    pub faults: [Fault; 8],
    /// How the last setup ended.
    pub last_setup: Refusal,
    /// Why the network that it knows could not be joined, the last time.
    pub lost_by: Refusal,
    /// Whether the flash holds a network.
    pub knows_network: bool,
    /// Signal strength in dBm; 0 while not online.
    pub rssi_dbm: i8,
    /// Fainter than that, it is a likely reason for anything: the profile's
    /// `weak_dbm`.
    pub weak_dbm: i8,
    /// Whether somebody may pair by the code now.
    pub window_is_open: bool,
    /// Wrong codes since the last right one.
    pub wrong_codes: u8,
    /// How the owner wants the LED.
    pub look: Look,
    /// Whether a servo is stuck.
    pub is_stalled: bool,
    /// Which parts of the board do not work.
    pub failed: PartSet,
    /// Whether privacy mode is on.
    pub privacy: bool,
    /// Crashes in a row.
    pub crashes: u8,
    /// The settings whose records cannot be read.
    pub unreadable: SettingSet,
    /// What the flash has lost, or not let go of.
    pub in_flash: InFlash,
    /// How much is left, in KiB, of recordings that nobody can read any more: who
    /// owns them says so.
    pub dead_kib: u32,
}

/// What a store knows of its flash: the machine goes on as if there was nothing,
/// and somebody shall know. Who owns the store says so, where it is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InFlash {
    /// The record of its network has rotted; there is no new one yet.
    pub network_lost: bool,
    /// The record of a controller, or of the code that the owner chose, has
    /// rotted; there is no new one yet.
    pub access_lost: bool,
    /// It is not to be trusted: what was replaced or forgotten can still be read,
    /// as its sector does not erase (R26); or a record that nobody else misses has
    /// rotted, of the journal, of the first setup or of the recordings' key (R55).
    pub unsound: bool,
}

impl InFlash {
    /// All that is kept can be read, and nothing else.
    pub const SOUND: Self = Self {
        network_lost: false,
        access_lost: false,
        unsound: false,
    };
}

/// Dimmer than that, an LED may be taken for dark, in percent.
const DIM_PERCENT: u8 = 10;

/// If it is so, with a number that says more.
type Rule = (Symptom, Cause, Advice, fn(&Facts) -> Option<i32>);

/// In the order of the symptoms; for one of them, the likeliest first.
const RULES: &[Rule] = &[
    (
        Symptom::WONT_RESET,
        Cause::BUTTON_STUCK,
        Advice::FREE_THE_BUTTON,
        |facts| broken(facts, Fault::BUTTON_STUCK),
    ),
    (
        Symptom::WONT_RESET,
        Cause::RESET_UNFINISHED,
        Advice::UNPLUG_AND_RESET,
        |facts| broken(facts, Fault::RESET_TIMEOUT),
    ),
    (
        Symptom::WONT_RESET,
        Cause::STORE_FAILURE,
        Advice::CONTACT_SUPPORT,
        |facts| broken(facts, Fault::STORE).or(facts.in_flash.unsound.then_some(1)),
    ),
    (
        Symptom::WONT_RESET,
        Cause::PART_FAILED,
        Advice::CONTACT_SUPPORT,
        |facts| failed(facts, Part::Button),
    ),
    (
        Symptom::LED_UNCHANGED,
        Cause::BUTTON_STUCK,
        Advice::FREE_THE_BUTTON,
        |facts| broken(facts, Fault::BUTTON_STUCK),
    ),
    (
        Symptom::LED_OFF,
        Cause::PART_FAILED,
        Advice::CONTACT_SUPPORT,
        |facts| failed(facts, Part::StatusLed),
    ),
    (
        Symptom::LED_OFF,
        Cause::LED_NIGHT_MODE,
        Advice::CHANGE_THE_LED,
        |facts| so(facts.look.night),
    ),
    (
        Symptom::LED_OFF,
        Cause::LED_DIMMED,
        Advice::CHANGE_THE_LED,
        |facts| (facts.look.percent <= DIM_PERCENT).then_some(facts.look.percent.into()),
    ),
    (
        Symptom::WONT_RECONNECT,
        Cause::DATA_DAMAGED,
        Advice::SET_UP_AGAIN,
        |facts| so(facts.in_flash.network_lost),
    ),
    (
        Symptom::WONT_RECONNECT,
        Cause::SETUP_FAILED,
        Advice::SET_UP_AGAIN,
        |facts| refused(facts.last_setup),
    ),
    (
        Symptom::WONT_RECONNECT,
        Cause::NETWORK_LOST,
        Advice::SET_UP_AGAIN,
        |facts| refused(facts.lost_by).filter(|_| facts.lost_by == Refusal::AUTH_FAILURE),
    ),
    (
        Symptom::NOT_FOUND,
        Cause::SETUP_CLOSED,
        Advice::HOLD_FOR_SETUP,
        |facts| so(!facts.knows_network && !facts.window_is_open),
    ),
    (
        Symptom::OFFLINE,
        Cause::NO_NETWORK,
        Advice::HOLD_FOR_SETUP,
        |facts| so(!facts.knows_network),
    ),
    (
        Symptom::OFFLINE,
        Cause::WEAK_SIGNAL,
        Advice::MOVE_CLOSER,
        |facts| so(facts.lost_by == Refusal::WEAK_SIGNAL),
    ),
    (
        Symptom::OFFLINE,
        Cause::WEAK_SIGNAL,
        Advice::MOVE_CLOSER,
        |facts| (facts.rssi_dbm < facts.weak_dbm).then_some(facts.rssi_dbm.into()),
    ),
    (
        Symptom::OFFLINE,
        Cause::NETWORK_LOST,
        Advice::CHECK_THE_ROUTER,
        |facts| refused(facts.lost_by),
    ),
    (
        Symptom::OFFLINE,
        Cause::RADIO_FAILURE,
        Advice::CONTACT_SUPPORT,
        |facts| broken(facts, Fault::RADIO),
    ),
    (
        Symptom::RED_AFTER_RESET,
        Cause::RESET_UNFINISHED,
        Advice::UNPLUG_AND_RESET,
        |facts| broken(facts, Fault::RESET_TIMEOUT),
    ),
    (
        Symptom::RED_AFTER_RESET,
        Cause::STORE_FAILURE,
        Advice::UNPLUG_AND_RESET,
        |facts| broken(facts, Fault::STORE),
    ),
    (
        Symptom::RED_AFTER_RESET,
        Cause::DATA_DAMAGED,
        Advice::UNPLUG_AND_RESET,
        |facts| broken(facts, Fault::USER_DATA),
    ),
    (
        Symptom::RED_AFTER_RESET,
        Cause::FACTORY_DATA_DAMAGED,
        Advice::CONTACT_SUPPORT,
        |facts| broken(facts, Fault::FACTORY_DATA),
    ),
    (
        Symptom::RED_AFTER_RESET,
        Cause::RADIO_FAILURE,
        Advice::CONTACT_SUPPORT,
        |facts| broken(facts, Fault::RADIO),
    ),
    (
        Symptom::RED_AFTER_RESET,
        Cause::PART_FAILED,
        Advice::CONTACT_SUPPORT,
        |facts| failed(facts, Part::Recordings),
    ),
    (
        Symptom::CODE_FORGOTTEN,
        Cause::DATA_DAMAGED,
        Advice::USE_THE_LABEL,
        |facts| so(facts.in_flash.access_lost),
    ),
    (
        Symptom::CODE_FORGOTTEN,
        Cause::WRONG_CODES,
        Advice::USE_THE_LABEL,
        |facts| (facts.wrong_codes > 0).then_some(facts.wrong_codes.into()),
    ),
    (
        Symptom::HEAD_UNRESPONSIVE,
        Cause::SERVO_STALLED,
        Advice::FREE_THE_HEAD,
        |facts| so(facts.is_stalled),
    ),
    (
        Symptom::HEAD_UNRESPONSIVE,
        Cause::PART_FAILED,
        Advice::CONTACT_SUPPORT,
        |facts| failed(facts, Part::Head),
    ),
    (
        Symptom::HEAD_UNRESPONSIVE,
        Cause::PRIVACY,
        Advice::END_PRIVACY,
        |facts| so(facts.privacy),
    ),
    (
        Symptom::HEAD_UNRESPONSIVE,
        Cause::CRASHES,
        Advice::CHECK_THE_ADAPTER,
        |facts| broken(facts, Fault::CRASH_LOOP),
    ),
    (
        Symptom::BROWN_OUT,
        Cause::CRASHES,
        Advice::CHECK_THE_ADAPTER,
        |facts| (facts.crashes > 0).then_some(facts.crashes.into()),
    ),
    (
        Symptom::SETTING_LOST,
        Cause::SETTING_DAMAGED,
        Advice::SET_IT_AGAIN,
        |facts| facts.unreadable.first().map(|setting| setting.0.into()),
    ),
    (
        Symptom::SENSE_LOST,
        Cause::PART_FAILED,
        Advice::CONTACT_SUPPORT,
        |facts| failed(facts, Part::Sensors).or(failed(facts, Part::Imaging)),
    ),
    (
        Symptom::OLD_RECORDINGS,
        Cause::STILL_ERASING,
        Advice::LEAVE_IT_ON,
        |facts| (facts.dead_kib > 0).then(|| facts.dead_kib.min(i32::MAX as u32) as i32),
    ),
];

impl Facts {
    /// What is found, symptom by symptom.
    ///
    /// ```
    /// use camera_fsm::diagnosis::Facts;
    /// use camera_proto::vocab::{Advice, Cause, Refusal, Symptom};
    ///
    /// let facts = Facts { last_setup: Refusal::AUTH_FAILURE, ..Facts::ALL_IS_WELL };
    /// let found: Vec<_> = facts.findings().collect();
    /// assert_eq!(found.len(), 1);
    /// assert_eq!(found[0].symptom, Symptom::WONT_RECONNECT);
    /// assert_eq!((found[0].cause, found[0].advice), (Cause::SETUP_FAILED, Advice::SET_UP_AGAIN));
    /// assert_eq!(found[0].detail, i32::from(Refusal::AUTH_FAILURE.0));
    /// assert_eq!(Facts::ALL_IS_WELL.findings().count(), 0);
    /// ```
    pub fn findings(self) -> impl Iterator<Item = Finding> {
        RULES
            .iter()
            .filter_map(move |(symptom, cause, advice, holds)| {
                Some(Finding {
                    symptom: *symptom,
                    cause: *cause,
                    advice: *advice,
                    detail: holds(&self)?,
                })
            })
    }

    /// Online, and nothing to find.
    pub const ALL_IS_WELL: Self = Self {
        faults: [Fault::NONE; 8],
        last_setup: Refusal::NONE,
        lost_by: Refusal::NONE,
        knows_network: true,
        rssi_dbm: -50,
        weak_dbm: -75,
        window_is_open: false,
        wrong_codes: 0,
        look: Look::FULL,
        is_stalled: false,
        failed: PartSet::NONE,
        privacy: false,
        crashes: 0,
        unreadable: SettingSet::NONE,
        in_flash: InFlash::SOUND,
        dead_kib: 0,
    };
}

fn so(is_so: bool) -> Option<i32> {
    is_so.then_some(0)
}

fn broken(facts: &Facts, fault: Fault) -> Option<i32> {
    so(facts.faults.contains(&fault))
}

fn failed(facts: &Facts, part: Part) -> Option<i32> {
    facts.failed.has(part).then_some(part as i32)
}

fn refused(why: Refusal) -> Option<i32> {
    (why != Refusal::NONE).then_some(i32::from(why.0))
}

"""The named values of the wire.

`OpenCode`s keep a value that a newer camera may send; plain `IntEnum`s are choices,
which have the listed values and no others.
"""

from __future__ import annotations

from enum import IntEnum, IntFlag

from camera_client.values import OpenCode


class PairingSecret(OpenCode):
    CODE = 0
    INVITATION = 1


class Role(OpenCode):
    STRANGER = 0
    PROVEN = 1
    USER = 2
    OWNER = 3


class CameraState(OpenCode):
    STARTING = 0
    UNPROVISIONED = 1
    SETUP = 2
    JOINING = 3
    CONNECTING = 4
    ONLINE = 5
    RESETTING = 6
    RESTARTING = 7
    BROKEN = 8


class LedColor(OpenCode):
    OFF = 0
    BLUE = 1
    WHITE = 2
    AMBER = 3
    RED = 4


class LedPattern(OpenCode):
    SOLID = 0
    SOLID_WITH_A_DIP = 1
    ALTERNATING = 2
    BLINKING = 3
    SHORT_BLIPS = 4
    QUICK_BLINKING = 5
    SOLID_WITH_QUICK_DIPS = 6
    RAPID = 7
    SLOW_BLIPS = 8
    DOUBLE_FLASHING = 9
    FLASHING = 10
    SOLID_WITH_COUNTED_DIPS = 11
    TRIPLE_FLASHING = 12
    RARE_BLIPS = 13
    DOUBLE_BLIPS = 14
    SOLID_WITH_DOUBLE_DIPS = 15


class Flags(IntFlag):
    MOVING = 1
    TIME_KNOWN = 2
    PRIVACY = 4
    WALK_TEST = 8
    RECORDING = 16
    UNBIND_OWED = 32
    INVITING = 64
    PATROLLING = 128


class Fault(OpenCode):
    NONE = 0
    BUTTON_STUCK = 1
    STORE = 2
    SERVO = 3
    USER_DATA = 4
    FACTORY_DATA = 5
    RADIO = 6
    RESET_TIMEOUT = 7
    CRASH_LOOP = 8
    PART = 9


class ResetStage(OpenCode):
    IDLE = 0
    INTENT = 1
    ERASING = 2
    CHECKING = 3
    FORMATTING = 4
    RECEIPT = 5
    RESTARTING = 6
    FAILED = 7


class ResetCause(OpenCode):
    NONE = 0
    BUTTON = 1
    CONTROLLER = 2
    RECOVERY = 3
    POWER_CYCLES = 4


class ResetScope(IntEnum):
    FORGET_NETWORK = 0
    KEEP_NETWORK = 1
    EVERYTHING = 2


class ErasedScope(OpenCode):
    FORGET_NETWORK = 0
    KEEP_NETWORK = 1
    EVERYTHING = 2


class LossKind(OpenCode):
    NETWORK = 1
    CONTROLLERS = 2
    SETTINGS = 3
    RECORDINGS = 4


class Security(OpenCode):
    OPEN = 0
    WEP = 1
    WPA = 2
    WPA2 = 3
    WPA3 = 4
    WPA2_WPA3 = 5
    ENTERPRISE = 6


class Band(IntEnum):
    UNKNOWN = 0
    GHZ_2_4 = 1
    GHZ_5 = 2
    GHZ_6 = 3


class Ability(IntFlag):
    PAN = 1
    TILT = 2
    AUDIO = 4
    NIGHT_VISION = 8
    MOTION_DETECTION = 16
    LOCAL_STORAGE = 32
    CLOUD_STORAGE = 64
    UPDATE = 128


class ControllerChange(OpenCode):
    ENROLLED = 0
    REVOKED = 1
    CHANGED = 2


class RecordingMode(OpenCode):
    OFF = 0
    CONTINUOUS = 1
    MOTION = 2
    SCHEDULED = 3


class NightMode(OpenCode):
    AUTO = 0
    ON = 1
    OFF = 2


class StorageChoice(OpenCode):
    NONE = 0
    LOCAL = 1
    CLOUD = 2
    BOTH = 3


class ScheduleOf(IntEnum):
    ALERTS = 0
    RECORDING = 1


class SettingCode(OpenCode):
    NAME = 0x20
    TIME_ZONE = 0x21
    RECORDING = 0x22
    NIGHT_VISION = 0x23
    STORAGE = 0x24
    PRIVACY = 0x25
    STATUS_LED = 0x26
    ALERT_SCHEDULE = 0x27
    RECORDING_SCHEDULE = 0x28
    PATROL = 0x29
    ZONE_0 = 0x30
    ZONE_1 = 0x31
    ZONE_2 = 0x32
    ZONE_3 = 0x33
    ZONE_4 = 0x34
    ZONE_5 = 0x35
    ZONE_6 = 0x36
    ZONE_7 = 0x37
    PRESET_0 = 0x38
    PRESET_1 = 0x39
    PRESET_2 = 0x3A
    PRESET_3 = 0x3B
    PRESET_4 = 0x3C
    PRESET_5 = 0x3D
    PRESET_6 = 0x3E
    PRESET_7 = 0x3F


class Symptom(OpenCode):
    WONT_RESET = 1
    LED_UNCHANGED = 2
    LED_OFF = 3
    WONT_RECONNECT = 4
    NOT_FOUND = 5
    OFFLINE = 6
    RED_AFTER_RESET = 7
    UPDATE_FAILED = 8
    CODE_FORGOTTEN = 9
    APP_TOO_OLD = 10
    HEAD_UNRESPONSIVE = 11
    BROWN_OUT = 12
    SETTING_LOST = 13
    SENSE_LOST = 14
    OLD_RECORDINGS = 15


class Cause(OpenCode):
    BUTTON_STUCK = 1
    STORE_FAILURE = 2
    RESET_UNFINISHED = 3
    DATA_DAMAGED = 4
    FACTORY_DATA_DAMAGED = 5
    RADIO_FAILURE = 6
    LED_NIGHT_MODE = 7
    LED_DIMMED = 8
    NO_NETWORK = 9
    SETUP_FAILED = 10
    NETWORK_LOST = 11
    WEAK_SIGNAL = 12
    SETUP_CLOSED = 13
    WRONG_CODES = 14
    SERVO_STALLED = 15
    PRIVACY = 16
    CRASHES = 17
    SETTING_DAMAGED = 18
    PART_FAILED = 19
    STILL_ERASING = 20
    RESETTING = 21
    OVERHEATED = 22


class Advice(OpenCode):
    FREE_THE_BUTTON = 1
    UNPLUG_AND_RESET = 2
    CONTACT_SUPPORT = 3
    CHANGE_THE_LED = 4
    HOLD_FOR_SETUP = 5
    SET_UP_AGAIN = 6
    CHECK_THE_ROUTER = 7
    MOVE_CLOSER = 8
    USE_THE_LABEL = 9
    FREE_THE_HEAD = 10
    END_PRIVACY = 11
    CHECK_THE_ADAPTER = 12
    SET_IT_AGAIN = 13
    LEAVE_IT_ON = 14


class Refusal(OpenCode):
    """Why not."""

    NONE = 0
    UNSUPPORTED = 1
    MALFORMED = 2
    NOT_ALLOWED = 3
    BUSY = 4
    WINDOW_CLOSED = 5
    WRONG_CODE = 6
    RATE_LIMITED = 7
    LOCKED = 8
    OWNED = 9
    UNKNOWN_CONTROLLER = 10
    FULL = 11
    NO_SUCH_CONTROLLER = 12
    NO_INVITATION = 13
    LAST_OWNER = 14
    UNSAFE_CODE = 15
    NETWORK_NOT_FOUND = 20
    BAND_MISMATCH = 21
    AUTH_FAILURE = 22
    WEAK_SIGNAL = 23
    PASSWORD_TOO_SHORT = 24
    PASSWORD_TOO_LONG = 25
    UNSUPPORTED_SECURITY = 26
    NO_ADDRESS = 27
    NO_INTERNET = 28
    CANCELLED = 29
    OUT_OF_RANGE = 40
    AT_LIMIT = 41
    STALLED = 42
    NO_SERVO = 43
    NO_SUCH_PRESET = 44
    NOT_HOMED = 45
    HELD_BY_OTHER = 46
    PRIVACY = 47
    NOT_HEARD = 48
    OVERHEATED = 49
    NOT_CONFIRMED = 50
    EXPIRED = 51
    STORE_FAILURE = 52
    INVALID_NAME = 60
    INVALID_ZONE = 61
    INVALID_SCHEDULE = 62
    INVALID_TIME_ZONE = 63
    INVALID_CHOICE = 64
    NO_SUCH_SETTING = 65
    BUG = 99


MEANINGS: dict[Refusal, str] = {
    Refusal.NONE: "Nothing was refused",
    Refusal.UNSUPPORTED: "This camera does not know that message or option",
    Refusal.MALFORMED: "The message does not parse, or is not in canonical form",
    Refusal.NOT_ALLOWED: "This controller may not ask for that",
    Refusal.BUSY: "Something else is going on that must end first, "
    "or all links are taken: wait retry_s",
    Refusal.WINDOW_CLOSED: "The setup window is closed: hold the button 2–3 s",
    Refusal.WRONG_CODE: "The label code is wrong, or either side was tampered with",
    Refusal.RATE_LIMITED: "Too many wrong codes: wait retry_s",
    Refusal.LOCKED: "Too many wrong codes: the window is closed until the button is held",
    Refusal.OWNED: "The camera has an owner already",
    Refusal.UNKNOWN_CONTROLLER: "The camera does not know this controller's key: revoked or reset",
    Refusal.FULL: "No room for another controller",
    Refusal.NO_SUCH_CONTROLLER: "No controller has that key",
    Refusal.NO_INVITATION: "No invitation is open, or it was used already",
    Refusal.LAST_OWNER: "The last owner stays while there are other controllers",
    Refusal.UNSAFE_CODE: "The record of a code is damaged, or was stretched too little",
    Refusal.NETWORK_NOT_FOUND: "The Wi-Fi network was not found; it may be a 5 GHz one",
    Refusal.BAND_MISMATCH: "The controller saw that name on a band the camera cannot use",
    Refusal.AUTH_FAILURE: "The Wi-Fi password is wrong",
    Refusal.WEAK_SIGNAL: "The signal is too weak to tell or to stay connected",
    Refusal.PASSWORD_TOO_SHORT: "The password is shorter than the security asks for",
    Refusal.PASSWORD_TOO_LONG: "The password is longer than the security allows",
    Refusal.UNSUPPORTED_SECURITY: "That security is not supported, or the network offers another",
    Refusal.NO_ADDRESS: "The network gave no address: DHCP",
    Refusal.NO_INTERNET: "The network has no internet, and that was not allowed",
    Refusal.CANCELLED: "The setup was cut off: button, reset, restart or window end",
    Refusal.OUT_OF_RANGE: "A parameter is outside its range",
    Refusal.AT_LIMIT: "The head stands at that end stop already",
    Refusal.STALLED: "A servo is stalled",
    Refusal.NO_SERVO: "This camera has no such servo",
    Refusal.NO_SUCH_PRESET: "There is no preset in that place",
    Refusal.NOT_HOMED: "The head does not know where it points",
    Refusal.HELD_BY_OTHER: "Another controller is turning the head, "
    "for retry_s at most if it does not go on",
    Refusal.PRIVACY: "Privacy mode is on",
    Refusal.NOT_HEARD: "The tone was played and not heard, or not played",
    Refusal.OVERHEATED: "The head has turned for so long that it must cool first",
    Refusal.NOT_CONFIRMED: "No reset was asked for, its token is not this one, "
    "or what it lists may have changed",
    Refusal.EXPIRED: "The confirmation came too late",
    Refusal.STORE_FAILURE: "The camera's storage does not work",
    Refusal.INVALID_NAME: "The name is empty, too long, not UTF-8, or has control characters",
    Refusal.INVALID_ZONE: "The zone has no area, or lies outside the picture",
    Refusal.INVALID_SCHEDULE: "A time of the schedule is outside a week",
    Refusal.INVALID_TIME_ZONE: "Not a POSIX time zone",
    Refusal.INVALID_CHOICE: "That mode or choice is not known",
    Refusal.NO_SUCH_SETTING: "There is no such setting, or no such place for it",
    Refusal.BUG: "An impossible case inside the camera: please report it",
}

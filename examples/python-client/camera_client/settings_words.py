"""`set`: settings as they are typed on the command line."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable
from enum import IntEnum
from typing import TYPE_CHECKING, TypeVar

from camera_client.messages import codes, settings
from camera_client.messages.settings import Setting, Span, Stop

if TYPE_CHECKING:
    from argparse import _SubParsersAction

Code = TypeVar("Code", bound=IntEnum)

BANDS = {"2.4": codes.Band.GHZ_2_4, "5": codes.Band.GHZ_5, "6": codes.Band.GHZ_6}

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ON = {"on": True, "off": False}


def named(code: type[Code]) -> Callable[[str], Code]:
    """Reads a code by its name: `wpa2-wpa3`."""

    def read(name: str) -> Code:
        try:
            return code[name.replace("-", "_").upper()]
        except KeyError:
            known = ", ".join(one.name.lower().replace("_", "-") for one in code)
            raise ArgumentTypeError(f"{name} is none of {known}") from None

    return read


def add_to(commands: _SubParsersAction[ArgumentParser]) -> None:
    """The verb `set`, with a verb of its own for each setting."""
    parser = commands.add_parser("set", help="change a setting")
    kinds = parser.add_subparsers(dest="setting", required=True)
    kinds.add_parser("name").add_argument("name")
    kinds.add_parser("time-zone").add_argument(
        "posix", help="CET-1CEST,M3.5.0,M10.5.0/3"
    )

    zone = kinds.add_parser("zone", help="a part of the picture, in thousandths")
    zone.add_argument("place", type=int)
    zone.add_argument("name")
    for edge, default in (("left", 0), ("top", 0), ("right", 1000), ("bottom", 1000)):
        zone.add_argument(f"--{edge}", type=int, default=default)
    zone.add_argument("--preset", type=int, help="only while the head points there")
    zone.add_argument("--sensitivity", type=int, default=50)

    for kind in ("alert-schedule", "recording-schedule"):
        times = kinds.add_parser(kind, help="none is always")
        times.add_argument("times", nargs="*", type=span, help="Mon-Fri 22:00-06:00")

    recording = kinds.add_parser("recording")
    recording.add_argument("mode", type=named(codes.RecordingMode))
    night = kinds.add_parser("night-vision")
    night.add_argument("mode", type=named(codes.NightMode))
    night.add_argument("--brightness", type=int, default=100)
    night.add_argument("--sensitivity", type=int, default=50)
    storage = kinds.add_parser("storage")
    storage.add_argument("choice", type=named(codes.StorageChoice))
    kinds.add_parser("privacy").add_argument("on", choices=_ON)
    led = kinds.add_parser("status-led")
    led.add_argument("brightness", type=int)
    led.add_argument("--night", action="store_true", help="dark while all is well")

    preset = kinds.add_parser("preset", help="a place to return to, in degrees")
    preset.add_argument("place", type=int)
    preset.add_argument("name")
    preset.add_argument("pan", type=float)
    preset.add_argument("tilt", type=float)
    patrol = kinds.add_parser("patrol")
    patrol.add_argument("stops", nargs="*", type=stop, help="PRESET:SECONDS")


def span(text: str) -> Span:
    """`Mon-Fri,Sun 22:00-06:00`, or `daily 08:00-18:00`."""
    try:
        days, hours = text.split()
        from_min, to_min = (_minute(time) for time in hours.split("-"))
        return Span(_days(days.lower()), from_min, to_min)
    except ValueError:
        raise ArgumentTypeError(
            f"{text} is no time such as Mon-Fri 22:00-06:00"
        ) from None


def _days(text: str) -> int:
    if text == "daily":
        return 0x7F
    days = 0
    for run in text.split(","):
        ends = [_DAYS.index(day) for day in run.split("-", 1)]
        # Fri-Mon goes round the end of the week.
        length = (ends[-1] - ends[0]) % 7
        for day in range(ends[0], ends[0] + length + 1):
            days |= 1 << (day % 7)
    return days


def _minute(text: str) -> int:
    hours, minutes = text.split(":")
    if not 0 <= int(minutes) < 60:
        raise ValueError(text)
    return int(hours) * 60 + int(minutes)


def stop(text: str) -> Stop:
    try:
        preset, dwell_s = text.split(":")
        return Stop(int(preset), int(dwell_s))
    except ValueError:
        raise ArgumentTypeError(f"{text} is no stop such as 0:30") from None


def setting(asked: Namespace) -> Setting:
    """What `set` was asked to."""
    match asked.setting:
        case "name":
            return settings.Name(asked.name.encode())
        case "time-zone":
            return settings.TimeZone(asked.posix.encode())
        case "zone":
            return settings.Zone(
                asked.place,
                asked.name.encode(),
                asked.preset,
                *(asked.left, asked.top, asked.right, asked.bottom),
                asked.sensitivity,
            )
        case "alert-schedule":
            return settings.Schedule(codes.ScheduleOf.ALERTS, tuple(asked.times))
        case "recording-schedule":
            return settings.Schedule(codes.ScheduleOf.RECORDING, tuple(asked.times))
        case "recording":
            return settings.Recording(asked.mode)
        case "night-vision":
            return settings.NightVision(asked.mode, asked.brightness, asked.sensitivity)
        case "storage":
            return settings.Storage(asked.choice)
        case "privacy":
            return settings.Privacy(_ON[asked.on])
        case "status-led":
            return settings.StatusLed(asked.brightness, asked.night)
        case "preset":
            pan, tilt = round(asked.pan * 100), round(asked.tilt * 100)
            return settings.Preset(asked.place, asked.name.encode(), pan, tilt)
        case _:
            return settings.Patrol(tuple(asked.stops))

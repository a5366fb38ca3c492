"""Messages as lines for people, without secrets."""

from __future__ import annotations

from dataclasses import fields
from enum import IntEnum, IntFlag
from typing import Any, cast

from camera_client.discovery import Found
from camera_client.messages import notices
from camera_client.messages.base import Message

_ANGLES = ("pan", "tilt", "uncertainty")
_BINARY = ("bssid", "key_id")


def message(shown: Message) -> str:
    """`pan 30.00°, tilt -10.00°, moving yes`, field by field."""
    told = [one.name for one in fields(cast(Any, shown)) if one.repr]
    return ", ".join(f"{name} {_field(name, getattr(shown, name))}" for name in told)


def _field(name: str, value: object) -> str:
    match value:
        case IntFlag():
            return (value.name or str(int(value))).lower() if value else "none"
        case IntEnum():
            return value.name.lower().replace("_", " ")
        case bool():
            return "yes" if value else "no"
        case notices.NO_ZONE if name == "zone":
            return "none"
        case int() if name in _ANGLES:
            return f"{value / 100:.2f}°"
        case bytes() if name in _BINARY:
            return value.hex()
        case bytes():
            return text(value)
        case None:
            return "none"
        case _:
            return str(value)


def text(name: bytes) -> str:
    """A name as a camera or a network has it: any bytes, none of them a command."""
    return "".join(
        one if one.isprintable() else "\N{REPLACEMENT CHARACTER}"
        for one in name.decode(errors="replace")
    )


def found(camera: Found) -> str:
    setup = ", in setup mode" if camera.setup_open else ""
    places = ", ".join(camera.addresses)
    return f"{text(camera.instance.encode())}: {places} port {camera.port}{setup}"

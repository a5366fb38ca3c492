"""What a camera tells a link that watches it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from camera_client import values
from camera_client.messages import codes, replies
from camera_client.messages.base import ControllerName, KeyId, Message
from camera_client.values import U8, Bool


@dataclass(frozen=True)
class Status(replies.Status):
    kind: ClassVar[int] = 0xE0


NO_ZONE = 0xFF


@dataclass(frozen=True)
class Motion(Message):
    """Something moved, in a zone, or in the picture while there is `NO_ZONE`."""

    kind: ClassVar[int] = 0xE1
    zone: U8
    unix_s: Annotated[int | None, values.optional(values.u64)]
    walk_test: Bool


@dataclass(frozen=True)
class Controller(Message):
    kind: ClassVar[int] = 0xE2
    change: Annotated[codes.ControllerChange, values.code(codes.ControllerChange)]
    key_id: KeyId
    name: ControllerName
    role: Annotated[codes.Role, values.code(codes.Role)]


@dataclass(frozen=True)
class Setting(Message):
    kind: ClassVar[int] = 0xE3
    setting: Annotated[codes.SettingCode, values.code(codes.SettingCode)]

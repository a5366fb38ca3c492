"""What a camera answers, and the items of its lists."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, ClassVar

from camera_client import values
from camera_client.messages import codes
from camera_client.messages.base import (
    Bssid,
    Confirmation,
    ControllerName,
    Key,
    KeyId,
    Message,
    NoiseMessage,
    Point,
    Salt,
    Token,
    part,
)
from camera_client.values import I8, I16, I32, U8, U16, U32, U64, Bool


@dataclass(frozen=True)
class Hello(Message):
    kind: ClassVar[int] = 0x81
    version: U8
    model: Annotated[bytes, values.bytes_up_to(24)]
    discriminator: U16
    setup_open: Bool
    salt: Salt
    iterations: U32


@dataclass(frozen=True)
class PairShare(Message):
    kind: ClassVar[int] = 0x82
    share_v: Point
    confirm_v: Confirmation


@dataclass(frozen=True)
class SessionOpen(Message):
    kind: ClassVar[int] = 0x84
    noise: NoiseMessage


@dataclass(frozen=True)
class Enrolled(Message):
    kind: ClassVar[int] = 0x90
    key_id: KeyId
    key: Key = field(repr=False)
    role: Annotated[codes.Role, values.code(codes.Role)]
    epoch: U32


@dataclass(frozen=True)
class Status(Message):
    kind: ClassVar[int] = 0x91
    state: Annotated[codes.CameraState, values.code(codes.CameraState)]
    led_color: Annotated[codes.LedColor, values.code(codes.LedColor)]
    led_pattern: Annotated[codes.LedPattern, values.code(codes.LedPattern)]
    pan: I32
    tilt: I32
    flags: Annotated[codes.Flags, values.flags(values.u16, codes.Flags)]
    fault: Annotated[codes.Fault, values.code(codes.Fault)]
    reset_stage: Annotated[codes.ResetStage, values.code(codes.ResetStage)]
    last_setup: Annotated[codes.Refusal, values.code(codes.Refusal)]
    rssi_dbm: I8
    window_s: U16
    uptime_s: U32
    epoch: U32


@dataclass(frozen=True)
class Network(Message):
    kind: ClassVar[int] = 0x93
    ssid: Annotated[bytes, values.bytes_up_to(32, least=1)]
    bssid: Bssid
    rssi_dbm: I8
    security: Annotated[codes.Security, values.code(codes.Security)]
    channel: U8


@dataclass(frozen=True)
class Moving(Message):
    """Where the head will stand, and when."""

    kind: ClassVar[int] = 0x97
    pan: I32
    tilt: I32
    arrives_in_ms: U32


@dataclass(frozen=True)
class Position(Message):
    kind: ClassVar[int] = 0x9E
    pan: I32
    tilt: I32
    uncertainty: I32
    moving: Bool


@dataclass(frozen=True)
class LossCount:
    kind: Annotated[codes.LossKind, values.code(codes.LossKind)]
    count: U16


@dataclass(frozen=True)
class LossList(Message):
    """What a reset would take, and the token that confirms it."""

    kind: ClassVar[int] = 0xA0
    token: Token
    items: Annotated[tuple[LossCount, ...], values.list_up_to(part(LossCount), 8)]


@dataclass(frozen=True)
class ResetReceipt:
    epoch: U32
    resets: U32
    cause: Annotated[codes.ResetCause, values.code(codes.ResetCause)]
    scope: Annotated[codes.ErasedScope, values.code(codes.ErasedScope)]


@dataclass(frozen=True)
class Receipt(Message):
    kind: ClassVar[int] = 0xA2
    receipt: Annotated[ResetReceipt | None, values.optional(part(ResetReceipt))]


@dataclass(frozen=True)
class Controller(Message):
    kind: ClassVar[int] = 0xA3
    key_id: KeyId
    name: ControllerName
    role: Annotated[codes.Role, values.code(codes.Role)]
    is_you: Bool


@dataclass(frozen=True)
class Loss(Message):
    kind: ClassVar[int] = 0xA9
    name: Annotated[bytes, values.bytes_up_to(32)]


@dataclass(frozen=True)
class Info(Message):
    kind: ClassVar[int] = 0xB0
    model: Annotated[bytes, values.bytes_up_to(24)]
    serial: Annotated[bytes, values.bytes_up_to(16)]
    firmware: Annotated[bytes, values.bytes_up_to(24)]
    made_on: U32
    name: Annotated[bytes, values.bytes_up_to(32)]


@dataclass(frozen=True)
class Abilities(Message):
    kind: ClassVar[int] = 0xB1
    can: Annotated[codes.Ability, values.flags(values.u32, codes.Ability)]
    pan: Annotated[tuple[int, ...], values.array(values.i32, 2)]
    tilt: Annotated[tuple[int, ...], values.array(values.i32, 2)]
    stream_uri: Annotated[bytes, values.bytes_up_to(128)]


@dataclass(frozen=True)
class Support(Message):
    kind: ClassVar[int] = 0xB2
    uptime_s: U32
    first_setup_s: U64
    resets: U32
    last_reset: Annotated[codes.ResetCause, values.code(codes.ResetCause)]
    fault: Annotated[codes.Fault, values.code(codes.Fault)]
    last_setup: Annotated[codes.Refusal, values.code(codes.Refusal)]
    rssi_dbm: I8
    controllers: U8
    wrong_codes: U8


@dataclass(frozen=True)
class Finding(Message):
    kind: ClassVar[int] = 0xB3
    symptom: Annotated[codes.Symptom, values.code(codes.Symptom)]
    cause: Annotated[codes.Cause, values.code(codes.Cause)]
    advice: Annotated[codes.Advice, values.code(codes.Advice)]
    detail: I32


@dataclass(frozen=True)
class Time(Message):
    kind: ClassVar[int] = 0xB4
    unix_s: Annotated[int | None, values.optional(values.u64)]


@dataclass(frozen=True)
class End(Message):
    """The end of a page; `next` is where another one begins, or 0."""

    kind: ClassVar[int] = 0xFD
    next: U16


@dataclass(frozen=True)
class Done(Message):
    kind: ClassVar[int] = 0xFE


@dataclass(frozen=True)
class Refused(Message):
    kind: ClassVar[int] = 0xFF
    why: Annotated[codes.Refusal, values.code(codes.Refusal)]
    retry_s: U16
    attempts_left: U8
    driver_code: I16

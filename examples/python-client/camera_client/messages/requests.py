"""What an app may ask."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, ClassVar

from camera_client import values
from camera_client.messages import codes, replies, settings
from camera_client.messages.base import (
    Confirmation,
    ControllerName,
    KeyId,
    ListRequest,
    Message,
    NoiseMessage,
    Point,
    Request,
    Salt,
    Token,
    part,
)
from camera_client.messages.settings import Setting
from camera_client.values import I8, I32, U8, U16, U32, U64, Bool

Padded = Annotated[bytes, values.padded()]


@dataclass(frozen=True)
class CodeRecord:
    """What a camera needs to know of a code; whoever has it can guess at the code."""

    salt: Salt
    iterations: U32
    w0: Annotated[bytes, values.bytes_of(32)] = field(repr=False)
    l: Point = field(repr=False)


@dataclass(frozen=True)
class Hello(Request[replies.Hello]):
    kind: ClassVar[int] = 0x01
    reply: ClassVar[type[Message]] = replies.Hello
    wait_s: ClassVar[float] = 10.0
    min_version: U8
    max_version: U8
    secret: Annotated[codes.PairingSecret, values.code(codes.PairingSecret)]


@dataclass(frozen=True)
class PairShare(Request[replies.PairShare]):
    kind: ClassVar[int] = 0x02
    reply: ClassVar[type[Message]] = replies.PairShare
    wait_s: ClassVar[float] = 10.0
    share_p: Point


@dataclass(frozen=True)
class PairConfirm(Request[replies.Done]):
    kind: ClassVar[int] = 0x03
    reply: ClassVar[type[Message]] = replies.Done
    wait_s: ClassVar[float] = 10.0
    confirm_p: Confirmation


@dataclass(frozen=True)
class SessionOpen(Request[replies.SessionOpen]):
    kind: ClassVar[int] = 0x04
    reply: ClassVar[type[Message]] = replies.SessionOpen
    key_id: KeyId
    noise: NoiseMessage


@dataclass(frozen=True)
class Enroll(Request[replies.Enrolled]):
    kind: ClassVar[int] = 0x10
    reply: ClassVar[type[Message]] = replies.Enrolled
    wait_s: ClassVar[float] = 10.0
    name: ControllerName


@dataclass(frozen=True)
class Status(Request[replies.Status]):
    kind: ClassVar[int] = 0x11
    reply: ClassVar[type[Message]] = replies.Status


@dataclass(frozen=True)
class Watch(Request[replies.Status]):
    kind: ClassVar[int] = 0x12
    reply: ClassVar[type[Message]] = replies.Status


@dataclass(frozen=True)
class Scan(ListRequest[replies.Network]):
    kind: ClassVar[int] = 0x13
    items: ClassVar[tuple[type[Message], ...]] = (replies.Network,)
    wait_s: ClassVar[float] = 10.0
    from_: U16 = 0


@dataclass(frozen=True)
class Provision(Request[replies.Done]):
    """Gives the camera a Wi-Fi network. No `security` takes what the network offers."""

    kind: ClassVar[int] = 0x14
    reply: ClassVar[type[Message]] = replies.Done
    wait_s: ClassVar[float] = 60.0
    ssid: Padded
    passphrase: Padded = field(repr=False)
    security: Annotated[
        codes.Security | None, values.optional(values.code(codes.Security))
    ]
    bssid: Annotated[bytes | None, values.optional(values.bytes_of(6))]
    hidden: Bool
    allow_no_internet: Bool
    seen_on: Annotated[codes.Band, values.code(codes.Band)]


@dataclass(frozen=True)
class Restart(Request[replies.Done]):
    kind: ClassVar[int] = 0x15
    reply: ClassVar[type[Message]] = replies.Done


@dataclass(frozen=True)
class Identify(Request[replies.Done]):
    """Blinks; 0 seconds end it."""

    kind: ClassVar[int] = 0x16
    reply: ClassVar[type[Message]] = replies.Done
    seconds: U8


@dataclass(frozen=True)
class MoveAbsolute(Request[replies.Moving]):
    """Moves the axes that are given, in centidegrees."""

    kind: ClassVar[int] = 0x17
    reply: ClassVar[type[Message]] = replies.Moving
    pan: Annotated[int | None, values.optional(values.i32)]
    tilt: Annotated[int | None, values.optional(values.i32)]
    speed: U8 = 0


@dataclass(frozen=True)
class MoveRelative(Request[replies.Moving]):
    kind: ClassVar[int] = 0x18
    reply: ClassVar[type[Message]] = replies.Moving
    pan: I32
    tilt: I32
    speed: U8 = 0


@dataclass(frozen=True)
class MoveContinuous(Request[replies.Moving]):
    """Turns until the lease ends; send it again to go on."""

    kind: ClassVar[int] = 0x19
    reply: ClassVar[type[Message]] = replies.Moving
    pan: I8
    tilt: I8
    lease_ms: U16


@dataclass(frozen=True)
class Stop(Request[replies.Moving]):
    kind: ClassVar[int] = 0x1A
    reply: ClassVar[type[Message]] = replies.Moving


@dataclass(frozen=True)
class Home(Request[replies.Moving]):
    kind: ClassVar[int] = 0x1B
    reply: ClassVar[type[Message]] = replies.Moving


@dataclass(frozen=True)
class GoToPreset(Request[replies.Moving]):
    kind: ClassVar[int] = 0x1C
    reply: ClassVar[type[Message]] = replies.Moving
    place: U8
    speed: U8 = 0


@dataclass(frozen=True)
class RunPatrol(Request[replies.Done]):
    kind: ClassVar[int] = 0x1D
    reply: ClassVar[type[Message]] = replies.Done
    run: Bool


@dataclass(frozen=True)
class Position(Request[replies.Position]):
    kind: ClassVar[int] = 0x1E
    reply: ClassVar[type[Message]] = replies.Position


@dataclass(frozen=True)
class ResetRequest(Request[replies.LossList]):
    """The first of two steps: asks what would be lost."""

    kind: ClassVar[int] = 0x20
    reply: ClassVar[type[Message]] = replies.LossList
    scope: Annotated[codes.ResetScope, values.code(codes.ResetScope)]


@dataclass(frozen=True)
class ResetConfirm(Request[replies.Done]):
    """The second step, with the token of the first, on the same link."""

    kind: ClassVar[int] = 0x21
    reply: ClassVar[type[Message]] = replies.Done
    token: Token


@dataclass(frozen=True)
class Receipt(Request[replies.Receipt]):
    kind: ClassVar[int] = 0x22
    reply: ClassVar[type[Message]] = replies.Receipt


@dataclass(frozen=True)
class Controllers(ListRequest[replies.Controller]):
    kind: ClassVar[int] = 0x23
    items: ClassVar[tuple[type[Message], ...]] = (replies.Controller,)
    from_: U16 = 0


@dataclass(frozen=True)
class Revoke(Request[replies.Done]):
    kind: ClassVar[int] = 0x24
    reply: ClassVar[type[Message]] = replies.Done
    key_id: KeyId


@dataclass(frozen=True)
class Rename(Request[replies.Done]):
    kind: ClassVar[int] = 0x25
    reply: ClassVar[type[Message]] = replies.Done
    key_id: KeyId
    name: ControllerName


@dataclass(frozen=True)
class SetRole(Request[replies.Done]):
    kind: ClassVar[int] = 0x26
    reply: ClassVar[type[Message]] = replies.Done
    key_id: KeyId
    role: Annotated[codes.Role, values.code(codes.Role)]


@dataclass(frozen=True)
class Invite(Request[replies.Done]):
    """Lets somebody pair by another code; `valid_s` 0 takes that back."""

    kind: ClassVar[int] = 0x27
    reply: ClassVar[type[Message]] = replies.Done
    record: Annotated[CodeRecord, part(CodeRecord)]
    role: Annotated[codes.Role, values.code(codes.Role)]
    valid_s: U16


@dataclass(frozen=True)
class ChangeCode(Request[replies.Done]):
    kind: ClassVar[int] = 0x28
    reply: ClassVar[type[Message]] = replies.Done
    record: Annotated[CodeRecord, part(CodeRecord)]


@dataclass(frozen=True)
class Losses(ListRequest[replies.Loss]):
    kind: ClassVar[int] = 0x29
    items: ClassVar[tuple[type[Message], ...]] = (replies.Loss,)
    of: Annotated[codes.LossKind, values.code(codes.LossKind)]
    from_: U16 = 0


@dataclass(frozen=True)
class Info(Request[replies.Info]):
    kind: ClassVar[int] = 0x30
    reply: ClassVar[type[Message]] = replies.Info


@dataclass(frozen=True)
class Abilities(Request[replies.Abilities]):
    kind: ClassVar[int] = 0x31
    reply: ClassVar[type[Message]] = replies.Abilities


@dataclass(frozen=True)
class Support(Request[replies.Support]):
    kind: ClassVar[int] = 0x32
    reply: ClassVar[type[Message]] = replies.Support


@dataclass(frozen=True)
class Diagnose(ListRequest[replies.Finding]):
    kind: ClassVar[int] = 0x33
    items: ClassVar[tuple[type[Message], ...]] = (replies.Finding,)
    from_: U16 = 0


@dataclass(frozen=True)
class Time(Request[replies.Time]):
    kind: ClassVar[int] = 0x34
    reply: ClassVar[type[Message]] = replies.Time


@dataclass(frozen=True)
class SetTime(Request[replies.Done]):
    kind: ClassVar[int] = 0x35
    reply: ClassVar[type[Message]] = replies.Done
    unix_s: U64


@dataclass(frozen=True)
class WalkTest(Request[replies.Done]):
    kind: ClassVar[int] = 0x36
    reply: ClassVar[type[Message]] = replies.Done
    seconds: U16


@dataclass(frozen=True)
class AudioTest(Request[replies.Done]):
    """Plays a tone and hears it; answered when the tone is over, 0 ends it."""

    kind: ClassVar[int] = 0x37
    reply: ClassVar[type[Message]] = replies.Done
    seconds: U8

    def patience_s(self) -> float:
        return self.wait_s + self.seconds


@dataclass(frozen=True)
class Settings(ListRequest[Setting]):
    """Those that are not at their default."""

    kind: ClassVar[int] = 0x3E
    items: ClassVar[tuple[type[Message], ...]] = settings.ALL
    from_: U16 = 0


@dataclass(frozen=True)
class ClearSetting(Request[replies.Done]):
    kind: ClassVar[int] = 0x3F
    reply: ClassVar[type[Message]] = replies.Done
    setting: Annotated[codes.SettingCode, values.code(codes.SettingCode)]


ALL: tuple[type[Message], ...] = (
    Hello,
    PairShare,
    PairConfirm,
    SessionOpen,
    Enroll,
    Status,
    Watch,
    Scan,
    Provision,
    Restart,
    Identify,
    MoveAbsolute,
    MoveRelative,
    MoveContinuous,
    Stop,
    Home,
    GoToPreset,
    RunPatrol,
    Position,
    ResetRequest,
    ResetConfirm,
    Receipt,
    Controllers,
    Revoke,
    Rename,
    SetRole,
    Invite,
    ChangeCode,
    Losses,
    Info,
    Abilities,
    Support,
    Diagnose,
    Time,
    SetTime,
    WalkTest,
    AudioTest,
    Settings,
    ClearSetting,
    *settings.ALL,
)

"""Requests in general: once and twice, unknown, forged, and without an answer."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Annotated, ClassVar

import pytest

from camera_client import session, values
from camera_client.client import Camera, Controller
from camera_client.errors import LinkLost
from camera_client.frames import Frame
from camera_client.link import Link
from camera_client.messages import replies, requests
from camera_client.messages.base import Message, Request
from camera_client.messages.codes import Refusal, Role
from camera_client.messages.settings import Setting
from camera_client.pairing import SessionKeys
from camera_client.values import U8
from tests.conftest import Owned, refusal


@dataclass(frozen=True)
class Unknown(Request[replies.Done]):
    """A kind that no camera knows."""

    kind: ClassVar[int] = 0x6F
    reply: ClassVar[type[Message]] = replies.Done


@dataclass(frozen=True)
class MalformedMove(Request[replies.Moving]):
    """MoveAbsolute, with an option that is neither there nor not."""

    kind: ClassVar[int] = 0x17
    reply: ClassVar[type[Message]] = replies.Moving
    body: U8 = 2


@dataclass(frozen=True)
class LongName(Setting):
    kind: ClassVar[int] = 0x40
    name: Annotated[bytes, values.bytes_up_to(100)] = b"x" * 33


async def test_the_same_id_is_done_once(owned: Owned) -> None:
    frame = Frame(requests.MoveRelative.kind, 500, bytes([0xC8, 0x01, 0, 0]))
    kinds = frozenset({replies.Moving.kind})
    link = owned.connection.link
    first = await link.exchange(frame, kinds, frozenset(), 5)
    assert await link.exchange(frame, kinds, frozenset(), 5) == first
    again = Frame(frame.kind, 501, frame.body)
    [other] = await link.exchange(again, kinds, frozenset(), 5)
    assert other.body != first[0].body


async def test_what_is_not_known_or_malformed(owned: Owned) -> None:
    link = owned.connection
    assert await refusal(link, Unknown()) == Refusal.UNSUPPORTED
    assert await refusal(link, MalformedMove()) == Refusal.MALFORMED
    assert await refusal(link, LongName()) == Refusal.MALFORMED
    assert await link.request(requests.Position())


async def test_many_requests_at_once(owned: Owned) -> None:
    asked = [owned.connection.request(requests.Time()) for _ in range(20)]
    assert set(await asyncio.gather(*asked)) == {replies.Time(None)}


async def test_forged_and_tampered_frames_are_ignored(owned: Owned) -> None:
    link = owned.connection.link
    before = await owned.connection.request(requests.Position())
    keys = SessionKeys(bytes(32), bytes(32))
    forged = session.Sealer(keys.to_camera).seal(
        Frame(requests.MoveRelative.kind, 900, bytes([0xC8, 0x01, 0, 0]))
    )
    for counter in range(20):
        await link.send_as_is(Frame(session.SEALED, counter, forged.body))
    await link.send_as_is(Frame(requests.Restart.kind, 901, b""))
    await link.send_as_is(Frame(session.SEALED, 902, b""))
    assert await owned.connection.request(requests.Position()) == before


async def test_a_camera_that_says_nothing() -> None:
    async def say_nothing(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        await reader.read()
        writer.close()

    async with await asyncio.start_server(say_nothing, "127.0.0.1", 0) as server:
        host, port = server.sockets[0].getsockname()
        link = Link(*await asyncio.open_connection(host, port))
        with pytest.raises(LinkLost, match="no answer within 0.05 s"):
            await link.exchange(Frame(0x11, 1, b""), frozenset(), frozenset(), 0.05)
        with pytest.raises(LinkLost, match="has ended"):
            await link.exchange(Frame(0x11, 2, b""), frozenset(), frozenset(), 0.05)


async def test_no_camera_at_all() -> None:
    camera = Camera(Controller(bytes(8), bytes(32), Role.OWNER, 0), "127.0.0.1", 1)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.5):
            await camera.request(requests.Status())

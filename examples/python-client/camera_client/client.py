"""Talking to a camera: `Connection` is one link, `Camera` opens a new one when needed.

connection = await connect("192.168.4.1")
controller = await connection.pair(code, "phone")

async with Camera(controller, "192.168.4.1") as camera:
    print(await camera.request(requests.Status()))
"""

from __future__ import annotations

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Any, Self, TypeVar, cast

from camera_client import pairing, session
from camera_client.errors import (
    LinkLost,
    Refused,
    UnexpectedReply,
    UnsafeHello,
    WrongProof,
)
from camera_client.frames import Frame
from camera_client.link import Link
from camera_client.messages import codes, read_answer, replies, requests, told_kind
from camera_client.messages.base import ListRequest, Message, Request, encode
from camera_client.pairing import Prover, Transport
from camera_client.session import Handshake
from camera_client.values import Malformed

PORT = 4455
VERSION = 1

_CONNECT_S = 10.0
_QUIET_S = 30.0
_MOST_PAGES = 64
_PAUSES_S = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
_IDS = 1 << 16

Reply = TypeVar("Reply", bound=Message)
Item = TypeVar("Item", bound=Message)


@dataclass(frozen=True)
class Controller:
    """What makes one a controller of a camera. Keep it, and keep it secret."""

    key_id: bytes
    key: bytes = field(repr=False)
    role: codes.Role
    epoch: int


class Connection:
    """One link that has said hello. Pair or resume, and then ask."""

    def __init__(
        self, link: Link, transport: Transport, hello: replies.Hello, hello_hash: bytes
    ) -> None:
        self.link = link
        self.hello = hello
        self._transport = transport
        self._hello_hash = hello_hash

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        await self.link.close()

    async def prove(self, code: str) -> None:
        """Pairs, without becoming a controller: enough to read the receipt."""
        stretched = await asyncio.to_thread(
            pairing.stretch, code, self.hello.salt, self.hello.iterations
        )
        context = pairing.context(self._transport, self._hello_hash)
        prover = Prover(stretched, context)
        share = await self.request(requests.PairShare(prover.share_p))
        try:
            proof = prover.finish(share.share_v, share.confirm_v)
        except WrongProof:
            await self.close()
            raise
        await self.request(requests.PairConfirm(proof.confirm_p))
        self.link.secure(proof.keys)

    async def enroll(self, name: str) -> Controller:
        """Becomes a controller, on a link that has paired."""
        enrolled = await self.request(requests.Enroll(name.encode()))
        return Controller(enrolled.key_id, enrolled.key, enrolled.role, enrolled.epoch)

    async def pair(self, code: str, name: str) -> Controller:
        await self.prove(code)
        return await self.enroll(name)

    async def resume(self, controller: Controller) -> None:
        """Opens a session by the key of an earlier pairing."""
        prologue = session.prologue(
            self._transport, self._hello_hash, controller.key_id
        )
        handshake = Handshake(controller.key, prologue)
        opening = requests.SessionOpen(controller.key_id, handshake.message)
        answer = await self.request(opening)
        try:
            keys = handshake.finish(answer.noise)
        except WrongProof:
            await self.close()
            raise
        self.link.secure(keys)

    async def request(self, request: Request[Reply]) -> Reply:
        return await _ask(self.link, request)

    async def list(self, request: ListRequest[Item]) -> list[Item]:
        """All items of all pages."""
        found: list[Item] = []
        page: Any = request
        for _ in range(_MOST_PAGES):
            items, end = await _ask_page(self.link, page)
            found += items
            if end.next == 0:
                return found
            page = replace(page, from_=end.next)
        raise UnexpectedReply("the list has no end")

    async def watch(self) -> AsyncGenerator[Message, None]:
        """The whole status first, then notices; both again when some were lost."""
        while True:
            self.link.forget_notices()
            status = await self.request(requests.Watch())
            yield status
            last: int | None = None
            while True:
                frame = await self._notice()
                if last is not None and frame.id != (last + 1) % _IDS:
                    break
                last = frame.id
                notice = _read(frame)
                if notice is not None:
                    yield notice

    async def _notice(self) -> Frame:
        """The next notice. A camera that is long quiet is asked whether it lives."""
        while True:
            try:
                async with asyncio.timeout(_QUIET_S):
                    return await self.link.notice()
            except TimeoutError:
                await self.request(requests.Status())


class Camera:
    """A camera by its key: connects when something is asked, and again when needed.

    A request that was sent is never sent twice: whether it was done before the link
    broke is for the caller to find out.
    """

    def __init__(self, controller: Controller, host: str, port: int = PORT) -> None:
        self._controller = controller
        self._host = host
        self._port = port
        self._connection: Connection | None = None
        self._connecting = asyncio.Lock()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        if self._connection is not None:
            await self._connection.close()

    async def connection(self) -> Connection:
        """The link that is open, or a new one; `LinkLost` when none can be had."""
        async with self._connecting:
            if self._connection is None or self._connection.link.lost:
                await self.close()
                self._connection = await self._open_patiently()
            return self._connection

    async def request(self, request: Request[Reply]) -> Reply:
        return await (await self.connection()).request(request)

    async def list(self, request: ListRequest[Item]) -> list[Item]:
        return await (await self.connection()).list(request)

    async def watch(self) -> AsyncGenerator[Message, None]:
        """As that of a connection, which it renews as long as a camera answers."""
        while True:
            connection = await self.connection()
            try:
                async with aclosing(connection.watch()) as notices:
                    async for notice in notices:
                        yield notice
            except LinkLost:
                await connection.close()

    async def _open_patiently(self) -> Connection:
        for pause in _PAUSES_S:
            try:
                return await self._open()
            except LinkLost:
                await asyncio.sleep(pause)
            except Refused as refused:
                if refused.why != codes.Refusal.BUSY:
                    raise
                # All links are taken: the camera knows until when.
                await asyncio.sleep(max(pause, refused.retry_s))
        return await self._open()

    async def _open(self) -> Connection:
        connection = await connect(self._host, self._port)
        try:
            await connection.resume(self._controller)
        except BaseException:
            await connection.close()
            raise
        return connection


async def connect(
    host: str,
    port: int = PORT,
    secret: codes.PairingSecret = codes.PairingSecret.CODE,
) -> Connection:
    try:
        async with asyncio.timeout(_CONNECT_S):
            reader, writer = await asyncio.open_connection(host, port)
    except (OSError, TimeoutError) as error:
        raise LinkLost(f"no camera at {host} port {port}: {error}") from None
    return await greet(reader, writer, Transport.TCP, secret)


async def greet(
    reader: StreamReader,
    writer: StreamWriter,
    transport: Transport,
    secret: codes.PairingSecret = codes.PairingSecret.CODE,
) -> Connection:
    """Says hello on a stream of bytes, of whatever transport."""
    link = Link(reader, writer)
    request = requests.Hello(VERSION, VERSION, secret)
    try:
        hello = await _ask(link, request)
        if hello.version != VERSION:
            raise UnsafeHello("the camera and this client have no version in common")
    except BaseException:
        await link.close()
        raise
    # A value has one encoding: these are the bytes that travelled.
    digest = pairing.hello_hash(encode(request), encode(hello))
    return Connection(link, transport, hello, digest)


async def _ask(link: Link, request: Request[Reply]) -> Reply:
    frame = Frame(request.kind, link.next_id(), encode(request))
    terminal = frozenset({request.reply.kind, replies.Refused.kind})
    [answer] = await link.exchange(frame, terminal, frozenset(), request.patience_s())
    return cast(Reply, _read_granted(answer))


async def _ask_page(
    link: Link, request: ListRequest[Item]
) -> tuple[list[Item], replies.End]:
    frame = Frame(request.kind, link.next_id(), encode(request))
    terminal = frozenset({replies.End.kind, replies.Refused.kind})
    kinds = frozenset(told_kind(item) for item in request.items)
    *items, end = await link.exchange(frame, terminal, kinds, request.wait_s)
    granted = cast(replies.End, _read_granted(end))
    return [cast(Item, _read(item)) for item in items], granted


def _read(frame: Frame) -> Message | None:
    try:
        return read_answer(frame.kind, frame.body)
    except Malformed as malformed:
        raise UnexpectedReply(f"kind {frame.kind:#04x}: {malformed}") from None


def _read_granted(frame: Frame) -> Message | None:
    answer = _read(frame)
    if isinstance(answer, replies.Refused):
        raise Refused(
            answer.why, answer.retry_s, answer.attempts_left, answer.driver_code
        )
    return answer

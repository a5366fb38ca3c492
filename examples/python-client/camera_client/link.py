"""A link: frames to and from one camera, and which answer belongs to which request."""

from __future__ import annotations

import asyncio
from asyncio import StreamReader, StreamWriter
from dataclasses import dataclass, field

from camera_client import frames
from camera_client.errors import LinkLost
from camera_client.frames import Frame
from camera_client.messages import NOTICES
from camera_client.pairing import SessionKeys
from camera_client.session import Opener, Sealer

AT_ONCE = 3
"""Requests that a camera takes of one link before it answers any."""

_CHUNK = 4096
_MOST_ITEMS = 1024
_MOST_NOTICES = 64


@dataclass
class _Pending:
    """A request on its way: the kinds that answer it, and what came of it so far."""

    terminal: frozenset[int]
    items: frozenset[int]
    heard: list[Frame] = field(default_factory=list)
    ended: asyncio.Future[list[Frame]] = field(default_factory=asyncio.Future)

    def hear(self, frame: Frame) -> None:
        if self.ended.done():
            return
        if frame.kind in self.terminal:
            self.ended.set_result([*self.heard, frame])
        elif frame.kind in self.items and len(self.heard) < _MOST_ITEMS:
            self.heard.append(frame)


class Link:
    """In clear until `secure` is called; from then on clear frames are ignored."""

    def __init__(self, reader: StreamReader, writer: StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._sealer: Sealer | None = None
        self._opener: Opener | None = None
        self._last_id = 0
        self._pending: dict[int, _Pending] = {}
        self._room = asyncio.Semaphore(AT_ONCE)
        self._notices: asyncio.Queue[Frame | None] = asyncio.Queue(_MOST_NOTICES)
        self._lost = False
        self._receiving = asyncio.create_task(self._receive())

    @property
    def lost(self) -> bool:
        return self._lost

    def secure(self, keys: SessionKeys) -> None:
        self._sealer = Sealer(keys.to_camera)
        self._opener = Opener(keys.to_app)

    async def close(self) -> None:
        self._end()
        self._receiving.cancel()
        self._writer.close()
        try:
            await self._writer.wait_closed()
        except OSError:
            pass  # The camera was faster.

    def next_id(self) -> int:
        self._last_id = self._last_id % 0xFFFF + 1
        return self._last_id

    async def exchange(
        self,
        request: Frame,
        terminal: frozenset[int],
        items: frozenset[int],
        wait_s: float,
    ) -> list[Frame]:
        """The items that came, and the terminal reply as the last.

        A camera that stays silent is a link lost, as the specification has it.
        """
        async with self._room:
            pending = _Pending(terminal, items)
            if self._lost:
                raise LinkLost("the link has ended")
            self._pending[request.id] = pending
            try:
                async with asyncio.timeout(wait_s):
                    await self.send(request)
                    return await pending.ended
            except TimeoutError:
                await self.close()
                raise LinkLost(f"no answer within {wait_s:g} s") from None
            finally:
                self._pending.pop(request.id, None)

    async def send(self, frame: Frame) -> None:
        await self.send_as_is(
            frame if self._sealer is None else self._sealer.seal(frame)
        )

    async def send_as_is(self, frame: Frame) -> None:
        """Without a seal of ours."""
        try:
            self._writer.write(frames.encode(frame))
            await self._writer.drain()
        except OSError:
            raise LinkLost("the camera hung up") from None

    async def notice(self) -> Frame:
        """The next notice. Who reads too slowly finds a gap in their ids."""
        if self._lost and self._notices.empty():
            raise LinkLost("the link has ended")
        frame = await self._notices.get()
        if frame is None:
            raise LinkLost("the link has ended")
        return frame

    def forget_notices(self) -> None:
        while not self._notices.empty():
            self._notices.get_nowait()

    async def _receive(self) -> None:
        decoder = frames.Decoder()
        try:
            while data := await self._reader.read(_CHUNK):
                for found in decoder.feed(data):
                    if isinstance(found, Frame):
                        self._take(found)
        except OSError:
            pass  # Like an orderly end: either way nothing more will come.
        finally:
            self._end()

    def _take(self, frame: Frame) -> None:
        opened = frame if self._opener is None else self._opener.open(frame)
        if opened is None:
            return
        if opened.kind in NOTICES:
            self._keep_notice(opened)
        elif pending := self._pending.get(opened.id):
            pending.hear(opened)

    def _keep_notice(self, notice: Frame | None) -> None:
        if self._notices.full():
            self._notices.get_nowait()
        self._notices.put_nowait(notice)

    def _end(self) -> None:
        if self._lost:
            return
        self._lost = True
        self._keep_notice(None)
        for pending in self._pending.values():
            if not pending.ended.done():
                pending.ended.set_exception(LinkLost("the camera hung up"))

"""A virtual camera as a child process, and its people: who holds the button."""

from __future__ import annotations

import asyncio
import json
import os
from asyncio.subprocess import DEVNULL, PIPE, Process
from pathlib import Path
from typing import Any, Self

from camera_client import code
from camera_client.client import Connection, Controller, connect
from camera_client.errors import LinkLost
from camera_client.messages import codes

HOME, HOME_PASSWORD = b"HomeNet", b"correct horse"

_DEFAULT = Path(__file__).resolve().parents[3] / "target" / "debug" / "camera-desktop"
_PROGRAM = Path(os.environ.get("CAMERA_DESKTOP", _DEFAULT)).resolve()
_ROUTER = {
    "network": [
        {"ssid": "HomeNet", "password": "correct horse", "rssi": -48},
        {"ssid": "Café \u2615", "password": "not for you", "security": "wpa3"},
    ]
}


# How many times as fast as a real one. A handshake has 30 s of the camera's time, and
# a setup window ten minutes: a slow machine needs what is left of them.
SPEED = 4
# Longer than anything takes, even on a busy machine.
PATIENCE_S = 120


class VirtualCamera:
    """Runs faster than a real one."""

    def __init__(self, process: Process, ready: dict[str, Any]) -> None:
        self._process = process
        self._answers: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._listening = asyncio.create_task(self._listen())
        host, port = ready["listen"].split(":")
        self.host: str = host
        self.port = int(port)
        self.serial: str = ready["serial"]
        self.model: str = ready["model"]
        self.code = code.parse(ready["code"])

    @classmethod
    async def start(cls, state: Path, *options: str) -> Self:
        process = await asyncio.create_subprocess_exec(
            _PROGRAM,
            *("--listen", "127.0.0.1:0", "--state", state, "--speed", str(SPEED)),
            *("--json", "--control", "stdin", "--no-http"),
            *options,
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
        )
        assert process.stdout
        async with asyncio.timeout(PATIENCE_S):
            ready = await process.stdout.readline()
        camera = cls(process, json.loads(ready))
        await camera.control(f"router set {json.dumps(_ROUTER)}")
        return camera

    async def stop(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        try:
            async with asyncio.timeout(PATIENCE_S):
                await self._process.wait()
        finally:
            if self._process.returncode is None:
                self._process.kill()
        await self._listening

    async def control(self, line: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(f"{line}\n".encode())
        async with asyncio.timeout(PATIENCE_S):
            answer = await self._answers.get()
        assert answer["ok"], f"{line}: {answer}"

    async def open_window(self) -> None:
        """Somebody holds the button for two and a half seconds."""
        await self.control("button trace 0 down 2500 up")
        await self.control("expect window open within 30s")
        await self.control("expect state setup within 30s")

    async def connect(
        self, secret: codes.PairingSecret = codes.PairingSecret.CODE
    ) -> Connection:
        return await connect(self.host, self.port, secret)

    async def resume(self, controller: Controller) -> Connection:
        """A session, as soon as the radio is up."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                try:
                    connection = await self.connect()
                except LinkLost:
                    await asyncio.sleep(0.05)
                    continue
                try:
                    await connection.resume(controller)
                    return connection
                except LinkLost:
                    await connection.close()
                except BaseException:
                    await connection.close()
                    raise

    async def _listen(self) -> None:
        assert self._process.stdout
        while line := await self._process.stdout.readline():
            event = json.loads(line)
            if "ok" in event:
                self._answers.put_nowait(event)

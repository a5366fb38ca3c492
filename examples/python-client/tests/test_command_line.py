"""The command line against a camera, as somebody would type it."""

from __future__ import annotations

import asyncio
import stat
import sys
from asyncio.subprocess import PIPE, STDOUT
from pathlib import Path

import pytest

from camera_client import keyring, settings_file
from camera_client.client import Controller
from camera_client.keyring import BadKeyring, Entry
from camera_client.messages import codes
from camera_client.messages.settings import Privacy
from camera_client.settings_file import BadSettings
from tests.conftest import Owned
from tests.virtual import HOME_PASSWORD, PATIENCE_S, VirtualCamera


async def run(keys: Path, *words: str, said: str = "") -> str:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "camera_client", "--keys", keys),
        *words,
        cwd=Path(__file__).resolve().parents[1],
        stdin=PIPE,
        stdout=PIPE,
        stderr=STDOUT,
    )
    async with asyncio.timeout(PATIENCE_S):
        output, _ = await process.communicate(said.encode())
    return output.decode()


async def test_a_camera_from_the_command_line(
    camera: VirtualCamera, tmp_path: Path
) -> None:
    keys = tmp_path / "keys" / "keys.json"
    where = (camera.host, "--port", str(camera.port))
    assert "which camera?" in await run(keys, "status")
    assert "somebody sits in between" in await run(
        keys, "pair", *where, said="0000-0000-0000\n"
    )
    paired = await run(keys, "pair", *where, said=f"{camera.code}\n")
    assert paired.startswith("paired with Spot-PT-1-")
    assert stat.S_IMODE(keys.stat().st_mode) == 0o600
    assert camera.code not in paired

    assert "state setup" in await run(keys, "status")
    assert camera.serial in await run(keys, "info")
    assert "HomeNet" in await run(keys, "scan")
    assert "pan 30.00°, tilt -5.00°" in await run(keys, "move", "30", "-5")
    assert "OutOfRange" in await run(keys, "move", "3000", "0")
    assert "cause no network" in await run(keys, "diagnose")
    assert "unix_s none" in await run(keys, "time")
    assert await run(keys, "set-time") == ""
    assert "unix_s 1" in await run(keys, "time")
    assert await run(keys, "walk-test", "600") == ""
    assert "walk_test" in await run(keys, "status")
    assert await run(keys, "audio-test", "1") == "it has heard its tone\n"
    assert "NoSuchPreset" in await run(keys, "patrol", "start")
    assert await run(keys, "patrol", "stop") == ""
    assert "AuthFailure" in await run(keys, "setup", "HomeNet", said="wrong horse\n")
    online = await run(keys, "setup", "HomeNet", said=f"{HOME_PASSWORD.decode()}\n")
    assert online == "online\n"
    await camera.control("expect radio station within 60s")
    assert "tell them" in await run(keys, "invite")
    assert await run(keys, "invite", "--cancel") == ""
    assert await run(keys, "import", said="47 01\n") == ""
    assert await run(keys, "export") == "47 01\n"
    assert "nothing was reset" in await run(keys, "reset", "everything", said="no\n")
    reset = await run(keys, "reset", "everything", said="reset\n")
    assert "1 controllers will be lost:\n  python" in reset
    assert "privacy" in reset
    assert keyring.load(keys) == {}


async def test_the_head_and_the_settings_from_the_command_line(
    online: Owned, tmp_path: Path
) -> None:
    keys = tmp_path / "keys" / "keys.json"
    where = (online.camera.host, online.camera.port)
    keyring.save(keys, {"a": Entry(*where, online.owner)})
    assert "pan 30.00°" in await run(keys, "move", "30", "-5")
    assert "pan 31.00°" in await run(keys, "move", "1", "0", "--by", "--speed", "50")
    assert await run(keys, "rename", "me", "tablet") == ""
    assert "name tablet" in await run(keys, "controllers")
    assert "LastOwner" in await run(keys, "role", "me", "user")
    assert await run(keys, "set", "preset", "0", "door", "10", "5.5") == ""
    assert "pan 10.00°, tilt 5.50°" in await run(keys, "preset", "0")
    assert "Preset: place 0, name door" in await run(keys, "settings")
    assert await run(keys, "losses", "settings") == "preset 0\n"
    assert await run(keys, "clear", "preset", "0") == ""
    assert await run(keys, "settings") == ""
    assert "no setting preset 9" in await run(keys, "clear", "preset", "9")
    assert "none of" in await run(keys, "set", "recording", "sometimes")
    turned = await run(keys, "turn", "-50", "0", "--seconds", "0.1", "--lease", "2000")
    assert "arrives_in_ms" in turned
    assert "none" in await run(keys, "receipt")


def test_keyring(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    entries = {"a": Entry("h", 1, Controller(bytes(8), bytes(32), codes.Role.OWNER, 3))}
    keyring.save(path, entries)
    assert keyring.load(path) == entries
    for damaged in ("", "[]", '{"a": 1}', '{"a": {"host": "h"}}'):
        path.write_text(damaged)
        with pytest.raises(BadKeyring):
            keyring.load(path)


def test_settings_file() -> None:
    assert settings_file.read(settings_file.write(Privacy(True))) == Privacy(True)
    for bad in ("", "47", "47 02", "47 0101", "99 00", "47 zz", "x 00"):
        with pytest.raises(BadSettings):
            settings_file.read(bad)

"""Cameras in the states that the tests begin with, and what many ask of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from camera_client.client import Connection, Controller
from camera_client.errors import Refused
from camera_client.messages import codes, requests
from camera_client.messages.base import Message, Request
from camera_client.messages.codes import Refusal
from tests.virtual import HOME, HOME_PASSWORD, VirtualCamera


@dataclass
class Owned:
    """A camera with an owner, who has a session."""

    camera: VirtualCamera
    owner: Controller
    connection: Connection


@pytest.fixture
async def camera(tmp_path: Path) -> AsyncIterator[VirtualCamera]:
    """In setup mode, new."""
    camera = await VirtualCamera.start(tmp_path / "state")
    await camera.open_window()
    yield camera
    await camera.stop()


@pytest.fixture
async def owned(camera: VirtualCamera) -> AsyncIterator[Owned]:
    """In setup mode still."""
    async with await camera.connect() as connection:
        owner = await connection.pair(camera.code, "phone")
        yield Owned(camera, owner, connection)


@pytest.fixture
async def online(owned: Owned) -> AsyncIterator[Owned]:
    """On the home network, its setup window closed."""
    await owned.connection.request(home())
    await owned.camera.control("expect radio station within 60s")
    async with await owned.camera.resume(owned.owner) as connection:
        yield Owned(owned.camera, owned.owner, connection)


def home(password: bytes = HOME_PASSWORD) -> requests.Provision:
    return requests.Provision(
        HOME, password, None, None, False, False, codes.Band.UNKNOWN
    )


async def refusal(connection: Connection, request: Request[Message]) -> Refusal:
    with pytest.raises(Refused) as refused:
        await connection.request(request)
    return refused.value.why

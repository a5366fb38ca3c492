"""What a camera tells unasked."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

from camera_client.client import Camera
from camera_client.messages import codes, notices, replies, requests, settings
from camera_client.messages.codes import Role
from tests.conftest import Owned
from tests.virtual import PATIENCE_S


async def test_watching_has_no_gaps(owned: Owned) -> None:
    link = owned.connection.link
    await owned.connection.request(requests.Watch())
    await owned.connection.request(requests.MoveAbsolute(3000, 1000))
    for place in range(8):
        preset = settings.Preset(place, b"here", 100 * place, 0)
        await owned.connection.request(preset)
    async with asyncio.timeout(PATIENCE_S):
        heard = [await link.notice() for _ in range(12)]
    assert [notice.id for notice in heard] == list(range(1, 13))


async def test_watching(owned: Owned) -> None:
    async with aclosing(owned.connection.watch()) as watched:
        assert type(await anext(watched)) is replies.Status
        await owned.connection.request(settings.Privacy(True))
        async with asyncio.timeout(PATIENCE_S):
            assert await anext(watched) == notices.Setting(codes.SettingCode.PRIVACY)
        await owned.connection.request(requests.Rename(owned.owner.key_id, b"mobile"))
        changed = notices.Controller(
            codes.ControllerChange.CHANGED, owned.owner.key_id, b"mobile", Role.OWNER
        )
        async with asyncio.timeout(PATIENCE_S):
            while await anext(watched) != changed:
                pass


async def test_watching_goes_on_after_a_restart(online: Owned) -> None:
    camera = online.camera
    async with (
        Camera(online.owner, camera.host, camera.port) as client,
        aclosing(client.watch()) as watched,
    ):
        assert type(await anext(watched)) is replies.Status
        await client.request(requests.Restart())
        async with asyncio.timeout(PATIENCE_S):
            while type(await anext(watched)) is not replies.Status:
                pass
        assert (await client.request(requests.Info())).serial.decode() == camera.serial

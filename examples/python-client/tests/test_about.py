"""What a camera tells of itself."""

from __future__ import annotations

from camera_client.messages import codes, replies, requests
from tests.conftest import Owned


async def test_time(owned: Owned) -> None:
    link = owned.connection
    assert (await link.request(requests.Time())).unix_s is None
    await link.request(requests.SetTime(1_795_420_800))
    told = (await link.request(requests.Time())).unix_s
    assert told is not None and 0 <= told - 1_795_420_800 < 100
    status = await link.request(requests.Status())
    assert codes.Flags.TIME_KNOWN in status.flags


async def test_info_and_support(owned: Owned) -> None:
    link = owned.connection
    info = await link.request(requests.Info())
    assert (info.model.decode(), info.serial.decode()) == (
        owned.camera.model,
        owned.camera.serial,
    )
    abilities = await link.request(requests.Abilities())
    assert codes.Ability.PAN | codes.Ability.TILT in abilities.can
    support = await link.request(requests.Support())
    assert (support.controllers, support.resets) == (1, 0)
    assert await link.request(requests.Identify(1)) == replies.Done()

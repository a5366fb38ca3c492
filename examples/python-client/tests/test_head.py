"""Turning the head."""

from __future__ import annotations

import asyncio

from camera_client.errors import Refused
from camera_client.messages import replies, requests, settings
from camera_client.messages.codes import Refusal
from tests.conftest import Owned, refusal
from tests.virtual import PATIENCE_S, SPEED


async def test_moving(owned: Owned) -> None:
    link = owned.connection

    async def arrive(moving: replies.Moving) -> None:
        await asyncio.sleep(moving.arrives_in_ms / 1000 / SPEED)
        async with asyncio.timeout(PATIENCE_S):
            while (position := await link.request(requests.Position())).moving:
                await asyncio.sleep(0.02)
        assert abs(position.pan - moving.pan) <= position.uncertainty
        assert abs(position.tilt - moving.tilt) <= position.uncertainty

    moving = await link.request(requests.MoveAbsolute(3000, -500))
    assert (moving.pan, moving.tilt) == (3000, -500)
    await arrive(moving)
    moving = await link.request(requests.MoveRelative(-1000, 700, speed=50))
    assert (moving.pan, moving.tilt) == (2000, 200)
    await arrive(moving)
    moving = await link.request(requests.MoveAbsolute(None, 1000))
    assert (moving.pan, moving.tilt) == (2000, 1000)
    await arrive(moving)

    await link.request(settings.Preset(2, b"window", -4500, 1500))
    moving = await link.request(requests.GoToPreset(2))
    assert (moving.pan, moving.tilt) == (-4500, 1500)
    await arrive(moving)
    assert await refusal(link, requests.GoToPreset(3)) == Refusal.NO_SUCH_PRESET
    beyond = requests.MoveAbsolute(99_999, None)
    assert await refusal(link, beyond) == Refusal.OUT_OF_RANGE

    moving = await link.request(requests.Home())
    assert (moving.pan, moving.tilt) == (0, 0)
    await arrive(moving)


async def test_turning_ends_with_its_lease(owned: Owned) -> None:
    link = owned.connection
    await link.request(requests.MoveContinuous(50, 0, 1000))
    assert (await link.request(requests.Position())).moving
    await owned.camera.control("advance 3s")
    stopped = await link.request(requests.Position())
    assert stopped.pan > 0 and not stopped.moving
    abilities = await link.request(requests.Abilities())
    assert stopped.pan < abilities.pan[1]
    await link.request(requests.MoveContinuous(-100, 0, 1000))
    await link.request(requests.Stop())
    await owned.camera.control("advance 1s")
    assert not (await link.request(requests.Position())).moving


def test_who_turns_the_head_instead_is_told() -> None:
    held = Refused(Refusal.HELD_BY_OTHER, retry_s=2, driver_code=2)
    assert held.holder == 1
    assert "retry in 2 s, number 2 of Controllers" in str(held)
    assert Refused(Refusal.HELD_BY_OTHER).holder is None
    assert Refused(Refusal.AUTH_FAILURE, driver_code=15).holder is None

"""Finding a real, if virtual, camera; pairing with it; coming back by a key."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from camera_client import code
from camera_client.client import Camera, Controller
from camera_client.discovery import discover
from camera_client.errors import Refused, WrongProof
from camera_client.messages import codes, replies, requests
from camera_client.messages.codes import Refusal, Role
from tests.conftest import Owned, refusal
from tests.virtual import VirtualCamera


async def test_discovery(tmp_path: Path) -> None:
    camera = await VirtualCamera.start(tmp_path / "state", "--mdns")
    try:
        await camera.open_window()
        found = [one for one in await discover(2.0) if one.port == camera.port]
    finally:
        await camera.stop()
    # Where the checks count, they must not pass for want of multicast.
    if not found and not os.environ.get("CI"):
        pytest.skip("no multicast here: the camera's announcement was not heard")
    assert found, "the camera's announcement was not heard"
    assert found[0].model == camera.model
    assert found[0].instance == f"Spot-PT-1-{found[0].discriminator}"
    assert found[0].setup_open


async def test_pairing(camera: VirtualCamera) -> None:
    async with await camera.connect() as connection:
        assert connection.hello.model.decode() == camera.model
        assert connection.hello.setup_open
        await connection.prove(camera.code)
        assert await refusal(connection, requests.Status()) == Refusal.NOT_ALLOWED
        assert await connection.request(requests.Receipt()) == replies.Receipt(None)
        controller = await connection.enroll("phone")
        assert controller.role == Role.OWNER
        status = await connection.request(requests.Status())
        assert (status.state, status.epoch) == (
            codes.CameraState.SETUP,
            controller.epoch,
        )
    async with await camera.resume(controller) as connection:
        [listed] = await connection.list(requests.Controllers())
        assert listed == replies.Controller(
            controller.key_id, b"phone", Role.OWNER, True
        )


async def test_a_wrong_code(camera: VirtualCamera) -> None:
    async with await camera.connect() as connection:
        with pytest.raises(WrongProof):
            await connection.pair(code.with_check_digit("0" * 11), "phone")


async def test_guessing_is_slowed_down(camera: VirtualCamera) -> None:
    with pytest.raises(Refused) as refused:
        for _ in range(5):
            async with await camera.connect() as connection:
                with pytest.raises(WrongProof):
                    await connection.prove(code.with_check_digit("0" * 11))
    assert refused.value.why == Refusal.RATE_LIMITED
    assert refused.value.retry_s > 0


async def test_a_fifth_link_hears_when_to_come_again(owned: Owned) -> None:
    camera = owned.camera
    async with (
        await camera.connect(),
        await camera.connect(),
        await camera.connect() as third,
    ):
        with pytest.raises(Refused) as refused:
            await camera.connect()
        assert refused.value.why == Refusal.BUSY
        assert 1 <= refused.value.retry_s <= 60
        # A place becomes free, for who comes back by its key.
        await third.close()
        async with Camera(owned.owner, camera.host, camera.port) as again:
            await again.request(requests.Status())


async def test_an_owned_camera_takes_no_other_by_its_code(owned: Owned) -> None:
    async with await owned.camera.connect() as connection:
        with pytest.raises(Refused) as refused:
            await connection.pair(owned.camera.code, "thief")
    assert refused.value.why == Refusal.OWNED


async def test_a_closed_window(online: Owned) -> None:
    async with await online.camera.connect() as connection:
        assert not connection.hello.setup_open
        with pytest.raises(Refused) as refused:
            await connection.pair(online.camera.code, "thief")
    assert refused.value.why == Refusal.WINDOW_CLOSED


async def test_another_key_opens_nothing(owned: Owned) -> None:
    forged = Controller(owned.owner.key_id, bytes(32), Role.OWNER, 0)
    with pytest.raises(Refused) as refused:
        await owned.camera.resume(forged)
    assert refused.value.why == Refusal.UNKNOWN_CONTROLLER

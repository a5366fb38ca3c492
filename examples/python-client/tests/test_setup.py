"""Giving a camera its network."""

from __future__ import annotations

import asyncio

from camera_client.client import Connection
from camera_client.messages import codes, replies, requests
from camera_client.messages.codes import Refusal
from tests.conftest import Owned, home, refusal
from tests.virtual import HOME, PATIENCE_S


async def eventually(connection: Connection, state: codes.CameraState) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while (await connection.request(requests.Status())).state != state:
            await asyncio.sleep(0.05)


async def test_scanning(owned: Owned) -> None:
    networks = await owned.connection.list(requests.Scan())
    seen = {network.ssid: network.security for network in networks}
    assert seen[HOME] == codes.Security.WPA2
    assert seen["Café ☕".encode()] == codes.Security.WPA3


async def test_provisioning(owned: Owned) -> None:
    link = owned.connection
    assert await refusal(link, home(b"short")) == Refusal.PASSWORD_TOO_SHORT
    assert await refusal(link, home(b"wrong horse")) == Refusal.AUTH_FAILURE
    status = await link.request(requests.Status())
    assert status.state == codes.CameraState.SETUP
    assert status.last_setup == Refusal.AUTH_FAILURE
    assert await link.request(home()) == replies.Done()
    await owned.camera.control("expect radio station within 60s")
    async with await owned.camera.resume(owned.owner) as later:
        await eventually(later, codes.CameraState.ONLINE)
        status = await later.request(requests.Status())
        assert status.last_setup == Refusal.NONE
        assert status.rssi_dbm == -48


async def test_a_network_that_is_not_there(owned: Owned) -> None:
    def elsewhere(band: codes.Band) -> requests.Provision:
        return requests.Provision(b"Nope", b"whatever", None, None, False, False, band)

    link = owned.connection
    nowhere = await refusal(link, elsewhere(codes.Band.UNKNOWN))
    assert nowhere == Refusal.NETWORK_NOT_FOUND
    assert await refusal(link, elsewhere(codes.Band.GHZ_5)) == Refusal.BAND_MISMATCH

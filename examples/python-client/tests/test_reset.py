"""Resets, and what is left after them."""

from __future__ import annotations

import asyncio

import pytest

from camera_client.errors import LinkLost, Refused
from camera_client.messages import codes, replies, requests, settings
from camera_client.messages.base import ListRequest
from camera_client.messages.codes import Refusal, ResetScope
from tests.conftest import Owned, refusal
from tests.virtual import PATIENCE_S


async def test_a_reset_takes_two_steps(online: Owned) -> None:
    link, camera = online.connection, online.camera
    unasked = requests.ResetConfirm(bytes(8))
    assert await refusal(link, unasked) == Refusal.NOT_CONFIRMED
    await link.request(settings.Privacy(True))
    losses = await link.request(requests.ResetRequest(ResetScope.EVERYTHING))
    counts = {item.kind: item.count for item in losses.items}
    assert counts[codes.LossKind.CONTROLLERS] == counts[codes.LossKind.SETTINGS] == 1
    named: ListRequest[replies.Loss] = requests.Losses(codes.LossKind.SETTINGS)
    assert [loss.name for loss in await link.list(named)] == [b"privacy"]

    await camera.control("advance 61s")
    late = requests.ResetConfirm(losses.token)
    assert await refusal(link, late) == Refusal.EXPIRED
    losses = await link.request(requests.ResetRequest(ResetScope.EVERYTHING))
    confirm = requests.ResetConfirm(losses.token)
    assert await link.request(confirm) == replies.Done()

    await camera.control("expect epoch 1 within 60s")
    await camera.control("expect state setup within 60s")
    with pytest.raises(Refused) as refused:
        await camera.resume(online.owner)
    assert refused.value.why == Refusal.UNKNOWN_CONTROLLER
    async with await camera.connect() as connection:
        await connection.prove(camera.code)
        receipt = (await connection.request(requests.Receipt())).receipt
        assert receipt == replies.ResetReceipt(
            1, 1, codes.ResetCause.CONTROLLER, codes.ErasedScope.EVERYTHING
        )
        assert (await connection.enroll("phone again")).epoch == 1
        assert await connection.list(requests.Settings()) == []


async def test_a_reset_of_settings_keeps_keys_and_network(online: Owned) -> None:
    link = online.connection
    await link.request(settings.Name(b"Hall"))
    losses = await link.request(requests.ResetRequest(ResetScope.KEEP_NETWORK))
    await link.request(requests.ResetConfirm(losses.token))
    with pytest.raises(LinkLost):
        async with asyncio.timeout(PATIENCE_S):
            while True:
                await link.request(requests.Status())
    async with await online.camera.resume(online.owner) as later:
        receipt = (await later.request(requests.Receipt())).receipt
        assert receipt is not None and receipt.epoch == online.owner.epoch
        assert await later.list(requests.Settings()) == []

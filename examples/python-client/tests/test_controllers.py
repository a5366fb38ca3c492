"""Who may control a camera, and by which code."""

from __future__ import annotations

import asyncio

import pytest

from camera_client import code, pairing
from camera_client.client import Controller
from camera_client.errors import LinkLost, Refused, WrongProof
from camera_client.messages import requests
from camera_client.messages.codes import PairingSecret, Refusal, ResetScope, Role
from tests.conftest import Owned, refusal


async def invited(owned: Owned, role: Role) -> Controller:
    """Somebody with a code of the owner's making."""
    digits = code.random_code()
    record = await asyncio.to_thread(pairing.random_record, digits)
    await owned.connection.request(requests.Invite(record, role, 600))
    async with await owned.camera.connect(PairingSecret.INVITATION) as connection:
        assert connection.hello.salt == record.salt
        return await connection.pair(digits, "tablet")


async def test_inviting(online: Owned) -> None:
    tablet = await invited(online, Role.USER)
    assert tablet.role == Role.USER
    async with await online.camera.resume(tablet) as connection:
        listed = await connection.list(requests.Controllers())
        assert {(one.name, one.role, one.is_you) for one in listed} == {
            (b"phone", Role.OWNER, False),
            (b"tablet", Role.USER, True),
        }
        everything = requests.ResetRequest(ResetScope.EVERYTHING)
        assert await refusal(connection, everything) == Refusal.NOT_ALLOWED
        with pytest.raises(Refused, match="NotAllowed"):
            await connection.list(requests.Scan())
        other = requests.Rename(online.owner.key_id, b"mine")
        assert await refusal(connection, other) == Refusal.NOT_ALLOWED
        await connection.request(requests.Rename(tablet.key_id, b"pad"))
    listed = await online.connection.list(requests.Controllers())
    assert {one.name for one in listed} == {b"phone", b"pad"}


async def test_an_invitation_works_once(online: Owned) -> None:
    await invited(online, Role.USER)
    async with await online.camera.connect(PairingSecret.INVITATION) as connection:
        with pytest.raises(Refused) as refused:
            await connection.pair(code.random_code(), "another")
    assert refused.value.why == Refusal.NO_INVITATION


async def test_roles(online: Owned) -> None:
    link = online.connection
    tablet = await invited(online, Role.USER)
    demote = requests.SetRole(online.owner.key_id, Role.USER)
    assert await refusal(link, demote) == Refusal.LAST_OWNER
    await link.request(requests.SetRole(tablet.key_id, Role.OWNER))
    await link.request(demote)
    assert await refusal(link, demote) == Refusal.NOT_ALLOWED
    nobody = requests.Rename(b"whatever", b"x")
    async with await online.camera.resume(tablet) as other:
        assert await refusal(other, nobody) == Refusal.NO_SUCH_CONTROLLER


async def test_revoking(online: Owned) -> None:
    tablet = await invited(online, Role.USER)
    async with await online.camera.resume(tablet) as connection:
        await online.connection.request(requests.Revoke(tablet.key_id))
        with pytest.raises(LinkLost):
            await connection.request(requests.Status())
    with pytest.raises(Refused) as refused:
        await online.camera.resume(tablet)
    assert refused.value.why == Refusal.UNKNOWN_CONTROLLER
    assert len(await online.connection.list(requests.Controllers())) == 1


async def test_changing_the_code(owned: Owned) -> None:
    changed = code.random_code()
    record = await asyncio.to_thread(pairing.random_record, changed)
    await owned.connection.request(requests.ChangeCode(record))
    async with await owned.camera.connect() as connection:
        with pytest.raises(WrongProof):
            await connection.prove(owned.camera.code)
    async with await owned.camera.connect() as connection:
        await connection.prove(changed)
    weak = requests.CodeRecord(record.salt, 9_999, record.w0, record.l)
    why = await refusal(owned.connection, requests.ChangeCode(weak))
    assert why == Refusal.UNSAFE_CODE

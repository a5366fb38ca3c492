"""What a camera sees and hears, and the tests of that."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from camera_client import show
from camera_client.messages import codes, notices, replies, requests, settings
from camera_client.messages.base import Message
from camera_client.messages.codes import Flags, Refusal
from tests.conftest import Owned, refusal
from tests.virtual import PATIENCE_S, SPEED

MONDAY = 1795420800


async def status(owned: Owned) -> replies.Status:
    return await owned.connection.request(requests.Status())


async def motion(watched: AsyncGenerator[Message, None]) -> notices.Motion:
    async with asyncio.timeout(PATIENCE_S):
        while True:
            told = await anext(watched)
            if isinstance(told, notices.Motion):
                return told


async def test_motion_is_told(owned: Owned) -> None:
    link, camera = owned.connection, owned.camera
    async with aclosing(link.watch()) as watched:
        assert type(await anext(watched)) is replies.Status
        await camera.control("sensor motion everywhere")
        first = await motion(watched)
        assert first == notices.Motion(notices.NO_ZONE, None, False)
        assert show.message(first) == "zone none, unix_s none, walk_test no"

        await link.request(requests.SetTime(MONDAY))
        known = (await link.request(requests.Time())).unix_s
        assert known is not None and MONDAY <= known < MONDAY + 3600
        door = settings.Zone(3, b"door", None, 0, 0, 300, 1000, 50)
        await link.request(door)
        await camera.control("advance 15s")
        await camera.control("sensor motion 700 0 1000 1000")
        await camera.control("sensor motion 0 0 300 1000")
        second = await motion(watched)
        assert (second.zone, second.walk_test) == (3, False)
        assert second.unix_s is not None and second.unix_s >= MONDAY


async def test_a_walk_test_tells_every_motion(owned: Owned) -> None:
    link, camera = owned.connection, owned.camera
    async with aclosing(link.watch()) as watched:
        assert type(await anext(watched)) is replies.Status
        await link.request(requests.WalkTest(600))
        assert Flags.WALK_TEST in (await status(owned)).flags
        for _ in range(2):
            await camera.control("sensor motion everywhere")
            assert (await motion(watched)).walk_test
            await camera.control("advance 3s")
        await link.request(requests.WalkTest(0))
        assert Flags.WALK_TEST not in (await status(owned)).flags
    assert await refusal(link, requests.WalkTest(6000)) == Refusal.OUT_OF_RANGE


async def test_a_tone_is_heard_or_not(owned: Owned) -> None:
    link, camera = owned.connection, owned.camera
    assert await link.request(requests.AudioTest(2)) == replies.Done()
    # Longer than any other answer may take.
    seconds = 12 * SPEED
    assert await link.request(requests.AudioTest(seconds)) == replies.Done()
    await camera.control("sensor microphone deaf")
    assert await refusal(link, requests.AudioTest(2)) == Refusal.NOT_HEARD


async def test_a_patrol_goes_from_preset_to_preset(owned: Owned) -> None:
    link, camera = owned.connection, owned.camera
    assert await refusal(link, requests.RunPatrol(True)) == Refusal.NO_SUCH_PRESET
    for place, pan in enumerate((-6000, 6000)):
        await link.request(settings.Preset(place, b"there", pan, 0))
    stops = (settings.Stop(0, 10), settings.Stop(1, 10))
    await link.request(settings.Patrol(stops))
    await link.request(requests.RunPatrol(True))
    assert Flags.PATROLLING in (await status(owned)).flags
    await camera.control("expect pan 60 within 1min")
    await camera.control("expect pan -60 within 1min")
    await link.request(requests.RunPatrol(False))
    assert Flags.PATROLLING not in (await status(owned)).flags


async def test_privacy_and_recordings_are_in_the_status(owned: Owned) -> None:
    link = owned.connection
    await link.request(settings.Storage(codes.StorageChoice.LOCAL))
    await link.request(settings.Recording(codes.RecordingMode.CONTINUOUS))
    assert Flags.RECORDING in (await status(owned)).flags
    await link.request(settings.Privacy(True))
    flags = (await status(owned)).flags
    assert Flags.PRIVACY in flags and Flags.RECORDING not in flags
    assert await refusal(link, requests.AudioTest(1)) == Refusal.PRIVACY
    found = await link.list(requests.Diagnose())
    privacy = (codes.Symptom.HEAD_UNRESPONSIVE, codes.Cause.PRIVACY)
    assert privacy in [(one.symptom, one.cause) for one in found]

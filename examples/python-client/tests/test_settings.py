"""Settings: put, told, cleared, and refused for a reason."""

from __future__ import annotations

from camera_client.messages import codes, replies, requests, settings
from camera_client.messages.codes import Refusal
from camera_client.messages.settings import Setting
from tests.conftest import Owned, refusal

CHANGES: list[Setting] = [
    settings.Name("Küche".encode()),
    settings.TimeZone(b"CET-1CEST,M3.5.0,M10.5.0/3"),
    settings.Recording(codes.RecordingMode.MOTION),
    settings.NightVision(codes.NightMode.ON, 80, 50),
    settings.Storage(codes.StorageChoice.LOCAL),
    settings.Privacy(True),
    settings.StatusLed(40, True),
    settings.Schedule(codes.ScheduleOf.RECORDING, (settings.Span(31, 1320, 360),)),
    settings.Patrol((settings.Stop(0, 30), settings.Stop(2, 300))),
    settings.Zone(0, b"door", 2, 100, 200, 600, 1000, 70),
    settings.Preset(0, b"door", 0, 0),
    settings.Preset(2, b"window", 4500, -1500),
]


async def test_settings_are_exported_imported_and_cleared(owned: Owned) -> None:
    link = owned.connection
    assert await link.list(requests.Settings()) == []
    for change in sorted(CHANGES, key=lambda change: -change.kind):
        assert await link.request(change) == replies.Done()
    exported = await link.list(requests.Settings())
    assert set(exported) == set(CHANGES)
    assert (await link.request(requests.Info())).name == "Küche".encode()

    for setting in codes.SettingCode:
        await link.request(requests.ClearSetting(setting))
    assert await link.list(requests.Settings()) == []
    for change in exported:
        await link.request(change)
    assert await link.list(requests.Settings()) == exported


BAD: list[tuple[Setting, Refusal]] = [
    (settings.Name(b""), Refusal.INVALID_NAME),
    (settings.Name(b"\xff"), Refusal.INVALID_NAME),
    (settings.TimeZone(b"CET 1"), Refusal.INVALID_TIME_ZONE),
    (settings.Recording(codes.RecordingMode(9)), Refusal.INVALID_CHOICE),
    (settings.NightVision(codes.NightMode.ON, 0, 50), Refusal.OUT_OF_RANGE),
    (settings.Storage(codes.StorageChoice(9)), Refusal.INVALID_CHOICE),
    (settings.StatusLed(101, False), Refusal.OUT_OF_RANGE),
    (settings.Zone(0, b"x", None, 5, 5, 5, 9, 50), Refusal.INVALID_ZONE),
    (settings.Zone(0, b"x", 8, 1, 1, 5, 9, 50), Refusal.NO_SUCH_PRESET),
    (settings.Zone(8, b"x", None, 1, 1, 5, 9, 50), Refusal.NO_SUCH_SETTING),
    (settings.Zone(0, b"", None, 1, 1, 5, 9, 50), Refusal.INVALID_NAME),
    (settings.Zone(0, b"x", None, 1, 1, 5, 9, 0), Refusal.OUT_OF_RANGE),
    (
        settings.Schedule(codes.ScheduleOf.ALERTS, (settings.Span(1, 1440, 5),)),
        Refusal.INVALID_SCHEDULE,
    ),
    (settings.Preset(8, b"x", 0, 0), Refusal.NO_SUCH_SETTING),
    (settings.Preset(0, b"", 0, 0), Refusal.INVALID_NAME),
    (settings.Patrol((settings.Stop(8, 5),)), Refusal.NO_SUCH_PRESET),
    (settings.Patrol((settings.Stop(0, 0),)), Refusal.OUT_OF_RANGE),
]


async def test_bad_settings_are_refused_with_their_reason(owned: Owned) -> None:
    link = owned.connection
    for setting, why in BAD:
        assert await refusal(link, setting) == why, setting
    unknown = requests.ClearSetting(codes.SettingCode(0x99))
    assert await refusal(link, unknown) == Refusal.NO_SUCH_SETTING
    assert await link.list(requests.Settings()) == []

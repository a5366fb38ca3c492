"""Every request has a verb of the command line that sends it."""

from __future__ import annotations

import io
import shlex
import sys
from argparse import ArgumentTypeError
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from camera_client import __main__ as command_line
from camera_client import client, keyring, settings_words
from camera_client.errors import CameraError, Refused
from camera_client.keyring import Entry
from camera_client.messages import codes, requests, settings
from camera_client.messages.base import Message
from camera_client.messages.settings import Span, Stop
from tests.conftest import Owned

VERBS = """
status\nwatch\nscan\nrestart\nidentify 0\nmove 10 5 --speed 50\nmove 1 0 --by
turn 20 0\nstop\nhome\npreset 0 --speed 9\npatrol start\nposition\nreceipt
controllers\nrevoke 0123456789abcdef\nrename me tablet\nrole me owner\ninvite
change-code\nlosses settings\ninfo\nabilities\nsupport\ndiagnose\ntime\nset-time 1
walk-test 0\naudio-test 0\nsettings\nclear zone 0\nset name Kitchen
set time-zone UTC0\nset zone 0 door --left 100 --preset 0\nset recording motion
set alert-schedule 'Mon-Fri 22:00-06:00'\nset night-vision auto --brightness 80
set storage local\nset privacy on\nset status-led 40 --night
set preset 0 door 30 -- -10.5\nset patrol 0:30\nsetup HomeNet --seen-on 5
reset everything
"""
BY_PAIRING = {requests.PairShare, requests.PairConfirm, requests.Enroll}
"""Which `pair` sends; the tests of the command line pair."""

SENT = (requests.Hello, requests.SessionOpen, requests.ResetRequest, requests.Losses)
"""What must be answered before the next is asked."""


async def test_every_request_has_a_verb(
    owned: Owned, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = tmp_path / "keys.json"
    entry = Entry(owned.camera.host, owned.camera.port, owned.owner)
    keyring.save(keys, {"a": entry})
    asked: set[type[Message]] = set(BY_PAIRING)

    def noting(send: Any) -> Any:
        async def ask(link: Any, request: Message) -> Any:
            asked.add(type(request))
            if not isinstance(request, SENT):
                raise Refused(codes.Refusal.BUSY, 0, 0, 0)
            return await send(link, request)

        return ask

    for name in ("_ask", "_ask_page"):
        monkeypatch.setattr(client, name, noting(getattr(client, name)))
    for line in VERBS.strip().splitlines():
        monkeypatch.setattr(sys, "stdin", io.StringIO("reset\n"))
        words = command_line.parser().parse_args(
            ["--keys", str(keys), *shlex.split(line)]
        )
        with suppress(CameraError):
            await command_line.run(words)
    missing = {*requests.ALL, *settings.ALL} - asked
    assert missing == set()


def test_times_and_stops_are_read() -> None:
    assert settings_words.span("Mon-Fri 22:00-06:00") == Span(0x1F, 1320, 360)
    assert settings_words.span("fri-mon,wed 00:00-24:00") == Span(0x75, 0, 1440)
    assert settings_words.span("daily 08:30-18:00") == Span(0x7F, 510, 1080)
    assert settings_words.stop("7:65535") == Stop(7, 65535)
    for bad in ("", "Mon", "Moon 08:00-09:00", "Mon 08:60-09:00", "Mon 8-9"):
        with pytest.raises(ArgumentTypeError):
            settings_words.span(bad)
    for bad in ("", "0", "0:x", "0:1:2"):
        with pytest.raises(ArgumentTypeError):
            settings_words.stop(bad)

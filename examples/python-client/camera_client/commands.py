"""What the command line can ask of a camera, a function each."""

from __future__ import annotations

import asyncio
import getpass
import sys
import time
from argparse import Namespace
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass

from camera_client import code, keyring, pairing, settings_file, settings_words, show
from camera_client.client import Camera
from camera_client.messages import codes, requests
from camera_client.messages.base import ListRequest, Message, Request
from camera_client.messages.codes import ResetScope, Role

SCOPES = {
    "forget-network": ResetScope.FORGET_NETWORK,
    "keep-network": ResetScope.KEEP_NETWORK,
    "everything": ResetScope.EVERYTHING,
}
RUNS = {"start": True, "stop": False}


class Usage(Exception):
    """What was asked for makes no sense, or not here."""


@dataclass(frozen=True)
class Known:
    """A camera of the keyring, by its name there."""

    name: str
    camera: Camera
    key_id: bytes


Command = Callable[[Known, Namespace], Awaitable[None]]


def secret(prompt: str) -> str:
    """Never shown: neither here nor in a list of processes."""
    if sys.stdin.isatty():
        return getpass.getpass(f"{prompt}: ")
    return sys.stdin.readline().rstrip("\n")


def _asks(request: Request[Message]) -> Command:
    async def ask(known: Known, asked: Namespace) -> None:
        print(show.message(await known.camera.request(request)) or "done")

    return ask


def _lists(request: ListRequest[Message]) -> Command:
    async def ask(known: Known, asked: Namespace) -> None:
        for item in await known.camera.list(request):
            print(show.message(item))

    return ask


async def _watch(known: Known, asked: Namespace) -> None:
    async with aclosing(known.camera.watch()) as watched:
        async for told in watched:
            print(f"{type(told).__name__.lower()}: {show.message(told)}", flush=True)


async def _setup(known: Known, asked: Namespace) -> None:
    provision = requests.Provision(
        asked.ssid.encode(),
        secret("Wi-Fi password").encode(),
        security=asked.security,
        bssid=asked.bssid,
        hidden=asked.hidden,
        allow_no_internet=asked.allow_no_internet,
        seen_on=settings_words.BANDS.get(asked.seen_on, codes.Band.UNKNOWN),
    )
    await known.camera.request(provision)
    print("online")


async def _move(known: Known, asked: Namespace) -> None:
    pan, tilt = round(asked.pan * 100), round(asked.tilt * 100)
    request = requests.MoveRelative if asked.by else requests.MoveAbsolute
    print(show.message(await known.camera.request(request(pan, tilt, asked.speed))))


async def _preset(known: Known, asked: Namespace) -> None:
    request = requests.GoToPreset(asked.place, asked.speed)
    print(show.message(await known.camera.request(request)))


async def _turn(known: Known, asked: Namespace) -> None:
    """Renews the lease for as long; the camera stops by itself when it hears no more."""
    request = requests.MoveContinuous(asked.pan, asked.tilt, asked.lease)
    connection = await known.camera.connection()
    loop = asyncio.get_running_loop()
    end = loop.time() + asked.seconds
    while (left := end - loop.time()) > 0:
        await connection.request(request)
        await asyncio.sleep(min(left, asked.lease / 2000))
    print(show.message(await connection.request(requests.Stop())))


async def _patrol(known: Known, asked: Namespace) -> None:
    await known.camera.request(requests.RunPatrol(RUNS[asked.run]))


async def _walk_test(known: Known, asked: Namespace) -> None:
    await known.camera.request(requests.WalkTest(asked.seconds))


async def _audio_test(known: Known, asked: Namespace) -> None:
    await known.camera.request(requests.AudioTest(asked.seconds))
    if asked.seconds:
        print("it has heard its tone")


async def _set_time(known: Known, asked: Namespace) -> None:
    unix_s = int(time.time()) if asked.unix_s is None else asked.unix_s
    await known.camera.request(requests.SetTime(unix_s))


async def _diagnose(known: Known, asked: Namespace) -> None:
    findings = await known.camera.list(requests.Diagnose())
    for finding in findings:
        print(show.message(finding))
    if not findings:
        print("it finds nothing wrong")


async def _identify(known: Known, asked: Namespace) -> None:
    await known.camera.request(requests.Identify(asked.seconds))


async def _invite(known: Known, asked: Namespace) -> None:
    digits = code.random_code()
    record = await asyncio.to_thread(pairing.random_record, digits)
    role = Role.OWNER if asked.owner else Role.USER
    valid_s = 0 if asked.cancel else asked.minutes * 60
    await known.camera.request(requests.Invite(record, role, valid_s))
    if asked.cancel:
        return
    print(f"tell them {code.format_code(digits)}, good for {asked.minutes} minutes")


async def _change_code(known: Known, asked: Namespace) -> None:
    digits = code.parse(secret("code")) if asked.given else code.random_code()
    record = await asyncio.to_thread(pairing.random_record, digits)
    await known.camera.request(requests.ChangeCode(record))
    if not asked.given:
        print(f"the code is {code.format_code(digits)} now: write it down")


async def _revoke(known: Known, asked: Namespace) -> None:
    await known.camera.request(requests.Revoke(_key_id(known, asked)))


async def _rename(known: Known, asked: Namespace) -> None:
    name = asked.name.encode()
    await known.camera.request(requests.Rename(_key_id(known, asked), name))


async def _role(known: Known, asked: Namespace) -> None:
    role = Role[asked.role.upper()]
    await known.camera.request(requests.SetRole(_key_id(known, asked), role))


def _key_id(known: Known, asked: Namespace) -> bytes:
    if asked.key_id == "me":
        return known.key_id
    try:
        return bytes.fromhex(asked.key_id)
    except ValueError:
        raise Usage("a key id has sixteen hexadecimal digits") from None


async def _losses(known: Known, asked: Namespace) -> None:
    for loss in await known.camera.list(requests.Losses(asked.kind)):
        print(show.text(loss.name))


async def _settings(known: Known, asked: Namespace) -> None:
    for setting in await known.camera.list(requests.Settings()):
        print(f"{type(setting).__name__}: {show.message(setting)}")


async def _set(known: Known, asked: Namespace) -> None:
    await known.camera.request(settings_words.setting(asked))


async def _clear(known: Known, asked: Namespace) -> None:
    name = "_".join(asked.setting).replace("-", "_").upper()
    try:
        setting = codes.SettingCode[name]
    except KeyError:
        raise Usage(f"there is no setting {' '.join(asked.setting)}") from None
    await known.camera.request(requests.ClearSetting(setting))


async def _export(known: Known, asked: Namespace) -> None:
    for setting in await known.camera.list(requests.Settings()):
        print(settings_file.write(setting))


async def _import(known: Known, asked: Namespace) -> None:
    for setting in [settings_file.read(line) for line in sys.stdin if line.strip()]:
        await known.camera.request(setting)


async def _reset(known: Known, asked: Namespace) -> None:
    scope = SCOPES[asked.scope]
    connection = await known.camera.connection()
    losses = await connection.request(requests.ResetRequest(scope))
    for kind in losses.items:
        print(f"{kind.count} {kind.kind.name.lower()} will be lost:")
        for loss in await connection.list(requests.Losses(kind.kind)):
            print(f"  {show.text(loss.name)}")
    print("type `reset` to go on: ", end="", flush=True)
    if (await asyncio.to_thread(sys.stdin.readline)).strip() != "reset":
        raise Usage("nothing was reset")
    await connection.request(requests.ResetConfirm(losses.token))
    if scope == ResetScope.EVERYTHING:
        entries = keyring.load(asked.keys)
        del entries[known.name]
        keyring.save(asked.keys, entries)
    print("it erases now, and restarts")


PLAIN: dict[str, tuple[str, Command]] = {
    "status": ("how it is", _asks(requests.Status())),
    "info": ("what it is", _asks(requests.Info())),
    "support": ("what a support line asks", _asks(requests.Support())),
    "position": ("where the head points", _asks(requests.Position())),
    "abilities": ("what it can do", _asks(requests.Abilities())),
    "diagnose": ("what is wrong, why, and what helps", _diagnose),
    "time": ("what time it has", _asks(requests.Time())),
    "home": ("turn the head home", _asks(requests.Home())),
    "stop": ("stop the head", _asks(requests.Stop())),
    "restart": ("restart it", _asks(requests.Restart())),
    "scan": ("the networks in its reach", _lists(requests.Scan())),
    "controllers": ("who may control it", _lists(requests.Controllers())),
    "watch": ("its status, and each change", _watch),
    "receipt": ("the receipt of its last reset", _asks(requests.Receipt())),
    "settings": ("those that are not at their default", _settings),
    "export": ("write its settings", _export),
    "import": ("read settings that `export` wrote", _import),
}

OTHER: dict[str, Command] = {
    "setup": _setup,
    "move": _move,
    "turn": _turn,
    "preset": _preset,
    "patrol": _patrol,
    "walk-test": _walk_test,
    "audio-test": _audio_test,
    "identify": _identify,
    "invite": _invite,
    "revoke": _revoke,
    "rename": _rename,
    "role": _role,
    "change-code": _change_code,
    "set-time": _set_time,
    "losses": _losses,
    "set": _set,
    "clear": _clear,
    "reset": _reset,
}

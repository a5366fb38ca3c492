"""`python -m camera_client`: a camera from the command line.

Codes and passwords are asked for, or read from standard input, one a line: never
given as arguments, which other users of the machine could see.
"""

from __future__ import annotations

import asyncio
import getpass
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path

from camera_client import code, keyring, pairing, settings_file, show
from camera_client.client import PORT, Camera, connect
from camera_client.code import BadCode
from camera_client.discovery import discover
from camera_client.errors import CameraError
from camera_client.keyring import BadKeyring, Entry
from camera_client.messages import codes, requests
from camera_client.messages.base import ListRequest, Message, Request
from camera_client.messages.codes import PairingSecret, ResetScope, Role
from camera_client.settings_file import BadSettings
from camera_client.values import Unwritable

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


Command = Callable[[Known, Namespace], Awaitable[None]]


def main() -> int:
    asked = _parser().parse_args()
    try:
        asyncio.run(_run(asked))
    except (CameraError, BadCode, BadKeyring, BadSettings, Unwritable, Usage) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        prog="camera_client", description="A Wi-Fi camera's client."
    )
    parser.add_argument("--keys", type=Path, default=keyring.DEFAULT)
    parser.add_argument(
        "--camera", help="its name in the keyring, where it has several"
    )
    commands = parser.add_subparsers(dest="command", required=True)

    search = commands.add_parser("discover", help="find cameras by mDNS")
    search.add_argument("--seconds", type=float, default=3.0)

    pair = commands.add_parser("pair", help="become a controller by a code")
    pair.add_argument("host")
    pair.add_argument("--port", type=int, default=PORT)
    pair.add_argument("--as", dest="name", default="python", help="your name there")
    pair.add_argument("--invited", action="store_true", help="by an invitation's code")

    setup = commands.add_parser("setup", help="give it a Wi-Fi network")
    setup.add_argument("ssid")
    setup.add_argument("--hidden", action="store_true")
    setup.add_argument("--allow-no-internet", action="store_true")

    move = commands.add_parser("move", help="turn the head, in degrees")
    move.add_argument("pan", type=float)
    move.add_argument("tilt", type=float)
    move.add_argument("--by", action="store_true", help="from where it points now")

    preset = commands.add_parser("preset", help="turn the head to a preset")
    preset.add_argument("place", type=int)

    patrol = commands.add_parser("patrol", help="go from preset to preset")
    patrol.add_argument("run", choices=RUNS)

    walk_test = commands.add_parser("walk-test", help="tell every motion for a while")
    walk_test.add_argument("seconds", type=int, help="0 ends it")

    audio_test = commands.add_parser("audio-test", help="play a tone, and hear it")
    audio_test.add_argument("seconds", type=int, help="0 ends it")

    identify = commands.add_parser("identify", help="let it blink")
    identify.add_argument("seconds", type=int)

    invite = commands.add_parser("invite", help="let somebody else pair")
    invite.add_argument("--minutes", type=int, default=10)
    invite.add_argument("--owner", action="store_true", help="with all your rights")

    revoke = commands.add_parser("revoke", help="take somebody's key away")
    revoke.add_argument("key_id", help="as `controllers` shows it")

    reset = commands.add_parser("reset", help="forget, in two steps")
    reset.add_argument("scope", choices=SCOPES)

    for name, (help_text, _) in PLAIN.items():
        commands.add_parser(name, help=help_text)
    return parser


async def _run(asked: Namespace) -> None:
    match asked.command:
        case "discover":
            for found in await discover(asked.seconds):
                print(show.found(found))
        case "pair":
            await _pair(asked)
        case command:
            name, entry = _chosen(keyring.load(asked.keys), asked.camera)
            async with Camera(entry.controller, entry.host, entry.port) as camera:
                known = Known(name, camera)
                await (PLAIN[command][1] if command in PLAIN else OTHER[command])(
                    known, asked
                )


def _chosen(entries: dict[str, Entry], name: str | None) -> tuple[str, Entry]:
    if name is not None and name in entries:
        return name, entries[name]
    if name is None and len(entries) == 1:
        return next(iter(entries.items()))
    names = ", ".join(entries) or "none: pair first"
    raise Usage(f"which camera? The keyring has {names}")


def _secret(prompt: str) -> str:
    """Never shown: neither here nor in a list of processes."""
    if sys.stdin.isatty():
        return getpass.getpass(f"{prompt}: ")
    return sys.stdin.readline().rstrip("\n")


async def _pair(asked: Namespace) -> None:
    secret = PairingSecret.INVITATION if asked.invited else PairingSecret.CODE
    digits = code.parse(_secret("code"))
    entries = keyring.load(asked.keys)
    async with await connect(asked.host, asked.port, secret) as connection:
        controller = await connection.pair(digits, asked.name)
        hello = connection.hello
    name = f"{show.text(hello.model)} {hello.discriminator:04X}".replace(" ", "-")
    entries[name] = Entry(asked.host, asked.port, controller)
    keyring.save(asked.keys, entries)
    print(f"paired with {name} as {controller.role.name.lower()}")


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
        _secret("Wi-Fi password").encode(),
        security=None,
        bssid=None,
        hidden=asked.hidden,
        allow_no_internet=asked.allow_no_internet,
        seen_on=codes.Band.UNKNOWN,
    )
    await known.camera.request(provision)
    print("online")


async def _move(known: Known, asked: Namespace) -> None:
    pan, tilt = round(asked.pan * 100), round(asked.tilt * 100)
    request = requests.MoveRelative if asked.by else requests.MoveAbsolute
    print(show.message(await known.camera.request(request(pan, tilt))))


async def _preset(known: Known, asked: Namespace) -> None:
    request = requests.GoToPreset(asked.place)
    print(show.message(await known.camera.request(request)))


async def _patrol(known: Known, asked: Namespace) -> None:
    await known.camera.request(requests.RunPatrol(RUNS[asked.run]))


async def _walk_test(known: Known, asked: Namespace) -> None:
    await known.camera.request(requests.WalkTest(asked.seconds))


async def _audio_test(known: Known, asked: Namespace) -> None:
    await known.camera.request(requests.AudioTest(asked.seconds))
    if asked.seconds:
        print("it has heard its tone")


async def _set_time(known: Known, asked: Namespace) -> None:
    await known.camera.request(requests.SetTime(int(time.time())))


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
    await known.camera.request(requests.Invite(record, role, asked.minutes * 60))
    print(f"tell them {code.format_code(digits)}, good for {asked.minutes} minutes")


async def _change_code(known: Known, asked: Namespace) -> None:
    digits = code.random_code()
    record = await asyncio.to_thread(pairing.random_record, digits)
    await known.camera.request(requests.ChangeCode(record))
    print(f"the code is {code.format_code(digits)} now: write it down")


async def _revoke(known: Known, asked: Namespace) -> None:
    try:
        key_id = bytes.fromhex(asked.key_id)
    except ValueError:
        raise Usage("a key id has sixteen hexadecimal digits") from None
    await known.camera.request(requests.Revoke(key_id))


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
    "set-time": ("tell it the time of this machine", _set_time),
    "home": ("turn the head home", _asks(requests.Home())),
    "stop": ("stop the head", _asks(requests.Stop())),
    "restart": ("restart it", _asks(requests.Restart())),
    "scan": ("the networks in its reach", _lists(requests.Scan())),
    "controllers": ("who may control it", _lists(requests.Controllers())),
    "watch": ("its status, and each change", _watch),
    "change-code": ("another code than the label's", _change_code),
    "export": ("write its settings", _export),
    "import": ("read settings that `export` wrote", _import),
}

OTHER: dict[str, Command] = {
    "setup": _setup,
    "move": _move,
    "preset": _preset,
    "patrol": _patrol,
    "walk-test": _walk_test,
    "audio-test": _audio_test,
    "identify": _identify,
    "invite": _invite,
    "revoke": _revoke,
    "reset": _reset,
}

if __name__ == "__main__":
    sys.exit(main())

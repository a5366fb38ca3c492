"""`python -m camera_client`: a camera from the command line.

Codes and passwords are asked for, or read from standard input, one a line: never
given as arguments, which other users of the machine could see.
"""

from __future__ import annotations

import asyncio
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from camera_client import code, keyring, settings_words, show
from camera_client.client import PORT, Camera, connect
from camera_client.code import BadCode
from camera_client.commands import OTHER, PLAIN, RUNS, SCOPES, Known, Usage, secret
from camera_client.discovery import discover
from camera_client.errors import CameraError
from camera_client.keyring import BadKeyring, Entry
from camera_client.messages import codes
from camera_client.messages.codes import PairingSecret
from camera_client.settings_file import BadSettings
from camera_client.settings_words import named
from camera_client.values import Unwritable


def main() -> int:
    asked = parser().parse_args()
    try:
        asyncio.run(run(asked))
    except (CameraError, BadCode, BadKeyring, BadSettings, Unwritable, Usage) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def parser() -> ArgumentParser:
    made = ArgumentParser(prog="camera_client", description="A Wi-Fi camera's client.")
    made.add_argument("--keys", type=Path, default=keyring.DEFAULT)
    made.add_argument("--camera", help="its name in the keyring, where it has several")
    commands = made.add_subparsers(dest="command", required=True)

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
    setup.add_argument("--security", type=named(codes.Security))
    setup.add_argument("--bssid", type=bytes.fromhex, help="only this access point")
    setup.add_argument("--seen-on", choices=settings_words.BANDS, help="GHz")

    move = commands.add_parser("move", help="turn the head, in degrees")
    move.add_argument("pan", type=float)
    move.add_argument("tilt", type=float)
    move.add_argument("--by", action="store_true", help="from where it points now")
    move.add_argument("--speed", type=int, default=0, help="percent of the fastest")

    turn = commands.add_parser("turn", help="turn the head on and on")
    turn.add_argument("pan", type=int, help="percent of the fastest; - is left")
    turn.add_argument("tilt", type=int, help="percent of the fastest; - is down")
    turn.add_argument("--seconds", type=float, default=1.0)
    turn.add_argument("--lease", type=int, default=1000, help="milliseconds")

    preset = commands.add_parser("preset", help="turn the head to a preset")
    preset.add_argument("place", type=int)
    preset.add_argument("--speed", type=int, default=0, help="percent of the fastest")

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
    invite.add_argument("--cancel", action="store_true", help="take it back")

    revoke = commands.add_parser("revoke", help="take somebody's key away")
    revoke.add_argument("key_id", help="as `controllers` shows it, or me")

    rename = commands.add_parser("rename", help="call somebody otherwise")
    rename.add_argument("key_id", help="as `controllers` shows it, or me")
    rename.add_argument("name")

    role = commands.add_parser("role", help="let somebody do more, or less")
    role.add_argument("key_id", help="as `controllers` shows it, or me")
    role.add_argument("role", choices=("user", "owner"))

    change = commands.add_parser("change-code", help="another code than the label's")
    change.add_argument("--given", action="store_true", help="one that is asked for")

    told = commands.add_parser("set-time", help="tell it the time of this machine")
    told.add_argument("unix_s", type=int, nargs="?", help="or this one, since 1970")

    losses = commands.add_parser("losses", help="what a reset would erase, by name")
    losses.add_argument("kind", type=named(codes.LossKind))

    settings_words.add_to(commands)

    clear = commands.add_parser("clear", help="back to the default")
    clear.add_argument("setting", nargs="+", help="privacy, zone 2, …")

    reset = commands.add_parser("reset", help="forget, in two steps")
    reset.add_argument("scope", choices=SCOPES)

    for name, (help_text, _) in PLAIN.items():
        commands.add_parser(name, help=help_text)
    return made


async def run(asked: Namespace) -> None:
    match asked.command:
        case "discover":
            for found in await discover(asked.seconds):
                print(show.found(found))
        case "pair":
            await _pair(asked)
        case command:
            name, entry = _chosen(keyring.load(asked.keys), asked.camera)
            async with Camera(entry.controller, entry.host, entry.port) as camera:
                known = Known(name, camera, entry.controller.key_id)
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


async def _pair(asked: Namespace) -> None:
    by = PairingSecret.INVITATION if asked.invited else PairingSecret.CODE
    digits = code.parse(secret("code"))
    entries = keyring.load(asked.keys)
    async with await connect(asked.host, asked.port, by) as connection:
        controller = await connection.pair(digits, asked.name)
        hello = connection.hello
    name = f"{show.text(hello.model)} {hello.discriminator:04X}".replace(" ", "-")
    entries[name] = Entry(asked.host, asked.port, controller)
    keyring.save(asked.keys, entries)
    print(f"paired with {name} as {controller.role.name.lower()}")


if __name__ == "__main__":
    sys.exit(main())

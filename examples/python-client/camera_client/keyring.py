"""The keys of paired cameras, in a file that only its user can read."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from camera_client.client import Controller
from camera_client.messages.codes import Role

DEFAULT = Path.home() / ".config" / "camera-client" / "keys.json"


class BadKeyring(ValueError):
    """The file is not one that this program wrote."""


@dataclass(frozen=True)
class Entry:
    """A camera that this user controls, and where it was last."""

    host: str
    port: int
    controller: Controller


def load(path: Path) -> dict[str, Entry]:
    """The cameras by their names."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return {}
    try:
        return {name: _read(entry) for name, entry in json.loads(text).items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        # Without the cause: it might show a part of a key.
        raise BadKeyring(f"{path} is damaged") from None


def save(path: Path, entries: dict[str, Entry]) -> None:
    """Replaces the file as a whole, so that a crash loses no key."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    text = json.dumps(
        {name: _write(entry) for name, entry in entries.items()}, indent=2
    )
    # A temporary file is its user's alone from the beginning.
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    try:
        with open(handle, "w", encoding="utf-8") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(handle)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def _write(entry: Entry) -> dict[str, Any]:
    return {
        "host": entry.host,
        "port": entry.port,
        "key_id": entry.controller.key_id.hex(),
        "key": entry.controller.key.hex(),
        "role": int(entry.controller.role),
        "epoch": entry.controller.epoch,
    }


def _read(entry: dict[str, Any]) -> Entry:
    controller = Controller(
        bytes.fromhex(entry["key_id"]),
        bytes.fromhex(entry["key"]),
        Role(entry["role"]),
        int(entry["epoch"]),
    )
    return Entry(str(entry["host"]), int(entry["port"]), controller)

"""Settings as lines of text, to keep and to give to a camera again.

`49 0206…` is a setting's kind and the body of its message, in hexadecimal digits.
"""

from __future__ import annotations

from camera_client.messages.base import decode, encode
from camera_client.messages.settings import ALL, Setting
from camera_client.values import Malformed

_BY_KIND = {setting.kind: setting for setting in ALL}


class BadSettings(ValueError):
    """A line that is no setting that this client knows."""


def write(setting: Setting) -> str:
    return f"{setting.kind:02x} {encode(setting).hex()}"


def read(line: str) -> Setting:
    try:
        kind, body = line.split()
        return decode(_BY_KIND[int(kind, 16)], bytes.fromhex(body))
    except (ValueError, KeyError, Malformed):
        raise BadSettings(f"not a setting: {line.strip()}") from None

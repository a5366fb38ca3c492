"""The code on a camera's label, its check digit, and the label's QR code."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field

MAX_MODEL = 24
MAX_SERIAL = 16

_DIGITS = 12
DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
_PLAIN = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $*+-./"
_VALUE = r"(?:[0-9A-Z $*+./-]|%[0-9A-F]{2})*"
_LATER = r"[0-9A-Z $*+./%-]*"
_LABEL = re.compile(
    rf"CAMERA:1:(?P<model>{_VALUE}):(?P<serial>{_VALUE})"
    rf":(?P<code>[0-9 -]+)(?::{_LATER})*"
)


class BadCode(ValueError):
    """Not twelve digits, or the last one does not fit the others."""


class BadLabel(ValueError):
    """Not the text of a label that this client can read."""


@dataclass(frozen=True)
class Label:
    model: str
    serial: str
    code: str = field(repr=False)


def _last_row(digits: str) -> int:
    row = 0
    for digit in digits:
        row = DAMM[row][int(digit)]
    return row


def with_check_digit(digits: str) -> str:
    return digits + str(_last_row(digits))


def random_code() -> str:
    return with_check_digit("".join(secrets.choice("0123456789") for _ in range(11)))


def parse(text: str) -> str:
    """The twelve digits of a code as people write it, with spaces and dashes."""
    digits = re.sub(r"[\s-]", "", text)
    if not re.fullmatch(rf"[0-9]{{{_DIGITS}}}", digits):
        raise BadCode("a code has twelve digits")
    if _last_row(digits) != 0:
        raise BadCode("a digit of the code is wrong, or two are swapped")
    return digits


def format_code(digits: str) -> str:
    return "-".join(digits[at : at + 4] for at in range(0, _DIGITS, 4))


def write_label(label: Label) -> str:
    model, serial = label.model.encode(), label.serial.encode()
    if len(model) > MAX_MODEL or len(serial) > MAX_SERIAL:
        raise BadLabel("the model or the serial number is too long")
    return f"CAMERA:1:{_escape(model)}:{_escape(serial)}:{parse(label.code)}"


def read_label(text: str) -> Label:
    match = _LABEL.fullmatch(text.strip())
    if match is None:
        raise BadLabel("not the label of a camera, or of another kind")
    model, serial = _unescape(match["model"]), _unescape(match["serial"])
    if len(model) > MAX_MODEL or len(serial) > MAX_SERIAL:
        raise BadLabel("the model or the serial number is too long")
    try:
        return Label(model.decode(), serial.decode(), parse(match["code"]))
    except UnicodeDecodeError:
        raise BadLabel("the model or the serial number is not UTF-8") from None
    except BadCode as bad:
        raise BadLabel(str(bad)) from None


def _escape(value: bytes) -> str:
    return "".join(chr(byte) if byte in _PLAIN else f"%{byte:02X}" for byte in value)


def _unescape(value: str) -> bytes:
    return re.sub(
        rb"%(..)", lambda match: bytes.fromhex(match[1].decode()), value.encode()
    )

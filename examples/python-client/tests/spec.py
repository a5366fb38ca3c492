"""Reads the examples out of SPEC.md, so that no byte of them is copied here."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path

_DEFAULT = Path(__file__).resolve().parents[3] / "camera-proto" / "SPEC.md"


@cache
def _text() -> str:
    return Path(os.environ.get("CAMERA_SPEC", _DEFAULT)).read_text("utf-8")


def section(number: int) -> str:
    after = _text().split(f"\n## {number}. ")[1]
    return after.split("\n## ")[0]


def examples(number: int, beginning: str = "") -> list[tuple[str, str]]:
    """The `beginning NAME: TEXT` lines in a section's blocks, without comments."""
    blocks = section(number).split("```")[1::2]
    lines = [line for block in blocks for line in block.splitlines()]
    pairs = [re.fullmatch(r"([^:=|]+):(?: (.*))?", line) for line in lines]
    found = [
        (pair[1].removeprefix(beginning).strip(), (pair[2] or "").split("#")[0].strip())
        for pair in pairs
        if pair and pair[1].startswith(beginning)
    ]
    assert found, f"section {number} of SPEC.md has no example {beginning!r}"
    return found


def example(number: int, name: str) -> str:
    [text] = [text for found, text in examples(number) if found == name]
    return text


def octets(text: str) -> bytes:
    return bytes.fromhex(text)

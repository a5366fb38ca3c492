"""Every example of SPEC.md but the handshakes, in both directions."""

from __future__ import annotations

import re
from typing import Any

import pytest

from camera_client import code, frames, messages, values
from camera_client.code import Label
from camera_client.errors import Refused
from camera_client.frames import Dropped, Frame
from camera_client.messages import base, codes, notices, replies, requests
from camera_client.messages.base import Message
from camera_client.values import Codec, Malformed
from tests import spec

CODECS: dict[str, Codec[Any]] = {
    "u8": values.u8,
    "i8": values.i8,
    "u16": values.u16,
    "u32": values.u32,
    "u64": values.u64,
    "i32": values.i32,
    "bool": values.boolean,
    "bytes": values.bytes_up_to(16),
}

WRITTEN_OUT: dict[str, tuple[Codec[Any], object]] = {
    "bool true": (values.boolean, True),
    "no u8": (values.optional(values.u8), None),
    "some u8 7": (values.optional(values.u8), 7),
    "bytes 'cam'": (values.bytes_up_to(16), b"cam"),
    "list of two u16, 1 and 300": (values.list_up_to(values.u16, 8), (1, 300)),
    "array of three u8": (values.array(values.u8, 3), (1, 2, 3)),
}

REQUESTS: dict[str, type[Message]] = {
    f"0x{request.kind:02x} request {name}": request
    for request in requests.ALL
    for name in (request.__name__, f"Set {request.__name__}")
}

VALUES = [pair for pair in spec.examples(4) if not pair[0].startswith("refused")]


@pytest.mark.parametrize(("name", "text"), VALUES)
def test_value(name: str, text: str) -> None:
    if name in WRITTEN_OUT:
        codec, value = WRITTEN_OUT[name]
    else:
        kind, number = name.split()
        codec, value = CODECS[kind], int(number)
    assert values.encode(codec, value) == spec.octets(text)
    assert values.decode(codec, spec.octets(text)) == value


@pytest.mark.parametrize(("name", "text"), spec.examples(4, "refused"))
def test_refused_value(name: str, text: str) -> None:
    with pytest.raises(Malformed):
        values.decode(CODECS[name], spec.octets(text))


def told(found: Frame | Dropped) -> str:
    if isinstance(found, Dropped):
        return found.value
    return f"kind {found.kind:#x} id {found.id} body {len(found.body)}"


STREAMS = [text.split(" -> ") for _, text in spec.examples(3, "stream")]


@pytest.mark.parametrize(("sent", "result"), STREAMS)
def test_stream(sent: str, result: str) -> None:
    stream = spec.octets(sent)
    at_once = frames.Decoder().feed(stream)
    assert ("; ".join(map(told, at_once)) or "nothing") == result
    decoder = frames.Decoder()
    assert [one for byte in stream for one in decoder.feed(bytes([byte]))] == at_once
    for found in at_once:
        if isinstance(found, Frame):
            assert frames.encode(found) in stream


MESSAGES = [text.split("-> ") for _, text in spec.examples(3, "message")]


@pytest.mark.parametrize(("sent", "result"), MESSAGES)
def test_message(sent: str, result: str) -> None:
    message = spec.octets(sent)
    found = frames.read_message(message)
    assert told(found) == result
    if isinstance(found, Frame):
        assert frames.write_message(found) == message


def test_checksum() -> None:
    [sample] = re.findall(r"`123456789` it is 0x([0-9a-f]{4})", spec.section(3))
    assert frames.checksum(b"123456789") == int(sample, 16)


@pytest.mark.parametrize(("name", "text"), spec.examples(10, "0x"))
def test_request(name: str, text: str) -> None:
    request = base.decode(REQUESTS["0x" + name], spec.octets(text))
    assert base.encode(request) == spec.octets(text)


def test_every_request_has_an_example() -> None:
    exemplified = {REQUESTS["0x" + name] for name, _ in spec.examples(10, "0x")}
    assert exemplified == set(requests.ALL)


@pytest.mark.parametrize(("name", "text"), spec.examples(11, "0x"))
def test_answer(name: str, text: str) -> None:
    kind, _, what = name.split(maxsplit=2)
    answer = messages.read_answer(int(kind, 16), spec.octets(text))
    assert answer is not None
    assert type(answer).__name__ == what.removeprefix("Set ")
    assert base.encode(answer) == spec.octets(text)


def test_every_answer_has_an_example() -> None:
    exemplified = {int(name.split()[0], 16) for name, _ in spec.examples(11, "0x")}
    assert exemplified == set(messages.REPLIES) | set(messages.NOTICES)


def test_an_answer_of_an_unknown_kind() -> None:
    assert messages.read_answer(0x9C, b"") is None


@pytest.mark.parametrize("kind", [*messages.REPLIES, *messages.NOTICES])
def test_answers_cut_short_or_too_long_are_malformed(kind: int) -> None:
    [text, *_] = [
        text
        for name, text in spec.examples(11, "0x")
        if name.startswith(f"{kind:02x} ")
    ]
    body = spec.octets(text)
    for bad in [body[:length] for length in range(len(body))] + [body + b"\0"]:
        with pytest.raises(Malformed):
            messages.read_answer(kind, bad)


def test_every_refusal_has_its_name_and_meaning() -> None:
    rows = re.findall(
        r"^\| (\d+) \| `(\w+)` \| (.+) \|$", spec.section(14), re.MULTILINE
    )
    assert len(rows) == len(codes.MEANINGS)
    for number, name, meaning in rows:
        refused = Refused(codes.Refusal(int(number)))
        assert refused.name == name
        assert refused.meaning == meaning.replace("`", "")


REFUSALS = {
    "Refused, WrongCode, 9 tries left": (codes.Refusal.WRONG_CODE, 0, 9),
    "Refused, RateLimited for 5 s, 7 tries left": (codes.Refusal.RATE_LIMITED, 5, 7),
    "Refused, Locked": (codes.Refusal.LOCKED, 0, 0),
    "Refused, UnknownController": (codes.Refusal.UNKNOWN_CONTROLLER, 0, 0),
    "Refused, Busy for 42 s": (codes.Refusal.BUSY, 42, 0),
}


@pytest.mark.parametrize(("name", "text"), spec.examples(14, "Refused"))
def test_refused_body(name: str, text: str) -> None:
    why, retry_s, attempts_left = REFUSALS[f"Refused{name}"]
    refused = base.decode(replies.Refused, spec.octets(text))
    assert refused == replies.Refused(why, retry_s, attempts_left, 0)
    assert base.encode(refused) == spec.octets(text)


@pytest.mark.parametrize(("name", "text"), spec.examples(14, "camera"))
def test_failed_handshake(name: str, text: str) -> None:
    [found] = frames.Decoder().feed(spec.octets(text))
    assert isinstance(found, Frame)
    assert frames.encode(found) == spec.octets(text)
    number, why, *_ = name.replace(",", "").split()
    assert (found.kind, found.id) == (replies.Refused.kind, int(number))
    refused = base.decode(replies.Refused, found.body)
    assert Refused(refused.why).name == why


def test_a_receipt_of_a_newer_camera_is_read() -> None:
    newer = base.decode(replies.Receipt, bytes([1, 1, 1, 1, 200]))
    assert newer.receipt is not None
    assert newer.receipt.scope == 200


def test_unknown_codes_and_bits_are_kept() -> None:
    body = bytearray(spec.octets(spec.example(11, "0xe0 notice Status")))
    body[0] = 200
    status = base.decode(notices.Status, bytes(body))
    assert status.state == 200
    assert status.state.name == "UNKNOWN_200"
    assert base.encode(status) == body
    abilities = spec.octets(spec.example(11, "0xb1 reply Abilities"))
    newer = base.decode(replies.Abilities, b"\x83\x80\x80\x80\x08" + abilities[1:])
    assert newer.can == 0x80000003
    assert Refused(codes.Refusal(77)).name == "Unknown77"


def test_label() -> None:
    [text] = re.findall(r"^label: (.+)$", spec.section(16), re.MULTILINE)
    label = code.read_label(text)
    assert label == Label("Spot PT-1", "VCB90D4B7A", "471427619485")
    assert code.write_label(label) == text


def test_check_digit_table() -> None:
    rows = [tuple(map(int, text.split())) for _, text in spec.examples(16, "row")]
    assert tuple(rows) == code.DAMM


def test_code() -> None:
    [printed] = re.findall(r"printed `([0-9-]+)`", spec.section(16))
    assert code.format_code(code.parse(printed)) == printed

"""What SPEC.md says in words: limits, codes, labels, and that no secret is shown."""

from __future__ import annotations

import random

import pytest

from camera_client import code, frames, pairing, values
from camera_client.client import Controller
from camera_client.code import BadCode, BadLabel, Label
from camera_client.errors import UnsafeHello
from camera_client.frames import Decoder, Dropped, Frame
from camera_client.messages import codes, requests
from camera_client.messages.base import decode, encode
from camera_client.values import Malformed, Unwritable

GOOD = frames.encode(Frame(0x11, 7, b""))


@pytest.mark.parametrize("length", range(244))
def test_frames_of_all_lengths(length: int) -> None:
    for filler in (b"\0", b"\1", b"\xff"):
        frame = Frame(0x11, 0xFF00, filler * length)
        encoded = frames.encode(frame)
        assert len(encoded) <= frames.MAX_FRAME
        assert encoded.count(0) == 1
        assert Decoder().feed(encoded) == [frame]


def test_a_frame_too_long() -> None:
    with pytest.raises(ValueError):
        frames.encode(Frame(0x11, 7, bytes(244)))
    for length in (250, 251, 5000):
        stream = b"\1" * length + b"\0" + GOOD
        assert Decoder().feed(stream) == [Dropped.TOO_LONG, Frame(0x11, 7, b"")]
        decoder = Decoder()
        one_by_one = [one for byte in stream for one in decoder.feed(bytes([byte]))]
        assert one_by_one == [Dropped.TOO_LONG, Frame(0x11, 7, b"")]


def test_the_decoder_finds_frames_after_any_noise() -> None:
    noise = random.Random(1)
    decoder = Decoder()
    for _ in range(2000):
        decoder.feed(noise.randbytes(noise.randrange(300)) + b"\0")
        assert decoder.feed(GOOD) == [Frame(0x11, 7, b"")]


@pytest.mark.parametrize("bits", [16, 32, 64])
def test_numbers_at_their_ends(bits: int) -> None:
    unsigned = {16: values.u16, 32: values.u32, 64: values.u64}[bits]
    most = (1 << bits) - 1
    for number in (0, 127, 128, most):
        assert values.decode(unsigned, values.encode(unsigned, number)) == number
    for number in (-1, most + 1):
        with pytest.raises(Unwritable):
            values.encode(unsigned, number)
    with pytest.raises(Malformed):
        values.decode(unsigned, b"\xff" * 20)


def test_zigzag_at_its_ends() -> None:
    for number in (-(1 << 31), -1, 0, (1 << 31) - 1):
        assert values.decode(values.i32, values.encode(values.i32, number)) == number
    with pytest.raises(Unwritable):
        values.encode(values.i32, 1 << 31)
    with pytest.raises(Unwritable):
        values.encode(values.i8, 128)


def test_padding_must_be_zero() -> None:
    padded = values.padded()
    for bad in (b"\x41" + bytes(64), b"\1" + b"ab" + bytes(62), b"\1a"):
        with pytest.raises(Malformed):
            values.decode(padded, bad)
    with pytest.raises(Unwritable):
        values.encode(padded, bytes(65))


def test_a_choice_has_no_other_values() -> None:
    with pytest.raises(Malformed):
        decode(requests.ResetRequest, b"\3")


def test_unsafe_iterations_are_refused() -> None:
    for iterations in (0, 9_999, 10_000_001):
        with pytest.raises(UnsafeHello):
            pairing.stretch("123456789018", bytes(16), iterations)


@pytest.mark.parametrize(
    "text", ["", "1234-5678-9019", "2134-5678-9018", "1234-5678-901", "a" * 12]
)
def test_bad_codes(text: str) -> None:
    with pytest.raises(BadCode):
        code.parse(text)


def test_random_codes_have_their_check_digit() -> None:
    codes_made = {code.random_code() for _ in range(50)}
    assert len(codes_made) == 50
    for made in codes_made:
        assert code.parse(f" {code.format_code(made)} ") == made


def test_labels_as_people_scan_them() -> None:
    expected = Label("Spot PT-1", "VCB90D4B7A", "471427619485")
    for text in (
        "\n CAMERA:1:S%70%6F%74 PT-1:VCB90D4B7A:4714-2761 9485 ",
        "CAMERA:1:%53%70%6F%74%20PT-1:VCB90D4B7A:471427619485:NEW%:X",
    ):
        assert code.read_label(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "CAMERA:2:S:V:471427619485",
        "CAMERA:1:S:V:471427619486",
        "CAMERA:1:S:V",
        "CAMERA:1:S%7:V:471427619485",
        "CAMERA:1:%FF:V:471427619485",
        "CAMERA:1:lower:V:471427619485",
        "CAMERA:1:" + "A" * 25 + ":V:471427619485",
        "CAMERA:1:S:" + "A" * 17 + ":471427619485",
    ],
)
def test_bad_labels(text: str) -> None:
    with pytest.raises(BadLabel):
        code.read_label(text)


def test_no_secret_is_shown() -> None:
    shown = repr(
        (
            requests.Provision(
                b"HomeNet", b"SECRET", None, None, False, False, codes.Band.UNKNOWN
            ),
            Controller(bytes(8), b"SECRET", codes.Role.OWNER, 0),
            Label("Spot", "V", "SECRET"),
            requests.CodeRecord(bytes(16), 1, b"SECRET", b"SECRET"),
            pairing.SessionKeys(b"SECRET", b"SECRET"),
        )
    )
    assert "SECRET" not in shown


def test_passwords_do_not_show_by_their_size() -> None:
    sizes = {
        len(
            encode(
                requests.Provision(
                    b"n" * name,
                    b"p" * size,
                    None,
                    None,
                    False,
                    False,
                    codes.Band.UNKNOWN,
                )
            )
        )
        for name in (1, 32)
        for size in (0, 64)
    }
    assert len(sizes) == 1

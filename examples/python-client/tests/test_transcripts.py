"""The handshakes of SPEC.md, byte by byte, with its fixed random numbers."""

from __future__ import annotations

import pytest

from camera_client import frames, pairing
from camera_client.errors import WrongProof
from camera_client.frames import Frame
from camera_client.messages import codes, replies, requests
from camera_client.messages.base import Message, decode, encode
from camera_client.pairing import Prover, SessionKeys, Transport
from camera_client.session import SEALED, Handshake, Opener, Sealer, prologue
from tests import spec

CODE = "123456789018"
SALT = bytes(range(16))
ITERATIONS = 10_000
X = int.from_bytes(b"\x11" * 32, "big")


def frame(section: int, name: str) -> Frame:
    sent = spec.octets(spec.example(section, name))
    [found] = frames.Decoder().feed(sent)
    assert isinstance(found, Frame)
    assert frames.encode(found) == sent
    return found


def carries(clear: Frame, id: int, message: Message) -> None:
    assert clear == Frame(message.kind, id, encode(message))
    assert decode(type(message), clear.body) == message


def hello_hash() -> bytes:
    asked, answered = frame(7, "app 1 Hello"), frame(7, "camera 1 Hello")
    return pairing.hello_hash(asked.body, answered.body)


def prover(code: str = CODE) -> Prover:
    stretched = pairing.stretch(code, SALT, ITERATIONS)
    return Prover(stretched, pairing.context(Transport.TCP, hello_hash()), X)


def camera_share() -> replies.PairShare:
    return decode(replies.PairShare, frame(7, "camera 2 PairShare").body)


def enrolled(keys: SessionKeys) -> replies.Enrolled:
    answer = Opener(keys.to_app).open(frame(7, "camera 4 Enrolled"))
    assert answer is not None
    return decode(replies.Enrolled, answer.body)


def test_hellos() -> None:
    request = requests.Hello(1, 1, codes.PairingSecret.CODE)
    carries(frame(7, "app 1 Hello"), 1, request)
    reply = replies.Hello(1, b"Spot PT-1", 0xA1B2, True, SALT, ITERATIONS)
    carries(frame(7, "camera 1 Hello"), 1, reply)
    assert hello_hash() == spec.octets(spec.example(7, "hello hash"))


def test_record_of_a_code() -> None:
    record = pairing.record_of(CODE, SALT, ITERATIONS)
    assert record.w0 == spec.octets(spec.example(7, "w0"))
    assert record.l == spec.octets(spec.example(7, "L"))


def test_pairing_and_enrolling() -> None:
    app = prover()
    carries(frame(7, "app 2 PairShare"), 2, requests.PairShare(app.share_p))
    share = camera_share()
    carries(frame(7, "camera 2 PairShare"), 2, share)
    proof = app.finish(share.share_v, share.confirm_v)
    carries(frame(7, "app 3 PairConfirm"), 3, requests.PairConfirm(proof.confirm_p))
    carries(frame(7, "camera 3 Done"), 3, replies.Done())
    enroll = Frame(0x10, 4, encode(requests.Enroll(b"phone")))
    assert Sealer(proof.keys.to_camera).seal(enroll) == frame(7, "app 4 Enroll")
    assert enrolled(proof.keys).role == codes.Role.OWNER
    assert enrolled(proof.keys).epoch == 1


def test_a_wrong_code_or_share_goes_no_further() -> None:
    share = camera_share()
    with pytest.raises(WrongProof):
        prover("000000000000").finish(share.share_v, share.confirm_v)
    for forged in (b"\4" + bytes(64), share.share_v[:-1], b"\2" + share.share_v[1:]):
        with pytest.raises(WrongProof):
            prover().finish(forged, share.confirm_v)


def handshake(ephemeral: bytes) -> tuple[Handshake, replies.Enrolled]:
    share = camera_share()
    keys = prover().finish(share.share_v, share.confirm_v).keys
    controller = enrolled(keys)
    context = prologue(Transport.TCP, hello_hash(), controller.key_id)
    assert context == spec.octets(spec.example(8, "prologue"))
    return Handshake(controller.key, context, ephemeral), controller


@pytest.mark.filterwarnings("ignore:One of ephemeral keypairs")
def test_session() -> None:
    app, controller = handshake(b"\x33" * 32)
    opening = requests.SessionOpen(controller.key_id, app.message)
    carries(frame(8, "app 2 SessionOpen"), 2, opening)
    answer = decode(replies.SessionOpen, frame(8, "camera 2 SessionOpen").body)
    keys = app.finish(answer.noise)

    sealer, opener = Sealer(keys.to_camera), Opener(keys.to_app)
    camera_sealer, camera_opener = Sealer(keys.to_app), Opener(keys.to_camera)
    asked = Frame(0x11, 3, b"")
    assert sealer.seal(asked) == frame(8, "app 3 Status")
    assert camera_opener.open(frame(8, "app 3 Status")) == asked
    status = spec.octets(spec.example(11, "0x91 reply Status"))
    told = Frame(0x91, 3, status)
    assert opener.open(frame(8, "camera 3 Status")) == told
    assert camera_sealer.seal(told) == frame(8, "camera 3 Status")

    unknown = camera_opener.open(frame(8, "app 4 of an unknown kind"))
    assert unknown is not None and unknown.id == 4
    assert sealer.seal(unknown) == frame(8, "app 4 of an unknown kind")
    refused = opener.open(frame(8, "camera 4 Refused"))
    assert refused is not None
    why = decode(replies.Refused, refused.body).why
    assert why == codes.Refusal.UNSUPPORTED


@pytest.mark.filterwarnings("ignore:One of ephemeral keypairs")
@pytest.mark.parametrize("noise", [bytes(48), b"\x55" * 48])
def test_a_session_by_another_key_is_refused(noise: bytes) -> None:
    app, _ = handshake(b"\x33" * 32)
    with pytest.raises(WrongProof):
        app.finish(noise)


def test_seals_of_the_past_and_of_others_open_to_nothing() -> None:
    key, inner = bytes(32), Frame(0x91, 9, b"whatever")
    sealer, opener = Sealer(key), Opener(key)
    first, second, third = (sealer.seal(inner) for _ in range(3))
    assert opener.open(second) == inner
    assert opener.open(second) is None, "a repetition"
    assert opener.open(first) is None, "the past"
    assert opener.open(Frame(SEALED, 2, third.body[:-1] + b"!")) is None
    assert opener.open(Frame(SEALED, 3, third.body)) is None
    assert opener.open(Frame(SEALED, 2, b"")) is None
    assert opener.open(third) == inner


def test_counters_go_on_beyond_sixteen_bits() -> None:
    key, inner = bytes(32), Frame(0x91, 9, b"")
    sealer, opener = Sealer(key), Opener(key)
    for count in range(0x2_0000):
        sealed = sealer.seal(inner)
        if count % 0x7FFF == 0:
            assert opener.open(sealed) == inner

"""SPAKE2+ (RFC 9383) over P-256: proving a code to a camera without telling it."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from enum import IntEnum
from hashlib import pbkdf2_hmac, sha256

from Crypto.PublicKey import ECC
from Crypto.PublicKey.ECC import EccKey, EccPoint
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from camera_client.errors import UnsafeHello, WrongProof
from camera_client.messages.requests import CodeRecord

LEAST_ITERATIONS = 10_000
"""An impostor may ask for fewer, to guess faster."""

MOST_ITERATIONS = 10_000_000
"""Or for more, to keep this machine busy."""

RECORD_ITERATIONS = 100_000
"""For a code of our own making."""

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_COORDINATE = 32
_POINT = 1 + 2 * _COORDINATE
_M_SEC1 = "02886e2f97ace46e55ba9dd7242579f2993b64e16ef3dcab95afd497333d8fa12f"
_N_SEC1 = "03d8bbd6c639c62937b04d997f38c3770719c629d7014d49a24b4f98baa1292b49"


class Transport(IntEnum):
    TCP = 1
    SERIAL = 2


@dataclass(frozen=True)
class SessionKeys:
    to_camera: bytes = field(repr=False)
    to_app: bytes = field(repr=False)


@dataclass(frozen=True)
class Secrets:
    """What a stretched code comes to."""

    w0: int = field(repr=False)
    w1: int = field(repr=False)


@dataclass(frozen=True)
class Proof:
    confirm_p: bytes
    keys: SessionKeys


def hello_hash(request: bytes, reply: bytes) -> bytes:
    """Both bodies as they travelled: a change on the way fails the handshake."""
    return sha256(_counted(request) + _counted(reply)).digest()


def stretch(code: str, salt: bytes, iterations: int) -> Secrets:
    """The twelve digits, made slow to guess. This takes a while: use a thread."""
    if not LEAST_ITERATIONS <= iterations <= MOST_ITERATIONS:
        raise UnsafeHello(f"the camera asks for {iterations} iterations")
    password = _counted(code.encode()) + _counted(b"app") + _counted(b"camera")
    stretched = pbkdf2_hmac("sha256", password, salt, iterations, 80)
    w0s, w1s = stretched[:40], stretched[40:]
    return Secrets(
        int.from_bytes(w0s, "big") % _ORDER, int.from_bytes(w1s, "big") % _ORDER
    )


def record_of(code: str, salt: bytes, iterations: int) -> CodeRecord:
    """What a camera must know to check that code."""
    stretched = stretch(code, salt, iterations)
    return CodeRecord(
        salt, iterations, _scalar(stretched.w0), _encode(_G * stretched.w1)
    )


def random_record(code: str) -> CodeRecord:
    return record_of(code, secrets.token_bytes(16), RECORD_ITERATIONS)


class Prover:
    """The app's side of one pairing. `x` is random, but for tests."""

    def __init__(self, stretched: Secrets, context: bytes, x: int | None = None):
        self._secrets = stretched
        self._context = context
        self._x = secrets.randbelow(_ORDER - 1) + 1 if x is None else x
        self.share_p = _encode(_G * self._x + _M * stretched.w0)

    def finish(self, share_v: bytes, confirm_v: bytes) -> Proof:
        """Checks the camera's proof first: a wrong code goes no further."""
        w0, w1 = self._secrets.w0, self._secrets.w1
        unmasked = _decode(share_v) + -(_N * w0)
        if unmasked.is_point_at_infinity():
            raise WrongProof("the camera's share is empty")
        transcript = (
            self._context,
            b"app",
            b"camera",
            _encode(_M),
            _encode(_N),
            self.share_p,
            share_v,
            _encode(unmasked * self._x),
            _encode(unmasked * w1),
            _scalar(w0),
        )
        main = sha256(b"".join(map(_counted, transcript))).digest()
        confirmations = _expand(main, b"ConfirmationKeys", 64)
        expected = hmac.digest(confirmations[32:], self.share_p, "sha256")
        if not hmac.compare_digest(expected, confirm_v):
            raise WrongProof("the code is wrong, or somebody sits in between")
        keys = _expand(_expand(main, b"SharedKey", 32), b"camera-proto/1 pair", 64)
        return Proof(
            hmac.digest(confirmations[:32], share_v, "sha256"),
            SessionKeys(keys[:32], keys[32:]),
        )


def context(transport: Transport, hello: bytes) -> bytes:
    return b"camera-proto/1 pair" + bytes([transport]) + hello


def _counted(data: bytes) -> bytes:
    return len(data).to_bytes(8, "little") + data


def _expand(secret: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt=None, info=info).derive(secret)


def _scalar(number: int) -> bytes:
    return number.to_bytes(_COORDINATE, "big")


def _encode(point: EccPoint) -> bytes:
    return b"\x04" + _scalar(int(point.x)) + _scalar(int(point.y))


def _decode(sec1: bytes) -> EccPoint:
    """A point of the curve; anything else is refused."""
    if len(sec1) != _POINT or sec1[0] != 4:
        raise WrongProof("not an uncompressed point")
    x, y = sec1[1 : 1 + _COORDINATE], sec1[1 + _COORDINATE :]
    try:
        return EccPoint(int.from_bytes(x, "big"), int.from_bytes(y, "big"), "P-256")
    except ValueError:
        raise WrongProof("not a point of the curve") from None


def _known_point(sec1: str) -> EccPoint:
    key: EccKey = ECC.import_key(bytes.fromhex(sec1), curve_name="P-256")
    return key.pointQ


_G = ECC.construct(curve="P-256", d=1).pointQ
_M = _known_point(_M_SEC1)
_N = _known_point(_N_SEC1)

"""Sessions: the Noise handshake by an enrolled key, and the seal on every frame."""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from noise.connection import Keypair, NoiseConnection

from camera_client import frames
from camera_client.errors import LinkLost, WrongProof
from camera_client.frames import Frame
from camera_client.pairing import SessionKeys, Transport

SEALED = 0x7F

_PROTOCOL = b"Noise_NNpsk0_25519_ChaChaPoly_SHA256"
_ASSOCIATED = bytes([SEALED])
_IDS = 1 << 16
_MOST_LOST = 32_767
_MOST_MESSAGES = 1 << 32


def prologue(transport: Transport, hello: bytes, key_id: bytes) -> bytes:
    return b"camera-proto/1 open" + bytes([transport]) + hello + key_id


class Handshake:
    """The app's side. `ephemeral` is a random private key, but for tests."""

    def __init__(self, key: bytes, prologue: bytes, ephemeral: bytes | None = None):
        self._noise = NoiseConnection.from_name(_PROTOCOL)
        self._noise.set_as_initiator()
        self._noise.set_psks(key)
        self._noise.set_prologue(prologue)
        if ephemeral is not None:
            self._noise.set_keypair_from_private_bytes(Keypair.EPHEMERAL, ephemeral)
        self._noise.start_handshake()
        self.message = bytes(self._noise.write_message())

    def finish(self, message: bytes) -> SessionKeys:
        try:
            self._noise.read_message(message)
        except (InvalidTag, ValueError):
            # X25519 of `cryptography` itself refuses a result of zeros.
            raise WrongProof("the camera does not have this key") from None
        split = self._noise.noise_protocol
        return SessionKeys(
            bytes(split.cipher_state_encrypt.k), bytes(split.cipher_state_decrypt.k)
        )


class Sealer:
    """Seals what goes in one direction."""

    def __init__(self, key: bytes) -> None:
        self._cipher = ChaCha20Poly1305(key)
        self._counter = 0

    def seal(self, inner: Frame) -> Frame:
        if self._counter >= _MOST_MESSAGES:
            raise LinkLost("this session is used up")
        plain = frames.join(inner)
        body = self._cipher.encrypt(_nonce(self._counter), plain, _ASSOCIATED)
        sealed = Frame(SEALED, self._counter % _IDS, body)
        self._counter += 1
        return sealed


class Opener:
    """Opens what comes from one direction; what was tampered with opens to nothing."""

    def __init__(self, key: bytes) -> None:
        self._cipher = ChaCha20Poly1305(key)
        self._next = 0

    def open(self, sealed: Frame) -> Frame | None:
        lost = (sealed.id - self._next) % _IDS
        counter = self._next + lost
        if lost > _MOST_LOST or counter >= _MOST_MESSAGES or sealed.kind != SEALED:
            return None
        try:
            plain = self._cipher.decrypt(_nonce(counter), sealed.body, _ASSOCIATED)
        except InvalidTag:
            return None
        self._next = counter + 1
        return frames.part(plain)


def _nonce(counter: int) -> bytes:
    return bytes(4) + counter.to_bytes(8, "little")

"""What can go wrong, as exceptions that a program can tell apart."""

from __future__ import annotations

from camera_client.messages.codes import MEANINGS, Refusal


class CameraError(Exception):
    """Any failure between this client and a camera."""


class Refused(CameraError):
    """The camera understood who asked, and said no."""

    def __init__(
        self,
        why: Refusal,
        retry_s: int = 0,
        attempts_left: int = 0,
        driver_code: int = 0,
    ) -> None:
        self.why = why
        self.retry_s = retry_s
        self.attempts_left = attempts_left
        self.driver_code = driver_code
        super().__init__(f"{self.name}: {self.meaning}{self._details()}")

    @property
    def name(self) -> str:
        """The specification's name: `NoSuchPreset` for `NO_SUCH_PRESET`."""
        return "".join(word.capitalize() for word in self.why.name.split("_"))

    @property
    def meaning(self) -> str:
        return MEANINGS.get(self.why, "a reason that this client does not know yet")

    @property
    def holder(self) -> int | None:
        """Of a `HeldByOther`: `Controllers` from there begins with who holds it."""
        is_told = self.why == Refusal.HELD_BY_OTHER and self.driver_code > 0
        return self.driver_code - 1 if is_told else None

    def _details(self) -> str:
        by = f"radio driver's code {self.driver_code}" if self.driver_code else ""
        if self.holder is not None:
            by = f"number {self.driver_code} of Controllers"
        details = [
            f"retry in {self.retry_s} s" if self.retry_s else "",
            f"{self.attempts_left} attempts left" if self.attempts_left else "",
            by,
        ]
        told = ", ".join(detail for detail in details if detail)
        return f" ({told})" if told else ""


class WrongProof(CameraError):
    """The other side does not know the code, or somebody sits in between."""


class UnsafeHello(CameraError):
    """The hello asks for something no honest camera asks for, or nothing in common."""


class LinkLost(CameraError):
    """The link ended, or was silent for too long; a new one may work."""


class UnexpectedReply(CameraError):
    """The camera's reply cannot be read."""

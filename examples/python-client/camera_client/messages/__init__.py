"""The messages of the wire, and which one a kind means."""

from __future__ import annotations

from camera_client.messages import notices, replies, settings
from camera_client.messages.base import Message, decode


def told_kind(message: type[Message]) -> int:
    """The kind by which a camera tells it: a setting has another when it is set."""
    told = settings.TOLD if issubclass(message, settings.Setting) else 0
    return message.kind | told


REPLIES: dict[int, type[Message]] = {
    told_kind(message): message
    for message in (
        replies.Hello,
        replies.PairShare,
        replies.SessionOpen,
        replies.Enrolled,
        replies.Status,
        replies.Network,
        replies.Moving,
        replies.Position,
        replies.LossList,
        replies.Receipt,
        replies.Controller,
        replies.Loss,
        replies.Info,
        replies.Abilities,
        replies.Support,
        replies.Finding,
        replies.Time,
        *settings.ALL,
        replies.End,
        replies.Done,
        replies.Refused,
    )
}

NOTICES: dict[int, type[Message]] = {
    notice.kind: notice
    for notice in (
        notices.Status,
        notices.Motion,
        notices.Controller,
        notices.Setting,
    )
}

_ANSWERS = REPLIES | NOTICES


def read_answer(kind: int, body: bytes) -> Message | None:
    """A reply or a notice, or none where this client does not know that kind."""
    return decode(_ANSWERS[kind], body) if kind in _ANSWERS else None

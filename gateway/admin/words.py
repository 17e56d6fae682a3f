"""Sentences that say what something does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gateway.privacy.request import Kind
from suppression.channel import Channel
from suppression.entry import ALL, stops_everything

if TYPE_CHECKING:
    from collections.abc import Iterable
    from enum import StrEnum

ASKED_FOR: Final = {
    Kind.KNOW: "to know what you have", Kind.DELETE: "to be forgotten",
    Kind.CORRECT: "to have it corrected",
}  # fmt: skip


def effect(channel: Channel, scope: str, reason: str) -> str:
    """Say what an entry stops, and what still arrives."""
    if channel is Channel.SMS:
        return "Stops every text but the gateway's own answers."
    if scope == ALL or stops_everything(reason):
        return "Stops every email, receipts too."
    if scope.startswith("stream:"):
        return f"Stops marketing of the stream {scope.removeprefix('stream:')}; the rest arrives."
    return "Stops marketing email; receipts and notices still arrive."


def options(names: Iterable[StrEnum]) -> list[tuple[str, str]]:
    """Return what a list is chosen from: values, and what people read."""
    return [(each.value, each.value.replace("_", " ")) for each in names]

"""What happened to a message or a person, one step a line, in the words of people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from filters.codes import CODES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from gateway.spool.model import TraceLine
    from suppression.event import Event

_TOLD: Final = (
    ("then", "from here by route"), ("reply", "reply:"), ("because", "because:"), ("actor", "by"),
)  # fmt: skip
_DECISIONS: Final = frozenset({"accepted", "held", "passing", "refused"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that happened."""

    at: datetime
    what: str  # "accepted", "delivered", "added" …
    message: str  # queue id; empty when it is about a person alone
    who: str  # the recipient, as long as it is known
    says: tuple[str, ...]  # why and how, a sentence each


def of_message(line: TraceLine) -> Step:
    """Return what happened to a message."""
    said = {**line.facts, **line.detail}
    return Step(
        at=line.at,
        what=line.kind,
        message=line.queue_id,
        who=str(said.get("address", "")),
        says=tuple(_sentences(line.kind, said)),
    )


def of_person(event: Event) -> Step:
    """Return what happened to a person's entries and requests."""
    where = f" from {event.address}" if event.address else ""
    by = f"by {event.by}, {event.method}{where}" if event.by else f"by {event.method}{where}"
    says = (event.summary, by) if event.summary else (by,)
    return Step(at=event.at, what=event.kind, message="", who="", says=says)


def _sentences(kind: str, said: Mapping[str, Any]) -> Iterator[str]:
    if kind in _DECISIONS:
        yield from _origin(kind, said)
    for code in said.get("codes", ()):
        yield f"{code}: {CODES[code].title}" if code in CODES else str(code)
    if would := said.get("would"):
        yield from _observed(kind, would, said)
    yield from (f"List-Unsubscribe was: {field}" for field in said.get("list_unsubscribe", ()))
    if entry := said.get("entry_id"):
        reason = f" ({said['reason']})" if said.get("reason") else ""
        yield f"by entry {entry} of the list{reason}"
    if fixes := said.get("fixes"):
        yield "no copy was made for them" if kind == "refused" else f"edits: {', '.join(fixes)}"
    if attempt := said.get("attempt"):
        yield f"attempt {attempt} by route {said.get('route') or 'none'}"
    if said.get("damaged"):
        yield "its line in the ledger is damaged, and this is what can be read of it"
    yield from (f"{words} {said[name]}" for name, words in _TOLD if said.get(name))


def _observed(kind: str, would: str, said: Mapping[str, Any]) -> Iterator[str]:
    """Say what enforcing would have done; a refusal that is obeyed all the same is one."""
    if kind == "refused":
        yield 'observing (mode = "observe") changes nothing about that'
    else:
        yield f'only observed (mode = "observe"): would have been {would}'
    for code in said.get("waived", ()):
        yield f"not obeyed: {code}: {CODES[code].title if code in CODES else ''}"
    if fixes := said.get("would_fix"):
        yield f"edits not made: {', '.join(fixes)}"


def _origin(kind: str, said: Mapping[str, Any]) -> Iterator[str]:
    """Say what came in, from whom, and where it goes."""
    if subject := said.get("subject"):
        yield f'"{subject}"'
    if submitter := said.get("submitter"):
        category = said.get("category") or said.get("channel")
        stream = f", stream {said['stream']}," if said.get("stream") else ""
        yield f"{category}{stream} from submitter {submitter} by {said.get('protocol', '')}"
    if kind != "refused" and said.get("route"):
        yield f"to route {said['route']}"

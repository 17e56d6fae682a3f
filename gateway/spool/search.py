"""Searching the spool: by person and by time through indices, by all else within a bounded look.

A page looks at some five thousand deliveries at most, the newest first. Where it ended before it
was full, it says how far back it looked, and the next page goes on from there.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from filters.decision import Effect
from gateway.spool import views
from gateway.spool.rows import NO_FINDINGS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from gateway.spool.model import MessageView, State
    from suppression.keys import RecipientKey
    from suppression.ledger import Pepper

_LOOKS_AT: Final = 5_000  # deliveries a page
_MILLISECOND_BITS: Final = 20  # of a queue id, below its time
_LAST: Final = (1 << 63) - 1
_DIGITS: Final = 20  # of a number that is larger

_EFFECTS: Final = {
    "passed": Effect.PASS, "changed": Effect.PASS, "held": Effect.HOLD,
    "deferred": Effect.DEFER, "refused": Effect.REFUSE,
}  # fmt: skip
VERDICTS: Final = tuple(_EFFECTS)
"""What a search may ask for as a verdict."""

_JOINED: Final = "FROM deliveries d CROSS JOIN messages m ON m.id = d.message"
_SPAN: Final = "m.id >= :after AND m.id < :at"
_OF_PERSON: Final = (
    f"{_JOINED} WHERE d.person = :person AND d.id < :at AND m.id >= :after AND m.id < :before",
    "d.id",
)
_WAITING: Final = (
    f"{_JOINED} WHERE d.state = :state AND d.ends_at IS NOT NULL AND {_SPAN}",
    "m.id",
)
_NEWEST: Final = (
    f"FROM messages m CROSS JOIN deliveries d ON d.message = m.id WHERE {_SPAN}",
    "m.id",
)
_FEW_WAIT: Final = """
SELECT count(*) FROM (SELECT 1 FROM deliveries WHERE state = ? AND ends_at IS NOT NULL LIMIT ?)
"""

Condition = tuple[str, dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which messages are looked for; empty fields match everything."""

    to: RecipientKey | None = None
    sender: str = ""  # the reverse-path or number, or @ and the domain of the From field
    subject: tuple[str, ...] = ()  # words that all stand in it
    verdict: str = ""
    reason: str = ""  # a code among its findings
    state: State | None = None
    routes: tuple[str, ...] = ()
    channel: str = ""
    after: datetime | None = None
    before: datetime | None = None
    cursor: int = 0  # what the last page said; 0 is the newest
    limit: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of messages."""

    messages: tuple[MessageView, ...]
    cursor: int  # where the next page goes on; 0 when there is nothing further back
    looked_back_to: datetime | None  # when the look ended before the page was full


def search(connection: sqlite3.Connection, wanted: Wanted, pepper: Pepper) -> Found:
    """Return a page of the messages that are wanted."""
    connection.create_function("folded", 1, str.casefold)
    source, order = _source(connection, wanted)
    of_person = order == "d.id"
    before = _LAST if wanted.before is None else _first_id(wanted.before)
    start = wanted.cursor or _LAST
    values: dict[str, Any] = {
        "at": start if of_person else min(start, before), "before": before,
        "after": 0 if wanted.after is None else _first_id(wanted.after),
        "person": wanted.to and pepper.person(wanted.to), "looks": _LOOKS_AT,
    }  # fmt: skip
    matches = ["1"]
    for condition, more in _conditions(wanted):
        matches.append(condition)
        values |= more
    # the look is bounded first; what it saw is then asked for the rest
    look = f"SELECT m.id AS message, d.id AS delivery {source} ORDER BY {order} DESC LIMIT :looks"
    seen = connection.execute(
        f"SELECT s.message, s.delivery, ({' AND '.join(matches)}) AS fits FROM ({look}) s"  # noqa: S608 - statements of ours
        " CROSS JOIN messages m ON m.id = s.message CROSS JOIN deliveries d ON d.id = s.delivery",
        values,
    )
    return _page(connection, seen, wanted, of_person=of_person)


def _page(
    connection: sqlite3.Connection, seen: Iterator[sqlite3.Row], wanted: Wanted, *, of_person: bool
) -> Found:
    chosen: dict[int, None] = {}
    count = place = last = 0
    for message, delivery, fits in seen:
        count += 1
        place, last = (delivery if of_person else message), message
        if not fits or message in chosen:
            continue
        if len(chosen) == wanted.limit:
            return Found(messages=_views(connection, chosen), cursor=place + 1, looked_back_to=None)
        chosen[message] = None
    found = _views(connection, chosen)
    if count < _LOOKS_AT:
        return Found(messages=found, cursor=0, looked_back_to=None)
    # the other recipients of the last message have not been looked at
    is_cut = not of_person and last not in chosen and place + 1 < (wanted.cursor or _LAST)
    return Found(messages=found, cursor=place + is_cut, looked_back_to=_accepted_at(last))


def _source(connection: sqlite3.Connection, wanted: Wanted) -> tuple[str, str]:
    """Return where to look, and in which order it is found there."""
    if wanted.to:
        return _OF_PERSON
    if wanted.state is not None and not wanted.state.is_final:
        ((waiting,),) = connection.execute(_FEW_WAIT, (wanted.state, _LOOKS_AT))
        if waiting < _LOOKS_AT:  # where many wait, the newest messages are found among all others
            return _WAITING
    return _NEWEST


def _conditions(wanted: Wanted) -> Iterator[Condition]:
    """Yield what is asked of each delivery that is looked at."""
    if wanted.sender.startswith("@"):
        yield "m.header_from = :domain", {"domain": wanted.sender[1:]}
    elif wanted.sender:
        yield "folded(m.reverse_path) = :sender", {"sender": wanted.sender.casefold()}
    for number, word in enumerate(wanted.subject):
        yield f"instr(folded(m.subject), :word{number})", {f"word{number}": word.casefold()}
    if wanted.verdict:
        yield "d.effect = :effect", {"effect": int(_EFFECTS[wanted.verdict])}
    if wanted.verdict in ("passed", "changed"):
        sign = "=" if wanted.verdict == "passed" else "<>"
        yield f"m.fixes {sign} :unchanged", {"unchanged": NO_FINDINGS}
    if wanted.reason:
        mark = f'"code":"{wanted.reason}"'
        yield "instr(d.findings || d.later || d.waived, :code)", {"code": mark}
    if wanted.routes:
        condition = "d.route IN (SELECT value FROM json_each(:routes))"
        yield condition, {"routes": json.dumps(wanted.routes)}
    if wanted.state:
        yield "d.state = :state", {"state": wanted.state}
    if wanted.channel:
        yield "m.channel = :channel", {"channel": wanted.channel}


def _views(connection: sqlite3.Connection, chosen: dict[int, None]) -> tuple[MessageView, ...]:
    rows = [
        connection.execute("SELECT * FROM messages WHERE id = ?", (each,)).fetchone()
        for each in chosen
    ]
    deliveries = connection.execute(*views.deliveries_of(rows)).fetchall()
    return views.messages_of(rows, deliveries)


def _first_id(at: datetime) -> int:
    return min(max(int(at.timestamp() * 1000), 0) << _MILLISECOND_BITS, _LAST)


def _accepted_at(message: int) -> datetime:
    return datetime.fromtimestamp((message >> _MILLISECOND_BITS) / 1000, UTC)


def cursor_of(text: str) -> int:
    """Read what a page said of the next; 0 where that is nothing."""
    is_number = text.isascii() and text.isdigit() and len(text) < _DIGITS
    return min(int(text), _LAST) if is_number else 0

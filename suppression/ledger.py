"""The hash-chained record: every act leaves a line that cannot be changed unseen.

A line holds codes, hashes and keyed hashes of people. What must be readable lies in a side table
keyed by the line, which an erasure empties without touching the chain.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import msgspec

from suppression.insertion import insert

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from suppression.keys import RecipientKey

GENESIS: Final = bytes(32)
"""What the first line is chained to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One event to record.

    `facts` go into the chain and must hold no personal data; `detail` can be erased.
    """

    at: datetime
    kind: str
    person: str = ""  # keyed hash, from `Pepper.person`
    facts: Mapping[str, Any] = field(default_factory=dict)
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pepper:
    """The secret that makes hashes of people: without it a phone number is found by counting."""

    secret: bytes

    def person(self, key: RecipientKey) -> str:
        """Return the keyed hash that stands for a person in ledger and logs."""
        return _person(self.secret, key)

    def request(self, key: str) -> str:
        """Return the keyed hash that stands for an idempotency key: a client may name a person."""
        mac = _keyed(self.secret).copy()
        mac.update(b"request\0" + key.encode())
        return "hmac:" + mac.hexdigest()[:32]


@lru_cache(maxsize=1024)
def _person(secret: bytes, key: RecipientKey) -> str:
    """Work out once what a message is counted, stored and recorded under."""
    mac = _keyed(secret).copy()
    mac.update(key.encode())
    return "hmac:" + mac.hexdigest()[:32]


@lru_cache(maxsize=8)
def _keyed(secret: bytes) -> hmac.HMAC:
    """Return a MAC that has taken the key in; not `hmac.digest`, see `tokens`."""
    return hmac.new(secret, digestmod="sha256")


def chain(previous: bytes, seq: int, body: str) -> bytes:
    """Return the hash of line `seq`: SHA-256 over the line and the hash before it."""
    return hashlib.sha256(b"\0" + seq.to_bytes(8, "big") + previous + body.encode()).digest()


def append(connection: sqlite3.Connection, lines: Iterable[Line], *, schema: str = "main") -> None:
    """Write lines to the ledger of a file, inside the transaction of the act they record.

    `schema`: what the file is attached as.
    """
    newest = f"SELECT seq, hash FROM {schema}.ledger ORDER BY seq DESC LIMIT 1"  # noqa: S608 - a name of ours
    row = connection.execute(newest).fetchone()
    seq, previous = (row[0], row[1]) if row else (0, GENESIS)
    chained, details = [], []
    for line in lines:
        seq += 1
        body = _canonical(
            {
                "at": line.at.isoformat(timespec="milliseconds"),
                "kind": line.kind,
                "person": line.person,
                **line.facts,
            }
        )
        previous = chain(previous, seq, body)
        chained.append((seq, line.at.timestamp(), line.kind, line.person, body, previous))
        if line.detail:
            details.append((seq, _canonical(line.detail)))
    insert(connection, f"{schema}.ledger (seq, at, kind, person, body, hash)", chained)
    insert(connection, f"{schema}.ledger_detail (seq, detail)", details)


_encode: Final = msgspec.json.Encoder(order="sorted").encode


def _canonical(facts: Mapping[str, Any]) -> str:
    """Write JSON with sorted keys and no spaces."""
    return _encode(facts).decode()

"""How else a person is written whom the list takes for the same: with a tag, with other dots.

**Failures:** whatever SQLite raises is raised as it is; the owner of the connection answers for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from suppression.covering import covering, loose
from suppression.keys import RecipientKey, read_local_part

if TYPE_CHECKING:
    import sqlite3

    from suppression.covering import Matching

LISTED: Final = (
    "SELECT key FROM entries UNION ALL SELECT key FROM grants UNION ALL SELECT key FROM reviews"
    " UNION ALL SELECT key FROM soft_bounces UNION ALL SELECT email AS key FROM links"
)
"""Where the list keeps addresses."""

_ALIKE: Final = (
    "SELECT DISTINCT key FROM ({source})"
    " WHERE substr(replace(ltrim(key, '\"'), '.', ''), 1, length(:local)) = :local"
)


def is_spelling(other: RecipientKey, key: RecipientKey, matching: Matching) -> bool:
    """Whether an opt-out of an address covers another one that is a person's as well.

    >>> from suppression.covering import Matching
    >>> tagged = RecipientKey("ann+news@x.test")
    >>> is_spelling(tagged, RecipientKey("ann@x.test"), Matching())
    True
    >>> is_spelling(RecipientKey("ann@x.test"), tagged, Matching())
    False
    """
    wanted = covering(other, matching)
    return other != key and (key in wanted.exact or loose(key) in wanted.loose)


def spellings_in(
    connection: sqlite3.Connection, source: str, key: RecipientKey, matching: Matching
) -> tuple[RecipientKey, ...]:
    """Return the other spellings of an address that are kept; all of `source` is looked through.

    `source`: a query of ours for a column `key`.
    """
    local, _, _ = key.rpartition("@")
    if not local:  # a number, a hash, a domain
        return ()
    wanted = {"local": read_local_part(local).replace(".", "")}
    found = connection.execute(_ALIKE.format(source=source), wanted).fetchall()
    keys = (RecipientKey(row[0]) for row in found)
    return tuple(sorted(each for each in keys if is_spelling(each, key, matching)))

"""One look that finds nothing against a person: what is found of most, with one statement.

It says nothing where anything might: then the list is read as it always is.

**Failures:** what SQLite raises is raised as it is; the owner of the connection answers for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from suppression import rows
from suppression.channel import Channel
from suppression.consenting import RESUMED_AT
from suppression.covering import Covering, covering
from suppression.matching import LAW_SPEAKS
from suppression.standing import CLOCKS_DIFFER, Standing, Standings

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection
    from datetime import datetime

    from suppression.covering import Matching
    from suppression.keys import RecipientKey

_SOMETHING: Final = f"""
SELECT EXISTS (
        SELECT 1 FROM entries WHERE key {{keys}} AND channel = {{channel}} AND lifted_at IS NULL
    ) OR EXISTS (
        SELECT 1 FROM reviews WHERE key {{keys}} AND channel = {{channel}} AND decided_at IS NULL
    ) OR EXISTS (SELECT 1 FROM key_forms)
    OR EXISTS ({LAW_SPEAKS.format(schema="main")}) AS something
"""  # noqa: S608 - a schema name of ours
_GLANCE: Final = f"""{_SOMETHING.format(keys="= :key", channel=":channel")},
    (SELECT last_at FROM conversations WHERE person = :key AND ours = :ours) AS last_texted,
    ({RESUMED_AT}) AS resumed_at,
    asked.*
FROM (SELECT 1) LEFT JOIN consents asked ON asked.key = :key ORDER BY asked.id
"""  # noqa: S608 - words of ours


def glance(
    connection: sqlite3.Connection, key: RecipientKey, ours: str, at: datetime, matching: Matching
) -> Standing | None:
    """Return where a person stands of whom the list holds requests at most; else none.

    A single statement reads as of one moment, without a transaction around it.
    """
    if covering(key, matching) != Covering(exact=(key,), parents=(), loose=()):
        return None
    latest = (at + CLOCKS_DIFFER).timestamp()
    asked = {"key": key, "channel": Channel.SMS, "ours": ours, "latest": latest}
    found = connection.execute(_GLANCE, asked).fetchall()
    if found[0]["something"]:
        return None
    last_texted, resumed_at = found[0]["last_texted"], found[0]["resumed_at"]
    return Standing(
        consents=tuple(rows.consent(row) for row in found if row["id"] is not None),
        last_texted=None if last_texted is None else rows.moment(last_texted),
        resumed_at=None if resumed_at is None else rows.moment(resumed_at),
    )


def glance_at_mail(
    connection: sqlite3.Connection, keys: Collection[RecipientKey], matching: Matching
) -> Standings | None:
    """Return where people stand of none of whom the list knows anything; else none."""
    wanted = [covering(key, matching) for key in keys]
    if any(each.loose for each in wanted):
        return None
    marks, values = rows.among({name for each in wanted for name in (*each.exact, *each.parents)})
    query = _SOMETHING.format(keys=f"IN ({marks})", channel=f"'{Channel.EMAIL}'")
    (found,) = connection.execute(query, (*values, *values)).fetchone()
    return None if found else Standings(suppressed=dict.fromkeys(keys, ()))

"""A token speaks for one person, channel, sender and stream."""

from __future__ import annotations

import secrets
from contextlib import closing
from typing import TYPE_CHECKING

from suppression.channel import Channel
from suppression.database import connect
from suppression.grant import Grant
from suppression.granting import Grantee, ensure_grants
from suppression.keys import email_key
from tests.contract.listing import ANN

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from suppression.store import SuppressionStore


async def test_a_token_speaks_for_the_one_grant_of_its_person(
    store: SuppressionStore, path: Path
) -> None:
    grantees = [
        Grantee(ANN, Channel.EMAIL, "acme", "weekly"),
        Grantee(ANN, Channel.EMAIL, "acme", "daily"),
        Grantee(ANN, Channel.EMAIL, "zenith", "weekly"),
        Grantee(ANN, Channel.SMS, "acme", "weekly"),
        Grantee(email_key("bob@example.com"), Channel.EMAIL, "acme", "weekly"),
    ]
    with closing(connect(path)) as connection:
        assert ensure_grants(connection, ()) == ({}, False)
        first, was_made = ensure_grants(connection, grantees[:1])
        every, more_were_made = ensure_grants(connection, grantees)
        again, none_was_made = ensure_grants(connection, grantees)
    assert (was_made, more_were_made, none_was_made) == (True, True, False)
    assert every == again
    assert every[grantees[0]] == first[grantees[0]]
    ids = [every[grantee] for grantee in grantees]
    assert len(set(ids)) == 5
    assert all(0 < grant_id < 2**64 for grant_id in ids)
    assert await store.grant(ids[0]) == Grant(
        grant_id=ids[0], channel=Channel.EMAIL, key=ANN, sender="acme", stream="weekly"
    )
    assert await store.grant(0) is None


async def test_a_grant_id_that_is_taken_is_drawn_again(
    store: SuppressionStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter([2**64 - 2, 2**64 - 2, 5])
    monkeypatch.setattr(secrets, "randbelow", lambda _: next(drawn))
    with closing(connect(path)) as connection:
        ids = [
            ensure_grants(connection, [grantee])[0][grantee]
            for grantee in (Grantee(ANN, Channel.EMAIL, "", s) for s in ("weekly", "daily"))
        ]
    assert ids == [2**64 - 1, 6]
    assert [(await store.grant(i)).stream for i in ids] == ["weekly", "daily"]  # type: ignore[union-attr] # both are there

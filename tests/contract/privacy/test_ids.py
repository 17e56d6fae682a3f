"""The id of a request is given out once, also in a file that an older version made."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from gateway.ledger import verify
from gateway.privacy import requests
from gateway.privacy.request import Kind, NewRequest, Outcome
from gateway.privacy.requests import Requests
from suppression.ledger import Pepper
from tests.contract.privacy.ann import ANN, BOB, request_of

if TYPE_CHECKING:
    from datetime import datetime

    import pytest

    from gateway.stores import Stores
    from tests.contract.spool.make import Clock

FIRST = Path(requests.__file__).parents[1] / "migrations" / "privacy" / "001_requests.sql"


def asked(at: datetime, manner: str = "email") -> NewRequest:
    return NewRequest(kind=Kind.KNOW, people=(BOB,), manner=manner, note="", received_at=at)


async def test_the_id_of_a_request_that_was_forgotten_is_not_given_out_again(
    stores: Stores, clock: Clock
) -> None:
    """The record goes on to name it: of one id it would tell of two people."""
    first = await request_of(stores, clock, Kind.KNOW)
    await stores.privacy.close_as(first.request_id, Outcome.DENIED, "not she", "clerk")
    clock.advance(days=740)
    assert await stores.privacy.retire() == 1
    second = await stores.privacy.add(asked(clock.now), "clerk")
    assert (first.request_id, second.request_id) == ("P-1", "P-2")


async def test_a_file_of_an_older_version_keeps_its_ids_and_gives_none_out_again(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was emptied then lost all but how it came, which may name somebody."""
    folder = tmp_path / "once"
    folder.mkdir()
    shutil.copy(FIRST, folder)
    path = tmp_path / "privacy.db"
    with monkeypatch.context() as older:
        older.setattr(requests, "_MIGRATIONS", folder)
        made = Requests(path, pepper=Pepper(b"p"), clock=clock)
        made.open()
        kept = await made.add(asked(clock.now, manner=f"mail of {BOB}"), "clerk")
        for manner in (f"mail of {ANN}", "call of 2025550143", "letter"):
            await made.add(asked(clock.now, manner=manner), "clerk")
        gone = await made.add(asked(clock.now), "clerk")
        await made._database.write(lambda each: each.execute(
            "UPDATE requests SET people = '[]' WHERE id BETWEEN 2 AND 4"
        ))  # fmt: skip
        await made._database.write(lambda each: each.execute(
            "DELETE FROM requests WHERE id = 5"
        ))  # fmt: skip
        made.close()
    newer = Requests(path, pepper=Pepper(b"p"), clock=clock)
    newer.open()
    assert newer.find("P-1") == kept
    manners = [each.manner for each in newer.list()]
    assert manners == [kept.manner, "•••", "•••", "letter"]
    assert gone.request_id == "P-5"
    assert (await newer.add(asked(clock.now), "clerk")).request_id == "P-6"
    newer.close()
    assert ANN.encode() not in path.read_bytes()
    assert verify(path).is_whole


async def test_a_file_without_requests_begins_with_the_first(stores: Stores, clock: Clock) -> None:
    assert (await stores.privacy.add(asked(clock.now), "clerk")).request_id == "P-1"

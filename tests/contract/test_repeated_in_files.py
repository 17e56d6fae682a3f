"""What a file asks for again was asked for last then, as if it had come by itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Literal

import pytest

from suppression.channel import Channel
from suppression.consent import ConsentSource, NewConsent
from suppression.covering import Matching
from suppression.entry import ALL, Origin, Reason
from suppression.hashes import ErasureSecrets
from suppression.store import Query
from suppression.transfer.job import Counts
from tests.contract.importing import House, entry
from tests.contract.listing import ANN, DESK, PHONE, REQUEST

if TYPE_CHECKING:
    from pathlib import Path

FIRST, BETWEEN, LAST = (
    datetime(2024, 1, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC),
    datetime(2025, 6, 1, tzinfo=UTC),
)  # fmt: skip
AGAIN: Final = b"email,date\nann@example.com,2025-06-01\n"


async def asks_to_be_written_to(house: House, **changes: Any) -> None:  # noqa: ANN401 - fields of NewConsent
    """Record late what Ann asked for between her opt-outs."""
    asked: dict[str, Any] = {"key": ANN, "requested_at": BETWEEN, "purposes": frozenset()}
    new = NewConsent(
        source=ConsentSource.FORM, evidence="form 12", resubscribes=True, **asked | changes
    )
    await house.store.record_consent(new, DESK)


async def test_a_later_date_of_a_file_outlives_a_request_of_before_it(house: House) -> None:
    await house.store.add(entry(requested_at=FIRST, origin=Origin.RECIPIENT), DESK)
    assert (await house.bring(AGAIN)).counts == Counts(known=1)
    (listed,) = await house.store.list(Query())
    assert (listed.requested_at, listed.repeated_at) == (FIRST, LAST)
    await asks_to_be_written_to(house)
    assert await house.stops()
    await asks_to_be_written_to(house, requested_at=house.clock())
    assert not await house.stops()


async def test_of_two_rows_about_somebody_the_later_date_counts(house: House) -> None:
    content = AGAIN + b"ann@example.com,2024-01-01\n"
    assert (await house.bring(content)).counts == Counts(new=1, duplicate=1)
    (listed,) = await house.store.list(Query())
    assert (listed.requested_at, listed.last_requested_at) == (FIRST, LAST)
    await asks_to_be_written_to(house)
    assert await house.stops()


async def test_a_row_without_a_date_hides_the_date_of_none_beside_it(house: House) -> None:
    await house.store.add(entry(requested_at=FIRST, scope=ALL), DESK)
    await house.bring(
        b"email,scope,date\nann@example.com,all,\nann@example.com,commercial,2025-06-01\n"
    )
    await asks_to_be_written_to(house)
    assert await house.stops()


@pytest.mark.parametrize(
    "content", [b"ann@example.com\n", b"email,date\nann@example.com,soon\n", AGAIN]
)
async def test_a_row_asks_for_nothing_after_its_own_date(house: House, content: bytes) -> None:
    await house.store.add(entry(requested_at=FIRST), DESK)
    await house.bring(content)
    after = LAST if content == AGAIN else FIRST
    (listed,) = await house.store.list(Query())
    assert listed.last_requested_at == after
    await house.bring(content)
    assert await house.store.list(Query()) == (listed,)


async def test_a_row_of_later_than_a_wider_entry_is_one_of_its_own(house: House) -> None:
    await house.store.add(entry(requested_at=FIRST, scope=ALL), DESK)
    assert (await house.bring(AGAIN)).counts == Counts(stronger=1)
    assert (await house.bring(AGAIN)).counts == Counts(known=1)
    await asks_to_be_written_to(house)
    assert await house.stops()
    assert not await house.stops(commercial=False)


async def test_whoever_was_erased_is_asked_for_again_too(tmp_path: Path) -> None:
    house = House(tmp_path, matching=Matching(erasure=ErasureSecrets(((1, b"s" * 32),))))
    try:
        await house.store.add(entry(requested_at=FIRST), DESK)
        await house.store.erase(ANN, by=DESK)
        assert (await house.bring(AGAIN)).counts == Counts(known=1)
        await asks_to_be_written_to(house)
        assert await house.stops()
    finally:
        house.store.close()


async def test_a_number_called_wrong_again_loses_what_it_got_meanwhile(house: House) -> None:
    wrong = entry(channel=Channel.SMS, key=PHONE, reason=Reason.WRONG_NUMBER, requested_at=FIRST)
    await house.store.add(wrong, DESK)
    await house.store.record_consent(REQUEST, DESK)
    await house.bring(b"phone,reason\n+19169668284,wrong number\n")
    (consent,) = await house.store.consents(PHONE)
    assert consent.is_active(house.clock())
    await house.bring(b"phone,reason,date\n+19169668284,wrong number,2026-11-23\n")
    (consent,) = await house.store.consents(PHONE)
    assert consent.revoked_because == "wrong number, import I-2"


@pytest.mark.parametrize("form", ["csv", "jsonl"])
async def test_an_export_says_when_it_was_asked_for_last(
    house: House, tmp_path: Path, form: Literal["csv", "jsonl"]
) -> None:
    for at in (FIRST, LAST):
        await house.store.add(entry(requested_at=at), DESK)
    (tmp_path / "another").mkdir()
    another = House(tmp_path / "another")
    try:
        await another.bring(await house.exported(form))
        await asks_to_be_written_to(another)
        assert await another.stops()
        assert await another.exported(form) == await house.exported(form)
    finally:
        another.store.close()

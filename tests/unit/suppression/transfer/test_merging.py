"""Of rows about one person the stricter wins, and nothing that was asked is lost."""

from __future__ import annotations

from itertools import permutations
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from suppression.entry import Reason
from suppression.transfer.merging import is_newer, merged, stands_for
from suppression.transfer.row import Row

DAY = 1_700_000_000.0


def row(**changes: object) -> Row:
    plain = Row(
        "ann@example.com", "email", "commercial", "", "unsubscribe", "import", "", DAY, None, 0, 2
    )
    return plain._replace(**changes)  # type: ignore[arg-type]


ROWS = st.builds(
    row,
    scope=st.sampled_from(("all", "commercial", "stream:a", "stream:b")),
    sender=st.sampled_from(("", "example")),
    reason=st.sampled_from(("unsubscribe", "complaint", "hard_bounce")),
    origin=st.sampled_from(("import", "recipient")),
    expires_at=st.sampled_from((None, DAY + 1, DAY + 2)),
    include_subdomains=st.integers(0, 1),
    requested_at=st.sampled_from((DAY, DAY - 1)),
)
DATED: Final = st.builds(
    lambda each, last: each._replace(last_requested_at=last), ROWS,
    st.sampled_from((None, DAY, DAY + 1, DAY + 2)),
)  # fmt: skip


def test_a_wider_scope_stands_for_a_narrower_one_and_not_the_other_way_round() -> None:
    rows = [row(scope="stream:news"), row(scope="commercial"), row(scope="all")]
    for order in permutations(rows):
        assert merged(order, exactly=False) == [row(scope="all")]
    assert not stands_for(row(scope="stream:a"), row(scope="stream:b"))


def test_reasons_stand_beside_one_another() -> None:
    rows = [row(), row(reason="hard_bounce"), row(reason="complaint")]
    assert len(merged(rows, exactly=False)) == 3


def test_what_ends_stands_for_nothing_that_does_not() -> None:
    assert not stands_for(row(expires_at=DAY), row())
    assert stands_for(row(), row(expires_at=DAY))
    assert not stands_for(row(expires_at=DAY), row(expires_at=DAY + 1))


def test_of_equal_rows_the_one_asked_first_stays() -> None:
    first = row(requested_at=DAY - 5)
    assert merged([row(), first], exactly=False) == [first]
    assert merged([row(), first], exactly=True) == [first]


def test_of_equal_rows_the_last_date_counts() -> None:
    first, again = (row(requested_at=at, last_requested_at=at) for at in (DAY - 5, DAY))
    undated = row(requested_at=DAY + 5)
    expected = first._replace(last_requested_at=DAY)
    for order in permutations((first, again, undated)):
        assert merged(order, exactly=False) == [expected]
        assert merged(order, exactly=True) == [expected]


def test_what_is_wider_stands_for_nothing_that_was_asked_later() -> None:
    wide = row(scope="all", last_requested_at=DAY)
    later = row(requested_at=DAY + 1, last_requested_at=DAY + 1)
    assert merged([wide, later], exactly=False) == [wide, later]
    assert merged([wide, row()], exactly=False) == [wide]


def test_a_file_of_ours_loses_copies_alone() -> None:
    rows = [row(scope="all"), row(), row(), row(origin="recipient")]
    assert sorted(merged(rows, exactly=True)) == sorted(
        {row(scope="all"), row(), row(origin="recipient")}
    )


def test_a_bounce_stops_everything_whatever_its_scope() -> None:
    narrow = row(reason=Reason.HARD_BOUNCE.value, scope="stream:a")
    assert stands_for(narrow, narrow._replace(scope="all"))


@given(st.lists(ROWS, min_size=1, max_size=6))
def test_every_row_is_stood_for_by_one_that_stays(rows: list[Row]) -> None:
    for exactly in (False, True):
        kept = merged(rows, exactly=exactly)
        assert all(any(stands_for(one, each) for one in kept) for each in rows)
        assert set(kept) <= set(rows)


@given(st.lists(DATED, min_size=1, max_size=6))
def test_no_row_was_asked_for_after_what_stands_for_it(rows: list[Row]) -> None:
    for exactly in (False, True):
        kept = merged(rows, exactly=exactly)
        for each in rows:
            assert any(stands_for(one, each) and not is_newer(each, one) for one in kept)

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filters.plan import (
    NO_PLAN,
    Base64Text,
    Piece,
    Plan,
    Splice,
    Token,
    combine,
    dumps,
    loads,
    render,
)

RAW = b"0123456789"
TOKEN = "tok"

pieces: st.SearchStrategy[Piece] = st.one_of(
    st.binary(max_size=8),
    st.builds(Token, st.sampled_from(["ascii", "utf-16-le", "utf-8"])),
    st.builds(
        Base64Text,
        st.lists(st.one_of(st.binary(max_size=80), st.just(Token())), max_size=3).map(tuple),
    ),
)


def insert(at: int, *template: Piece, to: int = -1) -> Splice:
    return Splice(start=at, end=at if to < 0 else to, template=template)


def test_no_plan_leaves_every_byte_as_it_came() -> None:
    assert render(RAW, NO_PLAN, TOKEN) == RAW
    assert not NO_PLAN.is_personal


def test_splices_insert_replace_and_remove() -> None:
    plan = Plan(splices=(insert(0, b"<"), insert(2, b"ab", to=4), insert(8, to=10)))
    assert render(RAW, plan, TOKEN) == b"<01ab4567"


def test_each_recipient_gets_their_own_token_in_the_charset_of_the_place() -> None:
    plan = Plan(splices=(insert(0, b"a", Token(), b"b"), insert(10, Token("utf-16-le"))))
    assert plan.is_personal
    assert render(b"x" * 10, plan, "t") == b"atb" + b"x" * 10 + b"t\0"


def test_base64_text_is_encoded_with_the_token_in_it_in_lines_of_76() -> None:
    template = Base64Text((b"a" * 60, Token(), b"!"))
    written = render(b"", Plan(splices=(insert(0, template),)), TOKEN)
    assert base64.b64decode(written) == b"a" * 60 + b"tok!"
    assert [len(line) for line in written.split(b"\r\n")] == [76, 12]


def test_plans_are_joined_in_the_order_of_the_bytes_and_at_one_place_of_the_edits() -> None:
    first = Plan(splices=(insert(5, b"1"), insert(0, b"A")), fixes=("F_A", "F_B"))
    second = Plan(splices=(insert(0, b"B"),), fixes=("F_B", "F_C"))
    joined = combine((first, second))
    assert render(RAW, joined, TOKEN) == b"AB01234156789"
    assert joined.fixes == ("F_A", "F_B", "F_C")


def test_two_edits_of_the_same_bytes_are_a_mistake() -> None:
    plans = (Plan(splices=(insert(0, to=4),)), Plan(splices=(insert(3, to=5),)))
    with pytest.raises(ValueError, match="two edits change the same bytes"):
        combine(plans)


@given(
    template=st.lists(pieces, max_size=4).map(tuple),
    fixes=st.lists(st.text(max_size=5), max_size=2).map(tuple),
    at=st.integers(0, len(RAW)),
)
def test_a_plan_comes_back_from_the_spool_as_it_went_in(
    template: tuple[Piece, ...], fixes: tuple[str, ...], at: int
) -> None:
    plan = Plan(splices=(Splice(start=at, end=at, template=template),), fixes=fixes)
    assert loads(dumps(plan)) == plan
    assert render(RAW, loads(dumps(plan)), TOKEN) == render(RAW, plan, TOKEN)

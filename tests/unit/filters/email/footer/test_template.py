from __future__ import annotations

import pytest

from filters.email.footer.duties import Duty
from filters.email.footer.template import TEMPLATE, line_mistakes, mistakes, remaining

MISTAKES = {
    "unknown": (("{notice}", "{postal_address} {unsubscribe} {adress}"), "{adress} is no placeh"),
    "python": (("{notice}", "{postal_address}", "{unsubscribe}", "{company.__class__}"), "a brace"),
    "jinja": (("{notice}", "{{ company }}", "{postal_address} {unsubscribe}"), "a brace that"),
    "empty": (("{notice}", "{postal_address}", "{unsubscribe} {}"), "{} is no placeholder"),
    "no notice": (("{postal_address}", "{unsubscribe}"), "{notice} is missing"),
    "notice among others": (("{notice} Hi", "{postal_address}", "{unsubscribe}"), "line of its"),
    "no address": (("{notice}", "{company}", "{unsubscribe}"), "{postal_address} is missing"),
    "no link": (("{notice}", "{postal_address}"), "{unsubscribe} is missing"),
    "two links": (("{notice}", "{postal_address}", "{unsubscribe}", "Go {link}"), "link stands"),
    "bare link": (("{notice}", "{postal_address}", "{link}"), "{link} needs words"),
    "bare link after another placeholder": (
        ("{notice}", "{company} {link}", "{postal_address}"),
        "{link} needs words",
    ),
    "long": (("{notice}", "{postal_address}", "{unsubscribe}", "x" * 201), "is longer than 200"),
    "many": ((*TEMPLATE, *["x"] * 17), "at most 20 lines"),
    "nothing": ((), "{notice} is missing"),
}


@pytest.mark.parametrize(("lines", "sentence"), MISTAKES.values(), ids=MISTAKES)
def test_a_template_that_drops_what_the_law_asks_for_is_a_mistake(
    lines: tuple[str, ...], sentence: str
) -> None:
    of_lines = [mistake for line in lines for mistake in line_mistakes(line)]
    found = [*of_lines, *mistakes(lines)]
    assert any(mistake.startswith(sentence) or sentence in mistake for mistake in found)


@pytest.mark.parametrize(
    "lines",
    [
        TEMPLATE,
        ("{notice}", "{postal_address}", "{unsubscribe}"),
        ("Enough? {link}", " {notice} ", "{company}", "{postal_address}", "Privacy: x.example"),
    ],
)
def test_other_words_in_any_order_are_none(lines: tuple[str, ...]) -> None:
    assert list(mistakes(lines)) == []
    assert not any(mistake for line in lines for mistake in line_mistakes(line))


def test_a_placeholder_that_is_like_none_names_them_all() -> None:
    (mistake,) = line_mistakes("{url}")
    assert mistake.startswith("{url} is no placeholder: there are {company}, {postal_address}")


@pytest.mark.parametrize(
    ("lines", "owed", "left"),
    [
        (TEMPLATE, {Duty.NOTICE}, ("{notice}",)),
        (TEMPLATE, {Duty.ADDRESS, Duty.LINK}, ("{company}, {postal_address}", "{unsubscribe}")),
        (
            ("Ad: {company}", "{notice}", "{postal_address}", "Go {link}"),
            {Duty.LINK},
            ("Go {link}",),
        ),
        (("{notice}", "{postal_address} {unsubscribe}"), {Duty.LINK}, ("{unsubscribe}",)),
        (
            ("{notice}", "{postal_address} {unsubscribe}"),
            {Duty.LINK, Duty.ADDRESS},
            ("{postal_address} {unsubscribe}",),
        ),
        (TEMPLATE, set(), ()),
    ],
)
def test_the_lines_that_are_left_say_what_is_owed_and_nothing_twice(
    lines: tuple[str, ...], owed: set[Duty], left: tuple[str, ...]
) -> None:
    assert remaining(lines, frozenset(owed)) == left

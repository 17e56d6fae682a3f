"""Whether our own footer of an earlier passage stands in a text, as it was put there."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from filters.email.footer import text as footer_text
from filters.email.footer.ending import end_of_text
from filters.email.html import start_of_body
from filters.email.sight import is_seen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filters.email.footer.duties import Duty
    from filters.email.footer.text import Wording


def told_by_ours(
    text: str, wording: Wording, link: str, told: frozenset[Duty], *, is_html: bool
) -> frozenset[Duty]:
    """Return `told` with what a footer of ours tells, that stands in the text with this link.

    It was written beside what the text told by itself then, and proved to be seen; so it is asked
    the same again, whatever else the page says of letters.
    """
    stands = _stands_in_page if is_html else _ends_text
    for then in _subsets(told):
        left = wording.beside(then)
        if left.owed and stands(text, left, link):
            return told | left.owed
    return told


def begins_with_ours(text: str, wording: Wording, link: str) -> bool:
    """Whether a page has the gist of its footer at the top since an earlier passage, and seen."""
    top = link.removeprefix(wording.link).join(footer_text.html_on_top(wording))
    if top not in text:
        return False
    start = start_of_body(text.encode("ascii", "replace"))  # as many bytes as it has characters
    told = wording.beside(wording.owed)
    return (
        start is not None and text.startswith(top, start) and is_seen(text, link, told, on_top=True)
    )


def _subsets(told: frozenset[Duty]) -> Iterator[frozenset[Duty]]:
    for count in range(len(told) + 1):
        yield from map(frozenset, combinations(sorted(told), count))


def _stands_in_page(text: str, wording: Wording, link: str) -> bool:
    footer = link.removeprefix(wording.link).join(wording.around_token(footer_text.html(wording)))
    return footer in text and is_seen(text, link, wording)


def _ends_text(text: str, wording: Wording, link: str) -> bool:
    """Whether the last lines looked at are a footer, as `format=flowed` stuffs them or not."""
    ours = footer_text.plain(wording, "\n", flowed=False)
    lines = link.removeprefix(wording.link).join(wording.around_token(ours)).split("\n")
    seen = text[: end_of_text(text, lines)]
    written = seen.rstrip().splitlines()[-len(lines) :]
    return [line.removeprefix(" ") for line in written] == lines

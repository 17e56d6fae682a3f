"""Large messages: the footer is there all the same, and a message grows by little."""

from __future__ import annotations

import re
from typing import Final

from tests.independent.entities import read
from tests.independent.torture import cases
from tests.independent.trees import HEAD
from tests.independent.trial import Trial

CLIPPED_FROM: Final = 100_000  # bytes of HTML, from which some mail programs show the beginning
MOST_ADDED_TO_A_BODY: Final = 6_000
MOST_ADDED_TO_A_HEADER: Final = 1_500


def page(size: int) -> bytes:
    row = b"<tr><td>New lamps for every room, from the shop at the corner.</td></tr>\r\n"
    rows = row * (size // len(row))
    head = b"Content-Type: text/html; charset=utf-8\r\n\r\n"
    return HEAD + head + b"<html><body><table>\r\n" + rows + b"</table></body></html>\r\n"


async def test_a_page_that_mail_programs_clip_is_edited_rightly() -> None:
    trial = Trial()
    for size in (CLIPPED_FROM // 2, CLIPPED_FROM + 20_000, 4 * CLIPPED_FROM):
        examined = await trial.examine(page(size))
        assert trial.faults_of(examined) == ()
        shown = read(examined.after).decoded
        links = [match.start() for match in re.finditer(trial.promise.link.encode(), shown)]
        assert len(links) == (2 if size > CLIPPED_FROM else 1)
        assert links[-1] > size
        assert size < CLIPPED_FROM or links[0] < MOST_ADDED_TO_A_BODY


async def test_a_message_grows_by_little_whatever_it_is() -> None:
    trial = Trial()
    for case in cases():
        examined = await trial.examine(case.submitted, case.declared)
        bodies = 2 * MOST_ADDED_TO_A_BODY  # a text and a page
        again = 3 * len(examined.before)  # UTF-8 and quoted-printable, at worst
        assert len(examined.after) <= len(examined.before) + bodies + again + MOST_ADDED_TO_A_HEADER

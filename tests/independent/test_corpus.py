"""Mail nobody here wrote goes through three times: nothing breaks, nothing is lost.

A sample of it; `python -m tests.independent` takes all and prints the table.
"""

from __future__ import annotations

from typing import Final

import pytest

from filters.email.html import end_of_body
from tests.independent import lol_html
from tests.independent.beside import why_beside, why_bodiless
from tests.independent.corpus import MAIL, Sample, samples
from tests.independent.refusal import refusal
from tests.independent.trial import DECLARED, Trial

ONE_OF: Final = 9
FEWEST_PAGES: Final = 400
MOST_UNCERTAIN: Final = 2  # two that test scripts in comments in scripts
MOST_BESIDE: Final = 0.005  # of ordinary mail: a body that is displayed, its footer beside it
UNJUDGED: Final = {
    "mime4j/core/src/test/resources/testmsgs/multipartemptypart.msg": "the standard library takes"
    " the closing delimiter after an empty part for text",
    "mime4j/core/src/test/resources/mimetools-testmsgs/2002_06_12_doublebound.msg": "one delimiter"
    " right after the other: the standard library sees no part between them",
    "rspamd/test/functional/messages/badboundary.eml": "ends with a delimiter that"
    " opens a part: the footer is that part, and the standard library has it begin elsewhere",
}
"""Malformed messages the checker cannot read; a person looked at what became of them."""
pytestmark = pytest.mark.skipif(not MAIL.is_dir(), reason="no mail of others beside this checkout")


def sample_of() -> list[Sample]:
    return [each for number, each in enumerate(samples()) if number % ONE_OF == 0]


@pytest.mark.parametrize("declared", DECLARED)
async def test_mail_of_others_is_edited_rightly_or_left_alone(declared: str) -> None:
    trial = Trial()
    taken = sample_of()
    outcomes = [await trial.run(each.name, each.raw, declared) for each in taken]
    wrong = [(o.name, str(fault)) for o in outcomes for fault in o.faults if o.name not in UNJUDGED]
    assert not wrong
    ordinary = [o for o, each in zip(outcomes, taken, strict=True) if o.ordinary and each.is_mail]
    refused = [o for o in ordinary if o.how == "refused"]
    assert not [(o.name, o.refusals) for o in refused if not refusal(o.before, o.refusals).why]
    beside = [o for o in ordinary if o.how == "appended" and not why_bodiless(o.before)]
    assert len(beside) <= MOST_BESIDE * len(ordinary), [o.name for o in beside]
    assert not [o.name for o in beside if not why_beside(o.before)]


def test_the_body_of_each_page_ends_where_lol_html_has_it() -> None:
    files = sorted(MAIL.rglob("*.html"))
    places = {f: (end_of_body(f.read_bytes()), lol_html.end_of_body(f.read_bytes())) for f in files}
    assert len(places) >= FEWEST_PAGES
    uncertain = [
        file for file, (ours, theirs) in places.items() if ours is None and theirs is not None
    ]
    assert len(uncertain) <= MOST_UNCERTAIN, uncertain
    assert not [f for f, (ours, theirs) in places.items() if ours not in (theirs, None)]

from __future__ import annotations

import pytest

from filters.email.mime import parse
from filters.errors import MalformedMessage
from filters.plan import NO_PLAN, render
from gateway.pipeline import plan_email
from suppression.tokens import SAMPLE_TOKEN
from tests.bench.hostile import HOSTILE
from tests.mail_builders import email, facts

SIZE = 128 << 10


@pytest.mark.parametrize("name", HOSTILE)
def test_what_was_made_to_hold_the_engine_up_is_edited_refused_or_malformed(name: str) -> None:
    raw = HOSTILE[name](SIZE)
    try:
        parse(raw)
    except MalformedMessage:
        plan = None
    else:
        plan, _ = plan_email(email(raw), facts())
    assert plan is not NO_PLAN
    assert plan is None or SAMPLE_TOKEN.encode() in render(raw, plan, SAMPLE_TOKEN)

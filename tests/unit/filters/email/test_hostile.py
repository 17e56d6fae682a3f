from __future__ import annotations

import time

import pytest

from filters.email.mime import parse
from filters.errors import MalformedMessage
from filters.plan import NO_PLAN, render
from gateway.pipeline import plan_email
from suppression.tokens import SAMPLE_TOKEN
from tests.bench.hostile import HOSTILE
from tests.mail_builders import email, facts

SIZE = 128 << 10
PATIENCE_S = 2.0  # a hundred times what it takes


@pytest.mark.parametrize("name", HOSTILE)
def test_what_was_made_to_hold_the_engine_up_is_edited_or_malformed_in_no_time(name: str) -> None:
    raw = HOSTILE[name](SIZE)
    began = time.process_time()
    try:
        parse(raw)
    except MalformedMessage:
        plan = None
    else:
        plan, _ = plan_email(email(raw), facts())
    assert time.process_time() - began < PATIENCE_S
    assert plan is not NO_PLAN
    assert plan is None or SAMPLE_TOKEN.encode() in render(raw, plan, SAMPLE_TOKEN)

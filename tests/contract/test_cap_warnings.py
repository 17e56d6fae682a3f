"""A limit that comes near and a country that is new are told in the log."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from typing import TYPE_CHECKING

import pytest
import structlog

from filters.decision import Effect
from gateway import log
from gateway.config.texting import SmsConfig, SmsLimits
from tests.contract.capping import gate_at
from tests.contract.submitting import submitting
from tests.make_gateway import NOW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.contract.spool.make import Desk


@pytest.fixture
def said() -> Iterator[Callable[[str], list[dict[str, str]]]]:
    before, bound, stream = structlog.get_config(), log._Log.bound, StringIO()
    log.configure(stream=stream)

    def lines(event: str) -> list[dict[str, str]]:
        every = [json.loads(line) for line in stream.getvalue().splitlines()]
        return [line for line in every if line["event"] == event]

    yield lines
    structlog.configure(**before)
    log._Log.bound = bound


async def test_a_limit_that_comes_near_is_told_once(
    desk: Desk, said: Callable[[str], list[dict[str, str]]]
) -> None:
    gate = await gate_at(desk, SmsConfig(limits=SmsLimits(submitter_segments_a_day=5)))
    for hours in range(5):
        desk.clock.now = NOW + timedelta(hours=hours)
        assert (await gate.text()).effect is Effect.PASS
    (line,) = said("limit-near")
    assert (line["limit"], line["submitter"], line["region"], line["level"]) == (
        "submitter_segments_a_day", "shop", "US", "warning",
    )  # fmt: skip
    assert line["used"] == "4 of 5 segments of the submitter in 24 hours"
    assert said("new-country") == []


async def test_the_first_text_of_a_day_to_another_country_is_told(
    desk: Desk, said: Callable[[str], list[dict[str, str]]]
) -> None:
    toronto = "+14165550123"
    gate = submitting(desk, sms=SmsConfig(limits=SmsLimits(), regions=("US", "CA")))
    await gate.asks(number=toronto)
    for minutes in (0, 1):
        desk.clock.now = NOW + timedelta(minutes=minutes)
        assert (await gate.text(to=toronto)).effect is Effect.PASS
    assert [line["region"] for line in said("new-country")] == ["CA"]

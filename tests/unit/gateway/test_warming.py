"""What the first messages need is ready before they come, and what none needs is not loaded."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from filters.email.category import lexicon
from filters.email.footer import placeholders
from gateway import reading
from gateway.warming import EmailsReady, warm_up
from suppression import deadlines
from tests.make_gateway import NOW, OUTBOX, TEXTS, config

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _cold() -> Iterator[None]:
    lexicon.read.cache_clear()
    reading._loaded.cache_clear()
    placeholders._candidate.cache_clear()
    lexicon._lexicon.cache_clear()
    deadlines._federal_holidays.cache_clear()
    yield
    reading._loaded.cache_clear()


@pytest.mark.parametrize(("routes", "models"), [((OUTBOX, TEXTS), 1), ((OUTBOX,), 0)])
async def test_models_are_loaded_ahead_where_texts_are_sent(
    routes: tuple[object, ...], models: int
) -> None:
    await warm_up(config(route=routes), EmailsReady(), NOW)
    assert reading._loaded.cache_info().currsize == models
    assert placeholders._candidate.cache_info().currsize == 1
    assert deadlines._federal_holidays.cache_info().currsize == 1


async def test_emails_that_come_together_wait_for_what_one_of_them_makes_ready() -> None:
    ready = EmailsReady()
    await asyncio.gather(ready.wait(), ready.wait())
    assert lexicon._lexicon.cache_info().misses == 1


async def test_who_goes_away_takes_what_is_made_ready_from_nobody() -> None:
    ready = EmailsReady()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0):
            await ready.wait()
    await ready.wait()
    assert lexicon._lexicon.cache_info().misses == 1


@pytest.mark.parametrize("module", ["filters.catalogue", "pydantic", "aiohttp", "phonenumbers"])
def test_help_and_version_load_no_rule_and_no_server(module: str) -> None:
    script = f"import gateway.cli.version, sys; print({module!r} in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "False\n"

"""What the first messages need is ready before they come, and what none needs is not loaded."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from filters.email.footer import placeholders
from gateway import reading
from gateway.warming import warm_up
from tests.make_gateway import OUTBOX, TEXTS, config

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _cold() -> Iterator[None]:
    reading._loaded.cache_clear()
    placeholders._candidate.cache_clear()
    yield
    reading._loaded.cache_clear()


@pytest.mark.parametrize(("routes", "models"), [((OUTBOX, TEXTS), 1), ((OUTBOX,), 0)])
async def test_models_are_loaded_ahead_where_texts_are_sent(
    routes: tuple[object, ...], models: int
) -> None:
    await warm_up(config(route=routes))
    assert reading._loaded.cache_info().currsize == models
    assert placeholders._candidate.cache_info().currsize == 1


@pytest.mark.parametrize("module", ["filters.catalogue", "pydantic", "aiohttp", "phonenumbers"])
def test_help_and_version_load_no_rule_and_no_server(module: str) -> None:
    script = f"import gateway.cli.version, sys; print({module!r} in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "False\n"

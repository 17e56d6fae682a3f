"""What the first messages need is ready before they come, and what none needs is not loaded."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from filters.email.category import lexicon
from filters.email.footer import placeholders
from gateway.config.models import HttpListener
from gateway.http import pages
from gateway.reading.texts import _loaded
from gateway.warming import EmailsReady, warm_up
from suppression import deadlines
from tests.make_gateway import NOW, OUTBOX, TEXTS, config

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def _cold() -> Iterator[None]:
    lexicon.read.cache_clear()
    _loaded.cache_clear()
    placeholders._candidate.cache_clear()
    lexicon._lexicon.cache_clear()
    deadlines._federal_holidays.cache_clear()
    yield
    _loaded.cache_clear()


@pytest.mark.parametrize(("routes", "models"), [((OUTBOX, TEXTS), 1), ((OUTBOX,), 0)])
async def test_models_are_loaded_ahead_where_texts_are_sent(
    routes: tuple[object, ...], models: int
) -> None:
    await warm_up(config(route=routes), EmailsReady(), NOW)
    assert _loaded.cache_info().currsize == models
    assert placeholders._candidate.cache_info().currsize == 1
    assert deadlines._federal_holidays.cache_info().currsize == 1


@pytest.mark.parametrize(("serves", "made"), [(("public",), 1), (("api",), 0)])
async def test_pages_are_read_ahead_where_they_are_served(
    serves: tuple[Any, ...], made: int
) -> None:
    pages._templates.cache_clear()
    await warm_up(config(http=(HttpListener(serves=serves),)), EmailsReady(), NOW)
    assert pages._templates.cache_info().currsize == made


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
    assert not loaded_by("gateway.cli.version", module)


def test_a_start_waits_for_nothing_that_only_some_gateways_need() -> None:
    rooms = ("gateway.http.rooms.api", "gateway.admin.table")  # what a listener does not serve
    people = ("jinja2",)  # who looks at it
    cases = ("holidays", "flufl.bounce", "onnxruntime", "cryptography.x509")
    assert not loaded_by("gateway.cli.serve", *rooms, *people, *cases)


def test_no_other_package_has_a_say_in_how_the_configuration_is_read(tmp_path: Path) -> None:
    (tmp_path / "meddler.py").write_text("raise SystemExit('meddled')\n")
    installed = tmp_path / "meddler-1.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: meddler\nVersion: 1\n")
    (installed / "entry_points.txt").write_text("[pydantic]\nmeddler = meddler\n")
    subprocess.run(
        [sys.executable, "-c", "import gateway.config.models"],
        check=True, timeout=60, env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )  # fmt: skip


def loaded_by(program: str, *modules: str) -> set[str]:
    """Return which of the modules a program has loaded before it does anything."""
    script = f"import {program}, sys; print(*set({modules!r}) & sys.modules.keys())"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    return set(done.stdout.split())

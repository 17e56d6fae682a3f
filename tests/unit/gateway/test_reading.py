from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from filters.sms.promotional import judge_text
from gateway import reading
from gateway.reading import Models

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SOFT = (
    "Kim from Oak Street Windows. We did your neighbor's place and noticed yours are as old. Free?",
    "We had a cancellation Thursday and thought of you. Shall I put your name on it?",
    "Most people find their policy renews at a higher rate without noticing. Want me to run yours?",
    "Your name came up at the shop today. Been a good while since we saw that truck.",
    "Marisol, ya casi llega la temporada. ¿Le aparto una fecha para renovar su jardín?",
)
PLAIN = (
    "Your table for 4 is booked for Friday at 7. The tasting menu you ordered is $85 a person.",
    "We applied the $40 credit from your last visit. Your balance is now $112.50, due June 3.",
    "FREE parking behind the building for your 9:15. Bring your insurance card and a photo ID.",
    "LAST CHANCE to pick up your package before we return it to the sender: locker 14, code 8821.",
    "Su cita con el Dr. Ramos es el martes a las 10. Responda C para confirmar.",
)


@pytest.fixture
def models() -> Iterator[Models]:
    reading._model.cache_clear()
    yield Models()
    reading._model.cache_clear()


@pytest.mark.parametrize("text", SOFT)
async def test_soft_advertising_without_a_word_of_an_offer_is_kept_back(
    text: str, models: Models
) -> None:
    assert judge_text(text, reading=await models.read(text)).score >= 0.35


@pytest.mark.parametrize("text", PLAIN)
async def test_plain_business_about_money_passes(text: str, models: Models) -> None:
    assert judge_text(text, reading=await models.read(text)).label == "operational"


async def test_an_offer_at_the_end_of_a_long_text_is_found(models: Models) -> None:
    notice = "Your order 8841 left our warehouse and will be with you on Tuesday between 2 and 4. "
    text = notice * 8 + "While you wait: the matching chairs are half price till Sunday."
    assert judge_text(text, reading=await models.read(text)).score >= 0.35


async def test_what_the_model_said_is_remembered(models: Models) -> None:
    first = await models.read(SOFT[0])
    assert len(models._said) == (first.meaning is not None)
    assert await models.read(SOFT[0]) == first
    assert len(models._said) == (first.meaning is not None)


async def test_without_the_extra_what_stays_open_is_held(
    models: Models, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    readings = [(text, await models.read(text)) for text in (*SOFT, *PLAIN)]
    opened = [(text, read) for text, read in readings if read.is_open]
    assert opened
    for text, read in opened:
        assert read.meaning is None
        assert judge_text(text, reading=read).score >= 0.35


@pytest.mark.parametrize("padded", ["{0}{1}", "{1} {0}", "{0}{1} {0}"])
async def test_no_padding_makes_an_offer_lighter(padded: str, models: Models) -> None:
    notice = "Your order 8841 left our warehouse and will be with you on Tuesday between 2 and 4. "
    offer = "The matching chairs are half price till Sunday."
    text = padded.format(notice * 8, offer)
    assert judge_text(text, reading=await models.read(text)).score >= 0.35


def test_the_model_runs_without_a_word_to_its_maker(tmp_path: Path) -> None:
    script = "from gateway.reading import _meaning_of; print(_meaning_of('book now'))"
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | {"TMPDIR": str(tmp_path), "HOME": str(tmp_path)},
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert float(done.stdout) == pytest.approx(float(done.stdout))
    assert list(tmp_path.iterdir()) == []

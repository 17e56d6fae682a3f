# ruff: noqa: RUF001 - other alphabets are what is tested here
from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from random import Random
from typing import TYPE_CHECKING

import pytest

from filters.sms.promotional import judge_text
from filters.sms.simplified import simplified
from gateway.reading import meaning
from gateway.reading.texts import Models, _loaded
from tests.sms_disguises import KINDS, disguised, variants
from tests.unit.filters.sms.texts import OPERATIONAL, PROMOTIONAL

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


CODES = (
    "Your login code is 482913. It is valid for ten minutes and only for this device.",
    "您的验证码是 482913，5分钟内有效。",
    "Kode verifikasi Anda 482913. Kode ini hanya berlaku selama lima menit saja.",
    "Ihr Bestätigungscode lautet 482913. Wenn Sie das nicht waren, ignorieren Sie diese Nachricht.",
)
UNREAD = (
    "Diskon besar hari ini! Kunjungi toko kami",
    "Pesanan Anda telah dikirim dan akan tiba besok. Terima kasih",
    "Ваша запись на понедельник в десять подтверждена",
    "您的预约已确认，星期一上午十点在诊所见面",
)


@pytest.fixture
def models() -> Iterator[Models]:
    meaning._loaded.cache_clear()
    yield Models()
    meaning._loaded.cache_clear()


@pytest.mark.parametrize("text", SOFT)
async def test_soft_advertising_without_a_word_of_an_offer_is_kept_back(
    text: str, models: Models
) -> None:
    assert judge_text(text, reading=await models.read(text)).score >= 0.35


async def test_who_comes_before_the_models_are_there_keeps_nobody_waiting(models: Models) -> None:
    _loaded.cache_clear()
    turns = 0
    async with asyncio.TaskGroup() as group:
        asked = group.create_task(
            models.read("Your code is 482913.")
        )  # no model of meaning reads it
        while not asked.done():
            await asyncio.sleep(0)
            turns += 1
    assert turns > 20  # the loop went on: loading on it would have taken one turn


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
    script = "from gateway.reading.meaning import log_odds; print(log_odds('book now'))"
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | {"TMPDIR": str(tmp_path), "HOME": str(tmp_path)},
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert float(done.stdout) == pytest.approx(float(done.stdout))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", CODES)
async def test_a_security_code_arrives_in_every_language(text: str, models: Models) -> None:
    assert judge_text(text, reading=await models.read(text)).label == "operational"


async def test_what_stands_beside_a_security_code_has_to_pass_too(models: Models) -> None:
    for offer in ("Show it at the counter for a treat on us this Friday", SOFT[0], SOFT[1]):
        text = f"Your login code is 4829. {offer}"
        assert judge_text(text, reading=await models.read(text)).score >= 0.35


@pytest.mark.parametrize("text", UNREAD)
async def test_a_text_in_a_language_nobody_taught_the_models_is_held_and_says_so(
    text: str, models: Models
) -> None:
    verdict = judge_text(text, reading=await models.read(text))
    assert verdict.label == "unsure"
    assert [line for line in verdict.evidence if line.startswith("language: ")]


@pytest.mark.parametrize("text", ["Closed Mondays, sorry hon", "ATM Out Of Cash. Nearest: Plaza"])
async def test_capitals_are_no_other_language(text: str, models: Models) -> None:
    assert (await models.read(text)).unread == ""


async def test_a_reduction_in_another_language_is_refused_by_the_rules(models: Models) -> None:
    text = "Heute 20% Rabatt auf alles! Jetzt kaufen und sparen bei Mueller"
    assert judge_text(text, reading=await models.read(text)).label == "promotional"


async def test_disguises_keep_promotions_back_as_plain_writing_does(models: Models) -> None:
    random = Random(20261125)  # noqa: S311 - the same in every run
    plain = disguised_ones = 0
    texts = (*SOFT, *PROMOTIONAL[::2])
    for text in texts:
        plain += judge_text(text, reading=await models.read(text)).score >= 0.35
        for _, variant in variants(text, random):
            verdict = judge_text(variant, reading=await models.read(variant))
            disguised_ones += verdict.score >= 0.35
    assert disguised_ones / 10 / len(texts) >= plain / len(texts) - 0.02


@pytest.mark.parametrize("kind", KINDS)
async def test_a_disguise_alone_makes_no_business_an_offer(kind: str, models: Models) -> None:
    random = Random(20261125)  # noqa: S311 - the same in every run
    texts = [disguised(text, kind, random) for text in OPERATIONAL[::4]]
    kept = [t for t in texts if judge_text(t, reading=await models.read(t)).score >= 0.35]
    assert len(kept) <= 1, kept


async def test_the_evidence_names_words_and_no_parts_of_them(models: Models) -> None:
    for text in SOFT:
        said = f" {simplified(text)} "
        for run in (await models.read(text)).words():
            assert all(word in said for word in run.split() if word.isalpha())
            assert not set(run) & set("#.,!?<>")


async def test_an_offer_in_pieces_is_seen_where_they_are_read_as_one(models: Models) -> None:
    pieces = ("About the coats:", "they are now 40%", "off, till Sunday.")
    for piece in pieces:
        assert judge_text(piece, reading=await models.read(piece)).score < 0.35
    together = " ".join(pieces)
    verdict = judge_text(together, reading=await models.read_as_one(together))
    assert verdict.score >= 0.35


async def test_business_of_a_few_texts_stays_business(models: Models) -> None:
    for start in range(len(PLAIN) - 2):
        together = " ".join(PLAIN[start : start + 3])
        verdict = judge_text(together, reading=await models.read_as_one(together))
        assert verdict.label == "operational"


async def test_a_text_that_comes_and_leaves_is_read_once() -> None:
    models = Models()
    first = await models.read("Your table is ready. See you at 7.")
    assert await models.read("Your table is ready. See you at 7.") is first

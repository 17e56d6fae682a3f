from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import pytest

from filters.email.revocation import recognise_reply
from filters.revocation import Intent
from filters.sms.revocation import recognise_text
from gateway.reading.replies import reply_models
from tests.replies import DEFINITE, OPTOUT, replies

if TYPE_CHECKING:
    from filters.revocation import Recognition
    from tests.replies import Reply

CORPUS: Final = replies()
TEXTS: Final = [reply for reply in CORPUS if reply.channel == "sms"]
UNSEEN: Final = replies("unseen/*")
LEAST_RECALL: Final = 0.98
LEAST_RECALL_UNSEEN: Final = 0.94  # half of these sittings are written to be hard
LEAST_NOTICED_UNSEEN: Final = 0.985  # by a person, where not at once
MOST_WRONGED_UNSEEN: Final = 0.003
LEAST_READ: Final = 0.8
SOME: Final = 6


@cache
def read(reply: Reply) -> Recognition:
    recognise = recognise_text if reply.channel == "sms" else recognise_reply
    return recognise(reply.text, reply_models)


def test_the_corpus_is_large_enough_to_say_something() -> None:
    assert len(TEXTS) >= 600
    assert len(CORPUS) - len(TEXTS) >= 300
    for some in (TEXTS, CORPUS):
        assert sum(reply.intent == "none" for reply in some) >= len(some) / 4


def test_what_is_beyond_doubt_is_always_recognised() -> None:
    asked = [reply for reply in CORPUS if reply.grade == DEFINITE]
    assert [reply for reply in asked if read(reply).intent is not Intent.OPTOUT] == []


@pytest.mark.parametrize("some", [CORPUS, TEXTS], ids=["all", "texts"])
def test_opt_outs_in_whatever_words_are_recognised(some: list[Reply]) -> None:
    asked = [reply for reply in some if reply.intent == OPTOUT]
    missed = [reply for reply in asked if read(reply).intent is not Intent.OPTOUT]
    assert len(missed) <= len(asked) * (1 - LEAST_RECALL), missed


def test_replies_that_taught_nothing_are_understood() -> None:
    asked = [reply for reply in UNSEEN if reply.intent == OPTOUT]
    missed = [reply for reply in asked if read(reply).intent is not Intent.OPTOUT]
    assert len(missed) <= len(asked) * (1 - LEAST_RECALL_UNSEEN), missed
    lost = [reply for reply in missed if read(reply).intent is not Intent.REVIEW]
    assert len(lost) <= len(asked) * (1 - LEAST_NOTICED_UNSEEN), lost
    others = [reply for reply in UNSEEN if reply.intent not in {OPTOUT, "review"}]
    wronged = [reply for reply in others if read(reply).intent is Intent.OPTOUT]
    assert len(wronged) <= len(others) * MOST_WRONGED_UNSEEN, wronged


def test_nobody_is_opted_out_who_did_not_ask() -> None:
    others = [reply for reply in CORPUS if reply.intent != OPTOUT]
    assert [reply for reply in others if read(reply).intent is Intent.OPTOUT] == []


def test_what_may_be_a_request_goes_to_a_person() -> None:
    doubtful = [reply for reply in CORPUS if reply.intent == "review"]
    passed = [reply for reply in doubtful if read(reply).intent is not Intent.REVIEW]
    assert len(passed) <= len(doubtful) * (1 - LEAST_READ), passed


def test_requests_for_help_and_to_start_are_known() -> None:
    plain = [reply for reply in CORPUS if reply.intent in ("help", "optin")]
    assert [reply for reply in plain if read(reply).intent != reply.intent] == []


def test_courtesies_around_a_reply_change_nothing() -> None:
    whole = [r for r in CORPUS if "\n" not in r.text and len(r.text.split()) > 2][::SOME]
    for before, after in (
        ("Hi there, ", ""),
        ("", "\n\nSent from my phone"),
        ("", "\nThanks, Bob"),
    ):
        odd = [
            reply
            for reply in whole
            if (read(reply).intent is Intent.OPTOUT)
            != (read(reply._replace(text=before + reply.text + after)).intent is Intent.OPTOUT)
        ]
        assert odd == [], (before, after)

from __future__ import annotations

import pytest

from filters.sms.heard import hear
from filters.sms.revocation import recognise_text
from gateway.reply_models import reply_models
from suppression.texts import Asked


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("STOP", Asked.STOP),
        ("Thanks but I don't want these messages any more", Asked.STOP),
        ("START", Asked.START),
        ("unstop", Asked.START),
        ("HELP", Asked.HELP),
        ("Enough, see you at 5", Asked.DOUBT),
        ("Can you stop by at 5?", Asked.NOTHING),
        ("YES", Asked.NOTHING),
        ("", Asked.NOTHING),
    ],
)
def test_a_text_is_heard_as_what_it_asks_for(text: str, asked: Asked) -> None:
    assert hear(text).asked is asked


@pytest.mark.parametrize(
    "text",
    [
        "wrong number",
        "You have the wrong person",
        "Sorry, wrong number!",
        "this isnt bobs number anymore",
        "This number belongs to someone else now",
        "Número equivocado",
        "Se equivocó de número",
        "este ya no es el número de Ana",
        "mauvais numéro",
        "Vous vous trompez de numéro",
    ],
)
def test_a_wrong_number_is_heard_as_one_whatever_models_think(text: str) -> None:
    for models in (None, reply_models):
        heard = hear(text, models)
        assert heard.asked is Asked.WRONG_NUMBER
        assert heard.matched
        assert not heard.also_stops


@pytest.mark.parametrize(
    "text",
    [
        "Wrong number. Please stop texting me",
        "STOP wrong number",
        "stop texting the wrong number!",
        "Número equivocado, no me escriba",
        "Wrong number, leave me alone",
    ],
)
def test_a_wrong_number_that_also_asks_to_stop_does_both(text: str) -> None:
    assert (hear(text).asked, hear(text).also_stops) == (Asked.WRONG_NUMBER, True)


@pytest.mark.parametrize("text", ["no longer Maria's number", "this is not Bob's phone"])
def test_what_may_say_that_the_number_is_not_theirs_waits_for_a_reader(text: str) -> None:
    assert hear(text).asked in {Asked.DOUBT, Asked.WRONG_NUMBER}
    assert hear(text).matched


@pytest.mark.parametrize("text", ["STOP", "wrong number", "this is not Bob's phone", "Hello"])
def test_the_grade_is_the_recognisers(text: str) -> None:
    assert hear(text).grade is recognise_text(text).grade

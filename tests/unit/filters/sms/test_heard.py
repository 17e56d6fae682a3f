from __future__ import annotations

import pytest

from filters.sms.heard import hear
from filters.sms.revocation import recognise_text
from gateway.reading.replies import reply_models
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


@pytest.mark.parametrize(
    "text",
    [
        "Disliked “Hi John, your appointment is tomorrow at 3. Reply STOP to opt out.”",
        "Questioned “If this is no longer your number, reply STOP”",
        "\u200a\u200b👍\u200b to “\u200aHi John\u200a”\u200a",
        "Reacted 😂 to “Hi John”",
        "Removed a like from “Hi John”",
        "Liked “a text that was cut",
        "Loved an image",
    ],
)
def test_a_reaction_is_told_from_what_somebody_writes(text: str) -> None:
    heard = hear(text)
    assert (heard.asked, heard.is_reaction, heard.is_courtesy) == (Asked.NOTHING, True, False)


@pytest.mark.parametrize(
    "text", ["Liked “Hi John”. Who is that?", 'Yes to "Friday at 5"', "I liked it", "wrong number"]
)
def test_what_somebody_writes_is_no_reaction(text: str) -> None:
    assert not hear(text).is_reaction


@pytest.mark.parametrize(
    ("text", "is_courtesy"),
    [
        ("Sorry", True), ("No problem, thank you!", True), ("Désolé", True), ("👍", True),
        ("", True), ("Who is John?", False), ("Sorry, who is this?", False), ("你是谁", False),
        ("STOP", False),
    ],
)  # fmt: skip
def test_a_courtesy_is_one_that_says_nothing_else(text: str, *, is_courtesy: bool) -> None:
    assert hear(text).is_courtesy is is_courtesy


@pytest.mark.parametrize(
    "text",
    [
        "Liked “Your table is ready. Reply STOP to end”",
        'Loved "Reply "STOP" to end"',
        'Disliked “It is 5" deep. Reply STOP to end” 👎 ',
        "Laughed at “Text “STOP”, to end”",
        "Emphasized “Reply STOP to end”",
        "Questioned “Reply STOP to end”",
        "Removed an exclamation mark from “Reply STOP to end”",
        "Reacted 👍🏽 to “Reply STOP to end”",
        "👎 to “Reply STOP to end”",
        "\u200a\u200b👍\u200b to “\u200aReply STOP to end\u200a”\u200a \u200a",
        "1\ufe0f\u20e3 to “Reply STOP to end”",
        "Le gustó “Responda STOP”",
        "A aimé « Répondez STOP »",
        "Liked “Reply STOP to end”\nDisliked “Reply STOP to end”",
        "Laughed at “Reply STOP to end” lol",
    ],
)
def test_a_reaction_asks_for_nothing(text: str) -> None:
    for models in (None, reply_models):
        assert hear(text, models).asked is Asked.NOTHING


@pytest.mark.parametrize(
    "text",
    [
        "Disliked “your texts”, please stop texting me",
        "Disliked “Reply HELP for help” STOP",
        'Disliked "your texts"stop',
        "Le gustó “Responda AYUDA” ya no me escriban",
        "❤️ to “ok” please remove me from your list",
        "Liked “a”\nDisliked “b” STOP",
        "Replied to “Your order shipped” STOP",
        "Replying to “Your appointment is tomorrow”: stop texting me",
        'Sent to "voicemail", stop texting',
    ],
)
def test_a_stop_after_a_quotation_is_heard(text: str) -> None:
    for models in (None, reply_models):
        assert hear(text, models).asked is Asked.STOP

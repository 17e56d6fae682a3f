"""Whoever says that it never ends wants it to, and whoever asks that it never end does not."""

from __future__ import annotations

from typing import Final

import pytest

from filters.email.revocation import recognise_reply
from filters.revocation import Intent
from filters.revocation.going_on import goes_on
from filters.revocation.reading import sentences
from gateway.reply_models import reply_models

REPROACHES: Final = (
    "you never stop texting me",
    "your messages never end",
    "I told you and you never remove me",
    "you never take me off",
    "these texts don't stop",
    "you people won't stop emailing me",
    "ustedes no me quitan de la lista",
    "no me eliminan de la lista",
    "no paran de escribirme",
    "no me dejan de mandar mensajes",
    "no me sacan de la lista",
    "no dejan de llegar sus mensajes",
    "vous n'arrêtez pas de m'écrire",
    "vous ne me retirez pas de la liste",
)
WISHES: Final = (
    "please never stop texting me",
    "I hope you never stop these",
    "don't ever take me off this list",
    "no me quiten de la lista",
    "no dejen de escribirme",
    "n'arrêtez pas vos lettres",
    "ne me retirez pas de la liste",
)
OF_OTHER_THINGS: Final = (
    "It did not stop raining",
    "you never stop amazing me",
    "they do not stop at the corner of 5th",
    "the bus does not stop there",
    "you never took the old sink with you",
)


def goes_on_in(text: str) -> bool:
    return any(goes_on(each.words) for each in sentences(text))


@pytest.mark.parametrize("text", REPROACHES)
def test_a_reproach_that_it_does_not_end_is_read_by_a_person_at_least(text: str) -> None:
    assert not goes_on_in(text)
    assert recognise_reply(text).intent is not Intent.NONE
    assert recognise_reply(text, reply_models).intent is not Intent.NONE


@pytest.mark.parametrize("text", WISHES)
def test_whoever_asks_that_it_never_end_is_not_opted_out(text: str) -> None:
    assert goes_on_in(text)
    assert recognise_reply(text, reply_models).intent is not Intent.OPTOUT


@pytest.mark.parametrize("text", OF_OTHER_THINGS)
def test_what_is_about_other_things_asks_for_nothing(text: str) -> None:
    assert recognise_reply(text, reply_models).intent is Intent.NONE

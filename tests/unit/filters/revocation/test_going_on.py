"""Who says that it never ends wants it to; who asks that it never end, or misses it, does not."""

from __future__ import annotations

from typing import Final

import pytest

from filters.email.revocation import recognise_reply
from filters.revocation import Intent
from filters.revocation.going_on import goes_on
from filters.revocation.reading import sentences
from gateway.reading.replies import reply_models

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
    "I didn't mean to unsubscribe",
    "me borraron de la lista? quiero seguir",
)
OF_OTHER_THINGS: Final = (
    "It did not stop raining",
    "you never stop amazing me",
    "they do not stop at the corner of 5th",
    "the bus does not stop there",
    "you never took the old sink with you",
)
MISSED: Final = (
    "Your messages don't arrive any more",
    "Your texts stopped arriving last week",
    "I'm not getting your emails anymore",
    "Emails from you are not coming through",
    "We haven't received any of your messages since Monday",
    "why did I stop getting your texts",
    "I stopped receiving your newsletter, what happened?",
    "your newsletter no longer reaches me",
    "The codes never showed up",
    "Ya no me llegan sus mensajes",
    "No me llegan los correos, revisen por favor",
    "Dejaron de llegar los mensajes",
    "he dejado de recibir los recordatorios",
    "Je ne reçois plus vos messages",
    "Vos messages n'arrivent plus",
    "Vos courriels ne me parviennent pas",
    "Je n'ai rien reçu depuis lundi",
    "the last message got cut off",
    "everything twice today, is my number in there double?",
    "Your last mail was in my spam folder, we nearly missed the deadline",
    "where did the Sunday recipes go",
    "me mandan todo dos veces",
    "su aviso llegó vacío",
    "pourquoi vous ne m'écrivez plus quand c'est prêt",
    "votre message est vide",
    "por qué ya no me llegan los mensajes",
    "hace dos semanas que no recibo sus mensajes",
    "dejaron de mandarme mensajes?",
    "how come you dont text me anymore",
)
UNWANTED: Final = (
    "I do not want to get your texts any more",
    "make the messages stop coming",
    "I should not be getting these texts",
    "how do I stop getting your texts",
    "can I not get these messages please",
    "no quiero que me lleguen más mensajes",
    "que dejen de llegar los mensajes",
    "Je ne veux plus recevoir vos messages",
    "Je ne suis pas intéressé par vos messages",
    "make sure I don't receive any further texts from you",
    "I'm not sure how I got on this list but my address needs to come off",
    "dos veces te dije no al solar, la tercera es report",
    "make sure your emails never reach me again",
    "I hope I never get another one of your messages",
    "haga que deje de recibir sus correos",
    "quiero que dejen de llegarme",
    "no quiero seguir recibiendo esto",
    "ça suffit les messages",
    "No need to keep me on these.",
    "je n'arrive pas à trouver le lien pour me désinscrire",
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


@pytest.mark.parametrize("text", MISSED)
def test_whoever_misses_messages_is_not_opted_out(text: str) -> None:
    assert goes_on_in(text)
    assert recognise_reply(text, reply_models).intent is not Intent.OPTOUT


@pytest.mark.parametrize("text", UNWANTED)
def test_whoever_has_enough_of_them_is(text: str) -> None:
    assert not goes_on_in(text)
    assert recognise_reply(text, reply_models).intent is Intent.OPTOUT


@pytest.mark.parametrize("text", MISSED)
def test_a_complaint_with_a_request_is_heard(text: str) -> None:
    found = recognise_reply(f"{text}. Take me off your list.", reply_models)
    assert found.intent is Intent.OPTOUT

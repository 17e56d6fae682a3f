"""What a mail to us asks for, by what its writer wrote in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from filters.email.answering import begins_as_answer
from filters.email.reply import reply_of
from filters.email.revocation import recognise_email
from filters.privacy import recognise_privacy
from gateway.reading.replies import reply_models

if TYPE_CHECKING:
    from filters.privacy import Wished
    from filters.revocation import Recognition
    from gateway.inbound.letter import Letter


def asked_for(letter: Letter) -> Recognition:
    """Return what it asks for of our mail.

    Raises:
        MalformedMessage: it cannot be read.
    """
    return recognise_email(letter.mail.raw, letter.readable, letter.subject, reply_models)


def wished_of_data(letter: Letter) -> tuple[Wished, ...]:
    """Return what it asks for of its writer's data; not surely where that stands aside.

    Raises:
        MalformedMessage: it cannot be read.
    """
    subject = "" if begins_as_answer(letter.subject) else letter.subject
    reply = reply_of(letter.mail.raw, letter.readable)
    if own := recognise_privacy(subject, reply.words):
        return own
    aside = (*recognise_privacy("", reply.below), *recognise_privacy("", reply.signed))
    return tuple(replace(each, is_definite=False) for each in aside if each.is_definite)

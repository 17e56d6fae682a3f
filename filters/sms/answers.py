"""The two texts that the gateway writes itself: that an opt-out was done, and whom to ask.

Their words are fixed, so that nothing is sold in them (47 CFR 64.1200(a)(12)), and of letters of
which a text holds 160.
"""

from __future__ import annotations

from typing import Final

from filters.sms.promotional import judge_text

PROMOTIONAL: Final = "promotional"
_CONFIRMED: Final = {
    "en": "{company}: You are unsubscribed. No more texts will be sent to you.",
    "es": "{company}: Usted se ha dado de baja. Ya no le enviaremos mensajes.",
    "fr": "{company}: C'est fait. Vous ne recevrez plus de messages de notre part.",
}
_HELP: Final = {
    "en": "{company}: For help, contact {contact}. Reply STOP to opt out.",
    "es": "{company}: Para recibir ayuda, escriba a {contact}. Responda STOP para darse de baja.",
    "fr": "{company}: Pour obtenir de l'aide, contactez {contact}."
    " Répondez STOP pour vous désabonner.",
}


def confirmation(company: str, tongue: str) -> str:
    """Return the one text that says that an opt-out was done."""
    return _CONFIRMED[tongue].format(company=company)


def help_text(company: str, contact: str, tongue: str) -> str:
    """Return the answer to HELP: who texts, whom to ask, how to stop it."""
    return _HELP[tongue].format(company=company, contact=contact)


def sells(text: str) -> bool:
    """Whether a text of ours would advertise, by the company's name: then it is not sent.

    47 CFR 64.1200(a)(12): a confirmation with any marketing in it is none.
    """
    return judge_text(text).label == PROMOTIONAL

"""The two texts that the gateway writes itself: that an opt-out was done, and whom to ask.

Their words are fixed, so that nothing is sold in them (47 CFR 64.1200(a)(12)), and of letters of
which a text holds 160.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filters.sms.promotional import judge_text

if TYPE_CHECKING:
    from collections.abc import Collection

PROMOTIONAL: Final = "promotional"
_CONFIRMED: Final = {
    "en": "{company}: You are unsubscribed. No more texts will be sent to you.",
    "es": "{company}: Usted se ha dado de baja. Ya no le enviaremos mensajes.",
    "fr": "{company}: C'est fait. Vous ne recevrez plus de messages de notre part.",
}
_ASKED: Final = {
    "en": " Did you mean only some? To get these again reply KEEP and which: {purposes}.",
    "es": " ¿Solo algunos? Para recibirlos otra vez responda KEEP y cuales: {purposes}.",
    "fr": " Certains seulement? Pour les recevoir encore, répondez KEEP et lesquels: {purposes}.",
}
_HELP: Final = {
    "en": "{company}: For help, contact {contact}. Reply STOP to opt out.",
    "es": "{company}: Para recibir ayuda, escriba a {contact}. Responda STOP para darse de baja.",
    "fr": "{company}: Pour obtenir de l'aide, contactez {contact}."
    " Répondez STOP pour vous désabonner.",
}


def confirmation(company: str, tongue: str, purposes: Collection[str] = ()) -> str:
    """Return the one text that says that an opt-out was done.

    `purposes`: what it asks about, whether it is to go on (47 CFR 64.1200(a)(12)).
    """
    names = ", ".join(purpose.replace("_", " ") for purpose in purposes)
    asked = _ASKED[tongue].format(purposes=names) if names else ""
    return _CONFIRMED[tongue].format(company=company) + asked


def help_text(company: str, contact: str, tongue: str) -> str:
    """Return the answer to HELP: who texts, whom to ask, how to stop it."""
    return _HELP[tongue].format(company=company, contact=contact)


def sells(text: str) -> bool:
    """Whether a text of ours would advertise, by the company's name: then it is not sent.

    47 CFR 64.1200(a)(12): a confirmation with any marketing in it is none.
    """
    return judge_text(text).label == PROMOTIONAL

"""The notice of confidentiality below a letter is nobody's request; what people ask for is one."""

from __future__ import annotations

import pytest

from filters.revocation import Intent, recognise
from filters.revocation.notices import without_notices
from filters.revocation.reading import sentences

LETTER = "Thank you, the parcel came. Could you send me the invoice?\n\nJohn Doe\nACME Ltd\n\n"
NOTICES = [
    (
        "This email may contain confidential information. If you are not the intended"
        " recipient, please delete this email and notify the sender."
    ),
    (
        "If you have received this e-mail in error, please notify the sender immediately"
        " and delete it from your system."
    ),
    (
        "If you are not the addressee, please reply to let us know, delete this email and"
        " all copies, and remove it from your system."
    ),
    (
        "If you received this message by mistake, please inform us. Thank you. Please"
        " remove this email from your mail system."
    ),
    (
        "If you are not the intended recipient, any disclosure, copying or distribution"
        " of this message is strictly prohibited."
    ),
    (
        "Any use, copying, retention or disclosure by any person other than the intended"
        " recipient is strictly prohibited. If you have received it in error, please destroy"
        " all copies."
    ),
    (
        "Any unauthorized review, use, disclosure or distribution is prohibited. If you are"
        " not the intended recipient, please contact the sender by reply email and destroy"
        " all copies of the original message."
    ),
    (
        "Any unauthorised use is strictly prohibited. If you received this in error, please"
        " contact the sender and delete the material from any computer."
    ),
    "Please delete this message if you are not the intended recipient.",
    "This email is confidential. If it is not intended for you, delete this email.",
    (
        "If the reader of this message is not the intended recipient, any copying of it is"
        " strictly prohibited."
    ),
    (
        "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige"
        " Adressat sind, löschen Sie bitte diese Mail."
    ),
    (
        "Wenn Sie nicht der richtige\nAdressat sind oder diese E-Mail\nirrtümlich erhalten"
        " haben, informieren Sie bitte sofort den Absender und löschen Sie diese E-Mail."
    ),
    (
        "Falls Sie diese Nachricht versehentlich erhalten haben, bitten wir um"
        " Mitteilung. Löschen Sie bitte diese E-Mail aus Ihrem System."
    ),
    (
        "Sollten Sie nicht der Empfaenger sein, bitten wir, diese E-Mail aus Ihrem System"
        " zu löschen."
    ),
    ("Ist diese E-Mail nicht für Sie bestimmt, löschen Sie bitte die Mail und alle Anhänge."),
    ("Si vous n'êtes pas le destinataire, merci de supprimer cet e-mail de votre système."),
    "Si vous avez reçu ce message par erreur, veuillez le supprimer de votre système.",
    (
        "Este mensaje es confidencial. Si usted no es el destinatario, por favor elimine"
        " este correo."
    ),
    "Si ha recibido este correo por error, le rogamos que lo elimine de su sistema.",
    ("Se lo avete ricevuto per errore, vi preghiamo di cancellare questa email e di avvisarci."),
    ("Se non siete i destinatari, siete pregati di eliminare questa mail dal vostro sistema."),
    "Se você a recebeu por engano, por favor apague este e-mail e avise o remetente.",
    ("Se não for o destinatário desta mensagem, elimine este email e informe o remetente."),
    ("Als u niet de geadresseerde bent, verwijder dan deze e-mail en informeer de afzender."),
    (
        "Indien u dit bericht ten onrechte heeft ontvangen, laat het weten. Verwijder"
        " deze mail uit uw systeem."
    ),
]


@pytest.mark.parametrize("notice", NOTICES)
def test_a_notice_of_confidentiality_asks_for_nothing(notice: str) -> None:
    assert recognise(notice).intent is Intent.NONE
    assert recognise(LETTER + notice).intent is Intent.NONE


@pytest.mark.parametrize("notice", NOTICES)
def test_whoever_asks_above_or_below_a_notice_is_heard(notice: str) -> None:
    for asked in ("Please take me off your list.", "Unsubscribe"):
        assert recognise(f"{asked}\n\n{notice}").intent is Intent.OPTOUT
        assert recognise(f"{notice}\n\n{asked}").intent is Intent.OPTOUT


@pytest.mark.parametrize(
    "text",
    [
        "I received this email in error, please remove this email from your system.",
        "I am not the intended recipient. Please remove this email from your system.",
        "If you have sent this in error, please remove this email from your system.",
        "Remove this email from your system.\n\nIf you have received this in error, tell me.",
        "If you have received this email in error, remove this email address from your system.",
        "If you have received this email in error, tell us. Remove this email from your list.",
        "Ich habe diese Mail irrtümlich erhalten, bitte löschen Sie diese Mail aus Ihrem Verteiler",
        "Sie haben nicht den richtigen Empfänger. Bitte löschen Sie diese Mail.",
        "Ich schreibe an Sie. Ich bin nicht der richtige Empfänger. Löschen Sie diese Mail.",
        "Bitte löschen Sie diese Mail aus Ihrem System.",
        "Si usted no es el destinatario, tire todo. Elimine este correo de su lista.",
        "Non sono il destinatario, cancellate questa email.",
        "Não sou o destinatário, apague este email.",
        "Ik ben niet de ontvanger, verwijder deze mail uit uw systeem.",
        "If you are not the addressee, stop. Thanks. Goodbye. Remove this email from your system.",
        "Further emails are prohibited. If you are not the addressee, tell me.",
        "Any further email to me is strictly prohibited. If you received this in error, sorry.",
        "Any further email is prohibited. I was not asked. If you received this in error, sorry.",
        "If you received my address in error, please remove this email from your system.",
        "If you received this address in error: any further emails to me are prohibited.",
        "If you have received my mail by error, please remove this email ID from your records.",
        "If you received this mail in error, please remove this email ID from your records.",
        "If you received this in error, I never asked for it: remove this email from your system.",
        "You are not writing to the correct recipient. Please remove this email from your system.",
        "You are not contacting the intended recipient. Please remove this email from your system.",
        "This letter is not intended for you. Delete this email from your system.",
        "Sie haben meine Adresse versehentlich erhalten. Bitte löschen Sie diese E-Mail.",
        "Sie haben diese Adresse irrtümlich erhalten. Bitte löschen Sie diese Mail.",
        "Si ha recibido mi correo por error, por favor elimine este correo de su sistema.",
        "Se avete ricevuto il mio indirizzo per errore, cancellate questa email.",
        "Se recebeu o meu e-mail por engano, apague este e-mail do seu sistema.",
    ],
)
def test_whoever_speaks_of_themselves_or_of_a_list_is_heard(text: str) -> None:
    assert recognise(text).intent is Intent.OPTOUT


def test_what_is_left_of_a_notice_has_no_empty_sentences() -> None:
    said = sentences("If you are not the addressee, tell us.\nDelete this email.\nBest, Ann")
    assert [each.words for each in without_notices(said)] == [
        "if you are not the addressee , tell us",
        "best , ann",
    ]
    assert without_notices(()) == []


@pytest.mark.parametrize(
    "footer",
    [
        "ACME Newsletter: subscribe | unsubscribe",
        "Subscribe | Unsubscribe",
        "California residents: Do not sell or share my personal information | Privacy",
        (
            "En cumplimiento del RGPD, sus datos se conservan para gestionar la relación. Puede"
            " ejercer sus derechos escribiendo a info@acme.example."
        ),
    ],
)
def test_the_links_and_rights_below_a_business_letter_ask_for_nothing(footer: str) -> None:
    assert recognise(LETTER + footer).intent is Intent.NONE


@pytest.mark.parametrize(
    "text",
    [
        "I do not want to subscribe, unsubscribe",
        "Do not subscribe, unsubscribe",
        "En cumplimiento del RGPD, dame de baja de la lista",
        "En cumplimiento del RGPD, exijo que dejen de enviarme correos",
    ],
)
def test_whoever_asks_in_words_like_those_is_heard(text: str) -> None:
    assert recognise(text).intent is Intent.OPTOUT

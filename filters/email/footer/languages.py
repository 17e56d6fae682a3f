# ruff: noqa: RUF001 - Chinese and Japanese have a comma and a colon of their own
"""The standard sentences of the footer in every language it speaks.

`{company}` is filled in, and what stands in brackets is the text of the link. What ISO-8859-1 can
say is said in it, so that fewer parts have to change their charset: straight apostrophes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_PRIMARY: Final = re.compile(r"[a-z]{2,3}(?=-|\Z)")
_TRADITIONAL: Final = frozenset({"hant", "tw", "hk", "mo"})  # of Taiwan, Hong Kong, Macao


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Language:
    """What a footer says in one language."""

    tag: str  # RFC 5646
    direction: str = "ltr"
    notice: str  # 15 U.S.C. 7704(a)(5)(A)(i)
    reason: str  # why somebody gets an advertisement
    dealings: str  # why somebody gets other email
    stop: str  # how advertisements with this link end
    stop_advertising: str  # the same under other email, which does not end
    link: str  # the text of a link that says all by itself
    colon: str = ":"

    @property
    def is_right_to_left(self) -> bool:
        """Whether it is written from right to left."""
        return self.direction == "rtl"


LANGUAGES: Final[Mapping[str, Language]] = {
    "en": Language(
        tag="en",
        notice="This is an advertisement from {company}.",
        reason="You receive this email as a contact of {company}.",
        dealings="You receive this email because of your dealings with {company}.",
        stop="To stop these emails, [unsubscribe here].",
        stop_advertising="To stop advertising emails from {company}, [unsubscribe here].",
        link="Unsubscribe",
    ),
    "es": Language(
        tag="es",
        notice="Este mensaje es publicidad de {company}.",
        reason="Recibe este correo electrónico porque figura entre los contactos de {company}.",
        dealings="Recibe este correo electrónico por su relación con {company}.",
        stop="Para dejar de recibir estos correos, [dese de baja aquí].",
        stop_advertising="Para dejar de recibir correos publicitarios de {company},"
        " [dese de baja aquí].",
        link="Darse de baja",
    ),
    "fr": Language(
        tag="fr",
        notice="Ceci est un message publicitaire envoyé par {company}.",
        reason="Vous recevez cet e-mail parce que {company} vous compte parmi ses contacts.",
        dealings="Vous recevez cet e-mail dans le cadre de vos relations avec {company}.",
        stop="Pour ne plus recevoir ces e-mails, [désabonnez-vous ici].",
        stop_advertising="Pour ne plus recevoir les e-mails publicitaires envoyés par {company},"
        " [désabonnez-vous ici].",
        link="Se désabonner",
        colon="\N{NO-BREAK SPACE}:",
    ),
    "de": Language(
        tag="de",
        notice="Diese E-Mail ist Werbung von {company}.",
        reason="Sie erhalten diese E-Mail als Kontakt von {company}.",
        dealings="Sie erhalten diese E-Mail aufgrund Ihrer Geschäftsbeziehung zu {company}.",
        stop="Wenn Sie diese E-Mails nicht mehr erhalten möchten, [melden Sie sich hier ab].",
        stop_advertising="Wenn Sie keine Werbe-E-Mails von {company} mehr erhalten möchten,"
        " [melden Sie sich hier ab].",
        link="Abmelden",
    ),
    "it": Language(
        tag="it",
        notice="Questo messaggio è una comunicazione pubblicitaria di {company}.",
        reason="Riceve questa e-mail perché il Suo indirizzo è tra i contatti di {company}.",
        dealings="Riceve questa e-mail in relazione ai Suoi rapporti con {company}.",
        stop="Per non ricevere più queste e-mail, [annulli l'iscrizione qui].",
        stop_advertising="Per non ricevere più e-mail pubblicitarie da {company},"
        " [annulli l'iscrizione qui].",
        link="Annulla l'iscrizione",
    ),
    "pt": Language(
        tag="pt",
        notice="Esta mensagem é publicidade de {company}.",
        reason="Este e-mail foi enviado porque o seu endereço consta da lista de destinatários de"
        " {company}.",
        dealings="Este e-mail foi enviado no âmbito da sua relação com {company}.",
        stop="Para deixar de receber estes e-mails, [cancele a inscrição aqui].",
        stop_advertising="Para deixar de receber e-mails publicitários de {company},"
        " [cancele a inscrição aqui].",
        link="Cancelar inscrição",
    ),
    "nl": Language(
        tag="nl",
        notice="Deze e-mail is reclame van {company}.",
        reason="U ontvangt deze e-mail als relatie van {company}.",
        dealings="U ontvangt deze e-mail in verband met uw zakelijke contact met {company}.",
        stop="Wilt u deze e-mails niet meer ontvangen, [meld u dan hier af].",
        stop_advertising="Wilt u geen reclame per e-mail van {company} meer ontvangen,"
        " [meld u dan hier af].",
        link="Afmelden",
    ),
    "pl": Language(
        tag="pl",
        notice="Ta wiadomość jest reklamą firmy {company}.",
        reason="Otrzymują Państwo tę wiadomość, ponieważ Państwa adres znajduje się w bazie"
        " kontaktów firmy {company}.",
        dealings="Otrzymują Państwo tę wiadomość w związku z relacjami z firmą {company}.",
        stop="Aby nie otrzymywać więcej tych wiadomości, [proszę wypisać się tutaj].",
        stop_advertising="Aby nie otrzymywać więcej wiadomości reklamowych od firmy {company},"
        " [proszę wypisać się tutaj].",
        link="Wypisz się",
    ),
    "sv": Language(
        tag="sv",
        notice="Det här mejlet är reklam från {company}.",
        reason="Du får det här mejlet eftersom du finns i kontaktregistret hos {company}.",
        dealings="Du får det här mejlet på grund av din kontakt med {company}.",
        stop="Om du inte längre vill få de här mejlen kan du [avregistrera dig här].",
        stop_advertising="Om du inte längre vill få reklam via e-post från {company} kan du"
        " [avregistrera dig här].",
        link="Avregistrera dig",
    ),
    "ja": Language(
        tag="ja",
        notice="このメールは{company}からの広告です。",
        reason="このメールは、{company}に連絡先が登録されている方にお送りしています。",
        dealings="このメールは、{company}とのお取引に関連してお送りしています。",
        stop="配信停止をご希望の場合は、[こちらからお手続きください]。",
        stop_advertising="{company}からの広告メールの配信停止をご希望の場合は、"
        "[こちらからお手続きください]。",
        link="配信停止の手続き",
        colon="：",
    ),
    "zh": Language(
        tag="zh-Hans",
        notice="本邮件是{company}发送的广告。",
        reason="您收到此邮件，是因为您是{company}的联系人。",
        dealings="您收到此邮件，是因为您与{company}有业务往来。",
        stop="如不希望再收到此类邮件，请[点击此处退订]。",
        stop_advertising="如不希望再收到{company}的广告邮件，请[点击此处退订]。",
        link="点击退订",
        colon="：",
    ),
    "zh-Hant": Language(
        tag="zh-Hant",
        notice="本郵件是{company}發送的廣告。",
        reason="您收到本郵件，是因為您是{company}的聯絡人。",
        dealings="您收到本郵件，是因為您與{company}有業務往來。",
        stop="如不想再收到此類郵件，請[按此處取消訂閱]。",
        stop_advertising="如不想再收到{company}的廣告郵件，請[按此處取消訂閱]。",
        link="取消訂閱",
        colon="：",
    ),
    "ar": Language(
        tag="ar",
        direction="rtl",
        notice="هذه الرسالة إعلان من {company}.",
        reason="تصلك هذه الرسالة لأنك ضمن جهات اتصال {company}.",
        dealings="تصلك هذه الرسالة بسبب تعاملك مع {company}.",
        stop="لإيقاف هذه الرسائل، [يرجى إلغاء الاشتراك هنا].",
        stop_advertising="لإيقاف الرسائل الإعلانية من {company}، [يرجى إلغاء الاشتراك هنا].",
        link="إلغاء الاشتراك",
    ),
    "he": Language(
        tag="he",
        direction="rtl",
        notice="הודעה זו היא פרסומת מאת {company}.",
        reason="הודעה זו נשלחה אליך מאחר שכתובתך נמצאת ברשימת אנשי הקשר של {company}.",
        dealings="הודעה זו נשלחה אליך בעקבות הקשר העסקי שלך עם {company}.",
        stop="להפסקת קבלת הודעות אלה, [ניתן להסיר את הכתובת כאן].",
        stop_advertising="להפסקת קבלת דברי פרסומת מאת {company}, [ניתן להסיר את הכתובת כאן].",
        link="הסרה מרשימת התפוצה",
    ),
}
"""Languages by their primary subtag, and Chinese in its other writing."""

ENGLISH: Final = LANGUAGES["en"]


def code_of(tag: str) -> str:
    """Return the key of the language that a tag names, spoken here or not, or "".

    Regions make no difference but to Chinese, which is written in two ways.

    >>> code_of("pt-BR"), code_of("zh-CN"), code_of("zh-TW"), code_of("zh-Hans-HK")
    ('pt', 'zh', 'zh-Hant', 'zh')
    """
    lowered = tag.strip().lower()
    primary = _PRIMARY.match(lowered)
    if primary is None:
        return ""
    subtags = lowered.split("-")[1:]
    is_traditional = "hans" not in subtags and not _TRADITIONAL.isdisjoint(subtags)
    return "zh-Hant" if primary[0] == "zh" and is_traditional else primary[0]


def spoken(tag: str) -> Language | None:
    """Return the language a tag names, or None.

    >>> spoken("pt-BR") is LANGUAGES["pt"], spoken("fi")
    (True, None)
    """
    return LANGUAGES.get(code_of(tag))

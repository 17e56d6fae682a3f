# ruff: noqa: RUF001 - Chinese has a comma of its own
"""What the confirmation of an opt-out by mail says, in every language of the footer."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The subject, and two paragraphs: what stopped and what goes on, that nothing is left to do.

    `{company}` is the company the person asked.
    """

    subject: str
    stopped: str
    done: str


WORDS: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "en": Words(
            subject="You are unsubscribed",
            stopped="You asked for no more advertising by email from {company}, and it has"
            " stopped. Messages that were already on their way may still arrive. Receipts and"
            " answers to your own questions go on.",
            done="Nothing else has to be done, and nothing more is sent about this.",
        ),
        "es": Words(
            subject="Su baja está hecha",
            stopped="Usted pidió no recibir más publicidad por correo electrónico de {company}, y"
            " ha cesado. Aún pueden llegar mensajes que ya estaban en camino. Los recibos y las"
            " respuestas a sus propias preguntas seguirán llegando.",
            done="No hay que hacer nada más, y no se enviará nada más sobre este asunto.",
        ),
        "fr": Words(
            subject="Vous êtes désabonné",
            stopped="Vous avez demandé à ne plus recevoir de publicité par e-mail de {company}, et"
            " c'est fait. Des messages déjà en route peuvent encore arriver. Les reçus et les"
            " réponses à vos propres questions continuent.",
            done="Vous n'avez rien d'autre à faire, et rien d'autre ne sera envoyé à ce sujet.",
        ),
        "de": Words(
            subject="Sie sind abgemeldet",
            stopped="Sie wollten keine Werbung per E-Mail von {company} mehr, und sie ist"
            " eingestellt. Nachrichten, die schon unterwegs waren, können noch ankommen."
            " Rechnungen und Antworten auf Ihre eigenen Fragen kommen weiterhin.",
            done="Sie müssen nichts weiter tun, und hierzu kommt auch nichts weiter.",
        ),
        "it": Words(
            subject="La sua disiscrizione è avvenuta",
            stopped="Ha chiesto di non ricevere più pubblicità via e-mail da {company}, e l'invio"
            " è cessato. Messaggi già partiti possono ancora arrivare. Le ricevute e le risposte"
            " alle sue domande continuano.",
            done="Non deve fare altro, e non riceverà altro a questo proposito.",
        ),
        "pt": Words(
            subject="A sua inscrição foi cancelada",
            stopped="Você pediu para não receber mais publicidade por e-mail de {company}, e o"
            " envio parou. Mensagens que já estavam a caminho ainda podem chegar. Os recibos e as"
            " respostas às suas próprias perguntas continuam.",
            done="Não é preciso fazer mais nada, e nada mais será enviado sobre este assunto.",
        ),
        "nl": Words(
            subject="U bent uitgeschreven",
            stopped="U vroeg om geen reclame per e-mail van {company} meer te krijgen, en die is"
            " gestopt. Berichten die al onderweg waren, kunnen nog aankomen. Bonnen en antwoorden"
            " op uw eigen vragen blijven komen.",
            done="U hoeft verder niets te doen, en hierover wordt verder niets gestuurd.",
        ),
        "pl": Words(
            subject="Rezygnacja została przyjęta",
            stopped="Na Państwa prośbę firma {company} nie wysyła już reklam pocztą elektroniczną."
            " Wiadomości, które były już w drodze, mogą jeszcze nadejść. Rachunki i odpowiedzi na"
            " Państwa pytania będą przychodzić nadal.",
            done="Nie trzeba robić nic więcej i nic więcej w tej sprawie nie wyślemy.",
        ),
        "sv": Words(
            subject="Du är avregistrerad",
            stopped="Du ville inte ha mer reklam via e-post från {company}, och den har upphört."
            " Meddelanden som redan var på väg kan fortfarande komma fram. Kvitton och svar på"
            " dina egna frågor fortsätter.",
            done="Du behöver inte göra något mer, och inget mer skickas om detta.",
        ),
        "ja": Words(
            subject="配信を停止しました",
            stopped="ご希望により、{company}からの広告メールの配信を停止しました。"
            "すでに送信済みのメールは届くことがあります。"
            "領収書やお問い合わせへの回答は引き続きお送りします。",
            done="ほかに必要なお手続きはなく、この件について今後メールをお送りすることはありません。",
        ),
        "zh": Words(
            subject="您已退订",
            stopped="根据您的要求，{company}已停止向您发送广告邮件。"
            "已发出的邮件可能仍会送达。收据以及对您提问的答复将照常发送。",
            done="您无需再做任何操作，我们也不会再就此事发送邮件。",
        ),
        "zh-Hant": Words(
            subject="您已取消訂閱",
            stopped="根據您的要求，{company}已停止向您發送廣告郵件。"
            "已寄出的郵件可能仍會送達。收據以及對您提問的回覆將照常寄送。",
            done="您無需再做任何操作，我們也不會再就此事寄送郵件。",
        ),
        "ar": Words(
            subject="تم إلغاء اشتراكك",
            stopped="طلبت عدم تلقي المزيد من الإعلانات بالبريد الإلكتروني من {company}، وقد توقفت."
            " قد تصل رسائل كانت في طريقها بالفعل. ستستمر الإيصالات والردود على أسئلتك.",
            done="لا يلزمك فعل أي شيء آخر، ولن يُرسل شيء آخر بهذا الشأن.",
        ),
        "he": Words(
            subject="הוסרת מרשימת התפוצה",
            stopped="ביקשת לא לקבל עוד פרסומות בדואר אלקטרוני מאת {company}, והמשלוח הופסק."
            " הודעות שכבר היו בדרך עשויות עוד להגיע. קבלות ותשובות לשאלותיך ימשיכו להישלח.",
            done="אין צורך לעשות דבר נוסף, ולא יישלח עוד דבר בעניין זה.",
        ),
    }
)
"""By the primary subtag of the language."""

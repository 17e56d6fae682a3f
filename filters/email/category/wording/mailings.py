"""The wording of mail that goes to many, in many languages, as data with its reasons."""

from __future__ import annotations

from typing import Final

from filters.email.category.wording.vocabulary import Wording

SENT_TO_MANY: Final = (
    Wording(
        means="a notice about leaving a mailing list",
        because="Only mail to many has one; receipts may have one too, so it is a hint.",
        plainly="""email/e-mail/mail/newsletter/message is sponsored by; unsubscribe;
            to be removed; be removed from; removed from our; remove
            yourself; for removal; opted in; opted-in; opt out of; to opt-out; to opt out; wish
            to receive; wish to be removed; further mailings; future mailings; future emails;
            not spam; signed up to receive; our mailings; taken off; receive offers; plus
            recevoir; purchased list; blank email; remove info; sorry for multiple copies;
            unsolicited; adv; one time mailing; one-time mailing; never receive; subscribed to;
            to unsubscribe; our database; reply with remove; type remove; email with remove;
            remove in the subject; unsubscribe from; unsubscribe here; unsubscribe at any time;
            unsubscribe me; click here to unsubscribe; click to unsubscribe; you can
            unsubscribe; unsubscribe link; unsubscribe instantly; unsubscribe now; manage
            preferences; manage your preferences; email preferences; update preferences; update
            your preferences; update your email preferences; manage subscription; manage your
            subscription; communication preferences; you subscribed; because you subscribed;
            because you opted; because you are subscribed; because you're subscribed; you are
            subscribed; no longer wish to receive; no longer want to receive; don't want to
            receive; do not wish to receive; do not want to receive; stop receiving; prefer not
            to receive; would rather not receive; not to receive; to stop receiving; opt out;
            opt-out; optout; view this email in your browser; view in your browser; view in
            browser; view online; view as webpage; view as a web page; view it in your browser;
            web version; read online; can't see this email; trouble viewing; having trouble
            viewing; having trouble reading; add us to your address book; mailing address is;
            this is an advertisement; advertisement; promotional email; marketing email;
            marketing emails; this newsletter; removal instructions; be taken off; remove me;
            remove your email; removed from future; removed from all; wish to be taken;
            list-unsubscribe; this mailing; our mailing list; this is a one-time""",
        maybe="""mailing list; remove; mailings; removed; mailing; opt-in; recipients; you're
            receiving this; you received this;
            you are receiving this; you have received this; you signed up;
            unsubscribing; subscribers; subscriber; forward this email""",
    ),
)

SENT_TO_MANY_ABROAD: Final = (
    Wording(
        means="a notice about leaving a mailing list",
        because="Only mail to many has one; receipts may have one too, so it is a hint.",
        plainly="""abmelden; abbestellen; newsletter abmelden; vom newsletter abmelden;
            austragen; wenn sie keine; keine weiteren e-mails; im browser ansehen; im browser
            anzeigen; online ansehen; sie erhalten diese; se desinscrire; se desabonner;
            desinscription; desabonnement; desabonner; me desinscrire; vous desabonner; vous
            desinscrire; ne plus recevoir; voir dans le navigateur; version en ligne; vous
            recevez cet; vous recevez ce; darse de baja; date de baja; dar de baja; cancelar
            suscripcion; cancelar la suscripcion; no desea recibir; no deseas recibir; dejar de
            recibir; ver en el navegador; recibe este correo; recibes este; disiscriviti;
            cancellati; annulla l'iscrizione; annullare l'iscrizione; cancella iscrizione; non
            desideri ricevere; non vuoi piu ricevere; visualizza nel browser; ricevi questa;
            descadastrar; cancelar inscricao; cancelar a inscricao; cancelar assinatura; nao
            deseja receber; nao deseja mais receber; nao quer mais receber; remover seu;
            solicito que exclua; exclua este; ver no navegador; voce recebeu este; afmelden;
            uitschrijven; meld je af; geen e-mails meer; bekijk online; bekijk in browser; je
            ontvangt deze; u ontvangt deze; wypisz; wypisz sie; zrezygnuj; rezygnacja z;
            avregistrera; avsluta prenumeration; afmeld; frameld; meld deg av; peruuta tilaus;
            abonelikten; listeden cikmak; listemizden; almak istemiyorsaniz; отписаться;
            отписка; отказаться от рассылки; вы получили это; не хотите получать; 退订; 退訂;
            取消订阅; 取消訂閱; 不想再收到; 如不想收到; 拒收; 打擾; 打扰; 配信停止; 配信解除;
            メール配信; 登録解除; 수신거부; 수신을 원치; 수신 거부""",
    ),
)

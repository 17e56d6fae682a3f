"""The words of German, without dots on letters."""

from __future__ import annotations

from typing import Final

from filters.revocation.grammar import grammar

_MACROS: Final = {
    "w": r"[a-z0-9]+",
    "gap": r"(?!(?:und|aber|oder|termin|bestellung|rechnung)\b){w} ",
    "mail": (
        r"mails?|emails?|nachrichten?|newslettern?|newsletters?|werbung|werbemails?|werbepost|sms|post"
        r"|angebote?|anrufe?|infos?|informationen|spam|zusendungen|benachrichtigungen|werbeanrufe"
        r"|erinnerungen|mitteilungen|rundmails?|kataloge?|reklame|anschreiben|infopost|infomails?"
        r"|werbenachrichten|werbe emails?|kontaktaufnahme|zuschriften|rundschreiben|updates"
    ),
    "list": (
        r"verteiler|verteilern|liste|listen|mailingliste|mailverteiler|emailverteiler|adressliste"
        r"|datenbank|newsletter|kartei|system|systemen|empfangerliste|verteilerliste|adressverteiler"
        r"|datenbestand|abo|newsletterverteiler|kontaktliste|kundendatei|mailing|adressbuch|daten"
    ),
    "me": (
        r"mich|uns|ADDR|NUM|(?:meine|unsere|diese|die|meinen) (?:{w} )?(?:adresse|mailadresse|emailadresse|mail"
        r"|email|nummer|telefonnummer|handynummer|daten|namen|kontaktdaten|mail adresse|email adresse)"
    ),
    "remove": r"nehmen?|nimm|nehmt|streichen?|streich|streicht|loe?schen?|loe?sch|loe?scht|entfernen?|entfernt|entferne|tragen?|trag|tragt|werfen?|schmeissen?|holen?|nehme",
    "infinitive": r"nehmen|streichen|loe?schen|entfernen|austragen|zu nehmen|zu streichen|zu loe?schen|zu entfernen|auszutragen|herausnehmen|rausnehmen|raus|heraus|gestrichen|entfernt|geloe?scht|genommen|ausgetragen",
    "send": r"schick(?:en|t|e)?|send(?:en|et|e)?|schreib(?:en|t|e)?|kontaktier(?:en|t|e)?|mail(?:en|t|e)|emailen|ruf(?:en|t|e)?|belastig(?:en|t|e)?|anrufen|anschreiben|zusenden|zuschicken|zuzusenden|zuzuschicken|anzuschreiben|anzurufen|zu (?:schicken|senden|schreiben|kontaktieren|mailen|belastigen)|spammen|zuspammen|zu bombardieren|simsen|texten|nerven|zu nerven",
    "want": r"moe?chten?|will|wollen|wuensch(?:e|en)|wunsch(?:e|en)|brauch(?:e|en)|bitte um|verzichte(?:n)?",
    "thing": r"termin|bestellung|rechnung|lieferung|vertrag|konto|artikel|buchung|reservierung|flug|kurs|karte|abo der|paket|tisch|position|foto|kommentar",
    "end": r"(?=(?: (?:thanks|thank you|asap|bitte|danke|mehr|jetzt|sofort|ab sofort|umgehend|vielen dank|endlich|in zukunft|kuenftig|kunftig|von ihnen|wieder))*(?: (?:,|_|und|aber|oder|da|weil|ich)(?!\S)|$))",
}

GERMAN: Final = grammar(
    _MACROS,
    r"""
[keyword]
(?:abmelden|abbestellen|stopp|stop|abmeldung|austragen|abbestellung|kundigen|kuendigen|schluss|aufhoe?ren|ende)
(?:stornieren|beenden|loe?schen|widerruf|abmeldung newsletter|newsletter abmelden|newsletter abbestellen)
(?:hoe?rt auf|hoe?r auf|hoe?ren sie auf|keine werbung|keine mails mehr|keine mehr|nicht mehr|raus)
[filler]
(?:bitte|danke|hallo|guten (?:tag|morgen|abend)|sehr geehrte damen und herren|mit freundlichen grue?ssen|jetzt)
(?:sofort|vielen dank|endlich|ab sofort|umgehend|gruss|viele grue?sse|nein danke|nein(?= ,|$)|ja|sie|mfg|lg|moin|servus)
[insistent]
wenn sie nicht (?:aufhoe?ren|damit aufhoe?ren)(?: {w}){0,12}
wie (?:kann|koe?nnen|melde|bestelle|komme)(?: {w}){0,3} (?:abmelden|ab|abbestellen|austragen|loswerden|raus)(?: {w}){0,4}
wie (?:{w} ){1,6}(?:abmelden|abbestellen|austragen|loswerden)
(?:kann|konnte|koe?nnen)(?: {w}){0,4} nicht (?:abmelden|abbestellen|austragen)
(?:habe|haben|hatte|hatten)(?: {w}){0,6} (?:abgemeldet|abbestellt|ausgetragen|widerrufen|gebeten)(?: {w}){0,3}(?: ,)? (?:und|aber|bekomme|erhalte|trotzdem)(?: {w}){0,8}
[innocent]
(?:nicht|keinesfalls|auf keinen fall|nie|ohne|niemals)(?: (?!mehr){w}){0,3} (?:abmelden|abbestellen|abzumelden|abzubestellen|austragen|auszutragen|loe?schen|kundigen|entfernen|streichen|aufhoe?ren|stoppen)(?: {w}){0,3}
(?:{remove}) (?:sie )?(?:mich|uns|{me})(?: bitte| doch)* nicht (?:aus|von|vom)(?: {w}){0,6}
(?:hoe?r|hoe?rt|hoe?ren)(?: sie| ihr)?(?: bitte| bloss| ja)* (?:nicht|nie|niemals)(?: {w}){0,6}
(?:(?:ich|wir) )?(?:bekomm|erhalt|bekam|erhielt|krieg|habe?|haben)(?:e|en)?(?: (?:ich|wir|hier|leider|seit|schon|jetzt|derzeit|aktuell|bisher|nun|einigen|wochen|tagen|langem|einiger|zeit|ihnen|von))* keine(?: {w}){0,3}(?: mehr)?(?: (?:bekommen|erhalten|von ihnen|von euch))*
(?:der|ein|ihr|dieser|den|ihren|kein|einen|im|auf den) (?:abmelde|abmeldelink|abmeldebutton|abmelde link|abbestell|abmeldeknopf|link zum abmelden|link zur abmeldung)(?: {w}){0,6}
(?:abmeldelink|abmelde link|abmeldebutton|abmeldeseite|abmeldefunktion|link zur abmeldung)(?: {w}){0,6}
(?:kann|koe?nnen|koe?nnten|wollte|moe?chte|muss|bitte|wollen)?(?: (?:sie|ich|wir|mir|bitte|meinen|meine|den|die|das|unseren|eine|einen|diesen|diese|den))* ?(?:{thing})(?: {w}){0,4}? (?:absagen|abzusagen|stornieren|loe?schen|entfernen|kundigen|kuendigen|streichen|abbestellen|beenden|verschieben|verlegen)
(?:{remove}|stornier(?:en|t|e)|kundig(?:en|e|t)) (?:sie )?(?:bitte )?(?:den|die|das|meinen|meine|unseren|diesen) (?:{w} )?(?:{thing})(?: {w}){0,6}
(?:warum|wieso|wann|wer|wie viele|ob)(?: {w}){0,6} (?:abgemeldet|abmelden|aufgehoe?rt|ab)(?: {w}){0,4}
(?:bin|wurde|worden|war)(?: (?!trotz){w}){0,4} (?:abgemeldet|ausgetragen|geloe?scht|gestrichen)(?: {w}){0,3}
(?:am|das|bis|zum|zu|gegen) ende(?: {w}){0,4}
(?:sie koe?nnen|jederzeit|um) (?:{w} ){0,5}?(?:abmelden|abzumelden|abbestellen)(?: {w}){0,6}
kein interesse (?:an (?:der|dem|einem|einer) (?!werbung|newsletter|angeb){w})(?: {w}){0,4}
(?:zogern|zoe?gern) sie nicht(?: {w}){0,6}
[doubtful]
(?:wenn|falls|sonst|vielleicht|uberlege|ueberlege|fast)(?: {w}){0,8} (?:ab|abmelden|abbestellen|abzumelden|abgemeldet)(?: {w}){0,3}
(?:mein|meine|unser|unsere|der|die) (?:{w} )?(?:mann|frau|mutter|vater|kollege|kollegin|chef|freund|sohn|tochter)(?: {w}){0,3} (?:moe?chte|will|wunscht)(?: {w}){0,8}
(?:loe?schen|loe?scht|loe?sche)(?: sie)?(?: bitte)? (?:mein konto|meinen account|mein profil|alle meine daten|meine daten|meine personenbezogenen daten|alle daten)(?! aus)(?: {w}){0,4}
(?:nicht|keine)(?: {w}){0,3} (?:am wochenende|nachts|so oft|so fruh|so spat|sonntags|wahrend|per post|per fax|per telefon|doppelt)(?: {w}){0,5}
(?:weniger|nicht so viele|zu viele) {mail}(?: {w}){0,4}
(?:woher haben sie)(?: {w}){0,4}
das ist spam
[definite]
(?:{remove}) (?:sie |ihr )?(?:bitte |doch |endlich |sofort )*(?:{me}) (?:bitte |sofort |umgehend |endlich |wieder )*(?:aus|von|vom)(?: (?:dem|der|den|ihrem|ihrer|ihren|eurem|eurer|euren|allen|deinem|deiner|saemtlichen|diesem|dieser))* ?(?:{gap}){0,2}(?:{list})(?: {w}){0,4}
(?:{me})(?: bitte| sofort| umgehend| endlich| gerne| {w}){0,2} (?:aus|von|vom)(?: (?:dem|der|den|ihrem|ihrer|ihren|eurem|eurer|allen|deinem|diesem|dieser))* ?(?:{gap}){0,2}(?:{list})(?: {w}){0,2}? (?:{infinitive})(?: {w}){0,3}
(?:{remove}) (?:sie |ihr )?(?:bitte )?(?:{me})(?: (?:raus|aus|heraus))?{end}
(?:aus|von|vom)(?: (?:dem|der|den|ihrem|ihrer|ihren|eurem|eurer|allen|diesem|dieser))* ?(?:{gap}){0,2}(?:{list}) (?:{infinitive}|abmelden|abzumelden)(?: {w}){0,4}
(?:bitte )?keine(?:n|rlei)? (?:weiteren? |weiteres |einzige |solchen |derartigen |ihrer |unerwunschten |mehr )*(?:{gap}){0,2}?(?:{mail})(?: {w}){0,6}? (?:mehr|bitte|schicken|senden|zusenden|erhalten|bekommen|zuschicken|wunsche|wunschen|moe?chte|erwunscht|haben|zu erhalten|empfangen|sehen)(?: {w}){0,4}
(?:bitte )?keine(?:n)? (?:weiteren? |einzige )(?:{gap}){0,2}?(?:{mail}){end}
(?:schick|send|schreib)(?:en|t|et|e)?(?: sie| ihr)?(?: bitte)?(?: mir| uns)?(?: bitte)? (?:keine|nichts|nie wieder|nicht)(?: {w}){0,4}? ?(?:mehr|{mail}|wieder)(?: {w}){0,4}
(?:kontaktier|belastig|nerv)(?:en|t|e)?(?: sie| ihr)?(?: bitte)? (?:mich|uns)(?: bitte)? (?:nicht|nie)(?: {w}){0,2}(?: mehr| wieder)?
(?:moe?chten?|will|wollen|wunschen|wunsche)(?: (?:ich|wir|bitte|hiermit|von ihnen|gerne))* (?:keine(?:n|rlei)?|nicht mehr|nicht langer|nicht weiter|nie wieder|nichts mehr)(?: (?:{gap}){0,6}?(?:{mail}|{list}|kontaktiert|angeschrieben|angerufen|belastigt|erhalten|bekommen|empfangen|hoe?ren|lesen|angemailt))(?: {w}){0,5}
(?:melde|melden|meld|meldet)(?: (?:sie|ich|ihr|mich|uns|bitte|hiermit|doch|sofort|wieder|umgehend|endlich|diese|meine|adresse|email|mail|den|newsletter))*(?: (?:vom|von|aus|fur)(?: {w}){0,4})? ab(?: {w}){0,2}
(?:moe?chten?|will|wollen|wurde|wuerde|bitte|mich|uns|hiermit)(?: {w}){0,6} (?:abmelden|abbestellen|austragen|abzumelden|abzubestellen|auszutragen|kundigen|abgemeldet werden)(?: {w}){0,3}
(?:abmelden|abbestellen|austragen)(?: bitte| sofort)*$
(?:bestelle|kundige|kuendige|bestellen|storniere|beende)(?: (?:ich|wir|hiermit|bitte|den|ihren|das|mein|meinen|meine))* (?:newsletter|abonnement|newsletter abo|abo|{mail})(?: {w}){0,4}
(?:tragen|trag|tragt)(?: (?:sie|ihr|mich|uns|bitte|doch|endlich))*(?: (?:vom|von|aus)(?: {w}){0,4})? aus(?: {w}){0,2}
(?:hoe?r|hoe?rt|hoe?ren)(?: (?:sie|ihr|bitte|endlich|doch|sofort))* auf(?: {w}){0,2}? ?(?:,|mir|mich|uns|damit|mit|$)(?: (?:{w}|,)){0,6}
(?:lassen|lasst|lass)(?: (?:sie|ihr|bitte|doch|endlich))* (?:mich|uns)(?: (?:bitte|endlich|doch))* in (?:ruhe|frieden)
(?:unterlass|einstell)(?:en|t)?(?: sie)?(?: {w}){0,6}
(?:stellen|stellt|stell)(?: (?:sie|ihr|bitte))*(?: {w}){0,4} (?:{mail}|zusendung|versand) ein
(?:nicht (?:mehr|weiter|langer)|nie wieder|nie mehr) (?:{gap}){0,3}?(?:{send}|kontaktiert|angeschrieben|belastigt)(?: {w}){0,3}
(?:widerruf|widerrufe|widerrufen|ziehe|entziehe)(?: {w}){0,4} (?:einwilligung|zustimmung|einverstandnis|erlaubnis)(?: {w}){0,6}
(?:widerspreche|widersprechen|widerspruch)(?: {w}){0,4} (?:nutzung|verwendung|verarbeitung|zusendung|werbung|weiteren|werblichen|newsletter)(?: {w}){0,6}
[probable]
(?:habe |haben |hab )?(?:leider |gar |absolut |uberhaupt )*kein(?:en)? (?:weiteres |interesse|bedarf)(?: interesse)?(?: (?:mehr|an|daran|ihren|ihrem|ihrer|dem|den|euren|weiteren|solchen))*(?: (?:{mail}|{list}|produkten|dienstleistungen))?{end}
(?:bin |sind )?(?:gar |uberhaupt )?(?:nicht|nicht mehr|nicht langer) (?:mehr |weiter )?interessiert(?: {w}){0,4}
falsche (?:nummer|telefonnummer|person)(?: {w}){0,3}
(?:falsch verbunden|haben sich verwahlt)(?: {w}){0,3}
(?:nie|nicht)(?: {w}){0,5} (?:angemeldet|bestellt|zugestimmt|angefordert|eingewilligt|abonniert)(?: {w}){0,3}
(?:schluss|genug) (?:mit|von|damit|jetzt)(?: {w}){0,4}
(?:verpiss\w*|verschwind\w*|hau(?:t|en sie)? ab|zieh leine)(?: {w}){0,3}
verzichte(?:n)?(?: {w}){0,3} (?:auf|{mail})(?: {w}){0,4}
[loose]
(?:abmeld\w+|abbestell\w+|austragen|aus dem verteiler)
[optin]
^(?:anmelden|anmeldung|abonnieren)(?: (?:please|ya|svp|bitte|por favor))?$
(?:nehmen|nehmt|tragen|setzen)(?: sie)?(?: bitte)? (?:mich|uns)(?: (?:bitte|wieder))*(?: {w}){0,5} (?:auf|ein|hinzu)
(?:moe?chten?|will|wollen)(?: {w}){0,3} (?:newsletter|{mail}) (?:erhalten|bekommen|abonnieren)(?: {w}){0,3}
[help]
(?:hilfe|info|informationen)
[away]
(?:bin|befinde|sind)(?: (?:ich|mich|derzeit|momentan|aktuell|zurzeit|bis {w}|im|leider))* (?:nicht im (?:buro|haus)|im urlaub|ausser haus|abwesend|urlaub)(?: {w}){0,6}
(?:abwesenheitsnotiz|automatische (?:antwort|nachricht)|abwesenheitsnachricht)
""",
)

"""The words of Dutch."""

from __future__ import annotations

from typing import Final

from filters.revocation.grammar import grammar

_MACROS: Final = {
    "w": r"[a-z0-9]+",
    "gap": r"(?!(?:en|maar|of|bestelling|afspraak)\b){w} ",
    "mail": r"mails?|mailtjes?|emails?|berichten|berichtjes|bericht|nieuwsbrief|nieuwsbrieven|sms|smsjes|reclame|spam|aanbiedingen|post|meldingen|telefoontjes|reclamemails?|informatie|mailings?|advertenties|promoties",
    "list": r"lijst|lijsten|mailinglijst|mailinglist|maillijst|verzendlijst|bestand|bestanden|database|adressenbestand|nieuwsbrief|systeem|distributielijst|adreslijst|mailing",
    "me": r"mij|me|ons|ADDR|NUM|(?:mijn|ons|dit|deze|onze) (?:{w} )?(?:adres|mailadres|emailadres|nummer|telefoonnummer|naam|gegevens|mail|email)",
    "send": r"stuur|sturen|mail|mailen|schrijf|schrijven|bel|bellen|benader|benaderen|contacteer|contacteren|app|appen|sms|smsen|lastig vallen|lastigvallen|spammen|zenden|zend|te sturen|te mailen|te benaderen|te bellen|toesturen",
    "end": r"(?=(?: (?:thanks|thank you|asap|aub|alstublieft|graag|bedankt|dank u|meer|nu|direct|meteen|svp|dank je))*(?: (?:,|_|en|maar|want|omdat|ik)(?!\S)|$))",
}

DUTCH: Final = grammar(
    _MACROS,
    r"""
[keyword]
(?:stop|stoppen|afmelden|uitschrijven|afmelding|uitschrijving|opzeggen|afmelden nieuwsbrief|annuleren|schrijf uit|hou op|genoeg)
[filler]
(?:alstublieft|aub|bedankt|dank u(?: wel)?|hallo|beste|goedemorgen|goedemiddag|graag|nu|direct|meteen|met vriendelijke groet|mvg|ja|nee(?= ,|$))
[insistent]
als (?:u|jullie|je) niet (?:stopt|stoppen|ophoudt|ophouden)(?: {w}){0,10}
hoe (?:kan|meld|schrijf|kom|moet)(?: {w}){0,5} (?:afmelden|af|uit|uitschrijven|van af|afkomen)(?: {w}){0,4}
(?:kan|kon)(?: {w}){0,3} niet (?:afmelden|uitschrijven)
(?:heb|had|hebben)(?: {w}){0,4} (?:afgemeld|uitgeschreven|opgezegd|gevraagd)(?: {w}){0,3} (?:maar|en|toch|krijg|ontvang)(?: {w}){0,6}
[innocent]
(?:niet|nooit|zonder)(?: {w}){0,3} (?:afmelden|uitschrijven|af te melden|uit te schrijven|opzeggen|verwijderen|stoppen|ophouden)(?: {w}){0,3}
(?:verwijder|haal|schrijf|meld) (?:{me})(?: (?:alstublieft|aub))? niet(?: {w}){0,5}
(?:stop|hou) (?:alsjeblieft |aub )?(?:niet|nooit)(?: {w}){0,5}
(?:ik|wij) (?:ontvang|krijg|ontvangen|krijgen|heb)(?: {w}){0,4} geen(?: {w}){0,4}
(?:de|een|uw|jullie|die) (?:afmeldlink|uitschrijflink|afmeldknop|link om)(?: {w}){0,6}
(?:verwijder|annuleer|schrap|stop|zeg)(?: {w}){0,3} (?:bestelling|afspraak|factuur|levering|artikel|reservering|account|contract|product|foto)(?: {w}){0,6}
(?:ik|we|wij|de trein|de bus|hij) stop(?:t|pen)?(?! met)(?: {w}){0,5}
om (?:u|je) (?:af te melden|uit te schrijven)(?: ,)?(?: {w}){0,5}
[doubtful]
(?:als|misschien|overweeg)(?: {w}){0,6} (?:af|afmelden|uitschrijven|uit|af te melden|uit te schrijven)(?: {w}){0,2}
verwijder (?:mijn account|al mijn gegevens|mijn gegevens)(?! uit| van)(?: {w}){0,4}
[definite]
(?:verwijder|haal|schrap|gooi|verwijderen|halen|wis)(?: u)?(?: aub| alstublieft| graag)? (?:{me})(?: aub| alstublieft| graag| direct)* (?:van|uit|af van) (?:{gap}){0,4}(?:{list})(?: {w}){0,4}
(?:{me})(?: {w}){0,2} (?:van|uit) (?:{gap}){0,4}(?:{list}) (?:te )?(?:verwijderen|halen|schrappen|af|afhalen)(?: {w}){0,3}
(?:verwijder|wis|schrap) (?:{me}){end}
(?:meld|schrijf|melden|schrijven)(?: u)? (?:{me})(?: {w}){0,6}? (?:af|uit)(?: {w}){0,3}
(?:wil|willen|wens|zou)(?: {w}){0,6} (?:afmelden|uitschrijven|opzeggen|afgemeld worden|uitgeschreven worden)(?: {w}){0,4}
(?:afmelden|uitschrijven|opzeggen) (?:voor|van|voor de|van de|aub|graag)(?: {w}){0,5}
(?:geen|nooit meer) (?:{gap}){0,3}?(?:{mail})(?: {w}){0,3}? ?(?:meer|sturen|ontvangen|krijgen|aub|wil ik)(?: {w}){0,4}
(?:stop|stoppen|kap|hou op|houd op) (?:alstublieft |aub |nu |eens |direct )*(?:met )(?:het |die |deze |al die |mij |me |ons )*(?:{gap}){0,3}(?:{send}|{mail})(?: {w}){0,4}
(?:{send})(?: {me})?(?: {w}){0,2} (?:niet meer|niets meer|nooit meer|geen {mail} meer|geen {mail}|niet)(?: {w}){0,4}
(?:wil|willen|wens|wensen|hoef|hoeven)(?: (?:ik|wij|we|graag))* (?:geen|niet|niets|niet langer|nooit)(?: (?:{gap}){0,5}?(?:{mail}|ontvangen|benaderd|krijgen|gebeld|gemaild))(?: {w}){0,4}
(?:laat|laten)(?: {me}) met rust
(?:trek|intrekken|herroep)(?: {w}){0,3} toestemming(?: {w}){0,4}
(?:niet meer|nooit meer) (?:{send}|gemaild|benaderd|ontvangen)(?: {w}){0,3}
[probable]
(?:heb |hebben )?(?:absoluut |helaas )?geen (?:interesse|behoefte)(?: (?:meer|in|aan|uw|jullie|deze))*(?: {mail})?{end}
(?:niet|niet meer|niet langer) (?:meer )?geinteresseerd(?: {w}){0,4}
(?:verkeerd|verkeerde) (?:nummer|persoon)(?: {w}){0,3}
(?:nooit|niet)(?: {w}){0,3} (?:aangemeld|ingeschreven|toestemming gegeven|gevraagd om)(?: {w}){0,3}
[loose]
(?:afmelden|uitschrijven|van de lijst)
[optin]
^(?:aanmelden|inschrijven)(?: (?:please|ya|svp|bitte|por favor))?$
(?:schrijf|meld|zet)(?: {me})(?: {w}){0,4} (?:in|aan|op de lijst)
[help]
(?:hulp|info)
[away]
(?:ik ben|wij zijn)(?: {w}){0,3} (?:afwezig|op vakantie|niet aanwezig|met vakantie)(?: {w}){0,6}
(?:automatisch (?:antwoord|bericht)|afwezigheidsbericht)
""",
)

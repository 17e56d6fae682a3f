"""The words of Italian, without accents."""

from __future__ import annotations

from typing import Final

from filters.revocation.grammar import grammar

_MACROS: Final = {
    "w": r"[a-z0-9]+",
    "gap": r"(?!(?:e|ma|o|ordine|appuntamento)\b){w} ",
    "mail": r"emails?|mails?|messaggi|messaggio|sms|newsletters?|pubblicita|spam|promozioni|offerte?|notifiche|avvisi|comunicazioni|annunci|chiamate|posta|informazioni|materiale|aggiornamenti",
    "list": r"liste?|elenco|elenchi|mailing|database|archivi|archivio|sistemi|sistema|newsletter|contatti|registri|rubrica|distribuzione|indirizzario|iscritti|qui|tutto|email|mail",
    "send": r"invi(?:are|armi|arci|ate|atemi|a|i|ando)|mand(?:are|armi|arci|ate|atemi|i|a)|scriver(?:e|mi|ci)|scriv(?:ete|etemi|a)|contattar(?:e|mi|ci)|contatt(?:ate|atemi|i)|chiamar(?:e|mi)|chiam(?:ate|atemi)|disturbar(?:e|mi)|disturbate(?:mi)?|spedir(?:e|mi)|spedite(?:mi)?|importunar(?:e|mi)|tormentar(?:e|mi)|assillar(?:e|mi)",
    "want": r"voglio|vogliamo|desidero|desideriamo|vorrei|vorremmo|intendo|gradisco|chiedo|mi interessa",
    "removeme": r"(?:cancell|elimin|rimuov|togli|disiscriv|lev)(?:atemi|etemi|imi|ami|armi|ermi|etemi|temi|etene|atene|armi|erci|arci)|depennatemi|depennarmi|togliermi|toglietemi",
    "remove": r"cancell(?:ate|are|i|a)|elimin(?:ate|are|i|a)|rimuov(?:ete|ere|i|a)|toglie(?:te|re)|togli|tolga|disiscriv(?:ete|ere|i)|depennate|cancelli",
    "me": r"(?:il |la |questo |questa |i )*(?:mio|mia|miei|nostro|nostra|questo|questa) (?:{w} )?(?:indirizzo|email|mail|numero|nome|nominativo|contatto|dati|telefono)(?: (?:email|mail|di telefono|di posta))?|ADDR|NUM",
    "end": r"(?=(?: (?:thanks|thank you|asap|per favore|grazie|piu|subito|immediatamente|mai piu|prego|per cortesia|da voi|ora))*(?: (?:,|_|e|ma|perche|o)(?!\S)|$))",
}

ITALIAN: Final = grammar(
    _MACROS,
    r"""
[keyword]
(?:basta|fermatevi|ferma|fermate|cancellami|cancellatemi|disiscrivimi|disiscrivetemi|cancellazione|disiscrizione)
(?:disiscrivermi|annulla|annullare|smettetela|smettila|smettete|rimuovimi|toglietemi|toglimi|stop|non piu|cancella)
[filler]
(?:per favore|grazie|salve|buongiorno|buonasera|ciao|subito|ora|per cortesia|cordiali saluti|gentilmente|si|no(?= ,|$)|prego)
[insistent]
se non (?:smettete|la smettete|smetti)(?: {w}){0,10}
come (?:posso|faccio|si fa|mi)(?: {w}){0,2} ?(?:disiscrivo|cancello|disiscrivermi|cancellarmi|disiscriversi|a non ricevere piu|annullare l iscrizione)(?: {w}){0,6}
non (?:riesco a|posso) (?:disiscrivermi|cancellarmi|annullare l iscrizione)(?: {w}){0,4}
(?:mi sono|ho) (?:gia )?(?:disiscritt[oa]|cancellat[oa]|chiesto)(?: {w}){0,6} (?:ma|e|volte|ancora)(?: {w}){0,8}
[innocent]
non (?:smettete|smettere|smetta|fermatevi|cancellatemi|toglietemi|disiscrivetemi|eliminatemi|rimuovetemi|voglio (?:disiscrivermi|cancellarmi|essere (?:cancellat|rimoss)[oa]))(?: (?!ma){w}){0,8}
non (?:ricevo|sto ricevendo|ho ricevuto|abbiamo ricevuto|riceviamo|mi arrivano|arrivano)(?: {w}){0,8}
(?:il|un|vostro|questo|del|sul) (?:link|pulsante|bottone) (?:di|per)(?: {w}){0,6}
(?:cancell|annull|elimin|rimuov|togli)(?:are|ate|ere|ete|i|a|arlo|erlo)? (?:(?:il|la|lo|l|i|le|mio|mia|un|una|questo|questa|dal|nostro) )*(?:{w} )?(?:ordine|appuntamento|prenotazione|articolo|fattura|pagamento|consegna|account|contratto|riunione|foto|commento|prodotto|visita|volo|carrello)(?: {w}){0,6}
basta (?:cosi|poco|che|un|una|il|la)(?: {w}){0,6}
per (?:disiscriversi|cancellarsi|annullare)(?: {w}){0,6}(?: ,)? (?:clicca|cliccate|rispondi|inviate)(?: {w}){0,5}
non esitate(?: {w}){0,6}
[doubtful]
(?:se|forse|penso di|sto pensando di)(?: {w}){0,6} (?:disiscriv\w+|mi cancello|cancellarmi)(?: {w}){0,3}
(?:cancell|elimin)\w+ (?:il mio account|i miei dati|il mio profilo)(?: {w}){0,4}
[definite]
(?:smett(?:ete|etela|ila|ere|a|i)|basta|piantatela|finitela|cessate|la smettete) (?:di |con )(?:{send}|(?:le |i |queste |questi |tutte |tutti |la )*(?:vostre |vostri |queste |vostra )?{mail}|{gap}{mail})(?: {w}){0,6}
basta (?:con )?(?:{gap}){0,2}(?:{mail})(?: {w}){0,4}
non (?:mi |ci |devono |dovete |vi permettete di )*(?:{send})(?: {w}){0,4}? ?(?:piu|mai|nulla|niente|{mail})(?: {w}){0,6}
(?:non|di non|a non) (?:(?:{want}) )?(?:piu |essere |vorrei )*(?:ricevere|avere|vedere|leggere|{send}|contattat[oa]|far parte|iscritt[oa]|disturbat[oa])(?: (?:{gap}){0,5}(?:{mail}|{list}|nulla|niente|piu|voi))(?: {w}){0,4}
non (?:{want}) piu(?: {w}){0,8}
non ricevere piu(?: {w}){0,6}
(?:niente|non piu|nessuna altra|mai piu|piu nessuna) (?:{mail})(?: {w}){0,4}
(?:{removeme})(?: {w}){0,8}
mi (?:tolga|tolgano|cancelli|cancellino|rimuova|rimuovano|disiscriva|elimini|tolgiate|cancelliate|rimuoviate)(?: {w}){0,6}
(?:{remove}) (?:{me})(?: (?:da|dal|dalla|dalle|dai|dagli) (?:{gap}){0,4}(?:{list}))?(?: {w}){0,3}
(?:essere|venire) (?:cancellat|rimoss|tolt|eliminat|disiscritt)[oa](?: {w}){0,6}
(?:{want}|per favore|richiedo|chiedo|prego)(?: {w}){0,3} (?:disiscrivermi|cancellarmi|la cancellazione|la rimozione|la disiscrizione|cancellare l iscrizione|annullare l iscrizione|annullare (?:la mia )?iscrizione)(?: {w}){0,6}
(?:mi disiscrivo|mi cancello)(?: {w}){0,5}
(?:annull|disd|cancell|revoc)(?:are|ate|ire|ite|o|i|a) (?:{gap}){0,3}(?:iscrizione|abbonamento|sottoscrizione|consenso)(?: {w}){0,6}
(?:revoco|ritiro)(?: {w}){0,2} (?:consenso|autorizzazione)(?: {w}){0,4}
lasciate?mi (?:in pace|stare)
[probable]
non (?:sono|siamo) (?:piu )?interessat[oaie](?: (?:a|alle|ai|alla|vostre|vostri|vostra))*(?: (?:{mail}|prodotti|servizi))?{end}
(?:non mi interessa(?:no)?|nessun interesse)(?: (?:piu|le|i|la|vostre|vostri|vostra))*(?: {mail})?{end}
numero sbagliato(?: {w}){0,3}
(?:avete|ha|hai) sbagliato (?:numero|persona)(?: {w}){0,3}
(?:non mi sono|mai|non ho)(?: mai)? (?:iscritt[oa]|richiesto|autorizzato|dato il consenso|chiesto)(?: (?:a|alla|questa|queste|vostra|di|ricevere|{mail}|{list}|questi))*{end}
(?:stufo|stufa|stanco|stanca) (?:di|delle|dei|di queste) (?:{gap}){0,3}{mail}(?: {w}){0,3}
[loose]
(?:disiscri\w+|cancellarmi|cancellatemi)
[optin]
(?:iscrivimi|iscrivetemi|iscrivermi|aggiungetemi|aggiungimi)(?: {w}){0,6}
(?:voglio|vorrei|desidero) (?:iscrivermi|ricevere|abbonarmi)(?: {w}){0,6}
[help]
(?:aiuto|assistenza)
[away]
(?:sono|saro) (?:fuori|assente|in ferie|in vacanza)(?: {w}){0,6}
risposta automatica
""",
)

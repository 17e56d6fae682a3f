"""What people say beside a request to be left alone, in English, Spanish and French.

A table a sign, a phrase a line, as in the grammar of a language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

SIGN_WORDS: Final = {
    "w": r"[a-z0-9]+",
    "letter": (
        r"(?:te?xt|email|mail|message|newsletter|letter|call|msg|mailing|mailer|spam|ad|promo|offer|follow up)s?"
        r"|sms|spam|junk|correos?|mensajes?|boletin|textos?|publicidad|propaganda"
        r"|courriels?|mails?|messages|pubs?|infolettre|relances?"
    ),
    "authority": (
        r"fcc|ftc|ico|cnil|aepd|profeco|dgccrf|attorney general|better business bureau|bbb"
        r"|authorities|consumer protection|data protection|proteccion de datos|state ag"
    ),
    "contacting": (
        r"texting|emailing|contacting|messaging|calling|spamming|bothering|harassing|writing"
        r"|bugging|pestering|sending|mailing|annoying|molestando|escribiendo"
    ),
}

SIGNS: Final[Mapping[str, str]] = {
    # what came, as somebody speaks of it who does not want it
    "contact": r"""
        (?:these|those|your|ur|any|more|another|next|such|this|further|getting|receiving|of|one|cold|sus|estos|mas|tus|vos|ces) (?:{w} ){0,2}?(?:{letter})
        (?:text|email|contact|message|call|write|msg|mail|dm|bother|bug|spam|annoy)(?:ing)? (?:to )?(?:me|us|here|him|her|my {w}|this {w}|our {w}|again|any more)
        (?:spam|spamming|spammers?|junk|robotexts?|{contacting}|solicit\w+|unsolicited|telemarket\w+)
        (?:me|nos) (?:escrib\w+|mand\w+|envi\w+|llam\w+|contact\w+|llega\w*|molest\w+)
        (?:escrib|mand|envi|llam|contact|molest)\w*(?:me|nos)
        (?:m|me|nous) (?:ecri\w+|envo\w+|contact\w+|relanc\w+|harcel\w+|appel\w+)
        (?:one|another) more(?= ,|$| of (?:these|those|your|this))|hear from you|hearing from you|(?:get|getting|receive|receiving|want|sending) (?:these|this|them|those)
        """,
    # that it shall end, with nothing else for an object
    "plea": r"""
        (?:please |just |now |and |so |kindly |you |must |to |should |do |but |need to |have to )?(?:stop|quit|cease|desist|knock off|cut out|end)(?: (?:it|them|these|this|that|those|all of (?:it|this|them)|doing (?:it|this|that)|with (?:this|these|it|them|the {w})|the {letter}|{contacting}|asking|bugging|now|please|already|immediately|right now|at once))*(?=(?: (?:please|thanks|thank you|now|ok|asap|already))* ?(?:,|_|$|or|and|before))
        (?:remove|delete|drop|erase|purge|unlist|lose) (?:it|this|that|me|us|(?:my|our|this) (?:number|phone|email|name|address|info|contact|cell|line|inbox|data|details)|please)(?=(?: (?:please|thanks|now|at once|immediately|right away|asap|today|then))* ?(?:,|_|$|from|off))
        (?:make|made) (?:it|this|these|them|that) (?:all )?(?:stop|go away|end)
        (?:take|get|pull) (?:it|this|that|me|us|my {w}|this {w}) (?:off|out)(?=(?: (?:please|thanks|now|then|too))* ?(?:,|_|$|of|your|the))
        (?:off|out of) (?:the|your|this|whatever) (?:{w} )?list|off this
        (?:not|never|no longer) be (?:getting|receiving|sent|on)
        (?:no need|no reason|no point|useless|pointless|waste of time) (?:in |to |for )?(?:{w} )?(?:send\w*|writ\w+|contact\w*|text\w*|email\w*|call\w*|follow\w*)(?: {w}){0,3}
        (?:update|correct|fix|check|clean)(?: up)? your (?:records|list|lists|database|files|system|contacts|data)
        (?:said|say|saying|told|texted|replied|wrote|answered|typed|sent|asked|asking)(?: you| u| them| to)?(?: (?:guys|people|all))? (?:stop|no|unsubscribe|to stop|to unsubscribe|remove)
        (?:unsubscribe|unsubscribed|opt out|opted out|opting out)
        leave (?:me|us|my {w}|him|her) (?:alone|be|out)
        (?:lose|forget|burn) (?:it|me|us|this|my {w})
        (?:please|kindly|just) (?:remove|unlist|delete|desist)$
        (?:want|need|get|have) (?:it|this|that|my {w}|them) (?:gone|removed|deleted|off|taken off|out)
        (?:do|handle|remove|process|fix) (?:it|this|that) (?:manually|by hand|for me|yourself|yourselves)
        (?:consider|take|treat|accept|regard) (?:this|it)(?: {w}){0,2} (?:my|our|a|the|an|as)(?: {w})? (?:request|notice|opt out|answer)
        (?:what|anything) else (?:do|can|must|should) (?:i|we)
        (?:paren|pare|basta|dejen|deje|dejad|cesen|no insistan|no insista|borren|eliminen|quiten)(?: (?:ya|de {w}))*
        (?:que|esto) (?:pare|paren|se detenga|se acabe)
        (?:borraran|quitaran|eliminaran|sacaran|dieran de baja)
        (?:cessez|arretez|stop|inutile|desinscri\w+|desabonn\w+|retirez|supprimez|arreter)(?: (?:immediatement|ca|cela|tout|de {w}))*
        """,
    "correction": r"""
        (?:correct|fix|rectify|sort) (?:this|it|that)(?= ,|$)
        """,
    "plea for another": r"""
        (?:remove|delete|drop|erase|purge|unlist|take) (?:him|her|them|his {w}|her {w})(?: off)?
        (?:quit|elimin|borr|retir)(?:en|e|a|ar)(?:la|lo|las|los)|saquen(?:la|lo)|(?:retirez|enlevez|supprimez) (?:la|le|les)(?= |$)
        """,
    "reported": r"""
        (?:report|reported|reporting|complain|complained|complaint|complaints|contact|contacting|call|calling|notify|notifying|file|filing|filed|go|goes|going|straight|letter|forward|forwarding|turn|send|sending)(?: {w}){0,6}? (?:to|with|the) (?:the )?(?:{w} )?(?:{authority})
        (?:call|calling|contact|contacting|notify|notifying) (?:{authority})
        (?<!was )(?<!were )(?<!got )(?<!been )(?<!is )(?<!are )(?<!being )(?:report|reporting|reported|flag|flagging|flagged|mark|marking|marked)(?: (?!not|important){w}){0,4}? (?:as |for )?(?:spam|junk|abuse|harassment|phishing)(?! (?:i|from|that|we|folder|email|message|by))
        (?:report|reporting|reported) (?:you|u|this number|your number|your company)
        (?:{authority})
        (?:los|las|te|lo|la) (?:voy|vamos) a (?:reportar|denunciar)|(?:los|te|lo) (?:reporto|reportare|denuncio|denunciare)|(?:reportar|denunciar)(?:los|te|lo)
        (?:porter|porte|deposer|depose) plainte(?! contre (?:mon|ma|le|la|un|une))
        """,
    "goes on": r"""
        (?:if|should) (?:this|it|these|you|they|your {w}|the {w}) (?:continue|continues|keep|keeps|persist|persists|happen|happens|do not stop|does not stop|go on|goes on)
        """,
    "threat": r"""
        lawsuits?|(?:sue|suing) (?:you|your {w}|u|for|over|them)|(?:will|going to) sue|see you in court|take you to court|legal (?:action|steps|proceedings|consequences)|class action|small claims
        (?:violation|violations|violating|in breach) of(?: {w}){0,5}|unlawful|prohibited|violate(?:s|d)? (?:the|federal|state|can|my|tcpa)|(?:tcpa|can spam|gdpr|rgpd|lgpd|ccpa)(?: {w})?|against the law|(?:is|are|its|thats) illegal|federal law|breaking the law
        do not call (?:list|registry)|dnc (?:list|registry)|no call list
        screenshots?(?: {w}){0,4} (?:stop|no|texts|messages)
        denunci(?:ar|are|arlos|aremos|o|arte)|(?:los|voy a|vamos a) (?:denunci\w+|demand\w+)|(?:poner|presentar|interponer) una (?:queja|denuncia|demanda)|(?:es|esto es) ilegal|profeco
        saisi(?:r|s|rai)(?: {w})? cnil|signal(?:er|erai|e)(?: {w}){0,2} (?:spam|cnil|comme)|c est illegal|poursuites
        """,
    "harassment": r"""
        harassment|acoso|harcelement|(?:are|is|being) (?:stalking|harassed)
        """,
    # a threat where something is to go on
    "perhaps a threat": r"""
        (?:lawyers?|attorneys?|solicitors?|police|cops|sheriff|court|abogad[oa]s?|avocats?|tribunal|justice|policia|huissier)
        (?:report|block|blocking|reporting|sue|complain) (?:you|your {w}|this {w}|it)
        """,
    "going on": r"""
        (?:if|until|unless|otherwise|or else|or|next|another|again|continue|continues|continued|keep|keeps|one more|any more|more time|more text|si|siguen|otra vez|continuez|encore|ou)
        """,
    "blocked": r"""
        ^(?:(?:you are|you have been|your number is|number|now|this number is) )?blocked$|^block(?:ing)?(?: (?:you|this|ur|your number|and report\w*|this number|and delet\w+|now))*$
        (?:i|we|you|have|am|been|are|just|already|be|will) (?:block|blocked|blocking) (?:you|u|your (?:number|domain|address|email|emails|company)|this (?:number|sender|address))
        (?:you are|you have been|your {w} (?:is|has been)|youre) (?:now )?blocked
        (?:blocked|blocking) (?:and|,) (?:reported|reporting|deleted|deleting)
        ^bloquead[oa]s?$|(?:los|te|lo) (?:bloqueo|voy a bloquear|bloquee)|^bloque[e]?$|je vous bloque|je bloque (?:ce|votre) numero
        """,
    "weary": r"""
        how many (?:more )?times (?:do|must|have|will|should|did|does|am|can) (?:i|we|it|one)(?: {w}){0,5}
        ^how many times$|how many times$
        (?:for the|this is (?:my|the|our)|my|our) (?:second|third|fourth|fifth|last|final|hundredth|umpteenth|millionth|2nd|3rd|4th|5th|{w}th) (?:and final )?(?:{w} )?(?:time|request|notice|attempt|text|message|email|reply)
        (?:twice|thrice|(?:two|three|four|five|several|multiple|many|countless|{w}) times) (?:already|now|to stop|before)
        (?:already|just|repeatedly|clearly|keep|kept|always|still) (?:said|told|asked|asking|texted|saying|telling|replied|replying|wrote|requested|requesting)
        (?:said|told|asked|texted|replied|requested)(?: (?:you|u|them|this|it|so|that|to|stop|be|removed|people|guys|all|for|and)){0,5} (?:already|twice|before|times|repeatedly|weeks? ago|months? ago|last (?:week|month|year)|yesterday)
        every (?:single )?time (?:i|we) (?:said|say|asked|text|told)
        (?:sick|sick and tired|tired|fed up|had enough|annoyed|exhausted|bored) (?:of|with|by)
        (?:you people|u people|you guys) (?:do not|never|just|keep|can not|will not)(?: {w}){0,4}
        (?:do not|not|never|can not|wont|will not) (?:take no for an answer|take a hint|get (?:it|the (?:hint|message)|that)|understand|listen)
        malgre (?:mes|nos|ma|notre) (?:demandes?|relances?|messages?|refus)|a pesar de (?:mis|mi|que) {w}
        no means no|(?:^|, )(?:not )?(?:you|u) (?:people |guys )?again(?= ,|$)|when (?:i|we) (?:say|said) no|encore vous|otra vez (?:ustedes|con)|quand (?:je|on) dit non
        been over this|went over this|(?:talked|spoke|spoken) about this|(?:you|u) (?:were|was|have been|had been) (?:{w} )?(?:told|asked|notified|warned|informed)|have to (?:ask|say|tell|repeat)(?: {w}){0,3} again
        take a hint|get the (?:hint|message)|what part of (?:no|stop)
        (?:so|really|very|super|extremely|too|beyond|fucking|is|are) (?:annoying|irritating|intrusive|ridiculous|obnoxious)
        (?:llevo|ya (?:les|le|te|lo)? ?(?:dije|pedi|he pedido|he dicho|habia dicho|solicite)|cuantas veces|por (?:segunda|tercera|ultima) vez|otra vez les|mil veces|hart[oa]s?|cansad[oa]s?)
        (?:combien de fois|deja (?:demande|dit|ecrit|signale)|pour la (?:deuxieme|troisieme|derniere|enieme|{w}ieme) fois|encore une fois je|marre|ras le bol|{w} fois)
        """,
    "broken": r"""
        (?:unsubscribe|opt out|stop|cancel|remove|link|button|page|form)(?: {w}){0,3} (?:does nothing|does not (?:work|load|open|do anything)|did not (?:work|load)|not working|is broken|is dead|broken|fails|failed|never works?|goes nowhere|leads nowhere|errors? out|gives? (?:me )?an? error|404)
        (?:no|without|missing|not find|find no|where is the|not see) (?:an? |any |the )?(?:working )?(?:unsubscribe|opt out|way to (?:unsubscribe|opt out|stop))(?: {w}){0,2}
        (?:clicked|tried|pressed|hit|used|clicking|pressing|following|followed) (?:on )?(?:the |your |that )?(?:{w} )?(?:link|button|unsubscribe|opt out)(?: {w}){0,6}
        (?:link|button|unsubscribe)(?: {w}){0,4} (?:times|twice|repeatedly)
        clique(?: {w}){0,4} (?:desinscription|desabonnement|desabonner|desinscrire)(?: {w}){0,4}|(?:lien|bouton) (?:{w} ){0,3}?ne (?:marche|fonctionne) (?:pas|plus)
        (?:enlace|boton|link) (?:{w} ){0,4}?no (?:funciona|sirve|hace nada)|di clic(?: {w}){0,4} (?:baja|suscripcion)
        """,
    "never asked": r"""
        (?:never|did not|do not|not|no one here)(?: {w}){0,2} (?:sign(?:ed)? up|subscribed?|opt(?:ed)? in|register(?:ed)?|agreed?|consent(?:ed)?|ask(?:ed)?|request(?:ed)?)(?: (?:for|to|in))? (?:this|these|that|it|any of {w}|your {w}|(?:receive|get|be) {w}|any {w})$
        (?:nunca|jamas)(?: {w}){0,2} (?:di|dado|otorgue|suscribi|autorice|solicite|pedi) (?:permiso|autorizacion|consentimiento|mi {w}|esto|estos {w}|nada)
        jamais(?: {w}){0,2} (?:donne|demande|autorise|souscrit)(?: (?:mon|ma|a|de|d))* (?:accord|consentement|autorisation|adresse|numero|ca|cela|recevoir|figurer|etre|apparaitre|m {w})
        """,
    "still": r"""
        still (?:get|getting|receive|receiving|here|coming|see|sending|in my|on (?:your|the)|texting|emailing|being)
        (?:keep|keeps|continue|continues|kept) (?:(?:getting|receiving|sending|to (?:get|receive|send)) (?:me |us )?(?:these|this|them|those|your|ur|{letter}|stuff|more)|coming|arriving|showing up)
        (?:and )?here (?:you|we) are again|back again
        sigo recibiendo|(?:me |nos )?siguen? (?:llegando|enviando|mandando|escribiendo|molestando)|(?:recois|recevons|recoit) (?:toujours|encore|sans cesse)|continuez (?:a|de) (?:m|me|nous) {w}
        """,
    "volume": r"""
        (?:two|three|four|five|six|seven|eight|ten|\d+|too many|so many|dozens of|hundreds of|non stop|constant|endless) (?:{w} )?(?:{letter})(?: {w}){0,2} (?:a|one|per|each|every|this|in) (?:{w} )?(?:day|week|hour|month|morning|days)
        """,
    "leaving": r"""
        (?:i am|we are|im|count me|i want|want|consider me) (?:so |officially |completely )?(?:out|gone|done)(?= ,|$)|^(?:bye|goodbye|good bye|bye bye|adios|so long)$|(?:^|, )(?:bye|goodbye)$|would like out
        """,
    "asked before": r"""
        (?<!never )(?<!not )(?:texted|replied|sent|typed|answered|responded)(?: you| back| with)? (?:stop|unsubscribe|no)(?! (?:to|when|if|by|at|in|but|so)(?!\S))
        (?:told|telling) (?:you|u)(?: (?:people|guys|all|folks))? (?:no|stop)(?! (?:to|when|if|one|problem)(?!\S))
        no means no
        (?:asked|told you|told u|requested|begged|said it|said so)(?: (?:you|u|them|people|guys|all|two|three|four|five|several|many|multiple|so|like|at|least|\d+)){0,3} (?:times|twice)(?: now| already| before)*$
        """,
    "called spam": r"""
        (?:this is|that is|is|its|it is|es|esto es|puro|pinche|c est|que|du|all|just|more|nothing but|stupid|pure|total)(?: (?:du|pure|just|total|puro|all))? (?:spam|junk|basura)(?! folder| filter| mail folder)
        """,
    "list": r"""
        (?:your|the|this|la|su|tu|sus|votre|vos|la) (?:{w} ){0,2}?(?:lists?|lista|listas|listes?|database|mailings?|base|records)
        """,
    # what ordinary replies are about
    "business": r"""
        appointments?|citas?|rendez vous|rdv|orders?|pedidos?|commande|reservations?|reserva|booking|refund|reembolso|remboursement|membership|account|cuenta|compte|reschedule|cambiar|change|cancel|move|delivery|entrega|livraison|invoice|factura|facture|bill|insurance|seguro|class|lesson|session|prescription|package|parcel|paquete|colis|price|precio|prix
        """,
    "pestering": r"""
        (?<!not )(?<!never )(?:bothering|annoying|pestering|bugging|harassing|disturbing|spamming|hounding|stalking) (?:me|us)|(?:me|nos) (?:estan?|estas) (?:molestando|acosando)|(?:me|nos) (?:tienen|tiene|traen) (?:ya )?(?:cansad|hart)[oa]s?|(?:m |me |nous )(?:harcel\w+|saoul\w+|derang\w+|emmerd\w+)
        """,
    "anger": r"""
        (?<!to )(?:fuck|screw|frig|eff|f(?= (?:off|yourself|you(?= ,|$)|u(?= ,|$)))) (?:you|off|u|ya|yourself|urself|this|ur {w}|your {w}|all of you|outta here)|go (?:fuck|f|screw|eff) (?:yourself|urself|your {w}|you)|(?:^|, )fu$
        (?:go to|rot in|burn in) hell|gtfo|stfu|kiss my (?:ass|butt)|(?:eat|full of) shit|drop dead|get (?:a|the|some) (?:life|fuck out|hell out)(?: {w}){0,2}|get bent|kick rocks|take a hike|piss off|shove it
        shut (?:the {w} )?up|you (?:suck|disgust me|make me sick)
        vete al? (?:la )?(?:mierda|verga|chingada|carajo|diablo|infierno)|chinga(?:te|tu|n)?(?: {w}){0,2}|jodete|jodanse|que te den|vayanse (?:a|al) {w}(?: {w})?|callate|callense|no (?:jodan|jodas|chinguen|chingues|mamen)
        va te faire(?: {w}){0,3}|allez vous faire(?: {w}){0,3}|ferme la|ta gueule|fermez la|casse toi|degage[zr]?|foutez (?:moi|nous) la paix|allez au diable
        """,
    "insult": r"""
        (?:idiots?|morons?|assholes?|scammers?|scum|losers?|jerks?|bastards?|creeps?|clowns?|pricks?|bitch(?:es)?|dumbass(?:es)?|trash|fools|parasites|vultures|thieves|pendej[oa]s?|estafadores?|ladrones|imbeciles?|idiotas?|cons|connards?|escrocs?|arnaqueurs?|abrutis?)
        """,
    "stranger": r"""
        wrong (?:number|person|guy|girl|lady|woman|man|dude|phone|individual|contact|party|human|{w} (?:sorry|buddy|pal))(?! of| s | order| size| color| item)
        (?:you|u) (?:have|have got|got|texted|reached|want|need|called|are texting|are looking for|must have)(?: got)? (?:the )?wrong(?: (?!time|order|size|address|item|color|colour|date|room|price|door|day|bill|one|part|name|code|place|lane|street|car|file|form|amount|total|house|table){w})
        (?:not|never) (?:the|who) (?:person |one |{w} )?(?:you|u) (?:are |were |re )?(?:looking for|want|think|thought|after|trying to reach|texting|need)
        (?:no one|nobody|no {w}|none)(?: here)?(?: (?:is|goes))? (?:by|with|named|called)(?: {w}){1,3}
        (?:do not|not|never|did not|no idea) (?:know|heard of|hear of|recogni[sz]e) (?:any|anyone|anybody|a|who)(?: {w}){1,3}|idk (?:any|who)(?: {w}){1,3}
        never heard of (?:you|u|him|her|them|your {w}|this {w}|that {w}|it)
        (?:there is|we have|here is|have|is not|is|are) no {w} (?:here|at this|living|at our)(?: {w}){0,3}
        (?:this is|its|it is|that is)(?: not)? (?:not )?(?:{w} )?(?:{w} )?(?:s )?(?:number|phone|cell|line)(?: any more| no more)
        (?:this|that|the) (?:number|phone|line|cell)(?: {w}){0,2} (?:belong|belongs|belonged) to(?: {w}){0,4}
        (?:does not|do not|doesnt|no longer|not|never|did not) (?:have|has|own|owns|use|uses|live|lives|at|reside|resides|with|on)(?: at| in)? (?:this|here|that|there)(?: (?:number|phone|address|house|line|place))?(?: any more| any longer)?(?! (?:number |phone |address |house |line |place )?(?:during|on|in|at|until|yet|right|today|full|all|always|every|now))
        (?:is|has been|am) not (?:at|on) this (?:number|phone)
        (?:new|changed|different|got a new) (?:phone|number) ,? ?not(?: {w}){0,2}
        (?:numero|persona|telefono) equivocad[oa]|se (?:equivoc\w+)(?: {w}){0,4}|no soy (?:el|la|yo|esa|ese|quien)(?: {w}){0,4}|aqui no (?:vive|es|hay|trabaja|existe)(?: {w}){0,3}|no conozco a(?: {w}){0,3}|no (?:lo|la|los) conozco|ya no (?:usa|tiene|es|vive|trabaja|esta)(?: {w}){0,2} (?:numero|telefono|celular|aqui|nosotros)
        (?:mauvais|faux|erreur de|pas le bon|trompez? de|trompe de) (?:numero|personne|destinataire)|ce n est pas (?:moi|{w})(?= ,|$)|c est pas moi|c pas moi|je ne suis pas(?: (?:la|le|cette|ce))?(?: bonne| bon)? (?:personne|{w})(?= ,|$)|(?:n habite|ne travaille|n est|n utilise|n a) plus(?: {w}){0,2} (?:ici|numero|nous|telephone|adresse)|connais pas(?: {w}){0,3}
        """,
    "not the one": r"""
        (?:i am|this is|its|it is|this aint|im|i aint|thats|that is)(?: not)? (?:not )?{w}(?: s)?(?: (?:number|phone))? (?:any more|no more|any longer)
        (?:i am|this is) not (?:the|a|an|your) (?:{w} )?(?:homeowner|owner|person|one|customer|client|patient|parent|tenant|guy|man|woman|lady|student|member|donor|voter)(?= ,|$)
        (?:i am|this is|this aint|im|i aint) not {w}(?= ,|$)|(?:not|aint) me(?= ,|$)|not (?:him|her)(?= ,|$)
        no soy {w}(?= ,|$)|je ne suis pas {w}(?= ,|$)|c est pas {w}(?= ,|$)
        """,
    "dead": r"""
        passed (?:away|on(?= ,|$)|last {w}|in (?:{w} )?(?:january|february|march|april|may|june|july|august|september|october|november|december|(?:19|20)\d\d))|(?:he|she) is (?:gone|no more)|deceased|(?<!phone )(?<!battery )(?<!cell )(?<!car )(?<!line )(?<!it )(?<!laptop )(?:is dead|died)|dead since|in heaven|fallec\w+|murio|difunt[oa]|decedee?|est mort(?:e)?
        """,
    "departed": r"""
        (?:retired|resigned|left (?:the|our|us|this|in)(?: {w})?|no longer (?:works?|with (?:us|the|our)|employed|part of|here|in business|lives?|at)|moved (?:away|out|on|to)|changed jobs|relocated|laid off|went out of business|out of business|sold (?:my|our|the|that) {w}|shut down|closed (?:the|our|my|down|in|for good)(?: {w})?)
        (?:se jubilo|cerramos|cerro|se mudo|ya no (?:trabaja|vive|esta)|vendi (?:mi|la|el))
        (?:n est plus|a quitte|ne travaille plus|n habite plus|parti a la retraite|retraitee?|a demenage|cesse son activite|ferme (?:la|notre|l))
        """,
    "child": r"""
        (?:kids?|childs?|daughters?|sons?|minors?|year olds?|yr olds?|childrens?|teens?|grandma|grandmother)(?: s)? (?:phone|number|cell|device|email|account|line)|(?:business|work|office|landline|land line|emergency|hospital|private|personal|unlisted)(?: business)? (?:phone|line|number|landline)|landline
        """,
    "minor": r"""
        i am (?:only |just )?(?:[6-9]|1[0-7])(?: years? old| yrs? old)?(?= ,|$| and| you| stop)|i am a (?:minor|kid|child)|i am in (?:high|middle|elementary) school
        """,
    "unasked": r"""
        (?:did not|do not|have not|never|have never)(?: (?!ask){w}){0,2} (?:sign|signed|subscribe|subscribed|ask|asked|agree|agreed|opt|opted|register|registered|authori[sz]ed?|consent|consented|request|requested|give|gave|given|recall|remember)(?: (?:up|in|to|for|on|you|me|permission|my|this|these|any|of|your|a|the|it|subscribing|signing|opting|giving))+
        (?:how|where)(?: the {w})?(?: did| do| you)*(?: (?:you|u|ya))? (?:get|got|find|found|have)(?: {w}){0,2} (?:number|email|address|name|info)
        who (?:authori[sz]ed|allowed|permitted|told) you
        (?:who|whoever)(?: {w}){0,2} (?:gave|sold|shared|giving|gives|sells|selling)(?: {w}){0,2} (?:number|email|address|name|info|contact)
        (?:do not|dont|no idea|not sure|not|never) (?:even )?(?:know|remember|recognize|recall)? ?(?:who|how|why) (?:you|u|i|this|these)(?: {w}){0,6}
        (?:i am|we are|not) (?:not )?(?:a |your )+customer|never (?:been|was|bought|ordered|did)(?: {w}){0,4}
        (?:bought|purchased|harvested|scraped|sold|stole) (?:my|our) {w}
        (?:on|in) your (?:{w} )?(?:list|database|system|records|files) (?:in error|by mistake|by accident|erroneously)|(?:entered|added|signed up|put) (?:{w} ){0,3}?(?:by mistake|in error|by accident)
        unsolicited|without (?:my|our|any) (?:permission|consent|knowledge|asking|agreement)
        (?:nunca|jamas|no)(?: {w}){0,3} (?:suscribi|suscrito|solicite|solicitado|pedi|pedido|autorice|autorizado|di|registre|acepte|aceptado)(?: {w}){0,5}|(?:quien|de donde)(?: {w}){0,3} (?:numero|correo|dio|sacaron|consiguieron)|quien (?:eres|es|son)
        jamais(?: {w}){0,3} (?:demande|donne|inscrite?|abonnee?|accepte|autorise|consenti|souscrit)(?: {w}){0,5}|(?:pas|aucun|jamais)(?: {w}){0,2} (?:mon|notre) (?:accord|consentement|autorisation)|n avez pas mon (?:accord|consentement|autorisation)
        """,
    "uninterested": r"""
        (?:not|no longer|never|zero|no|uninterested)(?: {w})? (?:interested|interest)
        (?:no|not|never|little) (?:use|need|time|room|patience|desire) (?:for|of)
        (?:do not|can not|never) (?:own|sell) (?:a |an |any |you |my |this )*{w}
        already (?:bought|voted|sold|purchased|switched|found|donated|got one|have one|own one|have (?:a|an) {w})
        (?:not in the market|not a fit|hard pass|not for (?:me|us|sale)|count (?:me|us) out|have a vendor|another (?:supplier|vendor|provider)|not (?:buying|selling|switching|looking))
        (?:no (?:me|nos) interesa\w*|sin interes|ningun interes|no estoy interesad[oa])
        (?:pas interess\w+|ne (?:m|nous) interesse\w*|aucun interet|n interesse)
        """,
    "mention": r"""
        stop|unsubscribed?|opt out|remove me|take me off|removed|taken off
        """,
    # nobody who says this wants to be rid of us
    "welcome": r"""
        (?:keep|keep them|keep it|keep these|keep those) coming|love (?:your|the|these|it|this|getting|them)|(?:please|do) keep|(?:happy|glad|thrilled) to|looking forward|keep (?:me|us) (?:on|posted|updated|informed|in)|(?:add|sign|opt|put|keep) (?:me|us) (?:up|in|back|on)
        (?:me encantan?|sigan|con gusto|gracias por (?:todo|su ayuda|la ayuda))|j adore|continuez (?!a me)
        """,
}

"""The words of English that its phrases are made of."""

from __future__ import annotations

from typing import Final

WORDS: Final = {
    "w": r"[a-z0-9]+",
    "mail": (
        r"messages?|emails?|mails?|texts?|sms|mms|newsletters?|mailings?|spam|spams|spamming|junk"
        r"|crap|garbage|rubbish|trash|ads?|adverts?|advertisements?|advertising|promos?|promotions?"
        r"|promotional|promotionals|offers?|marketing|notifications?|alerts?|updates?|reminders?"
        r"|communications?|correspondence|solicitations?|solicitation|campaigns?|bulletins?|digests?"
        r"|blasts?|stuff|nonsense|bs|bullshit|shit|material|materials|mailers?|flyers?|catalogs?"
        r"|catalogues?|specials|deals|robotexts?|calls|robocalls|pings|contact|contacts|outreach|follow ups?"
    ),
    "letters": (
        r"messages?|emails?|mails?|texts?|sms|newsletters?|mailings?|spam|junk|notifications?|alerts?"
        r"|mailers?|robotexts?|follow ups?|(?:text|email|sms|phone|marketing|promotional|promo|sales) (?:messages?"
        r"|alerts?|notifications?|updates?|reminders?|campaigns?|blasts?|calls|list|newsletters?|emails?"
        r"|texts?|program)"
    ),
    "that": r"it|this|that|these|those|them|anything|any|more|any more|all|everything|things",
    "doing_one": (
        r"emailing|mailing|texting|messaging|contacting|calling|phoning|spamming|writing|sending"
        r"|bothering|harassing|pestering|bugging|annoying|disturbing|soliciting|bombarding|flooding"
        r"|blasting|pinging|notifying|hounding|badgering|nagging|dming|smsing|reaching out|following up|circling back|checking in"
        r"|blowing up|filling up|clogging|trying to sell|selling to|advertising|marketing|wasting"
    ),
    "doing": r"(?:{doing_one})(?:(?: ,)? (?:or|and|nor) (?:{doing_one})){0,2}",
    "do_one": (
        r"email|mail|text|txt|message|contact|call|phone|spam|write|send|bother|harass|pester|bug"
        r"|annoy|disturb|solicit|ping|notify|reach out|msg|sms|dm|follow up|circle back"
    ),
    "do": r"(?:{do_one})(?:(?: ,)? (?:or|and|nor) (?:{do_one})){0,2}",
    "me": (
        r"(?:to )?(?:me|us|(?:my|our) {w} and (?:me|i|myself)|(?:me|myself) and my {w}|myself|ourselves|ADDR|NUM|anyone here|everyone here|everybody here"
        r"|(?:both|all|either) (?:of )?(?:us|our|my|these|those|the)(?: {w})?"
        r"|(?:my|our|this|the|that) (?:(?:work|personal|private|old|office|home|business|company|cell"
        r"|mobile|phone|email|contact|above|following|entire|whole|shared) ){0,2}"
        r"(?:email|emails|mail|address|addresses|number|numbers|phone|cell|name|names|inbox|mailbox"
        r"|line|contact|contacts|account|domain|company|office|household|team|organi[sz]ation|info"
        r"|information|details|data|id)(?: (?:address|addresses|number|numbers|info|information"
        r"|details|ADDR|NUM|as well|too|and name|and number|and email))?(?: ADDR| NUM)?)"
    ),
    "list": (
        r"lists?|listings?|mailings?|databases?|db|systems?|records?|files|directory|directories"
        r"|register|distributions?|distro|subscriptions?|subscribers?|newsletters?|emails?|mails?"
        r"|messages|texts?|texting|emailing|marketing|promotions?|promos?|notifications?|alerts?"
        r"|updates|campaigns?|communications?|correspondence|spam|advertising|ads|roster|rolodex"
        r"|contacts|program|programme|robocalls?|robotexts?|bulletins?|digests?|blasts?|outreach"
        r"|solicitations?|everything|all|here|this|these|it|them|that|there|mailing|crm|service"
        r"|club|sequence|cadence|drip|funnel|circulation|group text|group texts|text group|server|servers|books"
    ),
    "gap": r"(?!(?:and|but|or|so|keep|add|put|while|when|until|because|if|about|with)\b){w} ",
    "now": (
        r"please|kindly|just|now|right now|immediately|already|right away|at once|asap|today|again"
        r"|any more|any longer|ever|ever again|forever|for ever|permanently|completely|for good"
        r"|thanks|thank you|many thanks|period|altogether|entirely|from now on|in the future"
        r"|in future|henceforth|effective immediately|as soon as possible|sir|madam|guys|folks"
        r"|people|man|dude|bro|further|with immediate effect|ok|okay|will you|would you|god|lord"
        r"|the hell|the fuck|damn|dammit|damn it|for the love of god|for gods sake|too|either|at all"
    ),
    "order": (
        r"(?<!you )(?<!they )(?<!people )(?<!i )(?<!we )(?<!he )(?<!she )(?<!it )(?<!who )(?<!did )"
        r"(?<!can )(?<!to )(?<!could )(?<!if )(?<!for )(?<!are )(?<!is )(?<!were )(?<!was )"
    ),
    "self": (
        r"me|us|here|again|any more|any longer|any further|ever|further|anything|ADDR|NUM"
        r"|(?:this|my|our) (?:{w} )?(?:phone|number|cell|line|address|email|inbox|mailbox|mobile)"
    ),
    "gap_word": (
        r"to|from|receive|receiving|get|getting|see|seeing|read|hear|have|having|any|more|of|your|ur"
        r"|these|those|this|that|the|all|further|such|you|be|sent|on|in|at|with|it|so|much|many"
        r"|me|us|my|our|phone|inbox|sending|send|damn|stupid|fucking|freaking|annoying|unwanted"
        r"|marketing|promotional|sales|political|weekly|daily|monthly|constant|endless|company|kind"
        r"|trying|for|her|him|a|single|one|another|other"
    ),
    "end": r"(?=(?: {now})*(?: (?:,|_|and|or|but|so|because|since|as|for|i|we|this is|you)(?!\S)|$))",
    "start": r"(?:^|(?<=, )|(?<=_ )|(?<=and )|(?<=but )|(?<=then )|(?<=so )|(?<=hi )|(?<=hello )|(?<=please )|(?<=kindly )|(?<=thanks )|(?<=just )|(?<=you )|(?<=or )|(?<=now )|(?<=ok )|(?<=hey )|(?<=yes )|(?<=sorry ))",
    "not": r"(?:do|does|did|will|would|should|must|can|could|may|shall) not|not|never|no longer|dont",
    "remove": (
        r"remove|delete|take|drop|get|cross|scratch|strike|pull|erase|purge|exclude|wipe|withdraw"
        r"|omit|clear|eliminate|unlist|kick|removing|deleting|taking|getting|have|dropping"
    ),
    "gone": (
        r"removed|deleted|taken|dropped|crossed|scratched|struck|pulled|erased|purged|excluded|wiped"
        r"|withdrawn|omitted|cleared|eliminated|unlisted|kicked"
    ),
    "away": r"from|off|off of|out of|out|of",
    "unsub": r"unsubscribe|opt out|unsubscribing|opting out|deregister|unenroll|disenroll|unregister",
    "unsubbed": r"unsubscribed|opted out|deregistered|unenrolled|disenrolled|unregistered",
    "stop": r"stop|quit|cease|discontinue|halt|end|cease and desist|desist from|desist|refrain from",
    "stopping": r"stopping|quitting|ceasing|ending|cancelling|canceling",
    "i": r"i|we|id|just",
    "asked": (
        r"asked|told|requested|begged|emailed|texted|written|said|replied|responded|clicked|tried"
    ),
    "want": (
        r"want|wanted|wish|would like|would love|would prefer|would rather|need|like|prefer|request"
        r"|ask|demand|insist|hereby request|am asking|am requesting|am writing|writing|am trying"
        r"|have been trying|keep trying|keep asking|have asked|have tried|tried|asked|was trying"
        r"|have requested|requested|attempted|have to|must|am looking|looking|am demanding|trying"
    ),
    "people": (
        r"people|everyone|everybody|somebody|someone|anyone|anybody|nobody|no one|none|who|customers?"
        r"|users?|subscribers?|clients?|others|readers|folks|members|some|many|most|several|few"
        r"|anyone else|somebody else|someone else|everyone else|recipients|visitors|fans|donors"
    ),
    "they": (
        r"he|she|they|(?:my|our|the|a|his|her|their|your) (?:{w} ){0,2}?(?:mother|father|mom|mum|dad|wife"
        r"|husband|boss|friend|friends|colleague|colleagues|coworker|daughter|son|sister|brother"
        r"|partner|client|clients|customer|customers|users?|subscribers?|neighbor|neighbour|team"
        r"|manager|aunt|uncle|parents|grandmother|grandma|lawyer|doctor|tenant|employee|assistant)"
    ),
    "thing": (
        r"order|orders|appointment|appointments|booking|bookings|reservation|meeting|meetings"
        r"|delivery|deliveries|shipment|package|parcel|payment|payments|invoice|invoices|bill|bills"
        r"|call|project|trip|flight|ticket|tickets|class|classes|session|visit|check|cheque|contract"
        r"|policy|plan|trial|service|services|refund|purchase|item|items|event"
        r"|interview|lesson|lessons|insurance|card|deposit|transfer|direct debit|auto ?renewal"
        r"|renewal|auto ?pay|gym|lease|conference|consultation|demo|quote|repair|pickup|cleaning"
    ),
    "request": (
        r"request|request to you|formal request|notice|written notice|formal notice|reply"
        r"|official request|final request|instruction"
    ),
}

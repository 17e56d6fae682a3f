"""The phrases of English."""

from __future__ import annotations

from typing import Final

from filters.revocation.grammar import grammar
from filters.revocation.languages.english_core import CORE
from filters.revocation.languages.english_words import WORDS

ENGLISH: Final = grammar(
    WORDS,
    CORE
    + r"""
[keyword]
(?:stop|stop all|stop (?:2|to) (?:end|quit|stop|opt out)|quit|end|revoke|opt out|cancel|cancel all|unsubscribe|remove|remove me|take me off)
(?:no more|stop it|quit it|quit this|cut it out|knock it off|stop this|i quit|stop messaging|stop emailing|stop texting|stop spamming|stop contacting me|spam stop|stop that|stop now|just stop|enough|unsubscribe all|unsubscribe me)
(?:opt me out|go away|get lost|leave me alone|delete me|off list|off the list|cancel this|stop sending)
(?:opting out|removal|removal request|stop texts|stop emails|cease|desist|cease and desist|halt)
(?:fuck off|piss off|bugger off|buzz off|bug off|f off|unsubscribe this|end this|stop these|end all)
(?:no more please|unsubscribed|unsubscribing|discontinue|stop stop|leave us alone|do not contact|do not text|do not email|do not message|no contact)
(?:wrong (?:number|person|guy|phone)|unsubscribe request|unsubscribe from all|stop everything|stop this shit|stop this crap)
[filler]
(?:have a (?:nice|great|good|lovely|blessed) (?:day|weekend|evening|one|week|time)|take care|god bless|bye|goodbye)
(?:(?:thank you|thanks)(?: {w}){0,3} for (?:your|the|any) (?:understanding|help|time|attention|assistance|cooperation|prompt {w}|consideration|service))
(?:please|thanks|thank you|many thanks|thanks a lot|thank you very much|hi|hello|hey|now|right now)
(?:just|ok|okay|so|and|sir|madam|sir or madam|team|all|there|immediately|asap|already|i said|again)
(?:yes|no(?= ,|$)|yeah|yep|nope|good (?:morning|afternoon|evening|day)|dear {w}|dear sir or madam|folks|guys)
(?:to whom it may concern|regards|best|best regards|kind regards|cheers|man|dude|bro|fuck|damn|ffs)
(?:fucking|freaking|i repeat|once more|for the last time|last warning|final|sincerely|really|kindly)
(?:today|at once|the fuck|effective immediately|for good|forever|permanently|hello there|god|omg|ugh)
(?:i mean it|seriously|sorry|no thanks|no thank you|but no|yo|as soon as possible|do it|ever|everyone)
[insistent]
(?:who (?:is|dis|are)(?: {w}){0,2}|what is this|do not know (?:you|who {w} {w}))(?: ,)? (?:please )?(?:stop|remove me|unsubscribe)$
(?:confirm|ensure|make sure|let me know|verify)(?: {w}){0,4} (?:{gone}|{unsubbed}) (?:me|us|my {w}|this {w})(?: {w}){0,6}
(?:although|though|even though|despite that) (?:i|we) (?:have |had |already )*(?:{unsubbed}|(?:asked|told|requested)(?: you| u)? (?:to|not|for|no|twice|before|already|several|many))(?: {w}){0,8}
what (?:do|can|must|should|would) (?:i|we)(?: {w}){0,5} to (?:stop|{unsub}|opt out|get off|be removed|get removed|end)(?: {w}){0,8}
(?:my|our|a|this|as)(?: {w})? request (?:to (?:be )?(?:{unsub}|{unsubbed}|{gone}|stop|opt out|unsubscribe)|for removal)(?: {w}){0,6}
(?:my|our|this) (?:number|email|address|email address)(?: ,)?(?: (?:and|so|please|just))* (?:delete|remove|erase|lose|forget) it(?: {w}){0,3}
(?:make sure|ensure|see to it|see that|want to|wish to|like to|prefer to|expect to|i should)(?: {w}){0,4} (?:receive|get|see|hear) (?:no (?:more|further|additional)|nothing)(?: {w}){0,6}
(?:appreciate|appreciated|grateful|great|nice|good|thankful|helpful|happy|kind|lovely|wonderful|thanks|thank you|glad|obliged|awesome)(?: {w}){0,3} if (?:you|someone|somebody|your {w})(?: (?:could|would|can|please|just|kindly))* (?:(?:stop|stopped|quit|ceased) (?:all )?(?:{doing}|it|this|these|that|now|with|bothering|your|the {mail})|(?:remove|removed|take|took|delete|deleted|unsubscribe|unsubscribed|opt|opted|leave|left) (?:{me})|(?:no longer|never|did not|do not) (?:{do}|{me}))(?: {w}){0,8}
(?:process|honou?r|complete|confirm|accept|respect|action|execute|handle|acknowledge)(?: {w}){0,3} (?:unsubscribe|opt out|removal|unsubscription|unsubscribing)(?! link| button| page)(?: {w}){0,4}
(?:is|are) (?:there|it) (?:a|any|some|no|not a|not any|possible|another)(?: {w}){0,3}? (?:to|i can|we can|for me to|for us to|i could) (?:{unsub}|opt out|be removed|get off|get removed|stop (?:getting|receiving)|get (?:{me} )?(?:off|removed)|be taken off|remove {me})(?: (?!only|just|but|selected){w}){0,6}$
(?:am|are) (?:i|we) able to (?:{unsub}|opt out|be removed)(?: {w}){0,6}
{start}(?:i|we) (?:have |had )?(?:already )?(?:{unsubbed}|tried to {unsub})(?: (?!the|them|him|her|people|users|our|those|all|some|a|two|three|because|every|other|others|another|most|many|but|by|accidentally){w}){0,8}$
(?:if|until|unless) you (?:do not|will not|can not)(?: {w}){0,3} (?:stop|quit|cease|remove|unsubscribe|leave|take (?:me|us|my {w}) off)(?: {w}){0,12}
(?:if|should) (?:you|i|we) (?:keep|continue|contact|email|text|send|get|receive|hear)(?: {w}){0,8}(?: ,)? (?:i|we) (?:will|shall|am going to|are going to) (?:report|sue|call|contact|take|file|complain|see|notify|be contacting|be reporting|forward)(?: {w}){0,8}
(?:one more|another|any more|any further|next) (?:{w} ){0,2}(?:{mail})(?: {w}){0,4} (?:and )?(?:i|we) (?:will )?(?:report|sue|call|contact|file|complain|be reporting)(?: {w}){0,6}
(?:why|when|can|could|have|did|do|will|would) ?(?:will|can|could|would|have|are|do|did)?(?: you not| not you| you (?:not|ever|finally|still|going to ever|going to|still not))(?: {w}){0,3} (?:stop|stopped|remove|removed|unsubscribe|unsubscribed|leave (?:me|us|my {w}|alone))(?: {w}){0,6}
(?:you|have|still)(?: {w}){0,3} not (?:yet )?(?:{gone}|{unsubbed}|stopped) (?:me|us|my {w}|{doing})(?: {w}){0,6}
(?:how|where) (?:do|can|could|to|would|should|might|the hell do|the fuck do|on earth do|exactly do|does one|am i supposed to|are we supposed to)(?: i| we| one| you)?(?: {w}){0,2} (?:{unsub}(?! (?:a|an|the|him|her|them|people|users?|customers?|someone|somebody|contacts?|members?|subscribers?|clients?|my (?!email|address|number|phone|self|work)|our (?!email|address|office))(?!\S))|opt out|get (?:off(?! at| on| in| early| work| the (?!list|mailing|email|newsletter|distribution))|out of|removed|taken off|rid of|myself off|me off|my {w} off|my {w} removed)|stop (?:{gap}){0,4}?(?:{mail}|{that}|getting|receiving|you)|be (?:removed|taken off|unsubscribed)|cancel (?:{gap}){0,3}(?:{mail}|subscription)|remove (?:{me})|make (?:{w} ){0,3}stop|turn (?:{w} ){0,3}off|end (?:{gap}){0,2}(?:{mail}|{that}))(?: {w}){0,6}
(?:{i} )?(?:can not|could not|unable to|not able to|not know how to|not find (?:how|where|a way|any way|the way|a place|anywhere)(?: to)?|not figure out how to|no idea how to|not see (?:how|where|a|any)(?: {w}){0,2} to|impossible to|not let me|not allow me to|will not let me|do not see a way to|have no way to|no way to|tried(?: {w}){0,3}(?: to)?|trying to|keep trying to|have been trying to|attempted to|keep(?: {w}){0,2}ing to) (?:(?:{unsub}|opt out)(?! link| button| page| option| form)|be removed|get off|stop (?:(?:getting|receiving|sending|all|these|the|your|those|of) ){0,3}(?:{mail}|{that}(?= ,|$)))(?: {w}){0,8}
(?:i|we) (?:have |had |already |also |just |even |thought i had |thought i |clearly |even |twice |definitely |specifically |{w}ly (?<!nearly ))*(?:{unsubbed}|asked to be removed|asked to be unsubscribed|cancelled my subscription)(?: (?!because|the (?!list|newsletter)|them|him|her|people|users|our|those|every|other|others|another|most|many){w}){0,10}? (?:yet|still|getting|receiving|why|again|already|before|times|twice|months?|weeks?|days?|ago|years?|last|multiple|several|,)(?: {w}){0,10}
(?:i|we) (?:have |had )?(?:already|thought i had|thought i|thought we had) (?:{unsubbed}|asked to be removed|been removed|opted out)(?: {w}){0,6}
(?:can|could|would|will) you (?:please |kindly |just )*(?:not|never|no longer|stop|quit) (?:{do}|{doing})(?: {w}){0,4}
[innocent]
how come (?:you|u|i|we) (?:do not|no longer|never|did not|stopped)(?: ever)? (?:{do}|{doing}|get|getting|receive|receiving)(?: {w}){0,5}
why (?:do|does|did|will|would|can|could) (?:not |{w} not |you not |you )*(?:{w} )?leave (?!me|us|my|our|people)(?:{w} ?){1,6}
(?:hate|hated|sad|sorry|afraid|fear|dislike|regret|shame|upset|disappointed|devastated|worried)(?: (?!please|but){w}){0,4} (?:{unsubbed}|{gone}|{unsub}|unsubscribe|stop|stopped)(?: (?!and|but|so){w}){0,8}
(?:delete|remove|ignore|disregard|discard|erase) (?:my|the|this|that|our) (?:previous|last|earlier|first|other|second|draft|recent|duplicate) (?:{w} )?(?:emails?|messages?|texts?|mail|reply|note|order|request|comment)(?: {w}){0,6}
(?:{unsub})(?! me)(?! us)(?: (?:from|of))?(?: {w}){0,5} (?:at any time|any time|anytime|by clicking|by replying|in your (?:settings|account|profile))(?: {w}){0,4}
(?<!can )(?<!could )(?<!would )(?<!will )(?<!have ){people} (?:(?!and|but|i|we){w} ){0,5}?(?:{unsub}|{unsubbed}|{gone}|stop|stopped|remove|opt out)(?: (?!and|but|so){w}){0,8}
(?:have|had|got|get|receive|received|receiving|getting|see|seen|are|is|were|was|there|has|been|with) (?:{w} )?no (?:more|further)(?: (?!and|but|so){w}){0,8}
no (?:more|fewer) than(?: {w}){0,5}
no more (?:questions|problems|issues|changes|comments|excuses|worries|seats|tickets|rooms|room|time|money|milk|space|{w} left)(?: {w}){0,5}
(?:unsubscribing|opting out|unsubscribed|unsubscribe) (?:also |ever |really |actually )?(?:stops?|works?|affects?|means?|cancels?|will|would|does|did|removes|is|was|were|only|also)(?! me)(?: (?!and|but|so){w}){0,8}
(?:i|we) (?:have )?(?:{unsubbed}) (?:from )?(?:every|other|all other|all the other|another|most|many|everything else)(?: (?!and|so){w}){0,8}
(?:do|does|did|will|would|can|could|is|are) (?:{w} ){0,2}?(?:unsubscribing|opting out|stop|unsubscribe)(?: {w}){0,2} (?:also|mean|work|affect|stop|cancel|remove)(?: {w}){0,6}
(?:if|unless|before|in case|even if|had|suppose|supposing) (?:{they}|{people}) (?:(?!and|but|i|we){w} ){0,6}?(?:{stop}|{unsub}|{unsubbed}|{remove}|{gone})(?: (?!and|but|so){w}){0,8}
(?:{not}|nor|without|no need to|no reason to|nobody|nothing|no way)(?: (?:i|we|you|to|be|been|being|get|ever|want|wants|wanted|wish|mean|meaning|intend|plan|need|have|had|going|trying|asking|asked|ask|even|think|thinking|dare|make|let|it|me|us|please|yet|just|really|quite|ready|actually|want you|that|seem|necessarily|like|planning|looking|about|considering|by|mistake|like you|think you should|requested|request|interested in|said|say|saying|told|tell|typed|texted|sent|wrote)){0,6} (?:stop|stopping|stopped|quit|quitting|cease|ceasing|end|ending|cancel|cancelling|canceling|{unsub}|{unsubbed}|unsubscribe|remove|delete|drop (?:me|us)|(?:take|get|drop|kick) (?:me|us|my {w}) (?:off|out|from)|erase|exclude|{gone}|revoke|discontinue)(?: (?!and|but|so|,){w}){0,10}
(?:will|would|shall|did|was|were|am|are|have|might) (?:i|we|my {w}|our {w}) (?:{w} )?(?:be |get |been |being )?(?:{gone}|{unsubbed})(?: (?!and|but|so){w}){0,8}
(?:did|do|does|are|is|was|were|has|have|had) (?:you|i|we|they|he|she|it|somebody|someone|anyone) (?:{w} ){0,3}?(?:stop|stopped|{unsubbed}|{gone}|cancel|cancelled|canceled|remove|unsubscribe|end|ended)(?: (?!and|but|so){w}){0,8}
(?:when|where|what|which|who|whether|how many|how often|how much|how long|why) (?!(?:do|can|could|will|would|have|are) (?:you|i|we) (?:not|{w} not|still|keep|continue))(?:{w} ){0,7}?(?:stop|stops|stopped|quit|end|ends|ended|cancel|cancelled|{unsub}|{unsubbed}|remove|{gone})(?: (?!and|but|so){w}){0,8}
why (?:was|were|am|are|have|did|do|would|is) (?:i|we|you|my|our|this|it)(?: {w}){0,3} (?:{unsubbed}|{gone}|unsubscribe|remove|delete|stop|stopped)(?: {w}){0,6}
(?:i|we) (?:was|were|got|have been|had been|must have been|may have been|am not|are not)(?: {w}){0,2} (?:{unsubbed}|{gone})(?! still)(?: (?!and|but|so|still){w}){0,6}
(?:accidentally|mistakenly|inadvertently|wrongly|unintentionally|somehow)(?: {w}){0,2} (?:{unsub}|{unsubbed}|{gone})(?: {w}){0,4}
(?:i|we) (?:{unsubbed})(?: {w}){0,5} (?:by mistake|by accident|accidentally|in error)
(?:you|they|it|he|she|somebody|someone) (?:have |has |had )?(?:just |already )?(?:removed|deleted|unsubscribed|stopped|cancelled|canceled|ended|quit)(?: (?!and|but|so){w}){0,8}
(?:the|an|your|this|that|my|our|one click|no|any|click|hit|press|big|working|visible)(?: (?!and|but|so|not){w}){0,2} (?:unsubscribe|opt out|unsubscribing|unsubscription|removal)(?! me)(?! request)(?: (?!and|but|so){w}){0,8}
(?:unsubscribe|opt out|unsubscription|stop) (?:link|links|button|buttons|page|pages|option|options|form|forms|footer|process|url|feature|rate|rates|header|headers|policy|confirmation|instructions|text|line|box|section|field|function|functionality|mechanism|wording|keyword|keywords|flow|notice|language|placement|reasons?|survey|landing|stats|numbers|reports?|sign|signs|light|lights|watch|loss|order|motion|words?|messages? (?:is|was|are|works?))(?: (?!and|but|so){w}){0,8}
to (?:{unsub}|stop receiving|be removed|stop|opt out|end|cancel|remove)(?: (?!please remove|and){w}){0,8}?(?: ,)? (?:please )?(?:click|visit|reply|(?:text|email)(?= (?:us|me|to|stop|end|quit|back|the|ADDR|NUM|QUOTED))|follow|go to|use|log in|login|tap|press|see|contact(?= us| the| your| our))(?: {w}){0,8}
(?:click|reply|text|press|tap|visit|send|txt)(?: {w}){0,5} (?:to|and) (?:{unsub}|stop|opt out|be removed|cancel|end)(?: {w}){0,6}
(?:reply|text|send|txt|respond with|type)(?: with)? (?:stop|end|quit|cancel|unsubscribe|QUOTED)(?: (?!and|but|so){w}){0,6}
if you (?:no longer|do not|would like|wish|want|prefer)(?: {w}){0,8}(?: ,)? (?:please )?(?:click|visit|reply|text|follow|use|unsubscribe here|unsubscribe below|unsubscribe at)(?: {w}){0,6}
(?:bus|train|pit|full|rest|truck|next|last|first|one|each|every|tour|tram|metro|gas|f|door|emergency|non|must|subway|quick|short|second|third|my|our|your|the|a|any|which|that|this|another|final|only) stops?(?: {w}){0,4}
(?:non|full) stop
stop (?:by|in|over|off|here|there|short|and (?:think|consider|look|listen|smell|chat|say|visit|get|eat|see|talk|grab)|for (?:a|the|gas|lunch|coffee|dinner|some|food)|at|on the way|in the middle|worrying|near|before|after|outside|next to|around)(?: {w}){0,8}
stop (?:working|smoking|drinking|laughing|reading|thinking|using|eating|worrying|crying|smiling|buying|talking|playing|looking|doubting|apologi[sz]ing|waiting|charging|billing|shipping|delivering|making|feeling|bleeding|losing|hunger|cancer|violence|war|aids|racism|recommending|sharing|telling|watching|following|coming|going|paying|loving|learning|growing|moving|running|procrastinating|(?!{doing}|asking|trying|hitting|blowing|insisting|following|doing|being|with|pretending|receiving|getting|seeing|hearing){w}ing)(?: (?!and|but|so){w}){0,8}
(?:will|would|should|could|can|to|did|must|might|may|shall|let us|gotta|does|do|always|just|then|you|they|i|we|he|she|it|and) (?:{w} )?stop (?!(?:the|my|our|your) (?:{w} )?(?:{letters}))(?:the|my|our|for|to|at|by|when|where|if|until|because|as|what|thinking|and|on|near|being)(?: {w}){0,6}
(?:will|would|can|could|may|might) (?:never|not)(?: {w}){0,2} stop(?: {w}){0,6}
(?<!make )(?<!making )(?<!want )(?<!need )(?<!like )(?<!made )(?:it|this|that|rain|car|engine|music|phone|app|site|website|website|machine|train|bus|delivery|server) (?:will|would|does|do|did|should|to|has|have|can)?(?: not)? ?(?:stop|stopped|stops|end|ends|ended)(?: {w}){0,6}
(?:the|at the|by the|at|end|week|month|year|day|weekend|in the|until the|to the|till|til|this|open|dead|rear|front|low|high|loose|book|week's|no) end(?: {w}){0,6}
(?:{i} |can (?:you|we|i) |could (?:you|we|i) |please |need to |have to |want to |would like to |let us |may i |to |do i |should i |did you )+(?:stop|end|quit|cancel|discontinue|remove|delete|terminate|suspend|pause|put|change|move|reschedule|take)(?: (?:my|the|our|that|this|those|these|tomorrows|todays|it|his|her|a|an|one|two|{w}day|{w}days|{w}s))*(?: {w}){0,2} (?:{thing})(?! (?:alerts?|reminders?|messages?|texts?|emails?|updates|notifications?|mailings?|list))(?: (?!and|but|so){w}){0,8}
(?:stop|end|quit|cancel|remove|delete|terminate|reschedule)(?: (?:my|the|our|that|this|those|these|it|his|her|a|an|one|two|{w}days?|{w}s))*(?: {w})? (?:{thing})(?! (?:alerts?|reminders?|messages?|texts?|emails?|updates|notifications?|mailings?|list))(?: (?!and|but|so){w}){0,8}
(?:end|ends|ending|ended) (?:of|up|at|with|in|on|by|time|date|user|users|result|point|game|product|to end)(?: (?!and|but|so){w}){0,6}
(?:quit|quitting) (?:smoking|my job|the|drinking|his|her|their|work|school)(?: {w}){0,5}
(?:end|quit|cancel|stop) (?:at|on|by|in|around|before|after|for|until|early|late|everything on)(?: ?(?!and|but|so){w}){0,6}
(?:cancel|cancels|canceled|cancelled|cancelling) (?:on|our|out|that|those|it|and re|one|two|three|half|monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|tomorrow|tonight)(?: (?!and|but|so){w}){0,6}
(?:{remove}|{gone}|removes|take|takes|took)(?: {w}){0,3} (?:off|from|out of|of) (?:speaker|speakerphone|mute|hold|the market|the shelf|work|the invoice|my invoice|the bill|my bill|the order|my order|my cart|the cart|my basket|the menu|the oven|the box|the wall|my hands|your hands)(?: {w}){0,6}
(?:{not}) (?:hesitate|forget|worry|be shy|be a stranger)(?: (?!but|so){w}){0,8}
(?:{not}) (?:stop|quit) (?:{doing}|sending|now|it|believing)(?: {w}){0,6}
(?:i|we) (?:no longer|do not|did not|have not|never|am not|are not|still do not|stopped)(?: (?!want|wish|care|like|need|expect|consent|agree|ask|accept){w}){0,2} (?:receive|received|receiving|get|got|getting|see|seeing|seen|hear|heard)(?: (?!and|but|so){w}){0,8}
(?:always|(?<!i )keep|happy|glad|love|loved|like|enjoy|enjoyed|excited|look forward|pleased|grateful)(?: (?!stop|quit|not){w}){0,3} (?:to receive|to get|receiving|getting|hearing|reading)(?: {w}){0,6}
not interested in (?:the|a|that|this|buying|selling|attending|upgrading|working|going|doing|moving|learning) (?!mail|email|newsletter|list|service|offer|offers|mailing|mailings|messages|texts|emails|newsletters|subscription)(?: ?(?!and|but|so){w}){0,6}
(?:not interested|no thanks|no thank you) (?:in|to) (?:{w} ){0,3}(?:but|only|except)(?: {w}){0,8}
(?:unsubscribe|unsubscribed|opt out|opted out|opting out) (?:from|of) (?:netflix|hulu|spotify|amazon|prime|disney|youtube|life|work|reality|everything else|other|another|others|most|so many|all other|all the other|all those other|several|many|a lot|the (?:dental|health|medical|insurance|{w}) (?:plan|program|coverage|insurance|policy|benefit|benefits))(?: {w}){0,6}
(?:almost|nearly) (?:{unsubbed}|unsubscribe)(?: {w}){0,6}
(?:never|not) going to (?:{unsub}|stop)(?: {w}){0,6}
(?:opt out|unsubscribe) of (?:the|my|our) (?:{w} ){0,2}(?:plan|policy|coverage|insurance|class|course|meeting|test|exam|trip|group chat)(?: {w}){0,5}
(?:i|we) (?:texted|messaged|emailed|sent|got|think i have|gave|had|have|dialed|dialled|called|wrote|typed|used|entered|put)(?: {w}){0,4} wrong (?:number|address|email)(?: {w}){0,5}
(?:{they}) (?:gave|has|have|had|dialed|called|used)(?: {w}){0,4} wrong (?:number|address|email)(?: {w}){0,5}
(?:{w} )?(?:is|was|check|checking|in|into|to|went to|goes to|landed in|your|my|the) (?:in )?(?:my |the |your )?(?:spam|junk) (?:folder|filter|box|report)(?: {w}){0,5}
(?:more|fewer|less|several|three|two|{w}) reasons to stop(?: {w}){0,5}
(?:stop|end) (?:at nothing|to think|to say|to consider|to smell|to appreciate|to chat|to wonder|to ask|to get|to eat|to pick|to see|to rest)(?: {w}){0,6}
(?:you|recipients|subscribers|people|users|customers|they|anyone|everyone) (?:can|may|could|are free to|should be able to|might)(?: {w}){0,2} (?:{unsub}|opt out|cancel)(?: (?!and|but|so){w}){0,8}
(?:{unsub}) (?:here|below|at any time|any time|instantly|using|by|at LINK|LINK|anytime|in one click|with one click|QUOTED)(?: {w}){0,6}
[doubtful]
who (?:authori[sz]ed|allowed|permitted|told) you to(?: {w}){0,6}
{stop} (?:calling|phoning)(?: {me})?(?:(?: (?!and){w}| ,){0,4}?) (?:texts?|emails?|mail)(?: {w}){0,3}
(?:{stop}|not|no)(?: {w}){0,4}? (?:paper|printed|physical|postal|hard copy) (?:{w} ?){1,6}
(?:maybe|perhaps|possibly|probably)(?: {w}){0,3} (?:stop|cancel|end) (?:these|this|them|it)
not the (?:right|correct|best) (?:person|contact|department|office)(?: {w}){0,6}
(?:maybe|perhaps|possibly|probably) (?:{w} ){0,3}?(?:{unsub}|unsubscribe)(?: {w}){0,4}
(?:i|we) (?:should|ought to) (?:{w} )?(?:{unsub})(?: {w}){0,4}
{not} (?:call|phone)(?: {me})?{end}
{not} (?:{do})(?: {me})?(?: ,)? (?:email|text|texting|emailing|a call|a text|an email|phone|whatsapp)(?: me)? (?:is|works|would be|instead)(?: {w}){0,4}
(?:delete|erase|wipe|purge|destroy|remove) (?:all |any |everything |every )?(?:of )?(?:my |the |our )?(?:personal |private )?(?:data|information|info|details)(?! (?:from|off))(?: (?!and|but|so){w}){0,6}
(?:the|a) wrong (?:email|address|email address|inbox|mailbox)(?: {w}){0,3}
(?:this is|that is|its|pure) harassment
(?:if|unless|otherwise|or else|or|until|once|when|whenever|next time|in case|should)(?: (?!you do not stop){w}){0,8} (?:i|we) (?:will |would |shall |might |may |could |can |have to |want to |wanted to |need to |ever |am going to |are going to |{w} ){0,4}(?:{unsub}|{unsubbed}|leave (?:the|this|your) (?:{w} )?list)(?: (?!and|but|so){w}){0,6}
(?:i|we) (?:(?:will|would(?! like| love| prefer| appreciate| rather| be| want)|might|may|could|shall|am going to|are going to|am about to|am thinking (?:of|about)|am considering|was (?:about|going|tempted) to|am tempted to|considered|thought (?:of|about)|plan to|am close to|am this close to|will have to|am inclined to|was thinking of|am not sure (?:if|whether)|wonder (?:if|whether)|will probably|probably|may have to|am ready to) (?:{w} ){0,3}?)(?:{unsub}|{unsubbed}|leave (?:the|this|your) (?:{w} )?list|unsubscribe)(?: (?!and|but|so){w}){0,8}
(?:considering|thinking about|thinking of|tempted to|contemplating) (?:{w} ){0,2}(?:{unsub}|cancelling|canceling|leaving)(?: {w}){0,4}
{they} (?:is|are|was|were) (?:not|no longer|never) (?:really )?interested(?: {w}){0,4}
(?:please |can you |could you |i would like you to )*only (?:{do})(?: {w}){0,6}
{they} (?:(?!and|but|i|we){w} ){0,3}?(?:do not|does not|did not|no longer|never) (?:want|wants|wanted|need|needs|like|likes|wish|wishes|care)(?: {w}){0,6}
{they} (?:(?!and|but|i|we){w} ){0,4}?(?:want|wants|wanted|asks|asked|said|told|would like|wish|wishes|likes|needs?|ask|requests|requested|is asking|are asking)(?: {w}){0,4} (?:{unsub}|{unsubbed}|stop|removed|taken|remove|deleted|off|no more|not)(?: {w}){0,6}
(?:{remove}|{unsub}|opt out|take|delete|opt) (?:{they}(?! and (?:me|i|myself)(?!\S))|him|her|them|his|hers|{w} who)(?: (?!and|but|so){w}){0,8}
(?:{stop} (?:{doing})(?: {me})?|{not} (?:{do})(?: {me})?)(?: (?:any|so|too|the|that|{mail}))*(?: {w}){0,2} (?:during|while|before|after|until|till|so early|so late|so much|so often|that often|that early|that late|so many|that many|too many|late|early|at (?:night|work|midnight|lunch|{w} am|{w} pm|this hour|that hour|\d{w})|on (?:sundays?|weekends?|saturdays?|holidays?|vacation|weekdays)|on the weekends?|in the (?:morning|mornings|evening|middle|night)|when i|every time|twice|two|duplicates?|in (?:spanish|french|english|german|all caps|capital letters)|as (?:a|an)|by (?:phone|post|mail|fax)|at (?:the|my) (?:office|work|home|house|job|desk|old (?:address|number|email))|at home)(?: (?!and|but|so|,){w}){0,8}
(?:{stop} (?:{doing})|{not} (?:{do}))(?: {me})?(?: {mail})? (?:about|regarding|re|for) (?:{w} ){0,3}?(?:{thing}|this matter|this case|this issue)(?: {w}){0,6}
{not} (?:{do}|call)(?: {me})? ,? ?(?:just |only |please )?(?:text|email|call|write|message) (?:{me})(?: {w}){0,4}
{not} (?:email|mail|call|text|phone|contact|send)(?: (?!{mail}|{that}|your|{now}){w}){1,3}(?: {w}){0,8} (?:by|via|through|on) (?:phone|post|fax|mail|courier|text|email)(?: instead)?
(?:stop|end) (?:this|that|the|these|those) (?!{mail}|list|harassment|now|please|right|at once|madness|,)(?:{w} ?){1,6}
(?:{remove}|{unsub})(?: me| us)? (?:from|off|out of) (?:{gap}){0,3}(?:meeting|meetings|call(?! and| or| list| text)|chat|thread|conversation|chain|email chain|group chat|project|appointment|waitlist|waiting list|wait list|guest list|event|invite|invitation|booking|order|calendar|schedule|shift|team|cc|group(?! texts?(?!\S))|page|website|site|photo|photos|picture|video|leaderboard|shopping list|wish list|rsvp list|price list|attendee list|todo list|to do list|short list|payroll|policy|loan|lease|account|contract)(?: {w}){0,6}
(?:delete|erase|close|deactivate|cancel|remove|terminate) (?:my|our|this|the) (?:{w} )?(?:account|data|information|info|personal data|personal information|profile|details|membership|history)(?! (?:from|off))(?: (?!and|but|so){w}){0,6}
(?:only|just) (?:{unsub}|remove|take)(?: {w}){0,8}
(?:unsubscribe|remove|take|opt)(?: {w}){0,8} ,? ?(?:but|and)? ?(?:only|but keep|but leave|keep|not from|but not|but still|but continue|leave)(?: (?:me|us|the|on|sending|my|getting|receiving|all|other|others|that|this|monthly|weekly|daily|rest|from|want|{w})){1,8}
(?:pause|suspend|reduce|fewer|less|slow down|not so many|not as many|too many|too often|change the frequency|less often|lower the)(?: {w}){0,4} ?(?:{mail}|frequency|often|frequently)?
(?:sending|send|getting|receiving|get) (?:me |us )?(?:too many|so many|too much|so much)(?: {w}){0,5}
why (?:do|are|am|would|is|does|did|have) (?:you|i|we)(?: {w}){0,3} (?:still |keep |keep on |continue to |continuing to )?(?:{doing}|getting|receiving|send|email|text|get|receive|emailed|texted|sent|contacting)(?: {w}){0,6}
(?:who|where|how) (?:gave|did you get|did you find|do you have|have you got|got)(?: {w}){0,2} (?:my|our|this) (?:{w} ){0,2}(?:number|email|address|name|info|details|contact)
(?:how|where|what) (?:did|do|have) you (?:{w} ){0,2}(?:my|our) (?:{w} ){0,2}(?:number|email|address|name|info|details|contact)(?: {w}){0,2}
(?:this is|just|more|pure|such|looks like|what) (?:{w} ){0,2}spam
(?:reported|reporting|report|marking|marked|flagged|flagging|mark|block|blocked|blocking)(?: {w}){0,4} (?:spam|junk|blocked|phishing|ftc|fcc|you|abuse)(?: {w}){0,4}
^(?:stop|end|quit) \d+$
i (?:give up|have had enough|am done){end}
(?:swap|switch|replace|change|move|update)(?: {w}){0,4} (?:{me})(?: {w}){0,8}
(?:remove|delete|take off) (?:my|our|the|this) (?:old|previous|former|other|second|duplicate)(?: {w}){0,3} (?:and|then|,|but)(?: {w}){0,3} (?:add|use|replace|keep|put|send)(?: {w}){0,6}
[definite]
(?:request|requesting|requested|ask for|asking for|want|demand|demanding|seeking|for|about) (?:my |our |the |immediate |a |an )*(?:removal|deletion|unsubscription|unsubscribe)(?: of {me})? (?:from|off) (?:{gap}){0,5}(?:{list})(?: {w}){0,4}
{start}(?:request|requesting|immediate|please process)(?: {w}){0,2} (?:removal|unsubscription)(?: {w}){0,5}
(?:block|bar|ban|stop|prevent|exempt|protect) (?:{me}) from (?:receiving|getting|being sent|being contacted|all|any|your)(?: {w}){0,6}
{not} (?:(?:use|share|sell) (?:it|this|them|that) |(?:use|share|sell|process|keep|store|have) (?:my|our|this) (?:{w} ){0,3}?)(?:for|to|in|on) (?:{w} ){0,3}?(?:{mail}|advertise|market|{list}|purposes)(?: {w}){0,3}
(?:remove|delete|take off|unsubscribe|take out|drop|exclude) (?:the |these |this |both |all )+(?:following |above |below |listed |two )?(?:email |e mail |phone )*(?:address|addresses|number|numbers|emails|accounts|mailboxes|mailbox)(?: below| above| ADDR)?{end}
{start}(?:cancel|end|stop|terminate) (?:subscription|subscriptions|membership emails)(?: {now})*{end}
to be (?:{gone}|{unsubbed}) (?:from|off|of|out of)(?: {w}){0,5}? (?:{list})(?: {w}){0,4}
(?:remove|delete|drop|exclude|erase|purge|strike)(?: please| kindly| immediately)? (?:from|off) (?:{gap}){0,5}?(?:{list})(?: {w}){0,3}
{stop} (?:{doing}) (?:him|her|them)(?: {w}){0,4}
(?:want|need|like|wish|get|make|prefer|love)(?: (?!and|but){w}){0,4}? (?:{mail}|these|this|it|them) (?:to )?(?:stop|stopped|end|cease)(?: {w}){0,3}
(?:(?:these|this|those|it|they|all of (?:this|these))(?: (?:{mail}|harassment))?|(?:the|your|all|these|this)(?: {w}){0,2}? (?:{mail}|harassment)) (?:must|has to|have to|needs? to|should|better) (?:stop|end|cease)(?: {w}){0,3}
(?:leave|exit|leaving|get out of|come off|be off|dropping off|drop off|withdraw from|withdrawing from|drop out of|quit|get away from)(?: of)? (?:your|this|the) (?:{w} ){0,2}(?:list|newsletter|mailings?|mailing list)(?! price| prices| of| is| at)
(?:{start}|(?<=ok )|(?<=get ))off(?: of)? (?:your|the|this|that) (?:{w} ){0,2}?lists?
(?:make sure|ensure|see to it|see that|confirm|verify|check)(?: that)? (?:i am|we are|i get|my {w} is|my {w} gets|our {w} is|i have been|my {w} has been) (?:{gone}|{unsubbed}|off)(?: {w}){0,6}
(?:{want}|have asked|asked)(?: {w}){0,4}? to be (?:{gone}|{unsubbed}|off)(?: {w}){0,6}
(?:do|does|no longer|never)(?: not)?(?: {w})? (?:have|had|has) (?:my|our) (?:consent|permission|authori[sz]ation)(?: {w}){0,6}
(?:do|did) not (?:{w} )?(?:consent|agree) to (?:{gap}){0,5}(?:{mail}|contacted|being|this|these|{list})(?: {w}){0,4}
(?:object|objecting) to (?:{gap}){0,6}(?:{mail}|processing|use|contacted|receiving)(?: {w}){0,4}
no (?:further|additional|future|other) (?:{gap}){0,3}(?:{mail})(?: (?!needed|required|necessary){w}){0,4}
{not} (?:keep|continue|be|bother|start|go on|carry on)(?: on)? (?:{doing}|to (?:{do}))(?: (?:{me}|{mail}|{that}|your|these|any|more|us|{w}))*{end}
(?:turn|switch|shut) (?:off )?(?:{gap}){0,3}(?:{letters})(?: off)?
(?:disable|deactivate|mute|kill|switch off|turn off) (?:{gap}){0,3}(?:{letters})
(?:want|like|wish|need|please|help me|let me|can i|may i|could i|just|to|trying|now) (?:to )?(?:stop|quit) (?:receiving|getting|seeing|hearing)(?: (?:{gap}){0,5}(?:{mail}|{that}|from you|from your {w}|you))(?: {w}){0,4}
{not} (?:add|put|include|keep|sign|subscribe|enroll|enter|register|have) (?:me|us|my {w}|this {w}|our {w})(?: {w}){0,4}? (?:{list})(?: {w}){0,4}
{stop} (?:it )?with (?:{w} ){0,3}?(?:{mail}|{doing})(?: {w}){0,4}
(?:need|want|like|ask|asking|asked|beg|begging|request|requesting|urge|tell|telling|told|expect|instruct|demand) (?:that )?you (?:(?!everything|it|he|she|they|everyone|things|i){w} ){0,3}?(?:to )?(?:(?!everything|it|he|she|they|will|would){w} ){0,2}?(?:stop|quit|cease|unsubscribe|leave (?:me|us) alone|(?:remove|take|delete) {me})(?: {w}){0,8}
(?:refuse|decline)(?: to (?:receive|get|accept|be))? (?:{gap}){0,4}(?:{mail}|contacted|contact)(?: {w}){0,4}
not (?:ok|okay|allowed|welcome|authori[sz]ed|permitted|acceptable)(?: for you)? to (?:{do}) (?:{me})(?: {w}){0,4}
(?:no longer|do not|not) interested in (?:receiving|getting|hearing|being on|being contacted|staying|subscribing|any of|further)(?: (?!{thing}){w}){0,6}
(?:exclude|omit|withdraw|withdrawing|withdrawal|removal|removing|remove|delete|deletion|erase|wipe|unsubscribe) (?:of )?(?:{me}|my|our)(?: {w}){0,2} (?:from|of|off|in) (?:{gap}){0,5}(?:{list})(?: {w}){0,4}
{stop} (?:all |it with |with )?(?:your |the |these |all |any )?(?:fucking |damn |bloody |stupid |freaking )?(?:{doing})(?: {me})?(?: {now})*(?: (?:with |me |us |about |of )?(?:{gap}){0,5}(?:{mail}|{that})| from)?{end}
{stop} (?:all )?(?:{doing}) (?:{me}|{mail}|{that}|so much {mail})
{stop} (?:sending |all |your |these |those |all your |all these |all of your |all of these |any |this |such )+(?:{gap}){0,3}?(?:{mail}|subscription|subscriptions|harassment|spamming)(?: {w}){0,3}
{stop} (?:{gap}){0,4}?(?:{letters}|spamming)(?: {w}){0,3}
{not} (?:ever |please |you ever |even think of )?(?:{do}|sending|texting|emailing|contacting|messaging|calling) (?:{me})(?: {now})*(?: (?:with |any |by |via |at )(?:{gap}){0,4}(?:{mail}|{that}|again|address|number))?{end}
{not} (?:ever |please )?(?:{do}|contacting|messaging|emailing|texting)(?: {me})? (?:again|any more|any longer|ever|further|ever again|at all|in the future|in future)
{not} (?:ever |please )?(?:send|be sending|sending|forward|mail|email|text)(?: {me})? (?!the (?!(?:{w} ){0,2}(?:newsletter|newsletters|emails|texts|messages|mailing|mailings)\b)|a |an |my |our |it )(?:{gap}){0,5}(?:{mail}|anything|any more|more)(?: (?:{now}|to {me}|in this way|to my {w}|to this {w}|like this|from you|of any kind|else|whatsoever|about {w} ?{w}?))*{end}
{not} (?:send|text|email|mail|message|contact)(?: {me})? (?:anything|any more|more|these|this|this stuff|this crap|your)(?: {now})*{end}
(?:no|not|zero) more (?:of )?(?:{gap}){0,3}(?:{mail}|{doing}|of these|of this)(?: {w}){0,4}
(?:{i} )?(?:really |honestly |just |simply |also )?(?:do not|no longer|not|never|dont|did not) (?:really |ever |at all )?(?:want|wish|care|desire|need|like|want you)(?: (?:to|for|you to|want|be|keep|any|further|more))* ?(?:receive|receiving|get|getting|see|seeing|read|hear|hearing|accept|have|be (?:contacted|emailed|texted|on|part of|included|subscribed|called|messaged|notified|bothered|spammed|sent)|be getting|be receiving|be on|remain on|stay on|continue receiving|continue getting|continue to receive|subscribe|participate|communicate)(?: (?:(?:{gap}){0,1}{that}|(?:{gap}){0,5}(?:{mail}|lists?|databases?|systems?|records|subscriptions?|program|club|everything|all)|from you|from your {w}|from this {w}|from this|you|contact|solicited))?{end}
(?:{i} )?(?:really |honestly |just |simply )?(?:do not|no longer|not|never|did not) (?:really |ever )?(?:want|wish|care|desire|need|like|want you)(?: (?:to|for|you to|be|any|further|more|your))* ?(?:receive|receiving|get|getting|see|seeing|read|hear|hearing|on|be on|be (?:contacted|emailed|texted|on|part of|included|subscribed|called|messaged|notified|bothered|spammed|sent)) (?:{gap}){0,5}(?:{mail}|from you|from your {w}|from this {w}|(?:your|this|the|any) (?:{w} )?(?:lists?|database|system|records))(?: {w}){0,4}
(?:{i} )?no longer (?:wish|want|care|desire|need)(?: to)? (?:receive|get|be contacted|subscribe|hear from|be subscribed|be on|see)(?: (?!{thing}|goods){w}){0,6}
(?:{i} )?do not (?:wish|want|care)(?: to)? (?:be contacted|subscribe|hear from|be subscribed|be on your|be on this)(?: {w}){0,6}
(?:{i} )?(?:do not|no longer|did not|never|not) (?:want|need|wish for|care for|like)(?: to have)? (?!a |an |to |the (?:{w} )?(?:reminder|call|update|offer|contact))(?:{gap}){0,4}?(?:{mail})(?: (?:{now}|from you|from {w}|from your {w}|sent|in my inbox|coming|like this|to me|on my phone|about {w}))*{end}
(?:{i} )?(?:do not|no longer|not) (?:want|need|wish for) (?:any|any of|this|these|it|them|any of these|any more of these|more of these|more) (?:any more|any longer|ever again|ever|again|at all)
(?:{i} )?would (?:rather|prefer|like|appreciate)(?: it)?(?: if)?(?: to| you)? (?:stopped|to stop|no longer|stop|(?:not|did not|never)(?: to)? (?:receive|get|be (?:on|contacted|emailed|texted|bothered|sent|part)|hear|see|have (?:these|this|your|any)|{do} (?:me|us)|{do}{end}))(?: {w}){0,6}
(?:prefer|choose|wish|decided|like|ask|want|request) not to (?:receive|get|be|hear|have)(?: {w}){0,8}
(?:please |kindly |{i} )*(?:{remove}) (?:{me})(?: {w}){0,2}?(?: (?:{away}))? (?:{away}) (?:{gap}){0,6}?(?:{list})(?: {w}){0,4}
(?:{remove}) (?:{me}) (?:{away}) (?:{list})
(?:remove|delete|drop|erase|purge|strike|unlist|exclude) (?:me|us|ADDR|NUM|(?:my|this|our|the above|the following) (?:{w} )?(?:number|address|email|name|contact|phone|cell|details)(?: address| number| details)?)(?! (?:to|with|on|in|from|off|out|through|for|by|at|the|a|i|that|which|about|yesterday|and (?:add|replace|use|put|change|send|keep))(?!\S))(?: {now})*
(?:take|get|cross|scratch|pull|drop)(?: off)? (?:{me})(?: (?:{away}|completely|permanently|from))+{end}
(?:remove|delete|drop) (?:me|us|my {w}|this {w}) from{end}
(?:{want}|wants)(?: (?:you|to|that|my|our|the|this|me|us|number|email|name|address|have|be|get|see))* (?:be |been |get |being )?(?:{gone}|{unsubbed})(?: {me})?(?: (?:{away}) (?:{gap}){0,5}(?:{list}|{mail}))?(?: {now})*{end}
(?:i|we|please|name|number|email|address) (?:{w} ){0,4}?(?:be|get|have me|have us|have my {w}|have this {w}|being) (?:{gone}|{unsubbed})(?: {w}){0,6}
(?:{want})(?: (?:to get|to be|to come|to go|out|completely))* off (?:{gap}){0,4}(?:{list})
{start}(?:{unsub})(?: (?:me|us|{me}))?(?: (?:from|of|to|off) (?:{gap}){0,5}(?:{list}|{mail}))?(?: {now})*{end}
(?:(?:{unsub}) (?:{me})|opt (?:{me}) out)(?: {w}){0,6}
(?:{unsub}) (?:from|of) (?:{gap}){0,5}(?:{list}|{mail})
(?:{i} )?(?:{want}|am|are|will be|would like you|choose|decided|elect|opt)(?: (?:to|be|like|hereby|formally|officially|now|please|just|really|you|also|want|try|trying|have tried|from you|ask|that you|and|would|simply|therefore))* (?:{unsub}|{unsubbed}|unsubscribe|opt out)(?: {w}){0,8}
(?:this|consider this|take this|treat this|here|please treat this|please consider this|please take this)(?: {w}){0,4}? (?:unsubscribe|opt out|unsubscription|removal|stop|cease and desist)(?: {request})?
(?:{i} )?(?:hereby |formally |now |would like to |want to |wish to |am |do |also )*(?:revoke|revoking|withdraw|withdrawing|rescind|take back|cancel|retract|do not consent|did not consent|never consented|do not give|never gave)(?: {w}){0,4} (?:consent|permission|authori[sz]ation|agreement|opt in|approval|contact)(?: {w}){0,6}
(?:my |this )?(?:consent|permission) is (?:hereby )?(?:revoked|withdrawn|rescinded|cancelled|canceled)(?: {w}){0,4}
leave (?:me|us|my (?:{w} )?(?:phone|inbox|number|email)) (?:alone|be|in peace)
(?:lose|forget|delete|erase|discard|trash|burn|throw away|destroy) (?:my|this|our) (?:{w} )?(?:number|phone number|email|email address|address|contact|contact info|contact details)
(?:take|get|put)(?: {w}){0,2} (?:on|onto|to) (?:your|the|a) (?:do not (?:call|contact|text|email|mail)|dnc|suppression|opt out|no call|no contact|blacklist|unsubscribe) ?(?:list)?
(?:add|put)(?: {w}){0,4} (?:do not (?:call|contact|text|email|mail)|suppression|opt out|dnc)(?: {w}){0,2}
(?:do not|dnc) (?:contact|call|text|email|solicit|mail) list
{start}do not (?:contact|solicit){end}
(?:get|keep|stay) (?:the {w} )?(?:out of|off|off of|away from|outta) (?:my|this) (?:{w} )?(?:inbox|phone|mailbox|email|number|line|messages)
(?:terminate|end|cancel|stop|discontinue|cease) (?:all |any |my |this |our |these |the |your )*(?:{gap}){0,3}(?:{letters}|email subscription|newsletter subscription|mailing list)(?: {w}){0,4}
(?:cancel|end|terminate|stop|discontinue) (?:{gap}){0,3}subscription (?:to|of|for|from) (?:{gap}){0,3}(?:{mail}|{list})
(?:do not|never|no need to) (?:email|text|contact|message|call|write|bother)(?: (?:to|with))? (?:me|us) (?:again|any more|any longer|ever)
[probable]
^(?:stop|unsubscribe|remove me) (?:i|we|not|wrong|no|already|who|do not|never|je|j|vous|c|yo|ya|me)(?!\S)(?: {w}){0,8}
(?:i|we|me|please|want|need|kindly|my)(?: (?!not|never|how|why){w}){0,5} (?:unsubscribe|unsubscription|(?:be|get|being) unsubscribed)(?: {w}){0,3}
had enough(?: of| with)(?: {w}){0,4}? (?:{mail}|this|you)
(?:{stop}|stopped|stopping)(?: (?!and|but){w}){0,5} (?:{letters})(?: {w}){0,3}
(?:spam|bother|text|annoy|harass|email|message|sell to) (?:somebody|someone) else
(?:on|registered (?:with|on)) the (?:national |federal |state )?(?:do not call|dnc)(?: list| registry| register)?
{start}count (?:me|us) out{end}
(?:consider|regard|treat) (?:me|us) (?:as )?(?:unsubscribed|gone|out|removed)
(?:{w} )?(?:does not|no longer|do not) (?:live|lives|have|has|own|owns|use|uses)(?: at)? (?:here|(?:this|that) (?:number|phone|address|line|email|house))(?! (?:during|on|in|at|until|yet|right|today|full|all|always|every))(?: {w}){0,3}
(?:this|that) (?:number|phone)(?: {w}){0,3} (?:belong|belongs) to(?: {w}){0,6}
not the (?:person|one|man|woman|guy) you (?:are|were|want|think)(?: {w}){0,4}
(?:can|could|may|might) (?:i|we|my {w}|this {w})(?: please| also| just)? (?:{unsub}|opt out|be (?:removed|taken|unsubscribed|deleted|opted)|get (?:off|removed|taken|unsubscribed))(?: {w}){0,8}
(?<!you )(?<!he )(?<!she )(?<!they )(?<!dad )(?<!mom )(?:{i} )?(?:have |had |already |also )*(?:asked|told|requested|begged|said|warned)(?: (?:you|u|them|people|guys|all|folks|times|already|twice|politely|nicely|repeatedly|before|your {w}|{w} times)){0,3} (?:to |already )?(?:stop|be removed|take me off|remove me|unsubscribe|leave|not to|no more|quit|cease)(?: {w}){0,8}
(?<!you )(?<!he )(?<!she )(?<!are )(?<!was )(?<!were )(?<!not )(?:{i} am |{i} )?(?:not|no longer|not really|not at all|never|neither of us is|none of us is|not currently|not remotely|uninterested|zero|no(?! one))(?: {w})? (?:interested|interest)(?: (?:in|with))?(?: (?:any|any of|your|these|this|receiving|getting|hearing|being|it|what|the|all|buying|whatever|further|more))*(?: (?:{mail}|{list}|products?|services?|items|brand|company|business|subject|topic|you|from you|you are selling|you sell|you offer|contacted|on (?:{w} ){0,2}list|store|shop|sales?|events|content|goods|stuff|anything you))*{end}
(?:i|we) (?:did|do|have)?(?: ?not| ?never)(?: {w}){0,2} (?:sign|signed|subscribe|subscribed|ask|asked|request|requested|consent|consented|agree|agreed|opt|opted|register|registered|authori[sz]e|authori[sz]ed|give|gave|given)(?: (?:up|in|to|for|on|be|get|receive|you|permission|my|number|email|address|any|of|with|your|a|the|into|getting|receiving))*(?: (?:{mail}|{that}|{list}|contacted|texted|emailed|sent))*(?! for )(?! (?:a|an|the|my|to|so) ){end}
(?:you have|you have got|you got|got|this is|that is|is|its|it is|has|reached|texting|texted|contacting|messaging|wrong) (?:the )?(?:a |you have )?wrong (?:number|person|guy|phone|contact)(?! of| s )(?: {w}){0,4}
wrong (?:number|person|phone)(?! of| s )(?: {w}){0,4}
(?:this is|that is|its|i am|this) not {w}(?: {w})?(?: s)?(?: any more| no more| number| phone| any longer)+
(?:this is|it is|its|that is|is) (?:not|no longer) {w}(?: s)? (?:number|phone)(?: any more)?
(?:enough|fed up|sick|sick and tired|tired|done|finished|through|had it|had enough|annoyed|overwhelmed)(?: already)? (?:with|of|by|from) (?:(?:{gap}){0,3}?(?:{letters}|spam|ads?|promos?|promotions?|offers?|marketing)|(?:your|these|this|ur|all) (?:{gap}){0,3}?(?:{mail}))(?: {w}){0,4}
(?:(?:^|(?<=, )|(?<=please )|(?<=just )|(?<=and )|(?<=now ))go away(?=(?: (?:please|now|already))* ?(?:,|$|and))|get lost|(?<!to )fuck off|piss off|bugger off|buzz off|screw you|fuck you|bug off|f off|sod off|do one|get stuffed)
(?:cancel|end|terminate|discontinue|stop)(?: {w})? (?:my|our|this|the) (?:{w} )?subscription
(?:cancel|end|terminate) (?:me|us|my (?:email|mailing|newsletter|text) {w})
(?:{i} )?(?:want|would like|need) (?:out|off)(?: {w}){0,4}?{end}
let me (?:out|off)(?: of)?(?: {w}){0,3}
(?:{i} )?(?:am|are) (?:unsubscribing|opting out)(?: {w}){0,6}
(?:{stop}) (?:doing this|with (?:this|these|the|your)(?: {w}){0,4}|wasting my time|trying to (?:sell|contact|reach|call|text)(?: {w}){0,4}|being (?:a )?(?:spammer|annoying)|(?:it|this) (?:now|already|please|immediately|right now))
(?:make|made) (?:it|this|these|them|the {mail})(?: {w})? stop
(?:do not|dont|not) (?:want|need) (?:it|this|these|any|any of (?:it|this|these)|your {w})(?: (?:{now}))*$
(?:not|no) (?:reason|need|point)(?: {w}){0,3} (?:keep |continue )?(?:to )?(?:{do}|{doing}|emailing|texting|contacting) (?:me|us)(?: {w}){0,4} (?:again|any more|further|any longer)
(?:not|no) (?:reason|need|point)(?: {w}){0,3}? (?:send|write|mail|email|text|sending|emailing|texting) (?:{me}|them|these|this|it|{mail}) (?:again|any more|further|any longer)
(?:not|no) (?:reason|need|point)(?: {w}){0,2} to keep (?:me|us)(?: (?:on|in|subscribed))(?: {w}){0,4}
(?:not|no|without)(?: {w}){0,2} (?:permission|consent|authori[sz]ation|right) to (?:use|have|keep|store|{do})(?: {w}){0,5}
[loose]
(?:{unsub}|{unsubbed}|unsubscribe|unsubscription)
(?:wants? off|opt me|remove us|remove me|remove my|take me|stop (?:sending|{doing})|not contact|no contact|quit (?:sending|texting|emailing))
(?:bothering|harassing|pestering|spamming) (?:me|us)
[optin]
^(?:(?:yes|ok|okay|hi|please|sure)(?: ,)? )*(?:start|unstop|subscribe|resubscribe|re subscribe|opt in|opt me in|resume|opt me back in|subscribe me)(?: (?:please|ya|svp|bitte|por favor))?$
(?:please |kindly |can you |could you |i want to |i would like to |we would like to |i wish to |i want to be )+(?:subscribe|resubscribe|re subscribe|opt in|subscribed|resubscribed|sign up|be added|join)(?: {w}){0,8}
^(?:please )?(?:start|resume|begin) (?:again|it again|texting|sending|texts|messages)(?: {w}){0,3}$
(?<!you to )(?<!not )(?<!never )(?:sign|add|put|subscribe|enroll|re add|readd|opt|include) (?:me|us|my {w}|ADDR|this {w})(?: (?:back|up|again|in|on|onto|to|please|the|your|this))*(?: {w}){0,4}
(?:i|we) (?:want|would like|would love|wish)(?: to)? (?:receive|get|join|start receiving|start getting|sign up|hear)(?: {w}){0,6}
(?<!you )(?<!they )(?<!to )(?<!u )(?:start|resume|continue|restart|keep) (?:sending|texting|emailing|messaging)(?: {w}){0,4}
(?<!not )(?<!never )(?<!need to )(?<!reason to )(?<!point to )(?:keep|leave) me (?:on|in|subscribed)(?: {w}){0,4}
[help]
(?:help|info|help me|help please|information|support|more info|assistance)
[away]
(?:i am|i will be|i m) (?:currently |presently |now )?(?:out of (?:the )?office|on (?:vacation|holiday|leave|annual leave|maternity leave|parental leave|sick leave|pto|travel)|away|travelling|traveling|out (?:until|till|from|for|today|this|on|of town))(?: {w}){0,10}
(?:this is an )?(?:automatic|automated|auto) (?:reply|response|message|responder)
(?:limited|no|intermittent|sporadic) access to (?:my )?(?:email|mail|emails)
(?:this (?:mailbox|inbox|address|account) is (?:not|no longer|unattended))(?: {w}){0,4}
(?:i will|we will) (?:respond|reply|get back|return|be back)(?: {w}){0,8}
""",
)

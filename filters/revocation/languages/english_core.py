"""What English requests have in common, and what makes them requests about something else."""

from __future__ import annotations

from typing import Final

CORE: Final = r"""
[elsewhere]
(?:{unsub}|{unsubbed}|unsubscription) (?:from|of)(?! (?:{w} ){0,5}?(?:{list}|{mail}|you|ur|your|this|these|those|it|them|all|everything|here|ADDR|LINK|NUM)(?!\S))(?: {w}){1,4}
(?:subscription|subscriptions|membership) (?:to|for|at)(?! (?:{w} ){0,4}?(?:{mail}|list|lists|you|this|these|it|all|everything|ADDR)(?!\S))(?: {w}){1,4}
(?:{unsub}|{unsubbed}|opt out|unsubscribe)(?: (?:from|of))? (?:your (?:competitors?|rivals?)|the other|other|another|her|his|their)(?: {w}){0,4}
(?:you|they|these|those|{mail}|you (?:guys|people|folks|all)) (?:just |simply |still )*(?:never|do not|does not|will not|can not|did not|would not|have not)(?: {w})? (?:stop|stopped|quit|cease)(?: (?:{doing}|sending|writing|calling|coming|it|this|that|now))?(?= ,| _|$| me| us)
(?:{mail}|these|those|they) (?:never|do not|will not)(?: {w})? end(?=$| ,)
(?:you|they)(?: {w}){0,2} (?:never|do not|will not|did not|have not)(?: {w})? (?:remove|removed|take|taken|took|delete|deleted|unsubscribe|unsubscribed) (?:me|us|my {w}|our {w})(?: {w}){0,4}
[core]
{order}(?:{not}|never) (?:(?!you|u|i){w} )?(?:{do}|{doing})(?: (?:to|any|with|anything|stuff))? (?:{self})
{order}(?:{not}|never) (?:{w} )?(?:{do})(?: {gap_word}){0,4} (?:{letters}|ads?|offers?|promos?|stuff|crap|links?)
{order}(?:{stop}) (?:{gap_word} ){0,5}?(?:{w} )?(?:{letters}|(?:{doing_one})(?! (?:everyone|everybody|him|her|it|a|an|each)(?!\S))|ads?|offers?|promos?|promotions?|deals|blasts?|crap)
(?<!you )(?<!they )(?<!people )(?<!who )(?<!if )(?:do not|no longer|never|not|did not) (?:{w} )?(?:want|wants|need|wish|care|like|desire|require|ask)(?: (?:to|for|be|been|you|your {w}|being))*(?: {gap_word}){0,6}(?: (?!miss|lose|stop|cancel|change|forget|wait|pay|write|unsubscribe|spam|leave|bother){w})? (?:{letters}|promotions?|ads?|advertising|marketing|catalogs?|correspondence|solicitations?|offers|contacted|emailed|texted|messaged|hear from you)
(?:{remove}|removed|taken|deleted|get) (?:{me}|it|them) (?:{away})(?: {w}){0,5} (?:lists?|database|newsletters?|mailings?|emails?|texts?|messages|files|records|system|contacts|marketing|rolodex)
(?:{remove}) (?:my|our|this) (?:number|name|email|address|info) (?:from|off|out of) (?:your|ur) {w}
(?:nobody|no one|none of us) (?:here )?(?:wants|needs|likes|asked for|reads) (?:your|these|this|any of this)(?: {w}){0,3}
(?:{remove}) (?!(?:him|her|them|the|his|her)(?!\S))(?:(?:{w}|LINK|ADDR|NUM) ){1,6}?(?:{away}) (?:your (?:{w} ){0,2}(?:lists?|database|newsletters?|mailings?|system|records|files)|(?:the|this) (?:mailing|email|text|distribution|marketing) lists?)
(?:can|could|would|will) you (?:please |kindly |just )*(?:{stop}) (?:these|this|it|those|them|all of (?:these|this))(?= ,|$)
(?:get|be|getting) rid of (?:{gap_word} ){0,3}(?:{letters}|them|these|this)
(?:{gap_word} )?(?:no|zero|not) (?:more|further|additional|other|future) (?:{w} ){0,2}(?:{letters}|contact|marketing|advertising|promotions?|solicitations?|follow ups?|communications?|correspondence|outreach)
(?:take|put|place|add|mark|list|register|flag) (?:{me})(?: {w}){0,3} (?:do not|dnc|no contact|opted out|unsubscribed|suppression|suppressed)
(?:receive|get|hear|see|send|sent|have) (?:me |us )?(?:no|nothing|zero) (?:more|further|else|additional)(?: {w}){0,4}
{order}(?:{remove})(?: {me}| name| number)? (?:off|from|out of) (?:{gap_word} ){0,2}(?:lists?|database|newsletter|mailings?){end}
(?:^|you |u |please |and |so )no (?:more )?(?:{do}) (?:me|us|more|again|here|any more|this (?:number|phone))
leave (?:people|folks|everyone|everybody|this (?:number|phone|family)|my {w}|our {w}) alone
(?:want|need|expect|wish for|accept) (?:nothing|no) (?:more |further |else |additional )(?:(?:to do |to hear )?(?:with|from|by) (?:you|your|this|these|email|text|mail)|{letters})(?: {w}){0,3}
(?<!bus )^(?:(?!(?:the|a|my|your|his|her|next|last|full|non|not|never|to|can|will|would|could|should|pit|must|one|two|first|second|third|final|every|each|train|truck|it|they|i|we|he|she|quick|short|rest|did|does|do|that|this|and|or|just|bus|tram|which|what|where|when|who|why|good|nice|easy|near|only|any|every|no)(?!\S)){w} ){1,2}(?:stop|unsubscribe)(?: please)?$
(?:^|, )no (?:{letters})(?: please| thanks| thank you)*$
(?:done|finished|through|had it|had enough|fed up|sick|tired) (?:with|of) (?:you(?: people| guys| all| folks)?|this (?:company|business|list|place)|these|this|it|all of (?:you|this|these)){end}
(?<!you )(?<!not )(?<!never )(?<!i )(?<!we )(?<!t )forget (?:about )?(?:me|us|my (?:number|email|address)){end}
(?:you|u|y)(?: (?:all|guys|people|folks|really|just|two))* (?:need|have|got|ought|must|should|better)(?: to)? (?:stop|quit)(?: (?:this|it|that|now|please|already))*$
"""

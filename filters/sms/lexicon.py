"""The words that texts advertise with.

Each line is a weight and a phrase, see `phrases.read`. An offer that weighs 3.6 is one whatever
stands beside it; 2 to 3 is held unless something of the business explains it; less needs company.
"""

from __future__ import annotations

from typing import Final

from filters.sms import phrases
from filters.sms.languages import REDUCTIONS

OFFERS: Final = phrases.read(
    """
[discount]
4 PERCENT|MONEY off|discount|cashback|savings|rebate|bonus|descuento
4 PERCENT de descuento
4 PERCENT extra|cash ~ off|discount|back|bonus
2.8 NUMBER off
3 off ~ PERCENT|MONEY
3.8 save|savings|saving|ahorra|ahorre ~ PERCENT|MONEY
2.5 save big|more|now|today
2.4 discount|discounts|discounted|coupon|coupons|cupon|descuento|descuentos|rebaja|rebajas
1.6 voucher|vouchers|cashback|rebate|rebates|savings
3.4 promo|coupon|discount|voucher|offer|promotional code|codes
3 use|enter|apply|share|mention ~ code|coupon ~ checkout|book|order|purchase|buy|call|visit
2.6 use ~ at checkout
3.4 half price|off
4 buy one|two|NUMBER get
4 bogo
3.4 two for one|MONEY
1.4 NUMBER for NUMBER
2.4 free shipping|delivery
3.2 price|prices drop|drops|cut|cuts|slashed
3.6 lowered|cut|dropped|slashed|reduced our|all prices|pricing
3 we|we've|we're|just ~ lowered|cut|cutting|dropped|dropping|slashing|reduced|lowering ~ prices
3 prices ~ lowered|dropped|slashed|reduced|cut
2.4 lowest|best|great|unbeatable|low|lower|special price|prices|rates|rate|pricing
3 clearance|doorbuster|doorbusters|markdown|markdowns|liquidation
1.8 starting|only|just|from at|for MONEY
2 only|just MONEY
2 MONEY only

[offer]
3.6 special|exclusive|limited|limited-time|best|exciting|amazing|festive|introductory|birthday|\
holiday|unbeatable|attractive|new offer|offers|deal|deals|discounts|promotion
3.4 great offers|deals|discounts
2 offer|offers|deal|deals ~ ends|end|valid|expires|expire|only|available|today
2.4 enjoy|get|grab|avail|claim ~ offer|offers|deal|deals
1.4 offers|deals|deal
1 offer
2.6 promotion|promotions|promo|promos|promocion|promociones|oferta|ofertas
2.6 aprovecha|aproveche

[sale]
3 big|moving|huge sale|sales
3.6 black|cyber friday|monday ~ deal|deals|sale|offer|offers|savings|specials
4 flash|clearance|mega|summer|winter|spring|fall|holiday|annual|anniversary|weekend|season|\
friday|monday|christmas|labor|memorial|president's|storewide|super|end-of-season|biggest sale|\
sales
2.8 sale ~ now|today|ends|starts|tomorrow|tonight|monday|tuesday|wednesday|thursday|friday|\
saturday|sunday|weekend|live|on
2.8 on sale
1.8 sale|sales

[urgency]
3.4 limited time offer|offers|deal|deals|sale
2 limited time|edition|stock|seats|spots|slots|spaces|availability|spot
2.4 last|final chance|hours|call|day|days
2.2 ultima oportunidad
2 hurry
1.8 ends|ending|expires|expiring|expire tonight|today|soon|tomorrow|midnight
1 expires|expire|valid ~ in|until|for
1.8 don't|dont miss|wait|delay
1.6 no te lo pierdas
3 while|until supplies|stock|stocks|they last|lasts
2.4 act now|fast|today|quickly
1.8 won't|wont last
1.4 only|just ~ left|remaining
1 today only
2 going|selling fast

[buy]
3.8 shop|buy|compra|compre|ordena|ordene now|today|online|ahora|ya|hoy
2.4 shop ~ sale|collection|arrivals|favorites|LINK|OFFER_LINK|here|at|our|the|looks|styles
1 buy|purchase
2.8 order now|today|online
1.8 order|reorder yours|your|again|before
2.8 add|yours ~ cart|today
2.4 grab|snag|claim|score yours|your|it|one|them|the|a
2.6 get|claim|grab|order yours
2.6 browse|see|check|explore|discover ~ collection|arrivals|catalog|selection|inventory|lineup|\
styles|range|menu|deals|products
2.4 new|latest|fresh arrivals|collection|menu|lineup|drop|stock|styles|range
2.6 back in stock
2.6 is|are back in|grab|stock|now
2.4 top|our|curated picks|favorites|sellers
2.2 picks|recommendations|something ~ for you
2.2 picks|recommendations|products you'll|you love|like
1.4 now available|open|live
1 available now
2.2 goes|pairs great|perfectly|well with
2 bundle|bundles
2 don't run|miss out
2 pre-order|preorder
1.8 download ~ app
2 tips|gratuity appreciated|welcome

[book]
2.4 book|reserve|reserva|reserve ~ now|today|ahora|hoy|online
2 schedule|call|text|visit|contact ~ now|today
2.2 book|reserve|secure|save|grab|claim ~ spot|seat|place|slot|yours|table|session
1.4 book|reserve ~ your|a|an|here|online
1.4 le|te|les aparto|reservo|agendo|guardo|separo ~ fecha|cita|lugar|espacio|cupo|turno
1.2 book|reserve easily|LINK|at
1 schedule ~ your|a|an
2 we|have|has|got ~ openings|availability|opening
1.4 openings|slots|spots|appointments|times available|open|left
1.8 want|like ~ to|us ~ save|book|schedule|reserve|hold
1.6 would|do you ~ like|want ~ schedule|book|estimate|quote|demo|tour
1.6 ready to|for ~ book|schedule|refresh|order|see|buy|try|next
2 time for|to ~ tune-up|checkup|cleaning|service|refresh|visit|refill|oil|check-up|trim|haircut
1.4 get|getting ~ ready
1.6 apply now|today|here|online

[join]
2.8 subscribe|upgrade|enroll|enrol|register|signup|suscribete|inscribete now|today|ahora|hoy|free
1.6 subscribe|upgrade|enroll|register for|to|your
2.6 sign|signing up now|today|here|for|to|and
2 join us|now|today|our|the
1.8 webinar|workshop|seminar|masterclass|expo|showcase
2.2 register|rsvp ~ LINK|here|free|spot|seat
3.4 early bird
2.6 tickets|pases ~ sale|available|selling|left|from
3.4 grand|re-grand opening
2 open house
2 unlock|upgrade ~ your|our|premium|features|access|savings|to
1 premium|pro
2.2 go|try premium|pro|plus
1.6 try ~ now|today|our|it
1.8 trial|membership|plan|subscription ~ expired|ended|ends|ending ~ subscribe|upgrade|renew
1.6 reactivate|renew|rejoin ~ today|now|keep|get|and

[prize]
3.8 you've|you|u|have|has|ur won
2 play ~ now|win|today
3.8 win|winning|gana|gane|ganaste ~ MONEY|prize|prizes|cash|gift|voucher|free|trip|holiday|\
vacation|iphone|ipad|laptop|tv|tickets|car|membership|premio
4 enter|chance|chances ~ win
2.6 prize|prizes|jackpot|lottery|lucky|sweepstakes|giveaway|giveaways|raffle|winner|winners|draw|\
premio
2 selected|chosen ~ receive|win|get|prize|winner
1.4 bonus|reward|rewards
2.6 claim|redeem ~ prize|bonus|reward|rewards|gift|cash|points|voucher|offer
3 bet|bets|betting|casino|slots|spins|blackjack|poker|odds|parlay

[free]
3.4 free ~ gift|gifts|trial|consultation|consult|estimate|estimates|quote|quotes|demo|sample|\
samples|upgrade|month|months|week|session|class|ticket|tickets|entry|inspection|inspections|\
evaluation|cleaning|whitening|assessment|tour|ebook|guide|workshop|webinar|meal|drink|dessert|\
audit|valuation|coupon|spins|bonus|lunch|dinner|coffee|workout|pass
3 free ~ ringtone|ringtones|tones|minutes|mins|texts|text|sms|phone|camcorder|entry|calls|msg|\
credits|polyphonic
1.2 free|gratis
3 NUMBER|14-day|30-day|7-day|week|month ~ free|trial trial
1.4 no cost|charge
2 no|without obligation|obligations|contract|contracts|commitment|strings
1.8 complimentary
1.8 risk-free|money-back|no-risk

[pitch]
1.8 we|i help|helps|specialize|specialise
1.6 can help ~ you|your
1.2 we|company offer|provide|offers|provides
1.6 reaching out to|about|because
1.4 following|checking up|in ~ interested|interest|quote|proposal|estimate
2 still|are|be|you interested|considering|looking|thinking
1.2 interested in
2.4 interested in ~ selling|buying|learning|hearing|offer|trying
3.6 sell|selling|buy|purchase your|ur house|home|property|car|land
3 cash|fair|competitive offer
1.8 qualified|motivated|cash buyers|buyer|sellers
1.6 owner|flexible|seller financing|terms|financed
2 new|found|property|home|matching ~ listing|listings|match|matches|property|home
1.6 list|listing price
1.6 learn|find|discover more|out|how
1.4 see|hear|discover ~ how|what's|difference
1.4 never|stop ~ miss|missing|losing
1.2 answers|answer NUMBER
1.8 grow|boost|increase|double|maximize ~ your|sales|business|revenue|income
1.2 great|good|exciting news
1.2 what's new
1.4 introducing|announcing|launching|launch

[demo]
2.8 book|see|schedule|watch|want|reply|free|quick ~ demo
1.8 demo|demos

[ask]
1.2 reply|text yes|interested|more|info
1.2 reply|text ~ for ~ info|details|quote|pricing|demo
1.2 call|dm ~ now|today
1 interested

[loan]
3 pre-approved|preapproved|prequalified|pre-qualified
3.2 instant|personal|payday|cash|quick|easy|fast|business|home|gold|car|auto loan|loans|advance|\
funding
2 loan|loans|funding|emi ~ apply|rate|rates|low|interest|eligible|approved|starting|call|upto|up
2.2 apply ~ loan|credit|card|funding
2.4 avail|need|get|want|apply ~ loan|loans|funds|funding|cash|credit
2.4 loan|loans|funds|cash ~ up to
2.4 loan|loans|funds|cash ~ upto|limit|waiting|clicks|instantly|minutes
1.4 eligible for
2 card|loan ~ approved|preapproved ~ limit|benefits|click|lakh|MONEY
2 upgrade|increase|enhance|higher ~ limit|card
2.4 refinance|refinancing|consolidate
2 low|lowest|zero|no|PERCENT ~ interest|apr|emi|fee|fees
1.2 financing|emi|lifetime
1.8 lifetime free
2.2 credit card|cards ~ apply|offers|offer|now|free|get
3 double|multiply your
2.6 guaranteed returns|return|profit|profits|income|approval
2 earn|earning ~ MONEY|PERCENT|points|rewards|cashback|extra|income|big
2 make ~ MONEY|money
2.2 avail|get|enjoy ~ credit
2 invest|investing|investment|trading ~ now|today|returns|opportunity|tips|start|with

[refer]
3.6 refer|referring a|your|friends|someone|family|any|now
2.8 invite|tell|bring ~ friend|friends
1.8 referral ~ reward|bonus|program|code|link
1.4 referrals

[donate]
3.8 donate|give|contribute now|today|ahora
2.6 donate|dona
2.8 chip in
2.6 make|match|matched|matching|doubled|monthly ~ gift|donation|donations|contribution
1.4 donation|donations|pledge|contribution
2 support our|us|the ~ campaign|mission|cause|work|fundraiser|drive|team
2.2 fundraiser|fundraising
2 need|count|your ~ help|support ~ by|before|midnight|goal|campaign

[return]
3.8 we|we've miss|missing you|having|seeing|ya
2 we|we've missed you|seeing
2.6 been ~ while|long|minute|months|ages|days|since
2.2 haven't seen|visited|been|heard
2.4 since your|you|ur|we last
2.4 come back|visit|see|shop
1.8 visit us|our ~ today|this|now|week|weekend
2 love|loved ~ see|have|welcome ~ again|back|soon
2.4 want you back
3 treat yourself
2.4 you deserve
2 just for you
2 for you ~ PERCENT|MONEY|special|offer
2 next purchase|order|cleaning|treatment ~ PERCENT|MONEY|NUMBER|off|free
1.8 future|next cleanings|visits|orders|purchase
1.2 due for
1 early|happy birthday
1.6 celebrate|treat ~ with|you|your
1.6 something special
1.4 loyal|valued|favorite customer|customers|member
2.2 your perks|rewards|benefits

[loyalty]
1.8 perks|vip|members-only|insider|insiders
1.2 exclusive
3 double|triple|bonus|extra points|rewards|miles
2 gift card|cards|voucher|vouchers
1.6 points|rewards ~ redeem|expire|expiring|waiting

[paid]
2.6 text|txt|send ~ to NUMBER
1.8 call NUMBER now|to
2.6 ringtone|ringtones|tones|polyphonic|wallpaper|wallpapers|logo|logos
2.2 per min|msg|txt|wk|week|text
2.2 std|costs|cost|norm ~ chgs|rate|tone|apply
2 xxx|sexy|singles|dating|flirt|adult|babes|horny
2 t&c|t&cs|tcs|tc's|terms apply
1.4 t&c|t&cs|tcs

[link]
2 OFFER_LINK

[picture]
1 :gift:|:fire:|:money:|:tag:|:hundred:|:new:
1.6 :bags:|:cart:
.5 :party:|:clock:|:star:
"""
    + REDUCTIONS
)
"""Offers: purchase, booking, borrowing, sign-up, referral, donation, return."""

OFFER_WORDS: Final = frozenset(word for word in phrases.words(OFFERS) if len(word) > 2)  # noqa: PLR2004 - "to" and "at" are made of anything
"""Words worth reading a disguise for."""

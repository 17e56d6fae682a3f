"""The words of the business a person is already in, and of what they already have.

Lines as in `lexicon.py`; the weights are taken off those of the offers.
"""

from __future__ import annotations

from typing import Final

from filters.sms import languages, phrases

PROTECTIONS: Final = phrases.read("""
[code]
3.4 NUMBER|CODE is|as your|the ~ code|otp|password|pin|passcode
3.4 code|otp|pin|passcode|password is NUMBER|CODE
3 verification|security|confirmation|access|one-time|login|auth|authentication|passcode|sms code|\
passcode|pin|password
3 otp|one-time|passcode
2.6 do|don't|never not|share|disclose ~ share|disclose|anyone|code|otp|it
2 verify|reset your|password

[appointment]
2.6 appointment|appt|visit|booking|reservation|session|class|meeting|consultation|service|\
interview|lesson|cleaning|tour|demo|call ~ confirmed|scheduled|rescheduled|cancelled|canceled|\
moved|changed|reminder
2.6 confirmed|scheduled|rescheduled|booked|cancelled|canceled for|on|at|with|your|by
2 appointment|appt|visit|booking|reservation|session|class|meeting|lesson|interview ~ is|on|at|\
tomorrow|today|with|NUMBER
2 reminder|remind|reminding|recordatorio
2.2 reply|press|text ~ confirm|reschedule|c|r
2 to|please|can|need confirm|reschedule|cancel|change
1.4 see you ~ at|tomorrow|then|there|on|NUMBER
1.6 cita ~ es|confirmada|para|el

[arrival]
2.4 on ~ way
2.2 arriving|arrived|eta|arrives|arrive|outside
1.8 technician|driver|crew|plumber|tech|courier|rider|installer|inspector|cleaner
1.4 running late|behind
1.4 is|are|am here|there

[shipping]
2.6 order|package|parcel|shipment|delivery|item|pedido ~ shipped|delivered|ready|confirmed|\
received|dispatched|placed|processed|picked|cancelled|canceled|out|delayed|arriving|way|cooked
2 order|order's ~ NUMBER|CODE
2.2 tracking|track ~ order|package|number|LINK|shipment|delivery|it
2.4 out for delivery
2.4 ready for|to ~ pickup|pick|collection|collect
1.6 shipped|delivered|dispatched

[receipt]
2.2 receipt|invoice|statement|factura|recibo
2 payment|payments|pago ~ received|due|failed|declined|processed|successful|of|is|was|overdue
2.4 debited|credited|withdrawn|deposited|debit|spent|txn|transaction|transferred|paid
2.6 refund|refunded|reimbursed|reembolso
1.8 thank|thanks ~ payment|order|ordering|purchase|donation|gift
2 balance|bal|a/c|acct
1.6 amount|total ~ MONEY|NUMBER|due
1.6 bill|premium|rent|dues|fee ~ due|is|paid|was
1.6 auto-pay|autopay|autodebit

[meeting]
2.2 zoom|teams|webex|skype ~ link|meeting|call|LINK|at
2 meeting|conference|call|video|class link|id|starts|begins
1.8 here's|here|is ~ link ~ for|to|we|you|our|meeting|call
1.6 join ~ meeting|call|zoom|video|room|LINK

[account]
2.4 suspicious|unusual|unauthorized|fraud|fraudulent|sign-in|login|unrecognized
2 outage|maintenance|restored|closed|closure|closing|evacuation|advisory|recall|delayed|delay
1.4 your account|profile|card|password|policy|username|ticket|case|claim|request|\
application ~ has|was|is|will|been
2 ticket|case|claim|request|application|reference|ref ~ NUMBER|CODE|resolved|closed|opened|\
received|approved|updated
1.6 as|per|you requested|discussed|asked|request|agreed
2 offer letter
1.6 shift|interview|onboarding|payroll|timesheet
2.4 if|not ~ done|you|initiated|made ~ you|call|report|contact|block

[stopped]
3.4 unsubscribed|opted
3.4 no longer ~ receive|get|messages|texts
3.4 will|won't not|receive|get ~ receive|messages|texts|more

[care]
1.8 prescription|rx|refill|lab|results|dose|vaccine|patient|pharmacy|doctor|dr|clinic|nurse

[person]
1.2 i|i'm|i'll|im|i've|me|my|lol|u|ur|mom|dad|haha|sorry|babe|gonna|wanna
1 let us|me know
1.8 thank|thanks for ~ reaching|contacting|calling|interest|call|message
2 can|may|could|how we|i help
1.6 sorry we missed
1 can|could|will|shall you|u|i
""")
"""Business the person is already in: codes, appointments, arrivals, parcels, receipts, notices."""

SETTLED: Final = phrases.read(
    """
[settled]
3.6 discount|off|rebate|coupon|voucher|code|promo|savings|cashback|bonus|PERCENT|MONEY ~ applied|\
credited|added|posted|issued|deposited|refunded
3 applied|credited|issued|added|posted ~ discount|coupon|credit|voucher|MONEY|points|cashback
3 you|you've saved|earned ~ MONEY|PERCENT|points
2.4 points ~ added|credited|posted|earned|balance
2.4 discount ~ reflected|included|honored
2.4 reward|rewards|loyalty|points balance|statement
3 winning|won bid|auction
"""
    + languages.SETTLED
)
"""What has already been given: a discount on a bill is no offer."""

from __future__ import annotations

import pytest

from filters.sms.keywords import only_one_word_is_said_to_stop, stop_word_means_something_else
from tests.make_sms import objections, sms, sms_facts

TRAPS = """\
Reply CANCEL to cancel your appointment
Text STOP to stop the music
Your table is ready. Reply YES to confirm or CANCEL to cancel.
To cancel your booking, reply CANCEL.
Reply END when you arrive
Reply C to confirm, CANCEL to reschedule. Reply STOP to opt out.
Responda CANCELAR para cancelar su cita
Répondez STOP pour annuler votre rendez-vous
Reply QUIT if you want to leave the waiting list
text “STOP” to stop your order
Reply STOP to skip this week's box
Send CANCEL to 55512 to cancel your ride
Reply CANCEL and we will free your slot
If you can't make it, reply CANCEL
Reply END to end your trial
Please respond with the word CANCEL if you cannot attend
Reply CANCEL to cancel your subscription
Reply 1 to confirm, 2 to reschedule, or CANCEL to cancel
Can't come? Reply CANCEL.
Reply with STOP to pause deliveries
Appt tomorrow 3pm. Txt CANCEL 2 cancel
"""
LAWFUL = """\
Reply STOP to opt out.
Reply STOP to end
Text STOP to cancel. HELP for help
Reply STOP to stop receiving appointment reminders
Reply STOP to unsubscribe or HELP for help
Your appointment is confirmed for 3pm. Reply STOP to opt out.
Appointment tomorrow at 3. Reply C to confirm, STOP to opt out.
Appointment tomorrow at 3. Reply C to confirm. Text STOP to end.
Txt STOP 2 end
Reply STOP to end this service
Reply CANCEL to end our texts
Text STOP to 55512 to end texts
Responda STOP para darse de baja.
Répondez STOP pour vous désabonner.
Msg&data rates may apply. Reply HELP for help, STOP to cancel.
Stop by at 5 to pick up the order
We cancel your order if you reply late
To stop these messages, reply STOP
Reply CANCEL to stop these texts
Your order will end at 5, reply when you are at the end of the street
Reply STOP if you no longer want our texts
Reply Y to confirm your appointment. STOP to end, HELP for help.
Reply YES to confirm or call to cancel. Reply STOP to stop.
Reply CANCEL.
See you at 5.
"""
CLAIMS = """\
The only way to opt out is to reply STOP
You can only opt out by replying STOP
To opt out, you must reply STOP
Only STOP will work
Only replies of STOP will be honored
You may only unsubscribe by texting STOP
Opt out only by texting STOP to this number
Reply STOP to end. Other words will be ignored
Replying STOP is the only way to end texts
La única forma de darse de baja es responder STOP
Vous pouvez seulement vous désabonner en répondant STOP
Opt-out requests by phone or email will not be honored
Only the word STOP is recognized
You must text STOP to opt out of messages
Solo puede darse de baja respondiendo STOP
Texts end only if you reply STOP
Opt-outs are accepted only via text
"""
NO_CLAIMS = """\
Reply STOP to opt out.
The only way to stop the leak is to replace the valve
Only stop at the gate
You can only opt out of the insurance at the desk?
You must reply by 5 to keep the slot. Reply STOP to opt out
Only 3 left. Reply STOP to opt out
Stop only at the red gate. Reply STOP to opt out
You must be there by 3. Text STOP to end
Other messages were ignored by the courier
Reply STOP to opt out, or call us, or any other way
"""


@pytest.mark.parametrize("text", TRAPS.splitlines())
def test_a_stop_word_that_is_asked_for_something_else_is_refused(text: str) -> None:
    (objection,) = objections(stop_word_means_something_else, sms(text), sms_facts())
    assert objection.evidence[0]


@pytest.mark.parametrize("text", LAWFUL.splitlines())
def test_a_stop_word_that_ends_the_texts_passes(text: str) -> None:
    assert objections(stop_word_means_something_else, sms(text), sms_facts()) == []


@pytest.mark.parametrize("text", CLAIMS.splitlines())
def test_a_text_that_knows_only_one_way_to_stop_is_refused(text: str) -> None:
    (objection,) = objections(only_one_word_is_said_to_stop, sms(text), sms_facts())
    assert objection.evidence[0]


@pytest.mark.parametrize("text", [*NO_CLAIMS.splitlines(), *LAWFUL.splitlines()])
def test_a_text_that_leaves_every_way_open_passes(text: str) -> None:
    assert objections(only_one_word_is_said_to_stop, sms(text), sms_facts()) == []

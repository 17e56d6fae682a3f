"""What a person may be sent: the answers of the checks themselves, kind by kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING

import pytest

from gateway.config.models import Company, SenderConfig
from gateway.config.texting import SmsConfig
from gateway.may_send import Answer, MaySend
from suppression.channel import Channel
from suppression.entry import ALL, Reason, Scope
from suppression.keys import RecipientKey, email_key, phone_key
from tests.make import ANN, entry
from tests.make_gateway import CALIFORNIAN, NOW, config
from tests.make_sms import consent
from tests.unit.gateway import paper
from tests.unit.gateway.paper import OURS

if TYPE_CHECKING:
    from datetime import datetime

    from filters.sms.limits import Sent
    from gateway.config.models import Config

ANN_KEY = email_key(ANN)
NUMBER = phone_key(CALIFORNIAN)
TEXTING = SenderConfig(name="example", domains=("example.com",), numbers=(OURS,))


class Known(paper.Known):
    """A list on paper; whoever asks has sent as much before."""

    async def sent(self, key: RecipientKey, *, submitter: str, region: str, at: datetime) -> Sent:
        del key, submitter, region, at
        return self.sent_before


def asking(known: Known, settings: Config | None = None) -> MaySend:
    return MaySend(settings or config(), people=known, texts=known, clock=lambda: NOW)


async def words(known: Known, *streams: str, settings: Config | None = None) -> dict[str, str]:
    """Return the word and code of each kind of email to Ann."""
    found = await asking(known, settings).answers(ANN_KEY, Channel.EMAIL, "example", streams)
    return {f"{a.kind} {a.stream}".strip(): f"{a.word} {a.code}".strip() for a in found}


async def of_texts(known: Known, settings: Config | None = None) -> dict[str, Answer]:
    found = await asking(known, settings).answers(NUMBER, Channel.SMS, "example")
    return {answer.kind: answer for answer in found}


async def test_somebody_who_asked_for_nothing_to_stop_may_be_sent_every_email() -> None:
    every = {"commercial": "yes", "transactional": "yes", "conversational": "yes"}
    assert await words(Known()) == every


async def test_an_opt_out_stops_marketing_and_lets_receipts_through() -> None:
    known = Known({ANN_KEY: (entry(),)})
    assert await words(known) == {
        "commercial": "no SUPPRESSED_OPTOUT", "transactional": "yes", "conversational": "yes",
    }  # fmt: skip


async def test_an_opt_out_of_one_stream_leaves_the_others() -> None:
    known = Known({ANN_KEY: (entry(scope=Scope("stream:news")),)})
    told = await words(known, "news", "offers")
    assert told["commercial news"] == "no SUPPRESSED_OPTOUT"
    assert told["commercial offers"] == told["commercial"] == "yes"


@pytest.mark.parametrize(
    ("reason", "scope", "code"),
    [(Reason.LEGAL, "commercial", "SUPPRESSED_LEGAL"), (Reason.MANUAL, ALL, "SUPPRESSED_ALL")],
)
async def test_what_stops_everything_stops_every_kind(
    reason: Reason, scope: str, code: str
) -> None:
    known = Known({ANN_KEY: (entry(reason=reason, scope=Scope(scope)),)})
    assert set((await words(known)).values()) == {f"no {code}"}


async def test_a_reply_nobody_read_yet_holds_marketing() -> None:
    known = Known(wrote=frozenset({ANN_KEY}))
    assert (await words(known))["commercial"] == "held SUPPRESSED_PENDING_REVOCATION"


async def test_what_the_configuration_cannot_do_lawfully_is_said_too() -> None:
    settings = config(company=Company(name="Example Co", postal_address=""))
    told = await words(Known(), settings=settings)
    assert told["commercial"] == "no EMAIL_POSTAL_ADDRESS_MISSING"
    assert told["transactional"] == "yes"


async def test_a_number_nobody_texted_us_from_gets_no_text() -> None:
    told = await of_texts(Known(), config(sender=(TEXTING,)))
    assert told.pop("").code == "SMS_PURPOSE_UNKNOWN"
    assert {answer.code for answer in told.values()} == {"SMS_NO_CONSENT"}
    assert {answer.word for answer in told.values()} == {"no"}
    assert all(answer.cites for answer in told.values())


async def test_a_request_for_some_purposes_allows_these_and_a_talk_all_of_them() -> None:
    asked = consent(key=NUMBER, purposes=frozenset({"receipt"}))
    told = await of_texts(Known(requests=(asked,)), config(sender=(TEXTING,)))
    assert told["receipt"].word == "yes"
    assert told["appointment"].code == "SMS_CONSENT_PURPOSE"
    talking = Known(texted={(NUMBER, OURS): NOW})
    told = await of_texts(talking, config(sender=(TEXTING,)))
    assert {answer.word for answer in told.values()} == {"yes"}


async def test_a_text_at_night_may_be_sent_and_says_when_it_leaves() -> None:
    asked = consent(key=NUMBER, requested_at=NOW.replace(year=2026, month=2, day=20))
    night = NOW.replace(hour=10)  # two in the morning in California
    known = Known(requests=(replace(asked, purposes=frozenset()),))
    ticks = (night + timedelta(milliseconds=n) for n in count())
    answers = await MaySend(
        config(sender=(TEXTING,)), people=known, texts=known, clock=lambda: next(ticks)
    ).answers(NUMBER, Channel.SMS, "example")
    told = {answer.kind: answer for answer in answers}
    assert told["receipt"].word == "yes"
    assert told["receipt"].not_before == NOW
    assert told["security_code"].not_before is None


async def test_a_whole_domain_is_no_person_to_send_to() -> None:
    domain = RecipientKey("@example.net")
    assert await asking(Known()).answers(domain, Channel.EMAIL, "example") == ()


def test_only_who_has_a_domain_sends_email() -> None:
    settings = config(sender=(TEXTING, SenderConfig(name="desk", numbers=("+14155550123",))))
    may_send = asking(Known(), settings)
    assert may_send.senders(Channel.EMAIL) == ("example",)
    assert may_send.senders(Channel.SMS) == ("example", "desk")


async def test_every_purpose_of_ones_own_is_asked_about() -> None:
    settings = config(sender=(TEXTING,), sms=SmsConfig(purposes=("pickup",)))
    assert set(await of_texts(Known(), settings)) == {"pickup", ""}

"""What a check of a text looks at: requests, conversations, notices and the policy."""

from __future__ import annotations

from datetime import timedelta

import pytest

from filters.message import NOBODY
from gateway.config.models import SenderConfig
from gateway.config.texting import QuietHours, SmsConfig
from suppression.channel import Channel
from suppression.keys import phone_key
from tests.make import entry
from tests.make_gateway import CALIFORNIAN, NOW, config, submitter, text_submission
from tests.make_sms import consent
from tests.unit.gateway.paper import OURS, Known, of_sms


async def test_a_text_is_judged_by_the_person_s_entries_and_requests() -> None:
    mine = consent("appointment")
    other = consent(key=phone_key("+12125550100"))
    found = entry(address=CALIFORNIAN, channel=Channel.SMS)
    known = Known({phone_key(CALIFORNIAN): (found,)}, requests=(other, mine))
    facts = await of_sms(known=known)
    assert facts.suppressed == {CALIFORNIAN: (found,)}
    assert facts.consents == (mine,)
    assert known.asked == [([CALIFORNIAN], Channel.SMS, NOW)]
    assert facts.now == NOW


@pytest.mark.parametrize(("hours", "is_open"), [(0, True), (23.9, True), (24, False)])
async def test_a_conversation_is_open_for_a_while_after_the_person_s_text(
    hours: float, *, is_open: bool
) -> None:
    settings = config(sender=(SenderConfig(name="example", numbers=(OURS, "+19165550101")),))
    known = Known(texted={(CALIFORNIAN, OURS): NOW - timedelta(hours=hours)})
    given = text_submission(sender=OURS, at=NOW)
    assert (await of_sms(given, settings, known)).conversation_open is is_open
    other = text_submission(sender="+19165550101", at=NOW)
    assert not (await of_sms(other, settings, known)).conversation_open
    unsaid = text_submission(at=NOW)
    assert not (await of_sms(unsaid, settings, known)).conversation_open


async def test_a_text_without_a_number_is_from_the_only_one_there_is() -> None:
    settings = config(sender=(SenderConfig(name="example", numbers=(OURS,)),))
    known = Known(texted={(CALIFORNIAN, OURS): NOW})
    assert (await of_sms(settings=settings, known=known)).conversation_open
    assert not (await of_sms(settings=settings)).conversation_open


@pytest.mark.parametrize(
    ("days", "due"), [(None, True), (0, False), (30, False), (31, True)]
)  # fmt: skip
async def test_the_opt_out_notice_is_due_once_in_thirty_days(days: int | None, due: bool) -> None:
    noticed_at = None if days is None else NOW - timedelta(days=days)
    assert (await of_sms(known=Known(noticed_at=noticed_at))).notice_due is due


async def test_the_notice_counts_for_each_identity() -> None:
    settings = config(sender=(SenderConfig(name="outlet"),))
    known = Known(noticed_at=NOW)
    assert (await of_sms(settings=settings, known=known)).notice_due


async def test_a_text_of_the_person_that_waits_for_a_reader_is_known() -> None:
    known = Known(wrote=frozenset({phone_key(CALIFORNIAN)}), wrote_by=Channel.SMS)
    assert (await of_sms(known=known)).is_unread
    assert not (await of_sms()).is_unread


async def test_a_text_is_from_the_identity_of_its_number_or_the_submitter_s_first() -> None:
    settings = config(
        sender=(
            SenderConfig(name="example", numbers=("+19165550100",)),
            SenderConfig(name="outlet", numbers=("+19165550101",)),
        )
    )
    assert (
        await of_sms(text_submission(sender="+19165550101"), settings)
    ).identity.name == "outlet"
    assert (await of_sms(text_submission(), settings)).identity.name == "example"
    only = text_submission(submitter=submitter(senders=("outlet",)))
    assert (await of_sms(only, settings)).identity.name == "outlet"
    foreign = text_submission(sender="+19165550199")
    assert (await of_sms(foreign, settings)).identity is NOBODY


async def test_the_sms_policy_is_that_of_the_configuration() -> None:
    settings = config(
        sms=SmsConfig(
            require_consent=False, promotional="hold", hold_band=(0.2, 0.9), regions=("US", "CA"),
            purposes=("receipt",), quiet_hours=QuietHours(action="refuse"),
        )
    )  # fmt: skip
    policy = (await of_sms(settings=settings)).policy
    assert not policy.require_consent
    assert (policy.promotional, policy.hold_from, policy.refuse_from) == ("hold", 0.2, 0.9)
    assert policy.regions == {"US", "CA"}
    assert policy.purposes == {"receipt"}
    assert policy.quiet_hours == "refuse"


async def test_texts_of_the_last_quarter_of_an_hour_are_read_with_this_one() -> None:
    identity = (await of_sms()).identity.name
    said = tuple(
        (NOW - timedelta(minutes=minutes), phone_key(CALIFORNIAN), who, text)
        for minutes, who, text in (
            (16, identity, "Too long ago."),
            (3, "somebody-else", "Somebody else."),
            (2, identity, "Guess what."),
            (2, identity, "Flash sale! 20% off today, shop now"),
            (1, identity, "We have news."),
        )
    )
    facts = await of_sms(known=Known(said=said))
    assert facts.earlier is not None
    assert facts.earlier.together == f"Guess what. We have news. {text_submission(at=NOW).text}"
    assert facts.earlier.reading is None


async def test_with_nothing_said_before_a_text_stands_for_itself() -> None:
    assert (await of_sms()).earlier is None
    offer = (
        NOW,
        phone_key(CALIFORNIAN),
        (await of_sms()).identity.name,
        "Flash sale! 20% off, shop now",
    )
    assert (await of_sms(known=Known(said=(offer,)))).earlier is None

"""Everything a check looks at, gathered before the first one runs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from filters.message import NOBODY, Category
from filters.sms.caps import NONE_SENT, Sent
from filters.sms.places.place import Whereabouts
from gateway.config.models import DkimKeyConfig, EmailConfig, EmailRule, Public, SenderConfig
from gateway.config.texting import QuietHours, SmsConfig
from gateway.errors import MalformedMessage, StoreUnavailable
from gateway.facts import Facts
from gateway.parse import parse_email, parse_sms
from gateway.spool.lately import Lately
from suppression.entry import ALL, Channel, Entry, Reason
from suppression.keys import email_key, phone_key
from suppression.standing import Standing, Standings
from tests.make import ANN, BOB, entry, message
from tests.make_gateway import CALIFORNIAN, NOW, config, submission, submitter, text_submission
from tests.make_sms import consent

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from filters.message import EmailFacts, SmsFacts
    from filters.sms.template import Template
    from gateway.config.models import Config
    from gateway.submission import EmailSubmission, SmsSubmission
    from suppression.consent import Consent
    from suppression.keys import RecipientKey


OURS = "+19165550100"


@dataclass
class Known:
    """A list on paper: what it is asked is written down."""

    entries: dict[RecipientKey, tuple[Entry, ...]] = field(default_factory=dict)
    requests: tuple[Consent, ...] = ()
    noticed_at: datetime | None = None
    sent_before: Sent = NONE_SENT
    texted: dict[tuple[str, str], datetime] = field(default_factory=dict)
    asked: list[tuple[list[RecipientKey], Channel, datetime]] = field(default_factory=list)
    wrote: frozenset[RecipientKey] = frozenset()
    wrote_by: Channel = Channel.EMAIL
    approved: tuple[Template, ...] = ()
    said: tuple[tuple[datetime, RecipientKey, str, str], ...] = ()

    def _blocking(
        self, keys: Collection[RecipientKey], channel: Channel, at: datetime
    ) -> Mapping[RecipientKey, tuple[Entry, ...]]:
        self.asked.append((list(keys), channel, at))
        return {key: self.entries[key] for key in keys if key in self.entries}

    def _unread(self, keys: Collection[RecipientKey], channel: Channel) -> frozenset[RecipientKey]:
        return self.wrote & frozenset(keys) if channel is self.wrote_by else frozenset()

    async def standing(self, key: RecipientKey, *, ours: str, at: datetime) -> Standing:
        blocking = self._blocking([key], Channel.SMS, at)
        return Standing(
            suppressed=blocking.get(key, ()),
            consents=tuple(each for each in self.requests if each.key == key),
            last_texted=self.texted.get((key, ours)),
            is_unread=bool(self._unread([key], Channel.SMS)),
        )

    async def standings(self, keys: Collection[RecipientKey], at: datetime) -> Standings:
        return Standings(
            suppressed=self._blocking(keys, Channel.EMAIL, at),
            unread=self._unread(keys, Channel.EMAIL),
        )

    async def before(self, key: RecipientKey, *, identity: str, purpose: str) -> Lately:
        return Lately(
            last_notice=self.noticed_at if (key, identity) == (CALIFORNIAN, "example") else None,
            templates=tuple(
                t for t in self.approved if (t.identity, t.purpose) == (identity, purpose)
            ),
        )

    async def lately(
        self,
        key: RecipientKey,
        *,
        identity: str,
        purpose: str,
        submitter: str,
        region: str,
        at: datetime,
        since: datetime,
    ) -> Lately:
        assert (submitter in ("shop", "may-send"), region) == (True, "US") or key != CALIFORNIAN
        assert at.tzinfo is UTC
        texts = (
            said
            for sent_at, whom, who, said in self.said
            if (whom, who) == (key, identity) and sent_at >= since
        )
        before = await self.before(key, identity=identity, purpose=purpose)
        return replace(before, sent=self.sent_before, texts=tuple(texts))


class Unreadable(Known):
    def _blocking(
        self,
        keys: Collection[RecipientKey],  # noqa: ARG002 - the form of the verb
        channel: Channel,  # noqa: ARG002
        at: datetime,  # noqa: ARG002
    ) -> Mapping[RecipientKey, tuple[Entry, ...]]:
        raise StoreUnavailable


def gatherer(
    settings: Config | None = None, known: Known | None = None, at: datetime = NOW
) -> Facts:
    paper = known or Known()
    return Facts(settings or config(), people=paper, texts=paper, clock=lambda: at)


async def of_email(
    given: EmailSubmission, settings: Config | None = None, known: Known | None = None
) -> EmailFacts:
    return await gatherer(settings, known).of_email(parse_email(given), given)


async def of_sms(
    given: SmsSubmission | None = None,
    settings: Config | None = None,
    known: Known | None = None,
    at: datetime = NOW,
) -> SmsFacts:
    one = given or text_submission(at=at)
    return await gatherer(settings, known, at).of_sms(parse_sms(one, "US"), one)


def from_(address: str, **fields: str) -> bytes:
    return message(**fields).replace(b"news@example.com", address.encode())


async def test_the_list_is_asked_about_every_recipient_now() -> None:
    known = Known({email_key(ANN): (entry(),)})
    facts = await of_email(submission(None, ANN, BOB), known=known)
    assert facts.suppressed == {ANN: (entry(),)}
    assert known.asked == [([ANN, BOB], Channel.EMAIL, NOW)]


async def test_it_is_known_whose_reply_waits_for_a_reader() -> None:
    known = Known(wrote=frozenset({email_key(BOB), email_key("eve@people.example")}))
    facts = await of_email(submission(None, ANN, BOB), known=known)
    assert facts.unread == {BOB}


async def test_a_list_that_cannot_be_read_stops_everything() -> None:
    with pytest.raises(StoreUnavailable):
        await of_email(submission(), known=Unreadable())
    with pytest.raises(StoreUnavailable):
        await of_sms(known=Unreadable())


async def test_the_identity_is_the_one_the_from_domain_belongs_to() -> None:
    facts = await of_email(submission(from_("x@OUTLET.example")))
    assert (facts.identity.name, facts.from_domain) == ("outlet", "outlet.example")
    assert [i.name for i in facts.allowed] == ["example", "outlet"]


async def test_an_identity_of_somebody_else_s_is_none() -> None:
    given = submission(from_("x@outlet.example"), submitter=submitter(senders=("example",)))
    facts = await of_email(given)
    assert facts.identity is NOBODY
    assert [i.name for i in facts.allowed] == ["example"]


async def test_the_stream_is_the_one_the_header_names() -> None:
    facts = await of_email(submission(message(x_optwarden_stream="  weekly-news ")))
    assert facts.stream == "weekly-news"


async def test_a_stream_declared_over_http_wins_over_the_header() -> None:
    given = submission(message(x_optwarden_stream="weekly"), declared_stream="daily")
    assert (await of_email(given)).stream == "daily"


async def test_without_a_stream_it_is_the_identity_s_unnamed_one() -> None:
    assert (await of_email(submission())).stream == ""


async def test_stream_of_a_service_s_field_counts_where_none_is_declared() -> None:
    fields = {"x_smtpapi": '{"asm_group_id": 7}'}
    assert (await of_email(submission(message(**fields)))).stream == "asm-7"
    declared = message(x_optwarden_stream="weekly", **fields)
    assert (await of_email(submission(declared))).stream == "weekly"


@pytest.mark.parametrize("named", ["Weekly News", "weekly/news", "x" * 65, "ä"])
async def test_a_stream_that_is_no_slug_is_refused_by_the_code_of_its_edge(named: str) -> None:
    raw = message(x_optwarden_stream=named)
    with pytest.raises(MalformedMessage, match="is not a slug") as caught:
        await of_email(submission(raw))
    assert caught.value.code == "MIME_MALFORMED"
    with pytest.raises(MalformedMessage, match="is not a slug") as caught:
        await of_email(submission(declared_stream=named))
    assert caught.value.code == "HTTP_BAD_REQUEST"


@pytest.mark.parametrize(
    ("fields", "changed", "category", "decided_by"),
    [
        ({}, {}, Category.COMMERCIAL, "default"),
        ({"x_optwarden_category": "transactional; basis=account"}, {}, "transactional", "declared"),
        ({}, {"declared_category": "transactional"}, "transactional", "declared"),
        ({}, {"pinned_category": "transactional"}, "transactional", "listener"),
        (
            {},
            {"submitter": submitter(default_category="transactional")},
            "transactional",
            "default",
        ),
        (
            {"x_optwarden_category": "transactional"},
            {"submitter": submitter(may_declare=frozenset())},
            "commercial",
            "default",
        ),
    ],
)
async def test_the_category_is_found_in_the_order_of_its_sources(
    fields: dict[str, str], changed: dict[str, Any], category: str, decided_by: str
) -> None:
    verdict = (await of_email(submission(message(**fields), **changed))).verdict
    assert (verdict.category, verdict.decided_by) == (category, decided_by)


async def test_the_basis_goes_with_a_category_that_nobody_declared() -> None:
    pinned = submission(pinned_category="transactional", pinned_basis="delivery")
    assert (await of_email(pinned)).verdict.basis == "delivery"
    office = submitter(default_category="transactional", default_basis="employment")
    assert (await of_email(submission(submitter=office))).verdict.basis == "employment"
    settings = config(email=EmailConfig(default_category="transactional", default_basis="account"))
    assert (await of_email(submission(), settings)).verdict.basis == "account"


async def test_advertising_that_nobody_declared_is_told_by_who_opted_out_of_it() -> None:
    settings = config(email=EmailConfig(default_category="transactional", default_basis="account"))
    sale = submission(message("Clearance: 50% off, shop now!"))
    verdict = (await of_email(sale, settings)).verdict
    assert (verdict.category, verdict.decided_by) == ("commercial", "content")
    known = Known({email_key(ANN): (entry(),)})
    verdict = (await of_email(sale, settings, known)).verdict
    assert (verdict.category, verdict.looks_commercial) == ("transactional", True)
    other = Known({email_key(ANN): (entry(sender="outlet"),)})
    assert (await of_email(sale, settings, other)).verdict.category == "commercial"
    bounced = Known({email_key(ANN): (entry(reason=Reason.HARD_BOUNCE, scope=ALL),)})
    assert (await of_email(sale, settings, bounced)).verdict.category == "commercial"


@pytest.mark.parametrize(
    "rule",
    [
        {"header_from": "news@example.com"},
        {"envelope_from": "@example.com"},
        {"subject_prefix": "hel"},
        {"stream": "receipts"},
    ],
)
async def test_a_rule_of_the_configuration_decides_by_all_it_may_name(rule: dict[str, str]) -> None:
    rules = EmailConfig(rule=(EmailRule(category="transactional", basis="account", **rule),))
    given = submission(message(x_optwarden_stream="receipts"))
    verdict = (await of_email(given, config(email=rules))).verdict
    assert (verdict.category, verdict.basis, verdict.decided_by) == (
        "transactional",
        "account",
        "rule",
    )
    other = submission(from_("other@example.com", subject="Other"), reverse_path="x@outlet.example")
    assert (await of_email(other, config(email=rules))).verdict.decided_by == "default"


async def test_the_policy_is_that_of_the_configuration() -> None:
    settings = config(
        email=EmailConfig(
            category_header="X-Kind", on_category_conflict="hold", on_uneditable="refuse",
            footer_scope="all-but-conversational", default_category="transactional",
            on_foreign_unsubscribe="refuse",
        ),
        public=Public(url="https://mail.example.com/", mail_domain="in.example.com"),
    )  # fmt: skip
    facts = await of_email(submission(), settings)
    policy = facts.policy
    assert policy.public_url == "https://mail.example.com"
    assert (policy.mail_domain, policy.category_header) == ("in.example.com", "X-Kind")
    assert (policy.on_category_conflict, policy.on_uneditable) == ("hold", "refuse")
    assert policy.footer_scope == "all-but-conversational"
    assert policy.on_foreign_unsubscribe == "refuse"
    assert facts.verdict.category is Category.TRANSACTIONAL


async def test_what_a_missing_dkim_key_means_is_the_identity_s_own() -> None:
    settings = config(
        sender=(
            SenderConfig(name="example", domains=("example.com",)),
            SenderConfig(name="outlet", domains=("outlet.example",), dkim_missing="refuse"),
        )
    )
    assert (await of_email(submission(), settings)).policy.dkim_missing == "warn"
    strict = await of_email(submission(from_("x@outlet.example")), settings)
    assert strict.policy.dkim_missing == "refuse"
    assert not strict.identity.can_sign


async def test_who_is_to_sign_is_known_from_the_configuration(tmp_path: Any) -> None:  # noqa: ANN401 - a path
    key = DkimKeyConfig(selector="s1", key_file=tmp_path / "s1.pem")
    settings = config(sender=(SenderConfig(name="example", domains=("example.com",), dkim=(key,)),))
    assert (await of_email(submission(), settings)).identity.can_sign


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


MONDAY_22_IN_CALIFORNIA = datetime(2026, 3, 3, 6, tzinfo=UTC)
TUESDAY_9 = datetime(2026, 3, 3, 17, tzinfo=UTC)


async def test_in_quiet_hours_a_text_opens_when_they_end() -> None:
    facts = await of_sms(at=MONDAY_22_IN_CALIFORNIA)
    assert facts.opens_at == TUESDAY_9


async def test_a_security_code_is_never_late() -> None:
    code = text_submission("Code 123456", at=MONDAY_22_IN_CALIFORNIA, purpose="security_code")
    assert (await of_sms(code, at=MONDAY_22_IN_CALIFORNIA)).opens_at == MONDAY_22_IN_CALIFORNIA


async def test_a_text_opens_when_it_is_to_be_sent_and_not_in_the_past() -> None:
    later = text_submission(send_at=NOW + timedelta(hours=2))
    assert (await of_sms(later)).opens_at == NOW + timedelta(hours=2)
    earlier = text_submission(send_at=NOW - timedelta(hours=2))
    assert (await of_sms(earlier)).opens_at == NOW
    code = text_submission("Code 1234", purpose="security_code", send_at=NOW + timedelta(hours=20))
    assert (await of_sms(code)).opens_at == NOW + timedelta(hours=20)


async def test_a_text_wanted_in_quiet_hours_opens_after_them() -> None:
    wanted = text_submission(send_at=MONDAY_22_IN_CALIFORNIA)
    assert (await of_sms(wanted)).opens_at == TUESDAY_9


async def test_the_quiet_hours_are_those_of_the_configuration() -> None:
    hours = QuietHours.model_validate({"from": time(23), "to": time(8), "sunday_to": time(8)})
    settings = config(sms=SmsConfig(quiet_hours=hours))
    evening = datetime(2026, 3, 3, 4, 30, tzinfo=UTC)  # half past eight
    assert (await of_sms(settings=settings, at=evening)).opens_at == evening
    # 47 CFR 64.1200(c)(1) holds beside them
    assert (await of_sms(settings=settings, at=MONDAY_22_IN_CALIFORNIA)).opens_at == (
        TUESDAY_9 - timedelta(hours=1)
    )


async def test_without_quiet_hours_a_text_opens_at_any_hour() -> None:
    none = QuietHours.model_validate({"from": time(0), "to": time(0), "sunday_to": time(0)})
    settings = config(sms=SmsConfig(quiet_hours=none))
    facts = await of_sms(settings=settings, at=MONDAY_22_IN_CALIFORNIA)
    assert facts.opens_at == MONDAY_22_IN_CALIFORNIA


@pytest.mark.parametrize(("minutes", "waits"), [(0, False), (14, False), (15, True)])
async def test_the_answer_to_a_person_who_just_texted_waits_for_no_morning(
    minutes: int, waits: bool
) -> None:
    settings = config(sender=(SenderConfig(name="example", numbers=(OURS,)),))
    texted = MONDAY_22_IN_CALIFORNIA - timedelta(minutes=minutes)
    known = Known(texted={(CALIFORNIAN, OURS): texted})
    facts = await of_sms(settings=settings, known=known, at=MONDAY_22_IN_CALIFORNIA)
    assert (facts.opens_at == TUESDAY_9) is waits
    later = text_submission(send_at=MONDAY_22_IN_CALIFORNIA + timedelta(hours=1))
    facts = await of_sms(later, settings=settings, known=known, at=MONDAY_22_IN_CALIFORNIA)
    assert facts.opens_at == TUESDAY_9


async def test_a_person_s_own_clock_comes_before_that_of_their_number() -> None:
    key = phone_key(CALIFORNIAN)
    asked = (
        consent(key=key, zone="America/New_York", requested_at=NOW - timedelta(days=3)),
        consent(key=key, postal_code="96813", requested_at=NOW - timedelta(days=2)),
        consent(key=key, requested_at=NOW - timedelta(days=1)),
    )
    known = Known(requests=asked)
    facts = await of_sms(known=known, at=MONDAY_22_IN_CALIFORNIA)
    assert facts.clocks == ("Pacific/Honolulu, by the postal code",)
    assert facts.opens_at == TUESDAY_9 + timedelta(hours=2)
    said = text_submission(
        at=MONDAY_22_IN_CALIFORNIA, whereabouts=Whereabouts(zone="America/New_York")
    )
    facts = await of_sms(said, known=known, at=MONDAY_22_IN_CALIFORNIA)
    assert facts.opens_at == TUESDAY_9 - timedelta(hours=3)


async def test_a_text_whose_hour_never_comes_opens_when_it_is_of_no_more_use() -> None:
    hours = QuietHours.model_validate(
        {"from": time(0), "to": time(23, 59), "sunday_to": time(23, 59)}
    )
    one = text_submission(to="+18005550199", at=NOW)
    settings = config(sms=SmsConfig(quiet_hours=hours))
    assert (await of_sms(one, settings)).opens_at == one.valid_until


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

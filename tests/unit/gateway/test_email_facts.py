"""What a check of an email looks at: the list, the identity, the stream and the policy."""

from __future__ import annotations

from typing import Any

import pytest

from filters.message import NOBODY, Category
from gateway.config.models import DkimKeyConfig, EmailConfig, Public, SenderConfig
from gateway.errors import MalformedMessage, StoreUnavailable
from suppression.channel import Channel
from suppression.keys import email_key
from tests.make import ANN, BOB, entry, message
from tests.make_gateway import NOW, config, submission, submitter
from tests.unit.gateway.paper import Known, Unreadable, from_, of_email, of_sms


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

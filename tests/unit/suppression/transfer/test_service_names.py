"""The columns of services by the other names they have, in exports, interfaces and webhooks."""

from __future__ import annotations

import pytest

from tests.unit.suppression.transfer.read import Read, when

DAY = "2024-05-06T00:00:00Z"
ANN = "ann@example.com"
NUMBER = "+12025550123"


def rows(heading: str, cells: str) -> list[tuple[str, str, str, str]]:
    read = Read(f"{heading}\n{cells}\n".encode())
    assert read.mistakes == []
    return [(row.key, row.reason, row.scope, when(row)) for row in read.rows]


@pytest.mark.parametrize(
    ("heading", "cells", "reason", "scope"),
    [
        ("email,asm_group_id,created_at", "{},7,{}", "unsubscribe", "stream:asm-7"),
        ("email,group_id,created", "{},7,{}", "unsubscribe", "stream:asm-7"),
        ("email,group_name,created_at", "{},News,{}", "unsubscribe", "stream:news"),
        ("address,tags,created", '{},"[""news""]",{}', "unsubscribe", "stream:news"),
        ("address,tag,created_at", "{},*,{}", "unsubscribe", "commercial"),
        ("address,code,error,created", "{},550,gone,{}", "hard_bounce", "all"),
        ("EmailAddress,Reason,LastUpdatedTime", "{},COMPLAINT,{}", "complaint", "commercial"),
        ("Email Address,Reason,LastUpdateTime", "{},BOUNCE,{}", "hard_bounce", "all"),
        ("Recipient,SuppressionReason,ChangedAt", "{},HardBounce,{}", "hard_bounce", "all"),
        (
            "Recipient,SuppressionReason,MessageStreamID,CreatedAt",
            "{},ManualSuppression,news,{}", "unsubscribe", "stream:news",
        ),
        (
            "Recipient,SuppressionReason,Origin,MessageStream,CreatedAt",
            "{},ManualSuppression,Customer,news,{}", "manual", "commercial",
        ),
        (
            "Recipient,SuppressionReason,Origin,MessageStream,CreatedAt",
            "{},ManualSuppression,Recipient,outbound,{}", "unsubscribe", "commercial",
        ),
        (
            "Recipient,SuppressionReason,SuppressSending,CreatedAt",
            "{},HardBounce,true,{}", "hard_bounce", "all",
        ),
        (
            "recipient,type,source,updated",
            "{},transactional,Spam Complaint,{}", "complaint", "all",
        ),
        (
            "recipient,type,source,created",
            "{},non_transactional,Unsubscribe Link,{}", "unsubscribe", "commercial",
        ),
        (
            "recipient,transactional,source,created",
            "{},true,Unsubscribe Link,{}", "unsubscribe", "all",
        ),
        ("recipient,non_transactional,source,created", "{},true,,{}", "manual", "commercial"),
        ("Email,hs_email_optout,unsubscribe_date", "{},true,{}", "unsubscribe", "commercial"),
        (
            "Email,Unsubscribed from all email,Opt-out date",
            "{},true,{}", "unsubscribe", "commercial",
        ),
        (
            "Email,Unsubscribed from all email,Last modified date",
            "{},true,{}", "unsubscribe", "commercial",
        ),
        ("Email Address,LEID,UNSUB_TIME", "{},1,{}", "unsubscribe", "commercial"),
        ("Email Address,EUID,CLEAN_TIME", "{},1,{}", "hard_bounce", "all"),
        (
            "Email Address,MEMBER_RATING,UNSUB_REASON,UNSUB_TIME",
            "{},2,abuse report,{}", "complaint", "commercial",
        ),
        (
            "Email Address,MEMBER_RATING,UNSUB_REASON_OTHER,UNSUB_TIME",
            "{},2,it is spam,{}", "complaint", "commercial",
        ),
        ("uuid,email,status,updated_at", "1,{},unsubscribed,{}", "unsubscribe", "commercial"),
        ("uuid,email,status,created_at", "1,{},blocklisted,{}", "unsubscribe", "commercial"),
        ("uuid,email,status,created_at", "1,{},disabled,{}", "manual", "commercial"),
        ("uuid,email,status,updated_at", "1,{},disabled,{}", "manual", "commercial"),
        ("address,reason,keep_until,created_at", "{},it is gone,,{}", "hard_bounce", "all"),
        ("address,reason,keep_until,timestamp", "{},complaint,,{}", "complaint", "commercial"),
    ],
)  # fmt: skip
def test_an_export_of_mail_by_its_other_names(
    heading: str, cells: str, reason: str, scope: str
) -> None:
    assert rows(heading, cells.format(ANN, DAY[:10])) == [(ANN, reason, scope, DAY)]


@pytest.mark.parametrize(
    "column",
    [
        "email_hard_bounce_reason", "hs_email_hard_bounce_reason_enum",
        "hs_email_hard_bounce_reason", "Hard bounce reason",
    ],
)  # fmt: skip
def test_hubspot_says_in_each_of_these_that_an_address_is_gone(column: str) -> None:
    read = Read(f"Email,hs_email_optout,{column}\n{ANN},,UNKNOWN_USER\n".encode())
    assert [(row.reason, row.evidence) for row in read.rows] == [
        ("hard_bounce", "row 2: UNKNOWN_USER")
    ]


@pytest.mark.parametrize("column", ["Invalid email address", "hs_email_bad_address"])
def test_hubspot_says_in_each_of_these_that_an_address_is_none(column: str) -> None:
    (row,) = Read(f"Email,hs_email_optout,{column}\n{ANN},,true\n".encode()).rows
    assert row.reason == "invalid"


def test_what_postmark_goes_on_sending_to_is_no_opt_out() -> None:
    heading = "Recipient,SuppressionReason,SuppressSending,ChangedAt"
    assert rows(heading, f"{ANN},HardBounce,False,{DAY}") == []


@pytest.mark.parametrize("column", ["Date sent", "SentDate", "DateCreated", "date"])
@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (f"{NUMBER},+12025550199,Stop,inbound,", "unsubscribe"),
        (f"{NUMBER},+12025550199,STOPALL,inbound,", "unsubscribe"),
        (f"{NUMBER},+12025550199,unsubscribe,inbound,", "unsubscribe"),
        (f"{NUMBER},+12025550199,Cancel!,inbound,", "unsubscribe"),
        (f"{NUMBER},+12025550199,END,inbound,", "unsubscribe"),
        (f"{NUMBER},+12025550199,quit,inbound,", "unsubscribe"),
        (f"{NUMBER},+12025550199,OPT-OUT,inbound,", "unsubscribe"),
        (f"{NUMBER},+12025550199,revoke,inbound,", "unsubscribe"),
        (f"+12025550199,{NUMBER},Hello,outbound-api,21610", "unsubscribe"),
        (f"+12025550199,{NUMBER},Hello,outbound-api,21211", "invalid"),
        (f"+12025550199,{NUMBER},Hello,outbound-api,21614", "invalid"),
        (f"+12025550199,{NUMBER},Hello,outbound-api,30005", "invalid"),
        (f"+12025550199,{NUMBER},Hello,outbound-api,30006", "invalid"),
    ],
)
def test_a_log_of_twilio_says_who_wrote_stop_and_who_cannot_be_texted(
    column: str, cells: str, reason: str
) -> None:
    scope = "all" if reason == "invalid" else "commercial"
    heading = f"From,To,Body,Direction,Error code,{column}"
    assert rows(heading, f"{cells},{DAY}") == [(NUMBER, reason, scope, DAY)]


@pytest.mark.parametrize("word", ["OptOutType", "ConsentStatus"])
@pytest.mark.parametrize("who", ["ContactId", "From", "To"])
@pytest.mark.parametrize(
    "at", ["Date", "DateCreated", "DateOfConsent", "Opt-out date", "CreatedAt"]
)
def test_an_opt_out_at_twilio_by_its_other_names(word: str, who: str, at: str) -> None:
    heading = f"{who},{word},{at}"
    said = [(NUMBER, "unsubscribe", "commercial", DAY)]
    assert rows(heading, f"{NUMBER},STOP,{DAY}") == said
    assert rows(heading, f"{NUMBER},HELP,{DAY}") == []
    assert rows(heading, f"{NUMBER},opt-in,{DAY}") == []


def test_an_opt_out_at_twilio_says_its_status_where_it_says_no_more() -> None:
    heading = "From,MessagingServiceSid,Status,Date"
    assert rows(heading, f"{NUMBER},MG1,opt-out,{DAY}") == [
        (NUMBER, "unsubscribe", "commercial", DAY)
    ]
    assert rows(heading, f"{NUMBER},MG1,opt-in,{DAY}") == []

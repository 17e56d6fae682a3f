"""Files shaped as each service writes them give the right people, reasons, scopes and dates."""

from __future__ import annotations

import pytest

from tests.unit.suppression.transfer.read import Read, read_file, when

OLD = "2015-09-30T22:12:05Z"
MAILGUN = "2011-10-13T18:02:00Z"
UNDATED = "2026-11-23T12:00:00Z"

FILES: dict[str, tuple[str, list[tuple[str, str, str, str]], int]] = {
    # https://www.twilio.com/docs/sendgrid/api-reference/bounces-api/retrieve-all-bounces
    "sendgrid_bounces.csv": (
        "SendGrid bounces",
        [
            ("bounced@example.com", "hard_bounce", "all", OLD),
            ("gone@example.com", "hard_bounce", "all", "2015-06-08T21:51:43Z"),
        ],
        1,  # a full mailbox of 2015 is over
    ),
    # https://www.twilio.com/docs/sendgrid/api-reference/blocks-api: sending goes on
    "suppression_blocks.csv": ("SendGrid blocks", [], 1),
    # https://www.twilio.com/docs/sendgrid/api-reference/spam-reports-api
    "sendgrid_spam_reports.csv": (
        "SendGrid spam reports",
        [("cross@example.com", "complaint", "commercial", "2015-09-30T22:12:21Z")],
        0,
    ),
    # https://www.twilio.com/docs/sendgrid/api-reference/invalid-e-mails-api
    "sendgrid_invalid_emails.csv": (
        "SendGrid invalid emails",
        [("nobody@nomail.example", "invalid", "all", "2015-12-12T20:54:15Z")],
        0,
    ),
    # https://www.twilio.com/docs/sendgrid/api-reference/suppressions-global-suppressions
    "sendgrid_global_unsubscribes.csv": (
        "SendGrid global unsubscribes",
        [("left@example.com", "unsubscribe", "commercial", OLD)],
        0,
    ),
    # https://www.twilio.com/docs/sendgrid/api-reference/suppressions-suppressions
    "sendgrid_groups.json": (
        "SendGrid group unsubscribes",
        [
            ("left@example.com", "unsubscribe", "stream:asm-123", "2014-09-17T20:45:04Z"),
            ("other@example.com", "unsubscribe", "stream:asm-7", "2014-09-23T17:34:31Z"),
        ],
        0,
    ),
    # https://documentation.mailgun.com/docs/mailgun/api-reference: bounces/import
    "mailgun_bounces.csv": (
        "Mailgun bounces",
        [("gone@example.com", "hard_bounce", "all", MAILGUN)],
        0,
    ),
    # the same: unsubscribes/import
    "mailgun_unsubscribes.csv": (
        "Mailgun unsubscribes",
        [
            ("left@example.com", "unsubscribe", "commercial", MAILGUN),
            ("other@example.com", "unsubscribe", "stream:newsletter", MAILGUN),
        ],
        0,
    ),
    # the same: complaints/import
    "mailgun_complaints.csv": (
        "Mailgun complaints",
        [("cross@example.com", "complaint", "commercial", MAILGUN)],
        0,
    ),
    "mailgun_unsubscribes.json": (
        "Mailgun unsubscribes",
        [
            ("left@example.com", "unsubscribe", "commercial", MAILGUN),
            ("other@example.com", "unsubscribe", "stream:a", MAILGUN),
            ("other@example.com", "unsubscribe", "stream:b", MAILGUN),
        ],
        0,
    ),
    # https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_ListSuppressedDestinations.html
    "ses_list.json": (
        "Amazon SES",
        [
            ("gone@example.com", "hard_bounce", "all", "2020-04-10T21:03:05Z"),
            ("cross@example.com", "complaint", "commercial", "2020-04-10T21:03:05Z"),
        ],
        0,
    ),
    # https://docs.aws.amazon.com/ses/latest/dg/sending-email-suppression-list.html: bulk
    "ses_import.csv": (
        "no service",
        [
            ("gone@example.com", "hard_bounce", "all", UNDATED),
            ("cross@example.com", "complaint", "commercial", UNDATED),
        ],
        0,
    ),
    "ses_import.jsonl": (
        "Amazon SES",
        [
            ("gone@example.com", "hard_bounce", "all", UNDATED),
            ("cross@example.com", "complaint", "commercial", UNDATED),
        ],
        0,
    ),
    # https://postmarkapp.com/developer/api/suppressions-api
    "postmark_dump.json": (
        "Postmark",
        [
            ("gone@example.com", "hard_bounce", "all", "2019-12-10T13:58:33Z"),
            ("cross@example.com", "complaint", "commercial", "2019-12-11T13:58:33Z"),
            ("left@example.com", "unsubscribe", "commercial", "2019-12-12T13:58:33Z"),
            ("desk@example.com", "manual", "commercial", "2019-12-13T13:58:33Z"),
        ],
        0,
    ),
    # https://postmarkapp.com/developer/webhooks/subscription-change-webhook
    "postmark_changes.jsonl": (
        "Postmark",
        [("left@example.com", "unsubscribe", "stream:broadcasts", "2020-02-01T10:53:34Z")],
        1,
    ),
    # https://developers.sparkpost.com/api/suppression-list/
    "sparkpost.csv": (
        "SparkPost",
        [
            ("gone@example.com", "hard_bounce", "all", "2015-01-01T12:00:00Z"),
            ("cross@example.com", "complaint", "commercial", "2015-01-01T12:00:00Z"),
            ("left@example.com", "unsubscribe", "commercial", "2015-01-01T12:00:00Z"),
        ],
        0,
    ),
    # https://support.sparkpost.com/docs/user-guide/uploading-a-suppression-list
    "sparkpost_import.csv": ("SparkPost", [("desk@example.com", "manual", "all", UNDATED)], 0),
    # https://knowledge.hubspot.com/crm-setup/hubspots-default-contact-properties
    "hubspot.csv": (
        "HubSpot",
        [
            ("left@example.com", "unsubscribe", "commercial", UNDATED),
            ("left@example.com", "unsubscribe", "stream:marketing-information", UNDATED),
            ("other@example.com", "unsubscribe", "stream:marketing-information", UNDATED),
            ("gone@example.com", "hard_bounce", "all", UNDATED),
            ("bad@example.com", "invalid", "all", UNDATED),
        ],
        1,
    ),
    # https://mailchimp.com/help/view-export-contacts/
    "mailchimp_unsubscribed.csv": (
        "Mailchimp",
        [
            ("left@example.com", "unsubscribe", "commercial", "2019-03-04T05:06:07Z"),
            ("cross@example.com", "complaint", "commercial", "2019-03-04T05:06:07Z"),
        ],
        0,
    ),
    "mailchimp_cleaned.csv": (
        "Mailchimp",
        [("gone@example.com", "hard_bounce", "all", "2019-03-04T05:06:07Z")],
        0,
    ),
    "mailchimp_subscribed.csv": ("Mailchimp", [], 1),
    # https://listmonk.app/docs/querying-and-segmentation/
    "listmonk.csv": (
        "listmonk",
        [
            ("left@example.com", "unsubscribe", "commercial", "2022-02-03T04:05:06Z"),
            ("off@example.com", "manual", "commercial", "2022-02-03T04:05:06Z"),
        ],
        1,
    ),
    # https://github.com/postalserver/postal lib/postal/message_db/suppression_list.rb
    "postal.csv": (
        "Postal",
        [
            ("gone@example.com", "hard_bounce", "all", "2023-11-14T22:13:20Z"),
            ("full@example.com", "soft_bounce", "all", "2023-11-14T22:13:20Z"),
        ],
        1,
    ),
    # https://www.twilio.com/docs/messaging/guides/debugging-tools: the log as CSV
    "twilio_log.csv": (
        "Twilio log",
        [
            ("+12025550123", "unsubscribe", "commercial", "2026-01-02T03:04:05Z"),
            ("+12025550125", "unsubscribe", "commercial", "2026-01-02T03:04:05Z"),
            ("+12025550126", "invalid", "all", "2026-01-02T03:04:05Z"),
        ],
        2,
    ),
    # https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out
    "twilio_opt_outs.csv": (
        "Twilio",
        [("+12025550123", "unsubscribe", "commercial", "2026-01-02T03:04:05Z")],
        2,
    ),
    "hashes_md5.txt": (
        "no service",
        [("md5:257c57037d384ae37ea27a07e8a01665", "unsubscribe", "commercial", UNDATED)] * 2,
        0,
    ),
    "generic.csv": (
        "no service",
        [
            ("left@example.com", "unsubscribe", "commercial", "2024-05-06T00:00:00Z"),
            ("+12025550123", "wrong_number", "all", "2024-05-06T00:00:00Z"),
            ("both@example.com", "unsubscribe", "commercial", "2024-05-06T00:00:00Z"),
            ("+12025550124", "unsubscribe", "commercial", "2024-05-06T00:00:00Z"),
        ],
        1,
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_an_export_gives_its_people_with_reason_scope_and_date(name: str) -> None:
    recognised, expected, skipped = FILES[name]
    read = read_file(name)
    assert read.recognised == recognised
    assert [(row.key, row.reason, row.scope, when(row)) for row in read.rows] == expected
    assert (len(read.skipped), read.mistakes) == (skipped, [])
    assert {row.channel for row in read.rows if row.key[0] == "+"} <= {"sms"}
    assert {row.channel for row in read.rows if "@" in row.key} <= {"email"}


def test_what_a_service_says_of_a_bounce_is_kept_as_evidence() -> None:
    (first, second) = read_file("sendgrid_bounces.csv").rows
    assert first.evidence.startswith("row 2: 550 550 5.1.1 The email account")
    assert second.evidence == "row 3: 5.1.1 unknown user, really"


def test_a_list_called_unsubscribes_is_one_though_it_looks_like_complaints() -> None:
    content = b"address,created_at\nann@example.com,2024-01-02\n"
    assert Read(content, "unsubscribed.csv").rows[0].reason == "unsubscribe"


def test_what_a_service_calls_by_no_known_name_is_a_manual_entry() -> None:
    (row,) = Read(b"emailAddress,reason\nann@example.com,WHIM\n").rows
    assert (row.reason, row.evidence) == ("manual", "row 2: WHIM")


def test_hubspot_complaints_are_told_from_bounces() -> None:
    content = b"Email,hs_email_optout,Email hard bounce reason\nann@example.com,,SPAM\n"
    assert Read(content).rows[0].reason == "complaint"


@pytest.mark.parametrize("text", ["Stop.", "STOP please", "unsubscribe me", "ARR\u00caT"])
def test_a_log_says_who_wrote_stop_in_other_words_than_the_service_hears(text: str) -> None:
    head = "From,To,Body,Direction\n+12025550123,+12025550100,"
    assert Read(f"{head}{text},inbound\n".encode()).keys == ["+12025550123"]


def test_a_group_without_a_number_goes_by_its_name() -> None:
    (row,) = Read(b"email,group_name,created_at\nann@example.com,Weekly News,1410986704\n").rows
    assert row.scope == "stream:weekly-news"


def test_an_object_that_lacks_a_column_of_its_service_is_a_mistake() -> None:
    content = (
        b'{"EmailAddress":"ann@example.com","Reason":"BOUNCE"}\n{"EmailAddress":"b@example.com"}\n'
    )
    read = Read(content)
    assert read.keys == ["ann@example.com"]
    assert [(m.number, m.column, m.reason) for m in read.mistakes] == [(2, "reason", "is missing")]


def test_a_topic_whose_name_makes_no_stream_is_all_commercial_mail() -> None:
    content = "Email,Opted out of email: \u65e5\u672c,hs_email_optout_77\nann@example.com,yes,yes\n"
    rows = Read(content.encode()).rows
    assert [row.scope for row in rows] == ["commercial", "stream:77"]

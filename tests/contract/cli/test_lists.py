"""The list, the requests and the keys, by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.contract.cli.conftest import Commands

JANE = "jane@example.org"
NUMBER = "+12025550123"


def test_who_is_put_on_the_list_stands_there_until_lifted(command: Commands) -> None:
    (added,) = command("suppress", "add", "Jane@Example.org", "--reason", "unsubscribe").rows
    assert added[1:5] == [JANE, "commercial", "", "unsubscribe"]
    (listed,) = command("--json", "suppress", "list", "--active").json
    assert listed["key"] == JANE
    assert listed["expires_at"] is None

    again = command("suppress", "add", JANE, "--reason", "unsubscribe")
    assert "already" in again.talk
    lift = ("suppress", "lift", JANE, "--because", "wants the newsletter again")
    for evidence in ((), ("--evidence", "  "), ("--evidence", "x")):
        assert "--evidence" in command(*lift, *evidence, code=2).talk
    assert command("suppress", "list", "--active").out
    command(*lift, "--evidence", "letter of 1 March")
    assert command("suppress", "list", "--active").out == ""
    shown = command("--json", "suppress", "show", JANE).json[0]
    assert shown["active"] == []
    assert [event["kind"] for event in shown["history"]] == ["added", "lifted"]
    assert "letter of 1 March" in shown["history"][1]["summary"]


def test_what_a_person_asked_for_does_not_end_by_itself(command: Commands) -> None:
    end = ("--expires", "2999-01-01")
    said = command("suppress", "add", JANE, "--reason", "unsubscribe", *end, code=2).talk
    assert "hard_bounce, manual" in said
    command("suppress", "add", JANE, "--reason", "unsubscribe", "--expires", "never")
    command("suppress", "add", JANE, "--reason", "manual", *end)
    ends = [told["expires_at"] for told in command("--json", "suppress", "list").json]
    assert [end and end[:10] for end in ends] == [None, "2999-01-01"]


def test_an_entry_for_nobody_s_mail_or_of_tomorrow_is_not_made(command: Commands) -> None:
    add = ("suppress", "add", JANE, "--reason", "manual")
    assert "no [[sender]] named 'shop'" in command(*add, "--sender", "shop", code=2).talk
    assert "in the future" in command(*add, "--requested", "2999-01-01", code=2).talk
    assert "is over" in command(*add, "--expires", "2001-01-01", code=2).talk
    assert command("suppress", "list").out == ""


def test_a_list_says_how_it_goes_on(command: Commands) -> None:
    for address in (JANE, "ann@example.org"):
        command("suppress", "add", address, "--reason", "manual")
    first = command("suppress", "list", "--limit", "1")
    after = first.talk.partition("more: --after ")[2].strip()
    assert after == first.rows[0][0]
    rest = command("suppress", "list", "--limit", "2", "--after", after)
    assert {first.rows[0][1], rest.rows[0][1]} == {JANE, "ann@example.org"}
    assert "more" not in rest.talk
    assert "--after" in command("suppress", "list", "--after", "x", code=2).talk


def test_soft_bounces_are_counted_and_put_on_the_list_by_nobody(command: Commands) -> None:
    said = command("suppress", "add", JANE, "--reason", "soft_bounce", code=2).talk
    assert "hard_bounce" in said
    assert command("suppress", "list").out == ""


@pytest.mark.parametrize("because", ["", "x", " xy ", "x" * 2001])
def test_a_reason_says_something_by_command_as_by_api(command: Commands, because: str) -> None:
    command("suppress", "add", JANE, "--reason", "manual")
    said = command("suppress", "lift", JANE, "--because", because, code=2).talk
    assert "characters" in said
    assert command("suppress", "list", "--active").out
    command("suppress", "lift", JANE, "--because", " left ")
    (told,) = command("--json", "suppress", "list").json
    assert told["lifted_because"] == "left"


def test_lifting_what_is_not_there_is_a_no(command: Commands) -> None:
    assert "nothing to lift" in command("suppress", "lift", JANE, "--because", "tried", code=1).talk


def test_what_is_no_address_is_a_mistake_of_usage(command: Commands) -> None:
    said = command("suppress", "add", "jane@@example.org", code=2).talk
    assert "'jane@@example.org'" in said
    assert "optwarden suppress add --help" in said


def test_an_address_has_no_subdomains(command: Commands) -> None:
    said = command("suppress", "add", JANE, "--include-subdomains", code=2).talk
    assert "for domains only" in said
    assert command("suppress", "list").out == ""


def test_a_public_suffix_is_not_suppressed_by_a_slip(command: Commands) -> None:
    said = command("suppress", "add", "@co.uk", "--include-subdomains", code=2).talk
    assert "co.uk is a public suffix" in said
    assert "--public-suffix" in said
    assert command("suppress", "list").out == ""
    command("suppress", "add", "@rival.co.uk", "--include-subdomains")
    command("suppress", "add", "@mil", "--include-subdomains", "--public-suffix")
    keys = {told["key"] for told in command("--json", "suppress", "list").json}
    assert keys == {"@rival.co.uk", "@mil"}


def test_a_scope_that_there_is_not_is_not_looked_for(command: Commands) -> None:
    command("suppress", "add", JANE)
    for verb in ("list", "export"):
        assert (
            "'marketing' is not a scope"
            in command("suppress", verb, "--scope", "marketing", code=2).talk
        )


def test_a_legal_entry_is_lifted_by_compliance_only(command: Commands) -> None:
    command("suppress", "add", JANE, "--reason", "legal")
    said = command("suppress", "lift", JANE, "--because", "tried", code=1).talk
    assert "--as-compliance" in said
    command("suppress", "lift", JANE, "--because", "tried", "--as-compliance")


def test_a_wrong_number_is_lifted_by_nobody_and_ends_by_start_from_it(command: Commands) -> None:
    command("suppress", "add", NUMBER, "--reason", "wrong_number")
    words = ("suppress", "lift", NUMBER, "--because", "it is theirs", "--evidence", "ticket 7")
    for more in ((), ("--as-compliance",)):
        assert "S-1: a wrong number ends when" in command(*words, *more, code=1).talk
    said = command("consent", "add", NUMBER, "--source", "sms", "--evidence", "their text").talk
    assert "S-1 (wrong_number, all) still stops" in said
    command("inbound", NUMBER, "Is there a table on Friday?", "--to", "+14155550123")
    assert command("suppress", "list", "--active").out != ""
    command("inbound", NUMBER, "START", "--to", "+14155550123")
    assert command("suppress", "list", "--active").out == ""


def test_a_request_to_be_texted_is_recorded_and_revoked(command: Commands) -> None:
    words = ("consent", "add", NUMBER, "--source", "form", "--evidence", "sign-up form")
    (row,) = command(*words, "--purpose", "appointment").rows
    assert row[1:4] == [NUMBER, "form", "appointment"]
    assert len(command("consent", "show", NUMBER).rows) == 1
    command("consent", "revoke", NUMBER, "--because", "said so")
    assert command("--json", "consent", "show", NUMBER).json[0]["revoked_at"] is not None


def test_a_request_says_where_the_person_is(command: Commands) -> None:
    words = ("consent", "add", NUMBER, "--source", "form", "--evidence", "sign-up form")
    (kept,) = command(
        "--json", *words, "--zone", "America/Chicago", "--postal-code", "32401-1000"
    ).json
    assert (kept["zone"], kept["postal_code"]) == ("America/Chicago", "32401")
    for option, said in (("--zone", "UTC"), ("--postal-code", "K1A 0B1")):
        assert said in command(*words, option, said, code=2).talk


def test_an_unknown_purpose_names_the_known_ones(command: Commands) -> None:
    words = (
        "consent",
        "add",
        NUMBER,
        "--source",
        "form",
        "--evidence",
        "form 9",
        "--purpose",
        "fun",
    )
    assert "appointment" in command(*words, code=2).talk


def test_a_key_is_shown_once_and_can_be_revoked(command: Commands) -> None:
    made = command("keys", "add", "--submitter", "local")
    assert made.out.startswith("ow_")
    (row,) = command("keys", "list").rows
    assert row[1] == "local"
    assert made.out.strip() not in command("--json", "keys", "list").out
    command("keys", "revoke", row[0])
    assert "keys list" in command("keys", "revoke", row[0], code=1).talk


def test_a_key_of_an_unknown_submitter_names_the_known_ones(command: Commands) -> None:
    assert "there is local" in command("keys", "add", "--submitter", "x", code=2).talk


def test_quiet_says_nothing_but_data(command: Commands) -> None:
    assert command("-q", "keys", "add", "--submitter", "local").talk == ""


def test_an_entry_takes_one_line_whatever_is_in_it(command: Commands) -> None:
    command("suppress", "add", JANE, "--evidence", "a\tb\nc" + "x" * 300)
    assert [len(row) for row in command("suppress", "list").rows] == [9]


def test_a_later_request_takes_an_opt_out_back_and_says_what_stands(command: Commands) -> None:
    for scope in ("stream:news", "commercial"):
        words = ("--reason", "unsubscribe", "--scope", scope, "--requested", "2026-01-01")
        command("suppress", "add", JANE, *words)
    again = ("consent", "add", JANE, "--source", "form", "--evidence", "form 12", "--resubscribe")
    told = command(*again, "--purpose", "news").talk
    assert "S-2 (unsubscribe, commercial) still stops" in told
    assert "S-1" not in told
    assert "still stops" not in command(*again).talk
    assert command("suppress", "list", "--active").out == ""
    listed = command("--json", "consent", "list", "--active", "--source", "form").json
    assert [row["consent_id"] for row in listed] == ["C-1", "C-2"]
    assert "more: --after C-1" in command("consent", "list", "--limit", "1").talk
    assert "not a consent id" in command("consent", "list", "--after", "x", code=2).talk


def test_a_request_that_makes_no_sense_is_refused(command: Commands) -> None:
    words = ("consent", "add", NUMBER, "--source", "sms", "--evidence", "a text")
    assert "no [[sender]] has" in command(*words, "--our-number", "+14155550124", code=2).talk
    assert "no [[sender]] named" in command(*words, "--sender", "nobody", code=2).talk
    mail = ("consent", "add", JANE, "--source", "sms", "--evidence", "a text")
    assert "--our-number is for" in command(*mail, "--our-number", NUMBER, code=2).talk
    assert "name of a stream" in command(*mail, "--purpose", "two words", code=2).talk
    assert "future" in command(*mail, "--requested", "9999-12-31", code=2).talk
    assert "is over already" in command(*mail, "--expires", "2020-01-01", code=2).talk
    assert "not a time" in command(*mail, "--requested", "0001-01-01T00+14:00", code=2).talk
    domain = ("consent", "add", "@example.org", "--source", "form", "--evidence", "form 12")
    assert "no address or number of a person" in command(*domain, code=2).talk


def test_the_secret_of_callbacks_is_the_same_whenever_it_is_shown(command: Commands) -> None:
    (secret,) = command("keys", "callback-secret", "--submitter", "local").out.split()
    assert secret.startswith("whsec_")
    (told,) = command("--json", "keys", "callback-secret", "--submitter", "local").json
    assert told == {"submitter": "local", "secret": secret}
    command("keys", "callback-secret", "--submitter", "nobody", code=2)

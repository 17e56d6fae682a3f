"""What a letter asks about its writer's data."""

from __future__ import annotations

import pytest

from filters.email.reply import reply_in_text
from filters.privacy import Wish, recognise_privacy
from tests.replies import replies

KNOW = (
    "What do you hold of me?",
    "what data do you have on me",
    "what info do u have on me",
    "Please tell me what personal information you have collected about me.",
    "Hi, I'm Jane. I'd like to know what information you have on file about me.",
    "Please send me all the personal data you store about me",
    "I'd like a copy of my data please",
    "I request access to my personal data",
    "Your California Privacy Rights",
    "Hello,\nYour California Privacy Rights, please\nJane Doe\n12 Main St, Springfield, IL 62701",
    "DSAR",
    "Please give me access to the personal data you hold",
    "I am a California resident. Under Shine the Light law, list my personal data you disclosed",
    "I request a list of the personal information you disclosed under the Shine the Light law",
    "I'm writing to make a data subject access request",
    "Pursuant to California Civil Code 1798.83, please send me my personal information disclosure",
    "Dear team, I hereby request that you disclose all categories of data you collected about me",
    "\u00bfQu\u00e9 datos tienen sobre m\u00ed?",
    "Quelles donn\u00e9es avez-vous sur moi ?",
    "Welche Daten haben Sie \u00fcber mich gespeichert?",
)
DELETE = (
    "Please delete my data",
    "Pls delete my data!!",
    "Unsubscribe me and delete my data.",
    "Can you delete my personal information?",
    "Please delete my personal data that you hold",
    "Please delete all personal data about me",
    "I make a request for deletion under the CCPA",
    "I want my data deleted",
    "erase everything you have on me",
    "I want to exercise my right to be forgotten",
    "This is a CCPA request. Delete my personal information.",
    "As a California consumer I request that you delete any data you have collected about me",
    "Hello, kindly remove all the information you hold about me from your systems. Thanks, Jane",
    "Por favor, eliminen mis datos personales",
    "Supprimez mes donn\u00e9es personnelles s'il vous pla\u00eet",
    "Bitte l\u00f6schen Sie alle meine Daten",
)
DOUBTFUL = (
    "Please delete my account",
    "Do not sell my personal information",
    "How do I delete my data?",
    "CCPA request",
    "Would you delete my data if I asked?",
    "Did you delete my data?",
    "Why was my data deleted?",
    "Last week my data deleted itself",
    "My lawyer says section 1798.105 applies here",
    "remove my data please, 1798.105",
    "what do you know about me",
    "Delete my information please",
    "Privacy Policy | Your California Privacy Rights | Terms",
    "Your order has shipped.\n\nYour California Privacy Rights\nPrivacy policy\nHelp",
    "Lunch on Friday works. Best, Joe\n\nAcme Inc. Your California Privacy Rights: acme.example",
    "Your California Privacy Rights\n" + "These pages say what we do with it all. " * 3,
    "Shine the Light is a lovely song",
    "Deletion request for user 3371 was completed yesterday",
    "Request to know: how many seats do you have?",
    "You have the right to know what is in your food",
    "You may ask us to delete personal information",
    "Please provide all personal information of the new hire to payroll",
    "Please delete the personal data of Ann Lee, she was here in May",
    "Can you delete personal data in the staging database?",
    "Send me a copy of personal data processing agreement",
    "Please delete my data roaming plan",
    "I need a copy of my data sheet",
    "Get access to personal information today",
)
NOTHING = (
    "Please delete my data from your mailing list",
    "Delete my information from your newsletter",
    "Please delete my personal information from your mailing list",
    "Borren mis datos de su lista, por favor",
    "Thanks for deleting my data",
    "Could you delete the duplicate charge on my card?",
    "Please delete my address from your database.",
    'A customer wrote "please delete my data today". What do I answer?',
    "Please send me your privacy policy",
    "What do you have for me today?",
    "We process personal data under the GDPR",
    "what information do you need from me?",
    "All the information you have sent me is wrong",
)


@pytest.mark.parametrize("text", [*KNOW, *DELETE, "Please correct my personal information"])
def test_whoever_asks_about_their_data_is_heard(text: str) -> None:
    wish = Wish.KNOW if text in KNOW else Wish.DELETE if text in DELETE else Wish.CORRECT
    assert [(each.wish, each.is_definite) for each in recognise_privacy("", text)] == [(wish, True)]


@pytest.mark.parametrize("text", DOUBTFUL)
def test_what_may_ask_about_data_goes_to_a_person(text: str) -> None:
    (found,) = recognise_privacy("", text)
    assert not found.is_definite


@pytest.mark.parametrize("text", NOTHING)
def test_what_speaks_of_data_or_of_a_list_asks_for_nothing(text: str) -> None:
    assert recognise_privacy("", text) == ()


def test_a_subject_that_only_names_a_right_among_others_is_doubtful() -> None:
    (found,) = recognise_privacy("Your California Privacy Rights have changed", "See our pages")
    assert not found.is_definite


def test_a_subject_of_ones_own_counts() -> None:
    (found,) = recognise_privacy("Your California Privacy Rights", "Jane Doe, 12 Main St")
    assert found.is_definite


def test_whoever_asks_for_both_is_heard_for_both() -> None:
    found = recognise_privacy("", "Send me a copy of my data. Then delete all my data, please.")
    assert [(each.wish, each.is_definite) for each in found] == [
        (Wish.KNOW, True), (Wish.DELETE, True),
    ]  # fmt: skip


def test_of_the_labelled_replies_only_those_that_ask_are_taken_for_requests() -> None:
    """Two of four thousand do, both under the GDPR; ordinary ones do not even go to a person."""
    read = [(each, recognise_privacy("", reply_in_text(each.text).own)) for each in replies()]
    definite = [each.text for each, found in read if any(wished.is_definite for wished in found)]
    assert all("personal data" in text and "GDPR" in text for text in definite)
    assert len(definite) >= 1
    assert [each.text for each, found in read if found and each.intent == "none"] == []

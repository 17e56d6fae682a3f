from __future__ import annotations

import pytest

from filters.email.category.furniture import prose

SENTENCE = "We received your parcel and sent the money back to your card."
MENU = "New in\nWomen\nMen\nSale\n"


@pytest.mark.parametrize(
    "furniture",
    [
        MENU,
        "Shop | Stores | Gift cards\n",
        "Follow us on Instagram\n",
        "\u00a9 2026 Example Ltd, 5 Dock Road\n",
        "You're receiving this email because you have an account with us.\n",
        "Email preferences\n",
        "Free returns within 60 days\nSecure checkout\nCustomer service all week\n",
    ],
)
def test_menu_and_footer_are_no_prose(furniture: str) -> None:
    for text in (f"{furniture}{SENTENCE}", f"{SENTENCE}\n{furniture}"):
        assert prose(text) == SENTENCE


@pytest.mark.parametrize(
    "said",
    [
        "Hello Ann,\n",
        "20% off\n50% off\n70% off\n",
        "From $9\nFrom $19\nFrom $29\n",
        "You will find our privacy policy, which we have changed, on our website. " * 4 + "\n",
        "Total\nTax\n",
    ],
)
def test_what_a_mail_says_is_kept(said: str) -> None:
    text = f"{said}{SENTENCE}"
    assert prose(text) == text


def test_mail_that_is_nothing_but_labels_is_kept_whole() -> None:
    for text in (MENU, f"{MENU}Buy it.", f"{MENU * 9}{SENTENCE}"):
        assert prose(text) == text

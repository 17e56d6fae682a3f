"""An offer is one however it is spelled, and the evidence shows it as it stands there."""

from __future__ import annotations

import pytest

from filters.email.category.purpose import looks_commercial
from filters.email.category.words import words


@pytest.mark.parametrize(
    ("subject", "seen"),
    [
        ("20% off everything", '"20% off everything"'),
        ("Only $ 9.90 today, on sale", '"only $9.90"'),
        ("Nur 15 \u20ac, jetzt kaufen", '"nur 15 \u20ac"'),
    ],
)
def test_evidence_shows_what_stands_there(subject: str, seen: str) -> None:
    assert seen in " ".join(looks_commercial(subject, "").evidence)


@pytest.mark.parametrize(
    ("disguised", "meant"),
    [
        ("on S A L E", "on sale"),
        ("on s.a.l.e", "on sale"),
        ("on S-A-L-E", "on sale"),
        ("FR33 SH1PP1NG", "free shipping"),
        ("Fl4sh $ale", "flash sale"),
        ("cl3arance!", "clearance"),
    ],
)
def test_words_in_signs_or_letter_by_letter_sell(disguised: str, meant: str) -> None:
    judgement = looks_commercial(disguised, "")
    assert judgement.is_commercial
    assert meant in " ".join(judgement.evidence)


def test_number_of_a_parcel_is_no_disguise() -> None:
    assert words("1Z999AA10123 b2b 4x4 A B C", frozenset({"sale"})).keys == (
        "0", "z", "0", "aa", "0", "b", "0", "b", "0", "x", "0", "abc",
    )  # fmt: skip


@pytest.mark.parametrize(
    "spelled",
    [
        "50 % OFF",
        "FLASH\u00a0SALE",
        "\uff15\uff10% off",
        "F\u200bl\u200ba\u200bs\u200bh s\u00adale",
        "Fl\u0430sh s\u0430l\u0435",
        "Don\u2019t miss out",
    ],
)
def test_spelling_does_not_hide_an_offer(spelled: str) -> None:
    assert looks_commercial(spelled, "").is_commercial


def test_text_that_is_written_letter_by_letter_hides_what_it_sells() -> None:
    hidden = "5 0 % o f f a l l s h o e s t o d a y o n l y . B u y n o w"
    assert looks_commercial("Account notice", hidden).is_commercial
    assert looks_commercial("Account", "5 0 % o f f a l l s h o e s").is_commercial
    assert looks_commercial("Account", "Fine.", hidden).is_commercial
    assert not looks_commercial("Your invoice", "I N V O I C E\nYour order 5, $20.").is_commercial

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from filters.sms.simplified import features, simplified


def test_links_numbers_and_addresses_become_their_kinds() -> None:
    text = "Mail info@acme.example or see HTTPS://shop.acme.example/spring-sale?id=99, code 482913"
    assert simplified(text) == "mail mailbox or see link shop acme example spring sale code 000"


def test_the_opt_out_footer_is_never_evidence() -> None:
    plain = "Your order is ready for pickup"
    for footer in (" Reply STOP to opt out", ". Text STOP to end", "\nReply STOP to unsubscribe."):
        assert simplified(plain + footer) == simplified(plain)


def test_a_disguise_reads_as_what_it_hides() -> None:
    assert simplified("2O% 0ff fr\u0435e g\u200bift") == simplified("20% off free gift")


def test_features_are_words_runs_of_words_and_parts_of_words() -> None:
    found = set(features("book now"))
    assert {"book", "now", "book now", "< book", "now >", "#boo", "ook#"} <= found


@given(st.text(max_size=300))
def test_anything_can_be_simplified(text: str) -> None:
    simple = simplified(text)
    assert "\n" not in simple
    list(features(simple))

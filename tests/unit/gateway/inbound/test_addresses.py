from __future__ import annotations

import pytest

from gateway.inbound.addresses import Addresses, Door, Purpose

TOKEN = "abcdefghijklmnopqrstuvwxyz234567" + "a" * 23
OURS = Addresses("In.Shop.example")


@pytest.mark.parametrize(
    "address", [f"u+{TOKEN}@in.shop.example", f"U+{TOKEN.upper()}@IN.shop.example."]
)
def test_an_opt_out_address_holds_its_token_in_any_case(address: str) -> None:
    assert OURS.door(address) == Door(Purpose.OPT_OUT, TOKEN)


@pytest.mark.parametrize(
    ("local", "purpose"),
    [("unsubscribe", Purpose.ASK), ("Replies", Purpose.REPLY), ("bounces", Purpose.BOUNCE)],
)
def test_three_more_addresses_are_ours(local: str, purpose: Purpose) -> None:
    assert OURS.door(f"{local}@in.shop.example") == Door(purpose)


@pytest.mark.parametrize(
    "address",
    [
        "postmaster@in.shop.example", "unsubscribe@shop.example", "unsubscribe@x.in.shop.example",
        f"u+{TOKEN[1:]}@in.shop.example", f"v+{TOKEN}@in.shop.example", f"u+{TOKEN}@shop.example",
        f"u+{TOKEN[:-1]}1@in.shop.example", "replies+x@in.shop.example", "", "replies",
    ],
)  # fmt: skip
def test_nothing_else_is(address: str) -> None:
    assert OURS.door(address) is None


def test_without_a_domain_nothing_is() -> None:
    assert Addresses("").door("unsubscribe@in.shop.example") is None

"""What is allowed and seldom meant is told; what is meant is not."""

from __future__ import annotations

from gateway.config.doubts import doubts
from gateway.config.lines import dotted
from gateway.config.models import Config

OUT = {"name": "out", "channel": "email", "kind": "outbox"}
OWN_WORDS = ["{notice}", "{postal_address}", "To stop our emails: {link}"]


def said(**sections: object) -> dict[str, str]:
    config = Config.model_validate({"smtp": [{}], "route": [OUT], **sections})
    return {dotted(path): text for path, text in doubts(config)}


def route(name: str, **match: list[str]) -> dict[str, object]:
    return {**OUT, "name": name, "match": match}


def test_words_that_would_stand_on_receipts_too_are_told_with_their_line() -> None:
    everywhere = {"footer_scope": "all-but-conversational"}
    found = said(email=everywhere, footer={"lines": OWN_WORDS})
    assert list(found) == ["footer.lines[2]"]
    assert "the link ends advertising only" in found["footer.lines[2]"]
    assert not said(email=everywhere)
    assert not said(footer={"lines": OWN_WORDS})


def test_a_route_behind_one_that_takes_all_of_it_is_told() -> None:
    assert list(said(route=[OUT, route("late")])) == ["route[1]"]
    wide, narrow = route("wide", categories=["commercial", "system"]), route("narrow")
    assert not said(route=[wide, narrow])
    assert "route[1]" in said(route=[wide, route("late", categories=["system"])])
    assert not said(route=[wide, route("late", categories=["system", "transactional"])])
    assert not said(route=[OUT, {**OUT, "name": "texts", "channel": "sms"}])
    assert not said(route=[route("one", recipient_domains=["a.example"]), route("rest")])


def test_a_route_that_takes_over_where_another_fails_carries_something() -> None:
    texts = {**OUT, "channel": "sms"}
    first, second = {**texts, "name": "first", "then": "second"}, {**texts, "name": "second"}
    assert not said(route=[OUT, first, second])
    assert list(said(route=[OUT, first, second, {**texts, "name": "third"}])) == ["route[3]"]


def test_a_rule_for_a_domain_of_nobody_is_told() -> None:
    senders = [{"name": "shop", "domains": ["shop.example"]}]
    rule = {"category": "commercial"}

    def rules(origin: str) -> dict[str, str]:
        return said(sender=senders, email={"rule": [{**rule, "header_from": origin}]})

    assert list(rules("news@shop.exmaple")) == ["email.rule[0].header_from"]
    assert list(rules("@other.example")) == ["email.rule[0].header_from"]
    assert not rules("news@shop.example")
    assert not rules("@SHOP.example")
    assert not said(sender=senders, email={"rule": [{**rule, "stream": "news"}]})


def test_a_gateway_that_takes_nothing_is_told() -> None:
    assert "nothing can be handed in" in said(smtp=[])[""]


def test_a_route_whose_provider_cannot_tell_us_of_a_stop_is_told() -> None:
    kannel = {"name": "k", "channel": "sms", "kind": "kannel"}
    twilio = {"name": "t", "channel": "sms", "kind": "twilio"}
    served = {"http": [{"serves": ["public", "hooks"]}]}
    for deaf, lacks in (
        (said(route=[OUT, kannel]), "hooks"),
        (said(route=[OUT, twilio]), "hooks"),
        (said(route=[OUT, kannel], **served), "hook_secrets_file"),
        (said(route=[OUT, {**twilio, "username": "SK1"}], **served), "hook_secrets_file"),
    ):
        assert list(deaf) == ["route[1]"]
        assert f"it needs {lacks}" in deaf["route[1]"].replace('serves = [..., "', "")
    secret = {"hook_secrets_file": "secret"}
    assert not said(route=[OUT, twilio], **served)
    assert not said(route=[OUT, {**twilio, "username": "SK1", **secret}], **served)
    assert not said(route=[OUT, {**kannel, **secret}], **served)


def test_a_token_that_nobody_can_bring_is_told() -> None:
    ringcentral = {"name": "r", "channel": "sms", "kind": "ringcentral", "hook_secrets_file": "t"}
    assert list(said(route=[OUT, ringcentral])) == ["route[1].hook_secrets_file"]
    assert not said(route=[OUT, ringcentral], http=[{"serves": ["public", "hooks"]}])


def test_a_number_of_nobody_is_told() -> None:
    route_ = {"name": "o", "channel": "sms", "kind": "outbox", "number": "+14155550123"}
    shop = {"name": "shop", "domains": ["shop.example"], "numbers": ["+14155550199"]}
    assert list(said(route=[OUT, route_], sender=[shop])) == ["route[1].number"]
    ours = {**shop, "numbers": ["+14155550123"]}
    assert not said(route=[OUT, route_], sender=[ours])


def test_who_passes_mail_on_holds_nothing() -> None:
    passing = {"smtp": [{"listen": "127.0.0.1:10025", "delivery": "pass-through"}]}
    hold = {"on_category_conflict": "hold"}
    found = said(**passing, email=hold)
    assert "nothing is held that comes by 127.0.0.1:10025" in found["email.on_category_conflict"]
    assert not said(**passing)
    assert not said(email=hold)

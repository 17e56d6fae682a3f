"""What a configuration may say: the lawful neighbours of what is refused."""

from __future__ import annotations

import pytest

from gateway.config.consistency import inconsistencies
from gateway.config.models import Config

OUT = {"name": "out", "channel": "email", "kind": "outbox"}
TEXTS = {"name": "texts", "channel": "sms", "kind": "outbox"}
OPEN = {"listen": "0.0.0.0:25", "tls": "starttls", "certificate_file": "c", "key_file": "k"}


def said(**sections: object) -> list[str]:
    config = Config.model_validate({"route": [OUT, TEXTS], **sections})
    return [text for _, text in inconsistencies(config)]


def submitter(network: str) -> dict[str, object]:
    return {"name": "app", "senders": ["*"], "networks": [network]}


def test_what_is_transactional_by_configuration_says_why() -> None:
    why = {"default_category": "transactional", "default_basis": "account"}
    rule = {"stream": "receipts", "category": "transactional", "basis": "transaction"}
    answer = {"header_from": "support@shop.example", "category": "conversational"}
    assert not said(
        smtp=[{"category": "transactional", "category_basis": "delivery"}],
        submitter=[{"name": "app", "senders": ["*"], **why}],
        email={**why, "rule": [rule, answer]},
    )


@pytest.mark.parametrize(
    "network",
    [
        "10.0.0.0/8",
        "192.168.0.0/16",
        "203.0.112.7/32",
        "74.125.0.0/16",
        "fd00::/8",
        "2a00:1450::/32",
    ],
)
def test_a_network_of_somebody_known_may_relay(network: str) -> None:
    assert not said(smtp=[{**OPEN, "auth": "optional"}], submitter=[submitter(network)])


@pytest.mark.parametrize(
    "listeners",
    [[{"listen": "127.0.0.1:25"}], [{**OPEN, "auth": "required"}, {"listen": "[::1]:25"}], []],
    ids=["loopback", "login", "none"],
)
def test_a_network_that_opens_nothing_may_be_wide(listeners: list[dict[str, str]]) -> None:
    assert not said(smtp=listeners, submitter=[submitter("0.0.0.0/0")])


def test_one_open_listener_is_enough_for_a_wide_network_to_be_refused() -> None:
    listeners = [{**OPEN, "auth": "required"}, {**OPEN, "auth": "none", "listen": "0.0.0.0:26"}]
    (mistake,) = said(smtp=listeners, submitter=[submitter("0.0.0.0/0")])
    assert mistake.startswith("0.0.0.0/0 is too wide")


def test_routes_of_each_sender_and_one_for_reports_carry_everything() -> None:
    senders = [{"name": "shop"}, {"name": "outlet"}]
    routes = [{**OUT, "name": name, "match": {"sender": [name]}} for name in ("shop", "outlet")] + [
        {**OUT, "match": {"categories": ["system"]}}
    ]
    assert not said(smtp=[{}], sender=senders, route=routes)
    assert len(said(smtp=[{}], sender=[*senders, {"name": "third"}], route=routes)) == 3


def test_a_route_of_some_streams_or_domains_is_no_route_for_all() -> None:
    for match in ({"streams": ["news"]}, {"recipient_domains": ["example.org"]}):
        assert len(said(smtp=[{}], route=[{**OUT, "match": match}])) == 4


def test_texts_need_a_route_for_each_purpose_that_may_be_texted() -> None:
    api = {"serves": ["api"]}
    receipts = {**TEXTS, "match": {"categories": ["receipt"]}}
    assert not said(http=[api], route=[OUT, receipts], sms={"purposes": ["receipt"]})
    assert not said(http=[api], route=[OUT], sms={"purposes": []})
    assert said(http=[api], route=[OUT, receipts], sms={"purposes": ["receipt", "account"]})


def test_a_gateway_of_opt_out_pages_alone_needs_no_route() -> None:
    assert not said(http=[{"serves": ["public"]}], route=[])


def test_routes_look_for_what_messages_can_be() -> None:
    texts = {**TEXTS, "match": {"categories": ["receipt", "reminder"], "sender": ["shop"]}}
    mail = {
        **OUT,
        "name": "mail",
        "match": {"categories": ["system", "commercial"], "recipient_domains": ["a.b"]},
    }
    sections = {"sender": [{"name": "shop"}], "sms": {"purposes": ["reminder"]}}
    assert not said(**sections, route=[texts, mail, OUT])
    assert said(route=[{**TEXTS, "match": {"recipient_domains": ["a.b"]}}, OUT])


def test_a_domain_is_matched_as_an_a_label() -> None:
    match = {"recipient_domains": ["Bücher.example"]}
    config = Config.model_validate({"route": [{**OUT, "match": match}]})
    assert config.route[0].match.recipient_domains == ("xn--bcher-kva.example",)


def test_hosts_that_can_be_connected_to_are_taken() -> None:
    hosts = ("127.0.0.1", "[::1]", "::1", "localhost", "smtp_relay", "smtp.bücher.example", "mx.")
    for host in hosts:
        route = {**OUT, "kind": "smtp", "host": host}
        assert Config.model_validate({"route": [route]}).route[0].host == host.strip("[]")


INBOUND = {"listen": "127.0.0.1:2525", "role": "inbound"}
DOMAIN = {"mail_domain": "in.shop.example"}


def test_mail_for_us_needs_a_domain_and_a_listener() -> None:
    assert not said(smtp=[INBOUND], public=DOMAIN)
    assert not said(smtp=[{**OPEN, **INBOUND, "listen": "0.0.0.0:25"}], public=DOMAIN)
    assert len(said(smtp=[INBOUND])) == 1
    assert len(said(public=DOMAIN)) == 1


def test_a_listener_for_mail_to_us_asks_for_no_login_and_has_no_category() -> None:
    assert len(said(smtp=[{**INBOUND, "auth": "required"}], public=DOMAIN)) == 1
    assert len(said(smtp=[{**INBOUND, "category": "commercial"}], public=DOMAIN)) == 1


def test_a_listener_for_mail_to_us_relays_nothing_and_needs_no_route() -> None:
    config = Config.model_validate({"smtp": [INBOUND], "public": DOMAIN})
    assert list(inconsistencies(config)) == []
    wide = submitter("0.0.0.0/0")
    listener = {**OPEN, **INBOUND, "listen": "0.0.0.0:25"}
    assert not said(smtp=[listener], public=DOMAIN, submitter=[wide])


HOP = {"channel": "email", "kind": "smtp", "host": "127.0.0.1", "tls": "none"}
BY_DOMAIN = {**HOP, "name": "net", "port": 10027, "match": {"recipient_domains": ["example.net"]}}
ALL = {**HOP, "name": "all", "port": 10026}
FOR_ADS = {**HOP, "name": "ads", "port": 10028, "match": {"categories": ["commercial"]}}
SHOP = {"name": "shop", "domains": ["shop.example"]}
REAL = {"postal_address": "1 Real Street, Springfield, IL 62701"}
OF_SHOP = {**HOP, "name": "mine", "port": 10029, "match": {"sender": ["shop"]}}
PASSING = {"listen": "127.0.0.1:10025", "delivery": "pass-through"}
PINNED = {**PASSING, "category": "transactional", "category_basis": "transaction"}


@pytest.mark.parametrize(
    ("listener", "routes"),
    [
        (PASSING, [ALL]),
        (PASSING, [BY_DOMAIN, ALL, OUT, FOR_ADS]),  # what is behind one that takes all is not asked
        (PINNED, [FOR_ADS, ALL]),
        (PASSING, [OF_SHOP, ALL]),  # there is one sender
        ({**PASSING, "protocol": "lmtp"}, [ALL]),
    ],
)
def test_what_passes_mail_on_knows_its_next_hop(
    listener: dict[str, str], routes: list[dict[str, object]]
) -> None:
    assert not said(smtp=[listener], route=[*routes, TEXTS], sender=[SHOP], company=REAL)


def test_with_two_senders_nobody_knows_whose_mail_will_come() -> None:
    senders = [SHOP, {"name": "other", "domains": ["other.example"]}]
    [problem] = said(smtp=[PASSING], route=[OF_SHOP, ALL, TEXTS], sender=senders, company=REAL)
    assert "route 'mine' goes by sender" in problem

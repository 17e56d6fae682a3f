"""What DNS says of the domains that mail is from, against what signs and what carries it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

from gateway.cli.dkim_keys import SigningKey, new_key
from gateway.config.models import DkimKeyConfig, Public, Route, SenderConfig
from gateway.doctor import names as asking
from gateway.doctor.answer import Level
from gateway.doctor.domains import check_domains
from gateway.doctor.names import Names
from tests.contract.doctor.name_server import Zone, name_server
from tests.make_gateway import TEXTS, config

if TYPE_CHECKING:
    from pathlib import Path

    from gateway.doctor.answer import Answer

HOP: Final = "smtp-relay.gmail.com"
KEY: Final = new_key("ed25519")
LONG_KEY: Final = new_key("rsa")


def txt(text: str) -> tuple[str, ...]:
    pieces = [text[i : i + 255] for i in range(0, len(text), 255)]
    return (" ".join(f'"{piece}"' for piece in pieces),)


GOOD: Final[Zone] = {
    ("shop.example", "TXT"): (*txt("v=spf1 include:_spf.google.com ~all"), *txt("other=1")),
    ("_spf.google.com", "TXT"): txt("v=spf1 ip4:192.0.2.0/24 ~all"),
    ("s1._domainkey.shop.example", "TXT"): txt(KEY.published),
    ("_dmarc.shop.example", "TXT"): txt("v=DMARC1; p=reject; adkim=s"),
    (HOP, "A"): ("198.51.100.7",),
}


async def looked_at(
    folder: Path,
    zone: Zone,
    *,
    is_signed: bool = True,
    key: SigningKey = KEY,
    **sections: Any,  # noqa: ANN401
) -> dict[str, Answer]:
    """Return the worst answer of each check."""
    file = folder / "s1.pem"
    file.write_text(key.pem)
    dkim = (DkimKeyConfig(selector="s1", key_file=file),) if is_signed else ()
    values: dict[str, Any] = {
        "sender": (SenderConfig(name="shop", domains=("shop.example",), dkim=dkim),),
        "route": (Route(name="out", channel="email", kind="smtp", host=HOP), TEXTS),
    }
    worst: dict[str, Answer] = {}
    async with name_server(zone) as (place, _):
        async for answer in check_domains(config(**{**values, **sections}), Names(place)):
            before = worst.get(answer.check)
            if before is None or list(Level).index(before.level) < list(Level).index(answer.level):
                worst[answer.check] = answer
    return worst


async def test_a_domain_whose_records_are_right_is_fine(tmp_path: Path) -> None:
    found = await looked_at(tmp_path, GOOD)
    assert {each.level for each in found.values()} == {Level.OK}, found
    assert set(found) == {"spf", "dkim", "dmarc"}


async def test_a_long_key_in_several_strings_is_put_together(tmp_path: Path) -> None:
    zone = GOOD | {("s1._domainkey.shop.example", "TXT"): txt(LONG_KEY.published)}
    assert (await looked_at(tmp_path, zone, key=LONG_KEY))["dkim"].level is Level.OK


MANY: Final = {
    (f"h{n}.example", "TXT"): txt(f"v=spf1 include:h{n + 1}.example -all") for n in range(12)
}


@pytest.mark.parametrize(
    ("change", "check", "level", "says"),
    [
        ({("shop.example", "TXT"): txt("other=1")}, "spf", "warning", "has no SPF record"),
        ({("shop.example", "TXT"): (*txt("v=spf1 -all"), *txt("v=spf1 ~all"))}, "spf", "fault",
         "has 2 SPF records"),
        ({("shop.example", "TXT"): txt("v=spf1 include:other.example -all"),
          ("other.example", "TXT"): txt("v=spf1 ip4:203.0.113.0/24 -all")}, "spf", "warning",
         f"names neither {HOP}"),
        ({("shop.example", "TXT"): txt("v=spf1 include:gone.example -all")}, "spf", "fault",
         "gone.example has no record"),
        ({("shop.example", "TXT"): txt("v=spf1 +all")}, "spf", "fault", "anybody may send"),
        ({("shop.example", "TXT"): txt("v=spf1 include:h0.example -all"), **MANY}, "spf", "fault",
         "look-ups"),
        ({("shop.example", "TXT"): txt("v=spf1 ip4:198.51.100.0/24 -all")}, "spf", "ok", "lets"),
        ({("shop.example", "TXT"): txt("v=spf1 a:relay.example mx -all"),
          ("relay.example", "A"): ("198.51.100.7",)}, "spf", "ok", "lets"),
        ({("shop.example", "TXT"): txt("v=spf1 redirect=_spf.google.com")}, "spf", "ok", "lets"),
        ({("shop.example", "TXT"): txt("v=spf1 ip4:nonsense -all")}, "spf", "fault", "no network"),
        ({("s1._domainkey.shop.example", "TXT"): ()}, "dkim", "fault", "is not published"),
        ({("s1._domainkey.shop.example", "TXT"): txt(new_key("ed25519").published)}, "dkim",
         "fault", "another key"),
        ({("s1._domainkey.shop.example", "TXT"): txt(LONG_KEY.published)}, "dkim", "fault",
         "another key"),
        ({("s1._domainkey.shop.example", "TXT"): txt("v=DKIM1; p=")}, "dkim", "fault", "revoked"),
        ({("s1._domainkey.shop.example", "TXT"): txt(f"{KEY.published}; h=sha1")}, "dkim", "fault",
         "SHA-256"),
        ({("s1._domainkey.shop.example", "TXT"): txt(f"{KEY.published}; s=tlsrpt")}, "dkim",
         "fault", "not for email"),
        ({("s1._domainkey.shop.example", "TXT"): txt(f"{KEY.published}; t=y:s")}, "dkim",
         "warning", "test"),
        ({("_dmarc.shop.example", "TXT"): ()}, "dmarc", "warning", "has no DMARC record"),
        ({("_dmarc.shop.example", "TXT"): (*txt("v=DMARC1; p=none"), *txt("v=DMARC1; p=reject"))},
         "dmarc", "fault", "has 2"),
        ({("_dmarc.shop.example", "TXT"): txt("v=DMARC1; p=maybe")}, "dmarc", "fault", "p=maybe"),
    ],
)  # fmt: skip
async def test_what_is_wrong_is_told_with_how_to_mend_it(
    tmp_path: Path, change: Zone, check: str, level: str, says: str
) -> None:
    answer = (await looked_at(tmp_path, GOOD | change))[check]
    assert answer.level.value == level, answer
    assert says in answer.what, answer
    assert answer.mend or level == "ok"


async def test_a_subdomain_has_the_policy_of_its_organisation(tmp_path: Path) -> None:
    sender = SenderConfig(name="shop", domains=("mail.shop.example",))
    found = await looked_at(tmp_path, GOOD, sender=(sender,))
    assert found["dmarc"].where == "_dmarc.shop.example"


async def test_mail_that_nobody_signs_is_worth_a_look(tmp_path: Path) -> None:
    found = await looked_at(tmp_path, GOOD, is_signed=False)
    assert (found["dkim"].level, found["dmarc"].level) == (Level.WARNING, Level.WARNING)


async def test_our_own_domain_has_to_take_mail(tmp_path: Path) -> None:
    public = Public(url="https://mail.example.com", mail_domain="in.shop.example")
    none = await looked_at(tmp_path, GOOD, public=public)
    assert none["mx"].level is Level.FAULT
    refused = GOOD | {("in.shop.example", "MX"): ("0 .",)}
    assert (await looked_at(tmp_path, refused, public=public))["mx"].level is Level.FAULT
    for record in ((("in.shop.example", "MX"), "10 mx.shop.example."),
                   (("in.shop.example", "A"), "192.0.2.1")):  # fmt: skip
        taken = GOOD | {record[0]: (record[1],)}
        assert (await looked_at(tmp_path, taken, public=public))["mx"].level is Level.OK


async def test_a_relay_on_this_machine_asks_for_no_record(tmp_path: Path) -> None:
    near = Route(name="out", channel="email", kind="smtp", host="127.0.0.1", tls="none")
    found = await looked_at(tmp_path, {}, route=(near, TEXTS))
    assert [(each.check, each.level) for each in found.values()] == [("dns", Level.OK)]


async def test_a_name_server_that_is_silent_is_no_fault_of_the_records(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "_WITHIN_S", 0.3)
    sender = SenderConfig(name="shop", domains=("shop.example",))
    route = Route(name="out", channel="email", kind="smtp", host=HOP)
    async with name_server({}, is_silent=True) as (place, _):
        found = [
            answer
            async for answer in check_domains(
                config(sender=(sender,), route=(route, TEXTS)), Names(place)
            )
        ]
    assert {each.level for each in found} == {Level.WARNING}
    assert any("DNS does not answer" in each.what for each in found)


@pytest.mark.parametrize("server", ["nonsense", "127.0.0.1:x", "mail.example:53"])
def test_a_name_server_is_an_address(server: str) -> None:
    with pytest.raises(ValueError, match=r"address|literal"):
        Names(server)

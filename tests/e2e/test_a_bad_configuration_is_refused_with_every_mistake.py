"""A configuration is refused as a whole, with every mistake and where it stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.e2e.gateway_process import Gateway
from tests.e2e.settings import POSTAL_ADDRESS, settings

if TYPE_CHECKING:
    from pathlib import Path

MISTAKES = """\
data_dir = 7
[company]
postal_adress = "1 Real Street"
[[smtp]]
listen = "127.0.0.1:99999"
tls = "sometimes"
max_size = "25 MB"
[[submitter]]
name = "local"
networks = ["127.0.0.0/99"]
senders = ["nobody"]
[frog]
legs = 4
"""
LINES = {
    1: "data_dir",
    3: "postal_address",
    5: "listen",
    6: "tls",
    7: "max_size",
    10: "networks",
    12: "frog",
}
EXAMPLE = "123 Main St, Springfield, IL 62701"


@pytest.mark.parametrize("words", [("serve",), ("config", "check")])
def test_every_mistake_is_named_with_its_line(words: tuple[str, ...], tmp_path: Path) -> None:
    gateway = Gateway(tmp_path / "gateway", MISTAKES)
    said = gateway.fails(*words, exits=3)
    told = {int(line): text for line, text in re.findall(r"config\.toml:(\d+): (.*)", said)}
    assert set(LINES) <= set(told), said
    for line, word in LINES.items():
        assert word in told[line], told[line]
    assert "did you mean" in told[3]
    assert not gateway.data.exists()


@pytest.mark.parametrize(
    ("good", "bad", "cites"),
    [
        (POSTAL_ADDRESS, EXAMPLE, "7704(a)(5)"),
        (POSTAL_ADDRESS, "", "7704(a)(5)"),
        ('url = "http://127.0.0.1:8025"', 'url = "http://mail.shop.example"', "https"),
        ('listen = "127.0.0.1:0"', 'listen = "0.0.0.0:0"', "loopback"),
        ('senders = ["shop"]', 'senders = ["shop", "frog"]', "frog"),
    ],
)
def test_what_would_break_a_promise_does_not_start(
    good: str, bad: str, cites: str, tmp_path: Path
) -> None:
    gateway = Gateway(tmp_path / "gateway", settings(2525).replace(good, bad))
    assert cites in gateway.fails("serve", exits=3)


def test_two_gateways_never_share_a_folder(tmp_path: Path) -> None:
    gateway = Gateway(tmp_path / "gateway", settings())
    gateway.start()
    try:
        assert gateway.fails("serve", exits=4)
    finally:
        gateway.close()

"""Every piece of configuration that a page shows is good inside of a whole one."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Final

import pytest

from gateway.config.loader import load

ROOT: Final = Path(__file__).parents[4]
PAGES: Final = sorted((*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")))
BLOCK: Final = re.compile(r"^```toml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SAMPLES: Final = [
    pytest.param(block, id=f"{page.relative_to(ROOT)}-{number}")
    for page in PAGES
    for number, block in enumerate(BLOCK.findall(page.read_text(encoding="utf-8")), 1)
]
AROUND: Final = """[company]
name = "Shop Ltd"
postal_address = "1 Real Street, Springfield, IL 62701"
contact = "support@shop.example"

[public]
url = "https://mail.shop.example"

[[smtp]]
listen = "127.0.0.1:1025"

[[http]]
listen = "127.0.0.1:8025"
serves = ["public", "api", "hooks"]

[[submitter]]
name = "shop"
networks = ["127.0.0.0/8"]
senders = ["shop"]

[[sender]]
name = "shop"
domains = ["shop.example"]
numbers = ["+14155550123"]

[[route]]
name = "mail-outbox"
channel = "email"
kind = "outbox"

[[route]]
name = "text-outbox"
channel = "sms"
kind = "outbox"
"""
"""What a page leaves out because it speaks of something else."""


def completed(sample: str) -> str:
    """Return a piece of configuration with the tables it lacks, its own routes first."""
    shown = tomllib.loads(sample)
    carried = {route["channel"] for route in shown.get("route", ()) if not route.get("match")}
    kept = []
    for table in re.split(r"\n(?=\[)", AROUND):
        ((name, value),) = tomllib.loads(table).items()
        is_there = value[0]["channel"] in carried if name == "route" else name in shown
        if not is_there:
            kept.append(table)
    return "\n".join((sample, *kept))


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_sample_is_good_and_leaves_nothing_to_look_at(sample: str, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(completed(sample), encoding="utf-8")

    loaded = load(file, {})

    assert [str(each) for each in (*loaded.unkept, *loaded.doubts)] == []

"""Segments are counted as Twilio counts them: its own calculator is asked about 10 000 texts."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Final

import pytest

from filters.sms.segments import count
from tests.e2e.peers import need, run

if TYPE_CHECKING:
    from pathlib import Path

CALCULATOR: Final = "sms-segments-calculator@1.3.0"
SCRIPT: Final = """\
const { SegmentedMessage } = require("sms-segments-calculator");
const texts = JSON.parse(require("fs").readFileSync(0, "utf8"));
const counted = texts.map(text => new SegmentedMessage(text))
  .map(message => [message.encodingName, message.segmentsCount]);
console.log(JSON.stringify(counted));
"""
POOLS: Final = (
    "abcdefghij KLMNO 0123456789.,!?\n\r", "€[]{}~^|\\\f", "éèàçÇñßø", "“”’–…", "жшщ",  # noqa: RUF001 - as people write
    "漢字かな", "한국어가각", "\u1100\u1161\u11a8", "😀🎉🏥📅🥰", "👍🏽👩‍👩‍👧‍👦🏳️‍🌈❤️☎️",
    "🇺🇸🇲🇽", "👍🏻🏽🫶",
    "\u0301\u0302\u200d\ufe0f", "नमस्ते", "ที่นี่", "\u0600\u0605", "🏴\U000e0067\U000e0062\U000e007f",
    "\r\n", "👩🎓🔧❤💋👦", "\u200b\u00ad",
)  # fmt: skip
LENGTHS: Final = (range(3), range(2, 80), range(60, 80), range(130, 170), range(290, 330))
TEXTS: Final = 10_000


def text(chance: random.Random) -> str:
    """Mix a text of a few alphabets, its length near where a segment ends."""
    pools = [POOLS[0], *chance.sample(POOLS, chance.randint(1, 5))]
    weights = [chance.choice((0, 4)), *(chance.random() ** 2 for _ in pools[1:])]
    lengths = chance.choice((*LENGTHS, range(300, 700)))
    size = chance.choice(lengths)
    return "".join(chance.choice(chance.choices(pools, weights)[0]) for _ in range(size))


@pytest.mark.peer
def test_segments_are_those_of_twilio_s_calculator(tmp_path: Path) -> None:
    need("node", "npm")
    (tmp_path / "count.js").write_text(SCRIPT, encoding="ascii")
    try:
        run("npm", "install", "--prefix", str(tmp_path), "--no-audit", "--no-fund", CALCULATOR)
    except AssertionError:
        pytest.skip("npm cannot install sms-segments-calculator here")
    chance = random.Random(20261125)  # noqa: S311 - texts to count, the same every time
    texts = [text(chance) for _ in range(TEXTS)]
    told = run(
        "node", str(tmp_path / "count.js"),
        stdin=json.dumps(texts).encode(), within_s=300,
    )  # fmt: skip
    ours = [[counted.encoding, counted.segments] for counted in map(count, texts)]
    theirs = json.loads(told.stdout)
    assert len(theirs) == TEXTS
    assert {encoding for encoding, _ in theirs} == {"GSM-7", "UCS-2"}
    differing = [
        (ascii(each), we, they)
        for each, we, they in zip(texts, ours, theirs, strict=True)
        if we != they
    ]
    assert differing == []

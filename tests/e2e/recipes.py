"""The configurations that docs/postfix.md shows, read out of the page and put on free ports."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_PAGE: Final = Path(__file__).parents[2] / "docs" / "postfix.md"
_SECTION: Final = re.compile(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_BLOCK: Final = re.compile(r"^```(?:toml)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PORT: Final = re.compile(r"\b100(?:24|25|26)\b")


def blocks(title: str, ports: Mapping[int, int]) -> list[str]:
    """Return the blocks of a section, with its ports replaced."""
    sections = dict(_SECTION.findall(_PAGE.read_text(encoding="utf-8")))
    found = _BLOCK.findall(sections[title])
    assert found, f"{title} has no blocks"
    return [_PORT.sub(lambda match: str(ports[int(match[0])]), block) for block in found]

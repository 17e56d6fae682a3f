"""The scripts that change databases have numbers of their own, without a gap."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = sorted(
    {
        script.parent
        for name in ("gateway", "suppression")
        for script in (ROOT / name).rglob("*.sql")
    }
)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.relative_to(ROOT)))
def test_scripts_are_numbered_from_one_on(folder: Path) -> None:
    numbers = sorted(int(script.name.partition("_")[0]) for script in folder.glob("*.sql"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_database_is_looked_at() -> None:
    assert len(FOLDERS) == 5

"""The page of rules and the program say the same."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from filters.catalogue import EMAIL_CHECKS, SMS_CHECKS
from filters.codes import CODES
from suppression.entry import Reason

if TYPE_CHECKING:
    from filters.rule import Rule

ROOT: Final = Path(__file__).parents[2]
PAGE: Final = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
ROWS: Final = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in PAGE.splitlines()
    if line.startswith("|")
]
CHECKS: Final[tuple[Rule[Any, Any], ...]] = (*EMAIL_CHECKS, *SMS_CHECKS)
PACKAGES: Final = ("filters", "gateway", "suppression")
FAMILIES: Final = (
    "SUPPRESSED|EMAIL|MIME|SMS|SMTP|AUTH|TLS|RELAY|RATE|HTTP|STORE|QUEUE|CONFIG|PROVIDER"
    "|INTERNAL|OK|HELD|W"
)
CODE_IN_SOURCE: Final = re.compile(rf'"((?:{FAMILIES})_[A-Z0-9_]+)"')
FIX_IN_SOURCE: Final = re.compile(r'"(F_[A-Z_]+)"')


def source() -> str:
    files = (path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py")))
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def names_of_tests() -> set[str]:
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    return {
        name
        for path in files
        for name in re.findall(r"def (test_\w+)", path.read_text(encoding="utf-8"))
    }


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.check.__name__)
def test_every_check_has_a_row_with_its_promise_law_code_and_replies(check: Rule[Any, Any]) -> None:
    code = CODES[check.code]
    row = [check.promise, check.cites, f"`{check.code}`", code.smtp or "–", str(code.http or "–")]  # noqa: RUF001 - the page writes a dash
    assert row in [cells[:5] for cells in ROWS]


@pytest.mark.parametrize("name", CODES)
def test_every_code_has_a_row_with_meaning_replies_and_remedy(name: str) -> None:
    code = CODES[name]
    row = [f"`{name}`", f"{code.title}.", code.smtp or "–", str(code.http or "–"), code.remedy]  # noqa: RUF001 - the page writes a dash
    assert row in ROWS


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_of_an_entry_has_a_row(reason: Reason) -> None:
    assert f"`{reason}`" in [cells[0] for cells in ROWS]


def test_every_code_the_program_names_is_a_code_with_replies() -> None:
    assert set(CODE_IN_SOURCE.findall(source())) - set(CODES) == set()


def test_every_change_the_program_names_is_on_the_page() -> None:
    assert {fix for fix in FIX_IN_SOURCE.findall(source()) if f"`{fix}`" not in PAGE} == set()


def test_every_test_the_page_names_exists() -> None:
    assert set(re.findall(r"`(test_\w+)`", PAGE)) - names_of_tests() == set()
    for path in re.findall(r"`(tests/[\w/]+\.py)`", PAGE):
        assert (ROOT / path).is_file(), path


def test_every_check_says_what_it_promises_as_a_command() -> None:
    for check in CHECKS:
        assert check.promise.endswith("."), check.code
        assert check.promise.split()[0] in {"Refuse", "Hold", "Warn", "Let"}, check.code
        assert check.cites, check.code

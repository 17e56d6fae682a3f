"""Every metric has a row in docs/metrics.md with its alarm, and there is no other row."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest
from prometheus_client.parser import text_string_to_metric_families

from gateway.metrics.gauges import GAUGES, Value, rendered

PAGE: Final = (Path(__file__).parents[4] / "docs" / "metrics.md").read_text(encoding="utf-8")
ROWS: Final = dict(re.findall(r"^\| `(\w+)` \|(.+)\|$", PAGE, re.MULTILINE))
EXPRESSION: Final = re.compile(r"`([^`]*(?:[<>=]=?|absent)[^`]*)`")
A_NAME: Final = re.compile(r"\b(?:optwarden|process)_\w+")
NOTHING: Final = "\N{EN DASH}"
SUFFIXES: Final = ("_bucket", "_count", "_sum")


def exposed() -> dict[str, str]:
    """Return the names that a scrape shows, each with its type."""
    values = [Value(each, 1, ("x",) * len(each.labels)) for each in GAUGES]
    families = text_string_to_metric_families(rendered(values).decode())
    return {f.name + ("_total" if f.type == "counter" else ""): f.type for f in families if f.name}


def test_every_metric_has_its_row_and_no_other() -> None:
    assert set(ROWS) == set(exposed())


@pytest.mark.parametrize("name", ROWS)
def test_an_alarm_names_its_own_metric_and_only_those_that_exist(name: str) -> None:
    says, alarm, do = (cell.strip() for cell in ROWS[name].split(" | "))
    assert says
    if alarm == NOTHING:
        return
    assert do not in {"", NOTHING}, "an alarm says what to do"
    expressions = EXPRESSION.findall(alarm)
    assert expressions, alarm
    known = exposed()
    for each in A_NAME.findall(" ".join(expressions)):
        base = next((each.removesuffix(s) for s in SUFFIXES if each.endswith(s)), each)
        assert base in known or each in known, each
    assert any(name in each or "disk_free" in each for each in expressions)


def test_labels_an_alarm_selects_by_exist() -> None:
    labels = {label for each in GAUGES for label in each.labels}
    labels |= set(re.findall(r'(\w+)="', rendered([]).decode())) | {"code", "route", "outcome"}
    assert set(re.findall(r'[{,]\s*(\w+)=~?"', PAGE)) <= labels | {"job", "channel", "status"}

"""Mail that went through before leaves as it came, but for what names its passages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.independent.corpus import Sample, samples
from tests.independent.entities import name_of, read, split
from tests.independent.torture import cases, configuration, make_key
from tests.independent.trial import Trial

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA: Final = Path(__file__).parents[1] / "data" / "mail"
OF_A_PASSAGE: Final = frozenset({"received", "dkim-signature"})
FEWEST: Final = 200


@pytest.fixture(scope="module", name="trial")
def trial_fixture(tmp_path_factory: pytest.TempPathFactory) -> Trial:
    return Trial(configuration(make_key(tmp_path_factory.mktemp("keys"))[0]))


def messages() -> Iterator[tuple[Sample, str]]:
    for case in cases():
        yield Sample(name=case.name, raw=case.submitted), case.declared
    for sample in samples(DATA):
        yield sample, "commercial"


async def test_a_second_passage_changes_nothing(trial: Trial) -> None:
    passed, changed = 0, []
    for sample, declared in messages():
        once = await trial.examine(sample.raw, declared)
        if once.after:
            twice = await trial.examine(once.after, declared)
            passed += 1
            changed += [sample.name] if shown(twice.after) != shown(once.after) else []
    assert not changed
    assert passed >= FEWEST


def shown(raw: bytes) -> tuple[list[bytes], list[tuple[str, bytes]]]:
    """Return the fields and what each leaf holds: how base64 is broken into lines says nothing."""
    header = sorted(f for f in split(raw)[0] if name_of(f) not in OF_A_PASSAGE)
    return header, [(leaf.content_type, leaf.decoded.rstrip()) for leaf in read(raw).leaves()]

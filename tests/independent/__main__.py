"""Send every message of a folder through, three times, and print the table of what became of it.

python -m tests.independent [--folder ../shared/data/mail] [--only PART-OF-NAME] [--each N]
    [--opendkim]
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import traceback
from collections import Counter
from pathlib import Path

from tests.independent.beside import why_beside, why_bodiless
from tests.independent.corpus import MAIL, Sample, samples
from tests.independent.fault import Fault
from tests.independent.opendkim import Finding, verified
from tests.independent.refusal import refusal
from tests.independent.trial import DECLARED, Outcome, Trial


def main() -> int:
    """Print the table; 1 where anything is wrong."""
    parser = argparse.ArgumentParser(prog="tests.independent", description=__doc__)
    parser.add_argument("--folder", type=Path, default=MAIL)
    parser.add_argument("--only", default="")
    parser.add_argument("--each", type=int, default=1, help="take one message of so many")
    parser.add_argument(
        "--opendkim", action="store_true", help="sign what leaves, and have OpenDKIM verify it"
    )
    options = parser.parse_args()
    taken = [
        sample
        for number, sample in enumerate(samples(options.folder))
        if options.only in sample.name and number % options.each == 0
    ]
    return _verify(taken) if options.opendkim else _send_through(taken)


def _verify(taken: list[Sample]) -> int:
    found = asyncio.run(verified(taken))
    print(f"{sum(map(len, found.values()))} signed")
    for finding, names in found.items():
        print(f"{len(names):7}  {finding.value}")
        if finding is not Finding.GOOD:
            print(*(f"{'':9}{name}" for name in names), sep="\n")
    return int(Finding.BAD in found)


def _send_through(taken: list[Sample]) -> int:
    trial = Trial()
    wrong = 0
    for category in DECLARED:
        outcomes = asyncio.run(_all(trial, taken, category))
        _report(category, outcomes, {each.name for each in taken if each.is_mail})
        wrong += sum(bool(outcome.faults) for outcome in outcomes)
    return min(wrong, 1)


async def _all(trial: Trial, taken: list[Sample], category: str) -> list[Outcome]:
    return [await _one(trial, each.name, each.raw, category) for each in taken]


async def _one(trial: Trial, name: str, raw: bytes, category: str) -> Outcome:
    try:
        return await trial.run(name, raw, category)
    except Exception:  # noqa: BLE001 - one that breaks is a row of the table, not its end
        what = traceback.format_exc(limit=-2).replace("\n", " | ")
        return Outcome(
            name=name, verdict="exception", category="", how="exception",
            faults=(Fault("EXCEPTION", what),),
        )  # fmt: skip


def _report(category: str, outcomes: list[Outcome], mail: set[str]) -> None:
    print(f"\n== declared {category}: {len(outcomes)} messages")
    for (judged, how), number in sorted(Counter((o.category, o.how) for o in outcomes).items()):
        print(f"{number:7}  {how:10} judged {judged or 'not at all'}")
    refusals = Counter(code for o in outcomes if o.how == "refused" for code in o.refusals)
    print("refused because:", ", ".join(f"{code} {n}" for code, n in refusals.most_common()))
    _report_ordinary([o for o in outcomes if o.ordinary and o.name in mail])
    for outcome in outcomes:
        for fault in outcome.faults:
            print(f"  FAULT {outcome.name} ({outcome.category} {outcome.how}) {fault}")


def _report_ordinary(ordinary: list[Outcome]) -> None:
    print(f"ordinary: {len(ordinary)}, of these")
    refused = [(refusal(o.before, o.refusals), o) for o in ordinary if o.how == "refused"]
    _print_rows(ordinary, "refused", [(str(why), o) for why, o in refused])
    whole = [(why_bodiless(o.before), o) for o in ordinary if o.how == "appended"]
    beside = [(why_beside(o.before) or "no reason can be seen", o) for why, o in whole if not why]
    _print_rows(ordinary, "whole, the footer the only text", [row for row in whole if row[0]])
    _print_rows(ordinary, "the footer beside its text", beside)


def _print_rows(ordinary: list[Outcome], what: str, rows: list[tuple[str, Outcome]]) -> None:
    """Print how many there are by their reasons, and each file under its reason."""
    print(f"{len(rows):7}  {what}  {100 * len(rows) / max(1, len(ordinary)):.2f} %")
    for reason, number in Counter(why for why, _ in rows).most_common():
        print(f"{number:11}  {reason}")
        for outcome in (o for why, o in rows if why == reason):
            print(f"{'':13}{outcome.name} {' '.join(outcome.refusals)}".rstrip())


if __name__ == "__main__":
    sys.exit(main())

"""`python -m tests.labels`: print the figures, and every message the judgement is wrong about."""

from __future__ import annotations

import sys
from dataclasses import asdict

from tests.labels.corpus import COMMERCIAL
from tests.labels.measure import figures, judge_all


def main() -> None:
    """Print it all."""
    judged = judge_all()
    for each in judged:
        is_commercial = each.mail.label == COMMERCIAL
        if is_commercial in (each.declared, each.undeclared) and each.declared == each.undeclared:
            continue
        note = "" if each.mail.corrected == each.mail.label else f" WRONG: {each.mail.corrected}"
        sys.stdout.write(
            f"{each.mail.label}{note} declared={each.declared} undeclared={each.undeclared}"
            f" {each.mail.path}\n    {'; '.join(each.evidence)[:300]}\n"
        )
    for corrected in (False, True):
        name = "labels corrected" if corrected else "labels as they are"
        shares = asdict(figures(judged, corrected=corrected))
        told = ", ".join(f"{key} {share:.4f}" for key, share in shares.items())
        sys.stdout.write(f"{name}: {told}\n")


if __name__ == "__main__":
    main()

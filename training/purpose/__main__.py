"""`python -m training.purpose`: learn from the mail in this folder and write the weights."""

from __future__ import annotations

from training.purpose.learning import learned, mail
from training.purpose.writing import WEIGHTS, written


def main() -> None:
    """Learn, and write what was learned."""
    WEIGHTS.write_text(written(learned(mail())), encoding="utf-8")


if __name__ == "__main__":
    main()

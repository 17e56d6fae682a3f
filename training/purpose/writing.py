"""How what was learned is written down: as a module, one line for each weight."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from filters.email.category.likeness import Feature
    from training.purpose.learning import Learned

_ROOT: Final = Path(__file__).parents[2]
WEIGHTS: Final = _ROOT / "filters" / "email" / "category" / "wording" / "learned.py"
_SCALE: Final = 16
_MODULE: Final = '''"""What was learned from labelled mail: a line for each weight, with its words.

Made by `python -m training.purpose`; changes belong there. Above zero it speaks for advertising,
below for business or a letter. Two words are a pair in a row, "" is the end of a text.
"""

from __future__ import annotations

from typing import Final

SCALE: Final = {scale}
BIAS: Final = {bias}
TITLE: Final = {{
{title}
}}
TEXT: Final = {{
{text}
}}
'''


def written(learned: Learned) -> str:
    """Return the module; what weighs nothing is kept only where it is a known word."""
    places: dict[str, dict[int, list[str]]] = {"title": {}, "text": {}}
    for (place, feature), weight in learned.weights.items():
        rounded = round(weight * _SCALE)
        if rounded or (place == "text" and isinstance(feature, str)):
            places[place].setdefault(rounded, []).append(_spelled(feature))
    return _MODULE.format(
        scale=_SCALE,
        bias=round(learned.bias, 3),
        title=_lines(places["title"]),
        text=_lines(places["text"]),
    )


def _lines(by_weight: dict[int, list[str]]) -> str:
    return "\n".join(
        f'    {weight}: "{";".join(sorted(by_weight[weight]))}",'
        for weight in sorted(by_weight, reverse=True)
    )


def _spelled(feature: Feature) -> str:
    return feature if isinstance(feature, str) else " ".join(feature)

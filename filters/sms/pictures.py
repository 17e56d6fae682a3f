"""Pictures and enclosed letters that stand for words."""

from __future__ import annotations

from typing import Final

_PICTURES: Final = {
    "gift": "🎁", "fire": "🔥", "money": "💰💵💸🤑💲", "tag": "🏷🔖", "hundred": "💯", "new": "🆕",
    "bags": "🛍", "cart": "🛒", "party": "🎉🎊🥳", "clock": "⏰⏳⌛", "star": "🌟⭐✨",
}  # fmt: skip
_ENCLOSED: Final = {
    first + at: chr(ord("a") + at) for first in (0x1F150, 0x1F170) for at in range(26)
}
STAND_INS: Final = (
    {ord(sign): f" :{word}: " for word, signs in _PICTURES.items() for sign in signs}
    | _ENCLOSED
    | {ord("🆓"): " free ", ord("🈹"): " discount ", ord("🆒"): " cool ", ord("🆗"): " ok "}
)
"""Pictures and enclosed letters in place of words."""

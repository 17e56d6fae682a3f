"""What asks for somebody's data to be told or deleted, not for messages to end.

Models take it for an opt-out. It is a right of its own (Cal. Civ. Code 1798.105), and whether
whoever asks wants advertising is for a person to read, unless the rules hear an opt-out as well.
"""

from __future__ import annotations

import re
from typing import Final

_DELETE: Final = (
    r"(?:delet|eras|remov|destroy|wip|purg|send|show|disclos|access"
    r"|borr|elimin|suprim|env|muestr|supprim|effac|detrui|envoy|communiqu)\w*"
)
_DATA: Final = (
    r"(?:data|informations?|datos|informacion|donnees)(?! (?:from|off|on) (?:your|the|this))"
)
_ABOUT_DATA: Final = re.compile(rf"(?<!\S){_DELETE}(?: \w+){{0,4}} {_DATA}(?!\S)")


def is_about_own_data(words: str) -> bool:
    """Whether a sentence asks for data to be told or deleted.

    >>> is_about_own_data("please delete my personal data"), is_about_own_data("delete my number")
    (True, False)
    """
    return _ABOUT_DATA.search(words) is not None

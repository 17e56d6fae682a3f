"""The words of the corpus, the commonest first: what disguised words are read as."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from typing import TYPE_CHECKING, Final

from filters.sms.text import normalised, without_footer

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD: Final = re.compile(r"(?<![\w@./:'-])[a-z]{1,24}(?![\w@/:-]|\.\w)")


def file(texts: Iterable[str]) -> bytes:
    """Return the words as a file, by how many of the texts have them; links do not count."""
    counts = Counter(
        word for text in texts for word in set(_WORD.findall(without_footer(normalised(text))))
    )
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    return zlib.compress("\n".join(ranked).encode(), 9)

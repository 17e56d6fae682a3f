"""The words of the corpus, the commonest first, and others: what disguised words are read as."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

from filters.sms.text import normalised, without_footer

if TYPE_CHECKING:
    from collections.abc import Iterable

COMMON: Final = Path(__file__).parent / "common_words.txt"
"""Common English words by how common they are, those of the vocabulary of BERT (Apache-2.0)."""
_WORD: Final = re.compile(r"(?<![\w@./:'-])[a-z]{1,24}(?![\w@/:-]|\.\w)")


def file(texts: Iterable[str]) -> bytes:
    """Return the words as a file, by how many of the texts have them; links do not count."""
    counts = Counter(
        word for text in texts for word in set(_WORD.findall(without_footer(normalised(text))))
    )
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    others = (word for word in COMMON.read_text("utf-8").split() if word not in counts)
    return zlib.compress("\n".join((*ranked, *others)).encode(), 9)

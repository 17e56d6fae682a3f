"""Whether a reply asks to be left alone, in whatever words: 47 CFR 64.1200(a)(10), 16 CFR 316.5."""

from filters.revocation.recogniser import recognise
from filters.revocation.recognition import Grade, Intent, Recognition

__all__ = ["Grade", "Intent", "Recognition", "recognise"]

"""A reply as it is understood: disguises undone, cut into sentences of plain small words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from filters.lookalikes import as_seen, readings, without_lookalikes
from filters.revocation.slips import keyword_meant, word_meant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from re import Match

MAX_CHARACTERS: Final = 4000
"""What a person asks for stands at the beginning; what follows is not read."""

_SIGNS_OF_STOP: Final = {ord("\U0001f6d1"): " stop "}
_LAUGHTER: Final = dict.fromkeys(map(ord, "😂🤣😆😜😝😉😹😅😁😄"), " haha ")
_PLAIN: Final = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201b\u2032\u00b4`", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2013\u2014\u2015()[]{}|/\u2022:*_~", ","),
        **dict.fromkeys("\u3002\uff01\u2026", "."),
        **dict.fromkeys("\xa1\xbf", " "),
        "œ": "oe",
        "æ": "ae",
        "ø": "o",
        "ł": "l",
    }
)
_FOREIGN: Final = {
    "stop": ("стоп", "停止", "ストップ", "중지", "توقف", "قف"),
    "unsubscribe": ("отписаться", "退订", "取消订阅", "配信停止", "수신거부"),
}
"""Keywords in letters that have no likeness to Latin ones."""

_LINK: Final = re.compile(
    r"(?:https?://|www\.)\S{1,2000}"
    r"|(?<![\w.@-])[\w-]{1,63}(?:\.[\w-]{1,63}){0,3}\.(?:com|net|org|edu|gov|info|example)(?![\w@])"
)
_MAILBOX: Final = re.compile(r"<?[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}>?")
_NUMBER: Final = re.compile(r"(?<!\w),?\+?\d[\d .,-]{5,18}\d(?!\w)")
_NUMBER_SIGN: Final = re.compile(r"\b(wrong|this|my|the|ur|your)[ ]?#(?![\w])")
_SWEARING: Final = re.compile(
    r"(?<![\w*])f(?:[*#@,]{2,3}|[u*#@]{1,2}c?[*#@]{0,2}k)(?=\W|ing|ed|in\b|$)"
)
_SPACED: Final = re.compile(r"(?<!\w)[a-z](?:( {1,3}|[.,-])[a-z])(?:\1[a-z]){1,11}(?!\w)")
_DOLLAR: Final = re.compile(r"(?<![\w$])\$(?=top(?:p?ing|ped|s)?\b)")
_QUOTED: Final = re.compile(
    r"(\b(?:subject|link|button|word|line|says|reads|titled|called|headed|marked|keyword|click"
    r"|clicking|press|pressed|pressing|reply|replying)\b(?: \w{1,12}){0,2}) \"[^\"\n]{1,80}\""
)
_DASH: Final = re.compile(r"(?<!\S)-+(?!\S)|-{2,}")
_HYPHENED: Final = re.compile(r"\b(e|un)[- ](mail|subscri)")
_TOKEN: Final = re.compile(r"[A-Z]+|[a-z0-9]+(?:'(?:t|m|re|ve|d|ll|s)(?![a-z]))?|,")
_REPEATED: Final = re.compile(r"([a-z])\1{2,}")
_END_OF_SENTENCE: Final = re.compile(r"(?<=[.!?;])(?=\s|$)|[\n;]+|(?<=[a-z])[.!?]+(?=[a-z]{3})")
_GREETING: Final = re.compile(
    r"^(?:(?:hi|hello|hey|dear|yo|greetings|hola|buen[oa]s(?: dias| tardes| noches)?|bonjour"
    r"|bonsoir|salut|good (?:morning|afternoon|evening))(?: [a-z]+){0,2} , ?)+(?=[a-zA-Z])"
)
_CHOPPED: Final = 3  # sentences of one word each
_WRAPPED: Final = 40  # characters of a line that a mail program may have broken

_CONTRACTIONS: Final = {
    "can't": "can not", "cant": "can not", "cannot": "can not", "won't": "will not",
    "wont": "will not", "shan't": "shall not", "dont": "do not", "doesnt": "does not",
    "didnt": "did not", "wouldnt": "would not", "couldnt": "could not", "havent": "have not",
    "isnt": "is not", "im": "i am", "ive": "i have", "id": "i would", "ill": "i will",
    "youre": "you are", "let's": "let us", "gimme": "give me", "wanna": "want to",
    "gonna": "going to", "u": "you", "ur": "your", "r": "are", "pls": "please", "plz": "please",
    "plse": "please", "pl": "please", "thx": "thanks", "tks": "thanks", "ty": "thank you",
    "txt": "text", "txts": "texts", "txting": "texting", "txtin": "texting",
    "texing": "texting", "msg": "message",
    "msgs": "messages", "msging": "messaging", "nomore": "no more", "anymore": "any more",
    "emailling": "emailing", "recieve": "receive", "recieving": "receiving", "emial": "email",
    "remov": "remove", "unsub": "unsubscribe", "unsubbed": "unsubscribed",
    "desubscribe": "unsubscribe", "optout": "opt out", "stopall": "stop all", "stopp": "stop",
    "stpo": "stop", "sotp": "stop", "sstop": "stop", "stahp": "stop", "stawp": "stop",
    "fck": "fuck", "fk": "fuck", "fuk": "fuck", "yall": "you", "y'all": "you",
    "b4": "before", "dnt": "do not", "dun": "do not", "aint": "is not", "ain't": "is not",
    "tsop": "stop", "stoped": "stopped",
    "qe": "que", "q": "que", "xfa": "por favor", "porfavor": "por favor",
    "porfa": "por favor", "lol": "haha", "lmao": "haha",
    "hehe": "haha", "jaja": "haha", "jajaja": "haha", "rofl": "haha", "hahaha": "haha",
}  # fmt: skip
_ENDINGS: Final = {"m": "am", "re": "are", "ve": "have", "d": "would", "ll": "will"}
_OATHS: Final = re.compile(
    r"\b(?:w?tf|the (?:fuck|hell)|fuckin|fucking|freaking|fricking|frickin|effing|goddamn|damned"
    r"|damn|bloody|af|smh|ffs|omg|ugh|bruh|fam|tbh|yo"
    r"|(?<!the )(?<!wrong )(?<!a )(?<!my )(?<!that )(?<!this )(?:man|dude|bro|bud|buddy))\b ?"
)
"""What makes a sentence stronger and says nothing; a man is more often called than spoken of."""
_GERUNDS: Final = frozenset(
    {
        "texting", "emailing", "messaging", "bothering", "harassing", "spamming", "sending",
        "calling", "contacting", "bugging", "annoying", "receiving", "getting", "trying",
    }
)  # fmt: skip
_MAYBE_STOP: Final = re.compile(r"(?<!\S)([a-z]{3,6})(?= (?:texting|sending|messaging|emailing)\b)")
_WHO_IS: Final = frozenset({"it", "that", "this", "he", "she", "who", "what", "there", "here"})
_KEYWORDS: Final = frozenset({"stop", "quit", "end", "cancel", "unsubscribe", "remove", "revoke"})
_SHORTEST: Final = 4  # letters of a keyword
_UNSUBSCRIBE_FORMS: Final = (
    "unsubscribe", "unsubscribed", "unsubscribing", "unsubscription", "unsubscribes",
)  # fmt: skip
_JOINED: Final = re.compile(
    r"(?:please)?(?:stop|unsubscribe|remove|cancel|quit)+"
    r"(?:please|now|me|us|all|it|this|texting|texts|emailing|emails|messages|sending|spam|thanks)*"
)
_JOINED_WORDS: Final = re.compile(
    r"please|stop|unsubscribe|remove|cancel|quit|now|me|us|all|it|this|texting|texts|emailing"
    r"|emails|messages|sending|spam|thanks"
)
_MISSPELT: Final = 2
_LEAST: Final = 7
_MOST: Final = 16  # letters between which a word may be a misspelling of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence: small words and commas, parted by spaces; `ADDR`, `NUM`, `LINK` for such."""

    words: str
    asks: bool


def sentences(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of a reply, in order, empty ones left out.

    >>> [s.words for s in sentences("Pls don\u2019t t\u0435xt me!! S T O P")]
    ['please do not text me', 'stop']
    """
    cut = _END_OF_SENTENCE.split(_plain(_unwrapped(both_ends(text, MAX_CHARACTERS))))
    read = (Sentence(words=_words(each), asks="?" in each) for each in cut)
    return tuple(_put_together(sentence for sentence in read if sentence.words))


def both_ends(text: str, most: int) -> str:
    r"""Return a text, or the beginning and the end of one that is longer than what is read.

    >>> both_ends("Hello and goodbye", 8)
    'Hell\n\ndbye'
    """
    half = most // 2
    return text if len(text) <= most else f"{text[:half]}\n\n{text[-half:]}"


def _put_together(read: Iterable[Sentence]) -> Iterator[Sentence]:
    """Yield sentences, and what. is. said. like. this. as one more."""
    for is_word, run in groupby(read, key=lambda sentence: " " not in sentence.words):
        words = tuple(run)
        yield from words
        if is_word and len(words) >= _CHOPPED:
            together = " ".join(each.words for each in words)
            yield Sentence(words=together, asks=any(each.asks for each in words))


def _unwrapped(text: str) -> str:
    """Join the lines that a mail program has broken."""
    lines = [line.strip() for line in text.splitlines()] or [""]
    pairs = zip(lines, [*lines[1:], ""], strict=True)
    return "".join(line + (" " if _goes_on(line, after) else "\n") for line, after in pairs)


def _goes_on(line: str, after: str) -> bool:
    return len(line) >= _WRAPPED and after[:1].islower() and line[-1] not in ".!?:"


def _plain(text: str) -> str:
    text = as_seen(text.translate(_SIGNS_OF_STOP | _LAUGHTER)).casefold()
    for word, foreign in _FOREIGN.items():
        for each in map(as_seen, foreign):
            text = text.replace(each, f" {word} ")
    text = without_lookalikes(text).translate(_PLAIN)
    text = _MAILBOX.sub(" ADDR ", _LINK.sub(" LINK ", text))
    text = _SWEARING.sub("fuck", _NUMBER_SIGN.sub(r"\1 number", _NUMBER.sub(" NUM ", text)))
    text = _QUOTED.sub(r"\1 QUOTED", text).replace('"', " ")
    text = _HYPHENED.sub(r"\1\2", _DASH.sub(" , ", _DOLLAR.sub("s", text)))
    return _SPACED.sub(_closed_up, text)


def _closed_up(match: Match[str]) -> str:
    return match[0].replace(match[1], "")


def _words(sentence: str) -> str:
    """Return the words of a sentence in one spelling each."""
    found = (_spelt(word) for word in _TOKEN.findall(sentence))
    said = _MAYBE_STOP.sub(_stopping, _OATHS.sub("", " ".join(found)))
    return _GREETING.sub("", re.sub(r"(?: ,)+", " ,", said).strip(", "))


def _stopping(match: Match[str]) -> str:
    """Return stop for what is a slip of it before what people want to stop."""
    word = match[1]
    return "stop" if word == "stoop" or keyword_meant(word) == "stop" else word


def _spelt(word: str) -> str:
    """Return a word as a dictionary has it; short forms as the words they stand for."""
    if word[0].isupper() or word == ",":
        return word
    word = word if word in _CONTRACTIONS else _REPEATED.sub(r"\1", word)
    if word in _CONTRACTIONS:
        return _CONTRACTIONS[word]
    if "'" in word:
        stem, _, ending = word.rpartition("'")
        if ending == "t":
            return stem.removesuffix("n") + " not"
        if ending == "s" and stem in _WHO_IS:
            ending = "is"
        return f"{stem} {_ENDINGS.get(ending, ending)}"
    return _meant(word)


def _meant(word: str) -> str:
    """Return the words that one with digits, without gaps or with a slip of a finger stands for."""
    if not word.isalpha():
        return next((each for each in readings(word) if each in _KEYWORDS), word)
    if len(word) > _SHORTEST and _JOINED.fullmatch(word):
        return " ".join(_JOINED_WORDS.findall(word))
    if word.endswith("in") and word + "g" in _GERUNDS:
        return word + "g"
    return word_meant(_near_unsubscribe(word))


def _near_unsubscribe(word: str) -> str:
    """Return the form of unsubscribe that a word is a misspelling of, or the word."""
    if not (word.startswith("un") and _LEAST < len(word) < _MOST and "s" in word[2:5]):
        return word
    distance, form = min((_distance(word, form), form) for form in _UNSUBSCRIBE_FORMS)
    return form if distance <= _MISSPELT else word


def _distance(word: str, form: str) -> int:
    """Return how many letters have to be put in, left out or changed to make one of the other."""
    row = list(range(len(form) + 1))
    for i, letter in enumerate(word, start=1):
        last, row[0] = row[0], i
        for j, wanted in enumerate(form, start=1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (letter != wanted))
    return row[-1]

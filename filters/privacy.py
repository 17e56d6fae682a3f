"""Whether a letter asks what is known of its writer, or to be forgotten: Cal. Civ. Code 1798.83."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from filters.expression import compiled
from filters.revocation.quotations import without_quotations
from filters.revocation.reading import sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class Wish(StrEnum):
    """What a person asks for about their data."""

    KNOW = "know"  # Cal. Civ. Code 1798.83, 1798.110
    DELETE = "delete"  # 1798.105
    CORRECT = "correct"  # 1798.106


@dataclass(frozen=True, slots=True, kw_only=True)
class Wished:
    """What a letter asks for, how surely, and the words that say so."""

    wish: Wish
    is_definite: bool
    matched: str


_DATA: Final = r"(?:data|information|info)\b"
_OWN: Final = rf"(?:my (?:own |stored |customer |user )?(?:data|personal {_DATA})|personal {_DATA})"
_HAVE: Final = (
    r"(?:(?:have|might|may|currently|still|all|already|ever) ){0,3}"
    r"(?:have|hold|keep|store|stored|kept|collect|collected|gathered|process|got)"
    r"(?: (?:and|or) \w+)?(?: on file| in your \w+| stored)?"
)
_ME: Final = r"(?:on|about|of|for|from|regarding|concerning|relating to) me\b"
_HELD: Final = rf"(?:that |which )?(?:do |does )?you {_HAVE} {_ME}"
_THINGS: Final = rf"(?:personal )?(?:{_DATA}|details|records?|everything|anything)"
_ALL: Final = r"(?:(?:all|any|every|each|of|the|and|both) ){0,4}"
_FORGET: Final = r"(?:delete|erase|destroy|purge|wipe)"

_KNOW: Final = (
    rf"(?:what|which|all|any|the)(?: of)?(?: the)?(?: \w+ of)? {_THINGS} {_HELD}"
    rf"|what (?:do |all do )?you {_HAVE} (?:on|about|of) me\b"
    rf"|(?:copy|copies|access|export|report|overview|disclosure) (?:of|to) {_ALL}{_OWN}"
    rf"|(?:send|give|provide|disclose|show|tell|email)(?: to)?(?: me| us)?(?: with)? {_ALL}{_OWN}"
    r"|que (?:datos|informacion)(?: personales| personal)? (?:mios )?"
    r"(?:tienen?|guardan?|conservan?)(?: ustedes)? (?:sobre|de|acerca de) mi\b"
    r"|(?:acceso a|copia de) (?:todos )?mis datos"
    r"|quelles (?:donnees|informations)(?: personnelles)? "
    r"(?:avez vous|detenez vous|conservez vous|vous avez|vous detenez) (?:sur|a propos de) moi"
    r"|acces a (?:toutes )?mes donnees|copie de (?:toutes )?mes donnees"
    r"|welche (?:personenbezogenen )?(?:daten|informationen) (?:haben|speichern|besitzen) sie"
    r"(?: alles)? (?:uber|von|zu) mi(?:ch|r)\b|auskunft (?:uber|zu) (?:alle )?meine"
)
_DELETE: Final = (
    rf"{_FORGET} {_ALL}{_OWN}"
    rf"|(?:{_FORGET}|remove) {_ALL}{_THINGS} {_HELD}"
    r"|(?:deletion|erasure) of {own}"
    r"|(?:borr(?:e|en|ar|a)|elimin(?:e|en|ar|a)|suprim(?:a|an|ir)) (?:todos )?mis datos"
    r"|(?:supprim|effac)(?:ez|er) (?:toutes )?mes donnees"
    r"|los?chen sie (?:bitte )?(?:alle )?meine (?:\w+ )?daten"
    r"|meine (?:\w+ )?daten (?:zu )?los?chen"
).replace("{own}", _OWN)
_DELETED: Final = rf"{_OWN} (?:to be )?(?:deleted|erased|destroyed|purged|wiped)"
_CORRECT: Final = (
    rf"(?:correct|rectify) {_ALL}my (?:personal )?{_DATA}"
    r"|(?:rectifi(?:quen?|car)|corrij(?:a|an)|corregir) mis datos"
)
_KNOW_BY_NAME: Final = (
    r"(?:your )?california privacy rights|shine the light|subject access request|dsar"
    r"|(?:right|request) (?:to know|of access)|(?:ccpa|cpra) disclosure"
    r"|derecho de acceso|droit d acces"
)
_DELETE_BY_NAME: Final = (
    r"(?:right )?to be forgotten|(?:right|request) (?:to|of|for) (?:deletion|erasure|delete)"
    r"|(?:deletion|erasure) request"
    r"|derecho (?:al olvido|de supresion)|droit a l (?:oubli|effacement)"
)
_CORRECT_BY_NAME: Final = r"(?:right|request) (?:to|of) (?:correct|correction|rectification)"
_DEFINITE: Final = (
    (Wish.DELETE, rf"\b(?:{_DELETE})"),
    (Wish.DELETE, rf"\b(?P<passive>{_DELETED})"),
    (Wish.CORRECT, rf"\b(?:{_CORRECT})"),
    (Wish.KNOW, rf"\b(?:{_KNOW})"),
)
_BY_NAME: Final = (
    (Wish.DELETE, rf"\b(?:{_DELETE_BY_NAME})\b"),
    (Wish.CORRECT, rf"\b(?:{_CORRECT_BY_NAME})\b"),
    (Wish.KNOW, rf"\b(?:{_KNOW_BY_NAME})\b"),
)
"""What a right is called, in the footers of many a mail, too."""

_DOUBTFUL: Final = (
    (Wish.DELETE, rf"\b{_FORGET} {_ALL}my (?:account|profile|history|{_DATA})\b"),
    (Wish.DELETE, rf"\bremove {_ALL}my (?:personal )?{_DATA}\b"),
    (Wish.KNOW, rf"\bdo not (?:sell|share)(?: or \w+)? {_ALL}my (?:personal )?{_DATA}"),
    (Wish.KNOW, r"\b(?:ccpa|cpra|gdpr) (?:\w+ ){0,2}request\b"),
    (Wish.KNOW, r"\bwhat (?:do|does) you (?:know|remember) about me\b"),
    (Wish.KNOW, rf"\bwhere (?:did|do) you (?:get|have) my (?:personal )?{_DATA}\b"),
)
_OF_A_LIST: Final = re.compile(
    r" (?:from|off|on|in|of|de|von|aus)(?: \w+){0,4}?"
    r" (?:(?:e?mail|text|sms)(?:ing)?|lists?|mailings?|marketing|newsletters?|distribution"
    r"|campaigns?|contacts?|circulation|lista|liste|verteiler)\b"
)
"""What is taken off a list is an opt-out, however it is said."""

_SECTION: Final = re.compile(r"\b1798\.(?:83|100|10[56]|110|115|130)\b")
_AGAINST: Final = re.compile(
    r"\b(?:not|never|no|if|unless|whether|when|how|why|who|did|does|was|were|has|had|said|says"
    r"|told|asked|wrote|heard|read|about|without|until|after|before|si|nunca|jamais|nicht|wenn"
    r"|you (?:may|can|have))\b"
)
_BEHIND: Final = re.compile(r"\b(?:if|unless|whether|when|until|except|si|wenn)\b")
_CLAUSE: Final = re.compile(r" , |\b(?:and|then|also|y|et|und)\b|,")
_BEFORE: Final = """
    hi hello hey dear sir madam team to whom it may concern please kindly just now today here
    i we you would could can will must shall like love want wish need require request requesting
    ask asking demand insist instruct hereby formally am is this that for in at least have get
    exercise exercising make making submit submitting my our all any your the a an of by as under
    pursuant accordance with law act section article code civil data ccpa cpra gdpr consumer
    privacy california resident customer user know see find out tell me us let send give provide
    show receive obtain copy be able immediately personal right rights NUM ADDR
    writing list disclose disclosed information which categories third parties subject
    urgent re regarding thank thanks go ahead permanently completely entirely fully cal ca
    por favor quiero quisiera deseo solicito pido que les le hola ejercer derecho mi de a saber
    je veux voudrais souhaite demande vous prie svp s il plait bonjour savoir exercer mon
    bitte ich mochte hiermit fordere sie auf wissen hallo dass um
"""
"""What may stand before a request in its clause and leaves it one."""

_ASKING: Final = frozenset(_BEFORE.split())

_CLAIMING: Final = re.compile(
    r"\b(?:want|like|wish|request|requesting|exercise|exercising|ask|asking|demand|make|making"
    r"|submit|submitting|send|give|provide|please|need|under|pursuant|quiero|quisiera|deseo"
    r"|solicito|ejercer|veux|voudrais|souhaite|demande|exercer)\b"
)
_SIGNATURE_WORDS: Final = 12  # behind the name of a right: a letter of nothing else asks for it

_OF_MINE: Final = re.compile(rf"\bmy (?:\w+ )?{_DATA}\Z")
_OF_SOMEBODY: Final = re.compile(rf"\bpersonal {_DATA}\Z")
_GOES_ON: Final = re.compile(
    r" ?(?:\Z|,)| (?:and|or|that|which|you|on|in|from|at|under|pursuant|as|within|for|by|to|i|we"
    r"|is|immediately|now|please|today|permanently|completely|entirely|held|stored|collected|with"
    r"|too|also|then|because|since|thanks|thank|disclosure|report|export|NUM|ADDR)\b"
)
_GOES_ON_ABOUT_ME: Final = re.compile(
    r" ?(?:\Z|,)| (?:that |which )?(?:you|i|we)\b"
    r"| (?:on|about|of|for|from|regarding|concerning) (?:me|mine|my)\b"
    r"| (?:in|from) (?:all )?your\b| (?:held|stored|collected|under|pursuant|and|or|disclosure)\b"
)
"""How it goes on where a letter is about the data of its writer: "my data roaming plan" is not."""

_WANTING: Final = re.compile(r"\b(?:want|like|need|wish|request|have|get|ask|demand)\b")


def recognise_privacy(subject: str, text: str) -> tuple[Wished, ...]:
    """Return what a letter surely asks for about its writer's data; else the first that it may.

    `subject`: "" of one that answers another letter; `text`: without what it answers.

    >>> [each.wish for each in recognise_privacy("", "Hello, what data do you hold about me?")]
    [<Wish.KNOW: 'know'>]
    >>> recognise_privacy("", "Please delete my data from your mailing list")
    ()
    """
    found = [*_wishes(subject), *_wishes(_own_words(text))]
    if definite := {each.wish: each for each in found if each.is_definite}:
        return tuple(definite.values())
    if section := _SECTION.search(f"{subject}\n{text}"):
        found.append(Wished(wish=Wish.KNOW, is_definite=False, matched=section[0]))
    return tuple(found[:1])


def _own_words(text: str) -> str:
    """Return a letter without what it quotes, unless that is all there is."""
    return without_quotations(text) or text


def _wishes(text: str) -> Iterator[Wished]:
    read = [sentence.words for sentence in sentences(text)]
    for number, words in enumerate(read):
        for wish, found in _found(words, _DEFINITE):
            is_definite = _is_asked(words, found) and _is_of_writer(words, found)
            yield Wished(wish=wish, is_definite=is_definite, matched=found[0])
        for wish, found in _found(words, _BY_NAME):
            is_definite = _is_asked(words, found) and (
                _CLAIMING.search(words, 0, found.start()) is not None
                or _is_all(" ".join((*read[:number], words[found.end() :])), read[number + 1 :])
            )
            yield Wished(wish=wish, is_definite=is_definite, matched=found[0])
        for wish, found in _found(words, _DOUBTFUL):
            yield Wished(wish=wish, is_definite=False, matched=found[0])


def _found(
    words: str, expressions: Iterable[tuple[Wish, str]]
) -> Iterator[tuple[Wish, re.Match[str]]]:
    for wish, expression in expressions:
        found = compiled(expression).search(words)
        if found and not _OF_A_LIST.match(words, found.end()):
            yield wish, found


def _is_of_writer(words: str, found: re.Match[str]) -> bool:
    """Whether it is about data of who writes, and about no other thing of a like name."""
    if _OF_MINE.search(found[0]):
        return _GOES_ON.match(words, found.end()) is not None
    if _OF_SOMEBODY.search(found[0]):
        return _GOES_ON_ABOUT_ME.match(words, found.end()) is not None
    return True


def _is_all(beside: str, behind: Sequence[str]) -> bool:
    """Whether a letter has nothing but the name of a right, a greeting and a signature.

    Cal. Civ. Code 1798.83(b)(1)(B) has that name in the footers of many a mail.
    """
    signature = " ".join(behind).split()
    return _ASKING.issuperset(beside.replace(",", " ").split()) and (
        len(signature) <= _SIGNATURE_WORDS
    )


def _is_asked(words: str, found: re.Match[str]) -> bool:
    """Whether it is asked for, and not only spoken of."""
    before, behind = words[: found.start()], words[found.end() :]
    if _AGAINST.search(before) or _BEHIND.search(behind):
        return False
    if "passive" in found.re.groupindex and not _WANTING.search(before):
        return False
    return _ASKING.issuperset(_CLAUSE.split(before)[-1].split())

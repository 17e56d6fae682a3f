"""Whether a letter asks what is known of its writer, or to be forgotten: Cal. Civ. Code 1798.83."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from filters.revocation.quotations import without_quotations
from filters.revocation.reading import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator


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


_DATA: Final = r"(?:data|info|information)"
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
    r"|(?:your )?california privacy rights"
    r"|shine the light"
    r"|subject access request|\bdsar\b|(?:right|request) (?:to know|of access)\b"
    r"|(?:ccpa|cpra) disclosure"
    r"|que (?:datos|informacion)(?: personales| personal)? (?:mios )?"
    r"(?:tienen?|guardan?|conservan?)(?: ustedes)? (?:sobre|de|acerca de) mi\b"
    r"|(?:acceso a|copia de) (?:todos )?mis datos|derecho de acceso"
    r"|quelles (?:donnees|informations)(?: personnelles)? "
    r"(?:avez vous|detenez vous|conservez vous|vous avez|vous detenez) (?:sur|a propos de) moi"
    r"|acces a (?:toutes )?mes donnees|copie de (?:toutes )?mes donnees|droit d acces"
    r"|welche (?:personenbezogenen )?(?:daten|informationen) (?:haben|speichern|besitzen) sie"
    r"(?: alles)? (?:uber|von|zu) mi(?:ch|r)\b|auskunft (?:uber|zu) (?:alle )?meine"
)
_DELETE: Final = (
    rf"{_FORGET} {_ALL}{_OWN}"
    rf"|(?:{_FORGET}|remove) {_ALL}{_THINGS} {_HELD}"
    r"|(?:right )to be forgotten|(?:right|request) (?:to|of|for) (?:deletion|erasure|delete)\b"
    r"|(?:deletion|erasure) (?:of {own}|request)"
    r"|(?:borr(?:e|en|ar|a)|elimin(?:e|en|ar|a)|suprim(?:a|an|ir)) (?:todos )?mis datos"
    r"|derecho (?:al olvido|de supresion)"
    r"|(?:supprim|effac)(?:ez|er) (?:toutes )?mes donnees|droit a l (?:oubli|effacement)"
    r"|los?chen sie (?:bitte )?(?:alle )?meine (?:\w+ )?daten"
    r"|meine (?:\w+ )?daten (?:zu )?los?chen"
).replace("{own}", _OWN)
_DELETED: Final = rf"{_OWN} (?:to be )?(?:deleted|erased|destroyed|purged|wiped)"
_CORRECT: Final = (
    rf"(?:correct|rectify) {_ALL}my (?:personal )?{_DATA}"
    r"|(?:right|request) (?:to|of) (?:correct|correction|rectification)\b"
    r"|(?:rectifi(?:quen?|car)|corrij(?:a|an)|corregir) mis datos"
)
_DEFINITE: Final = (
    (Wish.DELETE, re.compile(rf"\b(?:{_DELETE})")),
    (Wish.DELETE, re.compile(rf"\b(?P<passive>{_DELETED})")),
    (Wish.CORRECT, re.compile(rf"\b(?:{_CORRECT})")),
    (Wish.KNOW, re.compile(rf"\b(?:{_KNOW})")),
)
_DOUBTFUL: Final = (
    (Wish.DELETE, re.compile(rf"\b{_FORGET} {_ALL}my (?:account|profile|history|{_DATA})\b")),
    (Wish.DELETE, re.compile(rf"\bremove {_ALL}my (?:personal )?{_DATA}\b")),
    (Wish.KNOW, re.compile(rf"\bdo not (?:sell|share)(?: or \w+)? {_ALL}my (?:personal )?{_DATA}")),
    (Wish.KNOW, re.compile(r"\b(?:ccpa|cpra|gdpr) (?:\w+ ){0,2}request\b")),
    (Wish.KNOW, re.compile(r"\bwhat (?:do|does) you (?:know|remember) about me\b")),
    (Wish.KNOW, re.compile(rf"\bwhere (?:did|do) you (?:get|have) my (?:personal )?{_DATA}\b")),
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
    r"|told|asked|wrote|heard|read|about|without|until|after|before|si|nunca|jamais|nicht|wenn)\b"
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
    for sentence in sentences(text):
        words = sentence.words
        for wish, pattern in _DEFINITE:
            if (found := pattern.search(words)) and not _OF_A_LIST.match(words, found.end()):
                yield Wished(wish=wish, is_definite=_is_asked(words, found), matched=found[0])
        for wish, pattern in _DOUBTFUL:
            if (found := pattern.search(words)) and not _OF_A_LIST.match(words, found.end()):
                yield Wished(wish=wish, is_definite=False, matched=found[0])


def _is_asked(words: str, found: re.Match[str]) -> bool:
    """Whether it is asked for, and not only spoken of."""
    before, behind = words[: found.start()], words[found.end() :]
    if _AGAINST.search(before) or _BEHIND.search(behind):
        return False
    if "passive" in found.re.groupindex and not _WANTING.search(before):
        return False
    return _ASKING.issuperset(_CLAUSE.split(before)[-1].split())

# ruff: noqa: RUF001 - languages have letters of their own
"""How people say that they can opt out, in the languages of the footers."""

from __future__ import annotations

import re
from typing import Final

_WORDS: Final = (
    # English
    r"unsubscrib", r"opt(?:ing)?[\s-]?out", r"stop (?:getting|receiving|these|all|advertis)",
    r"no longer (?:wish|want|care)", r"remove (?:me|your)", r"cancel (?:\w+ )?subscription",
    r"(?:manage|update|change) (?:\w+ )?preferences",
    r"(?:email|mail|subscription|communication|notification) (?:preferences|settings)",
    # Spanish
    r"d[aá]r?(?:se|te|me) de baja", r"dese de baja", r"\bbaja\b", r"dejar de recibir",
    r"cancelar (?:\w+ )?suscripci", r"anular (?:\w+ )?suscripci", r"desuscrib",
    # French
    r"d[eé]sabonn", r"d[eé]sinscri", r"ne (?:plus|pas) recevoir",
    # German
    r"abmeld", r"abbestell", r"austragen", r"meld(?:e|en) sie sich (?:hier )?ab\b",
    # Italian
    r"annull\w+ l['’]iscrizione", r"disiscri", r"cancell\w+ l['’]iscrizione",
    r"non ricevere pi[uù]", r"disdir", r"cancellati\b",
    # Portuguese
    r"cancel\w+ (?:a |sua |minha )*(?:inscriç|assinatura|subscriç)", r"descadastr",
    r"deixar de receber", r"remover (?:\w+ )?(?:inscriç|subscriç)",
    # Dutch
    r"afmeld", r"uitschrijv", r"meld u (?:dan )?(?:hier )?af\b", r"niet meer (?:te )?ontvangen",
    # Polish
    r"wypis", r"zrezygn", r"rezygnacj", r"anuluj (?:\w+ )?subskrypcj",
    # Swedish
    r"avregistr", r"avprenumer", r"avsluta (?:\w+ )?prenumeration", r"avanmäl",
    # Japanese
    r"配信(?:の)?(?:停止|解除)", r"(?:購読|登録|メルマガ)(?:の)?(?:停止|解除|中止)", r"退会",
    # Chinese
    r"退[订訂]", r"取消[订訂][阅閱]", r"停止接收",
    # Arabic, Hebrew
    r"[إا]لغاء\s+(?:ال)?اشتراك", r"(?:ל|ה)?הס(?:י)?ר(?:ה|ת)?\b",
    r"ביטול\s+(?:ה)?(?:מנוי|הרשמה|רישום)",
)  # fmt: skip
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_ADDRESS: Final = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}(?:[:/?]\S*)?", re.IGNORECASE)
_HERE: Final = frozenset(
    {
        "click", "tap", "press", "follow", "visit", "go", "to", "please", "here", "now", "this",
        "the", "link", "page", "url", "at", "on", "hier", "klicken", "klick", "klicke", "sie",
        "bitte", "auf", "diesen", "den", "dem", "ici", "cliquez", "cliquer", "sur", "ce", "lien",
        "aquí", "aqui", "haga", "haz", "clic", "pulse", "pinche", "en", "este", "enlace", "clique",
        "neste", "clicca", "fai", "qui", "su", "questo", "tutaj", "kliknij", "här", "klicka",
        "klik", "こちら", "ここ", "こちらから", "こちらからお手続きください",
        "こちらをクリック", "ここをクリック", "点击这里", "点击此处",
        "點擊這裡", "點擊此處", "这里", "這裡", "此处", "此處", "هنا", "اضغط", "כאן", "לחץ", "לחצו",
    }
)  # fmt: skip
"""Words of links that say nothing but that they are one."""
_OPT_OUT: Final = re.compile("|".join(_WORDS), re.IGNORECASE)


def says_opt_out(text: str) -> bool:
    """Whether a text says that something is for opting out.

    >>> says_opt_out("Unsubscribe here"), says_opt_out("Shop now")
    (True, False)
    """
    return _OPT_OUT.search(text) is not None


def points_here(text: str) -> bool:
    """Whether a link says nothing but that it is one, so that what stands beside it tells.

    >>> points_here("Click here"), points_here("https://x.example/u/1"), points_here("Claim it")
    (True, True, False)
    """
    words = _LETTERS.findall(text.lower())
    return _ADDRESS.fullmatch(text.strip()) is not None or set(words) <= _HERE

# ruff: noqa: RUF001 - languages have letters of their own
"""How people say that they can opt out, in the languages of the footers."""

from __future__ import annotations

import re
from typing import Final

_WORDS: Final = (
    # English
    r"unsubscrib", r"opt(?:ing)?[\s-]?out", r"stop (?:getting|receiving|these|all|advertis)",
    r"no longer (?:wish|want) to", r"remove (?:me|your)", r"cancel (?:\w+ )?subscription",
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
_OPT_OUT: Final = re.compile("|".join(_WORDS), re.IGNORECASE)


def says_opt_out(text: str) -> bool:
    """Whether a text says that something is for opting out.

    >>> says_opt_out("Unsubscribe here"), says_opt_out("Shop now")
    (True, False)
    """
    return _OPT_OUT.search(text) is not None

from __future__ import annotations

import pytest

from filters.email.category.tongue import is_understood


@pytest.mark.parametrize(
    "text",
    [
        "Are you coming to the choir on Thursday?",
        "Kannst du am Samstag einen Kuchen mitbringen?",
        "Tu viens samedi avec les enfants ?",
        "\u00bfVienes el s\u00e1bado con los ni\u00f1os?",
        "Vieni sabato con i bambini?",
        "Voc\u00ea vem no s\u00e1bado com as crian\u00e7as?",
        "Kom je zaterdag met de kinderen?",
        "Czy przyjdziesz do nas w sobot\u0119?",
        "Kommer du p\u00e5 l\u00f6rdag med barnen?",
        "Kommer du p\u00e5 l\u00f8rdag med b\u00f8rnene?",
        "Voitko sin\u00e4 tulla lauantaina, kun me sy\u00f6mme?",
        "Cumartesi bize gelir misin, sen ve \u00e7ocuklar?",
        "\u0422\u044b \u043f\u0440\u0438\u0434\u0435\u0448\u044c \u043a \u043d\u0430\u043c?",
        "\u571f\u66dc\u65e5\u306b\u6765\u307e\u3059\u304b\u3002",
        "Hello,\n\n\u571f\u66dc\u65e5\u306b\u6765\u307e\u3059\u304b\u3002\u5b50\u4f9b\u3082\u3002",
    ],
)
def test_languages_whose_advertising_is_known_are_understood(text: str) -> None:
    assert is_understood(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "42",
        "P\u0159ijde\u0161 v sobotu s d\u011btmi?",
        "\u03a8\u03c9\u03bd\u03af\u03c3\u03c4\u03b5 \u03c4\u03ce\u03c1\u03b1",
        "I will be there.\nNov\u00e9 boty jsou tady pro v\u0161echny hned te\u010f levn\u011b.",
    ],
)
def test_what_is_in_no_such_language_in_whole_or_in_a_line_is_not(text: str) -> None:
    assert not is_understood(text)


def test_where_enough_words_are_known_no_sentence_has_to_tell_the_language() -> None:
    rows = "Invoice 1042\nAmount due\nBilling period\nPayment method\n"
    assert not is_understood(rows)
    assert is_understood(rows, is_known=True)
    assert is_understood(rows + "name size name type name size name type", is_known=True)
    line = "Uued kingad ootavad juba sel kevadel igas linnas kandjaid"
    assert not is_understood(rows + line, is_known=True)

from __future__ import annotations

import pytest

from filters.sms.tongue import tongue_of


@pytest.mark.parametrize(
    ("text", "tongue"),
    [
        ("Su cita es mañana a las 3.", "es"),
        ("Tu código es 1234", "es"),
        ("ALTO", "es"),
        ("Votre table est prête.", "fr"),
        ("Rendez-vous demain à 15h", "fr"),
        ("Arrêt", "fr"),
        ("See you at 5 in Los Angeles.", "en"),
        ("Zoom at 3 pm EST: https://zoom.us/j/1", "en"),
        ("STOP", "en"),
        ("", "en"),
        ("1234", "en"),
        ("Termin morgen um 15 Uhr", "en"),
    ],
)
def test_the_language_is_that_of_most_plain_words(text: str, tongue: str) -> None:
    assert tongue_of(text) == tongue

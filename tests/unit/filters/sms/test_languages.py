from __future__ import annotations

import pytest

from filters.sms.promotional import judge_text


@pytest.mark.parametrize(
    "text",
    [
        "20% Rabatt auf alles, jetzt kaufen",
        "Zwanzig Prozent Rabatt",
        "Nur heute: 30 % günstiger",
        "-20% de réduction sur tout, achetez maintenant",
        "20 % de remise",
        "Soldes : -50 %",
        "50% de descuento en todo, compra ahora",
        "Rebajas: -30%",
        "Sconto del 20% su tutto, compra ora",
        "Saldi -50%",
        "20% desconto em tudo, compre agora",
        "Aproveite hoje: desconto de 15%",
        "20% korting op alles",
        "Koop nu met 20% korting",
    ],
)
def test_a_reduction_in_another_language_is_refused(text: str) -> None:
    assert judge_text(text).label == "promotional"


@pytest.mark.parametrize(
    "text",
    [
        "Rabatt von 10% wurde auf Ihre Rechnung angewendet",
        "Votre réduction de 10% a été appliquée à la facture",
        "Se aplicó un descuento de 10% a su factura",
        "Lo sconto del 10% è stato applicato alla fattura",
        "O desconto de 10% foi aplicado na sua fatura",
        "De korting van 10% is op uw factuur verwerkt",
        "Ihr Termin ist am 3. Mai um 10 Uhr.",
        "Die Rechnung über 20% Anzahlung ist da.",
        "Un acompte de 20% a été reçu.",
        "IVA 21% incluido en su factura.",
        "20% btw staat op uw factuur.",
        "Your bill shows a 20% reduction in water use.",
    ],
)
def test_business_in_another_language_passes(text: str) -> None:
    assert judge_text(text).label == "operational"

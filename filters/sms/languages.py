"""Reductions and calls to buy in German, French, Spanish, Italian, Portuguese and Dutch.

Lines as in `lexicon.py`, without accents, as a normalised text has none. The table is of what any
advertisement of a reduction says, and no more: other advertising in these languages is not seen.
"""

from __future__ import annotations

from typing import Final

REDUCTIONS_CHECKED: Final = "2026-11-23"

REDUCTIONS: Final = """
[discount]
4 PERCENT ~ rabatt|rabatte|nachlass|preisnachlass|reduziert|gunstiger|remise|rabais|descuento|\
descuentos|rebaja|rebajas|sconto|sconti|desconto|descontos|korting|kortingen|goedkoper
4 PERCENT de reduction|reductions|reduccion
4 rabatt|rabatte|nachlass|remise|remises|rabais|descuento|descuentos|sconto|sconti|desconto|\
descontos|korting ~ PERCENT
4 reduction|reductions de PERCENT
3.8 spare|sparen|spart|economisez|risparmia|poupe|bespaar ~ PERCENT|MONEY
3.4 PERCENT ~ sparen|gespart|besparen
2.4 rabatt|rabatte|sconto|sconti|desconto|descontos|korting|kortingen
3.4 halber|halbem|moitie|meta|halve preis|prix|prezzo|prijs
3.4 mitad|metade de|do precio|preco

[sale]
4 soldes|saldi|rebajas|ausverkauf|schlussverkauf|uitverkoop|opruiming|angebot|angebote|aktion|\
promo|promozione|promocion|promocao|oferta|ofertas|offerta|offerte|aanbieding ~ PERCENT
2.6 soldes|ausverkauf|schlussverkauf|raumungsverkauf|uitverkoop|sonderangebot|sonderangebote|\
schnappchen

[buy]
3.8 jetzt|gleich|heute kaufen|shoppen|zugreifen|einkaufen
3 jetzt|gleich|heute bestellen|sparen|sichern
3.8 kaufen|shoppen|bestellen sie jetzt|heute|gleich
3.8 achetez|acheter|commandez|profitez|profitez-en ~ maintenant|aujourd'hui|vite
3.8 compra|compre|acquista|ordina|approfitta|aproveche|aprovecha|aproveite|garanta ~ ora|subito|\
adesso|oggi|agora|hoje|ahora|hoy
3.8 koop|shop|bestel nu|vandaag|direct
"""
"""What is offered."""

_TAKEN_OFF: Final = (
    "angewendet|angewandt|verrechnet|gutgeschrieben|abgezogen|applique|appliquee|deduite|aplicado|"
    "aplicada|abonado|applicato|applicata|accreditato|descontado|verwerkt|toegepast|verrekend"
)
SETTLED: Final = f"""
[settled]
4 PERCENT|MONEY|rabatt|remise|reduction|descuento|sconto|desconto|korting ~ {_TAKEN_OFF}
4 PERCENT|MONEY ~ rechnung|facture|factura|fattura|fatura|factuur ~ {_TAKEN_OFF}
4 aplico|aplicamos|aplicado|abbiamo|aplicou ~ descuento|sconto|desconto
"""
"""What has already been taken off a bill."""

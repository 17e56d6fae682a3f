"""Advertising in the forms of business mail: in the template of a shop."""

from __future__ import annotations

from typing import Final

from tests.unit.filters.email.shop_template import html

ADVERTISING: Final = {
    "sale": ("Spring sale: up to 50% off", html("Shop the sale", "Up to 50% off everything.")),
    "upsell in the subject of a receipt": (
        "Your order has shipped - take 20% off your next one",
        html("Your order has shipped.", "Tracking number: 1Z999AA10123."),
    ),
    "upsell above a receipt": (
        "Your receipt",
        html(
            "Members save 20% today. Upgrade now!",
            "Thank you for your order. Order #100234.",
            "Total: $22.90",
        ),
    ),
    "receipt with a preheader that sells": (
        "Your receipt",
        html(
            "Thank you for your order. Order #100234.",
            "Total: $22.90",
            preheader="Limited time: 30% off your next order, shop now!",
        ),
    ),
    "account news that sells": (
        "Important account update",
        html(
            "Your account qualifies for a special offer!",
            "Get 50% off Premium for 3 months.",
            "Claim offer",
            "Limited time only.",
        ),
    ),
    "abandoned cart": (
        "You left something behind",
        html(
            "Still thinking about it?",
            "Your cart is waiting. Complete your order before it's gone.",
        ),
    ),
    "newsletter": (
        "The Example Weekly, issue 42",
        html(
            "In this issue",
            "How we built our greenhouse",
            "Five tips for better soil",
            "Read the full story",
        ),
    ),
    "mailing that sells nothing": (
        "Thoughts on spring",
        html("Spring is here, and the garden wakes up.", "We wish you sunny days."),
    ),
    "product launch": (
        "Meet the new Kettle K3",
        html(
            "Introducing the K3.",
            "Boils in 60 seconds. Available now in three colors.",
            "Learn more",
        ),
    ),
    "webinar": (
        "Join us live on March 3",
        html("Register for our free webinar: Email compliance in 2026.", "Save your seat"),
    ),
    "win-back": ("We miss you, Ann", html("It's been a while! Come back and see what's new.")),
    "referral": (
        "Give $20, get $20",
        html("Invite friends to Shop. For every friend who joins, you both get $20."),
    ),
    "salesman's letter": (
        "Quick question",
        (
            "<p>Hi Ann,</p><p>I came across your website and wanted to reach out. We help "
            "companies like yours get more leads from email. Do you have 15 minutes for a "
            "quick call next week?</p><p>Best,<br>Bob</p>"
        ),
    ),
    "back in stock": ("Back in stock: Green tea", html("It's back! Get yours before it's gone.")),
    "sale in German": (
        "Nur heute: 20 % Rabatt auf alles",
        html("Jetzt sparen!", "Sichern Sie sich 20 % Rabatt auf das gesamte Sortiment."),
    ),
    "sale in French": (
        "Derniers jours : -30 % sur la nouvelle collection",
        html("Profitez de nos offres exclusives.", "Livraison offerte d\u00e8s 50 \u20ac."),
    ),
    "sale in Spanish": (
        "\u00daltima oportunidad: 40 % de descuento",
        html("Aprovecha nuestras ofertas.", "Compra ahora con env\u00edo gratis."),
    ),
    "sale in Japanese": (
        "\u671f\u9593\u9650\u5b9a\u30bb\u30fc\u30eb\u958b\u50ac\u4e2d",
        html(
            "\u5168\u54c130%\u5272\u5f15\u3001\u9001\u6599\u7121\u6599\u3002\u4eca\u3059\u3050\u8cfc\u5165"
        ),
    ),
    "sale in Chinese": (
        "\u9650\u65f6\u7279\u4ef7",
        html("\u5168\u573a\u6253\u6298\uff0c\u514d\u8fd0\u8d39\uff0c\u7acb\u5373\u8d2d\u4e70"),
    ),
}

"""Business mail and advertising in the forms they have: templates, footers, preheaders."""

from __future__ import annotations

from typing import Final

FOOTER: Final = (
    "<table><tr><td><a href='https://shop.example/i'>Instagram</a> | <a href='https://shop.example/f'>"
    "Facebook</a></td></tr><tr><td>You are receiving this email because you have an account at "
    "shop.example. <a href='https://shop.example/p'>Manage preferences</a> | <a "
    "href='https://shop.example/u'>Unsubscribe</a> | <a href='https://shop.example/v'>View in "
    "browser</a><br>&copy; 2026 Shop Inc, 1 Real St, Springfield. All rights reserved."
    "</td></tr></table>"
)
UPSELL: Final = "<p>You may also like: our new arrivals. Shop now and save 20%.</p>"


def html(*paragraphs: str, preheader: str = "") -> str:
    """Write a template as shops send them, with its footer."""
    hidden = f"<div style='display:none;max-height:0'>{preheader}</div>" if preheader else ""
    rows = "".join(f"<tr><td style='padding:8px'>{p}</td></tr>" for p in paragraphs)
    return (
        "<html><head><style>td{font-family:Arial}</style></head><body>"
        f"{hidden}<table width='600'><tr><td><img src='https://shop.example/logo.png' alt='Shop'>"
        f"</td></tr>{rows}</table>{FOOTER}</body></html>"
    )


BUSINESS: Final = {
    "order confirmation": (
        "Order confirmation #100234",
        html(
            "Hi Ann,",
            "Thank you for your order! We've received it and will let you know as soon "
            "as it ships.",
            "<b>Order #100234</b><br>2 x Green tea, 250 g: $18.00<br>Shipping: $4.90"
            "<br>Total: $22.90",
            "Shipping address: Ann Lee, 5 Elm St, Springfield",
        ),
    ),
    "order confirmation with a line of the shop at its end": (
        "We got your order",
        html(
            "Thanks for your order, Ann! Order number 100234.",
            "1 x Mug, $12.00. Total $12.00, paid with Visa ending in 4242.",
            "Estimated delivery: Tuesday, March 3.",
            UPSELL,
        ),
    ),
    "shipping notice": (
        "Your package is on its way",
        html(
            "Good news: your order has shipped!",
            "Carrier: UPS. Tracking number: 1Z999AA10123.",
            "<a href='https://shop.example/t'>Track your package</a>",
            "Arriving Thursday.",
        ),
    ),
    "delivery with the shop's menu above": (
        "Your order has been delivered",
        html(
            "New arrivals | Women | Men",
            "Hi Ann, your order #100234 has been delivered.",
            "It was left at the front door. Something wrong? Contact us within 30 days.",
        ),
    ),
    "password reset": (
        "Reset your Shop password",
        html(
            "Hi Ann,",
            "Someone asked to reset the password of your account. Click the button "
            "below to choose a new password.",
            "<a href='https://shop.example/r'>Reset password</a>",
            "This link expires in 60 minutes. If you didn't request this, ignore this email.",
        ),
    ),
    "security code": (
        "123456 is your Shop code",
        html(
            "Your verification code is",
            "<b>123456</b>",
            "It expires in 10 minutes. Don't share this code with anyone.",
        ),
    ),
    "new sign-in": (
        "New sign-in to your account",
        html(
            "We noticed a new sign-in to your account from Chrome on Windows.",
            "If this was you, you don't need to do anything. If not, secure your account now.",
        ),
    ),
    "recall": (
        "Important safety recall: Model K2 electric kettle",
        html(
            "Dear customer,",
            "Our records show that you bought a Model K2 electric kettle. "
            "Because of a fire hazard we are recalling this product together with the CPSC.",
            "Stop using the kettle immediately. Return it to any store for a full refund or a "
            "free replacement at no cost to you. Call us toll free: 1-800-555-0100.",
        ),
    ),
    "invoice": (
        "Invoice INV-2026-0042 from Shop Inc",
        html(
            "Hello Ann,",
            "Here is your invoice INV-2026-0042 for March 2026.",
            "Amount due: $1,250.00. Due date: April 15, 2026.",
            "<a href='https://shop.example/pay'>View and pay invoice</a>",
            "Thank you for your business!",
        ),
    ),
    "failed payment": (
        "Action needed: your payment didn't go through",
        html(
            "Hi Ann,",
            "We couldn't process your payment of $12.00 for Shop Premium. Your card was declined.",
            "Please update your payment method by March 9 to keep your plan.",
        ),
    ),
    "refund": (
        "Your refund is on its way",
        html(
            "We've issued a refund of $22.90 for order #100234.",
            "It can take 5-10 business days "
            "to appear on your card statement. We're sorry it didn't work out.",
        ),
    ),
    "renewal notice": (
        "Your Shop Premium membership renews on April 2",
        html(
            "Hi Ann,",
            "Your membership will renew automatically on April 2, 2026 for $99.00 a year.",
            "To change or cancel your subscription, go to your account settings.",
        ),
    ),
    "bank statement": (
        "Your March statement is ready",
        html(
            "Your statement for the account ending in 0042 is now available.",
            "Sign in to view your statement. Minimum payment: $35.00. Due date: April 20.",
        ),
    ),
    "change of terms": (
        "We're updating our Terms of Service",
        html(
            "Hi Ann,",
            "On April 1, 2026 we're making changes to our Terms of Service and our Privacy Policy.",
            "By continuing to use Shop you agree to the updated terms.",
        ),
    ),
    "appointment": (
        "Appointment confirmed: Tuesday, March 3 at 9:30 AM",
        html(
            "Hi Ann,",
            "Your appointment with Dr. Lee is confirmed.",
            "Tuesday, March 3, 9:30 AM, 12 Main St.",
            "Need to reschedule? Call us or use this link at least 24 hours ahead.",
        ),
    ),
    "payslip": (
        "Your payslip for March 2026",
        html(
            "Hello Ann,",
            "Your payslip for March 2026 is available in the employee portal.",
            "Questions about your pay? Write to hr@shop.example.",
        ),
    ),
    "maintenance": (
        "Scheduled maintenance on March 7",
        html(
            "We will carry out scheduled maintenance on March 7 from 02:00 to 04:00 UTC.",
            "Your dashboard will be unavailable. No action is required.",
        ),
    ),
    "comment": (
        "Bob Roe commented on your document",
        html(
            "Bob Roe commented on Q2 plan:", "I'd cut the second paragraph.", "Reply | View comment"
        ),
    ),
    "invitation to a workspace": (
        "Bob Roe invited you to join Acme on Shop",
        html("Bob Roe has invited you to join the workspace Acme.", "Accept invitation"),
    ),
    "support ticket": (
        "[Ticket 4711] We received your request",
        html(
            "Hi Ann,",
            "Thanks for contacting us. We've received your request and a member of our "
            "team will reply within one business day.",
        ),
    ),
    "trial": (
        "Your free trial ends in 3 days",
        html(
            "Hi Ann,",
            "Your free trial of Shop Analytics ends on March 5.",
            "After that your account will be limited. Your data is kept for 30 days.",
        ),
    ),
    "address change": (
        "Your email address was changed",
        html(
            "You're receiving this email because your email address has been changed to "
            "ann@example.net.",
            "If it wasn't you, contact support at once.",
        ),
    ),
    "flight": (
        "Check-in is open for your flight to Denver",
        html(
            "Your flight XY 123 to Denver departs on March 3 at 14:05 from gate B12.",
            "Booking reference: ABC123. Check in now and get your boarding pass.",
        ),
    ),
    "order in German": (
        "Ihre Bestellung 100234",
        html(
            "Guten Tag Frau Lee,",
            "vielen Dank f\u00fcr Ihre Bestellung. Ihre Bestellnummer lautet 100234.",
            "Gesamtbetrag: 22,90 \u20ac. Wir informieren Sie, sobald Ihre Sendung unterwegs ist.",
            "Newsletter abmelden",
        ),
    ),
    "order in Japanese": (
        "\u3054\u6ce8\u6587\u78ba\u8a8d",
        html(
            "\u3054\u6ce8\u6587\u3042\u308a\u304c\u3068\u3046\u3054\u3056\u3044\u307e\u3059\u3002"
            "\u6ce8\u6587\u756a\u53f7: 100234",
            "\u304a\u5c4a\u3051\u4e88\u5b9a: 3\u67083\u65e5",
        ),
    ),
    "reset in French": (
        "R\u00e9initialisation de votre mot de passe",
        html(
            "Bonjour Ann,",
            "Vous avez demand\u00e9 \u00e0 r\u00e9initialiser votre mot de passe.",
            "Ce lien expire dans une heure. Se d\u00e9sinscrire",
        ),
    ),
}

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

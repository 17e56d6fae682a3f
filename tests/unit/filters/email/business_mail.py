"""Business mail in the form that it has: in the template of a shop."""

from __future__ import annotations

from typing import Final

from tests.unit.filters.email.shop_template import html

UPSELL: Final = "<p>You may also like: our new arrivals. Shop now and save 20%.</p>"
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

"""The wording that tells advertising from business already agreed on, as data with its reasons.

`50%` and `$9` stand for any number: every number counts as the same word.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Phrases that say the same about a message, and why they say it."""

    means: str  # what a finding says was seen
    because: str  # why it counts
    plainly: str = ""  # phrases that say it by themselves, separated by "; "
    maybe: str = ""  # phrases that say it together with others


ADVERTISING: Final = (
    Wording(
        means="a price reduction",
        because="A lower price is offered to make somebody buy (16 CFR 316.3(a)(1)).",
        plainly="""50% off; 50% discount; $5 off; 50% savings; save 50%; save up to; off your next; off your first;
            off everything; extra 50%; discount code; coupon code; promo code; promotional code; coupon;
            flash sale; clearance; clearance sale; black friday; cyber monday; on sale now; summer sale;
            winter sale; huge savings; tremendous savings; special offer; special offers; exclusive offer;
            exclusive offers; limited time offer; limited-time offer; special promotion; introductory offer;
            our best offer; half price; lowest price; lowest prices; lowest prices anywhere; best price; best prices;
            price match; amazing deals; great deals; best deals; hot deals; deal of the day;
            one great price; a $5 value; retail value; wholesale prices; affordable prices; bogo; buy one get one""",
        maybe="""discount; discounts; sale; savings; deals; deal; bargain; offer valid; offers; use code; code at checkout;
            low cost; low price; low prices; for less; as low as; only $5; just $5; for only $5; off selected;
            cheap; cheapest; reduced; promotion; promotions; specials; bonus; gift card; voucher; affordable;
            offer; $5 value; special""",
    ),
    Wording(
        means="a call to buy",
        because="It asks the reader to buy or to go and look at what is sold.",
        plainly="""buy now; order now; order today; order yours; shop now; shop the; start shopping; buy tickets; buy it;
            buy online; call now; act now; sign up now; subscribe now; upgrade now; get yours; get started now; join now;
            claim your; click here to order; to order call; to place an order; place your order; try it free; try now;
            order by; buy direct; available to you online; shop with; start your free trial; book now; refinance now;
            available for purchase; now available online; don't miss out; don't miss; hurry""",
        maybe="""shop; store; buy; purchase; order; catalog; catalogue; discover; explore; browse; our products;
            our product; our services; our store; new arrivals; new products; new collection; collection; upgrade;
            sign up; subscribe; click here; click below; visit our; visit us; visit; call us; call today; toll free;
            for more information; for more info; learn more; find out more; more info; check out; try; join; apply now;
            apply; order form; credit card; credit cards; money back guarantee; satisfaction guaranteed; guarantee;
            guaranteed; read more; portfolio; agency; choose me; buyers; sell; selling; sells; website; web site;
            websites; today; now; fill out; call or; request""",
    ),
    Wording(
        means="something free as a lure",
        because="What is given away advertises what is sold.",
        plainly="""free trial; free quote; free quotes; free sample; free samples; free gift; a gift for you; free shipping on;
            absolutely free; 100% free; for free; risk free; risk-free; no obligation; free membership; free consultation;
            free information; free report; free access; free instant; free offer; free bonus; free info; free details;
            full free details; free cash; free money; free preview; free tour; free pics; free demo; free download;
            free travel; free vacation; you've won; you won; you have won; winner; congratulations you; sweepstakes;
            free $5; free fast""",
        maybe="free; prize; prizes; giveaway; win; won; bonus; no cost; no charge; trial; no fees; no risk; gift",
    ),
    Wording(
        means="urgency about an offer",
        because="A deadline on an offer presses the reader to buy.",
        plainly="""limited time; limited time only; while supplies last; offer ends; offer expires; sale ends; ends tonight;
            last chance; final hours; today only; this week only; expires soon; offer valid; once in a lifetime;
            special investor; before it's too late""",
        maybe="limited; expires; ends; instantly; immediately; urgent; opportunity; never been easier; best; amazing",
    ),
    Wording(
        means="a promise of income or gain",
        because="A business or investment opportunity is a product (16 CFR 437).",
        plainly="""work from home; work at home; working at home; home business; home based business; home-based business;
            business opportunity; make money; making money; earn money; extra money; extra income; extra cash;
            money making; money-making; be your own boss; financial freedom; financially independent; financial future;
            income opportunity; investment opportunity; cash generating; earn $5; earn up to; $5 a month; $5 per month;
            $5 a week; $5 per week; $5 month; get paid; multi level; mlm; residual income; passive income; get rich;
            millionaire; millionaires; make a million; stock alert; stock symbol; hot stock; undervalued; strong buy;
            ticker; otcbb; otc; commission; commissions; otc bb; penny stock; investors; casino; casinos; lottery;
            gambling; grants; grant money; lots of money; more money; annuity; huge profits; profits; bulk email;
            email addresses; email marketing; mass email; opt-in email; targeted; million emails; email advertise""",
        maybe="""money; income; profit; earn; invest; investment; investing; million dollars; million; cash; wealth; rich;
            trading; shares; revenue; revenues; market; marketing; advertise; advertising; leads; prospects; program""",
    ),
    Wording(
        means="a proposal of money to share",
        because="Advance-fee letters solicit; nobody answers for them as business already agreed on.",
        plainly="""business proposal; strictly confidential; utmost confidence; next of kin; million united states dollars;
            us$5; usd; transfer the sum; foreign account; your account for; business relationship; mutual benefit;
            confidential business; late husband; late father; deceased; dear sir; barrister; nigeria; lagos; partnership""",
        maybe="confidential; transaction; transfer; assistance; urgent; attn; trust; bank; fund; funds; proposal",
    ),
    Wording(
        means="an offer of credit or insurance",
        because="Loans and policies are products; a statement about one's own says so at its beginning.",
        plainly="""mortgage rate; mortgage rates; refinance; refinancing; home loan; home loans; mortgage; lenders;
            life insurance; insurance companies; insurance quote; term life; auto insurance; health insurance;
            bad credit; good credit; credit check; credit checks; your credit doesn't; your credit is; your credit does; credit repair; perfect credit;
            debt consolidation; consolidate; debt free; your debts; your debt; creditors; cash advance; pre-approved;
            lowest rates; low rates; best rate; best rates; fixed rate; interest rates; merchant account;
            accept credit cards; extended warranty; auto warranty; legal services; judgments; approval rate; approved""",
        maybe="loan; loans; credit; debt; insurance; rate; rates; quote; quotes; insured; policy; lender; coverage; tax",
    ),
    Wording(
        means="an offer of remedies or of adult content",
        because="Nobody is sent these as business already agreed on.",
        plainly="""viagra; cialis; herbal; weight loss; lose weight; lose inches; diet; penis; penile; enlargement; enlarge;
            sexual; sexually; sex; xxx; porn; horny; hot girls; sexy; nude; naked; sluts; webcam; adults only;
            adult; pharmacy; online pharmacy; prescription drugs; no prescription; drugs; medication; hgh; growth hormone;
            anti-aging; anti aging; wrinkles; hair loss; testosterone; libido; longer erections; supplement; supplements;
            must be 18; at least 18; singles; dating; toner; toners; inkjet; ink cartridges; cable descrambler;
            satellite; dvd; ringtone; university diploma; diploma; diplomas; herbs; smoking; cigarettes; marijuana""",
        maybe="health; natural; doctor; pills; girls; women; hot; young; love; meet; body; energy; phone; fat",
    ),
    Wording(
        means="an invitation to come back or to do more",
        because="Winning back and selling up are advertising, however friendly (FTC v. Experian, 2023).",
        plainly="""we miss you; we really miss you; come back; come on back; we want you back; haven't been using;
            been a while; been a minute; long time since; refer a friend; do more with your account; time for an upgrade;
            welcome you back; by upgrading; when you upgrade; upgrading to; let's celebrate; happy birthday;
            you may also like; recommended for you; loyal customers; loyalty; share it with your friends; save your seat;
            join conference; live event; webinar; seminar; free webinar; register now; register today; early bird;
            book your; plan your next; dream home; best destination; best destinations; top destinations;
            best articles; our latest; latest stories; latest news; latest work; weekly newsletter; newsletter;
            our newsletter; what's new; what shipped; new features; our new features; read the issue; this month's;
            here is what you've missed; what you've missed; might've missed; wish you all the best; season's greetings;
            holiday recipes; happy new year; digest; weekly digest; tell a friend; free seminar; conference;
            we create; workout plans; gallery; interesting news; get fit; our ministries; we are portfolio""",
        maybe="issue; essay; stories; articles; blog; trends; tips; inspiration; birthday; celebrate; event; exclusive; "
        "properties; fashion; travel; winter; hotel; hotels; resort; recipes; min read; follow us; modern; seats; speakers",
    ),
    Wording(
        means="a notice about leaving a mailing list",
        because="Only mail to many has one; it is a hint, since receipts may have one too.",
        plainly="""to be removed; be removed from; removed from our; remove me; to remove; remove yourself; removal;
            opt-in; opted in; opted-in; opt out; opt-out; no longer wish to receive; do not wish to receive;
            not wish to receive; further mailings; future mailings; future emails; this is not spam; not spam;
            signed up to receive; you are receiving this; you received this; this mailing; mailing list; our mailings;
            subscriber of; as a subscriber; unsolicited; taken off; receive offers; plus recevoir;
            bill s 1618""",
        maybe="""unsubscribe; remove; mailings; advertisement; adv; removed; web version; view in browser;
            view this email; view online""",
    ),
)

AGREED_BUSINESS: Final = (
    Wording(
        means="an order, payment or delivery",
        because="To complete or confirm a transaction agreed on (15 U.S.C. 7702(17)(A)(i), (v)).",
        plainly="""your order has; your order is; thanks for your order; thank you for your order; order confirmation;
            order number; order #; order confirmed; for your order; receipt; receipts; receipt for; invoice; invoices; amount due;
            payment received; your payment; last payment; payment information; billing; has been charged; has shipped;
            has been shipped; been shipped; track your order; track order; track shipping; tracking number; out for delivery;
            delivery date; shipping address; refund; refunded; your purchase; your recent purchase; your subscription;
            subscription has; your booking; your reservation; booking confirmation; your ticket; your trip;
            return label; your return; your delivery; your package; your parcel; payment failed; payment due;
            couldn't process your payment; itinerary; renews on; will renew; thank you for your business""",
        maybe="subtotal; total; qty; paid; shipped; payment; delivery; plan; due",
    ),
    Wording(
        means="safety or security",
        because="Warranty, recall, safety or security information (15 U.S.C. 7702(17)(A)(ii)).",
        plainly="""recall; safety notice; security alert; security notice; new sign-in; new login; new device;
            reset your password; password reset; your password; reset the password; verification code; security code;
            one-time code; login code; sign-in code; confirmation code; passcode; verify your email; verify your account;
            confirm your email; email verification; confirm your account; two-factor; unusual activity; e-verify;
            verify email; authentication code; suspicious; data breach; your warranty claim; your code; passwort""",
        maybe="security; code; password; verify; safety; expires",
    ),
    Wording(
        means="an account or a standing relationship",
        because="Terms, standing and statements of what the person has (15 U.S.C. 7702(17)(A)(iii)).",
        plainly="""your statement; account statement; your bill; terms of service; privacy policy; changes to our terms;
            your account has; your account is; set up your account; activate your account; account balance;
            your balance; has invited you; invited you to; you've been invited; invitation; commented on; mentioned you;
            view the comment; new comment; added you; assigned to you; your trial; trial ends; your application;
            your request; your ticket; support ticket; case number; your claim; your policy number; scheduled maintenance;
            service interruption; outage; friend request; new message from; shared with you; your account will;
            your profile; shared a; left a comment""",
        maybe="account; billing; request; notification; notifications; reminder; profile",
    ),
    Wording(
        means="an appointment or employment",
        because="Delivery of a service agreed on, or employment (15 U.S.C. 7702(17)(A)(iv), (v)).",
        plainly="""your appointment; upcoming appointment; appointment reminder; your visit; reminder of your; meeting;
            reschedule; your interview; payslip; pay stub; your shift; timesheet; benefits enrollment; open enrollment;
            your test results; prescription is ready; your class; your flight; check-in is open; boarding""",
        maybe="appointment; scheduled; schedule; booking",
    ),
)

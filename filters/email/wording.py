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
        plainly="""50% off; 50% discount; $5 off; 50% savings; save 50%; save up to; off your
            next; off your first; off everything; extra 50%; discount code; coupon code; promo
            code; promotional code; coupon; coupons; flash sale; clearance; black friday; cyber
            monday; on sale; summer sale; winter sale; pre sale; huge savings; tremendous
            savings; special offer; special offers; exclusive offer; exclusive offers; special
            promotion; promotional; introductory offer; best offer; half price; lowest price;
            lowest prices; best price; best prices; low prices; price match; amazing deals;
            great deals; best deals; hot deals; deal of the day; one great price; $5 value; a $5
            value; retail value; wholesale prices; wholesale; affordable prices; bogo; buy one
            get one; spend less; pennies a day; for pennies; for less; paying too much; gift
            card; special price; fraction of the cost""",
        maybe="""discount; discounts; sale; savings; deals; deal; bargain; offer; offers; use
            code; at checkout; low cost; low price; as low as; only $5; just $5; for only;
            cheap; cheapest; promotion; promotions; specials; bonus; bonuses; voucher;
            affordable; special; prices; price; save; brand new; saved""",
    ),
    Wording(
        means="a call to buy",
        because="It asks the reader to buy, or to go and look at what is sold.",
        plainly="""buy now; order now; order today; your order today; order yours; shop now;
            shop with; to introduce our; monthly fee; are you satisfied; start shopping; buy
            tickets; buy it; buy online; call now; act now; sign up now; upgrade now; get yours;
            join now and; claim your; click here to order; to order call; to place an order; try
            it free; try it now; try now; buy direct; start your free trial; book now; available
            for purchase; don't miss out; hurry; call today; call toll free; toll free;
            toll-free; click here now; click here for; your cart; your shopping cart; complete
            your order; items still waiting; do it now; sign up today; join today; join free;
            visit our site; visit our website; visit our web site; visit our store; satisfaction
            guaranteed; money back guarantee; money-back guarantee; no questions asked; browse
            properties; no risk; check it out here; order form; credit cards accepted; all major
            credit cards; shipping and handling; free shipping; buy a; new collection; new
            arrivals; exclusive products; our products and services; for more information call""",
        maybe="""shop; store; buy; purchase; catalog; catalogue; discover; explore; browse; our
            products; our product; our services; new products; collection; collections; upgrade;
            sign up; subscribe; click here; click below; click on; visit; call us; call; for
            more information; for more info; learn more; find out; more info; check out; apply
            now; credit card; credit cards; guarantee; guaranteed; read more; portfolio; agency;
            sell; selling; sells; sales; website; web site; websites; today; fill out; order;
            products; product; customers; business; companies; company; software; online""",
    ),
    Wording(
        means="something free as a lure",
        because="What is given away advertises what is sold.",
        plainly="""free trial; free quote; free quotes; free sample; free samples; free gift; a
            gift for you; absolutely free; 100% free; completely free; totally free; for free;
            risk free; risk-free; no obligation; free membership; free consultation; free
            report; free instant; free offer; free bonus; free info; free details; free cash;
            free money; free preview; free tour; free pics; free demo; free travel; free
            vacation; vacation; you've won; you won; you have won; a winner; sweepstakes; free
            free; offered free; for a free; get a free; yours free; free service; giving away;
            at no charge; at no cost; no cost; consultation is free; free website; free stuff;
            free home; free kit; free dvd; free phone""",
        maybe="""free; prize; prizes; giveaway; win; won; bonus; no charge; trial; no fees;
            gift; gifts; congratulations""",
    ),
    Wording(
        means="urgency about an offer",
        because="A deadline on an offer presses the reader to buy.",
        plainly="""limited time; limited time offer; while supplies last; offer ends; offer
            expires; offer valid; sale ends; ends tonight; last chance; final hours; today only;
            this week only; once in a lifetime; limited number; limited to stock; don't delay;
            supplies are limited; second chance""",
        maybe="""limited; expires; ends; instantly; immediately; urgent; opportunity; never been
            easier; best; amazing; incredible; now; qualify; new; exclusive; awesome; proven;
            secret; secrets; easy; quickly; fast""",
    ),
    Wording(
        means="a promise of income or gain",
        because="A business or investment opportunity is a product (16 CFR 437).",
        plainly="""work from home; working from home; work at home; working at home; home
            business; home based business; home based; home-based business; internet business;
            business opportunity; make money; making money; earn money; extra money; extra
            income; extra cash; money making; money-making; your own boss; financial freedom;
            financially independent; financial future; income opportunity; investment
            opportunity; cash generating; earn up to; $5 a month; $5 per month; $5 a week; $5
            per week; $5 a day; get paid; multi level; mlm; residual income; passive income; get
            rich; millionaire; millionaires; make a million; stock alert; stock symbol; stock
            pick; hot stock; undervalued; strong buy; otcbb; otc bb; penny stock; casino;
            casinos; lottery; grant money; cash grant; lots of money; more money; annuity;
            annuities; huge profits; mass email; bulk email; bulk e-mail; opt-in email; million
            emails; email advertise; email marketing; commission; commissions; cash bonus; cash
            bonuses; income; refinance; per hour; homeworkers; seminar sales; increase your
            sales; internet marketing; target list; stock market; investment; investors""",
        maybe="""money; profit; profits; earn; earning; earnings; invest; investing; million;
            cash; wealth; rich; trading; shares; stock; stocks; revenue; revenues; market;
            marketing; advertise; advertising; advertisement; leads; prospects; program; grants;
            from home; financial; email addresses; targeted; successful; success; wealthy; job;
            jobs""",
    ),
    Wording(
        means="a proposal of money to share",
        because="Advance-fee letters solicit; they confirm nothing that was agreed on.",
        plainly="""business proposal; strictly confidential; strictest confidentiality; utmost
            confidence; urgent business; next of kin; million united states dollars; million us
            dollars; million dollars; us$5; transfer the sum; foreign account; business
            relationship; business assistance; business partnership; mutual benefit; late
            husband; late father; barrister; nigeria; lagos; high confidentiality; confidential
            business; offshore; united states dollars""",
        maybe="""confidential; confidentiality; transaction; transfer; assistance; attn; trust;
            bank; fund; funds; proposal; dear sir; dear friend; deceased; africa; partnership;
            foreign; government""",
    ),
    Wording(
        means="an offer of credit or insurance",
        because="Loans and policies are products; mail about one's own begins with that.",
        plainly="""mortgage rate; mortgage rates; refinancing; home loan; home loans; lenders;
            life insurance; insurance companies; insurance quote; term life; auto insurance;
            health insurance; bad credit; good credit; credit check; credit checks; perfect
            credit; credit repair; repair your credit; your credit doesn't; your credit
            yourself; your credit right; credit problems; debt consolidation; consolidate; debt
            free; your debts; creditors; cash advance; pre-approved; lowest rates; low rates;
            best rate; best rates; best mortgage; a mortgage; fixed rate; fixed payment;
            interest rates; interest rate; merchant account; accept credit cards; take credit
            cards; credit card processing; extended warranty; auto warranty; legal advice;
            judgments; approval rate; everyone approved; get approved; online approval; monthly
            payments; get covered; policies as low""",
        maybe="""loan; loans; credit; debt; debts; insurance; rate; rates; quote; quotes;
            insured; policy; policies; lender; coverage; approval; approved; mortgage;
            homeowner; homeowners; payments; warranty""",
    ),
    Wording(
        means="an offer of remedies or of adult content",
        because="Nobody is sent these as business already agreed on.",
        plainly="""viagra; cialis; herbal; weight loss; lose weight; lose inches; penis; penile;
            enlargement; sex drive; sex life; your love life; love life; increase your size;
            xxx; horny; hot girls; hot girl; hardcore; all natural; sexy; sluts; adults only;
            adult site; adult oyunlar; online pharmacy; prescription drugs; no prescription;
            hgh; growth hormone; anti-aging; anti aging; hair loss; testosterone; libido;
            erections; pheromone; pheromones; supplement; supplements; must be 18; at least 18;
            porno; toners; toner; inkjets; inkjet; ink cartridges; inkjet cartridges;
            descrambler; satellite channels; satellite system; university diploma; diplomas;
            herbs; cigarettes; weight while; biologically younger; gas mileage; privacy
            software; spy software; background checks; banned cd; people searches; looking for
            love""",
        maybe="""health; natural; pills; girls; girl; hot; adult; sexual; sex; porn; nude;
            naked; webcam; drugs; medication; diet; energy; breakthrough; dvd; singles; dating;
            body; men; women; cheating""",
    ),
    Wording(
        means="an invitation to come back or to do more",
        because="Winning back and selling up are advertising, however friendly.",
        plainly="""we miss you; we really miss you; misses you; come on back; come back to us;
            we want you back; haven't been using; been a minute; long time since; refer a
            friend; do more with your account; time for an upgrade; welcome you back; by
            upgrading; when you upgrade; let's celebrate; you may also like; recommended for
            you; loyal customers; save your seat; join conference; live event; webinar; free
            seminar; seminar; register today; early bird; plan your next; dream home; best
            destination; top destinations; best articles; latest stories; latest work; weekly
            newsletter; our newsletter; newsletter; what's new; what shipped; our new features;
            read the issue; what you've missed; might've missed; wish you all the best; holiday
            recipes; weekly digest; tell a friend; we create; workout plans; interesting news;
            get fit; our ministries; we are portfolio; we invite you; invites you; exclusively
            to; join us; this year to come; your membership""",
        maybe="""issue; essay; stories; articles; blog; trends; tips; inspiration; birthday;
            celebrate; event; properties; fashion; travel; winter; hotel; hotels; resort;
            recipes; min read; follow us; modern; seats; speakers; conference; photographers;
            followers; gallery; features; feature; this week; members; membership; come back;
            congress; people""",
    ),
)

SENT_TO_MANY: Final = (
    Wording(
        means="a notice about leaving a mailing list",
        because="Only mail to many has one; receipts may have one too, so it is a hint.",
        plainly="""to be removed; be removed from; removed from our; remove yourself; for
            removal; opted in; opted-in; opt out of; to opt-out; to opt out; wish to receive;
            wish to be removed; further mailings; future mailings; future emails; not spam;
            signed up to receive; you are receiving this; you have received this; our mailings;
            taken off; receive offers; plus recevoir; bill s 5; purchased list; blank email;
            remove info; sorry for multiple copies; unsolicited; adv; one time mailing; one-time
            mailing; never receive; subscribed to; to unsubscribe; our database; reply with
            remove; type remove; email with remove; remove in the subject""",
        maybe="""unsubscribe; remove; mailings; removed; web version; view in browser; view
            online; mailing list; mailing; opt-in; opt-out; recipients""",
    ),
)

AGREED_BUSINESS: Final = (
    Wording(
        means="an order, payment or delivery",
        because="To complete or confirm a transaction agreed on (15 U.S.C. 7702(17)(A)(i), (v)).",
        plainly="""your order has; your order is; thanks for your order; thank you for your
            order; order confirmation; order number; order confirmed; for your order; receipt;
            receipt for; invoice; amount due; payment received; last payment; payment
            information; has been charged; has shipped; has been shipped; been shipped; track
            your order; track order; track shipping; tracking number; out for delivery; delivery
            date; shipping address; refunded; your refund; your purchase; your recent purchase;
            your subscription; subscription has; your booking; your reservation; booking
            confirmation; your ticket; return label; your return; your delivery; your package;
            your parcel; payment failed; payment due; process your payment; your itinerary;
            renews on; will renew; thank you for your business""",
        maybe="subtotal; total; qty; paid; shipped; payment; delivery; plan; due; refund; billing",
    ),
    Wording(
        means="safety or security",
        because="Warranty, recall, safety or security information (15 U.S.C. 7702(17)(A)(ii)).",
        plainly="""safety recall; product recall; recalled; recall notice; safety notice;
            security alert; security notice; new sign-in; new login; new device; reset your
            password; password reset; your password; reset the password; verification code;
            security code; one-time code; login code; sign-in code; confirmation code; passcode;
            verify your email; verify your account; confirm your email; email verification;
            confirm your account; two-factor; unusual activity; verify email; authentication
            code; data breach; your warranty claim; your code""",
        maybe="recall; security; code; password; verify; safety",
    ),
    Wording(
        means="an account or a standing relationship",
        because="Terms, standing and statements of what one has (15 U.S.C. 7702(17)(A)(iii)).",
        plainly="""your statement; account statement; your bill; terms of service; changes to
            our terms; your account has; your account is; set up your account; activate your
            account; account balance; your balance; has invited you; invited you to; you've been
            invited; an invitation; received an invitation; commented on; mentioned you; view
            the comment; new comment; added you; assigned to you; your trial; your application;
            your request; support ticket; case number; your claim; your policy number; scheduled
            maintenance; service interruption; outage; friend request; would like to be your
            friend; new message from; shared with you; your account will; left a comment; your
            dashboard""",
        maybe="""account; request; notification; notifications; reminder; profile; statement;
            balance""",
    ),
    Wording(
        means="an appointment or employment",
        because="Delivery of a service agreed on, or employment (15 U.S.C. 7702(17)(A)(iv), (v)).",
        plainly="""your appointment; upcoming appointment; appointment reminder; your visit;
            reminder of your; your meeting; your interview; payslip; pay stub; your shift;
            timesheet; benefits enrollment; open enrollment; your test results; prescription is
            ready; your class; your flight; check-in is open; boarding""",
        maybe="appointment; reschedule; scheduled; schedule; booking; meeting",
    ),
)

"""The wording of advertising, with its reasons."""

from __future__ import annotations

from typing import Final

from filters.email.category.wording.vocabulary import Wording

CALL_TO_BUY: Final = "a call to buy"
URGENCY: Final = "urgency about an offer"
INVITATION: Final = "an invitation to come back or to do more"
REDUCTION: Final = "a price reduction"
LURE: Final = "something free as a lure"
ADVERTISING: Final = (
    Wording(
        means=REDUCTION,
        because="A lower price is offered to make somebody buy (16 CFR 316.3(a)(1)).",
        plainly="""50% off; 50% discount; $5 off; 50% savings; save 50%; save up to; off your
            next; off your first; off everything; extra 50%; discount code; coupon code; promo
            code; promotional code; coupon; coupons; flash sale; clearance; black friday; cyber
            monday; on sale; summer sale; winter sale; pre sale; huge savings; tremendous savings;
            special offer; special offers; exclusive offer; exclusive offers; special promotion;
            promotional; introductory offer; best offer; half price; lowest price; lowest prices;
            best price; best prices; low prices; price match; amazing deals; great deals; best
            deals; hot deals; deal of the day; one great price; $5 value; a $5 value; retail
            value; wholesale prices; wholesale; affordable prices; bogo; buy one get one; spend
            less; pennies a day; for pennies; for less; paying too much; gift card; gift cards;
            special price; fraction of the cost; up to 50% off; 50% off sitewide; sitewide; save
            $5; save over 50%; $5 gift card; we/we've/i sent you a $5 gift card; we/we've
            got/sent/bought you a/an $5 gift/voucher; price drop; price drops; prices slashed;
            slashed prices; lower prices; reduced prices; new low price; now only $5; now just $5;
            was $5; from only $5; from just $5; starting at $5; starting from $5; doorbusters;
            doorbuster; markdowns; buy more save more; buy 5 get 5; free with purchase; free with
            any purchase; member pricing; early access; vip access; exclusive access; private
            sale; exclusive discount; exclusive discounts; exclusive savings; exclusive deal;
            exclusive deals; special discount; special savings; with code; off with the code; save
            with the code; code at checkout; coupon inside; promo codes; discount codes; holiday
            sale; spring sale; fall sale; weekend sale; anniversary sale; warehouse sale;
            semi-annual sale; the sale is on; sale starts; sale on; storewide; % sale; 50% cash
            back; 50% cashback; double points; bonus points; triple points; points on your next;
            biggest sale; big sale; mega sale; last-minute deals; today's deals; deals of the day;
            deal ends; deals end; member deals; top deals; weekly deals; hot deal; great deal;
            best deal; amazing deal; unbeatable; at the best price; competitive prices;
            competitive pricing; no hidden fees; off retail; off sale; off select; off selected;
            off all; off orders; off any""",
        maybe="""discount; discounts; sale; savings; deals; deal; bargain; offer; offers; use code;
            at checkout; low cost; low price; as low as; only $5; just $5; for only; cheap;
            cheapest; promotion; promotions; specials; bonus; bonuses; voucher; affordable;
            special; prices; save; brand new; cashback; cash back; redeem; rewards; reward;
            pricing; offering; outlet; perks; perk; last day; final sale; discounted; deluxe;
            luxury; premium""",
    ),
    Wording(
        means=CALL_TO_BUY,
        because="It asks the reader to buy, or to go and look at what is sold.",
        plainly="""don't miss out; miss out on; upgrade your plan; upgrade your account; time to
            upgrade; buy now; order now; order today; your order today; order yours; shop now;
            shop with; to introduce our; monthly fee; are you satisfied; start shopping; buy
            tickets; buy it; buy online; call now; sign up now; upgrade now; get yours; join
            now and; claim your; click here to order; to order call; to place an order; try it
            free; try it now; try now; buy direct; start your free trial; book now; available
            for purchase; call today; call toll free; toll free; toll-free; click here now;
            click here for; your cart; your shopping cart; complete your order; items still
            waiting; sign up today; join today; join free; visit our site; visit our website;
            visit our web site; visit our store; satisfaction guaranteed; money back guarantee;
            money-back guarantee; no questions asked; browse properties; no risk; check it out
            here; order form; credit cards accepted; all major credit cards; shipping and
            handling; free shipping; buy a; new collection; new arrivals; exclusive products;
            our products and services; for more information call; shop the sale; shop all; shop
            women; shop men; shop the collection; shop the look; shop new; shop sale; shop
            today; shop online; shop gifts; shop deals; explore the collection; discover the
            collection; get the deal; get this deal; get the offer; get this offer; redeem now;
            redeem your; claim offer; claim now; claim this; view deals; see deals; see offer;
            view offer; see the deals; book a demo; request a demo; schedule a demo; get a
            demo; watch the demo; free demo; live demo; start free trial; start trial; start
            your free; try for free; try free; get started for free; get started free; upgrade
            today; upgrade for; go pro; go premium; upgrade to premium; upgrade to pro;
            subscribe now; subscribe today; reserve your spot; save my seat; save your spot;
            register now; reserve now; book today; book early; get tickets; get your tickets;
            tickets on sale; back in stock; just dropped; just landed; just arrived; new drop;
            selling fast; selling out; almost gone; going fast; in your cart; left in your
            cart; left something behind; still thinking about; items in your cart; forgot
            something; still interested; pick up where you left off; book your stay; plan your
            trip; preorder; pre-order; preorder now; pre-order now; get yours now; get yours
            today; order online; order your; order by phone; buy today; buy yours; buy it now;
            purchase now; add to cart; shop our; browse our; see our; view our products;
            introducing our; introducing the; meet the new; now available; contact us today;
            call us today; call us now; get a quote; get your quote; request a quote; free
            estimate; try us; switch to; make the switch; download our; download the app;
            download now; install now; learn how to; visit us at; visit our showroom""",
        maybe="""check out our; shop; buy; purchase; catalog; catalogue; discover; explore; browse;
            our products; our product; our services; new products; collection; collections;
            upgrade; sign up; subscribe; click here; click below; click on; visit; call us;
            call; for more information; for more info; learn more; find out; more info; check
            out; apply now; credit card; credit cards; guarantee; guaranteed; read more;
            portfolio; agency; selling; sells; sales; website; web site; websites; today; fill
            out; order; products; product; customers; business; companies; company; software;
            online; shopping; cart; wishlist; checkout; demo; subscription box; explore our;
            get started; find out more; join; reserve; tickets; gift ideas; bestseller;
            bestsellers; best sellers; best-selling; newest; our new; introducing; brand;
            brands; style; styles; designs; templates""",
    ),
    Wording(
        means=LURE,
        because="What is given away advertises what is sold.",
        plainly="""free trial; free quote; free quotes; free sample; free samples; free gift; a gift
            for you; absolutely free; 100% free; completely free; totally free; for free; risk
            free; risk-free; no obligation; free membership; free consultation; free report;
            free instant; free offer; free bonus; free info; free details; free cash; free
            money; free preview; free tour; free pics; free demo; free travel; free vacation;
            vacation; you've won; you won; you have won; a winner; sweepstakes; free free;
            offered free; for a free; get a free; yours free; free service; giving away; at no
            charge; at no cost; no cost; consultation is free; free website; free stuff; free
            home; free kit; free dvd; free phone; free returns; free delivery; free guide; free
            download; download your free; free ebook; free e-book; free webinar; free access;
            free shipping on; free month; free months; months free; month free; 5 days free; 5
            months free; free course; free class; free lesson; free coffee; free dessert; free
            item; free product; free audit; free assessment; free estimate; enter to win;
            chance to win; win a; win an; be entered; on us; our gift to you; our treat;
            birthday gift; birthday treat; treat yourself; no purchase necessary; no strings
            attached; no extra cost; no commitment; no credit card required; no credit card
            needed""",
        maybe="""free; prize; prizes; giveaway; win; bonus; no charge; trial; no fees; gift; gifts;
            congratulations; complimentary; freebie; freebies; lucky; contest; sample; samples;
            free of charge""",
    ),
    Wording(
        means=URGENCY,
        because="A deadline on an offer presses the reader to buy.",
        plainly="""act now; hurry; do it now; don't miss; you don't want to miss; limited time;
            limited time offer; while supplies last; offer ends; offer expires; offer valid;
            sale ends; ends tonight; last chance; final hours; today only; this week only; once
            in a lifetime; limited number; limited to stock; don't delay; supplies are limited;
            second chance; ends today; ends tomorrow; ends sunday; ends monday; ends soon; ends
            in; ending soon; hours left; only 5 left; only 5 days left; only 5 hours left; last
            call; final call; time is running out; running out of time; don't wait; before it's
            gone; before they're gone; before it's too late; while it lasts; while they last;
            while stocks last; while supplies; for a limited time; limited-time; limited-time
            offer; limited time only; act fast; act today; final days; final day; last days;
            last day to save; expires tonight; expires soon; midnight tonight; limited edition;
            limited quantities; limited availability; limited spots; spots are limited; seats
            are limited; limited seats; limited spaces; limited stock; one day only; 5 hours
            only; 5 days only; 5 day sale; 5 hour sale; hurry up""",
        maybe="""limited; expires; ends; instantly; immediately; urgent; opportunity; never been
            easier; best; amazing; incredible; now; qualify; new; exclusive; awesome; proven;
            secret; secrets; easy; quickly; fast; midnight; countdown; tonight; ending""",
    ),
    Wording(
        means=INVITATION,
        because="Winning back and selling up are advertising, however friendly.",
        plainly="""exclusive invitation; selected to join; been selected to; vip program; vip
            club; we miss you; we really miss you; misses you; come on back; come back to us; we
            want you back; haven't been using; been a minute; long time since; refer a friend; do
            more with your account; time for an upgrade; welcome you back; by upgrading; when you
            upgrade; let's celebrate; you may also like; recommended for you; loyal customers;
            save your seat; join conference; live event; webinar; free seminar; seminar; register
            today; early bird; plan your next; dream home; best destination; top destinations;
            best articles; latest stories; latest work; weekly newsletter; our newsletter;
            newsletter; what's new; what shipped; our new features; read the issue; what you've
            missed; might've missed; wish you all the best; holiday recipes; weekly digest; tell a
            friend; we create; workout plans; interesting news; get fit; our ministries; we are
            portfolio; we invite you; invites you; exclusively to; join us; this year to come;
            come back and; come back for; come back today; come back to; miss you; missed you;
            it's been a while; it has been a while; we noticed you haven't; haven't seen you;
            haven't shopped; haven't visited; we haven't heard from you; where have you been; long
            time no see; are you still interested; we'd love to have you back; love to see you
            again; see what's new; here's what's new; what's new in; new features; new in; this
            week's; this month's; in this issue; in this edition; this edition; latest issue; new
            issue; top stories; weekly roundup; monthly newsletter; monthly roundup; daily digest;
            monthly digest; editor's picks; editors' picks; must-read; must read; latest news;
            news alert; latest blog; from our blog; from the blog; on the blog; new blog post;
            podcast; new episode; watch now; on-demand; ebook; e-book; whitepaper; white paper;
            white papers; case study; infographic; join our community; spread the word; forward to
            a friend; share with friends; share the love; refer friends; refer a; invite your
            friends; invite friends; refer your friends; referral program; referral bonus; give
            $5; give $5 get $5; get $5; our sponsors; join the conversation; join us for; join us
            on; join us at; you're invited; you are invited to; rsvp; register for our/your/free;
            register for the/this/an/a
            webinar/event/conference/workshop/class/course/session/sale; virtual event; upcoming
            events; upcoming webinar; save the date; grand opening; open house; meetup;
            exhibition; trade show; conference pass; wishing you; happy holidays; happy new year;
            season's greetings; merry christmas; happy birthday; gift guide; holiday gift; gifts
            for; mother's day; father's day; valentine's day; picked for you; just for you;
            handpicked; hand-picked; because you viewed; based on your recent; you might like; you
            might also like; you'll love; complete the look; customer favorites; customers also
            bought; trending now; level up; unlock your; treat yourself; as a valued customer;
            valued customer; loyalty program; rate us; leave a review; tell us what you think;
            take our survey; we value your opinion""",
        maybe="""your membership; register for; articles; blog; trends; tips; inspiration;
            birthday; celebrate; event; properties; fashion; travel; hotel; hotels; resort;
            recipes; min read; follow us; seats; speakers; photographers; followers; gallery;
            members; membership; come back; newsletters; digest; weekly; monthly; edition;
            headlines; roundup; recap; highlights; featured; interview with; tutorial; tutorials;
            read the full; continue reading; keep reading; read on; view all; see all; holiday;
            holidays; survey; anniversary; festival; concert; adventure; escape; getaway;
            getaways; destinations; flights; cruise; cruises; beauty; fitness; wellness;
            delicious; restaurant; chef; cooking; tips and tricks; inspired; invite; announcing;
            announcement; still there; sponsored by; unlock; loyalty""",
    ),
)

"""How offers are built, whatever is offered: prices, lures and calls with their alternatives."""

from __future__ import annotations

from typing import Final

from filters.email.category.wording.ads import CALL_TO_BUY, REDUCTION, URGENCY
from filters.email.category.wording.vocabulary import Wording

MENU: Final = frozenset(
    {
        "back in stock", "best deals", "clearance", "gift card", "holiday gift", "new arrivals",
        "new collection", "new in", "on sale", "shop all", "shop men", "shop sale", "shop women",
        "special offers", "summer sale", "what's new", "winter sale",
    }
)  # fmt: skip
"""What stands in the menu of a shop, above whatever it writes."""

OFFERS: Final = (
    Wording(
        means=REDUCTION,
        because="A price that is named to a stranger is an offer (16 CFR 316.3(a)(1)).",
        plainly="""5 dollars/euros/pounds/bucks/percent off; take 5 dollars/euros/pounds; without
            interest; pay over 5; no interest;
            inspection/consultation/visit/valuation/survey/quote/estimate is free;
            rooms/meals/lessons/sessions/nights for $5; two for one; three for two; one way from;
            our promotion/promotions; no catch; no catches; $5 savings; great savings; discount of
            5%; discount 5%; 5% discount on; half off; costs you nothing; costs nothing; cost
            nothing; costs you a dollar; pay/pays half; at half that; trade in your; no fee for
            the; pay for one/two/three; we pay cash; pay cash for; comes in
            two/three/four/five/six/5 colors/colours/sizes/styles; must go; nearly gone; only
            5/two/three/four/five/six/ten/twelve places/seats/rooms/left/spots;
            seats/places/rooms/tables left; warranty included; at no cost to try; all inclusive;
            all-inclusive; flights included; normal/honest/fair prices; fixed price; one price; $5
            for your old; low monthly; from as little; from under; for a fraction; less than a
            coffee; for the first 5/ten/hundred; at half price; from/only/just $5 a/per/each; from
            only/just 5; now from $5; from $5; yours for $5/only/just; for only/just $5; it's
            only/just $5; save big; saved/saves/saving $5 on; save $5 on; for $5 instead of; $5
            instead of $5; now $5 instead;
            prices/plans/rates/fares/packages/rooms/flights/tours/classes/courses/lessons/seats/tickets/menus/rentals/sets/treatments
            from/start/starting/begin from/at/$5; for the price of; buy/take/get two/three/one/5
            get/pay one/two/three/5; second/third one/pair/item/box/pizza free/half/on us; first
            box/month/visit/order/class/lesson/week/session/delivery/year/drink/round
            free/half/for/on; half off your/any/all/everything; 5% cheaper/less/lower; up to 50%
            cheaper/less; cheaper than; 5% off everything; $5 down; no money down; nothing down;
            zero down; interest free; interest-free; finance/financing available; 0%
            finance/financing/interest; pay nothing until/till/for; free for 5/life/ever; 5
            days/weeks/months/nights for free/$5; for new customers/subscribers/clients/patients;
            new customers/members save/get/receive/only; members save/get/pay/receive; early
            birds/bookers save/pay/get; welcome bonus/offer/gift; sign-up/signup bonus; bonus
            offer; free spins/bet/bets/credits/entry/upgrade/installation/fitting; better/best
            deal/deals on; best value; value for money; great value; no extra charge; at a
            great/good/low/special price; for less than $5; per person from; price
            promise/guarantee; cashback on; get $5 back/free; take $5 off; two/three/four/five for
            $5; discount on; discounts on; savings on; deal on; deals on; offers on; offer on;
            summer/winter/spring/autumn/fall/christmas/easter/holiday
            offer/offers/deal/deals/special/specials/discount""",
        maybe="""free parking; bonus of $5; pay later; $5 each; under $5; at a discount; instead
            of $5; $5 off; starting price; prices; priced; cheaper; per person; $5 a pound; $5 per
            pound/head/guest/night/seat/user; $5 a night/seat/head/visit/user/person/truck; a
            seat; for $5; while it lasts; included; half of; in one box; save 5; up to $5; $5
            with; $5 a month; for two; a week in; limited slots; half the price; free
            cancellation; value; at $5; save time; earn points; tax-free; duty-free; pocket""",
    ),
    Wording(
        means=CALL_TO_BUY,
        because="It asks the reader to buy, or to go and look at what is sold.",
        plainly="""move/switch to business/plus/premium/pro/unlimited/teams/scale; unlimited
            space/storage/seats; for unlimited; teams/people/firms like yours
            move/switch/choose/use; book your slot/class/visit/test/ride; ask for a free; call
            before; call monday; are in the showroom; are in store/stores; look at this/these/our
            offer/offers/deal/deals; check the web/our site/website;
            buy/order/book/reserve/shop/subscribe/apply/enrol/enroll/enter/switch/upgrade/try/grab/claim/discover/save/compare/donate/bid/play/taste/explore/stream
            now/today/online/yours; shop by/for/at; ask us for/about; sign up your/for our; sign
            your child/team/kids up; trial hour/lesson/class/week/session; tell us when you are;
            try a/our/the pair/pack/class/week/month/lesson/sample; list yours; see sample; we
            would/we'd love to welcome/see/show/help/have; love to welcome you; come and
            have/meet/look; come for a/the; open day; drop it off in; bring them to our; bring it
            to our; we do the rest; we come to you; come to you; let us show/help/take; leave it
            to us; available from/on thursday/friday/monday/saturday/sunday/tuesday/wednesday; it
            sold out; sold out twice; we restocked; trade up;
            buy/order/book/reserve/shop/switch/enter/apply/save/upgrade by/before/until
            midnight/sunday/saturday/easter/christmas; order today/yours for; start
            saving/shopping/earning/winning/selling/playing/streaming; start free; start/get your
            free; free to try; try it for/at/in; try it; reserve/secure/claim/grab/book
            your/a/yours
            place/spot/seat/seats/table/tables/room/stay/trip/ticket/tickets/session/lesson/tour/tasting/viewing/consultation/demo/discount/gift/bonus/reward/copy/free;
            ask for/about a/our/your brochure/catalogue/catalog/sample/prospectus/offer; ask
            for/about our/your quote; request a/our/your
            brochure/catalogue/catalog/sample/prospectus; find/get your
            perfect/dream/next/new/own; visit/see/browse/discover/explore/try/check/enjoy/view
            our/the
            new/range/store/shop/showroom/studio/stand/booth/collection/menu/catalogue/catalog/selection/gallery/outlet/shops/stores/products/edit/lookbook;
            our/the spring/summer/autumn/fall/winter/new/latest/full
            range/collection/menu/edit/line/catalogue/catalog/lineup; come to our; come in
            this/today/and; come and see/try/taste/visit; come by and; in stores and/now/today;
            now in store/stores; available in stores/store; in all stores; in the shops; in our
            shop/store/shops/stores; on shelves; see/compare/view
            plans/pricing/prices/offers/rates/packages/deals; plans and pricing; pricing and
            plans; go premium/pro/unlimited/gold/plus/platinum; say hello to; meet the all-new;
            just launched; newly launched; we launched our/a; our new website/store/shop/app; we
            are/we're now open; is finally here; are finally here; finally here;
            collection/season/summer/spring/winter/autumn/christmas/sale/menu/lineup is/are
            here/back/live; have you tried the/our; you will/you'll love; take it home; take one
            home; add to your next; add/get any of these; pair/match it with; call for a/your;
            call us for; for a free; get my offer/discount/deal/quote; yes i want; unlock
            the/full/all; make it yours; it's your turn; treat your/him/her/them; spoil/pamper
            your/yourself/her/him; stock up on; fill your/up; refresh/update/upgrade/complete your
            home/wardrobe/look/kitchen/closet/bedroom/garden/style/routine/skin; start your
            journey/adventure/trial; get more from/out; discover more/how/why/our/the; see how
            much; see why/how it; find out why/how much; sign up for free; get a free; request
            your/a free; apply in 5/two; book direct; shop the; browse the; explore the""",
        maybe="""at your nearest/local; find your nearest/local; nearest
            store/dealer/restaurant/showroom; on the menu; while you wait; not sure yet; still not
            sure; speak/talk to/with an/our adviser/advisor/expert/specialist/team/consultant; get
            in touch; in two/three/5 clicks; in minutes; in sixty seconds; enjoy the; upgrade to;
            switch to; switch in; have you seen/heard; now open; pick/choose/find your/yours; pick
            a; pick from; our
            teachers/engineers/experts/chefs/designers/technicians/crews/crew/trainers/coaches/consultants/accountants/lawyers/movers/cleaners/stylists/tutors/instructors/artists/partners/advisors/advisers;
            we
            offer/make/sell/come/help/design/create/install/repair/clean/teach/train/roast/bake/brew/build/pack/fit/print/cook/plan/tailor/handcraft;
            small firms/businesses; homeowners; neighbours make; lighter; springier; in six/5
            colors; certified; results; years younger; thousands of; helped; skip or; whenever
            you; your own home/table/kitchen; beat the; forget; sleep; last minute; welcome you;
            choose from; order by/before; book a; book your; reserve your; apply before/by; show
            home; start today; start now; get yours; have you; looking for; ready to; ready for;
            are you ready; want to; do you want/need; need a/an; need more; tired of; say goodbye
            to; made for; designed for; perfect for; ideal for; the perfect; wait until; waiting
            for you; hand made; handmade; handcrafted; hand-crafted; delivered to your; to your
            door; straight to your; on your doorstep; see you there; see you on; come in; come by;
            join 5; join over 5/two; join two/thousands/millions; trusted by; loved by; rated 5;
            happy customers/clients/filers/people; more than 5; over 5; terms apply; t&cs apply;
            cancel any time; cancel anytime; no card needed/required; no commitment; with us; near
            you; in your area/street/town/neighborhood; your street; deserves; deserve; better;
            easier; twice as; half as; faster; quietest; fastest; lightest; softest; finest;
            smartest; safest; comfiest; most powerful; first choice; five star; award winning;
            award-winning; get found; stand out; fall in love; love it; you'll never; never miss;
            thank you later; your dream; dream; favorite; favourite; favorites; favourites;
            must-have; must have; essentials; hand picked; crafted; limited; ever made; brand-new;
            all-new; no obligation; in town; projects; unlimited; priority""",
    ),
    Wording(
        means="a hook",
        because="A question or a claim that makes the reader want what he did not ask for.",
        plainly="""are you still paying; still paying too; ever thought of/about; ever wondered;
            years younger; has/have helped thousands/hundreds/5; gets results; get results; peace
            of mind; can your phone/car/bank; tested on; what if you/your/we; are you ready
            to/for; did you know that/you; not like other; can we talk about your; your
            home/skin/smile/body/dog/cat/pet/garden/lawn/kitchen/closet/wardrobe/business/brand/customers/feet/hair/bed/eyes/face
            deserves/deserve/called/misses; your dog/cat/skin/back/feet/wallet/family/customers
            will thank/love; how much could/can you; how much you/your could/can; could/can save
            on; what would you do with; imagine a/your/waking/never/having; wish you could; never
            worry about; worried about your; struggling with/to; sick of; fed up with; miss our;
            missed our; craving; hungry for; looking for a/an/the/your
            new/better/perfect/great/cheap/affordable/reliable/gift/way; do you own/run a; losing
            visitors/customers/money/sales; customers/drivers/people/families who
            switched/switch/use/used; minimum investment; annual returns;
            projected/expected/average/guaranteed annual/return/returns; returns of 5; private
            wealth; our prospectus; high-yield; high yield; passive; double your money; tax-free
            income; retire early/rich; early retirement; get hired; your first/dream/next job;
            change your life; transform your; learn a/to/how in; master the; become a/an; from the
            comfort of; without leaving your""",
    ),
    Wording(
        means=URGENCY,
        because="A deadline on an offer presses the reader to buy.",
        plainly="""this month/week/weekend/season only; only this month/week/weekend/season; for
            one/this day/week/month/weekend only; for a week/weekend only; first 5
            customers/people/buyers/orders/guests/callers/members;
            tables/seats/spaces/places/spots/rooms/slots/tickets go/sell/fill/going/filling
            quickly/fast/up; last seats/places/spots/tickets/rooms/chance; before/until/by
            midnight; as long as stocks; only a few left; few left; limited
            installation/appointment/places/slots/offer/run/release; before prices/it
            rise/rises/go/goes; offer runs/closes/lasts; until stocks last; back by popular
            demand; one week only; two/three days only""",
        maybe="""until sunday; until saturday; until the end; by sunday; before sunday; for a week;
            this weekend; this week; this month; this quarter; this season; this summer; this
            winter; this spring; this autumn""",
    ),
)

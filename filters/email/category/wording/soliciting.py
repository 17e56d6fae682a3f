"""How strangers ask for business in a letter, as data: who, what he does, and what he asks for."""

from __future__ import annotations

from typing import Final

WHO_DOES_WHAT: Final = (
    (
        "we/i/company/firm/studio/agency",
        3,
        """offer offers offering sell sells selling launch launched launching provide provides
        providing specialize specialise specializes specialises specialized specialised supply
        supplies supplying manufacture introduce introducing release released announce represent
        recruit roast install print wash clean help helps helped save saves support supports serve
        run runs take takes started bieden
        verkopen leveren helpen""",
    ),
    (
        "we/team/crew/company/firm/bank/practice/business",
        1,
        """lend lends lay lays build builds write writes pave paving paint paints mow mows trim
        trims fell fells rebuild rebuilt design designs fix fixes repair repairs ship ships bake
        bakes brews brew groom grooms coach coaches translate translates deliver delivers plumb
        wire insulate audit inspect inspects host staff place places rank ranks optimise
        optimize market markets renovate renovates restore restores seal seals""",
    ),
    ("bank/lender", 0, "lends offers gives"),
    (
        "my/our",
        1,
        "crew firm agency studio salon bakery gym restaurant cafe clinic practice company team's",
    ),
    (
        "our",
        1,
        """new latest product products platform software service services solution solutions app
        apps tool catalog catalogue brochure offer offers range collection clients customers prices
        pricing rates fee fees store stores shop showroom website demo trial consultants experts""",
    ),
    ("wir/ich", 1, "bieten biete liefern verkaufen entwickeln unterst\u00fctzen reinigen betreuen"),
    (
        "unser/unsere/unserem/unseren/unserer",
        1,
        """produkt produkte produkten l\u00f6sung l\u00f6sungen angebot angebote kunden software
        service""",
    ),
    ("nous/je", 1, "proposons propose offrons vendons aidons accompagnons lan\u00e7ons"),
    (
        "notre/nos",
        1,
        "produit produits solution solutions offre offres service services clients logiciel",
    ),
    (
        "nuestro/nuestra/nuestros/nuestras",
        1,
        "producto productos soluci\u00f3n soluciones servicio servicios oferta ofertas clientes",
    ),
    (
        "nostro/nostra/nostri/nostre",
        1,
        "prodotto prodotti soluzione soluzioni servizio servizi offerta offerte clienti",
    ),
    (
        "nosso/nossa/nossos/nossas",
        1,
        """produto produtos solu\u00e7\u00e3o solu\u00e7\u00f5es servi\u00e7o servi\u00e7os oferta
        clientes""",
    ),
    ("wij", 1, "bieden verkopen leveren helpen"),
    ("onze/ons", 1, "product producten oplossing oplossingen aanbod diensten dienst klanten"),
)
"""One of these, at most so many words, one of those."""

ASKS: Final = """
    worth/to/for/hop/jump/book/schedule/have/need/spare a/an quick/short/brief
    call/chat/demo/intro/word; worth a call/chat/look; open to a call/chat; free for a call/chat;
    10/15/20/30/ten/fifteen/twenty minutes/min/mins; 10/15/20/30/ten/fifteen minute/min call/chat;
    could/can/may/shall i show/send/tell/walk/introduce/call/interest you; shall i come by;
    happy/love/like to show/send/tell/walk/introduce/help you; looks after; who handles; takes
    care of; in charge of; right person; following up; just
    following/checking/bumping/circling/making sure; circling back; circle back; bumping this;
    reaching out; reach out; came across your; noticed your; noticed that you; saw my
    note/email/mail/message; half/twice as; three times as; at no cost; free of charge; for free;
    no obligation; like yours; like yourself;
    firms/companies/businesses/offices/shops/restaurants/hotels/practices/owners in/around/near;
    many/most/other/several offices/firms/companies/shops/restaurants/businesses/hotels/owners; my
    clients/customers/crew/services/rates/firm/company/product; clients/customers of mine; if you
    ever need; if you need a/any/help; think of me; keep me in mind; for sale; make me an offer;
    is/are/goes/go on me/us; on the house; is/are/goes a present/gift; first drink/round is ours;
    first visit/week/month/class/lesson/cut/coffee/drink/round/hour/session/meal/glass is/are/goes
    free/for/on; reopened; re-opened; opened again; open/opening/opened our/my/the
    new/restaurant/shop/store/cafe/bakery/studio/salon/gym/practice/doors; moved to the
    salon/studio/shop; come and/to see me/us; come see me/us; want/like me/us to
    go/look/take/call/fix/have/clean/start; shall/should i/we clean/paint/trim/quote/call;
    shall/should i/we do yours; when can i/we come/start/call; like/want to meet him/her/them;
    finishes/ends his/her/their contract; room for one/two/three/five more; at a
    good/great/fair/special rate/price; two doors down; down the road; put together an/a/some
    idea/proposal/ideas/plan; second/other pair/pizza/ticket/month/person for/goes/is/at; i teach;
    i have a/an/two senior/junior/certified/experienced/qualified; how much you need/would; papers
    ready; that rank; your gutters/roof/driveway/drive/shingles/lawn; in front of your house; your
    house looks; want/like me to send/run/show/quote/come/do; drop off; an estimate; glad to
    bring/show/send/quote; to try; to try it; that is what i do; what we do; no selling; no
    strings; free sample/samples/trial/quote/audit; just launched; launched; in the shops; in
    stores; start at; starts at; starting at; now available; available now; get a quote;
    interested; let me know if interested; to do the first one; first one free; angebot
    schicken/machen/senden; darf ich ihnen; haben sie interesse; bei interesse; soll ich
    ihnen/einmal; ihnen zeigen; firmen/büros/betriebe wie; in vielen büros/firmen; meine kunden;
    pour vos équipes; des entreprises comme; para empresas; per aziende; para sua empresa;
    interesse an; puis-je vous appeler; je me permets; seriez-vous; intéressé par; ofrecemos;
    ofrezco; vendemos; ayudamos; le interesa; le interesaría; offriamo; vendiamo; aiutiamo; le
    interessa; oferecemos; ajudamos; tem interesse; heeft u interesse; oferujemy; nasze produkty;
    nasza oferta; vi erbjuder; vi tilbyder; tarjoamme; предлагаем
"""
"""What they say word for word."""

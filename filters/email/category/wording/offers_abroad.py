"""How offers are built in other languages than English, and the plainest of many more.

The second half has what a shop cannot do without in languages that have no wording of their own.
"""

# ruff: noqa: RUF001 - other alphabets are what this file is about

from __future__ import annotations

from typing import Final

from filters.email.category.wording.ads import CALL_TO_BUY, URGENCY
from filters.email.category.wording.vocabulary import Wording

OFFERS_ABROAD: Final = (
    Wording(
        means="a price reduction",
        because="A price that is named to a stranger is an offer (16 CFR 316.3(a)(1)).",
        plainly="""5 cent/euro/€ nachlass; kostenloses angebot; sin permanencia; financiación a;
            gratis una/un; primera revisión/clase/consulta/sesión gratis; première consultation
            gratuite; vols compris; 5 taksit; taksit ve; in 5 rate; senza interessi; tasso
            zero; w 5 ratach; 0% rat; rat 0%; в рассрочку; 分期; 免息; 立减5元; 分割払い; 5 €
            min; 5 euro/eur/zł/kr min; min 5 €; par appel;
            rabat/rabatt/sconto/descuento/remise/desconto/korting/скидка 5%;
            sconto/descuento/remise/desconto del/de/di 5%; 5% de remise/descuento; schon ab;
            für 5 euro; wir schenken ihnen; première séance/leçon/heure offerte/gratuite; étude
            gratuite; precio cerrado; calcula tu; sin sorpresas; instalação grátis; chame no
            whatsapp; met 5/€ korting/voordeel/cadeau; yüzde 5 indirim; рассрочка без; под
            ключ; お見積り無料; 円から; 무료 견적; ab nur; ab 5 €/euro; für nur; nur 5 €/euro;
            statt 5 €/euro; preisvorteil; 5% vorteil/günstiger/nachlass; zum halben/kleinen
            preis; 5 €/euro bonus/geschenkt/sparen/rabatt/gutschein; neukundenbonus;
            willkommensbonus; bonus sichern; dauertiefpreis; 2 für 1; zwei/drei für/zum
            eins/zwei/preis; 0% finanzierung; dès 5 €/euros; à partir de 5 €/euros; au lieu de
            5; 5 € au lieu; pour seulement; à moitié prix; offerts; 5% moins; sans frais; offre
            de lancement; à prix réduit; bonus de 5; desde 5 €/euros/pesos/dólares; desde solo;
            desde $5; por solo; solo 5 euros; a mitad de precio; sin intereses; meses sin; dos
            por uno; matrícula gratis; bono de; dos/tres pares/por; a soli 5; a partire da 5
            euro/€; solo 5 €/euro; a metà prezzo; euro di bonus/sconto; bonus di; 5 di bonus; a
            tasso zero; ai nuovi clienti; a partir de r$; por r$ 5; só r$; leve 2/3/dois/três;
            pague 1/2/um/dois; taxa zero; bônus de; metade do preço; sem juros; parcelas de;
            vanaf € 5; vanaf 5 euro; nu € 5; slechts € 5; voor maar/slechts; 5% voordeel; voor
            de helft; halve prijs; 1+1 gratis; tweede gratis/halve; już/tylko od/za 5; od 5 zł;
            za 5 zł; za pół ceny; za połowę ceny; drugi produkt; pierwsze trzy/dwa miesiące;
            trzy miesiące gratis; från 5 kr; endast 5 kr; betala för en; köp två/tre; halva
            priset; 5% på; på köpet; fra 5 kr; kun 5 kr; halv pris; på hele
            butikken/sortimentet/lageret; spar 5; alkaen 5 €/euroa; vain 5 €; kaupan päälle;
            puoleen hintaan; tarjoukset; tarjouksia; indirimi; yarı fiyatına; sadece 5 tl;
            ücretsiz; от 5%; ставка от; от 5 руб/₽/рублей; в подарок; за полцены; предложение
            действует; по цене; всего за; 半价; 半價; 第二件; 满5元; 滿5元; 立减; 立減; 送券;
            今なら; 入会金; 半額; 5円オフ; 5%オフ; 5%off; 혜택; 반값; 5%할인""",
        maybe="""ab 5; nur 5; pro stunde; pro person; pro monat; par mois; par personne; pendant un
            an; al mes; la hora; por persona; por mes; al mese; al mês; por mês; per maand; per
            persoon; per uur; miesięcznie; bonus""",
    ),
    Wording(
        means=CALL_TO_BUY,
        because="It asks the reader to buy, or to go and look at what is sold.",
        plainly="""bestellen sie bis/jetzt/heute/noch/gleich; erhalten sie 5; fordern sie; schenken
            wir ihnen; wir schenken; prenez rendez-vous en; ven a probar/probarlo/conocer; ven
            y; visita nuestro/nuestros; boek vóór/voor; krijg er; gratis bij; chi porta; nel
            nostro locale; rezerwuj już/teraz; zapisz się już/teraz/dziś; handla online;
            бронируйте; бронируйте сейчас; записывайтесь; запишитесь; 现在报名; 立即报名;
            扫码报名; 名额有限; bekliyoruz; mağazamıza bekliyoruz; sizi bekliyoruz;
            jetzt/heute/online/gleich/direkt
            kaufen/bestellen/buchen/sichern/testen/sparen/wechseln/abschließen/vergleichen/shoppen/mitmachen/anfragen;
            jetzt termin; sichern sie sich; sichere dir; sichert euch; wechseln sie; wechsle
            jetzt; vergleichen sie; probieren sie; holen sie sich; hol dir; gönnen sie sich;
            gönn dir; besuchen sie unsere; kommen sie vorbei; neu im sortiment; in allen
            filialen; in ihrer filiale; ab sofort erhältlich; jetzt neu; neu bei uns; unsere
            ausstellung; kostenlose beratung/probe/probestunde; unverbindliches angebot;
            angebot anfordern/schicken; entdecke die/unsere/jetzt; commandez avant/vite/dès;
            réservez votre/vos/dès/vite; profitez d'un/d'une/vite; souscrivez; sans engagement;
            découvrez nos/notre/la/les; venez découvrir/nous/essayer; dans nos magasins; notre
            boutique; nouvelle carte; devis gratuit; demandez votre/un; offrez-vous;
            offrez-lui; craquez; craquez pour; essai offert; sans attendre; pide/pida
            cita/tu/presupuesto; reserva antes/tu/hoy; reserve su/hoy; apúntate; estrena;
            llévate; llévese; visítanos; visítenos; te regalamos; de regalo; presupuesto
            gratis; contrata; contrata ya; compra online; pásate a; en tu tienda; descubre
            nuestra/nuestro/la/el/nuestros; attiva online/ora/subito; acquista online; prenota
            il/la/subito/online; scopri il/la/le/i/tutti; preventivo gratuito; richiedi un/il;
            regalati; visite nossa/nosso; troque; troque seu/de; assine já/agora; experimente;
            experimente grátis; compre online/no/com/e; peça já/o; aproveite a/as/o/os; boek
            nu/je/vandaag; nu verkrijgbaar; koop je/nu/online; bestel je/vandaag/online; ontdek
            onze/de/het; vraag een/je offerte; gratis offerte/advies/proefles; stap over; kup
            online/teraz/już; odkryj nową/modne/nasze; skorzystaj; skorzystaj z; sprawdź
            naszą/nowe; wypróbuj; zamów online/już; upptäck vår/våra; köp online/nu; boka
            nu/din; beställ idag; våra nyheter; nyheter; opdag vores; køb online/nu; bestil
            nu/i; vores butik; osta heti; tilaa heti; alışverişe; alışverişe başla; hemen
            alışverişe; şimdi al; sipariş ver; mağazalarımızda; оставьте заявку; оформите;
            попробуйте; купите; выбирайте; закажите; 立即选购; 立即選購; 选购; 選購; 抢购;
            搶購; 新品上市; お試し; 今すぐお; 購入は; 好評発売; 発売中; 新発売; 지금
            구매하시면; 구매하시면; 출시; 만나보세요; 놓치지""",
        maybe="""首选; 史上最强; 最新推出; 最新版本; 独家; 独家享有; 被誉为; 热销; 畅销; 业界; 领先;
            passa a; inklusive; probefahrt; unser tipp; leasen; wieder geöffnet; dans notre;
            chez nous; llámanos; llave en mano; iscrizioni aperte; porta un amico; a coppia;
            whatsapp; vrijblijvend; cadeau; zapisz się; próbna; boka en; kig forbi; prøvekør;
            pyydä; rahoitus; randevunuzu; рассрочка; замер бесплатно; 扫码; 报名; 名额; 体验;
            首次; お電話ください; 当社; 드립니다; přihlaste se; ušetříte; passez en; kom langs;
            in de winkel; en boutique; en magasin; in negozio; na loja; w sklepie; w sklepach;
            umów się; в магазинах; приходите; 马上; 下单; 送货上门; お申し込み; fale com; wij
            bezorgen; tutustu; entdecken sie; lassen sie sich; termin buchen; informieren sie
            sich; venez; essayer; offrir; venga; visita; prueba; vieni; prenota; conosca;
            visite; kom; probeer; bezoek; köp; kampanj; uutuudet; сегодня; на сайте; новая;
            活动; 活動; 公式; 신제품""",
    ),
    Wording(
        means="something free as a lure",
        because="What is given away advertises what is sold.",
        plainly="""gratis dazu; geschenk dazu; kostenlos dazu; kostenlose lieferung; in omaggio; un
            campione; gratis voor; gratis cadeau; gratis bij; gratis gave; bedava kargo; kargo
            bedava; третью в подарок; пробный период; 免费送; 무료 체험; 無料体験; 無料お試し""",
    ),
    Wording(
        means=URGENCY,
        because="A deadline on an offer presses the reader to buy.",
        plainly="""nur noch bis; nur diese woche; ce week-end seulement; cette semaine seulement;
            solo esta semana; solo questa settimana; só esta semana; alleen deze week; deze
            maand 5; tylko w ten weekend; endast denna; kun denne uge; kun i dag; vain tällä;
            vain tänään; только до; 仅限本周; 仅限; 僅限; 限定価格; 今だけ""",
        maybe="""nur bis sonntag; bis sonntag; avant dimanche; hasta el domingo; antes del
            viernes/domingo; este fin de semana; entro il 5; entro domenica; só até; até
            domingo; t/m zondag; do niedzieli; до воскресенья; bis 5 mai/juni/juli/august;
            diesen monat; dieses wochenende; diese woche; este mes; este mês; questo mese; deze
            maand; deze week; 本周; 本週""",
    ),
    Wording(
        means="what every shop says",
        because="Price reductions and calls to buy, in languages without a wording of their own.",
        plainly="""sleva; slevy; slevou; slevu; výprodej; nakupujte; nakupujte nyní; doprava zdarma;
            dopravou zdarma; kupte; kupte nyní; objevte; nová kolekce; akční nabídka; zľava;
            zľavy; zľavou; výpredaj; nakúpte; kedvezmény; kedvezménnyel; akciós; leárazás;
            vásároljon; vásárolj; ingyenes szállítás; féláron; rendeljen; rendelj most; csak
            most; reduceri; reducere; reducerea; cumpără; cumpără acum; comandă acum; livrare
            gratuită; transport gratuit; oferta specială; ofertă specială; προσφορά; προσφορές;
            έκπτωση; εκπτώσεις; αγοράστε; αγόρασε; δωρεάν; αγοράστε τώρα; khuyến mãi; giảm giá;
            mua ngay; ưu đãi; miễn phí; thanh lý; خصم; خصومات; تخفيضات; تخفيض; تسوق; تسوق الآن;
            اشتر الآن; اشتري الآن; الشحن المجاني; شحن مجاني; عرض خاص; عروض; مجانا; מבצע;
            מבצעים; הנחה; הנחות; קנו; קנו עכשיו; משלוח חינם; חינם; diskon; potongan harga; beli
            sekarang; gratis ongkir; promo spesial; знижка; знижки; знижкою; розпродаж;
            купуйте; безкоштовна доставка; акційна; kjøp nå; gratis frakt; popust; popusta;
            popusti; rasprodaja; kupite; besplatna dostava; намаление; намаления; отстъпка;
            отстъпки; разпродажба; безплатна доставка; soodustus; allahindlus; nuolaida;
            išpardavimas; atlaide; izpārdošana; zbritje; छूट; ऑफर; खरीदें""",
        maybe="""akce; akcia; akció; akcija; nyní; teď; oferte; acum; τώρα; sekarang; zdarma;
            ingyen; gratuit; besplatno; promocije; promo; الآن; עכשיו""",
    ),
)

"""The wording of advertising in other languages than English.

German, French, Spanish, Italian, Portuguese and Dutch; less of Polish, Swedish, Danish, Finnish,
Turkish, Russian, Chinese, Japanese and Korean. Accents are left out, as a text is read; writing
without spaces is matched sign by sign.
"""

from __future__ import annotations

from typing import Final

from filters.email.category.wording.ads import CALL_TO_BUY, URGENCY
from filters.email.category.wording.vocabulary import Wording

ADVERTISING_ABROAD: Final = (
    Wording(
        means="a price reduction",
        because="A lower price is offered to make somebody buy (16 CFR 316.3(a)(1)).",
        plainly="""50% rabatt; rabattcode; rabatte; rabattaktion; gutschein; gutscheine;
            gutscheincode; gutscheinaktion; sonderangebot; sonderangebote; angebote; tolle
            angebote; top angebote; unser angebot; unsere angebote; im angebot; 50% gunstiger;
            50% reduziert; stark reduziert; schlussverkauf; sommerschlussverkauf;
            winterschlussverkauf; ausverkauf; raumungsverkauf; schnappchen; sparen sie; spare
            50%; spare bis; spar dir; jetzt sparen; versandkostenfrei; gratisversand; gratis
            versand; tiefpreis; tiefpreise; aktionspreis; nur 50 euro; 50 € sparen;
            preisnachlass; 50% de reduction; 50% de remise; de reduction; de remise; code
            promo; bon de reduction; bons plans; bon plan; soldes; les soldes; offre speciale;
            offres speciales; offre exclusive; offres exclusives; nos offres; cette offre;
            offre de bienvenue; prix casses; petits prix; meilleur prix; prix imbattables; a
            prix reduit; moins cher; livraison offerte; frais de port offerts; economisez;
            ventes privees; vente privee; destockage; prix exceptionnel; jusqu'a -50%; 50% de
            descuento; de descuento; descuentos; codigo promocional; codigo de descuento;
            cupon; cupones; oferta especial; ofertas especiales; ofertas exclusivas; oferta
            exclusiva; rebajas; liquidacion; mejor precio; mejores precios; precios bajos;
            envio gratis; envio gratuito; ahorra 50; ahorra hasta; ahorre; super oferta; precio
            especial; 50% di sconto; di sconto; sconti; sconto; codice sconto; codice promo;
            buono sconto; offerta speciale; offerte speciali; offerta esclusiva; le nostre
            offerte; offerte; saldi; svendita; prezzi bassi; miglior prezzo; prezzo speciale;
            spedizione gratuita; spedizione gratis; risparmia; risparmiare; in offerta; in
            promozione; 50% de desconto; de desconto; descontos; desconto; cupom; cupons;
            oferta imperdivel; ofertas imperdiveis; promocao; promocoes; liquidacao; melhor
            preco; melhores precos; precos baixos; frete gratis; frete incluso; economize;
            poupe; saldos; por apenas; sem gastar; 50% korting; korting; kortingen;
            kortingscode; kortingsbon; aanbieding; aanbiedingen; actieprijs; uitverkoop;
            opruiming; bespaar; gratis verzending; laagste prijs; nu voor maar; voordeelcode;
            50% rabat; rabatu; rabat; rabaty; kod rabatowy; znizka; znizki; promocja; promocje;
            wyprzedaz; okazja; darmowa dostawa; taniej; rabattkod; erbjudande; erbjudanden; fri
            frakt; tilbud; udsalg; alennus; alennuskoodi; tarjous; indirim; indirimli; %50
            indirim; kampanya; firsat; firsatlar; ucretsiz kargo; kupon; скидка; скидки;
            скидкой; распродажа; акция; промокод; купон; выгодно; дешевле; бесплатная доставка;
            специальное предложение; лучшая цена; 特价; 优惠; 打折; 折扣; 促销; 优惠券; 大减价;
            限时抢购; 低价; 超值; 包邮; 免运费; 特價; 優惠; 折扣碼; 促銷; 優惠券; 特賣; 大特價;
            批發; 售价; 售價; 元起; セール; 割引; クーポン; 特価; お得; 送料無料; キャンペーン;
            限定価格; ポイント還元; 値下げ; 할인; 쿠폰; 특가; 세일; 무료배송; 최저가; 저렴;
            이벤트; 광고""",
        maybe="""rabatt; bis zu 50%; statt 50; jusqu'a 50%; ofertas; hasta un 50%; fino al 50%; ate
            50%; r$ 50; tot 50%; rea; spara; 仅需; 只要; オフ; 가격; angebot; preis; preise;
            gunstig; aktion; promo; offre; offres; prix; oferta; precio; precios; promocion;
            offerta; prezzo; promozione; preco; precos; produtos; produkte; aanbod; prijs;
            cena; oferty; pris; fiyat; цена; цены; предложение; 价格; 價格; 産品; 产品; 產品;
            价; 元; 円; 원; 価格; 商品; 상품; 판매; 전문""",
    ),
    Wording(
        means=CALL_TO_BUY,
        because="It asks the reader to buy, or to go and look at what is sold.",
        plainly="""jetzt kaufen; jetzt bestellen; jetzt shoppen; jetzt einkaufen; jetzt buchen;
            jetzt sichern; jetzt zugreifen; jetzt entdecken; jetzt testen; jetzt kostenlos;
            hier bestellen; zum shop; zum angebot; zu den angeboten; entdecken sie; besuchen
            sie unseren; unsere produkte; neue kollektion; greifen sie zu; kostenlos testen;
            rufen sie uns an; achetez; acheter maintenant; commandez; commander maintenant;
            commandez maintenant; j'en profite; profitez-en; profitez de; je profite; je
            decouvre; reservez; essayez; nouvelle collection; nos produits; voir l'offre;
            inscrivez-vous; abonnez-vous; visitez notre; compra ahora; comprar ahora; compre
            ahora; compra ya; aprovecha; aproveche; reserva ahora; reserva ya; suscribete;
            nueva coleccion; nuestros productos; ver oferta; visita nuestra; visite nuestra;
            contratenos; pidelo; llamenos; acquista; acquista ora; compra ora; compra subito;
            ordina ora; approfitta; approfittane; scopri di piu; prenota ora; nuova collezione;
            i nostri prodotti; vieni a trovarci; compre agora; compre ja; comprar agora;
            aproveite; garanta; garanta ja; clique no; reserve agora; nova colecao; nossos
            produtos; divulgando; koop nu; bestel nu; shop nu; nu bestellen; nu kopen; boek nu;
            meld je aan; nieuwe collectie; onze producten; profiteer; probeer gratis; kup
            teraz; zamow; zamow teraz; kliknij tutaj; sprawdz oferte; zobacz oferte; kop nu;
            kob nu; handla nu; bestall nu; osta nyt; tilaa nyt; hemen al; satin al; inceleyin;
            indirebilirsiniz; купить; купите; закажите; заказать сейчас; успейте; жмите;
            перейти в каталог; новая коллекция; узнать больше; приглашаем вас; звоните;
            立即购买; 马上购买; 立即抢购; 点击购买; 订购; 立即注册; 免费试用; 新品上市; 新品;
            欢迎来电; 立即購買; 馬上購買; 訂購; 代理商; 广告; 廣告; 电子报; 電子報; 今すぐ購入;
            ご購入はこちら; 詳しくはこちら; お申し込みはこちら; 新商品; 新作; 구매하기; 지금
            구매; 지금구매; 쇼핑몰; 신상품; 신청하기; 주문하기; 문의전화""",
        maybe="""jetzt anmelden; jetzt registrieren; hier klicken; mehr erfahren; besuchen sie uns;
            unverbindlich; profitez; decouvrez; decouvrir; en savoir plus; cliquez ici;
            comprar; descubre; descubra; haz clic; haga clic; inscribete; scopri; clicca qui;
            iscriviti; confira; saiba mais; clique aqui; cadastre-se; inscreva-se; ganhe;
            ontdek; klik hier; bekijk de; odkryj; tiklayin; tiklayiniz; hemen; подробнее;
            点击这里; 联系我们; 點擊; 推荐; 推薦; 今すぐ; 登録はこちら; おすすめ; 바로가기;
            클릭; kaufen; bestellen; shop; einkaufen; entdecken; acheter; commander; boutique;
            produits; tienda; productos; negozio; prodotti; loja; oportunidades; excelentes
            oportunidades; produtos e servicos; winkel; kopen; sklep; магазин; каталог; 购买;
            購買; 销售; 銷售; 公司; 网站; 網站; 購入; ショップ; 구매""",
    ),
    Wording(
        means="something free as a lure",
        because="What is given away advertises what is sold.",
        plainly="""kostenloses; gewinnspiel; gewinnen sie; geschenk fur sie; sie haben gewonnen;
            geschenkt; essai gratuit; gratuitement; cadeau offert; gagnez; jeu concours; tentez
            de gagner; vous avez gagne; prueba gratis; sorteo; ha ganado; has ganado; prova
            gratuita; omaggio; vinci; concorso; hai vinto; brinde; teste gratis; sorteio;
            concorra; cadeautje; win een; gratis proberen; za darmo; bezplatnie; prezent;
            wygraj; bedava; hediye; kazanin; бесплатно; подарок; выиграйте; розыгрыш; 免费;
            免費; 赠送; 贈送; 中奖; 中獎; 抽奖; 無料; プレゼント; 抽選; 当たる; 무료; 경품;
            증정; 사은품""",
        maybe="gratis; gewinne; gratuit; un cadeau; offert; gratuito; gratuita; regalo; gana",
    ),
    Wording(
        means=URGENCY,
        because="A deadline on an offer presses the reader to buy.",
        plainly="""nur heute; nur noch heute; nur solange der vorrat reicht; solange der vorrat
            reicht; letzte chance; endet heute; endet bald; nur fur kurze zeit; nicht
            verpassen; jetzt oder nie; derniers jours; dernier jour; derniere chance; derniere
            minute; offre limitee; duree limitee; ne manquez pas; dernieres heures; ultima
            oportunidad; ultimos dias; ultimas horas; solo hoy; por tiempo limitado; tiempo
            limitado; no te lo pierdas; no se lo pierda; no espere; hasta agotar existencias;
            plazas limitadas; ultima occasione; ultimi giorni; ultime ore; solo oggi; solo per
            oggi; tempo limitato; non perdere; non perderti; fino a esaurimento; so hoje;
            somente hoje; apenas hoje; ultimas unidades; ultima chance; tempo limitado; nao
            perca; por tempo limitado; alleen vandaag; laatste kans; op is op; tijdelijk; mis
            het niet; tylko dzis; tylko do; ostatnia szansa; ostatnie dni; sista chansen; bara
            idag; sidste chance; son gun; son firsat; kacirmayin; sadece bugun; только сегодня;
            последний шанс; последний день; ограниченное; спешите; не упустите; 仅限今日;
            最后机会; 最後機會; 数量有限; 本日限り; 残りわずか; 先着; 最終日; お見逃しなく;
            오늘만; 마감임박""",
        maybe="""nur noch 50; nur bis; plus que 50; se termine; jusqu'au; corra; 限时; 限時;
            期間限定; 한정; 선착순""",
    ),
    Wording(
        means="a promise of income or gain",
        because="A business or investment opportunity is a product (16 CFR 437).",
        plainly="""geld verdienen; von zu hause; nebenverdienst; kredit ohne; sofortkredit; passives
            einkommen; gagner de l'argent; gagnez de l'argent; travailler a domicile; revenus
            complementaires; ganar dinero; gane dinero; dinero extra; trabaje desde casa;
            ingresos extra; seminario; guadagnare; guadagna; soldi facili; lavora da casa;
            ganhe dinheiro; ganhar dinheiro; renda extra; trabalhe em casa; trabalho em casa;
            geld verdienen met; thuiswerken; zarabiaj; para kazan; заработок; заработать; 赚钱;
            賺錢; 加盟; 翻身机会; 翻身機會; 副业; 商机; 商業合作; 稼げる; 副業; 부업; 재택근무;
            대출; 수익; 부동산""",
        maybe="inversion; curso; доход; 投资; 投資; 事業; 収入",
    ),
    Wording(
        means="an invitation to come back or to do more",
        because="Winning back and selling up are advertising, however friendly.",
        plainly="""wir vermissen sie; wir vermissen dich; empfehlen sie uns; unser newsletter; unser
            sommer; neuigkeiten; neu im shop; messe; einladung zum; empfehlungen fur; speziell
            fur; vous nous manquez; parrainez; actualites; nos nouveautes; nouveautes;
            infolettre; rien que pour vous; te echamos de menos; te extranamos; boletin;
            novedades; lo invita; le invita; recomendado para; recomendaciones; ci manchi;
            novita; invita un amico; consigliati; sentimos sua falta; novidades; boletim;
            indique um amigo; convite; we missen je; nieuwsbrief; nieuw binnen; nieuwtjes;
            tesknimy; nowosci; biuletyn; nyhetsbrev; nyhedsbrev; uutiskirje; bulten; haber
            bulteni; yeni urunler; рассылка; новинки; мы скучаем; приглашаем; メルマガ;
            会員限定; ニュースレター; 뉴스레터""",
        maybe="""newsletter; neu bei; veranstaltung; selection; evenement; inscrivez; evento; 会员;
            會員; 资讯; 新闻; お知らせ; 회원; 소식""",
    ),
)

"""The wording of business already agreed on, in other languages than English.

Accents are left out, as a text is read; writing without spaces is matched sign by sign.
"""

# ruff: noqa: RUF001 - other alphabets are what this file is about

from __future__ import annotations

from typing import Final

from filters.email.category.wording.vocabulary import Wording

AGREED_BUSINESS_ABROAD: Final = (
    Wording(
        means="an order, payment or delivery",
        basis="transaction",
        because="Transactions agreed on, in other languages (15 U.S.C. 7702(17)(A)(i), (v)).",
        plainly="""bestellung 5; rechnung 5; rechnung im anhang; auftrag 5; ist noch offen; wird
            abgebucht; buchung; ihre probefahrt; zustellung morgen; sendung; absage bis;
            commande 5; commande est expédiée; facture 5; remise appliquée; remise de 5; remise
            5; bon de livraison; votre séance; annulation possible; devis n; comme demandé;
            pedido 5; factura 5; adjuntamos; adjuntamos la factura; que nos pidió; presupuesto
            que; se cargará; descuento 5; ordine 5; fattura 5; iscritto al; conferma
            iscrizione; grazie per l'acquisto; sconto 5; quota pagata; foi confirmado; obrigado
            pela compra; desconto r$; desconto de r$; fatura de; vencimento 5; código de
            barras; bestelling 5; factuur 5; korting €; bezorgen je; afzeggen; rijles van
            morgen; zamówienie 5; zamówienia 5; dziękujemy za zakup; rabat 5; faktura 5;
            faktura för; din faktura; din bokning; bokning är bekräftad; avbokning; заказ 5;
            ваш заказ 5; запись подтверждена; скидка 5 руб; счёт 5; итого; 订单 5; 已发货;
            您的包裹; 实付; 优惠 5; 优惠5元; ご注文の; ご購入ありがとう; 割引 5; 割引5円; 合計
            5; 予約確認; objednávka; vaše objednávka; faktura č; rendelés; rendelése; számla;
            comanda dumneavoastră; comanda ta; factura dumneavoastră; παραγγελία; τιμολόγιο;
            đơn hàng; hóa đơn; طلبك; فاتورة; ההזמנה שלך; חשבונית; pesanan anda; faktur; ваше
            замовлення; рахунок; ihre bestellung; deine bestellung; bestellnummer;
            bestellbestatigung; bestellubersicht; bestelldatum; auftragsbestatigung;
            auftragsnummer; vielen dank fur ihre bestellung; vielen dank fur deine bestellung;
            vielen dank fur ihren einkauf; ihre rechnung; deine rechnung; rechnungsnummer;
            rechnungsbetrag; rechnungsdatum; zahlungseingang; zahlung erhalten;
            zahlungserinnerung; fallig am; wurde versandt; wurde verschickt; ist unterwegs;
            sendungsnummer; sendungsverfolgung; ihre sendung; dein paket; ihr paket; ihre
            lieferung; liefertermin; lieferadresse; wurde zugestellt; ihre rucksendung; ihre
            erstattung; ihre buchung; buchungsbestatigung; buchungsnummer; ihre reservierung;
            ihr abonnement; ihre zahlung; lastschrift; kundigungsbestatigung; ihre kundigung;
            votre commande; confirmation de commande; numero de commande; commande n;
            recapitulatif de votre commande; merci pour votre commande; merci pour votre achat;
            votre facture; numero de facture; facture n; votre paiement; paiement recu; a ete
            expediee; a ete expedie; est en route; suivi de colis; numero de suivi; votre
            colis; votre livraison; adresse de livraison; a ete livre; votre remboursement;
            votre reservation; confirmation de reservation; votre billet; votre abonnement;
            montant du; su pedido; tu pedido; numero de pedido; confirmacion de pedido;
            confirmacion de compra; gracias por su compra; gracias por tu compra; gracias por
            su pedido; su factura; tu factura; numero de factura; su pago; tu pago; pago
            recibido; ha sido enviado; esta en camino; numero de seguimiento; seguimiento de;
            su paquete; tu paquete; su envio; tu envio; direccion de envio; fecha de entrega;
            ha sido entregado; su reserva; tu reserva; confirmacion de reserva; su suscripcion;
            tu suscripcion; comprobante de pago; il tuo ordine; il suo ordine; numero ordine;
            numero d'ordine; conferma ordine; conferma dell'ordine; conferma d'ordine; grazie
            per il tuo ordine; grazie per il tuo acquisto; la tua fattura; fattura n; numero
            fattura; il tuo pagamento; pagamento ricevuto; e stato spedito; e in arrivo; numero
            di tracking; traccia il tuo; il tuo pacco; la tua spedizione; indirizzo di
            spedizione; e stato consegnato; la tua prenotazione; conferma prenotazione; il tuo
            abbonamento; seu pedido; numero do pedido; pedido n; confirmacao de pedido;
            confirmacao do pedido; obrigado pela sua compra; obrigado por sua compra; sua
            compra; sua fatura; numero da fatura; nota fiscal; seu pagamento; pagamento
            confirmado; pagamento recebido; foi enviado; esta a caminho; codigo de rastreio;
            codigo de rastreamento; seu pacote; sua encomenda; a sua encomenda; endereco de
            entrega; foi entregue; sua reserva; sua assinatura; je bestelling; uw bestelling;
            bestelnummer; orderbevestiging; bevestiging van je bestelling; bedankt voor je
            bestelling; bedankt voor uw bestelling; je factuur; uw factuur; factuurnummer; je
            betaling; uw betaling; betaling ontvangen; is verzonden; is onderweg; track trace;
            je pakket; uw pakket; je zending; bezorgadres; is bezorgd; terugbetaling; je
            reservering; uw reservering; je boeking; je abonnement; uw abonnement; twoje
            zamowienie; numer zamowienia; potwierdzenie zamowienia; twoja paczka; din order;
            orderbekraftelse; din bestallning; ordernummer; din ordre; ordrebekreftelse;
            ordrebekræftelse; tilauksesi; tilausvahvistus; siparisiniz; siparis numarasi;
            faturaniz; kargoya verildi; odemeniz; ваш заказ; номер заказа; заказ №; ваш счет;
            счет на оплату; оплата получена; доставка заказа; возврат средств; ваше
            бронирование; 您的订单; 订单号; 订单编号; 订单确认; 付款成功; 快递单号; 您的訂單;
            訂單編號; 已出貨; ご注文; 注文番号; ご注文確認; 発送しました; 発送いたしました;
            お届け予定; 領収書; 請求書; ご予約; ご利用明細; 주문번호; 주문이 완료; 주문 확인;
            배송이 시작; 배송 조회; 결제가 완료; 결제 완료; 영수증; 예약이 확정""",
        maybe="""anhang; gesamt; offen; montant; total; importe; totale; importo; valor; totaal;
            razem; summa; beloppet; сумма; 合計; 总计; résumé; bestätigt; confirmée;
            confirmada; confirmata; bekräftad; bevestigd; подтверждена; подтвержден;
            confirmado; mahnung; erstattung; gutschrift; remboursement; echeance; prelevement;
            reembolso; recibo de; rimborso; ricevuta; fatura; boleto; vencimento; faktura;
            platnosc; przesylka; kvitto; lasku; чек; 发票; 退款; 發票; お支払い""",
    ),
    Wording(
        means="safety or security",
        basis="safety",
        because="Safety and security, in other languages (15 U.S.C. 7702(17)(A)(ii)).",
        plainly="""ihr passwort; dein passwort; passwort zurucksetzen; passwort vergessen; neues
            passwort; bestatigungscode; sicherheitscode; einmalpasswort; verifizierungscode;
            e-mail-adresse bestatigen; bestatigen sie ihre; bestatige deine; neue anmeldung;
            sicherheitshinweis; sicherheitswarnung; produktruckruf; ruckruf; ruckrufaktion;
            votre mot de passe; mot de passe; reinitialiser votre; reinitialisation; code de
            verification; code de securite; code de confirmation; confirmez votre adresse;
            confirmer votre adresse; verifiez votre; nouvelle connexion; alerte de securite;
            rappel de produit; rappel produit; su contrasena; tu contrasena; restablecer tu;
            codigo de verificacion; codigo de seguridad; confirma tu; confirme su; verifica tu;
            nuevo inicio de sesion; alerta de seguridad; retirada de producto; la tua password;
            reimposta la password; reimpostare la password; codice di verifica; codice di
            sicurezza; conferma il tuo indirizzo; conferma la tua; nuovo accesso; avviso di
            sicurezza; richiamo del prodotto; sua senha; redefinir sua senha; redefinir a
            senha; redefinicao de senha; nova senha; codigo de verificacao; codigo de
            seguranca; confirme seu; verifique seu; novo acesso; alerta de seguranca; je
            wachtwoord; uw wachtwoord; wachtwoord vergeten; wachtwoord opnieuw; nieuw
            wachtwoord; verificatiecode; beveiligingscode; bevestig je; nieuwe aanmelding;
            beveiligingswaarschuwing; terugroepactie; resetowanie hasla; twoje haslo; kod
            weryfikacyjny; aterstall losenord; verifieringskod; nulstil adgangskode;
            vahvistuskoodi; sifrenizi; sifre sifirlama; dogrulama kodu; onay kodu; ваш пароль;
            сброс пароля; восстановление пароля; код подтверждения; код безопасности; новый
            вход; 重置密码; 验证码; 安全提醒; 登录提醒; 驗證碼; 認証コード; 確認コード;
            本人確認; リコール; 비밀번호; 인증번호; 인증 코드""",
        maybe="""kennwort; restablecer; reimposta; recall; losenord; adgangskode; salasana;
            подтвердите; 密码; 密碼; パスワード; ログイン; 로그인""",
    ),
    Wording(
        means="an account or a standing relationship",
        basis="account",
        because="Standing relationships and work, abroad (15 U.S.C. 7702(17)(A)(iii)-(v)).",
        plainly="""passwort angefordert; ihr login; votre identifiant; su sesión; código de acesso;
            seu código; je code; rendez-vous à; rendez-vous est; te esperamos; tu hora; votre
            leçon; séance de; мастер позвонит; ihr konto; dein konto; ihr kundenkonto; ihre
            kundennummer; kontoauszug; kontostand; kontobewegung; ihr vertrag; ihre
            vertragsnummer; nutzungsbedingungen; anderung unserer; datenschutzerklarung; ihre
            anfrage; deine anfrage; ihr ticket; ihre bewerbung; ihr termin; dein termin;
            terminbestatigung; terminerinnerung; erinnerung an ihren; gehaltsabrechnung;
            wartungsarbeiten; ihr antrag; ihre schadensmeldung; hat sie eingeladen; hat dich
            eingeladen; votre compte; releve de compte; conditions generales; conditions
            d'utilisation; votre demande; votre contrat; votre dossier; votre candidature;
            votre rendez-vous; rappel de rendez-vous; confirmation de rendez-vous; bulletin de
            paie; fiche de paie; maintenance prevue; vous a invite; su cuenta; tu cuenta;
            estado de cuenta; terminos y condiciones; condiciones de uso; su solicitud; tu
            solicitud; su contrato; su cita; tu cita; recordatorio de cita; confirmacion de
            cita; mantenimiento programado; te ha invitado; il tuo account; il tuo conto;
            estratto conto; termini di servizio; termini e condizioni; la tua richiesta; la sua
            richiesta; il tuo contratto; il tuo appuntamento; promemoria appuntamento; busta
            paga; manutenzione programmata; ti ha invitato; sua conta; termos de uso; termos de
            servico; sua solicitacao; seu contrato; sua consulta; lembrete de consulta;
            contracheque; holerite; manutencao programada; convidou voce; je account; uw
            account; uw rekening; rekeningoverzicht; algemene voorwaarden; je aanvraag; uw
            aanvraag; je afspraak; uw afspraak; afspraakbevestiging; herinnering aan uw;
            loonstrook; gepland onderhoud; heeft je uitgenodigd; twoje konto; ditt konto; din
            konto; tilisi; hesabiniz; randevunuz; ваш аккаунт; ваша учетная запись; условия
            использования; ваша заявка; ваше обращение; ваша запись; напоминание о приеме;
            приглашает вас в; 您的账户; 您的帐户; 对账单; 服务条款; 您的申请; 预约提醒;
            您的預約; 您的帳戶; 利用規約; 予約確認; ご請求; 給与明細; 이용약관; 문의하신; 예약
            확인; 급여명세서; 명세서""",
        maybe="""storung; kommentiert; a commente; extracto; nomina; extrato; выписка; 账单; 帳單;
            アカウント; ご利用; お問い合わせ; 계정""",
    ),
)

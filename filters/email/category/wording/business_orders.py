"""The wording of orders, payments and deliveries: 15 U.S.C. 7702(17)(A)(i), (v)."""

from __future__ import annotations

from typing import Final

from filters.email.category.wording.vocabulary import Wording

ORDERS: Final = (
    Wording(
        means="an order, payment or delivery",
        basis="transaction",
        because="To complete or confirm a transaction agreed on (15 U.S.C. 7702(17)(A)(i), (v)).",
        plainly="""sent/bought/gave/got you a/an $5 gift/e-gift/voucher; sent/bought/gave/got you
            a/an $5 gift/e-gift card; sent/bought/gave/got you a/an e-gift/gift
            card/voucher/certificate; show voucher number; voucher number; card code; gift card
            code; a/the/this/your $5 purchase/payment/charge/transaction/order at/of/from/was/in;
            a/the purchase/payment/charge/transaction at/of/for/was; made this/a/the
            purchase/payment/transaction; make/recognize/recognise/authorize/authorise/approve
            this/the purchase/payment/charge/transaction; this purchase; stopped/blocked a
            transaction/payment/purchase; with/on/from/to your card; with/on/from/to your
            debit/credit card; your card was charged; your membership
            ends/ended/expired/lapses/lapsed/runs/started/starts/begins/dues/fee/fees/number/card;
            dues for; your dues; contract 5; your contract; membership dues/fee/fees; your seat;
            choose/select your seat; bags must; hand luggage; serial 5; serial number; your
            tariff; your standing order; plan/tariff/fee/rent/rate/price goes up; goes
            up to $5; go up to $5; plan/tariff/rent costs $5; plan costs; nothing else changes;
            look forward to your arrival/stay; pay now for; your bid of; you won the auction/item;
            plan renews; renews on july/june/may; is reserved; car is reserved; rental car;
            outbid; been outbid; higher bid; your maximum bid; your bid; winning bid; won the
            auction; won item 5; current bid; auction has ended; your withdrawal; withdrawal from;
            withdrawal has/was/of; gift card from; sent you a gift/card/voucher; received a gift
            card; received a $5 gift card; received a voucher; gift card balance; card number
            xxxx; order 5; quote 5; your quote; quote as requested; as quoted; as ordered;
            trade-in received; your bike/car/order/repair/phone/watch/suit is
            ready/serviced/repaired; your waiting list; waiting list; certificate is attached;
            invoice is attached; is attached; find attached; please find attached; find enclosed;
            you skipped; is being printed; is held up; new booking; rent stays; your lease; lease
            ends; has been settled; claim 5; lesson on; is delayed; you paid $5; price quote;
            estimate 5; estimate as requested; your estimate; reservation for; booked for; table
            for; check-in instructions; booking request; were not charged; not been charged;
            charge on your; pickup is; your pickup; your box; discount $5; less discount; discount
            applied; member discount; discount: $5; serial numbers; is arriving in; arriving in 5
            minutes; tried to deliver; try again tomorrow; membership renewal; renewing your
            membership; warranty claim; extended warranty claim; your claim has been; rent is due;
            your rent; lease application; sign the lease; out of stock; your recent transaction;
            recent transaction; your library; you registered for; webinar starts; webinar
            registration; policy documents; insurance policy; renewal documents; signed contract;
            your order has; your order is; thanks for your order; thank you for your order; order
            confirmation; order number; order confirmed; for your order; receipt; receipt for;
            invoice; amount due; payment received; last payment; payment information; has been
            charged; has shipped; has been shipped; been shipped; track your order; track order;
            track shipping; tracking number; out for delivery; delivery date; shipping address;
            refunded; your refund; your purchase; your recent purchase; your subscription;
            subscription has; your booking; your reservation; booking confirmation; your ticket;
            return label; your return; your delivery; your package; your parcel; payment failed;
            payment due; process your payment; your itinerary; renews on; will renew; thank you
            for your business; your order; you placed an order; placed an order; order details;
            order summary; order total; order date; order status; order received; order placed;
            order update; order id; order number 5; order #5; we received your order; we've
            received your order; we got your order; thank you for your purchase; thanks for your
            purchase; thank you for shopping; thanks for shopping; thank you for ordering; thanks
            for ordering; your items; items in your shipment; items ordered; items have shipped;
            your shipment; shipment has; shipping confirmation; shipment confirmation; shipping
            notification; delivery notification; dispatch confirmation; has been dispatched;
            dispatched; has left our warehouse; is on its way; are on their way; on its way to
            you; arriving today; arriving tomorrow; will arrive; will be delivered; estimated
            delivery; estimated arrival; expected delivery; delivered today; has been delivered;
            was delivered; were delivered; delivery attempt; delivery update; delivery
            confirmation; delivery address; ready for pickup; ready for pick up; ready to collect;
            ready for collection; available for pickup; pickup location; back-ordered;
            backordered; return request; return has; return authorization; refund has; refund of;
            refund request; refund confirmation; refund was; we've refunded; we've issued a
            refund; issued a refund; credit note; invoice number; invoice date; your invoice; new
            invoice; invoice for; invoice from; bill to; billed to; you paid; paid with; amount
            paid; amount charged; total paid; total charged; total amount; balance due; payment
            of; payment method; payment was; payment has; payment is; payment to; payment for;
            your payment; payment confirmation; payment successful; successful payment; payment
            declined; payment reminder; past due; card was declined; card ending in 5; ending in
            5; card on file; update your payment; update your card; update your billing; billing
            information; billing statement; billing period; billing date; next billing date;
            auto-renew; automatic renewal; automatically renew; renewal notice; renewal date;
            renewal; has been renewed; your plan; subscription confirmed; subscription is;
            subscription will; your membership has; your membership will; your membership is; your
            membership expires; cancelled your; canceled your; your cancellation; has been
            canceled; has been cancelled; was canceled; was cancelled; cancellation confirmation;
            transaction id; transaction details; transaction number; receipt number; booking
            reference; booking number; booking details; booking is confirmed; reservation number;
            reservation is confirmed; confirmation number; reservation details; is confirmed; has
            been confirmed; e-ticket; eticket; your tickets are; your tickets for; itinerary; your
            stay at; your trip to; your ride; your rental; check-in time; check-out; tax receipt;
            donation receipt; thank you for your donation; thank you for your gift; thank you for
            your payment; thanks for your payment; your donation; purchase order; po number;
            purchase confirmation; download your purchase; license key; your license; payout; your
            payout; transfer of; transfer was; sent you a payment; sent you $5; you sent; you
            received a payment; your gift card; proof of delivery; recurring payment; direct
            debit; statement of account; remittance; deposit was; deposit received; we have
            received your; we've received your; we received your; your enrollment; registration
            confirmed; registration is confirmed; your registration; you are registered; you're
            registered; ticket confirmation; thank you for registering""",
        maybe="""receipts; postage; withdrawal; bid; auction; deposit; voucher code; valid until;
            attached; enclosed; bank account; overdrawn; quoted; ordered; delayed; held up;
            reference; reserved; booked; cancelled; not charged; doors open; statement;
            subtotal; total; qty; paid; shipped; payment; delivery; plan; due; refund; billing;
            items; item; quantity; tax; amount; charge; charged; shipping; shipment; arrive;
            arrives; carrier; ups; fedex; usps; refunds; confirmation; confirmed; cancel;
            canceled; the order; paid to; overdue; declined; your download; withdrawal request;
            dunning; customs""",
    ),
)

"""The wording of business already agreed on, by the limbs of 15 U.S.C. 7702(17)(A)."""

from __future__ import annotations

from typing import Final

from filters.email.category.wording.vocabulary import Wording

AGREED_BUSINESS: Final = (
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
    Wording(
        means="safety or security",
        basis="safety",
        because="Warranty, recall, safety or security information (15 U.S.C. 7702(17)(A)(ii)).",
        plainly="""is/are/now registered to you; your
            drill/heater/product/device/mower/appliance/machine is registered; the warranty
            ends/runs/covers/lasts/starts/began/expires; warranty
            ends/runs/until/registered/period; product registration; proof of purchase; parts are
            covered; was attempted with; recognise/recognize it; wasn't you; was not you; boil
            all/your/tap water; water advisory; advisory; tornado warning; flood warning; storm
            warning; fire drill; evacuation; evacuate; take shelter; leave now by; gas leak; power
            cut; electricity will be; water will be; until further notice; may overheat; can cause
            burns; fire risk; may cause; may break; charger recall; airbag recall; airbag;
            contaminated; do not drink/use/eat; emergency alert; amber alert; suspicious charge;
            did you spend; paused the card; recovery phrase; password expires; password expiring;
            password will expire; power outage; estimated restoration; water use; leak detected;
            weather alert; closed tomorrow; is closed; are closed; entering the code; the code
            below; our records show you own; our records show that you bought; free repair; boil
            water; notice of data breach; personal information; credit monitoring; may have been
            affected; may have involved; unauthorized access; safety recall; product recall;
            recalled; recall notice; safety notice; security alert; security notice; new sign-in;
            new login; new device; reset your password; password reset; your password; reset the
            password; verification code; security code; one-time code; login code; sign-in code;
            confirmation code; passcode; verify your email; verify your account; confirm your
            email; email verification; confirm your account; two-factor; unusual activity; verify
            email; authentication code; data breach; your warranty claim; your code; sign-in
            attempt; login attempt; sign in attempt; signed in from; logged in from; sign-in from;
            login from; new sign in; new device signed; email address has been changed; email
            address was changed; changed your email; new email address; email address on; reset a
            password; reset the password for; access an account; create an account; password was
            changed; password has been changed; password has been reset; password changed;
            password was reset; password was; change your password; changed your password;
            changing your password; forgot your password; forgotten your password; forgotten
            password; forgot password; set a new password; set your password; new password; choose
            a new password; create a new password; reset password; reset link; magic link; sign-in
            link; login link; sign in to your; log in to your; one-time password; one time
            password; one-time passcode; temporary password; otp; verification link; verification
            email; verify your identity; confirm your identity; confirm your email address;
            confirm your address; confirm email; confirm your subscription; confirm that this is
            your; verify your email address; verify this email; verify your phone; verify your;
            activation link; activation code; activate your; your pin; 5-digit code; enter this
            code; use this code to; use the code below; enter the code; code expires; this code
            will expire; expire in 5 hours; expires in 5 hours; will expire in 5; link will
            expire; two-step; two-step verification; 2fa; multi-factor; recovery code; recovery
            codes; account recovery; recovery email; suspicious activity; suspicious sign-in;
            suspicious login; unauthorized; unrecognized; unusual sign-in; unusual login; locked
            your account; account locked; has been locked; api key; access token; ssh key; didn't
            request this; did not request this; didn't request a; did not request a; didn't make
            this request; didn't make this change; if this wasn't you; if this was not you; if you
            didn't; was this you; data incident; security incident; security update; security
            notification; fraud alert; stop using; stop using it; stop using this; your warranty;
            warranty registration; product safety; voluntary recall; recalling""",
        maybe="""shelter; alarm; emergency; overheat; not you; if this was not; signed out;
            recall; security; code; password; verify; safety; sign-in; login; logged; log in; sign
            in; device; ip address; authentication; authorize; verification; verified; secure;
            protect; to reset; expires in 5 minutes; suspicious; unusual; if you did not; injury;
            hazard; defect""",
    ),
    Wording(
        means="an account or a standing relationship",
        basis="account",
        because="Terms, standing and statements of what one has (15 U.S.C. 7702(17)(A)(iii)).",
        plainly="""build 5; tests passed; 5 tests; 5 failed; nightly report; nightly build;
            changelog; release 5; release notes; firmware 5; firmware for; version 5 of/is; bugs
            are/were/have; fixes a/an/the; fixed a/an/the/in; bug fixes; backward compatibility;
            backwards compatibility; patch for; the patch; git commit; comments to me; draft of
            the; please send comments; threshold 5%; updated our terms; our terms for; the terms
            apply; free tier; of your free; of your limit; you have used 5%; you've used 5%; you
            used 5%; requests this month; usage limit; limit increased; limit is now; credit
            limit; minimum payment; overdraft; interest rate of your; trial of the; permit
            approved; permit 5; is valid until; was filed; tariff; first bill; meter reading; your
            meter; smart meter; your ballot; ballot is open; calendar invitation; organizer; reply
            yes no; will be offline; will be unavailable; our servers; build 5 failed; tests
            failed; commit 5; commits; runner 5; deploy finished; deploy failed; your pull
            request; approved your; name servers; nameserver change; were changed; was changed;
            you were added; was added; added you to; the group; meeting minutes; minutes of
            the/our; minutes of monday's/tuesday's/wednesday's/thursday's/friday's; works council;
            class moved; moved to room; meets in room; your grade; graded; books due; school bus;
            your bus; bus stop; new stop; timetable; is called off; is postponed; postponed to; is
            cancelled; is canceled; are cancelled; are canceled; background check is; certificate
            was renewed; was renewed automatically; shared document; missed call; missed a call;
            new voicemail; page fax; fax received; we got your message; got your message; get back
            to you; explanation of benefits; your federal return; your return was accepted; jury
            duty; jury service; you are summoned; run failed; job failed; jobs were; workflow run;
            completed successfully; has completed; has failed; backup completed; backup failed;
            disk usage; cpu usage; above the threshold; storage is almost full; almost full;
            running out of storage; mentioned you; new mention; the following event; has been
            added to your account; has been removed from your account; your auto insurance; your
            car insurance; your home insurance; your health insurance; your life insurance; your
            insurance policy; your loan application; your mortgage statement; your mortgage
            payment; your loan payment; subscribed to this thread; you were mentioned; you were
            assigned; authored the thread; is set to expire; set to expire on; your domain; domain
            registration; domain renewal; you contacted us about; as you asked; as requested; you
            requested; thanks for signing up; thank you for signing up; thanks for trying; thank
            you for creating; your login; login information; login info; trial start date; trial
            end date; your new account; your statement; account statement; your bill; terms of
            service; changes to our terms; your account has; your account is; set up your account;
            activate your account; account balance; your balance; has invited you; invited you to;
            you've been invited; an invitation; received an invitation; commented on; view the
            comment; new comment; added you; assigned to you; your trial; your application; your
            request; support ticket; case number; your claim; your policy number; scheduled
            maintenance; service interruption; outage; friend request; would like to be your
            friend; new message from; shared with you; your account will; left a comment; your
            dashboard; your account; account number; account has; account was; account will;
            account is; account settings; has been created; successfully created; was
            successfully; has been successfully; has been activated; has been updated; has been
            suspended; has been deactivated; has been closed; has been deleted; will be deleted;
            will be suspended; will be closed; updated terms; updating our terms; update to our
            terms; updates to our terms; terms and conditions have; terms of use; changes to our;
            change to our; updating our; updated our privacy; our privacy policy; updates to our
            privacy; privacy notice; user agreement; service agreement; price change; notice of
            change; legal notice; monthly statement; statement is ready; statement is available;
            statement is now; e-statement; estatement; tax document; tax documents; tax form; your
            w-2; w-2 is; direct deposit; low balance; available balance; current balance; due
            date; autopay; your policy; policy renewal; your coverage; your benefits; claim
            number; ticket number; your ticket has; request number; reference number; we received
            your request; we've received your request; we received your message; we've received
            your message; received your message; your message has; your inquiry; your enquiry;
            support request; has been resolved; has been assigned; has been marked; status update;
            status of your; status changed; status has changed; planned maintenance; maintenance
            window; service disruption; service notice; has been deployed; build failed; build
            passed; pull request; merge request; alert triggered; usage alert; storage is; quota;
            export is ready; your export; your report is ready; report is ready; import is
            complete; replied to; reply to your; replied to your; mentioned you in; assigned you;
            shared a; shared an; shared the; has shared; invites you to collaborate; invited you;
            has invited; accept invitation; accept the invitation; accept invite; join the team;
            join your team; joined your; has joined; requested access; access request; wants to
            connect; sent you a message; new messages; new message; unread messages; new follower;
            started following you; your application has; application received; application status;
            signature requested; requests your signature; please sign; review and sign; document
            to sign; document has been; has been signed; completed document; your submission; your
            request has; document is ready; domain expires; ssl certificate; certificate expires;
            trial ends; trial expires; trial will end; trial period; trial is; your free trial;
            trial has ended; your credentials; your username; username is; login details; log in
            details; set up your; complete your registration; finish setting up; verify your
            business; action required; response required""",
        maybe="""invitation; threshold; backup; permit; renew; renewed; renews; changed; due on;
            overdue; please tell us; by noon; takes effect; new tariff; postponed; account;
            request; notification; notifications; reminder; profile; statement; balance;
            notice; account's; settings; username; status; comment; comments; invited;
            application; document; documents; message; messages; alert; alerts; updated;
            access; workspace; team; policy number; member id; transactional; has been
            approved; important notice; your case; ticket 5; reference 5; your question; your
            support; incident; resolved; degraded; downtime; service update; deployment;
            pipeline; issue 5; monitoring; your data; your post; your comment; your profile;
            your listing; your review; your feedback; your documents; your file; your files;
            your upload; your website; your site; domain name""",
    ),
    Wording(
        means="an appointment or employment",
        basis="delivery",
        because="Delivery of a service agreed on, or employment (15 U.S.C. 7702(17)(A)(iv), (v)).",
        plainly="""dear parents; teacher meetings; time slot; sign up for a/the/your time/slot;
            sign up for the trip; sign up for a time slot; sign-up closes; field trip; school
            trip; the slip; slip below; next meeting; as agreed; our surveyor; free under your;
            under your policy; visit is free under; your surveyor; the exam; grade 5;
            open enrolment; enrolment closes; enrollment closes; employee discount; staff
            discount; discount as an employee; discount program for employees; enrolment
            window; enrollment window; hr portal; the portal; dear colleagues; dear team; all
            staff; for staff; staff pay; shift swap; takes your shift; shift needed; double
            pay; sick note; get well soon; vaccination day; flu shots for; canteen; your badge;
            badge opens; parking permit; your parking; your son's; your daughter's; your
            child's; we are sorry that; is ill; your lesson; your tutor; what to pack; medical
            form; new time; now leaves at/from; leaves from; gate changed; conferences take
            place; your slot; your appointment; upcoming appointment; appointment reminder;
            your visit; reminder of your; your meeting; your interview; payslip; pay stub; your
            shift; timesheet; benefits enrollment; open enrollment; your test results;
            prescription is ready; your class; your flight; check-in is open; boarding;
            appointment is; appointment has; appointment on; appointment with; appointment for;
            confirm your appointment; appointment confirmation; appointment confirmed; cancel
            your appointment; reschedule your; your consultation; your session; your
            reservation is; is scheduled; has been scheduled; has been rescheduled;
            rescheduled; meeting has; meeting with; meeting invitation; event reminder; add to
            calendar; starts in 5; starts at; your interview is; offer letter; employment
            offer; job application; your start date; onboarding; payroll; pay slip; pay
            statement; your paycheck; net pay; gross pay; shift schedule; schedule for; time
            off; leave request; your vacation request; vacation request; time off request; paid
            time off; your timesheet; expense report; your expense; performance review; your
            benefits enrollment; your enrolment; lab results; test results; your prescription;
            your refill; refill; flight number; flight status; flight has; gate change;
            boarding pass; your course; your assignment; course access; class starts; your
            grade; parent-teacher""",
        maybe="""colleagues; enrolment; enrollment; badge; staff; hr; works council; flight;
            packing; please arrive; be there; appointment; reschedule; scheduled; schedule;
            booking; meeting; reminder; patient; clinic; doctor; interview; shift; employee;
            employees; session; confirm; arrive; attend; attendance; your table; scheduled for;
            calendar; your pay; your schedule; benefits; your doctor; your dentist; your
            patient; gate; departure; departs; grades; school""",
    ),
)

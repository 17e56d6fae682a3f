"""The wording of accounts, appointments and work: 15 U.S.C. 7702(17)(A)(iii) to (v)."""

from __future__ import annotations

from typing import Final

from filters.email.category.wording.vocabulary import Wording

STANDING: Final = (
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

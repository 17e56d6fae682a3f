"""The wording of warranties, recalls, safety and security: 15 U.S.C. 7702(17)(A)(ii)."""

from __future__ import annotations

from typing import Final

from filters.email.category.wording.vocabulary import Wording

SAFETY: Final = (
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
)

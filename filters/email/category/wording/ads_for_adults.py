"""The wording of advertising for adults: of what is explicit, and of what only hints at it."""

from __future__ import annotations

from typing import Final

from filters.email.category.wording.vocabulary import Wording

EXPLICIT: Final = "an offer of sexually explicit content"
ADVERTISING_FOR_ADULTS: Final = (
    Wording(
        means=EXPLICIT,
        because="Sexually oriented material (15 U.S.C. 7704(d)(4)) is sold, not agreed on by mail.",
        plainly="""horny; hardcore; sluts; porno; nude pics; cum; milf; pussy; xxx videos; xxx sex;
            sex videos; sex video; sex pics; sex chat; live sex; live sex cams; hot sex; hardcore
            sex; oral sex; blowjob; blowjobs; gangbang; orgy; orgasms; nude girls; nude women;
            naked girls; naked women; naked teens; horny girls; horny women; hentai; bdsm;
            swingers; camgirls; cam girls; strip tease; striptease; nude photos; cock; cocks;
            tits; cumshot""",
    ),
    Wording(
        means="an offer of adult content",
        because="Nobody is sent these as business already agreed on.",
        plainly="""secret admirer; crush on you; someone loves you; someone likes you; t'aime en
            secret; flashé sur toi; verliebt in dich; sex life; your love life; love life; hot
            girls; hot girl; sexy; adults only; adult site; adult oyunlar; must be 18; at least
            18; looking for love; escort; escorts; hookup; hook up; singles in your area; meet
            singles; married women; webcams; babes; sex toys; adult toys; adult dating; erotic;
            erotica; fetish; nudes; pornography; anal; orgasm; fuck; fucking""",
        maybe="""shaved; sweeties; uncensored; intimate; kinky; seductive; girls; girl; hot; adult;
            xxx; sexual; sex; porn; nude; naked; webcam; singles; dating; body; cheating; flirt;
            lonely""",
    ),
)

"""The wording of income, money, credit, insurance and remedies that are held out to strangers."""

from __future__ import annotations

from typing import Final

from filters.email.category.wording.vocabulary import Wording

ADVERTISING_OF_GAIN: Final = (
    Wording(
        means="a promise of income or gain",
        because="A business or investment opportunity is a product (16 CFR 437).",
        plainly="""does your website; sites that convert; to sponsor our; sponsorship opportunity;
            sponsorship packages; packages start at; could save you; save you up to; our
            proposal for; worth a quick; worth a 5; manufacturer of; manufacturers of;
            competitive price; our catalog; our catalogue; our price list; send you our; if you
            are interested; our company offers; offer you our; bumping this; partnership
            opportunity; work from home; working from home; work at home; working at home; home
            business; home based business; home based; home-based business; internet business;
            business opportunity; make money; making money; earn money; extra money; extra
            income; extra cash; money making; money-making; your own boss; financial freedom;
            financially independent; financial future; income opportunity; investment
            opportunity; cash generating; earn up to; get paid; multi level; mlm; residual
            income; passive income; get rich; millionaire; millionaires; make a million; stock
            alert; stock symbol; stock pick; hot stock; undervalued; strong buy; otcbb; otc bb;
            penny stock; casino; casinos; lottery; grant money; cash grant; lots of money; more
            money; annuity; annuities; huge profits; mass email; bulk email; bulk e-mail;
            opt-in email; million emails; email advertise; email marketing; commission;
            commissions; cash bonus; cash bonuses; income; refinance; per hour; homeworkers;
            seminar sales; increase your sales; internet marketing; target list; stock market;
            investment; investors; grow your business; grow your sales; boost your; increase
            your revenue; increase revenue; more customers; get more leads; more leads; lead
            generation; generate leads; qualified leads; double your; save you time; save time
            and money; save your company; cut costs; reduce costs; first page of google; page
            of google; search engine optimization; seo; seo services; rank your; search engine
            rankings; web design; website design; app development; outsourcing; guest post;
            backlinks; link building; website traffic; more traffic; work with companies; we
            help companies; we help businesses; companies like yours; businesses like yours;
            helping companies; helped companies; we work with; we specialize; we specialise;
            our solution; our solutions; our clients; your competitors; i'd love to show you;
            love to show you; worth a chat; quick call; hop on a call; jump on a call; 5 minute
            call; 5 minutes of your time; 5-minute call; interested in learning; came across
            your; your pain points; crypto; bitcoin; trading signals; forex; extra source of
            income; financially free; mentorship; masterclass; mastermind; be rich; quick
            money; cash flow; guaranteed income; guaranteed returns; high returns; side hustle""",
        maybe="""$5 per month; $5 a week; $5 per week; $5 a day; money; profit; profits; earn;
            earning; earnings; invest; investing; million; cash; wealth; rich; trading; shares;
            stock; stocks; revenue; revenues; market; marketing; advertise; advertising; leads;
            prospects; program; grants; from home; financial; email addresses; targeted;
            successful; wealthy; reaching out; reach out; demo; growth; boost; scale; expert;
            experts; clients; conversions; competitive; innovative; leading; save time;
            webinar; entrepreneur; entrepreneurs; opportunities; producers; manufacturer;
            supplier; suppliers; our platform""",
    ),
    Wording(
        means="a proposal of money to share",
        because="Advance-fee letters solicit; they confirm nothing that was agreed on.",
        plainly="""business proposal; strictly confidential; strictest confidentiality; utmost
            confidence; urgent business; next of kin; million united states dollars; million us
            dollars; million dollars; us$5; transfer the sum; foreign account; business
            relationship; business assistance; business partnership; mutual benefit; late
            husband; late father; barrister; nigeria; lagos; high confidentiality; confidential
            business; offshore; united states dollars""",
        maybe="""confidential; confidentiality; transaction; transfer; assistance; attn; trust;
            bank; fund; funds; proposal; dear sir; dear friend; deceased; africa; partnership;
            foreign""",
    ),
    Wording(
        means="an offer of credit or insurance",
        because="Loans and policies are products; mail about one's own begins with that.",
        plainly="""approved for $5; approved for up; approved up to; pre-approved for; mortgage
            rate; mortgage rates; refinancing; home loan; home loans; lenders; life insurance;
            insurance companies; insurance quote; term life; auto insurance; health insurance;
            bad credit; good credit; credit check; credit checks; perfect credit; credit
            repair; repair your credit; your credit doesn't; your credit yourself; your credit
            right; credit problems; debt consolidation; consolidate; debt free; your debts;
            creditors; cash advance; pre-approved; lowest rates; low rates; best rate; best
            rates; best mortgage; a mortgage; fixed rate; fixed payment; interest rates;
            interest rate; merchant account; accept credit cards; take credit cards; credit
            card processing; extended warranty; auto warranty; legal advice; judgments;
            approval rate; everyone approved; get approved; online approval; monthly payments;
            get covered; policies as low; pre-qualified; prequalified; pre-selected;
            preselected; you qualify; you may qualify; 0% apr; 5% apr; low apr; balance
            transfer; intro apr; no annual fee; compare rates; compare quotes; lower your rate;
            lower your payment; lower your bills; lower your monthly; personal loan; payday
            loan; business loan; business funding; working capital; line of credit; refi; loan
            officer; student loan; reverse mortgage; switch and save; atm card; credit report;
            credit score; free credit""",
        maybe="""loan; loans; credit; debt; debts; insurance; rate; rates; quote; quotes; insured;
            policy; policies; lender; coverage; approval; approved; mortgage; homeowner;
            homeowners; payments; warranty; apr; lending; borrow; premium; premiums; savings
            account""",
    ),
    Wording(
        means="an offer of remedies",
        because="Nobody is sent these as business already agreed on.",
        plainly="""viagra; cialis; herbal; weight loss; lose weight; lose inches; penis; penile;
            enlargement; sex drive; increase your size; all natural; online pharmacy;
            prescription drugs; no prescription; hgh; growth hormone; anti-aging; anti aging;
            hair loss; testosterone; libido; erections; pheromone; pheromones; supplement;
            supplements; toners; toner; inkjets; inkjet; ink cartridges; inkjet cartridges;
            satellite channels; satellite system; university diploma; diplomas; herbs;
            cigarettes; weight while; privacy software; spy software; background checks; cbd;
            hemp oil; keto; fat burner; burn fat; belly fat; male enhancement; diet pills;
            miracle; detox""",
        maybe="health; natural; pills; drugs; medication; diet; breakthrough; dvd",
    ),
)

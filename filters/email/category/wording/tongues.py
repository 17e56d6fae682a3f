"""The words that no text of a language does without: by them is known what language it is in."""

# ruff: noqa: RUF001 - other alphabets are what this file is about

from __future__ import annotations

from typing import Final

FUNCTION_WORDS: Final = {
    "en": """the be to of and a in that have i it for not on with he as you do at this but his by
        from they we say her she or an will my one all would there their what so up out if about
        who get which go me when make can like time no just him know take into your good some could
        them see other than then now look only come its over think also back after use how our
        work first well way even want because any these give day most us is are was were been has
        had did does am i'm i'll i've it's don't can't we'll you're that's let's thanks thank ok
        okay yes hi hello dear please sorry sure best regards fine great again here tomorrow today
        monday tuesday wednesday thursday friday saturday sunday""",
    "de": """der die das und ist in den von zu mit sich des auf fur nicht ein eine einen einem
        einer als auch es an werden aus er hat dass sie nach wird bei um am sind noch wie uber so
        zum war haben nur oder aber vor zur bis mehr durch man ich du wir ihr mich mir dir dich uns
        euch mein dein sein kann wenn schon hier da dann jetzt sehr danke bitte ja nein hallo liebe
        lieber gruss grusse gruse viele herzliche guten gern gerne morgen heute ihnen ihre ihren
        ihrem unser kein keine im beim vom was wer wo""",
    "fr": """le la les de des du un une et est en a au aux que qui dans ce il elle pour pas sur se
        plus par je avec tout faire son sa ses mais nous vous comme ou si leur y mon ma mes ton ta
        tes notre votre cette ces on sont etre avoir ai as avons avez ont j'ai c'est d'un d'une
        qu'il n'est merci bonjour salut oui non bien tres bises cordialement demain aujourd'hui
        tu te me moi toi quand quel sera suis""",
    "es": """de la que el en y a los se del las un por con no una su para es al lo como mas o pero
        sus le ha me si sin sobre este ya entre cuando todo esta ser son dos tambien fue habia era
        muy anos hasta desde mi te tu nos gracias hola saludos abrazo manana hoy yo ella usted
        porque donde estoy tengo puedo bien eso esto""",
    "it": """di e il la che in a per un del non si una sono le dei della con da come ha i al piu
        lo alla ma gli nel o anche se mi ci ti questo questa delle suo era dalla sua tutto tra io
        tu noi voi cosa quando grazie ciao saluti domani oggi si' no bene molto essere ho hai
        abbiamo per favore l'ho c'e e' dove chi""",
    "pt": """de a o que e do da em um para com nao uma os no se na por mais as dos como mas ao ele
        das seu sua ou quando muito nos ja eu tambem so pelo pela ate isso ela entre era depois sem
        mesmo aos ter seus quem nas me esse eles voce obrigado obrigada ola oi abraco amanha hoje
        esta este sao foi tem bem minha meu""",
    "nl": """de en van ik te dat die in een hij het niet zijn is was op aan met als voor had er
        maar om hem dan zou of wat mijn men dit zo door over ze zich bij ook tot je mij uit der
        daar haar naar heb hoe heeft hebben deze u want nog zal me zij nu ge geen omdat iets worden
        toch al waren veel meer doen toen moet ben zonder kan hun dus alles onder ja eens hier wie
        werd altijd wordt wel dank bedankt hallo groet groeten morgen vandaag graag we wij jij
        onze""",
    "pl": """i w na z do nie sie to jest ze o jak a po co tak za od ale juz dla czy mnie przez
        tylko jego przy byc bylo byl ma sa tym ten ta te tego ja ty on ona my wy oni ich mi ci go
        jestem mam bardzo dzien dobry dziekuje prosze czesc pozdrawiam jutro dzisiaj moze bo gdy
        kiedy gdzie tez pod przed""",
    "sv": """och i att det som en pa ar av for med den till inte har de ett om jag men var sig fran
        vi sa kan nar ar du han hon min din ska skulle ocksa hej tack halsningar imorgon idag mig
        dig oss er inget mycket bra nu har da eller ut upp""",
    "da": """og i at det er en til af pa for med den de der ikke som har et om jeg men var sig fra
        vi sa kan nar du han hun min din skal skulle ogsa hej tak hilsen imorgen idag mig dig os
        ikke meget godt nu her da eller ud op blev vil havde bliver""",
    "fi": """ja on ei se etta han oli mutta ovat kun niin kuin joka mika minä mina sina me te he
        ole olen voi jos myos tai sen sita kanssa nyt vain viela hei terve kiitos terveisin huomenna
        tanaan joo kylla en et ollut jo mita siina tama tassa""",
    "tr": """ve bir bu da de icin ile ne o ben sen biz siz ama gibi daha cok var yok mi mu degil
        her kadar sonra olarak olan ki en iyi merhaba tesekkurler tesekkur selam evet hayir yarin
        bugun bana sana bizim benim senin nasil simdi""",
    "ru": """и в не на я что он с как это а то по все она так его но да ты к у же вы за бы мне
        было вот от меня еще нет о из ему когда для мы их чем была сам чтобы без будто если или
        быть был до вас здравствуйте привет спасибо пожалуйста завтра сегодня уважением можно
        очень только уже будет""",
}
"""Accents do not count."""

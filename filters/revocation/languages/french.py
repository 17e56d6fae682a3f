"""The words of French, without accents."""

from __future__ import annotations

from typing import Final

from filters.revocation.grammar import grammar

_MACROS: Final = {
    "w": r"[a-z0-9]+",
    "gap": r"(?!(?:et|mais|ou|commande|facture|rendez)\b){w} ",
    "start": r"(?:^|(?<=, )|(?<=_ )|(?<=et )|(?<=svp )|(?<=veuillez )|(?<=de )|(?<=merci )|(?<=bonjour )|(?<=vous ))",
    "mail": (
        r"mails?|emails?|courriels?|courriers?|messages?|sms|textos?|newsletters?|newletters?"
        r"|infolettres?|pubs?|publicites?|spams?|pourriels?|promos?|promotions?|offres?|notifications?"
        r"|alertes?|annonces?|communications?|sollicitations?|relances?|lettres?|informations?|infos?"
        r"|demarchage|publipostage|mailings?|envois?|appels?|prospection|propositions?|conneries|merdes?"
        r"|textes?|nouvelles|actualites|rappels?|bulletins?"
    ),
    "list": (
        r"listes?|fichiers?|bases?|registres?|diffusion|newsletter|mailings?|envois?|systemes?"
        r"|repertoires?|abonnements?|contacts|carnet|destinataires|donnees|abonnes|tout|mails|lettre"
        r"|emails|courriels|listing|annuaire|distribution|infolettre|base|ici|communications"
    ),
    "send": (
        r"envoy(?:er|ez|es|e)|envoi(?:e|es)|ecri(?:re|vez|s|ve)|contact(?:er|ez|e|es)|spamm(?:er|ez|e)"
        r"|harcel(?:er|ez|e)|derang(?:er|ez|e|es)|importun(?:er|ez|e)|sollicit(?:er|ez|e)|relanc(?:er|ez|e)"
        r"|appel(?:er|ez|le|les)|text(?:er|ez|e|oter)|adress(?:er|ez|e)|embet(?:er|ez|e)|inond(?:er|ez|e)"
        r"|bombard(?:er|ez|e)|transmettre|expedier|demarcher|demarchez|saouler|emmerder|faire chier|polluer"
        r"|envahir|joindre|prospecter"
    ),
    "me": (
        r"(?:moi|nous|me|m|ADDR|NUM|(?:de )?(?:mon|mes|notre|nos|cette|ce|l|cet|votre) (?:{w} )?(?:adresses?|numeros?"
        r"|noms?|mails?|emails?|courriel|contacts?|coordonnees|donnees|telephone|portable|mobile|inscription|boite)"
        r"(?: (?:mail|email|e mail|electronique|de telephone|de portable|courriel|de mail|de courriel|personnelles))*)"
    ),
    "remove": (
        r"(?:retir|supprim|enlev|effac|ot|radi|elimin|desinscri|desabonn|exclu|ray|biff)(?:ez|er|e|s|es|r|re|vez|iez|viez)"
        r"|ray(?:ez|er)|raie|sort(?:ez|ir|s)|vir(?:ez|er|e)|radiez|exclure|faire sortir"
    ),
    "removed": r"(?:retire|supprime|enleve|raye|efface|ote|radie|desinscrit|desabonne|elimine|exclu)(?:e|s|es)?",
    "want": (
        r"veux|veut|voulons|souhaite|souhaitons|desire|desirons|voudrais|voudrions|aimerais|aimerions"
        r"|tiens|tenons|prefere|preferons|souhaiterais|souhaiterions|accepte|acceptons|demande|demandons|prefererais|entends"
    ),
    "thing": (
        r"commandes?|rendez vous|rdv|reservation|facture|paiement|livraison|colis|contrat|compte|achat"
        r"|rendezvous|vol|billet|cours|reunion|seance|forfait|assurance|carte|visite|intervention|devis"
        r"|prelevement|article|articles|produit|panier|salle|ligne|internet|electricite"
    ),
    "end": r"(?=(?: (?:thanks|thank you|asap|svp|stp|s il vous plait|s il te plait|merci|plus|jamais|du tout|desormais|maintenant|immediatement|a l avenir|tout de suite|d avance|definitivement|urgent|de suite|par avance|dorenavant))*(?: (?:,|_|et|mais|car|ou|parce|je|c est|cela|vous|votre|depuis|qui|que)(?!\S)|$))",
}

FRENCH: Final = grammar(
    _MACROS,
    r"""
[keyword]
(?:arret|arrete|arretez|arreter|arretes|desabonner|desabonnement|desinscription|desinscrire|desabonnez)
(?:desinscrivez|desabonnez moi|desinscrivez moi|me desabonner|me desinscrire|stoppez|stopper|cessez|fin)
(?:annuler|ca suffit|assez|plus jamais|supprimez moi|retirez moi|plus rien|resilier|resiliation|desabonne|basta)
(?:arretez ca|arretez tout|stop pub|stop sms|stop mail|stop mails|stop spam|desabonne moi|je me desabonne|degagez)
[filler]
(?:s il vous plait|s il te plait|svp|stp|merci|merci d avance|merci beaucoup|bonjour|bonsoir|salut|madame)
(?:monsieur|messieurs|cordialement|bien a vous|maintenant|tout de suite|immediatement|de suite|oui|non(?= ,|$)|j ai dit)
(?:a tous|et|veuillez|salutations|bonne journee|urgent|je repete|enfin|definitivement|encore une fois|moi)
[elsewhere]
(?:abonnement|inscription|souscription) (?:de|du|d|au|a|aux|pour)(?! (?:{w} ){0,4}?(?:{mail}|{list}|vous|vos|votre)(?!\S))(?: {w}){1,4}
vous n (?:arretez|cessez) (?:pas|jamais|plus) de (?:m |nous |me )?(?:ecri|envoy|appel|relanc|harcel|derang|spam|texto|s?ollicit)\w*
vous ne (?:me|nous) (?:retirez|supprimez|enlevez|rayez|sortez) (?:pas|jamais|toujours pas)
[core]
(?:ne |n )?(?:{want}|voulez) (?:plus|pas|plus jamais|jamais|aucun|aucune|rien)(?: {w}){0,6}? (?:{mail}|recevoir(?! (?:le|la|les|un|une|mon|ma|mes|l|du|cette|ce) (?!(?:{w} )?(?:{mail}|{list})))|contactee?s?|sollicitee?s?)
(?:ne |n |de ne )(?:plus |pas |jamais |rien )*(?:me |m |nous |l )?(?:{send})(?! (?:plus |pas )?(?:le|la|les|l|un|une|mon|ma|ce|cette|au) (?!{mail}))(?: (?:plus|pas|jamais|rien|moi|nous))*
(?:arret(?:ez|er|e|es)|cess(?:ez|er|e)|stopp(?:ez|er|e)|stop|marre de|assez de)(?: (?:svp|moi|de|d|avec|a|vos|ces|les|tous|toutes|vous|m|me|nous|tout|l|votre|cette|ce|cet|tes|immediatement|s il vous plait|maintenant|envoi|envois)){0,6} (?:{mail}|{send})
(?:{remove})(?: moi| nous)? (?:{me})(?: (?:de|des|du|d|dans|sur))(?: {w}){0,5}
(?:{remove}) (?:moi|nous) (?:de|des|du)(?: {w}){0,5}
(?:plus|pas|aucun|aucune|ni)(?: (?:de|d|un|une|seul|seule|vos|votre))* (?:mails?|emails?|courriels?|sms|textos?|newsletters?|pubs?|publicites?|spams?|promos?|relances?|messages?)
ca suffit(?: (?:avec|de|tous|toutes|les|vos|ces|tes|comme)){0,3} (?:{mail})
l?ache[zrs]? (?:moi|nous)(?: {w}){0,3}
[insistent]
si vous (?:n arretez|ne cessez|ne stoppez|continuez)(?: {w}){0,12}
comment (?:puis je|je peux|faire pour|peut on|fait on pour|je fais pour|se|me|est ce que je peux|dois je faire pour|on|est ce qu on)(?: {w}){0,2} ?(?:desabonner|desinscrire|desabonne|desinscrit|ne plus recevoir|arreter (?:{gap}){0,3}(?:{mail}|ca|cela)|annuler (?:{gap}){0,2}abonnement|resilier (?:{gap}){0,2}abonnement|sortir de|etre retire)(?: {w}){0,6}
(?:je )?(?:n arrive pas a|ne parviens pas a|ne peux pas|n ai pas reussi a|ne trouve pas comment|ne sais pas comment|essaie de|impossible de|j ai essaye de|j essaie de|tente de|n arrive plus a|j ai tente de|essaye de)(?: {w}){0,3} (?:desabonner|desinscrire|ne plus recevoir|sortir de)(?: {w}){0,6}
(?:je me suis|je m etais|j ai)(?: {w}){0,2} (?:desabonnee?|desinscrite?|demande (?:a etre {removed}|ma desinscription|mon desabonnement))(?: {w}){0,8}? (?:et|mais|pourtant|toujours|encore|fois|deja)(?: {w}){0,8}
(?:je vous ai|je t ai|nous vous avons|je vous avais)(?: {w}){0,2} (?:demande|dit)(?: {w}){0,3} (?:d arreter|de (?:ne plus|me|cesser|retirer|supprimer)|stop|d etre)(?: {w}){0,6}
[innocent]
n (?:arretez|arrete|arreter|arretes)(?: (?:surtout|jamais|pas|plus))+(?: (?!mais|et|,){w}){0,8}
ne (?:vous |t |me |nous |m )?(?:arretez|cessez|stoppez|desabonnez|desinscrivez|retirez|supprimez|enlevez|rayez|effacez|annulez)(?: (?:moi|nous))?(?: (?:surtout|jamais|pas))+(?: (?!mais|et|,){w}){0,8}
ne (?:surtout )?pas (?:(?:me|nous|m) )?(?:desabonner|desinscrire|retirer|supprimer|enlever|arreter|cesser|annuler)(?: (?!mais|et|,){w}){0,8}
(?:ne|n) (?:{want}|veux|ai|avais|est|suis|etais) (?:pas|jamais|nullement)(?: {w}){0,3} (?:me desabonner|me desinscrire|desabonner|desinscrire|desabonnee?|desinscrite?|etre {removed}|que vous (?:me )?(?:retiriez|supprimiez|arretiez)|arreter|annuler|resilier)(?: (?!mais|et|,){w}){0,8}
sans (?:me |vous |se )?(?:desabonner|desinscrire|arreter)(?: {w}){0,4}
(?:je|nous|on) (?:ne|n) (?:recois|recoit|recevons|ai|avons|avait) (?:plus|pas|rien|toujours pas|jamais)(?: (?:recu|de|aucun|aucune|d))?(?: (?!mais|et|,){w}){0,8}
(?:je|nous) recois plus(?: {w}){0,5}
pourquoi (?:{w} ){0,6}?(?:arrete|desabonnee?|desinscrite?|supprime|plus)(?: {w}){0,6}
(?:quand|combien|qui|que se passe t il|qu arrive t il|quel|quelle|quels|ou) (?:{w} ){0,6}?(?:arrete|desabonnent|desabonne|desinscrire|desabonner|desabonnement|desinscription|arret)(?: {w}){0,6}
(?:que si|si|avant que|quand) (?:je|on|vous|il|les gens|un client|elle|nos clients) (?:{w} ){0,4}?(?:desabonner?|desinscri\w+|arretes?|arretait)(?: (?!mais|et){w}){0,6}
(?:le|un|votre|ce|aucun|du|au|les|vos|lien|bouton|page|formulaire|option)(?: {w}){0,2}? (?:de |pour |la |se |me |vous |d )*(?:desinscription|desabonnement|desabonner|desinscrire)(?: {w}){0,6}
(?:j ai|je me suis|vous m avez|on m a|vous avez|j ai ete|je suis|ai je|suis je)(?: (?:ete|peut etre|encore|toujours|par erreur|sans le vouloir|moi))* (?:desabonnee?|desinscrite?|{removed}|arrete)(?: (?!mais|et|,){w}){0,8}
(?:arret|arrets) (?:de (?:bus|tram|travail|train|jeu)|maladie|du|au|cardiaque|a|{w} {w})(?: {w}){0,4}
(?:l|un|mon|en|sans|cet|aux|d|prochain|dernier|votre|son|premier|bon|chaque|notre) arret(?: {w}){0,4}
(?:je m|il s|elle s|on s|tu t|nous nous|vous vous|s|m|j|ne|y) ?(?:arrete|arretes|arretons|arreter|arreterai|arreterons|arretez)(?! de (?:m|me|nous))(?: (?!mais|et){w}){0,8}
arretez vous(?: {w}){0,6}
arret(?:ez|er|e) (?:de |d )(?!{send}|m |me |nous |vos|ces|les|tout){w}(?: {w}){0,6}
(?:annul(?:er|ez|e)|supprim(?:er|ez|e)|retir(?:er|ez|e)|enlev(?:er|ez|e)|arret(?:er|ez|e)|resili(?:er|ez|e)|stopp(?:er|ez)|deplacer|modifier|changer|reporter) (?:(?:mon|ma|mes|la|le|les|un|une|notre|ce|cet|cette|l|votre|de|du) )*(?:{w} ){0,2}?(?:{thing}|photo|commentaire|rendez vous|evenement|tache|filtre|frais)(?: (?!mais|et|,){w}){0,8}
(?:fin|la fin|en fin|fin de|a la fin) (?:de|du|d|la|semaine|mois|journee)(?: {w}){0,4}
(?:a|en|au|la|sa|une) fin(?: {w}){0,4}
(?:n hesitez|n hesite) pas(?: {w}){0,8}
ne (?:manquez|oubliez|perdez) (?:pas|plus)(?: {w}){0,6}
pour (?:vous |se |te )?(?:desabonner|desinscrire|ne plus recevoir|arreter)(?: {w}){0,6}(?: ,)? (?:cliquez|repondez|envoyez|visitez|rendez|merci de cliquer|suivez|stop)(?: {w}){0,6}
(?:repondez|envoyez|tapez|repondre|envoyer)(?: par)? (?:stop|arret)(?: {w}){0,6}
(?:vous pouvez|on peut|chacun peut) (?:{w} ){0,3}?(?:desabonner|desinscrire)(?: {w}){0,6}
pas interessee? par (?:le|la|cet|cette|ce|un|une) (?!mail|newsletter|offre|pub|liste|infolettre){w}(?: {w}){0,6}
[doubtful]
(?:si|ou|sinon|sans quoi|faute de quoi)(?: {w}){0,8} je (?:me )?(?:desabonne|desabonnerai|desinscris|desinscrirai|vais me)(?: {w}){0,4}
(?:je vais|je pense|j envisage|je songe|j hesite|j ai failli|je suis tente|peut etre)(?: {w}){0,4} (?:desabonner|desinscrire)(?: {w}){0,4}
(?:mon|ma|mes|notre|le|la|ce|cette|un|une) (?:{w} ){0,2}?(?:mere|pere|femme|mari|epoux|epouse|fils|fille|frere|soeur|collegue|ami|amie|patron|client|cliente|grand mere)(?: {w}){0,3} (?:souhaite|veut|ne veut|ne souhaite|demande|aimerait|voudrait)(?: {w}){0,8}
(?:{remove}) (?:ma |mon |notre |le |la )(?:{w} )?(?:mere|pere|femme|mari|collegue|ami|amie|client|cliente|epouse|frere|soeur)(?: {w}){0,8}
(?:supprim|effac|ferm|clotur|elimin)(?:ez|er|e) (?:mon|mes|notre|le|l ensemble de mes) (?:compte|donnees|profil|informations|donnees personnelles)(?! (?:de|d) (?:votre|vos|la|cette))(?: {w}){0,4}
(?:(?:ne|de ne) (?:me |m |nous )?(?:pas |plus )?{send}(?: pas| plus)?|arret(?:ez|er|e) (?:de |d )(?:m |me |nous )?{send})(?: {w}){0,3} (?:le (?:dimanche|samedi|week|weekend|soir|matin)|la nuit|pendant|si tot|si tard|autant|si souvent|aussi souvent|avant|apres|en (?:anglais|espagnol)|deux fois|par (?:courrier|telephone|fax)|tous les jours|trop)(?: {w}){0,6}
(?:moins de|trop de|autant de) {mail}(?: {w}){0,4}
(?:comment|ou) avez vous (?:eu|obtenu|trouve)(?: {w}){0,4}
(?:c est|que du) (?:du )?spam
(?:desabonn|desinscri|retir)\w+(?: {w}){0,6} (?:mais|uniquement|seulement|pas de)(?: {w}){0,8}
[definite]
refus(?:e|ons)(?: {w}){0,3} (?:recevoir|etre|tout|toute|vos)(?: {w}){0,6}
(?:arret(?:ez|er|e|es)|cess(?:ez|er|e)|stopp(?:ez|er|e)|stop)(?: (?:svp|immediatement|tout de suite|maintenant|s il vous plait|moi|merci|enfin|donc|par pitie))* (?:(?:de |d )(?:(?:m |me |nous |tout |l )*)(?:{send})|(?:avec )?(?:vos|ces|les|tous ces|tous vos|cet|tout|toutes|votre|toute|cette|l|tes|ce|d|a vos|aux|avec les) ?(?:{gap}){0,3}(?:{mail}|harcelement|spam))(?: {w}){0,6}
(?:de |d |merci de |veuillez |veillez a |priere de |il faut |vous demande de |svp |pouvez vous )*ne (?:plus|pas|jamais|surtout plus|plus jamais) (?:(?:m |me |nous |rien |l |les )*)(?:{send}|recevoir|etre (?:contactee?s?|sollicitee?s?|relancee?s?|abonnee?s?|inscrite?s?|derangee?s?|importunee?s?|demarchee?s?|sur|dans|destinataire)|figurer|faire partie|apparaitre)(?: (?:{gap}){0,6}(?:{mail}|{list}|moi|part|vous|rien)|{end})
ne (?:m |me |nous )(?:{send}) (?:plus|jamais|rien|plus jamais|surtout plus)(?: {w}){0,6}
ne (?:m |me |nous )(?:{send}) pas(?: (?:de |d |vos |ces |des )(?:{gap}){0,2}(?:{mail})|{end})(?: {w}){0,3}
(?:m |me |nous )(?:{send}) (?:plus|plus jamais|plus rien)(?: {w}){0,5}
(?:n |ne )(?:{send}) plus(?: {w}){0,6}
(?:ne |n )?(?:{want})(?: a)? (?:plus|pas|ne plus|ne pas|plus jamais|pas du tout|plus du tout|jamais)(?: (?:continuer|a|que|vous|me|m|nous|de|en|rien|jamais))* ?(?:recevoir(?! (?:le|la|les|un|une|mon|ma|mes|l|du|cette|ce) (?!(?:{w} )?(?:{mail}|{list}|prochain)))|avoir|voir|lire|etre (?:contactee?s?|sollicitee?s?|relancee?s?|abonnee?s?|inscrite?s?|derangee?s?|sur|dans|importunee?s?|destinataire)|{send}|envoyiez|contactiez|ecriviez|figurer|faire partie|entendre parler|continuer|apparaitre)(?: (?:{gap}){0,6}(?:{mail}|{list}|vous|part|rien|cela|ca|ceux|infos))?(?: {w}){0,4}
(?:ne |n )(?:{want}) plus (?:de |d |aucun |aucune |vos |ces |cette |votre |rien |du tout )+(?:{gap}){0,3}(?:{mail}|vous)?(?: {w}){0,4}
(?:plus|pas) (?:de |d |aucun |aucune |un seul )(?:{gap}){0,2}?(?:{mail})(?: (?:svp|merci|s il vous plait|de votre part|a cette adresse|publicitaires?|commerciaux|de vous|pour moi|pour nous|de ce genre|sur {w} {w}))*{end}
{start}(?:desabonn|desinscri)(?:ez|er|re|vez|s|e|t)(?: (?:moi|nous|{me}))?(?: {w}){0,6}
(?:me|nous|m|se) (?:desabonner|desinscrire)(?: {w}){0,6}
(?:je me|je m|nous nous|je) (?:desabonne|desinscris|desabonnons|desinscrivons)(?: {w}){0,5}
(?:demande|souhaite|veux|voudrais|desire|confirmer|procede[rz] a|effectuer|prendre en compte|enregistrer|aimerais|confirme|sollicite|proceder|valider|exige)(?: {w}){0,2} (?:mon|ma|notre|la|une|le|a ma|a mon|de) (?:desabonnement|desinscription|suppression|retrait|radiation)(?: {w}){0,6}
(?:desabonnement|desinscription)(?: (?:de|du|a|la|votre|vos|newsletter|liste|immediate?|demandee?|svp|mailing|infolettre))*$
(?:{remove}) (?:{me})(?: {w}){0,2}? (?:de|des|du|d|a) (?:{gap}){0,5}(?:{list})(?: {w}){0,4}
(?:me|m|nous) (?:{remove})(?: {w}){0,2}? (?:de|des|du) (?:{gap}){0,5}(?:{list})(?: {w}){0,4}
(?:{remove}) (?:moi(?: (?:de|d) (?:la|ici|tout|partout|cette liste))?|nous|mon (?:adresse|numero|mail|email|nom|contact|courriel)(?: (?:mail|email|e mail))?|mes coordonnees|cette adresse|ce numero|ADDR|NUM){end}
(?:etre|sois|soit|soient) (?:{removed})(?: {w}){0,2}? (?:de|des|du) (?:{gap}){0,5}(?:{list})(?: {w}){0,4}
(?:sortir|faire sortir|partir) de (?:{gap}){0,3}(?:{list})
(?:annul(?:er|ez|e)|resili(?:er|ez|e)|mettre fin a|mettez fin a|terminer|suspendre) (?:{gap}){0,3}(?:abonnement|inscription|souscription)(?: (?:a|au|aux|de) (?:{gap}){0,4}(?:{mail}))?(?: {w}){0,4}
(?:laissez|laisse|fichez|foutez|fous|fiche|lachez|lache)(?: moi| nous)? (?:tranquilles?|la paix|en paix)(?: {w}){0,3}
(?:retire|revoque|annule|retirons|revoquons)(?: {w}){0,2} (?:consentement|autorisation|accord)(?: {w}){0,6}
(?:m oppose|nous opposons|opposition)(?: {w}){0,3} (?:a|au|aux|traitement|utilisation|reception|prospection)(?: {w}){0,6}
(?:n )?(?:avez|ai|as) (?:pas|jamais)(?: {w}){0,2} (?:mon|notre|de) (?:consentement|accord|autorisation|permission)(?: {w}){0,4}
oubliez (?:mon|ce|cette) (?:numero|adresse|mail)
[probable]
(?:(?:je )?(?:ne |n )?(?:suis|sommes|serai) )?(?:pas|plus|absolument pas|pas du tout|plus du tout|aucunement|nullement|non)(?: ou plus)? (?:du tout )?interesse(?:e|s|es)?(?: (?:du tout|par|merci|desormais|ni|vos|ces|votre|cette|les|ce|que|vous|proposez|ca|cela|recevoir|a|de))*(?: (?:{mail}|{list}|produits?|services?|proposez|vendez))?{end}
(?:ca|cela|ce|cette|vos|votre|ces|ceci|rien|qui)(?: {w}){0,3}? (?:ne |n )?m (?:interessent|interesse)(?: plus| pas)+(?: du tout)?(?: {w}){0,3}
(?:aucun|sans|pas d) interet{end}
(?:mauvais|faux|pas le bon|erreur de) numero(?: {w}){0,4}
(?:vous (?:vous )?(?:trompez|etes trompes?)|vous faites erreur|tu te trompes) (?:de|sur) (?:numero|personne|la personne)(?: {w}){0,3}
(?:ce n est|c est) (?:plus|pas) le numero de {w}(?: {w}){0,3}
(?:je ne|je n|nous n|nous ne|j ai|ne|n)(?: (?:me|suis|ai|avons|m|nous|sommes|ete))* (?:jamais|pas|rien)(?: (?:ete|me))?(?: {w})? ?(?:inscrite?s?|abonnee?s?|demande|souscrit|consenti|autorise|donne (?:mon )?(?:accord|consentement|adresse|numero))(?: (?:a|au|aux|de|ces|cette|vos|votre|ce|recevoir|la|l|d|mon|etre|ca|cela|pour|sur|{mail}|{list}|contactee?))*{end}
(?:marre|ras le bol|assez|lasse?|fatiguee?|saturee?|en ai assez) (?:de|d|par) (?:{gap}){0,4}(?:{mail}|ca|cela)(?: {w}){0,4}
(?:allez vous faire|va te faire|foutez le camp|degagez|barrez vous|casse toi)(?: {w}){0,4}
[loose]
(?:desabonn\w+|desinscri\w+|ne plus (?:recevoir|etre))
[optin]
(?:abonnez moi|inscrivez moi|reabonnez moi|reinscrivez moi|m abonner|m inscrire|me reabonner|me reinscrire|s abonner|reprendre|debut|demarrer)(?: {w}){0,6}
(?:je (?:souhaite|veux|voudrais|aimerais|desire))(?: {w}){0,2} (?:recevoir|m abonner|m inscrire|etre abonnee?|etre inscrite?|me reabonner)(?: {w}){0,6}
(?:ajoutez|remettez|ajouter|rajoutez|remettre) (?:moi|nous|mon {w})(?: {w}){0,6}
[help]
(?:aide|aidez moi|a l aide|infos?|informations?)
[away]
(?:je suis|je serai|nous sommes) (?:actuellement |absente? |en )*(?:absente?|en (?:conge|conges|vacances|deplacement)|hors du bureau|conges?)(?: {w}){0,6}
(?:message|reponse) (?:d absence|automatique)
(?:message automatique)
""",
)

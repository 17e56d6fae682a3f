"""The words of Spanish, without accents."""

from __future__ import annotations

from typing import Final

from filters.revocation.grammar import grammar

_MACROS: Final = {
    "w": r"[a-z0-9]+",
    "gap": r"(?!(?:y|pero|o|pedido|cita|factura)\b){w} ",
    "mail": (
        r"correos?|emails?|mails?|mensajes?|mensajitos|sms|boletin|boletines|newsletters?|publicidad"
        r"|propaganda|spam|promociones|promocion|ofertas?|notificaciones|avisos|alertas|anuncios"
        r"|comunicaciones|comunicados|informacion|textos?|llamadas|cosas|recordatorios|contenido"
        r"|basura|msj|msjs|correspondencia|noticias|novedades|campanas|invitaciones|porquerias?"
    ),
    "list": (
        r"listas?|listados?|base|bases|registros?|sistemas?|boletin|newsletter|suscripcion"
        r"|suscripciones|correos?|envios|mailing|directorio|contactos|difusion|distribucion|archivos?"
        r"|agenda|mensajes|publicidad|notificaciones|grupo|programa|aqui|esto|todo|todas|todos"
    ),
    "send": (
        r"(?:envi|mand)(?:en|e|es|ar|arme|arnos|enme|eis|ando|andome|ame|eme)|escrib(?:an|a|as|ir|irme"
        r"|irnos|anme|iendo|iendome)|contact(?:en|e|es|ar|arme|arnos|enme|ando|andome|eis)"
        r"|(?:llam|molest|text|moleste|acos|hostig|fastidi|bombarde|satur)(?:en|e|es|ar|arme|arnos|enme"
        r"|ando|andome|eis)|remit(?:an|a|ir|irme)|spamear|spameando|hacer spam|joder|jodan|chinguen|chingar"
        r"|ofrecer|ofrecerme|ofrezcan|notificar|notificarme|notifiquen|comunicarse|comunicarme"
    ),
    "me": (
        r"(?:a )?(?:mi|mis|este|esta|el|nuestro|nuestra|la) (?:{w} )?(?:correo|email|mail|numero|direccion"
        r"|nombre|datos|telefono|celular|movil|contacto|cuenta|direcciones|numeros)(?: electronico"
        r"|electronica| de (?:correo|telefono|celular|movil|email|mail)(?: electronico)?)*|ADDR|NUM"
    ),
    "remove": (
        r"(?:elimin|borr|quit|retir|tach|descart|cancel)(?:en|e|a|ar|ad|eis|es)|sa(?:quen|que|ca|car|cad)"
        r"|supriman?|suprimir|remuev(?:an|a|e)|remover|excluy(?:an|a)|excluir|quiten|den|dar|sacar"
    ),
    "removeme": (
        r"(?:elimin|borr|quit|retir|tach)(?:enme|eme|ame|arme|adme|ennos|arnos)|sa(?:quenme|queme|came"
        r"|carme|cadme|carnos|quennos)|supriman?me|suprimirme|remuev(?:anme|ame|eme)|removerme"
        r"|excluy(?:anme|ame)|excluirme|desuscrib(?:anme|ame|eme|irme|idme)|desinscrib(?:anme|ame|eme|irme)"
        r"|desapunt(?:enme|eme|ame|arme)|den de baja"
    ),
    "me_remove": (
        r"(?:me|nos) (?:elimin|borr|quit|retir|tach|excluy|sac|saqu|remuev|suprim)(?:en|e|es|as|an|a|ar|aran|ara|eis|asen|ais)(?: de)?"
        r"|(?:me|nos) (?:den|de|des|dieran|diera|diesen|puedan dar|podrian dar|pueden dar|pueda dar|puede dar|podrian dar|podria dar|dan|da) de baja"
        r"|(?:me|nos) desuscrib(?:an|a|as)|(?:me|nos) excluy(?:an|a)|(?:me|nos) remuev(?:an|a)"
    ),
    "want": r"quiero|queremos|deseo|deseamos|quisiera|quisieramos|necesito|me gustaria|nos gustaria|requiero|apetece|pienso|pretendo|acepto|autorizo",
    "thing": (
        r"pedido|pedidos|cita|citas|reserva|reservacion|compra|orden|envio|factura|pago|turno|contrato"
        r"|cuenta|linea|luz|servicio|tarjeta|seguro|viaje|vuelo|clase|reunion|entrega|paquete|plan|poliza"
        r"|membresia|gimnasio|telefono|internet|visita|sesion|consulta"
    ),
    "end": r"(?=(?: (?:thanks|thank you|asap|por favor|gracias|ya|mas|nunca|nunca mas|jamas|ahora|hoy|de inmediato|inmediatamente|a todos|muchas gracias|senores|es|urgente|en absoluto|en el futuro))*(?: (?:,|_|y|pero|o|porque|ya que|pues|que|no|es|este|les|le)(?!\S)|$))",
}

SPANISH: Final = grammar(
    _MACROS,
    r"""
[keyword]
(?:alto|para|paren|pare|parar|parad|basta|ya basta|basta ya|baja|cancelar|cancelen|cancela|cancele)
(?:salir|detener|detengan|detenganse|no mas|nunca mas|desuscribir|desuscribirme|desinscribir|fin)
(?:desinscribirme|dar de baja|darme de baja|darse de baja|eliminar|eliminarme|quitar|quitarme|borrarme)
(?:terminar|alto ya|para ya|paren ya|parenle|no molestar|no molesten|no molestes|anular suscripcion)
(?:cancelar suscripcion|anular|desuscripcion|baja definitiva|no gracias no mas|dejen de molestar)
(?:no mas mensajes|no mas correos|fuera|largo|eliminenme|borrenme|quitenme|saquenme|stop)
[filler]
(?:por favor|porfa|gracias|muchas gracias|hola|buenas|buenos dias|buenas tardes|buenas noches|ya|ahora)
(?:ahora mismo|senor|senora|senores|saludos|un saludo|atentamente|estimados|estimado|si|inmediatamente)
(?:de inmediato|les pido|le pido|he dicho|dije|todo|todos|urgente|cordialmente|de una vez|por fin)
[elsewhere]
(?:suscripcion|inscripcion|membresia) (?:de|del|al|a|en|para)(?! (?:{w} ){0,4}?(?:{mail}|{list}|ustedes|su|sus)(?!\S))(?: {w}){1,4}
(?:no|nunca) (?:me |nos )?(?:paran|dejan|cesan) de (?:escrib|llam|mand|envi|lleg|molest|fastidi|mensaj)\w+
(?:no|nunca) (?:me|nos) (?:sacan|quitan|eliminan|borran|sacaron|quitaron|eliminaron|borraron|han (?:sacado|quitado|borrado))
[core]
(?:denme|deme|dame|den|dar|darme|doy) d baja
(?:cancelacion|baja|eliminacion|supresion|anulacion) (?:de|del) (?:{w} ){0,2}(?:suscripcion|datos|correo|email|direccion|numero|contacto)
(?:sea|sean|ser|sera|seran) (?:borrad|eliminad|retirad|removid|quitad|excluid|dad|dados de baj|suprimid)[oa]s? (?:de|del) (?:{w} ){0,4}?(?:{list})
(?:no|ya no|nunca|jamas|tampoco) (?:{w} )?(?:{want}|quieren|queremos|ocupo|necesito)(?: (?!perder){w}){0,5}? (?:{mail}|recibir(?! (?:el|la|los|las|un|una|mi|mis|este|esta) (?!(?:{w} )?{mail}))|recibiendo)
(?:no|nunca|jamas|ya no|ni) (?:me |nos |le |les |quiero que me |quiero que |vuelvan a |vuelva a |volver a |vuelvas a |volvieran a |seguir sigan |siga |deben |pueden )*(?:{send})(?! (?:el|la|los|las|lo|un|una|mi|al) (?!{mail}))(?: (?:me|nos|mas|nada|nunca|{mail}|a|este|mi|mi {w}|sus|su|ningun|ninguna))*
(?:dej(?:en|e|a|ar|es|ad|aran)|par(?:en|e|a|ar)|ces(?:en|e|ar)|bast(?:a|e)|termin(?:en|e)|suspend(?:an|a)|deteng(?:an|a)|cancel(?:en|a|e|ar))(?: (?:ya|por favor|de|con|todo|todos|todas|el|la|los|las|sus|estos|estas|tantos|tanto|una vez|tu|tus|su|inmediatamente|envio)){0,6} (?:{send}|{mail}|textear)
(?:{remove}) (?:{me}|esto)(?: {w}){0,4}
(?:{removeme}|{me_remove})
(?:no|ningun|ninguna|nada de|cero|ni un|ni una)(?: (?:mas|de|otro|otra|sus))* (?:{mail})
[insistent]
si no (?:dejan|deja|dejas|paran|para|paras|cesan)(?: {w}){0,12}
(?:como|donde) (?:puedo |podemos |hago para |hacemos para |se puede |le hago para |debo |me |nos )*(?:dar(?:me|nos|se)? de baja|doy de baja|desuscribir(?:me|se|nos)?|desuscribo|desinscribir(?:me|se)?|desinscribo|cancel(?:ar|o) (?:{gap}){0,2}suscripcion|dejar de recibir|borrar(?:me|se)|salir(?:me)?|salgo|eliminar(?:me|se)|quitar(?:me|se))(?: {w}){0,6}
(?:no (?:puedo|logro|consigo|se como|hay forma de|hay manera de|encuentro (?:como|donde|la forma de)|me deja|pude|he podido)|llevo {w} intentando|intente|he intentado|quise|trato de) (?:{w} )?(?:dar(?:me)? de baja|desuscribir(?:me)?|desinscribir(?:me)?|cancelar (?:{gap}){0,2}suscripcion|borrarme)(?: {w}){0,6}
(?:he|hemos|habia) (?:pedido|solicitado|dicho)(?: {w}){0,4} (?:baja|paren|dejen|quiten|borren|eliminen)(?: {w}){0,6}
(?:ya )?(?:me di de baja|me habia dado de baja|me desuscribi|cancele mi suscripcion|pedi la baja|solicite la baja|les pedi que|les dije que|pedi que)(?: {w}){0,8}? (?:y|pero|siguen|sigo|no|dejaran|pararan|quitaran|borraran|todavia|aun)(?: {w}){0,8}
[innocent]
no (?:{w} ){0,4}?(?:dej(?:en|e|es|ar|eis)|par(?:en|e|es|ar|eis)|ces(?:en|e|ar)) (?:nunca |jamas |por favor )?(?:de )?(?: ?(?!y|pero|,){w}){0,8}
no (?:{want}|quiero que|es necesario|hace falta|se trata de|pedi|pienso|vayan a|pretendia|queria)(?: {w}){0,3} (?:dar(?:me|nos)? de baja|den de baja|desuscribir(?:me)?|desinscribir(?:me)?|cancel(?:ar|en|e)(?: {w}){0,3} suscripcion|salir(?:me)?|borr(?:ar|en)(?:me)?|elimin(?:ar|en)(?:me)?|quit(?:ar|en)(?:me)?|saquen|parar|parada|que paren)(?: (?!y|pero|,){w}){0,6}
no (?:{me_remove}|{removeme}|se den de baja|lo eliminen)(?: (?!y|pero|,){w}){0,8}
(?:ya )?no (?:me )?(?:recibo|recibimos|recibi|he recibido|hemos recibido|llegan|llega|estoy recibiendo|estan llegando|llego|llegaron)(?: {w}){0,8}
(?:el|un|su|este|del|al|ningun|link|enlace|boton|pagina|opcion|formulario) (?:{w} ){0,3}?(?:de |para |la )*(?:baja|desuscripcion|cancelacion|desuscribir(?:se|me)?|darse de baja|darme de baja|cancelar (?:la |mi )?suscripcion)(?: {w}){0,6}
(?:temporada|talla|planta|presion|calidad|marea|voz|cama|velocidad|paternidad|edad|prioridad|parte) baja(?: {w}){0,3}
(?:estoy|esta|estare|estaba|estuve|sigo|seguire|por|en) (?:de )?baja(?: (?:medica|laboral|maternal|por|maternidad|paternidad|hasta|temporal|temperatura))?(?: {w}){0,6}
baja (?:medica|laboral|maternal|paternal|por (?:maternidad|enfermedad|paternidad)|temporada|calidad|presion|la (?:temperatura|calidad|velocidad|presion|bandera)|el (?:precio|volumen|sol)|los (?:precios|brazos))(?: {w}){0,4}
(?:si|antes de que|cuando|por que|porque|para que|quien|cuantos|cuantas|cuanta|que pasa si|quienes) (?:{w} ){0,5}?(?:(?:se|me|te) (?:dan|da|doy|dio|dieron|das) de baja|darse de baja|cancelan|cancelo|cancelaron|me desuscribo|me borraron|me quitaron|me dieron|me sacaron|dejaron de|dejo de|me eliminaron|dejo de recibir)(?: {w}){0,8}
(?:me|nos) (?:dieron|borraron|sacaron|quitaron|eliminaron|desuscribieron)(?: {w}){0,3}(?: (?:baja|lista|error|sin querer|por error))*(?: {w}){0,3}
(?:cancel(?:ar|en|e|a|o|aron)|anul(?:ar|en|e)|elimin(?:ar|en|e|a)|quit(?:ar|en|e|a)|borr(?:ar|en|e|a)|par(?:ar|en|e)|deten(?:er|gan|ga)|retir(?:ar|en|e)|saquen|cambiar|modificar) (?:(?:mi|mis|la|el|las|los|un|una|su|nuestra|nuestro|esa|ese|esta|este|lo|al|del|{w}) ){0,4}?(?:{thing}|articulo|producto|mesa|foto|fotos|comentario|evento|curso|examen|partido|nombre del|cargo)(?: (?!y|pero|,){w}){0,8}
no (?:{want}) (?:perder|llegar|ir|esperar|cambiar|pagar|comprar|gastar|molestar|ser|tener|hacer|que se|quedarme|arriesgar)(?!me)(?: (?!y|pero|,){w}){0,6}
no (?:duden?|dudes|deje|te olvides|se olviden?|olviden?)(?: {w}){0,6}
(?:parar|para|pare|paren|alto|parada|paro|pararemos|parare) (?:en|a|el|la|los|las|mi|que|un|una|manana|hoy|este|esta|cuando|por|comer|tomar|las|fuego|rendimiento|nivel|ahi|voltaje|todos|todas|nosotros|ustedes|ti|confirmar|saber|ver|ir|eso|esto|poder|recoger|{w}r)(?: (?!y|pero){w}){0,6}
(?:mas|muy|tan|el|es|era|en|demasiado|bastante) alto(?: {w}){0,3}
(?:al|el|por|en|a) fin(?: {w}){0,4}
fin de (?:semana|mes|ano|curso|dia)(?: {w}){0,3}
(?:puede|pueden|podra|podran|usted puede|puedes) (?:dar(?:se|te) de baja|cancelar (?:su|la|tu) suscripcion)(?: {w}){0,6}
para (?:darse de baja|cancelar|dejar de recibir|desuscribirse|salir)(?: {w}){0,6}(?: ,)? (?:haga|haz|pulse|responda|envie|visite|escriba|de clic|clic)(?: {w}){0,6}
(?:responda|responde|envie|envia|escriba|conteste|mande)(?: con)? (?:stop|alto|baja|salir|parar|cancelar|no)(?: (?:para|y) {w}){0,2}(?: {w}){0,4}
no (?:me|nos)? ?interesa (?:el|la|ese|esa|lo|comprar|cambiar) (?!correo|boletin|newsletter|oferta|publicidad|lista|informacion|suscripcion){w}(?: {w}){0,6}
no estoy interesad[oa] en (?:el|la|ese|esa|comprar|este) (?!correo|boletin|newsletter|oferta|publicidad|lista|informacion|suscripcion){w}(?: {w}){0,6}
[doubtful]
llam\w+(?: {w}| ,){0,4} no (?:me )?(?:escrib|mand|envi)\w+(?: {w}){0,3}
no (?:me )?(?:{send})(?: {w}| ,){0,3} (?:llam\w+|mejor|prefiero)(?: {w}){0,4}
(?:solo|solamente|unicamente) (?:(?:me|nos) )?(?:{send})(?: {w}){0,6}
(?:si|o|cuando|a lo mejor|quizas|tal vez|estoy pensando en|pienso|casi|a punto de|voy a|podria|igual)(?: {w}){0,8} (?:me (?:doy|dare|daria|di) de baja|dar(?:me)? de baja|desuscribir(?:me)?|me desuscribo|me borro|cancelo|cancelare|cancelar)(?: {w}){0,4}
(?:mi|el|la|su|un|una) (?:{w} ){0,2}?(?:madre|padre|esposa|esposo|marido|mujer|hijo|hija|hermano|hermana|jefe|amigo|amiga|companero|companera|colega|cliente|abuela|abuelo)(?: {w}){0,3} (?:quiere|desea|ya no|pide|no quiere|pidio|dice)(?: {w}){0,8}
(?:elimin|borr|quit|retir)(?:en|e|a|ar) a (?:mi|el|la|su) {w}(?: {w}){0,8}
(?:elimin|borr|quit|retir|cancel|cerrar|cierren)(?:en|e|a|ar)? (?:mi|mis|la|nuestra) (?:cuenta|datos|perfil|informacion|datos personales)(?! de (?:la|su|sus|esta) (?:lista|base))(?: {w}){0,4}
(?:no (?:me|nos)? ?{send}|dej(?:en|e|a|ar) de {send})(?: {w}){0,3} (?:los (?:domingos|sabados|fines)|de noche|por la noche|por la manana|tan temprano|tan tarde|tantos|tantas|tan seguido|durante|mientras|en (?:horario|ingles|frances)|a estas horas|antes de|despues de|por (?:telefono|correo postal|fax)|duplicados|dos veces)(?: {w}){0,6}
(?:menos|tantos|tantas|demasiados|demasiadas) {mail}(?: {w}){0,4}
(?:dar|darme|denme|dame|deme) de baja (?:de |del |en |mi |la |el |una |nuestra )+(?:{w} ){0,3}?(?:{thing})(?: {w}){0,4}
(?:como|de donde) (?:consiguieron|obtuvieron|sacaron|tienen)(?: {w}){0,3} (?:numero|correo|datos|email|direccion)
(?:es|esto es|puro) spam
(?:darme|denme|deme|dame|dar|quiero|solo) (?:{w} ){0,6}?(?:baja|boletin|lista)(?: {w}){0,6} (?:pero|solo|solamente|unicamente)(?: {w}){0,8}
[definite]
(?:no|ya no) (?:{want}) (?:de )?(?:{mail}|nada de (?:{mail}|ustedes)|que me {send})(?: {w}){0,4}
(?:no|nunca) (?:vuelvan?|vuelvas|volvais|vuelve) a (?:{send})(?: {w}){0,4}
(?:deje|dejen|deja|dejad|dejar|dejaran|dejes|paren|pare|para|parar|cesen|cese|cesar|basta|terminen|ya) (?:ya |por favor |inmediatamente )*(?:de |con )(?:(?:una vez |todo |tanto |tanta |tantos |estar )*)(?:{send}|{mail}|mensajes|enviarme|mandarme|(?:sus|los|las|estos|estas|tus|los putos) {mail})(?: {w}){0,6}
(?:deje|dejen|deja|dejad|dejes) (?:de {send}|me en paz|nos en paz)
(?:dejenme|dejame|dejeme|dejadme|dejennos)(?: ya)? (?:en paz|tranquil[oa]s?)
(?:no|nunca) (?:me |nos |le |quiero que me |deben |vuelvan? a |volver a |vuelvas a |volvais a |vuelve a |sigan |siga |me vuelvan a |me vuelva a |me sigan |me siga |quiero que |quiero que sigan |lo )*(?:{send})(?: {w}){0,4}? ?(?:mas|nunca|nada|jamas|{mail}|otra vez|de nuevo)(?: {w}){0,6}
(?:no|nunca) (?:me |nos )(?:vuelvan?|vuelvas|volvais|sigan|siga|sigas) (?:a )?(?:{send})(?: {w}){0,4}
no (?:me |nos )(?:{send})(?: por favor)?{end}
(?:no|ya no|tampoco|nunca) (?:{want})(?: (?:que|seguir|me|volver|a|sigan|nos))* ?(?:recibir|recibirlos|recibirlo|recibiendo|recibamos|ver|leer|tener|{send}|estar en|estar suscrit[oa]|formar parte|pertenecer|saber|aparecer|figurar|seguir en|suscrito)(?: (?:{gap}){0,5}(?:{mail}|{list}|mas|nada|nunca|ustedes|usted|suyos|suyo|esto|estos|tuyos|jamas))?{end}
(?:no|ya no|tampoco) (?:{want})(?: (?:que|seguir|me|volver|a))* ?(?:recibir|recibiendo|tener|ver|leer|{send}|estar en) (?:{gap}){0,4}(?:{mail}|{list}|nada|ustedes|usted)(?: {w}){0,6}
(?:no|ya no) (?:{want}) (?:mas|sus|su|tus|mas de|ningun|ninguna|nada de|mas de sus|estos|estas|este|esta|esos) ?(?:{gap}){0,2}(?:{mail}|esto|nada|ustedes)?{end}
(?:no|ni) (?:mas|una? {w} mas|un {w} mas)(?: de)? (?:{gap}){0,2}(?:{mail})(?: {w}){0,5}
no envi(?:en|e|es) mas(?: {w}){0,4}
(?:{removeme})(?: {w}){0,8}
(?:{me_remove})(?: {w}){0,8}
(?:{remove}) (?:{me})(?: (?:de|del|en) (?:{gap}){0,5}(?:{list}|ustedes)(?: {w}){0,4})?{end}
(?:{remove}) (?:{me}) (?:de|del) (?:{gap}){0,5}(?:{list})(?: {w}){0,4}
(?:dar|darme|darnos|denme|dennos|dame|deme|dadme|doy|den|dar de|quiero|solicito|solicitamos|pido|solicitar|tramit(?:ar|en|e)|pedir|proces(?:ar|en|e)|causar|gestion(?:ar|en)|exijo|ruego|necesito|deseo)(?: (?:por favor|ya|me|que|tramiten|procesen|de|inmediatamente|favor|dar))* (?:de |la |mi |una )?baja(?: {w}){0,6}
me doy de baja(?: {w}){0,4}
(?:favor de|les pido|le pido|les ruego|solicito|pido|ruego|quiero|quisiera|deseo|necesito)(?: {w}){0,2} (?:ser (?:eliminad|borrad|retirad|excluid|removid|dad)[oa]|que (?:me|nos) (?:elimin|borr|quit|retir|saqu|den|de)(?:en|e)?|dejar de recibir|salir de|no recibir|no ser contactad[oa])(?: {w}){0,8}
(?:quiero|quisiera|deseo|me gustaria|necesito|por favor|favor de|como|solicito|voy a|pido)(?: {w}){0,3} (?:desuscribir|desinscribir|desuscribirme|desinscribirme|desapuntarme|darme de baja|borrarme|salirme)(?: {w}){0,6}
(?:cancel(?:ar|en|e|a|o)|anul(?:ar|en|e|a|o)|termin(?:ar|en)|finalizar|revoc(?:o|ar)) (?:{gap}){0,2}(?:suscripcion|inscripcion|envio de {mail}|envio|autorizacion|consentimiento|{mail})(?: {w}){0,6}
(?:revoco|retiro|revocamos|cancelo|anulo)(?: {w}){0,2} (?:consentimiento|autorizacion|permiso)(?: {w}){0,6}
(?:deten(?:er|gan|ga|er ya)|suspend(?:an|a|er)|interrump(?:an|a|ir)|cort(?:en|e)|bloque(?:en|e)) (?:{gap}){0,3}(?:{mail}|envios|envio|acoso)(?: {w}){0,4}
basta (?:ya )?(?:de|con) (?:{gap}){0,3}(?:{mail}|molestar|esto)(?: {w}){0,4}
(?:dejar de recibir|no recibir mas|no seguir recibiendo) (?:{gap}){0,3}(?:{mail})(?: {w}){0,4}
(?:no|nunca) (?:tienen?|les di|le di|he dado|doy|di) (?:mi|el) (?:consentimiento|permiso|autorizacion)(?: {w}){0,4}
olvid(?:en|e|a) (?:mi|este) (?:numero|correo|telefono)
[probable]
(?:ya )?no (?:me|nos) interesan? ?(?:(?:nada|mas|ya|en absoluto|sus?|la|las|los|esta|estos|estas|este|tu|tus|recibir|seguir|recibiendo|su|lo que|venden|ofrecen|que) ?)*(?:{mail}|{list}|productos?|servicios?|ofrecen|venden|propuesta)?{end}
(?:ya )?no (?:me|nos) interesan? (?:recibir|seguir|saber|que me|ni|nada de)(?: {w}){0,6}
(?:ya )?no (?:estoy|estamos) (?:ya )?interesad[oa]s?(?: en)?(?: (?:nada|mas|sus?|la|las|los|esta|estos|estas|recibir|seguir|recibiendo|lo que|de))*(?: (?:{mail}|{list}|productos?|servicios?|ofrecen|venden))?{end}
(?:sin|ningun|no tengo|no hay|cero) interes{end}
numero equivocado(?: {w}){0,4}
(?:se |te |esta |estan |has )?(?:equivoc(?:aron|o|ado|ados|aste|an|a|as)) (?:de|el) (?:numero|persona|telefono)(?: {w}){0,3}
(?:este )?(?:ya )?no es (?:el|su|mi) (?:numero|telefono|celular) de {w}(?: {w}){0,3}
(?:yo )?(?:nunca|no|jamas)(?: les| le| me| he| yo| he dado| di| di mi)* (?:solicite|solicitado|pedi|pedido|autorice|autorizado|suscribi|suscrito|inscribi|inscrito|registre|registrado|permiso|autorizacion|consentimiento|acepte)(?: (?:a|en|para|que|me|esto|estos|estas|este|esta|recibir|de|su|sus|la|ni|nada|{mail}|{list}|enviaran|mandaran|escriban|contacten))*{end}
(?:hart[oa]s?|cansad[oa]s?|aburrid[oa]) (?:ya )?de (?:{gap}){0,4}(?:{mail}|esto|ustedes)(?: {w}){0,4}
(?:vayanse|vete|vayase|larguense|largate) (?:al|a la|a) {w}(?: {w}){0,3}
[loose]
(?:darme de baja|desuscrib\w+|desinscrib\w+|de baja|desapunt\w+|cancelar (?:la |mi )?suscripcion)
(?:no (?:me )?(?:molest|escrib|llam|contact)\w+)
[optin]
^(?:alta|iniciar|empezar|comenzar|reanudar|suscribirme|suscribir|suscribeme|suscribanme|inscribirme)(?: (?:please|ya|svp|bitte|por favor))?$
(?:quiero|quisiera|deseo|me gustaria|por favor|pueden|puedo)(?: {w}){0,2} (?:suscribirme|suscribir|inscribirme|apuntarme|registrarme|recibir (?:{gap}){0,2}(?:{mail})|darme de alta|que me (?:envien|manden|inscriban|suscriban|apunten|agreguen))(?: {w}){0,6}
(?:agreguenme|anadanme|apuntenme|inscribanme|suscribanme|agregame|apuntame|denme de alta|dame de alta|incluyanme)(?: {w}){0,6}
[help]
(?:ayuda|ayudenme|informacion|auxilio)
[away]
(?:estoy|estare|me encuentro|estaremos) (?:fuera|ausente|de vacaciones|de viaje|de baja|de permiso)(?: {w}){0,6}
respuesta automatica
""",
)

"""The words of Portuguese, without accents."""

from __future__ import annotations

from typing import Final

from filters.revocation.grammar import grammar

_MACROS: Final = {
    "w": r"[a-z0-9]+",
    "gap": r"(?!(?:e|mas|ou|pedido|consulta)\b){w} ",
    "mail": (
        r"emails?|mails?|mensagens|mensagem|sms|newsletters?|boletim|boletins|publicidade|propagandas?"
        r"|spam|promocoes|ofertas?|notificacoes|avisos|alertas|anuncios|comunicacoes|textos|ligacoes"
        r"|informacoes|conteudo|lixo|correspondencia|novidades|marketing"
    ),
    "list": r"listas?|base|bases|cadastro|mailing|sistema|registros?|newsletter|boletim|contatos|distribuicao|emails|envios|grupo|aqui|tudo|banco",
    "send": r"envi(?:e|em|ar|arem|ando)|mand(?:e|em|ar|arem|ando)|escrev(?:a|am|er|erem)|contat(?:e|em|ar|arem)|contact(?:e|em|ar)|lig(?:ue|uem|ar|arem)|incomod(?:e|em|ar|arem)|perturb(?:e|em|ar)|entr(?:e|em|ar) em contato|encher|spammar|importunar",
    "want": r"quero|queremos|desejo|desejamos|gostaria|gostariamos|preciso|pretendo",
    "remove": r"(?:remov|retir|exclu|elimin|apagu|apag|descadastr|desinscrev|delet|tir)(?:a|am|e|em|er|ar|ir|i|iam)",
    "me": r"(?:o |a |os )?(?:meu|meus|minha|este|esse|nosso|nossa) (?:{w} )?(?:email|mail|endereco|numero|nome|dados|telefone|celular|contato|cadastro)|ADDR|NUM",
    "end": r"(?=(?: (?:thanks|thank you|asap|por favor|obrigado|obrigada|mais|nunca mais|agora|imediatamente|grato|grata|de voces|ja))*(?: (?:,|_|e|mas|pois|porque)(?!\S)|$))",
}

PORTUGUESE: Final = grammar(
    _MACROS,
    r"""
[keyword]
(?:sair|parar|pare|parem|cancelar|cancele|cancelem|descadastrar|descadastre|remover|chega|basta|nao quero mais)
(?:desinscrever|cancelar inscricao|descadastramento|me tira|me remova|me remove|me descadastra|nao mais|stop)
[filler]
(?:por favor|obrigad[oa]|ola|bom dia|boa tarde|boa noite|agora|ja|favor|prezados|atenciosamente|sim|nao(?= ,|$)|grat[oa])
[insistent]
se (?:voces )?nao (?:pararem|parar)(?: {w}){0,10}
como (?:faco|posso|fazer|eu|se faz|faz)(?: {w}){0,3} (?:sair|cancelar (?:{gap}){0,3}(?:inscricao|assinatura|recebimento)|descadastrar|me descadastrar|desinscrever|parar de receber|deixar de receber)(?: {w}){0,6}
nao (?:consigo|estou conseguindo) (?:me )?(?:descadastrar|desinscrever|cancelar (?:{gap}){0,2}(?:inscricao|assinatura)|sair d{w})(?: {w}){0,6}
ja (?:me descadastrei|cancelei|pedi)(?: {w}){0,8} (?:e|mas|varias|vezes)(?: {w}){0,8}
[innocent]
nao (?:pare|parem|deixe|deixem|quero (?:parar|sair|cancelar|me descadastrar|que parem))(?: (?!mas){w}){0,8}
nao (?:me )?(?:remov|retir|exclu|descadastr|tir)\w+(?: {w}){0,6}
(?:ja )?nao (?:estou recebendo|recebo|recebi|tenho recebido|chegam|recebemos)(?: {w}){0,6}
(?:o|um|seu|esse|este|do|no) (?:link|botao) (?:de|para)(?: {w}){0,3}(?: {w}){0,5}
(?:cancel|remov|retir|exclu|tir)(?:ar|e|em|er|a|am|ir)? (?:(?:o|a|os|as|meu|minha|esse|essa|um|uma|este|esta|nosso) )*(?:pedido|consulta|reserva|compra|fatura|pagamento|entrega|item|produto|conta|contrato|reuniao|plano|foto|comentario|cartao)(?: {w}){0,6}
pare (?:em|no|na|perto)(?: {w}){0,5}
para (?:sair|cancelar|se descadastrar)(?: {w}){0,5}(?: ,)? (?:clique|responda|envie|acesse)(?: {w}){0,5}
[doubtful]
(?:se|talvez|pensando em|vou)(?: {w}){0,6} (?:descadastrar|cancelar a (?:inscricao|assinatura)|me descadastro)(?: {w}){0,3}
(?:excluir|excluam|exclua|apagar|apaguem|deletar|encerrar) (?:minha conta|meus dados|meu perfil|meu cadastro)(?: {w}){0,4}
[definite]
(?:pare|parem|parar|parem ja|chega|deixe|deixem|cessem|para) (?:ja )?(?:de |com )(?:me |nos )?(?:{send}|(?:os |as |esses |essas |tanto |tanta )?{mail})(?: {w}){0,6}
nao (?:me |nos |quero que me |voltem a |volte a |devem )*(?:{send})(?: {w}){0,4}? ?(?:mais|nunca|nada|{mail})(?: {w}){0,6}
nao me (?:{send}){end}
(?:nao|ja nao|nunca mais) (?:{want})(?: (?:mais|ja|de|continuar|a|que|voces|me))* ?(?:receber|recebendo|ver|ler|{send}|estar|fazer parte|participar|ser contatad[oa]|ser incomodad[oa])(?: {w}){0,6}
(?:nao|ja nao) (?:{want}) mais ?(?:{gap}){0,3}(?:{mail}|nada)?(?: {w}){0,4}
(?:{mail}|me) (?:nao|nunca) mais
(?:sem|nada de|nao mais|chega de) (?:{mail})(?: {w}){0,3}
(?:{remove}|me {remove}|{remove} me|{remove} {me}) (?:da|de|do|das|dos) (?:{gap}){0,4}(?:{list})(?: {w}){0,4}
(?:{remove}) (?:{me}){end}
me (?:{remove})(?: {w}){0,5}
(?:{want}|solicito|peco|por favor|favor)(?: {w}){0,3} (?:descadastrar|me descadastrar|desinscrever|sair d\w+ (?:{gap}){0,2}(?:{list})|ser (?:removid|retirad|excluid|descadastrad)[oa]|descadastramento|parar de receber|deixar de receber|remocao|a remocao|o cancelamento)(?: {w}){0,6}
(?:cancel(?:ar|e|em|o)|encerrar) (?:{gap}){0,2}(?:inscricao|assinatura|subscricao|cadastro|envio|recebimento|{mail})(?: {w}){0,5}
(?:revogo|retiro)(?: {w}){0,2} (?:consentimento|autorizacao|permissao)(?: {w}){0,4}
(?:deixem|deixe|me deixem|me deixe)(?: me)? em paz
[probable]
(?:nao (?:tenho|temos)|sem|nenhum) (?:mais )?interesse(?: (?:em|nos|nas|no|na|seus|suas|receber))*(?: (?:{mail}|produtos|servicos))?{end}
nao (?:estou|estamos) (?:mais )?interessad[oa]s?{end}
(?:isso |isto )?nao me interessa(?: mais)?{end}
(?:numero|pessoa) errad[oa](?: {w}){0,3}
(?:nunca|nao)(?: me| fiz| eu| dei)* (?:inscrevi|cadastrei|cadastro|solicitei|autorizei|pedi|autorizacao)(?: (?:para|a|isso|isto|em|nessa|nesta|essa|esta|receber|estas|essas|estes|esses|{mail}|{list}))*{end}
cansad[oa] d(?:e|os|as|esses|essas|estes) (?:{gap}){0,2}{mail}(?: {w}){0,3}
[loose]
(?:descadastr\w+|desinscrev\w+|cancelar (?:a |minha )?(?:inscricao|assinatura))
[optin]
(?:{want})(?: me)? (?:inscrever|receber|cadastrar|assinar)(?: {w}){0,6}
(?:me inscreva|me adicione|me cadastre|me inclua)(?: {w}){0,6}
[help]
(?:ajuda|socorro)
[away]
(?:estou|estarei) (?:fora|ausente|de ferias|em ferias)(?: {w}){0,6}
resposta automatica
""",
)

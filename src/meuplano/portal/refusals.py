"""Why something was refused, for a person."""

from django.utils.translation import gettext

from meuplano.rules import changes, orders


def refusal_in_words(reason: str) -> str:
    """Why a confirmation was refused, for a person; `reason` is a code of actions and rules."""
    return {
        orders.BELOW_MINIMUM: gettext("O valor é menor que o mínimo desta forma de pagamento. Escolha outra."),
        orders.NO_BUSINESS_DAY_LEFT: gettext(
            "Não há mais dia útil para um boleto antes da renovação. Pague por Pix ou cartão."
        ),
        orders.NEEDS_BILLING_DETAILS: gettext(
            "O boleto precisa dos Dados de Faturamento completos. Complete-os, ou pague por Pix ou cartão."
        ),
        changes.SUSPENDED: gettext("A assinatura está suspensa. Pague o que está em aberto para voltar a comprar."),
        changes.COMPLEMENT_OVERDUE: gettext(
            "Um complemento está vencido. Com o pagamento dele, dá para comprar de novo."
        ),
        changes.CYCLE_CHANGE_WAITING: gettext(
            "Uma mudança de periodicidade aguarda pagamento. Pague ou desista dela para fazer outro pedido."
        ),
        changes.ENDED: gettext("A assinatura terminou. O financeiro faz um novo contrato com você."),
        changes.NOT_BEGUN: gettext("A assinatura ainda não começou: ela começa com o primeiro pagamento."),
        changes.ORDER_WAITING: gettext(
            "Um pedido aguarda pagamento. Pague ou desista dele para mudar a periodicidade."
        ),
        changes.OVERDUE: gettext("Há uma fatura vencida. Com o pagamento dela, dá para mudar a periodicidade."),
        changes.CANCELLING: gettext("O cancelamento está agendado. Desfaça-o para mudar a periodicidade."),
        changes.PLAN_SCHEDULED: gettext(
            "Outro plano está agendado para a renovação. Desfaça-o em Meu Plano, ou fale com o financeiro."
        ),
        "plan_already_paid": gettext("O período com o novo plano já está pago e é usado primeiro."),
        "agreed_price_of_plan": gettext(
            "O preço combinado com vocês era do plano de agora. O financeiro precisa enviar outra proposta."
        ),
        "below_plan_minimum": gettext(
            "O plano proposto pede mais licenças do que vão renovar. O financeiro precisa enviar outra proposta."
        ),
        "unknown_item": gettext(
            "Um item não está mais no catálogo, e por isso não há preço para ele. Escreva ao financeiro."
        ),
        "amount_changed": gettext("O valor que volta mudou. Confira e confirme de novo."),
        "unknown_member": gettext("Uma das pessoas já não tinha acesso. Escolha de novo."),
        "already_paid": gettext("O período com a nova periodicidade já está pago e é usado primeiro."),
        "below_use": gettext("O espaço em uso não cabe em menos do que isso. Apague anexos antes, ou escolha mais GB."),
        "more_is_bought": gettext("Para ter mais do que hoje, adicione em Alterar meu Plano."),
        "unknown_ending": gettext("As datas possíveis mudaram. Confira e escolha de novo."),
        "nothing_to_recount": gettext("Esta fatura não pode mais ser trocada: ela foi paga ou o período começou."),
        "period_over": gettext("O período acabou de virar. Atualize a página em alguns instantes."),
        "too_many": gettext("É mais do que um pedido pode levar. Fale com o financeiro."),
        "proposal_over": gettext("Esta proposta não está mais aberta. Escreva se quiser outra."),
        "unknown_draft": gettext("Este resumo é de um pedido que já foi feito. Confira os valores de agora."),
        "terms_not_accepted": gettext("Para continuar, leia e aceite os termos. Nada foi cobrado."),
        "unknown_card": gettext("Este cartão não está mais guardado. Escolha outro."),
    }.get(reason, gettext("Escolha uma forma de pagamento que esteja disponível."))

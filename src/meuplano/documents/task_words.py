"""What the finance team's tasks are called, and what each asks for."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of task: its group in the queue, and what to do."""

    title: str | Promise
    todo: str | Promise


KINDS: dict[str, Kind] = {
    "parked": Kind(
        gettext_lazy("Cobranças paradas"), gettext_lazy("Veja a causa e tente de novo: o que falta é feito na hora.")
    ),
    "refund": Kind(
        gettext_lazy("Devoluções"), gettext_lazy("Devolva pelo banco que recebeu, ou por fora, dizendo como.")
    ),
    "approval": Kind(
        gettext_lazy("Esperam uma segunda pessoa"),
        gettext_lazy("Confira o valor e o motivo. Quem pediu não aprova o próprio pedido."),
    ),
    "trust": Kind(
        gettext_lazy("Comprovantes de pagamento"),
        gettext_lazy("Confira o comprovante com o extrato. Recusar encerra o acesso na hora, e o cliente vê o motivo."),
    ),
    "credit_left": Kind(
        gettext_lazy("Crédito e dívida no fim"), gettext_lazy("Combine com o cliente: usar na dívida ou devolver.")
    ),
    "receipt_unmatched": Kind(gettext_lazy("Recebimentos sem dono"), gettext_lazy("Descubra de quem é o dinheiro.")),
    "surplus": Kind(
        gettext_lazy("Pagos a mais"),
        gettext_lazy("Já virou crédito. Avise o cliente: ele pode usar ou pedir de volta."),
    ),
    "reversal": Kind(gettext_lazy("Estornos"), gettext_lazy("A fatura voltou a ficar em aberto. Fale com o cliente.")),
    "charge_refused": Kind(
        gettext_lazy("Cobranças recusadas"), gettext_lazy("Corrija os dados de faturamento e emita de novo.")
    ),
    "title_draft": Kind(
        gettext_lazy("Boletos com dados faltando"),
        gettext_lazy("Peça ao cliente os dados e envie de novo em Arquivos do banco."),
    ),
    "title_rejected": Kind(
        gettext_lazy("Boletos recusados pelo banco"),
        gettext_lazy("Peça ao cliente que corrija os dados e envie de novo em Arquivos do banco."),
    ),
    "title_refused": Kind(
        gettext_lazy("Pedidos recusados pelo banco"),
        gettext_lazy("O boleto continua como estava no banco. Veja o motivo e fale com o cliente."),
    ),
    "title_command_dropped": Kind(
        gettext_lazy("Pedidos que não couberam na remessa"), gettext_lazy("Veja o motivo e faça o pedido no banco.")
    ),
    "bank_return_quarantined": Kind(
        gettext_lazy("Retornos em quarentena"),
        gettext_lazy("Baixe o arquivo do banco outra vez; se vier igual, decida em Arquivos do banco."),
    ),
    "return_line_failed": Kind(
        gettext_lazy("Linhas de retorno não lidas"),
        gettext_lazy("Veja a linha em Arquivos do banco e mostre a quem cuida do sistema."),
    ),
    "complement_overdue": Kind(
        gettext_lazy("Complementos vencidos"), gettext_lazy("Compras e ativações bloqueadas. Fale com o cliente.")
    ),
    "billing_details": Kind(
        gettext_lazy("Faltam dados de faturamento"), gettext_lazy("Peça ao cliente os dados que o boleto exige.")
    ),
    "fiscal_note": Kind(
        gettext_lazy("Notas fiscais"), gettext_lazy("Cancele ou substitua a NF do valor devolvido ou corrigido.")
    ),
    "notice_failed": Kind(gettext_lazy("Avisos não entendidos"), gettext_lazy("Veja o aviso e lance o que ele diz.")),
    "news_failed": Kind(
        gettext_lazy("Notícias não usadas"), gettext_lazy("Veja no banco o que aconteceu com a cobrança.")
    ),
    "books": Kind(
        gettext_lazy("Conferência dos livros"), gettext_lazy("Mostre a quem cuida do sistema: os números não fecham.")
    ),
}
OTHER = Kind(gettext_lazy("Outras"), gettext_lazy("Leia, resolva e diga o que foi feito."))


def kind(code: str) -> Kind:
    """The words of a kind of task."""
    return KINDS.get(code, OTHER)

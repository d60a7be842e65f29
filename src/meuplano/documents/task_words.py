"""What the finance team's tasks are called, and what each asks for."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of task: its group in the queue, and what to do."""

    title: str | Promise
    todo: str | Promise


KINDS: dict[str, Kind] = {
    "parked": Kind(_("Cobranças paradas"), _("Veja a causa e tente de novo: o que falta é feito na hora.")),
    "refund": Kind(_("Devoluções"), _("Devolva pelo banco que recebeu, ou por fora, dizendo como.")),
    "credit_left": Kind(_("Crédito e dívida no fim"), _("Combine com o cliente: usar na dívida ou devolver.")),
    "receipt_unmatched": Kind(_("Recebimentos sem dono"), _("Descubra de quem é o dinheiro.")),
    "surplus": Kind(_("Pagos a mais"), _("Já virou crédito. Avise o cliente: ele pode usar ou pedir de volta.")),
    "reversal": Kind(_("Estornos"), _("A fatura voltou a ficar em aberto. Fale com o cliente.")),
    "charge_refused": Kind(_("Cobranças recusadas"), _("Corrija os dados de faturamento e emita de novo.")),
    "complement_overdue": Kind(_("Complementos vencidos"), _("Compras e ativações bloqueadas. Fale com o cliente.")),
    "billing_details": Kind(_("Faltam dados de faturamento"), _("Peça ao cliente os dados que o boleto exige.")),
    "fiscal_note": Kind(_("Notas fiscais"), _("Cancele ou substitua a NF do valor devolvido ou corrigido.")),
    "notice_failed": Kind(_("Avisos não entendidos"), _("Veja o aviso e lance o que ele diz.")),
    "news_failed": Kind(_("Notícias não usadas"), _("Veja no banco o que aconteceu com a cobrança.")),
    "books": Kind(_("Conferência dos livros"), _("Mostre a quem cuida do sistema: os números não fecham.")),
}
OTHER = Kind(_("Outras"), _("Leia, resolva e diga o que foi feito."))


def kind(code: str) -> Kind:
    """The words of a kind of task."""
    return KINDS.get(code, OTHER)

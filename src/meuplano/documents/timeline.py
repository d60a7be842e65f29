"""What happened, in words: an event as a person reads it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext, ngettext

from meuplano.documents import words
from meuplano.documents.fiscal_words import note_name
from meuplano.documents.lines import item_name
from meuplano.documents.request_words import SENTENCES as REQUESTS
from meuplano.documents.terms_words import moment_word


@dataclass(frozen=True, slots=True)
class Moment:
    """One event: what, when, who; `tone` is "", ok, bad or new."""

    title: str
    detail: str
    tone: str = ""


def say(name: str, by: str, at: Any, data: Mapping[str, Any]) -> Moment | None:
    """One event in words; None for what only machines care about."""
    sentence = _SENTENCES.get(name) or REQUESTS.get(name)
    if sentence is None:
        return None
    title, tone = sentence(data)
    return Moment(title, f"{words.moment(at)} · {words.gateway(by)}", tone)


def _method(data: Mapping[str, Any]) -> str:
    return words.method_word(data.get("method", ""))


def _charge_pending(data: Mapping[str, Any]) -> tuple[str, str]:
    return {
        "boleto": gettext("Boleto registrado no banco"),
        "pix": gettext("Pix criado"),
    }.get(data.get("method", ""), gettext("Página do cartão aberta")), ""


def _paid(data: Mapping[str, Any]) -> tuple[str, str]:
    said = {"amount": words.reais(data.get("amount", 0)), "method": _method(data)}
    if data.get("withheld"):
        said["tax"] = words.reais(data["withheld"])
        return gettext("%(amount)s recebidos por %(method)s, e %(tax)s de impostos retidos") % said, "ok"
    if data.get("method") == "retention":
        return gettext("%(amount)s quitados por retenção de impostos") % said, "ok"
    return gettext("%(amount)s recebidos por %(method)s") % said, "ok"


def _rates(rates: Mapping[str, int]) -> str:
    said = [f"{words.TAXES[tax]} {words.percent(rates[tax])}" for tax in words.TAXES if tax in rates]
    return ", ".join(said) or gettext("nenhum")


def _agreed(data: Mapping[str, Any]) -> tuple[str, str]:
    after = data["after"]
    if after["monthly"] is not None:
        said = gettext("Preço combinado de %(item)s: %(price)s por mês (%(reason)s)")
        price = words.reais(after["monthly"])
    else:
        said = gettext("Desconto combinado de %(item)s: %(price)s (%(reason)s)")
        price = words.percent(after["discount"])
    return said % {"item": item_name(data["item"], {}), "price": price, "reason": data["reason"]}, ""


def _correction(data: Mapping[str, Any]) -> dict[str, Any]:
    what = {
        "credit": gettext("Crédito"),
        "credit_note": gettext("Nota de crédito"),
        "discount": gettext("Desconto"),
        "write_off": gettext("Baixa"),
        "retention": gettext("Retenção de impostos"),
    }
    said = {"what": what.get(data.get("what", ""), ""), "amount": words.reais(data.get("amount", 0))}
    return {"reason": "", "asked_by": "", "note": ""} | dict(data) | said


def _cycle(data: Mapping[str, Any], name: str) -> str:
    return str(words.CYCLES.get(data.get(name, 0), ""))


def _day(data: Mapping[str, Any], name: str) -> str:
    return words.day(date.fromisoformat(data[name]))


_SENTENCES: dict[str, Callable[[Mapping[str, Any]], tuple[str, str]]] = {
    "order.agreed": lambda data: (
        gettext("Pedido nº %(n)s confirmado, por %(method)s") % {"n": data.get("order"), "method": _method(data)},
        "",
    ),
    "order.applied": lambda data: (gettext("Pedido nº %(n)s liberado") % {"n": data.get("order")}, "ok"),
    "order.withdrawn": lambda data: (gettext("Desistência do pedido nº %(n)s") % {"n": data.get("order")}, ""),
    "order.expired": lambda data: (gettext("Pedido nº %(n)s expirou") % {"n": data.get("order")}, ""),
    "order.declined": lambda data: (gettext("Pedido nº %(n)s recusado") % {"n": data.get("order")}, "bad"),
    "charge.pending": _charge_pending,
    "charge.declined": lambda _: (gettext("Cartão não aprovado; nada foi cobrado"), "bad"),
    "title.queued": lambda data: (
        gettext("Boleto %(number)s vai ao banco para ser registrado") % {"number": data.get("number")},
        "",
    ),
    "title.draft": lambda data: (gettext("Boleto não pôde ser registrado: %(why)s") % {"why": data.get("why")}, "bad"),
    "title.rejected": lambda data: (gettext("Boleto recusado pelo banco. %(why)s") % {"why": data.get("why")}, "bad"),
    "title.withdrawn": lambda data: (gettext("Boleto %(number)s retirado") % {"number": data.get("number")}, ""),
    "title.written_off": lambda _: (gettext("Boleto baixado no banco"), ""),
    "title.change_asked": lambda data: (
        gettext("Novo vencimento pedido ao banco: %(day)s") % {"day": _day(data, "due_on")},
        "",
    ),
    "title.changed": lambda data: (
        gettext("O banco aceitou o novo vencimento: %(day)s") % {"day": _day(data, "due_on")},
        "ok",
    ),
    "title.instruction_refused": lambda data: (
        gettext("O banco não aceitou o pedido. %(why)s") % {"why": data.get("why")},
        "bad",
    ),
    "charge.refused": lambda _: (gettext("O banco recusou a cobrança"), "bad"),
    "charge.unknown": lambda _: (gettext("O banco não respondeu; perguntamos de novo"), ""),
    "payment.received": _paid,
    "payment.reversed": lambda data: (
        gettext("Pagamento de %(amount)s estornado") % {"amount": words.reais(data.get("amount", 0))},
        "bad",
    ),
    "charge.asked": lambda data: (gettext("Pagamento pedido por %(method)s") % {"method": _method(data)}, ""),
    "renewal.announced": lambda data: (
        gettext("Renovação de %(amount)s anunciada") % {"amount": words.reais(data.get("amount", 0))},
        "",
    ),
    "renewal.issued": lambda data: (
        gettext("Fatura da renovação emitida: %(amount)s") % {"amount": words.reais(data.get("due_now", 0))},
        "",
    ),
    "complement.issued": lambda data: (
        gettext("Complemento emitido: %(amount)s") % {"amount": words.reais(data.get("due_now", 0))},
        "",
    ),
    "invoice.reminded": lambda _: (gettext("Lembrete enviado"), ""),
    "invoice.replaced": lambda _: (gettext("Fatura substituída por outra"), ""),
    "invoice.reissued": lambda data: (
        gettext("Fatura nº %(n)s emitida no lugar da nº %(old)s: %(reason)s")
        % {"n": data.get("invoice"), "old": data.get("instead_of"), "reason": data.get("reason", "")},
        "new",
    ),
    "retention.settled": lambda data: (
        gettext("Retenção de %(amount)s aceita com o comprovante: %(reason)s")
        % {"amount": words.reais(data.get("amount", 0)), "reason": data.get("reason", "")},
        "",
    ),
    "retention.undone": lambda data: (
        gettext("Retenção de %(amount)s desfeita, em aberto de novo: %(reason)s")
        % {"amount": words.reais(data.get("amount", 0)), "reason": data.get("reason", "")},
        "bad",
    ),
    "retention.rates_set": lambda data: (
        gettext("Impostos retidos na fonte: %(rates)s (%(reason)s)")
        % {"rates": _rates(data.get("after", {})), "reason": data.get("reason", "")},
        "",
    ),
    "receipt.matched": lambda data: (
        gettext("Recebimento de %(amount)s ligado a esta fatura por uma pessoa: %(reason)s")
        % {"amount": words.reais(data.get("amount", 0)), "reason": data.get("reason", "")},
        "",
    ),
    "match.undone": lambda data: (
        gettext("Baixa errada de %(amount)s desfeita por uma pessoa: %(reason)s")
        % {"amount": words.reais(data.get("amount", 0)), "reason": data.get("reason", "")},
        "bad",
    ),
    "invoice.written_off": lambda data: (
        gettext("Baixa de %(amount)s em aberto: %(reason)s")
        % {"amount": words.reais(data.get("amount", 0)), "reason": data.get("reason", "")},
        "",
    ),
    "invoice.recovered": lambda data: (
        gettext("Pagamento de uma fatura baixada: %(amount)s voltam a contar")
        % {"amount": words.reais(data.get("amount", 0))},
        "ok",
    ),
    "credit_note.made": lambda data: (
        gettext("Nota de crédito nº %(n)s, de %(amount)s: %(reason)s")
        % {"n": data.get("note"), "amount": words.reais(data.get("amount", 0)), "reason": data.get("reason", "")},
        "new",
    ),
    "approval.asked": lambda data: (
        gettext("%(what)s de %(amount)s espera por uma segunda pessoa: %(reason)s") % _correction(data),
        "new",
    ),
    "approval.approved": lambda data: (
        gettext("%(what)s de %(amount)s aprovado, pedido de %(asked_by)s") % _correction(data),
        "ok",
    ),
    "approval.refused": lambda data: (
        gettext("%(what)s de %(amount)s recusado: %(note)s") % _correction(data),
        "",
    ),
    "invoice.cancelled": lambda _: (gettext("Fatura cancelada"), ""),
    "debt.reduced": lambda data: (
        gettext("Dívida reduzida de %(before)s para %(after)s")
        % {"before": words.reais(data.get("before", 0)), "after": words.reais(data.get("after", 0))},
        "",
    ),
    "card.refused": lambda _: (gettext("Cartão não aprovado; tentamos de novo outro dia"), "bad"),
    "card.expiring": lambda data: (
        gettext("O cartão vale só até %(last)s") % {"last": words.day(date.fromisoformat(data["last_day"]))},
        "",
    ),
    "terms.accepted": lambda data: (
        gettext("Termos aceitos: versão %(version)s, %(moment)s")
        % {"version": data["version"], "moment": moment_word(data["moment"])},
        "",
    ),
    "statement.ready": lambda data: (
        gettext("Declaração de quitação anual de %(year)s enviada") % {"year": data["year"]},
        "",
    ),
    "card.tried_again": lambda _: (gettext("Cartão tentado de novo"), ""),
    "card.given_up": lambda data: (
        gettext("O cartão não passou: a cobrança segue por %(method)s") % {"method": _method(data)},
        "bad",
    ),
    "period.began": lambda data: (
        gettext("Novo período até %(last)s") % {"last": words.day(date.fromisoformat(data["end"]) - timedelta(1))},
        "",
    ),
    "buying.blocked": lambda _: (gettext("Compras e ativações bloqueadas por complemento vencido"), "bad"),
    "cycle.changed": lambda data: (
        gettext("Periodicidade %(cycle)s desde %(day)s") % {"cycle": _cycle(data, "after"), "day": _day(data, "start")},
        "ok",
    ),
    "cycle.scheduled": lambda data: (
        gettext("Periodicidade %(cycle)s agendada para %(day)s")
        % {"cycle": _cycle(data, "after"), "day": _day(data, "on")},
        "new",
    ),
    "cycle.kept": lambda data: (
        gettext("Mudança para %(cycle)s desfeita") % {"cycle": _cycle(data, "instead_of")},
        "",
    ),
    "plan.changed": lambda data: (
        gettext("Plano %(plan)s desde %(day)s") % {"plan": data["after"], "day": _day(data, "start")},
        "ok",
    ),
    "plan.scheduled": lambda data: (
        gettext("Plano %(plan)s agendado para %(day)s") % {"plan": data["after"], "day": _day(data, "on")},
        "new",
    ),
    "plan.kept": lambda data: (gettext("Mudança para o plano %(plan)s desfeita") % {"plan": data["instead_of"]}, ""),
    "policy.changed": lambda data: (
        gettext("Na renovação continuam só as licenças ativas")
        if data.get("after") == "active"
        else gettext("Na renovação continuam todas as licenças"),
        "new",
    ),
    "targets.set": lambda data: (
        gettext("Espaço e módulos na renovação de %(day)s: definidos") % {"day": _day(data, "on")},
        "new",
    ),
    "renewal.recounted": lambda _: (gettext("Renovação contada de novo"), ""),
    "order.overtaken": lambda data: (
        gettext("Pedido nº %(n)s retirado: a renovação foi paga antes") % {"n": data.get("order")},
        "",
    ),
    "cancellation.scheduled": lambda data: (
        gettext("Cancelamento agendado para %(day)s") % {"day": _day(data, "on")},
        "bad",
    ),
    "cancellation.undone": lambda _: (gettext("Cancelamento desfeito"), "ok"),
    "trust.given": lambda data: (
        gettext("Comprovante enviado: acesso até %(day)s") % {"day": _day(data, "until")},
        "new",
    ),
    "trust.confirmed": lambda _: (gettext("Comprovante conferido pelo financeiro"), "ok"),
    "trust.refused": lambda data: (gettext("Comprovante recusado: %(reason)s") % {"reason": data["reason"]}, "bad"),
    "trust.settled": lambda _: (gettext("Liberação em confiança encerrada: nada mais em aberto"), "ok"),
    "trust.expired": lambda _: (gettext("Liberação em confiança encerrada: o pagamento não chegou"), "bad"),
    "fiscal_note.attached": lambda data: (gettext("%(note)s anexada") % {"note": note_name(data["number"])}, "ok"),
    "fiscal_note.cancelled": lambda data: (
        gettext("%(note)s cancelada: %(reason)s") % {"note": note_name(data["number"]), "reason": data["reason"]},
        "bad",
    ),
    "subscription.suspended": lambda _: (gettext("Assinatura suspensa"), "bad"),
    "subscription.resumed": lambda _: (gettext("Acesso de volta"), "ok"),
    "subscription.ended": lambda _: (gettext("Assinatura encerrada"), "bad"),
    "account.parked": lambda _: (gettext("Cobrança parada: o financeiro precisa olhar"), "bad"),
    "credit.granted": lambda data: (
        gettext("Crédito de %(amount)s: %(reason)s")
        % {"amount": words.reais(data.get("amount", 0)), "reason": data.get("reason", "")},
        "",
    ),
    "contract.made": lambda _: (gettext("Contrato feito"), "new"),
    "subscription.began": lambda data: (
        gettext("Assinatura começou: período até %(last)s")
        % {"last": words.day(date.fromisoformat(data["end"]) - timedelta(1))},
        "ok",
    ),
    "order.undone": lambda data: (
        gettext("Pedido nº %(n)s desfeito por arrependimento: %(amount)s de volta")
        % {"n": data["order"], "amount": words.reais(data["returned"])},
        "",
    ),
    "prices.announced": lambda data: (
        gettext("Novos preços avisados, a partir de %(day)s")
        % {"day": words.day(date.fromisoformat(data["first_day"]))},
        "",
    ),
    "credit.used": lambda data: (
        gettext("Crédito de %(amount)s usado na fatura nº %(n)s")
        % {"amount": words.reais(data.get("amount", 0)), "n": data.get("invoice")},
        "ok",
    ),
    "credit.lapsed": lambda data: (
        gettext("Crédito de cortesia de %(amount)s terminou com a assinatura")
        % {"amount": words.reais(data.get("amount", 0))},
        "",
    ),
    "credit.left": lambda data: (
        gettext("Ficou crédito de %(amount)s com dívida em aberto") % {"amount": words.reais(data.get("amount", 0))},
        "",
    ),
    "refund.asked": lambda data: (
        gettext("Devolução de %(amount)s pedida: %(reason)s")
        % {"amount": words.reais(data.get("amount", 0)), "reason": data.get("reason", "")},
        "new",
    ),
    "refund.sent": lambda data: (
        gettext("Devolução de %(amount)s pedida ao banco") % {"amount": words.reais(data.get("amount", 0))},
        "",
    ),
    "refund.unknown": lambda _: (gettext("O banco não respondeu sobre a devolução; perguntamos de novo"), ""),
    "refund.refused": lambda data: (
        gettext("O banco não devolveu: %(text)s") % {"text": data.get("text") or "—"},
        "bad",
    ),
    "refund.paid": lambda data: (
        gettext("%(amount)s devolvidos") % {"amount": words.reais(data.get("amount", 0))},
        "ok",
    ),
    "refund.dropped": lambda data: (
        gettext("%(amount)s ficam como crédito") % {"amount": words.reais(data.get("amount", 0))},
        "",
    ),
    "second_copy.asked": lambda data: (
        gettext("2ª via de %(total)s pedida, com vencimento em %(day)s")
        % {"total": words.reais(data.get("total", 0)), "day": words.day(date.fromisoformat(data["due_on"]))},
        "",
    ),
    "task.done": lambda data: (gettext("Tarefa concluída: %(note)s") % {"note": data.get("note", "")}, "ok"),
    "task.reopened": lambda data: (gettext("Tarefa reaberta: %(note)s") % {"note": data.get("note", "")}, ""),
    "account.looked_at": lambda _: (gettext("O financeiro viu as páginas como o cliente as vê"), ""),
    "account.moved": lambda data: (
        gettext("Passou ao novo Meu Plano") if data["to"] == "new" else gettext("Voltou ao Meu Plano anterior"),
        "",
    ),
    "account.unparked": lambda _: (gettext("Cobrança retomada"), "ok"),
    "prices.adjusted": lambda data: (
        gettext("Reajuste de %(percent)s avisado, a partir de %(day)s: %(reason)s")
        % {
            "percent": words.percent(data["basis_points"]),
            "day": words.day(date.fromisoformat(data["first_day"])),
            "reason": data["reason"],
        },
        "",
    ),
    "price.agreed": _agreed,
    "price.agreement_ended": lambda data: (
        gettext("Condição de preço própria encerrada: %(reason)s") % {"reason": data["reason"]},
        "",
    ),
    "courtesy.given": lambda data: (
        ngettext(
            "Cortesia de %(percent)s por %(periods)s período: %(reason)s",
            "Cortesia de %(percent)s por %(periods)s períodos: %(reason)s",
            data["periods"],
        )
        % {"percent": words.percent(data["off"]), "periods": data["periods"], "reason": data["reason"]},
        "",
    ),
    "courtesy.stopped": lambda data: (gettext("Cortesia encerrada: %(reason)s") % {"reason": data["reason"]}, ""),
    "courtesy.ending": lambda data: (
        gettext("Volta ao preço cheio avisada: %(amount)s a partir de %(day)s")
        % {"amount": words.reais(data["after"]), "day": words.day(date.fromisoformat(data["first_day"]))},
        "",
    ),
    "due_day.scheduled": lambda data: (
        gettext("Vencimento passa do dia %(before)s para o dia %(after)s, a partir de %(day)s")
        % {"before": data["before"], "after": data["after"], "day": words.day(date.fromisoformat(data["on"]))},
        "",
    ),
    "due_day.undone": lambda _: (gettext("Mudança do dia de vencimento desfeita"), ""),
    "method.changed": lambda data: (
        gettext("Forma Pgto.: %(card)s") % {"card": data.get("card") or words.method_word(data.get("after", ""))},
        "",
    ),
    "card.removed": lambda data: (
        gettext("Cartão removido: %(brand)s final %(last4)s")
        % {"brand": data.get("brand", ""), "last4": data.get("last4", "")},
        "",
    ),
    "card.stored": lambda data: (
        gettext("Cartão guardado: %(brand)s final %(last4)s")
        % {"brand": data.get("brand", ""), "last4": data.get("last4", "")},
        "",
    ),
    "owner.asked": lambda data: (
        gettext("Pedido de um colega: %(text)s") % {"text": data.get("message") or "—"},
        "new",
    ),
    "account.imported": lambda _: (gettext("Conta trazida do sistema anterior"), ""),
    "user.activated": lambda data: (
        gettext("Acesso liberado: %(used)s de %(all)s licenças em uso")
        % {"used": data.get("in_use", "?"), "all": data.get("of", "?")},
        "",
    ),
    "contact.named": lambda data: (
        gettext("Contato de faturamento: %(email)s") % {"email": data.get("email", "—")},
        "",
    ),
    "contact.removed": lambda data: (
        gettext("Contato de faturamento retirado: %(email)s") % {"email": data.get("email", "—")},
        "",
    ),
    "owner.transferred": lambda data: (
        gettext("%(new)s passa a responder pela conta, no lugar de %(old)s")
        % {"new": data.get("new", ""), "old": data.get("old") or "—"},
        "new",
    ),
    "billing.changed": lambda _: (gettext("Dados de Faturamento alterados"), ""),
    "user.invited": lambda data: (gettext("Convite enviado a %(email)s") % {"email": data.get("email", "—")}, ""),
    "user.joined": lambda _: (gettext("Convite aceito"), "ok"),
    "invitation.withdrawn": lambda data: (
        gettext("Convite a %(email)s retirado") % {"email": data.get("email", "—")},
        "",
    ),
    "invitation.lapsed": lambda _: (gettext("Convite venceu sem resposta: a licença está livre"), ""),
    "user.permission_changed": lambda data: (
        gettext("Permissão de administrador dada")
        if data.get("is_admin")
        else gettext("Permissão de administrador retirada"),
        "",
    ),
    "user.deactivated": lambda data: (
        gettext("Acesso encerrado: %(used)s de %(all)s licenças em uso")
        % {"used": data.get("in_use", "?"), "all": data.get("of", "?")},
        "",
    ),
}

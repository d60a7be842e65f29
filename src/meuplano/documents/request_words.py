"""Requests in words: protocol, subjects, states and what happened in them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from meuplano.documents.lines import item_name
from meuplano.documents.words import SAO_PAULO, Status, day, percent, reais, wait
from meuplano.rules.agreements import Agreed

KINDS: Mapping[str, str | Promise] = {
    "conversas": gettext_lazy("Licenças Conversas"),
    "fiscal_note": gettext_lazy("Nota fiscal"),
    "billing": gettext_lazy("Cobrança"),
    "details": gettext_lazy("Dados"),
    "other": gettext_lazy("Outro assunto"),
}


def protocol(opened_at: datetime, number: int) -> str:
    """2026-000318: the year in São Paulo in which it was opened, and its number, which is never used again."""
    return f"{opened_at.astimezone(SAO_PAULO).year}-{number:06d}"


def number_in(text: str) -> int | None:
    """The number that a typed protocol means, with or without its year; None if it is none."""
    year, dash, number = text.strip().rpartition("-")
    digits = number.isascii() and number.isdigit() and len(number) <= 12 and (not dash or year.isdigit())
    return int(number) if digits else None


def kind(code: str) -> str:
    """What a subject is called."""
    return str(KINDS.get(code, code))


def status(code: str, *, finance: bool = False) -> Status:
    """The word of a request's state; `finance` reads it from the other side."""
    return {
        "open": Status(gettext("Aberta"), "clock", "info"),
        "in_review": Status(gettext("Em análise"), "clock", "info"),
        "waiting": Status(gettext("Aguardando o cliente"), "hourglass")
        if finance
        else Status(gettext("Aguardando você"), "reply", "warn"),
        "resolved": Status(gettext("Resolvida"), "check", "ok"),
    }.get(code, Status(code, "clock"))


SENTENCES: Mapping[str, Callable[[Mapping[str, Any]], tuple[str, str]]] = {
    "request.opened": lambda data: (gettext("Solicitação %(p)s aberta") % {"p": data["protocol"]}, "new"),
    "request.written": lambda data: (gettext("Nova mensagem na solicitação %(p)s") % {"p": data["protocol"]}, "new"),
    "request.answered": lambda data: (gettext("Solicitação %(p)s respondida") % {"p": data["protocol"]}, ""),
    "request.noted": lambda data: (gettext("Nota interna na solicitação %(p)s") % {"p": data["protocol"]}, ""),
    "request.taken": lambda data: (gettext("%(who)s assumiu a conversa") % {"who": data["who"]}, ""),
    "request.resolved": lambda _: (gettext("Solicitação resolvida"), "ok"),
    "proposal.made": lambda data: (
        gettext("%(who)s enviou uma proposta de %(due)s") % {"who": data["who"], "due": reais(data["due_now"])},
        "new",
    ),
    "proposal.accepted": lambda data: (
        gettext("Proposta aceita: pedido nº %(n)s") % {"n": data["order"]}
        if "order" in data
        else gettext("Proposta aceita: plano %(plan)s na renovação") % {"plan": data["plan"]},
        "ok",
    ),
    "proposal.declined": lambda _: (gettext("Proposta recusada"), ""),
    "proposal.withdrawn": lambda data: (withdrawn(data.get("why", "")), ""),
    "request.reopened": lambda _: (gettext("Solicitação reaberta"), "new"),
}


def other_plan(name: str, *, waits: bool) -> str:
    """Another plan, from the acceptance or from the renewal on (D48)."""
    if waits:
        return gettext("Plano %(plan)s na renovação, quando acabar o que já está pago") % {"plan": name}
    return gettext("Plano %(plan)s a partir de hoje") % {"plan": name}


def withdrawn(why: str) -> str:
    """What became of a proposal that was taken back: by a person, or by what happened to the subscription (D59)."""
    return {
        "suspended": gettext("Proposta encerrada: o acesso foi suspenso"),
        "cancelling": gettext("Proposta encerrada: a assinatura foi cancelada"),
        "ended": gettext("Proposta encerrada: a assinatura terminou"),
    }.get(why, gettext("Proposta retirada pelo financeiro"))


def agreed(term: Agreed, names: Mapping[str, str]) -> str:
    """A price or a discount of an item, from which periods on, and until when."""
    said = {
        "item": item_name(term.item, names),
        "price": reais(term.monthly) if term.monthly is not None else percent(term.discount or 0),
        "until": day(term.until) if term.until else "",
    }
    if term.monthly is not None:
        if term.until:
            return gettext("%(item)s a %(price)s por mês nos períodos que começam antes de %(until)s") % said
        return gettext("%(item)s a %(price)s por mês, sem data para acabar") % said
    if term.until:
        return gettext("%(item)s com %(price)s de desconto nos períodos que começam antes de %(until)s") % said
    return gettext("%(item)s com %(price)s de desconto, sem data para acabar") % said


def refusal(reason: str, file: str = "", *, largest: int = 0, most: int = 0, seconds: int = 0) -> str:
    """Why a message was not kept; `largest` in bytes, `seconds` until one would be."""
    sentences = {
        "no_text": gettext("Escreva a mensagem."),
        "too_long": gettext("A mensagem é longa demais: até 8.000 caracteres. O resto pode ir num arquivo de texto."),
        "unknown_kind": gettext("Escolha o assunto."),
        "too_many_files": gettext("São até %(most)s arquivos por mensagem.") % {"most": most},
        "file_too_large": gettext("“%(file)s” é grande demais: cada arquivo pode ter até %(largest)s MB.")
        % {"file": file, "largest": largest // 1_000_000},
        "file_unknown": gettext("“%(file)s” não é de um tipo que recebemos: PDF, PNG, JPEG, XML, TXT ou CSV.")
        % {"file": file},
        "already_resolved": gettext("A solicitação já está resolvida. Reabra antes, ou responda pedindo algo."),
        "too_fast": gettext("São muitas mensagens ou arquivos em pouco tempo. Espere %(wait)s e envie de novo.")
        % {"wait": wait(seconds)},
        "unknown_state": gettext("Diga o que acontece depois da resposta."),
    }
    return sentences.get(reason, gettext("Confira o que foi escrito."))
